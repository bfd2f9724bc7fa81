//! A meeting while it goes on: quorum and grounds item by item, a form for the votes, and what else waits for the body.

use axum::body::Body;
use axum::extract::Path;
use governance::bodies::voting::CAST;
use governance::bodies::whole::{ItemStanding, MeetingStanding};
use governance::bodies::{DECISION, MEETING};
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use super::body::{seats, waiting};
use super::{files, linked, number, reasons};
use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::tone::Tone;
use crate::html::{Html, badge, page, parts, words};
use crate::pages::form::Sent;
use crate::reply::Reply;

/// `GET /bodies/{id}` of a meeting.
pub(super) async fn page(call: &Call, id: &Id) -> Reply {
    let it = call.aims().sitting(&call.actor, id).await?;
    let day = it.day.map(|it| it.to_string()).unwrap_or_default();
    let title = call.tell("bodies.meeting_of", &[("day", &day)]);
    let acts = maud! {
        a .button href={ "/" (MEETING) "/" (id.to_string()) } { (call.say("bodies.record")) }
        @if let Some(body) = &it.body { a .button href={ "/bodies/" (body.to_string()) } { (call.say("bodies.body")) } }
    };
    let lead = maud! { p { (words(&it.state)) } }.memoize();
    let open = ["planned", "held"].contains(&it.state.as_str());
    let body = maud! {
        (Heading { lead: Some(lead.clone()), acts: Some(acts.memoize()), ..Heading::of(&title) }.draw(call.language()))
        (files(call, id, "minutes"))
        @if it.items.is_empty() { p .help { (call.say("bodies.no_agenda")) } }
        @for (place, item) in it.items.iter().enumerate() { (one(call, &it, item, place + 1, open)) }
        section .panel { (seats(call, &it.seats, &it.names)) }
        @if open { section .panel { (waiting(call, &it.waiting, Some(id))) } }
    };
    Ok(page::page(call, &title, body.memoize()))
}

/// An item: how it stands, and the form for its votes while the meeting is open.
fn one(call: &Call, meeting: &MeetingStanding, it: &ItemStanding, place: usize, open: bool) -> Html {
    let heading = format!("item-{place}");
    let tone = if it.there >= it.needed { Tone::Good } else { Tone::Bad };
    let quorum = call.tell("bodies.quorum", &[("there", &it.there), ("needed", &it.needed)]);
    let votes =
        call.tell("bodies.votes", &[("for", &it.votes[0]), ("against", &it.votes[1]), ("abstained", &it.votes[2])]);
    let record = meeting.id.to_string();
    let query = format!(
        "/{DECISION}/new?subject={}&meeting={record}&form={}&body={}",
        it.item,
        it.asked,
        meeting.body.as_ref().map(ToString::to_string).unwrap_or_default()
    );
    maud! {
        section .panel aria-labelledby=(heading) {
            h2 id=(heading) { (place) ". " (words(&it.asked)) ": " (linked(call, &it.item, &meeting.names)) }
            p { (badge::badge(tone, &quorum)) " " (votes) }
            @if !it.aside.is_empty() { p { (call.say("bodies.aside")) @for who in &it.aside { " " (linked(call, who, &meeting.names)) } } }
            p { (badge::badge(if it.carried { Tone::Good } else { Tone::Quiet }, call.say(if it.carried { "bodies.carried" } else { "bodies.not_carried" }))) }
            (reasons(call, &it.reasons, "bodies.would_count"))
            @if open { (form(call, meeting, it, place)) }
            p { a .button href=(query) { (call.say("bodies.write_decision")) span .hidden { " " (it.item.to_string()) } } }
        }
    }
    .memoize()
}

/// How each seat votes on an item.
fn form(call: &Call, meeting: &MeetingStanding, it: &ItemStanding, place: usize) -> Html {
    let seated = meeting.seats.iter().filter_map(|seat| Some((seat, seat.person.as_ref()?)));
    let seated: Vec<_> = seated.collect();
    let name = |id: &Id| meeting.names.get(&id.to_string()).cloned().unwrap_or_else(|| id.to_string());
    maud! {
        form .narrow action={ "/bodies/" (meeting.id.to_string()) "/votes" } method="post" {
            (parts::once())
            input type="hidden" name="item" value=(it.item.to_string());
            @for (seat, person) in &seated {
                div .field {
                    label for={ "vote-" (place) "-" (person.to_string()) } { (name(person)) " (" (seat.seat) ")" }
                    select id={ "vote-" (place) "-" (person.to_string()) } name={ "vote." (person.to_string()) } {
                        option value="" { (call.say("bodies.leave_out")) }
                        @for word in CAST { option value=(word) { (words(word)) } }
                    }
                }
            }
            @if !seated.is_empty() { button type="submit" { (call.say("bodies.enter_votes")) span .hidden { " " (it.item.to_string()) } } }
        }
    }
    .memoize()
}

/// `POST /bodies/{id}/votes`: how members voted on an item.
pub(crate) async fn votes(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    let sent = Sent::read(&call, body).await?;
    let id = number(&call, &id)?;
    let item = item(&call, &sent)?;
    let cast = sent.posted.texts.iter().filter(|it| !it.1.is_empty()).filter_map(|(name, word)| {
        let person: Id = name.strip_prefix("vote.")?.parse().ok()?;
        Some((person, word.clone()))
    });
    let cast: Vec<(Id, String)> = cast.collect();
    if cast.is_empty() {
        return Err(Failure::problem("votes", call.say("bodies.no_votes")));
    }
    call.aims().enter_votes(&call.actor, &id, (&item, &cast), sent.key().as_deref()).await?;
    Ok(page::see(&format!("/bodies/{id}?done=saved")))
}

/// `POST /bodies/{id}/agenda`: puts a record on the agenda.
pub(crate) async fn agenda(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    let sent = Sent::read(&call, body).await?;
    let id = number(&call, &id)?;
    let item = item(&call, &sent)?;
    let asked = sent.posted.text("asked").unwrap_or("other").to_owned();
    call.aims().put_on_agenda(&call.actor, &id, (&item, &asked), sent.key().as_deref()).await?;
    Ok(page::see(&format!("/bodies/{id}?done=saved")))
}

fn item(call: &Call, sent: &Sent) -> Result<Id, Failure> {
    let text = sent.posted.text("item").unwrap_or_default();
    text.parse().map_err(|_| Failure::problem("item", call.say("bodies.which_item")))
}
