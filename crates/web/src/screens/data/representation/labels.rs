//! Labels by group: a mosaic of each attribute, and a table of all groups with the small ones greyed.
//!
//! Serves ISO/IEC 42001 A.7.2, A.7.4 and A.5.4.

use std::collections::BTreeMap;

use chart::mosaic::{Mosaic, Row};
use chart::{Chart, Plot};
use governance::data::representation::{OfLabel, Representation};
use hypertext::{maud_borrow as maud, prelude::*};

use super::View;
use super::charts::{self, Named};
use crate::call::Call;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge};
use crate::language::grouped;

/// Attributes that have a mosaic.
const DRAWN: usize = 4;

/// Labels of a group, of an attribute, by their names.
type Groups<'a> = BTreeMap<&'a str, BTreeMap<&'a str, Vec<&'a OfLabel>>>;

/// Labels by group; nothing where they were not asked of.
pub(super) fn block(view: &View<'_>, of: &Representation) -> Html {
    let call = view.call;
    if of.labels.is_empty() {
        return maud! {}.memoize();
    }
    maud! {
        section .panel aria-labelledby="labels" {
            h2 #labels { (call.say("data.labels")) }
            p .help { (call.say("data.labels_help")) }
            (table(call, of))
        }
        (charts::figures(view, &charts(view)))
    }
    .memoize()
}

/// A mosaic of each of the first attributes.
pub(in crate::screens::data) fn charts(view: &View<'_>) -> Vec<Named> {
    let Some((chosen, of)) = view.chosen.and_then(|it| Some((it, it.representation.as_ref()?))) else {
        return Vec::new();
    };
    let mut groups: Groups<'_> = BTreeMap::new();
    for it in &of.labels {
        if let Some((by, group)) = it.group.split_once(" = ").filter(|it| !it.0.contains(" x ")) {
            groups.entry(by).or_default().entry(group).or_default().push(it);
        }
    }
    let drawn = groups.iter().take(DRAWN).enumerate();
    drawn.map(|(at, (by, groups))| (format!("labels-{at}-{}", chosen.row.id), mosaic(view.call, by, groups))).collect()
}

/// The groups of an attribute by label; where only some labels were asked of, the others are one part.
fn mosaic(call: &Call, by: &str, groups: &BTreeMap<&str, Vec<&OfLabel>>) -> Chart {
    let mut parts: Vec<String> = groups.values().flatten().map(|it| it.label.clone()).collect();
    parts.sort();
    parts.dedup();
    let row = |(group, labels): (&&str, &Vec<&OfLabel>)| {
        let n = labels.iter().map(|it| it.n).max().unwrap_or(0);
        let count = |part: &String| {
            let own = labels.iter().find(|it| it.label == *part);
            own.and_then(|it| it.rate).map_or(0, |rate| (rate * n as f64).round() as u64)
        };
        let mut counts: Vec<u64> = parts.iter().map(count).collect();
        counts.push(n.saturating_sub(counts.iter().sum()));
        Row { label: (*group).to_owned(), counts, enough: labels.iter().all(|it| it.word != "not_assessable") }
    };
    let mut rows: Vec<Row> = groups.iter().map(row).collect();
    let mut names = parts.clone();
    match rows.iter().any(|it| it.counts.last().is_some_and(|it| *it > 0)) {
        true => names.push(call.say("data.other_labels").to_owned()),
        false => rows.iter_mut().for_each(|it| it.counts.truncate(parts.len())),
    }
    Chart {
        title: call.tell("data.mosaic", &[("by", &by)]),
        description: call.say("data.mosaic_help").to_owned(),
        plot: Plot::Mosaic(Mosaic {
            of: by.to_owned(),
            unit: call.say("data.mosaic_rows").to_owned(),
            parts: names,
            rows,
            small: call.say("data.too_little").to_owned(),
        }),
    }
}

fn table(call: &Call, of: &Representation) -> Html {
    let columns = [
        Column::title(call.say("data.group_of")),
        Column::of(call.say("data.label")),
        Column::end(call.say("data.rate")),
        Column::end(call.say("data.less_others")),
        Column::end(call.say("data.interval")),
        Column::end(call.say("data.among_rows")),
        Column::of(call.say("data.verdict")),
    ];
    let lines: Vec<Line> = of.labels.iter().map(|it| line(call, it)).collect();
    Table { caption: call.say("data.labels"), columns: &columns, lines: &lines }.draw()
}

fn line(call: &Call, it: &OfLabel) -> Line {
    let percent = |it: f64| format!("{:.1} %", 100.0 * it);
    let plain = |text: String| match it.word {
        "not_assessable" => maud! { span .help { (text) } }.memoize(),
        _ => maud! { (text) }.memoize(),
    };
    let interval =
        it.difference.and_then(|it| it.1).map(|(low, high)| format!("[{}, {}]", percent(low), percent(high)));
    let verdict = match it.word {
        "differs" => badge::badge(Tone::Watch, call.say("data.differs")),
        "alike" => badge::badge(Tone::Good, call.say("data.alike")),
        "inconclusive" => badge::badge(Tone::Watch, call.say("data.unclear")),
        _ => badge::badge(Tone::Quiet, call.say("data.too_little")),
    };
    let cells = vec![
        plain(it.group.clone()),
        plain(it.label.clone()),
        plain(it.rate.map(percent).unwrap_or_default()),
        plain(it.difference.map(|it| percent(it.0)).unwrap_or_default()),
        plain(interval.unwrap_or_default()),
        plain(grouped(it.n)),
        verdict,
    ];
    Line { cells, href: None }
}
