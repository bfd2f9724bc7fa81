//! Today: what waits for me, what I keep, what happened to what is mine, and how to get it off the table.
//!
//! One plan: `Aims::inbox` reads everything in one snapshot; the people to whom something may be passed are read only when
//! somebody wants to pass it on.

pub(crate) mod acts;
mod items;

use axum::http::StatusCode;
use axum::response::Response;
use governance::dates::Due;
use governance::inbox::Inbox;
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::{Html, empty, page, parts};
use crate::reply::Reply;
use crate::screens::start;

/// `GET /`
pub(crate) async fn today(call: Call) -> Reply {
    call.query.only(&["done", "delegate", "later", "snoozed"])?;
    draw(&call, None).await
}

/// The page, with what went wrong above it when something did.
pub(crate) async fn draw(call: &Call, failure: Option<&Failure>) -> Result<Response, Failure> {
    let inbox = call.aims().inbox(&call.actor).await?;
    let first = start::invitation(call).await?;
    let asked = acts::asked(call).await?;
    let day = call.aims().today().strftime("%A, %-d %B %Y").to_string();
    let body = maud! {
        (Heading { lead: Some(maud! { p { (day) " · " (summary(call, &inbox)) } }.memoize()), acts: Some(links(call)), ..Heading::of(call.say("today.title")) }.draw(call.language()))
        (parts::done(done(call)))
        @if let Some(failure) = failure { (parts::alert(call.language(), failure)) }
        @if let Some(asked) = &asked { (asked) }
        @if let Some(first) = &first { (first) }
        @if nothing(&inbox) && first.is_none() {
            (empty::empty("home", call.say("today.empty"), call.say("today.empty_why"), &[("/inventory".to_owned(), call.say("today.to_inventory").to_owned())]))
        } @else if !nothing(&inbox) {
            div class=(if quiet(&inbox) { "" } else { "desk" }) { div { (mine(call, &inbox)) } div { (news(call, &inbox)) } }
        }
        (items::snoozed(call, &inbox))
    }
    .memoize();
    let status = failure.map_or(StatusCode::OK, |it| it.status);
    Ok(page::page_with(status, call, call.say("today.title"), body))
}

/// What was just done, from a fixed list.
fn done(call: &Call) -> Option<&'static str> {
    Some(call.say(match call.query.get("done")? {
        "decided" => "today.done_decided",
        "delegated" => "today.done_delegated",
        "later" => "today.done_later",
        "now" => "today.done_now",
        "seen" => "today.done_seen",
        _ => return None,
    }))
}

fn links(call: &Call) -> Html {
    let own = call.actor.person.as_ref().map(|it| format!("/duties/{it}"));
    maud! {
        @if let Some(own) = &own { a .button.plain href=(own) { (call.say("duties.mine")) } }
        a .button.plain href="/reminders" { (call.say("today.reminders")) }
    }
    .memoize()
}

/// Whether there is nothing at all to show.
fn nothing(inbox: &Inbox) -> bool {
    let Inbox { decisions, dues, alerts, mentions, changed, incomplete, .. } = inbox;
    decisions.is_empty()
        && dues.is_empty()
        && alerts.is_empty()
        && mentions.is_empty()
        && changed.is_empty()
        && incomplete.is_empty()
}

/// Whether nothing happened.
fn quiet(inbox: &Inbox) -> bool {
    inbox.alerts.is_empty() && inbox.mentions.is_empty() && inbox.changed.is_empty() && inbox.incomplete.is_empty()
}

fn summary(call: &Call, inbox: &Inbox) -> String {
    let late = inbox.dues.iter().filter(|it| it.left < 0).count() as u64;
    let decisions = call.count("today.decisions_count", inbox.decisions.len() as u64);
    format!(
        "{decisions}, {}, {}",
        call.count("today.late_count", late),
        call.count("today.coming_count", inbox.dues.len() as u64 - late)
    )
}

/// What I decide and what I keep.
fn mine(call: &Call, inbox: &Inbox) -> Html {
    let of = |wanted: fn(&Due) -> bool| -> Vec<&Due> { inbox.dues.iter().filter(|it| wanted(it)).collect() };
    let overnight = of(|it| it.left == -1 && it.untrue);
    let untrue = of(|it| it.left < -1 && it.untrue);
    let late = of(|it| it.left < 0 && !it.untrue);
    let week = of(|it| (0..=7).contains(&it.left));
    let month = of(|it| it.left > 7);
    maud! {
        (items::decisions(call, inbox))
        (items::dates(call, "overnight", call.say("today.overnight"), call.say("today.overnight_why"), &overnight))
        (items::dates(call, "late", call.say("today.late"), "", &late))
        (items::dates(call, "untrue", call.say("today.untrue"), call.say("today.untrue_why"), &untrue))
        (items::dates(call, "week", call.say("today.week"), "", &week))
        (items::dates(call, "month", call.say("today.month"), "", &month))
    }
    .memoize()
}

/// What happened.
fn news(call: &Call, inbox: &Inbox) -> Html {
    maud! {
        (items::rows(call, "alerts", call.say("today.alerts"), &inbox.alerts, inbox))
        (items::mentions(call, inbox))
        (items::changed(call, inbox))
        (items::incomplete(call, inbox))
    }
    .memoize()
}
