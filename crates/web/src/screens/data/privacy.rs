//! Utility against privacy: treatments of a version as a picture with the front of those that no other beats, a table that says
//! where each stands and why, and the ledger of what was spent of the privacy budget.
//!
//! Serves ISO/IEC 42001 A.7.2 and A.7.6.

use chart::Chart;
use governance::data::budget::{Budget, Spent, shown};
use governance::data::front::Reading;
use governance::data::picture::{Said, named, picture};
use governance::data::trade_off::{Point, TradeOff};
use hypertext::{maud_borrow as maud, prelude::*};

use super::charts::{self, Named};
use super::{View, tone};
use crate::call::Call;
use crate::html::table::{Column, Line, Table};
use crate::html::{Html, badge, parts, words};

/// Every version of the dataset that was treated, with its treatments.
pub(super) fn trade_offs(view: &View<'_>) -> Html {
    maud! { @for it in &view.whole.trade_offs { (treatments(view, it)) } }.memoize()
}

fn treatments(view: &View<'_>, of: &TradeOff) -> Html {
    let (call, id) = (view.call, format!("treatments-{}", of.original));
    let title = call.tell("data.trade_off", &[("id", &of.original)]);
    maud! {
        @if let Some(chart) = &named_picture(call, of) {
            (charts::figures(view, std::slice::from_ref(chart)))
        }
        section .panel aria-labelledby=(id) {
            h2 id=(id) { (title) }
            @if of.weighed.len() > 2 { p .help { (call.say("data.trade_off_more")) } }
            @if !of.points.is_empty() { (table(view, of)) }
            @if !of.outside.is_empty() {
                h3 { (call.say("data.outside")) }
                ul { @for (version, why) in &of.outside { li { (view.linked(version)) ": " (parts::sentence(why)) } } }
            }
        }
    }
    .memoize()
}

/// The picture of treatments; nothing where fewer than two things are weighed or nothing is.
fn picture_of(call: &Call, of: &TradeOff) -> Option<Chart> {
    let said = Said {
        title: call.tell("data.trade_off", &[("id", &of.original)]),
        description: call.say("data.trade_off_help").to_owned(),
        treatment: call.say("data.treatment").to_owned(),
        in_use: call.say("data.in_use").to_owned(),
    };
    picture(of, said).filter(|_| !of.points.is_empty())
}

fn named_picture(call: &Call, of: &TradeOff) -> Option<Named> {
    Some((format!("treatments-{}", of.original), picture_of(call, of)?))
}

/// A picture of the treatments of each version that was treated.
pub(super) fn charts(view: &View<'_>) -> Vec<Named> {
    view.whole.trade_offs.iter().filter_map(|it| named_picture(view.call, it)).collect()
}

fn table(view: &View<'_>, of: &TradeOff) -> Html {
    let call = view.call;
    let mut columns = vec![Column::title(call.say("data.treatment"))];
    columns.extend(of.weighed.iter().map(|it| Column::end(named(it))));
    columns.extend(["data.stands", "data.why", "data.measured_by"].map(|it| {
        let class = if it == "data.why" { "wide" } else { "" };
        Column { class, ..Column::of(call.say(it)) }
    }));
    let line = |it: &Point| {
        let mut by: Vec<String> = it.by.iter().flatten().map(ToString::to_string).collect();
        by.dedup();
        let mut cells = vec![
            maud! { (view.linked(&it.version)) @if it.chosen { " " (badge::badge(tone("yes"), call.say("data.in_use"))) } }.memoize(),
        ];
        cells.extend(it.readings.iter().map(|it| maud! { (reading(it)) }.memoize()));
        cells.push(badge::badge(tone(it.word()), &words(it.word())));
        cells.push(maud! { (parts::sentence(&of.why(it))) }.memoize());
        cells.push(maud! { @for it in &by { a href={ "/measurement/" (it) } { (it) } " " } }.memoize());
        Line { cells, href: None }
    };
    let lines: Vec<Line> = of.points.iter().map(line).collect();
    Table { caption: call.say("data.treatments"), columns: &columns, lines: &lines }.draw()
}

fn reading(it: &Reading) -> String {
    let number = assess::number::number;
    match it.interval {
        Some((low, high)) => format!("{} [{}, {}]", number(it.value), number(low), number(high)),
        None => number(it.value),
    }
}

/// The ledger of the privacy budget; nothing where no budget is said and nothing spends.
pub(super) fn ledger(view: &View<'_>) -> Html {
    let (call, budget) = (view.call, &view.whole.budget);
    if budget.most.is_none() && budget.rows.is_empty() {
        return maud! {}.memoize();
    }
    let left = budget.left().zip(budget.most);
    let left = left.map(|(left, most)| {
        call.tell("data.budget_left", &[("left", &shown(left.max(0.0))), ("most", &shown(most.epsilon))])
    });
    let basic =
        [("epsilon", &shown(budget.basic.epsilon) as &dyn std::fmt::Display), ("delta", &shown(budget.basic.delta))];
    let zcdp = budget.zcdp.map(|it| call.tell("data.budget_zcdp", &[("epsilon", &shown(it))]));
    maud! {
        section .panel aria-labelledby="budget" {
            h2 #budget { (call.say("data.budget")) " " (badge::badge(tone(budget.word), &words(budget.word))) }
            p { (parts::sentence(&budget.why)) " " @if let Some(left) = &left { (left) } }
            p .help { (call.tell("data.budget_basic", &basic)) " " @if let Some(zcdp) = &zcdp { (zcdp) } }
            p .help { (call.say("data.budget_help")) " " (period(view, budget)) }
            @if budget.rows.is_empty() { p .help { (call.say("data.nothing_spends")) } }
            @else { (spent(view, budget)) }
        }
    }
    .memoize()
}

fn period(view: &View<'_>, budget: &Budget) -> String {
    let (from, until) = budget.period;
    let end = |it: Option<jiff::civil::Date>| it.map_or(view.call.say("data.open_end").to_owned(), |it| it.to_string());
    let said = from.is_some() || until.is_some();
    let told = || view.call.tell("data.budget_period", &[("from", &end(from)), ("until", &end(until))]);
    said.then(told).unwrap_or_default()
}

fn spent(view: &View<'_>, budget: &Budget) -> Html {
    let call = view.call;
    let columns = [
        Column::title(call.say("data.version")),
        Column::of(call.say("data.spent_on")),
        Column::end(call.say("data.spends")),
        Column::end(call.say("data.spends_delta")),
        Column::end(call.say("data.spends_rho")),
        Column::of(call.say("data.spends_counts")),
    ];
    let line = |it: &Spent| {
        let number = |value: Option<f64>| maud! { (value.map(shown).unwrap_or_default()) }.memoize();
        let epsilon = it.stated.map_or_else(|| call.say("data.unstated").to_owned(), |it| shown(it.loss.epsilon));
        let counts = if it.counts { call.say("data.counts_yes") } else { call.say("data.counts_not") };
        let cells = vec![
            view.linked(&it.version),
            maud! { (it.on.map(|it| it.to_string()).unwrap_or_default()) }.memoize(),
            maud! { (epsilon) }.memoize(),
            number(it.stated.map(|it| it.loss.delta).filter(|it| *it > 0.0)),
            number(it.stated.and_then(|it| it.rho)),
            maud! { (counts) }.memoize(),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = budget.rows.iter().map(line).collect();
    Table { caption: call.say("data.budget"), columns: &columns, lines: &lines }.draw()
}
