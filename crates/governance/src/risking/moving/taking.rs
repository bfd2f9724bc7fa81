//! Another likelihood for a risk, as incidents or an indicator show it: proposed, and taken over by whoever answers for the risk, never by itself. It enters
//! with a risk assessment that names the cause, in one transaction. Serves ISO/IEC 42001 8.2.

use jiff::civil::Date;
use record::{Change, Document, Id};
use serde::Serialize;
use serde_json::json;
use store::{Read, RecordRow, Write};

use super::super::quantifying::position::Bands;
use super::super::quantifying::rates::Known;
use super::super::quantifying::whole::Asked;
use super::super::quantifying::written::{Often, Written};
use super::super::taking::owns;
use super::super::{ASSESSMENT, RISK};
use super::learning::{Counted, Learned, Scale, Shown, by_incidents, by_indicator};
use super::silent::CAUSE;
use crate::aims::{Admission, Committed};
use crate::risking::criteria::Criteria;
use crate::risking::level::{Basis, Risk, Versions};
use crate::writing::Keyed;
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
pub(super) struct Placing<'a> {
    pub by: Option<(&'a Criteria, &'a RecordRow)>,
    pub versions: &'a Versions,
    pub known: &'a Known,
    pub prior_events: f64,
    pub least_events: u32,
    pub level: f64,
}

impl Placing<'_> {
    /// What is proposed for a risk, and what cannot be told of it; nothing where nothing is known, or the level stays.
    pub fn of(&self, row: &RecordRow) -> (Vec<Proposal>, Vec<Untold>) {
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

impl Proposal {
    /// The fields of the risk assessment with which it enters.
    fn assessment(&self, risk: &RecordRow, by: &Id, on: Date) -> Document {
        let of = Risk::of(risk);
        let fields = json!({
            "title": format!("{} again, on {on}", risk.title), "covers": of.systems, "reason": "event", "cause": self.cause,
            "criteria": by, "assessors": self.owner.iter().collect::<Vec<_>>(), "risks": [risk.id], "assessed_on": on,
            "stages": of.stage.iter().collect::<Vec<_>>(), "impact_assessments": risk.document.get("impact_assessments"),
            "conclusion": format!("The likelihood of {} is {} and was {}: {}.", risk.id, self.to.1, self.from.1, self.because),
            "owner": risk.owner, "unit": risk.unit, "access": risk.document.get("access"),
        });
        let kept = |(name, value): (String, serde_json::Value)| (!record::is_blank(&value)).then_some((name, value));
        match fields {
            serde_json::Value::Object(all) => all.into_iter().filter_map(kept).collect(),
            _ => Document::new(),
        }
    }
}

/// What is made of a proposal that is taken over.
#[derive(Debug, Clone, Serialize)]
pub struct TakenOver {
    /// The risk as it stands.
    pub risk: Committed,
    /// The risk assessment with which it entered.
    pub assessment: Id,
}

impl Aims {
    /// Takes a likelihood over to a risk that incidents or its indicator show, by whoever answers for it, with a risk assessment that names the cause; `base`
    /// is the version of the risk for which it was told.
    ///
    /// Errors: nothing to take over, what keeps it from being told, or somebody who does not answer for the risk.
    pub async fn take_shown(
        &self,
        actor: &Actor,
        (risk, base): (&Id, Option<i64>),
        key: Option<&str>,
    ) -> Result<TakenOver, Error> {
        let (proposal, by) = self.shown_of(actor, risk).await?;
        let on = self.today();
        let likelihood = ("likelihood".to_owned(), json!(proposal.to.0));
        let more = [("assessed_on", json!(on)), ("criteria", json!(by)), (CAUSE, json!(proposal.cause))];
        let more = more.into_iter().map(|(name, it)| (name.to_owned(), it));
        let set: Document = more.chain([likelihood]).filter(|it| !record::is_blank(&it.1)).collect();
        let why = Some(proposal.because.clone());
        let edit = Change::Edit { id: risk.clone(), base: Some(base.unwrap_or(proposal.version)), set, why };
        let keyed = key.map(|it| Keyed::new(actor, it, std::slice::from_ref(&edit))).transpose()?;
        let (this, who) = (self.clone(), actor.clone());
        let work = move |tx: &mut Write| {
            let who = this.with_roles(tx, &who)?;
            if let Some(first) = keyed.as_ref().map(|it| it.first_outcome(tx)).transpose()?.flatten() {
                return this.repeat(tx, &who, first);
            }
            let row = tx.record(&proposal.risk)?.ok_or_else(|| Error::no_record(&proposal.risk))?;
            owns(&who, &row)?;
            let document = proposal.assessment(&row, &by, on);
            let make = Change::Create { kind: ASSESSMENT.to_owned(), state: Some("concluded".to_owned()), document };
            // The program says what was shown, and nobody typed it.
            let admission = Admission { found: true, ..Admission::default() };
            let made = this.apply(tx, &who, &make, &admission)?;
            let all = vec![this.apply(tx, &who, &edit, &Admission::default())?, made];
            keyed.as_ref().map(|it| it.keep(tx, &all)).transpose()?;
            Ok::<_, Error>(all)
        };
        let outcome = self.0.store.write_async(work).await;
        let mut all = self.denied(actor, outcome).await?.into_iter();
        let gone = || Error::input("nothing was taken over");
        let (risk, assessment) = (all.next().ok_or_else(gone)?, all.next().ok_or_else(gone)?.id);
        Ok(TakenOver { risk, assessment })
    }

    /// The graver of what is proposed for a risk, and the criteria in force.
    async fn shown_of(&self, actor: &Actor, risk: &Id) -> Result<(Proposal, Id), Error> {
        let asked = Asked { risk: Some(risk.clone()), ..Asked::default() };
        let (this, who, id) = (self.clone(), actor.clone(), risk.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let row = this.readable(read, &who, &id, None)?;
            if row.kind != RISK {
                return Err(Error::Missing(format!("`{id}` is no risk; name one")));
            }
            Ok((row, who))
        };
        let (row, who) = self.0.store.read_async(read).await?;
        let told = self.shown(actor, &asked).await?;
        let own = told.proposals.into_iter().filter(|it| it.risk == *risk);
        let Some(proposal) = own.max_by_key(|it| it.to.0) else {
            let why = told.untold.into_iter().find(|it| it.risk == *risk).map(|it| it.why);
            let none = "nothing that happened or was measured since its assessment shows another level".to_owned();
            return Err(Error::problem("", format!("{risk}: {}", why.unwrap_or(none))));
        };
        owns(&who, &row)?;
        let by = told.by.ok_or_else(|| Error::problem("", "no risk criteria are in force"))?;
        Ok((proposal, by))
    }
}

/// What is proposed for risks on a day.
#[derive(Debug, Clone, Default)]
pub(super) struct AllShown {
    pub by: Option<Id>,
    pub proposals: Vec<Proposal>,
    pub untold: Vec<Untold>,
}

impl Aims {
    /// What incidents and indicators show of risks that are not over, whoever asks.
    pub(super) async fn shown(&self, actor: &Actor, asked: &Asked) -> Result<AllShown, Error> {
        let (rows, known) = self.losses_of(actor, asked).await?;
        let library = self.configuration().libraries.clone();
        let decided = rows.criteria.iter().filter(|it| super::super::DECIDED.contains(&it.state.as_str()));
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
