//! What a route is; the lists of all stand in `routes/`.

use axum::routing::{MethodFilter, MethodRouter};

use crate::App;

/// What a route leaves in the ledger when it succeeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaves {
    /// One entry a record that it changes.
    Change,
    /// One entry for something that happened without changing a record.
    Event,
    /// Nothing.
    Nothing,
}

/// Whom a route answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// Everybody.
    Public,
    /// Whoever is signed in; what they may read and do is asked for each record.
    SignedIn,
    /// Whoever reads what is internal somewhere: statuses and figures that are computed from records, whosever these are.
    Insider,
}

/// A route.
#[derive(Clone, Copy)]
pub struct Route {
    /// `GET`, `POST`, `PATCH` or `DELETE`.
    pub method: &'static str,
    /// Path, with its parameters in braces.
    pub path: &'static str,
    /// What it leaves in the ledger when it succeeds.
    pub leaves: Leaves,
    /// Whom it answers.
    pub whom: Whom,
    /// What it does, in a few words.
    pub summary: &'static str,
    pub(crate) handler: fn(MethodFilter) -> MethodRouter<App>,
}

/// A route for those who are signed in.
pub(crate) const fn route(
    method: &'static str,
    path: &'static str,
    leaves: Leaves,
    summary: &'static str,
    handler: fn(MethodFilter) -> MethodRouter<App>,
) -> Route {
    Route { method, path, leaves, whom: Whom::SignedIn, summary, handler }
}

/// A route for everybody.
pub(crate) const fn public(
    method: &'static str,
    path: &'static str,
    leaves: Leaves,
    summary: &'static str,
    handler: fn(MethodFilter) -> MethodRouter<App>,
) -> Route {
    Route { whom: Whom::Public, ..route(method, path, leaves, summary, handler) }
}

/// A route that tells what is computed from records of many, for those who read what is internal.
pub(crate) const fn told(
    method: &'static str,
    path: &'static str,
    leaves: Leaves,
    summary: &'static str,
    handler: fn(MethodFilter) -> MethodRouter<App>,
) -> Route {
    Route { whom: Whom::Insider, ..route(method, path, leaves, summary, handler) }
}

impl Route {
    /// Whether somebody who is not signed in is answered.
    pub fn public(&self) -> bool {
        self.whom == Whom::Public
    }
}
