//! Whether units and types are treated alike: a picture of shares with their intervals, and the tables behind it.

use chart::forest::{Estimate, Forest};
use chart::{Chart, Plot};
use governance::consequences::BREACH;
use governance::consequences::compare::{Compare, Compared, Group, Verdict};
use governance::responsibility::whole::Names;
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::html::parts::rounded;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, words};

/// The share of measures milder than proposed, unit by unit.
pub(super) fn chart(call: &Call, compared: &Compare, names: &Names) -> Chart {
    let row = |it: &Group| Estimate {
        label: named(names, &it.name),
        value: it.proposed.share.as_ref().map_or(f64::NAN, |it| 100.0 * it.value),
        interval: it.proposed.share.as_ref().and_then(|it| it.interval).map(|it| (100.0 * it.low, 100.0 * it.high)),
        n: Some(it.proposed.n),
        link: format!("/{BREACH}?filter=unit:{}", it.name),
    };
    Chart {
        title: call.say("breaches.alike").to_owned(),
        description: call.say("breaches.alike_help").to_owned(),
        plot: Plot::Forest(Forest {
            of: call.say("breaches.unit").to_owned(),
            measure: call.say("breaches.milder_share").to_owned(),
            rows: compared.units.iter().map(row).collect(),
            lines: Vec::new(),
        }),
    }
}

/// Units and types, against the proposals and against what others set without names.
pub(super) fn tables(call: &Call, compared: &Compare, names: &Names) -> Html {
    maud! {
        (table(call, compared, &compared.units, names, "breaches.by_unit", "by-unit"))
        (table(call, compared, &compared.types, names, "breaches.by_type", "by-type"))
    }
    .memoize()
}

fn table(call: &Call, compared: &Compare, groups: &[Group], names: &Names, title: &'static str, id: &str) -> Html {
    let columns = [
        Column::title(call.say("breaches.group")),
        Column::end(call.say("breaches.cases")),
        Column::of(call.say("breaches.against_table")),
        Column::of(call.say("breaches.how")),
        Column::end(call.say("breaches.cases_again")),
        Column::of(call.say("breaches.against_blind")),
        Column::of(call.say("breaches.how")),
        Column::end(call.say("breaches.variance")),
    ];
    let line = |it: &Group| Line {
        cells: vec![
            maud! { (named(names, &it.name)) }.memoize(),
            maud! { (it.proposed.n) }.memoize(),
            said(call, &it.proposed),
            verdict(call, &it.proposed),
            maud! { (it.blind.n) }.memoize(),
            said(call, &it.blind),
            verdict(call, &it.blind),
            maud! { (it.blind.variance.map(|it| rounded(it, 2)).unwrap_or_default()) }.memoize(),
        ],
        href: None,
    };
    let lines: Vec<Line> = groups.iter().map(line).collect();
    let help = call.tell("breaches.compared_help", &[("least", &compared.least)]);
    maud! {
        section .panel aria-labelledby=(id) {
            h2 id=(id) { (call.say(title)) }
            p .help { (help) }
            (Table { caption: call.say(title), columns: &columns, lines: &lines }.draw())
        }
    }
    .memoize()
}

fn named(names: &Names, name: &str) -> String {
    names.get(name).cloned().unwrap_or_else(|| words(name))
}

/// How many were milder and how many stricter.
fn said(call: &Call, it: &Compared) -> Html {
    maud! { (call.tell("breaches.milder_stricter", &[("milder", &it.milder), ("stricter", &it.stricter)])) }.memoize()
}

fn verdict(call: &Call, it: &Compared) -> Html {
    let (tone, key) = match it.verdict {
        Verdict::Lenient => (Tone::Bad, "breaches.lenient"),
        Verdict::Strict => (Tone::Bad, "breaches.strict"),
        Verdict::Alike => (Tone::Good, "breaches.no_difference"),
        Verdict::NotAssessable => (Tone::Quiet, "breaches.too_few"),
    };
    let p = it.p.map(|it| format!("p {it:.3}")).unwrap_or_default();
    maud! { (badge::badge(tone, call.say(key))) " " (p) }.memoize()
}
