//! Who can see which data and why: a dataset's matrix of people and fields, its grants and its trail; and all that one person can
//! see. Opening data, answers about people and reviews stand in their own files. Serves ISO/IEC 42001 A.7.2.

pub(crate) mod log;
pub(crate) mod open;
pub(crate) mod review;
pub(crate) mod subject;

use std::collections::BTreeMap;

use axum::extract::Path;
use governance::access::matrix::{Looked, Matrix, OfPerson, Seen};
use governance::access::trail::Access;
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::matrix::{Cell, Matrix as Crossed};
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, moment, page, parts, words};
use crate::reply::Reply;

/// Lines of the trail on a page; the newest come first.
const TRAIL: usize = 100;

/// Names of people, roles and datasets by their numbers.
type Names = BTreeMap<String, String>;

/// `GET /access/{id}`: of a dataset or of a person.
pub(crate) async fn page(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    let id = number(&call, &id)?;
    if call.configuration.catalog.kind_of_prefix(&id.prefix).is_some_and(|it| it.kind == "person") {
        return of_person(&call, &id).await;
    }
    let (matrix, trail) = call.aims().access_of_dataset(&call.actor, &id).await?;
    let crumbs = [(format!("/dataset/{id}"), format!("{id} {}", matrix.title))];
    let title = call.tell("access.of", &[("id", &id)]);
    let ask = format!("/access_grant/new?f.dataset={id}");
    let acts = maud! { a .button.main href=(ask) { (call.say("access.request")) } }.memoize();
    let lead = Some(purposes(&call, &matrix));
    let heading = Heading { crumbs: &crumbs, lead, acts: Some(acts), ..Heading::of(&title) }.draw(call.language());
    let body = maud! {
        (heading)
        (crossed(&call, &matrix))
        (grants(&call, &matrix.grants, &matrix.names))
        (trail_of(&call, trail.as_deref(), &matrix.names))
        // Who sees the trail looks after access; for others these forms lead nowhere.
        @if trail.is_some() {
            div .desk { (subject::form(&call, &matrix)) div { (review::form(&call, &id)) (log::form(&call, &id)) } }
        }
    };
    Ok(page::page(&call, &title, body.memoize()))
}

async fn of_person(call: &Call, id: &Id) -> Reply {
    let OfPerson { cells, grants: all, names, .. } = call.aims().access_of_person(&call.actor, id).await?;
    let title = call.tell("access.of", &[("id", id)]);
    let crumbs = [(format!("/person/{id}"), id.to_string())];
    let columns = ["access.dataset", "access.field", "access.class", "access.by"];
    let columns: Vec<Column> = columns.iter().map(|it| Column::of(said(call, it))).collect();
    let line = |it: &Seen| {
        let dataset = it.dataset.to_string();
        let cells = vec![linked("dataset", &dataset, &names), plain(&it.field), plain(&words(&it.class)), by(it)];
        Line { cells, href: Some(format!("/access/{dataset}")) }
    };
    let lines: Vec<Line> = cells.iter().map(line).collect();
    let body = maud! {
        (Heading { crumbs: &crumbs, ..Heading::of(&title) }.draw(call.language()))
        section .panel aria-labelledby="seen" {
            h2 #seen { (call.say("access.can_see")) }
            @if lines.is_empty() { p .help { (call.say("access.sees_nothing")) } }
            @else { (Table { caption: call.say("access.can_see"), columns: &columns, lines: &lines }.draw()) }
        }
        (grants(call, &all, &names))
    };
    Ok(page::page(call, &title, body.memoize()))
}

/// A key of the words of these pages.
fn said<'a>(call: &'a Call, key: &'static str) -> &'a str {
    call.say(key)
}

/// The number of a record, or a page that is missing.
pub(super) fn number(call: &Call, text: &str) -> Result<Id, Failure> {
    let gone = || Failure::missing(call.tell("data.no_record", &[("id", &text)]));
    let id: Id = text.parse().map_err(|_| gone())?;
    call.configuration.catalog.kind_of_prefix(&id.prefix).ok_or_else(gone)?;
    Ok(id)
}

pub(super) fn plain(text: &str) -> Html {
    maud! { (text) }.memoize()
}

/// A record as a link, with its name where it may be seen.
fn linked(kind: &str, id: &str, names: &Names) -> Html {
    let name = names.get(id);
    maud! {
        @match name {
            Some(name) => { a href={ "/" (kind) "/" (id) } { (id) } " " (name) },
            None => (id),
        }
    }
    .memoize()
}

fn by(cell: &Seen) -> Html {
    maud! { @for (grant, purpose) in &cell.by { a href={ "/access_grant/" (grant.to_string()) } { (grant.to_string()) } " (" (purpose) ") " } }
        .memoize()
}

fn purposes(call: &Call, matrix: &Matrix) -> Html {
    let all = matrix.purposes.join(", ");
    maud! {
        p {
            @if all.is_empty() { (call.say("access.no_purposes")) }
            @else { (call.say("access.purposes")) ": " strong { (all) } }
        }
    }
    .memoize()
}

/// People against restricted fields; a cell names the grants that open it.
fn crossed(call: &Call, matrix: &Matrix) -> Html {
    let restricted: Vec<_> = matrix.fields.iter().filter(|it| it.2).collect();
    let mut columns: Vec<String> = restricted.iter().map(|it| format!("{} ({})", it.0, words(&it.1))).collect();
    columns.push(call.say("access.other_fields").to_owned());
    let row = |person: &Id| {
        let mut cells: Vec<Cell> = restricted.iter().map(|field| cell(matrix, person, &field.0)).collect();
        let free: Vec<String> = matrix
            .grants
            .iter()
            .filter(|it| it.in_force && it.holders.contains(person))
            .map(|it| format!("{} ({})", it.id, it.purpose))
            .collect();
        cells.push(Cell { text: free.join(", "), tone: Tone::Info, href: None });
        (linked("access", &person.to_string(), &matrix.names), cells)
    };
    let rows: Vec<(Html, Vec<Cell>)> = matrix.people.iter().map(row).collect();
    maud! {
        section .panel aria-labelledby="matrix" {
            h2 #matrix { (call.say("access.who_sees")) }
            p .help { (call.say("access.who_sees_help")) }
            @if rows.is_empty() { p { (call.say("access.nobody")) } }
            @else { (Crossed { caption: call.say("access.who_sees"), corner: call.say("access.person"), columns: &columns, rows: &rows }.draw()) }
        }
    }
    .memoize()
}

fn cell(matrix: &Matrix, person: &Id, field: &str) -> Cell {
    let found = matrix.cells.iter().find(|it| it.person == *person && it.field == field);
    match found {
        None => Cell { text: "–".to_owned(), ..Cell::default() },
        Some(seen) => {
            let text: Vec<String> = seen.by.iter().map(|(grant, purpose)| format!("{grant} ({purpose})")).collect();
            let href = seen.by.first().map(|it| format!("/access_grant/{}", it.0));
            Cell { text: text.join(", "), tone: Tone::Watch, href }
        }
    }
}

/// Grants with all that follows for them.
pub(crate) fn grants(call: &Call, all: &[Looked], names: &Names) -> Html {
    let columns = [
        "access.grant",
        "access.who",
        "access.purpose",
        "access.opens",
        "access.expires",
        "access.in_force",
        "access.last_used",
        "access.remarks",
    ];
    let columns: Vec<Column> = columns
        .iter()
        .enumerate()
        .map(|(at, it)| {
            let class = match at {
                0 => "title",
                5 | 7 => "wide",
                _ => "",
            };
            Column { class, ..Column::of(said(call, it)) }
        })
        .collect();
    let lines: Vec<Line> = all.iter().map(|it| line(call, it, names)).collect();
    maud! {
        section .panel aria-labelledby="grants" {
            h2 #grants { (call.say("access.grants")) " (" (lines.len()) ")" }
            @if lines.is_empty() { p .help { (call.say("access.no_grants")) } }
            @else { (Table { caption: call.say("access.grants"), columns: &columns, lines: &lines }.draw()) }
        }
    }
    .memoize()
}

fn line(call: &Call, grant: &Looked, names: &Names) -> Line {
    let href = format!("/access_grant/{}", grant.id);
    let who = grant.who.as_ref().map(ToString::to_string).unwrap_or_default();
    let kind = if who.starts_with("ROL") { "role" } else { "person" };
    let force = match grant.in_force {
        true => badge::badge(Tone::Good, call.say("value.yes")),
        false => {
            maud! { (badge::badge(Tone::Watch, call.say("value.no"))) " " (parts::sentence(&grant.why)) }.memoize()
        }
    };
    let cells = vec![
        maud! { a href=(href) { (grant.title) } " " span .number { (grant.id.to_string()) } }.memoize(),
        linked(kind, &who, names),
        plain(&grant.purpose),
        plain(&grant.opens.iter().map(|it| words(it)).collect::<Vec<_>>().join(", ")),
        plain(&grant.expires),
        force,
        plain(grant.last_used.as_deref().unwrap_or(call.say("access.never"))),
        remarks(call, grant),
    ];
    Line { cells, href: Some(href) }
}

/// What is remarkable about a grant, each with its reason.
pub(crate) fn remarks(call: &Call, grant: &Looked) -> Html {
    let all = [
        (call.say("access.mismatch"), &grant.purpose_mismatch, Tone::Bad),
        (call.say("access.excessive"), &grant.excessive, Tone::Watch),
        (call.say("access.dormant"), &grant.dormant, Tone::Watch),
    ];
    maud! {
        @for (name, why, tone) in &all {
            @if let Some(why) = why { (badge::badge(*tone, name)) " " (parts::sentence(why)) " " }
        }
    }
    .memoize()
}

/// Who opened the data or was refused.
fn trail_of(call: &Call, trail: Option<&[Access]>, names: &Names) -> Html {
    let columns = [
        "access.time",
        "access.outcome",
        "access.who",
        "access.of_what",
        "access.purpose",
        "access.by",
        "access.withheld",
    ];
    let columns: Vec<Column> = columns.iter().map(|it| Column::of(said(call, it))).collect();
    let line = |it: &Access| {
        let tone = if it.outcome == "refused" { Tone::Bad } else { Tone::Good };
        let who = it.person.as_ref().map_or_else(|| plain(&it.account), |id| linked("person", &id.to_string(), names));
        let by = it.grant.as_ref().map_or_else(|| it.policies.clone(), ToString::to_string);
        let place = format!("/ledger/{}", it.place);
        let cells = vec![
            maud! { a href=(place) { (moment(&it.time)) } }.memoize(),
            badge::badge(tone, &words(&it.outcome)),
            who,
            plain(&it.of),
            plain(&words(&it.purpose)),
            plain(&by),
            plain(&it.withheld),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = trail.unwrap_or_default().iter().take(TRAIL).map(line).collect();
    maud! {
        section .panel aria-labelledby="trail" {
            h2 #trail { (call.say("access.trail")) }
            @if trail.is_none() { p .help { (call.say("access.trail_hidden")) } }
            @else {
                p .help { (call.say("access.trail_help")) }
                @if lines.is_empty() { p { (call.say("access.no_trail")) } }
                @else { (Table { caption: call.say("access.trail"), columns: &columns, lines: &lines }.draw()) }
            }
        }
    }
    .memoize()
}

/// The block on the page of a dataset.
pub(crate) fn block(call: &Call, matrix: &Matrix) -> Html {
    let count = |which: fn(&Looked) -> bool| matrix.grants.iter().filter(|it| which(it)).count() as u64;
    let (force, dormant, excessive) =
        (count(|it| it.in_force), count(|it| it.dormant.is_some()), count(|it| it.excessive.is_some()));
    maud! {
        section .panel aria-labelledby="access" {
            h2 #access { (call.say("access.title")) }
            p {
                (call.count("access.in_force_count", force))
                @if dormant > 0 { ", " (call.count("access.dormant_count", dormant)) }
                @if excessive > 0 { ", " (call.count("access.excessive_count", excessive)) }
                "."
            }
            (purposes(call, matrix))
            p { a .button href={ "/access/" (matrix.dataset.to_string()) } { (call.say("access.who_sees")) } }
        }
    }
    .memoize()
}
