//! The tables of a resource plan: roles, waits, lines of work with how they were counted, costs by tier, budget, and what a scenario moves.

use assess::number::number;
use governance::resourcing::assessed::{Assessed, Load};
use governance::resourcing::money::{self, Cost};
use governance::resourcing::whole::{Delta, Told};
use governance::surroundings::SYSTEM;
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::html::section::text;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, parts};

/// Systems of a tier that are named; the interface has all.
const SHOWN: usize = 20;

fn maybe(value: Option<f64>) -> Html {
    text(value.map_or_else(|| "–".to_owned(), number))
}

/// A table under a heading of its own; nothing where it has no line.
fn section(id: &'static str, title: &str, help: &str, columns: &[Column], lines: &[Line]) -> Html {
    maud! {
        @if !lines.is_empty() {
            section .panel aria-labelledby={ "table-" (id) } {
                h2 id={ "table-" (id) } { (title) }
                @if !help.is_empty() { p .help { (help) } }
                (Table { caption: title, columns, lines }.draw())
            }
        }
    }
    .memoize()
}

fn role(it: &Load) -> Html {
    let id = it.role.id.to_string();
    maud! { a href={ "/role/" (id) } { (it.role.name) } " " span .number { (id) } }.memoize()
}

/// Every role: people, hours, use and what is missing, with the formula or why nothing can be told.
pub(super) fn roles(call: &Call, plan: &Assessed) -> Html {
    let columns = [
        Column::title(call.say("resources.role")),
        Column::end(call.say("resources.people_now")),
        Column::end(call.say("resources.takes")),
        Column::end(call.say("resources.missing")),
        Column::end(call.say("resources.utilisation")),
        Column::end(call.say("resources.cost_a_year")),
        Column::wide(call.say("resources.formula")),
    ];
    let marks = &call.configuration.libraries.resources;
    let line = |it: &Load| {
        let used = it.utilisation.map_or(Tone::Quiet, |it| match it {
            it if it >= 1.0 => Tone::Bad,
            it if it >= marks.busy => Tone::Watch,
            _ => Tone::Good,
        });
        let percent = it.utilisation.map(|it| format!("{} %", number((it * 1000.0).round() / 10.0)));
        let why = it.why.as_ref().map(|why| call.tell("resources.not_assessable", &[("why", why)]));
        Line {
            cells: vec![
                role(it),
                text(it.people.to_string()),
                maybe(it.takes),
                maybe(it.missing),
                maud! { @match &percent { Some(percent) => (badge::badge(used, percent)), None => "–" } }.memoize(),
                maybe(it.cost),
                text(parts::sentence(why.as_deref().unwrap_or(&it.formula))),
            ],
            href: None,
        }
    };
    let lines: Vec<Line> = plan.roles.iter().map(line).collect();
    section("roles", call.say("resources.roles"), call.say("resources.roles_help"), &columns, &lines)
}

/// How long each line of work waits, by formula and by simulation.
pub(super) fn waits(call: &Call, plan: &Assessed) -> Html {
    let columns = [
        Column::title(call.say("resources.work")),
        Column::of(call.say("resources.role")),
        Column::end(call.say("resources.wait")),
        Column::end(call.say("resources.simulated")),
        Column::end(call.say("resources.lead_time")),
        Column::wide(call.say("resources.by")),
    ];
    let marks = &call.configuration.libraries.resources;
    let of = |load: &Load| -> Vec<Line> {
        let untold = load.no_wait.iter().filter(|_| load.need > 0.0).map(|why| Line {
            cells: vec![
                text(load.role.name.clone()),
                role(load),
                text("–"),
                text("–"),
                text("–"),
                text(parts::sentence(&call.tell("resources.not_assessable", &[("why", why)]))),
            ],
            href: None,
        });
        let told = load.waits.iter().map(|it| Line {
            cells: vec![
                text(format!("{} {}", it.tier, it.activity)),
                role(load),
                maud! { @if it.days > marks.wait { (badge::badge(Tone::Watch, &number(it.days))) } @else { (number(it.days)) } }.memoize(),
                text(it.simulated.map_or_else(
                    || "–".to_owned(),
                    |(value, low, high)| format!("{} [{}, {}]", number(value), number(low), number(high)),
                )),
                text(number(it.lead)),
                text(call.say(if it.exact { "resources.exact" } else { "resources.approximate" })),
            ],
            href: None,
        });
        untold.chain(told).collect()
    };
    let lines: Vec<Line> = plan.roles.iter().flat_map(of).collect();
    section("waits", call.say("resources.waits"), call.say("resources.waits_help"), &columns, &lines)
}

/// Lines of work with how they were counted, and the systems behind them.
pub(super) fn lines(call: &Call, plan: &Assessed) -> Html {
    let columns = [
        Column::title(call.say("resources.work")),
        Column::end(call.say("resources.hours_a_year")),
        Column::wide(call.say("resources.formula")),
        Column::wide(call.say("resources.systems")),
    ];
    let line = |it: &governance::resourcing::demand::Line| {
        let behind = plan.systems.iter().find(|of| of.tier == it.tier);
        let now = behind.map(|it| it.now.as_slice()).unwrap_or_default();
        let planned = behind.map(|it| it.planned + it.more).unwrap_or_default();
        let systems = maud! {
            @for id in now.iter().take(SHOWN) { a href={ "/" (SYSTEM) "/" (id.to_string()) } { (id.to_string()) } " " }
            @if now.len() > SHOWN { (call.count("tiering.more", (now.len() - SHOWN) as u64)) " " }
            @if planned != 0.0 { (call.tell("resources.and_planned", &[("count", &number(planned))])) }
        };
        Line {
            cells: vec![
                text(format!("{} {}", it.tier, it.activity)),
                text(number(it.need)),
                text(it.formula.clone()),
                systems.memoize(),
            ],
            href: None,
        }
    };
    let lines: Vec<Line> = plan.lines.iter().map(line).collect();
    section("lines", call.say("resources.lines"), call.say("resources.lines_help"), &columns, &lines)
}

/// What one system of each tier costs a year.
pub(super) fn costs(call: &Call, plan: &Assessed) -> Html {
    let unit = plan.currency.clone().unwrap_or_default();
    let columns = [
        Column::title(call.say("resources.tier")),
        Column::end(call.say("resources.systems")),
        Column::end(call.say("resources.cost_each")),
        Column::end(call.say("resources.cost_all")),
        Column::wide(call.say("resources.because")),
    ];
    let amount =
        |it: Option<f64>| text(it.map_or_else(|| "–".to_owned(), |it| format!("{} {unit}", number(it.round()))));
    let line = |it: &Cost| {
        let why = it.why.as_ref().map(|why| call.tell("resources.not_assessable", &[("why", why)]));
        Line {
            cells: vec![
                text(it.tier.clone()),
                text(number(it.systems)),
                amount(it.each),
                amount(it.all),
                text(why.map(|it| parts::sentence(&it)).unwrap_or_default()),
            ],
            href: None,
        }
    };
    let mut lines: Vec<Line> = plan.costs.iter().map(line).collect();
    if !lines.is_empty() {
        let cells = vec![text(call.say("resources.together")), text(""), text(""), amount(plan.cost), text("")];
        lines.push(Line { cells, href: None });
    }
    section("costs", call.say("resources.costs"), call.say("resources.costs_help"), &columns, &lines)
}

/// Budget against actual.
pub(super) fn budget(call: &Call, plan: &Assessed) -> Html {
    let unit = plan.currency.clone().unwrap_or_default();
    let columns = [
        Column::title(call.say("resources.item")),
        Column::end(call.say("resources.planned")),
        Column::end(call.say("resources.actual")),
        Column::end(call.say("resources.left")),
    ];
    let amount = |it: Option<f64>| it.map_or_else(|| "–".to_owned(), |it| format!("{} {unit}", number(it)));
    let line = |name: &str, it: &money::Line| {
        let left = amount(it.left);
        let left =
            maud! { @if it.left.is_some_and(|it| it < 0.0) { (badge::badge(Tone::Bad, &left)) } @else { (left) } };
        Line { cells: vec![text(name), text(amount(it.planned)), text(amount(it.actual)), left.memoize()], href: None }
    };
    let mut lines: Vec<Line> = plan.budget.lines.iter().map(|it| line(&it.item, it)).collect();
    if !lines.is_empty() {
        lines.push(line(call.say("resources.together"), &plan.budget.total));
    }
    section("budget", call.say("resources.budget"), "", &columns, &lines)
}

/// The names of figures that a scenario moves.
const FIGURES: &[(&str, &str)] = &[
    ("people", "resources.people_now"),
    ("need", "resources.hours_a_year"),
    ("takes", "resources.takes"),
    ("missing", "resources.missing"),
    ("utilisation", "resources.share"),
    ("wait", "resources.wait"),
    ("lead", "resources.lead_time"),
    ("cost", "resources.cost_a_year"),
];

/// What a scenario moves; a sentence where it moves nothing.
pub(super) fn deltas(call: &Call, told: &Told) -> Html {
    let columns = [
        Column::title(call.say("resources.what")),
        Column::of(call.say("resources.figure")),
        Column::end(call.say("resources.before")),
        Column::end(call.say("resources.after")),
        Column::end(call.say("resources.difference")),
    ];
    let line = |it: &Delta| {
        let key = FIGURES.iter().find(|known| known.0 == it.figure).map_or("resources.figure", |it| it.1);
        let difference = it.before.zip(it.after).map(|(before, after)| after - before);
        let signed = difference.map(|it| format!("{}{}", if it > 0.0 { "+" } else { "" }, number(it)));
        Line {
            cells: vec![
                text(it.of.clone()),
                text(call.language().say(key)),
                maybe(it.before),
                maybe(it.after),
                text(signed.unwrap_or_else(|| "–".to_owned())),
            ],
            href: None,
        }
    };
    let lines: Vec<Line> = told.deltas.iter().map(line).collect();
    maud! {
        @if told.then.is_some() && lines.is_empty() { p .notice role="status" { (call.say("resources.same")) } }
        (section("deltas", call.say("resources.deltas"), call.say("resources.deltas_help"), &columns, &lines))
    }
    .memoize()
}
