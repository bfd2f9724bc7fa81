//! Part 1: the heat map with its line, the types of consequence at a glance, the risks of a cell, and those that are in none.

use std::collections::BTreeMap;

use chart::heat_map::{Arrow, Cell, HeatMap};
use chart::{Chart, Plot};
use governance::risking::RISK;
use governance::risking::cockpit::arrows::marks;
use governance::risking::cockpit::grid::NotPlaced;
use governance::risking::cockpit::paper::at;
use governance::risking::cockpit::whole::{Row, Told};
use hypertext::{maud_borrow as maud, prelude::*};

use super::super::tone;
use super::{View, more, most, with};
use crate::call::Call;
use crate::html::figure::figure;
use crate::html::section::{all_named, day, line, named, section, text};
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, parts, words};

/// The part.
pub(super) fn part(view: &View) -> Html {
    let (call, told) = (view.call, view.told);
    maud! {
        (figure(call.language(), &chart(call, told), "cockpit-map", Some(&with(call, "/charts/map", &[]))))
        @if told.cell.is_some() { (rows(view)) }
        (glance(call, told))
        (not_placed(call, told))
    }
    .memoize()
}

/// The heat map as a chart: counts, the line, what came and left, and the arrows that most risks went along.
pub(super) fn chart(call: &Call, told: &Told) -> Chart {
    let map = &told.map;
    let place = |it: &Option<String>| map.levels.iter().position(|of| Some(of) == it.as_ref());
    let cell = |it: &governance::risking::cockpit::grid::Cell| {
        let (came, left) = marks(&told.flows, it.place());
        let drill = format!("{}.{}", it.likelihood, it.consequence);
        let link = format!("{}#cockpit-rows", with(call, "", &[("cell", &drill)]));
        Some(Cell {
            column: it.consequence - 1,
            row: it.likelihood - 1,
            count: it.risks.len() as u64,
            level: place(&it.level)?,
            link: if it.risks.is_empty() { String::new() } else { link },
            beyond: it.beyond(),
            came: came as u64,
            left: left as u64,
        })
    };
    let line = map.line.as_ref().map(|it| {
        let key = if map.opportunities { "cockpit.line_of_gain" } else { "cockpit.line" };
        call.tell(key, &[("line", it)])
    });
    let of = [("type", words(&map.of)), ("basis", call.say(basis(map.basis)).to_owned())];
    let [kind, with_what] = &of;
    Chart {
        title: call.tell("cockpit.map", &[(kind.0, &kind.1), (with_what.0, &with_what.1)]),
        description: call.tell("cockpit.map_help", &[("placed", &map.placed()), ("n", &map.n), ("since", &told.since)]),
        plot: Plot::HeatMap(HeatMap {
            across: call.say("losses.consequence").to_owned(),
            up: call.say("losses.likelihood").to_owned(),
            unit: call.say("cockpit.risks").to_owned(),
            columns: map.consequence.clone(),
            rows: map.likelihood.clone(),
            levels: map.levels.iter().map(|it| words(it)).collect(),
            cells: map.cells.iter().filter_map(cell).collect(),
            line: line.unwrap_or_default(),
            arrows: arrows(call, told),
        }),
    }
}

/// With what in place, in words.
fn basis(it: governance::risking::level::Basis) -> &'static str {
    use governance::risking::level::Basis;
    match it {
        Basis::Inherent => "cockpit.inherent",
        Basis::Current => "cockpit.current",
        Basis::Residual => "cockpit.residual",
    }
}

/// The arrows that most risks went along.
fn arrows(call: &Call, told: &Told) -> Vec<Arrow> {
    let zero = |it: (usize, usize)| (it.1 - 1, it.0 - 1);
    let arrow = |it: &governance::risking::cockpit::arrows::Flow| {
        let (from, to) = it.from.cell().zip(it.to.cell())?;
        let link = format!("{}#cockpit-moved", with(call, "", &[]));
        Some(Arrow { from: zero(from), to: zero(to), count: it.risks.len() as u64, link })
    };
    let mut all: Vec<Arrow> = told.flows.iter().filter_map(arrow).collect();
    all.sort_by_key(|it| std::cmp::Reverse(it.count));
    all.truncate(call.configuration.libraries.cockpit.most_arrows);
    all
}

/// Every type of consequence, each leading to its heat map.
fn glance(call: &Call, told: &Told) -> Html {
    let row = |it: &governance::risking::cockpit::whole::OfType| {
        let href = with(call, "", &[("type", &it.of), ("cell", "")]);
        let name = maud! { a href=(href) { (words(&it.of)) } };
        let counts = [it.touched, it.placed, it.touched.saturating_sub(it.placed), it.beyond];
        line(std::iter::once(name.memoize()).chain(counts.map(|it| text(it.to_string()))).collect())
    };
    let names = [
        ("risks.type", "title"),
        ("cockpit.touched", "end"),
        ("cockpit.placed", "end"),
        ("cockpit.in_none", "end"),
        ("cockpit.beyond", "end"),
    ];
    let lines: Vec<Line> = told.types.iter().map(row).collect();
    section(call, "cockpit-types", ["cockpit.types", "cockpit.types_help"], &names, &lines)
}

/// The risks of the cell that is asked for.
fn rows(view: &View) -> Html {
    let (call, told) = (view.call, view.told);
    let row = |it: &Row| {
        line(vec![
            named(call, &told.names, &it.risk),
            all_named(call, &told.names, &it.systems),
            it.owner.as_ref().map_or_else(
                || badge::badge(Tone::Bad, call.say("treatments.nobody")),
                |it| named(call, &told.names, it),
            ),
            it.side.map_or_else(
                || text(""),
                |of| badge::badge(tone(of), &words(it.level.as_deref().unwrap_or(of.name()))),
            ),
            day(it.due),
        ])
    };
    let columns = [
        Column::title(call.say("risks.risk")),
        Column::of(call.say("cockpit.systems")),
        Column::of(call.say("moving.owner")),
        Column::of(call.say("risks.level")),
        Column::of(call.say("cockpit.due")),
    ];
    let lines: Vec<Line> = told.rows.iter().take(most(call)).map(row).collect();
    let place = told.cell.map(|it| at(told, it)).unwrap_or_default();
    let title = call.tell("cockpit.rows", &[("cell", &place)]);
    let says = told.cell.and_then(|it| told.map.cell(it)).map(|it| it.says.clone()).unwrap_or_default();
    maud! {
        section .panel aria-labelledby="cockpit-rows" {
            h2 #cockpit-rows { (title) " (" (told.rows.len()) ")" }
            p .help { (parts::sentence(&says)) " " a href=(with(call, "", &[("cell", "")])) { (call.say("cockpit.all_cells")) } }
            @if lines.is_empty() { p { (call.say("cockpit.no_rows")) } }
            @else { (Table { caption: &title, columns: &columns, lines: &lines }.draw()) }
            (more(call, told.rows.len()))
        }
    }
    .memoize()
}

/// Risks that are in no cell, reason by reason.
fn not_placed(call: &Call, told: &Told) -> Html {
    let all = &told.map.not_placed;
    let mut by_reason: BTreeMap<&str, Vec<&NotPlaced>> = BTreeMap::new();
    all.iter().for_each(|it| by_reason.entry(it.why.as_str()).or_default().push(it));
    maud! {
        @if !all.is_empty() {
            section .panel aria-labelledby="cockpit-not-placed" {
                h2 #cockpit-not-placed { (call.say("cockpit.not_placed")) " (" (all.len()) ")" }
                p .help { (call.say("cockpit.not_placed_help")) }
                @for (why, risks) in &by_reason {
                    details {
                        summary { (parts::sentence(why)) " (" (risks.len()) ")" }
                        ul { @for it in risks.iter().take(most(call)) { li { (named(call, &told.names, &it.risk)) } } }
                        (more(call, risks.len()))
                    }
                }
                p { a href={ "/" (RISK) } { (call.say("cockpit.all_risks")) } }
            }
        }
    }
    .memoize()
}
