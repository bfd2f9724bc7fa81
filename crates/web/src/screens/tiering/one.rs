//! A classification worked out for one AI system: a form from the tables' inputs, filled from the record; the result stands below it
//! when it is asked for, and is kept as a classification that somebody else confirms.

use axum::body::Body;
use axum::extract::Path;
use governance::deciding::shipped::{Scheme, shipped};
use governance::scoping::USE;
use governance::surroundings::SYSTEM;
use governance::tiering::worked::{Asked, Worked};
use governance::tiering::{CLASSIFICATION, OWN_TIER};
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use super::named;
use crate::call::{Call, number};
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::tabs::{Tab, tabs};
use crate::html::tone::Tone;
use crate::html::{Html, badge, page, parts, words};
use crate::pages::form::Sent;
use crate::reply::Reply;

/// The name of an answer in addresses and forms.
const ANSWER: &str = "a.";

/// `GET /tiering/{id}`: the form, with what follows from the answers in the address and from the record.
pub(crate) async fn form(call: Call, Path(id): Path<String>) -> Reply {
    let id = subject(&call, &id)?;
    let names: Vec<String> = shipped().vocabulary.inputs.iter().map(|it| format!("{ANSWER}{}", it.name)).collect();
    let scheme = call.query.get("scheme").unwrap_or(OWN_TIER).to_owned();
    let blank = call.aims().work_out(&call.actor, &id, &scheme, &[]).await?;
    let more = blank.asked.iter().map(|it| format!("{ANSWER}{}", it.input));
    let names: Vec<String> = names.into_iter().chain(more).collect();
    let mut known: Vec<&str> = names.iter().map(String::as_str).collect();
    // Both buttons send the whole form.
    known.extend(["scheme", "once"]);
    call.query.only(&known)?;
    let told: Vec<(String, String)> = blank
        .asked
        .iter()
        .filter_map(|it| Some((it.input.clone(), call.query.get(&format!("{ANSWER}{}", it.input))?.to_owned())))
        .collect();
    let worked = match told.is_empty() {
        true => blank,
        false => call.aims().work_out(&call.actor, &id, &scheme, &told).await?,
    };
    Ok(drawn(&call, &worked))
}

/// `POST /tiering/{id}`: enters what was worked out.
pub(crate) async fn keep(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let id = subject(&call, &id)?;
    let sent = Sent::read(&call, body).await?;
    let scheme = sent.posted.text("scheme").unwrap_or(OWN_TIER).to_owned();
    let answers = sent.posted.texts.iter();
    let told: Vec<(String, String)> =
        answers.filter_map(|(name, value)| Some((name.strip_prefix(ANSWER)?.to_owned(), value.clone()))).collect();
    let made = call.aims().keep_worked_out(&call.actor, (&id, &scheme), &told, sent.key().as_deref()).await?;
    Ok(page::see(&format!("/{CLASSIFICATION}/{}?done=made", made.id)))
}

/// The AI system, or the use of one, that the address names.
fn subject(call: &Call, id: &str) -> Result<Id, Failure> {
    let id = number(id)?;
    let kind = if call.kind(USE)?.prefix == id.prefix { USE } else { SYSTEM };
    call.id(call.kind(kind)?, &id.to_string())
}

fn drawn(call: &Call, worked: &Worked) -> axum::response::Response {
    let id = worked.system.to_string();
    let kind = call.configuration.catalog.kind_of_prefix(&worked.system.prefix).map_or(SYSTEM, |it| it.kind.as_str());
    let title = call.tell("tiering.of", &[("title", &worked.title)]);
    let crumbs = [
        ("/tiering".to_owned(), call.say("tiering.title").to_owned()),
        (format!("/{kind}/{id}"), format!("{id} {}", worked.title)),
    ];
    let lead = maud! { p { (worked.scheme.label) ": " (worked.scheme.says) } }.memoize();
    let heading = Heading { crumbs: &crumbs, lead: Some(lead), ..Heading::of(&title) }.draw(call.language());
    let body = maud! {
        (heading)
        (schemes(call, worked))
        div #found { (result(call, worked)) }
        (questions(call, worked))
    };
    page::page(call, &title, body.memoize())
}

fn schemes(call: &Call, worked: &Worked) -> Html {
    let tab = |it: &Scheme| Tab {
        href: format!("/tiering/{}?scheme={}", worked.system, it.name),
        label: it.label.clone(),
        count: None,
        here: it.name == worked.scheme.name,
    };
    tabs(call.say("tiering.schemes"), &shipped().schemes.iter().map(tab).collect::<Vec<_>>())
}

/// What follows, why, and what would move it.
fn result(call: &Call, worked: &Worked) -> Html {
    let verdict = &worked.verdict;
    maud! {
        section .panel aria-labelledby="result" aria-live="polite" {
            h2 #result {
                (call.say("tiering.result")) ": "
                @match &verdict.outcome {
                    Some(outcome) => (badge::badge(Tone::Info, &named(call, outcome))),
                    None => (badge::badge(Tone::Watch, call.say("tiering.undecided"))),
                }
            }
            @if let Some(problem) = &verdict.problem { p { (parts::sentence(problem)) } }
            @if !verdict.needs.is_empty() {
                p { (call.say("tiering.lacks")) ": " (verdict.needs.iter().map(|it| words(it)).collect::<Vec<_>>().join(", ")) }
            }
            ul { @for it in &verdict.reasons { li { (parts::sentence(it)) } } }
            @if !worked.milder.is_empty() {
                h3 { (call.say("tiering.milder")) }
                ul { @for it in &worked.milder { li { (it) } } }
            }
            @if let Some(depth) = &worked.depth {
                h3 { (call.say("tiering.depth")) }
                dl {
                    @for (name, says) in [
                        (call.say("tiering.evidence"), &depth.evidence),
                        (call.say("tiering.cadence"), &depth.cadence),
                        (call.say("tiering.approvers"), &depth.approvers),
                        (call.say("tiering.explanation"), &depth.explanation),
                        (call.say("tiering.logging"), &depth.logging),
                    ] { dt { (name) } dd { (says) } }
                }
            }
            p .help { (call.say("tiering.by_tables")) ": " (worked.tables.join(", ")) }
        }
    }
    .memoize()
}

/// The questions in one form, so that what is kept are the answers that stand there: one button works them out by the address, the other
/// one keeps them.
fn questions(call: &Call, worked: &Worked) -> Html {
    let id = worked.system.to_string();
    maud! {
        section .panel aria-labelledby="questions" {
            h2 #questions { (call.say("tiering.questions")) }
            p .help { (call.say("tiering.questions_help")) }
            form action={ "/tiering/" (id) } method="post" data-live="found" {
                (parts::once())
                input type="hidden" name="scheme" value=(worked.scheme.name);
                @for it in &worked.asked { (question(call, it)) }
                button type="submit" formmethod="get" { (call.say("tiering.work_out")) }
                p .help { (call.say("tiering.keep_help")) }
                button .main type="submit" { (call.say("tiering.keep")) }
            }
        }
    }
    .memoize()
}

fn question(call: &Call, it: &Asked) -> Html {
    let (id, name) = (format!("a-{}", it.input), format!("{ANSWER}{}", it.input));
    let value = it.value.clone().unwrap_or_default();
    let note = format!("{id}-note");
    let source = it.source.clone().unwrap_or_else(|| call.say("tiering.not_known").to_owned());
    maud! {
        div .field {
            label for=(id) { (words(&it.input)) }
            p .help id=(note) { (it.says) " (" (source) ")" }
            @if it.options.is_empty() {
                input id=(id) type="text" name=(name) value=(value) inputmode="decimal" aria-describedby=(note);
            } @else {
                select id=(id) name=(name) aria-describedby=(note) {
                    option value="" { (call.say("tiering.unknown")) }
                    @for option in &it.options { option value=(option) selected[*option == value] { (words(option)) } }
                }
            }
        }
    }
    .memoize()
}
