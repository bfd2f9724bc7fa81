//! A file as an event log, a log held against a model, and runs that are kept: what a log or records showed on a day, as a measurement of the
//! statement.

use std::io::Write as _;
use std::path::Path;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use record::{Document, Id};
use serde::Serialize;
use serde_json::{Value, json};
use store::{Read, RecordRow, Visible};

use super::asserted::{assertion, exceptions, model};
use super::library::Practice;
use super::log::events::{Log, Row};
use super::log::model::Model;
use super::log::told::{Share, Told, told};
use super::tested::{Tested, tested};
use crate::access::held::cells;
use crate::aims::Committed;
use crate::derived::{Snapshot, date, day};
use crate::documents::STATEMENT;
use crate::evidence::digest_of;
use crate::measuring::KIND;
use crate::{Actor, Aims, Error, Via};

/// The name of the number that a run is kept for.
const CONFORMANCE: &str = "conformance";
/// What a run of a log is of.
pub(crate) const OF_LOG: &str = "log";
/// What a run of records is of.
pub(crate) const OF_RECORDS: &str = "records";

/// A run that was kept.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Run {
    /// The measurement.
    pub id: Id,
    /// The day.
    pub on: Option<Date>,
    /// What was kept, of what was judged.
    pub share: Option<Share>,
    /// `pass`, `fail` or `not_assessable`.
    pub verdict: String,
    /// Whether a log was looked at, rather than records.
    pub of_log: bool,
    /// Steps that are frequent and documented nowhere.
    pub without_policy: u64,
}

/// Reads a log and holds it against a model; `path` is where the bytes lie, where that is a file.
///
/// Errors: mistakes of the model, a file that cannot be read, columns that are missing, more rows than are read.
pub fn held_against(
    practice: &Practice,
    model: &str,
    (name, bytes): (&str, &[u8]),
    path: Option<&Path>,
) -> Result<Told, Error> {
    let model = Model::read(model).map_err(|it| Error::problem("model", it.join("; ")))?;
    Ok(told(&model, &read_log(practice, (name, bytes), path)?, &practice.log))
}

fn read_log(practice: &Practice, (name, bytes): (&str, &[u8]), path: Option<&Path>) -> Result<Log, Error> {
    let kept = match path {
        Some(_) => None,
        None => Some(beside(bytes)?),
    };
    let read = cells(name, bytes, path.or(kept.as_ref().map(|it| it.path())))?;
    if read.rows.len() > practice.log.rows {
        return Err(Error::TooLarge(format!(
            "`{name}` has {} rows; {} are read at most",
            read.rows.len(),
            practice.log.rows
        )));
    }
    let place = |known: &[String]| {
        known.iter().find_map(|it| read.headers.iter().position(|of| of.trim().to_lowercase().replace('_', " ") == *it))
    };
    let need = |what: &str, known: &[String]| {
        let lacks =
            || Error::problem(OF_LOG, format!("has no column that tells the {what}; name one {}", known.join(" or ")));
        place(known).ok_or_else(lacks)
    };
    let columns = &practice.columns;
    let (case, activity) = (need("case", &columns.case)?, need("activity", &columns.activity)?);
    let (time, who) = (need("time", &columns.time)?, place(&columns.who));
    let cell = |row: &[String], at: usize| row.get(at).map(|it| it.trim().to_owned()).unwrap_or_default();
    // The header is the first line.
    Ok(Log::gather(read.rows.iter().zip(2..).map(|(row, line)| Row {
        line,
        case: cell(row, case),
        activity: cell(row, activity),
        time: moment(&cell(row, time)).map(|it| it.as_microsecond()),
        who: who.map(|it| cell(row, it)).unwrap_or_default(),
    })))
}

/// The bytes as a file, which formats of columns need.
fn beside(bytes: &[u8]) -> Result<tempfile::NamedTempFile, Error> {
    let failed = |it: std::io::Error| Error::outside("keeping a log while it is read", it);
    let mut file = tempfile::NamedTempFile::new().map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    Ok(file)
}

/// A moment; one without a zone is in UTC. A day alone is none, since it does not order what was done on it.
fn moment(text: &str) -> Option<Timestamp> {
    let local = || text.parse::<DateTime>().ok().filter(|_| text.len() > "2026-01-31".len());
    text.parse::<Timestamp>().ok().or_else(|| Some(local()?.to_zoned(TimeZone::UTC).ok()?.timestamp()))
}

impl Aims {
    /// Holds a log against the paths that a statement allows, and keeps what it shows as a measurement of the statement.
    pub async fn keep_log_run(
        &self,
        actor: &Actor,
        id: &Id,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<(Told, Committed), Error> {
        let (this, who, of) = (self.clone(), actor.clone(), id.clone());
        let find = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            statement(this.readable(read, &who, &of, None)?)
        };
        let row = self.0.store.read_async(find).await?;
        if model(&row).ok().flatten().is_none() {
            return Err(Error::problem(
                "model",
                "says no allowed paths, so that no log can be held against it; write them first",
            ));
        }
        let (text, configuration) = (row.text("model").unwrap_or_default().to_owned(), self.configuration());
        let (file, digest) = (name.to_owned(), digest_of(&bytes));
        let work = move || held_against(&configuration.libraries.practice, &text, (&file, &bytes), None);
        let told = crate::due::blocking(work).await?;
        let without = told.steps.iter().filter(|it| it.without_policy).count();
        let verdict = verdict(told.conforming, without as u64);
        let mut values = vec![number(CONFORMANCE, OF_LOG, told.conforming)];
        values.extend(told.sorts.iter().map(|it| {
            json!({ "metric": "deviating_cases", "of": it.sort.name(), "value": it.cases, "n": told.conforming.map(|it| it.n) })
        }));
        let undocumented = told.steps.iter().filter(|it| it.without_policy);
        values.extend(
            undocumented.map(|it| number("without_policy", &format!("{} → {}", it.from, it.to), Some(it.share))),
        );
        let kept = self.keep(actor, &row, verdict, values, (&told, Some(digest))).await?;
        Ok((told, kept))
    }

    /// Keeps what records show of a statement now, as a measurement of it.
    pub async fn keep_records_run(&self, actor: &Actor, id: &Id) -> Result<(Tested, Committed), Error> {
        let (this, who, of) = (self.clone(), actor.clone(), id.clone());
        let look = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let row = statement(this.readable(read, &who, &of, None)?)?;
            let at = this.snapshot(read, None);
            let known = assertion(&at.catalog, &row.document).map_err(Error::Problems)?.filter(|it| it.asserts());
            let says = "asserts nothing of records, so that there is nothing to run; say in `records` and `holds` what must be so";
            let known = known.ok_or_else(|| Error::problem("records", says))?;
            let told = tested(&at, &known, &exceptions(&row.document), &this.visible(read, &who)?)?;
            Ok::<_, Error>((row, told))
        };
        let (row, told) = self.0.store.read_async(look).await?;
        let values = vec![
            number(CONFORMANCE, OF_RECORDS, told.share),
            json!({ "metric": "excepted", "of": OF_RECORDS, "value": told.excepted.len() }),
        ];
        let kept = self.keep(actor, &row, verdict(told.share, 0), values, (&told, None)).await?;
        Ok((told, kept))
    }

    /// Keeps a run with the digest of the log that was read, or of what was told of records.
    async fn keep(
        &self,
        actor: &Actor,
        row: &RecordRow,
        verdict: &str,
        values: Vec<Value>,
        (report, log): (&impl Serialize, Option<String>),
    ) -> Result<Committed, Error> {
        let report = serde_json::to_vec_pretty(report).map_err(Error::input)?;
        let fields = [
            ("title", json!(format!("{}: policy and practice", row.title))),
            ("family", json!("other")),
            ("verdict", json!(verdict)),
            ("values", json!(values)),
            ("engine", json!(concat!("aims ", env!("CARGO_PKG_VERSION")))),
            ("data_digest", json!(log.unwrap_or_else(|| digest_of(&report)))),
        ];
        let mut document: Document = fields.into_iter().map(|(name, it)| (name.to_owned(), it)).collect();
        document.extend(row.owner.iter().map(|it| ("owner".to_owned(), json!(it))));
        document.extend(row.unit.iter().map(|it| ("unit".to_owned(), json!(it))));
        self.keep_measurement(actor, &row.id, None, document, report, None).await
    }

    /// Runs what records can show of statements whose schedule says so; nothing is written where none is due.
    pub(crate) async fn practise_due(&self) -> Result<(), Error> {
        let this = self.clone();
        let due = move |read: &Read| super::whole::due(&this.snapshot(read, None));
        for id in self.0.store.read_async(due).await? {
            self.keep_records_run(&Actor::operator(Via::System), &id).await?;
        }
        Ok(())
    }
}

fn statement(row: RecordRow) -> Result<RecordRow, Error> {
    match row.kind == STATEMENT {
        true => Ok(row),
        false => Err(Error::Missing(format!("{} is no statement of a policy", row.id))),
    }
}

fn verdict(share: Option<Share>, without_policy: u64) -> &'static str {
    match share {
        None => "not_assessable",
        Some(it) if it.k == it.n && without_policy == 0 => "pass",
        Some(_) => "fail",
    }
}

fn number(metric: &str, of: &str, share: Option<Share>) -> Value {
    match share {
        Some(it) => json!({ "metric": metric, "of": of, "value": it.value, "low": it.low, "high": it.high, "n": it.n }),
        None => json!({ "metric": metric, "of": of, "verdict": "not_assessable" }),
    }
}

/// The runs of these statements, the newest last.
pub(crate) fn runs(at: &Snapshot, statements: &[Id], visible: &Visible) -> Result<Vec<(Id, Run)>, Error> {
    let query = store::Query { limit: super::MOST, as_of: at.place, ..store::Query::of(KIND, visible.clone()) };
    let of =
        |row: &RecordRow| crate::data::lineage::targets(&row.document, "of").pop().filter(|it| statements.contains(it));
    let mut found: Vec<(Id, Run)> =
        at.read.list(&query)?.iter().filter_map(|it| Some((of(it)?, run(it, at.libraries.practice.level)?))).collect();
    found.sort_by_key(|it| (it.1.on, it.1.id.number));
    Ok(found)
}

/// Whether a measurement is a run of a statement.
pub(crate) fn is_run(row: &RecordRow) -> bool {
    row.list("values").any(|it| it.get("metric").and_then(Value::as_str) == Some(CONFORMANCE))
}

/// A measurement as a run; nothing where it is of something else.
fn run(row: &RecordRow, level: f64) -> Option<Run> {
    let text = |it: &Value, name: &str| it.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let main = row.list("values").find(|it| text(it, "metric") == CONFORMANCE)?;
    let n = main.get("n").and_then(Value::as_u64).unwrap_or_default();
    let kept = main.get("value").and_then(Value::as_f64).map(|it| (it * n as f64).round() as u64);
    Some(Run {
        id: row.id.clone(),
        on: date(&row.document, "measured_on"),
        share: kept.and_then(|it| Share::of(it.min(n), n, level)),
        verdict: row.text("verdict").unwrap_or_default().to_owned(),
        of_log: text(main, "of") == OF_LOG,
        without_policy: row.list("values").filter(|it| text(it, "metric") == "without_policy").count() as u64,
    })
}

/// The day on which a statement is to be run again.
pub(super) fn due_on(at: &Snapshot, row: &RecordRow, last: Option<Date>) -> Option<Date> {
    let every: Span = row.text("every")?.parse().ok()?;
    match last {
        Some(last) => last.checked_add(every).ok(),
        None => Some(day(at.time)),
    }
}
