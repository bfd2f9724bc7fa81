//! The tables of treatment plans; behind each number stand its rows, its formula and its day.

use governance::predicate::looked::{Looked, figures};
use governance::risking::level::Judged;
use governance::treating::cost::{PerUnit, Worth};
use governance::treating::gap::GAPS;
use governance::treating::load::{Fits, Load};
use governance::treating::residual::Moved;
use governance::treating::stated::{Holds, Stated};
use governance::treating::task::Task;
use governance::treating::whole::{Board, RiskRow, Told};
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use super::verdict;
use crate::call::Call;
use crate::html::section::{all_named, behind, day, line, named, section, text};
use crate::html::table::Line;
use crate::html::tone::Tone;
use crate::html::{Html, badge, parts, words};
use crate::screens::risks::tone;

fn who(call: &Call, told: &Told, it: Option<&Id>) -> Html {
    match it {
        Some(it) => named(call, &told.names, it),
        None => badge::badge(Tone::Bad, call.say("treatments.nobody")),
    }
}

/// What is missing, each with what to do.
pub(super) fn gaps(call: &Call, told: &Told) -> Html {
    let lines = parts::gaps(&told.gaps, GAPS);
    let names = [("impacts.gap", ""), ("impacts.what", "wide"), ("impacts.next", "wide")];
    section(call, "gaps", ["treatments.gaps", "treatments.gaps_help"], &names, &lines)
}

/// Every treatment with how it stands.
pub(super) fn board(call: &Call, told: &Told) -> Html {
    let row = |it: &Board| {
        let (done, of) = (it.progress.done.to_string(), it.progress.tasks.to_string());
        let agreed = match it.agreement.stands {
            Some(true) => Tone::Good,
            Some(false) => Tone::Bad,
            None => Tone::Quiet,
        };
        let option = it.option.as_deref().map(words).unwrap_or_default();
        let name = maud! { (named(call, &told.names, &it.id)) @if !option.is_empty() { div .help { (option) } } };
        line(vec![
            name.memoize(),
            verdict(&it.success),
            behind(agreed, &words(&it.state), &it.agreement.why),
            text(call.tell("treatments.done_of", &[("done", &done), ("of", &of)])),
            day(it.due),
            who(call, told, it.owner.as_ref()),
            all_named(call, &told.names, &it.treats),
        ])
    };
    let names = [
        ("treatments.treatment", "title"),
        ("treatments.verdict", ""),
        ("treatments.approval", ""),
        ("treatments.tasks", ""),
        ("treatments.due", ""),
        ("treatments.who", ""),
        ("treatments.treats", "wide"),
    ];
    let lines: Vec<Line> = told.plans.iter().map(row).collect();
    section(call, "board", ["treatments.board", "treatments.board_help"], &names, &lines)
}

fn level(it: &Judged) -> Html {
    let said = it.level.as_deref().map_or_else(|| words(it.verdict.name()), words);
    maud! { (badge::badge(tone(it.verdict), &said)) details { summary { (words(it.verdict.name())) } (parts::sentence(&it.says)) } }.memoize()
}

/// Each risk before and after everything that is planned.
pub(super) fn risks(call: &Call, told: &Told) -> Html {
    let row = |(risk, it): (&RiskRow, &Moved)| {
        let by: Vec<&String> = it.by.iter().chain(&it.without).collect();
        let said = maud! { @for of in &by { div { (of) } } @if by.is_empty() { (call.say("treatments.no_change")) } };
        line(vec![
            named(call, &told.names, &risk.risk),
            text(words(&it.of)),
            level(&it.before),
            level(&it.after),
            text(it.levels.map(|it| it.to_string()).unwrap_or_default()),
            said.memoize(),
        ])
    };
    let names = [
        ("treatments.risk", "title"),
        ("treatments.type", ""),
        ("treatments.before", ""),
        ("treatments.after", ""),
        ("treatments.levels", "end"),
        ("treatments.by", "wide"),
    ];
    let lines: Vec<Line> = told.risks.iter().flat_map(|it| it.moved.iter().map(move |of| (it, of))).map(row).collect();
    section(call, "risks", ["treatments.risks", "treatments.risks_help"], &names, &lines)
}

/// What predicates found, with the records behind.
pub(super) fn shown(call: &Call, told: &Told) -> Html {
    let row = |(plan, it): (&Board, &Looked)| {
        let (tone, word) = match it.holds {
            Some(true) => (Tone::Good, "treatments.so"),
            Some(false) => (Tone::Bad, "treatments.not_so"),
            None => (Tone::Watch, "treatments.not_told"),
        };
        let kind = call.configuration.catalog.kind(&it.kind).is_some();
        let asked = crate::query::list(&it.kind, &it.filter);
        let counted = maud! { @if kind { a href=(asked) { (figures(it)) } } @else { (figures(it)) } };
        let holds =
            maud! { (badge::badge(tone, call.say(word))) @if !it.why.is_empty() { " " (parts::sentence(&it.why)) } };
        line(vec![
            named(call, &told.names, &plan.id),
            text(&it.says),
            counted.memoize(),
            holds.memoize(),
            all_named(call, &told.names, &it.against),
            text(told.on.to_string()),
        ])
    };
    let names = [
        ("treatments.treatment", "title"),
        ("treatments.success", "wide"),
        ("treatments.counted", ""),
        ("treatments.holds", "wide"),
        ("treatments.against", ""),
        ("treatments.day", ""),
    ];
    let all = told.plans.iter().flat_map(|it| it.success.looked.iter().map(move |of| (it, of)));
    let lines: Vec<Line> = all.map(row).collect();
    section(call, "shown", ["treatments.shown", "treatments.shown_help"], &names, &lines)
}

/// Tasks with their days and what they wait for.
pub(super) fn tasks(call: &Call, told: &Told) -> Html {
    let row = |(plan, it): (&Board, &Task)| {
        let state =
            if it.overdue { badge::badge(Tone::Bad, call.say("treatments.late")) } else { text(words(&it.state)) };
        line(vec![
            named(call, &told.names, &it.id),
            named(call, &told.names, &plan.id),
            who(call, told, it.owner.as_ref()),
            day(it.due),
            state,
            text(it.hours.map(|it| parts::rounded(it, 1)).unwrap_or_default()),
            all_named(call, &told.names, &it.after),
        ])
    };
    let names = [
        ("treatments.task", "title"),
        ("treatments.treatment", ""),
        ("treatments.who", ""),
        ("treatments.due", ""),
        ("treatments.state", ""),
        ("treatments.hours", "end"),
        ("treatments.waits_for", ""),
    ];
    let all = told.plans.iter().flat_map(|it| it.tasks.iter().map(move |of| (it, of)));
    let lines: Vec<Line> = all.map(row).collect();
    section(call, "tasks", ["treatments.all_tasks", "treatments.tasks_help"], &names, &lines)
}

/// The hours of those who do them.
pub(super) fn hours(call: &Call, told: &Told) -> Html {
    let row = |(plan, it): (&Board, &Load)| {
        let tone = match it.fits {
            Fits::Fits => Tone::Good,
            Fits::TooMuch => Tone::Bad,
            Fits::NotAssessable => Tone::Watch,
        };
        let fits = maud! { (badge::badge(tone, &words(it.fits.name()))) " " (parts::sentence(&it.why)) };
        line(vec![
            named(call, &told.names, &it.person),
            named(call, &told.names, &plan.id),
            fits.memoize(),
            text(&it.formula),
        ])
    };
    let names = [
        ("treatments.who", "title"),
        ("treatments.treatment", ""),
        ("treatments.fits", "wide"),
        ("treatments.formula", "wide"),
    ];
    let all = told.plans.iter().flat_map(|it| it.owners.iter().map(move |of| (it, of)));
    let lines: Vec<Line> = all.map(row).collect();
    section(call, "hours", ["treatments.hours_title", "treatments.hours_help"], &names, &lines)
}

/// What it costs, and what a unit of risk less costs.
pub(super) fn costs(call: &Call, told: &Told) -> Html {
    let row = |(plan, it): (&Board, &Worth)| {
        let yearly = match &plan.cost {
            Some(of) => maud! { (parts::rounded(of.yearly, 2)) " " (of.currency) details { summary { (call.say("treatments.formula")) } (of.formula) } }.memoize(),
            None => text(plan.cost_why.as_deref().map(parts::sentence).unwrap_or_default()),
        };
        line(vec![
            named(call, &told.names, &plan.id),
            yearly,
            named(call, &told.names, &it.risk),
            text(words(&it.of)),
            text(unit_less(&it.per)),
            text(parts::sentence(&it.says)),
        ])
    };
    let names = [
        ("treatments.treatment", "title"),
        ("treatments.a_year", ""),
        ("treatments.risk", ""),
        ("treatments.type", ""),
        ("treatments.unit_less", ""),
        ("treatments.how", "wide"),
    ];
    let all = told.plans.iter().flat_map(|it| it.worth.iter().map(move |of| (it, of)));
    let lines: Vec<Line> = all.map(row).collect();
    section(call, "costs", ["treatments.costs", "treatments.costs_help"], &names, &lines)
}

/// What a unit less costs, with its interval.
fn unit_less(it: &PerUnit) -> String {
    let certainty = match (it, it.ends("–")) {
        (PerUnit::Loss { n, .. }, Some(ends)) => format!(" ({ends}), n = {n}"),
        _ => String::new(),
    };
    it.each().map(|it| it + &certainty).unwrap_or_default()
}

/// Controls in statements of applicability.
pub(super) fn controls(call: &Call, told: &Told) -> Html {
    let row = |it: &Stated| {
        let tone = match (it.holds, &it.gone) {
            (_, Some(_)) | (Holds::LeftOut | Holds::Absent, _) => Tone::Bad,
            (Holds::Open, _) => Tone::Watch,
            (Holds::Necessary, None) => Tone::Good,
        };
        let gone = it.gone.as_deref().map(parts::sentence).unwrap_or_default();
        let entry = text(&it.entry);
        let holds = badge::badge(tone, &words(it.holds.name()));
        line(vec![
            named(call, &told.names, &it.control),
            named(call, &told.names, &it.statement),
            entry,
            holds,
            text(gone),
        ])
    };
    let names = [
        ("treatments.control", "title"),
        ("treatments.statement", ""),
        ("treatments.entry", ""),
        ("treatments.held_as", ""),
        ("treatments.gone", "wide"),
    ];
    let lines: Vec<Line> = told.controls.iter().map(row).collect();
    section(call, "controls", ["treatments.controls", "treatments.controls_help"], &names, &lines)
}
