//! The tables of an assessment: steps with their anchors, the gap by clause and column, gaps in order, and what wants somebody's eye.

use std::collections::BTreeMap;

use governance::gaps::claim::Rated;
use governance::gaps::figures::Gap;
use governance::gaps::paper::percent;
use governance::gaps::whole::{Next, Told};
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use crate::call::Call;
use crate::html::section::text;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, parts};
use crate::screens::conformity::status;

fn section(id: &'static str, title: &str, help: &str, inner: &Html) -> Html {
    maud! {
        section .panel aria-labelledby=(id) {
            h2 id=(id) { (title) }
            @if !help.is_empty() { p .help { (help) } }
            (inner)
        }
    }
    .memoize()
}

/// The name of a column.
pub(super) fn column<'a>(call: &'a Call, told: &'a Told, subject: &str) -> &'a str {
    told.column(subject, call.say("gaps.organisation"), call.say("conformity.hidden"))
}

/// A step of the scale as a badge.
pub(super) fn step(told: &Told, at: Option<usize>) -> Html {
    let tone = match at {
        None => Tone::Quiet,
        Some(0) => Tone::Bad,
        Some(it) if it == told.scale.highest() => Tone::Good,
        Some(_) => Tone::Watch,
    };
    let name = told.step(at);
    maud! { @if name.is_empty() { "–" } @else { (badge::badge(tone, name)) } }.memoize()
}

/// How many cells stand at which step.
pub(super) fn steps(call: &Call, told: &Told) -> Html {
    let columns = [
        Column::title(call.say("gaps.step")),
        Column::wide(call.say("gaps.anchor")),
        Column::end(call.say("gaps.evidenced")),
        Column::end(call.say("gaps.claimed")),
        Column::end(call.say("gaps.rated")),
    ];
    let line = |(at, it): (usize, &governance::gaps::figures::Step)| {
        let level = &told.scale.level[at];
        let name = maud! { (step(told, Some(at))) " " (level.label) }.memoize();
        let counts = [it.evidenced, it.claimed, it.rated].map(|it| text(it.to_string()));
        Line { cells: [vec![name, text(level.anchor.clone())], counts.to_vec()].concat(), href: None }
    };
    let lines: Vec<Line> = told.distribution.steps.iter().enumerate().map(line).collect();
    let title = call.say("gaps.distribution");
    section("distribution", title, "", &Table { caption: title, columns: &columns, lines: &lines }.draw())
}

/// The gap of each clause and column, each leading to its ratings.
pub(super) fn heat(call: &Call, told: &Told) -> Html {
    let mut columns = vec![Column::title(call.say("gaps.clause"))];
    columns.extend(told.subjects.iter().map(|it| Column::end(column(call, told, &it.id))));
    let cell = |group: &str, subject: &str, gap: &Gap| {
        let tone = match gap.share {
            None => Tone::Quiet,
            Some(it) if it <= 0.0 => Tone::Good,
            Some(it) if it >= 1.0 => Tone::Bad,
            Some(_) => Tone::Watch,
        };
        let href = rating(told, group, subject);
        let cells = call.tell("gaps.cells", &[("count", &gap.cells)]);
        let share = percent(gap.share);
        maud! {
            @match &share {
                Some(share) => { a href=(href) { (badge::badge(tone, share)) } " " span .help { (cells) } },
                None => "–",
            }
        }
        .memoize()
    };
    let line = |it: &governance::gaps::whole::Heat| {
        let first = text(format!("{} {}", it.group, it.title));
        let rest = it.gaps.iter().zip(&told.subjects).map(|(gap, subject)| cell(&it.group, &subject.id, gap));
        Line { cells: std::iter::once(first).chain(rest).collect(), href: None }
    };
    let lines: Vec<Line> = told.heat.iter().map(line).collect();
    let (title, help) = (call.say("gaps.heat"), call.say("gaps.heat_help"));
    section("heat", title, help, &Table { caption: title, columns: &columns, lines: &lines }.draw())
}

/// Where the ratings of a clause and column are.
fn rating(told: &Told, group: &str, subject: &str) -> String {
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    pairs.append_pair("group", group);
    if !subject.is_empty() {
        pairs.append_pair("subject", subject);
    }
    format!("/gaps/{}/rate?{}", told.id, pairs.finish())
}

/// Where a requirement is explained, for a column.
pub(super) fn explained(reference: &str, subject: &str) -> String {
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    pairs.append_pair("reference", reference);
    if subject.starts_with("SYS-") {
        pairs.append_pair("system", subject);
    }
    format!("/conformity/requirement?{}", pairs.finish())
}

/// Gaps in the order in which they can be closed, each with the action that closes it or the button that opens one.
pub(super) fn order(call: &Call, told: &Told, actions: &BTreeMap<String, Id>) -> Html {
    let columns = [
        Column::title(call.say("gaps.requirement")),
        Column::wide(call.say("gaps.stands")),
        Column::wide(call.say("gaps.why")),
        Column::of(call.say("gaps.after")),
        Column::of(call.say("gaps.action")),
    ];
    let line = |it: &Next| {
        let href = explained(&it.item.reference, it.columns.first().map_or("", |it| it.0.as_str()));
        let place = |name: &String| told.scale.place(name);
        let stands = maud! {
            @for (subject, level) in &it.columns { (column(call, told, subject)) " " (step(told, place(level))) " " }
        };
        let known = it
            .columns
            .iter()
            .filter_map(|(subject, _)| actions.get(format!("{} {subject}", it.item.reference).trim_end()));
        let known: Vec<&Id> = known.collect();
        let open = maud! {
            @for id in &known { a href={ "/action/" (id.to_string()) } { (id.to_string()) } " " }
            @if known.len() < it.columns.len() {
                form .no-print action={ "/gaps/" (told.id) "/actions" } method="post" {
                    (parts::once())
                    input type="hidden" name="requirement" value=(it.item.reference);
                    button type="submit" { (call.say("gaps.open_one")) }
                }
            }
        };
        let cells = vec![
            maud! { a href=(href) { (it.item.id) " " (it.item.title) } }.memoize(),
            stands.memoize(),
            text(parts::sentence(&it.item.why)),
            text(it.item.after.join(", ")),
            open.memoize(),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = told.order.iter().map(line).collect();
    let title = call.say("gaps.gaps");
    let inner = match lines.is_empty() {
        true => maud! { p { (call.say("gaps.no_gap")) } }.memoize(),
        false => Table { caption: title, columns: &columns, lines: &lines }.draw(),
    };
    section("gaps", title, call.say("gaps.gaps_help"), &inner)
}

/// Cells that want somebody's eye; nothing where there are none.
pub(super) fn listed(
    call: &Call,
    told: &Told,
    id: &'static str,
    title: &str,
    help: &str,
    wanted: impl Fn(&Rated) -> bool,
) -> Html {
    let columns = [
        Column::title(call.say("gaps.requirement")),
        Column::of(call.say("gaps.column")),
        Column::of(call.say("gaps.evidenced")),
        Column::wide(call.say("gaps.says")),
        Column::of(call.say("gaps.status")),
    ];
    let line = |it: &Rated| {
        let says = maud! {
            @for claim in &it.claims {
                span { (told.titles.get(&claim.by).unwrap_or(&claim.by)) " " (step(told, Some(claim.level))) @if !claim.reason.is_empty() { ": " (claim.reason) } } " "
            }
        };
        let href = explained(&it.cell.reference, &it.cell.subject);
        let cells = vec![
            maud! { a href=(href) { (it.cell.id) " " (it.cell.title) } }.memoize(),
            text(column(call, told, &it.cell.subject)),
            step(told, it.cell.evidenced),
            says.memoize(),
            status(it.cell.status),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = told.cells.iter().filter(|it| wanted(it)).map(line).collect();
    match lines.is_empty() {
        true => maud! {}.memoize(),
        false => section(id, title, help, &Table { caption: title, columns: &columns, lines: &lines }.draw()),
    }
}

/// What moved since the assessment before.
pub(super) fn trend(call: &Call, told: &Told) -> Html {
    let Some(trend) = &told.trend else { return maud! {}.memoize() };
    let columns = [
        Column::title(call.say("gaps.requirement")),
        Column::of(call.say("gaps.column")),
        Column::of(call.say("gaps.then")),
        Column::of(call.say("gaps.now")),
    ];
    let line = |it: &governance::gaps::trend::Moved| Line {
        cells: vec![
            text(it.reference.clone()),
            text(column(call, told, &it.subject)),
            step(told, told.scale.place(&it.then)),
            step(told, told.scale.place(&it.now)),
        ],
        href: None,
    };
    let lines: Vec<Line> = trend.fallen.iter().chain(&trend.risen).map(line).collect();
    let moved = trend.moved.map(|it| format!("{:+.1}", it * 100.0)).or_else(|| trend.why.clone()).unwrap_or_default();
    let help = call.tell(
        "gaps.moved",
        &[
            ("moved", &moved),
            ("risen", &trend.risen.len()),
            ("fallen", &trend.fallen.len()),
            ("both", &trend.both),
            ("day", &trend.baseline),
        ],
    );
    let title = call.say("gaps.trend");
    let inner = maud! {
        p { a href={ "/gaps/" (trend.earlier) } { (trend.earlier) } }
        @if !lines.is_empty() { (Table { caption: title, columns: &columns, lines: &lines }.draw()) }
    };
    section("trend", title, &help, &inner.memoize())
}
