//! Families of tests: adjusted p-values that may be held against one level.
//!
//! Sources: Holm, Scandinavian Journal of Statistics 6 (1979): no false claim in the family; Benjamini and Hochberg, JRSS B 57
//! (1995): few false claims among those made; Benjamini and Yekutieli, Annals of Statistics 29 (2001): under any dependence.

use serde::{Deserialize, Serialize};

/// Which error is controlled over a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Correction {
    /// The chance of any false claim.
    Holm,
    /// The share of false claims, for tests that are independent or rise together.
    BenjaminiHochberg,
    /// The share of false claims, whatever the dependence.
    BenjaminiYekutieli,
}

/// The adjusted p-values in the order of `p`.
pub fn adjust(p: &[f64], correction: Correction) -> Vec<f64> {
    let m = p.len();
    let mut order: Vec<usize> = (0..m).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let harmonic: f64 = (1..=m).map(|it| 1.0 / it as f64).sum();
    let mut adjusted = vec![0.0; m];
    let mut running: f64 = if correction == Correction::Holm { 0.0 } else { 1.0 };
    let mut take = |rank: usize, factor: f64| {
        let value = (p[order[rank]] * factor).min(1.0);
        running = if correction == Correction::Holm { running.max(value) } else { running.min(value) };
        adjusted[order[rank]] = running;
    };
    match correction {
        Correction::Holm => (0..m).for_each(|rank| take(rank, (m - rank) as f64)),
        Correction::BenjaminiHochberg => (0..m).rev().for_each(|rank| take(rank, m as f64 / (rank + 1) as f64)),
        Correction::BenjaminiYekutieli => {
            (0..m).rev().for_each(|rank| take(rank, harmonic * m as f64 / (rank + 1) as f64));
        }
    }
    adjusted
}
