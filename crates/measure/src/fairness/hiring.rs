//! The table of an audit of automated employment decisions: rates and impact ratios by category.
//!
//! Two forms: selection (who is moved forward) and scoring (whose score lies above the median of all). Which categories may be
//! set aside, and below which share, comes from the plan. Serves 6 RCNY 5-301 to 5-304 (New York City Local Law 144 of 2021).

use serde::Serialize;

use super::cells::Grouping;
use crate::estimate::{Estimate, Measured, Method, Undefined};
use crate::inference::difference::Side;
use crate::inference::ratio::ratio;
use crate::inference::share::share;
use crate::metric::{Family, Metric};
use crate::roles::UNKNOWN;

/// Entries of this file.
pub const METRICS: &[Metric] = &[
    Metric {
        id: "impact_ratio",
        title: "Impact ratio",
        family: Family::Fairness,
        definition: "The selection rate or scoring rate of a category as a part of that of the most selected category.",
        formula: "rate_c / max_c rate_c",
        reading: "1: as often as the most selected category; 0: never",
        source: "6 RCNY 5-300 (New York City Local Law 144 of 2021)",
    },
    Metric {
        id: "scoring_rate",
        title: "Scoring rate",
        family: Family::Fairness,
        definition: "The share of a category whose score lies above the median score of all.",
        formula: "#{score_i > median of all, i in c} / n_c",
        reading: "0.5 where the category scores like all; 0: nobody above the median",
        source: "6 RCNY 5-300 (New York City Local Law 144 of 2021)",
    },
];

/// A category of the table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Category {
    /// Its name.
    pub category: String,
    /// Persons in it.
    pub applicants: u64,
    /// Persons selected, or scored above the median.
    pub selected: u64,
    /// Selected over applicants.
    pub rate: Measured,
    /// The rate over the highest rate.
    pub impact_ratio: Measured,
    /// Whether it is too small a part of the data and was left out of the ratios.
    pub set_aside: bool,
}

/// The table for one set of categories.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HiringTable {
    /// The attributes that make the categories.
    pub by: Vec<String>,
    /// The category with the highest rate, by which the others are divided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub highest: Option<String>,
    /// One row a category.
    pub categories: Vec<Category>,
    /// Persons whose category is not known.
    pub unknown: u64,
}

/// The table of `grouping`; categories with a share of all rows below `aside` are listed but set aside, and each rate gets its interval by
/// `method`.
pub fn hiring_table(grouping: &Grouping, aside: f64, method: Method, level: f64) -> HiringTable {
    let all = grouping.groups.iter().map(|it| it.counts.n()).sum::<u64>() + grouping.unknown;
    let sides: Vec<Side> = grouping.groups.iter().map(|it| Side::new(it.counts.selected(), it.counts.n())).collect();
    let kept = |side: &Side| side.n as f64 >= aside * all as f64;
    let rated = sides.iter().enumerate().filter(|it| kept(it.1));
    let highest = rated.reduce(|a, b| if b.1.share() > a.1.share() { b } else { a });
    let category = |(at, side): (usize, &Side)| {
        let ratio = match highest {
            Some((_, top)) if kept(side) => against(*side, *top, highest.is_some_and(|it| it.0 == at), level),
            _ => Err(Undefined::because("set aside as too small a part of the data")),
        };
        Category {
            category: grouping.groups[at].name.clone(),
            applicants: side.n,
            selected: side.k,
            rate: share(side.k, side.n, level, method).into(),
            impact_ratio: ratio.into(),
            set_aside: !kept(side),
        }
    };
    HiringTable {
        by: grouping.by.clone(),
        highest: highest.map(|it| grouping.groups[it.0].name.clone()),
        categories: sides.iter().enumerate().map(category).collect(),
        unknown: grouping.unknown,
    }
}

/// The ratio to the highest rate; that of the highest to itself is 1 by definition and has no interval.
fn against(side: Side, top: Side, is_top: bool, level: f64) -> Result<Estimate, Undefined> {
    match is_top && top.k > 0 {
        true => Estimate::plain(1.0, side.n),
        false => ratio(side, top, level, Method::Koopman),
    }
}

/// Whether each score lies above the median of all scores that there are; [`UNKNOWN`] where there is none.
pub fn above_median(scores: &[f64]) -> Result<Vec<u8>, Undefined> {
    let mut known: Vec<f64> = scores.iter().copied().filter(|it| !it.is_nan()).collect();
    if known.is_empty() {
        return Err(Undefined::because("there is no score"));
    }
    known.sort_unstable_by(f64::total_cmp);
    let middle = known.len() / 2;
    let median = if known.len() % 2 == 1 { known[middle] } else { 0.5 * (known[middle - 1] + known[middle]) };
    let above = |it: &f64| if it.is_nan() { UNKNOWN } else { u8::from(*it > median) };
    Ok(scores.iter().map(above).collect())
}
