//! Opening the data of a version for a purpose: the form, the rows to read or to print, and the same as files.
//!
//! What is withheld is named in every form. Serves ISO/IEC 42001 A.7.2 and 7.5.3.

use axum::extract::Path;
use axum::http::StatusCode;
use governance::access::held::Withheld;
use governance::access::open::{FORMS, Form, Opened};
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use super::number;
use crate::call::Call;
use crate::html::head::Heading;
use crate::html::page::Sheet;
use crate::html::table::{Column, Line, Table};
use crate::html::{Html, page, words};
use crate::language::grouped;
use crate::reply::{self, Reply};

/// Rows that a page shows and prints; files have all of them.
const SHOWN: usize = 500;

/// `GET /data/{id}/open?purpose=…&form=rows`
pub(crate) async fn open(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&["purpose", "form"])?;
    let id = number(&call, &id)?;
    let form = Form::of(call.query.get("form").unwrap_or("rows"))?;
    let purpose = call.query.get("purpose").unwrap_or_default();
    let opened = call.aims().open_data(&call.actor, &id, purpose, form).await?;
    match form {
        Form::Rows => Ok(rows(&call, &opened)),
        form => file(&call, &opened, form).await,
    }
}

/// The data as a file.
pub(crate) async fn file(call: &Call, opened: &Opened, form: Form) -> Reply {
    let (bytes, media, ending) = call.aims().opened_file(opened, form).await?;
    let name = match &opened.original {
        Some((file, _)) if ending.is_empty() => file.name.clone(),
        _ => format!("{}{ending}", opened.version.id),
    };
    Ok(reply::file(&name, &media, bytes))
}

fn rows(call: &Call, opened: &Opened) -> axum::response::Response {
    let (version, cells) = (&opened.version, &opened.cells);
    let title = call.tell("access.opened", &[("id", &version.id), ("purpose", &opened.purpose)]);
    let crumbs = [(format!("/dataset_version/{}", version.id), version.title.clone())];
    let columns: Vec<Column> = cells.headers.iter().map(|it| Column::of(it.as_str())).collect();
    let line = |row: &Vec<String>| Line { cells: row.iter().map(|it| super::plain(it)).collect(), href: None };
    let lines: Vec<Line> = cells.rows.iter().take(SHOWN).map(line).collect();
    let (shown, all) = (grouped(lines.len() as u64), grouped(cells.rows.len() as u64));
    let under = call.tell("access.under", &[("grant", &opened.grant), ("place", &opened.place)]);
    let body = maud! {
        (Heading { crumbs: &crumbs, ..Heading::of(&title) }.draw(call.language()))
        p { (under) }
        (withheld(call, &opened.withheld))
        p .help { (call.tell("access.rows_shown", &[("shown", &shown), ("all", &all)])) }
        (Table { caption: &title, columns: &columns, lines: &lines }.draw())
    };
    let sheet = Sheet { version: Some(version.version), digest: Some(&opened.digest) };
    page::sheet(StatusCode::OK, call, &title, body.memoize(), sheet)
}

/// What is withheld, by name and class.
fn withheld(call: &Call, all: &[Withheld]) -> Html {
    let names: Vec<String> = all.iter().map(|it| format!("{} ({})", it.field, words(&it.class))).collect();
    maud! {
        @if names.is_empty() { p { (call.say("access.nothing_withheld")) } }
        @else { p .alert role="note" { (call.tell("access.withheld_fields", &[("fields", &names.join(", "))])) } }
    }
    .memoize()
}

/// The form that names purpose and form.
pub(crate) fn form(call: &Call, version: &Id, purposes: &[String]) -> Html {
    let name = |it: &str| match it {
        "rows" => call.say("access.form_rows").to_owned(),
        "original" => call.say("access.form_original").to_owned(),
        other => other.to_uppercase(),
    };
    maud! {
        section .panel aria-labelledby="open" {
            h2 #open { (call.say("access.open")) }
            p .help { (call.say("access.open_help")) }
            form action={ "/data/" (version.to_string()) "/open" } method="get" {
                div .field {
                    label for="open-purpose" { (call.say("access.purpose")) }
                    select #open-purpose name="purpose" required {
                        option value="" { (call.say("access.choose")) }
                        @for it in purposes { option value=(it) { (it) } }
                    }
                }
                div .field {
                    label for="open-form" { (call.say("access.form")) }
                    select #open-form name="form" { @for (it, _) in FORMS { option value=(it) { (name(it)) } } }
                }
                button type="submit" { (call.say("access.open_button")) }
            }
        }
    }
    .memoize()
}
