//! Ladders of escalation: what is wrong with them, what is open and until when, and each ladder as a picture with the longest time until
//! somebody may stop a system. One plan: the survey. Serves ISO/IEC 42001 A.3.3 and A.6.2.6.

use chart::graph::{Arrow, Graph, Node};
use chart::{Chart, Plot};
use governance::bodies::BODY;
use governance::deciding;
use governance::escalating::KIND;
use governance::escalating::check::Fault;
use governance::escalating::whole::{Ladder, Open, Survey};
use governance::surroundings::SYSTEM;
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use crate::call::Call;
use crate::html::figure::figure;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, moment, page, parts, words};
use crate::reply::Reply;
use crate::screens::data::lasts;

/// Faults that are shown; the interface has all.
const SHOWN: usize = 100;

/// `GET /escalations`
pub(crate) async fn survey(call: Call) -> Reply {
    call.query.only(&[])?;
    let survey = call.aims().escalations(&call.actor).await?;
    let title = call.say("escalations.title");
    let table = survey
        .table
        .as_ref()
        .map_or_else(|| format!("/{}", deciding::KIND), |it| format!("/{}/{}", deciding::KIND, it.0));
    let acts = maud! { a .button href=(table) { (call.say("escalations.table")) } };
    let lead = maud! { p { (call.say("escalations.lead")) } };
    let heading =
        Heading { lead: Some(lead.memoize()), acts: Some(acts.memoize()), ..Heading::of(title) }.draw(call.language());
    let body = maud! {
        (heading)
        (open(&call, &survey))
        (faults(&call, &survey))
        @for (place, it) in survey.ladders.iter().enumerate() { (ladder(&call, &survey, it, place)) }
    };
    Ok(page::page(&call, title, body.memoize()))
}

fn named(survey: &Survey, id: &Id) -> Html {
    let number = id.to_string();
    let name = survey.names.get(&number).cloned().unwrap_or_else(|| number.clone());
    maud! { a href={ "/person/" (number) } { (name) } " " }.memoize()
}

/// What waits for an answer, with the moment until which it waits.
fn open(call: &Call, survey: &Survey) -> Html {
    let columns = [
        Column::title(call.say("escalations.what")),
        Column::of(call.say("escalations.severity")),
        Column::end(call.say("escalations.step")),
        Column::of(call.say("escalations.told")),
        Column::of(call.say("escalations.until")),
    ];
    let line = |it: &Open| {
        let href = format!("/{KIND}/{}", it.id);
        let until = it.until.map(|it| (it.to_string(), moment(&it)));
        let grave = if ["high", "critical"].contains(&it.severity.as_str()) { Tone::Bad } else { Tone::Watch };
        let cells = vec![
            maud! { a href=(href) { (it.title) } " " span .number { (it.id.to_string()) } }.memoize(),
            badge::badge(grave, &words(&it.severity)),
            maud! { (it.step) }.memoize(),
            maud! { @for id in &it.told { (named(survey, id)) } }.memoize(),
            maud! { @match &until { Some((exact, shown)) => time datetime=(exact) { (shown) }, None => (call.say("escalations.no_clock")) } }.memoize(),
        ];
        Line { cells, href: Some(href) }
    };
    let lines: Vec<Line> = survey.open.iter().map(line).collect();
    maud! {
        section .panel aria-labelledby="open" {
            h2 #open { (call.say("escalations.open")) " (" (lines.len()) ")" }
            p .help { (call.say("escalations.open_help")) }
            @if !lines.is_empty() { (Table { caption: call.say("escalations.open"), columns: &columns, lines: &lines }.draw()) }
        }
    }
    .memoize()
}

fn faults(call: &Call, survey: &Survey) -> Html {
    let one = |it: &Fault| {
        let case = format!("{}, {}, {}", words(&it.case.trigger), it.case.severity, it.case.tier);
        let system = it.system.as_ref().map(ToString::to_string);
        maud! {
            strong { (words(it.check)) } ": " (parts::sentence(&it.says)) " "
            span .help { (call.say("escalations.case")) ": " (case) }
            @if let Some(system) = &system { " " a href={ "/" (SYSTEM) "/" (system) } { (system) } }
            @for id in &it.people { " " (named(survey, id)) }
            br;
            (parts::sentence(it.next))
        }
        .memoize()
    };
    let all: Vec<Html> = survey.faults.iter().take(SHOWN).map(one).collect();
    maud! {
        section .panel aria-labelledby="faults" {
            h2 #faults { (call.say("escalations.faults")) " (" (survey.faults.len()) ")" }
            @if all.is_empty() { p { (badge::badge(Tone::Good, call.say("escalations.clean"))) } }
            ul { @for it in &all { li { (it) } } }
        }
    }
    .memoize()
}

/// A ladder as a picture, with the cases that have it and the longest time.
fn ladder(call: &Call, survey: &Survey, it: &Ladder, place: usize) -> Html {
    let mut triggers: Vec<String> =
        it.cases.iter().map(|it| format!("{}, {}", words(&it.trigger), it.severity)).collect();
    triggers.dedup();
    let hours = it.longest.as_ref().map(|it| assess::number::number(it.seconds as f64 / 3600.0));
    let id = format!("ladder-{place}");
    let chart = Chart {
        title: call.tell("escalations.ladder", &[("number", &(place + 1))]),
        description: triggers.join("; "),
        plot: Plot::Graph(picture(call, survey, it)),
    };
    maud! {
        (figure(call.language(), &chart, &id, None))
        @if let (Some(longest), Some(hours)) = (&it.longest, &hours) {
            p { (call.tell("escalations.longest", &[("hours", hours), ("from", &longest.from), ("formula", &longest.formula)])) }
        }
    }
    .memoize()
}

fn picture(call: &Call, survey: &Survey, it: &Ladder) -> Graph {
    let mut graph = Graph { sorts: vec![call.say("escalations.step").to_owned()], ..Graph::default() };
    for (place, step) in it.steps.iter().enumerate() {
        let note = format!("{}, {}", lasts(call, &step.within), words(&step.calendar));
        let body = survey.bodies.get(&step.to);
        let name = body.and_then(|it| survey.names.get(&it.to_string()));
        let label = name.cloned().unwrap_or_else(|| words(&step.to));
        let link = name.and(body).map(|it| format!("/{BODY}/{it}")).unwrap_or_default();
        graph.nodes.push(Node { label, sort: 0, note, link });
        if place > 0 {
            graph.arrows.push(Arrow {
                from: place - 1,
                to: place,
                label: call.say("escalations.unanswered").to_owned(),
            });
        }
    }
    graph
}
