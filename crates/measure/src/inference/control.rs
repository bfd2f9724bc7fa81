//! Control charts: limits of individual values and of shares, the eight run rules, and the tabular CUSUM with its run length.
//!
//! Sources: Nelson, Journal of Quality Technology 16 (1984); Montgomery, Introduction to Statistical Quality Control; Page,
//! Biometrika 41 (1954); Brook and Evans, Biometrika 59 (1972) for the average run length.

use serde::Serialize;

use super::distribution::normal_cdf;
use crate::estimate::Undefined;

/// A centre line and one standard deviation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Chart {
    /// The centre line.
    pub centre: f64,
    /// One standard deviation; limits stand at three of them.
    pub sigma: f64,
}

impl Chart {
    /// The chart of individual values: sigma from the mean moving range over 1.128.
    pub fn individuals(values: &[f64]) -> Result<Chart, Undefined> {
        /// The expected range of two standard normal values is 2 over the root of pi.
        const RANGE_OF_TWO: f64 = std::f64::consts::FRAC_2_SQRT_PI;
        if values.len() < 2 {
            return Err(Undefined::because("a chart needs two values or more"));
        }
        let moves: f64 = values.windows(2).map(|it| (it[1] - it[0]).abs()).sum();
        let sigma = moves / (values.len() - 1) as f64 / RANGE_OF_TWO;
        Ok(Chart { centre: values.iter().sum::<f64>() / values.len() as f64, sigma })
    }

    /// How many sigma each value lies from the centre line; undefined when nothing ever moved.
    pub fn z(&self, values: &[f64]) -> Result<Vec<f64>, Undefined> {
        match self.sigma > 0.0 {
            true => Ok(values.iter().map(|it| (it - self.centre) / self.sigma).collect()),
            false => Err(Undefined::because("the reference does not vary, so no distance has a scale")),
        }
    }
}

/// The z of shares of `k` in `n` around the share `p`, each with the width that its own n gives it.
pub fn shares(counts: &[(u64, u64)], p: f64) -> Vec<f64> {
    let z = |&(k, n): &(u64, u64)| (k as f64 - n as f64 * p) / (n as f64 * p * (1.0 - p)).sqrt();
    counts.iter().map(z).collect()
}

/// A rule that a run of values broke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Signal {
    /// The number of the rule, 1 to 8 as Nelson counts them.
    pub rule: u8,
    /// The place of the value that completed the pattern, from 0.
    pub at: usize,
}

/// A rule: its number, how many values it looks at, and whether they break it.
struct Rule(u8, usize, fn(&[f64]) -> bool);

/// How many of `z` lie beyond `sigma` on one side, the fuller one.
fn beyond(z: &[f64], sigma: f64) -> usize {
    let above = z.iter().filter(|it| **it > sigma).count();
    above.max(z.iter().filter(|it| **it < -sigma).count())
}

fn monotone(z: &[f64]) -> bool {
    z.windows(2).all(|it| it[1] > it[0]) || z.windows(2).all(|it| it[1] < it[0])
}

fn alternating(z: &[f64]) -> bool {
    z.windows(3).all(|it| (it[1] - it[0]) * (it[2] - it[1]) < 0.0)
}

/// The eight rules of Nelson: one far out; nine on one side; six rising or falling; fourteen alternating; two of three
/// beyond two sigma; four of five beyond one; fifteen within one; eight outside of one on both sides.
const RULES: &[Rule] = &[
    Rule(1, 1, |z| z[0].abs() > 3.0),
    Rule(2, 9, |z| beyond(z, 0.0) == 9),
    Rule(3, 6, monotone),
    Rule(4, 14, alternating),
    Rule(5, 3, |z| beyond(z, 2.0) >= 2 && z[2].abs() > 2.0),
    Rule(6, 5, |z| beyond(z, 1.0) >= 4 && z[4].abs() > 1.0),
    Rule(7, 15, |z| z.iter().all(|it| it.abs() < 1.0)),
    Rule(8, 8, |z| z.iter().all(|it| it.abs() > 1.0) && beyond(z, 1.0) < 8),
];

/// Every pattern in `z`, in the order of the values and then of the rules.
pub fn signals(z: &[f64]) -> Vec<Signal> {
    let at = |end: usize| {
        let broken = move |Rule(_, length, breaks): &&Rule| end + 1 >= *length && breaks(&z[end + 1 - length..=end]);
        RULES.iter().filter(broken).map(move |Rule(rule, ..)| Signal { rule: *rule, at: end })
    };
    (0..z.len()).flat_map(at).collect()
}

/// A two-sided tabular CUSUM of z values: it adds up what exceeds `slack` and signals above `height`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Cusum {
    /// Half the shift that is looked for, in sigma.
    pub slack: f64,
    /// The sum at which it signals, in sigma.
    pub height: f64,
}

impl Cusum {
    /// The sums upwards and downwards after each value, and whether one of them signals there.
    pub fn run(&self, z: &[f64]) -> Vec<(f64, f64, bool)> {
        let step = |sums: &mut (f64, f64), z: &f64| {
            *sums = ((sums.0 + z - self.slack).max(0.0), (sums.1 - z - self.slack).max(0.0));
            Some((sums.0, sums.1, sums.0 > self.height || sums.1 > self.height))
        };
        z.iter().scan((0.0, 0.0), step).collect()
    }

    /// The average number of values until a signal of either side when the true mean lies `shift` sigma off.
    pub fn run_length(&self, shift: f64) -> f64 {
        let (up, down) = (self.one_sided(shift), self.one_sided(-shift));
        1.0 / (1.0 / up + 1.0 / down)
    }

    /// One side's average run length: a Markov chain over the sum cut into steps, by Gauss elimination.
    fn one_sided(&self, shift: f64) -> f64 {
        const STATES: usize = 200;
        let width = 2.0 * self.height / (2 * STATES - 1) as f64;
        let reach = |edge: f64| normal_cdf(edge + self.slack - shift);
        let chance = |from: usize, to: usize| {
            let middle = (to as f64 - from as f64) * width;
            if to == 0 {
                reach(middle + 0.5 * width)
            } else {
                reach(middle + 0.5 * width) - reach(middle - 0.5 * width)
            }
        };
        let own = |row: usize, column: usize| f64::from(u8::from(row == column)) - chance(row, column);
        let mut system: Vec<Vec<f64>> =
            (0..STATES).map(|row| (0..STATES).map(|column| own(row, column)).chain([1.0]).collect()).collect();
        eliminate(&mut system);
        system[0][STATES] / system[0][0]
    }
}

/// Clears everything above the diagonal of a diagonally dominant system whose last column is the right-hand side.
fn eliminate(system: &mut [Vec<f64>]) {
    for pivot in (1..system.len()).rev() {
        let (above, below) = system.split_at_mut(pivot);
        for row in above {
            let factor = row[pivot] / below[0][pivot];
            row.iter_mut().zip(&below[0]).for_each(|(cell, from)| *cell -= factor * from);
        }
    }
}
