//! The rules in force and the records that decide which of them cover what, read as sets: so many statements however many records.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use record::Id;
use store::{Query, Read, RecordRow, Visible};

use super::judge::{Kept, judge};
use super::library::OfKind;
use super::rule::{Item, Rule, plain, texts};
use super::{IN_FORCE, RULE};
use crate::Error;
use crate::data::lineage::targets;
use crate::data::{DATASET, VERSION};
use crate::derived::{Snapshot, date, day};
use crate::libraries::Libraries;
use crate::surroundings::SYSTEM;

/// Most rules that are read.
const RULES: u32 = 1000;

/// The rules in force, and what surrounds some records.
pub(crate) struct Around {
    /// The rules in force.
    pub rules: Vec<Rule>,
    /// Datasets and AI systems to which the records belong.
    rows: HashMap<Id, RecordRow>,
    /// When records entered the state in which they are.
    since: HashMap<Id, (String, Timestamp)>,
    /// The day on which it is asked.
    pub today: Date,
    /// What disposal knows of each kind of record.
    pub libraries: Arc<Libraries>,
}

impl Around {
    /// What must be known to judge these records, which are taken as they are given.
    pub fn read(at: &Snapshot, rows: &[RecordRow]) -> Result<Around, Error> {
        let rules = rules(at)?;
        let known = if rules.is_empty() { HashMap::new() } else { above(at, rows)? };
        let waits = rules.iter().any(|it| it.from == super::rule::From::OutOfUse);
        let ids: Vec<Id> = if waits { rows.iter().map(|it| it.id.clone()).collect() } else { Vec::new() };
        let since = at.read.states_since(&ids, at.place)?;
        let since = since.into_iter().map(|(id, state, time)| (id, (state, time))).collect();
        Ok(Around { rules, rows: known, since, today: day(at.time), libraries: at.libraries.clone() })
    }

    /// What the rules say of a record; `None` where none could cover its kind.
    pub fn judge(&self, row: &RecordRow) -> Option<Kept> {
        Some(judge(&self.rules, &self.item(row)?, self.today))
    }

    /// What rules look at in a record.
    pub fn item(&self, row: &RecordRow) -> Option<Item> {
        let known = self.libraries.retention.of(&row.kind)?;
        let mut belongs: BTreeSet<Id> = linked(row).collect();
        let datasets: Vec<&RecordRow> =
            belongs.iter().filter_map(|it| self.rows.get(it)).filter(|it| it.kind == DATASET).collect();
        let content = match row.kind == VERSION {
            true => datasets.iter().flat_map(|it| texts(it, "content")).collect(),
            false => Vec::new(),
        };
        belongs.extend(datasets.iter().flat_map(|it| linked(it)).collect::<Vec<_>>());
        let systems = belongs.iter().filter_map(|it| self.rows.get(it)).filter(|it| it.kind == SYSTEM);
        Some(Item {
            kind: row.kind.clone(),
            content,
            countries: systems.flat_map(countries).collect(),
            made: known.made.iter().find_map(|it| date(&row.document, it)),
            entered: Some(day(row.created)),
            out_of_use: known.out_of_use.contains(&row.state).then(|| day(self.entered_state(row))),
            gone: match &known.gone {
                Some(state) => row.state == *state || (row.retired && !holds_something(known, row)),
                None => !holds_something(known, row),
            },
            belongs,
        })
    }

    /// When a record entered its state; what is about to be stored enters a new one now.
    fn entered_state(&self, row: &RecordRow) -> Timestamp {
        self.since.get(&row.id).filter(|it| it.0 == row.state).map_or(row.changed, |it| it.1)
    }
}

/// The rules in force at a moment.
pub(crate) fn rules(at: &Snapshot) -> Result<Vec<Rule>, Error> {
    let all = Query { limit: RULES, ..Query::of(RULE, Visible::All) };
    let mut rows = match at.place {
        None => at.read.list(&all)?,
        Some(_) => at.records(&at.read.list_ids(&Query { retired: true, ..all })?)?,
    };
    rows.retain(|it| it.state == IN_FORCE && !it.retired);
    Ok(rows.iter().map(Rule::of).collect())
}

/// The records whose answers may differ once this rule is stored: every version of data and every other rule.
pub(crate) fn touched(read: &Read, row: &RecordRow) -> Result<Vec<Id>, Error> {
    if row.kind != RULE || !(row.state == IN_FORCE || was_in_force(read, &row.id)?) {
        return Ok(Vec::new());
    }
    let mut ids = Vec::new();
    for kind in [RULE, VERSION] {
        ids.extend(read.list_ids(&Query { retired: true, limit: u32::MAX, ..Query::of(kind, Visible::All) })?);
    }
    ids.retain(|it| *it != row.id);
    Ok(ids)
}

fn was_in_force(read: &Read, id: &Id) -> Result<bool, Error> {
    Ok(read.record(id)?.is_some_and(|it| it.state == IN_FORCE))
}

/// The datasets and AI systems that records name, and those that the datasets name.
fn above(at: &Snapshot, rows: &[RecordRow]) -> Result<HashMap<Id, RecordRow>, Error> {
    let named: BTreeSet<Id> = rows.iter().flat_map(linked).collect();
    let mut found = at.records(&named.iter().cloned().collect::<Vec<_>>())?;
    let further = found.iter().filter(|it| it.kind == DATASET).flat_map(linked);
    let further: BTreeSet<Id> = further.filter(|it| !named.contains(it)).collect();
    found.extend(at.records(&further.into_iter().collect::<Vec<_>>())?);
    found.retain(|it| [DATASET, SYSTEM].contains(&it.kind.as_str()));
    Ok(found.into_iter().map(|it| (it.id.clone(), it)).collect())
}

/// A record itself and all that its document names.
fn linked(row: &RecordRow) -> impl Iterator<Item = Id> {
    let named: Vec<Id> = row.document.keys().flat_map(|it| targets(&row.document, it)).collect();
    named.into_iter().chain([row.id.clone()])
}

fn countries(system: &RecordRow) -> Vec<String> {
    let rows = system.list("countries");
    rows.filter_map(|it| it["country"].as_str()).map(plain).collect()
}

/// Whether a record holds a file or personal values.
fn holds_something(known: &OfKind, row: &RecordRow) -> bool {
    known.values.iter().any(|it| row.document.contains_key(it)) || !crate::evidence::files_in(&row.document).is_empty()
}
