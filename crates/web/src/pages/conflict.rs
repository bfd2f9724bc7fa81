//! Two people changed the same record: mine, theirs and what both began with, side by side, and a choice for each field.

use axum::http::StatusCode;
use governance::{Moment, Record};
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Field, Id, Kind};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::Html;
use crate::html::filled::{Filled, name_of};
use crate::html::value::Shown;
use crate::pages::form::{Sent, inputs};

/// A form in which what only one of both changed is settled, and the rest can be chosen.
pub(crate) struct Merged {
    pub filled: Filled,
    /// What stands below the fields that both changed.
    pub beside: Vec<(String, Html)>,
    /// What is told above the form.
    pub failure: Failure,
}

/// What I changed stays, what I left alone takes their value, and what both changed is shown three times.
pub(crate) async fn merge(
    call: &Call,
    kind: &Kind,
    record: &Record,
    base: i64,
    mine: &Filled,
) -> Result<Merged, Failure> {
    let before = version(call, &record.id, base).await?;
    let now = Filled::of(kind, &record.document, &record.titles);
    let seen = before.as_ref().map(|it| Filled::of(kind, &it.document, &it.titles));
    let (mut filled, mut beside) = (mine.clone(), Vec::new());
    for field in inputs(kind) {
        let name = name_of(field);
        let changed_by_me = seen.as_ref().is_none_or(|seen| !filled.agrees(seen, &name));
        match (changed_by_me, filled.agrees(&now, &name)) {
            (_, true) => {}
            (false, false) => filled.take(&now, &name),
            // They left it alone, so there is nothing to choose.
            (true, false) if seen.as_ref().is_some_and(|seen| seen.agrees(&now, &name)) => {}
            (true, false) => beside.push((field.name.clone(), choice(call, field, before.as_ref(), record))),
        }
    }
    let told = [("id", &record.id as &dyn std::fmt::Display), ("base", &base), ("now", &record.version)];
    let detail = match beside.is_empty() {
        true => call.tell("conflict.none", &told),
        false => call.tell("conflict.some", &told),
    };
    Ok(Merged { filled, beside, failure: Failure::new(StatusCode::CONFLICT, "stale", detail) })
}

/// What both began with and what is stored now, and whether mine above or theirs is to be saved.
fn choice(call: &Call, field: &Field, before: Option<&Record>, now: &Record) -> Html {
    let side = |record: Option<&Record>| {
        let value = record.and_then(|it| Some((it, it.document.get(&field.name)?)));
        let shown = value.map(|(record, value)| {
            let shown = Shown {
                language: call.language(),
                catalog: &call.configuration.catalog,
                titles: &record.titles,
                keep: "",
            };
            shown.value(field, value)
        });
        maud! { @match &shown { Some(shown) => (shown), None => { em { (call.say("conflict.nothing")) } } } }.memoize()
    };
    let name = format!("take.{}", field.name);
    maud! {
        div .stored {
            div .diff {
                div { h4 { (call.say("conflict.base")) } (side(before)) }
                div { h4 { (call.say("conflict.theirs")) } (side(Some(now))) }
            }
            div .actions role="radiogroup" aria-label=(call.tell("conflict.choose", &[("field", &field.label)])) {
                label .check { input type="radio" name=(name) value="mine" checked; (call.say("conflict.take_mine")) }
                label .check { input type="radio" name=(name) value="theirs"; (call.say("conflict.take_theirs")) }
            }
        }
    }
    .memoize()
}

/// Fields for which theirs was chosen get the value that stands.
pub(crate) fn take_theirs(kind: &Kind, record: &Record, sent: &mut Sent) {
    let now = Filled::of(kind, &record.document, &record.titles);
    for field in inputs(kind) {
        if sent.posted.text(&format!("take.{}", field.name)) == Some("theirs") {
            sent.filled.take(&now, &name_of(field));
        }
    }
}

/// A record as it was in a version.
async fn version(call: &Call, id: &Id, version: i64) -> Result<Option<Record>, Failure> {
    let history = call.aims().history(&call.actor, id).await?;
    let Some(past) = history.iter().find(|it| it.version == version) else { return Ok(None) };
    Ok(Some(call.aims().record(&call.actor, id, &Moment::Place(past.place)).await?))
}
