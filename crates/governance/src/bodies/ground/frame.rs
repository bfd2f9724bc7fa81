//! Whether a body sat at all: a meeting that was held, by the body that the decision names, on the day of the decision, under a charter.

use record::Id;

use crate::bodies::case::Case;
use crate::bodies::sitting::MINUTED;
use crate::derived::date;

/// No meeting, or one that was not held.
pub(super) fn no_meeting(case: &Case) -> Vec<String> {
    let sitting = case.sitting;
    let Some(id) = &sitting.id else { return vec!["it names no meeting in which the body sat".to_owned()] };
    match (sitting.held(), sitting.day) {
        (false, _) => vec![format!("{id} is {} and was not held", sitting.state)],
        (_, None) => vec![format!("{id} does not say on which day it was held")],
        _ => Vec::new(),
    }
}

/// A decision that rests on minutes which nobody but their writer has seen.
pub(super) fn not_agreed(case: &Case) -> Vec<String> {
    let sitting = case.sitting;
    let open = case.decision.is_some() && sitting.held() && sitting.state != MINUTED;
    let says = |id: &Id| format!("the minutes of {id} are not agreed yet");
    sitting.id.as_ref().filter(|_| open).map(says).into_iter().collect()
}

/// A body without a charter on the day.
pub(super) fn no_charter(case: &Case) -> Vec<String> {
    let (Some(body), Some(day)) = (case.body, case.day()) else {
        return vec!["the meeting names no body that is known here".to_owned()];
    };
    body.silent(day).into_iter().collect()
}

/// A decision that names another body, or another day.
pub(super) fn other(case: &Case) -> Vec<String> {
    let (Some(decision), Some(body), Some(id)) = (case.decision, case.body, &case.sitting.id) else {
        return Vec::new();
    };
    let named = decision.text("body").filter(|it| *it != body.id.to_string());
    let body = named.map(|it| format!("it names {it}, and {id} was a meeting of {}", body.id));
    let on = date(&decision.document, "decided_on").filter(|it| Some(*it) != case.day());
    let day = on.zip(case.day()).map(|(on, held)| format!("it says {on}, and {id} was held on {held}"));
    body.into_iter().chain(day).collect()
}
