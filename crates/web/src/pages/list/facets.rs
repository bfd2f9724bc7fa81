//! Counts of a list: how often each value of a field occurs, each a link that narrows the list or widens it again.
//!
//! Counting looks at every row that the filter finds, so a list only names the fields, and this page counts the one that is
//! asked for. With scripts it opens within the list.

use std::collections::BTreeMap;

use axum::extract::Path;
use governance::Listing;
use governance::listing::{joined, parts};
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Field, FieldType};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::{Html, page, words};
use crate::language::grouped;
use crate::pages::list::{Asked, KNOWN};
use crate::reply::Reply;

/// Fields of the kind whose values are counted, besides state, owner and unit.
const FIELDS: usize = 4;

/// The fields whose values can be counted, each a link to its counts.
pub(super) fn facets(asked: &Asked<'_>) -> Html {
    let narrowed = parts(&asked.listing.filter).unwrap_or_default();
    let chosen = |field: &str| narrowed.iter().any(|it| it.starts_with(&format!("{field}:")));
    maud! {
        div .facets role="group" aria-label=(asked.call.say("list.counts")) {
            @for (field, label) in fields(asked) {
                a .facet href=(asked.counts(field)) aria-current=[chosen(field).then_some("true")] { (label) }
            }
        }
    }
    .memoize()
}

/// State, owner, unit, and the first fields of the kind's columns that have few values.
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

/// `GET /{kind}/counts`
pub(crate) async fn counts(call: Call, Path(name): Path<String>) -> Reply {
    let kind = call.kind(&name)?;
    call.query.only(&[KNOWN, &["of"]].concat())?;
    let asked = Asked::read(&call, kind, Vec::new())?;
    let of = call.query.get("of").unwrap_or("state");
    let label = fields(&asked).into_iter().find(|it| it.0 == of).map(|it| it.1);
    let label = label.ok_or_else(|| Failure::missing(call.tell("list.not_counted", &[("field", &of)])))?;
    let mut counted = call.aims().facet(&call.actor, &asked.listing, of).await?;
    counted.retain(|it| !it.0.is_empty());
    let names = names(&asked, of, &counted).await?;
    let title = call.tell("list.counts_of", &[("field", &label), ("kinds", &kind.plural)]);
    let crumbs = [(asked.address(&[]), kind.plural.clone())];
    let heading = Heading { crumbs: &crumbs, ..Heading::of(&title) };
    let body = maud! { (heading.draw(call.language())) (values(&asked, of, &counted, &names)) };
    Ok(page::page(&call, &title, body.memoize()))
}

/// The titles of the records that are among the values, read at once.
async fn names(asked: &Asked<'_>, of: &str, counted: &[(String, u64)]) -> Result<BTreeMap<String, String>, Failure> {
    let records = counted.iter().filter(|_| ["owner", "unit"].contains(&of));
    let ids: Vec<&str> = records.map(|it| it.0.as_str()).filter(|it| it.parse::<record::Id>().is_ok()).collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let listing = Listing { filter: format!("id:{}", ids.join(",")), retired: true, ..Listing::default() };
    let page = asked.call.aims().list(&asked.call.actor, &listing).await?;
    Ok(page.rows.into_iter().map(|it| (it.id.to_string(), it.title)).collect())
}

fn values(asked: &Asked<'_>, of: &str, counted: &[(String, u64)], names: &BTreeMap<String, String>) -> Html {
    let all = parts(&asked.listing.filter).unwrap_or_default();
    let label = |value: &str| names.get(value).cloned().unwrap_or_else(|| words(value));
    let on = |value: &str| all.contains(&format!("{of}:{value}"));
    maud! {
        @if counted.is_empty() { p #counts .help { (asked.call.say("list.no_counts")) } }
        @else {
            ul #counts .counts {
                @for (value, count) in counted {
                    li class=(if on(value) { "on" } else { "" }) {
                        a href=(turned(asked, &all, of, value)) { (label(value)) } span .count { (grouped(*count)) }
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
