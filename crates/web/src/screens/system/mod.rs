//! The page of an AI system as a hub: who answers, where it stands in its life and what bars the next gate, how it is doing, and
//! a tab for each thing that people ask about. One plan: the system with everything around it, its offers, its versions.
//!
//! Editing, moving, comments, files and past moments are those of every record and stand on its generic page.

mod gates;
mod header;
pub(crate) mod tabs;

use governance::health::{Around, Sign, signs};
use governance::history::Past;
use governance::listing::Titles;
use governance::monitoring::whole::Watching;
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
    /// Monitors that watch it, its data or its models.
    pub monitors: &'a [Watching],
    /// Requirements by status, framework by framework.
    pub conformity: &'a [(String, std::collections::BTreeMap<&'static str, usize>)],
}

impl View<'_> {
    /// Where the page stands.
    pub fn address(&self) -> String {
        format!("/{SYSTEM}/{}", self.around.system.id)
    }

    /// Where the generic page of its record stands.
    pub fn record(&self) -> String {
        format!("{}?{}=record", self.address(), crate::screens::GENERIC)
    }

    /// Where its charts and its dossier stand.
    pub fn files(&self) -> String {
        format!("/system/{}", self.around.system.id)
    }

    /// How values are shown.
    pub fn shown(&self) -> Shown<'_> {
        Shown {
            language: self.call.language(),
            catalog: &self.call.configuration.catalog,
            titles: self.titles,
            keep: "",
        }
    }
}

/// The page of one system.
pub(crate) async fn system(call: &Call, id: &Id) -> Reply {
    let wanted = call.query.get("tab").unwrap_or_default();
    let tab = tabs::TABS.iter().find(|it| it.name == wanted).ok_or_else(|| unknown(call, wanted))?;
    with(call, id, |view| {
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

fn unknown(call: &Call, tab: &str) -> Failure {
    let names: Vec<&str> = tabs::TABS.iter().map(|it| it.name).filter(|it| !it.is_empty()).collect();
    Failure::input(call.tell("system.no_tab", &[("tab", &tab), ("tabs", &names.join(", "))]))
}

/// Reads everything about a system and draws an answer from it.
pub(crate) async fn with(call: &Call, id: &Id, draw: impl FnOnce(&View<'_>) -> axum::response::Response) -> Reply {
    let kind = call.kind(SYSTEM)?;
    let (around, titles) = call.aims().system(&call.actor, id).await?;
    let retired = around.system.retired;
    let offers = if retired { Vec::new() } else { call.aims().offers(&call.actor, id).await? };
    let past = call.aims().history(&call.actor, id).await?;
    let (signs, summary) = (signs(&around), summary(&around));
    let monitors = call.aims().monitors_of(&call.actor, watched(&around)).await?;
    let conformity = call.aims().coverage_of(&call.actor, id).await?;
    let view = View {
        conformity: &conformity,
        call,
        kind,
        around: &around,
        titles: &titles,
        offers: &offers,
        past: &past,
        signs: &signs,
        summary: &summary,
        monitors: &monitors,
    };
    Ok(draw(&view))
}

/// What a monitor of the system may watch: itself, its data, its models and its parts.
fn watched(around: &Around) -> Vec<Id> {
    let kinds = ["dataset", "model", "release", "component"];
    let near = around.near.iter().filter(|it| kinds.contains(&it.row.kind.as_str())).map(|it| it.row.id.clone());
    std::iter::once(around.system.id.clone()).chain(near).collect()
}

/// A section with a heading.
fn section(id: &str, title: &str, body: Html) -> Html {
    maud! { section .panel aria-labelledby=(id) { h2 id=(id) { (title) } (body) } }.memoize()
}
