//! The whole answer for a portfolio: every risk, all of them together, the curve, and the appetites.

use measure::Measured;
use serde::{Deserialize, Serialize};

use super::draws::{Draws, OfRisk};
use super::exceedance::{Appetite, Judged, Point, curve};
use super::figures::{Asked, Figures, Ranks, Sample};
use super::flaw::{Flaw, between, not_below_zero};
use super::model::{Drawn, Portfolio};
use super::theory::Closed;
use super::year::Striking;

/// What is asked of a portfolio.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Probabilities of the losses that are not exceeded.
    pub quantiles: Vec<f64>,
    /// Probabilities beyond which the mean of the worst years is told.
    pub shortfalls: Vec<f64>,
    /// How much may be lost in how many years.
    #[serde(default, rename = "appetite")]
    pub appetites: Vec<Appetite>,
    /// Further amounts at which the curve is told.
    #[serde(default)]
    pub amounts: Vec<f64>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Quantified {
    /// What was drawn; the same numbers follow from it again.
    pub draws: Draws,
    /// Each risk, in the order of identifiers.
    pub risks: Vec<OneRisk>,
    /// All of them together.
    pub total: Figures,
    /// The same in closed form.
    pub closed: Closed,
    /// How likely all of them together cost more than an amount.
    pub curve: Vec<Point>,
    /// Each appetite, in the order of the question.
    pub appetites: Vec<Judged>,
}

/// One risk.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OneRisk {
    /// Its identifier.
    pub id: String,
    /// The AI system that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// Events a year.
    pub events: Measured,
    /// What they cost above deductibles and below caps.
    pub counted: Measured,
    /// What layers pay of that.
    pub paid: Measured,
    /// What is kept.
    pub kept: Figures,
    /// What is kept, in closed form.
    pub closed: Closed,
}

impl Question {
    /// Nothing, when it can be asked; else the field and what is possible in it.
    pub fn checked(&self) -> Result<(), Flaw> {
        self.quantiles.iter().try_for_each(|it| between("quantiles", *it).map(drop))?;
        self.shortfalls.iter().try_for_each(|it| between("shortfalls", *it).map(drop))?;
        self.amounts.iter().try_for_each(|it| not_below_zero("amounts", *it).map(drop))?;
        self.appetites.iter().enumerate().try_for_each(|(n, it)| it.checked(&format!("appetite[{n}]")))
    }

    pub(crate) fn asked(&self, draws: Draws) -> Asked {
        let rank = |p: &f64| Ranks::of(draws.years as usize, *p, draws.level);
        Asked {
            ranks: self.quantiles.iter().map(rank).collect(),
            shortfalls: self.shortfalls.clone(),
            level: draws.level,
        }
    }
}

/// Draws the years of a portfolio and tells what they say.
///
/// A flaw is one of the question or of the draws. The numbers of a risk do not depend on which other risks there are.
pub fn quantify(portfolio: &Portfolio, question: &Question, draws: Draws) -> Result<Quantified, Flaw> {
    question.checked()?;
    draws.checked(portfolio)?;
    let asked = question.asked(draws);
    let told = |risk: &Drawn, years: &OfRisk| one_risk(portfolio, risk, years, &asked);
    let (years, risks) = portfolio.total(draws, Striking::Together, told);
    let sample = Sample::of(&years);
    let judged = |it: &Appetite| it.judge(&sample, draws.level);
    Ok(Quantified {
        draws,
        risks,
        total: Figures::of(&years, &sample, &asked, portfolio.tail(None)),
        closed: portfolio.closed_total(),
        curve: curve(&sample, &question.amounts, draws.level),
        appetites: question.appetites.iter().map(judged).collect(),
    })
}

fn one_risk(portfolio: &Portfolio, risk: &Drawn, years: &OfRisk, asked: &Asked) -> OneRisk {
    let sample = Sample::of(&years.kept);
    OneRisk {
        id: risk.id.clone(),
        system: risk.system.clone(),
        events: years.events.mean(asked.level).into(),
        counted: years.counted.mean(asked.level).into(),
        paid: years.paid.mean(asked.level).into(),
        kept: Figures::of(&years.kept, &sample, asked, portfolio.tail(Some(risk))),
        closed: portfolio.closed(risk),
    }
}
