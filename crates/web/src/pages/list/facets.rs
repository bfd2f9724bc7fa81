//! Counts above a list: how often each value occurs, each a link that narrows the list or widens it again.

use std::collections::BTreeMap;

use governance::Listing;
use governance::listing::{joined, parts};
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Field, FieldType};

use crate::failure::Failure;
use crate::html::{Html, words};
use crate::language::grouped;
use crate::pages::list::Asked;

/// Fields of the kind whose values are counted, besides state and owner.
const FIELDS: usize = 4;
/// Values of one field that are shown.
const VALUES: usize = 8;

/// One field with its values and how often each occurs.
struct Counted<'a> {
    field: &'a str,
    label: &'a str,
    values: Vec<(String, u64)>,
}

/// The counts above the list, a button a field.
pub(super) async fn facets(asked: &Asked<'_>) -> Result<Html, Failure> {
    let call = asked.call;
    let fields = fields(asked);
    let named: Vec<&str> = fields.iter().map(|it| it.0).collect();
    let mut counted = Vec::new();
    for ((field, label), mut values) in
        fields.into_iter().zip(call.aims().facets(&call.actor, &asked.listing, &named).await?)
    {
        values.retain(|it| !it.0.is_empty());
        if values.len() > 1 || (values.len() == 1 && asked.listing.filter.contains(field)) {
            values.truncate(VALUES);
            counted.push(Counted { field, label, values });
        }
    }
    let names = names(asked, &counted).await?;
    let html = maud! {
        @if !counted.is_empty() {
            div .facets role="group" aria-label=(call.say("list.counts")) { @for it in &counted { (facet(asked, it, &names)) } }
        }
    };
    Ok(html.memoize())
}

/// State, owner, and the first fields of the kind's columns that have few values.
fn fields<'a>(asked: &'a Asked<'_>) -> Vec<(&'a str, &'a str)> {
    let (call, kind) = (asked.call, asked.kind);
    let few = |it: &&Field| {
        matches!(it.ty, FieldType::Choice { .. } | FieldType::Flag | FieldType::Scale { .. }) && it.name != "state"
    };
    let columns = kind.columns.iter().filter_map(|it| kind.field(it)).filter(few).take(FIELDS);
    let mut fields = vec![("state", call.say("list.state"))];
    fields.extend(columns.map(|it| (it.name.as_str(), it.label.as_str())));
    fields.extend(
        ["owner", "unit"].iter().filter_map(|it| kind.field(it)).map(|it| (it.name.as_str(), it.label.as_str())),
    );
    fields
}

/// The titles of the records that are among the values, read at once.
async fn names(asked: &Asked<'_>, counted: &[Counted<'_>]) -> Result<BTreeMap<String, String>, Failure> {
    let values = counted.iter().filter(|it| ["owner", "unit"].contains(&it.field)).flat_map(|it| &it.values);
    let ids: Vec<&str> = values.map(|it| it.0.as_str()).filter(|it| it.parse::<record::Id>().is_ok()).collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let listing = Listing { filter: format!("id:{}", ids.join(",")), retired: true, ..Listing::default() };
    let page = asked.call.aims().list(&asked.call.actor, &listing).await?;
    Ok(page.rows.into_iter().map(|it| (it.id.to_string(), it.title)).collect())
}

fn facet(asked: &Asked<'_>, it: &Counted<'_>, names: &BTreeMap<String, String>) -> Html {
    let all = parts(&asked.listing.filter).unwrap_or_default();
    let label = |value: &str| names.get(value).cloned().unwrap_or_else(|| words(value));
    let on = |value: &str| all.contains(&format!("{}:{value}", it.field));
    let (id, chosen) = (format!("facet-{}", it.field), it.values.iter().any(|it| on(&it.0)));
    maud! {
        button .facet type="button" popovertarget=(id) aria-pressed=(if chosen { "true" } else { "false" }) { (it.label) }
        div .pop id=(id) popover {
            ul .counts {
                @for (value, count) in &it.values {
                    li class=(if on(value) { "on" } else { "" }) {
                        a href=(turned(asked, &all, it.field, value)) { (label(value)) } span .count { (grouped(*count)) }
                    }
                }
            }
        }
    }
    .memoize()
}

/// The list with this condition, or without it when it stands in the filter already.
fn turned(asked: &Asked<'_>, all: &[String], field: &str, value: &str) -> String {
    let condition = format!("{field}:{value}");
    let mut kept: Vec<&str> = all.iter().map(String::as_str).filter(|it| *it != condition).collect();
    if kept.len() == all.len() {
        kept.push(&condition);
    }
    asked.address(&[("filter", &joined(kept.into_iter())), ("page", "")])
}
