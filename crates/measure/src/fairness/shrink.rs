//! Rates of small groups drawn towards the rate of all: what is left when the noise that few rows add is taken into account.
//!
//! The true rates of groups are taken to follow a beta law whose mean and spread are estimated from the groups themselves.
//! Source: Kleinman, JASA 68 (1973); Casella, American Statistician 39 (1985).

use crate::inference::difference::Side;

/// The posterior mean of each group's rate; none for groups without a denominator or with fewer than two groups.
pub fn shrunk(groups: &[Side]) -> Vec<Option<f64>> {
    let known: Vec<Side> = groups.iter().copied().filter(|it| it.n > 0).collect();
    let (k, n) = known.iter().fold((0.0, 0.0), |sum, it| (sum.0 + it.k as f64, sum.1 + it.n as f64));
    let (count, mean) = (known.len() as f64, k / n);
    // How far rates lie apart beyond what binomial noise alone gives, by moments.
    let spread: f64 = known.iter().map(|it| it.n as f64 * (it.share() - mean).powi(2)).sum();
    let noise = mean * (1.0 - mean) * (count - 1.0);
    let squares: f64 = known.iter().map(|it| (it.n as f64).powi(2)).sum();
    let between = ((spread - noise) / (n - squares / n - (count - 1.0))).max(0.0);
    let between = if between.is_finite() { between } else { 0.0 };
    let of = |it: &Side| {
        if it.n == 0 || known.len() < 2 {
            return None;
        }
        let within = (mean * (1.0 - mean) - between).max(0.0);
        // A group of n rows keeps this part of its distance to the rate of all.
        let kept = match between {
            0.0 => 0.0,
            between => it.n as f64 * between / (it.n as f64 * between + within),
        };
        Some(mean + kept * (it.share() - mean))
    };
    groups.iter().map(of).collect()
}
