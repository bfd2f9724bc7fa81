//! A log as records: the log with its file and report, one finding an alert, one escalation for all of them, and the use of grants, all
//! in one transaction or none.
//!
//! The same bytes are brought in once. Volume stays in files: a log is one record, however many lines it has.

use std::collections::HashMap;

use jiff::Timestamp;
use record::{Change, Document, Id};
use serde_json::{Value, json};
use store::{Condition, Query, Read, RecordRow, Visible, Write};

use super::escalation::escalation;
use super::judge::{Judged, Known, judge};
use super::names::Names;
use super::reading::{Mapping, Meanings, read};
use super::rules::{Fields, Given};
use super::usual::Usual;
use super::{Alert, Events, Rejected};
use crate::access::around::{Around, gone, held};
use crate::access::limits::{Limits, Rule, span};
use crate::access::{GRANT, LOG, grant};
use crate::aims::Admission;
use crate::data::DATASET;
use crate::derived::day;
use crate::{Actor, Aims, Error};

/// Most findings of one log; what is beyond stands in its report.
const FINDINGS: usize = 200;
/// Most lines that a finding names.
const LINES: usize = 20;

/// A log that is to be brought in.
#[derive(Debug, Clone)]
pub struct LogFile {
    /// Name of the file.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The mapping, as TOML.
    pub mapping: Option<String>,
    /// The warehouse or system that wrote it, where the mapping does not say.
    pub source: Option<String>,
}

/// What became of a log.
#[derive(Debug, Clone, serde::Serialize)]
pub struct LogReport {
    /// The record of the log; nothing when it was only tried.
    pub id: Option<Id>,
    /// Whether it was brought in now; otherwise the same bytes had been before.
    pub made: bool,
    /// Digest of its bytes.
    pub digest: String,
    /// The warehouse or system that wrote it.
    pub source: String,
    /// Accesses.
    pub rows: usize,
    /// Lines that were not understood.
    pub rejected: Vec<Rejected>,
    /// Alerts.
    pub alerts: Vec<Alert>,
    /// The findings that stand for them, in the same order.
    pub findings: Vec<Id>,
    /// The escalation that tells of them, where there are any.
    pub escalation: Option<Id>,
    /// What is usual for each dataset.
    pub usual: Vec<Usual>,
    /// What could not be judged.
    pub notes: Vec<String>,
}

/// A log that was read and judged.
struct Seen {
    events: Events,
    judged: Judged,
    stewards: HashMap<Id, RecordRow>,
    mapping: Mapping,
}

impl Aims {
    /// Brings a log in, raises what it shows, and counts the use of grants; the same bytes are brought in once.
    pub async fn import_access_log(&self, actor: &Actor, file: LogFile) -> Result<LogReport, Error> {
        self.require(actor, "import").await?;
        let digest = crate::evidence::digest_of(&file.bytes);
        let (this, who, wanted, asked) = (self.clone(), actor.clone(), digest.clone(), file.clone());
        let look = move |read: &Read| match known(read, &wanted)? {
            Some(row) => Ok::<_, Error>(Err(this.seen_before(read, &who, &row)?)),
            None => Ok(Ok(this.judged(read, &asked)?)),
        };
        let seen = match self.0.store.read_async(look).await? {
            Ok(seen) => seen,
            Err(report) => return Ok(report),
        };
        let source = file.source.clone().or(seen.mapping.source.clone()).unwrap_or_else(|| "warehouse".to_owned());
        let report = report(&seen, digest, source);
        let log = self.put_file(actor, &file.name, file.bytes).await?;
        let whole = serde_json::to_vec_pretty(&report).map_err(Error::input)?;
        let whole = self.put_file(actor, "access-report.json", whole).await?;
        let fields = log_fields(&seen, &report, json!(log), json!(whole));
        let (this, who) = (self.clone(), actor.clone());
        let enter = move |tx: &mut Write| this.enter_log(tx, &who, &seen, report.clone(), fields.clone());
        self.denied(actor, self.0.store.write_async(enter).await).await
    }

    /// What is known of a log whose bytes were brought in before, as far as this person may see it.
    fn seen_before(&self, read: &Read, actor: &Actor, row: &RecordRow) -> Result<LogReport, Error> {
        let row = self.readable(read, &self.with_roles(read, actor)?, &row.id, None)?;
        let count = |field: &str| row.document.get(field).and_then(Value::as_u64).unwrap_or_default() as usize;
        Ok(LogReport {
            id: Some(row.id.clone()),
            made: false,
            digest: grant::text(&row, "digest").to_owned(),
            source: grant::text(&row, "source").to_owned(),
            rows: count("rows"),
            rejected: Vec::new(),
            alerts: Vec::new(),
            findings: crate::data::lineage::targets(&row.document, "findings"),
            escalation: raised_by(read, &row.id)?,
            usual: Vec::new(),
            notes: Vec::new(),
        })
    }

    /// Reads a log and holds it against what is known.
    fn judged(&self, read: &Read, file: &LogFile) -> Result<Seen, Error> {
        let configuration = self.configuration();
        let columns = &configuration.libraries.access.column;
        let mapping = file.mapping.as_deref().map(|it| Mapping::parse(it, columns)).transpose()?.unwrap_or_default();
        let (people, persons) = Names::of(read, "person", &["email"])?;
        let (datasets, data) = Names::of(read, DATASET, &["place"])?;
        let meanings = Meanings { people, datasets }.with(&mapping)?;
        let events = self::read((&file.bytes, &file.name), columns, &mapping, &meanings)?;
        let data: Vec<RecordRow> = data.into_iter().filter(|it| events.datasets.contains(&it.id)).collect();
        let known = self.known_for(read, &events, &data, &persons)?;
        let judged = judge(&events, &known, &configuration.libraries.alerts);
        let stewards = data.into_iter().map(|it| (it.id.clone(), it)).collect();
        Ok(Seen { events, judged, stewards, mapping })
    }

    /// What is known of the people and data of a log.
    fn known_for(
        &self,
        read: &Read,
        events: &Events,
        data: &[RecordRow],
        persons: &[RecordRow],
    ) -> Result<Known, Error> {
        let at = self.snapshot(read, None);
        let around = Around::of_datasets(&at, data)?;
        let limits = &at.libraries.access;
        let place = |all: &[Id], id: &Id| all.iter().position(|it| it == id);
        let mut known = Known {
            fields: events.datasets.iter().map(|it| fields(limits, data.iter().find(|row| row.id == *it))).collect(),
            dormant_after: span(&at.libraries.access.dormant_after),
            watched: watched(read)?,
            ..Known::default()
        };
        let last = events.all.last().map_or(at.time, |it| it.time);
        let first = events.all.first().map_or(at.time, |it| it.time);
        for row in persons.iter().filter(|it| events.people.contains(&it.id)) {
            if let (Some(place), Some(day)) = (place(&events.people, &row.id), gone(row, day(last))) {
                known.left.insert(place, day);
            }
        }
        for row in around.of_kind(GRANT) {
            let Some(dataset) = around.dataset(row) else { continue };
            let Some(of) = place(&events.datasets, &dataset.id) else { continue };
            let Some(given) = given(read, &around, row, dataset, first)? else { continue };
            for (person, from, until) in held(&around, row) {
                let Some(who) = place(&events.people, &person) else { continue };
                let mut one = given.clone();
                if until < one.until {
                    "was held by a role that ended".clone_into(&mut one.ends);
                }
                (one.from, one.until) = (one.from.max(from), one.until.min(until));
                known.given.entry((who, of)).or_default().push(one);
            }
        }
        Ok(known)
    }

    /// Enters findings and log.
    fn enter_log(
        &self,
        tx: &mut Write,
        actor: &Actor,
        seen: &Seen,
        mut report: LogReport,
        mut fields: Document,
    ) -> Result<LogReport, Error> {
        let (actor, configuration) = (self.with_roles(tx, actor)?, self.configuration());
        if let Some(row) = known(tx, &report.digest)? {
            return self.seen_before(tx, &actor, &row);
        }
        for alert in report.alerts.iter().take(FINDINGS) {
            let document = finding(&configuration.libraries.alerts.rule, seen, &report, alert, self.clock());
            let change = Change::Create { kind: "finding".to_owned(), state: Some("issued".to_owned()), document };
            report.findings.push(self.apply(tx, &actor, &change, &Admission::default())?.id);
        }
        fields.insert("findings".to_owned(), json!(report.findings));
        let change = Change::Create { kind: LOG.to_owned(), state: None, document: fields };
        let log = self.apply(tx, &actor, &change, &Admission::default())?.id;
        if let Some((document, people)) =
            escalation(&configuration.libraries.alerts.rule, &seen.stewards, &report, &log, day(self.clock()))
        {
            report.escalation = Some(self.escalate(tx, document, &people)?);
        }
        report.id = Some(log);
        Ok(report)
    }
}

/// The record of a log with these bytes.
fn known(read: &Read, digest: &str) -> Result<Option<RecordRow>, Error> {
    let is = Condition::is("digest", digest);
    Ok(read.list(&Query { conditions: vec![is], limit: 1, ..Query::of(LOG, Visible::All) })?.pop())
}

/// The escalation that a log led to.
fn raised_by(read: &Read, log: &Id) -> Result<Option<Id>, Error> {
    let links = read.links_to_any(std::slice::from_ref(log), &[crate::monitoring::ALERT])?;
    Ok(links.into_iter().find(|it| it.1.field == "trigger").map(|it| it.1.end.id))
}

/// Since when logs are known.
fn watched(read: &Read) -> Result<Option<Timestamp>, Error> {
    let logs = read.list(&Query { limit: u32::MAX, ..Query::of(LOG, Visible::All) })?;
    let first = logs.iter().filter_map(|it| crate::derived::date(&it.document, "period_from")).min();
    Ok(first.and_then(crate::derived::midnight))
}

/// The fields of a dataset, each with whether it is restricted.
fn fields(limits: &Limits, dataset: Option<&RecordRow>) -> Fields {
    let all = dataset.map(grant::fields).unwrap_or_default();
    all.into_iter().map(|(name, class)| (name.trim().to_lowercase(), limits.is_restricted(class))).collect()
}

/// A grant with the time in which it really counted, by its history; nothing when it was never given.
fn given(
    read: &Read,
    around: &Around,
    row: &RecordRow,
    dataset: &RecordRow,
    before: Timestamp,
) -> Result<Option<Given>, Error> {
    let history = read.history(&row.id)?;
    let mut versions: Vec<&RecordRow> = history.iter().map(|it| &it.record).collect();
    versions.sort_by_key(|it| it.version);
    let Some(granted) = versions.iter().find(|it| it.state == "granted").map(|it| it.changed) else { return Ok(None) };
    let revoked = versions.iter().rev().take_while(|it| it.state == "revoked").last().map(|it| it.changed);
    let limits = &around.libraries.access;
    let (from, end) = grant::days(row);
    let end = end.unwrap_or(Timestamp::MAX);
    let ends = match revoked.filter(|it| *it < end) {
        Some(revoked) => format!("was revoked on {}", day(revoked)),
        None => format!("expired after {}", grant::text(row, "expires")),
    };
    let open = grant::fields(dataset).into_iter().filter(|(field, class)| grant::opens(limits, row, field, class));

    Ok(Some(Given {
        id: row.id.clone(),
        from: from.unwrap_or(Timestamp::MAX).max(granted),
        until: end.min(revoked.unwrap_or(Timestamp::MAX)),
        ends,
        purpose: grant::text(row, "purpose").trim().to_lowercase(),
        opens: open.map(|it| it.0.trim().to_lowercase()).collect(),
        undeclared: grant::opens(limits, row, "", grant::UNDECLARED),
        last: around.uses(&row.id).iter().map(|it| it.time).filter(|it| *it < before).max(),
    }))
}

fn report(seen: &Seen, digest: String, source: String) -> LogReport {
    let mut notes = seen.events.notes.clone();
    notes.extend(
        seen.judged.usual.iter().filter(|it| it.most.is_none()).map(|it| format!("{}: {}", it.dataset, it.why)),
    );
    if seen.judged.alerts.len() > FINDINGS {
        let all = seen.judged.alerts.len();
        notes.push(format!("{all} alerts, of which the first {FINDINGS} are findings; the report holds all"));
    }
    LogReport {
        id: None,
        made: true,
        digest,
        source,
        rows: seen.events.all.len(),
        rejected: seen.events.rejected.clone(),
        alerts: seen.judged.alerts.clone(),
        findings: Vec::new(),
        escalation: None,
        usual: seen.judged.usual.clone(),
        notes,
    }
}

fn log_fields(seen: &Seen, report: &LogReport, file: Value, whole: Value) -> Document {
    let day_of = |event: Option<&super::Event>| event.map(|it| day(it.time).to_string());
    let (from, until) = (day_of(seen.events.all.first()), day_of(seen.events.all.last()));
    let used = seen.judged.used.iter().map(|(grant, used)| {
        let fields: Vec<&str> = used.fields.iter().map(String::as_str).collect();
        let last = day(used.last).to_string();
        json!({ "grant": grant, "times": used.times, "rows": used.rows, "last": last, "fields": fields.join("; ") })
    });
    let period = match (&from, &until) {
        (Some(from), Some(until)) if from != until => format!("{from} to {until}"),
        (Some(from), _) => from.clone(),
        _ => "no access".to_owned(),
    };
    let fields = json!({
        "title": format!("{}, {period}", report.source), "source": report.source, "file": file, "report": whole,
        "digest": report.digest, "period_from": from, "period_until": until, "rows": report.rows,
        "rejected": report.rejected.len(), "alerts": report.alerts.len(), "notes": report.notes.join("\n"),
        "used": Value::from_iter(used), "access": "confidential",
    });
    filled(fields)
}

/// The fields that hold something.
pub(crate) fn filled(fields: Value) -> Document {
    let object = fields.as_object().cloned().unwrap_or_default();
    object.into_iter().filter(|it| !it.1.is_null() && it.1 != json!("") && it.1 != json!([])).collect()
}

/// A finding for an alert.
fn finding(rules: &[Rule], seen: &Seen, report: &LogReport, alert: &Alert, now: Timestamp) -> Document {
    let rule = rules.iter().find(|it| it.name == alert.rule);
    let says = rule.map_or(alert.rule.as_str(), |it| &it.says);
    let dataset = seen.stewards.get(&alert.dataset);
    // Nobody answers for what they did themselves.
    let owner = dataset.and_then(|it| it.owner.clone()).filter(|it| *it != alert.person.to_string());
    let answer_by = rule.and_then(|it| day(now).checked_add(span(&it.answer_within)).ok()).map(|it| it.to_string());
    let (count, lines) = (alert.lines.len(), lines(&alert.lines));
    let accesses = if count == 1 { "1 access".to_owned() } else { format!("{count} accesses") };
    let also = if alert.also.is_empty() {
        String::new()
    } else {
        format!("\nThe same accesses also break {}.", alert.also.join(", "))
    };
    let grant = alert.grant.as_ref().map(|it| format!("\nThe grant that comes nearest is {it}.")).unwrap_or_default();
    let condition = format!(
        "{}: {} of {} by {}, {} rows, from {} until {}.\n{}.{grant}{also}\nLines of the log of {}: {lines}",
        alert.rule,
        accesses,
        alert.dataset,
        alert.person,
        alert.rows,
        alert.first,
        alert.last,
        alert.reason,
        report.source
    );
    filled(json!({
        "title": format!("{says}: {} and {}", alert.person, alert.dataset),
        "audit": format!("log of access of {}, {}", report.source, report.digest),
        "criterion": format!("grants of access to {}, rule {}", alert.dataset, alert.rule),
        "about": [alert.dataset, alert.person], "rule": alert.rule, "condition": condition, "grade": rule.map(|it| it.grade.as_str()),
        "sample": format!("every one of the {} accesses of the log", report.rows), "owner": owner,
        "unit": dataset.and_then(|it| it.unit.clone()), "answer_by": answer_by, "access": "confidential",
    }))
}

fn lines(all: &[u64]) -> String {
    let shown: Vec<String> = all.iter().take(LINES).map(u64::to_string).collect();
    let more = all.len().saturating_sub(LINES);
    match more {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
