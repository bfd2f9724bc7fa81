//! What risks cost, for those who ask: each type of consequence by itself, on a day, named as far as they may see it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use store::{Read, RecordRow, Visible};

use super::super::around::{INCIDENT, criteria, in_force};
use super::super::criteria::Criteria;
use super::super::level::{Risk, Versions};
use super::super::library::Losses;
use super::super::whole::By as Brief;
use super::super::{DECIDED, OVER, RISK};
use super::answered::{Asking, Numbers, Wanted};
use super::assembled::Ground;
use super::position::{Appetites, Bands, By, appetites};
use super::rates::{Known, Seen};
use super::written::Written;
use crate::data::lineage::targets;
use crate::derived::{date, day};
use crate::responsibility::whole::Names;
use crate::strategy::INDICATOR;
use crate::strategy::indicator::Reading;
use crate::strategy::whole::measured;
use crate::{Actor, Aims, Error, Moment, Via};

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The day; today when it is not given.
    pub on: Option<Date>,
    /// One risk; all where none is named.
    pub risk: Option<Id>,
    /// Some risks together, of which the sum alone is told.
    pub among: Option<BTreeSet<Id>>,
    /// How much is drawn.
    pub wanted: Wanted,
}

impl Asked {
    /// Whether a risk is asked for.
    fn wants(&self, it: &Id) -> bool {
        self.risk.as_ref().is_none_or(|of| of == it) && self.among.as_ref().is_none_or(|all| all.contains(it))
    }
}

/// A risk of which nothing can be computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotAssessable {
    /// The risk.
    pub risk: Id,
    /// The type for which its loss is written.
    pub of: Option<String>,
    /// Why.
    pub why: String,
}

/// One type of consequence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OfType {
    /// The type.
    pub of: String,
    /// The unit of its losses; none where the criteria state none.
    pub unit: Option<String>,
    /// Levels of consequence, from the mildest.
    pub consequences: Vec<String>,
    /// The level of risk of each cell of the matrix, by its place from 0: rows of likelihood from the rarest, then of consequence from the mildest.
    pub matrix: Vec<Vec<Option<usize>>>,
    /// What drawn years say.
    pub numbers: Option<Numbers>,
    /// Why they say nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// Everything on a day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told {
    /// The day.
    pub on: Date,
    /// The criteria in force.
    pub by: Option<Brief>,
    /// Levels of likelihood, from the rarest.
    pub likelihood: Vec<String>,
    /// Levels of risk, from the mildest.
    pub levels: Vec<String>,
    /// Types for which a loss is written; never summed.
    pub types: Vec<OfType>,
    /// Risks whose loss is written and cannot be told.
    pub not_assessable: Vec<NotAssessable>,
    /// Threats of which no loss is written.
    pub unwritten: Vec<Id>,
    /// How many risks may not be seen; they count in what is told of all together.
    pub hidden: usize,
    /// Names of records.
    pub names: Names,
}

/// What was read.
pub(in crate::risking) struct Rows {
    pub(in crate::risking) risks: Vec<RecordRow>,
    incidents: Vec<RecordRow>,
    indicators: Vec<RecordRow>,
    measurements: Vec<RecordRow>,
    pub(in crate::risking) criteria: Vec<Criteria>,
    /// The record of those in force.
    pub(in crate::risking) by: Option<RecordRow>,
    pub(super) method: Losses,
}

impl Aims {
    /// What risks cost, on a day: the same digits for the same records, day, years and seed.
    ///
    /// Errors: a record is no risk; a day lies ahead or before the ledger; more years are wanted than one request draws.
    pub async fn quantified(&self, actor: &Actor, asked: Asked) -> Result<Told, Error> {
        let (rows, known) = self.losses_of(actor, &asked).await?;
        let compute = move || told(&rows, &known, &asked);
        let told = tokio::task::spawn_blocking(compute).await.map_err(|it| Error::outside("drawing losses", it))??;
        let (this, who, ids) = (self.clone(), actor.clone(), told.named());
        let names = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            this.names_of(read, &who, ids)
        };
        Ok(told.shown(self.0.store.read_async(names).await?))
    }

    /// What each of these sets of risks costs together, on a day, by one reading: the figures of [`Aims::quantified`] for a set that holds all risks.
    pub(in crate::risking) async fn cost_of(
        &self,
        actor: &Actor,
        on: Option<Date>,
        sets: Vec<BTreeSet<Id>>,
    ) -> Result<Vec<Told>, Error> {
        let (rows, known) = self.losses_of(actor, &Asked { on, ..Asked::default() }).await?;
        let compute = move || -> Result<Vec<Told>, Error> {
            let asked = |among| Asked { on, among: Some(among), ..Asked::default() };
            sets.into_iter().map(|it| told(&rows, &known, &asked(it))).collect()
        };
        let all = tokio::task::spawn_blocking(compute).await.map_err(|it| Error::outside("drawing losses", it))??;
        let (this, who) = (self.clone(), actor.clone());
        let names = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let names = this.names_of(read, &who, all.iter().flat_map(Told::named).collect())?;
            Ok::<_, Error>(all.into_iter().map(|it| it.shown(names.clone())).collect())
        };
        self.0.store.read_async(names).await
    }

    /// What is read for losses of a day, and how often everything happens.
    pub(in crate::risking) async fn losses_of(&self, actor: &Actor, asked: &Asked) -> Result<(Rows, Known), Error> {
        let at = self.moment_of(asked.on)?;
        let (this, who, of) = (self.clone(), actor.clone(), asked.clone());
        let rows = self.0.store.read_async(move |read: &Read| this.losses(read, &who, &of, at)).await?;
        // Totals are of all that there is, whoever asks; what is told of each is what they may see.
        let all = Actor::operator(Via::System);
        let mut indicators = BTreeMap::new();
        for row in &rows.indicators {
            let reading = self.reading_at(&all, row, &rows.measurements, at).await?;
            indicators.insert(row.id.clone(), seen(reading));
        }
        let known = Known {
            on: at.1,
            level: rows.method.level,
            indicator_level: rows.method.indicator_level,
            indicators,
            incidents: happened(&rows.incidents),
        };
        Ok((rows, known))
    }

    fn losses(&self, read: &Read, who: &Actor, asked: &Asked, at: (Moment, Date)) -> Result<Rows, Error> {
        let who = self.with_roles(read, who)?;
        if let Some(id) = &asked.risk
            && self.readable(read, &who, id, None)?.kind != RISK
        {
            return Err(Error::input(format!("`{id}` is no risk")));
        }
        let at = self.at_day(read, Some(at.1))?.0;
        let mut risks = at.list(RISK, Vec::new())?;
        risks.retain(|it| !it.retired && it.state != OVER);
        let needed: BTreeSet<Id> = risks.iter().filter_map(|it| it.link("indicator")).collect();
        let indicators = match needed.is_empty() {
            true => Vec::new(),
            false => at.list(INDICATOR, Vec::new())?.into_iter().filter(|it| needed.contains(&it.id)).collect(),
        };
        let measurements = measured(read, &indicators, Visible::All, at.place)?;
        let criteria = criteria(&at)?;
        let by = in_force(&criteria, day(at.time)).map(|it| it.id.clone());
        let by = at.records(&by.into_iter().collect::<Vec<_>>())?.pop();
        let mut incidents = at.list("incident", Vec::new())?;
        incidents.retain(|it| !it.retired && INCIDENT.contains(&it.state.as_str()));
        Ok(Rows { risks, incidents, indicators, measurements, criteria, by, method: at.libraries.risks.losses.clone() })
    }
}

/// The value of an indicator, or why it says nothing now.
fn seen(reading: Reading) -> Result<Seen, String> {
    let Some(now) = reading.now else { return Err(format!("{} has no value: {}", reading.id, reading.why)) };
    match reading.fresh {
        Some(false) => Err(format!(
            "the newest value of {} is of {}, which is older than its period; measure it again",
            reading.id, now.on
        )),
        _ => Ok(Seen {
            indicator: reading.id,
            measurement: reading.measurement,
            on: now.on,
            value: now.value,
            n: now.n,
            interval: now.interval,
        }),
    }
}

/// Incidents by the risks that they name, with their days.
fn happened(incidents: &[RecordRow]) -> BTreeMap<Id, Vec<(Id, Date)>> {
    let mut found: BTreeMap<Id, Vec<(Id, Date)>> = BTreeMap::new();
    for it in incidents {
        let on = date(&it.document, "happened_on").or_else(|| date(&it.document, "detected_on"));
        let on = on.unwrap_or_else(|| day(it.created));
        for risk in targets(&it.document, "risks") {
            found.entry(risk).or_default().push((it.id.clone(), on));
        }
    }
    found
}

/// Everything on a day, whoever asks. Pure over what was read.
fn told(rows: &Rows, known: &Known, asked: &Asked) -> Result<Told, Error> {
    let (mut written, mut not_assessable, mut unwritten) = (Vec::new(), Vec::new(), Vec::new());
    for row in &rows.risks {
        let opportunity = row.text("direction") == Some("opportunity");
        match Written::read(row) {
            Ok(Some(_)) if opportunity => not_assessable.push(NotAssessable {
                risk: row.id.clone(),
                of: row.text("loss_type").map(str::to_owned),
                why: "it is an opportunity, of which no loss is borne".to_owned(),
            }),
            Ok(Some(it)) => written.push(it),
            Ok(None) if opportunity => {}
            Ok(None) => unwritten.push(row.id.clone()),
            Err(faults) => not_assessable.push(NotAssessable {
                risk: row.id.clone(),
                of: row.text("loss_type").map(str::to_owned),
                why: faults.first().map(|it| format!("`{}` {}", it.field, it.says)).unwrap_or_default(),
            }),
        }
    }
    let ground = Ground::of(written, known);
    not_assessable.extend(
        ground
            .written
            .values()
            .filter_map(|it| Some(NotAssessable { risk: it.id.clone(), of: it.of.clone(), why: ground.lacks(it)? })),
    );
    let ground = Judging::of(rows, ground);
    let by = ground.by;
    let mut told = Told {
        on: known.on,
        by: by.map(|it| Brief { id: it.id.clone(), version: it.version.clone(), from: it.from }),
        likelihood: by.map(|it| it.likelihood.clone()).unwrap_or_default(),
        levels: by.map(|it| it.levels.clone()).unwrap_or_default(),
        types: Vec::new(),
        not_assessable,
        unwritten,
        hidden: 0,
        names: Names::new(),
    };
    told.not_assessable.retain(|it| asked.wants(&it.risk));
    told.unwritten.retain(|it| asked.wants(it));
    let mut types = ground.ground.types(|it| asked.among.as_ref().is_none_or(|all| all.contains(it)));
    if let Some(id) = &asked.risk {
        let own = ground.ground.written.get(id).and_then(|it| it.of.clone());
        types.retain(|it| Some(it) == own.as_ref());
    }
    for of in types {
        // A threat of which no loss is written is missing in the sum of each type that it touches.
        let touches = |id: &&Id| ground.risks.get(id).is_some_and(|it| it.touches.contains(&of));
        let missing: Vec<Id> = told.unwritten.iter().filter(touches).cloned().collect();
        told.types.push(ground.of_type(&told.not_assessable, missing, &of, asked)?);
    }
    Ok(told)
}

/// What every type is judged by: risks with their laws and as the process has them, the criteria in force, and how is drawn.
struct Judging<'a> {
    ground: Ground,
    risks: BTreeMap<Id, Risk>,
    by: Option<&'a Criteria>,
    bands: Bands,
    versions: Versions,
    appetites: Vec<Appetites>,
    method: &'a Losses,
}

impl Judging<'_> {
    fn of(rows: &Rows, ground: Ground) -> Judging<'_> {
        let decided = rows.criteria.iter().filter(|it| DECIDED.contains(&it.state.as_str()));
        Judging {
            ground,
            risks: rows.risks.iter().map(|it| (it.id.clone(), Risk::of(it))).collect(),
            by: rows.by.as_ref().and_then(|row| rows.criteria.iter().find(|it| it.id == row.id)),
            bands: rows.by.as_ref().map(Bands::of).unwrap_or_default(),
            versions: decided.map(|it| (it.id.clone(), it.version.clone())).collect(),
            appetites: rows.by.iter().flat_map(appetites).filter(|it| it.appetite.checked("").is_ok()).collect(),
            method: &rows.method,
        }
    }

    /// One type, or one risk of it.
    fn of_type(&self, missing: &[NotAssessable], unwritten: Vec<Id>, of: &str, asked: &Asked) -> Result<OfType, Error> {
        let stated: Vec<&Appetites> = self.appetites.iter().filter(|it| it.of == of).collect();
        let by = self.by;
        let asking = Asking {
            ground: &self.ground,
            risks: &self.risks,
            of,
            // An appetite is one of all risks of the type together; a single risk is not held against it.
            appetites: if asked.risk.is_none() { stated.iter().map(|it| it.appetite).collect() } else { Vec::new() },
            part: self.ground.written.values().any(|it| it.of.as_deref() == Some(of) && !asked.wants(&it.id)),
            sum_alone: asked.among.is_some(),
            missing: (missing.iter().filter(|it| it.of.as_deref() == Some(of)).map(|it| it.risk.clone()))
                .chain(unwritten)
                .collect(),
            by: by.map(|criteria| By { criteria, bands: &self.bands, versions: &self.versions }),
            method: self.method,
        };
        let model = self.ground.model(of, |it| asked.wants(it));
        let unit = stated.first().map(|it| it.unit.clone());
        let (numbers, why) = match model.risks.is_empty() {
            true => (None, Some("nothing can be computed of any of its risks".to_owned())),
            false => match asking.answer(&model, asked.wanted) {
                Ok(it) => (Some(it), None),
                // Who asks for what cannot be drawn is told so; what records say and cannot be drawn is shown.
                Err(flaw)
                    if asked.wanted != Wanted::default() && ["years", "draws.years"].contains(&flaw.field.as_str()) =>
                {
                    return Err(Error::problem("years", flaw.why));
                }
                Err(flaw) => (None, Some(flaw.to_string())),
            },
        };
        let consequences = by.and_then(|it| it.consequences.get(of)).cloned().unwrap_or_default();
        let row = |by: &Criteria, at: usize| (1..=consequences.len()).map(|it| by.level(of, at, it)).collect();
        let matrix = by.map(|by| (1..=by.likelihood.len()).map(|at| row(by, at)).collect()).unwrap_or_default();
        Ok(OfType { of: of.to_owned(), unit, consequences, matrix, numbers, why })
    }
}

impl Told {
    /// Everything that it names.
    fn named(&self) -> Vec<Id> {
        let mut all: BTreeSet<Id> = self.by.iter().map(|it| it.id.clone()).collect();
        all.extend(self.not_assessable.iter().map(|it| it.risk.clone()).chain(self.unwritten.iter().cloned()));
        for it in self.types.iter().filter_map(|it| it.numbers.as_ref()).flat_map(|it| &it.risks) {
            all.insert(it.risk.clone());
            all.extend(it.rate.source.records());
        }
        all.into_iter().collect()
    }

    /// Without what may not be seen.
    fn shown(mut self, names: Names) -> Told {
        let seen = |it: &str| names.contains_key(it);
        let told = |it: &Id| seen(&it.to_string());
        let count = |it: &Told| {
            let numbers = it.types.iter().filter_map(|it| it.numbers.as_ref()).map(|it| it.risks.len()).sum::<usize>();
            numbers + it.not_assessable.len() + it.unwritten.len()
        };
        let before = count(&self);
        self.not_assessable.retain(|it| told(&it.risk));
        self.unwritten.retain(&told);
        for it in self.types.iter_mut().filter_map(|it| it.numbers.as_mut()) {
            it.risks.retain(|it| told(&it.risk));
            it.risks.iter_mut().for_each(|it| it.rate.source.keep(told));
            it.losses.risks.retain(|it| seen(&it.id));
            it.swings.retain(|it| seen(&it.risk));
            it.together.iter_mut().for_each(|it| it.risks.retain(|it| seen(&it.name)));
        }
        self.by = self.by.filter(|it| told(&it.id));
        self.hidden = before - count(&self);
        self.names = names;
        self
    }
}
