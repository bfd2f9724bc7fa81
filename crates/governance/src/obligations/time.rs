//! Laws with the periods of their provisions, as known on a day, and what a period says of a day. A node without periods has those of
//! the nearest node above that has some.

use std::sync::Arc;

use jiff::civil::Date;
use library::{Framework, Node, Period, Shelf};
use serde::Serialize;

use super::EVERYWHERE;

/// A law as it was known on a day.
#[derive(Debug)]
pub struct Law<'a> {
    /// The framework.
    pub framework: &'a Framework,
    /// What somebody can be held against, in order.
    pub provisions: Vec<Provision<'a>>,
}

/// A provision with the periods that were known.
#[derive(Debug)]
pub struct Provision<'a> {
    /// The node.
    pub node: &'a Node,
    /// Its reference.
    pub reference: Arc<str>,
    /// Its periods, as known on the day.
    pub periods: Vec<&'a Period>,
    /// Where the first of all its periods is written, known or not.
    pub source: &'a str,
    /// Whether periods are there at all; what has none holds always.
    pub dated: bool,
}

/// What a period says of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Holds {
    /// It holds, since this day.
    Now(Option<Date>),
    /// It will hold from this day on.
    From(Option<Date>),
    /// It held until this day.
    Ended(Option<Date>),
}

/// All laws of a shelf as known on a day; standards, which hold everywhere, are none.
pub fn laws(shelf: &Shelf, known: Date) -> Vec<Law<'_>> {
    let is_law = |it: &&Framework| !it.jurisdictions.iter().any(|it| it == EVERYWHERE);
    shelf.frameworks().iter().filter(is_law).map(|it| law(it, known)).collect()
}

fn law(framework: &Framework, known: Date) -> Law<'_> {
    let all = framework.node.iter().zip(framework.periods()).filter(|it| it.0.assessable);
    let provisions = all.map(|(node, periods)| provision(framework, node, periods, known)).collect();
    Law { framework, provisions }
}

fn provision<'a>(framework: &Framework, node: &'a Node, periods: &'a [Period], known: Date) -> Provision<'a> {
    Provision {
        node,
        reference: framework.reference(node).into(),
        periods: periods.iter().filter(|it| it.was_known(known)).collect(),
        source: periods.first().map_or("", |it| it.source.as_str()),
        dated: !periods.is_empty(),
    }
}

/// What a period says of a day, when nothing holds before `later`.
pub fn on(period: &Period, later: Option<Date>, on: Date) -> Holds {
    let from = period.from.max(later);
    match (from, period.until) {
        (_, Some(until)) if until <= on => Holds::Ended(Some(until)),
        (Some(from), _) if on < from => Holds::From(Some(from)),
        (from, _) => Holds::Now(from),
    }
}

/// The first day on which a provision holds for everybody, as known on a day; nothing where it does not bind yet.
pub fn begins(shelf: &Shelf, reference: &str, known: Date) -> Option<(Option<Date>, String)> {
    let found = shelf.find(reference)?;
    let all = found.framework.periods_of(found.node);
    let general = all.iter().filter(|it| it.was_known(known) && it.binds() && it.concerns.is_none());
    let first = general.min_by_key(|it| it.from);
    match first {
        Some(period) => Some((period.from, period.source.clone())),
        None if all.is_empty() => Some((None, String::new())),
        None => None,
    }
}
