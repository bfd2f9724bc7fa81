//! Search over everything that somebody may see: records of every kind, documents and comments among them.

use governance::searching::Found;
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::html::empty::empty;
use crate::html::head::Heading;
use crate::html::tabs::{Tab, tabs};
use crate::html::{Html, page, parts};
use crate::query::Query;
use crate::reply::Reply;

/// Most records that are shown.
const HITS: u32 = 100;

/// `GET /search`
pub(crate) async fn search(call: Call) -> Reply {
    call.query.only(&["q", "kind"])?;
    let text = call.query.get("q").unwrap_or_default().trim();
    // A number leads straight to its record.
    if let Ok(id) = text.parse::<record::Id>()
        && let Some(kind) = call.configuration.catalog.kind_of_prefix(&id.prefix)
    {
        return Ok(page::see(&format!("/{}/{id}", kind.kind)));
    }
    let all = call.aims().found(&call.actor, text, &[], HITS).await?;
    let kind = call.query.get("kind");
    let hits: Vec<&Found> = all.iter().filter(|it| kind.is_none_or(|kind| it.record.kind == kind)).collect();
    let body = maud! {
        (Heading::of(call.say("search.title")).draw(call.language()))
        @if text.is_empty() {
            (empty("search", call.say("search.nothing_sought"), call.say("search.how"), &[("/go".to_owned(), call.say("go.title").to_owned())]))
        } @else if hits.is_empty() {
            (empty("search", &call.tell("search.none", &[("text", &text)]), call.say("search.none_why"), &[("/go".to_owned(), call.say("go.title").to_owned())]))
        } @else {
            (kinds(&call, &all, kind))
            ol .plain.hits { @for hit in &hits { (line(&call, hit)) } }
        }
    };
    Ok(page::page(&call, call.say("search.title"), body.memoize()))
}

/// The kinds among the hits, each with how many.
fn kinds(call: &Call, all: &[Found], here: Option<&str>) -> Html {
    let mut names: Vec<&str> = all.iter().map(|it| it.record.kind.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let tab = |name: &str, label: String, count: usize| Tab {
        href: format!("/search?{}", Query::read(Some(&call.query.with("kind", name))).with("", "")),
        label,
        count: Some(count as u64),
        here: here.unwrap_or_default() == name,
    };
    let mut row = vec![tab("", call.say("search.all").to_owned(), all.len())];
    row.extend(names.into_iter().map(|name| {
        let label = call.configuration.catalog.kind(name).map_or_else(|| name.to_owned(), |it| it.plural.clone());
        tab(name, label, all.iter().filter(|it| it.record.kind == name).count())
    }));
    tabs(call.say("search.kinds"), &row)
}

fn line(call: &Call, hit: &Found) -> Html {
    let record = &hit.record;
    let id = record.id.to_string();
    let kind = call.configuration.catalog.kind(&record.kind).map_or(record.kind.as_str(), |it| it.label.as_str());
    let title = if record.title.is_empty() { kind } else { &record.title };
    maud! {
        li data-href={ "/" (record.kind) "/" (id) } {
            a href={ "/" (record.kind) "/" (id) } { span .number { (id) } " " (title) }
            " " small .help { (kind) } " " (parts::state(call, &record.kind, &record.state, record.retired))
            @if let Some((field, text)) = &hit.place { p .help { (field) ": " (text) } }
        }
    }
    .memoize()
}
