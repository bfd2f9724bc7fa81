//! A letter of appointment to print and to sign: the role, what it covers, its duties, and who stands in.

use axum::http::StatusCode;
use governance::responsibility::letter::Letter;
use governance::responsibility::map::{Duty, Part};
use governance::responsibility::whole::Names;
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use super::person::label;
use super::{group, system_named};
use crate::call::Call;
use crate::html::page::{self, Sheet};
use crate::html::{Html, words};
use crate::reply::Reply;

/// Systems of one group of duties that are named.
const SHOWN: usize = 40;

/// `GET /duties/{id}` of an assignment.
pub(super) async fn page(call: &Call, id: &Id) -> Reply {
    let (letter, names) = call.aims().letter(&call.actor, id).await?;
    let title = call.tell("duties.letter_title", &[("role", &letter.role)]);
    let body = maud! {
        div .dossier {
            h1 { (title) }
            p .help .no-print { (call.say("duties.letter_help")) " " a href={ "/role_assignment/" (id.to_string()) } { (id.to_string()) } }
            (facts(call, &letter, &names))
            @for (part, key) in PARTS { (duties(call, &letter, *part, key, &names)) }
            (rest(call, "duties.consulted", &letter.consulted))
            (rest(call, "duties.informed", &letter.informed))
            p { (call.say("duties.sign_appoints")) " ______________________" }
            p { (call.say("duties.sign_accepts")) " ______________________" }
        }
    };
    let sheet = Sheet { version: Some(letter.version), digest: None };
    Ok(page::sheet(StatusCode::OK, call, &title, body.memoize(), sheet))
}

/// The parts in their order, each with its heading.
const PARTS: &[(Part, &str)] = &[
    (Part::Accountable, "duties.you_answer"),
    (Part::Responsible, "duties.you_do"),
    (Part::Challenger, "duties.you_challenge"),
];

fn facts(call: &Call, letter: &Letter, names: &Names) -> Html {
    let day = |it: Option<jiff::civil::Date>| it.map(|it| it.to_string());
    let who = |it: Option<&Id>| it.map(|it| label(it, names));
    let covers = who(letter.covers.as_ref()).unwrap_or_else(|| call.say("duties.everything").to_owned());
    let all = [
        ("duties.appointed", who(Some(&letter.person))),
        ("duties.covers_what", Some(covers)),
        ("duties.basis", Some(words(&letter.basis)).filter(|it| !it.is_empty())),
        ("duties.on_behalf", letter.on_behalf_of.as_ref().map(ToString::to_string)),
        ("duties.from", day(letter.from)),
        ("duties.until", day(letter.until)),
        ("duties.reports", who(letter.manager.as_ref())),
        ("duties.stands_in", who(letter.deputy.as_ref())),
        ("duties.state", Some(words(&letter.state))),
    ];
    maud! {
        dl .fields {
            @for (key, value) in &all { @if let Some(value) = value { div { dt { (call.say(key)) } dd { (value) } } } }
        }
    }
    .memoize()
}

fn duties(call: &Call, letter: &Letter, part: Part, key: &'static str, names: &Names) -> Html {
    let of: Vec<&Duty> = letter.duties.iter().filter(|it| it.0 == part).map(|it| &it.1).collect();
    let catalogue = &call.configuration.libraries.duties;
    let groups: Vec<_> = catalogue
        .group
        .iter()
        .filter(|group| of.iter().any(|it| it.group == group.name))
        .map(|group| {
            (
                group,
                of.iter().filter(|it| it.group == group.name).filter_map(|it| it.system.as_ref()).collect::<Vec<_>>(),
            )
        })
        .collect();
    maud! {
        @if !groups.is_empty() {
            h2 { (call.say(key)) }
            @for (group, systems) in &groups {
                h3 { (group.label) }
                ul { @for duty in catalogue.duties(&group.name) { li { (duty.label) " (" (duty.clause) ")" } } }
                @if !systems.is_empty() {
                    p {
                        (call.say("duties.for_systems"))
                        @for id in systems.iter().take(SHOWN) { " " (system_named(id, names)) }
                        @if systems.len() > SHOWN { " " (call.count("duties.more", (systems.len() - SHOWN) as u64)) }
                    }
                }
            }
        }
    }
    .memoize()
}

fn rest(call: &Call, key: &'static str, groups: &[String]) -> Html {
    let all: Vec<&str> = groups.iter().map(|it| group(call, it)).collect();
    maud! { @if !all.is_empty() { h2 { (call.say(key)) } p { (all.join(", ")) } } }.memoize()
}
