//! The tables of a boundary: who takes which part, duties with their clauses, hand-offs, who answers for a harm, and what another supplier moves.

use governance::allocation::crossing::Way;
use governance::allocation::duties::Duty;
use governance::allocation::matrix::{Cell as Taken, State};
use governance::allocation::party::{PARTS, Party};
use governance::allocation::walk::{Leg, Walk};
use governance::allocation::whole::Told;
use hypertext::{maud_borrow as maud, prelude::*};

use super::{named, number, text};
use crate::call::Call;
use crate::html::matrix::{Cell, Matrix};
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, parts, words};

/// Who takes which part in which component.
pub(super) fn matrix(call: &Call, told: &Told) -> Html {
    let columns: Vec<String> = PARTS.iter().map(|it| words(it.name)).collect();
    let row = |it: &governance::allocation::whole::Part| {
        (named(call, told, &it.id), told.cells_of(&it.id).map(|it| cell(call, told, it)).collect())
    };
    let rows: Vec<(Html, Vec<Cell>)> = told.components.iter().map(row).collect();
    maud! {
        section .panel aria-labelledby="matrix" {
            h2 #matrix { (call.say("boundary.matrix")) }
            p .help { (call.say("boundary.matrix_help")) }
            (Matrix { caption: call.say("boundary.matrix"), corner: call.say("boundary.component"), columns: &columns, rows: &rows }.draw())
        }
    }
    .memoize()
}

fn cell(call: &Call, told: &Told, it: &Taken) -> Cell {
    let people: Vec<String> = it.people.iter().map(|it| text(told, &it.person)).collect();
    let who = match &it.party {
        None if it.state == State::Settled => call.say("boundary.ourselves").to_owned(),
        None => String::new(),
        Some(Party::Role(_)) if !people.is_empty() => people.join(", "),
        Some(party) => text(told, party.id()),
    };
    let (tone, mark) = match it.state {
        State::Settled => (Tone::Good, None),
        State::Nobody => (Tone::Bad, Some("boundary.nobody")),
        State::Unfilled => (Tone::Bad, Some("boundary.unfilled")),
        State::Several => (Tone::Bad, Some("boundary.several")),
        State::Unbound => (Tone::Watch, Some("boundary.unbound")),
    };
    let mark = mark.map(|it| call.say(it)).unwrap_or_default();
    let text = [who.as_str(), mark].iter().filter(|it| !it.is_empty()).copied().collect::<Vec<_>>().join(": ");
    Cell { text, tone, href: Some(format!("/component/{}", it.component)) }
}

/// Duties of parties outside, each with the clause that backs it.
pub(super) fn duties(call: &Call, told: &Told) -> Html {
    let columns = [
        Column::title(call.say("boundary.component")),
        Column::of(call.say("boundary.duty")),
        Column::of(call.say("boundary.of_party")),
        Column::of(call.say("boundary.state")),
        Column::wide(call.say("boundary.clause")),
    ];
    let line = |it: &Duty| {
        let (tone, key) =
            if it.clause.is_some() { (Tone::Good, "boundary.backed") } else { (Tone::Bad, "boundary.open_duty") };
        let clause = match &it.clause {
            Some(clause) => maud! { (named(call, told, &clause.obligation)) " " (clause.place) }.memoize(),
            None => maud! { (parts::sentence(&it.why)) @for id in &it.near { " " (number(call, id)) } }.memoize(),
        };
        let cells = vec![
            named(call, told, &it.component),
            maud! { (it.label) }.memoize(),
            named(call, told, &it.party),
            badge::badge(tone, call.say(key)),
            clause,
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = told.duties.iter().map(line).collect();
    maud! {
        @if !lines.is_empty() {
            section .panel aria-labelledby="duties" {
                h2 #duties { (call.say("boundary.duties")) }
                p .help { (call.say("boundary.duties_help")) }
                (Table { caption: call.say("boundary.duties"), columns: &columns, lines: &lines }.draw())
            }
        }
    }
    .memoize()
}

/// Between whom something is handed over, in words.
pub(super) fn way(call: &Call, way: Way) -> &'static str {
    call.say(match way {
        Way::Out => "boundary.out",
        Way::In => "boundary.in",
        Way::Between => "boundary.between",
    })
}

/// Hand-offs across the boundary, each with its sheet.
pub(super) fn crossings(call: &Call, told: &Told) -> Html {
    let columns = [
        Column::title(call.say("boundary.from")),
        Column::of(call.say("boundary.to")),
        Column::of(call.say("boundary.way")),
        Column::wide(call.say("boundary.what")),
        Column::of(call.say("boundary.sheet")),
    ];
    let line = |it: &governance::allocation::crossing::Crossing| {
        let href = format!("/system/{}/hand-off?from={}&to={}", told.system, it.from, it.to);
        let what = if it.what.is_empty() { call.say("boundary.not_said").to_owned() } else { it.what.join(", ") };
        let cells = vec![
            named(call, told, &it.from),
            named(call, told, &it.to),
            maud! { (way(call, it.way)) }.memoize(),
            maud! { (what) }.memoize(),
            maud! { a href=(href) { (call.say("boundary.print")) } }.memoize(),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = told.crossings.iter().map(line).collect();
    maud! {
        section .panel aria-labelledby="crossings" {
            h2 #crossings { (call.say("boundary.crossings")) " (" (lines.len()) ")" }
            @if lines.is_empty() { p .help { (call.say("boundary.no_crossings")) } }
            @else { (Table { caption: call.say("boundary.crossings"), columns: &columns, lines: &lines }.draw()) }
        }
    }
    .memoize()
}

/// Who answers for each harm.
pub(super) fn walks(call: &Call, told: &Told) -> Html {
    maud! {
        section .panel aria-labelledby="harms" {
            h2 #harms { (call.say("boundary.harms")) }
            p .help { (call.say("boundary.harms_help")) }
            @for it in &told.walks { (walk(call, told, it)) }
        }
    }
    .memoize()
}

fn walk(call: &Call, told: &Told, it: &Walk) -> Html {
    let question = call.tell("boundary.who_answers", &[("harm", &it.harm.label)]);
    let (tone, key) =
        if it.broken.is_empty() { (Tone::Good, "boundary.ends") } else { (Tone::Bad, "boundary.ends_nowhere") };
    maud! {
        h3 { (question) " " (badge::badge(tone, call.say(key))) }
        p {
            @if let Some(person) = &it.person { (named(call, told, &person.person)) } @else { (call.say("boundary.no_person")) }
            @if let Some(by) = it.person.as_ref().and_then(|it| it.by.as_ref()) { ", " (call.say("boundary.by")) " " (number(call, by)) }
            "; "
            @if let Some(clause) = &it.clause { (named(call, told, &clause.obligation)) " " (clause.place) } @else { (call.say("boundary.no_clause")) }
        }
        ol { @for leg in &it.legs { li { (way_of(call, told, leg)) } } }
        @if it.legs.is_empty() { @for why in &it.broken { p .notice { (parts::sentence(why)) } } }
    }
    .memoize()
}

/// One way from a component to a person and a clause.
fn way_of(call: &Call, told: &Told, leg: &Leg) -> Html {
    let party = leg.accountable.as_ref().map(Party::id).or(leg.party.as_ref());
    maud! {
        (named(call, told, &leg.component))
        @if let Some(id) = party { " → " (named(call, told, id)) }
        @if let Some(id) = leg.party.as_ref().filter(|it| Some(*it) != party) { " → " (named(call, told, id)) }
        @if let Some(it) = &leg.person { " → " (named(call, told, &it.person)) }
        @if let Some(it) = &leg.clause { " → " (named(call, told, &it.obligation)) " " (it.place) }
        @for why in &leg.broken { p .notice { (parts::sentence(why)) } }
    }
    .memoize()
}

/// What another supplier opens and closes.
pub(super) fn moved(call: &Call, told: &Told) -> Html {
    let columns = [
        Column::title(call.say("boundary.component")),
        Column::of(call.say("boundary.place")),
        Column::of(call.say("boundary.before")),
        Column::of(call.say("boundary.after")),
        Column::wide(call.say("boundary.why")),
    ];
    let badge = |settled: bool| match settled {
        true => badge::badge(Tone::Good, call.say("boundary.settled")),
        false => badge::badge(Tone::Bad, call.say("boundary.is_open")),
    };
    let line = |it: &governance::allocation::difference::Moved| Line {
        cells: vec![
            named(call, told, &it.component),
            maud! { (words(&it.place)) }.memoize(),
            badge(it.before),
            badge(it.after),
            maud! { @if !it.why.is_empty() { (parts::sentence(&it.why)) } }.memoize(),
        ],
        href: None,
    };
    let lines: Vec<Line> = told.moved.iter().map(line).collect();
    maud! {
        @if !lines.is_empty() {
            section .panel aria-labelledby="moved" {
                h2 #moved { (call.say("boundary.moved")) " (" (lines.len()) ")" }
                p .help { (call.say("boundary.moved_help")) }
                (Table { caption: call.say("boundary.moved"), columns: &columns, lines: &lines }.draw())
            }
        }
    }
    .memoize()
}
