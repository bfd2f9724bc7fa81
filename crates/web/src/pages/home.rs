//! The start: what is mine and wants something, and what there is.

use std::collections::BTreeMap;

use governance::Listing;
use governance::listing::Row;
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Kind, incomplete};
use serde_json::Value;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::menu::areas;
use crate::html::{Html, page, parts, words};
use crate::reply::Reply;

/// Most records of mine that are looked through for what they want.
const MINE: u32 = 200;

/// `GET /`
pub(crate) async fn home(call: Call) -> Reply {
    call.query.only(&[])?;
    let counts: BTreeMap<String, u64> = call.aims().counts(&call.actor).await?.into_iter().collect();
    let mine = mine(&call).await?;
    let body = maud! {
        h1 { "Hello, " (call.actor.name) }
        (wanting(&call, &mine))
        (overview(&call, &counts))
    }
    .memoize();
    Ok(page::page(&call, "Start", body))
}

/// Records that I own and that are not finished, newest first.
async fn mine(call: &Call) -> Result<Vec<Row>, Failure> {
    if call.actor.person.is_none() {
        return Ok(Vec::new());
    }
    let listing =
        Listing { filter: "owner:me".to_owned(), sort: vec!["-changed".to_owned()], limit: MINE, ..Listing::default() };
    Ok(call.aims().list(&call.actor, &listing).await?.rows)
}

/// What a record wants: derived flags that are set, and fields that are missing.
fn wants(kind: &Kind, row: &Row) -> Vec<String> {
    let flags = row.standing.iter().filter(|it| it.value == Value::Bool(true) && sounds_late(&it.name));
    let label = |name: &str| kind.field(name).map_or_else(|| words(name), |it| it.label.clone());
    let mut wants: Vec<String> = flags.map(|it| format!("{}: {}", label(&it.name), parts::sentence(&it.why))).collect();
    let finished = kind.lifecycle.finals.contains(&row.state);
    let missing = incomplete(kind, &row.document);
    if !missing.is_empty() && !finished {
        let names: Vec<_> = missing.iter().map(|it| label(&it.field)).collect();
        wants.push(format!("Still missing: {}.", names.join(", ")));
    }
    wants
}

/// Derived flags are named after what is wrong or what is right; these endings say that something is due.
fn sounds_late(name: &str) -> bool {
    ["overdue", "_due", "stale", "expired"].iter().any(|it| name.ends_with(it))
}

fn wanting(call: &Call, mine: &[Row]) -> Html {
    let wanting: Vec<(&Kind, &Row, Vec<String>)> = mine
        .iter()
        .filter_map(|row| {
            let kind = call.configuration.catalog.kind(&row.kind)?;
            Some((kind, row, wants(kind, row)))
        })
        .filter(|(_, _, wants)| !wants.is_empty())
        .collect();
    maud! {
        section .panel aria-labelledby="mine" {
            h2 #mine { "Mine, and wanting something" }
            @if wanting.is_empty() {
                p .help { "Nothing that you own is overdue or incomplete." }
            } @else {
                ul .plain {
                    @for (kind, row, wants) in &wanting {
                        li {
                            a href={ "/" (kind.kind) "/" (row.id.to_string()) } { span .number { (row.id.to_string()) } " " (row.title) }
                            " " (parts::state(call, &row.kind, &row.state, row.retired))
                            @for want in wants { " " span .help { (want) } }
                        }
                    }
                }
            }
        }
    }
    .memoize()
}

fn overview(call: &Call, counts: &BTreeMap<String, u64>) -> Html {
    let areas = areas(call);
    maud! {
        div .cards {
            @for (area, kinds) in &areas {
                section .panel {
                    h2 { (parts::area(call.language(), area)) }
                    ul .counts {
                        @for kind in kinds {
                            li {
                                a href={ "/" (kind.kind) } title=(kind.summary) { (kind.plural) } " "
                                span .count { (counts.get(&kind.kind).copied().unwrap_or_default()) }
                            }
                        }
                    }
                }
            }
        }
        p .help { "Configuration " code { (call.configuration.digest) } }
    }
    .memoize()
}
