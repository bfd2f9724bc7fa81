//! What follows from what was not kept: breaches, findings, nonconformities and corrective action.

use super::{Case, at, case};

pub(super) fn breaches() -> Vec<Case> {
    let stands = |stands: &'static str, it: Case| Case { stands, ..it };
    let confirm = |refused: &'static str| case("legal", "breach confirm", refused);
    let set = |refused: &'static str| at("legal", "breach set_measure", "confirmed", refused);
    vec![
        confirm(""),
        set(""),
        case("engineer", "breach create", "permission"),
        stands("accused", confirm("not_in_own_case")),
        stands("accused", set("not_in_own_case")),
        stands("accused", case("legal", "breach create", "")),
        stands("accused", Case { changed: "appeal_on appeal_ground", ..case("engineer", "breach edit", "") }),
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
        Case { changed: "fingerprint", ..case("legal", "breach create", "detected_by_the_program") },
        stands("detected", Case { changed: "fingerprint", ..case("legal", "breach create", "") }),
        stands("frozen_by", at("system_owner", "release put_in_service", "approved", "release_not_frozen")),
        stands("frozen_by", at("system_owner", "release withdraw", "in_service", "")),
    ]
}

pub(super) fn corrections() -> Vec<Case> {
    let stands = |stands: &'static str, it: Case| Case { stands, ..it };
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
