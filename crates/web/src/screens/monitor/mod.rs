//! The page of a monitor: how it stands and why, its drift over time, what changed most, its batches with the way to each report,
//! what it raised, and a form that sends a batch. One plan: the monitor with its batches.
//!
//! What follows is computed in `governance`; editing, moving and past moments stand on the generic page of its record. Serves
//! ISO/IEC 42001 9.1 and A.6.2.6.

mod block;
mod pictures;
mod send;
mod tables;

use governance::monitoring::KIND;
use governance::monitoring::whole::Whole;
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::figure::figure;
use crate::html::head::Heading;
use crate::html::tone::Tone;
use crate::html::value::Shown;
use crate::html::{Html, badge, page, parts, words};
use crate::language::grouped;
use crate::reply::Reply;

pub(crate) use block::{block, panel};
pub(crate) use pictures::file;
pub(crate) use send::{api, send};

/// A monitor as every part of its page sees it.
struct View<'a> {
    call: &'a Call,
    whole: &'a Whole,
}

/// What the standing of a monitor, or the word of a batch, looks like.
fn tone(word: &str) -> Tone {
    match word {
        "in_order" => Tone::Good,
        "drifting" | "silent" => Tone::Bad,
        "not_assessable" | "no_baseline" => Tone::Watch,
        _ => Tone::Quiet,
    }
}

/// The page of one monitor.
pub(crate) async fn monitor(call: &Call, id: &Id) -> Reply {
    let whole = call.aims().monitor(&call.actor, id).await?;
    Ok(page::page(call, &format!("{id} {}", whole.monitor.title), body(call, &whole, None)))
}

fn body(call: &Call, whole: &Whole, failure: Option<&Failure>) -> Html {
    let view = View { call, whole };
    let files = format!("/monitors/{}/charts", whole.monitor.id);
    maud! {
        (header(&view))
        @if let Some(failure) = failure { (parts::alert(call.language(), failure)) }
        (standing(&view))
        @if !whole.batches.is_empty() {
            (figure(call.language(), &pictures::drift(call, whole), "drift", Some(&format!("{files}/drift"))))
            (tables::changes(&view))
            (figure(call.language(), &pictures::columns(call, whole), "columns", Some(&format!("{files}/columns"))))
        }
        (tables::batches(&view))
        div .desk {
            (send::form(&view))
            div { (tables::alerts(&view)) (says(&view)) }
        }
    }
    .memoize()
}

fn header(view: &View<'_>) -> Html {
    let (call, row) = (view.call, &view.whole.monitor);
    let number = row.id.to_string();
    let (address, crumbs) = (format!("/{KIND}/{number}"), [(format!("/{KIND}"), call.say("monitor.title").to_owned())]);
    let word = view.whole.standing.word;
    let lead = maud! {
        p .facts {
            (parts::state(call, KIND, &row.state, row.retired))
            (badge::badge(tone(word), &words(word)))
            @if let Some(watched) = &view.whole.settings.watches { span { (call.say("monitor.watches")) ": " (shown(view).link(&watched.to_string())) } }
        }
    };
    let acts = maud! {
        @if view.whole.settings.state == "active" { a .button.main href="#send" { (call.say("monitor.send")) } }
        a .button href={ (address) "?" (crate::screens::GENERIC) "=record" } { (call.say("monitor.record_page")) }
        @if !row.retired { a .button href={ (address) "/edit" } { (call.say("monitor.edit")) } }
    };
    let done = call.query.get("done").map(|it| match it {
        "batch" => call.say("monitor.entered"),
        "known" => call.say("monitor.known"),
        _ => call.say("detail.saved"),
    });
    maud! {
        (Heading { crumbs: &crumbs, number: Some(&number), title: &row.title, lead: Some(lead.memoize()), acts: Some(acts.memoize()) }.draw(call.language()))
        (parts::done(done))
    }
    .memoize()
}

fn shown<'a>(view: &View<'a>) -> Shown<'a> {
    Shown {
        language: view.call.language(),
        catalog: &view.call.configuration.catalog,
        titles: &view.whole.titles,
        keep: "",
    }
}

/// How it stands, with the reason, which tells what it means for predictions, and what is promised.
fn standing(view: &View<'_>) -> Html {
    let (call, standing) = (view.call, &view.whole.standing);
    let newest = view.whole.batches.last();
    let promise = newest.and_then(|it| promise(call, it.promise.as_str(), it.promised, it.level));
    maud! {
        section .panel aria-labelledby="standing" {
            h2 #standing { (call.say("monitor.standing")) }
            ul .signs {
                li { span class={ "light " (tone(standing.word).class()) } { strong { (words(standing.word)) } } p { (parts::sentence(&standing.why)) } }
                @if let Some(promise) = &promise {
                    li { span class={ "light " (Tone::Quiet.class()) } { strong { (call.say("monitor.promise")) } } p { (promise) } }
                }
            }
        }
    }
    .memoize()
}

/// What the plan of the newest batch promises, in a sentence.
fn promise(call: &Call, rule: &str, promised: f64, level: Option<f64>) -> Option<String> {
    let (promised, level) = (assess::number::number(promised * 100.0), assess::number::number(level?));
    Some(match rule {
        "evidence" => call.tell("monitor.promise_evidence", &[("promised", &promised)]),
        "run_length" => call.tell("monitor.promise_run_length", &[("promised", &promised)]),
        "shewhart" | "western_electric" | "cusum" => {
            call.tell("monitor.promise_chart", &[("rule", &words(rule)), ("promised", &promised), ("level", &level)])
        }
        _ => call.tell("monitor.promise_spending", &[("promised", &promised), ("level", &level)]),
    })
}

/// What the monitor was told to do.
fn says(view: &View<'_>) -> Html {
    let (call, settings) = (view.call, &view.whole.settings);
    let shown = shown(view);
    let link = |id: &Id| shown.link(&id.to_string());
    maud! {
        section .panel aria-labelledby="says" {
            h2 #says { (call.say("monitor.says")) }
            dl {
                dt { (call.say("monitor.baseline")) }
                dd {
                    @match (&settings.baseline, &settings.carrier) {
                        (Some(file), _) => (file.name),
                        (None, Some(carrier)) => (link(carrier)),
                        (None, None) => (call.say("monitor.nothing")),
                    }
                    @for season in &settings.seasons { br; (season.name) ": " (season.baseline.name) }
                }
                dt { (call.say("monitor.plan")) }
                dd {
                    @if let Some(plan) = &settings.plan_record { (link(plan)) " " }
                    @match (&settings.plan, &settings.plan_record) {
                        (Some(file), _) => (file.name),
                        (None, None) => (assess::batch::PLAN),
                        _ => {},
                    }
                }
                @if let Some(every) = &settings.schedule { dt { (call.say("monitor.every")) } dd { (every) } }
                @if let Some(rows) = settings.rows { dt { (call.say("monitor.rows")) } dd { (grouped(rows)) } }
                dt { (call.say("monitor.tells")) }
                dd { @for (at, id) in settings.tells.iter().enumerate() { @if at > 0 { ", " } (link(id)) } }
            }
        }
    }
    .memoize()
}
