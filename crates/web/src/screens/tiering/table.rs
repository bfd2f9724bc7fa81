//! A decision table on the page of its record: the grid, what the verifier found, whom it would move; and the editor of the grid.

use std::future::Future;
use std::pin::Pin;

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use governance::deciding::shipped::Ruled;
use governance::deciding::spreadsheet::FORMS;
use governance::deciding::verified::{Verified, verified};
use governance::deciding::{KIND, RULES};
use governance::surroundings::SYSTEM;
use governance::tiering::portfolio::Moved;
use governance::{Moment, Record};
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Change, Document, Id};
use serde_json::{Value, json};

use super::grid::{Grid, Step};
use super::marks::{self, Mark};
use super::named;
use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, page, parts, words};
use crate::pages::detail::View;
use crate::pages::form::Sent;
use crate::reply::{self, Reply};

/// States in which the text of a table may be edited in place.
const OPEN: &[&str] = &["draft", "in_review"];

/// The panel on the page of a decision table.
pub(crate) fn panel(view: View<'_>) -> Pin<Box<dyn Future<Output = Result<Html, Failure>> + Send + '_>> {
    Box::pin(async move { drawn(view).await })
}

async fn drawn(view: View<'_>) -> Result<Html, Failure> {
    let (call, text) = (view.call, rules(&view.record.document));
    let (Ok(ruled), Ok(grid)) = (Ruled::read(&text, None), Grid::of(&text)) else { return Ok(maud! {}.memoize()) };
    let of_scheme = view.record.document.get("scheme").and_then(Value::as_str).is_some_and(|it| it != "other");
    let moved = match of_scheme && !view.past {
        true => Some(call.aims().replay(&call.actor, &view.record.id).await?),
        false => None,
    };
    let id = view.record.id.to_string();
    let open = OPEN.contains(&view.record.state.as_str()) && !view.record.retired && !view.past;
    Ok(maud! {
        section .panel aria-labelledby="grid" {
            h2 #grid { (call.say("tables.grid")) }
            p {
                @if open { a .button href={ "/tables/" (id) } { (call.say("tables.edit")) } " " }
                @if !view.past {
                    @for (ending, _) in FORMS { a .button href={ "/tables/files/" (id) "." (ending) } { (ending.to_uppercase()) } " " }
                }
            }
            (shown(call, &grid))
        }
        (faults(call, &verified(&ruled)))
        @if let Some(moved) = &moved { (replayed(call, moved)) }
    }
    .memoize())
}

fn rules(document: &Document) -> String {
    document.get(RULES).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn shown(call: &Call, grid: &Grid) -> Html {
    let mut columns = vec![Column::title(call.say("tables.row"))];
    columns.extend(grid.inputs.iter().chain(&grid.outputs).map(|it| Column::of(words(it))));
    columns.push(Column::wide(call.say("tables.says")));
    let line = |row: &super::grid::Row| {
        let cell = |it: &String| maud! { (if it.is_empty() { "-" } else { it.as_str() }) }.memoize();
        let mut cells = vec![cell(&row.id)];
        cells.extend(row.when.iter().chain(&row.then).map(cell));
        cells.push(cell(&row.says));
        Line { cells, href: None }
    };
    let lines: Vec<Line> = grid.rows.iter().map(line).collect();
    Table { caption: call.say("tables.grid"), columns: &columns, lines: &lines }.draw()
}

/// What the verifier found, each fault with a case that shows it.
fn faults(call: &Call, found: &Verified) -> Html {
    let tone = if found.word == "clean" { Tone::Good } else { Tone::Bad };
    maud! {
        section .panel aria-labelledby="verified" aria-live="polite" {
            h2 #verified { (call.say("tables.verified")) ": " (badge::badge(tone, &words(found.word))) }
            @if found.findings.faults.is_empty() { p { (parts::sentence(&found.why)) } }
            ul {
                @for it in &found.findings.faults {
                    li {
                        strong { (words(it.fault)) } ": " (parts::sentence(&it.says))
                        @for case in &it.cases { br; (call.say("tables.witness")) ": " code { (case.to_string()) } }
                    }
                }
                @for it in &found.findings.unsettled { li { (parts::sentence(&it.says)) } }
            }
        }
    }
    .memoize()
}

/// Whom a table would move.
fn replayed(call: &Call, moved: &[Moved]) -> Html {
    maud! {
        section .panel aria-labelledby="replay" {
            h2 #replay { (call.say("tables.replay")) " (" (moved.len()) ")" }
            p .help { (call.say("tables.replay_help")) }
            ul {
                @for it in moved {
                    li {
                        a href={ "/" (SYSTEM) "/" (it.id.to_string()) } { (it.title) } " " span .number { (it.id.to_string()) } ": "
                        (named(call, &it.from)) " → " (named(call, &it.to))
                    }
                }
            }
        }
    }
    .memoize()
}

/// `GET /tables/{id}`: the editor.
pub(crate) async fn edit(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    let (record, text) = read(&call, &id).await?;
    let grid = Grid::of(&text).map_err(|it| Failure::problem(RULES, it))?;
    Ok(editor(&call, &record, &grid, &text, StatusCode::OK))
}

/// `POST /tables/{id}/check`: the editor with what was typed, one row more or less, and what the verifier says of it.
pub(crate) async fn check(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let (record, before) = read(&call, &id).await?;
    let (_, grid) = typed(&call, &before, body).await?;
    let text = grid.text(&before).map_err(|it| Failure::problem(RULES, it))?;
    Ok(editor(&call, &record, &grid, &text, StatusCode::OK))
}

/// `POST /tables/{id}`: saves the grid as a new version of the record.
pub(crate) async fn save(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let (record, before) = read(&call, &id).await?;
    let (sent, grid) = typed(&call, &before, body).await?;
    let text = grid.text(&before).map_err(|it| Failure::problem(RULES, it))?;
    if Ruled::read(&text, None).is_err() {
        return Ok(editor(&call, &record, &grid, &text, StatusCode::UNPROCESSABLE_ENTITY));
    }
    let set = [(RULES.to_owned(), json!(text))].into_iter().collect();
    let change = Change::Edit { id: record.id.clone(), base: sent.base(), set, why: None };
    call.aims().commit(&call.actor, change, sent.key().as_deref()).await?;
    Ok(page::see(&format!("/{KIND}/{}?done=saved", record.id)))
}

/// `GET /tables/files/DTB-0001.xlsx`, also below `/api/v1`: the table as a file.
pub(crate) async fn file(call: Call, Path(name): Path<String>) -> Reply {
    call.query.only(&[])?;
    let (id, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
    let (media, bytes) = call.aims().table_file(&call.actor, &call.id(call.kind(KIND)?, id)?, ending).await?;
    Ok(reply::file(&name, media, bytes))
}

/// `POST /tables/{id}/sheet`: the table of a spreadsheet as a new version of the record.
pub(crate) async fn take(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let (record, _) = read(&call, &id).await?;
    let sent = Sent::read(&call, body).await?;
    let none = || Failure::problem("file", call.say("tables.no_file"));
    let file = sent.posted.file("file").ok_or_else(none)?;
    let taken = (file.name.as_str(), file.bytes.as_ref());
    call.aims().take_table(&call.actor, &record.id, sent.base(), taken, sent.key().as_deref()).await?;
    Ok(page::see(&format!("/{KIND}/{}?done=saved", record.id)))
}

async fn read(call: &Call, id: &str) -> Result<(Record, String), Failure> {
    let id: Id = call.id(call.kind(KIND)?, id)?;
    let record = call.aims().record(&call.actor, &id, &Moment::Now).await?;
    let text = rules(&record.document);
    Ok((record, text))
}

/// What was sent, and the grid after the step that was asked for.
async fn typed(call: &Call, before: &str, body: Body) -> Result<(Sent, Grid), Failure> {
    let sent = Sent::read(call, body).await?;
    let grid = Grid::of(before).map_err(|it| Failure::problem(RULES, it))?.posted(&sent.posted);
    let step = sent.posted.text("step").and_then(Step::read);
    Ok((sent, step.map_or_else(|| grid.clone(), |it| grid.clone().after(it))))
}

fn editor(call: &Call, record: &Record, grid: &Grid, text: &str, status: StatusCode) -> axum::response::Response {
    let id = record.id.to_string();
    let crumbs = [(
        format!("/{KIND}/{id}"),
        format!("{id} {}", record.document.get("title").and_then(Value::as_str).unwrap_or_default()),
    )];
    let title = call.say("tables.edit");
    let found = Ruled::read(text, None).map(|it| verified(&it));
    let marked = match &found {
        Ok(found) => marks::of_faults(found),
        Err(problem) => marks::of_problem(problem.row.as_deref(), problem.column.as_deref()),
    };
    let body = maud! {
        (Heading { crumbs: &crumbs, ..Heading::of(title) }.draw(call.language()))
        p .help { (call.say("tables.edit_help")) }
        div #found {
            @match &found {
                Ok(found) => (faults(call, found)),
                Err(problem) => p .notice role="alert" { (parts::sentence(&problem.to_string())) },
            }
            (marks::told(&marked))
        }
        form action={ "/tables/" (id) } method="post" data-check={ "/tables/" (id) "/check" } data-live="found" {
            (parts::once())
            input type="hidden" name="base" value=(record.version);
            input type="hidden" name="rows" value=(grid.rows.len());
            (cells(call, &id, grid, &marked))
            p {
                button type="submit" formaction={ "/tables/" (id) "/check" } name="step" value="add" { (call.say("tables.add")) }
                " " button type="submit" formaction={ "/tables/" (id) "/check" } { (call.say("tables.check")) }
                " " button .main type="submit" { (call.say("tables.save")) }
            }
        }
        form .panel action={ "/tables/" (id) "/sheet" } method="post" enctype="multipart/form-data" {
            (parts::once())
            input type="hidden" name="base" value=(record.version);
            p { label for="sheet" { (call.say("tables.sheet")) } input #sheet type="file" name="file" accept=".xlsx,.csv,.toml" required; }
            p .help { (call.say("tables.sheet_help")) }
            button type="submit" { (call.say("tables.take")) }
        }
    };
    let mut answer = page::page(call, title, body.memoize());
    *answer.status_mut() = status;
    answer
}

fn cells(call: &Call, id: &str, grid: &Grid, marked: &[Mark]) -> Html {
    let check = format!("/tables/{id}/check");
    let cell = |name: String, label: String, value: &str| {
        maud! { td data-label=(label) { input type="text" name=(name) value=(value) aria-label=(label); } }.memoize()
    };
    let asked = |(row, name): (&str, &str), field: String, label: String, value: &str| {
        let wrong = marks::marks(marked, row, Some(name)).then_some("true");
        maud! {
            td data-label=(label) {
                input type="text" name=(field) value=(value) aria-label=(label) data-column=(name) aria-invalid=[wrong];
            }
        }
        .memoize()
    };
    let faulty = |row: &str| marks::marks(marked, row, None).then_some("faulty");
    let of = |row: usize, column: &str| call.tell("tables.cell", &[("row", &(row + 1)), ("column", &words(column))]);
    maud! {
        div .scroll role="region" tabindex="0" aria-label=(call.say("tables.grid")) {
            table .list.stack {
                thead { tr {
                    th scope="col" { (call.say("tables.row")) }
                    @for it in grid.inputs.iter().chain(&grid.outputs) { th scope="col" { (words(it)) } }
                    th scope="col" { (call.say("tables.says")) }
                    th scope="col" { (call.say("tables.move")) }
                } }
                tbody {
                    @for (at, row) in grid.rows.iter().enumerate() {
                        tr class=[faulty(&row.id)] {
                            (cell(format!("id.{at}"), of(at, call.say("tables.row")), &row.id))
                            @for (column, (name, value)) in grid.inputs.iter().zip(&row.when).enumerate() {
                                (asked((&row.id, name), format!("when.{at}.{column}"), of(at, name), value))
                            }
                            @for (column, (name, value)) in grid.outputs.iter().zip(&row.then).enumerate() {
                                (asked((&row.id, name), format!("then.{at}.{column}"), of(at, name), value))
                            }
                            (cell(format!("says.{at}"), of(at, call.say("tables.says")), &row.says))
                            td {
                                button .plain type="submit" formaction=(check) name="step" value={ "up-" (at) } { (call.say("tables.up")) span .hidden { " " (row.id) } }
                                @if at + 1 < grid.rows.len() {
                                    button .plain type="submit" formaction=(check) name="step" value={ "up-" (at + 1) } { (call.say("tables.down")) span .hidden { " " (row.id) } }
                                }
                                button .plain type="submit" formaction=(check) name="step" value={ "remove-" (at) } { (call.say("tables.remove")) span .hidden { " " (row.id) } }
                            }
                        }
                    }
                }
            }
        }
    }
    .memoize()
}
