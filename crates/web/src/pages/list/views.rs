//! Saved views: lists that somebody wants to see again, kept for that person alone, outside of the ledger.

use axum::body::Body;
use axum::extract::Path;
use hypertext::{maud_borrow as maud, prelude::*};
use record::Kind;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::icon::icon;
use crate::html::tabs::{Tab, tabs as row};
use crate::html::{Html, page};
use crate::pages::form::Sent;
use crate::pages::list::{Asked, KNOWN};
use crate::query::Query;
use crate::reply::Reply;

/// Most views of one kind that one person keeps.
const VIEWS: usize = 20;
/// Longest name of a view, in characters.
const NAME: usize = 60;

/// A saved view.
#[derive(Serialize, Deserialize)]
pub(crate) struct View {
    /// What its owner calls it.
    pub name: String,
    /// The query of the list.
    pub query: String,
}

/// The views as tabs: everything, what is one's own, and what was saved.
pub(super) async fn tabs(asked: &Asked<'_>) -> Result<Html, Failure> {
    let (call, kind) = (asked.call, asked.kind);
    let here = plain(&call.query);
    let tab = |query: &str, label: &str| Tab {
        href: back(kind, Some(query)),
        label: label.to_owned(),
        count: None,
        here: plain(&Query::read(Some(query))) == here,
    };
    let mut all = vec![tab("", call.say("list.all"))];
    if kind.field("owner").is_some() && call.actor.person.is_some() {
        all.push(tab("filter=owner:me", call.say("list.mine")));
    }
    all.extend(saved(call, kind).await?.iter().map(|it| tab(&it.query, &it.name)));
    Ok(row(call.say("list.views"), &all))
}

/// A query without what passes: page and message.
fn plain(query: &Query) -> String {
    Query::read(Some(&query.with("page", ""))).with("done", "")
}

/// The list of this kind with a query that was sent along; only what a list knows is kept.
pub(super) fn back(kind: &Kind, query: Option<&str>) -> String {
    let query = Query::read(query);
    let known: Vec<(&str, &str)> = KNOWN.iter().filter_map(|it| Some((*it, query.get(it)?))).collect();
    let text = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(known).finish();
    format!("/{}?{text}", kind.kind).trim_end_matches('?').to_owned()
}

/// The views of a kind that the one who asks has saved.
pub(crate) async fn saved(call: &Call, kind: &Kind) -> Result<Vec<View>, Failure> {
    let value = call.aims().personal(&call.actor, &key(kind)).await?;
    Ok(value.and_then(|it| serde_json::from_value(it).ok()).unwrap_or_default())
}

fn key(kind: &Kind) -> String {
    format!("views:{}", kind.kind)
}

/// `POST /{kind}/views`: saves what is shown under a name, or forgets the view of that name.
pub(crate) async fn keep(call: Call, Path(name): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let kind = call.kind(&name)?;
    let sent = Sent::read(&call, body).await?;
    let shown = save(&call, kind, &sent).await?;
    Ok(page::see(&back(kind, Some(&shown))))
}

/// Saves or forgets the view that a form names; gives the query of what is shown afterwards.
pub(crate) async fn save(call: &Call, kind: &Kind, sent: &Sent) -> Result<String, Failure> {
    let name: String = sent.posted.text("name").unwrap_or_default().trim().chars().take(NAME).collect();
    if name.is_empty() {
        return Err(Failure::problem("name", call.say("list.view_unnamed")));
    }
    let mut views = saved(call, kind).await?;
    views.retain(|it| it.name != name);
    let query = plain(&Query::read(sent.posted.text("query")));
    let forgotten = sent.posted.text("forget").is_some();
    if !forgotten {
        if views.len() >= VIEWS {
            return Err(Failure::problem("name", call.tell("list.view_limit", &[("limit", &VIEWS)])));
        }
        views.push(View { name, query: query.clone() });
    }
    let value = serde_json::to_value(&views).map_err(|it| crate::failure::failed(&it.to_string()))?;
    call.aims().set_personal(&call.actor, &key(kind), Some(value)).await?;
    Ok(if forgotten { String::new() } else { query })
}

/// The button that opens the form to save what is shown, and the form.
pub(super) fn opener(asked: &Asked<'_>) -> Html {
    let (call, kind) = (asked.call, asked.kind);
    let query = Query::read(Some(&plain(&call.query))).with("columns", &asked.columns.join(","));
    maud! {
        button type="button" popovertarget="view" { (icon("save")) (call.say("list.save_view")) }
        div #view .pop popover {
            form action={ "/" (kind.kind) "/views" } method="post" {
                input type="hidden" name="query" value=(query);
                div .field {
                    label for="view-name" { (call.say("list.view_name")) }
                    p #view-help .help { (call.say("list.view_help")) }
                    input #view-name type="text" name="name" maxlength=(NAME) required aria-describedby="view-help";
                }
                button .main type="submit" { (call.say("list.save")) } " "
                button .plain type="submit" name="forget" value="yes" { (call.say("list.forget")) }
            }
        }
    }
    .memoize()
}
