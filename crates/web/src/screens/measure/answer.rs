//! The report on a page: the verdict first, what led to it, then everything that is read side by side, and what to do with it.

use assess::form::{self, FORMS, Grid, picture};
use assess::report::Report;
use axum::http::StatusCode;
use governance::measuring::KIND;
use governance::reading::Record;
use hypertext::{maud_borrow as maud, prelude::*};
use measure::Verdict;

use super::ABOUT;
use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, figure, page, parts};
use crate::reply::Reply;

/// Rows of one table on the page; the files have all.
const SHOWN: usize = 100;

/// Pictures on the page; the files have all.
const PICTURES: usize = 24;

/// Records of each kind that the choice of what was measured offers; others are named by their number.
const OFFERED: u32 = 50;

/// The page; with what was typed into its form and why that was not done.
pub(super) async fn draw(call: &Call, key: &str, report: &Report, typed: &str, failure: Option<&Failure>) -> Reply {
    let may_record = call.aims().may_create(&call.actor, KIND).await?;
    let offered = match may_record {
        true => call.aims().offered(&call.actor, ABOUT, OFFERED).await?,
        false => Vec::new(),
    };
    let offered: Vec<String> = offered.into_iter().map(|(_, id, title)| format!("{id} {title}")).collect();
    let title = form::title(report);
    let above = [
        ("/measure".to_owned(), call.say("measure.title").to_owned()),
        (format!("/measure?family={}", report.family), crate::html::words(report.family)),
    ];
    let body = maud! {
        (Heading { crumbs: &above, lead: Some(verdict(call, report)), ..Heading::of(&title) }.draw(call.language()))
        @if let Some(failure) = failure { (parts::alert(call.language(), failure)) }
        (files(call, key))
        @if may_record { (recording(call, key, typed, &offered)) }
        (body_of(call, report))
    }
    .memoize();
    Ok(page::page_with(failure.map_or(StatusCode::OK, |it| it.status), call, &title, body))
}

/// The page of a report that a measurement keeps.
pub(super) fn of_record(call: &Call, record: &Record, report: &Report) -> Reply {
    let title = form::title(report);
    let above = [
        (format!("/{KIND}"), call.say("measure.all").to_owned()),
        (format!("/{KIND}/{}", record.id), record.id.to_string()),
    ];
    let body = maud! {
        (Heading { crumbs: &above, lead: Some(verdict(call, report)), ..Heading::of(&title) }.draw(call.language()))
        (body_of(call, report))
    }
    .memoize();
    Ok(page::page(call, &title, body))
}

/// Everything that a report says, in the order in which it is read.
fn body_of(call: &Call, report: &Report) -> Html {
    maud! {
        (part(call.say("measure.rules"), "rules", &grid(call, &form::rulings(report))))
        (part(call.say("measure.examples"), "examples", &examples(report)))
        (part(call.say("measure.numbers"), "numbers", &grid(call, &form::lines(report))))
        (part(call.say("measure.notes"), "notes", &notes(report)))
        (pictures(call, report))
        @for table in &report.tables { (grid_part(call, &Grid::of(table))) }
        (part(call.say("measure.tests"), "tests", &grid(call, &form::tests(report))))
        (part(call.say("measure.origin"), "origin", &grid(call, &form::origin(report))))
        (part(call.say("measure.again"), "again", &again(call, report)))
    }
    .memoize()
}

/// The verdict in a word and in a sentence.
fn verdict(call: &Call, report: &Report) -> Html {
    let (tone, word) = match &report.overall {
        None => (Tone::Info, call.say("measure.measured")),
        Some(Verdict::Pass) => (Tone::Good, call.say("measure.pass")),
        Some(Verdict::Fail) => (Tone::Bad, call.say("measure.fail")),
        Some(Verdict::Inconclusive) => (Tone::Watch, call.say("measure.inconclusive")),
        Some(Verdict::NotAssessable { .. }) => (Tone::Watch, call.say("measure.not_assessable")),
    };
    let sentence = match &report.overall {
        None => call.say("measure.no_limit").to_owned(),
        // The badge has said the verdict itself.
        Some(_) => {
            let whole = form::conclusion(report);
            parts::sentence(whole.split_once(": ").map_or(&*whole, |it| it.1))
        }
    };
    maud! { (badge::badge(tone, word)) " " (sentence) }.memoize()
}

/// The report as files.
fn files(call: &Call, key: &str) -> Html {
    maud! {
        p .beneath {
            (call.say("measure.download")) " "
            @for form in FORMS { a href={ "/measure/" (key) "/" (form.name) } download { (form.name.to_uppercase()) } " " }
        }
    }
    .memoize()
}

/// The choice to keep the report.
fn recording(call: &Call, key: &str, typed: &str, offered: &[String]) -> Html {
    maud! {
        section .panel aria-labelledby="record" {
            h2 #record { (call.say("measure.record")) }
            p #about-help .help { (call.say("measure.record_help")) }
            form .narrow action={ "/measure/" (key) "/record" } method="post" {
                div .field {
                    label for="about" { (call.say("measure.about")) }
                    input #about type="text" name="about" value=(typed) list="offered" required maxlength="500" autocomplete="off" aria-describedby="about-help";
                    datalist #offered { @for it in offered { option value=(it) {} } }
                }
                button .main type="submit" { (call.say("measure.keep")) }
            }
        }
    }
    .memoize()
}

/// A part of the page under its heading; nothing when it holds nothing.
fn part(heading: &str, id: &str, body: &Html) -> Html {
    maud! {
        @if !body.as_inner().is_empty() { section .panel aria-labelledby=(id) { h2 id=(id) { (heading) } (body) } }
    }
    .memoize()
}

/// A table under its own title.
fn grid_part(call: &Call, it: &Grid) -> Html {
    let table = grid(call, it);
    maud! { @if !table.as_inner().is_empty() { section .panel aria-label=(it.title) { h2 { (it.title) } (table) } } }
        .memoize()
}

fn grid(call: &Call, grid: &Grid) -> Html {
    if grid.rows.is_empty() {
        return maud! {}.memoize();
    }
    let columns: Vec<Column> =
        grid.headers.iter().map(|it| Column::of(parts::sentence(it).trim_end_matches('.'))).collect();
    let cells = |row: &Vec<String>| grid.headers.iter().zip(row).map(|(header, it)| cell(header, it)).collect();
    let lines: Vec<Line> = grid.rows.iter().take(SHOWN).map(|row| Line { cells: cells(row), href: None }).collect();
    let more = grid.rows.len().saturating_sub(SHOWN);
    maud! {
        (Table { caption: &grid.title, columns: &columns, lines: &lines }.draw())
        @if more > 0 { p .help { (call.tell("measure.more_rows", &[("count", &more)])) } }
    }
    .memoize()
}

/// A metric by its title beside its name, a verdict with its colour, everything else as it is.
fn cell(header: &str, text: &str) -> Html {
    let tone = match text {
        "pass" => Tone::Good,
        "fail" => Tone::Bad,
        _ => Tone::Watch,
    };
    match (header.to_lowercase().as_str(), measure::metric::find(text)) {
        ("verdict", _) => badge::badge(tone, text),
        ("metric" | "rule", Some(metric)) => maud! { (metric.title) " " code { (text) } }.memoize(),
        _ => maud! { (text) }.memoize(),
    }
}

/// Rows and values that do not comply, the first few of each rule.
fn examples(report: &Report) -> Html {
    let with = || report.rulings.iter().filter(|it| !it.examples.is_empty());
    maud! {
        @if with().next().is_some() {
            ul { @for it in with() { li { strong { (it.title()) } ": " (it.examples.join("; ")) } } }
        }
    }
    .memoize()
}

fn notes(report: &Report) -> Html {
    maud! { @if !report.notes.is_empty() { ul { @for it in &report.notes { li { (parts::sentence(&form::note(it))) } } } } }.memoize()
}

/// Every picture with its table, up to what a page can hold.
fn pictures(call: &Call, report: &Report) -> Html {
    let drawn = report.figures.iter().take(PICTURES).enumerate();
    let drawn: Vec<Html> = drawn
        .map(|(at, it)| figure::figure(call.language(), &picture::chart(it), &format!("picture-{at}"), None))
        .collect();
    let more = report.figures.len() - drawn.len();
    maud! {
        @for it in &drawn { (it) }
        @if more > 0 { p .help { (call.tell("measure.more_pictures", &[("count", &more)])) } }
    }
    .memoize()
}

/// How anybody gets the same bytes, next to the data.
fn again(call: &Call, report: &Report) -> Html {
    maud! { p .help { (call.say("measure.again_help")) } pre { code { (form::command(report)) } } }.memoize()
}
