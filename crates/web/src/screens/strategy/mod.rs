//! Objectives beside the goals of the enterprise: the map, what is wrong with it, the alignment matrix, and how much is attained, down to
//! the measurements. One plan: the strategy of governance. Serves ISO/IEC 42001 5.1, 6.2 and 9.1.

pub(crate) mod panel;

use axum::body::Body;
use axum::extract::Path;
use chart::graph::{Arrow, Graph, Node};
use chart::{Chart, Plot};
use governance::strategy::whole::{Line as Objective, Strategy};
use governance::strategy::{ENTERPRISE, INDICATOR, OBJECTIVE};
use hypertext::{maud_borrow as maud, prelude::*};
use jiff::civil::Date;
use record::Id;

use crate::call::Call;
use crate::html::figure::figure;
use crate::html::head::Heading;
use crate::html::matrix::{Cell, Matrix};
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, empty, page, parts, words};
use crate::pages::form::Sent;
use crate::reply::Reply;
use crate::screens::{duties, pictures};

/// `GET /strategy`
pub(crate) async fn page(call: Call) -> Reply {
    call.query.only(&["on"])?;
    let on = duties::day(&call)?;
    let strategy = call.aims().strategy(&call.actor, on).await?;
    let may_start = call.aims().may_create(&call.actor, INDICATOR).await?;
    let title = call.say("strategy.title");
    let acts = maud! {
        a .button.main href={ "/" (OBJECTIVE) "/new" } { (call.say("strategy.add")) }
        a .button href={ "/" (INDICATOR) } { (call.say("strategy.indicators")) }
        @if may_start {
            form .inline action="/strategy/indicators" method="post" {
                (parts::once())
                button type="submit" { (call.say("strategy.start")) }
            }
        }
    };
    let lead = maud! { p { (call.say("strategy.lead")) @if !strategy.whole { " " (call.say("strategy.in_part")) } } };
    let heading = Heading { lead: Some(lead.memoize()), acts: Some(acts.memoize()), ..Heading::of(title) };
    let map = format!("/strategy/charts/map{}", on.map(|it| format!("?on={it}")).unwrap_or_default());
    let body = maud! {
        (heading.draw(call.language()))
        (day(&call, on))
        @if strategy.objectives.is_empty() {
            (empty::empty("layers", call.say("strategy.none"), call.say("strategy.none_help"), &[(format!("/{OBJECTIVE}/new"), call.say("strategy.add").to_owned())]))
        } @else {
            (wrong(&call, &strategy))
            @if !strategy.effects.is_empty() { (figure(call.language(), &chart(&call, &strategy), "map", Some(&map))) }
            (matrix(&call, &strategy))
            (attainment(&call, &strategy))
            (indicators(&call, &strategy))
        }
    };
    Ok(page::page(&call, title, body.memoize()))
}

/// The form that asks for a day.
fn day(call: &Call, on: Option<Date>) -> Html {
    maud! {
        form .inline.row.no-print action="/strategy" method="get" {
            label for="on" { (call.say("duties.on")) }
            input #on type="date" name="on" value=(on.map(|it| it.to_string()).unwrap_or_default());
            button type="submit" { (call.say("duties.show")) }
        }
    }
    .memoize()
}

/// `POST /strategy/indicators`: enters the indicators to start with.
pub(crate) async fn start(call: Call, body: Body) -> Reply {
    call.query.only(&[])?;
    Sent::read(&call, body).await?;
    call.aims().start_indicators(&call.actor).await?;
    Ok(page::see(&format!("/{INDICATOR}")))
}

/// `GET /strategy/charts/{file}`
pub(crate) async fn file(call: Call, Path(file): Path<String>) -> Reply {
    call.query.only(&["on"])?;
    let strategy = call.aims().strategy(&call.actor, duties::day(&call)?).await?;
    match file.rsplit_once('.') {
        Some(("map", ending)) => pictures::answer(&call, &chart(&call, &strategy), "strategy", ending),
        _ => Err(pictures::unknown(&call, &file)),
    }
}

/// The objectives as a graph: what supports and what hinders what.
fn chart(call: &Call, strategy: &Strategy) -> Chart {
    let place = |id: &Id| strategy.objectives.iter().position(|it| it.id == *id).unwrap_or(usize::MAX);
    let node = |it: &Objective| Node {
        label: format!("{} {}", it.id, it.title),
        sort: usize::from(it.level != ENTERPRISE),
        note: it.attained.map(percent).unwrap_or_default(),
        link: format!("/{OBJECTIVE}/{}", it.id),
    };
    let arrow = |it: &governance::strategy::whole::Drawn| Arrow {
        from: place(&it.from),
        to: place(&it.to),
        label: call.say(if it.supports { "strategy.supports" } else { "strategy.hinders" }).to_owned(),
    };
    let graph = Graph {
        sorts: vec![call.say("strategy.goals").to_owned(), call.say("strategy.objectives").to_owned()],
        nodes: strategy.objectives.iter().map(node).collect(),
        arrows: strategy.effects.iter().map(arrow).collect(),
    };
    Chart {
        title: call.say("strategy.map").to_owned(),
        description: call.say("strategy.map_help").to_owned(),
        plot: Plot::Graph(graph),
    }
}

/// A share as people read it.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// An objective with its name.
fn named(strategy: &Strategy, id: &Id) -> Html {
    maud! { a href={ "/" (OBJECTIVE) "/" (id.to_string()) } { (strategy.title(id)) } " " span .number { (id.to_string()) } }.memoize()
}

/// Everything that is wrong with the map.
fn wrong(call: &Call, strategy: &Strategy) -> Html {
    let list = |key: &'static str, help: &'static str, all: &[Id]| {
        maud! {
            @if !all.is_empty() {
                h3 { (badge::badge(Tone::Bad, &all.len().to_string())) " " (call.say(key)) }
                p .help { (call.say(help)) }
                ul { @for id in all { li { (named(strategy, id)) } } }
            }
        }
        .memoize()
    };
    let path = |all: &[Id]| {
        maud! { @for (at, id) in all.iter().enumerate() { @if at > 0 { " → " } (named(strategy, id)) } }.memoize()
    };
    maud! {
        section .panel aria-labelledby="wrong" {
            h2 #wrong { (call.say("strategy.wrong")) " (" (strategy.wrong()) ")" }
            @if strategy.wrong() == 0 { p .done { (call.say("strategy.nothing_wrong")) } }
            (list("strategy.uncovered", "strategy.uncovered_help", &strategy.uncovered))
            (list("strategy.orphans", "strategy.orphans_help", &strategy.orphans))
            @if !strategy.clashes.is_empty() {
                h3 { (badge::badge(Tone::Bad, &strategy.clashes.len().to_string())) " " (call.say("strategy.clashes")) }
                p .help { (call.say("strategy.clashes_help")) }
                ul {
                    @for it in &strategy.clashes {
                        li {
                            (named(strategy, &it.at))
                            ul {
                                li { (call.say("strategy.lifted")) ": " (path(&it.up)) }
                                li { (call.say("strategy.pressed")) ": " (path(&it.down)) }
                            }
                        }
                    }
                }
            }
            @if !strategy.circles.is_empty() {
                h3 { (badge::badge(Tone::Watch, &strategy.circles.len().to_string())) " " (call.say("strategy.circles")) }
                ul { @for it in &strategy.circles { li { (path(it)) } } }
            }
            @for it in &strategy.unsettled { p .notice { (parts::sentence(it)) } }
        }
    }
    .memoize()
}

/// Which objective does what to which goal.
fn matrix(call: &Call, strategy: &Strategy) -> Html {
    let goals: Vec<&Objective> = strategy.objectives.iter().filter(|it| it.level == ENTERPRISE).collect();
    let columns: Vec<String> = goals.iter().map(|it| it.title.clone()).collect();
    let cell = |sign: Option<&&str>| {
        let tone = match sign {
            Some(&"+") => Tone::Good,
            Some(&"-") => Tone::Bad,
            Some(_) => Tone::Watch,
            None => Tone::Quiet,
        };
        let text = match sign {
            Some(&"-") => "−",
            Some(sign) => sign,
            None => "·",
        };
        Cell { text: text.to_owned(), tone, href: None }
    };
    let row = |it: &governance::strategy::whole::Row| {
        let cells = goals.iter().map(|goal| cell(it.pulls.get(&goal.id.to_string()))).collect();
        (named(strategy, &it.objective), cells)
    };
    let rows: Vec<(Html, Vec<Cell>)> = strategy.matrix.iter().map(row).collect();
    maud! {
        @if !rows.is_empty() {
            section .panel aria-labelledby="matrix" {
                h2 #matrix { (call.say("strategy.matrix")) }
                p .help { (call.say("strategy.matrix_help")) }
                (Matrix { caption: call.say("strategy.matrix"), corner: call.say("strategy.objective"), columns: &columns, rows: &rows }.draw())
            }
        }
    }
    .memoize()
}

/// How much of each objective is attained, and what cannot be told.
fn attainment(call: &Call, strategy: &Strategy) -> Html {
    let columns = [
        Column::title(call.say("strategy.objective")),
        Column::of(call.say("strategy.level")),
        Column::end(call.say("strategy.attained")),
        Column::end(call.say("strategy.known")),
        Column::wide(call.say("strategy.lacking")),
        Column::of(call.say("strategy.due")),
        Column::end(call.say("strategy.budget_share")),
    ];
    let line = |it: &Objective| {
        let lacking: Vec<String> =
            it.lacking.iter().map(|(id, why)| format!("{}: {why}", strategy.title(id))).collect();
        let share: Vec<String> =
            it.budget_share.iter().map(|(currency, share)| format!("{} {currency}", percent(*share))).collect();
        let cells = vec![
            named(strategy, &it.id),
            maud! { (words(&it.level)) }.memoize(),
            maud! { (it.attained.map_or_else(|| call.say("strategy.unknown").to_owned(), percent)) }.memoize(),
            maud! { (percent(it.known)) }.memoize(),
            maud! { (lacking.join("; ")) }.memoize(),
            maud! { (it.due.map(|it| it.to_string()).unwrap_or_default()) }.memoize(),
            maud! { (share.join(", ")) }.memoize(),
        ];
        Line { cells, href: Some(format!("/{OBJECTIVE}/{}", it.id)) }
    };
    let lines: Vec<Line> = strategy.objectives.iter().map(line).collect();
    let none: Vec<String> =
        strategy.spent_for_none.iter().map(|(currency, share)| format!("{} {currency}", percent(*share))).collect();
    maud! {
        section .panel aria-labelledby="attainment" {
            h2 #attainment { (call.say("strategy.attainment")) }
            p .help { (call.say("strategy.attainment_help")) }
            (Table { caption: call.say("strategy.attainment"), columns: &columns, lines: &lines }.draw())
            @if !none.is_empty() { p { (call.tell("strategy.spent_for_none", &[("share", &none.join(", "))])) } }
        }
    }
    .memoize()
}

fn indicators(call: &Call, strategy: &Strategy) -> Html {
    let columns = [
        Column::title(call.say("strategy.indicator")),
        Column::of(call.say("strategy.value")),
        Column::of(call.say("strategy.standing")),
        Column::of(call.say("strategy.trend")),
        Column::of(call.say("strategy.fresh")),
        Column::wide(call.say("strategy.source")),
    ];
    let line = |it: &governance::strategy::indicator::Reading| {
        let href = format!("/{INDICATOR}/{}", it.id);
        let cells = vec![
            maud! { a href=(href) { (it.title) } " " span .number { (it.id.to_string()) } }.memoize(),
            panel::value(call, it),
            panel::standing(call, it),
            maud! { (call.say(panel::trend(it))) }.memoize(),
            panel::fresh(call, it),
            maud! { (it.source) }.memoize(),
        ];
        Line { cells, href: Some(href) }
    };
    let lines: Vec<Line> = strategy.indicators.iter().map(line).collect();
    maud! {
        @if !lines.is_empty() {
            section .panel aria-labelledby="indicators" {
                h2 #indicators { (call.say("strategy.indicators")) }
                (Table { caption: call.say("strategy.indicators"), columns: &columns, lines: &lines }.draw())
            }
        }
    }
    .memoize()
}
