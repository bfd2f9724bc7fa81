//! What belongs to the AI management system: the grid of functions and uses, the scope in words, contradictions, and what follows where a unit
//! moves. One plan: the scope as it is told, and the difference of two where it is asked for. Serves ISO/IEC 42001 4.1 to 4.4.

mod effect;
mod tables;

use axum::extract::Path;
use axum::http::StatusCode;
use governance::packing::issue::{FILES, media};
use governance::scoping::effect::{Effect, To};
use governance::scoping::whole::{Asked, Told};
use governance::scoping::{DEFINITION, USE};
use governance::surroundings::SYSTEM;
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::{Html, page, parts};
use crate::pages::detail::View;
use crate::panels::Drawing;
use crate::reply::{self, Reply};
use crate::screens::conformity::day;
use crate::screens::readiness::word;

/// What the query asks for.
fn asked(call: &Call) -> Result<Asked, Failure> {
    Ok(Asked { scope: record(call, "scope")?, on: day(call, word(call, "on"))? })
}

/// The record that the query names.
fn record(call: &Call, name: &str) -> Result<Option<Id>, Failure> {
    match word(call, name) {
        "" => Ok(None),
        it => Ok(Some(it.parse().map_err(|says: String| governance::Error::problem(name, says))?)),
    }
}

/// The scope as the query asks for it.
pub(crate) async fn told(call: &Call, more: &[&str]) -> Result<Told, Failure> {
    let known: Vec<&str> = ["scope", "on"].iter().chain(more).copied().collect();
    call.query.only(&known)?;
    Ok(call.aims().scope(&call.actor, &asked(call)?).await?)
}

/// What follows where the unit of the query moves; nothing where it names none.
pub(crate) async fn effect(call: &Call) -> Result<Option<Effect>, Failure> {
    let Some(unit) = record(call, "unit")? else { return Ok(None) };
    let to: To = word(call, "to").parse()?;
    Ok(Some(call.aims().scope_effect(&call.actor, &asked(call)?, &unit, to).await?))
}

/// `GET /scope?scope=SCP-1&on=2026-10-01&unit=ORG-2&to=out`
pub(crate) async fn page(call: Call) -> Reply {
    let found = match told(&call, &["unit", "to"]).await {
        Ok(told) => effect(&call).await.map(|it| (told, it)),
        Err(failure) => Err(failure),
    };
    let (found, wrong) = match found {
        Ok(found) => (Some(found), None),
        Err(failure) if !failure.problems.is_empty() => (None, Some(failure)),
        Err(failure) => return Err(failure),
    };
    let title = call.say("scope.title");
    let lead = maud! { p { (call.say("scope.lead")) } }.memoize();
    let heading = Heading { lead: Some(lead), ..Heading::of(title) }.draw(call.language());
    let body = maud! {
        (heading)
        @if let Some(failure) = &wrong { (parts::alert(call.language(), failure)) p { a href="/scope" { (call.say("scope.whole")) } } }
        @if let Some((told, effect)) = &found {
            (doors(&call, told))
            @if told.scope.is_some() { (what_if(&call, told)) }
            @if let Some(effect) = effect { (effect::drawn(&call, effect)) }
            @if told.scope.is_some() {
                (tables::clashes(&call, told))
                (tables::grid(&call, told))
                (tables::statement(&call, told))
                (tables::verdicts(&call, told))
            }
        }
    };
    let mut answer = page::page(&call, title, body.memoize());
    if wrong.is_some() {
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(answer)
}

/// What is shown, and its files.
fn doors(call: &Call, told: &Told) -> Html {
    let query = |ending: &str| {
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        for name in ["scope", "on"] {
            let value = word(call, name);
            if !value.is_empty() {
                pairs.append_pair(name, value);
            }
        }
        format!("/scope/files/scope.{ending}?{}", pairs.finish())
    };
    let here = told.scope.as_ref().map(|it| &it.id);
    let of = &told.inventory;
    maud! {
        form .inline.row.no-print action="/scope" method="get" {
            label for="scope" { (call.say("scope.scope")) }
            select id="scope" name="scope" {
                option value="" { (call.say("scope.in_force")) }
                @for it in &told.scopes {
                    @if here == Some(&it.id) && !word(call, "scope").is_empty() {
                        option value=(it.id.to_string()) selected { (it.id.to_string()) " " (it.title) " (" (it.state.replace('_', " ")) ")" }
                    } @else {
                        option value=(it.id.to_string()) { (it.id.to_string()) " " (it.title) " (" (it.state.replace('_', " ")) ")" }
                    }
                }
            }
            label for="on" { (call.say("conformity.on")) }
            input type="date" id="on" name="on" value=(word(call, "on"));
            button .main type="submit" { (call.say("conformity.show")) }
            @for (ending, _) in FILES { " " a .button href=(query(ending)) { (ending.to_uppercase()) } }
        }
        @match &told.scope {
            Some(it) => p .help {
                a href={ "/aims_scope/" (it.id.to_string()) } { (it.id.to_string()) " " (it.title) } " "
                (call.tell("scope.as_of", &[("state", &it.state.replace('_', " ")), ("version", &it.version), ("day", &told.on)]))
            },
            None => p { (call.say("scope.all_in")) " " a href="/aims_scope/new" { (call.say("scope.write")) } },
        }
        p .help {
            (call.tell("scope.inventory", &[("known", &of.known), ("registered", &of.registered), ("owned", &of.owned), ("housed", &of.housed)]))
        }
    }
    .memoize()
}

/// The form that asks what follows where a unit moves.
fn what_if(call: &Call, told: &Told) -> Html {
    let (unit, to) = (word(call, "unit"), word(call, "to"));
    maud! {
        form .inline.row.no-print action="/scope" method="get" {
            input type="hidden" name="scope" value=(word(call, "scope"));
            input type="hidden" name="on" value=(word(call, "on"));
            label for="unit" { (call.say("scope.unit")) }
            select id="unit" name="unit" required {
                @for it in &told.all.units {
                    @let id = it.id.to_string();
                    @if id == unit { option value=(id) selected { (id) " " (it.title) } }
                    @else { option value=(id) { (id) " " (it.title) } }
                }
            }
            label for="to" { (call.say("scope.to")) }
            select id="to" name="to" {
                @for (value, key) in [("out", "scope.to_out"), ("in", "scope.to_in")] {
                    @if value == to { option value=(value) selected { (call.say(key)) } }
                    @else { option value=(value) { (call.say(key)) } }
                }
            }
            button type="submit" { (call.say("scope.what_if")) }
        }
    }
    .memoize()
}

/// `GET /scope/files/scope.pdf`
pub(crate) async fn file(call: Call, Path(name): Path<String>) -> Reply {
    call.query.only(&["scope", "on"])?;
    let ending = name.rsplit_once('.').map_or(name.as_str(), |it| it.1);
    let bytes = call.aims().scope_file(&call.actor, &asked(&call)?, ending).await?;
    Ok(reply::file(&format!("scope.{ending}"), media(ending), bytes))
}

/// The panel on pages of uses, AI systems and units: whether it belongs to the management system, and why.
pub(crate) fn panel(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let call = view.call;
        let told = call.aims().scope_of(&call.actor, &view.record.id).await?;
        let defined = [USE, SYSTEM].contains(&view.record.kind.as_str());
        let define = format!("/tiering/{}?scheme={DEFINITION}", view.record.id);
        Ok(maud! {
            @if let Some((scope, it)) = &told {
                section .panel aria-labelledby="in-scope" {
                    h2 #in-scope { (call.say("scope.panel")) ": " (tables::badge_of(call, &it.verdict)) }
                    p { (it.why()) }
                    @if !it.asks.is_empty() { ul { @for ask in &it.asks { li { (ask) } } } }
                    p .help { a href="/scope" { (scope.id.to_string()) " " (scope.title) } }
                }
            }
            @if defined { p .no-print { a href=(define) { (call.say("scope.define")) } } }
        }
        .memoize())
    })
}

/// The panel on the page of a scope: what contradicts it, and where the rest is.
pub(crate) fn of_scope(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let call = view.call;
        let asked = Asked { scope: Some(view.record.id.clone()), on: None };
        let told = call.aims().scope(&call.actor, &asked).await?;
        let href = format!("/scope?scope={}", view.record.id);
        Ok(maud! {
            p .no-print { a .button href=(href) { (call.say("scope.open_page")) } }
            (tables::clashes(call, &told))
        }
        .memoize())
    })
}
