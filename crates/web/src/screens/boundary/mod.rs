//! The boundary of an AI system: gaps, who has its components in hand, the matrix of parts, duties with their clauses, who answers for a harm,
//! and what another supplier would re-open. One plan: what the boundary is told to be. Serves ISO/IEC 42001 A.10.2 and A.10.3.

mod picture;
mod sheet;
mod tables;

use axum::extract::Path;
use axum::http::StatusCode;
use governance::allocation::check::{CHECKS, Finding};
use governance::allocation::whole::{Asked, Told};
use governance::surroundings::SYSTEM;
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::figure::figure;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, page, parts, words};
use crate::reply::Reply;

pub(crate) use picture::file;
pub(crate) use sheet::sheet;

/// What the query asks for.
pub(crate) fn asked(call: &Call) -> Result<Asked, Failure> {
    call.query.only(&["on", "harm", "supplier"])?;
    let text = |name: &str| call.query.get(name).unwrap_or_default();
    Asked::read(text("on"), text("harm"), &[text("supplier")]).map_err(|(field, says)| Failure::problem(field, says))
}

/// `GET /system/{id}/boundary`; a question that is not understood is told above the form, with what was typed.
pub(crate) async fn page(call: Call, Path(id): Path<String>) -> Reply {
    let id = call.id(call.kind(SYSTEM)?, &id)?;
    let answer = match asked(&call) {
        Ok(asked) => call.aims().boundary(&call.actor, &id, asked).await.map_err(Failure::from),
        Err(failure) => Err(failure),
    };
    let (told, wrong) = match answer {
        Err(failure) if !failure.problems.is_empty() => {
            (call.aims().boundary(&call.actor, &id, Asked::default()).await?, Some(failure))
        }
        other => (other?, None),
    };
    let name = told.names.get(&id.to_string()).cloned().unwrap_or_default();
    let title = call.tell("boundary.title", &[("name", &name)]);
    let crumbs = [
        ("/inventory".to_owned(), call.say("nav.inventory").to_owned()),
        (format!("/{SYSTEM}/{id}"), format!("{id} {name}")),
    ];
    let lead = call.tell("boundary.lead", &[("day", &told.day), ("tier", &told.tier)]);
    let heading = Heading { crumbs: &crumbs, lead: Some(maud! { p { (lead) } }.memoize()), ..Heading::of(&title) };
    let body = maud! {
        (heading.draw(call.language()))
        @if let Some(failure) = &wrong { (parts::alert(call.language(), failure)) }
        (form(&call, &id))
        (tables::moved(&call, &told))
        (gaps(&call, &told))
        @if !told.components.is_empty() {
            (figure(call.language(), &picture::lanes(&call, &told), "lanes", files(&call, &id).as_deref()))
            (tables::matrix(&call, &told))
            (tables::duties(&call, &told))
            (tables::crossings(&call, &told))
        }
        (tables::walks(&call, &told))
    };
    let mut answer = page::page(&call, &title, body.memoize());
    if wrong.is_some() {
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(answer)
}

/// Where the files of the picture stand; a picture of a question has none.
fn files(call: &Call, id: &Id) -> Option<String> {
    let asked = ["on", "supplier"].iter().any(|it| call.query.get(it).is_some());
    (!asked).then(|| format!("/system/{id}/boundary/lanes"))
}

/// The form that asks for a day, a harm or other suppliers.
fn form(call: &Call, id: &Id) -> Html {
    let harms = &call.configuration.libraries.allocation.harm;
    let given = |name: &str| call.query.get(name).unwrap_or_default().to_owned();
    let (on, harm, supplier) = (given("on"), given("harm"), given("supplier"));
    maud! {
        form .inline.row action={ "/system/" (id.to_string()) "/boundary" } method="get" {
            label for="harm" { (call.say("boundary.who_if")) }
            select #harm name="harm" {
                option value="" { (call.say("boundary.any_harm")) }
                @for it in harms {
                    @if it.name == harm { option value=(it.name) selected { (it.label) } } @else { option value=(it.name) { (it.label) } }
                }
            }
            label for="on" { (call.say("boundary.on")) }
            input #on type="date" name="on" value=(on);
            label for="supplier" { (call.say("boundary.what_if")) }
            input #supplier type="text" name="supplier" value=(supplier) placeholder="CMP-2=PTY-7" maxlength="300";
            button type="submit" { (call.say("boundary.ask")) }
        }
    }
    .memoize()
}

/// Everything that is wrong, check by check.
fn gaps(call: &Call, told: &Told) -> Html {
    let columns = [
        Column::title(call.say("boundary.component")),
        Column::of(call.say("boundary.place")),
        Column::wide(call.say("boundary.wrong")),
        Column::wide(call.say("boundary.next")),
    ];
    let by_check =
        CHECKS.iter().map(|it| (it, told.findings.iter().filter(|of| of.check == it.name).collect::<Vec<_>>()));
    let by_check: Vec<_> = by_check.filter(|it| !it.1.is_empty()).collect();
    let lines = |all: &[&Finding]| all.iter().map(|it| line(call, told, it)).collect::<Vec<_>>();
    maud! {
        section .panel aria-labelledby="gaps" {
            h2 #gaps { (call.say("boundary.gaps")) " (" (told.findings.len()) ")" }
            @if by_check.is_empty() { p .done { (call.say("boundary.no_gaps")) } }
            @for (check, found) in &by_check {
                h3 { (badge::badge(Tone::Bad, &found.len().to_string())) " " (parts::sentence(check.summary)) }
                (Table { caption: check.summary, columns: &columns, lines: &lines(found) }.draw())
            }
        }
    }
    .memoize()
}

fn line(call: &Call, told: &Told, it: &Finding) -> Line {
    let place = words(&it.place);
    let cells = vec![
        match &it.component {
            Some(id) => named(call, told, id),
            None => named(call, told, &told.system),
        },
        maud! { (place) }.memoize(),
        maud! { (parts::sentence(&it.says)) @for id in &it.records { " " (number(call, id)) } }.memoize(),
        maud! { (parts::sentence(it.next)) }.memoize(),
    ];
    Line { cells, href: None }
}

/// A record by its name and number, as far as it may be seen.
fn named(call: &Call, told: &Told, id: &Id) -> Html {
    match told.names.get(&id.to_string()) {
        Some(name) => maud! { (name) " " (number(call, id)) }.memoize(),
        None => maud! { span .number { (id.to_string()) } }.memoize(),
    }
}

/// A number that leads to its record.
fn number(call: &Call, id: &Id) -> Html {
    let kind = call.configuration.catalog.kind_of_prefix(&id.prefix).map(|it| it.kind.clone()).unwrap_or_default();
    maud! { a .number href={ "/" (kind) "/" (id.to_string()) } { (id.to_string()) } }.memoize()
}

/// The name of a record as plain text; its number where it may not be seen.
fn text(told: &Told, id: &Id) -> String {
    told.names.get(&id.to_string()).cloned().unwrap_or_else(|| id.to_string())
}

/// The block on the page of an AI system.
pub(crate) fn block(call: &Call, id: &Id) -> Html {
    maud! { p { a .button.plain href={ "/system/" (id.to_string()) "/boundary" } { (call.say("boundary.open")) } } }
        .memoize()
}
