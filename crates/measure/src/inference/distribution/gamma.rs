//! The regularised incomplete gamma function.

use super::mass::poisson_mass;

/// More steps than series and fraction take for parameters up to 1e10.
const STEPS: u32 = 2_000_000;

/// P(a, x): the lower tail.
pub fn gamma_cdf(a: f64, x: f64) -> f64 {
    match x {
        x if x <= 0.0 => 0.0,
        x if x < a + 1.0 => series(a, x),
        x => 1.0 - fraction(a, x),
    }
}

/// Q(a, x): the upper tail.
pub fn gamma_sf(a: f64, x: f64) -> f64 {
    match x {
        x if x <= 0.0 => 1.0,
        x if x < a + 1.0 => 1.0 - series(a, x),
        x => fraction(a, x),
    }
}

/// The lower tail by its power series.
fn series(a: f64, x: f64) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    for step in 1..STEPS {
        term *= x / (a + f64::from(step));
        sum += term;
        if term < sum * f64::EPSILON * 0.5 {
            break;
        }
    }
    poisson_mass(a, x) * sum
}

/// The upper tail by its continued fraction (Lentz).
fn fraction(a: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let guard = |it: f64| if it.abs() < TINY { TINY } else { it };
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / guard(b);
    let mut value = d;
    for step in 1..STEPS {
        let i = f64::from(step);
        let term = -i * (i - a);
        b += 2.0;
        d = 1.0 / guard(term * d + b);
        c = guard(b + term / c);
        value *= d * c;
        if (d * c - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    // x^a e^-x / Gamma(a) is a times the Poisson mass at a.
    poisson_mass(a, x) * a * value
}
