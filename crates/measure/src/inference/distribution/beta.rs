//! The regularised incomplete beta function and its inverse.

use super::mass::binomial_raw;
use super::normal_quantile;

/// More steps than the continued fraction takes for parameters up to 1e10.
const STEPS: u32 = 400_000;

/// I_x(a, b) and 1 - I_x(a, b), each accurate in its own tail; `y` is 1 - x, given apart for the sake of x near 1.
pub fn beta_cdf(a: f64, b: f64, x: f64, y: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if y <= 0.0 {
        return (1.0, 0.0);
    }
    // x^a y^b / B(a, b) by way of the binomial mass, which does not cancel.
    let front = binomial_raw(a, a + b, x, y) * a * b / (a + b);
    if x < (a + 1.0) / (a + b + 2.0) {
        let lower = front * fraction(a, b, x) / a;
        (lower, 1.0 - lower)
    } else {
        let upper = front * fraction(b, a, y) / b;
        (1.0 - upper, upper)
    }
}

/// The continued fraction of the incomplete beta by Lentz's method.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let guard = |it: f64| if it.abs() < TINY { TINY } else { it };
    let mut c = 1.0;
    let mut d = 1.0 / guard(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for step in 1..STEPS {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / guard(1.0 + even * d);
        c = guard(1.0 + even / c);
        value *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / guard(1.0 + odd * d);
        c = guard(1.0 + odd / c);
        value *= d * c;
        if (d * c - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    value
}

/// The x with I_x(a, b) = `p`.
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    match p {
        p if p <= 0.0 => 0.0,
        p if p >= 1.0 => 1.0,
        // The smaller tail keeps its precision; the larger is its mirror image.
        p if p > 0.5 => mirrored(1.0 - p, b, a),
        p => sigmoid(logit_quantile(p, a, b)).0,
    }
}

/// 1 - x for the x of the mirrored law, without losing the digits of a result near 0.
fn mirrored(p: f64, a: f64, b: f64) -> f64 {
    sigmoid(logit_quantile(p, a, b)).1
}

/// x and 1 - x of a logit.
fn sigmoid(u: f64) -> (f64, f64) {
    (1.0 / (1.0 + (-u).exp()), 1.0 / (1.0 + u.exp()))
}

/// Newton's method on ln I as a function of the logit of x, in which it is concave; kept inside a bracket.
fn logit_quantile(p: f64, a: f64, b: f64) -> f64 {
    let spread = normal_quantile(p) * (1.0 / a + 1.0 / b).sqrt();
    let mut u = (a / b).ln() + spread.clamp(-700.0, 700.0);
    let (mut low, mut high) = (-745.0_f64, 745.0_f64);
    for _ in 0..200 {
        let (x, y) = sigmoid(u);
        let lower = beta_cdf(a, b, x, y).0;
        if lower < p {
            low = low.max(u);
        } else {
            high = high.min(u);
        }
        let slope = binomial_raw(a, a + b, x, y) * a * b / (a + b) / lower;
        let step = (p / lower).ln() / slope;
        let next = if step.is_finite() && u + step > low && u + step < high { u + step } else { 0.5 * (low + high) };
        if (next - u).abs() <= 1e-15 * u.abs().max(1.0) {
            return next;
        }
        u = next;
    }
    u
}
