//! The tables of readiness: stages, contradictions, blockers, the evidence room, and answers of a drill.

use std::collections::BTreeMap;

use governance::contradictions::{Clash, Sort};
use governance::readying::drill::Answer;
use governance::readying::paper::of;
use governance::readying::requests::Request;
use governance::readying::room::{Passed, Proof, Row};
use governance::readying::whole::Told;
use hypertext::{maud_borrow as maud, prelude::*};
use measure::estimate::Estimate;
use record::Id;

use crate::call::Call;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, words};
use crate::screens::conformity::{explained, status};

pub(crate) fn text(it: impl Into<String>) -> Html {
    let it = it.into();
    maud! { (it) }.memoize()
}

pub(crate) fn section(call: &Call, id: &'static str, title: String, help: &'static str, inner: &Html) -> Html {
    maud! {
        section .panel aria-labelledby=(id) {
            h2 id=(id) { (title) }
            p .help { (call.say(help)) }
            (inner)
        }
    }
    .memoize()
}

/// How far each stage is passed.
pub(super) fn stages(call: &Call, told: &Told) -> Html {
    let columns = [
        Column::title(call.say("readiness.stage")),
        Column::end(call.say("readiness.ready")),
        Column::end(call.say("readiness.blockers")),
        Column::end(call.say("readiness.untold")),
        Column::wide(call.say("readiness.looks_at")),
    ];
    let line = |it: &Passed| {
        let blocked = it.blockers.len();
        let cells = vec![text(&it.stage.label), text(of(it)), maud! { a href="#blockers" { (blocked) } }.memoize()];
        Line { cells: [cells, vec![text(it.untold.to_string()), text(&it.stage.says)]].concat(), href: None }
    };
    let lines: Vec<Line> = told.stages.iter().map(line).collect();
    let table = Table { caption: call.say("readiness.stages"), columns: &columns, lines: &lines }.draw();
    section(call, "stages", call.say("readiness.stages").to_owned(), "readiness.stages_help", &table)
}

/// Contradictions, each with its records and what to do.
pub(super) fn clashes(call: &Call, told: &Told) -> Html {
    let columns = [
        Column::title(call.say("readiness.contradiction")),
        Column::wide(call.say("readiness.says")),
        Column::of(call.say("readiness.records")),
        Column::wide(call.say("readiness.next")),
    ];
    let line = |(sort, it): &(Sort, Clash)| {
        let records = it.records.iter().map(|id| named(call, &told.titles, &id.to_string())).collect::<Vec<_>>();
        let cells = vec![badge::badge(Tone::Bad, &sort.label), text(&it.says), list(&records), text(&sort.next)];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = told.clashes.iter().map(line).collect();
    let inner = maud! {
        @if lines.is_empty() { p .done { (call.say("readiness.no_contradictions")) } }
        @else { (Table { caption: call.say("readiness.contradictions"), columns: &columns, lines: &lines }.draw()) }
        @if told.hidden > 0 { p .help { (call.tell("readiness.hidden", &[("count", &told.hidden)])) } }
    };
    let title = format!("{} ({})", call.say("readiness.contradictions"), told.clashes.len());
    section(call, "contradictions", title, "readiness.contradictions_help", &inner.memoize())
}

/// Requirements that keep a stage from being passed, each at its first stage.
pub(super) fn blockers(call: &Call, told: &Told) -> Html {
    let columns = [
        Column::title(call.say("conformity.requirement")),
        Column::of(call.say("conformity.status")),
        Column::of(call.say("readiness.blocks")),
        Column::wide(call.say("readiness.lacks")),
    ];
    let mut first: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for it in &told.stages {
        it.blockers.iter().for_each(|of| first.entry(of).or_default().push(&it.stage.label));
    }
    let line = |it: &Row| {
        let stages = first.get(it.reference.as_str())?.join(", ");
        let href = explained(call, &it.reference, None);
        let lead = maud! { a href=(href) { (it.id) " " (it.title) } }.memoize();
        Some(Line { cells: vec![lead, status(it.status), text(stages), text(it.missing())], href: Some(href.clone()) })
    };
    let lines: Vec<Line> = told.rows.iter().filter_map(line).collect();
    let inner = maud! {
        @if lines.is_empty() { p .done { (call.say("readiness.no_blockers")) } }
        @else { (Table { caption: call.say("readiness.blockers"), columns: &columns, lines: &lines }.draw()) }
    };
    let title = format!("{} ({})", call.say("readiness.blockers"), lines.len());
    section(call, "blockers", title, "readiness.blockers_help", &inner.memoize())
}

/// What auditors asked for, and how long answers took.
pub(super) fn requests(call: &Call, told: &Told) -> Html {
    let columns = [
        Column::title(call.say("readiness.request")),
        Column::of(call.say("conformity.requirement")),
        Column::of(call.say("readiness.asked_of")),
        Column::of(call.say("readiness.asked_on")),
        Column::of(call.say("readiness.answered_on")),
        Column::end(call.say("readiness.days")),
        Column::wide(call.say("readiness.proof")),
    ];
    let all = &told.requests;
    let line = |it: &Request| {
        let late = it.late.then(|| badge::badge(Tone::Bad, call.say("readiness.late")));
        let person = it.asked_of.as_ref().map(|id| named(call, &told.titles, &id.to_string()));
        let evidence: Vec<Html> = it.evidence.iter().map(|id| named(call, &told.titles, &id.to_string())).collect();
        let cells = vec![
            named(call, &told.titles, &it.item.to_string()),
            text(&it.criterion),
            maud! { @if let Some(person) = &person { (person) } }.memoize(),
            text(it.asked_on.to_string()),
            text(it.answered_on.map(|it| it.to_string()).unwrap_or_default()),
            maud! { (it.days) @if let Some(late) = &late { " " (late) } }.memoize(),
            list(&evidence),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = all.all.iter().map(line).collect();
    let inner = maud! {
        @if lines.is_empty() { p { (call.say("readiness.no_requests")) } }
        @else {
            p { (call.tell("readiness.open_requests", &[("open", &all.open), ("late", &all.late)])) @if let Some(days) = &all.days { " " (median(call, days)) } }
            (Table { caption: call.say("readiness.requests"), columns: &columns, lines: &lines }.draw())
        }
    };
    let help = call.tell("readiness.requests_help", &[("within", &all.within)]);
    maud! {
        section .panel aria-labelledby="requests" {
            h2 #requests { (call.say("readiness.requests")) " (" (lines.len()) ")" }
            p .help { (help) }
            (inner)
        }
    }
    .memoize()
}

/// The median of days until an answer, with its interval.
fn median(call: &Call, it: &Estimate) -> String {
    let interval = match it.interval {
        Some(ends) => call.tell("readiness.interval", &[("low", &ends.low), ("high", &ends.high)]),
        None => call.say("readiness.few").to_owned(),
    };
    call.tell("readiness.median", &[("days", &it.value), ("n", &it.n), ("interval", &interval)])
}

/// Every requirement with its freshest proof.
pub(super) fn room(call: &Call, told: &Told) -> Html {
    let columns = [
        Column::title(call.say("conformity.requirement")),
        Column::of(call.say("conformity.status")),
        Column::wide(call.say("readiness.proof")),
        Column::of(call.say("readiness.fresh_until")),
        Column::of(call.say("readiness.since")),
        Column::of(call.say("conformity.owner")),
    ];
    let line = |it: &Row| {
        let href = explained(call, &it.reference, None);
        let day = |it: Option<jiff::civil::Date>| text(it.map(|it| it.to_string()).unwrap_or_default());
        let owners = it.owners.iter().filter_map(|id| told.titles.get(id).cloned()).collect::<Vec<_>>().join(", ");
        let cells = vec![
            maud! { a href=(href) { (it.id) " " (it.title) } }.memoize(),
            status(it.status),
            proof(call, &told.titles, (&it.proof, it.proofs), ""),
            day(it.proof.first().and_then(|it| it.fresh_until)),
            day(it.operating_since),
            text(owners),
        ];
        Line { cells, href: Some(href.clone()) }
    };
    let lines: Vec<Line> = told.rows.iter().map(line).collect();
    let table = Table { caption: call.say("readiness.room"), columns: &columns, lines: &lines }.draw();
    section(call, "room", call.say("readiness.room").to_owned(), "readiness.room_help", &table)
}

/// Questions of a drill, each with what answers it.
pub(super) fn answers(call: &Call, all: &[Answer]) -> Html {
    let columns = [
        Column::title(call.say("readiness.question")),
        Column::of(call.say("conformity.requirement")),
        Column::wide(call.say("readiness.answer")),
        Column::end(call.say("readiness.seconds")),
    ];
    let none = BTreeMap::new();
    let line = |it: &Answer| {
        let href = explained(call, &it.reference, None);
        let lacks = it.lacks.first().map_or(call.say("readiness.unanswered"), String::as_str);
        let cells = vec![
            text(&it.question),
            maud! { a href=(href) { (it.reference) } }.memoize(),
            proof(call, &none, (&it.proof, it.proof.len()), lacks),
            text(format!("{:.3}", it.seconds)),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = all.iter().map(line).collect();
    let answered = all.iter().filter(|it| it.answered).count();
    let title = call.tell("readiness.answered", &[("answered", &answered), ("asked", &all.len())]);
    let table = Table { caption: call.say("readiness.drill"), columns: &columns, lines: &lines }.draw();
    section(call, "drill", title, "readiness.drill_help", &table)
}

/// Records that are proof, the freshest first; what is missing where there are none.
fn proof(call: &Call, titles: &BTreeMap<String, String>, (all, count): (&[Proof], usize), missing: &str) -> Html {
    const SHOWN: usize = 3;
    let shown: Vec<Html> = all.iter().take(SHOWN).map(|it| named(call, titles, &it.record)).collect();
    let more = count.saturating_sub(shown.len());
    maud! {
        @if shown.is_empty() { span .help { (missing) } }
        (list(&shown))
        @if more > 0 { span .help { (call.tell("readiness.more", &[("count", &more)])) } }
    }
    .memoize()
}

pub(crate) fn list(all: &[Html]) -> Html {
    maud! { @if !all.is_empty() { ul .plain { @for it in all { li { (it) } } } } }.memoize()
}

/// A record by its number and title, leading to it.
pub(crate) fn named(call: &Call, titles: &BTreeMap<String, String>, id: &str) -> Html {
    let kind = id
        .parse::<Id>()
        .ok()
        .and_then(|it| call.configuration.catalog.kind_of_prefix(&it.prefix).map(|it| it.kind.clone()));
    let title = titles.get(id).map(String::as_str).unwrap_or_default();
    match kind {
        Some(kind) => maud! { a href={ "/" (kind) "/" (id) } { (id) " " (title) } }.memoize(),
        None => text(words(id)),
    }
}
