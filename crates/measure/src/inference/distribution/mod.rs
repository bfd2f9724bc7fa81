//! Distribution functions accurate to 1e-9 relative at any size that counts reach, tails included.
//!
//! The error function and the logarithm of the gamma function come from `statrs`; its incomplete beta stops after 140 steps,
//! which a million rows exceed, so incomplete beta and gamma stand here (Loader 2000, Lentz 1976).

mod beta;
mod gamma;
mod mass;

pub use beta::{beta_cdf, beta_quantile};
pub use gamma::{gamma_cdf, gamma_sf};
pub use mass::{binomial_mass, hypergeometric_mass, ln_choose, poisson_mass};

use statrs::function::erf::{erfc, erfc_inv};
use std::f64::consts::SQRT_2;

/// P(Z <= z) of the standard normal.
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * erfc(-z / SQRT_2)
}

/// P(Z > z) of the standard normal, accurate in the upper tail.
pub fn normal_sf(z: f64) -> f64 {
    0.5 * erfc(z / SQRT_2)
}

/// The z with P(Z <= z) = `p`; infinite at 0 and 1.
pub fn normal_quantile(p: f64) -> f64 {
    -SQRT_2 * erfc_inv(2.0 * p)
}

/// The z that a two-sided interval of `level` spans to either side.
pub fn two_sided(level: f64) -> f64 {
    normal_quantile(0.5 + 0.5 * level)
}

/// P(X > x) of chi-square with `degrees` degrees of freedom.
pub fn chi_square_sf(x: f64, degrees: f64) -> f64 {
    gamma_sf(0.5 * degrees, 0.5 * x)
}

/// P(|T| > |t|) of Student's t with `degrees` degrees of freedom.
pub fn student_two_sided(t: f64, degrees: f64) -> f64 {
    let square = t * t;
    beta_cdf(0.5 * degrees, 0.5, degrees / (degrees + square), square / (degrees + square)).0
}

/// The t that a two-sided interval of `level` spans to either side.
pub fn student_quantile(level: f64, degrees: f64) -> f64 {
    let x = beta_quantile(1.0 - level, 0.5 * degrees, 0.5);
    (degrees * (1.0 - x) / x).sqrt()
}

/// P(F > f) of Fisher's F with `above` and `below` degrees of freedom.
pub fn fisher_sf(f: f64, above: f64, below: f64) -> f64 {
    let whole = above * f + below;
    beta_cdf(0.5 * above, 0.5 * below, above * f / whole, below / whole).1
}

/// P(X <= k) and P(X > k) of a binomial with `n` trials of probability `p`.
pub fn binomial_cdf(k: u64, n: u64, p: f64) -> (f64, f64) {
    if k >= n {
        return (1.0, 0.0);
    }
    let (upper, lower) = beta_cdf(k as f64 + 1.0, (n - k) as f64, p, 1.0 - p);
    (lower, upper)
}
