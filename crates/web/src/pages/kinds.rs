//! Reference: the kinds of records, made from the same files as everything else.

use axum::extract::Path;
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Field, FieldType, Kind, Target};

use crate::call::Call;
use crate::html::menu::areas;
use crate::html::{Html, page, parts, words};
use crate::reply::Reply;

/// `GET /kinds`
pub(crate) async fn all(call: Call) -> Reply {
    call.query.only(&[])?;
    let areas = areas(&call);
    let body = maud! {
        h1 { "Reference" }
        p .help { "Every kind of record, with its fields, its states, and the clauses that it serves. Programs: " a href="/api/v1/openapi.json" { "OpenAPI description" } "." }
        @for (area, kinds) in &areas {
            section .panel {
                h2 { (parts::area(call.language(), area)) }
                dl { @for kind in kinds { dt { a href={ "/kinds/" (kind.kind) } { (kind.label) } " " code { (kind.kind) } } dd { (kind.summary) } } }
            }
        }
    }
    .memoize();
    Ok(page::page(&call, "Reference", body))
}

/// `GET /kinds/{kind}`
pub(crate) async fn one(call: Call, Path(name): Path<String>) -> Reply {
    call.query.only(&[])?;
    let kind = call.kind(&name)?;
    let body = maud! {
        nav .crumbs aria-label="Where you are" { a href="/kinds" { "Reference" } " › " (kind.label) }
        h1 { (kind.label) " " code { (kind.kind) } }
        p { (kind.summary) " Its numbers begin with " code { (kind.prefix) } ". " a href={ "/" (kind.kind) } { "Show the list" } }
        p .help { "Serves " (kind.clauses.join("; ")) "." }
        (fields(kind))
        (lifecycle(kind))
        (incoming(&call, kind))
    }
    .memoize();
    Ok(page::page(&call, &kind.label, body))
}

fn fields(kind: &Kind) -> Html {
    maud! {
        h2 { "Fields" }
        div .scroll {
            table {
                thead { tr { th scope="col" { "Field" } th scope="col" { "Holds" } th scope="col" { "Meaning" } } }
                tbody {
                    @for field in &kind.fields {
                        tr {
                            th scope="row" { (field.label) " " code { (field.name) } }
                            td { (holds(field)) @if let Some(duty) = duty(field) { ", " (duty) } }
                            td { (field.help) }
                        }
                    }
                }
            }
        }
    }
    .memoize()
}

fn duty(field: &Field) -> Option<&'static str> {
    match field {
        _ if field.computed.is_some() => Some("computed"),
        _ if field.derived.is_some() => Some("derived"),
        _ if field.required => Some("required"),
        _ if field.expected => Some("expected"),
        _ => None,
    }
}

fn holds(field: &Field) -> String {
    match &field.ty {
        FieldType::Choice { choices } => format!("one of {}", choices.join(", ")),
        FieldType::Choices { choices } => format!("several of {}", choices.join(", ")),
        FieldType::Scale { scale } => format!("a level of the scale {}", words(scale)),
        FieldType::Link { to } => format!("a link to {}", target(to)),
        FieldType::Links { to } => format!("links to {}", target(to)),
        FieldType::Table { columns } => {
            let columns: Vec<_> = columns.iter().map(|it| it.label.as_str()).collect();
            format!("a table: {}", columns.join(", "))
        }
        other => other.name().to_owned(),
    }
}

fn target(to: &Target) -> String {
    match to {
        Target::Any => "any kind".to_owned(),
        Target::Kinds(kinds) => kinds.iter().map(|it| words(it)).collect::<Vec<_>>().join(" or "),
    }
}

fn lifecycle(kind: &Kind) -> Html {
    let list = |states: &[String]| states.iter().map(|it| words(it)).collect::<Vec<_>>().join(", ");
    maud! {
        h2 { "States" }
        p { "A new record is " strong { (words(&kind.lifecycle.initial)) } ". Nothing more is expected when it is " (list(&kind.lifecycle.finals)) "." }
        div .scroll {
            table {
                thead { tr { th scope="col" { "Move" } th scope="col" { "From" } th scope="col" { "To" } th scope="col" { "Needs" } th scope="col" { "Meaning" } } }
                tbody {
                    @for it in &kind.lifecycle.transitions {
                        tr {
                            th scope="row" { (it.label()) } td { (list(&it.from)) } td { (words(&it.to)) }
                            td { (list(&it.needs)) @if it.reason { " and a reason" } } td { (it.help) }
                        }
                    }
                }
            }
        }
    }
    .memoize()
}

fn incoming(call: &Call, kind: &Kind) -> Html {
    let inverses = call.configuration.catalog.inverses(&kind.kind);
    maud! {
        @if !inverses.is_empty() {
            h2 { "Linked from" }
            ul {
                @for (source, field) in &inverses {
                    li { a href={ "/kinds/" (source.kind) } { (source.label) } ", by its field " (field.label) }
                }
            }
        }
    }
    .memoize()
}
