//! A crosswalk: its relations with both ends, what was decided about each, what confirming it would change in coverage, and the form that confirms,
//! changes or rejects any number of them with a reason. One plan: the crosswalk told.

use axum::body::Body;
use axum::extract::Path;
use governance::crosswalking::deciding::{Act, Asked, Named};
use governance::crosswalking::foreseen::Would;
use governance::crosswalking::reviewed::words as relations;
use governance::crosswalking::told::{Decided, End, Row, Show, Told};
use governance::integrating::MAPPING;
use hypertext::{maud_borrow as maud, prelude::*};

use super::address_of;
use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, page, parts, words};
use crate::pages::form::Sent;
use crate::reply::Reply;
use crate::screens::conformity::status;

/// Requirements of a preview that are named; more are counted.
const NAMED: usize = 4;

/// A crosswalk as the query asks for it.
pub(crate) async fn told(call: &Call, name: &str) -> Result<Told, Failure> {
    call.query.only(&["show", "done"])?;
    let show: Show = call.query.get("show").unwrap_or_default().trim().parse()?;
    Ok(call.aims().crosswalk(&call.actor, name, show).await?)
}

/// `GET /library/crosswalks/{crosswalk}?show=open`
pub(crate) async fn page(call: Call, Path(name): Path<String>) -> Reply {
    let told = told(&call, &name).await?;
    drawn(&call, &told, None)
}

/// `POST /library/crosswalks/{crosswalk}/reviews`: decides about the relations that were chosen, all or none.
pub(crate) async fn decide(call: Call, Path(name): Path<String>, body: Body) -> Reply {
    let sent = Sent::read(&call, body).await?;
    let text = |name: &str| sent.posted.text(name).unwrap_or_default().to_owned();
    let read = || -> Result<Asked, governance::Error> {
        // One row can carry a button of its own, which names the relation that waits there.
        let (act, only) = match text("act").split_once(' ') {
            Some((act, map)) => (act.to_owned(), Some(map.to_owned())),
            None => (text("act"), None),
        };
        let relation = match &only {
            Some(map) => text(&format!("proposed.{map}")),
            None => text("relation"),
        };
        let chosen = match &only {
            Some(map) => vec![map.parse::<Named>()?],
            None => sent.posted.all("map").map(str::parse::<Named>).collect::<Result<_, _>>()?,
        };
        Ok(Asked { maps: chosen, act: Act::read(&act, &relation)?, why: text("why"), reviewer: None })
    };
    let outcome = match read() {
        Ok(asked) => call.aims().review_crosswalk(&call.actor, &name, asked).await,
        Err(error) => Err(error),
    };
    match outcome.map_err(Failure::from) {
        Ok(_) => Ok(page::see(&format!("/library/crosswalks/{name}?show={}&done=saved", text("show")))),
        Err(failure) if failure.problems.is_empty() => Err(failure),
        Err(failure) => {
            let show: Show = text("show").parse()?;
            let told = call.aims().crosswalk(&call.actor, &name, show).await?;
            drawn(&call, &told, Some(&failure))
        }
    }
}

fn drawn(call: &Call, told: &Told, wrong: Option<&Failure>) -> Reply {
    let crumbs = [("/library".to_owned(), call.say("library.title").to_owned())];
    let count: [(&str, &dyn std::fmt::Display); 3] =
        [("relations", &told.relations), ("open", &told.open), ("passing", &told.open_passing)];
    let lead = maud! { p { (call.say("crosswalk.lead")) } p .help { (call.tell("crosswalk.figures", &count)) } };
    let heading = Heading { crumbs: &crumbs, lead: Some(lead.memoize()), ..Heading::of(&told.title) };
    let body = maud! {
        (heading.draw(call.language()))
        @if let Some(failure) = wrong { (parts::alert(call.language(), failure)) }
        (filter(call, told))
        @if !told.would.is_empty() {
            section .panel aria-labelledby="would" {
                h2 #would { (call.say("crosswalk.would_all")) }
                p .help { (call.say("crosswalk.would_help")) }
                (previewed(call, &told.would))
            }
        }
        form action={ "/library/crosswalks/" (told.name) "/reviews" } method="post" {
            (parts::once())
            input type="hidden" name="show" value=(call.query.get("show").unwrap_or_default());
            @if told.may { (acts(call)) }
            (table(call, told))
        }
    };
    let mut answer = page::page(call, &told.title, body.memoize());
    if wrong.is_some() {
        *answer.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(answer)
}

fn filter(call: &Call, told: &Told) -> Html {
    let shown = call.query.get("show").unwrap_or_default();
    maud! {
        form .inline.row.no-print action={ "/library/crosswalks/" (told.name) } method="get" {
            label for="show" { (call.say("crosswalk.show")) }
            select #show name="show" {
                @for (value, key) in [("all", "crosswalk.show_all"), ("open", "crosswalk.show_open"), ("passing", "crosswalk.show_passing"), ("decided", "crosswalk.show_decided")] {
                    @if value == shown { option value=(value) selected { (call.say(key)) } } @else { option value=(value) { (call.say(key)) } }
                }
            }
            button type="submit" { (call.say("library.show")) }
        }
    }
    .memoize()
}

/// What is done with all that is chosen.
fn acts(call: &Call) -> Html {
    maud! {
        fieldset .row.no-print {
            legend { (call.say("crosswalk.decide")) }
            label for="why" { (call.say("crosswalk.why")) }
            input type="text" id="why" name="why" required size="40" maxlength="1000";
            button .main type="submit" name="act" value="confirm" { (call.say("crosswalk.confirm")) }
            button type="submit" name="act" value="reject" { (call.say("crosswalk.reject")) }
            label for="relation" { (call.say("crosswalk.instead")) }
            select #relation name="relation" { @for it in relations() { option value=(it) { (words(it)) } } }
            button type="submit" name="act" value="change" { (call.say("crosswalk.change")) }
            p .help { (call.say("crosswalk.decide_help")) }
        }
    }
    .memoize()
}

fn table(call: &Call, told: &Told) -> Html {
    let columns = [
        Column::of(call.say("crosswalk.pick")),
        Column::title(told.source.as_str()),
        Column::of(call.say("crosswalk.relation")),
        Column::wide(told.target.as_str()),
        Column::wide(call.say("crosswalk.rationale")),
        Column::of(call.say("crosswalk.decided")),
        Column::wide(call.say("crosswalk.would")),
    ];
    let lines: Vec<Line> = told.rows.iter().map(|it| line(call, told, it)).collect();
    maud! {
        @if lines.is_empty() { p { (call.say("crosswalk.nothing")) } }
        @else { (Table { caption: &told.title, columns: &columns, lines: &lines }.draw()) }
    }
    .memoize()
}

fn line(call: &Call, told: &Told, it: &Row) -> Line {
    let key = format!("{}|{}", it.from.id, it.to.id);
    let pick = call.tell("crosswalk.pick_one", &[("from", &it.from.id), ("to", &it.to.id)]);
    let label = it.relation.name().replace('-', " ");
    let cells = vec![
        maud! { @if told.may { input type="checkbox" name="map" value=(key) aria-label=(pick); } }.memoize(),
        end(call, &it.from),
        maud! { (label) ", " (it.strength) "/10" @if it.passes { " " (badge::badge(Tone::Info, call.say("crosswalk.passes"))) } }.memoize(),
        end(call, &it.to),
        maud! { (it.rationale) }.memoize(),
        decided(call, told, it, &key),
        match (it.open && it.passes, it.would.is_empty()) {
            (true, true) => maud! { span .help { (call.say("crosswalk.would_nothing")) } }.memoize(),
            (true, false) => previewed(call, &it.would),
            _ => maud! {}.memoize(),
        },
    ];
    Line { cells, href: None }
}

/// A side: what it is called and what it wants.
fn end(call: &Call, it: &End) -> Html {
    let href = address_of(call.configuration.libraries.shelf(), &it.reference);
    maud! {
        @match &href {
            Some(href) => a href=(href) { (it.id) " " (it.title) },
            None => (it.id),
        }
        p .help { (it.intent) }
    }
    .memoize()
}

/// What was decided about a relation, and a proposal that waits, with the button that reviews it.
fn decided(call: &Call, told: &Told, it: &Row, key: &str) -> Html {
    let state = match (&it.decided, &it.in_file) {
        (Some(of), _) if of.counts && of.state == "rejected" => badge::badge(Tone::Bad, call.say("crosswalk.rejected")),
        (Some(of), _) if of.counts => badge::badge(Tone::Good, call.say("crosswalk.confirmed")),
        (_, Some(_)) => badge::badge(Tone::Good, call.say("crosswalk.confirmed")),
        (Some(_), None) => badge::badge(Tone::Watch, call.say("crosswalk.said_otherwise")),
        (None, None) => badge::badge(Tone::Quiet, call.say("library.nobody_yet")),
    };
    maud! {
        (state)
        @if let Some(of) = &it.decided { (said(told, of)) }
        @if let Some(by) = &it.in_file { p .help { (by) } }
        @if let Some(of) = &it.proposed {
            (badge::badge(Tone::Watch, call.say("crosswalk.proposed")))
            (said(told, of))
            @if told.may {
                input type="hidden" name={ "proposed." (key) } value=(of.relation);
                button type="submit" name="act" value={ "change " (key) } { (call.say("crosswalk.review")) }
            }
        }
    }
    .memoize()
}

fn said(told: &Told, of: &Decided) -> Html {
    let by = of.by.as_ref().and_then(|it| told.titles.get(&it.to_string())).cloned().unwrap_or_default();
    let day = of.on.map(|it| it.to_string()).unwrap_or_default();
    let seen = told.titles.contains_key(&of.id.to_string());
    maud! {
        p .help {
            (words(&of.relation)) ": " (of.why) " " (by) " " (day) " "
            @if seen { a href={ "/" (MAPPING) "/" (of.id.to_string()) } { (of.id.to_string()) } }
        }
    }
    .memoize()
}

/// Requirements whose status would be another, the first few by name.
fn previewed(call: &Call, all: &[Would]) -> Html {
    let rest = all.len().saturating_sub(NAMED);
    maud! {
        ul .plain {
            @for it in all.iter().take(NAMED) {
                li {
                    (it.reference) ": " (status(it.before)) " → " (status(it.after))
                    @if it.systems > 0 { " " span .help { (call.tell("crosswalk.systems", &[("count", &it.systems)])) } }
                }
            }
            @if rest > 0 { li .help { (call.tell("crosswalk.more", &[("count", &rest)])) } }
        }
    }
    .memoize()
}
