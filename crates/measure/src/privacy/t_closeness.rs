//! t-closeness: how far is the spread of a sensitive attribute in a class from that in the whole file?

use super::classes::{Classes, overall, shares};
use super::entry;
use crate::column::Coded;
use crate::estimate::{Estimate, Undefined};
use crate::metric::Metric;

const SOURCE: &str = "Li, Li and Venkatasubramanian (2007)";

/// Entries of this file.
pub const METRICS: &[Metric] = &[
    entry(
        "t_closeness",
        "t-closeness of words",
        "The largest total variation between the sensitive words of a class and those of the file.",
        "max over classes of 1/2 sum_w |q_w - p_w|",
        "0: every class looks like the file; near 1: a class tells the word",
        SOURCE,
    ),
    entry(
        "ordered_t_closeness",
        "t-closeness of ordered values",
        "The largest work of moving the sensitive values of a class to those of the file, over the distance of ranks.",
        "max over classes of 1/(m-1) sum_i |sum_(j<=i) (q_j - p_j)|",
        "0: every class looks like the file; 1: a class holds one end and the file the other",
        SOURCE,
    ),
];

/// Total variation, for words without an order.
pub fn categorical(classes: &Classes, sensitive: &Coded<'_>) -> Result<Estimate, Undefined> {
    furthest(classes, sensitive, |class, file| {
        0.5 * shares(class).zip(shares(file)).map(|(q, p)| (q - p).abs()).sum::<f64>()
    })
}

/// Ordered distance; the words must stand in rising order, as numbers turned into words do, and no row may be without one.
pub fn ordered(classes: &Classes, sensitive: &Coded<'_>) -> Result<Estimate, Undefined> {
    if sensitive.codes.contains(&sensitive.missing()) {
        return Err(Undefined::because("a row has no sensitive value, and nothing has no place in an order"));
    }
    furthest(classes, sensitive, |class, file| {
        let used = file.iter().filter(|it| **it > 0).count();
        let gaps = shares(class).zip(shares(file)).zip(file).filter(|it| *it.1 > 0).map(|((q, p), _)| q - p);
        let running = gaps.scan(0.0, |sum, it| {
            *sum += it;
            Some(f64::abs(*sum))
        });
        running.sum::<f64>() / (used.max(2) - 1) as f64
    })
}

fn furthest(
    classes: &Classes,
    sensitive: &Coded<'_>,
    of: impl Fn(&[u64], &[u64]) -> f64,
) -> Result<Estimate, Undefined> {
    let spread = classes.spread(sensitive)?;
    let file = overall(&spread);
    Estimate::plain(spread.iter().map(|it| of(it, &file)).fold(0.0, f64::max), classes.rows())
}
