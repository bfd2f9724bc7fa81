//! What follows from what was not kept: breaches, findings, nonconformities and corrective action.

use super::{Case, MINE, at, case, of};

pub(super) fn breaches() -> Vec<Case> {
    let stands = |stands: &'static str, it: Case| Case { stands, ..it };
    let appealed = |it: Case| Case { changed: "appeal_on appeal_ground", ..it };
    let confirm = |refused: &'static str| case("legal", "breach confirm", refused);
    let set = |refused: &'static str| at("legal", "breach set_measure", "confirmed", refused);
    vec![
        confirm(""),
        set(""),
        case("engineer", "breach create", "permission"),
        stands("accused", confirm("not_in_own_case")),
        stands("accused", set("not_in_own_case")),
        Case { created_by: "PER-1", ..confirm("found_by_another") },
        Case { created_by: "PER-1", ..set("") },
        stands("accused", case("legal", "breach create", "")),
        stands(
            "accused",
            Case { changed: "appeal_on appeal_ground", ..at("engineer", "breach edit", "measure_set", "") },
        ),
        stands("accused", appealed(at("engineer", "breach edit", "confirmed", "appeal_of_the_concerned"))),
        appealed(at("legal", "breach edit", "measure_set", "")),
        stands(
            "set_by",
            Case {
                changed: "appeal_outcome",
                ..at("legal", "breach edit", "measure_set", "appeal_decided_by_another")
            },
        ),
        stands("accused", Case { changed: "severity", ..case("legal", "breach edit", "not_in_own_case") }),
        stands("unheard", set("heard_first")),
        stands("unheard", confirm("")),
        stands("unshown", set("shown_by_evidence")),
        stands("unshown", confirm("shown_by_evidence")),
        stands("measure_problem", set("decided_by_the_entitled")),
        stands("limited", set("within_limitation")),
        stands("limited", case("legal", "breach dismiss", "")),
        stands("reported", confirm("not_for_a_report")),
        stands("reported", case("legal", "breach create", "not_for_a_report")),
        Case { changed: "severity", ..at("legal", "breach edit", "measure_set", "measure_is_settled") },
        Case { changed: "appeal_outcome", ..at("legal", "breach edit", "measure_set", "") },
        Case {
            changed: "appeal_outcome",
            created_by: "PER-1",
            ..at("legal", "breach edit", "measure_set", "appeal_decided_by_another")
        },
        stands("writers", confirm("found_by_another")),
        Case { changed: "fingerprint", ..case("legal", "breach create", "detected_by_the_program") },
        stands("detected", Case { changed: "fingerprint", ..case("legal", "breach create", "") }),
        stands("frozen_by", at("system_owner", "release put_in_service", "approved", "release_not_frozen")),
        stands("frozen_by", at("system_owner", "release withdraw", "in_service", "")),
    ]
}

const MAJOR: &str = r#"{"grade": "major_nonconformity"}"#;
const OBSERVED: &str = r#"{"grade": "observation"}"#;
const FAILED: &str = r#"{"verdict": "fail"}"#;
const PASSED: &str = r#"{"verdict": "pass"}"#;

pub(super) fn corrections() -> Vec<Case> {
    let stands = |stands: &'static str, it: Case| Case { stands, ..it };
    let graded = |document: &'static str, it: Case| Case { document, ..it };
    let changed = |changed: &'static str, it: Case| Case { changed, ..it };
    let verify = |refused: &'static str| at("internal_auditor", "corrective_action verify", "implemented", refused);
    let close = |refused: &'static str| at("internal_auditor", "nonconformity close", "verifying", refused);
    let finding = |refused: &'static str| at("internal_auditor", "finding verify", "answered", refused);
    vec![
        verify(""),
        close(""),
        finding(""),
        stands("evidence_problem", case("internal_auditor", "finding issue", "evidence_could_fail")),
        stands("evidence_problem", finding("evidence_could_fail")),
        stands("evidence_problem", case("internal_auditor", "finding edit", "")),
        stands("effect_problem", verify("effect_is_shown")),
        stands("effect_problem", at("internal_auditor", "corrective_action rework", "implemented", "")),
        stands("closing_problems", close("nonconformity_is_complete")),
        stands("doers", verify("doer_does_not_judge")),
        stands("doers", close("doer_does_not_judge")),
        stands("doers", finding("doer_does_not_judge")),
        stands("doers", at("internal_auditor", "finding return", "answered", "")),
        stands("doers", at("internal_auditor", "finding close", "verified", "doer_does_not_judge")),
        stands("doers", at("internal_auditor", "finding withdraw", "issued", "doer_does_not_judge")),
        graded(MAJOR, at("internal_auditor", "finding close", "issued", "nonconformity_is_verified")),
        graded(MAJOR, at("internal_auditor", "finding close", "verified", "")),
        graded(OBSERVED, at("internal_auditor", "finding close", "issued", "")),
        changed("grade", at("internal_auditor", "finding edit", "issued", "issued_finding_is_fixed")),
        changed("grade", case("internal_auditor", "finding edit", "")),
        changed("answer", at("internal_auditor", "finding edit", "issued", "")),
        changed(
            "implemented_on",
            at("governance_lead", "corrective_action edit", "implemented", "judged_by_what_was_set"),
        ),
        changed("evidence", at("governance_lead", "corrective_action edit", "implemented", "")),
        changed("watched_for", at("governance_lead", "corrective_action edit", "verified", "judged_action_is_fixed")),
        changed("nature", at("governance_lead", "nonconformity edit", "closed", "closed_nonconformity_is_fixed")),
        changed("nature", at("governance_lead", "nonconformity edit", "contained", "")),
        at("governance_lead", "finding retire", "issued", "in_use_is_kept judged_is_kept"),
        at("governance_lead", "finding retire", "withdrawn", ""),
        at("governance_lead", "nonconformity retire", "acting", "in_use_is_kept judged_is_kept"),
        at("governance_lead", "measurement retire", "recorded", "in_use_is_kept judged_is_kept"),
        graded(FAILED, at("engineer", "measurement invalidate", "recorded", "failed_is_not_taken_back")),
        graded(FAILED, at("governance_lead", "measurement invalidate", "recorded", "failed_is_not_taken_back")),
        graded(FAILED, at("validator", "measurement invalidate", "recorded", "")),
        graded(PASSED, at("engineer", "measurement invalidate", "recorded", "")),
        graded(FAILED, at("risk_officer", "measurement invalidate", "recorded", "")),
        graded(FAILED, at("engineer", "measurement restate", "recorded", "failed_is_not_taken_back")),
        graded(FAILED, at("internal_auditor", "measurement restate", "recorded", "")),
        stands("restate_problem", at("validator", "measurement restate", "recorded", "restated_by_another")),
        stands("restate_problem", at("operator", "measurement restate", "recorded", "restated_by_another")),
        case("risk_officer", "measurement record", ""),
        case("validator", "measurement record", ""),
        case("engineer", "measurement record", "typed_is_confirmed"),
        case("governance_lead", "measurement record", "typed_is_confirmed"),
        Case { created_by: "PER-1", ..case("risk_officer", "measurement record", "typed_is_confirmed") },
        Case { last_editor: "PER-1", ..case("risk_officer", "measurement record", "typed_is_confirmed") },
        Case { subject_owner: "PER-1", ..case("validator", "measurement record", "typed_is_confirmed") },
        of("validator", "measurement record", MINE, "typed_is_confirmed"),
        stands("writers", case("validator", "measurement record", "typed_is_confirmed")),
    ]
}

pub(super) fn practice() -> Vec<Case> {
    let of = |changed: &'static str, refused: &'static str| Case {
        stands: "excepted_people",
        changed,
        ..case("legal", "policy_statement edit", refused)
    };
    vec![
        of("exceptions", "nobody_excepts_themselves"),
        of("holds", ""),
        Case { changed: "exceptions", ..case("legal", "policy_statement edit", "") },
    ]
}
