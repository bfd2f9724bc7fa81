//! The proof of one entry of the ledger: what was entered, its place in the tree, and how anybody checks it.

use axum::extract::Path;
use governance::proof::Proven;
use hypertext::{maud_borrow as maud, prelude::*};
use serde_json::Value;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::page;
use crate::reply::{self, Reply};

/// The entry at the place that an address names.
async fn proven(call: &Call, place: &str) -> Result<Proven, Failure> {
    call.query.only(&[])?;
    let none = |_| Failure::missing(call.tell("ledger.no_place", &[("place", &place)]));
    Ok(call.aims().proof(&call.actor, place.parse().map_err(none)?).await?)
}

/// `GET /ledger/{place}`
pub(crate) async fn entry(call: Call, Path(place): Path<String>) -> Reply {
    let proven = proven(&call, &place).await?;
    let members: Value = serde_json::from_slice(&proven.entry).unwrap_or_default();
    let title = call.tell("ledger.entry", &[("place", &proven.place)]);
    let record = proven.record.as_ref().and_then(|id| {
        let kind = call.configuration.catalog.kind_of_prefix(&id.prefix)?;
        Some((format!("/{}/{id}", kind.kind), id.to_string()))
    });
    let body = maud! {
        (Heading::of(&title).draw(call.language()))
        @if let Some((to, id)) = &record { p { (call.say("ledger.about")) " " a href=(to) { (id) } } }
        section .panel aria-labelledby="what" {
            h2 #what { (call.say("ledger.what")) }
            dl { @for (name, value) in members.as_object().into_iter().flatten() { dt { (name) } dd { code { (value.to_string()) } } } }
        }
        section .panel aria-labelledby="where" {
            h2 #where { (call.say("ledger.where")) }
            p .help { (call.say("ledger.explained")) }
            dl {
                dt { (call.say("ledger.leaf")) } dd { code { (proven.leaf) } }
                dt { (call.say("ledger.path")) } dd { @for hash in &proven.path { code { (hash) } br; } }
                dt { (call.say("ledger.root")) } dd { code { (proven.root) } " " (call.count("ledger.size", proven.size)) }
                dt { (call.say("ledger.key")) } dd { code { (proven.vkey) } }
            }
            p .actions {
                a .button href={ "/ledger/" (proven.place) "/proof" } { (call.say("ledger.proof")) }
                a .button href={ "/ledger/" (proven.place) "/bytes" } { (call.say("ledger.bytes")) }
            }
            p .help { (call.say("ledger.check")) }
        }
    };
    Ok(page::page(&call, &title, body.memoize()))
}

/// `GET /ledger/{place}/proof`: a C2SP `.tlog-proof` file.
pub(crate) async fn proof(call: Call, Path(place): Path<String>) -> Reply {
    let proven = proven(&call, &place).await?;
    Ok(reply::file(
        &format!("entry-{}.tlog-proof", proven.place),
        "text/plain; charset=utf-8",
        proven.text.into_bytes(),
    ))
}

/// `GET /ledger/{place}/bytes`: the entry exactly as it was hashed.
pub(crate) async fn bytes(call: Call, Path(place): Path<String>) -> Reply {
    let proven = proven(&call, &place).await?;
    Ok(reply::file(&format!("entry-{}.json", proven.place), "application/json", proven.entry))
}
