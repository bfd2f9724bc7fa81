//! Reference: the kinds of records, made from the same files as everything else.

use axum::extract::Path;
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Field, FieldType, Kind, Target};

use crate::call::Call;
use crate::html::head::Heading;
use crate::html::menu::areas;
use crate::html::{Html, page, parts, words};
use crate::reply::Reply;

/// `GET /kinds`
pub(crate) async fn all(call: Call) -> Reply {
    call.query.only(&[])?;
    let areas = areas(&call);
    let body = maud! {
        (Heading::of(call.say("kinds.title")).draw(call.language()))
        p .help { (call.say("kinds.help")) " " a href="/api/v1/openapi.json" { (call.say("kinds.openapi")) } }
        @for (area, kinds) in &areas {
            section .panel {
                h2 { (parts::area(call.language(), area)) }
                dl { @for kind in kinds { dt { a href={ "/kinds/" (kind.kind) } { (kind.label) } " " code { (kind.kind) } } dd { (kind.summary) } } }
            }
        }
    }
    .memoize();
    Ok(page::page(&call, call.say("kinds.title"), body))
}

/// `GET /kinds/{kind}`
pub(crate) async fn one(call: Call, Path(name): Path<String>) -> Reply {
    call.query.only(&[])?;
    let kind = call.kind(&name)?;
    let crumbs = [("/kinds".to_owned(), call.say("kinds.title").to_owned())];
    let heading =
        Heading { crumbs: &crumbs, number: Some(&kind.kind), ..Heading::of(&kind.label) }.draw(call.language());
    let body = maud! {
        (heading)
        p { (kind.summary) " " (call.say("kinds.prefix")) " " code { (kind.prefix) } " " a href={ "/" (kind.kind) } { (call.say("kinds.list")) } }
        p .help { (call.tell("kinds.serves", &[("clauses", &kind.clauses.join("; "))])) }
        (fields(&call, kind))
        (lifecycle(&call, kind))
        (incoming(&call, kind))
    }
    .memoize();
    Ok(page::page(&call, &kind.label, body))
}

fn fields(call: &Call, kind: &Kind) -> Html {
    maud! {
        h2 { (call.say("kinds.fields")) }
        div .scroll role="region" tabindex="0" aria-label=(call.say("kinds.fields")) {
            table {
                thead { tr { @for key in ["kinds.field", "kinds.holds", "kinds.meaning"] { th scope="col" { (call.say(key)) } } } }
                tbody {
                    @for field in &kind.fields {
                        tr {
                            th scope="row" { (field.label) " " code { (field.name) } }
                            td { (holds(call, field)) @if let Some(duty) = duty(field) { ", " (call.say(duty)) } }
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
        _ if field.computed.is_some() => Some("kinds.computed"),
        _ if field.derived.is_some() => Some("kinds.derived"),
        _ if field.required => Some("kinds.required"),
        _ if field.expected => Some("kinds.expected"),
        _ => None,
    }
}

fn holds(call: &Call, field: &Field) -> String {
    match &field.ty {
        FieldType::Choice { choices } => call.tell("kinds.one_of", &[("choices", &choices.join(", "))]),
        FieldType::Choices { choices } => call.tell("kinds.several_of", &[("choices", &choices.join(", "))]),
        FieldType::Scale { scale } => call.tell("kinds.level_of", &[("scale", &words(scale))]),
        FieldType::Link { to } => call.tell("kinds.link_to", &[("target", &target(call, to))]),
        FieldType::Links { to } => call.tell("kinds.links_to", &[("target", &target(call, to))]),
        FieldType::Table { columns } => {
            let columns: Vec<_> = columns.iter().map(|it| it.label.as_str()).collect();
            call.tell("kinds.table_of", &[("columns", &columns.join(", "))])
        }
        other => other.name().to_owned(),
    }
}

fn target(call: &Call, to: &Target) -> String {
    match to {
        Target::Any => call.say("kinds.any_kind").to_owned(),
        Target::Kinds(kinds) => kinds.iter().map(|it| words(it)).collect::<Vec<_>>().join(call.say("kinds.or")),
    }
}

fn lifecycle(call: &Call, kind: &Kind) -> Html {
    let list = |states: &[String]| states.iter().map(|it| words(it)).collect::<Vec<_>>().join(", ");
    maud! {
        h2 { (call.say("kinds.states")) }
        p { (call.tell("kinds.begins", &[("initial", &words(&kind.lifecycle.initial)), ("finals", &list(&kind.lifecycle.finals))])) }
        div .scroll role="region" tabindex="0" aria-label=(call.say("kinds.states")) {
            table {
                thead { tr { @for key in ["kinds.move", "kinds.from", "kinds.to", "kinds.needs", "kinds.meaning"] { th scope="col" { (call.say(key)) } } } }
                tbody {
                    @for it in &kind.lifecycle.transitions {
                        tr {
                            th scope="row" { (it.label()) } td { (list(&it.from)) } td { (words(&it.to)) }
                            td { (list(&it.needs)) @if it.reason { " + " (call.say("kinds.reason")) } } td { (it.help) }
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
            h2 { (call.say("kinds.linked_from")) }
            ul {
                @for (source, field) in &inverses {
                    li { a href={ "/kinds/" (source.kind) } { (source.label) } ", " (call.tell("kinds.by_field", &[("field", &field.label)])) }
                }
            }
        }
    }
    .memoize()
}
