//! Treatment plans: the board of an AI system, of a risk, of one treatment or of all, with what is left of each risk, whether it worked and why,
//! how tasks burn down, hours, cost, the statement of applicability, and what is missing. One plan: what is told. Serves ISO/IEC 42001 6.1.3 and 8.3.

mod picture;
mod tables;

use axum::extract::Path;
use governance::packing::issue::{FILES, media};
use governance::risking::RISK;
use governance::treating::TREATMENT;
use governance::treating::success::Verdict;
use governance::treating::whole::Part;
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::figure::figure;
use crate::html::head::Heading;
use crate::html::section::behind;
use crate::html::tone::Tone;
use crate::html::{Html, page, words};
use crate::pages::detail::View;
use crate::panels::Drawing;
use crate::reply::{self, Reply};
use crate::screens::narrowed::{address, filter};
use crate::screens::pictures;
use crate::screens::risks::tabs;

/// What a query narrows it by.
pub(crate) const NARROWS: &[&str] = &["on", "system", "risk", "treatment"];

/// What a query asks for.
pub(crate) fn part(call: &Call) -> Result<Part, Failure> {
    call.query.only(NARROWS)?;
    let id = |name: &str| call.query.parse::<Id>(name, call.say("competence.takes_number"));
    let on = call.query.parse("on", call.say("duties.takes_day"))?;
    Ok(Part { on, system: id("system")?, risk: id("risk")?, treatment: id("treatment")? })
}

/// `GET /treatments`
pub(crate) async fn board(call: Call) -> Reply {
    let part = part(&call)?;
    let told = call.aims().treatments(&call.actor, part.clone()).await?;
    let title = match &told.of {
        Some((_, of)) => call.tell("treatments.of", &[("title", of)]),
        None => call.say("treatments.title").to_owned(),
    };
    let acts = maud! {
        @for (ending, _) in FILES { a .button href=(address(&call, "/treatments", NARROWS, &format!("files/treatments.{ending}"))) { (ending.to_uppercase()) } }
        a .button href={ "/" (TREATMENT) } { (call.say("treatments.records")) }
    };
    let lead = maud! { p { (call.say("treatments.lead")) } };
    let heading = Heading { lead: Some(lead.memoize()), acts: Some(acts.memoize()), ..Heading::of(&title) };
    let body = maud! {
        (heading.draw(call.language()))
        (tabs(&call, "/treatments"))
        (filter(&call, "/treatments", part.on, part.system.as_ref(), part.risk.as_ref()))
        @if told.hidden > 0 { p .notice { (call.tell("treatments.hidden", &[("count", &told.hidden)])) } }
        (tables::gaps(&call, &told))
        (tables::board(&call, &told))
        (tables::risks(&call, &told))
        @for it in told.plans.iter().filter(|it| !it.tasks.is_empty()) {
            (figure(call.language(), &picture::burnt(&call, it), &format!("burnt-{}", it.id), Some(&address(&call, "/treatments", NARROWS, &format!("charts/{}", it.id)))))
        }
        (tables::shown(&call, &told))
        (tables::tasks(&call, &told))
        (tables::hours(&call, &told))
        (tables::costs(&call, &told))
        (tables::controls(&call, &told))
    };
    Ok(page::page(&call, &title, body.memoize()))
}

/// `GET /treatments/charts/{file}`: how the tasks of a treatment burnt down, such as `TRT-0001.svg` or `.csv`.
pub(crate) async fn chart(call: Call, Path(file): Path<String>) -> Reply {
    let part = part(&call)?;
    let (name, ending) = file.rsplit_once('.').unwrap_or((&file, ""));
    let id: Id = name.parse().map_err(|_| pictures::unknown(&call, &file))?;
    let told =
        call.aims().treatments(&call.actor, Part { treatment: Some(id), on: part.on, ..Part::default() }).await?;
    let plan = told.plans.first().ok_or_else(|| pictures::unknown(&call, &file))?;
    pictures::answer(&call, &picture::burnt(&call, plan), &format!("{}-burnt-down", plan.id), ending)
}

/// `GET /treatments/files/{file}`: the plans as `treatments.xlsx`, `.pdf`, `.html` or `.json`.
pub(crate) async fn paper(call: Call, Path(name): Path<String>) -> Reply {
    let part = part(&call)?;
    let ending = name.strip_prefix("treatments.").unwrap_or_default();
    let bytes = call.aims().treatment_file(&call.actor, part, ending).await?;
    Ok(reply::file(&name, media(ending), bytes))
}

/// On the page of a treatment or of a risk: how its treatments stand, and what they leave.
pub(crate) fn panel(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let (call, id) = (view.call, view.record.id.clone());
        let part = match view.record.kind == RISK {
            true => Part { risk: Some(id.clone()), ..Part::default() },
            false => Part { treatment: Some(id.clone()), ..Part::default() },
        };
        let told = call.aims().treatments(&call.actor, part).await?;
        let asks = if view.record.kind == RISK { "risk" } else { "treatment" };
        Ok(maud! {
            @if !told.plans.is_empty() {
                (tables::board(call, &told))
                (tables::risks(call, &told))
                p { a href={ "/treatments?" (asks) "=" (id.to_string()) } { (call.say("treatments.open")) } }
            }
        }
        .memoize())
    })
}

/// How a verdict looks, with the sentence behind it.
pub(super) fn verdict(it: &governance::treating::success::Told) -> Html {
    let tone = match it.verdict {
        Verdict::Shown | Verdict::Closed => Tone::Good,
        Verdict::Reopened | Verdict::NotShown | Verdict::Late => Tone::Bad,
        Verdict::NotAssessable | Verdict::Stale => Tone::Watch,
        Verdict::Running | Verdict::GivenUp => Tone::Quiet,
    };
    behind(tone, &words(it.verdict.name()), &it.why)
}
