//! Bringing an organisation chart in: people come, change and leave as the file says, and history and undoing are those of every import.
//! Serves ISO/IEC 42001 5.3.
//!
//! Who came in by a chart and does not stand in the next one has left on that day, and is back with the next one that names them. A person whom people entered before is found
//! by e-mail address.

use std::collections::{BTreeMap, BTreeSet};

use record::{Change, Document, Id};
use serde_json::{Value, json};
use store::{OriginRow, Query, Read, RecordRow, Visible, Write};

use crate::aims::Admission;
use crate::derived::day;
use crate::import::chart::{Chart, Known, chart, key_of};
use crate::importing::{ImportOptions, ImportReport, Prepared, described};
use crate::resolving::Targets;
use crate::responsibility::PERSON;
use crate::{Actor, Aims, Error};

/// Most people that are read.
const MOST: u32 = 200_000;
/// The line under which the first person is noted who stands in no row.
const AFTER_ROWS: u64 = 10_000_000;
/// The mark of imports that were charts.
pub(crate) const CHART: &str = "chart";

impl Aims {
    /// Brings an organisation chart in, or says what would come of it.
    pub async fn import_chart(
        &self,
        actor: &Actor,
        name: &str,
        bytes: Vec<u8>,
        options: ImportOptions,
    ) -> Result<ImportReport, Error> {
        self.require(actor, "import").await?;
        if options.mapping.is_some() {
            return Err(Error::input(
                "an organisation chart takes no mapping; import the people as kind `person` instead",
            ));
        }
        let (this, name) = (self.clone(), name.to_owned());
        let prepared = self.0.store.read_async(move |read| this.charted(read, &name, &bytes)).await?;
        match options.dry_run {
            true => self.try_import(actor, prepared).await,
            false => self.run_import(actor, prepared, options.progress).await,
        }
    }

    fn charted(&self, read: &Read, name: &str, bytes: &[u8]) -> Result<Prepared, Error> {
        let configuration = self.configuration();
        let Chart { table, mapping, notes, mut ready, rejected, outside } =
            chart(&configuration.catalog, name, bytes).map_err(|it| Error::problem("", it))?;
        let mut report = described(PERSON, name, bytes, &table, &mapping, notes)?;
        let listed = table.rows.iter().filter_map(|it| it.cells.get(mapping.key.columns.first()?.position - 1));
        let listed: BTreeSet<String> = listed.map(|it| key_of(it)).collect();
        let people = read.list(&Query { limit: MOST, ..Query::of(PERSON, Visible::All) })?;
        let charted = charted_before(read)?;
        let keys: Vec<&str> = listed.iter().map(String::as_str).collect();
        let origins = read.origins_by_key(PERSON, &keys)?;
        let (mut known, mut addresses) = (Known::default(), Known::default());
        for it in &people {
            addresses.add(&it.id, it.text("email"));
            known.add(
                &it.id,
                [Some(it.id.to_string().as_str()), it.text("email"), it.text("title")].into_iter().flatten(),
            );
        }
        let mut targets = Targets::default();
        for link in outside {
            if let Some(id) = known.one(&link.value) {
                targets.know(link, id.clone());
            }
        }
        let today = day(self.clock()).to_string();
        let by_number: BTreeMap<&Id, &RecordRow> = people.iter().map(|it| (&it.id, it)).collect();
        for row in &mut ready {
            let address = row.document.get("email").and_then(Value::as_str).and_then(|it| addresses.one(it));
            if let Some(id) = address.filter(|_| !origins.contains_key(&row.key.to_string())) {
                row.number = Some(id.clone());
                targets.know_key(PERSON, row.key.parts.concat(), id.clone());
            }
            let origin = origins.get(&row.key.to_string());
            let before = row.number.as_ref().or(origin.map(|it| &it.record)).and_then(|it| by_number.get(it));
            let until = before.and_then(|it| it.text("until"));
            if row.state.as_deref() == Some("left") {
                row.document.entry("until").or_insert_with(|| json!(until.unwrap_or(&today)));
                continue;
            }
            // Who left because a chart did not name them is back with one that does; whom somebody let go stays away.
            let gone = |it: &OriginRow| {
                Ok::<_, Error>(read.version(&it.record, it.version)?.is_some_and(|it| it.record.state == "left"))
            };
            if before.is_some_and(|it| it.state == "left") && origin.map(gone).transpose()?.unwrap_or_default() {
                row.state.get_or_insert_with(|| "active".to_owned());
                if until.is_some_and(|it| *it <= *today) {
                    row.document.entry("until").or_insert(Value::Null);
                }
            }
        }
        rejected.into_iter().for_each(|it| report.reject(it.line, it.findings));
        let stays: BTreeSet<Id> = ready.iter().filter_map(|it| it.number.clone()).collect();
        let leavers = people.iter().filter(|it| !stays.contains(&it.id) && it.state != "left");
        let leavers = leavers.filter_map(|it| charted.get(&it.id).map(|key| (it.id.clone(), key.clone())));
        let leavers = leavers.filter(|(_, key)| !listed.contains(key)).collect();
        let headers = table.headers.into_iter().map(|it| it.text).collect();
        Ok(Prepared { report, mapping, headers, rows: ready, targets, leavers, mark: Some((CHART, json!(true))) })
    }

    /// Marks people as having left whom a chart does not name any more; each can be undone with the import.
    pub(crate) fn mark_leavers(
        &self,
        tx: &mut Write,
        actor: &Actor,
        leavers: &[(Id, String)],
        report: &mut ImportReport,
        batch: i64,
    ) -> Result<(), Error> {
        let (actor, last) = (self.with_roles(tx, actor)?, day(self.clock()).to_string());
        let admission = Admission { batch: Some(batch), ..Admission::default() };
        for (id, key) in leavers {
            let missing = || Error::no_record(id);
            let row: RecordRow = tx.record(id)?.ok_or_else(missing)?;
            let mut set = Document::new();
            if row.text("until").is_none_or(|it| *it > *last) {
                set.insert("until".to_owned(), json!(last));
            }
            let why = Some("the organisation chart does not name the person any more".to_owned());
            let change = Change::Move { id: id.clone(), base: None, transition: "leave".to_owned(), set, why };
            let done = self.apply(tx, &actor, &change, &admission)?;
            // Behind all rows, so that undoing finds each once.
            let line = AFTER_ROWS + report.left.len() as u64;
            let cells = json!([CHART]);
            tx.put_origin(&OriginRow {
                record: id.clone(),
                batch,
                line,
                key: key.clone(),
                version: done.version,
                cells,
            })?;
            report.left.push(id.clone());
        }
        Ok(())
    }
}

/// The people who came in by charts that stand, with the keys under which they did.
fn charted_before(read: &Read) -> Result<BTreeMap<Id, String>, Error> {
    let mut found = BTreeMap::new();
    let charts = read.batches(1_000)?.into_iter().filter(|it| it.undone.is_none() && it.mapping[CHART] == true);
    for batch in charts {
        let mut after = 0;
        loop {
            let page = read.origins_in(batch.id, after, 5_000)?;
            let Some(last) = page.last() else { break };
            after = last.line;
            for it in page.into_iter().filter(|it| it.cells != Value::Array(Vec::new())) {
                found.entry(it.record).or_insert(it.key);
            }
        }
    }
    Ok(found)
}
