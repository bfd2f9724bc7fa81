//! Challenges: exercises with how often attacks succeed and are seen, what they say of assessed likelihoods, which attacks wait, which risks were never
//! tested; files of tools are dropped here. One plan: what is told. Serves ISO/IEC 42001 8.2, 9.1 and A.6.2.4.

mod acts;
mod tables;
mod waiting;

pub(crate) use acts::{act, bring_in, take};

use axum::extract::Path;
use governance::challenging::EXERCISE;
use governance::challenging::paper::MORE;
use governance::challenging::whole::Part;
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
pub(crate) const NARROWS: &[&str] = &["on", "system", "risk", "exercise"];

/// What a query asks for.
pub(crate) fn part(call: &Call) -> Result<Part, Failure> {
    call.query.only(NARROWS)?;
    let id = |name: &str| call.query.parse::<Id>(name, call.say("competence.takes_number"));
    let on = call.query.parse("on", call.say("duties.takes_day"))?;
    Ok(Part { on, system: id("system")?, risk: id("risk")?, exercise: id("exercise")? })
}

/// `GET /challenges`
pub(crate) async fn overview(call: Call) -> Reply {
    let part = part(&call)?;
    let told = call.aims().challenges(&call.actor, part.clone()).await?;
    let title = match &told.of {
        Some((_, of)) => call.tell("challenges.of", &[("title", of)]),
        None => call.say("challenges.title").to_owned(),
    };
    let acts = maud! {
        @for (ending, _) in FILES.iter().chain(&MORE) {
            a .button href=(address(&call, "/challenges", NARROWS, &format!("files/challenges.{ending}"))) { (ending.to_uppercase()) }
        }
        a .button href={ "/" (EXERCISE) } { (call.say("challenges.records")) }
    };
    let lead = maud! { p { (call.say("challenges.lead")) } };
    let heading = Heading { lead: Some(lead.memoize()), acts: Some(acts.memoize()), ..Heading::of(&title) };
    let body = maud! {
        (heading.draw(call.language()))
        (tabs(&call, "/challenges"))
        (filter(&call, "/challenges", part.on, part.system.as_ref(), part.risk.as_ref()))
        @if told.hidden > 0 { p .notice { (call.tell("challenges.hidden", &[("count", &told.hidden)])) } }
        (tables::figures(&call, &told))
        (tables::gaps(&call, &told))
        (tables::besides(&call, &told))
        (waiting::proposals(&call, &told))
        (tables::exercises(&call, &told))
        (tables::by_risk(&call, &told))
        (tables::runs(&call, &told))
        (waiting::queue(&call, &told))
        (waiting::missed(&call, &told))
        (tables::scenarios(&call, &told))
        (tables::never(&call, &told))
    };
    Ok(page::page(&call, &title, body.memoize()))
}

/// `GET /challenges/files/{file}`: as `challenges.xlsx`, `.pdf`, `.html` or `.json`, and every attack as `.csv`.
pub(crate) async fn paper(call: Call, Path(name): Path<String>) -> Reply {
    let part = part(&call)?;
    let ending = name.strip_prefix("challenges.").unwrap_or_default();
    let bytes = call.aims().challenge_file(&call.actor, part, ending).await?;
    Ok(reply::file(&name, media_of(ending, &MORE), bytes))
}

/// On the page of an exercise or of a risk: what came of it, and where files are brought in.
pub(crate) fn panel(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let (call, id) = (view.call, view.record.id.clone());
        let of_risk = view.record.kind == RISK;
        let part = match of_risk {
            true => Part { risk: Some(id.clone()), ..Part::default() },
            false => Part { exercise: Some(id.clone()), ..Part::default() },
        };
        let told = call.aims().challenges(&call.actor, part).await?;
        let asks = if of_risk { "risk" } else { "exercise" };
        Ok(maud! {
            @if !told.exercises.is_empty() {
                (tables::besides(call, &told))
                (tables::exercises(call, &told))
                @if !of_risk { (tables::by_risk(call, &told)) (tables::runs(call, &told)) (acts::forms(call, &told)) }
                p { a href={ "/challenges?" (asks) "=" (id.to_string()) } { (call.say("challenges.open")) } }
            }
        }
        .memoize())
    })
}
