//! The impacts of an AI system: both lanes side by side with what leads from one to the other, who gains and who loses, who was looked at and
//! heard, work that is exposed, what laws ask, and what is missing. One plan: what is told of the system. Serves ISO/IEC 42001 6.1.4 and 8.4.

mod picture;
mod tables;

use axum::extract::Path;
use governance::impacting::group::Standing;
use governance::impacting::lanes::Lanes;
use governance::impacting::whole::{Societal, Told};
use governance::packing::issue::{FILES, media};
use governance::surroundings::SYSTEM;
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::figure::figure;
use crate::html::head::Heading;
use crate::html::tone::Tone;
use crate::html::{Html, badge, page, parts, words};
use crate::reply::{self, Reply};
use crate::screens::{duties, pictures};

/// What is told of a system by the lanes and the day of the query.
pub(crate) async fn told(call: &Call, id: &str) -> Result<Told, Failure> {
    call.query.only(&["lanes", "on"])?;
    let id = call.id(call.kind(SYSTEM)?, id)?;
    let lanes = Lanes::read(call.query.get("lanes"))?;
    Ok(call.aims().impacts(&call.actor, &id, lanes, duties::day(call)?).await?)
}

/// `GET /system/{id}/impacts`
pub(crate) async fn page(call: Call, Path(id): Path<String>) -> Reply {
    let told = told(&call, &id).await?;
    let title = call.tell("impacts.of", &[("title", &told.title)]);
    let crumbs = [(format!("/{SYSTEM}/{}", told.system), told.title.clone())];
    let lead = maud! { p { (call.say("impacts.lead")) } };
    let acts = maud! { @for (ending, _) in FILES { a .button href=(address(&call, &told, &format!("files/impacts.{ending}"))) { (ending.to_uppercase()) } } };
    let heading =
        Heading { crumbs: &crumbs, lead: Some(lead.memoize()), acts: Some(acts.memoize()), ..Heading::of(&title) };
    let heading = heading.draw(call.language());
    let body = maud! {
        (heading)
        @if let Some(it) = &told.societal { (standing(&call, it)) }
        @if told.hidden > 0 { p .notice { (call.tell("impacts.hidden", &[("count", &told.hidden)])) } }
        (tables::gaps(&call, &told))
        @if told.map.is_some() { (figure(call.language(), &picture::lanes(&call, &told), "map", Some(&address(&call, &told, "map")))) }
        @else if told.technical.is_some() { (tables::technical(&call, &told)) }
        @if let Some(it) = &told.societal {
            (tables::profile(&call, it))
            (tables::impacts(&call, &told, it))
            (tables::groups(&call, &told, it))
            (tables::hearings(&call, it))
            (tables::work(&call, it))
            (tables::assessments(&call, &told, it))
        }
        (tables::statements(&call, &told))
        (tables::laws(&call, &told))
    };
    Ok(page::page(&call, &title, body.memoize()))
}

/// `GET /system/{id}/impacts/{file}`: `map.svg` or `map.csv`.
pub(crate) async fn file(call: Call, Path((id, file)): Path<(String, String)>) -> Reply {
    let told = told(&call, &id).await?;
    let Some(("map", ending)) = file.rsplit_once('.') else { return Err(pictures::unknown(&call, &file)) };
    pictures::answer(&call, &picture::lanes(&call, &told), &format!("{}-impacts", told.system), ending)
}

/// `GET /system/{id}/impacts/files/{file}`: everything as `impacts.xlsx`, `.pdf`, `.html` or `.json`.
pub(crate) async fn paper(call: Call, Path((id, file)): Path<(String, String)>) -> Reply {
    call.query.only(&["on"])?;
    let id = call.id(call.kind(SYSTEM)?, &id)?;
    let ending = file.strip_prefix("impacts.").unwrap_or_default();
    let bytes = call.aims().impact_file(&call.actor, &id, duties::day(&call)?, ending).await?;
    Ok(reply::file(&format!("{id}-{file}"), media(ending), bytes))
}

/// Where something below the page stands, of the same day.
fn address(call: &Call, told: &Told, what: &str) -> String {
    let on = call.query.get("on").map(|it| format!("?on={it}")).unwrap_or_default();
    format!("/system/{}/impacts/{what}{on}", told.system)
}

/// How the lane of people and society stands, and groups that bear harms while others have the benefits.
fn standing(call: &Call, it: &Societal) -> Html {
    let tone = match it.standing {
        Standing::NotAssessed | Standing::Unassessed => Tone::Bad,
        Standing::Impacts => Tone::Watch,
        Standing::NoneFound => Tone::Good,
    };
    maud! {
        p { (badge::badge(tone, &words(it.standing.name()))) " " (parts::sentence(&it.why)) }
        @if let Some(of) = &it.asymmetry {
            p .notice { strong { (call.say("impacts.asymmetry")) } " " (parts::sentence(&of.says)) }
        }
    }
    .memoize()
}
