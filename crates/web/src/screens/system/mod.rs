//! The page of an AI system as a hub: who answers, where it stands in its life and what bars the next gate, how it is doing, and
//! a tab for each thing that people ask about. One plan: the system with everything around it, its offers, its versions.
//!
//! Editing, moving, comments, files and past moments are those of every record and stand on its generic page.

mod gates;
mod header;
pub(crate) mod tabs;

use axum::extract::Path;
use governance::health::{Around, Sign, signs};
use governance::history::Past;
use governance::listing::Titles;
use governance::reading::Offer;
use governance::surroundings::{SYSTEM, Summary, summary};
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Id, Kind};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::value::Shown;
use crate::html::{Html, page};
use crate::reply::Reply;

/// Stages of a system's life, in order.
pub(crate) const STAGES: &[&str] =
    &["discovered", "inception", "development", "verification", "deployment", "operation", "retiring", "retired"];
/// States beside that order.
pub(crate) const ASIDE: &[&str] = &["suspended", "refused"];

/// A system as every part of its page sees it.
pub(crate) struct View<'a> {
    pub call: &'a Call,
    pub kind: &'a Kind,
    pub around: &'a Around,
    pub titles: &'a Titles,
    pub offers: &'a [Offer],
    pub past: &'a [Past],
    pub signs: &'a [Sign],
    pub summary: &'a Summary,
}

impl View<'_> {
    /// Where the page stands.
    pub fn address(&self) -> String {
        format!("/{SYSTEM}/{}", self.around.system.id)
    }

    /// How values are shown.
    pub fn shown(&self) -> Shown<'_> {
        Shown { language: self.call.language(), catalog: &self.call.configuration.catalog, titles: self.titles }
    }
}

/// `GET /ai_system/{id}`
pub(crate) async fn system(call: Call, Path(id): Path<String>) -> Reply {
    if let Some(moment) = call.query.get("as_of") {
        let moment: String = url::form_urlencoded::byte_serialize(moment.as_bytes()).collect();
        return Ok(page::see(&format!("/{SYSTEM}/{id}/record?as_of={moment}")));
    }
    call.query.only(&["tab", "done"])?;
    let wanted = call.query.get("tab").unwrap_or_default();
    let tab = tabs::TABS.iter().find(|it| it.name == wanted).ok_or_else(|| unknown(wanted))?;
    let id = call.id(call.kind(SYSTEM)?, &id)?;
    with(&call, &id, |view| {
        let body = maud! {
            (header::header(view))
            (gates::rail(view))
            (tabs::row(view, tab))
            ((tab.draw)(view))
        };
        page::page(view.call, &format!("{id} {}", view.around.system.title), body.memoize())
    })
    .await
}

fn unknown(tab: &str) -> Failure {
    let names: Vec<&str> = tabs::TABS.iter().map(|it| it.name).filter(|it| !it.is_empty()).collect();
    Failure::input(format!("`tab={tab}` is not a tab of an AI system; the tabs are {}", names.join(", ")))
}

/// `GET /ai_system/{id}/record`
pub(crate) async fn record(call: Call, Path(id): Path<String>) -> Reply {
    crate::pages::detail::detail(call, Path((SYSTEM.to_owned(), id))).await
}

/// Reads everything about a system and draws an answer from it.
pub(crate) async fn with(call: &Call, id: &Id, draw: impl FnOnce(&View<'_>) -> axum::response::Response) -> Reply {
    let kind = call.kind(SYSTEM)?;
    let (around, titles) = call.aims().system(&call.actor, id).await?;
    let retired = around.system.retired;
    let offers = if retired { Vec::new() } else { call.aims().offers(&call.actor, id).await? };
    let past = call.aims().history(&call.actor, id).await?;
    let (signs, summary) = (signs(&around), summary(&around));
    let view = View {
        call,
        kind,
        around: &around,
        titles: &titles,
        offers: &offers,
        past: &past,
        signs: &signs,
        summary: &summary,
    };
    Ok(draw(&view))
}

/// A section with a heading.
fn section(id: &str, title: &str, body: Html) -> Html {
    maud! { section .panel aria-labelledby=(id) { h2 id=(id) { (title) } (body) } }.memoize()
}
