//! How I am reminded: digests by mail, and calendars for other programs.

use axum::body::Body;
use axum::extract::Path;
use governance::digest::{Often, Wish};
use governance::feed::Feed;
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::{Html, moment, page, parts};
use crate::pages::form::Sent;
use crate::reply::Reply;
use crate::screens::feeds::base;

/// What can be chosen for digests.
const OFTEN: &[(&str, Often, &str)] = &[
    ("daily", Often::Daily, "digest.daily"),
    ("weekly", Often::Weekly, "digest.weekly"),
    ("never", Often::Never, "digest.never"),
];

/// `GET /reminders`
pub(crate) async fn reminders(call: Call) -> Reply {
    call.query.only(&["done"])?;
    draw(&call, None).await
}

/// `POST /reminders`
pub(crate) async fn wish(call: Call, body: Body) -> Reply {
    let sent = Sent::read(&call, body).await?;
    let wanted = sent.posted.text("digest").unwrap_or_default();
    let often = OFTEN.iter().find(|it| it.0 == wanted).map(|it| it.1);
    let often = often.ok_or_else(|| Failure::input(call.tell("digest.no_wish", &[("wish", &wanted)])))?;
    let wish = Wish { digest: often, at_once: sent.posted.text("at_once").is_some() };
    call.aims().set_wish(&call.actor, wish).await?;
    Ok(page::see("/reminders?done=kept"))
}

/// `POST /reminders/calendars`
pub(crate) async fn add(call: Call, body: Body) -> Reply {
    let sent = Sent::read(&call, body).await?;
    let about = sent.posted.text("about").map(str::trim).filter(|it| !it.is_empty());
    let about: Option<Id> = about.map(str::parse).transpose().map_err(|it: String| Failure::input(it))?;
    let secret = call.aims().add_feed(&call.actor, about).await?;
    let address = format!("{}/calendar/{secret}.ics", base(&call.app, &call.headers));
    draw(&call, Some(&address)).await
}

/// `POST /reminders/calendars/{id}/revoke`
pub(crate) async fn revoke(call: Call, Path(id): Path<String>) -> Reply {
    call.aims().revoke_token(&call.actor, &id).await?;
    Ok(page::see("/reminders?done=revoked"))
}

async fn draw(call: &Call, made: Option<&str>) -> Reply {
    let wish = call.aims().wish(&call.actor).await?;
    let feeds = call.aims().feeds(&call.actor).await?;
    let dues = call.aims().reminders(&call.actor, Often::Daily).await?;
    let done = call.query.get("done").map(|it| call.say(if it == "kept" { "digest.kept" } else { "digest.revoked" }));
    let body = maud! {
        (Heading { crumbs: &[("/".to_owned(), call.say("today.title").to_owned())], ..Heading::of(call.say("digest.title")) }.draw(call.language()))
        (parts::done(done))
        @if let Some(address) = made {
            div .done role="status" { div { p { (call.say("digest.copy")) } p { code .secret { (address) } } } }
        }
        (wishes(call, wish))
        section .panel aria-labelledby="now" {
            h2 #now { (call.say("digest.now")) }
            @if dues.is_empty() { p { (call.say("digest.nothing")) } }
            @else { pre .letter { (governance::digest::letter(&dues).1) } }
        }
        (calendars(call, &feeds))
    }
    .memoize();
    Ok(page::page(call, call.say("digest.title"), body))
}

fn wishes(call: &Call, wish: Wish) -> Html {
    let ladder = &call.configuration.libraries.attention.ladder;
    let days: Vec<String> = ladder.days.iter().map(i64::to_string).collect();
    maud! {
        section .panel aria-labelledby="digest" {
            h2 #digest { (call.say("digest.mail")) }
            p .help { (call.tell("digest.ladder", &[("days", &days.join(", ")), ("every", &ladder.overdue_every)])) }
            form .narrow action="/reminders" method="post" {
                fieldset .field {
                    legend { (call.say("digest.how_often")) }
                    @for (value, often, label) in OFTEN {
                        label .check { input type="radio" name="digest" value=(value) checked[*often == wish.digest]; (call.say(label)) }
                    }
                }
                label .check { input type="checkbox" name="at_once" value="yes" checked[wish.at_once]; (call.say("digest.at_once")) }
                div .actions { button .main type="submit" { (call.say("digest.keep")) } }
            }
        }
    }
    .memoize()
}

fn calendars(call: &Call, feeds: &[Feed]) -> Html {
    maud! {
        section .panel aria-labelledby="calendars" {
            h2 #calendars { (call.say("digest.calendars")) }
            p .help { (call.say("digest.calendars_help")) }
            @if !feeds.is_empty() {
                ul .plain.items {
                    @for feed in feeds {
                        li {
                            div {
                                @match &feed.about {
                                    Some(id) => { strong { (call.tell("digest.about", &[("record", id)])) } },
                                    None => strong { (call.say("digest.mine")) },
                                }
                                p .facts {
                                    span { (call.tell("digest.made", &[("moment", &moment(&feed.created))])) }
                                    span { @if let Some(used) = &feed.used { (call.tell("digest.used", &[("moment", &moment(used))])) } @else { (call.say("digest.unused")) } }
                                }
                            }
                            form .acts action={ "/reminders/calendars/" (feed.id) "/revoke" } method="post" { button type="submit" { (call.say("digest.revoke")) } }
                        }
                    }
                }
            }
            form action="/reminders/calendars" method="post" { button type="submit" { (call.say("digest.make")) } }
        }
    }
    .memoize()
}
