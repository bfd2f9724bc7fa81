//! The tables of the risk process: how many risks stand where, stages crossed with systems, what is lacking, levels, what is due, and what would move.

use governance::responsibility::whole::Names;
use governance::risking::RISK;
use governance::risking::whole::{GAPS, Replayed, Row, StageRow, SystemRow, Told};
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use super::tone;
use crate::call::Call;
use crate::html::matrix::{self, Cell};
use crate::html::section::text;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, parts, words};

/// Rows of a table that are shown; the file has all.
const SHOWN: usize = 100;

/// A record by its name, leading to its page.
fn named(names: &Names, it: &Id, kind: &str) -> Html {
    let name = names.get(&it.to_string()).cloned().unwrap_or_default();
    let href = format!("/{kind}/{it}");
    maud! { a href=(href) { (name) } " " span .number { (it.to_string()) } }.memoize()
}

/// A section with a table, or nothing where it has no line.
fn section(call: &Call, id: &'static str, title: &str, help: &str, columns: &[Column], lines: &[Line]) -> Html {
    let (all, shown) = (lines.len(), &lines[..lines.len().min(SHOWN)]);
    maud! {
        @if !lines.is_empty() {
            section .panel aria-labelledby=(id) {
                h2 id=(id) { (title) " (" (all) ")" }
                p .help { (help) }
                (Table { caption: title, columns, lines: shown }.draw())
                @if all > SHOWN { p .help { (call.say("risks.more")) } }
            }
        }
    }
    .memoize()
}

/// Gaps beside steps, each with what to do.
pub(super) fn gaps(call: &Call, told: &Told) -> Html {
    let columns =
        [Column::of(call.say("risks.gap")), Column::wide(call.say("risks.what")), Column::wide(call.say("risks.next"))];
    let lines = parts::gaps(&told.gaps, GAPS);
    section(call, "gaps", call.say("risks.gaps"), call.say("risks.gaps_help"), &columns, &lines)
}

/// How many risks stand where, type by type.
pub(super) fn counts(call: &Call, told: &Told) -> Html {
    let verdicts = ["above", "tolerable", "acceptable", "pursue", "not_pursued", "not_assessable"];
    let mut columns = vec![Column::title(call.say("risks.type"))];
    columns.extend(verdicts.iter().map(|it| Column::end(words(it))));
    let line = |(of, all): (&String, &std::collections::BTreeMap<&'static str, usize>)| {
        let counts = verdicts.iter().map(|it| text(all.get(it).copied().unwrap_or_default().to_string()));
        Line { cells: std::iter::once(text(words(of))).chain(counts).collect(), href: None }
    };
    let lines: Vec<Line> = told.counts.iter().map(line).collect();
    section(call, "counts", call.say("risks.counts"), call.say("risks.counts_help"), &columns, &lines)
}

/// Stages crossed with AI systems.
pub(super) fn coverage(call: &Call, told: &Told) -> Html {
    let stages: Vec<&str> =
        told.systems.first().map(|it| it.stages.iter().map(|it| it.stage.as_str()).collect()).unwrap_or_default();
    let columns: Vec<String> = stages.iter().map(|it| words(it)).collect();
    let row = |it: &SystemRow| {
        let href = format!("/risks?system={}", it.system);
        let name = told.names.get(&it.system.to_string()).cloned().unwrap_or_default();
        let tier = it.tier.clone().unwrap_or_else(|| call.say("risks.no_tier").to_owned());
        let head = maud! { a href=(href) { (name) } " " span .help { (tier) } }.memoize();
        (head, it.stages.iter().map(|of| cell(call, it, of)).collect())
    };
    let rows: Vec<(Html, Vec<Cell>)> = told.systems.iter().take(SHOWN).map(row).collect();
    let caption = call.say("risks.coverage");
    maud! {
        @if !rows.is_empty() {
            section .panel aria-labelledby="coverage" {
                h2 #coverage { (caption) " (" (told.systems.len()) ")" }
                p .help { (call.say("risks.coverage_help")) }
                (matrix::Matrix { caption, corner: call.say("risks.system"), columns: &columns, rows: &rows }.draw())
                @if told.systems.len() > SHOWN { p .help { (call.say("risks.more")) } }
            }
        }
    }
    .memoize()
}

/// How many of the steps that are asked for are done in a stage.
fn cell(call: &Call, system: &SystemRow, it: &StageRow) -> Cell {
    if !it.reached {
        return Cell { text: call.say("risks.ahead").to_owned(), ..Cell::default() };
    }
    let asked = it.steps.iter().filter(|it| it.asked);
    let (all, done) = (asked.clone().count(), asked.filter(|it| it.lacks.is_empty()).count());
    let tone = match done {
        _ if done == all => Tone::Good,
        0 => Tone::Bad,
        _ => Tone::Watch,
    };
    Cell { text: format!("{done} / {all}"), tone, href: Some(format!("/risks?system={}#lacks", system.system)) }
}

/// What steps lack.
pub(super) fn lacks(call: &Call, told: &Told) -> Html {
    let columns = [
        Column::title(call.say("risks.system")),
        Column::of(call.say("risks.stage")),
        Column::of(call.say("risks.step")),
        Column::of(call.say("risks.risk")),
        Column::wide(call.say("risks.lacking")),
    ];
    let lines = told.systems.iter().flat_map(|system| {
        system.stages.iter().filter(|it| it.reached).flat_map(move |stage| {
            stage.steps.iter().filter(|it| it.asked).flat_map(move |step| {
                step.lacks.iter().map(move |it| {
                    let risk = it.risk.as_ref().map_or_else(|| text(""), |it| named(&told.names, it, RISK));
                    let system = named(&told.names, &system.system, "ai_system");
                    let words = [text(words(&stage.stage)), text(words(step.step.name()))];
                    let [stage, step] = words;
                    Line { cells: vec![system, stage, step, risk, text(parts::sentence(&it.says))], href: None }
                })
            })
        })
    });
    let lines: Vec<Line> = lines.collect();
    section(call, "lacks", call.say("risks.lacks"), call.say("risks.lacks_help"), &columns, &lines)
}

/// The level of risks by basis and type.
pub(super) fn levels(call: &Call, told: &Told, rows: &[Row]) -> Html {
    let columns = [
        Column::title(call.say("risks.risk")),
        Column::of(call.say("risks.basis")),
        Column::of(call.say("risks.type")),
        Column::of(call.say("risks.level")),
        Column::of(call.say("risks.verdict")),
        Column::wide(call.say("risks.how")),
    ];
    let lines = rows.iter().flat_map(|row| {
        row.judged.iter().map(move |it| Line {
            cells: vec![
                named(&told.names, &row.risk, RISK),
                text(words(it.basis.name())),
                text(words(&it.of)),
                text(it.level.as_deref().map(words).unwrap_or_default()),
                maud! { (badge::badge(tone(it.verdict), &words(it.verdict.name()))) }.memoize(),
                text(parts::sentence(&it.says)),
            ],
            href: None,
        })
    });
    let lines: Vec<Line> = lines.collect();
    section(call, "levels", call.say("risks.levels"), call.say("risks.levels_help"), &columns, &lines)
}

/// Risks that are to be assessed again, those that have waited longest first.
pub(super) fn due(call: &Call, told: &Told) -> Html {
    let columns = [
        Column::of(call.say("risks.due_on")),
        Column::title(call.say("risks.risk")),
        Column::of(call.say("risks.reason")),
        Column::wide(call.say("risks.how")),
    ];
    let mut all: Vec<_> = told.risks.iter().filter_map(|it| Some((it, it.due.as_ref()?))).collect();
    all.sort_by_key(|it| (it.1.on, it.0.risk.number));
    let line = |(row, due): &(&Row, &governance::risking::due::Due)| Line {
        cells: vec![
            maud! { (badge::badge(if row.overdue { Tone::Bad } else { Tone::Quiet }, &due.on.to_string())) }.memoize(),
            named(&told.names, &row.risk, RISK),
            text(words(due.reason.name())),
            text(parts::sentence(&due.says)),
        ],
        href: None,
    };
    let lines: Vec<Line> = all.iter().map(line).collect();
    section(call, "due", call.say("risks.due"), call.say("risks.due_help"), &columns, &lines)
}

/// Versions of scales that are in use.
pub(super) fn scored(call: &Call, told: &Told) -> Html {
    let columns = [
        Column::title(call.say("risks.version")),
        Column::end(call.say("risks.risks")),
        Column::end(call.say("risks.told")),
        Column::wide(call.say("risks.what")),
    ];
    let line = |it: &governance::risking::whole::Scored| {
        let warning =
            it.warning.as_deref().map_or_else(|| text(call.say("risks.compared")), |it| text(parts::sentence(it)));
        let version = it.version.clone().unwrap_or_else(|| call.say("risks.no_version").to_owned());
        Line {
            cells: vec![text(version), text(it.risks.len().to_string()), text(it.told.to_string()), warning],
            href: None,
        }
    };
    let lines: Vec<Line> = told.scored.iter().map(line).collect();
    section(call, "scales", call.say("risks.scales"), call.say("risks.scales_help"), &columns, &lines)
}

/// What other criteria would move.
pub(super) fn moved(call: &Call, told: &Replayed) -> Html {
    let columns = [
        Column::title(call.say("risks.risk")),
        Column::of(call.say("risks.type")),
        Column::of(call.say("risks.crosses")),
        Column::of(call.say("risks.was")),
        Column::of(call.say("risks.becomes")),
        Column::wide(call.say("risks.how")),
    ];
    let line = |it: &governance::risking::replay::Moved| {
        let crosses = if it.crosses { call.say("risks.crosses_yes") } else { call.say("risks.crosses_no") };
        let why = maud! { (parts::sentence(&it.was.says)) " " (parts::sentence(&it.becomes.says)) }.memoize();
        Line {
            cells: vec![
                named(&told.names, &it.risk, RISK),
                text(words(&it.was.of)),
                text(format!("{} ({})", crosses, words(it.direction.name()).to_lowercase())),
                maud! { (badge::badge(tone(it.was.verdict), &words(it.was.verdict.name()))) }.memoize(),
                maud! { (badge::badge(tone(it.becomes.verdict), &words(it.becomes.verdict.name()))) }.memoize(),
                why,
            ],
            href: None,
        }
    };
    let lines: Vec<Line> = told.moved.iter().map(line).collect();
    let title = call.tell("risks.moved", &[("from", &told.from.id), ("to", &told.to.id)]);
    let help = call.tell("risks.moved_help", &[("same", &told.same)]);
    maud! {
        @if !told.faults.is_empty() { div .alert { ul { @for it in &told.faults { li { (parts::sentence(it)) } } } } }
        @if lines.is_empty() { p .done { (call.tell("risks.moved_none", &[("to", &told.to.id)])) } }
        (section(call, "moved", &title, &help, &columns, &lines))
    }
    .memoize()
}
