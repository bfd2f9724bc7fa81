//! Findings and corrective action: what comes first, how old it is, who carries how much, what has one cause, and what keeps nonconformities
//! from being closed. One plan: the board of audit. Serves ISO/IEC 42001 9.2 and 10.2.

mod panel;

use axum::extract::Path;
use chart::bars::{Bar, Bars};
use chart::{Chart, Plot};
use governance::correcting::order::Late;
use governance::correcting::whole::{Board, Case, Line as Finding};
use governance::correcting::{ACTION, FINDING, NONCONFORMITY};
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::html::figure::figure;
use crate::html::head::Heading;
use crate::html::parts::rounded;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, empty, page, parts, words};
use crate::reply::Reply;
use crate::screens::pictures;

pub(crate) use panel::{action, case, finding};

/// Findings that are shown; the list of the kind has all.
const SHOWN: usize = 100;

/// `GET /corrections`
pub(crate) async fn board(call: Call) -> Reply {
    call.query.only(&["done"])?;
    let board = call.aims().corrections(&call.actor).await?;
    let title = call.say("corrections.title");
    let acts = maud! {
        a .button .main href={ "/" (FINDING) "/new" } { (call.say("corrections.add_finding")) }
        a .button href={ "/" (NONCONFORMITY) "/new" } { (call.say("corrections.add_case")) }
        a .button href="/import" { (call.say("corrections.import")) }
    };
    let lead = maud! { p { (call.say("corrections.lead")) } };
    let heading = Heading { lead: Some(lead.memoize()), acts: Some(acts.memoize()), ..Heading::of(title) };
    let nothing = board.findings.is_empty() && board.cases.is_empty();
    let body = maud! {
        (heading.draw(call.language()))
        @if nothing {
            (empty::empty("shield", call.say("corrections.none"), call.say("corrections.none_help"), &[(format!("/{FINDING}/new"), call.say("corrections.add_finding").to_owned())]))
        } @else {
            @if !board.cases.is_empty() { (cases(&call, &board)) }
            @if !board.findings.is_empty() {
                (findings(&call, &board))
                (figure(call.language(), &ages(&call, &board), "ages", Some("/corrections/charts/ages")))
                (burdens(&call, &board))
                (clusters(&call, &board))
            }
        }
    };
    Ok(page::page(&call, title, body.memoize()))
}

/// `GET /corrections/charts/{file}`: `ages.svg` or `ages.csv`.
pub(crate) async fn file(call: Call, Path(file): Path<String>) -> Reply {
    call.query.only(&[])?;
    let Some(("ages", ending)) = file.rsplit_once('.') else { return Err(pictures::unknown(&call, &file)) };
    let board = call.aims().corrections(&call.actor).await?;
    pictures::answer(&call, &ages(&call, &board), "findings", ending)
}

/// Open findings by class of age.
fn ages(call: &Call, board: &Board) -> Chart {
    let mut from = 0;
    let mut bars = Vec::new();
    for (end, count) in &board.ages {
        let label = match end {
            Some(end) => call.tell("corrections.days", &[("from", &from), ("to", end)]),
            None => call.tell("corrections.days_more", &[("from", &from)]),
        };
        from = end.map_or(from, |it| it + 1);
        let link = format!("/{FINDING}?filter=state:issued,answered");
        bars.push(Bar { label, values: vec![*count as f64], link, ..Bar::default() });
    }
    Chart {
        title: call.say("corrections.ages").to_owned(),
        description: call.say("corrections.ages_help").to_owned(),
        plot: Plot::Bars(Bars {
            of: call.say("corrections.age").to_owned(),
            unit: call.say("corrections.open_findings").to_owned(),
            parts: vec![String::new()],
            bars,
            line: None,
        }),
    }
}

fn findings(call: &Call, board: &Board) -> Html {
    let columns = [
        Column::title(call.say("corrections.finding")),
        Column::of(call.say("corrections.grade")),
        Column::of(call.say("corrections.state")),
        Column::end(call.say("corrections.age")),
        Column::of(call.say("corrections.due")),
        Column::end(call.say("corrections.priority")),
        Column::of(call.say("corrections.owner")),
    ];
    let lines: Vec<Line> = board.findings.iter().take(SHOWN).map(|it| line(call, board, it)).collect();
    maud! {
        section .panel aria-labelledby="findings" {
            h2 #findings { (call.say("corrections.findings")) " (" (board.findings.len()) ")" }
            p .help { (call.tell("corrections.findings_help", &[("verify", &board.to_verify)])) }
            (Table { caption: call.say("corrections.findings"), columns: &columns, lines: &lines }.draw())
            @if board.findings.len() > SHOWN { p .help { a href={ "/" (FINDING) } { (call.say("corrections.all")) } } }
        }
    }
    .memoize()
}

fn line(call: &Call, board: &Board, it: &Finding) -> Line {
    let href = format!("/{FINDING}/{}", it.placed.id);
    let due = match it.placed.late {
        Some(Late::Settling) => it.placed.close_by,
        _ => it.placed.answer_by.or(it.placed.close_by),
    };
    let due = due.map(|it| it.to_string()).unwrap_or_default();
    let owner = it.owner.as_ref().and_then(|it| board.names.get(it)).cloned().unwrap_or_default();
    let cells = vec![
        maud! { a href=(href) { (it.title) } " " span .number { (it.placed.id.to_string()) } div .help { (remarks(call, it)) } }.memoize(),
        maud! { (words(&it.grade)) }.memoize(),
        parts::state(call, FINDING, &it.state, false),
        maud! { (it.placed.age.map(|it| it.to_string()).unwrap_or_default()) }.memoize(),
        maud! { @if it.placed.late.is_some() { (badge::badge(Tone::Bad, &due)) } @else { (due) } }.memoize(),
        maud! { (weight(it)) }.memoize(),
        maud! { (owner) }.memoize(),
    ];
    Line { cells, href: Some(href) }
}

/// The priority with what it is made of.
fn weight(it: &Finding) -> String {
    let number = |it: f64| rounded(it, 2);
    it.placed.priority.map_or_else(String::new, |it| {
        format!(
            "{} = {} × {} × {} × {}",
            number(it.value),
            number(it.grade),
            number(it.tier),
            number(it.age),
            number(it.repeats)
        )
    })
}

/// What was found before, and evidence that shows nothing.
pub(super) fn remarks(call: &Call, it: &Finding) -> Html {
    let hidden = it.repeated - it.repeats.len().min(it.repeated);
    maud! {
        @for of in &it.repeats {
            div { a href={ "/" (FINDING) "/" (of.id.to_string()) } { (of.id.to_string()) } ": " (of.why()) }
        }
        @if hidden > 0 { div { (call.count("corrections.hidden_repeats", hidden as u64)) } }
        @for of in &it.proven.weak { div { (of.id.to_string()) " " (of.why) } }
    }
    .memoize()
}

fn cases(call: &Call, board: &Board) -> Html {
    let columns = [
        Column::title(call.say("corrections.case")),
        Column::of(call.say("corrections.state")),
        Column::wide(call.say("corrections.actions")),
        Column::wide(call.say("corrections.like")),
        Column::wide(call.say("corrections.lacks")),
    ];
    let lines: Vec<Line> = board.cases.iter().take(SHOWN).map(|it| row(call, board, it)).collect();
    maud! {
        section .panel aria-labelledby="cases" {
            h2 #cases { (call.say("corrections.cases")) " (" (board.cases.len()) ")" }
            (Table { caption: call.say("corrections.cases"), columns: &columns, lines: &lines }.draw())
        }
    }
    .memoize()
}

fn row(call: &Call, board: &Board, it: &Case) -> Line {
    let href = format!("/{NONCONFORMITY}/{}", it.id);
    let cells = vec![
        maud! { a href=(href) { (it.title) } " " span .number { (it.id.to_string()) } }.memoize(),
        parts::state(call, NONCONFORMITY, &it.state, false),
        panel::actions(call, it),
        panel::like(call, &it.like, &board.names),
        maud! { @for why in &it.lacks { div { (parts::sentence(why)) } } }.memoize(),
    ];
    Line { cells, href: Some(href) }
}

fn burdens(call: &Call, board: &Board) -> Html {
    let columns = [
        Column::title(call.say("corrections.unit")),
        Column::end(call.say("corrections.open_findings")),
        Column::end(call.say("corrections.late")),
        Column::end(call.say("corrections.median_age")),
        Column::end(call.say("corrections.priority")),
    ];
    let number = |it: f64| rounded(it, 2);
    let line = |it: &governance::correcting::order::Burden| {
        let name = it.unit.as_ref().map(|it| board.names.get(it).cloned().unwrap_or_else(|| it.clone()));
        let unit = it.unit.clone().unwrap_or_default();
        let name = name.unwrap_or_else(|| call.say("corrections.no_unit").to_owned());
        let cells = vec![
            maud! { @if unit.is_empty() { (name) } @else { a href={ "/" (FINDING) "?filter=unit:" (unit) } { (name) } } }.memoize(),
            maud! { (it.open) }.memoize(),
            maud! { (it.late) }.memoize(),
            maud! { (it.median_age.map(number).unwrap_or_default()) }.memoize(),
            maud! { (number(it.weight)) }.memoize(),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = board.burdens.iter().map(line).collect();
    maud! {
        @if !lines.is_empty() {
            section .panel aria-labelledby="burdens" {
                h2 #burdens { (call.say("corrections.burdens")) }
                (Table { caption: call.say("corrections.burdens"), columns: &columns, lines: &lines }.draw())
            }
        }
    }
    .memoize()
}

fn clusters(call: &Call, board: &Board) -> Html {
    maud! {
        @if !board.clusters.is_empty() {
            section .panel aria-labelledby="clusters" {
                h2 #clusters { (call.say("corrections.clusters")) }
                ul .plain {
                    @for it in &board.clusters {
                        li {
                            a href={ "/" (FINDING) "?filter=cause_class:" (it.cause) } { (words(&it.cause)) " (" (it.findings.len()) ")" }
                            " " (it.criteria.iter().cloned().collect::<Vec<_>>().join(", "))
                        }
                    }
                }
            }
        }
    }
    .memoize()
}

/// Where an action stands.
pub(super) fn address(id: &record::Id) -> String {
    format!("/{ACTION}/{id}")
}
