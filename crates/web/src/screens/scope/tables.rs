//! The tables of a scope: contradictions, the grid of functions and uses, the scope in words, and every verdict with its reasons.

use governance::contradictions::{Clash, Sort};
use governance::scoping::paper::VERDICTS;
use governance::scoping::verdict::{IN, INTERFACE, Judged, OPEN, OUT, PARTLY};
use governance::scoping::whole::{Function, Told};
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use crate::call::Call;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge};
use crate::screens::readiness::tables::{list, named, section, text};

/// The key of a verdict's name.
fn key(verdict: &str) -> &'static str {
    match verdict {
        IN => "scope.in",
        OUT => "scope.out",
        INTERFACE => "scope.interface",
        PARTLY => "scope.partly",
        _ => "scope.open",
    }
}

/// A verdict as a badge.
pub(super) fn badge_of(call: &Call, verdict: &str) -> Html {
    let tone = match verdict {
        IN => Tone::Good,
        OUT => Tone::Info,
        OPEN => Tone::Bad,
        _ => Tone::Watch,
    };
    badge::badge(tone, call.say(key(verdict)))
}

/// Records as links.
pub(super) fn links(call: &Call, titles: &std::collections::BTreeMap<String, String>, ids: &[Id]) -> Html {
    list(&ids.iter().map(|it| named(call, titles, &it.to_string())).collect::<Vec<_>>())
}

/// Contradictions, each with its records and what to do.
pub(super) fn clashes(call: &Call, told: &Told) -> Html {
    let columns = [
        Column::title(call.say("scope.contradiction")),
        Column::wide(call.say("scope.says")),
        Column::of(call.say("scope.records")),
        Column::wide(call.say("scope.next")),
    ];
    let line = |(sort, it): &(Sort, Clash)| {
        let tone = if sort.blocks { Tone::Bad } else { Tone::Watch };
        let records = links(call, &told.titles, &it.records);
        Line { cells: vec![badge::badge(tone, &sort.label), text(&it.says), records, text(&sort.next)], href: None }
    };
    let lines: Vec<Line> = told.clashes.iter().map(line).collect();
    let inner = maud! {
        @if lines.is_empty() { p .done { (call.say("scope.no_contradictions")) } }
        @else { (Table { caption: call.say("scope.contradictions"), columns: &columns, lines: &lines }.draw()) }
        @if told.hidden > 0 { p .help { (call.tell("scope.hidden", &[("count", &told.hidden)])) } }
    };
    let title = format!("{} ({})", call.say("scope.contradictions"), told.clashes.len());
    section(call, "contradictions", title, "scope.contradictions_help", &inner.memoize())
}

/// Functions with their uses by verdict.
pub(super) fn grid(call: &Call, told: &Told) -> Html {
    let verdict = |it: &&str| {
        let count = told.counts.get(*it).copied().unwrap_or_default();
        format!("{} ({count})", call.say(key(it)))
    };
    let heads: Vec<String> = VERDICTS.iter().map(verdict).collect();
    let columns: Vec<Column> =
        std::iter::once(Column::title(call.say("scope.function"))).chain(heads.iter().map(Column::of)).collect();
    let line = |it: &Function| {
        let name = if it.name.is_empty() { call.say("scope.no_function") } else { it.name.as_str() };
        let cell = |verdict: &&str| {
            let ids = it.cells.get(*verdict).map(Vec::as_slice).unwrap_or_default();
            links(call, &told.titles, ids)
        };
        Line { cells: std::iter::once(text(name)).chain(VERDICTS.iter().map(cell)).collect(), href: None }
    };
    let lines: Vec<Line> = told.functions.iter().map(line).collect();
    let inner = maud! {
        @if lines.is_empty() { p { (call.say("scope.no_uses")) } }
        @else { (Table { caption: call.say("scope.grid"), columns: &columns, lines: &lines }.draw()) }
    };
    section(call, "grid", call.say("scope.grid").to_owned(), "scope.grid_help", &inner.memoize())
}

/// The scope in words.
pub(super) fn statement(call: &Call, told: &Told) -> Html {
    let inner = maud! {
        @if let Some(it) = &told.statement {
            @for of in &it.paragraphs {
                h3 { (of.title) }
                @if of.lines.is_empty() { p .help { (call.say("scope.nothing")) } }
                @else { ul { @for line in &of.lines { li { (line) } } } }
            }
            p .help { (call.say("scope.digest")) " " code { (it.digest) } }
        }
    };
    section(call, "statement", call.say("scope.statement").to_owned(), "scope.statement_help", &inner.memoize())
}

/// Every verdict with its reasons.
pub(super) fn verdicts(call: &Call, told: &Told) -> Html {
    let table = |caption: &'static str, all: &[Judged]| {
        let columns = [
            Column::title(call.say(caption)),
            Column::of(call.say("scope.verdict")),
            Column::wide(call.say("scope.why")),
            Column::wide(call.say("scope.next")),
        ];
        let line = |it: &Judged| {
            let asks: Vec<Html> = it.asks.iter().map(text).collect();
            let name = named(call, &told.titles, &it.id.to_string());
            Line { cells: vec![name, badge_of(call, &it.verdict), text(it.why()), list(&asks)], href: None }
        };
        let lines: Vec<Line> = all.iter().map(line).collect();
        maud! {
            @if !lines.is_empty() { (Table { caption: call.say(caption), columns: &columns, lines: &lines }.draw()) }
        }
        .memoize()
    };
    let inner = maud! {
        (table("scope.uses", &told.all.uses))
        (table("scope.systems", &told.all.systems))
        (table("scope.units", &told.all.units))
        p .help { (call.say("scope.tables")) " " (told.tables.join(", ")) }
    };
    section(call, "verdicts", call.say("scope.verdicts").to_owned(), "scope.verdicts_help", &inner.memoize())
}
