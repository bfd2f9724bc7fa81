//! What the drawn years say of one type of consequence: all its risks together, each by itself, the appetites of the criteria, and what moves the answer. Pure.

use std::collections::BTreeMap;

use measure::Estimate;
use record::Id;
use serde::Serialize;
use simulate::loss::contribution::{Together, together};
use simulate::loss::model::Portfolio;
use simulate::loss::quantify::OneRisk;
use simulate::loss::sensitivity::{Swing, tornado};
use simulate::loss::{Appetite, Draws, Flaw, Model, Quantified, Question, Stance, quantify};

use super::super::level::Risk;
use super::super::library::Losses;
use super::assembled::Ground;
use super::position::{By, Position};
use super::rates::Rate;

/// How much somebody wants drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Years; those of the method where none are named.
    pub years: Option<u32>,
    /// Where chance begins; that of the method where none is named.
    pub seed: Option<u64>,
}

/// An appetite, and whether it holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Held {
    /// The appetite.
    pub appetite: Appetite,
    /// Probability of a year that costs more.
    pub exceeding: Estimate,
    /// `holds`, `broken` or `cannot_tell`.
    pub verdict: &'static str,
    /// Why it cannot be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// One risk by its numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Placed {
    /// The risk.
    pub risk: Id,
    /// How often it happens by itself, and where that comes from.
    pub rate: Rate,
    /// Events a year, also by its causes.
    pub events: f64,
    /// Lower and upper end of that, where the source has an interval.
    pub interval: Option<(f64, f64)>,
    /// What one event costs on average, of that which is kept; none where it has no mean.
    pub cost: Option<f64>,
    /// Its place in the matrix.
    pub position: Option<Position>,
    /// Why it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// What drawn years say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Numbers {
    /// Loss of each risk and of all of them, with the curve.
    pub losses: Quantified,
    /// Appetites of the criteria.
    pub appetites: Vec<Held>,
    /// Each risk by its numbers, in the order of identifiers.
    pub risks: Vec<Placed>,
    /// How risks add up; none where no mean of the tail can be told.
    pub together: Option<Together>,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub together_why: Option<String>,
    /// What moves the expected shortfall, the widest first.
    pub swings: Vec<Swing>,
    /// Risks of which that was not asked, since others weigh more.
    pub not_swung: usize,
    /// Where the tail of the worst years begins.
    pub tail: f64,
}

impl Losses {
    /// How much is drawn of a portfolio: what is wanted, or what the method draws and the work of one request allows.
    pub(super) fn draws(&self, portfolio: &Portfolio, wanted: Wanted) -> Result<Draws, Flaw> {
        let events: f64 =
            portfolio.risks().iter().map(|it| 1.0 + portfolio.closed(it).events.value().unwrap_or(0.0)).sum();
        let most = (self.most_events / events.max(1.0)).min(f64::from(self.most_years)) as u32;
        let least = *simulate::loss::draws::YEARS.start();
        let years = match wanted.years {
            Some(years) if years < least => {
                return Err(Flaw::of("years", format!("is {years}; it must be from {least} to {most}")));
            }
            Some(years) if years > most => {
                return Err(Flaw::of(
                    "years",
                    format!("is {years}; at most {most} are drawn in one request for risks with so many events"),
                ));
            }
            Some(years) => years,
            None => self.years.min(most),
        };
        Ok(Draws { years, seed: wanted.seed.unwrap_or(self.seed), level: self.level })
    }
}

/// What is asked of one type.
#[derive(Debug)]
pub struct Asking<'a> {
    /// What is written and known.
    pub ground: &'a Ground,
    /// Risks as the process has them.
    pub risks: &'a BTreeMap<Id, Risk>,
    /// The type.
    pub of: &'a str,
    /// Its appetites.
    pub appetites: Vec<Appetite>,
    /// Risks with a loss of this type of which nothing can be computed.
    pub missing: Vec<Id>,
    /// Whether risks with a loss of this type are not asked for.
    pub part: bool,
    /// Whether nothing but the sum is told: neither what moves it nor how risks add up.
    pub sum_alone: bool,
    /// The criteria in force.
    pub by: Option<By<'a>>,
    /// How losses are drawn.
    pub method: &'a Losses,
}

impl Asking<'_> {
    /// The answer for a model; a flaw where nothing can be drawn.
    pub fn answer(&self, model: &Model, wanted: Wanted) -> Result<Numbers, Flaw> {
        let nothing = || Flaw::of("risk", "has nothing that could be drawn");
        let portfolio = model.checked().map_err(|it| it.into_iter().next().unwrap_or_else(nothing))?;
        let draws = self.method.draws(&portfolio, wanted)?;
        let question = Question {
            quantiles: self.method.quantiles.clone(),
            shortfalls: vec![self.method.tail],
            appetites: self.appetites.clone(),
            amounts: self.appetites.iter().map(|it| it.loss).collect(),
        };
        let losses = quantify(&portfolio, &question, draws)?;
        let (together, together_why) = match self.sum_alone {
            true => (None, None),
            false => match together(&portfolio, draws, self.method.tail) {
                Ok(it) => (Some(it), None),
                Err(flaw) => (None, Some(flaw.to_string())),
            },
        };
        let (swings, not_swung) = if self.sum_alone { (Vec::new(), 0) } else { self.swings(model, &losses, draws) };
        Ok(Numbers {
            appetites: losses.appetites.iter().map(|it| self.held(it.appetite, &it.exceeding, &it.stance)).collect(),
            risks: losses.risks.iter().filter_map(|it| self.placed(it)).collect(),
            together,
            together_why,
            swings,
            not_swung,
            tail: self.method.tail,
            losses,
        })
    }

    /// What moves the answer, of the risks that weigh most, in no more years than the method draws.
    fn swings(&self, model: &Model, losses: &Quantified, draws: Draws) -> (Vec<Swing>, usize) {
        let weight = |id: &str| {
            let own = losses.risks.iter().find(|it| it.id == id);
            own.and_then(|it| it.kept.shortfalls.first()?.loss.value()).unwrap_or(f64::INFINITY)
        };
        let mut off: Vec<(f64, usize)> = (model.risks.iter().enumerate())
            .filter(|it| it.1.uncertain.frequency.is_some() || it.1.uncertain.severity.is_some())
            .map(|(at, it)| (weight(&it.id), at))
            .collect();
        off.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let left = off.split_off(off.len().min(self.method.most_swings));
        let mut model = model.clone();
        left.iter().for_each(|it| model.risks[it.1].uncertain = simulate::loss::Uncertain::default());
        let draws = Draws { years: draws.years.min(self.method.years), ..draws };
        let swings = model.checked().ok().and_then(|it| tornado(&it, draws, self.method.tail).ok());
        (swings.unwrap_or_default(), left.len())
    }

    /// Whether an appetite holds; it is never said to hold while a loss that bears on it is missing.
    fn held(&self, appetite: Appetite, exceeding: &Estimate, stance: &Stance) -> Held {
        let missing = self.missing.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let (verdict, why) = match stance {
            Stance::Beyond => ("broken", None),
            // What is beyond in a part is beyond in the whole; what is within says nothing of the rest.
            Stance::Within if self.part => {
                let why = "it is one of all risks of its type together, and these are a part of them";
                ("cannot_tell", Some(why.to_owned()))
            }
            Stance::Within if missing.is_empty() => ("holds", None),
            Stance::Within => ("cannot_tell", Some(format!("the loss of {missing} is not in it"))),
            Stance::CannotTell { years } => {
                let more = years.map_or("its probability is the limit itself".to_owned(), |it| {
                    format!("the interval lies on both sides; about {it} years would tell")
                });
                ("cannot_tell", Some(more))
            }
        };
        Held { appetite, exceeding: *exceeding, verdict, why }
    }

    fn placed(&self, one: &OneRisk) -> Option<Placed> {
        let risk: Id = one.id.parse().ok()?;
        let rate = self.ground.rates.get(&risk)?.as_ref().ok()?.clone();
        let events = one.closed.events.value().or_else(|| one.events.value())?;
        // What causes add is exact for the laws that were stated; the interval is that of the source.
        let interval = rate.interval.map(|(low, high)| (events - rate.events + low, events - rate.events + high));
        let mean = one.closed.mean.value().or_else(|| one.kept.expected.value());
        let cost = mean.filter(|_| events > 0.0).map(|it| it / events);
        let position = match (&self.by, cost, self.risks.get(&risk)) {
            (None, ..) => Err("no risk criteria are in force".to_owned()),
            (_, None, _) => Err("what one event costs has no mean; cap what it can cost".to_owned()),
            (Some(by), Some(cost), Some(own)) => {
                by.position(own, self.of, (events, interval.unwrap_or((events, events))), cost)
            }
            (.., None) => return None,
        };
        let (position, why) = position.map_or_else(|why| (None, Some(why)), |it| (Some(it), None));
        Some(Placed { risk, rate, events, interval, cost, position, why })
    }
}
