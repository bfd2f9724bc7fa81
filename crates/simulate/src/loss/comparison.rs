//! What a treatment saves, what a unit of that costs, and what the control returns.
//!
//! Before and after meet the same chance in the same years (common random numbers), so the interval is that of paired differences. Where
//! it holds 0, the two cannot be told apart, and no cost per unit is told, since any number could stand there.

use measure::inference::mean::paired_of_drawn;
use measure::{Estimate, Measured, Undefined};
use serde::{Deserialize, Serialize};

use super::draws::Draws;
use super::figures::{Asked, Figures, Sample, Shortfalls, Tail};
use super::flaw::{Flaw, above_zero, between, held};
use super::model::Portfolio;
use super::sensitivity::difference;
use super::year::Striking;

/// What a treatment costs in a year, in the unit of losses.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    /// The likeliest.
    pub likely: f64,
    /// The least; the likeliest where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<f64>,
    /// The most; the likeliest where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<f64>,
}

/// Before and after a treatment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// Figures before.
    pub before: Figures,
    /// Figures after.
    pub after: Figures,
    /// By how much the mean loss falls.
    pub expected: Reduction,
    /// By how much the expected shortfall falls.
    pub shortfall: Reduction,
    /// Mean loss that is saved beyond the cost, as a part of the cost; below 0 where it does not pay.
    pub returned: Told,
}

/// By how much a figure falls, and what a unit of that costs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reduction {
    /// Before less after, from paired years.
    pub reduction: Measured,
    /// Cost of a unit less.
    pub cost: Told,
}

/// A figure made of a reduction and a cost.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "told", rename_all = "snake_case")]
pub enum Told {
    /// It can be told.
    Value {
        /// The figure.
        value: f64,
        /// The least, over the interval of the reduction and the range of the cost.
        low: f64,
        /// The largest.
        high: f64,
    },
    /// The interval of the reduction holds 0.
    NotDistinguishable,
    /// The figure rises with the treatment.
    Worse,
    /// There is no reduction to begin with.
    Undefined(Undefined),
}

impl Cost {
    /// The range, when its numbers are in order.
    fn range(&self) -> Result<(f64, f64), Flaw> {
        let likely = above_zero("cost.likely", self.likely)?;
        let least = self.least.unwrap_or(likely);
        held(
            "cost.least",
            least,
            least > 0.0 && least <= likely,
            &format!("above 0 and at most `cost.likely`, which is {likely}"),
        )?;
        let most = self.most.unwrap_or(likely);
        held("cost.most", most, most >= likely, &format!("at least `cost.likely`, which is {likely}"))?;
        Ok((least, most))
    }
}

/// Compares a portfolio before a treatment with the same after it; risks are matched by their identifiers.
///
/// `probability` is where the tail begins. A flaw is one of the draws, of the probability or of the cost.
pub fn compare(
    before: &Portfolio,
    after: &Portfolio,
    cost: Cost,
    draws: Draws,
    probability: f64,
) -> Result<Compared, Flaw> {
    between("probability", probability)?;
    let range = cost.range()?;
    draws.checked(before)?;
    draws.checked(after)?;
    let years = |of: &Portfolio| of.total(draws, Striking::Together, |_, _| ()).0;
    let (was, is) = (years(before), years(after));
    let asked = Asked { ranks: Vec::new(), shortfalls: vec![probability], level: draws.level };
    let figures = |years: &[f64], of: &Portfolio| Figures::of(years, &Sample::of(years), &asked, of.tail(None));
    let known = [before, after].iter().all(|it| it.tail(None) == Tail::Short);
    let only = |it: Result<Estimate, Undefined>| match known {
        true => it,
        false => Err(Undefined::because("the loss of a year has no variance; cap what an event can cost")),
    };
    let expected = only(paired_of_drawn(&was, &is, draws.level));
    let shortfall =
        only(difference(&Shortfalls::of(&was, probability), &Shortfalls::of(&is, probability), draws.level));
    let returned = returned(&expected, cost, range);
    Ok(Compared {
        before: figures(&was, before),
        after: figures(&is, after),
        returned,
        expected: Reduction::of(expected, cost, range),
        shortfall: Reduction::of(shortfall, cost, range),
    })
}

impl Reduction {
    fn of(reduction: Result<Estimate, Undefined>, cost: Cost, (least, most): (f64, f64)) -> Reduction {
        let told = match &reduction {
            Err(why) => Told::Undefined(why.clone()),
            Ok(it) => match it.interval.map_or((it.value, it.value), |of| (of.low, of.high)) {
                (low, high) if low <= 0.0 && high >= 0.0 => Told::NotDistinguishable,
                (_, high) if high < 0.0 => Told::Worse,
                (low, high) => Told::Value { value: cost.likely / it.value, low: least / high, high: most / low },
            },
        };
        Reduction { reduction: reduction.into(), cost: told }
    }
}

/// What is saved beyond the cost, as a part of it; the range holds for every cost within its own.
fn returned(expected: &Result<Estimate, Undefined>, cost: Cost, (least, most): (f64, f64)) -> Told {
    let saved = match expected {
        Err(why) => return Told::Undefined(why.clone()),
        Ok(it) => it,
    };
    let (low, high) = saved.interval.map_or((saved.value, saved.value), |it| (it.low, it.high));
    let of = |saved: f64, cost: f64| saved / cost - 1.0;
    Told::Value {
        value: of(saved.value, cost.likely),
        low: of(low, least).min(of(low, most)),
        high: of(high, least).max(of(high, most)),
    }
}
