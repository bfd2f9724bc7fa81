//! What holders of roles and auditors must be able to do, proof of it, and quizzes.

use super::{Case, at, case};

pub(super) fn competence() -> Vec<Case> {
    let stands = |stands: &'static str, it: Case| Case { stands, ..it };
    let accept = |refused: &'static str| case("executive", "role_assignment accept", refused);
    let edit = Case { changed: "until", ..at("administrator", "role_assignment edit", "accepted", "") };
    let prepare = |refused: &'static str| case("internal_auditor", "audit prepare", refused);
    let proof = |refused: &'static str| case("governance_lead", "competence_record evidence", refused);
    let fixed = |changed: &'static str, refused: &'static str| Case {
        changed,
        ..at("governance_lead", "competence_record edit", "evidenced", refused)
    };
    vec![
        accept(""),
        stands("lacks_competence", accept("holder_is_competent")),
        stands("lacks_competence", case("administrator", "role_assignment create", "holder_is_competent")),
        stands("lacks_competence", edit),
        prepare(""),
        stands("team_competence", prepare("auditors_are_competent")),
        proof(""),
        stands("proven_person", proof("own_proof")),
        Case {
            stands: "proven_person",
            changed: "effect",
            ..case("governance_lead", "competence_record edit", "own_effect")
        },
        fixed("level", "accepted_proof_is_fixed"),
        fixed("tags", ""),
        stands("proven_person", case("", "competence_record create", "")),
        case("", "competence_record create", "permission"),
        stands("own_quiz", Case { changed: "answers", ..case("", "quiz_attempt create", "") }),
        Case { changed: "answers", ..case("governance_lead", "quiz_attempt create", "attempts_by_the_program") },
        Case { changed: "questions", ..case("governance_lead", "quiz edit", "") },
        stands(
            "attempts",
            Case { changed: "questions", ..case("governance_lead", "quiz edit", "taken_quiz_is_fixed") },
        ),
    ]
}
