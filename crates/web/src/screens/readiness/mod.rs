//! Readiness for an audit from outside: how far each stage is passed and what blocks it, where records contradict each other, the evidence room,
//! and a drill of an auditor's questions. One plan: readiness as it is told. Serves ISO/IEC 42001 7.5, 9.2 and 9.3.

mod certificates;
pub(crate) mod tables;

use axum::extract::Path;
use axum::http::StatusCode;
use governance::packing::issue::{FILES, media};
use governance::readying::drill::Answer;
use governance::readying::whole::Told;
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::{Html, page, parts};
use crate::reply::{self, Reply};
use crate::screens::conformity::day;

/// The name of the evidence pack.
const PACK: &str = "evidence.zip";

/// Readiness as the query asks for it.
pub(crate) async fn told(call: &Call, more: &[&str]) -> Result<Told, Failure> {
    let known: Vec<&str> = ["framework", "on"].iter().chain(more).copied().collect();
    call.query.only(&known)?;
    Ok(call.aims().readiness(&call.actor, word(call, "framework"), day(call, word(call, "on"))?).await?)
}

/// A word of the query; blank where there is none.
pub(crate) fn word<'a>(call: &'a Call, name: &str) -> &'a str {
    call.query.get(name).map(str::trim).unwrap_or_default()
}

/// The drill that the query asks for; nothing where it names no seed.
pub(crate) async fn drill(call: &Call) -> Result<Option<Vec<Answer>>, Failure> {
    match word(call, "seed") {
        "" => Ok(None),
        seed => Ok(Some(call.aims().drill(&call.actor, word(call, "framework"), seed).await?)),
    }
}

pub(crate) use certificates::panel;

/// `GET /readiness?framework=ISO/IEC 42001&seed=2026`
pub(crate) async fn page(call: Call) -> Reply {
    let (told, wrong) = match told(&call, &["seed"]).await {
        Ok(told) => (Some(told), None),
        Err(failure) if !failure.problems.is_empty() => (None, Some(failure)),
        Err(failure) => return Err(failure),
    };
    let asked = if told.is_some() { drill(&call).await? } else { None };
    let title = call.say("readiness.title");
    let lead = maud! { p { (call.say("readiness.lead")) } }.memoize();
    let heading = Heading { lead: Some(lead), ..Heading::of(title) }.draw(call.language());
    let body = maud! {
        (heading)
        @if let Some(failure) = &wrong { (parts::alert(call.language(), failure)) p { a href="/readiness" { (call.say("readiness.whole")) } } }
        @if let Some(told) = &told {
            (doors(&call, told))
            (tables::stages(&call, told))
            (tables::clashes(&call, told))
            (certificates::section(&call, told))
            (ask(&call, told))
            @if let Some(answers) = &asked { (tables::answers(&call, answers)) }
            (tables::blockers(&call, told))
            (tables::requests(&call, told))
            (tables::room(&call, told))
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
    let query = |file: &str, on: Option<&str>| {
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        pairs.append_pair("framework", &told.framework);
        if let Some(on) = on.filter(|it| !it.is_empty()) {
            pairs.append_pair("on", on);
        }
        format!("/readiness/files/{file}?{}", pairs.finish())
    };
    let on = call.query.get("on");
    maud! {
        form .inline.row.no-print action="/readiness" method="get" {
            label for="framework" { (call.say("conformity.framework")) }
            select id="framework" name="framework" {
                @for it in &told.frameworks {
                    @if it.prefix == told.framework { option value=(it.prefix) selected { (it.prefix) " " (it.title) } }
                    @else { option value=(it.prefix) { (it.prefix) " " (it.title) } }
                }
            }
            label for="on" { (call.say("conformity.on")) }
            input type="date" id="on" name="on" value=(call.query.get("on").unwrap_or_default());
            button .main type="submit" { (call.say("conformity.show")) }
            @for (ending, _) in FILES { " " a .button href=(query(&format!("readiness.{ending}"), on)) { (ending.to_uppercase()) } }
            @if on.is_none_or(str::is_empty) { " " a .button href=(query(PACK, None)) download { (call.say("readiness.pack")) } }
        }
        p .help { (call.tell("readiness.as_of", &[("framework", &told.framework), ("day", &told.on), ("place", &told.place)])) }
    }
    .memoize()
}

/// The form that draws an auditor's questions.
fn ask(call: &Call, told: &Told) -> Html {
    maud! {
        form .inline.row.no-print action="/readiness" method="get" {
            input type="hidden" name="framework" value=(told.framework);
            label for="seed" { (call.say("readiness.seed")) }
            input type="text" id="seed" name="seed" value=(call.query.get("seed").unwrap_or_default()) required size="16";
            button type="submit" { (call.say("readiness.ask")) }
            " " span .help { (call.say("readiness.ask_help")) }
        }
    }
    .memoize()
}

/// `GET /readiness/files/readiness.pdf`, `GET /readiness/files/evidence.zip`
pub(crate) async fn file(call: Call, Path(name): Path<String>) -> Reply {
    call.query.only(&["framework", "on"])?;
    if name == PACK {
        call.query.only(&["framework"])?;
        let pack = call.aims().evidence_pack_file(&call.actor, word(&call, "framework")).await?;
        return Ok(reply::streamed(PACK, "application/zip", pack));
    }
    let ending = name.rsplit_once('.').map_or(name.as_str(), |it| it.1);
    let bytes = call
        .aims()
        .readiness_file(&call.actor, word(&call, "framework"), day(&call, word(&call, "on"))?, ending)
        .await?;
    Ok(reply::file(&format!("readiness.{ending}"), media(ending), bytes))
}
