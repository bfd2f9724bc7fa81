//! What is wrong, gathered over a whole run and told at once: route by route, the same thing once with its addresses.

use std::collections::{BTreeMap, BTreeSet};

use crate::places::Place;

/// Addresses that are named for one finding.
const NAMED: usize = 4;

/// What is wrong with which pages.
#[derive(Default)]
pub struct Findings(BTreeMap<String, BTreeMap<String, BTreeSet<String>>>);

impl Findings {
    /// One thing that is wrong with a page.
    pub fn add(&mut self, place: &Place, what: impl Into<String>) {
        self.0.entry(place.route.clone()).or_default().entry(what.into()).or_default().insert(place.path.clone());
    }

    /// One thing that is wrong with a route.
    pub fn add_route(&mut self, route: &str, what: impl Into<String>) {
        self.0.entry(route.to_owned()).or_default().entry(what.into()).or_default();
    }

    /// Those of another run too.
    pub fn join(&mut self, other: Findings) {
        for (route, found) in other.0 {
            for (what, paths) in found {
                self.0.entry(route.clone()).or_default().entry(what).or_default().extend(paths);
            }
        }
    }

    /// Fails with all of them, or passes when there are none.
    #[track_caller]
    pub fn none(&self) {
        let count: usize = self.0.values().map(BTreeMap::len).sum();
        assert!(self.0.is_empty(), "{count} findings\n{}", self.told());
    }

    /// All of them, as people read it.
    pub fn told(&self) -> String {
        let mut text = String::new();
        for (route, found) in &self.0 {
            text += &format!("\n{route}\n");
            for (what, paths) in found {
                let named: Vec<&str> = paths.iter().take(NAMED).map(String::as_str).collect();
                let more = paths.len().saturating_sub(NAMED);
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                text += &format!("  - {what}\n      on {}{more}\n", named.join(" "));
            }
        }
        text
    }
}
