//! Which columns a list shows: those of its address, else those that the person chose, else those of the kind.

use axum::body::Body;
use axum::extract::Path;
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Field, FieldType, Kind};
use serde_json::{Value, json};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::icon::icon;
use crate::html::{Html, page};
use crate::pages::form::Sent;
use crate::pages::list::{Asked, rows};
use crate::reply::Reply;

/// Columns that are no fields.
const OTHER: &[&str] = &["state", "changed"];

/// The columns of a list, without number and title, which are always there.
pub(super) async fn chosen(call: &Call, kind: &Kind) -> Result<Vec<String>, Failure> {
    let named = call.query.list("columns");
    let columns = match named.is_empty() {
        false => named,
        true => kept(call, kind).await?.unwrap_or_else(|| usual(kind)),
    };
    Ok(columns.into_iter().filter(|it| it != "title" && can_be(kind, it)).collect())
}

/// The columns of the kind, with the state first, which must not be lost where there is little room.
fn usual(kind: &Kind) -> Vec<String> {
    let mut columns = kind.columns.clone();
    columns.sort_by_key(|it| it != "state");
    columns
}

async fn kept(call: &Call, kind: &Kind) -> Result<Option<Vec<String>>, Failure> {
    let value = call.aims().personal(&call.actor, &key(kind)).await?;
    Ok(value.and_then(|it| serde_json::from_value(it).ok()).filter(|it: &Vec<String>| !it.is_empty()))
}

fn key(kind: &Kind) -> String {
    format!("columns:{}", kind.kind)
}

/// Whether there is a column of this name: what a cell can show in a line.
fn can_be(kind: &Kind, name: &str) -> bool {
    let shows = |it: &Field| !matches!(it.ty, FieldType::Table { .. } | FieldType::File);
    OTHER.contains(&name) || kind.field(name).is_some_and(shows)
}

/// `POST /{kind}/columns`
pub(crate) async fn choose(call: Call, Path(name): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let kind = call.kind(&name)?;
    let sent = Sent::read(&call, body).await?;
    let chosen: Vec<&str> = sent.posted.all("columns").filter(|it| can_be(kind, it)).collect();
    let reset = sent.posted.text("reset").is_some() || chosen.is_empty();
    let value: Option<Value> = (!reset).then(|| json!(chosen));
    call.aims().set_personal(&call.actor, &key(kind), value).await?;
    Ok(page::see(&super::views::back(kind, sent.posted.text("query"))))
}

/// The button that opens the choice, and the choice.
pub(super) fn opener(asked: &Asked<'_>) -> Html {
    let (call, kind) = (asked.call, asked.kind);
    let fields = kind.fields.iter().map(|it| it.name.as_str()).filter(|it| *it != "title" && can_be(kind, it));
    let names: Vec<&str> = OTHER.iter().copied().chain(fields).collect();
    let query = call.query.with("columns", "");
    maud! {
        button type="button" popovertarget="columns" { (icon("columns")) (call.say("list.columns")) }
        div #columns .pop popover {
            form action={ "/" (kind.kind) "/columns" } method="post" {
                input type="hidden" name="query" value=(query);
                div .columns {
                    @for name in &names {
                        label .check {
                            input type="checkbox" name="columns" value=(name) checked[asked.columns.iter().any(|it| it == name)];
                            (rows::label(call, kind, name))
                        }
                    }
                }
                button .main type="submit" { (call.say("list.show_columns")) } " "
                button .plain type="submit" name="reset" value="yes" { (call.say("list.usual_columns")) }
            }
        }
    }
    .memoize()
}
