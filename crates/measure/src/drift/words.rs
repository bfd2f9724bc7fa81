//! Drift of words: the test that both samples have the same shares, and Cramer's V as its size.

use super::bins::Binned;
use super::compare::Options;
use crate::chance::Chance;
use crate::estimate::{Estimate, Interval, Method, Undefined};
use crate::inference::Tested;
use crate::inference::resample::percentile;
use crate::inference::table::Table;
use crate::metric::{Family, Metric};

/// Cramer's V in words.
pub const CRAMER_V: Metric = Metric {
    id: "cramer_v",
    title: "Cramer's V between sample and category",
    family: Family::Drift,
    definition: "How strongly the category tells whether a row is from the reference or from the current data, corrected so that chance alone gives 0 on average.",
    formula: "sqrt(max(0, chi2/n - (k-1)/(n-1)) / (min(k~, 2~) - 1))",
    reading: "0 the same shares, 1 nothing in common",
    source: "Bergsma, Journal of the Korean Statistical Society 42 (2013)",
};

/// The contingency test in words.
pub const CONTINGENCY: Metric = Metric {
    id: "contingency_test",
    title: "Test of equal shares",
    family: Family::Drift,
    definition: "Whether both samples may come from the same shares of categories: chi-square on the table of sample by category, exact or by permutation where expected counts are below 5.",
    formula: "sum (observed - expected)^2 / expected over a table of 2 rows and k columns",
    reading: "a p-value: low where chance alone hardly gives such a difference",
    source: "Pearson (1900); Fisher (1922); Cochran, Biometrics 10 (1954) for the limit",
};

/// Cells from which fewer replicates are drawn.
const MANY: usize = 1_000;

/// Replicates for tables of many cells.
const FEW: usize = 199;

fn table(binned: &Binned) -> Result<Table, Undefined> {
    let cells: Vec<u64> = binned.reference.iter().chain(&binned.current).copied().collect();
    match (binned.totals(), binned.labels.len()) {
        ((0, _), _) => Err(Undefined::because("the reference has no value")),
        ((_, 0), _) => Err(Undefined::because("the current data have no value")),
        (_, 1) => Err(Undefined::because("there is only one category, on both sides")),
        (_, width) => Table::new(&cells, width),
    }
}

/// The test that fits the counts, and the likelihood-ratio test beside it.
pub fn equal_shares(binned: &Binned, options: &Options) -> Result<(Tested, Tested), Undefined> {
    let table = table(binned)?;
    let replicates = if binned.labels.len() > MANY { FEW } else { options.replicates };
    Ok((table.independence(replicates, options.seed), table.g()))
}

/// Cramer's V of one and the same category on both sides: 0, and as far above as categories that did not show may reach.
///
/// Each side may hold another category with the share of Clopper and Pearson for none in n; V of these two tables is the end.
fn one_category((m, n): (u64, u64), level: f64) -> Result<Estimate, Undefined> {
    let unseen = |n: u64| 1.0 - ((1.0 - level) / 2.0).powf(1.0 / n as f64);
    let (a, b, weight) = (unseen(m), unseen(n), m as f64 / (m + n) as f64);
    let other = 1.0 - weight;
    let square = weight * other * (a - b).powi(2) / (1.0 - weight * a - other * b) + other * a + weight * b;
    let interval = Interval { low: 0.0, high: square.sqrt().min(1.0), level, method: Method::ClopperPearson };
    Ok(Estimate::plain(0.0, m + n)?.with(interval))
}

/// Cramer's V; its interval from resamples of both samples, each one multinomial draw.
pub fn cramer_v(binned: &Binned, options: &Options) -> Result<Estimate, Undefined> {
    if let ((1.., 1..), 1) = (binned.totals(), binned.labels.len()) {
        return one_category(binned.totals(), options.level);
    }
    let found = table(binned)?;
    let estimate = Estimate::plain(found.cramer(), found.n())?;
    if binned.labels.len() > MANY {
        return Ok(estimate);
    }
    let (m, n) = binned.totals();
    let real = |counts: &[u64]| -> Vec<f64> { counts.iter().map(|&it| it as f64).collect() };
    let (reference, current) = (real(&binned.reference), real(&binned.current));
    let mut drawn = binned.clone();
    let values = (0..FEW as u64).map(|stream| {
        let mut chance = Chance::new(options.seed, stream);
        chance.multinomial(m, &reference, &mut drawn.reference);
        chance.multinomial(n, &current, &mut drawn.current);
        table(&drawn).map_or(0.0, |it| it.cramer())
    });
    Ok(estimate.with(percentile(values.collect(), options.level)?))
}
