//! What moves risks: those that must be assessed again and why, likelihoods that incidents and indicators show, and levels that moved since a day. One plan:
//! what is told. Serves ISO/IEC 42001 8.2 and 6.3.

mod tables;

use axum::body::Body;
use axum::extract::Path;
use governance::packing::issue::{FILES, media_of};
use governance::risking::RISK;
use governance::risking::moving::answered::Told;
use governance::risking::moving::paper::MORE;
use governance::risking::moving::whole::Part;
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use super::tabs;
use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::{Html, page};
use crate::pages::detail::View;
use crate::pages::form::Sent;
use crate::panels::Drawing;
use crate::reply::{self, Reply};
use crate::screens::narrowed::address;

/// What a query narrows it by.
pub(crate) const NARROWS: &[&str] = &["on", "since", "system", "risk", "owner"];

/// What a query asks for; an owner of `me` is the one who asks.
pub(crate) fn part(call: &Call) -> Result<Part, Failure> {
    call.query.only(NARROWS)?;
    let id = |name: &str| call.query.parse::<Id>(name, call.say("competence.takes_number"));
    let day = |name: &str| call.query.parse(name, call.say("duties.takes_day"));
    let owner = match call.query.get("owner") {
        Some("me") => call.actor.person.clone(),
        _ => id("owner")?,
    };
    Ok(Part { on: day("on")?, since: day("since")?, system: id("system")?, risk: id("risk")?, owner })
}

/// `GET /risks/moved`
pub(crate) async fn overview(call: Call) -> Reply {
    let part = part(&call)?;
    let told = call.aims().moving(&call.actor, part.clone()).await?;
    let title = call.say("moving.title");
    let acts = maud! {
        @for (ending, _) in FILES.iter().chain(&MORE) {
            a .button href=(address(&call, "/risks/moved", NARROWS, &format!("files/moved.{ending}"))) { (ending.to_uppercase()) }
        }
    };
    let lead = maud! { p { (call.say("moving.lead")) } };
    let heading = Heading { lead: Some(lead.memoize()), acts: Some(acts.memoize()), ..Heading::of(title) };
    let body = maud! {
        (heading.draw(call.language()))
        (tabs(&call, "/risks/moved"))
        (filter(&call, &part, &told))
        @if told.hidden > 0 { p .notice { (call.tell("moving.hidden", &[("count", &told.hidden)])) } }
        (tables::figures(&call, &told))
        (tables::queue(&call, &told))
        (tables::proposals(&call, &told))
        (tables::untold(&call, &told))
        (tables::feed(&call, &told))
        (tables::replaced(&call, &told))
    };
    Ok(page::page(&call, title, body.memoize()))
}

/// `GET /risks/moved/files/{file}`: as `moved.xlsx`, `.pdf`, `.html` or `.json`, and the queue as `.csv` or `.ics`.
pub(crate) async fn paper(call: Call, Path(name): Path<String>) -> Reply {
    let part = part(&call)?;
    let ending = name.strip_prefix("moved.").unwrap_or_default();
    let bytes = call.aims().moving_file(&call.actor, part, ending).await?;
    Ok(reply::file(&name, media_of(ending, &MORE), bytes))
}

/// `POST /risks/{id}/take`: a likelihood that incidents or an indicator show is taken over by whoever answers for the risk.
pub(crate) async fn take(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(RISK)?, &id)?;
    let sent = Sent::read(&call, body).await?;
    call.aims().take_shown(&call.actor, (&id, sent.base()), sent.key().as_deref()).await?;
    Ok(page::see(&format!("/{RISK}/{id}?done=saved")))
}

/// On the page of a risk: what reaches it, and what is proposed.
pub(crate) fn panel(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let (call, id) = (view.call, view.record.id.clone());
        let told = call.aims().moving(&call.actor, Part { risk: Some(id.clone()), ..Part::default() }).await?;
        let says = told.queue.iter().any(|it| !it.events.is_empty()) || !told.proposals.is_empty();
        Ok(maud! {
            @if says {
                (tables::reached(call, &told))
                (tables::proposals(call, &told))
                p { a href={ "/risks/moved?risk=" (id.to_string()) } { (call.say("moving.open")) } }
            }
        }
        .memoize())
    })
}

/// The form that asks for another day, a day since which is told, an AI system, or a risk.
fn filter(call: &Call, part: &Part, told: &Told) -> Html {
    let on = part.on.map(|it| it.to_string()).unwrap_or_default();
    let text = |it: Option<&Id>| it.map(ToString::to_string).unwrap_or_default();
    maud! {
        form .inline.row.no-print action="/risks/moved" method="get" {
            label for="since" { (call.say("moving.since")) }
            input #since type="date" name="since" value=(told.since.to_string());
            label for="on" { (call.say("risks.on")) }
            input #on type="date" name="on" value=(on);
            label for="system" { (call.say("risks.system")) }
            input #system type="text" name="system" value=(text(part.system.as_ref())) size="10";
            label for="risk" { (call.say("treatments.risk")) }
            input #risk type="text" name="risk" value=(text(part.risk.as_ref())) size="10";
            button type="submit" { (call.say("risks.show")) }
            @if call.actor.person.is_some() { " " a href="/risks/moved?owner=me" { (call.say("moving.mine")) } }
        }
    }
    .memoize()
}
