//! The risk process: how risks stand for each that bears a consequence, which steps are done in which stage of each AI system, what is due, what cannot be
//! compared, and what other criteria would move. One plan: the process as it is told. Serves ISO/IEC 42001 6.1.1, 6.1.2 and 8.2.

pub(crate) mod cockpit;
pub(crate) mod losses;
pub(crate) mod moving;
mod panel;
mod tables;

use axum::body::Body;
use axum::extract::Path;
use governance::packing::issue::{FILES, media};
use governance::risking::level::Verdict;
use governance::risking::whole::{Part, Replayed, Told};
use governance::risking::{ASSESSMENT, CRITERIA};
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use crate::call::{Call, number};
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::tabs::{self, Tab};
use crate::html::tone::Tone;
use crate::html::{Html, page};
use crate::pages::form::Sent;
use crate::reply::{self, Reply};

pub(crate) use panel::{assessment, risk};

/// What a query of the process narrows it by.
pub(crate) const NARROWS: &[&str] = &["on", "system"];

/// A number that a query names.
fn id(call: &Call, name: &str) -> Result<Option<Id>, Failure> {
    call.query.parse::<Id>(name, call.say("competence.takes_number"))
}

/// What a query asks for.
pub(crate) fn part(call: &Call) -> Result<Part, Failure> {
    Ok(Part { on: call.query.parse("on", call.say("duties.takes_day"))?, system: id(call, "system")?, risk: None })
}

/// What would move by the criteria that a query names; nothing where it names none.
pub(crate) async fn replayed(call: &Call) -> Result<Option<Replayed>, Failure> {
    let on = call.query.parse("on", call.say("duties.takes_day"))?;
    let Some(to) = id(call, "to")? else { return Ok(None) };
    Ok(Some(call.aims().risk_replay(&call.actor, &to, id(call, "from")?.as_ref(), on).await?))
}

/// The risk assessment that a query names.
pub(crate) fn assessed(call: &Call) -> Result<Id, Failure> {
    call.query.only(&["assessment"])?;
    id(call, "assessment")?.ok_or_else(|| Failure::input(call.say("risks.needs_assessment")))
}

/// `GET /risks`
pub(crate) async fn overview(call: Call) -> Reply {
    call.query.only(&["on", "system", "to", "from"])?;
    let part = part(&call)?;
    let told = call.aims().risk_method(&call.actor, part.clone()).await?;
    let replayed = replayed(&call).await?;
    let title = call.say("risks.title");
    let acts = maud! { @for (ending, _) in FILES { a .button href=(file_address(&call, ending)) { (ending.to_uppercase()) } } };
    let lead = maud! { p { (call.say("risks.lead")) } };
    let heading = Heading { lead: Some(lead.memoize()), acts: Some(acts.memoize()), ..Heading::of(title) };
    let body = maud! {
        (heading.draw(call.language()))
        (tabs(&call, "/risks"))
        (filter(&call, &part))
        (by(&call, &told))
        (tables::gaps(&call, &told))
        (tables::counts(&call, &told))
        (tables::coverage(&call, &told))
        (tables::lacks(&call, &told))
        (tables::levels(&call, &told, &told.risks))
        (tables::due(&call, &told))
        (tables::scored(&call, &told))
        (ask(&call))
        @if let Some(it) = &replayed { (tables::moved(&call, it)) }
    };
    Ok(page::page(&call, title, body.memoize()))
}

/// `GET /risks/files/{file}`: the process as `risks.xlsx`, `.pdf`, `.html` or `.json`.
pub(crate) async fn file(call: Call, Path(name): Path<String>) -> Reply {
    call.query.only(NARROWS)?;
    let ending = name.strip_prefix("risks.").unwrap_or_default();
    let bytes = call.aims().risk_file(&call.actor, part(&call)?, ending).await?;
    Ok(reply::file(&name, media(ending), bytes))
}

/// `POST /risk-assessments/{id}/take`: what assessors agreed on is taken over to a risk by whoever answers for it.
pub(crate) async fn take(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let sent = Sent::read(&call, body).await?;
    let id = call.id(call.kind(ASSESSMENT)?, &id)?;
    let risk = number(sent.posted.text("risk").unwrap_or_default())?;
    call.aims().take_scores(&call.actor, &id, (&risk, sent.base()), sent.key().as_deref()).await?;
    Ok(page::see(&format!("/{ASSESSMENT}/{id}?done=saved")))
}

/// The pages of risks, each with the message of its name.
const PAGES: [(&str, &str); 7] = [
    ("/risks/cockpit", "nav.cockpit"),
    ("/risks", "nav.risks"),
    ("/risks/moved", "nav.moving"),
    ("/risks/losses", "losses.title"),
    ("/treatments", "nav.treatments"),
    ("/acceptances", "nav.acceptances"),
    ("/challenges", "nav.challenges"),
];

/// The pages of risks as tabs, of which one is shown.
pub(crate) fn tabs(call: &Call, here: &str) -> Html {
    let tab = |(href, name): &(&str, &'static str)| Tab {
        href: (*href).to_owned(),
        label: call.say(name).to_owned(),
        count: None,
        here: *href == here,
    };
    tabs::tabs(call.say("risks.pages"), &PAGES.iter().map(tab).collect::<Vec<_>>())
}

/// The file with what the page is narrowed to.
fn file_address(call: &Call, ending: &str) -> String {
    let of: Vec<String> = NARROWS.iter().filter_map(|it| Some(format!("{it}={}", call.query.get(it)?))).collect();
    let asked = if of.is_empty() { String::new() } else { format!("?{}", of.join("&")) };
    format!("/risks/files/risks.{ending}{asked}")
}

/// The form that asks for another day or for one AI system.
fn filter(call: &Call, part: &Part) -> Html {
    let on = part.on.map(|it| it.to_string()).unwrap_or_default();
    let system = part.system.as_ref().map(ToString::to_string).unwrap_or_default();
    maud! {
        form .inline.row.no-print action="/risks" method="get" {
            label for="on" { (call.say("risks.on")) }
            input #on type="date" name="on" value=(on);
            label for="system" { (call.say("risks.system")) }
            input #system type="text" name="system" value=(system) size="10";
            button type="submit" { (call.say("risks.show")) }
        }
    }
    .memoize()
}

/// By which criteria is told.
fn by(call: &Call, told: &Told) -> Html {
    maud! {
        @match &told.by {
            Some(it) => {
                p { (call.tell("risks.by", &[("version", &it.version), ("on", &told.on)])) " "
                    a href={ "/" (CRITERIA) "/" (it.id.to_string()) } { (it.id.to_string()) } }
            },
            None => p { (call.say("risks.by_none")) " " a .button href={ "/" (CRITERIA) "/new" } { (call.say("risks.add_criteria")) } },
        }
        @if told.hidden > 0 { p .help { (call.count("risks.hidden", told.hidden as u64)) } }
    }
    .memoize()
}

/// The form that asks what other criteria would move.
fn ask(call: &Call) -> Html {
    maud! {
        form .inline.row.no-print action="/risks" method="get" {
            label for="to" { (call.say("risks.to")) }
            input #to type="text" name="to" value=(call.query.get("to").unwrap_or_default()) required size="10";
            button type="submit" { (call.say("risks.replay")) }
            " " span .help { (call.say("risks.replay_help")) }
        }
    }
    .memoize()
}

/// How a verdict looks.
pub(super) fn tone(it: Verdict) -> Tone {
    match it {
        Verdict::Acceptable => Tone::Good,
        Verdict::Tolerable => Tone::Watch,
        Verdict::Above => Tone::Bad,
        Verdict::Pursue => Tone::Info,
        Verdict::NotPursued | Verdict::NotAssessable => Tone::Quiet,
    }
}
