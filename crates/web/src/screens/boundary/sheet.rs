//! The sheet of one hand-off across a boundary, to print and to sign by both sides.

use axum::extract::Path;
use axum::http::StatusCode;
use governance::allocation::party::{PARTS, Party};
use governance::allocation::whole::{Asked, Told};
use governance::surroundings::SYSTEM;
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use super::tables::way;
use super::text;
use crate::call::Call;
use crate::failure::Failure;
use crate::html::page::{self, Sheet};
use crate::html::{Html, parts, words};
use crate::reply::Reply;

/// `GET /system/{id}/hand-off?from=CMP-1&to=CMP-2`
pub(crate) async fn sheet(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&["from", "to"])?;
    let id = call.id(call.kind(SYSTEM)?, &id)?;
    let end = |name: &str| {
        let given: Option<Id> = call.query.parse(name, call.say("boundary.takes_component"))?;
        given.ok_or_else(|| Failure::input(call.tell("boundary.needs", &[("name", &name)])))
    };
    let (from, to) = (end("from")?, end("to")?);
    let told = call.aims().boundary(&call.actor, &id, Asked::default()).await?;
    let found = told.crossings.iter().find(|it| it.from == from && it.to == to);
    let none = || Failure::missing(call.tell("boundary.no_crossing", &[("from", &from), ("to", &to)]));
    let crossing = found.ok_or_else(none)?;
    let title = call.tell("boundary.sheet_title", &[("from", &text(&told, &from)), ("to", &text(&told, &to))]);
    let back = format!("/system/{id}/boundary");
    let what =
        if crossing.what.is_empty() { call.say("boundary.not_said").to_owned() } else { crossing.what.join(", ") };
    let body = maud! {
        div .dossier {
            h1 { (title) }
            p .help .no-print { (call.say("boundary.sheet_help")) " " a href=(back) { (id.to_string()) } }
            dl .fields {
                div { dt { (call.say("boundary.what")) } dd { (what) } }
                div { dt { (call.say("boundary.way")) } dd { (way(&call, crossing.way)) } }
                div { dt { (call.say("boundary.day")) } dd { (told.day.to_string()) } }
            }
            (side(&call, &told, "boundary.from", &from))
            (side(&call, &told, "boundary.to", &to))
            p { (call.say("boundary.sign_gives")) " ______________________" }
            p { (call.say("boundary.sign_gets")) " ______________________" }
        }
    };
    Ok(page::sheet(StatusCode::OK, &call, &title, body.memoize(), Sheet { version: None, digest: None }))
}

/// One side: who takes which part, and what binds a party outside.
fn side(call: &Call, told: &Told, key: &'static str, id: &Id) -> Html {
    let who = |name: &str| {
        let cell = told.cells_of(id).find(|it| it.part == name)?;
        let people: Vec<String> = cell.people.iter().map(|it| text(told, &it.person)).collect();
        let party = cell.party.as_ref().map(Party::id).map(|it| text(told, it));
        Some(match (party, people.is_empty()) {
            (None, _) => cell.why.clone(),
            (Some(party), true) => party,
            (Some(party), false) => format!("{party}: {}", people.join(", ")),
        })
    };
    let duties: Vec<_> = told.duties.iter().filter(|it| it.component == *id).collect();
    maud! {
        h2 { (call.say(key)) ": " (text(told, id)) " " span .number { (id.to_string()) } }
        dl .fields {
            @for part in PARTS { @if let Some(who) = who(part.name).filter(|it| !it.is_empty()) { div { dt { (words(part.name)) } dd { (who) } } } }
        }
        @if !duties.is_empty() {
            ul {
                @for it in &duties {
                    li {
                        (it.label) ": "
                        @match &it.clause {
                            Some(clause) => { (clause.contract.to_string()) " " (clause.place) " (" (clause.obligation.to_string()) ")" },
                            None => (parts::sentence(&it.why)),
                        }
                    }
                }
            }
        }
    }
    .memoize()
}
