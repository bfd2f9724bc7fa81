//! Checked laws of the cost of one event: quantiles in closed form, and drawing that keeps two laws in step under the same chance.
//!
//! Every draw takes its chance in the same way whatever the parameters, and rises with it. Sources: Johnson, Kotz and Balakrishnan,
//! Continuous Univariate Distributions (1994, 1995); Hosking and Wallis, Technometrics 29 (1987) for the generalised Pareto law.

use measure::Chance;
use measure::inference::distribution::{beta_cdf, beta_quantile, normal_quantile};

use crate::loss::inverse::Inverse;

/// Cells over which a PERT law is drawn evenly; its mean and standard deviation move by less than a millionth of its width.
const CELLS: usize = 4096;

/// A law of amounts.
#[derive(Debug, Clone, PartialEq)]
pub enum Law {
    /// Always the same.
    Point {
        /// That amount.
        at: f64,
    },
    /// Each amount between two ends as likely.
    Uniform {
        /// The least.
        least: f64,
        /// The most.
        most: f64,
    },
    /// A triangle.
    Triangular {
        /// The least.
        least: f64,
        /// The top of the triangle.
        likely: f64,
        /// The most.
        most: f64,
    },
    /// A beta law between two ends.
    Pert {
        /// The least.
        least: f64,
        /// The width.
        width: f64,
        /// First parameter of the beta law.
        a: f64,
        /// Second parameter of the beta law.
        b: f64,
        /// Its cells.
        #[doc(hidden)]
        cells: Cells,
    },
    /// The logarithm is normal.
    Lognormal {
        /// Mean of the logarithm.
        mu: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
    },
    /// The tail is (least / x)^index.
    Pareto {
        /// The least.
        least: f64,
        /// The power.
        index: f64,
    },
    /// The tail above the threshold is (1 + shape y / scale)^(-1 / shape).
    GeneralisedPareto {
        /// Where it begins.
        threshold: f64,
        /// Scale.
        scale: f64,
        /// Shape.
        shape: f64,
    },
    /// One of the amounts that were seen.
    Empirical {
        /// In order.
        amounts: Vec<f64>,
    },
}

/// Cells of equal width with the probability of each.
#[derive(Debug, Clone, PartialEq)]
pub struct Cells(Inverse);

impl Law {
    /// The PERT law: mean (least + weight likely + most) / (weight + 2).
    pub(crate) fn pert(least: f64, likely: f64, most: f64, weight: f64) -> Law {
        let width = most - least;
        let (a, b) = (1.0 + weight * (likely - least) / width, 1.0 + weight * (most - likely) / width);
        let till = |cell: usize| {
            let x = cell as f64 / CELLS as f64;
            beta_cdf(a, b, x, 1.0 - x).0
        };
        let weights: Vec<f64> = (0..CELLS).map(|it| (till(it + 1) - till(it)).max(0.0)).collect();
        Law::Pert { least, width, a, b, cells: Cells(Inverse::of(&weights)) }
    }

    /// The amount that is not exceeded with probability `p`.
    pub fn quantile(&self, p: f64) -> f64 {
        match *self {
            Law::Point { at } => at,
            Law::Uniform { least, most } => least + p * (most - least),
            Law::Triangular { least, likely, most } => triangle(least, likely, most, p),
            Law::Pert { least, width, a, b, .. } => least + width * beta_quantile(p, a, b),
            Law::Lognormal { mu, sigma } => (mu + sigma * normal_quantile(p)).exp(),
            Law::Pareto { least, index } => least * (-(-p).ln_1p() / index).exp(),
            Law::GeneralisedPareto { threshold, scale, shape } => threshold + excess(scale, shape, -(-p).ln_1p()),
            Law::Empirical { ref amounts } => {
                let place = (p * amounts.len() as f64).ceil() as usize;
                amounts[place.clamp(1, amounts.len()) - 1]
            }
        }
    }

    /// Draws one amount.
    #[inline]
    pub(crate) fn draw(&self, chance: &mut Chance) -> f64 {
        match *self {
            Law::Point { at } => at,
            Law::Uniform { least, most } => least + chance.unit() * (most - least),
            Law::Triangular { least, likely, most } => triangle(least, likely, most, chance.unit()),
            Law::Pert { least, width, ref cells, .. } => {
                let (cell, part) = cells.0.within(chance.unit());
                least + width * (cell as f64 + part) / CELLS as f64
            }
            Law::Lognormal { mu, sigma } => (mu + sigma * chance.normal()).exp(),
            Law::Pareto { least, index } => least * (chance.exponential() / index).exp(),
            Law::GeneralisedPareto { threshold, scale, shape } => {
                threshold + excess(scale, shape, chance.exponential())
            }
            Law::Empirical { ref amounts } => amounts[chance.below(amounts.len() as u64) as usize],
        }
    }
}

fn triangle(least: f64, likely: f64, most: f64, p: f64) -> f64 {
    let (width, left) = (most - least, likely - least);
    match p * width < left {
        true => least + (p * width * left).sqrt(),
        false => most - ((1.0 - p) * width * (most - likely)).sqrt(),
    }
}

/// What exceeds the threshold of a generalised Pareto law where an exponential law has `e`.
#[inline]
pub(super) fn excess(scale: f64, shape: f64, e: f64) -> f64 {
    if shape == 0.0 { scale * e } else { scale * (shape * e).exp_m1() / shape }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_keep_mean_and_deviation_of_a_pert_law() {
        for (likely, weight) in [(0.2, 4.0), (0.0, 4.0), (0.0, 100.0), (0.5, 100.0), (1.0, 0.0), (0.97, 30.0)] {
            let Law::Pert { a, b, cells, .. } = Law::pert(0.0, likely, 1.0, weight) else { panic!() };
            let n = 4_000_000;
            let (mut mean, mut square) = (0.0, 0.0);
            for k in 0..n {
                let (cell, part) = cells.0.within((f64::from(k) + 0.5) / f64::from(n));
                let x = (cell as f64 + part) / CELLS as f64;
                (mean, square) = (mean + x / f64::from(n), square + x * x / f64::from(n));
            }
            let (exact, variance) = (a / (a + b), a * b / ((a + b) * (a + b) * (a + b + 1.0)));
            let (off, spread) = (mean - exact, (square - mean * mean).sqrt() - variance.sqrt());
            assert!(off.abs() < 1e-6 && spread.abs() < 1e-6, "{likely} {weight}: {off:e} {spread:e}");
        }
    }
}
