//! Disparity within strata: conditional demographic disparity, Cochran-Mantel-Haenszel, Breslow-Day.
//!
//! A gap that vanishes within strata (departments, grades) has another cause than one that stays.
//! Sources: Wachter, Mittelstadt and Russell (2021); Mantel and Haenszel (1959); Robins, Breslow and Greenland (1986) for the
//! interval; Breslow and Day (1980) with Tarone's correction (1985).

use serde::Serialize;

use crate::column::Coded;
use crate::estimate::{Estimate, Interval, Measured, Method, Undefined};
use crate::inference::Tested;
use crate::inference::counts::with_interval;
use crate::inference::distribution::two_sided;
use crate::inference::resample::Draws;
use crate::metric::{Family, Metric};
use crate::roles::UNKNOWN;

/// Entries of this file.
pub const METRICS: &[Metric] = &[
    Metric {
        id: "conditional_demographic_disparity",
        title: "Conditional demographic disparity",
        family: Family::Fairness,
        definition: "A group's part of the rejected less its part of the accepted, averaged over strata by their size.",
        formula: "sum_s n_s / n [ rejected_as / rejected_s - accepted_as / accepted_s ]",
        reading: "0: the group has the same part in both; above 0: it is over-represented among the rejected",
        source: "Wachter, Mittelstadt and Russell (2021)",
    },
    Metric {
        id: "common_odds_ratio",
        title: "Common odds ratio",
        family: Family::Fairness,
        definition: "The odds of selection of a group over those of the reference, taken within strata and put together.",
        formula: "sum_s a_s d_s / n_s over sum_s b_s c_s / n_s",
        reading: "1: the same odds within strata; below 1: lower odds for the group",
        source: "Mantel and Haenszel (1959)",
    },
];

/// Selected and not selected, of a group and of the reference, in one stratum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stratum {
    /// Of the group, selected.
    pub a: u64,
    /// Of the group, not selected.
    pub b: u64,
    /// Of the reference, selected.
    pub c: u64,
    /// Of the reference, not selected.
    pub d: u64,
}

/// A group against the reference within strata.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Conditional {
    /// The attribute.
    pub by: String,
    /// The group.
    pub group: String,
    /// The reference of the odds; the disparity holds the group against all rows.
    pub reference: String,
    /// The common odds ratio.
    pub odds_ratio: Measured,
    /// Whether the odds are the same within strata (Cochran-Mantel-Haenszel, no continuity correction).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_odds: Option<Tested>,
    /// Whether one odds ratio fits all strata (Breslow-Day with Tarone's correction).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub one_ratio: Option<Tested>,
    /// Conditional demographic disparity.
    pub disparity: Measured,
}

/// Selected and rejected of each group in each stratum, `[stratum][group] = [rejected, selected]`.
type Cells = Vec<Vec<[u64; 2]>>;

fn count(group: &Coded<'_>, strata: &Coded<'_>, predictions: &[u8]) -> Cells {
    let mut cells = vec![vec![[0; 2]; group.words.len()]; strata.words.len()];
    let rows = group.codes.iter().zip(strata.codes.iter()).zip(predictions);
    for ((&group, &stratum), &prediction) in rows.filter(|it| *it.1 != UNKNOWN) {
        if let Some(cell) = cells.get_mut(stratum as usize).and_then(|it| it.get_mut(group as usize)) {
            cell[usize::from(prediction)] += 1;
        }
    }
    cells
}

/// Every group against `reference` within `strata`; undefined where both are the same column, since a stratum then holds one group.
pub fn conditional(
    group: &Coded<'_>,
    strata: &Coded<'_>,
    predictions: &[u8],
    reference: usize,
    draws: Draws,
) -> Vec<Conditional> {
    let cells = count(group, strata, predictions);
    let one_column = group.name == strata.name;
    let told = |it: Result<Estimate, Undefined>| match one_column {
        true => {
            Measured::from(Err(Undefined::because("the groups are the strata, so that no stratum holds two of them")))
        }
        false => it.into(),
    };
    let others = (0..group.words.len()).filter(|it| *it != reference && reference < group.words.len());
    let of = |at: usize| {
        let stratum = |it: &Vec<[u64; 2]>| {
            let ([b, a], [d, c]) = (it[at], it[reference]);
            Stratum { a, b, c, d }
        };
        let tables: Vec<Stratum> = cells.iter().map(stratum).collect();
        Conditional {
            by: group.name.to_owned(),
            group: group.words[at].clone(),
            reference: group.words[reference].clone(),
            odds_ratio: told(odds_ratio(&tables, draws.level)),
            same_odds: mantel_haenszel(&tables).ok(),
            one_ratio: breslow_day(&tables).ok(),
            disparity: told(disparity(&cells, at, draws)),
        }
    };
    others.map(of).collect()
}

/// Conditional demographic disparity of group `at`, with its interval from resampled counts; strata where all or none are
/// selected say nothing and are left out.
fn disparity(cells: &Cells, at: usize, draws: Draws) -> Result<Estimate, Undefined> {
    // What counts is how many of the group and of all others are rejected and accepted in each stratum.
    let of = |stratum: &Vec<[u64; 2]>| {
        let all = |outcome: usize| stratum.iter().map(|it| it[outcome]).sum::<u64>();
        let own = stratum[at];
        [own[0], own[1], all(0) - own[0], all(1) - own[1]]
    };
    let counts: Vec<u64> = cells.iter().flat_map(of).collect();
    let (value, n) =
        averaged(&counts).ok_or_else(|| Undefined::because("in every stratum all or none are selected"))?;
    let estimate = Estimate::plain(value, n)?;
    Ok(with_interval(estimate, &counts, draws, |counts| averaged(counts).map_or(f64::NAN, |it| it.0)))
}

/// The disparity averaged over strata of four counts each, and the rows of those that say something.
fn averaged(counts: &[u64]) -> Option<(f64, u64)> {
    let (mut sum, mut n) = (0.0, 0);
    for stratum in counts.chunks_exact(4) {
        let (rejected, accepted) = (stratum[0] + stratum[2], stratum[1] + stratum[3]);
        if rejected == 0 || accepted == 0 {
            continue;
        }
        let gap = stratum[0] as f64 / rejected as f64 - stratum[1] as f64 / accepted as f64;
        sum += (rejected + accepted) as f64 * gap;
        n += rejected + accepted;
    }
    (n > 0).then(|| (sum / n as f64, n))
}

/// Numbers of a stratum as reals: a, b, c, d and their sum.
fn reals(it: &Stratum) -> (f64, f64, f64, f64, f64) {
    let (a, b, c, d) = (it.a as f64, it.b as f64, it.c as f64, it.d as f64);
    (a, b, c, d, a + b + c + d)
}

fn occupied(tables: &[Stratum]) -> impl Iterator<Item = (f64, f64, f64, f64, f64)> + '_ {
    tables.iter().map(reals).filter(|it| it.4 > 0.0)
}

fn rows(tables: &[Stratum]) -> u64 {
    tables.iter().map(|it| it.a + it.b + it.c + it.d).sum()
}

/// The Mantel-Haenszel odds ratio with the interval of Robins, Breslow and Greenland.
pub fn odds_ratio(tables: &[Stratum], level: f64) -> Result<Estimate, Undefined> {
    let (mut r, mut s, mut pr, mut mixed, mut qs) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (a, b, c, d, n) in occupied(tables) {
        let (ad, bc, p, q) = (a * d / n, b * c / n, (a + d) / n, (b + c) / n);
        (r, s) = (r + ad, s + bc);
        (pr, mixed, qs) = (pr + p * ad, mixed + p * bc + q * ad, qs + q * bc);
    }
    if r == 0.0 || s == 0.0 {
        return Err(Undefined::because("no stratum holds both outcomes on both sides"));
    }
    let deviation = (pr / (2.0 * r * r) + mixed / (2.0 * r * s) + qs / (2.0 * s * s)).sqrt();
    let (log, half) = ((r / s).ln(), two_sided(level) * deviation);
    let interval = Interval { low: (log - half).exp(), high: (log + half).exp(), level, method: Method::LogRatio };
    Ok(Estimate::plain(r / s, rows(tables))?.with(interval))
}

/// Cochran-Mantel-Haenszel: whether group and selection are independent within strata.
pub fn mantel_haenszel(tables: &[Stratum]) -> Result<Tested, Undefined> {
    let (mut gap, mut variance) = (0.0, 0.0);
    for (a, b, c, d, n) in occupied(tables).filter(|it| it.4 > 1.0) {
        gap += a - (a + b) * (a + c) / n;
        variance += (a + b) * (c + d) * (a + c) * (b + d) / (n * n * (n - 1.0));
    }
    match variance > 0.0 {
        true => Ok(Tested::chi_square("cochran_mantel_haenszel", gap * gap / variance, 1.0, rows(tables))),
        false => Err(Undefined::because("no stratum holds both groups and both outcomes")),
    }
}

/// Breslow-Day with Tarone's correction: whether the strata share one odds ratio.
pub fn breslow_day(tables: &[Stratum]) -> Result<Tested, Undefined> {
    let common = odds_ratio(tables, 0.95)?.value;
    let (mut sum, mut gaps, mut variances, mut strata) = (0.0, 0.0, 0.0, 0.0);
    for (a, b, c, d, _) in
        occupied(tables).filter(|&(a, b, c, d, _)| [a + b, c + d, a + c, b + d].iter().all(|it| *it > 0.0))
    {
        let expected = expected(a + b, c + d, a + c, common);
        let cells = [expected, a + b - expected, a + c - expected, d - a + expected];
        let variance = 1.0 / cells.iter().map(|it| 1.0 / it).sum::<f64>();
        sum += (a - expected).powi(2) / variance;
        (gaps, variances, strata) = (gaps + a - expected, variances + variance, strata + 1.0);
    }
    match strata > 1.0 {
        true => Ok(Tested::chi_square("breslow_day", sum - gaps * gaps / variances, strata - 1.0, rows(tables))),
        false => Err(Undefined::because("fewer than two strata hold both groups and both outcomes")),
    }
}

/// The count of the first cell that margins and an odds ratio give: a root of a quadratic.
fn expected(row: f64, other: f64, column: f64, ratio: f64) -> f64 {
    if (ratio - 1.0).abs() < 1e-12 {
        return row * column / (row + other);
    }
    let a = 1.0 - ratio;
    let b = other - column + ratio * (row + column);
    let c = -ratio * row * column;
    let root = (b * b - 4.0 * a * c).max(0.0).sqrt();
    // Both forms are the same root; the one that does not cancel is taken.
    if b >= 0.0 { -2.0 * c / (b + root) } else { (root - b) / (2.0 * a) }
}
