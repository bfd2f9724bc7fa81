//! What governance bodies and people decide, what stays as it was decided, and who answers for what a ladder tells.

use super::{Case, MINE, OF_A_BODY, at, case, of};

pub(super) fn bodies() -> Vec<Case> {
    vec![
        case("legal", "meeting create", ""),
        case("executive", "governance_body edit", ""),
        case("executive", "governance_body charter", ""),
        Case { changed: "quorum", ..at("executive", "governance_body edit", "chartered", "charter_is_fixed") },
        Case { changed: "purpose", ..at("executive", "governance_body edit", "chartered", "") },
        at("executive", "governance_body amend", "chartered", ""),
        at("governance_lead", "governance_body amend", "chartered", "amended_from_the_top"),
        of("", "governance_body charter", MINE, "charter_from_the_top"),
        Case { changed: "present", ..at("governance_lead", "meeting edit", "minuted", "minuted_is_fixed") },
        Case { changed: "tags", ..at("governance_lead", "meeting edit", "minuted", "") },
        Case { changed: "unit", ..case("system_owner", "ai_system edit", "unit_is_moved_by_others") },
        Case { changed: "purpose", ..case("system_owner", "ai_system edit", "") },
        Case { changed: "unit", ..case("governance_lead", "ai_system edit", "") },
        Case { changed: "outcome", ..of("governance_lead", "decision edit", OF_A_BODY, "decided_by_a_body_is_fixed") },
        Case {
            changed: "conditions",
            ..of("governance_lead", "decision edit", OF_A_BODY, "conditions_are_told_by_one")
        },
        Case { changed: "conditions", created_by: "PER-1", ..of("governance_lead", "decision edit", OF_A_BODY, "") },
        Case { changed: "conditions", ..case("governance_lead", "decision edit", "conditions_are_told_by_one") },
        Case { changed: "conditions", created_by: "PER-1", ..case("governance_lead", "decision edit", "") },
        Case { changed: "concerned", ..case("engineer", "escalation edit", "concerned_stay_named") },
        Case { changed: "concerned", document: MINE, ..case("risk_officer", "escalation edit", "") },
        Case {
            stands: "passed_on_by_another",
            ..at("administrator", "role_assignment accept", "proposed", "passed_on_by_its_holder")
        },
        Case { stands: "passed_on_by", ..at("reader", "role_assignment accept", "proposed", "") },
        at("reader", "role_assignment accept", "proposed", "permission"),
        case("internal_auditor", "escalation create", ""),
        Case { changed: "steps", ..case("engineer", "escalation create", "ladders_begin_below") },
        Case { changed: "title", ..case("engineer", "escalation create", "") },
        case("engineer", "escalation resolve", "answered_by_whom_it_asks"),
        case("risk_officer", "escalation resolve", ""),
        Case { stands: "told_others", ..case("risk_officer", "escalation resolve", "answered_by_whom_it_asks") },
        Case { document: MINE, ..case("engineer", "escalation resolve", "") },
        case("governance_lead", "decision revoke", "taken_back_by_the_entitled"),
        Case { stands: "may_take_back", ..case("governance_lead", "decision revoke", "") },
        at("risk_officer", "decision restore_decision", "revoked", "taken_back_by_the_entitled"),
        Case {
            stands: "out_of_use",
            ..at("engineer", "release put_in_service", "approved", "nothing_of_what_is_not_used")
        },
        Case { document: MINE, ..case("executive", "escalation acknowledge", "") },
        Case { stands: "told_people", ..case("executive", "escalation acknowledge", "") },
        Case { changed: "step_until", ..case("engineer", "escalation edit", "ladders_are_climbed_by_the_program") },
        Case { changed: "answer", ..case("engineer", "escalation edit", "") },
        Case { changed: "severity", ..case("engineer", "escalation edit", "severity_is_not_talked_down") },
        Case { changed: "severity", ..case("risk_officer", "escalation edit", "") },
        Case {
            changed: "severity",
            document: MINE,
            ..case("risk_officer", "escalation edit", "severity_is_not_talked_down")
        },
        Case {
            changed: "artefact_digest",
            stands: "held_by_release",
            ..case("engineer", "model_version edit", "released_is_fixed")
        },
        Case { changed: "results", stands: "held_by_release", ..case("engineer", "model_version edit", "") },
        Case { changed: "artefact_digest", ..case("engineer", "model_version edit", "") },
        Case { changed: "outcome", ..case("governance_lead", "decision edit", "decided_alone_is_fixed") },
        Case {
            changed: "outcome",
            created_by: "PER-1",
            ..case("governance_lead", "decision edit", "decided_alone_is_fixed")
        },
        Case { changed: "reasons", ..case("governance_lead", "decision edit", "") },
        Case { stands: "decision_problem", ..at("validator", "release approve", "in_review", "decision_is_valid") },
        Case {
            stands: "not_into_use",
            ..at("system_owner", "ai_system operate", "deployment", "prohibited_is_not_used")
        },
        at("system_owner", "ai_system operate", "deployment", ""),
        Case {
            stands: "unreleased",
            ..at("system_owner", "ai_system operate", "deployment", "grave_systems_are_released")
        },
        Case { stands: "decision_problem", ..case("executive", "review_request decide", "decision_is_valid") },
        Case { stands: "who_decides", ..at("validator", "release approve", "in_review", "has_the_right") },
        Case { stands: "missing_evidence", ..at("validator", "release approve", "in_review", "has_the_evidence") },
    ]
}
