//! Certificates: how each stands in its cycle, findings of the body, and what is otherwise than was certified; on the page of readiness and on that
//! of a certificate.

use std::collections::BTreeMap;

use governance::certifying::cycle::Due;
use governance::certifying::library::Sort;
use governance::certifying::truth::Change;
use governance::certifying::whole::{All, Open, Told as Certificate};
use governance::readying::whole::Told;
use hypertext::{maud_borrow as maud, prelude::*};

use super::tables::{list, named, text};
use crate::call::Call;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge};
use crate::pages::detail::View;
use crate::panels::Drawing;

type Titles = BTreeMap<String, String>;

/// How a certificate stands, as a badge.
fn standing(it: &Certificate) -> Html {
    let tone = match it.standing {
        "current" => Tone::Good,
        "none_yet" | "ahead" => Tone::Info,
        "visit_missed" | "suspended" => Tone::Watch,
        "expired" => Tone::Bad,
        _ => Tone::Quiet,
    };
    badge::badge(tone, &it.standing.replace('_', " "))
}

/// Whether what was certified is still what is there, as a badge.
fn truth(call: &Call, it: &Certificate) -> Html {
    match it.still_true {
        Some(true) => badge::badge(Tone::Good, call.say("certificates.still_true")),
        Some(false) if it.untold == 0 => badge::badge(Tone::Watch, call.say("certificates.told_of")),
        Some(false) => badge::badge(Tone::Bad, call.say("certificates.untrue")),
        None => text(""),
    }
}

/// The certificates of the organisation, on the page of readiness.
pub(super) fn section(call: &Call, told: &Told) -> Html {
    let columns = [
        Column::title(call.say("certificates.certificate")),
        Column::of(call.say("certificates.standing")),
        Column::of(call.say("certificates.scope")),
        Column::end(call.say("certificates.untold")),
        Column::wide(call.say("certificates.next_visit")),
        Column::end(call.say("certificates.findings")),
    ];
    let line = |it: &Certificate| {
        let next = it.next().map(|it| format!("{} {}", it.stage.replace('_', " "), day(it.until))).unwrap_or_default();
        let cells = vec![
            named(call, &told.titles, &it.id.to_string()),
            maud! { (standing(it)) " " span .help { (it.why.join("; ")) } }.memoize(),
            truth(call, it),
            text(it.untold.to_string()),
            text(next),
            text(it.findings.len().to_string()),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = told.certificates.iter().map(line).collect();
    let inner = maud! {
        @if lines.is_empty() { p { (call.say("certificates.none")) " " a .no-print href="/certification/new" { (call.say("certificates.enter")) } } }
        @else { (Table { caption: call.say("certificates.title"), columns: &columns, lines: &lines }.draw()) }
        @if told.hidden_certificates > 0 { p .help { (call.tell("certificates.hidden", &[("count", &told.hidden_certificates)])) } }
    };
    let title = format!("{} ({})", call.say("certificates.title"), told.certificates.len());
    super::tables::section(call, "certificates", title, "certificates.help", &inner.memoize())
}

fn day(it: Option<jiff::civil::Date>) -> String {
    it.map(|it| it.to_string()).unwrap_or_default()
}

/// The panel on the page of a certificate.
pub(crate) fn panel(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let call = view.call;
        let all = call.aims().certificates(&call.actor, None).await?;
        let own = all.certificates.iter().find(|it| it.id == view.record.id);
        Ok(maud! { @if let Some(it) = own { (visits(call, &all, it)) (changes(call, &all, it)) } }.memoize())
    })
}

fn visits(call: &Call, all: &All, it: &Certificate) -> Html {
    let columns = [
        Column::title(call.say("certificates.visit")),
        Column::of(call.say("certificates.from")),
        Column::of(call.say("certificates.until")),
        Column::of(call.say("certificates.held_on")),
        Column::of(call.say("certificates.audit")),
    ];
    let line = |it: &Due| {
        let missed = it.missed.then(|| badge::badge(Tone::Bad, call.say("certificates.missed")));
        let cells = vec![
            text(it.stage.replace('_', " ")),
            text(day(it.from)),
            text(day(it.until)),
            maud! { (day(it.held_on)) @if let Some(missed) = &missed { " " (missed) } }.memoize(),
            it.visit.as_ref().map_or_else(|| text(""), |id| named(call, &all.titles, &id.to_string())),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = it.visits.iter().map(line).collect();
    let findings: Vec<Html> = it.findings.iter().map(|it| finding(call, &all.titles, it)).collect();
    maud! {
        section .panel aria-labelledby="cycle" {
            h2 #cycle { (call.say("certificates.cycle")) ": " (standing(it)) }
            p { (it.why.join("; ")) }
            (Table { caption: call.say("certificates.visits"), columns: &columns, lines: &lines }.draw())
            @if !findings.is_empty() { h3 { (call.say("certificates.findings")) } (list(&findings)) }
        }
    }
    .memoize()
}

fn finding(call: &Call, titles: &Titles, it: &Open) -> Html {
    let name = named(call, titles, &it.id.to_string());
    maud! {
        (name) " " span .help {
            (it.grade.replace('_', " ")) ", " (it.state)
            @if let Some(day) = it.answer_by { ", " (call.tell("certificates.answer_by", &[("day", &day)])) }
        }
        @if it.late { " " (badge::badge(Tone::Bad, call.say("certificates.late"))) }
    }
    .memoize()
}

fn changes(call: &Call, all: &All, of: &Certificate) -> Html {
    let columns = [
        Column::title(call.say("certificates.change")),
        Column::of(call.say("certificates.record")),
        Column::of(call.say("certificates.told")),
        Column::of(call.say("certificates.tell_by")),
        Column::wide(call.say("certificates.next")),
    ];
    let sort = |it: &Change| all.sorts.iter().find(|of| of.name == it.sort);
    let line = |it: &Change| {
        let next = sort(it).filter(|_| it.open).map(|it: &Sort| it.next.clone()).unwrap_or_default();
        let tone = if it.open { Tone::Bad } else { Tone::Quiet };
        let label = sort(it).map_or(it.sort, |it| it.label.as_str());
        let cells = vec![
            maud! { (badge::badge(tone, label)) " " (it.says) }.memoize(),
            named(call, &all.titles, &it.record.to_string()),
            text(day(it.told)),
            text(day(it.by)),
            text(next),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = of.changes.iter().map(line).collect();
    let from = match of.compared_from {
        Some(day) => call.tell("certificates.compared_from", &[("day", &day)]),
        None => call.say("certificates.compared_now").to_owned(),
    };
    maud! {
        @if of.still_true.is_some() {
            section .panel aria-labelledby="truth" {
                h2 #truth { (call.say("certificates.truth")) ": " (truth(call, of)) }
                p .help { (from) }
                @if !lines.is_empty() { (Table { caption: call.say("certificates.changes"), columns: &columns, lines: &lines }.draw()) }
                @if of.hidden > 0 { p .help { (call.tell("certificates.hidden_changes", &[("count", &of.hidden)])) } }
            }
        }
    }
    .memoize()
}
