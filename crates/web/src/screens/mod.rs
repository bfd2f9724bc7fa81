//! Screens: ordinary pages for one piece of work, each with one plan of what it reads. Kinds may be named here.

pub(crate) mod acceptances;
pub(crate) mod access;
pub(crate) mod audits;
pub(crate) mod board;
pub(crate) mod bodies;
pub(crate) mod boundary;
pub(crate) mod breaches;
pub(crate) mod challenges;
pub(crate) mod compare;
pub(crate) mod competence;
pub(crate) mod concerns;
pub(crate) mod conflicts;
pub(crate) mod conformity;
pub(crate) mod corrections;
pub(crate) mod data;
pub(crate) mod demonstration;
pub(crate) mod documents;
pub(crate) mod dossier;
pub(crate) mod duties;
pub(crate) mod enterprise;
pub(crate) mod escalations;
pub(crate) mod feeds;
pub(crate) mod gaps;
pub(crate) mod hazards;
pub(crate) mod impacts;
pub(crate) mod inventory;
pub(crate) mod library;
pub(crate) mod lights;
pub(crate) mod measure;
pub(crate) mod monitor;
mod narrowed;
pub(crate) mod obligations;
pub(crate) mod pictures;
pub(crate) mod practice;
pub(crate) mod readiness;
pub(crate) mod reminders;
pub(crate) mod resources;
pub(crate) mod retention;
pub(crate) mod reviews;
pub(crate) mod risks;
pub(crate) mod scope;
pub(crate) mod start;
pub(crate) mod strategy;
pub(crate) mod suppliers;
pub(crate) mod system;
pub(crate) mod tiering;
pub(crate) mod today;
pub(crate) mod treatments;

use std::future::Future;
use std::pin::Pin;

use record::Id;

use crate::call::Call;
use crate::reply::Reply;

/// A page that is being drawn.
type Drawing<'a> = Pin<Box<dyn Future<Output = Reply> + Send + 'a>>;

/// A kind whose records have a page of their own, before the generic one.
pub(crate) struct Own {
    /// The kind.
    pub kind: &'static str,
    /// What the page's query may hold.
    pub query: &'static [&'static str],
    /// Draws the page of one record.
    pub draw: for<'a> fn(&'a Call, &'a Id) -> Drawing<'a>,
}

/// Every page of its own.
pub(crate) const OWN: &[Own] = &[
    Own { kind: "ai_system", query: &["tab", "done"], draw: |call, id| Box::pin(system::system(call, id)) },
    Own { kind: "dataset", query: &["version", "done"], draw: |call, id| Box::pin(data::data(call, id)) },
    Own { kind: "monitor", query: &["done"], draw: |call, id| Box::pin(monitor::monitor(call, id)) },
];

/// The query of the generic page of a record whose kind has a page of its own: `view=record`.
pub(crate) const GENERIC: &str = "view";

/// The page of its own that answers this request; none when the generic one or a past moment is asked for.
pub(crate) fn own(call: &Call, kind: &str) -> Option<&'static Own> {
    let generic = call.query.get(GENERIC).is_some() || call.query.get("as_of").is_some();
    OWN.iter().find(|it| it.kind == kind && !generic)
}
