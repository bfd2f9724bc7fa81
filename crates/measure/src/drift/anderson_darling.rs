//! Anderson-Darling for two or more samples: like Cramer-von Mises, with more weight on the tails.

use crate::estimate::Undefined;
use crate::inference::Tested;
use crate::metric::{Family, Metric};
use crate::summary::Ranked;

/// The metric in words.
pub const METRIC: Metric = Metric {
    id: "anderson_darling",
    title: "Anderson-Darling statistic for k samples",
    family: Family::Drift,
    definition: "The squared difference between each sample's distribution and the pooled one, weighted towards the tails, less its mean and over its deviation without drift.",
    formula: "(A2 - (k - 1)) / sigma, ties at half",
    reading: "about 0 without drift; higher is farther apart; no upper limit",
    source: "Scholz and Stephens, JASA 82 (1987)",
};

/// Probabilities for which the source has critical values, and the three terms of these values.
const TABLE: [(f64, [f64; 3]); 7] = [
    (0.25, [0.675, -0.245, -0.105]),
    (0.1, [1.281, 0.25, -0.305]),
    (0.05, [1.645, 0.678, -0.362]),
    (0.025, [1.96, 1.149, -0.391]),
    (0.01, [2.326, 1.822, -0.396]),
    (0.005, [2.573, 2.364, -0.345]),
    (0.001, [3.085, 3.615, -0.154]),
];

/// The statistic, and its probability between 0.001 and 0.25, beyond which the source has no values.
pub fn anderson_darling(samples: &[&Ranked]) -> Result<Tested, Undefined> {
    let mut weighted = Weighted::new(samples.iter().map(|it| it.n()).collect());
    steps(samples, |below, equal| weighted.take(below, equal));
    weighted.found()
}

/// Weighted squares on the way through the samples.
pub(super) struct Weighted {
    sizes: Vec<f64>,
    all: f64,
    inner: Vec<f64>,
    distinct: u64,
}

impl Weighted {
    pub fn new(sizes: Vec<u64>) -> Weighted {
        let sizes: Vec<f64> = sizes.into_iter().map(|it| it as f64).collect();
        Weighted { all: sizes.iter().sum(), inner: vec![0.0; sizes.len()], sizes, distinct: 0 }
    }

    /// Takes how many values of each sample lie below and at the next distinct value.
    #[inline]
    pub fn take(&mut self, below: &[f64], equal: &[f64]) {
        self.distinct += 1;
        let (all, ties) = (self.all, equal.iter().sum::<f64>());
        let pooled = below.iter().sum::<f64>() + ties / 2.0;
        let weight = ties / (all * (pooled * (all - pooled) - all * ties / 4.0));
        for ((sum, size), (below, equal)) in self.inner.iter_mut().zip(&self.sizes).zip(below.iter().zip(equal)) {
            let off = all * (below + equal / 2.0) - pooled * size;
            *sum += weight * off * off;
        }
    }

    pub fn found(&self) -> Result<Tested, Undefined> {
        if self.sizes.len() < 2 || self.sizes.contains(&0.0) || self.all < 4.0 {
            return Err(Undefined::because("the comparison needs two samples with values and four values together"));
        }
        if self.distinct < 2 {
            return Err(Undefined::because("all values are the same"));
        }
        let inner: f64 = self.inner.iter().zip(&self.sizes).map(|(sum, size)| sum / size).sum();
        let m = self.sizes.len() as f64 - 1.0;
        let scaled = (inner * (self.all - 1.0) / self.all - m) / deviation(&self.sizes, self.all);
        let p = probability(scaled, m);
        Ok(Tested { test: METRIC.id, statistic: Some(scaled), degrees: None, p, n: self.all as u64 })
    }
}

/// Calls `take` with how many values of each sample lie below and at each distinct value, rising.
fn steps(samples: &[&Ranked], mut take: impl FnMut(&[f64], &[f64])) {
    let mut rows: Vec<_> = samples.iter().map(|it| it.steps().peekable()).collect();
    let (mut below, mut equal) = (vec![0.0; samples.len()], vec![0.0; samples.len()]);
    loop {
        let next = rows.iter_mut().filter_map(|it| it.peek().map(|it| it.0)).fold(f64::INFINITY, f64::min);
        if next == f64::INFINITY {
            return;
        }
        for ((row, below), equal) in rows.iter_mut().zip(&below).zip(&mut equal) {
            *equal = row.next_if(|it| it.0 == next).map_or(0.0, |it| it.1 as f64 - below);
        }
        take(&below, &equal);
        below.iter_mut().zip(&equal).for_each(|(below, equal)| *below += equal);
    }
}

/// The standard deviation of the statistic without drift.
fn deviation(sizes: &[f64], all: f64) -> f64 {
    let k = sizes.len() as f64;
    let reciprocal: f64 = sizes.iter().map(|it| 1.0 / it).sum();
    let (mut h, mut g) = (0.0, 0.0);
    // g sums 1 / ((n - i) j) over i < j < n, in one pass over partial sums of 1 / j
    for i in (2..all as u64).rev() {
        h += 1.0 / i as f64;
        g += h / (all - i as f64 + 1.0);
    }
    h += 1.0;
    let a = (4.0 * g - 6.0) * (k - 1.0) + (10.0 - 6.0 * g) * reciprocal;
    let b = (2.0 * g - 4.0) * k * k + 8.0 * h * k + (2.0 * g - 14.0 * h - 4.0) * reciprocal - 8.0 * h + 4.0 * g - 6.0;
    let c = (6.0 * h + 2.0 * g - 2.0) * k * k + (4.0 * h - 4.0 * g + 6.0) * k + (2.0 * h - 6.0) * reciprocal + 4.0 * h;
    let d = (2.0 * h + 6.0) * k * k - 4.0 * h * k;
    let cubic = ((a * all + b) * all + c) * all + d;
    (cubic / ((all - 1.0) * (all - 2.0) * (all - 3.0))).sqrt()
}

/// Between the tabled values by a parabola through the logarithms, in the sense of least squares; beyond them for two samples by the
/// limit law, for more by the outermost value.
fn probability(scaled: f64, m: f64) -> f64 {
    let critical = TABLE.map(|(_, [a, b, c])| a + b / m.sqrt() + c / m);
    let (mut left, mut right) = ([[0.0; 3]; 3], [0.0; 3]);
    for (x, (p, _)) in critical.iter().zip(TABLE) {
        let powers = [1.0, *x, x * x];
        for (row, one) in powers.iter().enumerate() {
            right[row] += one * f64::ln(p);
            powers.iter().enumerate().for_each(|(column, other)| left[row][column] += one * other);
        }
    }
    let [a, b, c] = solve(left, right);
    match scaled {
        it if m == 1.0 && (it < critical[0] || it > critical[6]) => beyond(it),
        it if it < critical[0] => 0.25,
        it if it > critical[6] => 0.001,
        it => (a + b * it + c * it * it).exp(),
    }
}

/// The chance to exceed a scaled statistic of two samples, by the limit law of one sample, which is the same.
///
/// Source: Marsaglia and Marsaglia, Journal of Statistical Software 9 (2004); its polynomial ends at 10, beyond which the heaviest of
/// the squares that the law sums gives the fall.
fn beyond(scaled: f64) -> f64 {
    const ENDS: f64 = 10.0;
    let deviation = (2.0 * (std::f64::consts::PI.powi(2) - 9.0) / 3.0).sqrt();
    let a = 1.0 + scaled * deviation;
    let polynomial = |terms: &[f64], z: f64| terms.iter().rev().fold(0.0, |sum, term| sum * z + term);
    let below = |z: f64| match z < 2.0 {
        true => {
            (-1.2337141 / z).exp() / z.sqrt()
                * polynomial(&[2.00012, 0.247105, -0.0649821, 0.0347962, -0.011672, 0.00168691], z)
        }
        false => (-polynomial(&[1.0776, -2.30695, 0.43424, -0.082433, 0.008056, -0.0003146], z).exp()).exp(),
    };
    match a {
        a if a <= 0.0 => 1.0,
        a if a <= ENDS => (1.0 - below(a)).clamp(0.0, 1.0),
        a => (1.0 - below(ENDS)) * (ENDS - a).exp(),
    }
}

/// The solution of three equations by Cramer's rule.
fn solve(left: [[f64; 3]; 3], right: [f64; 3]) -> [f64; 3] {
    let determinant = |m: [[f64; 3]; 3]| {
        m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
            + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    };
    let whole = determinant(left);
    [0, 1, 2].map(|column| {
        let mut changed = left;
        changed.iter_mut().zip(right).for_each(|(row, it)| row[column] = it);
        determinant(changed) / whole
    })
}
