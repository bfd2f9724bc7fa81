//! One statement: what breaks it with the values that were compared, exceptions, attestations, earlier days, and the paths that cases of a log take.

use std::collections::BTreeMap;

use axum::extract::Path;
use chart::graph::{Arrow, Graph, Node};
use chart::{Chart, Plot};
use governance::documents::STATEMENT;
use governance::practising::log::told::Told;
use governance::practising::paper::{rate, tests};
use governance::practising::whole::{ACTIVE, One, Verdict};
use governance::{Moment, practising::tested::Tested};
use hypertext::{maud_borrow as maud, prelude::*};

use super::{moment, shown, trend};
use crate::call::{Call, number};
use crate::html::figure::figure;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, page, parts, words};
use crate::pages::detail::View;
use crate::panels::Drawing;
use crate::reply::Reply;

/// Steps that the map shows; the table beneath has as many.
const STEPS: usize = 40;

/// `GET /practice/{id}`
pub(crate) async fn one(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&["on", "done"])?;
    let told = call.aims().practice_of(&call.actor, &number(&id)?, &moment(&call)?).await?;
    let crumbs = [("/practice".to_owned(), call.say("practice.title").to_owned())];
    let lead = maud! {
        p .facts { span { (told.line.id.to_string()) } span { (told.line.anchor) } span { (words(&told.line.state)) } span { (told.on.to_string()) } }
        p { (told.line.says) }
    };
    let heading = Heading { crumbs: &crumbs, lead: Some(lead.memoize()), ..Heading::of(&told.line.title) };
    let heading = heading.draw(call.language());
    let body = maud! {
        (heading)
        (summary(&call, &told))
        @if call.query.get("on").is_none() { (acts(&call, &told)) }
        @if let Some(tested) = &told.line.tested { (violations(&call, &told, tested)) (excepted(&call, tested)) }
        (attested(&call, &told))
        (history(&call, &told))
        @if let Some(log) = &told.log { (logged(&call, log)) }
    };
    Ok(page::page(&call, &told.line.title, body.memoize()))
}

fn summary(call: &Call, told: &One) -> Html {
    let line = &told.line;
    maud! {
        section .panel aria-labelledby="practice" {
            h2 #practice { (call.say("practice.verdict")) }
            p { (shown(line.verdict)) " " (rate(line.share())) " " (trend(line)) }
            @for it in tests(line) { p { (it) } }
            @if line.verdict == Verdict::Unverifiable { p { (call.say("practice.no_test")) } }
            @for it in &line.problems { p .notice { (parts::sentence(it)) } }
            @if let Some(tested) = &line.tested {
                @if !tested.why.is_empty() { p { (parts::sentence(&tested.why)) } }
                @if tested.waiting > 0 { p .help { (call.count("practice.waiting", tested.waiting)) } }
                p .help { (call.say("practice.formula")) " " a href=(crate::query::list(&tested.kind, &tested.filter)) { (call.say("practice.population")) } }
            }
            @if line.ended > 0 { p .help { (call.count("practice.ended", line.ended as u64)) } }
        }
    }
    .memoize()
}

/// What can be done: run it, hold a log against it, ask people.
fn acts(call: &Call, told: &One) -> Html {
    let (line, base) = (&told.line, format!("/practice/{}", told.line.id));
    let run = format!("{base}/run");
    maud! {
        section .panel.no-print aria-labelledby="acts" {
            h2 #acts { (call.say("practice.acts")) }
            p { a .button href={ "/" (STATEMENT) "/" (line.id.to_string()) } { (call.say("practice.record")) } }
            @if line.tested.is_some() {
                form .inline action=(run) method="post" { (parts::once()) button type="submit" { (call.say("practice.run")) } " " span .help { (call.say("practice.run_help")) } }
            }
            @if line.has_paths {
                form action=(run) method="post" enctype="multipart/form-data" {
                    (parts::once())
                    p { label for="log" { (call.say("practice.log")) } input #log type="file" name="log" required; }
                    p .help { (call.say("practice.log_help")) }
                    button type="submit" { (call.say("practice.hold")) }
                }
            }
            @if line.state == ACTIVE {
                form .inline action={ (base) "/ask" } method="post" { (parts::once()) button type="submit" { (call.say("practice.ask")) } " " span .help { (call.say("practice.ask_help")) } }
            }
        }
    }
    .memoize()
}

fn violations(call: &Call, told: &One, tested: &Tested) -> Html {
    let columns = [
        Column::title(call.say("practice.violation")),
        Column::wide(call.say("practice.why")),
        Column::of(call.say("practice.owner")),
        Column::of(call.say("practice.finding")),
    ];
    let line = |it: &governance::practising::tested::Violation| {
        let href = format!("/{}/{}", tested.kind, it.id);
        let owner = it.owner.as_ref().and_then(|it| told.names.get(it)).cloned().unwrap_or_default();
        let cells = vec![
            maud! { a href=(href) { (it.title) } " " span .number { (it.id.to_string()) } " " (parts::state(call, &tested.kind, &it.state, false)) }.memoize(),
            maud! { @for why in &it.why { div { (parts::sentence(why)) } } }.memoize(),
            maud! { (owner) }.memoize(),
            maud! {
                form .inline.no-print action={ "/practice/" (told.line.id.to_string()) "/findings" } method="post" {
                    (parts::once())
                    input type="hidden" name="record" value=(it.id.to_string());
                    button type="submit" { (call.say("practice.raise")) span .hidden { " " (it.id.to_string()) } }
                }
            }
            .memoize(),
        ];
        Line { cells, href: Some(href.clone()) }
    };
    let lines: Vec<Line> = tested.violations.iter().map(line).collect();
    maud! {
        @if !lines.is_empty() {
            section .panel aria-labelledby="violations" {
                h2 #violations { (call.say("practice.violations")) " (" (tested.broken) ")" }
                (Table { caption: call.say("practice.violations"), columns: &columns, lines: &lines }.draw())
            }
        }
    }
    .memoize()
}

fn excepted(call: &Call, tested: &Tested) -> Html {
    maud! {
        @if !tested.excepted.is_empty() {
            section .panel aria-labelledby="excepted" {
                h2 #excepted { (call.say("practice.excepted")) " (" (tested.excepted.len()) ")" }
                ul {
                    @for it in &tested.excepted {
                        li {
                            a href={ "/" (tested.kind) "/" (it.id.to_string()) } { (it.title) } " " span .number { (it.id.to_string()) } ": " (it.reason) " "
                            @if let Some(until) = it.until { (call.tell("practice.until", &[("day", &until)])) " " }
                            @if it.breaks { (badge::badge(Tone::Watch, call.say("practice.would_break"))) }
                        }
                    }
                }
            }
        }
    }
    .memoize()
}

fn attested(call: &Call, told: &One) -> Html {
    let name = |it: &Option<String>| it.as_ref().and_then(|it| told.names.get(it)).cloned().unwrap_or_default();
    maud! {
        @if let Some(it) = &told.line.attested {
            section .panel aria-labelledby="attested" {
                h2 #attested { (call.say("practice.attested")) }
                p { (rate(it.share)) " " (call.tell("practice.open", &[("open", &it.open), ("late", &it.late)])) }
                @for of in &it.contradicted {
                    p {
                        (badge::badge(Tone::Bad, call.say("practice.contradiction"))) " "
                        a href={ "/acknowledgement/" (of.id.to_string()) } { (of.id.to_string()) } " " (name(&of.person)) ": " (parts::sentence(&of.why))
                    }
                }
                @for id in &it.declined { p { a href={ "/acknowledgement/" (id.to_string()) } { (id.to_string()) } ": " (call.say("practice.declined")) } }
            }
        }
    }
    .memoize()
}

fn history(call: &Call, told: &One) -> Html {
    let columns = [Column::title(call.say("practice.day")), Column::of(call.say("practice.rate"))];
    let line = |it: &governance::practising::whole::Point| {
        let href = format!("/practice/{}?on={}", told.line.id, it.on);
        let cells =
            vec![maud! { a href=(href) { (it.on.to_string()) } }.memoize(), maud! { (rate(it.share)) }.memoize()];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = told.history.iter().map(line).collect();
    maud! {
        @if !lines.is_empty() {
            section .panel aria-labelledby="history" {
                h2 #history { (call.say("practice.history")) }
                p .help { (call.say("practice.history_help")) }
                (Table { caption: call.say("practice.history"), columns: &columns, lines: &lines }.draw())
            }
        }
    }
    .memoize()
}

fn logged(call: &Call, told: &Told) -> Html {
    maud! {
        section .panel aria-labelledby="logged" {
            h2 #logged { (call.say("practice.logged")) }
            p { (rate(told.conforming)) " " (call.tell("practice.cases", &[("cases", &told.cases), ("open", &told.open), ("unclear", &told.unclear_cases)])) }
            @for it in &told.notes { p .help { (parts::sentence(it)) } }
            @for it in told.steps.iter().filter(|it| it.without_policy) {
                p { (badge::badge(Tone::Bad, call.say("practice.without"))) " " (begun(call, &it.from)) " → " (it.to) ": " (rate(Some(it.share))) }
            }
        }
        (figure(call.language(), &map(call, told), "paths", None))
        (deviations(call, told))
        (variants(call, told))
    }
    .memoize()
}

fn begun(call: &Call, from: &str) -> String {
    if from.is_empty() { call.say("practice.begin").to_owned() } else { from.to_owned() }
}

/// What follows what, documented or not.
fn map(call: &Call, told: &Told) -> Chart {
    let mut graph = Graph { sorts: vec![call.say("practice.step").to_owned()], ..Graph::default() };
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for step in told.steps.iter().take(STEPS) {
        let [from, to] = [begun(call, &step.from), step.to.clone()].map(|label| {
            *places.entry(label.clone()).or_insert_with(|| {
                graph.nodes.push(Node { label, ..Node::default() });
                graph.nodes.len() - 1
            })
        });
        let label = match step.documented {
            true => step.share.k.to_string(),
            false => call.tell("practice.undocumented", &[("count", &step.share.k)]),
        };
        graph.arrows.push(Arrow { from, to, label });
    }
    Chart {
        title: call.say("practice.paths").to_owned(),
        description: call.say("practice.paths_help").to_owned(),
        plot: Plot::Graph(graph),
    }
}

fn deviations(call: &Call, told: &Told) -> Html {
    let columns = [
        Column::title(call.say("practice.case")),
        Column::of(call.say("practice.deviates")),
        Column::of(call.say("practice.what")),
        Column::of(call.say("practice.step")),
        Column::of(call.say("practice.time")),
        Column::end(call.say("practice.row")),
    ];
    let line = |it: &governance::practising::log::told::Deviation| {
        let time = it.time.map(|it| it.to_string()).unwrap_or_default();
        let cells =
            [it.case.clone(), words(it.sort.name()), it.what.clone(), it.step.clone(), time, it.line.to_string()];
        Line { cells: cells.iter().map(|it| maud! { (it) }.memoize()).collect(), href: None }
    };
    let lines: Vec<Line> = told.deviations.iter().map(line).collect();
    maud! {
        @if !lines.is_empty() {
            section .panel aria-labelledby="deviations" {
                h2 #deviations { (call.say("practice.deviations")) }
                p { (told.sorts.iter().map(|it| format!("{}: {}", words(it.sort.name()), it.cases)).collect::<Vec<_>>().join(", ")) }
                (Table { caption: call.say("practice.deviations"), columns: &columns, lines: &lines }.draw())
            }
        }
    }
    .memoize()
}

fn variants(call: &Call, told: &Told) -> Html {
    let columns = [
        Column::title(call.say("practice.variant")),
        Column::of(call.say("practice.share")),
        Column::end(call.say("practice.deviating")),
    ];
    let line = |it: &governance::practising::log::told::Variant| {
        let cells = [it.path.join(" → "), rate(Some(it.share)), it.deviating.to_string()];
        Line { cells: cells.iter().map(|it| maud! { (it) }.memoize()).collect(), href: None }
    };
    let lines: Vec<Line> = told.variants.iter().map(line).collect();
    maud! {
        section .panel aria-labelledby="variants" {
            h2 #variants { (call.tell("practice.variants", &[("count", &told.ways)])) }
            (Table { caption: call.say("practice.variant"), columns: &columns, lines: &lines }.draw())
        }
    }
    .memoize()
}

/// The panel on the page of a statement.
pub(crate) fn panel(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let call = view.call;
        let told = call.aims().practice_of(&call.actor, &view.record.id, &Moment::Now).await?;
        let href = format!("/practice/{}", told.line.id);
        Ok(maud! { (summary(call, &told)) p { a .button href=(href) { (call.say("practice.page")) } } }.memoize())
    })
}
