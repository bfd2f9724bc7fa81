//! Likelihoods that incidents or an indicator propose for risks, and why none is where something is known; the level is told by the criteria in force.

use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use store::RecordRow;

use super::super::DECIDED;
use super::super::criteria::Criteria;
use super::super::level::{Basis, Risk, Versions};
use super::super::quantifying::position::Bands;
use super::super::quantifying::rates::Known;
use super::super::quantifying::whole::Asked;
use super::super::quantifying::written::{Often, Written};
use super::learning::{Counted, Learned, Scale, Shown, by_incidents, by_indicator};
use crate::{Actor, Aims, Error};

/// A likelihood that is proposed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proposal {
    /// The risk.
    pub risk: Id,
    /// The version of the risk for which it is told.
    pub version: i64,
    /// Who answers for the risk, and takes it over.
    pub owner: Option<Id>,
    /// The level that it has by the criteria in force, by its place from 1, and its name.
    pub from: (usize, String),
    /// The level that is shown.
    pub to: (usize, String),
    /// How often it happens, and from what that is known.
    pub learned: Learned,
    /// The newest record behind it.
    pub cause: Option<Id>,
    /// The records behind it.
    pub records: Vec<Id>,
    /// Why, in a sentence.
    pub because: String,
}

/// A risk of which incidents or an indicator tell something that leads to no level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Untold {
    /// The risk.
    pub risk: Id,
    /// Why.
    pub why: String,
}

/// The criteria by which likelihoods are placed, and what goes into them.
struct Placing<'a> {
    by: Option<(&'a Criteria, &'a RecordRow)>,
    versions: &'a Versions,
    known: &'a Known,
    prior_events: f64,
    least_events: u32,
    level: f64,
}

impl Placing<'_> {
    /// What is proposed for a risk, and what cannot be told of it; nothing where nothing is known, or the level stays.
    fn of(&self, row: &RecordRow) -> (Vec<Proposal>, Vec<Untold>) {
        let risk = Risk::of(row);
        let happened: Vec<(Id, Date)> = risk.assessed_on.map(|it| self.after(&row.id, it)).unwrap_or_default();
        let written = Written::read(row).ok().flatten();
        let bound = written.as_ref().filter(|it| matches!(it.often, Often::Bound(..)));
        let counts = u32::try_from(happened.len()).unwrap_or(u32::MAX);
        let mut asked = Vec::new();
        if counts >= self.least_events {
            let told = risk.assessed_on.ok_or_else(|| "nobody has said when it was assessed".to_owned());
            asked.push(told.and_then(|after| {
                let (bands, scale, assessed) = self.scale(&risk)?;
                let counted = Counted { count: counts, after, until: self.known.on };
                let scale = Scale { bands: &bands.likelihood, names: &scale.likelihood };
                let learned = by_incidents(&scale, assessed, &counted, (self.prior_events, self.level))?;
                Ok(self.proposal(
                    row,
                    &scale,
                    assessed,
                    learned,
                    happened.iter().rev().map(|it| it.0.clone()).collect(),
                ))
            }));
        }
        if let Some(written) = bound {
            let told = self.known.rate(written);
            asked.push(told.and_then(|rate| {
                let (bands, scale, assessed) = self.scale(&risk)?;
                let scale = Scale { bands: &bands.likelihood, names: &scale.likelihood };
                let learned = by_indicator(&scale, &rate)?;
                Ok(self.proposal(row, &scale, assessed, learned, rate.source.records()))
            }));
        }
        let (mut proposals, mut untold) = (Vec::new(), Vec::new());
        for it in asked {
            match it {
                Ok(it) => proposals.extend(it),
                Err(why) => untold.push(Untold { risk: row.id.clone(), why }),
            }
        }
        (proposals, untold)
    }

    /// Incidents that name a risk after its assessment, in the order of days.
    fn after(&self, risk: &Id, assessed: Date) -> Vec<(Id, Date)> {
        let own = self.known.incidents.get(risk).into_iter().flatten();
        let mut found: Vec<(Id, Date)> = own.filter(|it| it.1 > assessed && it.1 <= self.known.on).cloned().collect();
        found.sort_by_key(|it| (it.1, it.0.number));
        found
    }

    /// The bands and names of the scale in force, and the place that the risk has on it.
    fn scale(&self, risk: &Risk) -> Result<(Bands, &Criteria, usize), String> {
        let (by, row) =
            self.by.ok_or_else(|| "no risk criteria are in force, so no level says how often".to_owned())?;
        let own = *risk.likelihood.get(&Basis::Current).ok_or_else(|| "its likelihood is not scored".to_owned())?;
        let version = risk.criteria.as_ref().and_then(|it| self.versions.get(it));
        let version = version.ok_or_else(|| "it names no criteria in force by which it was scored".to_owned())?;
        let place = by.translated(version, None, own).ok_or_else(|| {
            format!(
                "it was scored on the scales {version}, and {} does not say what level {own} of likelihood is",
                by.id
            )
        })?;
        Ok((Bands::of(row), by, place))
    }

    fn proposal(
        &self,
        row: &RecordRow,
        scale: &Scale,
        assessed: usize,
        learned: Learned,
        records: Vec<Id>,
    ) -> Option<Proposal> {
        (learned.level != assessed).then(|| Proposal {
            risk: row.id.clone(),
            version: row.version,
            owner: row.owner.as_deref().and_then(|it| it.parse().ok()),
            from: (assessed, scale.name(assessed).to_owned()),
            to: (learned.level, scale.name(learned.level).to_owned()),
            because: learned.says(scale, self.level),
            cause: records.first().cloned(),
            records,
            learned,
        })
    }
}

/// What is proposed for risks on a day.
#[derive(Debug, Clone, Default)]
pub(in crate::risking) struct AllShown {
    pub by: Option<Id>,
    pub proposals: Vec<Proposal>,
    pub untold: Vec<Untold>,
}

impl Aims {
    /// What incidents and indicators show of risks that are not over, whoever asks.
    pub(super) async fn shown(&self, actor: &Actor, asked: &Asked) -> Result<AllShown, Error> {
        let (rows, known) = self.losses_of(actor, asked).await?;
        let library = self.configuration().libraries.clone();
        let decided = rows.criteria.iter().filter(|it| DECIDED.contains(&it.state.as_str()));
        let versions: Versions = decided.map(|it| (it.id.clone(), it.version.clone())).collect();
        let row = rows.by.as_ref();
        let by = row.and_then(|row| Some((rows.criteria.iter().find(|it| it.id == row.id)?, row)));
        let placing = Placing {
            by,
            versions: &versions,
            known: &known,
            prior_events: library.moving.prior_events,
            least_events: library.moving.least_events,
            level: library.moving.level,
        };
        let mut found = AllShown { by: row.map(|it| it.id.clone()), ..AllShown::default() };
        for row in rows.risks.iter().filter(|it| asked.risk.as_ref().is_none_or(|of| it.id == *of)) {
            let (proposals, untold) = placing.of(row);
            found.proposals.extend(proposals);
            found.untold.extend(untold);
        }
        Ok(found)
    }
}

impl Shown {
    /// Its name, as data write it.
    pub fn name(&self) -> &'static str {
        match self {
            Shown::Incidents { .. } => "incidents",
            Shown::Indicator { .. } => "indicator",
        }
    }
}
