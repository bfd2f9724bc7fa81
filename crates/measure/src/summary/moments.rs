//! Moments of finite values: mean, variance, skewness and kurtosis in one pass, and merged without loss of digits.
//!
//! Source: Pebay, Formulas for robust, one-pass parallel computation of covariances and arbitrary-order statistical
//! moments, SAND2008-6212 (2008).

use serde::{Deserialize, Serialize};

use crate::estimate::Undefined;

/// Powers of deviations from the mean, summed.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moments {
    /// Finite values.
    pub n: u64,
    /// Their mean; 0 when there is none.
    pub mean: f64,
    m2: f64,
    m3: f64,
    m4: f64,
}

impl Moments {
    /// The moments of finite values.
    pub fn of(values: &[f64]) -> Moments {
        let n = values.len() as f64;
        if values.is_empty() {
            return Moments::default();
        }
        // A first mean and its correction keep values with a large common part exact.
        let rough = lanes(values, |it| it / n);
        let mean = rough + lanes(values, |it| it - rough) / n;
        let mut sums = [[0.0; 4]; 3];
        let mut chunks = values.chunks_exact(4);
        for chunk in &mut chunks {
            for (lane, value) in chunk.iter().enumerate() {
                add(&mut sums, lane, value - mean);
            }
        }
        chunks.remainder().iter().for_each(|value| add(&mut sums, 0, value - mean));
        let [m2, m3, m4] = sums.map(|it| it.iter().sum());
        Moments { n: values.len() as u64, mean, m2, m3, m4 }
    }

    /// Adds the moments of other values.
    pub fn merge(&mut self, other: &Moments) {
        if self.n == 0 || other.n == 0 {
            if other.n > 0 {
                *self = *other;
            }
            return;
        }
        let (a, b) = (self.n as f64, other.n as f64);
        let n = a + b;
        let d = other.mean - self.mean;
        let (d2, ab) = (d * d, a * b);
        let m4 = self.m4
            + other.m4
            + d2 * d2 * ab * (a * a - ab + b * b) / (n * n * n)
            + 6.0 * d2 * (a * a * other.m2 + b * b * self.m2) / (n * n)
            + 4.0 * d * (a * other.m3 - b * self.m3) / n;
        let m3 = self.m3 + other.m3 + d2 * d * ab * (a - b) / (n * n) + 3.0 * d * (a * other.m2 - b * self.m2) / n;
        let m2 = self.m2 + other.m2 + d2 * ab / n;
        *self = Moments { n: self.n + other.n, mean: self.mean + d * b / n, m2, m3, m4 };
    }

    /// Variance with n - 1; at least two values.
    pub fn variance(&self) -> Result<f64, Undefined> {
        match self.n {
            0 | 1 => Err(Undefined::because("a variance needs two values")),
            n => Ok(self.m2 / (n - 1) as f64),
        }
    }

    /// Standard deviation with n - 1.
    pub fn deviation(&self) -> Result<f64, Undefined> {
        self.variance().map(f64::sqrt)
    }

    /// Skewness of the values themselves, m3 / m2^1.5, without a correction for samples.
    pub fn skewness(&self) -> Result<f64, Undefined> {
        self.scaled(|it, n| n.sqrt() * it.m3 / it.m2.powf(1.5))
    }

    /// Kurtosis of the values themselves less 3, that of the normal distribution.
    pub fn excess_kurtosis(&self) -> Result<f64, Undefined> {
        self.scaled(|it, n| n * it.m4 / (it.m2 * it.m2) - 3.0)
    }

    fn scaled(&self, of: impl Fn(&Moments, f64) -> f64) -> Result<f64, Undefined> {
        match self.m2 > 0.0 {
            true => Ok(of(self, self.n as f64)),
            false => Err(Undefined::because("all values are the same")),
        }
    }
}

fn add(sums: &mut [[f64; 4]; 3], lane: usize, d: f64) {
    let d2 = d * d;
    sums[0][lane] += d2;
    sums[1][lane] += d2 * d;
    sums[2][lane] += d2 * d2;
}

/// A sum in eight lanes, which the processor adds side by side.
fn lanes(values: &[f64], of: impl Fn(f64) -> f64) -> f64 {
    let mut sums = [0.0; 8];
    let mut chunks = values.chunks_exact(8);
    for chunk in &mut chunks {
        sums.iter_mut().zip(chunk).for_each(|(sum, value)| *sum += of(*value));
    }
    sums.iter().sum::<f64>() + chunks.remainder().iter().map(|it| of(*it)).sum::<f64>()
}
