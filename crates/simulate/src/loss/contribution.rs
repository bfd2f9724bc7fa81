//! What each risk and each AI system adds to the tail of all of them, and what common causes change.
//!
//! The contribution is the mean loss of the risk in the worst years of all together (Euler's rule; Tasche, arXiv:0708.2542), so
//! contributions sum to the expected shortfall. It is held against the shortfall of the risk alone: the difference is what holding
//! risks together saves. Struck apart, each risk meets events of its causes by itself under the same law: means stay, tails shrink, and
//! the difference is what an independent total would hide.

use std::collections::BTreeMap;

use measure::{Measured, Undefined};
use serde::Serialize;

use super::draws::Draws;
use super::figures::{Asked, At, Figures, Ranks, Sample, Tail, shortfall_of};
use super::flaw::{Flaw, between, held};
use super::model::Portfolio;
use super::sections::{sectioned, sections};
use super::year::Striking;

/// How risks add up.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Together {
    /// Probability beyond which years belong to the tail.
    pub probability: f64,
    /// Expected shortfall of all risks together.
    pub shortfall: Measured,
    /// Each risk, in the order of identifiers.
    pub risks: Vec<Part>,
    /// Each AI system, by name; risks without one are left out.
    pub systems: Vec<Part>,
    /// Figures of all risks together, with common causes.
    pub common: Figures,
    /// The same, as if each risk met its causes by itself.
    pub apart: Figures,
    /// The sum of shortfalls of each risk alone; all together are never worse.
    pub alone: f64,
    /// What part of that sum holding risks together saves; none when the sum is 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diversification: Option<f64>,
}

/// What one risk or AI system adds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// The risk or AI system.
    pub name: String,
    /// Its mean loss in the worst years of all together.
    pub contribution: Measured,
    /// That as a part of the shortfall of all together; none when it is 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
    /// The mean loss of its own worst years.
    pub alone: f64,
}

/// Tells how the risks of a portfolio add up beyond `probability`.
///
/// A flaw is one of the draws, of the probability, which must leave 20 sections of years with a tail each, or of a cost without a
/// variance, of which no mean of a tail can be told.
pub fn together(portfolio: &Portfolio, draws: Draws, probability: f64) -> Result<Together, Flaw> {
    between("probability", probability)?;
    draws.checked(portfolio)?;
    let beyond = f64::from(draws.years) * (1.0 - probability);
    held(
        "draws.years",
        f64::from(draws.years),
        beyond >= 400.0,
        &format!("at least {:.0}, so that 400 lie in the tail", (400.0 / (1.0 - probability)).ceil()),
    )?;
    if let Some(risk) = portfolio.risks.iter().find(|it| portfolio.tail(Some(it)) != Tail::Short) {
        return Err(Flaw::of(
            format!("risk {}.severity", risk.id),
            "has no variance, so nothing can be told of its tail; cap what an event can cost",
        ));
    }
    let (n, level) = (draws.years as usize, draws.level);
    let asked = Asked { ranks: vec![Ranks::of(n, probability, level)], shortfalls: vec![probability], level };
    let alone = |_: &_, it: &super::draws::OfRisk| shortfall_of(&it.kept, probability);
    let (years, alone) = portfolio.total(draws, Striking::Together, alone);
    let caused = portfolio.risks.iter().any(|it| !it.ways.is_empty());
    let apart = if caused { portfolio.total(draws, Striking::Apart, |_, _| ()).0 } else { years.clone() };
    let figures = |years: &[f64]| Figures::of(years, &Sample::of(years), &asked, portfolio.tail(None));
    let (common, apart) = (figures(&years), figures(&apart));
    let tails = Tails::of(&years, probability);
    let losses: Vec<Vec<f64>> = portfolio.risks.iter().map(|it| portfolio.again(it, draws, &tails.wanted)).collect();
    let whole: f64 = losses.iter().map(|it| tails.mean(it)).sum();
    let part = |name: &str, losses: &[f64], alone: f64| Part {
        name: name.to_owned(),
        contribution: tails.told(losses, level).into(),
        share: (whole > 0.0).then(|| tails.mean(losses) / whole),
        alone,
    };
    let risks = portfolio.risks.iter().zip(&losses).zip(&alone).map(|((it, of), alone)| part(&it.id, of, *alone));
    let sum: f64 = alone.iter().sum();
    Ok(Together {
        probability,
        shortfall: told_of(&common),
        risks: risks.collect(),
        systems: systems(portfolio, &losses, draws, probability).iter().map(|it| part(&it.0, &it.1, it.2)).collect(),
        common,
        apart,
        alone: sum,
        diversification: (sum > 0.0).then(|| 1.0 - whole / sum),
    })
}

fn told_of(figures: &Figures) -> Measured {
    let undefined = || Err(Undefined::because("no shortfall was asked")).into();
    figures.shortfalls.first().map_or_else(undefined, |At { loss, .. }| loss.clone())
}

/// Each AI system with its losses in the wanted years, and the shortfall of it alone.
fn systems(portfolio: &Portfolio, losses: &[Vec<f64>], draws: Draws, probability: f64) -> Vec<(String, Vec<f64>, f64)> {
    let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, risk) in portfolio.risks.iter().enumerate() {
        if let Some(system) = &risk.system {
            by_name.entry(system).or_default().push(place);
        }
    }
    let told = |(name, places): (&str, Vec<usize>)| {
        let mut sum = vec![0.0; losses.first().map_or(0, Vec::len)];
        places.iter().for_each(|it| sum.iter_mut().zip(&losses[*it]).for_each(|(sum, it)| *sum += it));
        let own = Portfolio {
            risks: places.iter().map(|it| portfolio.risks[*it].clone()).collect(),
            graph: portfolio.graph.clone(),
        };
        let (years, _) = own.total(draws, Striking::Together, |_, _| ());
        (name.to_owned(), sum, shortfall_of(&years, probability))
    };
    by_name.into_iter().map(told).collect()
}

/// Which years are the worst, of all and of each section, and how much each counts.
struct Tails {
    n: u64,
    wanted: Vec<bool>,
    /// Place among the wanted years, and weight: of all years first, then of each section.
    weights: Vec<Vec<(usize, f64)>>,
}

impl Tails {
    fn of(years: &[f64], probability: f64) -> Tails {
        let whole = std::iter::once(0..years.len());
        let worst: Vec<Vec<(usize, f64)>> =
            whole.chain(sections(years.len())).map(|it| worst(years, it, probability)).collect();
        let mut wanted = vec![false; years.len()];
        worst.iter().flatten().for_each(|it| wanted[it.0] = true);
        let mut before = 0;
        let place: Vec<usize> = wanted
            .iter()
            .map(|it| {
                before += usize::from(*it);
                before
            })
            .collect();
        let among = |of: Vec<(usize, f64)>| of.into_iter().map(|(year, weight)| (place[year] - 1, weight)).collect();
        Tails { n: years.len() as u64, wanted, weights: worst.into_iter().map(among).collect() }
    }

    /// The mean of `losses`, which are those of the wanted years, over the worst years of all.
    fn mean(&self, losses: &[f64]) -> f64 {
        self.weights.first().map_or(0.0, |it| weighed(losses, it))
    }

    fn told(&self, losses: &[f64], level: f64) -> Result<measure::Estimate, Undefined> {
        let of_sections: Vec<f64> = self.weights.iter().skip(1).map(|it| weighed(losses, it)).collect();
        sectioned(self.mean(losses), &of_sections, self.n, level)
    }
}

fn weighed(losses: &[f64], weights: &[(usize, f64)]) -> f64 {
    weights.iter().map(|(place, weight)| losses[*place] * weight).sum()
}

/// The years of a range beyond its quantile with weights that sum to 1; years at the quantile itself share what is left.
fn worst(years: &[f64], range: std::ops::Range<usize>, probability: f64) -> Vec<(usize, f64)> {
    let sample = Sample::of(&years[range.clone()]);
    let border = sample.rank(sample.place(probability));
    let whole = sample.n() as f64 * (1.0 - probability);
    let above = sample.above(border) as f64;
    let at = range.clone().filter(|it| years[*it] == border).count() as f64;
    let left = ((whole - above) / at).max(0.0) / whole;
    let weight = |year: usize| if years[year] > border { 1.0 / whole } else { left };
    range.filter(|it| years[*it] >= border && years[*it] > 0.0).map(|it| (it, weight(it))).collect()
}
