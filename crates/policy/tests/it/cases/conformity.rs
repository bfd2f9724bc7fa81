//! Audits, gap assessments and statements of applicability.

use super::{Case, MINE, at, case, of};

pub(super) fn audits() -> Vec<Case> {
    let found = |stands: &'static str, it: Case| Case { stands, ..it };
    let changed = |changed: &'static str, it: Case| Case { changed, ..it };
    let auditor = "internal_auditor";
    vec![
        case(auditor, "audit create", ""),
        case(auditor, "audit_item conclude", ""),
        case("engineer", "audit create", "permission"),
        at(auditor, "audit_programme approve", "in_review", "approve_programme"),
        at("executive", "audit_programme approve", "in_review", ""),
        found("team_problem", case(auditor, "audit prepare", "team_is_impartial")),
        found("team_problem", changed("team", case(auditor, "audit edit", ""))),
        found("team_problem", changed("team", at(auditor, "audit edit", "prepared", "team_stays_impartial"))),
        found("open_lines", at(auditor, "audit report", "in_progress", "every_line_is_answered")),
        at(auditor, "audit report", "in_progress", ""),
        found("samples_drawn", changed("seed", case(auditor, "audit edit", "seed_is_fixed"))),
        changed("seed", case(auditor, "audit edit", "")),
        found("cannot_judge", case(auditor, "audit_item answer", "judges_impartially")),
        found("cannot_judge", changed("answer", case(auditor, "audit_item edit", "writes_impartially"))),
        found("criterion_problem", case(auditor, "audit_item create", "line_can_fail")),
        changed("sample", case(auditor, "audit_item edit", "drawn_by_the_program")),
        found("detected", changed("sample", case(auditor, "audit_item edit", ""))),
        changed("answer", at(auditor, "audit_item edit", "concluded", "concluded_is_fixed")),
        changed("finding", at(auditor, "audit_item edit", "concluded", "")),
        changed("scope", at(auditor, "audit edit", "reported", "reported_audit_is_fixed")),
        changed("report", at(auditor, "audit edit", "reported", "")),
        found("audit_state", at(auditor, "audit_item look_again", "concluded", "line_of_reported_audit")),
    ]
}

pub(super) fn statements() -> Vec<Case> {
    let approve = |refused: &'static str| at("executive", "statement_of_applicability approve", "in_review", refused);
    let put_in_force =
        |refused: &'static str| at("legal", "statement_of_applicability put_in_force", "approved", refused);
    vec![
        case("legal", "statement_of_applicability create", ""),
        case("risk_officer", "statement_of_applicability create", ""),
        case("engineer", "statement_of_applicability create", "permission"),
        approve(""),
        put_in_force(""),
        at("legal", "statement_of_applicability approve", "in_review", "approve_statement"),
        Case { stands: "statement_faults", ..approve("statement_is_sound") },
        Case { stands: "statement_decision", ..approve("statement_is_decided") },
        Case { stands: "decision_problem", ..approve("decision_is_valid") },
        Case { stands: "statement_faults", ..put_in_force("statement_is_sound") },
        Case { stands: "statement_decision", ..put_in_force("statement_is_decided") },
        Case {
            changed: "entries",
            ..at("executive", "statement_of_applicability edit", "approved", "approved_is_fixed")
        },
        Case { changed: "tags", ..at("executive", "statement_of_applicability edit", "approved", "") },
        Case { changed: "entries", ..at("executive", "statement_of_applicability edit", "draft", "") },
    ]
}

/// A mapping of requirements.
const OF_REQUIREMENTS: &str = r#"{"from_requirement": "ISO/IEC 42001:7.5.1", "to_requirement": "ISO/IEC 27001:7.5.1"}"#;

pub(super) fn certificates() -> Vec<Case> {
    let against = |it: Case| Case { stands: "certification_problem", ..it };
    vec![
        case("legal", "certification create", ""),
        case("engineer", "certification create", "permission"),
        at("executive", "certification certify", "applied", ""),
        against(at("executive", "certification certify", "applied", "certificate_is_sound")),
        against(at("legal", "certification reinstate", "suspended", "certificate_is_sound")),
        against(at("legal", "certification create", "certified", "certificate_begins_sound")),
        against(Case {
            changed: "expires",
            ..at("legal", "certification edit", "certified", "certificate_begins_sound")
        }),
        against(Case { changed: "expires", ..at("legal", "certification edit", "preparing", "") }),
        of("administrator", "mapping create", OF_REQUIREMENTS, "reviews_crosswalks"),
        of("administrator", "mapping create", "{}", ""),
        of("risk_officer", "mapping create", OF_REQUIREMENTS, ""),
        at("risk_officer", "mapping create", "reviewed", "born_approved"),
        Case { stands: "detected", ..at("risk_officer", "mapping create", "reviewed", "") },
        Case { changed: "relation", ..at("risk_officer", "mapping edit", "reviewed", "reviewed_mapping_is_fixed") },
        Case { changed: "rationale", ..at("risk_officer", "mapping edit", "reviewed", "") },
    ]
}

pub(super) fn scopes() -> Vec<Case> {
    let approve = |refused: &'static str| at("executive", "aims_scope approve", "in_review", refused);
    let put_in_force = |refused: &'static str| at("legal", "aims_scope put_in_force", "approved", refused);
    vec![
        case("legal", "aims_scope create", ""),
        case("engineer", "aims_scope create", "permission"),
        approve(""),
        put_in_force(""),
        at("risk_officer", "aims_scope approve", "in_review", "approve_scope"),
        Case { stands: "scope_faults", ..approve("scope_is_sound") },
        Case { stands: "statement_decision", ..approve("scope_is_decided") },
        Case { stands: "decision_problem", ..approve("decision_is_valid") },
        Case { stands: "scope_faults", ..put_in_force("scope_is_sound") },
        Case { stands: "statement_decision", ..put_in_force("scope_is_decided") },
        Case { changed: "units", ..at("executive", "aims_scope edit", "in_force", "approved_is_fixed") },
        case("system_owner", "context_issue create", ""),
        case("system_owner", "interested_party create", ""),
        case("engineer", "interested_party create", "permission"),
        at("legal", "interested_party_requirement adopt", "stated", ""),
        at("system_owner", "interested_party_requirement adopt", "stated", "decides_requirement"),
        at("system_owner", "interested_party_requirement decline", "stated", "decides_requirement"),
    ]
}

pub(super) fn gaps() -> Vec<Case> {
    let conclude = |refused: &'static str| at("risk_officer", "assessment conclude", "in_progress", refused);
    vec![
        case("risk_officer", "assessment create", ""),
        case("internal_auditor", "assessment create", ""),
        case("engineer", "assessment create", "permission"),
        conclude(""),
        Case { stands: "assessment_problem", ..conclude("assessment_is_ready") },
        Case {
            changed: "conclusion",
            ..at("risk_officer", "assessment edit", "concluded", "concluded_assessment_is_fixed")
        },
        Case { changed: "tags", ..at("risk_officer", "assessment edit", "concluded", "") },
        of("", "rating create", MINE, ""),
        Case { stands: "rating_problem", ..of("", "rating create", MINE, "sheet_is_sound") },
        case("governance_lead", "rating create", "own_sheet"),
        Case { document: MINE, changed: "rows", ..at("", "rating edit", "handed_in", "sheet_is_handed_in") },
        Case { document: MINE, changed: "rows", ..at("", "rating edit", "in_progress", "") },
    ]
}
