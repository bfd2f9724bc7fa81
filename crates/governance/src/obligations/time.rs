//! Laws with the periods of their provisions, as known on a day, and what a period says of a day. A node without periods has those of
//! the nearest node above that has some.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;
use library::{Framework, Node, Period, Shelf, Standing};
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
    let by_id: HashMap<&str, &Node> = framework.node.iter().map(|it| (it.id.as_str(), it)).collect();
    let provision = |node: &'_ Node| -> Provision<'_> {
        let all = inherited(&by_id, by_id.get(node.id.as_str()).copied());
        let node = by_id[node.id.as_str()];
        let periods = all.iter().filter(|it| was_known(it, known)).collect();
        let source = all.first().map_or("", |it| it.source.as_str());
        Provision { node, reference: framework.reference(node).into(), periods, source, dated: !all.is_empty() }
    };
    let provisions = framework.assessable().map(provision).collect();
    Law { framework, provisions }
}

fn inherited<'a>(by_id: &HashMap<&str, &'a Node>, node: Option<&'a Node>) -> &'a [Period] {
    let mut next = node;
    // A parent stands before its children, so no circle is longer than the list.
    for _ in 0..=by_id.len() {
        match next {
            Some(node) if node.period.is_empty() => next = node.parent.as_deref().and_then(|it| by_id.get(it)).copied(),
            Some(node) => return &node.period,
            None => return &[],
        }
    }
    &[]
}

/// The periods of a node, its own or those above it.
pub fn periods<'a>(framework: &'a Framework, node: &'a Node) -> &'a [Period] {
    let mut next = Some(node);
    for _ in 0..=framework.node.len() {
        match next {
            Some(node) if node.period.is_empty() => next = node.parent.as_deref().and_then(|it| framework.node(it)),
            Some(node) => return &node.period,
            None => return &[],
        }
    }
    &[]
}

/// Whether a period was known on a day.
pub fn was_known(period: &Period, known: Date) -> bool {
    period.known_from.is_none_or(|it| it <= known) && period.known_until.is_none_or(|it| known < it)
}

/// Whether a period binds anybody.
pub fn binds(period: &Period) -> bool {
    period.standing == Standing::InForce
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
    let all = periods(found.framework, found.node);
    let general = all.iter().filter(|it| was_known(it, known) && binds(it) && it.concerns.is_none());
    let first = general.min_by_key(|it| it.from);
    match first {
        Some(period) => Some((period.from, period.source.clone())),
        None if all.is_empty() => Some((None, String::new())),
        None => None,
    }
}
