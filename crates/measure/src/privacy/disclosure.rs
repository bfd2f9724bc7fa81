//! What an attacker learns: by how much a class changes the chance of a sensitive word.

use super::classes::{Classes, Spread, shares};
use super::entry;
use crate::column::Coded;
use crate::estimate::{Estimate, Undefined};
use crate::metric::Metric;

/// Entries of this file.
pub const METRICS: &[Metric] = &[
    entry(
        "delta_disclosure",
        "Delta-disclosure",
        "The largest change of the chance of a word that a class holds, as a logarithm of a factor.",
        "max over classes and words in them of |ln(q_w / p_w)|",
        "0: classes tell nothing; ln 2 = 0.69: a chance is doubled or halved",
        "Brickell and Shmatikov (2008), over the words that a class holds",
    ),
    entry(
        "basic_beta_likeness",
        "Basic beta-likeness",
        "The largest relative gain in the chance of a word.",
        "max over classes and words of (q_w - p_w) / p_w",
        "0: classes tell nothing; 1: a chance is doubled",
        "Cao and Karras (2012)",
    ),
    entry(
        "enhanced_beta_likeness",
        "Enhanced beta-likeness",
        "The largest relative gain in the chance of a word, cut for frequent words at -ln p.",
        "max over words of min(beta, -ln p_w), beta the basic one",
        "0: classes tell nothing",
        "Cao and Karras (2012)",
    ),
];

/// The largest over classes and the words that they hold of `of(q, p)`.
fn largest(spread: &Spread, of: impl Fn(f64, f64) -> f64) -> f64 {
    spread.largest(|class| shares(class).map(|(word, q)| of(q, spread.share(word))).fold(0.0, f64::max))
}

/// Delta-disclosure.
pub fn delta(classes: &Classes, sensitive: &Coded<'_>) -> Result<Estimate, Undefined> {
    Estimate::plain(largest(&classes.spread(sensitive)?, |q, p| (q / p).ln().abs()), classes.rows())
}

/// Basic beta-likeness.
pub fn basic_beta(classes: &Classes, sensitive: &Coded<'_>) -> Result<Estimate, Undefined> {
    Estimate::plain(largest(&classes.spread(sensitive)?, |q, p| (q - p) / p), classes.rows())
}

/// Enhanced beta-likeness.
pub fn enhanced_beta(classes: &Classes, sensitive: &Coded<'_>) -> Result<Estimate, Undefined> {
    let spread = classes.spread(sensitive)?;
    let basic = largest(&spread, |q, p| (q - p) / p);
    let present = spread.file.iter().zip(0..).filter(|it| *it.0 > 0);
    let rarest = present.map(|(_, word)| -spread.share(word).ln()).fold(0.0, f64::max);
    Estimate::plain(basic.min(rarest), classes.rows())
}
