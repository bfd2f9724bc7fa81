//! What is around challenges: exercises, runs that count, risks with the scales by which they are scored, and the table of likelihoods in force.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use record::Id;
use store::RecordRow;

use super::exercise::{Exercise, Run};
use super::likelihood::{Beside, Shown, TABLE, Told, Verdict, beside};
use super::rate::Rate;
use super::{EXERCISE, HELD, RECORDED, RUN};
use crate::Error;
use crate::deciding::shipped::Ruled;
use crate::derived::{Snapshot, day};
use crate::libraries::Libraries;
use crate::risking::around::criteria;
use crate::risking::level::{Basis, Risk};
use crate::risking::{OVER, RISK};

/// The scale of likelihood of risks that name no criteria.
const SCALE: &str = "likelihood";

/// What is around challenges.
pub(crate) struct Around {
    /// The day.
    pub on: Date,
    /// Exercises, by number.
    pub exercises: Vec<Exercise>,
    /// Runs that count, by number.
    pub runs: Vec<Run>,
    /// Risks that are not over.
    pub risks: BTreeMap<Id, RecordRow>,
    /// The table of likelihoods.
    pub table: Option<Arc<Ruled>>,
    /// What challenges go by.
    pub libraries: Arc<Libraries>,
    /// Names of levels of likelihood, by criteria; under nothing the scale that ships.
    scales: BTreeMap<Option<Id>, Vec<String>>,
}

impl Around {
    /// Everything.
    pub(crate) fn read(at: &Snapshot) -> Result<Around, Error> {
        let (exercises, runs) = held(at)?;
        let risks = at.list(RISK, Vec::new())?;
        Around::of(at, exercises, runs, risks)
    }

    fn of(at: &Snapshot, exercises: Vec<Exercise>, runs: Vec<Run>, risks: Vec<RecordRow>) -> Result<Around, Error> {
        let shipped = at.catalog.scale(SCALE).map(|it| it.levels.iter().map(|it| it.label.clone()).collect());
        let mut scales = BTreeMap::from([(None, shipped.unwrap_or_default())]);
        scales.extend(criteria(at)?.into_iter().map(|it| (Some(it.id), it.likelihood)));
        Ok(Around {
            on: day(at.time),
            exercises,
            runs,
            risks: risks
                .into_iter()
                .filter(|it| !it.retired && it.state != OVER)
                .map(|it| (it.id.clone(), it))
                .collect(),
            table: TABLE.in_force(at)?,
            libraries: at.libraries.clone(),
            scales,
        })
    }

    /// The exercise of a number.
    pub(crate) fn exercise(&self, id: &Id) -> Option<&Exercise> {
        self.exercises.iter().find(|it| it.id() == id)
    }

    /// Runs of an exercise that count.
    pub(crate) fn runs_of(&self, id: &Id) -> impl Iterator<Item = &Run> {
        self.runs.iter().filter(move |it| it.exercise.as_ref() == Some(id))
    }

    /// Names of the levels by which a risk is scored.
    pub(crate) fn levels(&self, risk: &RecordRow) -> &[String] {
        let own = self.scales.get(&risk.link("criteria")).filter(|it| !it.is_empty());
        own.or_else(|| self.scales.get(&None)).map(Vec::as_slice).unwrap_or_default()
    }

    /// How often attacks of an exercise are expected in a year, for a risk.
    fn a_year(&self, exercise: &Exercise, risk: &Id) -> u64 {
        let said = exercise.hypothesis(risk).and_then(|it| it.attempts_a_year);
        said.unwrap_or(self.libraries.challenging.attempts_a_year)
    }

    /// What attacks show of a risk: the newest run of any exercise that tried some.
    fn attacked<'a>(&'a self, risk: &'a Id) -> Option<Told<'a>> {
        let held = |it: &Run| it.exercise.as_ref().and_then(|it| self.exercise(it)).filter(|it| counts(it));
        let mut last: BTreeMap<&Id, &Run> = BTreeMap::new();
        for it in self.runs.iter().filter(|it| held(it).is_some()) {
            last.extend(it.exercise.as_ref().map(|of| (of, it)));
        }
        let tried = |it: &&Run| it.counts.get(risk).is_some_and(|it| it.attacks > 0);
        let run = last.into_values().filter(tried).max_by_key(|it| (it.on, it.id().number))?;
        let (count, exercise) = (run.counts.get(risk)?, held(run)?);
        let rate = Rate::of(count.succeeded, count.attacks, self.libraries.challenging.confidence);
        let shown = Shown::Attacks { rate, a_year: self.a_year(exercise, risk) };
        Some(Told { risk, exercise: exercise.id(), run: Some(run.id()), on: run.on, shown })
    }

    /// What scenarios show of a risk: those of the newest exercise that was reported, of which the gravest counts.
    fn thought_through<'a>(&'a self, risk: &'a Id) -> Option<Told<'a>> {
        let reported = self.exercises.iter().filter(|it| counts(it) && it.row.state != super::OPEN[0]);
        let own = reported.filter_map(|it| {
            let chances = it.scenarios.iter().filter(|it| it.risk == *risk).filter_map(|it| it.chance);
            Some((it, chances.max_by(|a, b| a.0.total_cmp(&b.0))?))
        });
        let day_of = |it: &Exercise| it.until.or(it.from).unwrap_or_else(|| day(it.row.changed));
        let (exercise, (least, most)) = own.max_by_key(|it| (day_of(it.0), it.0.id().number))?;
        let shown = Shown::Scenario { least, most };
        Some(Told { risk, exercise: exercise.id(), run: None, on: day_of(exercise), shown })
    }

    /// The assessed likelihood of every risk beside what was shown of it.
    pub(crate) fn besides(&self) -> Vec<Beside> {
        let of = |row: &RecordRow| {
            let assessed = Risk::of(row).likelihood.get(&Basis::Current).copied();
            let told = [self.attacked(&row.id), self.thought_through(&row.id)];
            let table = self.table.as_deref();
            told.into_iter().flatten().map(|it| beside(table, self.levels(row), assessed, &it)).collect::<Vec<_>>()
        };
        self.risks.values().flat_map(of).collect()
    }
}

/// Whether an exercise was held.
fn counts(it: &Exercise) -> bool {
    HELD.contains(&it.row.state.as_str())
}

/// Exercises and runs that count.
fn held(at: &Snapshot) -> Result<(Vec<Exercise>, Vec<Run>), Error> {
    let mut exercises: Vec<Exercise> =
        at.list(EXERCISE, Vec::new())?.iter().filter(|it| !it.retired).map(Exercise::of).collect();
    let recorded = |it: &&RecordRow| !it.retired && it.state == RECORDED;
    let mut runs: Vec<Run> = match exercises.is_empty() {
        true => Vec::new(),
        false => at.list(RUN, Vec::new())?.iter().filter(recorded).map(Run::of).collect(),
    };
    exercises.sort_by_key(|it| it.id().number);
    runs.sort_by_key(|it| it.id().number);
    Ok((exercises, runs))
}

/// Of these risks those whose likelihood is contradicted by what attempts or scenarios show.
pub(crate) fn contradicted(at: &Snapshot, risks: &[RecordRow]) -> Result<Vec<Beside>, Error> {
    let (exercises, runs) = held(at)?;
    if exercises.is_empty() {
        return Ok(Vec::new());
    }
    let challenged: BTreeSet<&Id> = runs
        .iter()
        .flat_map(|it| it.counts.keys())
        .chain(exercises.iter().flat_map(|it| it.scenarios.iter().map(|it| &it.risk)))
        .collect();
    let own: Vec<RecordRow> = risks.iter().filter(|it| challenged.contains(&it.id)).cloned().collect();
    if own.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = Around::of(at, exercises, runs, own)?.besides();
    found.retain(|it| it.verdict == Verdict::Understated);
    Ok(found)
}
