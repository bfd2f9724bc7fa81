//! What is held about a person: the form of a data subject's case, and its answer as a page or as JSON.
//!
//! The identifier is sent in a body and stands in no address and no log. Serves ISO/IEC 42001 A.7.2.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use governance::access::matrix::Matrix;
use governance::access::subject::{Answer, Asked};
use hypertext::{maud_borrow as maud, prelude::*};

use super::{number, plain};
use crate::call::Call;
use crate::html::head::Heading;
use crate::html::page::Sheet;
use crate::html::table::{Column, Line, Table};
use crate::html::{Html, moment, page, words};
use crate::pages::form::Sent;
use crate::reply::{self, Reply};

/// `POST /access/{id}/subject`
pub(crate) async fn answer(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let dataset = number(&call, &id)?;
    let sent = Sent::read(&call, body).await?;
    let text = |name: &str| sent.posted.text(name).unwrap_or_default().to_owned();
    let asked = Asked { dataset, column: text("column"), value: text("value"), case: text("case") };
    let answer = call.aims().subject_access(&call.actor, asked).await?;
    match sent.posted.text("form") {
        Some("json") => reply::ok(&answer),
        _ => Ok(page(&call, &answer)),
    }
}

fn page(call: &Call, answer: &Answer) -> axum::response::Response {
    let title = call.tell("access.about_person", &[("id", &answer.dataset), ("case", &answer.case)]);
    let crumbs = [(format!("/access/{}", answer.dataset), answer.title.clone())];
    let body = maud! {
        (Heading { crumbs: &crumbs, ..Heading::of(&title) }.draw(call.language()))
        p { (call.tell("access.searched", &[("column", &answer.column), ("place", &answer.place)])) }
        (versions(call, answer))
        (accesses(call, answer))
    };
    page::sheet(StatusCode::OK, call, &title, body.memoize(), Sheet::default())
}

fn versions(call: &Call, answer: &Answer) -> Html {
    let columns: Vec<Column> = [
        call.say("data.version"),
        call.say("data.state"),
        call.say("access.rows_of_person"),
        call.say("access.fields_held"),
    ]
    .iter()
    .map(|it| Column::of(*it))
    .collect();
    let line = |it: &governance::access::subject::OfVersion| {
        let number = it.version.to_string();
        let rows = it.rows.map_or_else(|| it.why.clone(), |it| it.to_string());
        let cells = vec![
            maud! { a href={ "/dataset_version/" (number) } { (it.title) } " " span .number { (number) } }.memoize(),
            plain(&words(&it.state)),
            plain(&rows),
            plain(&it.fields.join(", ")),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = answer.versions.iter().map(line).collect();
    maud! {
        section .panel aria-labelledby="held" {
            h2 #held { (call.say("access.held")) }
            (Table { caption: call.say("access.held"), columns: &columns, lines: &lines }.draw())
        }
    }
    .memoize()
}

fn accesses(call: &Call, answer: &Answer) -> Html {
    let columns: Vec<Column> = [
        call.say("access.time"),
        call.say("access.who"),
        call.say("data.version"),
        call.say("access.purpose"),
        call.say("access.grant"),
    ]
    .iter()
    .map(|it| Column::of(*it))
    .collect();
    let line = |it: &governance::access::trail::Access| {
        let who = it.person.as_ref().map_or_else(|| it.account.clone(), ToString::to_string);
        let grant = it.grant.as_ref().map(ToString::to_string).unwrap_or_default();
        let cells = vec![plain(&moment(&it.time)), plain(&who), plain(&it.of), plain(&it.purpose), plain(&grant)];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = answer.accesses.iter().map(line).collect();
    maud! {
        section .panel aria-labelledby="seen" {
            h2 #seen { (call.say("access.seen_by")) }
            @if lines.is_empty() { p { (call.say("access.seen_by_nobody")) } }
            @else { (Table { caption: call.say("access.seen_by"), columns: &columns, lines: &lines }.draw()) }
        }
    }
    .memoize()
}

/// The form of a case.
pub(super) fn form(call: &Call, matrix: &Matrix) -> Html {
    let identifiers = matrix.fields.iter().filter(|it| it.1 == "identifier").chain(matrix.fields.iter());
    let mut columns: Vec<&str> = Vec::new();
    identifiers.for_each(|it| {
        if !columns.contains(&it.0.as_str()) {
            columns.push(&it.0)
        }
    });
    maud! {
        section .panel aria-labelledby="subject" {
            h2 #subject { (call.say("access.subject")) }
            p .help { (call.say("access.subject_help")) }
            form action={ "/access/" (matrix.dataset.to_string()) "/subject" } method="post" {
                div .field {
                    label for="subject-column" { (call.say("access.column")) }
                    input #subject-column type="text" name="column" list="subject-columns" required maxlength="200";
                    datalist #subject-columns { @for it in &columns { option value=(it) {} } }
                }
                div .field {
                    label for="subject-value" { (call.say("access.value")) }
                    input #subject-value type="text" name="value" required maxlength="500" autocomplete="off";
                }
                div .field {
                    label for="subject-case" { (call.say("access.case")) }
                    input #subject-case type="text" name="case" required maxlength="200";
                }
                div .field {
                    label for="subject-form" { (call.say("access.form")) }
                    select #subject-form name="form" {
                        option value="page" { (call.say("access.form_page")) }
                        option value="json" { "JSON" }
                    }
                }
                button type="submit" { (call.say("access.search")) }
            }
        }
    }
    .memoize()
}
