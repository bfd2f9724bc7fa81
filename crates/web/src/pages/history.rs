//! What became of a record, version by version: who, when, why, each field as it was and as it became, and the proof.

use axum::extract::Path;
use governance::history::Past;
use governance::{Moment, listing::Titles};
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Difference, Field, FieldType, Id, Kind};
use serde_json::Value;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::timeline::{Event, timeline};
use crate::html::tone::Tone;
use crate::html::value::Shown;
use crate::html::{Html, diff, page, words};
use crate::pages::detail::View;
use crate::reply::Reply;

/// Versions on the page of the record; the rest is on the page of its history.
const SHORT: usize = 5;
/// Versions on one page of the history.
const PAGE: u64 = 50;

/// `GET /{kind}/{id}/history`
pub(crate) async fn history(call: Call, Path((kind, id)): Path<(String, String)>) -> Reply {
    call.query.only(&["page"])?;
    let kind = call.kind(&kind)?;
    let record = call.aims().record(&call.actor, &call.id(kind, &id)?, &Moment::Now).await?;
    let versions = call.aims().history(&call.actor, &record.id).await?;
    let at = call.query.count("page", 1, 1_000_000)?.unwrap_or(1);
    let from = usize::try_from((at - 1) * PAGE).unwrap_or(usize::MAX);
    let some: Vec<&Past> = versions.iter().skip(from).take(PAGE as usize).collect();
    let address = format!("/{}/{}", kind.kind, record.id);
    let told = events(&call, kind, &address, &some).await?;
    let title = call.tell("history.of", &[("id", &record.id)]);
    let name = record.document.get("title").and_then(|it| it.as_str()).unwrap_or_default();
    let heading = Heading {
        crumbs: &[(format!("/{}", kind.kind), kind.plural.clone()), (address.clone(), format!("{} {name}", record.id))],
        ..Heading::of(&title)
    };
    let body = maud! {
        (heading.draw(call.language()))
        p .help { (call.count("history.versions", versions.len() as u64)) }
        section .panel { (timeline(&told)) }
        nav .actions aria-label=(call.say("history.pages")) {
            @if at > 1 { a .button href={ (address) "/history?page=" (at - 1) } { (call.say("history.newer")) } }
            @if from + (PAGE as usize) < versions.len() { a .button href={ (address) "/history?page=" (at + 1) } { (call.say("history.older")) } }
        }
    };
    Ok(page::page(&call, &title, body.memoize()))
}

/// The newest versions, on the page of the record.
pub(crate) async fn panel(view: &View<'_>) -> Result<Html, Failure> {
    let (call, all) = (view.call, view.versions.len());
    let some: Vec<&Past> = view.versions.iter().take(SHORT).collect();
    let told = events(call, view.kind, &view.address(), &some).await?;
    let html = maud! {
        section .panel aria-labelledby="history" {
            h2 #history { (call.say("history.title")) " " span .count { (all) } }
            (timeline(&told))
            @if all > SHORT { p { a href={ (view.address()) "/history" } { (call.count("history.all", all as u64)) } } }
        }
    };
    Ok(html.memoize())
}

/// Versions as events of a timeline, with the records named to which old and new values link.
async fn events(call: &Call, kind: &Kind, address: &str, versions: &[&Past]) -> Result<Vec<Event>, Failure> {
    let mut ids: Vec<Id> = versions.iter().flat_map(|it| &it.differences).flat_map(|it| linked(kind, it)).collect();
    ids.sort();
    ids.dedup();
    let titles = call.aims().headings(&call.actor, ids).await?;
    Ok(versions.iter().map(|it| event(call, kind, address, it, &titles)).collect())
}

/// Records to which the values of a difference link.
fn linked(kind: &Kind, difference: &Difference) -> Vec<Id> {
    let links =
        |it: &&Field| matches!(it.ty, FieldType::Link { .. } | FieldType::Links { .. } | FieldType::Table { .. });
    if kind.field(&difference.field).filter(links).is_none() {
        return Vec::new();
    }
    let sides = [&difference.before, &difference.after];
    sides.into_iter().flatten().flat_map(texts).filter_map(|it| it.parse().ok()).collect()
}

/// Every text of a value, also within lists and rows.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(cells) => cells.values().flat_map(texts).collect(),
        other => other.as_str().into_iter().collect(),
    }
}

fn event(call: &Call, kind: &Kind, address: &str, past: &Past, titles: &Titles) -> Event {
    let shown = Shown { language: call.language(), catalog: &call.configuration.catalog, titles, keep: "" };
    let place = past.place.to_string();
    let transition = past.act.strip_prefix("move.").and_then(|it| kind.transition(it));
    let act = transition.map_or_else(|| words(&past.act.replace('.', " ")), |it| it.label());
    let title = maud! {
        strong { (act) }
        " " (call.tell("history.by", &[("name", &past.actor), ("via", &past.via)]))
    };
    let body = maud! {
        p .help {
            (call.tell("history.version", &[("version", &past.version), ("state", &words(&past.state))])) " "
            a href={ (address) "?as_of=%23" (place) } { (call.say("history.show")) } " · "
            a href={ "/ledger/" (place) } { (call.tell("history.entry", &[("place", &place)])) }
        }
        @if let Some(why) = &past.why { p .why { (call.say("history.why")) " " (why) } }
        @if !past.erased.is_empty() { p .help { (call.tell("history.erased", &[("fields", &past.erased.join(", "))])) } }
        @if !past.differences.is_empty() {
            details {
                summary { (call.count("history.fields", past.differences.len() as u64)) }
                dl { @for difference in &past.differences { (line(call, kind, difference, &shown)) } }
            }
        }
    };
    let tone = if past.act == "retire" { Tone::Watch } else { Tone::Quiet };
    Event { time: past.time, tone, title: title.memoize(), body: Some(body.memoize()) }
}

/// A field as it was and as it became; long texts word by word.
fn line(call: &Call, kind: &Kind, difference: &Difference, shown: &Shown<'_>) -> Html {
    let field = kind.field(&difference.field);
    let label = field.map_or_else(|| words(&difference.field), |it| it.label.clone());
    let side = |value: &Option<Value>| {
        maud! {
            @match (field, value) {
                (_, None) => { em { (call.say("history.nothing")) } },
                (Some(field), Some(value)) => (shown.value(field, value)),
                (None, Some(value)) => (value.to_string()),
            }
        }
        .memoize()
    };
    let texts = match (field.map(|it| &it.ty), &difference.before, &difference.after) {
        (Some(FieldType::Prose), Some(Value::String(before)), Some(Value::String(after))) => Some((before, after)),
        _ => None,
    };
    let values = match texts {
        Some((before, after)) => diff::inline(before, after),
        None => diff::beside(call.language(), side(&difference.before), side(&difference.after)),
    };
    maud! { dt { (label) } dd { (values) } }.memoize()
}
