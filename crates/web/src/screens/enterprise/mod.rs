//! AI risks and controls beside the register of the enterprise: what overlaps and what exists twice, what is reused and what it costs, scales in both
//! directions with the line of appetite, what both sides say, and what came in when. One plan: the enterprise of governance; tables
//! stand in files of their own. Serves ISO/IEC 42001 5.1 and 6.1.1.

mod acts;
mod reconciled;
mod scales;
mod shared;

use governance::integrating::whole::{Brought, Told};
use governance::integrating::{CONTROL, RISK};
use hypertext::{maud_borrow as maud, prelude::*};

pub(crate) use acts::{compare, export, import, settle};
pub(crate) use shared::{hint, panel};

use crate::api::erm::wanted;
use crate::call::Call;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::{Html, page, parts, words};
use crate::reply::Reply;

/// Rows of a table that are shown; the interface has all.
const SHOWN: usize = 100;

/// `GET /enterprise-risk`
pub(crate) async fn page(call: Call) -> Reply {
    call.query.only(&["register", "first", "second", "done"])?;
    let told = call.aims().enterprise(&call.actor, &wanted(&call)).await?;
    let title = call.say("enterprise.title");
    let lead = maud! { p { (call.tell("enterprise.lead", &[("register", &told.register.label)])) } };
    let acts = maud! {
        @for kind in [RISK, CONTROL] {
            a .button href={ "/enterprise-risk/exports/" (kind) ".csv?register=" (told.register.name) } {
                (call.tell("enterprise.export", &[("kind", &plural(&call, kind))]))
            }
        }
    };
    let heading = Heading { lead: Some(lead.memoize()), acts: Some(acts.memoize()), ..Heading::of(title) };
    let body = maud! {
        (heading.draw(call.language()))
        (choose(&call, &told))
        (reconciled::section(&call, &told))
        (bring(&call, &told))
        (shared::duplicates(&call, &told))
        (shared::overlap(&call, &told))
        (shared::reuse(&call, &told))
        (shared::burden(&call, &told))
        (shared::categories(&call, &told))
        (scales::section(&call, &told))
        (log(&call, &told.log))
    };
    Ok(page::page(&call, title, body.memoize()))
}

/// What people call records of a kind.
fn plural(call: &Call, kind: &str) -> String {
    call.configuration.catalog.kind(kind).map_or_else(|| words(kind), |it| it.plural.clone())
}

/// Which register.
fn choose(call: &Call, told: &Told) -> Html {
    maud! {
        form .inline.row action="/enterprise-risk" method="get" {
            label for="register" { (call.say("enterprise.register")) }
            select #register name="register" {
                @for (name, label) in &told.registers {
                    @if *name == told.register.name { option value=(name) selected { (label) } } @else { option value=(name) { (label) } }
                }
            }
            button type="submit" { (call.say("enterprise.show")) }
        }
    }
    .memoize()
}

/// The form for a file of the register: compared, or brought in.
fn bring(call: &Call, told: &Told) -> Html {
    maud! {
        section .panel aria-labelledby="bring" {
            h2 #bring { (call.say("enterprise.bring")) }
            p .help { (call.say("enterprise.bring_help")) }
            form action="/enterprise-risk/compare" method="post" enctype="multipart/form-data" {
                (parts::once())
                input type="hidden" name="register" value=(told.register.name);
                p {
                    label for="kind" { (call.say("enterprise.kind")) }
                    select #kind name="kind" {
                        @for kind in [RISK, CONTROL] { option value=(kind) { (plural(call, kind)) } }
                    }
                }
                p {
                    label for="file" { (call.say("enterprise.file")) }
                    input #file type="file" name="file" accept=".csv,.xlsx" required;
                }
                div .actions {
                    button type="submit" { (call.say("enterprise.compare")) }
                    button .main type="submit" formaction="/enterprise-risk/import" { (call.say("enterprise.import")) }
                }
            }
        }
    }
    .memoize()
}

/// Imports from the register.
fn log(call: &Call, all: &[Brought]) -> Html {
    let columns = [
        Column::title(call.say("enterprise.batch")),
        Column::of(call.say("enterprise.kind")),
        Column::of(call.say("enterprise.day")),
        Column::end(call.say("import.created")),
        Column::end(call.say("import.updated")),
        Column::end(call.say("import.unchanged")),
        Column::end(call.say("import.rejected")),
        Column::of(call.say("enterprise.undo")),
    ];
    let line = |it: &Brought| {
        let count = |name: &str| maud! { (it.counts[name].as_u64().unwrap_or_default()) }.memoize();
        let undo = maud! {
            @if it.undone { (call.say("enterprise.undone")) } @else {
                form action={ "/import/" (it.batch) "/undo" } method="post" {
                    (parts::once())
                    button type="submit" { (call.say("enterprise.undo")) span .hidden { " " (it.batch) } }
                }
            }
        };
        let cells = vec![
            maud! { (it.batch) " " (it.file) }.memoize(),
            maud! { (plural(call, &it.kind)) }.memoize(),
            maud! { (it.day.to_string()) }.memoize(),
            count("created"),
            count("updated"),
            count("unchanged"),
            count("rejected"),
            undo.memoize(),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = all.iter().take(SHOWN).map(line).collect();
    maud! {
        section .panel aria-labelledby="log" {
            h2 #log { (call.say("enterprise.log")) }
            @if lines.is_empty() { p .help { (call.say("enterprise.log_none")) } } @else {
                (Table { caption: call.say("enterprise.log"), columns: &columns, lines: &lines }.draw())
            }
        }
    }
    .memoize()
}
