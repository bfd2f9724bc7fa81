//! An audit told: the checklist that follows from its scope, the lines that are entered, what samples support, the team, and the days. What
//! somebody may not see is left out and counted.

use std::collections::{BTreeMap, BTreeSet};

use record::{Document, Id};
use serde::Serialize;
use serde_json::Value;
use store::{Read, RecordRow};

use super::AUDIT;
use super::checklist::{Checklist, checklist};
use super::combined::{Combined, combined};
use super::frozen::Frozen;
use super::gathered;
use super::sampling::{Supported, Wanted};
use super::team::{Member, conflicts};
use crate::competence::answers::of_team;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, day};
use crate::{Actor, Aims, Error};

/// An audit with what follows for it.
#[derive(Debug, Clone, Serialize)]
pub struct Told {
    /// Its number.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: i64,
    /// Its state.
    pub state: String,
    /// What it says.
    pub document: Document,
    /// The lines that follow from its scope, as far as they may be seen.
    pub checklist: Checklist,
    /// What it saves beside one audit of each of its frameworks; nothing where it has one.
    pub combined: Option<Combined>,
    /// Lines that are left out since they are about something that may not be seen.
    pub hidden: usize,
    /// Lines that are entered, by number.
    pub items: Vec<Item>,
    /// Keys of lines that follow and are not entered.
    pub missing: Vec<String>,
    /// Numbers of lines that were entered and follow no longer.
    pub gone: Vec<Id>,
    /// The team.
    pub team: Vec<Member>,
    /// What keeps the team from being impartial.
    pub conflicts: Vec<String>,
    /// What those who judge lack of what the role of auditors asks for.
    pub lacks: Vec<String>,
    /// What nothing here says of the team.
    pub not_assessable: Vec<String>,
    /// Days that the lines take, by their minutes and those of the records of samples.
    pub days_needed: f64,
    /// Days that were planned.
    pub days_planned: Option<f64>,
    /// Days that it took.
    pub days_used: Option<f64>,
    /// Findings of it.
    pub findings: Vec<Finding>,
    /// Titles of records and people, as far as they may be seen.
    pub titles: BTreeMap<String, String>,
}

/// A line that is entered.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// Its number.
    pub id: Id,
    /// Its version.
    pub version: i64,
    /// Its state.
    pub state: String,
    /// By which the generator knows it; blank for a line of somebody's own.
    pub key: String,
    /// The reference that it cites.
    pub criterion: String,
    /// The AI system or unit about which it asks.
    pub subject: String,
    /// What is asked.
    pub question: String,
    /// How.
    pub method: String,
    /// Evidence that is wanted.
    pub wanted: String,
    /// Why it is asked.
    pub because: String,
    /// What records say.
    pub proposed: String,
    /// What was seen.
    pub answer: String,
    /// What was concluded.
    pub result: String,
    /// Why it was not examined.
    pub reason: String,
    /// The finding that was made of it.
    pub finding: Option<Id>,
    /// Its sample.
    pub sample: Option<Sample>,
}

/// A sample with what it supports.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sample {
    /// Kind of the records.
    pub kind: String,
    /// Filter of their list.
    pub filter: String,
    /// The day of the population.
    pub as_of: String,
    /// The place in the ledger.
    pub place: u64,
    /// Records of the population.
    pub population: u64,
    /// Further records that whoever drew may not see.
    pub hidden: u64,
    /// Digest of the population.
    pub digest: String,
    /// Whether it was drawn by chance.
    pub statistical: bool,
    /// The word from which the draw follows.
    pub seed: String,
    /// The records.
    pub rows: Vec<Frozen>,
    /// What was seen of each: number, whether it is an exception, in words.
    pub checked: Vec<(String, bool, String)>,
    /// What they support; nothing for a choice by judgement, or while records are still to be looked at.
    pub supported: Option<Supported>,
    /// Why they support no interval.
    pub why: String,
    /// The day on which it was frozen.
    pub frozen_on: String,
}

/// A finding of an audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Its number.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// Its state.
    pub state: String,
    /// Its criterion.
    pub criterion: String,
    /// Its grade.
    pub grade: String,
    /// What was found.
    pub condition: String,
}

/// A line as it stands.
pub(crate) fn item(row: &RecordRow) -> Item {
    let text = |field: &str| row.text(field).unwrap_or_default().to_owned();
    Item {
        id: row.id.clone(),
        version: row.version,
        state: row.state.clone(),
        key: text("key"),
        criterion: row.text("criterion_record").map_or_else(|| text("criterion"), str::to_owned),
        subject: text("subject"),
        question: text("question"),
        method: text("method"),
        wanted: text("wanted"),
        because: text("because"),
        proposed: text("proposed"),
        answer: text("answer"),
        result: text("result"),
        reason: text("reason"),
        finding: targets(&row.document, "finding").pop(),
        sample: sample(row),
    }
}

/// The sample of a line, once one was drawn.
pub(crate) fn sample(row: &RecordRow) -> Option<Sample> {
    sample_of(&row.document)
}

/// The same, of the fields of a line.
pub fn sample_of(document: &Document) -> Option<Sample> {
    let rows = frozen_in(document);
    let text = |field: &str| document.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let count = |field: &str| document.get(field).and_then(Value::as_u64).unwrap_or_default();
    let share = |field: &str| document.get(field).and_then(Value::as_f64).unwrap_or_default();
    if text("drawn").is_empty() {
        return None;
    }
    let cell = |it: &Value, name: &str| it.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let looked = |it: &Value| (cell(it, "record"), cell(it, "result") == "exception", cell(it, "note"));
    let checked: Vec<(String, bool, String)> = rows_of(document, "checked").map(looked).collect();
    let statistical = text("drawn") == "statistical";
    let own = |record: &String| rows.iter().any(|it| it.record == *record);
    let seen: BTreeSet<&String> = checked.iter().map(|it| &it.0).filter(|it| own(it)).collect();
    let exceptions: BTreeSet<&String> = checked.iter().filter(|it| it.1).map(|it| &it.0).filter(|it| own(it)).collect();
    let wanted = Wanted { confidence: share("confidence"), tolerable: share("tolerable") };
    let why = match () {
        () if !statistical => {
            "it was chosen by judgement, and nothing can be said about the records that were not chosen"
        }
        () if rows.is_empty() => "the population is empty",
        () if seen.len() < rows.len() => "not every record of the sample was looked at yet",
        () if wanted.fault().is_some() => "neither a confidence nor a tolerable rate stands with it",
        () => "",
    };
    let population = count("population_size");
    let (looked_at, found) = (seen.len() as u64, exceptions.len() as u64);
    let supported = why.is_empty().then(|| wanted.supported(population, looked_at, found));
    Some(Sample {
        kind: text("population_kind"),
        filter: text("population_filter"),
        as_of: text("population_as_of"),
        place: count("population_place"),
        population,
        hidden: count("population_hidden"),
        digest: text("population_digest"),
        statistical,
        seed: text("seed"),
        rows,
        checked,
        supported,
        why: why.to_owned(),
        frozen_on: text("frozen_on"),
    })
}

fn rows_of<'a>(document: &'a Document, field: &str) -> impl Iterator<Item = &'a Value> {
    document.get(field).and_then(Value::as_array).into_iter().flatten()
}

/// The records of a sample.
pub(crate) fn frozen(row: &RecordRow) -> Vec<Frozen> {
    frozen_in(&row.document)
}

fn frozen_in(document: &Document) -> Vec<Frozen> {
    let text = |it: &Value, name: &str| it.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let count = |it: &Value, name: &str| it.get(name).and_then(Value::as_u64).unwrap_or_default();
    let one = |it: &Value| Frozen {
        record: text(it, "record"),
        version: i64::try_from(count(it, "version")).unwrap_or_default(),
        place: count(it, "place"),
        digest: text(it, "digest"),
        blobs: text(it, "blobs").split_whitespace().map(str::to_owned).collect(),
    };
    rows_of(document, "sample").map(one).collect()
}

impl Aims {
    /// An audit with all that follows for it, as far as this person may see it.
    pub async fn audit(&self, actor: &Actor, id: &Id) -> Result<Told, Error> {
        let (this, who, id) = (self.clone(), actor.clone(), id.clone());
        self.0.store.read_async(move |read| this.audit_in(read, &who, &id)).await
    }

    pub(super) fn audit_in(&self, read: &Read, actor: &Actor, id: &Id) -> Result<Told, Error> {
        let actor = self.with_roles(read, actor)?;
        let row = self.readable(read, &actor, id, None)?;
        if row.kind != AUDIT {
            return Err(Error::Missing(format!("{id} is no audit; `aims list audit` shows them")));
        }
        let (configuration, covered) = (self.configuration(), self.covered(read)?);
        let at = self.snapshot(read, None);
        let rules = &at.libraries.auditing;
        let around = gathered::around(&at, &configuration.catalog, &row, &covered)?;
        let made = checklist(at.libraries.shelf(), rules, &around);
        let combined = combined(&made, || crate::crosswalking::reviewed::links(&at), rules)?;
        let rows = gathered::items(&at, std::slice::from_ref(id))?;
        let found = at.list(super::FINDING, Vec::new())?;
        let found: Vec<RecordRow> =
            found.into_iter().filter(|it| targets(&it.document, "in_audit").contains(id)).collect();
        let team = gathered::team(&row);
        let conflicts = conflicts(&team, &gathered::ties(&at, &row)?);
        let titles = self.names_of(read, &actor, named(&row, &made, &rows, &found))?;
        let (lacks, untold) = competence(&at, &row, &titles)?;
        let keys: BTreeSet<&String> = made.lines.iter().map(|it| &it.key).collect();
        let entered: BTreeSet<&str> = rows.iter().filter_map(|it| it.text("key")).collect();
        let gone = rows.iter().filter(|it| it.text("key").is_some_and(|key| !keys.contains(&key.to_owned())));
        let gone = gone.map(|it| it.id.clone()).collect();
        let (made, hidden) = visible(made, &titles);
        let missing = made.lines.iter().map(|it| it.key.clone()).filter(|it| !entered.contains(it.as_str())).collect();
        let items: Vec<Item> = rows.iter().filter(|it| titles.contains_key(&it.id.to_string())).map(item).collect();
        let number = |field: &str| row.document.get(field).and_then(Value::as_f64);
        Ok(Told {
            id: row.id.clone(),
            title: row.title.clone(),
            version: row.version,
            state: row.state.clone(),
            days_needed: days(rules, &made, &items),
            days_planned: number("days_planned"),
            days_used: number("days_used"),
            not_assessable: untold,
            findings: found.iter().filter(|it| titles.contains_key(&it.id.to_string())).map(finding).collect(),
            document: row.document,
            checklist: made,
            combined,
            hidden,
            items,
            missing,
            gone,
            team,
            conflicts,
            lacks,
            titles,
        })
    }
}

/// What those who judge lack of what the role of auditors asks for, and what cannot be told where it asks for nothing.
fn competence(
    at: &Snapshot,
    audit: &RecordRow,
    titles: &BTreeMap<String, String>,
) -> Result<(Vec<String>, Vec<String>), Error> {
    let name = |it: &Member| titles.get(&it.person).cloned().unwrap_or_else(|| it.person.clone());
    let Some(told) = of_team(at, audit, day(at.time))? else {
        let judging = gathered::team(audit).into_iter().filter(Member::judges);
        let role = &at.libraries.competence.auditor;
        let says = |it: Member| {
            format!("whether {} is competent to audit this: the role `{role}` asks for no competence", name(&it))
        };
        return Ok((Vec::new(), judging.map(says).collect()));
    };
    let lacking = told.into_iter().filter(|it| !it.1.is_empty());
    Ok((lacking.map(|(it, lacks)| format!("{} lacks {}", name(&it), lacks.join("; "))).collect(), Vec::new()))
}

/// Records and people that an audit names.
fn named(row: &RecordRow, made: &Checklist, items: &[RecordRow], found: &[RecordRow]) -> Vec<Id> {
    let mut all: Vec<Id> = items.iter().chain(found).map(|it| it.id.clone()).collect();
    let fields = ["systems", "units", "criteria_records", "team", "told", "programme", "report"];
    all.extend(fields.iter().flat_map(|it| targets(&row.document, it)));
    let lines = made.lines.iter();
    let texts =
        lines.flat_map(|it| it.subject.iter().chain(it.live.iter().flat_map(|it| &it.records)).chain(&it.because));
    // A reason begins with the number of a risk, a finding or a nonconformity, where it is about one.
    all.extend(texts.filter_map(|it| it.split(',').next().unwrap_or_default().parse::<Id>().ok()));
    all.extend(items.iter().flat_map(|it| targets(&it.document, "subject")));
    let recorded = made.lines.iter().filter(|it| it.recorded).map(|it| &it.criterion);
    all.extend(recorded.chain(made.left_out.keys()).filter_map(|it| it.parse::<Id>().ok()));
    all
}

/// A checklist without what may not be seen, and how many lines that were.
fn visible(mut made: Checklist, titles: &BTreeMap<String, String>) -> (Checklist, usize) {
    let before = made.lines.len();
    let open = |it: &str| it.parse::<Id>().is_err() || titles.contains_key(it);
    let first = |it: &str| it.split(',').next().unwrap_or_default().to_owned();
    made.lines.retain(|it| it.subject.as_ref().is_none_or(|it| open(it)) && open(&it.criterion));
    made.criteria.retain(|it, _| open(it));
    for line in &mut made.lines {
        line.because.retain(|it| open(&first(it)));
        if let Some(live) = &mut line.live {
            live.records.retain(|it| open(it));
        }
    }
    let keys: BTreeSet<&String> = made.lines.iter().map(|it| &it.key).collect();
    made.duplicates.retain(|it| it.iter().all(|key| keys.contains(key)));
    made.left_out.retain(|it, _| open(it.split(' ').next().unwrap_or_default()));
    let hidden = before - made.lines.len();
    (made, hidden)
}

/// Days of work that lines take, with the records of their samples.
fn days(rules: &super::library::Auditing, made: &Checklist, items: &[Item]) -> f64 {
    let records = items.iter().filter_map(|it| Some((it.method.as_str(), it.sample.as_ref()?.rows.len() as u64)));
    let sampled: u64 =
        records.map(|(method, n)| n * rules.minutes_a_record.get(method).copied().unwrap_or_default()).sum();
    let minutes = made.minutes + sampled;
    (10.0 * minutes as f64 / rules.day.minutes.max(1) as f64).ceil() / 10.0
}

fn finding(row: &RecordRow) -> Finding {
    let text = |field: &str| row.text(field).unwrap_or_default().to_owned();
    Finding {
        id: row.id.clone(),
        title: row.title.clone(),
        state: row.state.clone(),
        criterion: text("criterion"),
        grade: text("grade"),
        condition: text("condition"),
    }
}
