//! Probability of one count: binomial, Poisson, hypergeometric, by Loader's saddle-point form ("Fast and accurate computation
//! of binomial probabilities", 2000), which keeps full relative precision where differences of log-gammas lose it.

use statrs::function::gamma::ln_gamma;
use std::f64::consts::PI;

/// ln(n!) less Stirling's formula, for any n > 0.
pub(super) fn stirling_error(n: f64) -> f64 {
    if n <= 15.0 {
        return ln_gamma(n + 1.0) - (n + 0.5) * n.ln() + n - 0.5 * (2.0 * PI).ln();
    }
    let square = n * n;
    let terms = [1.0 / 12.0, 1.0 / 360.0, 1.0 / 1260.0, 1.0 / 1680.0, 1.0 / 1188.0];
    let sum = terms.iter().rev().fold(0.0, |sum, term| term - sum / square);
    sum / n
}

/// x ln(x / m) + m - x without cancellation where x is near m.
pub(super) fn deviance(x: f64, m: f64) -> f64 {
    if (x - m).abs() >= 0.1 * (x + m) {
        return x * (x / m).ln() + m - x;
    }
    let v = (x - m) / (x + m);
    let mut sum = (x - m) * v;
    let mut term = 2.0 * x * v;
    for odd in (3..1000).step_by(2) {
        term *= v * v;
        let next = sum + term / f64::from(odd);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

/// The binomial mass at real `x` of `n`, with p and its complement `q` given apart.
pub(super) fn binomial_raw(x: f64, n: f64, p: f64, q: f64) -> f64 {
    match (p, q) {
        (0.0, _) => return f64::from(u8::from(x == 0.0)),
        (_, 0.0) => return f64::from(u8::from(x == n)),
        _ if x < 0.0 || x > n => return 0.0,
        _ if x == 0.0 => return (n * if p > 0.5 { q.ln() } else { (-p).ln_1p() }).exp(),
        _ if x == n => return (n * if q > 0.5 { p.ln() } else { (-q).ln_1p() }).exp(),
        _ => {}
    }
    let rest = n - x;
    let stirling = stirling_error(n) - stirling_error(x) - stirling_error(rest);
    (stirling - deviance(x, n * p) - deviance(rest, n * q)).exp() * (n / (2.0 * PI * x * rest)).sqrt()
}

/// P(X = k) of a binomial with `n` trials of probability `p`.
pub fn binomial_mass(k: u64, n: u64, p: f64) -> f64 {
    binomial_raw(k as f64, n as f64, p, 1.0 - p)
}

/// P(X = x) of a Poisson with mean `mean`, for real x >= 0.
pub fn poisson_mass(x: f64, mean: f64) -> f64 {
    match x {
        0.0 => (-mean).exp(),
        _ => (-stirling_error(x) - deviance(x, mean)).exp() / (2.0 * PI * x).sqrt(),
    }
}

/// P(X = k) of the marked among `drawn` out of `marked` and `unmarked`.
pub fn hypergeometric_mass(k: u64, marked: u64, unmarked: u64, drawn: u64) -> f64 {
    if k > marked || k > drawn || drawn - k > unmarked {
        return 0.0;
    }
    let (all, drawn) = ((marked + unmarked) as f64, drawn as f64);
    if drawn == 0.0 || drawn == all {
        return 1.0;
    }
    let (p, q) = (drawn / all, (all - drawn) / all);
    let rest = drawn - k as f64;
    binomial_raw(k as f64, marked as f64, p, q) * binomial_raw(rest, unmarked as f64, p, q)
        / binomial_raw(drawn, all, p, q)
}

/// The logarithm of n over k.
pub fn ln_choose(n: f64, k: f64) -> f64 {
    ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0)
}
