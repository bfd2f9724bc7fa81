//! Not worse, and the same, by more than a margin: verdicts from the interval of a difference.
//!
//! A two-sided interval at 95 % tests non-inferiority at a one-sided 2.5 %; equivalence at 5 % takes an interval at 90 %.
//! Source: ICH E9 and E10; Schuirmann (1987) for the two one-sided tests.

use crate::estimate::{Limit, Measured, Verdict};

/// Whether `new - old` is better than `-margin`, higher being better: the new one is not worse by more than the margin.
pub fn not_inferior(difference: &Measured, margin: f64) -> Verdict {
    Limit::AtLeast(-margin.abs()).judge(difference)
}

/// Whether `new - old` lies within `-margin` and `margin`: the two may stand for each other.
pub fn equivalent(difference: &Measured, margin: f64) -> Verdict {
    Limit::Within(-margin.abs(), margin.abs()).judge(difference)
}
