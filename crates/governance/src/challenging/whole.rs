//! Challenges for the command, the interface and pages: of an AI system, of a risk, one exercise, or all; named as far as they may be seen.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use store::{Read, RecordRow};

use super::acting::{Acted, acted};
use super::around::Around;
use super::attempt::{Attempt, Outcome};
use super::coverage::{Coverage, coverage};
use super::exercise::{Count, Exercise, Hypothesis, Run, Scenario};
use super::gap::{Gap, gaps};
use super::independence::{self, Dependence};
use super::likelihood::{Beside, Verdict};
use super::pool::{Attack, Moved, Pool, Replay};
use super::proposing::Proposal;
use super::rate::Rate;
use super::taken::Report;
use super::{EXERCISE, HELD};
use crate::data::lineage::targets;
use crate::derived::Snapshot;
use crate::responsibility::whole::Names;
use crate::risking::RISK;
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
    /// One exercise.
    pub exercise: Option<Id>,
}

/// How often attacks about a risk succeed, and are seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ByRisk {
    /// The risk; nothing for attacks that are about none of the hypotheses.
    pub risk: Option<Id>,
    /// How often they succeeded when they were tried first.
    pub first: Rate,
    /// How often they succeed when they are tried last.
    pub now: Rate,
    /// How often a monitor saw them, of those of which that is known.
    pub detection: Rate,
}

/// A run with what it moved.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RunLine {
    /// The record.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// The tool.
    pub tool: String,
    /// Its version, where the file names one.
    pub version: Option<String>,
    /// The day.
    pub on: Date,
    /// Attempts in the file.
    pub attempts: u64,
    /// Attacks among them.
    pub attacks: u64,
    /// What it moved of what was tried before.
    pub moved: Moved,
    /// The paired test, where it tried something again.
    pub replay: Option<Replay>,
    /// What the file does not tell.
    pub notes: Option<String>,
    /// Whether its attempts are there and can be read.
    pub read: bool,
}

/// An exercise.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// The record.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// Its type.
    pub form: String,
    /// Its state.
    pub state: String,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
    /// Who answers for it.
    pub owner: Option<Id>,
    /// AI systems.
    pub systems: Vec<Id>,
    /// People who challenge.
    pub challengers: Vec<Id>,
    /// Why some of them are not independent.
    pub dependences: Vec<Dependence>,
    /// AI systems that nobody is known to build, so that nobody can tell who is independent.
    pub untold: Vec<Id>,
    /// Risks that are challenged.
    pub hypotheses: Vec<Hypothesis>,
    /// Scenarios that were thought through.
    pub scenarios: Vec<Scenario>,
    /// Runs, in their order.
    pub runs: Vec<RunLine>,
    /// Different attacks over all runs.
    pub attacks: u64,
    /// Those of which nobody can tell whether they succeeded.
    pub undecided: u64,
    /// All attacks together.
    pub all: ByRisk,
    /// The same by risk.
    pub by_risk: Vec<ByRisk>,
}

/// An attack of an exercise that somebody has to do something about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Waiting {
    /// The exercise.
    pub exercise: Id,
    /// The attack.
    #[serde(flatten)]
    pub attack: Attack,
    /// The action that answers that no monitor saw it.
    pub action: Option<Id>,
    /// The state of that action.
    pub action_state: Option<String>,
}

/// Challenges on a day.
#[derive(Debug, Clone, Serialize)]
pub struct Told {
    /// The day.
    pub on: Date,
    /// What was asked for: a system, a risk or an exercise with its title; nothing for all.
    pub of: Option<(Id, String)>,
    /// Exercises, the newest first.
    pub exercises: Vec<Line>,
    /// Assessed likelihoods beside what was shown.
    pub besides: Vec<Beside>,
    /// Likelihoods that whoever answers for a risk may take over.
    pub proposals: Vec<Proposal>,
    /// Attacks that succeed still, to be replayed once they are fixed.
    pub queue: Vec<Waiting>,
    /// Attacks that no monitor saw.
    pub missed: Vec<Waiting>,
    /// Which risks were tested.
    pub coverage: Coverage,
    /// What is missing.
    pub gaps: Vec<Gap>,
    /// What is left out, since the reader may not see it.
    pub hidden: usize,
    /// Names of records.
    pub names: Names,
    /// Every attack of what was asked for, for files.
    #[serde(skip)]
    pub(super) attacks: Vec<(Id, Attack)>,
}

/// What was read in one go, before files are opened.
struct Gathered {
    around: Around,
    of: Option<(Id, String)>,
    independent: BTreeMap<Id, independence::Told>,
    acted: Acted,
    part: Part,
}

impl Aims {
    /// Challenges on a day.
    ///
    /// Errors: a record that is none of the kind that is asked for or that the reader may not see; a day before the ledger begins, or to come.
    pub async fn challenges(&self, actor: &Actor, part: Part) -> Result<Told, Error> {
        let (this, who) = (self.clone(), actor.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            this.gathered_challenges(read, &who, &part)
        };
        let gathered = self.0.store.read_async(read).await?;
        let mut reports = BTreeMap::new();
        for exercise in gathered.fitting() {
            for run in gathered.around.runs_of(exercise.id()) {
                reports.extend(self.attempts_of(run).await.map(|it| (run.id().clone(), it)));
            }
        }
        let told = gathered.told(&reports);
        let (this, who) = (self.clone(), actor.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let names = this.names_of(read, &who, told.named())?;
            Ok::<_, Error>(told.shown(names))
        };
        self.0.store.read_async(read).await
    }

    /// The attempts of a run, as they were read from its file; nothing where what was kept of them is not there or cannot be read.
    pub(super) async fn attempts_of(&self, run: &Run) -> Option<Vec<Attempt>> {
        let bytes = self.0.files.get(run.report.as_ref()?).await.ok()?;
        let report: Report = serde_json::from_slice(&bytes).ok()?;
        Some(report.attempts)
    }

    fn gathered_challenges(&self, read: &Read, who: &Actor, part: &Part) -> Result<Gathered, Error> {
        let (at, _) = self.at_day(read, part.on)?;
        let asked_for = [(&part.system, SYSTEM), (&part.risk, RISK), (&part.exercise, EXERCISE)];
        let mut of = None;
        for (id, kind) in asked_for.into_iter().filter_map(|it| Some((it.0.as_ref()?, it.1))) {
            let row = self.readable(read, who, id, at.place)?;
            if row.kind != kind {
                return Err(Error::Missing(format!("`{id}` is no {}; name one", kind.replace('_', " "))));
            }
            of = Some((row.id, row.title));
        }
        let around = Around::read(&at)?;
        let mut gathered =
            Gathered { around, of, independent: BTreeMap::new(), acted: Acted::default(), part: part.clone() };
        gathered.independent = gathered.independence(&at)?;
        let ids: Vec<Id> = gathered.fitting().map(|it| it.id().clone()).collect();
        gathered.acted = acted(&at, &ids)?;
        Ok(gathered)
    }
}

impl Gathered {
    /// Exercises that belong to what is asked for.
    fn fitting(&self) -> impl Iterator<Item = &Exercise> {
        let (system, risk, exercise) = (&self.part.system, &self.part.risk, &self.part.exercise);
        self.around.exercises.iter().filter(move |it| {
            let about = |of: &Id| it.hypothesis(of).is_some() || it.scenarios.iter().any(|it| it.risk == *of);
            system.as_ref().is_none_or(|of| it.systems.contains(of))
                && risk.as_ref().is_none_or(about)
                && exercise.as_ref().is_none_or(|of| it.id() == of)
        })
    }

    /// Risks that belong to what is asked for, with an AI system with which they could come true.
    fn risks(&self) -> impl Iterator<Item = &RecordRow> {
        let challenged: BTreeSet<&Id> = self
            .fitting()
            .flat_map(|it| it.hypotheses.iter().map(|it| &it.risk).chain(it.scenarios.iter().map(|it| &it.risk)))
            .collect();
        self.around.risks.values().filter(move |it| {
            let systems = targets(&it.document, "systems");
            let of_system = |of: &Id| systems.contains(of);
            !systems.is_empty()
                && it.text("direction") != Some("opportunity")
                && self.part.system.as_ref().is_none_or(of_system)
                && self.part.risk.as_ref().is_none_or(|of| it.id == *of)
                && (self.part.exercise.is_none() || challenged.contains(&it.id))
        })
    }

    fn independence(&self, at: &Snapshot) -> Result<BTreeMap<Id, independence::Told>, Error> {
        let open = self.fitting().filter(|it| it.row.state != "cancelled");
        open.map(|it| Ok((it.id().clone(), independence::told(at, it)?))).collect()
    }

    fn told(self, reports: &BTreeMap<Id, Vec<Attempt>>) -> Told {
        let mut told = Told {
            on: self.around.on,
            of: self.of.clone(),
            exercises: Vec::new(),
            besides: self.around.besides(),
            proposals: Vec::new(),
            queue: Vec::new(),
            missed: Vec::new(),
            coverage: Coverage::default(),
            gaps: Vec::new(),
            hidden: 0,
            names: Names::new(),
            attacks: Vec::new(),
        };
        told.coverage = coverage(&self.around, self.risks(), &told.besides);
        let wanted: BTreeSet<&Id> = self.risks().map(|it| &it.id).collect();
        let exercise = self.part.exercise.as_ref();
        told.besides.retain(|it| wanted.contains(&it.risk) && exercise.is_none_or(|of| it.exercise == *of));
        for it in self.fitting() {
            let (line, pool) = self.line(it, reports);
            if HELD.contains(&it.row.state.as_str()) {
                let waiting = |attack: &Attack| self.acted.waiting(it.id(), attack);
                let succeed = pool.0.values().filter(|it| it.last == Outcome::Succeeded);
                told.queue.extend(succeed.map(waiting));
                told.missed.extend(pool.0.values().filter(|it| it.seen == Some(false)).map(waiting));
            }
            told.attacks.extend(pool.0.into_values().map(|attack| (it.id().clone(), attack)));
            told.exercises.push(line);
        }
        [&mut told.queue, &mut told.missed].into_iter().for_each(|it| it.sort_by_cached_key(Waiting::order));
        told.exercises.sort_by_key(|it| std::cmp::Reverse((it.from, it.id.number)));
        let understated = told.besides.iter().filter(|it| it.verdict == Verdict::Understated);
        told.proposals = understated.filter_map(|it| Proposal::of(it, self.around.risks.get(&it.risk)?)).collect();
        told.gaps = gaps(&told);
        told
    }

    /// An exercise with its attacks.
    fn line(&self, it: &Exercise, reports: &BTreeMap<Id, Vec<Attempt>>) -> (Line, Pool) {
        let level = self.around.libraries.challenging.confidence;
        let (mut pool, mut runs) = (Pool::default(), Vec::new());
        for run in self.around.runs_of(it.id()) {
            let report = reports.get(run.id());
            let moved = pool.take(run.id(), report.map(Vec::as_slice).unwrap_or_default());
            runs.push(RunLine {
                id: run.id().clone(),
                title: run.row.title.clone(),
                tool: run.row.text("tool").unwrap_or_default().to_owned(),
                version: run.row.text("tool_version").map(str::to_owned),
                on: run.on,
                attempts: run.count("attempts"),
                attacks: run.count("attacks"),
                replay: moved.replay(level),
                moved,
                notes: run.row.text("notes").map(str::to_owned),
                read: report.is_some(),
            });
        }
        let (counts, mut first) = (pool.counts(), pool.at_first());
        let mut all = (Count::default(), (0, 0));
        let mut by_risk = Vec::new();
        for (risk, count) in counts {
            let at_first = first.remove(&risk).unwrap_or_default();
            all.0 += count;
            all.1 = (all.1.0 + at_first.0, all.1.1 + at_first.1);
            by_risk.push(ByRisk::of(risk, at_first, count, level));
        }
        let independent = self.independent.get(it.id()).cloned().unwrap_or_default();
        let line = Line {
            id: it.id().clone(),
            title: it.row.title.clone(),
            form: it.row.text("form").unwrap_or_default().to_owned(),
            state: it.row.state.clone(),
            from: it.from,
            until: it.until,
            owner: it.row.owner.as_deref().and_then(|it| it.parse().ok()),
            systems: it.systems.clone(),
            challengers: it.challengers.clone(),
            dependences: independent.dependences,
            untold: independent.untold,
            hypotheses: it.hypotheses.clone(),
            scenarios: it.scenarios.clone(),
            runs,
            attacks: pool.0.len() as u64,
            undecided: pool.0.values().filter(|it| it.last == Outcome::Undecided).count() as u64,
            all: ByRisk::of(None, all.1, all.0, level),
            by_risk,
        };
        (line, pool)
    }
}

impl ByRisk {
    fn of(risk: Option<Id>, first: (u64, u64), now: Count, level: f64) -> ByRisk {
        ByRisk {
            risk,
            first: Rate::of(first.0, first.1, level),
            now: Rate::of(now.succeeded, now.attacks, level),
            detection: Rate::of(now.seen, now.told, level),
        }
    }
}

impl Waiting {
    /// The gravest first.
    fn order(&self) -> (usize, Id, String) {
        let grave = self.attack.severity.as_deref();
        let place = super::library::SEVERITIES.iter().position(|it| Some(*it) == grave);
        (place.unwrap_or(super::library::SEVERITIES.len()), self.exercise.clone(), self.attack.attack.clone())
    }

    /// Whether what was to be done about it is done, so that it can be replayed.
    pub fn ready(&self) -> bool {
        self.action_state.as_deref() == Some("done")
    }
}
