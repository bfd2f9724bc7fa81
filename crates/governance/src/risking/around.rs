//! Criteria, assessments, risks, what is done about them and what happened, read as sets: of everything, or of what hangs on some AI systems.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::civil::Date;
use record::Id;
use store::RecordRow;

use super::agreeing::{Key, Settled, settled};
use super::criteria::Criteria;
use super::due::dues;
use super::level::{Judged, Risk, Versions, judged};
use super::moving::happened::reaching;
use super::steps::{Done, Run, Standing, steps};
use super::{ASSESSMENT, CONCLUDED, CRITERIA, DECIDED, IN_FORCE, OVER, RISK};
use crate::Error;
use crate::accepting::ACCEPTANCE;
use crate::accepting::acceptance::Acceptance;
use crate::accepting::answers::counting;
use crate::accepting::borne::borne;
use crate::accepting::standing::outgrown;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, date, day};
use crate::libraries::choices;
use crate::surroundings::{SYSTEM, counts};
use crate::tiering::UNCLASSIFIED;

/// States of a treatment that was approved and is not over.
const TREATED: [&str; 3] = ["approved", "implementing", "implemented"];
/// The option of a treatment that takes a risk for gain.
const GAIN: &str = "take_or_raise_for_gain";
/// States of an impact assessment whose result stands.
const RESULT: [&str; 2] = ["approved", "in_force"];
/// States of an incident that was one.
pub(crate) const INCIDENT: [&str; 5] = ["confirmed", "contained", "resolved", "reviewed", "closed"];
/// An AI system.
#[derive(Debug, Clone)]
pub struct System {
    /// The record.
    pub id: Id,
    /// Its state.
    pub state: String,
    /// Its tier; nothing while it has none that is confirmed.
    pub tier: Option<String>,
}

/// An impact assessment whose result stands.
#[derive(Debug, Clone)]
pub struct Impact {
    /// The record.
    pub id: Id,
    /// The AI systems that it covers.
    pub systems: Vec<Id>,
}

/// An assessment with what its assessors settled on.
#[derive(Debug, Clone)]
pub struct Assessment {
    /// As far as steps ask.
    pub run: Run,
    /// What was settled.
    pub settled: BTreeMap<Key, Settled>,
}

/// Everything by which is told how risks stand.
#[derive(Debug)]
pub struct Around {
    /// The day.
    pub on: Date,
    /// All criteria that were not retired.
    pub criteria: Vec<Criteria>,
    /// Versions of those that are or were in force.
    pub versions: Versions,
    /// AI systems that count.
    pub systems: Vec<System>,
    /// Risks that are not over, as they stand by the criteria in force.
    pub risks: Vec<Standing>,
    /// Assessments that came to an end.
    pub assessments: Vec<Assessment>,
    /// Impact assessments whose result stands.
    pub impacts: Vec<Impact>,
}

/// Criteria of the store.
pub(crate) fn criteria(at: &Snapshot) -> Result<Vec<Criteria>, Error> {
    let levels = choices(&at.catalog, RISK, "level");
    Ok(at.list(CRITERIA, Vec::new())?.iter().map(|it| Criteria::of(it, &levels)).collect())
}

/// The criteria in force on a day: of several those that came last.
pub(crate) fn in_force(all: &[Criteria], on: Date) -> Option<&Criteria> {
    let now = all.iter().filter(|it| it.state == IN_FORCE && it.from.is_none_or(|from| from <= on));
    now.max_by_key(|it| (it.from, it.id.number))
}

impl Around {
    /// Everything, or what hangs on these AI systems now.
    pub(crate) fn read(at: &Snapshot, of: Option<&[RecordRow]>) -> Result<Around, Error> {
        Around::read_with(at, of, true)
    }

    /// The same; events are many to read, and are left out where nobody asks when risks are assessed again.
    pub(crate) fn read_with(at: &Snapshot, of: Option<&[RecordRow]>, events: bool) -> Result<Around, Error> {
        let (on, criteria) = (day(at.time), criteria(at)?);
        let versions = criteria
            .iter()
            .filter(|it| DECIDED.contains(&it.state.as_str()))
            .map(|it| (it.id.clone(), it.version.clone()));
        let versions: Versions = versions.collect();
        let from = Reading { at, of: of.map(|it| it.iter().map(|it| it.id.clone()).collect()), events };
        let systems = match of {
            Some(rows) => tiered(at, rows)?,
            None => {
                let mut rows = at.list(SYSTEM, Vec::new())?;
                rows.retain(counts);
                tiered(at, &rows)?
            }
        };
        let assessments = from.rows(ASSESSMENT, "covers")?;
        let impacts = from.rows("impact_assessment", "systems")?;
        let mut around = Around {
            on,
            criteria,
            versions,
            systems,
            risks: Vec::new(),
            assessments: assessments
                .iter()
                .filter(|it| CONCLUDED.contains(&it.state.as_str()))
                .map(assessment)
                .collect(),
            impacts: impacts.iter().filter(|it| RESULT.contains(&it.state.as_str())).map(impact).collect(),
        };
        around.risks = from.risks(&around, of.unwrap_or_default())?;
        Ok(around)
    }

    /// The criteria in force.
    pub fn by(&self) -> Option<&Criteria> {
        in_force(&self.criteria, self.on)
    }

    /// Risks of an AI system in a stage.
    pub fn of_stage<'a>(&'a self, system: &'a Id, stage: &'a str) -> Vec<&'a Standing> {
        let own = self.risks.iter().filter(|it| it.risk.systems.contains(system));
        own.filter(|it| it.risk.stage.as_deref() == Some(stage)).collect()
    }

    /// The steps of a stage of an AI system.
    pub(crate) fn steps(&self, at: &Snapshot, system: &System, stage: &str) -> Vec<Done> {
        let runs: Vec<&Run> =
            self.assessments.iter().map(|it| &it.run).filter(|it| it.covers.contains(&system.id)).collect();
        let asked = at.libraries.risks.steps(system.tier.as_deref());
        steps(stage, &self.of_stage(&system.id, stage), &runs, asked, self.on)
    }

    /// The tiers of the AI systems of a risk.
    fn tiers(&self, risk: &Risk) -> BTreeSet<Option<String>> {
        self.systems.iter().filter(|it| risk.systems.contains(&it.id)).map(|it| it.tier.clone()).collect()
    }
}

/// What is read, of everything or of some AI systems.
struct Reading<'a, 'b> {
    at: &'a Snapshot<'b>,
    of: Option<Vec<Id>>,
    events: bool,
}

impl Reading<'_, '_> {
    /// Records of a kind, or those that point to the AI systems by a field.
    fn rows(&self, kind: &str, field: &str) -> Result<Vec<RecordRow>, Error> {
        let mut rows = match &self.of {
            None => self.at.list(kind, Vec::new())?,
            Some(systems) => self.pointing(systems, kind, field)?,
        };
        rows.retain(|it| !it.retired);
        Ok(rows)
    }

    fn pointing(&self, to: &[Id], kind: &str, field: &str) -> Result<Vec<RecordRow>, Error> {
        let links = self.at.read.links_to_any(to, &[kind])?;
        let ids: BTreeSet<Id> = links.into_iter().filter(|it| it.1.field == field).map(|it| it.1.end.id).collect();
        self.at.records(&ids.into_iter().collect::<Vec<_>>())
    }

    /// Records of a kind that point to risks.
    fn about(&self, risks: &[Id], kind: &str, field: &str) -> Result<Vec<RecordRow>, Error> {
        let mut rows = match self.of {
            None => self.at.list(kind, Vec::new())?,
            Some(_) => self.pointing(risks, kind, field)?,
        };
        rows.retain(|it| !it.retired);
        Ok(rows)
    }

    /// Risks that are not over, as they stand.
    fn risks(&self, around: &Around, given: &[RecordRow]) -> Result<Vec<Standing>, Error> {
        let mut open = self.rows(RISK, "systems")?;
        open.retain(|it| it.state != OVER);
        let risks: Vec<Risk> = open.iter().map(Risk::of).collect();
        let ids: Vec<Id> = risks.iter().map(|it| it.id.clone()).collect();
        let treatments = self.about(&ids, "treatment", "treats")?;
        let acceptances = self.about(&ids, ACCEPTANCE, "risk")?;
        let (mut treated, mut pursued) = (HashSet::new(), HashSet::new());
        for it in treatments.iter().filter(|it| TREATED.contains(&it.state.as_str())) {
            let of = targets(&it.document, "treats");
            if it.text("option") == Some(GAIN) {
                pursued.extend(of.iter().cloned());
            }
            treated.extend(of);
        }
        let levels = choices(&self.at.catalog, RISK, "level");
        let counting = counting(self.at, &acceptances)?;
        let mut by_risk: HashMap<&Id, Vec<&Acceptance>> = HashMap::new();
        for it in &counting {
            it.risk.iter().for_each(|risk| by_risk.entry(risk).or_default().push(it));
        }
        let kept = |row: &RecordRow, judged: Option<&[Judged]>| {
            let Some(own) = by_risk.get(&row.id) else { return false };
            let now = borne(row, judged, &levels);
            own.iter().any(|it| outgrown(it, Some(&now), &levels).is_none())
        };
        let by = around.by();
        let mut reached = if self.events { reaching(self.at, &open, given)? } else { HashMap::new() };
        let stand = |(risk, row): (Risk, &RecordRow)| {
            let judged = by.map(|by| judged(&risk, by, &around.versions)).unwrap_or_default();
            let reached = reached.remove(&risk.id).unwrap_or_default();
            let tiers = around.tiers(&risk);
            let dues = dues(&risk, &judged, &tiers, by, &reached, around.on);
            // Without criteria nothing is asked of the process.
            let due = by.and_then(|_| dues.first().cloned());
            let kept = kept(row, by.map(|_| judged.as_slice()));
            let (treated, pursued) = (treated.contains(&risk.id), pursued.contains(&risk.id));
            Standing { judged, due, dues, reached, treated, pursued, kept, risk }
        };
        Ok(risks.into_iter().zip(&open).map(stand).collect())
    }
}

fn assessment(row: &RecordRow) -> Assessment {
    let stages = row.list("stages").filter_map(|it| it.as_str().map(str::to_owned));
    Assessment {
        run: Run {
            id: row.id.clone(),
            covers: targets(&row.document, "covers"),
            stages: stages.collect(),
            on: date(&row.document, "assessed_on"),
            told: row.list("told").next().is_some(),
            considered: targets(&row.document, "impact_assessments"),
        },
        settled: settled(row),
    }
}

fn impact(row: &RecordRow) -> Impact {
    Impact { id: row.id.clone(), systems: targets(&row.document, "systems") }
}

/// AI systems with their tiers as duties know them.
fn tiered(at: &Snapshot, rows: &[RecordRow]) -> Result<Vec<System>, Error> {
    let tiers = crate::tiering::answers::tiers(at, rows)?;
    let system = |(row, tier): (&RecordRow, Option<crate::derived::Answer>)| {
        let tier = tier.and_then(|it| it.0.as_str().map(str::to_owned)).filter(|it| it != UNCLASSIFIED);
        let tier = tier.map(|it| at.libraries.duties.tier(&it).to_owned());
        let tier = tier.filter(|it| it != crate::responsibility::catalogue::UNKNOWN);
        System { id: row.id.clone(), state: row.state.clone(), tier }
    };
    Ok(rows.iter().zip(tiers).map(system).collect())
}
