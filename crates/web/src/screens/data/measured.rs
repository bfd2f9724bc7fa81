//! Numbers of a measurement as a table: metric, value, rows that it rests on, interval, limit and verdict; the report holds all.

use governance::data::quality::applies;
use governance::data::whole::RecordRow;
use hypertext::{maud_borrow as maud, prelude::*};
use serde_json::Value;

use super::tone;
use crate::call::Call;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, words};
use crate::language::grouped;

/// Rows of the table; the record has all that it kept, the report everything.
const SHOWN: usize = 40;
/// Rows from which on the table waits to be opened.
const FOLDED: usize = 15;

/// The numbers, those that were held to a limit first.
pub(super) fn values(call: &Call, version: &RecordRow, measured: &RecordRow) -> Html {
    let rows = measured.document.get("values").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let columns = columns(call);
    let lines: Vec<Line> = rows.iter().take(SHOWN).map(|it| line(call, version, it)).collect();
    let table = Table { caption: &measured.title, columns: &columns, lines: &lines }.draw();
    match lines.len() < FOLDED {
        true => table,
        false => maud! { details { summary { (call.count("data.numbers", lines.len() as u64)) } (table) } }.memoize(),
    }
}

fn columns(call: &Call) -> Vec<Column> {
    vec![
        Column::title(call.say("data.metric")),
        Column::of(call.say("data.of")),
        Column::end(call.say("data.found")),
        Column::end(call.say("data.interval")),
        Column::end(call.say("data.among")),
        Column::of(call.say("data.limit")),
        Column::of(call.say("data.verdict")),
    ]
}

fn line(call: &Call, version: &RecordRow, row: &Value) -> Line {
    let text = |column: &str| row[column].as_str().unwrap_or_default().to_owned();
    let number = |column: &str| row[column].as_f64().map(assess::number::number);
    let plain = |it: String| maud! { (it) }.memoize();
    let metric = text("metric");
    let title = measure::metric::find(&metric).map_or(metric.clone(), |it| it.title.to_owned());
    let interval = number("low").zip(number("high")).map(|(low, high)| format!("[{low}, {high}]"));
    let least = number("at_least").map(|it| call.tell("data.at_least", &[("bound", &it)]));
    let most = number("at_most").map(|it| call.tell("data.at_most", &[("bound", &it)]));
    let limits: Vec<String> = least.into_iter().chain(most).collect();
    let verdict = text("verdict");
    let judged = match verdict.as_str() {
        "not_judged" => maud! {}.memoize(),
        "not_assessable" if !applies(&call.configuration.libraries.tiers, version, &metric) => {
            badge::badge(Tone::Quiet, call.say("data.does_not_apply"))
        }
        _ => badge::badge(tone(&verdict), &words(&verdict)),
    };
    let found = number("value").unwrap_or_else(|| {
        if applies(&call.configuration.libraries.tiers, version, &metric) { text("note") } else { String::new() }
    });
    let cells = vec![
        maud! { (title) }.memoize(),
        plain(text("of")),
        plain(found),
        plain(interval.unwrap_or_default()),
        plain(row["n"].as_u64().map(grouped).unwrap_or_default()),
        plain(limits.join(", ")),
        judged,
    ];
    Line { cells, href: None }
}
