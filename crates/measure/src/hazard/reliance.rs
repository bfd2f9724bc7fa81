//! Over-reliance: whether people who oversee a system follow it where its advice was wrong on purpose.

use super::entry;
use crate::column::Coded;
use crate::estimate::{Estimate, Method, Undefined};
use crate::inference::share::share;
use crate::metric::Metric;

const SOURCE: &str =
    "Goddard, Roudsari and Wyatt, Automation bias: a systematic review (2012); Regulation (EU) 2024/1689, Article 14";

/// Share of wrong advice that was followed.
pub const FOLLOWED: Metric = entry(
    "over_reliance",
    "Wrong advice that was followed",
    "The share of rows with wrong advice in which the person decided as advised.",
    "rows with decision = advice != right / rows with advice != right",
    "0: no wrong advice was followed; 1: all of it was",
    SOURCE,
);

/// Share of right advice that was overruled.
pub const OVERRULED: Metric = entry(
    "under_reliance",
    "Right advice that was overruled",
    "The share of rows with right advice in which the person decided otherwise.",
    "rows with decision != advice = right / rows with advice = right",
    "0: right advice was always followed; 1: never",
    SOURCE,
);

/// Both shares: of wrong advice that was followed, and of right advice that was overruled; rows without advice, decision or truth are
/// left out.
pub fn reliance(
    advice: &Coded<'_>,
    right: &Coded<'_>,
    decision: &Coded<'_>,
    level: f64,
) -> [Result<Estimate, Undefined>; 2] {
    let word = |of: &Coded<'_>, row: usize| of.words.get(of.codes[row] as usize).cloned();
    let (mut wrong, mut followed, mut good, mut overruled) = (0, 0, 0, 0);
    for row in 0..advice.codes.len() {
        let (Some(said), Some(truth), Some(done)) = (word(advice, row), word(right, row), word(decision, row)) else {
            continue;
        };
        match said == truth {
            true => (good, overruled) = (good + 1, overruled + u64::from(done != said)),
            false => (wrong, followed) = (wrong + 1, followed + u64::from(done == said)),
        }
    }
    let lacking = |of: &'static str, n: u64| match n {
        0 => Err(Undefined::because(format!("no row holds {of} advice; seed some"))),
        _ => Ok(n),
    };
    [
        lacking("wrong", wrong).and_then(|n| share(followed, n, level, Method::Wilson)),
        lacking("right", good).and_then(|n| share(overruled, n, level, Method::Wilson)),
    ]
}
