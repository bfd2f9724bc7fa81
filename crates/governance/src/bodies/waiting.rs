//! What waits for a body: records before a transition about which its mandate gives it the word, and about which it has not decided.

use std::collections::BTreeSet;

use record::Id;
use serde::Serialize;
use store::{Condition, Query, RecordRow};

use super::answers::of_decisions;
use super::around::Around;
use super::ground::matter as mandated;
use super::matter;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, date, day};
use crate::{Actor, Aims, Error};

/// Records that are proposed for an agenda; more nobody can decide in one meeting.
pub(super) const PROPOSED: usize = 50;

/// A record that waits for a body.
#[derive(Debug, Clone, Serialize)]
pub struct Waiting {
    /// The record.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// What is asked.
    pub asked: String,
    /// Why it is proposed.
    pub why: String,
}

impl Aims {
    /// What waits for each of these bodies: open requests to look at something that its mandate covers, and records before a transition
    /// about which it decides.
    pub(super) fn waiting(&self, at: &Snapshot, actor: &Actor, around: &Around) -> Result<Vec<(Id, Waiting)>, Error> {
        let asked = self.asked(at, actor)?;
        let rows: Vec<&RecordRow> = asked.iter().map(|it| &it.0).collect();
        let (matters, decided) = (matter::read(at, &rows, true)?, decided(at, &rows)?);
        let today = day(at.time);
        let mut found = Vec::new();
        for (row, action) in &asked {
            let Some(about) = matters.get(&row.id).filter(|_| !decided.contains(&row.id)) else { continue };
            for body in around.bodies.values().filter(|it| it.silent(today).is_none()) {
                if let Ok(given) = mandated(around, body, about, action, today) {
                    let (id, title) = (row.id.clone(), row.title.clone());
                    let why = format!("{} at {}: {}", state(row, today), about.tier, given.says);
                    found.push((body.id.clone(), Waiting { id, title, asked: action.clone(), why }));
                }
            }
        }
        Ok(found)
    }

    /// Records that wait for somebody to decide, each with what is asked.
    fn asked(&self, at: &Snapshot, actor: &Actor) -> Result<Vec<(RecordRow, String)>, Error> {
        let visible = self.visible(at.read, actor)?;
        let mut wanted: Vec<(&str, Vec<String>, &str)> = Vec::new();
        for act in &at.libraries.deciding.act {
            let states = self.configuration().kind(&act.kind)?.transition(&act.transition).map(|it| it.from.clone());
            wanted.push((&act.kind, states.unwrap_or_default(), &act.action));
        }
        wanted.extend(
            at.libraries.deciding.waits.iter().map(|it| (it.kind.as_str(), it.states.clone(), it.action.as_str())),
        );
        let mut found = Vec::new();
        for (kind, states, action) in wanted {
            let conditions = vec![Condition::State(states)];
            let query = Query { conditions, limit: PROPOSED as u32, ..Query::of(kind, visible.clone()) };
            found.extend(at.read.list(&query)?.into_iter().map(|it| (it, action.to_owned())));
        }
        Ok(found)
    }
}

/// In which state a record waits, and since when it is overdue.
fn state(row: &RecordRow, today: jiff::civil::Date) -> String {
    let late = date(&row.document, "due").filter(|it| *it < today);
    let late = late.map(|it| format!(", due since {it}")).unwrap_or_default();
    format!("it is {}{late}", row.state.replace('_', " "))
}

/// Records about which a decision of a body stands that counts.
fn decided(at: &Snapshot, rows: &[&RecordRow]) -> Result<BTreeSet<Id>, Error> {
    let ids: Vec<Id> = rows.iter().map(|it| it.id.clone()).collect();
    let decisions = at.records(&super::about(at.read, &ids)?)?;
    let taken: Vec<&RecordRow> = decisions.iter().filter(|it| it.state == "taken" && !it.retired).collect();
    let (_, found) = of_decisions(at, &taken)?;
    let counts = |it: &&&RecordRow| found.get(&it.id).is_some_and(Vec::is_empty);
    Ok(taken.iter().filter(counts).flat_map(|it| targets(&it.document, "subject")).collect())
}
