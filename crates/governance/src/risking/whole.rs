//! The risk process for those who ask: how risks stand by the criteria in force on a day, which steps are done in which stage, what is due, what cannot be
//! compared, what other criteria would move, and how far assessors agree; named as far as they may see it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use store::{Read, RecordRow};

use super::agreeing::{Agreed, agreed, settled};
use super::answers::{lacking, sheets};
use super::around::{Around, in_force};
use super::criteria::Criteria;
use super::due::{Due, Reason};
use super::level::{Basis, Judged, Risk, Verdict};
use super::replay::{Moved, replay};
use super::steps::{Done, Standing};
use super::taking::{Taking, takings};
use super::{ASSESSMENT, CRITERIA, RISK};
use crate::derived::Snapshot;
use crate::lacking::Gap;
use crate::responsibility::whole::Names;
use crate::surroundings::SYSTEM;
use crate::{Actor, Aims, Error};

/// Which part is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// The day; today when it is not given.
    pub on: Option<Date>,
    /// One AI system.
    pub system: Option<Id>,
    /// One risk.
    pub risk: Option<Id>,
}

/// The criteria by which is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct By {
    /// The record.
    pub id: Id,
    /// The version of its scales.
    pub version: String,
    /// First day on which they are gone by.
    pub from: Option<Date>,
}

/// A risk.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// The record.
    pub risk: Id,
    /// Whether its outcome is hoped for.
    pub opportunity: bool,
    /// Its AI systems; none where it is about the management system.
    pub systems: Vec<Id>,
    /// The stage of life in which it arises.
    pub stage: Option<String>,
    /// The version of the scales on which it was scored.
    pub version: Option<String>,
    /// How it stands, by basis and type.
    pub judged: Vec<Judged>,
    /// When it is assessed again.
    pub due: Option<Due>,
    /// Whether that day has passed or is today.
    pub overdue: bool,
}

/// The steps of a stage.
#[derive(Debug, Clone, Serialize)]
pub struct StageRow {
    /// The stage.
    pub stage: String,
    /// Whether the AI system has come to it.
    pub reached: bool,
    /// How many risks arise in it.
    pub risks: usize,
    /// Its steps.
    pub steps: Vec<Done>,
}

/// An AI system with its stages.
#[derive(Debug, Clone, Serialize)]
pub struct SystemRow {
    /// The record.
    pub system: Id,
    /// Its state.
    pub state: String,
    /// Its tier.
    pub tier: Option<String>,
    /// Its stages, in the order of life.
    pub stages: Vec<StageRow>,
    /// What it lacks before it may move on, by the state in which it would be.
    pub before: BTreeMap<String, Vec<String>>,
}

/// Every sort of gap, with what is to be done about it.
pub const GAPS: &[(&str, &str)] = &[
    ("no_criteria", "let risk criteria come into force by a decision"),
    ("impact_not_considered", "consider it in a risk assessment of the AI system, and name it there"),
    (
        "assessed_without_impact",
        "make the impact assessment of the AI system, and consider it in the next risk assessment",
    ),
    ("no_stage", "say in which stage of life the risk arises"),
    ("score_differs", "let the risk say what its assessors settled on, or assess it again"),
];

/// Risks that were scored on one version of scales.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scored {
    /// The version; nothing for those that name no criteria.
    pub version: Option<String>,
    /// The risks.
    pub risks: Vec<Id>,
    /// Of these, those that can be told by the criteria in force.
    pub told: usize,
    /// Why they are not compared or summed with the others; nothing for the version in force.
    pub warning: Option<String>,
}

/// Everything on a day.
#[derive(Debug, Clone, Serialize)]
pub struct Told {
    /// The day.
    pub on: Date,
    /// The criteria in force.
    pub by: Option<By>,
    /// How many risks stand where as they are now, by type and verdict; types are never summed.
    pub counts: BTreeMap<String, BTreeMap<&'static str, usize>>,
    /// AI systems that count.
    pub systems: Vec<SystemRow>,
    /// Risks that are not over.
    pub risks: Vec<Row>,
    /// Gaps beside steps.
    pub gaps: Vec<Gap>,
    /// Versions of scales that are in use.
    pub scored: Vec<Scored>,
    /// How many risks and AI systems may not be seen.
    pub hidden: usize,
    /// Names of records.
    pub names: Names,
}

/// What other criteria would move.
#[derive(Debug, Clone, Serialize)]
pub struct Replayed {
    /// The day.
    pub on: Date,
    /// By which risks stand.
    pub from: By,
    /// By which they would stand.
    pub to: By,
    /// What is wrong with the latter.
    pub faults: Vec<String>,
    /// Verdicts that would be others.
    pub moved: Vec<Moved>,
    /// How many verdicts stay as they are.
    pub same: usize,
    /// How many risks may not be seen.
    pub hidden: usize,
    /// Names of records.
    pub names: Names,
}

/// How far the assessors of an assessment agree.
#[derive(Debug, Clone, Serialize)]
pub struct Agreement {
    /// The assessment.
    pub assessment: Id,
    /// Its assessors.
    pub assessors: Vec<Id>,
    /// How far they agree; blind until each has handed in.
    #[serde(flatten)]
    pub agreed: Agreed,
    /// From how many shared scores on agreement is told.
    pub least: usize,
    /// What would be taken over to the risks, once the assessment is concluded.
    pub proposed: Vec<Taking>,
    /// Names of people and risks.
    pub names: Names,
}

impl Aims {
    /// How the risk process stands on a day.
    pub async fn risk_method(&self, actor: &Actor, part: Part) -> Result<Told, Error> {
        let (this, who) = (self.clone(), actor.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            for (id, kind) in [(&part.system, SYSTEM), (&part.risk, RISK)] {
                id.as_ref().map(|it| this.is_a(read, &who, it, kind)).transpose()?;
            }
            let at = this.at_any_day(read, part.on)?.0;
            let mut around = around(&at, &part)?;
            around.keep(&this.names_of(read, &who, around.events())?);
            let told = told(&at, &around, &part);
            let names = this.names_of(read, &who, told.named())?;
            Ok::<_, Error>(told.shown(names))
        };
        self.0.store.read_async(read).await
    }

    /// What would move if other criteria were in force; `from` takes the place of those in force.
    ///
    /// Errors: none are in force and none are named; a record is no criteria.
    pub async fn risk_replay(
        &self,
        actor: &Actor,
        to: &Id,
        from: Option<&Id>,
        on: Option<Date>,
    ) -> Result<Replayed, Error> {
        let (this, who, to, from) = (self.clone(), actor.clone(), to.clone(), from.cloned());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            this.is_a(read, &who, &to, CRITERIA)?;
            from.as_ref().map(|it| this.is_a(read, &who, it, CRITERIA)).transpose()?;
            let at = this.at_any_day(read, on)?.0;
            let around = Around::read(&at, None)?;
            let mut replayed = replayed(&around, &to, from.as_ref())?;
            let ids = replayed.moved.iter().map(|it| it.risk.clone()).chain([to.clone(), replayed.from.id.clone()]);
            replayed.names = this.names_of(read, &who, ids.collect())?;
            let before = replayed.moved.len();
            replayed.moved.retain(|it| replayed.names.contains_key(&it.risk.to_string()));
            replayed.hidden = before - replayed.moved.len();
            Ok::<_, Error>(replayed)
        };
        self.0.store.read_async(read).await
    }

    /// How far the assessors of an assessment agree.
    pub async fn risk_agreement(&self, actor: &Actor, assessment: &Id) -> Result<Agreement, Error> {
        let (this, who, id) = (self.clone(), actor.clone(), assessment.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let row = this.is_a(read, &who, &id, ASSESSMENT)?;
            let at = this.snapshot(read, None);
            let mut told = agreement(&at, &row)?;
            let risks =
                told.agreed.differences.iter().map(|it| &it.risk).chain(told.proposed.iter().map(|it| &it.risk));
            let owners = told.proposed.iter().filter_map(|it| it.owner.as_ref()?.parse().ok());
            let ids = told.assessors.iter().chain(risks).cloned().chain(owners);
            told.names = this.names_of(read, &who, ids.collect())?;
            told.agreed.differences.retain(|it| told.names.contains_key(&it.risk.to_string()));
            told.proposed.retain(|it| told.names.contains_key(&it.risk.to_string()));
            Ok::<_, Error>(told)
        };
        self.0.store.read_async(read).await
    }

    fn is_a(&self, read: &Read, who: &Actor, id: &Id, kind: &str) -> Result<RecordRow, Error> {
        let row = self.readable(read, who, id, None)?;
        match row.kind == kind {
            true => Ok(row),
            false => Err(Error::input(format!("`{id}` is no {}", kind.replace('_', " ")))),
        }
    }
}

/// Everything on a day, whoever asks.
fn told(at: &Snapshot, around: &Around, part: &Part) -> Told {
    let by = around.by();
    let mut told = Told {
        on: around.on,
        by: by.map(brief),
        counts: BTreeMap::new(),
        systems: Vec::new(),
        risks: Vec::new(),
        gaps: gaps(around),
        scored: scored(around),
        hidden: 0,
        names: Names::new(),
    };
    for it in around.risks.iter().filter(|it| part.risk.as_ref().is_none_or(|of| it.risk.id == *of)) {
        for judged in it.now() {
            let of = told.counts.entry(judged.of.clone()).or_default();
            *of.entry(judged.verdict.name()).or_default() += 1;
        }
        told.risks.push(row(around, it));
    }
    if part.risk.is_none() {
        told.systems = around.systems.iter().map(|it| system(at, around, it)).collect();
    }
    told
}

/// What is read: everything, or what hangs on one AI system or on those of a risk. A past day is read whole, since links are known as they are now.
fn around(at: &Snapshot, part: &Part) -> Result<Around, Error> {
    let ids: Vec<Id> = match (&part.risk, &part.system) {
        (Some(risk), _) => {
            let rows = at.records(std::slice::from_ref(risk))?;
            rows.first().map(|it| Risk::of(it).systems).unwrap_or_default()
        }
        (None, Some(system)) => vec![system.clone()],
        (None, None) => Vec::new(),
    };
    if ids.is_empty() || at.place.is_some() {
        let mut around = Around::read(at, None)?;
        if !ids.is_empty() {
            around.narrow(&ids);
        }
        return Ok(around);
    }
    Around::read(at, Some(&at.records(&ids)?))
}

impl Around {
    /// Events that call for assessments.
    pub(super) fn events(&self) -> Vec<Id> {
        let all = self.risks.iter().flat_map(|it| it.reached.iter().map(|it| it.event.id.clone()));
        all.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Leaves out events that may not be seen, so that nobody learns of a concern by what follows from it.
    pub(super) fn keep(&mut self, names: &Names) {
        let seen = |it: &Id| names.contains_key(&it.to_string());
        let kept = |it: &Due| !matches!(it.reason, Reason::Event { .. }) || it.because.as_ref().is_none_or(seen);
        for it in &mut self.risks {
            it.dues.retain(kept);
            it.reached.retain(|it| seen(&it.event.id));
            it.due = it.due.take().and_then(|_| it.dues.first().cloned());
        }
    }

    /// Leaves out what hangs on none of these AI systems.
    fn narrow(&mut self, systems: &[Id]) {
        let own = |all: &[Id]| all.iter().any(|it| systems.contains(it));
        self.systems.retain(|it| systems.contains(&it.id));
        self.risks.retain(|it| own(&it.risk.systems));
        self.assessments.retain(|it| own(&it.run.covers));
        self.impacts.retain(|it| own(&it.systems));
    }
}

pub(super) fn brief(by: &Criteria) -> By {
    By { id: by.id.clone(), version: by.version.clone(), from: by.from }
}

fn row(around: &Around, it: &Standing) -> Row {
    Row {
        risk: it.risk.id.clone(),
        opportunity: it.risk.opportunity,
        systems: it.risk.systems.clone(),
        stage: it.risk.stage.clone(),
        version: it.risk.criteria.as_ref().and_then(|it| around.versions.get(it)).cloned(),
        judged: it.judged.clone(),
        overdue: it.due.as_ref().is_some_and(|it| it.on <= around.on),
        due: it.due.clone(),
    }
}

fn system(at: &Snapshot, around: &Around, it: &super::around::System) -> SystemRow {
    let method = &at.libraries.risks;
    let reached = method.reached(&it.state);
    let stages = method.stage.iter().enumerate().map(|(place, stage)| StageRow {
        stage: stage.name.clone(),
        reached: place < reached,
        risks: around.of_stage(&it.id, &stage.name).len(),
        steps: around.steps(at, it, &stage.name),
    });
    let before = method.gate.before.iter().map(|of| (of.state.clone(), lacking(at, around, it, &of.stages)));
    SystemRow {
        system: it.id.clone(),
        state: it.state.clone(),
        tier: it.tier.clone(),
        stages: stages.collect(),
        before: before.collect(),
    }
}

/// Gaps beside steps.
fn gaps(around: &Around) -> Vec<Gap> {
    let gap = |sort: &'static str, says: String, records: Vec<Id>| Gap { sort, says, records };
    let mut found = Vec::new();
    if around.by().is_none() {
        found.push(gap(
            "no_criteria",
            "no risk criteria are in force, so nothing is compared and no stage is asked for".to_owned(),
            Vec::new(),
        ));
    }
    let lives = |it: &Id| around.systems.iter().any(|of| of.id == *it);
    for impact in &around.impacts {
        for of in impact.systems.iter().filter(|it| lives(it)) {
            let mut runs = around.assessments.iter().filter(|it| it.run.covers.contains(of));
            if !runs.any(|it| it.run.considered.contains(&impact.id)) {
                let says = format!("no risk assessment of {of} that was concluded considered {}", impact.id);
                found.push(gap("impact_not_considered", says, vec![impact.id.clone(), of.clone()]));
            }
        }
    }
    for run in around.assessments.iter().map(|it| &it.run) {
        for of in run.covers.iter().filter(|it| lives(it)) {
            let own = around.impacts.iter().filter(|it| it.systems.contains(of));
            if !own.into_iter().any(|it| run.considered.contains(&it.id)) {
                let says =
                    format!("{} covers {of} and considered no impact assessment of it whose result stands", run.id);
                found.push(gap("assessed_without_impact", says, vec![run.id.clone(), of.clone()]));
            }
        }
    }
    let bare = around.risks.iter().filter(|it| it.risk.stage.is_none() && !it.risk.systems.is_empty());
    found.extend(bare.map(|it| {
        let id = &it.risk.id;
        gap("no_stage", format!("{id} does not say in which stage of life it arises"), vec![id.clone()])
    }));
    found.extend(around.risks.iter().filter_map(|it| differs(around, &it.risk)));
    found.sort();
    found
}

/// A risk that says something else than what its assessors settled on last.
fn differs(around: &Around, risk: &Risk) -> Option<Gap> {
    let own = around.assessments.iter().filter(|it| it.settled.keys().any(|of| of.0 == risk.id));
    let last = own.max_by_key(|it| (it.run.on, it.run.id.number))?;
    // A later assessment of the risk may have come to something else.
    if risk.assessed_on > last.run.on {
        return None;
    }
    let (key, settled) = last.settled.iter().find(|((of, ty), it)| {
        let held = match ty {
            None => risk.likelihood.get(&Basis::Current),
            Some(ty) => risk.consequence.get(&(Basis::Current, ty.clone())),
        };
        *of == risk.id && held != Some(&it.level)
    })?;
    let what = key.1.as_ref().map_or("likelihood".to_owned(), |of| format!("consequence for {of}"));
    let says = format!(
        "{} settled on level {} for the {what} of {}, which says otherwise",
        last.run.id, settled.level, risk.id
    );
    Some(Gap { sort: "score_differs", says, records: vec![risk.id.clone(), last.run.id.clone()] })
}

/// Risks by the version of the scales on which they were scored.
fn scored(around: &Around) -> Vec<Scored> {
    let Some(by) = around.by() else { return Vec::new() };
    let mut all: BTreeMap<Option<String>, Vec<&Standing>> = BTreeMap::new();
    for it in &around.risks {
        let version = it.risk.criteria.as_ref().and_then(|it| around.versions.get(it)).cloned();
        all.entry(version).or_default().push(it);
    }
    let one = |(version, risks): (Option<String>, Vec<&Standing>)| {
        let told = risks.iter().filter(|it| it.now().next().is_some());
        let told = told.filter(|it| it.now().all(|it| it.verdict != Verdict::NotAssessable)).count();
        let warning = match &version {
            Some(it) if *it == by.version => None,
            Some(it) => Some(format!(
                "{} risks were scored on the scales {it}, which are neither compared nor summed with {}; {told} of them can be translated by {}",
                risks.len(),
                by.version,
                by.id
            )),
            None => {
                Some(format!("{} risks name no criteria by which they were scored, and are not compared", risks.len()))
            }
        };
        Scored { version, risks: risks.iter().map(|it| it.risk.id.clone()).collect(), told, warning }
    };
    all.into_iter().map(one).collect()
}

/// What would move by other criteria.
fn replayed(around: &Around, to: &Id, from: Option<&Id>) -> Result<Replayed, Error> {
    let find = |id: &Id| around.criteria.iter().find(|it| it.id == *id);
    let from = match from {
        Some(id) => find(id),
        None => in_force(&around.criteria, around.on),
    };
    let none = || Error::problem("", "no risk criteria are in force; name those from which it is replayed");
    let from = from.ok_or_else(none)?;
    let to = find(to).ok_or_else(|| Error::problem("", format!("{to} was not there on {}", around.on)))?;
    let risks: Vec<&Risk> = around.risks.iter().map(|it| &it.risk).collect();
    let moved = replay(&risks, from, to, &around.versions);
    let all: usize = risks.iter().map(|it| it.touches.len()).sum();
    let others = around.criteria.iter().filter(|it| it.id != to.id).map(|it| it.version.clone());
    Ok(Replayed {
        on: around.on,
        from: brief(from),
        to: brief(to),
        faults: to.faults(&others.filter(|it| !it.is_empty()).collect()),
        same: all - moved.len(),
        moved,
        hidden: 0,
        names: Names::new(),
    })
}

fn agreement(at: &Snapshot, row: &RecordRow) -> Result<Agreement, Error> {
    let assessors = crate::data::lineage::targets(&row.document, "assessors");
    let all = super::around::criteria(at)?;
    let by = row.link("criteria").and_then(|id| all.into_iter().find(|it| it.id == id));
    let sheets = sheets(at, &row.id)?;
    let least = &at.libraries.risks.agreement;
    let agreed = agreed(&assessors, &sheets, settled(row), by.as_ref(), least);
    let (least, proposed) = (least.least, takings(at, row)?);
    Ok(Agreement { assessment: row.id.clone(), assessors, agreed, least, proposed, names: Names::new() })
}

impl Told {
    /// Everything that it names.
    fn named(&self) -> Vec<Id> {
        let mut all: BTreeSet<Id> = self.by.iter().map(|it| it.id.clone()).collect();
        all.extend(self.systems.iter().map(|it| it.system.clone()));
        all.extend(self.risks.iter().flat_map(|it| it.systems.iter().chain([&it.risk]).cloned()));
        all.extend(self.risks.iter().filter_map(|it| it.due.as_ref()?.because.clone()));
        all.extend(self.gaps.iter().flat_map(|it| it.records.iter().cloned()));
        all.into_iter().collect()
    }

    /// Without what may not be seen.
    fn shown(mut self, names: Names) -> Told {
        let seen = |it: &Id| names.contains_key(&it.to_string());
        let before = self.risks.len() + self.systems.len();
        self.systems.retain(|it| seen(&it.system));
        self.risks.retain(|it| seen(&it.risk));
        self.hidden = before - self.risks.len() - self.systems.len();
        self.risks.iter_mut().for_each(|it| it.systems.retain(&seen));
        self.gaps.retain(|it| it.records.iter().all(&seen));
        for it in self.systems.iter_mut().flat_map(|it| &mut it.stages).flat_map(|it| &mut it.steps) {
            it.lacks.retain(|it| it.risk.as_ref().is_none_or(&seen));
        }
        self.scored.iter_mut().for_each(|it| it.risks.retain(|it| seen(it)));
        self.names = names;
        self
    }
}
