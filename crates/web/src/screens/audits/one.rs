//! On the page of an audit: its checklist with what records say, the team, findings, and the sheet that goes out and comes back. One plan: the
//! audit told.

use axum::extract::Path;
use governance::auditing::checklist::Line as Asked;
use governance::auditing::combined::{Combined, Shared};
use governance::auditing::paper::Paper;
use governance::auditing::whole::{Item, Told};
use governance::auditing::{AUDIT, FINDING, ITEM};
use governance::packing::issue::{FILES, media};
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::{Call, number};
use crate::html::table::{Column, Line, Table};
use crate::html::{Html, parts, words};
use crate::pages::detail::View;
use crate::panels::Drawing;
use crate::reply::{self, Reply};

/// `GET /audits/lists/AUD-0001.xlsx`
pub(crate) async fn list(call: Call, Path(name): Path<String>) -> Reply {
    file(call, &name, Paper::Checklist).await
}

/// `GET /audits/reports/AUD-0001.pdf`
pub(crate) async fn report(call: Call, Path(name): Path<String>) -> Reply {
    file(call, &name, Paper::Report).await
}

async fn file(call: Call, name: &str, paper: Paper) -> Reply {
    call.query.only(&[])?;
    let (id, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let bytes = call.aims().audit_file(&call.actor, &number(id)?, paper, ending).await?;
    Ok(reply::file(name, media(ending), bytes))
}

/// The panel on the page of an audit.
pub(crate) fn panel(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let call = view.call;
        let told = call.aims().audit(&call.actor, &view.record.id).await?;
        Ok(maud! { (team(call, &told)) (figures(call, &told)) (lines(call, &told)) (own(call, &told)) (findings(call, &told)) (papers(call, &told)) }.memoize())
    })
}

fn team(call: &Call, told: &Told) -> Html {
    maud! {
        @if !told.conflicts.is_empty() || !told.lacks.is_empty() || !told.not_assessable.is_empty() {
            section .panel aria-labelledby="team" {
                h2 #team { (call.say("audits.team")) }
                @if !told.conflicts.is_empty() || !told.lacks.is_empty() { ul .notice { @for it in told.conflicts.iter().chain(&told.lacks) { li { (it) } } } }
                @if !told.not_assessable.is_empty() {
                    p .help { (call.say("audits.not_assessable")) }
                    ul { @for it in &told.not_assessable { li { (it) } } }
                }
            }
        }
    }
    .memoize()
}

fn figures(call: &Call, told: &Told) -> Html {
    let made = &told.checklist;
    let concluded = told.items.iter().filter(|it| it.state == "concluded").count();
    let days = |it: Option<f64>| it.map_or_else(|| call.say("audits.not_said").to_owned(), |it| it.to_string());
    let (planned, used) = (days(told.days_planned), days(told.days_used));
    let uncovered: Vec<String> = made.left_out.iter().map(|(name, why)| format!("{name}: {why}")).collect();
    maud! {
        section .panel aria-labelledby="checklist-figures" {
            h2 #checklist-figures { (call.say("audits.checklist")) }
            dl {
                dt { (call.say("audits.lines")) } dd { (call.tell("audits.lines_of", &[("concluded", &concluded), ("entered", &told.items.len()), ("all", &made.lines.len())])) }
                dt { (call.say("audits.answered")) } dd { (call.tell("audits.answered_of", &[("answered", &made.answered), ("all", &made.lines.len())])) }
                dt { (call.say("audits.criteria")) } dd { (made.criteria.len()) }
                dt { (call.say("audits.days")) } dd { (call.tell("audits.days_of", &[("needed", &told.days_needed), ("planned", &planned), ("used", &used)])) }
                @for (method, (count, minutes)) in &made.effort {
                    dt { (words(method)) } dd { (call.tell("audits.minutes_of", &[("count", count), ("minutes", minutes)])) }
                }
            }
            @if let Some(it) = &told.combined { (combined(call, it)) }
            @if !made.left_out.is_empty() {
                details { summary { (call.say("audits.no_line")) } ul { @for it in &uncovered { li { (it) } } } }
            }
            @if !made.duplicates.is_empty() {
                details { summary { (call.say("audits.duplicates")) } ul { @for it in &made.duplicates { li { (it.join(", ")) } } } }
            }
            @if told.hidden > 0 { p .help { (call.tell("audits.hidden", &[("count", &told.hidden)])) } }
            @if !told.missing.is_empty() {
                form .inline.no-print action={ "/audits/" (told.id.to_string()) "/lines" } method="post" {
                    (parts::once())
                    button .main type="submit" { (call.tell("audits.enter", &[("count", &told.missing.len())])) }
                }
            }
        }
    }
    .memoize()
}

/// What an audit of several frameworks saves, with the criteria that are looked at together.
fn combined(call: &Call, it: &Combined) -> Html {
    let columns = [
        Column::title(call.say("audits.criterion")),
        Column::of(call.say("audits.looked_at_with")),
        Column::end(call.say("audits.minutes_saved")),
        Column::of(call.say("audits.relation_is")),
    ];
    let row = |it: &Shared| {
        let relation = if it.confirmed { "audits.relation_confirmed" } else { "audits.relation_proposed" };
        let texts = [it.criterion.clone(), it.with.clone(), it.minutes.to_string(), call.say(relation).to_owned()];
        Line { cells: texts.iter().map(|it| maud! { (it) }.memoize()).collect(), href: None }
    };
    let rows: Vec<Line> = it.shared.iter().map(row).collect();
    let table = Table { caption: call.say("audits.combined_title"), columns: &columns, lines: &rows };
    let apart: Vec<String> = it.apart.iter().map(|(name, minutes)| format!("{name} {minutes}")).collect();
    let apart = apart.join(", ");
    let says = call.tell(
        "audits.combined",
        &[("apart", &apart), ("saved", &it.saved), ("days", &it.days_saved), ("proposed", &it.proposed)],
    );
    maud! {
        p { (says) }
        @if !rows.is_empty() {
            details { summary { (call.tell("audits.combined_list", &[("count", &rows.len())])) } (table.draw()) }
        }
    }
    .memoize()
}

/// Lines that follow from the scope, with those that are entered.
fn lines(call: &Call, told: &Told) -> Html {
    let columns = [
        Column::title(call.say("audits.line")),
        Column::wide(call.say("audits.question")),
        Column::of(call.say("audits.method")),
        Column::of(call.say("audits.subject")),
        Column::wide(call.say("audits.records_say")),
        Column::of(call.say("audits.result")),
    ];
    let row = |it: &Asked| {
        let item = told.items.iter().find(|item| item.key == it.key);
        let href = item.map(|it| format!("/{ITEM}/{}", it.id));
        let says = it.live.as_ref().map(|it| words(&it.status)).unwrap_or_default();
        let subject = it.subject.clone().unwrap_or_default();
        let title = told.titles.get(&subject).cloned().unwrap_or_default();
        let cells = vec![
            maud! {
                @match &href { Some(href) => { a href=(href) { (it.criterion) } }, None => (it.criterion) }
                @if it.recorded { " " (it.title) }
                @if !it.because.is_empty() { br; span .help { (it.because.join("; ")) } }
            }
            .memoize(),
            maud! { (it.question) }.memoize(),
            maud! { (words(&it.method)) }.memoize(),
            maud! { (subject) " " (title) }.memoize(),
            maud! { (says) }.memoize(),
            maud! { @match item { Some(it) => (outcome(it)), None => (call.say("audits.not_entered")) } }.memoize(),
        ];
        Line { cells, href: href.clone() }
    };
    let rows: Vec<Line> = told.checklist.lines.iter().map(row).collect();
    let table = Table { caption: call.say("audits.checklist"), columns: &columns, lines: &rows };
    maud! { section .panel aria-labelledby="checklist" { h2 #checklist { (call.say("audits.lines")) } (table.draw()) } }
        .memoize()
}

fn outcome(it: &Item) -> String {
    if it.result.is_empty() { words(&it.state) } else { words(&it.result) }
}

/// Lines of somebody's own, and lines that follow no longer.
fn own(call: &Call, told: &Told) -> Html {
    let beside: Vec<&Item> = told.items.iter().filter(|it| it.key.is_empty() || told.gone.contains(&it.id)).collect();
    maud! {
        @if !beside.is_empty() {
            section .panel aria-labelledby="own" {
                h2 #own { (call.say("audits.own")) }
                ul { @for it in &beside { li { a href={ "/" (ITEM) "/" (it.id.to_string()) } { (it.id.to_string()) } " " (it.criterion) ": " (it.question) " (" (outcome(it)) ")" } } }
            }
        }
    }
    .memoize()
}

fn findings(call: &Call, told: &Told) -> Html {
    maud! {
        @if !told.findings.is_empty() {
            section .panel aria-labelledby="found" {
                h2 #found { (call.say("audits.findings")) }
                ul { @for it in &told.findings { li { a href={ "/" (FINDING) "/" (it.id.to_string()) } { (it.id.to_string()) " " (it.title) } " " (words(&it.state)) } } }
            }
        }
    }
    .memoize()
}

/// Files that go out, and the sheet that comes back.
fn papers(call: &Call, told: &Told) -> Html {
    let id = told.id.to_string();
    maud! {
        section .panel.no-print aria-labelledby="papers" {
            h2 #papers { (call.say("audits.papers")) }
            p {
                (call.say("audits.sheet")) " "
                @for (ending, _) in FILES { a .button href={ "/audits/lists/" (id) "." (ending) } { (ending.to_uppercase()) } " " }
            }
            p {
                (call.say("audits.report")) " "
                @for (ending, _) in FILES.iter().filter(|it| it.0 != "xlsx") { a .button href={ "/audits/reports/" (id) "." (ending) } { (ending.to_uppercase()) } " " }
                " " a .button href={ "/audits/frozen/" (id) } { (call.say("audits.reopen")) }
            }
            @if told.state == "reported" {
                form .inline action={ "/audits/" (id) "/issue" } method="post" { (parts::once()) button type="submit" { (call.say("audits.issue")) } }
            }
            form action={ "/audits/" (id) "/answers" } method="post" enctype="multipart/form-data" {
                (parts::once())
                p { label for="sheet" { (call.say("audits.bring")) } input #sheet type="file" name="file" accept=".xlsx,.csv" required; }
                button type="submit" { (call.say("audits.take")) }
            }
        }
    }
    .memoize()
}

/// The address of an audit.
pub(crate) fn address(id: &record::Id) -> String {
    format!("/{AUDIT}/{id}?done=saved")
}
