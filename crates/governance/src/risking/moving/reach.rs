//! How events reach risks: from what they are about along the ways of the library, each record once and by the shortest way. Pure over rows.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::Arc;

use record::Id;
use serde::Serialize;
use store::RecordRow;

use super::super::RISK;
use super::happened::Happened;
use super::library::{Holder, Moving};
use crate::data::lineage::targets;

/// A record on the way to a risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hop {
    /// The record.
    pub id: Id,
    /// What the record before is to it, in words; blank for the first.
    pub says: String,
}

/// An event that reaches a risk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// The event.
    pub event: Arc<Happened>,
    /// From what it is about to the risk.
    pub path: Vec<Hop>,
    /// Whether it lies before the assessment and came to light after it was entered.
    pub late: bool,
}

/// What hangs on what.
#[derive(Debug, Default)]
pub struct Web {
    /// Records ahead of each, with the place of the way that leads there.
    ahead: HashMap<Id, Vec<(Id, usize)>>,
    /// Records that nothing hangs on any more.
    over: HashSet<Id>,
}

impl Web {
    /// The web of rows, of which each kind between and every risk is given.
    pub fn of<'a>(library: &Moving, rows: impl Fn(&str) -> &'a [RecordRow]) -> Web {
        let mut web = Web::default();
        for kind in library.between() {
            web.over.extend(rows(kind).iter().filter(|it| library.is_over(kind, &it.state)).map(|it| it.id.clone()));
        }
        for (place, way) in library.way.iter().enumerate() {
            for row in rows(way.holder()) {
                for other in targets(&row.document, &way.field) {
                    let (from, to) = match way.held_by {
                        Holder::From => (row.id.clone(), other),
                        Holder::To => (other, row.id.clone()),
                    };
                    web.ahead.entry(from).or_default().push((to, place));
                }
            }
        }
        web.ahead.values_mut().for_each(|it| it.sort());
        web
    }

    /// Every record that is reached from these, with the one before it and the way between. What is over is begun from, and not gone through.
    fn from(&self, library: &Moving, kind_of: &impl Fn(&Id) -> Option<String>, starts: &[Id]) -> Steps {
        let mut found: Steps = starts.iter().map(|it| (it.clone(), None)).collect();
        let mut next: VecDeque<Id> = starts.iter().cloned().collect();
        while let Some(at) = next.pop_front() {
            let kind = kind_of(&at);
            for (to, place) in self.ahead.get(&at).into_iter().flatten() {
                // Fields that lead to several kinds are gone along by the way of the kind that is there.
                let way = &library.way[*place];
                let fits = kind.as_deref() == Some(&way.from) && kind_of(to).as_deref() == Some(&way.to);
                if !fits || found.contains_key(to) {
                    continue;
                }
                found.insert(to.clone(), Some((at.clone(), *place)));
                if !self.over.contains(to) {
                    next.push_back(to.clone());
                }
            }
        }
        found
    }
}

/// Records that were reached, each with the one before it and the way.
type Steps = BTreeMap<Id, Option<(Id, usize)>>;

/// The way to a record, from its beginning.
fn path(library: &Moving, steps: &Steps, to: &Id) -> Vec<Hop> {
    let mut found = Vec::new();
    let mut at = Some(to.clone());
    while let Some(id) = at {
        let before = steps.get(&id).cloned().flatten();
        let says = before.as_ref().map(|it| library.way[it.1].says.clone()).unwrap_or_default();
        found.push(Hop { id, says });
        at = before.map(|it| it.0);
    }
    found.reverse();
    found
}

/// The events that reach each risk; of a risk of which `wants` says no for an event, nothing is kept.
pub fn reached(
    library: &Moving,
    web: &Web,
    kind_of: impl Fn(&Id) -> Option<String>,
    events: &[Arc<Happened>],
    wants: impl Fn(&Id, &Happened) -> bool,
) -> HashMap<Id, Vec<Reached>> {
    let mut found: HashMap<Id, Vec<Reached>> = HashMap::new();
    // Events are often about the same.
    let mut known: HashMap<&[Id], Arc<Steps>> = HashMap::new();
    for event in events {
        let steps =
            known.entry(&event.about).or_insert_with(|| Arc::new(web.from(library, &kind_of, &event.about))).clone();
        let risks = steps.keys().filter(|it| kind_of(it).as_deref() == Some(RISK));
        for risk in risks.filter(|it| wants(it, event)) {
            let path = path(library, &steps, risk);
            found.entry(risk.clone()).or_default().push(Reached { event: event.clone(), path, late: false });
        }
    }
    found.values_mut().for_each(|it| it.sort_by(|a, b| (a.event.day, &a.event.id).cmp(&(b.event.day, &b.event.id))));
    found
}
