//! What the state of a record rules out: how it is entered, edited and retired.

use super::{Case, MEASURED, at, case};

const POLICY: &str = r#"{"form": "policy"}"#;

pub(super) fn lifecycle() -> Vec<Case> {
    vec![
        Case { retired: true, ..case("governance_lead", "risk edit", "retired") },
        Case { retired: true, ..case("governance_lead", "risk treat", "retired") },
        Case { retired: true, ..case("governance_lead", "risk restore", "") },
        Case { changed: "title", ..at("legal", "document edit", "in_force", "approved_is_fixed") },
        Case { changed: "title", ..at("governance_lead", "release edit", "in_service", "approved_is_fixed") },
        Case { changed: "title owner", ..at("legal", "document edit", "approved", "approved_is_fixed") },
        Case { changed: "owner unit", ..at("legal", "document edit", "in_force", "") },
        at("legal", "document edit", "in_force", "approved_is_fixed"),
        Case { changed: "title", ..at("legal", "document edit", "in_review", "") },
        Case { changed: "title", ..at("data_steward", "dataset edit", "approved", "") },
        at("risk_officer", "risk_acceptance edit", "granted", "granted_is_fixed"),
        at("engineer", "measurement edit", "recorded", "measured_is_fixed"),
        case("engineer", "measurement edit", ""),
        at("risk_officer", "risk_acceptance edit", "requested", ""),
        at("governance_lead", "document retire", "in_force", "in_use_is_kept"),
        at("governance_lead", "risk_acceptance retire", "granted", "in_use_is_kept"),
        at("system_owner", "ai_system retire", "operation", "in_use_is_kept"),
        at("governance_lead", "ai_system retire", "retired", ""),
        case("risk_officer", "escalation retire", "judged_is_kept"),
        case("governance_lead", "decision retire", "judged_is_kept"),
        at("governance_lead", "decision retire", "revoked", ""),
        at("governance_lead", "meeting retire", "minuted", "judged_is_kept"),
        at("governance_lead", "document retire", "draft", ""),
        at("legal", "document create", "in_force", "born_approved"),
        at("system_owner", "risk_acceptance create", "granted", "acceptance_begins_requested born_approved"),
        at("administrator", "role_assignment create", "accepted", "born_approved"),
        at("governance_lead", "document create", "in_force", "born_approved"),
        Case { stands: "brought_in", ..at("governance_lead", "document create", "in_force", "") },
        Case { stands: "brought_in", ..at("legal", "document create", "in_force", "born_approved") },
        at("governance_lead", "audit create", "reported", "born_approved"),
        at("internal_auditor", "breach create", "measure_set", "born_approved"),
        at("governance_lead", "governance_body create", "chartered", "born_approved"),
        at("engineer", "change create", "approved", "born_approved"),
        Case {
            stands: "brought_in",
            ..at("governance_lead", "change create", "approved", "decided_is_not_brought_in")
        },
        Case { stands: "brought_in", ..case("governance_lead", "change create", "") },
        Case { stands: "brought_in", ..at("operator", "change create", "approved", "") },
        Case {
            stands: "brought_in",
            document: POLICY,
            ..at("governance_lead", "document create", "in_force", "policies_are_not_brought_in_force")
        },
        Case { stands: "brought_in", document: POLICY, ..case("governance_lead", "document create", "") },
        case("administrator", "person retire", "people_and_roles_are_let_go_first"),
        case("administrator", "role retire", "people_and_roles_are_let_go_first"),
        at("administrator", "person retire", "left", ""),
        Case {
            stands: "brought_in",
            ..at("governance_lead", "governance_body create", "chartered", "power_is_not_brought_in")
        },
        at("risk_officer", "risk create", "in_treatment", ""),
        Case { document: MEASURED, ..at("engineer", "measurement create", "recorded", "born_approved") },
        Case { stands: "detected", ..at("engineer", "measurement create", "recorded", "") },
        Case { changed: "verdict", ..at("risk_officer", "measurement record", "entered", "measured_moves_as_it_is") },
        Case { changed: "verdict", ..at("validator", "measurement invalidate", "recorded", "measured_moves_as_it_is") },
        at("risk_officer", "nonconformity create", "closed", "born_approved"),
        Case { changed: "shows", ..at("engineer", "evidence edit", "accepted", "accepted_evidence_is_fixed") },
        Case {
            changed: "valid_until",
            ..at("governance_lead", "evidence edit", "accepted", "accepted_evidence_is_fixed")
        },
        Case { changed: "owner", ..at("governance_lead", "evidence edit", "accepted", "") },
        Case { changed: "shows", ..at("engineer", "evidence edit", "collected", "") },
        at("system_owner", "ai_system create", "operation", ""),
        Case { changed: "key", ..case("administrator", "role edit", "role_key_is_fixed") },
        Case { changed: "family", ..case("administrator", "role edit", "role_key_is_fixed") },
        Case { changed: "summary", ..case("administrator", "role edit", "") },
        Case { changed: "role", ..at("administrator", "role_assignment edit", "accepted", "assignment_is_fixed") },
        Case { changed: "until", ..at("administrator", "role_assignment edit", "accepted", "") },
        Case { changed: "role", ..at("administrator", "role_assignment edit", "proposed", "") },
    ]
}
