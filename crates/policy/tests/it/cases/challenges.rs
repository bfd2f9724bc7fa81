//! Exercises, their runs, and who may challenge.

use super::{Case, VISITOR, at, case};

pub(super) fn challenges() -> Vec<Case> {
    let stands = |stands: &'static str, it: Case| Case { stands, ..it };
    let changed = |changed: &'static str, it: Case| Case { changed, ..it };
    vec![
        case("risk_officer", "exercise create", ""),
        case("validator", "exercise create", ""),
        case("engineer", "exercise create", "permission"),
        at("risk_officer", "exercise create", "running", "born_approved exercise_begins_planned"),
        at("operator", "exercise create", "running", "exercise_begins_planned"),
        stands("brought_in", at("governance_lead", "exercise create", "running", "")),
        case("risk_officer", "exercise start", ""),
        stands("challenger_problem", case("risk_officer", "exercise start", "challengers_are_independent")),
        stands("challenger_problem", at("validator", "exercise report", "running", "challengers_are_independent")),
        stands(
            "challenger_problem",
            changed("challengers", at("risk_officer", "exercise edit", "running", "challengers_stay_independent")),
        ),
        stands("challenger_problem", changed("challengers", case("risk_officer", "exercise edit", ""))),
        changed("hypotheses", at("risk_officer", "exercise edit", "running", "exercise_is_agreed")),
        changed("hypotheses", case("risk_officer", "exercise edit", "")),
        changed("scenarios", at("risk_officer", "exercise edit", "reported", "scenarios_are_reported")),
        changed("scenarios", at("risk_officer", "exercise edit", "running", "")),
        case("risk_officer", "exercise_run create", "runs_are_read"),
        case("operator", "exercise_run create", "runs_are_read"),
        stands("own_run", case("challenger", "exercise_run create", "")),
        case("challenger", "exercise_run create", "permission"),
        changed("succeeded", case("risk_officer", "exercise_run edit", "runs_are_fixed")),
        changed("tags", case("risk_officer", "exercise_run edit", "")),
        case("risk_officer", "exercise_run withdraw", ""),
        stands("later_run", case("risk_officer", "exercise_run withdraw", "last_run_is_withdrawn")),
        stands("later_run", case("risk_officer", "exercise_run retire", "last_run_is_withdrawn")),
        case("challenger", "exercise read", ""),
        case("challenger", "risk read", "permission"),
        Case { stands: "challenger_role", refused: "challengers_leave", ..VISITOR },
    ]
}
