//! The register of acceptances: of an AI system, of a risk, one of them, or all: whether each counts and why, who may grant those that wait, what is kept
//! together, days to come, exceptions, and what is missing. One plan: what is told. Serves ISO/IEC 42001 6.1.3 and 8.3.

mod tables;

use axum::extract::Path;
use governance::accepting::ACCEPTANCE;
use governance::accepting::paper::MORE;
use governance::accepting::whole::Part;
use governance::packing::issue::{FILES, media_of};
use governance::risking::RISK;
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::page;
use crate::pages::detail::View;
use crate::panels::Drawing;
use crate::reply::{self, Reply};
use crate::screens::narrowed::{address, filter};
use crate::screens::risks::tabs;

/// What a query narrows it by.
pub(crate) const NARROWS: &[&str] = &["on", "system", "risk", "acceptance"];

/// What a query asks for.
pub(crate) fn part(call: &Call) -> Result<Part, Failure> {
    call.query.only(NARROWS)?;
    let id = |name: &str| call.query.parse::<Id>(name, call.say("competence.takes_number"));
    let on = call.query.parse("on", call.say("duties.takes_day"))?;
    Ok(Part { on, system: id("system")?, risk: id("risk")?, acceptance: id("acceptance")? })
}

/// `GET /acceptances`
pub(crate) async fn register(call: Call) -> Reply {
    let part = part(&call)?;
    let told = call.aims().acceptances(&call.actor, part.clone()).await?;
    let title = match &told.of {
        Some((_, of)) => call.tell("acceptances.of", &[("title", of)]),
        None => call.say("acceptances.title").to_owned(),
    };
    let acts = maud! {
        @for (ending, _) in FILES.iter().chain(&MORE) {
            a .button href=(address(&call, "/acceptances", NARROWS, &format!("files/acceptances.{ending}"))) { (ending.to_uppercase()) }
        }
        a .button href={ "/" (ACCEPTANCE) } { (call.say("acceptances.records")) }
    };
    let lead = maud! { p { (call.say("acceptances.lead")) } };
    let heading = Heading { lead: Some(lead.memoize()), acts: Some(acts.memoize()), ..Heading::of(&title) };
    let body = maud! {
        (heading.draw(call.language()))
        (tabs(&call, "/acceptances"))
        (filter(&call, "/acceptances", part.on, part.system.as_ref(), part.risk.as_ref()))
        @if told.hidden > 0 { p .notice { (call.tell("acceptances.hidden", &[("count", &told.hidden)])) } }
        (tables::unaccepted(&call, &told))
        (tables::gaps(&call, &told))
        (tables::register(&call, &told))
        (tables::exceptions(&call, &told))
        (tables::authority(&call, &told))
        (tables::conditions(&call, &told))
        (tables::exposure(&call, &told))
        (tables::days(&call, &told))
        (tables::reviews(&call, &told))
    };
    Ok(page::page(&call, &title, body.memoize()))
}

/// `GET /acceptances/files/{file}`: the register as `acceptances.xlsx`, `.pdf`, `.html`, `.json` `.csv` or `.ics`.
pub(crate) async fn paper(call: Call, Path(name): Path<String>) -> Reply {
    let part = part(&call)?;
    let ending = name.strip_prefix("acceptances.").unwrap_or_default();
    let bytes = call.aims().acceptance_file(&call.actor, part, ending).await?;
    Ok(reply::file(&name, media_of(ending, &MORE), bytes))
}

/// On the page of an acceptance or of a risk: how its acceptances stand, and who may grant one that waits.
pub(crate) fn panel(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let (call, id) = (view.call, view.record.id.clone());
        let of_risk = view.record.kind == RISK;
        let part = match of_risk {
            true => Part { risk: Some(id.clone()), ..Part::default() },
            false => Part { acceptance: Some(id.clone()), ..Part::default() },
        };
        let told = call.aims().acceptances(&call.actor, part).await?;
        let asks = if of_risk { "risk" } else { "acceptance" };
        Ok(maud! {
            @if !told.register.is_empty() {
                (tables::register(call, &told))
                @if !of_risk { (tables::authority(call, &told)) (tables::conditions(call, &told)) }
                p { a href={ "/acceptances?" (asks) "=" (id.to_string()) } { (call.say("acceptances.open")) } }
            }
        }
        .memoize())
    })
}
