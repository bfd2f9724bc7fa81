//! The charts of a loss: how likely a year is worse than an amount, what moves the answer, what each risk adds, and the matrix by the numbers.

use std::collections::BTreeMap;

use chart::axis::Axis;
use chart::bars::{Bar, Bars};
use chart::heat_map::{Cell, HeatMap};
use chart::lines::{Band, Change, Lines, Point, Series};
use chart::{Chart, Plot};
use governance::risking::RISK;
use governance::risking::quantifying::answered::Numbers;
use governance::risking::quantifying::whole::{OfType, Told};
use governance::risking::quantifying::{End, Input, Swing};
use measure::Measured;

use super::figures::{limit, percent};
use crate::call::Call;

/// Probability below which the curve is not drawn: beyond, it rests on a handful of years and would squeeze the rest.
const LEAST: f64 = 0.002;

/// The charts of a type, by the name of their files.
pub(super) fn all(call: &Call, told: &Told, it: &OfType) -> Vec<(&'static str, Chart)> {
    let Some(numbers) = &it.numbers else { return Vec::new() };
    let unit = it.unit.clone().unwrap_or_else(|| call.say("losses.no_unit").to_owned());
    let mut found = vec![("curve", curve(call, numbers, &unit))];
    if !numbers.swings.is_empty() {
        found.push(("swings", swings(call, told, numbers, &unit)));
    }
    if numbers.together.as_ref().is_some_and(|it| it.risks.len() > 1) {
        found.push(("parts", parts(call, told, numbers, &unit)));
    }
    if numbers.risks.iter().any(|it| it.position.is_some()) && !it.matrix.is_empty() {
        found.push(("matrix", matrix(call, told, it, numbers)));
    }
    found
}

/// How likely a year costs more than an amount, with its interval, and the appetites.
pub(in crate::screens::risks) fn curve(call: &Call, numbers: &Numbers, unit: &str) -> Chart {
    // As far as an appetite reaches it is drawn all the same.
    let farthest = numbers.appetites.iter().map(|it| it.appetite.loss).fold(0.0, f64::max);
    let shown = numbers.losses.curve.iter().filter(|it| it.exceeding.value >= LEAST || it.loss <= farthest);
    let point = |it: &governance::risking::quantifying::Point| Point {
        x: rounded(it.loss),
        y: rounded(it.exceeding.value),
        interval: it.exceeding.interval.map(|it| (rounded(it.low), rounded(it.high))),
        link: String::new(),
    };
    let appetites = || numbers.appetites.iter().map(|it| it.appetite);
    Chart {
        title: call.say("losses.curve").to_owned(),
        description: call.say("losses.curve_help").to_owned(),
        plot: Plot::Lines(Lines {
            across: Axis::numbers(&call.tell("losses.loss_a_year", &[("unit", &unit)])),
            up: Axis::numbers(call.say("losses.chance_of_more")),
            series: vec![Series {
                name: call.say("losses.chance_of_more").to_owned(),
                points: shown.map(point).collect(),
            }],
            bands: appetites()
                .map(|it| Band { low: it.probability, high: it.probability, label: percent(it.probability) })
                .collect(),
            changes: appetites().map(|it| Change { x: it.loss, label: limit(call, &it) }).collect(),
        }),
    }
}

fn named(told: &Told, id: &str) -> String {
    match told.names.get(id) {
        Some(name) => format!("{id} {name}"),
        None => id.to_owned(),
    }
}

/// A value with the digits that people read of it, as a chart has room for.
fn rounded(value: f64) -> f64 {
    assess::number::number(value).parse().unwrap_or(value)
}

/// A bar of an estimate with its interval, which leads to a risk.
fn bar(label: String, of: &Measured, risk: &str) -> Bar {
    let estimate = of.get().ok();
    Bar {
        label,
        values: vec![estimate.map_or(f64::NAN, |it| rounded(it.value))],
        interval: estimate.and_then(|it| it.interval).map(|it| (rounded(it.low), rounded(it.high))),
        link: format!("/{RISK}/{risk}"),
    }
}

/// Bars below a title and what it means; each stands for one `of`, in a unit.
fn bars([title, description, of]: [&str; 3], unit: String, bars: Vec<Bar>) -> Chart {
    let (title, description, of) = (title.to_owned(), description.to_owned(), of.to_owned());
    Chart { title, description, plot: Plot::Bars(Bars { of, unit, parts: vec![String::new()], bars, line: None }) }
}

/// What the expected shortfall would change by, with each parameter at its two ends.
fn swings(call: &Call, told: &Told, numbers: &Numbers, unit: &str) -> Chart {
    let one = |swing: &Swing, end: &End| {
        let of = call.say(match swing.input {
            Input::Frequency => "losses.how_often",
            Input::Severity => "losses.how_much",
        });
        let label = format!("{of} × {}: {}", assess::number::number(end.factor), named(told, &swing.risk));
        bar(label, &end.shortfall, &swing.risk)
    };
    let all = numbers.swings.iter().flat_map(|it| [one(it, &it.low), one(it, &it.high)]).collect();
    let unit = call.tell("losses.change_of_shortfall", &[("unit", &unit)]);
    bars([call.say("losses.swings"), call.say("losses.swings_help"), call.say("losses.input")], unit, all)
}

/// What each risk adds to the mean of the worst years.
fn parts(call: &Call, told: &Told, numbers: &Numbers, unit: &str) -> Chart {
    let mut risks: Vec<_> = numbers.together.iter().flat_map(|it| &it.risks).collect();
    let weight = |it: &Option<f64>| it.unwrap_or_default();
    risks.sort_by(|a, b| weight(&b.share).total_cmp(&weight(&a.share)).then(a.name.cmp(&b.name)));
    let all = risks.into_iter().take(60).map(|it| bar(named(told, &it.name), &it.contribution, &it.name)).collect();
    let unit = call.tell("losses.in_worst", &[("unit", &unit)]);
    bars([call.say("losses.parts"), call.say("losses.parts_help"), call.say("risks.risk")], unit, all)
}

/// How many risks lie in each cell by their numbers.
fn matrix(call: &Call, told: &Told, it: &OfType, numbers: &Numbers) -> Chart {
    let mut cells: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
    for of in &numbers.risks {
        let Some(at) = &of.position else { continue };
        cells.entry((at.likelihood - 1, at.consequence - 1)).or_default().push(of.risk.to_string());
    }
    let cell = |(row, levels): (usize, &Vec<Option<usize>>)| {
        let one = |(column, level): (usize, &Option<usize>)| {
            let inside = cells.get(&(row, column)).map(Vec::as_slice).unwrap_or_default();
            let link = match inside {
                [one] => format!("/{RISK}/{one}"),
                [] => String::new(),
                _ => format!("/risks/losses#losses-{}", it.of),
            };
            Cell { column, row, count: inside.len() as u64, level: level.unwrap_or_default(), link, ..Cell::default() }
        };
        levels.iter().enumerate().map(one).collect::<Vec<Cell>>()
    };
    Chart {
        title: call.say("losses.matrix").to_owned(),
        description: call.say("losses.matrix_help").to_owned(),
        plot: Plot::HeatMap(HeatMap {
            across: call.say("losses.consequence").to_owned(),
            up: call.say("losses.likelihood").to_owned(),
            unit: call.say("losses.risks").to_owned(),
            columns: it.consequences.clone(),
            rows: told.likelihood.clone(),
            levels: told.levels.iter().map(|it| crate::html::words(it)).collect(),
            cells: it.matrix.iter().enumerate().flat_map(cell).collect(),
            ..HeatMap::default()
        }),
    }
}
