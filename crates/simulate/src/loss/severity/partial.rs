//! Moments of the part of a law that lies below an amount: E[X^k; X <= d] for k of 0, 1, 2.
//!
//! Caps, deductibles and layers cut a law into pieces on each of which the loss is a line, so these are all that the mean and the
//! variance of what is left need. Source: Klugman, Panjer and Willmot, Loss Models (2012), chapter 8 and appendix A.

use measure::inference::distribution::{beta_cdf, normal_cdf};

use super::Law;
use super::law::excess;

/// Halves of the panels in which the one integral without a closed form is taken (Simpson); its error is below 1e-10.
const PANELS: usize = 4000;

impl Law {
    /// E[X^k; X <= d]; infinite where a tail has no such moment.
    pub(crate) fn partial(&self, k: i32, d: f64) -> f64 {
        if d < 0.0 {
            return 0.0;
        }
        match *self {
            Law::Point { at } => {
                if at <= d {
                    at.powi(k)
                } else {
                    0.0
                }
            }
            Law::Uniform { least, most } => slab(k, least, most, d),
            Law::Triangular { least, likely, most } => triangular(k, least, likely, most, d),
            Law::Pert { least, width, a, b, .. } => pert(k, least, width, a, b, d),
            Law::Lognormal { mu, sigma } => {
                let order = f64::from(k);
                let whole = (order * mu + 0.5 * order * order * sigma * sigma).exp();
                if d == 0.0 { 0.0 } else { whole * normal_cdf((d.ln() - mu) / sigma - order * sigma) }
            }
            Law::Pareto { least, index } => pareto(k, least, index, d),
            Law::GeneralisedPareto { threshold, scale, shape } => generalised(k, threshold, scale, shape, d),
            Law::Empirical { ref amounts } => {
                let till = amounts.partition_point(|it| *it <= d);
                amounts[..till].iter().map(|it| it.powi(k)).sum::<f64>() / amounts.len() as f64
            }
        }
    }
}

fn slab(k: i32, least: f64, most: f64, d: f64) -> f64 {
    let till = d.min(most);
    let n = f64::from(k + 1);
    if till <= least { 0.0 } else { (till.powi(k + 1) - least.powi(k + 1)) / (n * (most - least)) }
}

/// Both sides of the triangle are lines, whose product with a power is integrated term by term, around the end where it is 0.
fn triangular(k: i32, least: f64, likely: f64, most: f64, d: f64) -> f64 {
    let width = most - least;
    // The integral of (from + y)^k y over y from 0 to `y`.
    let side = |from: f64, y: f64| match k {
        0 => y * y / 2.0,
        1 => from * y * y / 2.0 + y.powi(3) / 3.0,
        _ => from * from * y * y / 2.0 + 2.0 * from * y.powi(3) / 3.0 + y.powi(4) / 4.0,
    };
    let left = |till: f64| 2.0 * side(least, till - least) / (width * (likely - least));
    let right = |y: f64| 2.0 * side_down(k, most, y) / (width * (most - likely));
    let mut sum = 0.0;
    if likely > least && d > least {
        sum += left(d.min(likely));
    }
    if most > likely && d > likely {
        sum += right(most - likely) - right(most - d.min(most));
    }
    sum
}

/// The integral of (from - y)^k y over y from 0 to `y`.
fn side_down(k: i32, from: f64, y: f64) -> f64 {
    match k {
        0 => y * y / 2.0,
        1 => from * y * y / 2.0 - y.powi(3) / 3.0,
        _ => from * from * y * y / 2.0 - 2.0 * from * y.powi(3) / 3.0 + y.powi(4) / 4.0,
    }
}

/// Powers of a beta law only move its first parameter.
fn pert(k: i32, least: f64, width: f64, a: f64, b: f64, d: f64) -> f64 {
    let x = ((d - least) / width).clamp(0.0, 1.0);
    let below = |a: f64| beta_cdf(a, b, x, 1.0 - x).0;
    let first = a / (a + b);
    let second = first * (a + 1.0) / (a + b + 1.0);
    let (zero, one, two) = (below(a), first * below(a + 1.0), second * below(a + 2.0));
    match k {
        0 => zero,
        1 => least * zero + width * one,
        _ => least * least * zero + 2.0 * least * width * one + width * width * two,
    }
}

fn pareto(k: i32, least: f64, index: f64, d: f64) -> f64 {
    let order = f64::from(k);
    match d <= least {
        true => 0.0,
        false if d.is_infinite() && index <= order => f64::INFINITY,
        // -expm1 keeps its digits where the two powers are nearly the same, and is the logarithm where they are.
        false if index == order => index * least.powi(k) * (d / least).ln(),
        false => index * least.powi(k) * -((order - index) * (d / least).ln()).exp_m1() / (index - order),
    }
}

/// Closed for the whole tail; below an amount an integral over the exponential law that it is made of.
fn generalised(k: i32, threshold: f64, scale: f64, shape: f64, d: f64) -> f64 {
    let end = if shape < 0.0 { threshold - scale / shape } else { f64::INFINITY };
    if d < threshold {
        return 0.0;
    }
    if d >= end {
        let (first, second) = whole(threshold, scale, shape);
        return [1.0, first, second][k as usize];
    }
    let y = d - threshold;
    let till = if shape == 0.0 { y / scale } else { (shape * y / scale).ln_1p() / shape };
    if k == 0 {
        return -(-till).exp_m1();
    }
    // Beyond 700 the exponential law has no weight that a number could hold, unless the amount grows as fast.
    let step = till / PANELS as f64;
    let at = |place: usize| {
        let e = step * place as f64;
        ((threshold + excess(scale, shape, e)).ln() * f64::from(k) - e).exp()
    };
    let inner: f64 = (1..PANELS).map(|it| at(it) * if it % 2 == 1 { 4.0 } else { 2.0 }).sum();
    step / 3.0 * (at(0) + inner + at(PANELS))
}

/// Mean and mean square of a whole generalised Pareto law.
fn whole(threshold: f64, scale: f64, shape: f64) -> (f64, f64) {
    let mean = if shape < 1.0 { threshold + scale / (1.0 - shape) } else { f64::INFINITY };
    let variance = scale * scale / ((1.0 - shape).powi(2) * (1.0 - 2.0 * shape));
    (mean, if shape < 0.5 { variance + mean * mean } else { f64::INFINITY })
}
