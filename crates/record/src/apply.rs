//! Does to a record what a change asks for: fields, transition, retirement. Pure; permission and values are others' questions.
//!
//! It refuses what the lifecycle forbids and fields that people do not fill. `check` judges the values afterwards, when the
//! computed fields are filled too. A record may begin in any state of its kind, because an inventory that is taken over is
//! not new; who may do that is a matter of policy.

use serde_json::Value;

use crate::check::{lacks, no_field};
use crate::normal::normal;
use crate::words::{instead, listed, quoted};
use crate::{Applied, Change, Document, Kind, Problem, Transition};

/// Most characters of a reason.
const REASON: usize = 10_000;

/// Applies a change to the record as it was, which is none for a new record.
///
/// Errors: every reason why the lifecycle or the kind's fields do not allow it.
pub fn apply(change: &Change, kind: &Kind, before: Option<&Applied>) -> Result<Applied, Vec<Problem>> {
    let mut problems: Vec<Problem> = misdirected(change, kind).into_iter().chain(wordy(change)).collect();
    let applied = match (change, before) {
        (Change::Create { state, document, .. }, None) => create(kind, state.as_deref(), document, &mut problems),
        (Change::Create { .. }, Some(_)) => {
            return Err(vec![Problem::of("", "the record exists already; edit it instead")]);
        }
        (_, None) => return Err(vec![Problem::of("", "there is no such record; create it instead")]),
        (_, Some(before)) => alter(change, kind, before, &mut problems),
    };
    if problems.is_empty() { Ok(applied) } else { Err(problems) }
}

fn create(kind: &Kind, state: Option<&str>, document: &Document, problems: &mut Vec<Problem>) -> Applied {
    let state = state.unwrap_or(&kind.lifecycle.initial);
    if !kind.states().contains(&state) {
        let rest = instead(state, "the states", &kind.states());
        problems.push(Problem::of("state", format!("{} is not a state of `{}`{rest}", quoted(state), kind.kind)));
    }
    let document = set(kind, &Document::new(), document, problems);
    Applied { document, state: state.to_owned(), retired: false }
}

fn alter(change: &Change, kind: &Kind, before: &Applied, problems: &mut Vec<Problem>) -> Applied {
    let mut after = before.clone();
    match change {
        Change::Create { .. } => {}
        Change::Edit { set: values, .. } => after.document = set(kind, &before.document, values, problems),
        Change::Move { transition, set: values, .. } => {
            after.document = set(kind, &before.document, values, problems);
            match possible(kind, &before.state, transition) {
                Ok(transition) => {
                    problems.extend(unmet(kind, transition, &after.document));
                    if transition.reason && change.why().is_none() {
                        problems.push(Problem::of("why", format!("`{}` needs a reason; say why", transition.name)));
                    }
                    after.state = transition.to.clone();
                }
                Err(message) => problems.push(Problem::of("transition", message)),
            }
        }
        Change::Retire { .. } => after.retired = true,
        Change::Restore { .. } => after.retired = false,
    }
    let retirement = match change {
        Change::Restore { .. } if !before.retired => Some("the record is not retired, so there is nothing to restore"),
        Change::Retire { .. } if before.retired => Some("the record is retired already"),
        Change::Edit { .. } | Change::Move { .. } if before.retired => Some("the record is retired; restore it first"),
        _ => None,
    };
    problems.extend(retirement.map(|it| Problem::of("", it)));
    if matches!(change, Change::Retire { .. } | Change::Restore { .. }) && change.why().is_none() {
        problems.push(Problem::of("why", "a reason is needed; say why"));
    }
    after
}

/// A change that was meant for a record of another kind.
fn misdirected(change: &Change, kind: &Kind) -> Option<Problem> {
    let other_kind = change.kind().filter(|it| *it != kind.kind);
    let other_id = change.id().filter(|it| it.prefix != kind.prefix);
    let named = other_kind.map(quoted).or_else(|| other_id.map(|it| quoted(&it.to_string())))?;
    Some(Problem::of("kind", format!("{named} is not of kind `{}`; send the change to the right kind", kind.kind)))
}

fn wordy(change: &Change) -> Option<Problem> {
    let why = change.why()?;
    let long = why.chars().count();
    if long > REASON {
        return Some(Problem::of("why", format!("{long} characters are too many for a reason; the most is {REASON}")));
    }
    let control = why.chars().any(|it| it.is_control() && !matches!(it, '\n' | '\r' | '\t'));
    control.then(|| Problem::of("why", "the reason holds a control character; remove it"))
}

/// The transition of this name, when the record's state allows it.
fn possible<'a>(kind: &'a Kind, state: &'a str, name: &str) -> Result<&'a Transition, String> {
    let possible: Vec<&str> = kind.transitions_from(state).map(|it| it.name.as_str()).collect();
    let choice = match possible.is_empty() {
        true => format!("nothing leads out of state `{state}`"),
        false => format!("from `{state}` there are {}", listed(possible.iter().copied())),
    };
    match kind.transition(name) {
        None => {
            let names: Vec<&str> = kind.lifecycle.transitions.iter().map(|it| it.name.as_str()).collect();
            let meant =
                crate::words::nearest(name, names).map(|it| format!("; did you mean `{it}`?")).unwrap_or_default();
            Err(format!("`{}` has no transition {}{meant}; {choice}", kind.kind, quoted(name)))
        }
        Some(_) if !possible.contains(&name) => Err(format!("`{name}` is not possible from state `{state}`; {choice}")),
        Some(transition) => Ok(transition),
    }
}

/// One problem for each field that a transition needs and that has no value.
fn unmet<'a>(kind: &'a Kind, transition: &'a Transition, document: &'a Document) -> impl Iterator<Item = Problem> + 'a {
    let lacking = transition.needs.iter().filter_map(|it| kind.field(it)).filter(|it| lacks(document, it));
    lacking.map(|it| Problem::of(&it.name, format!("`{}` needs `{}` to be filled first", transition.name, it.label)))
}

/// `document` with the values of `values` in their normal form; blank values clear.
fn set(kind: &Kind, document: &Document, values: &Document, problems: &mut Vec<Problem>) -> Document {
    let mut after = document.clone();
    for (name, value) in values {
        match kind.field(name) {
            Some(field) if !field.is_input() => {
                problems.push(Problem::of(name, format!("`{}` is filled by the program; leave it out", field.label)));
            }
            Some(field) => match normal(field, value.clone()) {
                Some(value) => drop(after.insert(name.clone(), value)),
                None => drop(after.remove(name)),
            },
            // What an older kind let in can still be cleared.
            None if document.contains_key(name) && *value == Value::Null => drop(after.remove(name)),
            None => problems.push(Problem::of(name, no_field(kind, name))),
        }
    }
    after
}
