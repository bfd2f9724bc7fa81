//! What is shared: controls that exist twice, objectives on both sides, what is reused, what a second standard costs, and risks by
//! the categories of the enterprise; and the hint on the form for a new control that it may exist already.

use governance::integrating::duplicates::Pair;
use governance::integrating::whole::Told;
use governance::integrating::{CONTROL, MAPPING, RISK};
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use super::SHOWN;
use crate::call::Call;
use crate::failure::Failure;
use crate::html::filled::Filled;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, parts, words};
use crate::pages::detail::View;
use crate::panels::Drawing;

fn link(kind: &str, id: &Id) -> Html {
    maud! { a href={ "/" (kind) "/" (id.to_string()) } { (id.to_string()) } }.memoize()
}

/// The address of the form for a mapping of a pair, with what agrees as its rationale.
fn proposed(call: &Call, it: &Pair) -> String {
    let why = call.tell(
        "enterprise.rationale",
        &[("keys", &it.keys.join(", ")), ("agree", &listed(call, &it.agree)), ("differ", &listed(call, &it.differ))],
    );
    let title = format!("{} = {}", it.other, it.keep);
    let mut query = url::form_urlencoded::Serializer::new(format!("/{MAPPING}/new?"));
    let (from, to) = (it.other.to_string(), it.keep.to_string());
    let filled = [("f.title", &title), ("f.from", &from), ("f.to", &to), ("f.rationale", &why)];
    query.extend_pairs(filled).append_pair("f.relation", "equal");
    query.finish()
}

fn listed(call: &Call, names: &[String]) -> String {
    let all: Vec<String> = names.iter().map(|it| words(it).to_lowercase()).collect();
    if all.is_empty() { call.say("enterprise.nothing").to_owned() } else { all.join(", ") }
}

/// Controls with the same objective, population and test.
pub(super) fn duplicates(call: &Call, told: &Told) -> Html {
    let lines: Vec<Line> = told.duplicates.pairs.iter().take(SHOWN).map(|it| pair(call, it)).collect();
    let more = told.duplicates.pairs.len().saturating_sub(SHOWN);
    maud! {
        section .panel aria-labelledby="duplicates" {
            h2 #duplicates { (call.say("enterprise.duplicates")) " (" (told.duplicates.pairs.len()) ")" }
            p .help { (call.say("enterprise.duplicates_help")) }
            @if lines.is_empty() { p .done { (call.say("enterprise.no_duplicates")) } } @else { (pairs(call, &lines)) }
            @if more > 0 { p .help { (call.count("enterprise.more", more as u64)) } }
            @if told.duplicates.not_comparable > 0 { p { (call.count("enterprise.not_comparable", told.duplicates.not_comparable as u64)) } }
        }
    }
    .memoize()
}

fn pairs(call: &Call, lines: &[Line]) -> Html {
    let columns = [
        Column::title(call.say("enterprise.use")),
        Column::wide(call.say("enterprise.instead_of")),
        Column::wide(call.say("enterprise.same")),
        Column::of(call.say("enterprise.map")),
    ];
    Table { caption: call.say("enterprise.duplicates"), columns: &columns, lines }.draw()
}

fn pair(call: &Call, it: &Pair) -> Line {
    let cells = vec![
        maud! { (it.keep_title) " " span .number { (link(CONTROL, &it.keep)) } }.memoize(),
        maud! { (it.other_title) " " span .number { (link(CONTROL, &it.other)) } }.memoize(),
        maud! {
            (it.keys.join(", "))
            @if !it.agree.is_empty() { " " (badge::badge(Tone::Good, &listed(call, &it.agree))) }
            @if !it.differ.is_empty() { " " (badge::badge(Tone::Watch, &call.tell("enterprise.differ", &[("what", &listed(call, &it.differ))]))) }
        }
        .memoize(),
        maud! { a .button href=(proposed(call, it)) { (call.say("enterprise.propose")) span .hidden { " " (it.other.to_string()) } } }.memoize(),
    ];
    Line { cells, href: None }
}

/// Objectives with the controls on both sides.
pub(super) fn overlap(call: &Call, told: &Told) -> Html {
    let columns = [
        Column::title(call.say("enterprise.objective")),
        Column::wide(call.say("enterprise.own")),
        Column::wide(call.say("enterprise.there_too")),
        Column::end(call.say("enterprise.mapped")),
    ];
    let links = |all: &[Id]| maud! { @for id in all.iter().take(SHOWN) { (link(CONTROL, id)) " " } }.memoize();
    let line = |it: &governance::integrating::whole::Overlap| {
        let cells = vec![
            maud! { (it.objective) }.memoize(),
            links(&it.own),
            links(&it.there),
            maud! { (it.mapped) " / " (it.own.len()) }.memoize(),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = told.overlap.iter().take(SHOWN).map(line).collect();
    maud! {
        section .panel aria-labelledby="overlap" {
            h2 #overlap { (call.say("enterprise.overlap")) }
            p .help { (call.say("enterprise.overlap_help")) }
            @if lines.is_empty() { p .help { (call.say("enterprise.no_overlap")) } } @else {
                (Table { caption: call.say("enterprise.overlap"), columns: &columns, lines: &lines }.draw())
            }
        }
    }
    .memoize()
}

fn hours(call: &Call, hours: Option<f64>) -> String {
    hours.map_or_else(|| call.say("enterprise.not_assessable").to_owned(), |it| format!("{it:.1}"))
}

/// How much is reused, and what that saves.
pub(super) fn reuse(call: &Call, told: &Told) -> Html {
    let it = &told.reuse;
    let share =
        it.ratio.map_or_else(|| call.say("enterprise.not_assessable").to_owned(), |it| format!("{:.0} %", it * 100.0));
    let saved = if it.reused.is_empty() { hours(call, Some(0.0)) } else { hours(call, it.hours) };
    maud! {
        section .panel aria-labelledby="reuse" {
            h2 #reuse { (call.say("enterprise.reuse")) }
            dl .figures {
                div { dt { (call.say("enterprise.reused")) } dd { (it.reused.len()) " / " (it.own) } }
                div { dt { (call.say("enterprise.ratio")) } dd { (share) } }
                div { dt { (call.say("enterprise.hours")) } dd { (saved) } }
                div { dt { (call.say("enterprise.satisfied")) } dd { (told.satisfied.by.len()) " / " (told.satisfied.duties) } }
            }
            @if !it.unknown.is_empty() {
                p { (call.say("enterprise.unknown_hours")) " " @for id in it.unknown.iter().take(SHOWN) { (link(CONTROL, id)) " " } }
            }
            @if !told.satisfied.by.is_empty() {
                ul { @for (duty, by) in &told.satisfied.by { li { (duty) ": " (by.join(", ")) } } }
            }
        }
    }
    .memoize()
}

/// What one standard costs, and the next after it.
pub(super) fn burden(call: &Call, told: &Told) -> Html {
    let chosen = |it: &str, own: Option<&str>| own == Some(it);
    let (first, second) =
        (told.burden.as_ref().map(|it| it.first.as_str()), told.burden.as_ref().map(|it| it.second.as_str()));
    let options = |own: Option<&str>| {
        maud! {
            @for it in &told.frameworks {
                @if chosen(it, own) { option value=(it) selected { (it) } } @else { option value=(it) { (it) } }
            }
        }
        .memoize()
    };
    maud! {
        section .panel aria-labelledby="burden" {
            h2 #burden { (call.say("enterprise.burden")) }
            p .help { (call.say("enterprise.burden_help")) }
            @match &told.burden {
                None => p .help { (call.say("enterprise.one_framework")) },
                Some(it) => {
                    form .inline.row action="/enterprise-risk" method="get" {
                        input type="hidden" name="register" value=(told.register.name);
                        label for="first" { (call.say("enterprise.first")) }
                        select #first name="first" { (options(first)) }
                        label for="second" { (call.say("enterprise.second")) }
                        select #second name="second" { (options(second)) }
                        button type="submit" { (call.say("enterprise.show")) }
                    }
                    dl .figures {
                        div { dt { (it.first) } dd { (hours(call, Some(it.first_hours))) } }
                        div { dt { (call.tell("enterprise.alone", &[("framework", &it.second)])) } dd { (hours(call, Some(it.alone))) } }
                        div { dt { (call.tell("enterprise.after", &[("framework", &it.second)])) } dd { (hours(call, Some(it.second_hours))) } }
                        div { dt { (call.say("enterprise.shared")) } dd { (hours(call, Some(it.shared))) } }
                    }
                    @if !it.unknown.is_empty() {
                        p { (call.say("enterprise.unknown_hours")) " " @for id in it.unknown.iter().take(SHOWN) { (link(CONTROL, id)) " " } }
                    }
                }
            }
        }
    }
    .memoize()
}

/// Risks by categories of the register, each once.
pub(super) fn categories(call: &Call, told: &Told) -> Html {
    let mut columns = vec![Column::title(call.say("enterprise.category"))];
    columns.extend(told.own.levels.iter().map(|it| Column::end(words(it))));
    columns.push(Column::end(call.say("enterprise.unassessed")));
    let line = |(name, it): &(String, governance::integrating::categories::Category)| {
        let count = |level: &str| maud! { (it.levels.get(level).copied().unwrap_or_default()) }.memoize();
        let mut cells = vec![maud! { (name) }.memoize()];
        cells.extend(told.own.levels.iter().map(|it| count(it)));
        cells.push(count(""));
        Line { cells, href: None }
    };
    let lines: Vec<Line> = told.categories.categories.iter().map(line).collect();
    maud! {
        section .panel aria-labelledby="categories" {
            h2 #categories { (call.say("enterprise.categories")) }
            p .help { (call.say("enterprise.categories_help")) }
            (Table { caption: call.say("enterprise.categories"), columns: &columns, lines: &lines }.draw())
            @if !told.categories.once.is_empty() {
                h3 { (call.say("enterprise.once")) }
                ul {
                    @for it in &told.categories.once {
                        li {
                            (link(RISK, &it.counts)) " = " @for id in &it.same { (link(RISK, id)) " " }
                            @if it.disagree { (badge::badge(Tone::Watch, call.say("enterprise.disagree"))) }
                        }
                    }
                }
            }
            @if !told.categories.elsewhere.is_empty() {
                p { (call.count("enterprise.elsewhere", told.categories.elsewhere.len() as u64)) " " @for (id, _) in told.categories.elsewhere.iter().take(SHOWN) { (link(RISK, id)) " " } }
            }
        }
    }
    .memoize()
}

/// On the page of a control: those that are the same.
pub(crate) fn panel(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let (call, id) = (view.call, &view.record.id);
        let told = call.aims().controls_alike(&call.actor).await?;
        let own = told.duplicates.pairs.iter().filter(|it| it.keep == *id || it.other == *id);
        let lines: Vec<Line> = own.map(|it| pair(call, it)).collect();
        Ok(maud! {
            @if !lines.is_empty() {
                section .panel aria-labelledby="same" {
                    h2 #same { (call.say("enterprise.exists_twice")) }
                    p .help { (call.say("enterprise.duplicates_help")) }
                    (pairs(call, &lines))
                }
            }
        }
        .memoize())
    })
}

/// On the form for a new control: what exists with the objective that it names, or objectives that exist.
pub(crate) async fn hint(call: &Call, filled: &Filled) -> Result<Html, Failure> {
    let told = call.aims().controls_alike(&call.actor).await?;
    let objective = filled.text("f.objective_key").trim().to_lowercase();
    let fits = |it: &&governance::integrating::whole::Overlap| objective.is_empty() || it.objective == objective;
    let found: Vec<_> = told.overlap.iter().filter(fits).take(SHOWN).collect();
    Ok(maud! {
        @if !found.is_empty() {
            details .panel open[!objective.is_empty()] {
                summary { (call.say("enterprise.instead")) }
                p .help { (call.say("enterprise.instead_help")) }
                ul {
                    @for it in &found {
                        li { (parts::sentence(&it.objective)) " " @for id in it.own.iter().chain(&it.there).take(SHOWN) { (link(CONTROL, id)) " " } }
                    }
                }
            }
        }
    }
    .memoize())
}
