//! Policy and practice for those who ask: each statement with what it says, what shows whether it is kept, and how that stands on a day; named and
//! counted as far as they may see it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{Span, Timestamp};
use record::Id;
use serde::Serialize;
use store::{Condition, Query, Read, RecordRow, Visible};

use super::MOST;
use super::asserted::{Assertion, Exception, SAMPLE, assertion, exceptions, model};
use super::attesting::{Attested, attestations, attested};
use super::clashing::{Clashes, Stated, clashes};
use super::log::told::{Share, Told};
use super::logged::{Run, due_on, runs};
use super::tested::{Tested, tested};
use super::trend::{Trend, correct, trend};
use crate::data::lineage::targets;
use crate::derived::{Snapshot, day};
use crate::documents::STATEMENT;
use crate::reading::Moment;
use crate::responsibility::whole::Names;
use crate::{Actor, Aims, Error};

/// The state in which a statement is held to.
pub const ACTIVE: &str = "active";

/// How practice stands to a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Something breaks it, or is done often that it does not know.
    Broken,
    /// Nothing shows whether it is kept.
    Unverifiable,
    /// What would show it has nothing to show yet, or cannot be read.
    NotAssessable,
    /// Only people say that it is kept.
    Attested,
    /// It is kept in every case that was looked at.
    Kept,
}

impl Verdict {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Broken => "broken",
            Verdict::Unverifiable => "unverifiable",
            Verdict::NotAssessable => "not_assessable",
            Verdict::Attested => "attested",
            Verdict::Kept => "kept",
        }
    }
}

/// A statement and how practice stands to it.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// Its number.
    pub id: Id,
    /// In a few words.
    pub title: String,
    /// The number under which it stands in its document.
    pub anchor: String,
    /// The sentence.
    pub says: String,
    /// Its state.
    pub state: String,
    /// The document in which it stands.
    pub document: Option<Id>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// How practice stands to it.
    pub verdict: Verdict,
    /// What records show.
    pub tested: Option<Tested>,
    /// Whether it says which paths are allowed.
    pub has_paths: bool,
    /// What the last log showed.
    pub log: Option<Run>,
    /// The last log beside the one before.
    pub log_trend: Option<Trend>,
    /// What people say.
    pub attested: Option<Attested>,
    /// Exceptions that are in force.
    pub excepted: Vec<Exception>,
    /// Exceptions that have ended.
    pub ended: usize,
    /// When it was last run.
    pub last_run: Option<Date>,
    /// When it is to be run again.
    pub due: Option<Date>,
    /// Why its test cannot be read.
    pub problems: Vec<String>,
}

impl Line {
    /// The main rate: what records show, else what the last log did, else what people say.
    pub fn share(&self) -> Option<Share> {
        let log = self.log.as_ref().and_then(|it| it.share);
        let people = || self.attested.as_ref().and_then(|it| it.share);
        self.tested.as_ref().and_then(|it| it.share).or(log).or_else(people)
    }

    /// What became of the main rate.
    pub fn trend(&self) -> Option<&Trend> {
        self.tested.as_ref().map(|it| &it.trend).or(self.log_trend.as_ref())
    }

    /// Whether it is late to be run.
    pub fn is_late(&self, on: Date) -> bool {
        self.state == ACTIVE && self.due.is_some_and(|it| it < on)
    }
}

/// Every statement, and how practice stands to it.
#[derive(Debug, Serialize)]
pub struct Matrix {
    /// The day.
    pub on: Date,
    /// Statements, those that are broken first.
    pub statements: Vec<Line>,
    /// Statements in force by verdict.
    pub verdicts: BTreeMap<&'static str, usize>,
    /// Statements that cannot both be kept.
    pub clashes: Clashes,
    /// Names of people and records.
    pub names: Names,
}

/// A statement as it would have stood on an earlier day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Point {
    /// The day.
    pub on: Date,
    /// What records showed then, by what the statement asks now.
    pub share: Option<Share>,
}

/// One statement with all that is known of it.
#[derive(Debug, Serialize)]
pub struct One {
    /// The day.
    pub on: Date,
    /// The statement.
    pub line: Line,
    /// Its rate on earlier days, the oldest first.
    pub history: Vec<Point>,
    /// What the last log showed.
    pub log: Option<Told>,
    /// Names of people and records.
    pub names: Names,
}

impl Aims {
    /// Every statement that somebody may see, as of a moment.
    pub async fn practice(&self, actor: &Actor, moment: &Moment) -> Result<Matrix, Error> {
        let (this, actor, moment) = (self.clone(), actor.clone(), *moment);
        self.0.store.read_async(move |read: &Read| this.practice_in(read, &actor, &moment)).await
    }

    fn practice_in(&self, read: &Read, actor: &Actor, moment: &Moment) -> Result<Matrix, Error> {
        let actor = self.with_roles(read, actor)?;
        let (at, visible) = (self.at(read, moment)?, self.visible(read, &actor)?);
        let rows = at.read.list(&Query { limit: MOST, as_of: at.place, ..Query::of(STATEMENT, visible.clone()) })?;
        let rows: Vec<RecordRow> = rows.into_iter().filter(|it| it.state != "retired").collect();
        let mut statements = lines(&at, &rows, &visible)?;
        let mut verdicts = BTreeMap::new();
        let active = |it: &&Line| it.state == ACTIVE;
        statements.iter().filter(active).for_each(|it| *verdicts.entry(it.verdict.name()).or_default() += 1);
        let clashes = clashing(&at, &rows);
        statements.sort_by_key(|it| (it.state != ACTIVE, it.verdict, it.id.number));
        let names = self.names_of(read, &actor, statements.iter().flat_map(named).collect())?;
        Ok(Matrix { on: day(at.time), statements, verdicts, clashes, names })
    }

    /// One statement as of a moment.
    pub async fn practice_of(&self, actor: &Actor, id: &Id, moment: &Moment) -> Result<One, Error> {
        let (this, who, id, moment) = (self.clone(), actor.clone(), id.clone(), *moment);
        let (mut one, digest) =
            self.0.store.read_async(move |read: &Read| this.one_in(read, &who, &id, &moment)).await?;
        if let Some(digest) = digest {
            // A report that was destroyed is told by its measurement alone.
            one.log = self.0.files.get(&digest).await.ok().and_then(|it| serde_json::from_slice(&it).ok());
        }
        Ok(one)
    }

    fn one_in(&self, read: &Read, actor: &Actor, id: &Id, moment: &Moment) -> Result<(One, Option<String>), Error> {
        let actor = self.with_roles(read, actor)?;
        let (at, visible) = (self.at(read, moment)?, self.visible(read, &actor)?);
        let row = self.readable(read, &actor, id, at.place)?;
        if row.kind != STATEMENT {
            return Err(Error::Missing(format!("{id} is no statement of a policy")));
        }
        let rows = std::slice::from_ref(&row);
        let line = lines(&at, rows, &visible)?.pop().ok_or_else(|| Error::no_record(id))?;
        let history = self.earlier_days(&at, &row, &visible)?;
        let report = match &line.log {
            Some(run) => at.records(std::slice::from_ref(&run.id))?.pop(),
            None => None,
        };
        let digest = report.and_then(|it| Some(it.document.get("report")?.get("digest")?.as_str()?.to_owned()));
        let names = self.names_of(read, &actor, named(&line).collect())?;
        Ok((One { on: day(at.time), line, history, log: None, names }, digest))
    }

    /// The rate on earlier days, by what the statement asks now.
    fn earlier_days(&self, at: &Snapshot, row: &RecordRow, visible: &Visible) -> Result<Vec<Point>, Error> {
        let library = &at.libraries.practice;
        let (Ok(Some(known)), Ok(apart)) = (assertion(&at.catalog, &row.document), library.apart.parse::<Span>())
        else {
            return Ok(Vec::new());
        };
        let (mut points, mut on) = (Vec::new(), day(at.time));
        for _ in 0..if known.asserts() { library.points } else { 0 } {
            let Ok(before) = on.checked_sub(apart) else { break };
            on = before;
            let moment = on.to_string().parse::<Moment>()?;
            let Ok(then) = self.at(at.read, &moment) else { break };
            let told = tested(&then, &known, &exceptions(&row.document), visible)?;
            points.push(Point { on, share: told.share });
        }
        points.reverse();
        Ok(points)
    }

    /// What is read at a moment, with the clock of that moment.
    fn at<'a>(&self, read: &'a Read, moment: &Moment) -> Result<Snapshot<'a>, Error> {
        let place = moment.place(read)?;
        let time: Timestamp = match moment {
            Moment::Now => self.clock(),
            Moment::Time(it) => (*it).min(self.clock()),
            Moment::Place(it) => read.entry(*it)?.map_or_else(|| self.clock(), |it| it.time),
        };
        Ok(Snapshot::new(read, &self.configuration(), time, place))
    }
}

/// Records that a line names beside itself.
fn named(it: &Line) -> impl Iterator<Item = Id> {
    let mut all: Vec<Id> = it.owner.iter().filter_map(|it| it.parse().ok()).collect();
    all.extend(it.document.clone());
    all.extend(it.excepted.iter().map(|it| it.about.clone()));
    if let Some(tested) = &it.tested {
        all.extend(tested.violations.iter().filter_map(|it| it.owner.as_ref()?.parse().ok()));
    }
    if let Some(attested) = &it.attested {
        all.extend(attested.contradicted.iter().flat_map(|it| it.person.iter().filter_map(|it| it.parse().ok())));
    }
    all.into_iter()
}

/// Statements with how practice stands to each; trends are corrected for all of them.
fn lines(at: &Snapshot, rows: &[RecordRow], visible: &Visible) -> Result<Vec<Line>, Error> {
    let ids: Vec<Id> = rows.iter().map(|it| it.id.clone()).collect();
    let people = attestations(at, &ids, visible)?;
    let mut kept: BTreeMap<Id, Vec<Run>> = BTreeMap::new();
    for (id, run) in runs(at, &ids, visible)? {
        kept.entry(id).or_default().push(run);
    }
    let mut all = Vec::new();
    for row in rows {
        let own: Vec<RecordRow> =
            people.iter().filter(|it| targets(&it.document, "of").contains(&row.id)).cloned().collect();
        all.push(line(at, row, &kept.remove(&row.id).unwrap_or_default(), &own, visible)?);
    }
    let trends = all.iter_mut().filter(|it| it.state == ACTIVE).flat_map(|it| {
        let of_records = it.tested.as_mut().map(|it| &mut it.trend);
        of_records.into_iter().chain(it.log_trend.as_mut())
    });
    correct(&mut trends.collect::<Vec<_>>(), at.libraries.practice.alpha);
    Ok(all)
}

fn line(at: &Snapshot, row: &RecordRow, runs: &[Run], people: &[RecordRow], visible: &Visible) -> Result<Line, Error> {
    let (today, level) = (day(at.time), at.libraries.practice.level);
    let (known, paths) = (assertion(&at.catalog, &row.document), model(row));
    let mut problems: Vec<String> =
        known.as_ref().err().into_iter().flatten().map(|it| format!("`{}` {}", it.field, it.message)).collect();
    problems.extend(paths.as_ref().err().into_iter().flatten().map(|it| format!("`model`: {it}")));
    let all = exceptions(&row.document);
    let known: Option<Assertion> = known.ok().flatten();
    let asserted = known.as_ref().filter(|it| it.asserts());
    let tested = asserted.map(|it| tested(at, it, &all, visible)).transpose()?;
    let logs: Vec<&Run> = runs.iter().filter(|it| it.of_log).collect();
    let log = logs.last().map(|it| (*it).clone());
    let counts = |it: &&Run| it.share.map(|it| (it.k, it.n));
    let log_trend = match logs.as_slice() {
        [.., before, last] => counts(before).zip(counts(last)).map(|(before, last)| trend(before, last, level)),
        _ => None,
    };
    let broken: BTreeSet<Id> = tested.iter().flat_map(|it| it.all.iter().map(|it| it.id.clone())).collect();
    let of_log = log.as_ref().and_then(|it| {
        let share = it.share.filter(|it| it.k < it.n)?;
        Some(format!("{} of {} cases of the last log deviate", share.n - share.k, share.n))
    });
    let attested = attested(people, &broken, of_log.as_deref(), today, level);
    let sampled = row.document.get(SAMPLE).and_then(serde_json::Value::as_u64).unwrap_or_default() > 0;
    let has_paths = !matches!(paths, Ok(None));
    let has_test = asserted.is_some() || has_paths || sampled || attested.is_some() || !problems.is_empty();
    let last_run = runs.iter().filter_map(|it| it.on).max();
    let excepted: Vec<Exception> = all.iter().filter(|it| it.holds(today)).cloned().collect();
    Ok(Line {
        id: row.id.clone(),
        title: row.title.clone(),
        anchor: row.text("anchor").unwrap_or_default().to_owned(),
        says: row.text("text").unwrap_or_default().to_owned(),
        state: row.state.clone(),
        document: targets(&row.document, "document").pop(),
        owner: row.owner.clone(),
        verdict: verdict(has_test, tested.as_ref(), log.as_ref(), attested.as_ref()),
        due: due_on(at, row, last_run).filter(|_| row.state == ACTIVE && (asserted.is_some() || has_paths)),
        ended: all.len() - excepted.len(),
        tested,
        has_paths,
        log,
        log_trend,
        attested,
        excepted,
        last_run,
        problems,
    })
}

fn verdict(has_test: bool, tested: Option<&Tested>, log: Option<&Run>, people: Option<&Attested>) -> Verdict {
    let broken = tested.is_some_and(|it| it.broken > 0)
        || log.is_some_and(|it| it.verdict == "fail")
        || people.is_some_and(|it| !it.declined.is_empty());
    let shown = tested.is_some_and(|it| it.share.is_some()) || log.is_some_and(|it| it.share.is_some());
    match () {
        () if !has_test => Verdict::Unverifiable,
        () if broken => Verdict::Broken,
        () if shown => Verdict::Kept,
        () if people.is_some_and(|it| it.share.is_some()) => Verdict::Attested,
        () => Verdict::NotAssessable,
    }
}

/// Statements in force that cannot both be kept.
fn clashing(at: &Snapshot, rows: &[RecordRow]) -> Clashes {
    let Some(blank) = rows.first() else { return Clashes::default() };
    let known: Vec<(Id, Assertion)> = rows
        .iter()
        .filter(|it| it.state == ACTIVE)
        .filter_map(|it| Some((it.id.clone(), assertion(&at.catalog, &it.document).ok()??)))
        .collect();
    let stated: Vec<Stated> = known.iter().map(|(id, it)| Stated { id: id.clone(), assertion: it }).collect();
    clashes(&at.catalog, &stated, blank, at.libraries.practice.combinations)
}

/// Statements in force whose schedule asks for a run of records today.
pub(super) fn due(at: &Snapshot) -> Result<Vec<Id>, Error> {
    let conditions = vec![Condition::State(vec![ACTIVE.to_owned()])];
    let rows = at.read.list(&Query { conditions, limit: MOST, ..Query::of(STATEMENT, Visible::All) })?;
    let asserts = |it: &RecordRow| assertion(&at.catalog, &it.document).ok().flatten().is_some_and(|it| it.asserts());
    let rows: Vec<RecordRow> = rows.into_iter().filter(|it| it.text("every").is_some() && asserts(it)).collect();
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Id> = rows.iter().map(|it| it.id.clone()).collect();
    let mut last: BTreeMap<Id, Date> = BTreeMap::new();
    for (id, run) in runs(at, &ids, &Visible::All)?.into_iter().filter(|it| !it.1.of_log) {
        last.extend(run.on.map(|it| (id, it)));
    }
    let is_due = |it: &RecordRow| due_on(at, it, last.get(&it.id).copied()).is_some_and(|on| on <= day(at.time));
    Ok(rows.into_iter().filter(is_due).map(|it| it.id).collect())
}
