//! Groups of a version beside the reference: a picture of those that can be judged, and a table of all, with the others greyed.
//!
//! Serves ISO/IEC 42001 A.7.2, A.7.4 and A.5.4.

pub(super) mod labels;

use chart::forest::{Estimate, Forest};
use chart::{Chart, Plot};
use governance::data::representation::{Group, Representation};
use hypertext::{maud_borrow as maud, prelude::*};

use super::charts::{self, Named};
use super::{View, tone};
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, parts, words};
use crate::language::grouped;

/// Groups and intersections; nothing where nobody measured them.
pub(super) fn block(view: &View<'_>, of: &Representation) -> Html {
    let call = view.call;
    if of.groups.is_empty() {
        return maud! {}.memoize();
    }
    let id = view.chosen.map(|it| it.row.id.to_string()).unwrap_or_default();
    maud! {
        section .panel aria-labelledby="representation" {
            h2 #representation { (call.tell("data.representation_of", &[("id", &id)])) " " (badge::badge(tone(of.word), &words(of.word))) }
            p { (parts::sentence(&of.why)) @if let Some(by) = &of.by { " " a href={ "/measurement/" (by.to_string()) } { (by.to_string()) } } }
            p .help { (call.say("data.representation_help")) }
            (table(view, of))
        }
        (charts::figures(view, &charts(view)))
        (labels::block(view, of))
    }
    .memoize()
}

/// The groups of the version that can be judged, beside the reference.
pub(super) fn charts(view: &View<'_>) -> Vec<Named> {
    let Some(chosen) = view.chosen else { return Vec::new() };
    let of = chosen.representation.iter().filter(|it| it.groups.iter().any(judged));
    let chart = |of: &Representation| Chart {
        title: view.call.say("data.representation_chart").to_owned(),
        description: view.call.say("data.representation_chart_help").to_owned(),
        plot: Plot::Forest(forest(view, of)),
    };
    of.map(|it| (format!("representation-{}", chosen.row.id), chart(it))).collect()
}

fn judged(it: &Group) -> bool {
    it.word != "not_assessable"
}

/// Shares over those of the reference, so that groups of any size stand beside one line.
fn forest(view: &View<'_>, of: &Representation) -> Forest {
    // Three digits behind the point are more than any interval here can tell.
    let ratio = |share: f64, it: &Group| (1000.0 * share / it.expected).round() / 1000.0;
    let estimate = |it: &Group| Estimate {
        label: it.name.clone(),
        value: it.share.map_or(f64::NAN, |share| ratio(share, it)),
        interval: it.interval.map(|(low, high)| (ratio(low, it), ratio(high, it))),
        n: Some(it.rows()),
        link: String::new(),
    };
    Forest {
        of: view.call.say("data.group_of").to_owned(),
        measure: view.call.say("data.ratio_of").to_owned(),
        rows: of.groups.iter().filter(|it| judged(it)).map(estimate).collect(),
        lines: vec![(1.0, view.call.say("data.as_reference").to_owned())],
    }
}

fn table(view: &View<'_>, of: &Representation) -> Html {
    let call = view.call;
    let columns = vec![
        Column::title(call.say("data.group_of")),
        Column::end(call.say("data.share_of")),
        Column::end(call.say("data.interval")),
        Column::end(call.say("data.reference_share")),
        Column::end(call.say("data.rows_found")),
        Column::end(call.say("data.rows_expected")),
        Column::of(call.say("data.verdict")),
    ];
    let percent = |it: f64| format!("{:.1} %", 100.0 * it);
    let plain = |it: String, group: &Group| match judged(group) {
        true => maud! { (it) }.memoize(),
        false => maud! { span .help { (it) } }.memoize(),
    };
    let line = |it: &Group| {
        let interval = it.interval.map(|(low, high)| format!("[{}, {}]", percent(low), percent(high)));
        let verdict = match judged(it) {
            true => badge::badge(tone(it.word), &words(it.word)),
            false => badge::badge(Tone::Quiet, call.say("data.too_little")),
        };
        let cells = vec![
            plain(it.name.clone(), it),
            plain(it.share.map(percent).unwrap_or_default(), it),
            plain(interval.unwrap_or_default(), it),
            plain(percent(it.expected), it),
            plain(grouped(it.rows()), it),
            plain(grouped(it.rows_expected().round() as u64), it),
            verdict,
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = of.groups.iter().map(line).collect();
    Table { caption: call.say("data.representation"), columns: &columns, lines: &lines }.draw()
}
