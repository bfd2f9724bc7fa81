//! The board: every conflict that somebody may see, with its rows side by side, its case, whether it is still there, and what is proposed;
//! and what clashes now and has no record yet.

use std::collections::BTreeMap;
use std::sync::Arc;

use record::Id;
use serde::Serialize;
use serde_json::Value;
use store::{Query, Read, RecordRow};

use super::answers::{documents, proposal};
use super::clash::{Clash, clashes};
use super::precedence::Proposal;
use super::{FINGERPRINT, KIND, MOST, TABLES};
use crate::data::lineage::targets;
use crate::deciding::in_force::{Deciding, of_records};
use crate::libraries::Libraries;
use crate::{Actor, Aims, Error};

/// A row of a table as the board shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// The record of the table.
    pub table: String,
    /// What that record is called.
    pub title: String,
    /// The row.
    pub row: String,
    /// What it asks.
    pub asks: String,
    /// What it says.
    pub says: String,
}

/// A conflict.
#[derive(Debug, Clone, Serialize)]
pub struct Item {
    /// Its record; none where it was not entered yet.
    pub id: Option<Id>,
    /// The state of the record.
    pub state: String,
    /// The type of conflict.
    pub form: String,
    /// What clashes, in one sentence.
    pub says: String,
    /// The case that shows it.
    pub witness: String,
    /// The rows, side by side.
    pub rows: Vec<Shown>,
    /// The tables, for conflicts that no row makes.
    pub tables: Vec<(Id, String)>,
    /// Whether it is still there.
    pub present: bool,
    /// What goes before, where something is proposed.
    pub proposal: Option<Proposal>,
    /// The decision about it.
    pub resolution: Option<String>,
    /// The last day on which it is tolerated.
    pub tolerated_until: Option<String>,
}

/// The board.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Board {
    /// How many conflicts have each state.
    pub states: BTreeMap<String, usize>,
    /// The conflicts, those still there first, then by number.
    pub conflicts: Vec<Item>,
    /// What clashes and was not entered yet.
    pub unrecorded: Vec<Item>,
    /// What is not known, one sentence each.
    pub unsettled: Vec<String>,
    /// Tables in force that were held against each other.
    pub tables: usize,
}

/// What is known when the board is drawn.
struct Around {
    deciding: Vec<Deciding>,
    clashes: BTreeMap<String, Clash>,
    forms: BTreeMap<Id, String>,
    libraries: Arc<Libraries>,
}

impl Aims {
    /// The conflicts that somebody may see, all or those in one state.
    ///
    /// Errors: a state that conflicts do not have.
    pub async fn conflicts(&self, actor: &Actor, state: Option<&str>) -> Result<Board, Error> {
        if let Some(state) = state {
            let configuration = self.configuration();
            let states = configuration.kind(KIND)?.states();
            if !states.contains(&state) {
                return Err(Error::input(format!(
                    "`{state}` is no state of a conflict; the states are {}",
                    states.join(", ")
                )));
            }
        }
        let (this, who, state) = (self.clone(), actor.clone(), state.map(str::to_owned));
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            this.board(read, &who, state.as_deref())
        };
        self.0.store.read_async(read).await
    }

    fn board(&self, read: &Read, actor: &Actor, state: Option<&str>) -> Result<Board, Error> {
        let at = self.snapshot(read, None);
        let deciding = of_records(&at)?;
        let (found, forms) = (clashes(&deciding), documents(&at, &deciding)?);
        let mut board = Board { unsettled: found.unsettled, tables: deciding.len(), ..Board::default() };
        let clashes = found.clashes.into_iter().map(|it| (it.fingerprint.clone(), it)).collect();
        let around = Around { deciding, clashes, forms, libraries: at.libraries.clone() };
        let every = Query { limit: MOST, retired: true, ..Query::of(KIND, store::Visible::All) };
        let known: Vec<RecordRow> = read.list(&every)?;
        let seen = read.list_ids(&Query { limit: MOST, ..Query::of(KIND, self.visible(read, actor)?) })?;
        for row in known.iter().filter(|it| !it.retired && seen.contains(&it.id)) {
            *board.states.entry(row.state.clone()).or_default() += 1;
            if state.is_none_or(|it| it == row.state) {
                board.conflicts.push(around.item(row));
            }
        }
        board.conflicts.sort_by_key(|it| (!it.present, it.id.as_ref().map(|it| it.number)));
        let tables =
            read.list_ids(&Query { limit: MOST, ..Query::of(crate::deciding::KIND, self.visible(read, actor)?) })?;
        let unknown = |it: &&Clash| !known.iter().any(|row| row.text(FINGERPRINT) == Some(it.fingerprint.as_str()));
        let new = around.clashes.values().filter(unknown).filter(|it| it.tables.iter().all(|it| tables.contains(it)));
        board.unrecorded = new.filter(|_| state.is_none()).map(|it| around.unrecorded(it)).collect();
        Ok(board)
    }
}

impl Around {
    fn title(&self, id: &Id) -> String {
        let own = self.deciding.iter().find(|it| it.ruled.record.as_ref().is_some_and(|it| it.0 == *id));
        own.map_or_else(|| id.to_string(), |it| it.title.clone())
    }

    /// A conflict as its record tells it; where it is still there, with what the tables in force say.
    fn item(&self, row: &RecordRow) -> Item {
        let text = |field: &str| row.text(field).unwrap_or_default().to_owned();
        let now = row.text(FINGERPRINT).and_then(|it| self.clashes.get(it));
        let kept = || {
            let cell = |it: &Value, name: &str| it.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            let shown = |it: &Value| {
                let table = cell(it, "table");
                let title = table.parse().map_or_else(|_| table.clone(), |id: Id| self.title(&id));
                Shown { title, row: cell(it, "row"), asks: cell(it, "asks"), says: cell(it, "says"), table }
            };
            row.list("rows").map(shown).collect()
        };
        let tables = now.map_or_else(|| targets(&row.document, TABLES), |it| it.tables.clone());
        Item {
            id: Some(row.id.clone()),
            state: row.state.clone(),
            form: text("form"),
            says: text("says"),
            witness: now.map_or_else(|| text("witness"), |it| it.cases.join("; then ")),
            rows: now.map_or_else(kept, |it| self.shown(it)),
            tables: tables.into_iter().map(|it| (it.clone(), self.title(&it))).collect(),
            present: now.is_some(),
            proposal: now.and_then(|it| self.proposal(it)),
            resolution: row.text("resolution").map(str::to_owned),
            tolerated_until: row.text("tolerated_until").map(str::to_owned),
        }
    }

    fn unrecorded(&self, clash: &Clash) -> Item {
        Item {
            id: None,
            state: String::new(),
            form: clash.form.to_owned(),
            says: clash.says.clone(),
            witness: clash.cases.join("; then "),
            rows: self.shown(clash),
            tables: clash.tables.iter().map(|it| (it.clone(), self.title(it))).collect(),
            present: true,
            proposal: self.proposal(clash),
            resolution: None,
            tolerated_until: None,
        }
    }

    fn proposal(&self, clash: &Clash) -> Option<Proposal> {
        proposal(&self.libraries.precedence, &self.deciding, clash, &self.forms)
    }

    fn shown(&self, clash: &Clash) -> Vec<Shown> {
        let shown = |it: &super::clash::Side| Shown {
            table: it.table.to_string(),
            title: self.title(&it.table),
            row: it.row.clone(),
            asks: it.asks.clone(),
            says: it.says.clone(),
        };
        clash.sides.iter().map(shown).collect()
    }
}
