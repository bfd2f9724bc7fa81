//! The duties of all AI systems: systems by places with verdicts, days ahead, what clashes, what is missing and whom to ask, and what moves
//! between two days. One plan: the matrix of governance. The duties of one system stand in a file of their own. Serves ISO/IEC 42001 4.2 and A.8.5.

mod system;
mod tables;

use axum::http::StatusCode;
use governance::obligations::duty::{VERDICTS, Verdict};
use governance::obligations::many::{Counts, Matrix as Told, Row};
use governance::obligations::whole::Asked;
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::matrix::{Cell, Matrix};
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, empty, page, parts, words};
use crate::reply::Reply;

pub(crate) use system::{adopt, block, page as one};

/// What may stand in the query.
const QUERY: [&str; 6] = ["on", "known", "jurisdiction", "verdict", "than", "than_known"];
/// Systems that are shown; the interface has all.
const SHOWN: usize = 200;

/// What the query asks for.
pub(crate) fn asked(call: &Call) -> Result<Asked, Failure> {
    let names: Vec<&str> = QUERY.iter().copied().chain(["done"]).collect();
    call.query.only(&names)?;
    let words = QUERY.map(|it| (it, call.query.get(it).unwrap_or_default()));
    Asked::read(words).map_err(|(field, says)| Failure::problem(field, says))
}

/// What was asked, and what is wrong with it: a question that is not understood is told above the form.
pub(super) fn understood(call: &Call) -> Result<(Asked, Option<Failure>), Failure> {
    match asked(call) {
        Ok(asked) => Ok((asked, None)),
        Err(failure) if !failure.problems.is_empty() => Ok((Asked::default(), Some(failure))),
        Err(failure) => Err(failure),
    }
}

/// `GET /obligations`
pub(crate) async fn overview(call: Call) -> Reply {
    let (asked, mut wrong) = understood(&call)?;
    let told = match call.aims().all_obligations(&call.actor, asked).await.map_err(Failure::from) {
        Err(failure) if !failure.problems.is_empty() => {
            wrong = Some(failure);
            call.aims().all_obligations(&call.actor, Asked::default()).await?
        }
        other => other?,
    };
    let title = call.say("obligations.title");
    let lead = call.tell("obligations.lead", &[("on", &told.days.on), ("known", &told.days.known)]);
    let heading = Heading { lead: Some(maud! { p { (lead) } }.memoize()), ..Heading::of(title) };
    let body = maud! {
        (heading.draw(call.language()))
        @if let Some(failure) = &wrong { (parts::alert(call.language(), failure)) }
        (form(&call, "/obligations"))
        @if told.systems.is_empty() { (empty::empty("gavel", call.say("obligations.none"), call.say("obligations.none_help"), &[])) }
        @else {
            (totals(&call, &told.counts))
            (tables::moved(&call, &told.moved))
            (tables::gaps(&call, &told.gaps))
            (crossed(&call, &told))
            (ahead(&call, &told))
            (clashes(&call, &told))
            (tables::missing(&call, &told.missing))
        }
    };
    let mut answer = page::page(&call, title, body.memoize());
    if wrong.is_some() {
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(answer)
}

/// The tone of a verdict.
pub(super) fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Applies => Tone::Info,
        Verdict::CannotDecide => Tone::Bad,
        Verdict::NotYet => Tone::Watch,
        Verdict::Excepted => Tone::Good,
        Verdict::Ended | Verdict::Repealed | Verdict::Never => Tone::default(),
    }
}

/// A verdict in words.
pub(super) fn verdict(it: Verdict) -> Html {
    badge::badge(tone(it), &words(it.word()))
}

/// The form that asks for days, a place and a verdict.
pub(super) fn form(call: &Call, action: &str) -> Html {
    let given = |name: &str| call.query.get(name).unwrap_or_default().to_owned();
    let (on, known, place, chosen) = (given("on"), given("known"), given("jurisdiction"), given("verdict"));
    let (than, than_known) = (given("than"), given("than_known"));
    maud! {
        form .inline.row action=(action) method="get" {
            label for="on" { (call.say("obligations.on")) }
            input #on type="date" name="on" value=(on);
            label for="known" { (call.say("obligations.known")) }
            input #known type="date" name="known" value=(known);
            label for="jurisdiction" { (call.say("obligations.place")) }
            input #jurisdiction type="text" name="jurisdiction" value=(place) placeholder="EU" maxlength="60";
            label for="verdict" { (call.say("obligations.verdict")) }
            select #verdict name="verdict" {
                option value="" { (call.say("obligations.any")) }
                @for it in VERDICTS {
                    @if it.word() == chosen { option value=(it.word()) selected { (words(it.word())) } } @else { option value=(it.word()) { (words(it.word())) } }
                }
            }
            label for="than" { (call.say("obligations.than")) }
            input #than type="date" name="than" value=(than);
            label for="than_known" { (call.say("obligations.than_known")) }
            input #than_known type="date" name="than_known" value=(than_known);
            button type="submit" { (call.say("obligations.ask")) }
        }
    }
    .memoize()
}

/// How many duties have each verdict.
pub(super) fn totals(call: &Call, counts: &Counts) -> Html {
    maud! {
        p {
            @for it in VERDICTS {
                @if let Some(n) = counts.get(it) { (verdict(*it)) " " (n.to_string()) " " }
            }
            span .help { (call.say("obligations.counted")) }
        }
    }
    .memoize()
}

/// Systems crossed with places.
fn crossed(call: &Call, told: &Told) -> Html {
    let columns: Vec<String> = told.places.iter().map(|it| it.1.clone()).collect();
    let row = |it: &Row| {
        let id = it.id.to_string();
        let class = it.class.as_deref().map_or_else(|| call.say("obligations.undecided").to_owned(), words);
        let head = maud! { a href={ "/system/" (id) "/obligations" } { (it.title) } " " span .number { (id) } " " span .help { (class) } };
        let cells = told.places.iter().map(|place| cell(it, &place.0)).collect();
        (head.memoize(), cells)
    };
    let rows: Vec<(Html, Vec<Cell>)> = told.systems.iter().take(SHOWN).map(row).collect();
    let more = told.systems.len().saturating_sub(SHOWN);
    maud! {
        section .panel aria-labelledby="matrix" {
            h2 #matrix { (call.say("obligations.matrix")) }
            p .help { (call.say("obligations.matrix_help")) }
            (Matrix { caption: call.say("obligations.matrix"), corner: call.say("obligations.system"), columns: &columns, rows: &rows }.draw())
            @if more > 0 { p .help { (call.count("obligations.more", more as u64)) } }
        }
    }
    .memoize()
}

/// What is said of a system and a place: the verdicts that matter, with their numbers.
fn cell(row: &Row, place: &str) -> Cell {
    let Some(counts) = row.places.get(place) else { return Cell::default() };
    let worth = VERDICTS.iter().filter(|it| **it != Verdict::Never);
    let shown: Vec<(&Verdict, &usize)> = worth.filter_map(|it| Some((it, counts.get(it)?))).collect();
    let text: Vec<String> = shown.iter().map(|(it, n)| format!("{n} {}", words(it.word()).to_lowercase())).collect();
    let open = shown.iter().find(|it| *it.0 == Verdict::CannotDecide).or(shown.first());
    let href = (!shown.is_empty()).then(|| format!("/system/{}/obligations?jurisdiction={place}", row.id));
    Cell { text: text.join(", "), tone: open.map(|it| tone(*it.0)).unwrap_or_default(), href }
}

/// Days ahead on which duties begin.
fn ahead(call: &Call, told: &Told) -> Html {
    let columns = [
        Column::title(call.say("obligations.day")),
        Column::of(call.say("obligations.systems")),
        Column::wide(call.say("obligations.begins")),
    ];
    let line = |it: &governance::obligations::many::Ahead| {
        let all: Vec<&str> = it.provisions.iter().map(|it| it.0.as_str()).collect();
        let day = it.on.to_string();
        let cells = vec![
            maud! { time datetime=(day) { (day) } }.memoize(),
            maud! { (it.systems.to_string()) }.memoize(),
            maud! { (all.join(", ")) }.memoize(),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = told.ahead.iter().map(line).collect();
    maud! {
        section .panel aria-labelledby="ahead" {
            h2 #ahead { (call.say("obligations.ahead")) }
            @if lines.is_empty() { p .help { (call.say("obligations.no_ahead")) } }
            @else { (Table { caption: call.say("obligations.ahead"), columns: &columns, lines: &lines }.draw()) }
        }
    }
    .memoize()
}

fn clashes(call: &Call, told: &Told) -> Html {
    maud! {
        @if !told.clashes.is_empty() {
            section .panel aria-labelledby="clashes" {
                h2 #clashes { (call.say("obligations.clashes")) }
                @for (it, systems) in &told.clashes {
                    (tables::clash(call, it))
                    p .help { (call.count("obligations.clash_systems", *systems as u64)) }
                }
            }
        }
    }
    .memoize()
}
