//! The figures of a loss: each with its interval, the years that it rests on, and how it is computed.

use governance::risking::quantifying::answered::Numbers;
use governance::risking::quantifying::{Appetite, definition};
use hypertext::{maud_borrow as maud, prelude::*};
use measure::Measured;

use crate::call::Call;
use crate::html::table::{Column, Line, Table};
use crate::html::{Html, parts};
use crate::language::grouped;

/// An amount, short: whole from a hundred on.
pub(super) fn amount(value: f64) -> String {
    match value.abs() >= 100.0 && value.abs() < 1e15 {
        true if value < 0.0 => format!("-{}", grouped(value.abs().round() as u64)),
        true => grouped(value.round() as u64),
        false => assess::number::number(value),
    }
}

/// A part in percent.
pub(in crate::screens::risks) fn percent(part: f64) -> String {
    format!("{} %", assess::number::number(100.0 * part))
}

/// An appetite in words.
pub(in crate::screens::risks) fn limit(call: &Call, it: &Appetite) -> String {
    call.tell("losses.at_most", &[("loss", &amount(it.loss)), ("percent", &percent(it.probability))])
}

/// Two ends of an interval.
pub(super) fn ends((low, high): (f64, f64)) -> String {
    match high.is_finite() {
        true => format!("{} – {}", amount(low), amount(high)),
        false => format!("{} –", amount(low)),
    }
}

/// How a number is computed, to be opened.
pub(super) fn how(call: &Call, name: &str) -> Html {
    let definition = definition(name);
    maud! {
        @if let Some(it) = definition {
            details { summary { (call.say("losses.how")) }
                p .help { (parts::sentence(it.is)) " " (call.tell("losses.computed", &[("formula", &it.formula), ("interval", &it.interval), ("source", &it.source)])) }
            }
        }
    }
    .memoize()
}

/// Expected loss, quantiles and expected shortfall of all risks that were drawn.
pub(in crate::screens::risks) fn figures(call: &Call, numbers: &Numbers, caption: &'static str) -> Html {
    let total = &numbers.losses.total;
    let percent = |p: f64| assess::number::number(100.0 * p);
    let mut rows: Vec<(String, &Measured, &str)> = vec![
        (call.say("losses.expected").to_owned(), &total.expected, "expected"),
        (call.say("losses.any").to_owned(), &total.any, "any"),
    ];
    rows.extend(
        total
            .quantiles
            .iter()
            .map(|it| (call.tell("losses.quantile", &[("percent", &percent(it.probability))]), &it.loss, "quantiles")),
    );
    rows.extend(total.shortfalls.iter().map(|it| {
        (call.tell("losses.shortfall", &[("percent", &percent(1.0 - it.probability))]), &it.loss, "shortfalls")
    }));
    let columns = [
        Column::title(call.say("losses.figure")),
        Column::end(call.say("losses.value")),
        Column::end(call.say("losses.interval")),
        Column::end(call.say("losses.n")),
        Column::wide(call.say("losses.definition")),
    ];
    let line = |(name, measured, key): &(String, &Measured, &str)| {
        let (value, interval, n) = match measured.get() {
            Ok(it) => {
                (amount(it.value), it.interval.map(|of| ends((of.low, of.high))).unwrap_or_default(), grouped(it.n))
            }
            Err(why) => (call.say("losses.none").to_owned(), parts::sentence(&why.to_string()), String::new()),
        };
        let cells = [name.clone(), value, interval, n].into_iter().map(|it| maud! { (it) }.memoize());
        Line { cells: cells.chain([how(call, key)]).collect(), href: None }
    };
    let lines: Vec<Line> = rows.iter().map(line).collect();
    let caption = call.say(caption);
    maud! {
        h3 { (caption) }
        (Table { caption, columns: &columns, lines: &lines }.draw())
    }
    .memoize()
}
