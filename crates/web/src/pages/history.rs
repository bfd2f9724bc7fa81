//! What became of a record, version by version, each with its place in the ledger.

use governance::Record;
use governance::history::Past;
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Difference, Kind};
use serde_json::Value;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::value::Shown;
use crate::html::{Html, moment, words};

/// Most versions that the page of a record shows; the rest is in the interface for programs.
const SHOWN: usize = 50;

/// The history of a record.
pub(crate) async fn panel(call: &Call, kind: &Kind, record: &Record) -> Result<Html, Failure> {
    let versions = call.aims().history(&call.actor, &record.id).await?;
    let shown = Shown { language: call.language(), catalog: &call.configuration.catalog, titles: &record.titles };
    let address = format!("/{}/{}", kind.kind, record.id);
    let all = versions.len();
    let html = maud! {
        section .panel aria-labelledby="history" {
            h2 #history { "History" }
            ol .history reversed {
                @for past in versions.iter().take(SHOWN) { li value=(past.version) { (entry(kind, past, &shown, &address)) } }
            }
            @if all > SHOWN { p .help { "The newest " (SHOWN) " of " (all) " versions." } }
        }
    };
    Ok(html.memoize())
}

fn entry(kind: &Kind, past: &Past, shown: &Shown<'_>, address: &str) -> Html {
    let place = past.place.to_string();
    maud! {
        p {
            strong { (words(&past.act.replace('.', " "))) } " by " (past.actor) ", " (moment(&past.time))
            " (" (past.via) "), entry "
            a href={ "/api/v1/ledger/entries?from=" (place) "&limit=1" } { "#" (place) }
            ", state " (words(&past.state)) ". "
            a href={ (address) "?as_of=%23" (place) } { "Show it as of then" }
        }
        @if let Some(why) = &past.why { p .why { "Why: " (why) } }
        @if !past.erased.is_empty() { p .help { "Erased since: " (past.erased.join(", ")) } }
        @if !past.differences.is_empty() {
            details {
                summary { (past.differences.len()) " fields" }
                dl { @for difference in &past.differences { (line(kind, difference, shown)) } }
            }
        }
    }
    .memoize()
}

fn line(kind: &Kind, difference: &Difference, shown: &Shown<'_>) -> Html {
    let field = kind.field(&difference.field);
    let label = field.map_or_else(|| words(&difference.field), |it| it.label.clone());
    let side = |value: &Option<Value>| {
        maud! {
            @match (field, value) {
                (_, None) => em { "nothing" },
                (Some(field), Some(value)) => (shown.value(field, value)),
                (None, Some(value)) => (value.to_string()),
            }
        }
        .memoize()
    };
    maud! {
        dt { (label) }
        dd { del { (side(&difference.before)) } " → " ins { (side(&difference.after)) } }
    }
    .memoize()
}
