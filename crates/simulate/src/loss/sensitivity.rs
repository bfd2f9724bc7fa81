//! Which input moves the answer: by how much when it is off, and how much of what happens by chance comes from it.
//!
//! A swing sets one parameter to where one case in ten lies below or above and draws the same years again, so that nothing else differs.
//! A driver is a part of the years themselves: how often a risk happened, or what it cost. Sources: Saltelli and others, Global
//! Sensitivity Analysis (2008), for one at a time and for variance of conditional means; Spearman, American Journal of Psychology 15
//! (1904).

mod drivers;

pub use drivers::{Driver, Part, drivers};

use measure::inference::mean::paired_of_drawn;
use measure::{Estimate, Interval, Measured, Undefined};
use serde::{Deserialize, Serialize};

use super::draws::Draws;
use super::figures::{Shortfalls, Tail};
use super::flaw::{Flaw, between};
use super::model::{Drawn, Portfolio};
use super::sections::sectioned;
use super::year::Striking;

/// A part of a risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    /// How often it happens by itself.
    Frequency,
    /// What an event costs.
    Severity,
}

/// What follows when one parameter is off.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Swing {
    /// The risk.
    pub risk: String,
    /// What of it.
    pub input: Input,
    /// With the factor that one case in ten lies below.
    pub low: End,
    /// With the factor that one case in ten lies above.
    pub high: End,
    /// How far the two shortfalls lie apart; none where one cannot be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<f64>,
}

/// One end of a swing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct End {
    /// Factor on the parameter.
    pub factor: f64,
    /// By how much the mean loss of all risks changes.
    pub expected: Measured,
    /// By how much the expected shortfall of all risks changes.
    pub shortfall: Measured,
}

/// A swing for each parameter that may be off, the widest first (tornado).
///
/// `probability` is where the tail begins. A flaw is one of the draws or of the probability.
pub fn tornado(portfolio: &Portfolio, draws: Draws, probability: f64) -> Result<Vec<Swing>, Flaw> {
    between("probability", probability)?;
    draws.checked(portfolio)?;
    let (years, _) = portfolio.total(draws, Striking::Together, |_, _| ());
    let shortfalls = Shortfalls::of(&years, probability);
    let before = Before { years, shortfalls, probability, tail: portfolio.tail(None) };
    let mut swings = Vec::new();
    for risk in &portfolio.risks {
        let off = [(Input::Frequency, risk.uncertain.frequency), (Input::Severity, risk.uncertain.severity)];
        let mut off = off.into_iter().filter_map(|(input, it)| it.map(|it| (input, it))).peekable();
        if off.peek().is_none() {
            continue;
        }
        let own = portfolio.draw(risk, draws, Striking::Together).kept;
        for (input, [low, high]) in off {
            let end = |factor: f64| {
                let changed = risk.with(input, factor).map(|it| with_other(portfolio, &before.years, &own, &it, draws));
                End::of(factor, &before, changed, draws.level)
            };
            let (low, high) = (end(low), end(high));
            let width = low.shortfall.value().zip(high.shortfall.value()).map(|(low, high)| (high - low).abs());
            swings.push(Swing { risk: risk.id.clone(), input, low, high, width });
        }
    }
    let size = |it: &Swing| it.width.unwrap_or(-1.0);
    swings.sort_by(|a, b| size(b).total_cmp(&size(a)).then(a.risk.cmp(&b.risk)).then(a.input.cmp(&b.input)));
    Ok(swings)
}

/// The years of all risks with those of one replaced.
fn with_other(portfolio: &Portfolio, total: &[f64], own: &[f64], other: &Drawn, draws: Draws) -> Vec<f64> {
    let other = portfolio.draw(other, draws, Striking::Together).kept;
    total.iter().zip(own.iter().zip(&other)).map(|(total, (own, other))| (total - own).max(0.0) + other).collect()
}

impl Drawn {
    /// The risk with a factor on one parameter; its chance stays.
    fn with(&self, input: Input, factor: f64) -> Result<Drawn, Undefined> {
        let mut risk = self.clone();
        match input {
            Input::Severity => risk.size = risk.size.scaled(factor),
            Input::Frequency => {
                let why = || Undefined::because(format!("the law of frequency cannot be multiplied by {factor}"));
                risk.own = self.own.scaled(factor).ok_or_else(why)?;
            }
        }
        Ok(risk)
    }
}

/// The years before anything is off.
struct Before {
    years: Vec<f64>,
    shortfalls: Shortfalls,
    probability: f64,
    tail: Tail,
}

impl End {
    fn of(factor: f64, before: &Before, after: Result<Vec<f64>, Undefined>, level: f64) -> End {
        let after = after.and_then(|it| match before.tail {
            Tail::Short => Ok(it),
            _ => Err(Undefined::because("the loss of a year has no variance; cap what an event can cost")),
        });
        let expected = after.as_ref().map_err(Clone::clone).and_then(|it| paired_of_drawn(it, &before.years, level));
        let shortfall =
            after.and_then(|it| difference(&before.shortfalls, &Shortfalls::of(&it, before.probability), level));
        End { factor, expected: expected.into(), shortfall: shortfall.map(turned).into() }
    }
}

/// The difference seen from the other side.
fn turned(it: Estimate) -> Estimate {
    let interval = it.interval.map(|of| Interval { low: -of.high, high: -of.low, ..of });
    Estimate { value: -it.value, interval, ..it }
}

/// The shortfall before less that after, from the same years.
pub(crate) fn difference(before: &Shortfalls, after: &Shortfalls, level: f64) -> Result<Estimate, Undefined> {
    let of_sections = before.of_sections.iter().zip(&after.of_sections).map(|(before, after)| before - after);
    sectioned(before.whole - after.whole, &of_sections.collect::<Vec<f64>>(), before.n as u64, level)
}
