//! Whether enough seats took part, and whether the outcome is the one that their votes gave.

use crate::bodies::case::Case;
use crate::bodies::charter::Body;

/// Too few seats.
pub(super) fn no_quorum(case: &Case) -> Vec<String> {
    let Some(body) = case.body else { return Vec::new() };
    let (there, needed) = (case.taking_part.len(), body.needed());
    let aside = match case.aside.len() {
        0 => String::new(),
        some => format!(" after {some} stood aside"),
    };
    let says = || format!("{there} of {} seats took part{aside}, and {needed} must", body.names().len());
    (there < needed).then(says).into_iter().collect()
}

/// Whether votes for something carry it.
pub(crate) fn carried(body: &Body, votes: usize, taking_part: usize) -> bool {
    let of = if body.majority_of == "seats" { body.names().len() } else { taking_part };
    match body.majority.as_str() {
        "unanimous" => votes > 0 && votes >= of,
        "two_thirds" => votes > 0 && 3 * votes >= 2 * of,
        _ => 2 * votes > of,
    }
}

/// An outcome that the votes did not give.
pub(super) fn other_outcome(case: &Case) -> Vec<String> {
    let (Some(body), Some(decision)) = (case.body, case.decision) else { return Vec::new() };
    let (votes, there) = (case.counted("for"), case.taking_part.len());
    let of = if body.majority_of == "seats" { body.names().len() } else { there };
    let rule = format!("{} of {}", body.majority, body.majority_of).replace('_', " ");
    let carried = carried(body, votes, there);
    let says = match decision.text("outcome") {
        Some("yes" | "yes_with_conditions") if !carried => {
            format!("{votes} of {of} were for it, which is no majority ({rule})")
        }
        Some("no" | "put_off") if carried => format!("{votes} of {of} were for it, which carries it ({rule})"),
        None => "it does not say how it came out".to_owned(),
        _ => return Vec::new(),
    };
    vec![says]
}
