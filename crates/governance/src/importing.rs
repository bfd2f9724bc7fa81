//! An import from file to records: validated without a lock, written in chunks under one batch, repeatable, undoable.
//! Serves ISO/IEC 42001 4.3 and A.4.2: an inventory comes from where it already is.
//!
//! A row that came before is found by its key and changed only where the file changed, so what people edited meanwhile
//! stays. A row that cannot become a record is reported with line, column, value and reason; no row is merged or dropped.

use std::collections::BTreeMap;
use std::sync::Arc;

use record::{Change, Difference, Document, Id, is_blank};
use serde::Serialize;
use serde_json::{Value, json};
use sheet::{Limits, Table};
use store::{OriginRow, RecordRow, Write};

pub use store::BatchRow as Batch;

use crate::aims::{Admission, Committed};
use crate::event::Event;
use crate::import::{Duplicates, Finding, Mapping, Note, Proposal, ReadyRow, RowOutcome, convert, duplicates, propose};
use crate::resolving::Targets;
use crate::{Actor, Aims, Error};

/// Rows that a report shows as they were understood.
const PREVIEW: usize = 20;

/// Rows that are written in one transaction.
const CHUNK: usize = 200;

/// How an import is done.
#[derive(Clone, Default)]
pub struct ImportOptions {
    /// Which column becomes which field; proposed by looking at the file when absent.
    pub mapping: Option<Mapping>,
    /// Only say what would happen.
    pub dry_run: bool,
    /// Told how many of how many rows are done.
    pub progress: Option<crate::bundle::Progress>,
}

/// What came of every row.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ImportReport {
    /// Number by which the import can be undone; none after a dry run, and none when no row brought anything new.
    pub batch: Option<i64>,
    /// Kind of the records.
    pub kind: String,
    /// Name of the file.
    pub file: String,
    /// Digest of the file.
    pub digest: String,
    /// Encoding in which it was read.
    pub encoding: String,
    /// What stands between two cells.
    pub delimiter: Option<char>,
    /// The mapping, as a file.
    pub mapping: String,
    /// What was decided about columns, when the mapping was proposed.
    pub notes: Vec<Note>,
    /// Headers of the file, in its order.
    pub headers: Vec<String>,
    /// The first rows that fit, as they stood and as they were understood.
    pub preview: Vec<Understood>,
    /// Rows of the file.
    pub rows: usize,
    /// Rows that became new records.
    pub created: usize,
    /// Rows that changed a record.
    pub updated: usize,
    /// Rows that changed nothing.
    pub unchanged: usize,
    /// Rows that stand in the errors.
    pub rejected: usize,
    /// Records of other kinds that were made because a row names them.
    pub linked: BTreeMap<String, usize>,
    /// People whom an organisation chart does not name any more, and who are marked as having left.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<Id>,
    /// What changed in records that were there.
    pub changes: Vec<RowChange>,
    /// Rows that the key does not tell apart.
    pub duplicates: Duplicates,
    /// Why rows were rejected.
    pub errors: Vec<RowError>,
    /// What was left out of rows that were not rejected; their cells are kept.
    pub notices: Vec<RowError>,
}

/// A row of the file and what it was understood to say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Understood {
    /// Line of the file.
    pub line: u64,
    /// What became of it: `created`, `updated` or `unchanged`.
    pub outcome: &'static str,
    /// Its cells as they stood.
    pub cells: Vec<String>,
    /// Fields of the record; links to records that are made on the way have numbers that may differ in the end.
    pub document: Document,
}

/// What changed in a record that was there.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RowChange {
    /// The record.
    pub id: Id,
    /// Line of the file.
    pub line: u64,
    /// What differs.
    pub differences: Vec<Difference>,
}

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RowError {
    /// Line of the file, from 1.
    pub line: u64,
    /// Column, from 1; 0 when it is about the row as a whole.
    pub column: usize,
    /// Header of the column.
    pub header: String,
    /// The cell as it stands.
    pub value: String,
    /// What is wrong.
    pub reason: String,
    /// What to do about it.
    pub next: String,
}

impl ImportReport {
    /// Whether every row is accounted for.
    pub fn ok(&self) -> bool {
        self.created + self.updated + self.unchanged + self.rejected == self.rows
    }

    /// The rows that were rejected, cell by cell, as a CSV file that a spreadsheet program may open safely.
    pub fn errors_csv(&self) -> Vec<u8> {
        let row = |it: &RowError| {
            let RowError { line, column, header, value, reason, next } = it.clone();
            [line.to_string(), column.to_string(), header, value, reason, next]
        };
        sheet::write_csv(&["line", "column", "header", "value", "reason", "next"], self.errors.iter().map(row))
    }

    fn counts(&self) -> Value {
        json!({
            "rows": self.rows, "created": self.created, "updated": self.updated,
            "unchanged": self.unchanged, "rejected": self.rejected, "linked": self.linked,
        })
    }

    pub(crate) fn reject(&mut self, line: u64, findings: Vec<Finding>) {
        self.rejected += 1;
        self.errors.extend(findings.into_iter().map(|it| error_of(line, it)));
    }
}

/// A file, read and mapped, before anything is stored.
pub(crate) struct Prepared {
    pub report: ImportReport,
    pub mapping: Mapping,
    pub headers: Vec<String>,
    pub rows: Vec<ReadyRow>,
    /// What rows name and is known already.
    pub targets: Targets,
    /// People whom an organisation chart does not name any more, with the keys under which they came.
    pub leavers: Vec<(Id, String)>,
    /// What the batch is marked with, such as that it is an organisation chart.
    pub mark: Option<(&'static str, Value)>,
}

impl Aims {
    /// Looks at a file and proposes which column becomes which field.
    pub fn propose(&self, kind: &str, name: &str, bytes: &[u8]) -> Result<Proposal, Error> {
        let table = sheet::read(bytes, name, &Limits::default()).map_err(Error::input)?;
        let configuration = self.configuration();
        Ok(propose(configuration.kind(kind)?, &configuration.catalog, &table))
    }

    /// The mapping with what a person wants of its columns, for the file that it is for.
    pub fn choose(
        &self,
        name: &str,
        bytes: &[u8],
        mapping: Mapping,
        wanted: &[crate::import::Wanted],
    ) -> Result<Mapping, Error> {
        let table = sheet::read_as(bytes, name, &mapping.reading(Limits::default())).map_err(Error::input)?;
        let configuration = self.configuration();
        let kind = configuration.kind(&mapping.kind)?;
        Ok(crate::import::choose(mapping, kind, &configuration.catalog, &table, wanted))
    }

    /// Brings the rows of a CSV or XLSX file in as records of a kind.
    pub async fn import(
        &self,
        actor: &Actor,
        kind: &str,
        name: &str,
        bytes: Vec<u8>,
        options: ImportOptions,
    ) -> Result<ImportReport, Error> {
        self.require(actor, "import").await?;
        let (this, kind, name, given) = (self.clone(), kind.to_owned(), name.to_owned(), options.mapping.clone());
        let prepare = move || this.prepare(&kind, &name, &bytes, given);
        let prepared =
            tokio::task::spawn_blocking(prepare).await.map_err(|it| Error::outside("reading the file", it))??;
        match options.dry_run {
            true => self.try_import(actor, prepared).await,
            false => self.run_import(actor, prepared, options.progress).await,
        }
    }

    /// Reads and maps a file, without a lock.
    fn prepare(&self, kind: &str, name: &str, bytes: &[u8], given: Option<Mapping>) -> Result<Prepared, Error> {
        let configuration = self.configuration();
        let shape = configuration.kind(kind)?;
        let table = match &given {
            Some(mapping) => sheet::read_as(bytes, name, &mapping.reading(Limits::default())),
            None => sheet::read(bytes, name, &Limits::default()),
        };
        let table = table.map_err(Error::input)?;
        let (mapping, notes) = match given {
            Some(mapping) if mapping.kind != kind => {
                return Err(Error::input(format!(
                    "the mapping is for `{}`, not for `{kind}`; name its kind",
                    mapping.kind
                )));
            }
            Some(mapping) => (mapping, Vec::new()),
            None => {
                let proposal = propose(shape, &configuration.catalog, &table);
                (proposal.mapping, proposal.notes)
            }
        };
        let outcomes = convert(&mapping, &configuration.catalog, &table).map_err(|it| Error::Input(it.join("; ")))?;
        let mut report = described(kind, name, bytes, &table, &mapping, notes)?;
        let mut rows = Vec::with_capacity(outcomes.len());
        for outcome in outcomes {
            match outcome {
                RowOutcome::Ready(row) => rows.push(row),
                RowOutcome::Rejected(row) => report.reject(row.line, row.findings),
            }
        }
        let headers = table.headers.into_iter().map(|it| it.text).collect();
        let (targets, leavers) = (Targets::default(), Vec::new());
        Ok(Prepared { report, mapping, headers, rows, targets, leavers, mark: None })
    }

    /// Says what an import would do: everything is done, and nothing kept.
    pub(crate) async fn try_import(&self, actor: &Actor, prepared: Prepared) -> Result<ImportReport, Error> {
        let (this, actor) = (self.clone(), actor.clone());
        let work = move |tx: &mut Write| {
            let Prepared { mut report, mapping, headers, rows, targets, leavers, mark } = prepared;
            let batch = begin(tx, &actor, &report, &headers, mark)?;
            let mut run = Run { aims: &this, mapping: &mapping, batch, targets };
            run.chunk(tx, &actor, &rows, &mut report)?;
            this.mark_leavers(tx, &actor, &leavers, &mut report, batch)?;
            Ok(report)
        };
        let mut seen = self.trial(work).await?;
        seen.errors.sort_by_key(|it| (it.line, it.column));
        Ok(seen)
    }

    pub(crate) async fn run_import(
        &self,
        actor: &Actor,
        prepared: Prepared,
        progress: Option<crate::bundle::Progress>,
    ) -> Result<ImportReport, Error> {
        let Prepared { mut report, mapping, headers, rows, mut targets, leavers, mark } = prepared;
        let (who, told) = (actor.clone(), report.clone());
        let batch = self.0.store.write_async(move |tx| begin(tx, &who, &told, &headers, mark)).await?;
        let (mapping, all) = (Arc::new(mapping), rows.len());
        let mut done = 0;
        for chunk in rows.chunks(CHUNK) {
            let (this, who, mapping, chunk) = (self.clone(), actor.clone(), mapping.clone(), chunk.to_vec());
            done += chunk.len();
            let (before, known) = (report.clone(), targets.clone());
            let write = move |tx: &mut Write| {
                let mut report = before;
                let mut run = Run { aims: &this, mapping: &mapping, batch, targets: known };
                run.chunk(tx, &who, &chunk, &mut report)?;
                tx.count_batch(batch, &report.counts())?;
                Ok::<_, Error>((report, run.targets))
            };
            (report, targets) = self.0.store.write_async(write).await?;
            if let Some(progress) = &progress {
                progress(done as u64, all as u64);
            }
        }
        for part in leavers.chunks(CHUNK) {
            let (this, who, part, before) = (self.clone(), actor.clone(), part.to_vec(), report.clone());
            let mark = move |tx: &mut Write| {
                let mut report = before;
                this.mark_leavers(tx, &who, &part, &mut report, batch)?;
                Ok::<_, Error>(report)
            };
            report = self.0.store.write_async(mark).await?;
        }
        report.errors.sort_by_key(|it| (it.line, it.column));
        let left = self.finish(actor, &report, batch).await?;
        report.batch = left.then_some(batch);
        Ok(report)
    }

    /// Closes the batch; an import that changed something is entered in the ledger, and one that left nothing that could
    /// be undone leaves no batch either. Tells whether it left one.
    async fn finish(&self, actor: &Actor, report: &ImportReport, batch: i64) -> Result<bool, Error> {
        let (this, who, counts) = (self.clone(), actor.clone(), report.counts());
        let (changed, digest) = (report.created + report.updated + report.left.len() > 0, report.digest.clone());
        let close = move |tx: &mut Write| {
            tx.end_batch(batch, &counts)?;
            if changed {
                this.enter_in(tx, &who, &Event::new("import").with("batch", batch).with("digest", digest))?;
                return Ok::<_, Error>(true);
            }
            Ok(!tx.drop_empty_batch(batch)?)
        };
        self.0.store.write_async(close).await
    }
}

/// What is known of an import before its rows are looked at.
pub(crate) fn described(
    kind: &str,
    name: &str,
    bytes: &[u8],
    table: &Table,
    mapping: &Mapping,
    notes: Vec<Note>,
) -> Result<ImportReport, Error> {
    Ok(ImportReport {
        kind: kind.to_owned(),
        file: name.to_owned(),
        digest: crate::evidence::digest_of(bytes),
        encoding: table.encoding.clone(),
        delimiter: table.delimiter,
        mapping: mapping.to_toml().map_err(Error::Input)?,
        notes,
        headers: table.headers.iter().map(|it| it.text.clone()).collect(),
        rows: table.rows.len(),
        duplicates: duplicates(&mapping.key, table),
        ..ImportReport::default()
    })
}

fn begin(
    tx: &mut Write,
    actor: &Actor,
    report: &ImportReport,
    headers: &[String],
    mark: Option<(&'static str, Value)>,
) -> Result<i64, Error> {
    let mut mapping =
        json!({ "kind": report.kind, "file": report.file, "headers": headers, "mapping": report.mapping });
    if let Some((name, value)) = mark {
        mapping[name] = value;
    }
    Ok(tx.begin_batch("import", Some(&report.digest), &mapping, &actor.account)?)
}

/// An import at work inside a transaction.
struct Run<'a> {
    aims: &'a Aims,
    mapping: &'a Mapping,
    batch: i64,
    targets: Targets,
}

impl Run<'_> {
    /// Writes some rows; a row that fails is undone by itself and reported.
    fn chunk(
        &mut self,
        tx: &mut Write,
        actor: &Actor,
        rows: &[ReadyRow],
        report: &mut ImportReport,
    ) -> Result<(), Error> {
        let actor = self.aims.with_roles(tx, actor)?;
        let keys: Vec<String> = rows.iter().map(|it| it.key.to_string()).collect();
        let known = tx.origins_by_key(&self.mapping.kind, &keys.iter().map(String::as_str).collect::<Vec<_>>())?;
        for (row, key) in rows.iter().zip(&keys) {
            let targets = self.targets.clone();
            let outcome = tx.savepoint(|tx| self.row(tx, &actor, row, key, known.get(key)));
            match outcome {
                Ok(done) => done.count(row, report),
                Err(Error::Problems(problems)) => {
                    self.targets = targets;
                    let findings = problems.iter().map(|it| self.finding(row, &it.field, &it.message)).collect();
                    report.reject(row.line, findings);
                }
                // A policy that forbids what one row says speaks of that row; whoever may not do such a thing at all is refused the file.
                Err(Error::Refused(refusals)) if refusals.iter().all(|it| it.policy != policy::PERMISSION) => {
                    self.targets = targets;
                    report.reject(row.line, refusals.into_iter().map(|it| forbidden(it.message)).collect());
                }
                Err(error) => return Err(error),
            }
            report.notices.extend(row.notices.iter().cloned().map(|it| error_of(row.line, it)));
        }
        report.linked = self.targets.made().clone();
        Ok(())
    }

    fn row(
        &mut self,
        tx: &mut Write,
        actor: &Actor,
        row: &ReadyRow,
        key: &str,
        known: Option<&OriginRow>,
    ) -> Result<Done, Error> {
        let mut document = row.document.clone();
        for links in &row.links {
            let value = self.targets.resolve(self.aims, tx, actor, links, self.batch, row.line)?;
            if !is_blank(&value) {
                document.insert(links.field.clone(), value);
            }
        }
        let admission = Admission { batch: Some(self.batch), ..Admission::default() };
        let done = match (&row.number, known) {
            (Some(number), _) => {
                let now = self.numbered(tx, actor, number)?;
                self.update(tx, actor, row, &now, now.clone(), document, &admission)?
            }
            (None, Some(origin)) => {
                let missing = || Error::no_record(&origin.record);
                let then = tx.version(&origin.record, origin.version)?.ok_or_else(missing)?.record;
                let now = tx.record(&origin.record)?.ok_or_else(missing)?;
                self.update(tx, actor, row, &then, now, document, &admission)?
            }
            (None, None) => {
                let change = Change::Create { kind: self.mapping.kind.clone(), state: row.state.clone(), document };
                Done::Created(self.aims.apply(tx, actor, &change, &admission)?)
            }
        };
        let cells = json!(row.cells);
        if row.number.is_some() && !done.committed().changed {
            return Ok(done);
        }
        if known.is_none_or(|it| it.cells != cells) || done.committed().changed {
            let Committed { id, version, .. } = done.committed().clone();
            tx.put_origin(&OriginRow {
                record: id,
                batch: self.batch,
                line: row.line,
                key: key.to_owned(),
                version,
                cells,
            })?;
        }
        Ok(done)
    }

    /// The record that a row names by its number, as rows of an export do.
    fn numbered(&self, tx: &Write, actor: &Actor, number: &Id) -> Result<RecordRow, Error> {
        let missing = || {
            Error::problem(
                "id",
                format!(
                    "names `{number}`, which is not a record of this kind that you may see; leave it blank for a new one"
                ),
            )
        };
        let row = tx.record(number)?.filter(|it| it.kind == self.mapping.kind).ok_or_else(missing)?;
        match self.aims.may_read(tx, &self.aims.configuration(), actor, &row)? {
            true => Ok(row),
            false => Err(missing()),
        }
    }

    /// Changes a record that is there, only where the file says something else than `then`, when it was last read.
    #[allow(clippy::too_many_arguments)]
    fn update(
        &self,
        tx: &mut Write,
        actor: &Actor,
        row: &ReadyRow,
        then: &RecordRow,
        now: RecordRow,
        new: Document,
        admission: &Admission,
    ) -> Result<Done, Error> {
        let mut set = Document::new();
        for field in self.fields(row) {
            let (said, says) = (then.document.get(field), new.get(field));
            if said != says && now.document.get(field) != says {
                set.insert(field.to_owned(), says.cloned().unwrap_or(Value::Null));
            }
        }
        let id = now.id.clone();
        let edited =
            self.aims.apply(tx, actor, &Change::Edit { id: id.clone(), base: None, set, why: None }, admission)?;
        let wanted = row.state.as_ref().filter(|it| **it != then.state && **it != now.state);
        let Some(wanted) = wanted else { return Ok(Done::Updated(edited)) };
        let configuration = self.aims.configuration();
        let kind = configuration.kind(&now.kind)?;
        let Some(transition) = kind.transitions_from(&now.state).find(|it| it.to == **wanted) else {
            let problem =
                format!("is {} and the file says {wanted}; no transition leads there, move it by hand", now.state);
            return Err(Error::problem("state", problem));
        };
        let why = Some(format!("import {}", self.batch));
        let change = Change::Move { id, base: None, transition: transition.name.clone(), set: Document::new(), why };
        let moved = self.aims.apply(tx, actor, &change, admission)?;
        Ok(Done::Updated(Committed { differences: edited.differences, ..moved }))
    }

    /// Fields about which the file speaks.
    fn fields<'a>(&'a self, row: &'a ReadyRow) -> Vec<&'a str> {
        let mapped = self.mapping.columns.iter().map(|it| it.field.as_str()).filter(|it| *it != "state");
        let mut fields: Vec<&str> = mapped
            .chain(row.document.keys().map(String::as_str))
            .chain(row.links.iter().map(|it| it.field.as_str()))
            .collect();
        fields.sort_unstable();
        fields.dedup();
        fields
    }

    /// A problem with a field, told about the column that fills it.
    fn finding(&self, row: &ReadyRow, field: &str, message: &str) -> Finding {
        let column = self.mapping.columns.iter().find(|it| it.field == field);
        let value = column.and_then(|it| row.cells.get(it.position - 1)).cloned().unwrap_or_default();
        Finding {
            position: column.map_or(0, |it| it.position),
            header: column.map(|it| it.header.clone()).unwrap_or_default(),
            value,
            reason: format!("`{field}` {message}"),
            next: "correct the cell, or its value under the column's `values` in the mapping".to_owned(),
        }
    }
}

/// A row of which a policy forbids what it says.
fn forbidden(reason: String) -> Finding {
    let next = "correct the row; the others are not held up by it".to_owned();
    Finding { position: 0, header: String::new(), value: String::new(), reason, next }
}

/// What became of a row.
enum Done {
    Created(Committed),
    Updated(Committed),
}

impl Done {
    fn committed(&self) -> &Committed {
        match self {
            Done::Created(it) | Done::Updated(it) => it,
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Done::Created(_) => "created",
            Done::Updated(it) if it.changed || !it.differences.is_empty() => "updated",
            Done::Updated(_) => "unchanged",
        }
    }

    fn count(self, row: &ReadyRow, report: &mut ImportReport) {
        if report.preview.len() < PREVIEW {
            let (cells, document) = (row.cells.clone(), self.committed().document.clone());
            report.preview.push(Understood { line: row.line, outcome: self.name(), cells, document });
        }
        match self {
            Done::Created(_) => report.created += 1,
            Done::Updated(it) if it.changed || !it.differences.is_empty() => {
                report.updated += 1;
                report.changes.push(RowChange { id: it.id, line: row.line, differences: it.differences });
            }
            Done::Updated(_) => report.unchanged += 1,
        }
    }
}

fn error_of(line: u64, finding: Finding) -> RowError {
    let Finding { position, header, value, reason, next } = finding;
    RowError { line, column: position, header, value, reason, next }
}
