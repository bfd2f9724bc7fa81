//! What protecting persons cost: how much a treated file lost, to be shown beside what it gained.
//!
//! Sources: Bayardo and Agrawal (2005); LeFevre, DeWitt and Ramakrishnan (2006); Gionis and Tassa (2009).

use std::borrow::Cow;

use super::classes::Classes;
use super::entry;
use crate::column::Coded;
use crate::estimate::{Estimate, Interval, Undefined};
use crate::inference::resample::Draws;
use crate::metric::Metric;
use crate::represent::proxy::strength;

/// Entries of this file.
pub const METRICS: &[Metric] = &[
    entry(
        "discernibility",
        "Discernibility",
        "How many rows a row cannot be told from on average, as a part of all rows.",
        "sum over classes of n_class^2 / n^2",
        "1/n: every row can be told apart; 1: none can",
        "Bayardo and Agrawal (2005), over n squared",
    ),
    entry(
        "average_class_size",
        "Average class size",
        "How much larger classes are on average than k asks for.",
        "n / number of classes / k",
        "1: no larger than needed; larger is more lost",
        "LeFevre, DeWitt and Ramakrishnan (2006)",
    ),
    entry(
        "entropy_loss",
        "Entropy loss of a column",
        "The part of the information of an original column that its treated form no longer gives; for the whole, the mean over columns.",
        "H(original | treated) / H(original); 1 - proxy_strength, which takes off what chance tells, where a word was treated in several ways",
        "0: nothing lost; 1: the treated column says nothing about the original",
        "Gionis and Tassa (2009)",
    ),
    entry(
        "suppressed_cells",
        "Suppressed cells",
        "The share of cells that held a value before the treatment and hold none after it.",
        "#{value before, none after} / #{value before}",
        "0: none; 1: all",
        "ISO/IEC 20889",
    ),
];

/// Discernibility of the treated file.
pub fn discernibility(classes: &Classes) -> Result<Estimate, Undefined> {
    let n = classes.rows() as f64;
    Estimate::plain(classes.sizes.iter().map(|it| (*it as f64 / n).powi(2)).sum(), classes.rows())
}

/// Average class size over `k`.
pub fn average_class_size(classes: &Classes, k: u64) -> Result<Estimate, Undefined> {
    Estimate::plain(classes.rows() as f64 / classes.sizes.len() as f64 / k.max(1) as f64, classes.rows())
}

/// Entropy in nats of counts.
fn entropy<'a>(counts: impl Iterator<Item = &'a u64>, n: f64) -> f64 {
    counts.filter(|it| **it > 0).map(|it| *it as f64 / n).map(|p| -p * p.ln()).sum()
}

/// Entropy loss of a column, given before and after the treatment, row by row.
///
/// A word that was always treated alike tells all that there is; where words were drawn anew, few rows of many words seem to tell of each
/// other by chance alone, so what chance tells is taken off, and the loss carries an interval.
pub fn entropy_loss(original: &Coded<'_>, treated: &Coded<'_>, draws: Draws) -> Result<Estimate, Undefined> {
    let rows = original.codes.len();
    if rows == 0 || rows != treated.codes.len() {
        return Err(Undefined::because("the treated column must be of the same rows as the original"));
    }
    let key = |row: usize| (original.codes[row], treated.codes[row]);
    let (mut both, mut before, mut after) = (std::collections::BTreeMap::new(), vec![], vec![]);
    before.resize(original.words.len() + 1, 0_u64);
    after.resize(treated.words.len() + 1, 0_u64);
    for row in 0..rows {
        *both.entry(key(row)).or_insert(0_u64) += 1;
        before[key(row).0 as usize] += 1;
        after[key(row).1 as usize] += 1;
    }
    let n = rows as f64;
    let own = entropy(before.iter(), n);
    if own == 0.0 {
        return Err(Undefined::because("the original column holds one word only, so there was nothing to lose"));
    }
    if both.len() > before.iter().filter(|it| **it > 0).count() {
        return drawn_anew(original, treated, draws);
    }
    let left = entropy(both.values(), n) - entropy(after.iter(), n);
    Estimate::plain((left / own).clamp(0.0, 1.0), rows as u64)
}

/// The loss where a word was treated in several ways: what is left to 1 of the strength with which the treated column tells the original.
fn drawn_anew(original: &Coded<'_>, treated: &Coded<'_>, draws: Draws) -> Result<Estimate, Undefined> {
    let Estimate { value, interval, .. } = strength(&with_blanks(original), &with_blanks(treated), draws)?;
    let rest = |it: Interval| Interval { low: 1.0 - it.high, high: 1.0 - it.low, ..it };
    Ok(Estimate { interval: interval.map(rest), ..Estimate::plain(1.0 - value, original.codes.len() as u64)? })
}

/// The same column, in which no value is a word of its own.
fn with_blanks<'a>(column: &'a Coded<'_>) -> Coded<'a> {
    let words = column.words.iter().cloned().chain([String::new()]).collect();
    Coded { name: column.name, codes: Cow::Borrowed(&column.codes), words: Cow::Owned(words) }
}

/// The share of cells suppressed over all columns, given in the same order before and after.
pub fn suppressed(original: &[Coded<'_>], treated: &[Coded<'_>]) -> Result<Estimate, Undefined> {
    let (mut held, mut gone) = (0_u64, 0_u64);
    for (before, after) in original.iter().zip(treated) {
        for (_, b) in before.codes.iter().zip(after.codes.iter()).filter(|it| *it.0 != before.missing()) {
            held += 1;
            gone += u64::from(*b == after.missing());
        }
    }
    match held {
        0 => Err(Undefined::because("no cell held a value before the treatment")),
        _ => Estimate::plain(gone as f64 / held as f64, held),
    }
}
