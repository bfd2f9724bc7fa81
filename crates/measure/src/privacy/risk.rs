//! The chance of being found: by somebody who knows that one is in the file (prosecutor), who only knows the population
//! (journalist), or who tries all rows (marketer). Source: El Emam, Guide to the De-Identification of Personal Health
//! Information (2013); ISO/IEC 27559.

use std::collections::HashMap;

use super::classes::Classes;
use super::entry;
use crate::estimate::{Estimate, Undefined};
use crate::metric::Metric;

const SOURCE: &str = "El Emam (2013); ISO/IEC 27559";

/// Entries of this file.
pub const METRICS: &[Metric] = &[
    entry(
        "prosecutor_risk",
        "Prosecutor risk",
        "The largest chance of being found by somebody who knows that one is in the file.",
        "max over classes of 1 / f_class",
        "1: somebody is found for sure; 1/k: nobody with more than that",
        SOURCE,
    ),
    entry(
        "average_prosecutor_risk",
        "Average prosecutor risk",
        "The chance of being found by somebody who knows that one is in the file, averaged over rows.",
        "number of classes / n",
        "1: everybody stands alone; near 0: large classes",
        SOURCE,
    ),
    entry(
        "rows_at_risk",
        "Rows at risk",
        "The share of rows whose chance of being found is above the one that is accepted.",
        "1/n sum of f_class over classes with 1 / f_class > threshold",
        "0: nobody; 1: everybody",
        SOURCE,
    ),
    entry(
        "journalist_risk",
        "Journalist risk",
        "The largest chance of being found by somebody who only knows the population that the file was drawn from.",
        "max over classes of 1 / F_class, F in the population",
        "1: somebody is alone in the population; lower than prosecutor risk otherwise",
        SOURCE,
    ),
    entry(
        "marketer_risk",
        "Marketer risk",
        "The share of rows that somebody who matches the whole file against the population gets right.",
        "1/n sum over classes of f_class / F_class",
        "0: none; 1: all",
        SOURCE,
    ),
];

/// The largest chance within the file.
pub fn prosecutor(classes: &Classes) -> Result<Estimate, Undefined> {
    let least = classes.sizes.iter().min().copied().unwrap_or(0);
    Estimate::plain(1.0 / least as f64, classes.rows())
}

/// The chance within the file, averaged over rows.
pub fn average_prosecutor(classes: &Classes) -> Result<Estimate, Undefined> {
    Estimate::plain(classes.sizes.len() as f64 / classes.rows() as f64, classes.rows())
}

/// The share of rows with a chance above `accepted`.
pub fn at_risk(classes: &Classes, accepted: f64) -> Result<Estimate, Undefined> {
    let rows: u64 = classes.sizes.iter().filter(|it| 1.0 / **it as f64 > accepted).sum();
    Estimate::plain(rows as f64 / classes.rows() as f64, classes.rows())
}

/// Sizes of each class in the file and in the population; both must be coded by the same dictionaries.
fn in_population(classes: &Classes, population: &Classes) -> Result<Vec<(f64, f64)>, Undefined> {
    let sizes: HashMap<u128, u64> = population.keys.iter().copied().zip(population.sizes.iter().copied()).collect();
    let pair = |(key, own): (&u128, &u64)| match sizes.get(key) {
        Some(all) if all >= own => Ok((*own as f64, *all as f64)),
        _ => Err(Undefined::because("the population does not hold every row of the file")),
    };
    classes.keys.iter().zip(&classes.sizes).map(pair).collect()
}

/// The largest chance within the population.
pub fn journalist(classes: &Classes, population: &Classes) -> Result<Estimate, Undefined> {
    let pairs = in_population(classes, population)?;
    Estimate::plain(pairs.iter().map(|it| 1.0 / it.1).fold(0.0, f64::max), classes.rows())
}

/// The share of rows that a match with the population gets right.
pub fn marketer(classes: &Classes, population: &Classes) -> Result<Estimate, Undefined> {
    let pairs = in_population(classes, population)?;
    Estimate::plain(pairs.iter().map(|it| it.0 / it.1).sum::<f64>() / classes.rows() as f64, classes.rows())
}
