//! The cache of derived values, kept true by the writer and by a job.

use std::collections::HashMap;

use record::{Catalog, Id};
use serde_json::Value;
use store::{Query, Read, RecordRow, StandingRow, Visible, Write};

use crate::derivable::{DERIVED, derive};
use crate::derived::{Snapshot, Standing};
use crate::terms::{derivatives, term};
use crate::{Aims, Configuration, Error};

/// Most values that one round of the job renews.
const ROUND: u32 = 500;
/// Records that are compared, and renewed in one transaction, where all of them are.
const AT_ONCE: usize = 200;

/// The derived values of a record that is about to be stored.
pub(crate) fn own(
    aims: &Aims,
    tx: &Read,
    configuration: &Configuration,
    row: &RecordRow,
) -> Result<Vec<Standing>, Error> {
    match DERIVED.iter().any(|it| it.kind == row.kind) {
        true => {
            Ok(answers(tx, configuration, aims.clock(), None, std::slice::from_ref(row))?.pop().unwrap_or_default())
        }
        false => Ok(Vec::new()),
    }
}

/// The records whose derived values depend on one that changes.
pub(crate) fn dependents(tx: &Read, catalog: &Catalog, row: &RecordRow) -> Result<Vec<RecordRow>, Error> {
    let mut ids: Vec<Id> = crate::data::lineage::touched(tx, row)?.into_iter().collect();
    ids.extend(crate::tiering::answers::touched(tx, row)?);
    ids.extend(crate::bodies::answers::touched(tx, row)?);
    ids.extend(crate::data::supplier::around::touched(tx, catalog, row, &ids)?);
    ids.extend(crate::allocation::around::touched(tx, catalog, row, &ids)?);
    ids.extend(crate::consequences::around::touched(tx, row)?);
    ids.extend(crate::data::retention::around::touched(tx, row)?);
    ids.extend(crate::conflicts::answers::touched(tx, row)?);
    ids.extend(crate::monitoring::touched(row));
    ids.extend(crate::packing::answers::touched(tx, row)?);
    ids.extend(crate::risking::beside::touched(tx, row)?);
    ids.extend(crate::competence::answers::touched(tx, row)?);
    ids.extend(crate::access::around::touched(tx, catalog, row)?);
    if row.version == 1 && ids.is_empty() {
        // Nothing else can depend on a record that did not exist.
        return Ok(Vec::new());
    }
    let dependent = |field: &str, kind: &str| DERIVED.iter().any(|it| it.kind == kind && it.through == Some(field));
    let links = tx.links_to(&row.id, None)?;
    ids.extend(links.into_iter().filter(|it| dependent(&it.field, &it.end.kind)).map(|it| it.end.id));
    ids.sort();
    ids.dedup();
    let mut rows = tx.records(&ids)?;
    rows.retain(|row| DERIVED.iter().any(|it| it.kind == row.kind));
    Ok(rows)
}

/// Renews the derived values of these records, those that differ.
pub(crate) fn refresh(
    aims: &Aims,
    tx: &mut Write,
    configuration: &Configuration,
    rows: &[RecordRow],
) -> Result<(), Error> {
    renew(aims, tx, configuration, rows, false)
}

/// Renews the derived values of these records; with `every`, what makes them findable too where no value differs.
pub(crate) fn renew(
    aims: &Aims,
    tx: &mut Write,
    configuration: &Configuration,
    rows: &[RecordRow],
    every: bool,
) -> Result<(), Error> {
    if rows.is_empty() {
        return Ok(());
    }
    let answers = answers(tx, configuration, aims.clock(), None, rows)?;
    let mut held = all_held(tx, rows)?;
    for (row, standings) in rows.iter().zip(answers) {
        let held = held.remove(&row.id).unwrap_or_default();
        if !every && same(row, &standings, &held) {
            continue;
        }
        let kind = configuration.kind(&row.kind)?;
        let derive = |row: &RecordRow| {
            let mut derived = derivatives(kind, row);
            derived.terms.extend(terms(&standings));
            derived
        };
        tx.rebuild_record(&row.id, &derive)?;
        keep(tx, row, &standings, &held)?;
    }
    Ok(())
}

/// The derived values that the cache holds of these records.
fn all_held(tx: &Read, rows: &[RecordRow]) -> Result<HashMap<Id, Vec<StandingRow>>, Error> {
    let ids: Vec<Id> = rows.iter().map(|it| it.id.clone()).collect();
    let mut held: HashMap<Id, Vec<StandingRow>> = HashMap::new();
    for it in tx.standings(&ids, &[])? {
        held.entry(it.record.clone()).or_default().push(it);
    }
    Ok(held)
}

/// Those of these records whose derived values are not those that are kept.
fn stale(read: &Read, configuration: &Configuration, time: jiff::Timestamp, ids: &[Id]) -> Result<Vec<Id>, Error> {
    let rows = read.records(ids)?;
    let mut held = all_held(read, &rows)?;
    let answers = answers(read, configuration, time, None, &rows)?;
    let other = rows.iter().zip(answers).filter(|(row, it)| !same(row, it, &held.remove(&row.id).unwrap_or_default()));
    Ok(other.map(|it| it.0.id.clone()).collect())
}

/// Every record of a kind that has derived values.
fn derivable(read: &Read) -> Result<Vec<Vec<Id>>, Error> {
    let all = |kind: &str| Query { retired: true, limit: u32::MAX, ..Query::of(kind, Visible::All) };
    crate::derivable::kinds().into_iter().map(|kind| Ok(read.list_ids(&all(kind))?)).collect()
}

/// Whether these derived values are those that are kept.
fn same(row: &RecordRow, standings: &[Standing], held: &[StandingRow]) -> bool {
    held.len() == standings.len() && standings.iter().all(|it| held.contains(&kept(row, it)))
}

/// Keeps derived values that differ from those kept, and queues the telling of those that the clock will change.
pub(crate) fn keep(tx: &mut Write, row: &RecordRow, standings: &[Standing], held: &[StandingRow]) -> Result<(), Error> {
    let wanted: Vec<StandingRow> = standings.iter().map(|it| kept(row, it)).collect();
    if held.len() == wanted.len() && wanted.iter().all(|it| held.contains(it)) {
        return Ok(());
    }
    tx.delete_standings(&row.id)?;
    for standing in &wanted {
        crate::due::queue_overdue(tx, standing)?;
        tx.put_standing(standing)?;
    }
    Ok(())
}

/// The derived values that the cache holds of a record.
pub(crate) fn held(tx: &Read, row: &RecordRow) -> Result<Vec<StandingRow>, Error> {
    match row.version > 1 && DERIVED.iter().any(|it| it.kind == row.kind) {
        true => Ok(tx.standings(std::slice::from_ref(&row.id), &[])?),
        false => Ok(Vec::new()),
    }
}

/// A derived value as the cache holds it.
fn kept(row: &RecordRow, standing: &Standing) -> StandingRow {
    StandingRow {
        record: row.id.clone(),
        name: standing.name.clone(),
        value: standing.value.clone(),
        why: Value::from(standing.why.clone()),
        until: standing.until,
    }
}

/// The derived values of these records at a moment, which is also a place of the ledger unless it is now.
pub(crate) fn answers(
    read: &Read,
    configuration: &Configuration,
    time: jiff::Timestamp,
    place: Option<u64>,
    rows: &[RecordRow],
) -> Result<Vec<Vec<Standing>>, Error> {
    answered(&Snapshot::new(read, configuration, time, place), rows)
}

/// The derived values of these records as of the moment of a snapshot.
pub(crate) fn answered(at: &Snapshot, rows: &[RecordRow]) -> Result<Vec<Vec<Standing>>, Error> {
    let fields = |kind: &str| {
        let fields = at.catalog.kind(kind).map(|it| it.fields.as_slice()).unwrap_or_default();
        fields.iter().filter_map(|it| Some((it.name.clone(), it.derived.clone()?))).collect()
    };
    derive(at, fields, rows)
}

impl Aims {
    /// How many records would derive other values under a configuration than those that are kept.
    pub(crate) fn underived(&self, read: &Read, configuration: &Configuration) -> Result<u64, Error> {
        let mut all = 0;
        for part in derivable(read)?.iter().flat_map(|it| it.chunks(AT_ONCE)) {
            all += stale(read, configuration, self.clock(), part)?.len() as u64;
        }
        Ok(all)
    }

    /// Renews the derived values of all records, those that differ, a bounded number in one transaction; returns of how many.
    pub(crate) fn renew_derived(&self) -> Result<u64, Error> {
        let mut all = 0;
        let ids = self.0.store.read(derivable)?;
        for part in ids.iter().flat_map(|it| it.chunks(AT_ONCE)) {
            let stale = self.0.store.read(|read| stale(read, &self.configuration(), self.clock(), part))?;
            if stale.is_empty() {
                continue;
            }
            all += stale.len() as u64;
            let this = self.clone();
            let renew = move |tx: &mut Write| refresh(&this, tx, &this.configuration(), &tx.records(&stale)?);
            self.0.store.write(renew)?;
        }
        Ok(all)
    }

    /// Renews what the clock has overtaken; returns how many records that were.
    pub async fn refresh_expired(&self) -> Result<u32, Error> {
        let now = self.clock();
        let some =
            self.0.store.read_async(move |read| Ok::<_, Error>(!read.standings_expired(now, 1)?.is_empty())).await?;
        if !some {
            return Ok(0);
        }
        let this = self.clone();
        let renew = move |tx: &mut Write| {
            let expired = tx.standings_expired(now, ROUND)?;
            let mut ids: Vec<Id> = expired.into_iter().map(|it| it.record).collect();
            ids.dedup();
            let rows = tx.records(&ids)?;
            refresh(&this, tx, &this.configuration(), &rows)?;
            Ok(rows.len() as u32)
        };
        self.0.store.write_async(renew).await
    }
}

/// Derived values as lists filter and sort by them.
pub(crate) fn terms(standings: &[Standing]) -> Vec<store::Term> {
    // Of several values each is found by itself.
    let one = |it: &Standing| match &it.value {
        Value::Array(all) => all.iter().map(|value| term(&it.name, &as_text(value), None)).collect(),
        value => vec![term(&it.name, &as_text(value), value.as_f64())],
    };
    standings.iter().flat_map(one).collect()
}

fn as_text(value: &Value) -> String {
    match value {
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
