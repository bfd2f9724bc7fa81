//! Files of a record: what it carries, each by name, size and digest, and a form that adds one.

use axum::body::Body;
use axum::extract::Path;
use governance::Moment;
use governance::evidence::StoredFile;
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Change, Document};
use serde_json::{Value, json};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::value::bytes;
use crate::html::{page, parts};
use crate::pages::detail::View;
use crate::pages::form::Sent;
use crate::pages::moves::{committed, told};
use crate::panels::Drawing;
use crate::reply::{self, Reply};

/// The field of every kind that holds files; each row has one, and a note.
pub(crate) const FIELD: &str = "files";

/// A file that a record carries, and where.
struct Carried {
    file: StoredFile,
    field: String,
    note: String,
}

/// Every file in a document.
fn carried(view: &View<'_>) -> Vec<Carried> {
    let file = |value: &Value| serde_json::from_value::<StoredFile>(value.clone()).ok();
    let mut found = Vec::new();
    for (name, value) in &view.record.document {
        let field = view.kind.field(name).map_or_else(|| name.clone(), |it| it.label.clone());
        found.extend(file(value).map(|file| Carried { file, field: field.clone(), note: String::new() }));
        for row in value.as_array().into_iter().flatten() {
            let note = row.get("note").and_then(Value::as_str).unwrap_or_default();
            let files = row.as_object().into_iter().flat_map(|it| it.values()).filter_map(file);
            found.extend(files.map(|file| Carried { file, field: field.clone(), note: note.to_owned() }));
        }
    }
    found
}

/// The files, and a form for one more.
pub(crate) fn panel(view: View<'_>) -> Drawing<'_> {
    let (call, files) = (view.call, carried(&view));
    let takes = view.kind.field(FIELD).is_some() && !view.past && !view.record.retired;
    let html = maud! {
        @if takes || !files.is_empty() {
            section .panel aria-labelledby="files" {
                h2 #files { (call.say("files.title")) @if !files.is_empty() { " " span .count { (files.len()) } } }
                @if !files.is_empty() {
                    ul .plain.files {
                        @for it in &files {
                            li {
                                a href={ "/files/" (it.file.digest) } download { (it.file.name) } " "
                                span .help { (bytes(it.file.size)) " · " (it.field) @if !it.note.is_empty() { " · " (it.note) } }
                                code .digest { (it.file.digest) }
                            }
                        }
                    }
                }
                @if takes {
                    details {
                        summary { (call.say("files.add")) }
                        form action={ (view.address()) "/files" } method="post" enctype="multipart/form-data" {
                            (parts::once())
                            div .field {
                                label for="file" { (call.say("files.file")) }
                                p #file-help .help { (call.say("files.help")) }
                                input #file type="file" name="file" required aria-describedby="file-help";
                            }
                            div .field { label for="note" { (call.say("files.note")) } input #note type="text" name="note" maxlength="500"; }
                            button type="submit" { (call.say("files.button")) }
                        }
                    }
                }
            }
        }
    };
    let html = html.memoize();
    Box::pin(async move { Ok(html) })
}

/// `POST /{kind}/{id}/files`
pub(crate) async fn add(call: Call, Path((kind, id)): Path<(String, String)>, body: Body) -> Reply {
    call.query.only(&[])?;
    let kind = call.kind(&kind)?;
    let id = call.id(kind, &id)?;
    let sent = Sent::read(&call, body).await?;
    let record = call.aims().record(&call.actor, &id, &Moment::Now).await?;
    let Some(file) = sent.posted.file("file") else {
        return told(&call, kind, &id, Failure::problem(FIELD, call.say("files.none"))).await;
    };
    let stored = match call.aims().put_file(&call.actor, &file.name, file.bytes.to_vec()).await {
        Ok(stored) => stored,
        Err(error) => return told(&call, kind, &id, error.into()).await,
    };
    let mut row = json!({ "file": reply::value(&stored)? });
    if let Some(note) = sent.posted.text("note") {
        row["note"] = note.into();
    }
    let mut rows = record.document.get(FIELD).and_then(Value::as_array).cloned().unwrap_or_default();
    if rows.contains(&row) {
        // The form was sent twice.
        return Ok(page::see(&format!("/{}/{id}?done=filed", kind.kind)));
    }
    rows.push(row);
    let set = Document::from_iter([(FIELD.to_owned(), Value::Array(rows))]);
    let change = Change::Edit { id: id.clone(), base: Some(record.version), set, why: None };
    committed(&call, kind, &id, change, &sent, "filed").await
}
