//! Risk criteria, scores, risk assessments and score sheets, and AI systems whose stages are not assessed.

use super::{Case, MINE, at, case, of};

pub(super) fn risks() -> Vec<Case> {
    let stands = |stands: &'static str, it: Case| Case { stands, ..it };
    let changed = |changed: &'static str, it: Case| Case { changed, ..it };
    let approve = |refused: &'static str| at("executive", "risk_criteria approve", "in_review", refused);
    vec![
        case("risk_officer", "risk_criteria create", ""),
        case("engineer", "risk_criteria create", "permission"),
        stands("criteria_problem", case("risk_officer", "risk_criteria create", "")),
        stands("criteria_problem", case("risk_officer", "risk_criteria submit", "criteria_are_sound")),
        approve(""),
        at("legal", "risk_criteria approve", "in_review", "approve_criteria"),
        stands("criteria_problem", at("governance_lead", "risk_criteria create", "in_force", "criteria_begin_sound")),
        stands("criteria_problem", approve("criteria_are_sound")),
        stands("statement_decision", approve("criteria_are_decided")),
        stands("score_problem", changed("by_type", case("risk_officer", "risk edit", "scores_name_criteria"))),
        stands("score_problem", changed("title", case("risk_officer", "risk edit", ""))),
        case("risk_officer", "hazard create", ""),
        case("engineer", "hazard create", "permission"),
        at("system_owner", "hazard exclude", "open", ""),
        at("risk_officer", "hazard edit", "open", ""),
        at("risk_officer", "hazard edit", "excluded", "excluded_hazard_is_fixed"),
        at("risk_officer", "hazard create", "excluded", "hazard_begins_open"),
        case("risk_officer", "hazard create", ""),
        case("system_owner", "risk_assessment create", ""),
        case("engineer", "risk_assessment create", "permission"),
        stands("run_problem", case("risk_officer", "risk_assessment begin", "assessment_is_sound")),
        at("system_owner", "risk_assessment approve", "concluded", "approve_risk_assessment"),
        at("risk_officer", "risk_assessment approve", "concluded", ""),
        changed("conclusion", at("risk_officer", "risk_assessment edit", "approved", "approved_assessment_is_fixed")),
        changed("told", at("risk_officer", "risk_assessment edit", "approved", "")),
        of("reader", "score_sheet create", MINE, ""),
        case("governance_lead", "score_sheet edit", "own_scores"),
        stands("sheet_problem", of("reader", "score_sheet edit", MINE, "scores_are_sound")),
        Case { state: "handed_in", ..of("reader", "score_sheet edit", MINE, "scores_are_handed_in") },
        case("governance_lead", "score_sheet read", "scores_are_blind"),
        Case { mine: true, ..case("governance_lead", "score_sheet read", "") },
        stands("unconsulted", at("risk_officer", "impact_assessment approve", "in_review", "harms_are_heard")),
        stands("unconsulted", at("risk_officer", "impact_assessment put_in_force", "approved", "harms_are_heard")),
        changed("published_on", at("risk_officer", "impact_assessment edit", "in_force", "")),
        changed("conclusion", at("risk_officer", "impact_assessment edit", "in_force", "approved_is_fixed")),
        stands("treatment_problem", at("executive", "treatment approve", "proposed", "treatment_is_sound")),
        stands("agreement_problem", at("risk_officer", "treatment implement", "approved", "treatment_as_approved")),
        stands("agreement_problem", at("risk_officer", "treatment finish", "implementing", "treatment_as_approved")),
        stands("success_problem", at("risk_officer", "treatment close", "implemented", "treatment_is_shown")),
        at("risk_officer", "treatment close", "implemented", ""),
        at("risk_officer", "treatment create", "approved", "treatment_begins_proposed"),
        case("risk_officer", "treatment create", ""),
        changed("agreed_digest", case("risk_officer", "treatment edit", "what_was_approved_is_kept")),
        changed("shown", at("risk_officer", "treatment finish", "implementing", "what_was_approved_is_kept")),
        changed("controls", case("risk_officer", "treatment edit", "")),
        stands("unassessed_stages", at("system_owner", "ai_system deploy", "verification", "stages_are_assessed")),
    ]
}
