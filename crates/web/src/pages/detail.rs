//! The page of a record: what it holds, what follows from it, what links to it, what can be done, and what became of it.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use governance::{Moment, Record};
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Field, Id, Kind};

use crate::api::list::moment;
use crate::call::Call;
use crate::failure::Failure;
use crate::html::value::Shown;
use crate::html::{Html, moment as time, page, parts, words};
use crate::pages::form::sections;
use crate::pages::{history, moves};
use crate::panels::comments;
use crate::reply::Reply;
use crate::screens;

/// `GET /{kind}/{id}`
pub(crate) async fn detail(call: Call, Path((kind, id)): Path<(String, String)>) -> Reply {
    let kind = call.kind(&kind)?;
    let id = call.id(kind, &id)?;
    if let Some(own) = screens::own(&call, &kind.kind) {
        call.query.only(own.query)?;
        return (own.draw)(&call, &id).await;
    }
    call.query.only(&["as_of", "done", screens::GENERIC])?;
    draw(&call, kind, &id, moment(&call)?, None).await
}

/// The page of a record, with what went wrong above it when something did.
pub(crate) async fn draw(
    call: &Call,
    kind: &Kind,
    id: &Id,
    moment: Moment,
    failure: Option<&Failure>,
) -> Result<Response, Failure> {
    let record = call.aims().record(&call.actor, id, &moment).await?;
    let past = moment != Moment::Now;
    let shown = Shown { language: call.language(), catalog: &call.configuration.catalog, titles: &record.titles };
    let (acts, talk) = match past {
        true => (None, None),
        false => (Some(moves::forms(call, kind, &record).await?), Some(comments::panel(call, &record).await?)),
    };
    let versions = history::panel(call, kind, &record).await?;
    let title = title(&record);
    let body = maud! {
        (heading(call, kind, &record, &title, past))
        (parts::done(done(call)))
        @if let Some(failure) = failure { (parts::alert(call.language(), failure)) }
        @if let (true, Some(as_of)) = (past, call.query.get("as_of")) {
            p .notice { "This is how it stood at " (as_of) ". " a href={ "/" (kind.kind) "/" (record.id.to_string()) } { "Show it as it stands now" } }
        }
        (standing(kind, &record, &shown))
        (incomplete(kind, &record))
        (fields(kind, &record, &shown))
        (inverse(&record, &shown))
        @if let Some(acts) = &acts { (acts) }
        @if let Some(talk) = &talk { (talk) }
        (versions)
        (origin(&record))
    }
    .memoize();
    let status = failure.map_or(StatusCode::OK, |it| it.status);
    Ok(page::page_with(status, call, &format!("{} {title}", record.id), body))
}

/// What was just done, from a fixed list.
fn done(call: &Call) -> Option<&'static str> {
    match call.query.get("done")? {
        "made" => Some("Made."),
        "saved" => Some("Saved."),
        "same" => Some("Nothing was different, so nothing was changed."),
        "moved" => Some("Done."),
        "retired" => Some("Taken out of use."),
        "restored" => Some("Back in use."),
        "commented" => Some("Your comment was added."),
        _ => None,
    }
}

/// What people call a record.
fn title(record: &Record) -> String {
    record.document.get("title").and_then(|it| it.as_str()).unwrap_or_default().to_owned()
}

fn heading(call: &Call, kind: &Kind, record: &Record, title: &str, past: bool) -> Html {
    let id = record.id.to_string();
    maud! {
        nav .crumbs aria-label="Where you are" { a href={ "/" (kind.kind) } { (kind.plural) } " › " (id) }
        h1 { span .number { (id) } " " (title) }
        p .facts {
            (parts::state(call, &record.kind, &record.state, record.retired)) " "
            (kind.label) ", version " (record.version) ", changed " (time(&record.changed))
        }
        @if !past && !record.retired {
            p { a .button href={ "/" (kind.kind) "/" (id) "/edit" } { "Edit" } }
        }
    }
    .memoize()
}

/// Derived values with their reasons.
fn standing(kind: &Kind, record: &Record, shown: &Shown<'_>) -> Html {
    let label = |name: &str| kind.field(name).map_or_else(|| words(name), |it| it.label.clone());
    maud! {
        @if !record.standing.is_empty() {
            section .panel aria-labelledby="standing" {
                h2 #standing { "Where it stands" }
                dl {
                    @for standing in &record.standing {
                        dt { (label(&standing.name)) }
                        dd {
                            @match kind.field(&standing.name) {
                                Some(field) => strong { (shown.value(field, &standing.value)) },
                                None => strong { (standing.value.to_string()) },
                            }
                            " " span .help { (parts::sentence(&standing.why)) }
                            @if let Some(until) = &standing.until { " " span .help { "Until " (time(until)) "." } }
                        }
                    }
                }
            }
        }
    }
    .memoize()
}

fn incomplete(kind: &Kind, record: &Record) -> Html {
    let label = |name: &str| kind.field(name).map_or_else(|| words(name), |it| it.label.clone());
    maud! {
        @if !record.incomplete.is_empty() {
            section .panel.incomplete aria-labelledby="incomplete" {
                h2 #incomplete { "Still missing" }
                ul { @for problem in &record.incomplete { li { strong { (label(&problem.field)) } " " (problem.message) } } }
            }
        }
    }
    .memoize()
}

/// Every field that has a value, in its section; derived ones stand in a panel of their own.
fn fields(kind: &Kind, record: &Record, shown: &Shown<'_>) -> Html {
    let filled = |it: &&Field| it.derived.is_none() && it.name != "title" && record.document.contains_key(&it.name);
    let fields: Vec<&Field> = kind.fields.iter().filter(|it| it.derived.is_none()).collect();
    let sections: Vec<(&str, Vec<&Field>)> = sections(&fields)
        .into_iter()
        .map(|(heading, list)| (heading, list.into_iter().filter(filled).collect::<Vec<_>>()))
        .filter(|(_, list)| !list.is_empty())
        .collect();
    maud! {
        @for (heading, list) in &sections {
            section .panel {
                @if !heading.is_empty() { h2 { (heading) } }
                dl {
                    @for field in list {
                        dt title=(field.help) { (field.label) }
                        dd { @if let Some(value) = record.document.get(&field.name) { (shown.value(field, value)) } }
                    }
                }
            }
        }
    }
    .memoize()
}

/// Records that link here, by the field through which they do; comments have a panel of their own.
fn inverse(record: &Record, shown: &Shown<'_>) -> Html {
    let lists: Vec<_> = record.inverse.iter().filter(|it| it.kind != comments::KIND).collect();
    maud! {
        @if !lists.is_empty() {
            section .panel aria-labelledby="inverse" {
                h2 #inverse { "Linked from" }
                dl {
                    @for list in &lists {
                        dt { (words(&list.label)) }
                        dd {
                            ul .plain { @for id in &list.ids { li { (shown.link(&id.to_string())) } } }
                            a href={ "/" (list.kind) "/new?f." (list.field) "=" (record.id.to_string()) } { "Add" }
                        }
                    }
                }
            }
        }
    }
    .memoize()
}

/// The row of a file from which the record came.
fn origin(record: &Record) -> Html {
    maud! {
        @if let Some(origin) = &record.origin {
            details .panel {
                summary { "Original cells: import " (origin.batch) ", line " (origin.line) }
                div .scroll {
                    table {
                        thead { tr { th scope="col" { "Column" } th scope="col" { "Cell" } } }
                        tbody { @for (header, cell) in &origin.cells { tr { th scope="row" { (header) } td .prose { (cell) } } } }
                    }
                }
            }
        }
    }
    .memoize()
}
