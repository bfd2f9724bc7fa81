//! Drift of words: the test that both samples have the same shares, and Cramer's V as its size.

use super::bins::Binned;
use super::compare::Options;
use crate::chance::Chance;
use crate::estimate::{Estimate, Interval, Method, RESAMPLED_LEAST, Undefined};
use crate::inference::Tested;
use crate::inference::resample::percentile;
use crate::inference::table::Table;
use crate::metric::{Family, Metric};

/// Cramer's V in words.
pub const CRAMER_V: Metric = Metric {
    id: "cramer_v",
    title: "Cramer's V between sample and category",
    family: Family::Drift,
    definition: "How strongly the category tells whether a row is from the reference or from the current data, both counted as equally large, corrected so that chance alone gives 0 on average.",
    formula: "sqrt(max(0, sum (r - c)^2 / (2 (r + c)) - (k-1)/(w-1)) / (min(k~, 2~) - 1)), w = 4 m n / (m + n)",
    reading: "0 the same shares, 1 nothing in common; the same for any sizes of the two samples",
    source: "Bergsma, Journal of the Korean Statistical Society 42 (2013), for samples of equal size",
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

/// Resamples from which intervals of sizes are taken.
const RESAMPLES: usize = 199;

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
    Ok((table.independence(options.replicates, options.seed), table.g()))
}

/// Cramer's V of one and the same category on both sides: 0, and as far above as categories that did not show may reach.
///
/// Each side may hold another category with the share of Clopper and Pearson for none in n; V of these two tables is the end.
fn one_category((m, n): (u64, u64), level: f64) -> Result<Estimate, Undefined> {
    let unseen = |n: u64| 1.0 - ((1.0 - level) / 2.0).powf(1.0 / n as f64);
    let (a, b) = (unseen(m), unseen(n));
    // The shares of the category on both sides, of what only the reference holds, and of what only the current data hold.
    let square = (a - b).powi(2) / (2.0 * (2.0 - a - b)) + 0.5 * (a + b);
    let interval = Interval { low: 0.0, high: square.sqrt().min(1.0), level, method: Method::ClopperPearson };
    Ok(Estimate::plain(0.0, m + n)?.with(interval))
}

/// Cramer's V; its interval from resamples of both samples, each one multinomial draw.
///
/// How large the samples are tells how sure it is, not how far apart they are: with the sizes in it, the same change would be
/// a large one between equal samples and none beside a reference that is much larger.
pub fn cramer_v(binned: &Binned, options: &Options) -> Result<Estimate, Undefined> {
    if let ((1.., 1..), 1) = (binned.totals(), binned.labels.len()) {
        return one_category(binned.totals(), options.level);
    }
    table(binned)?;
    let (m, n) = binned.totals();
    let value = strength(binned, 1.0);
    let estimate = Estimate::plain(value, m + n)?;
    // A resample holds the noise of its own draw and that of the samples: both are taken off.
    let [values] = redrawn(binned, options.seed, |drawn| [strength(drawn, 2.0)]);
    let found = percentile(values, options.level).unwrap_or(Interval::too_few(options.level));
    Ok(estimate.with(Interval { low: found.low.min(value), high: found.high.max(value), ..found }))
}

/// Cramer's V of samples that count as equally large, less `noise` times what chance adds.
fn strength(binned: &Binned, noise: f64) -> f64 {
    let (m, n) = binned.totals();
    let (m, n) = (m as f64, n as f64);
    let (mut square, mut k) = (0.0, 0.0);
    for (r, c) in binned.reference.iter().zip(&binned.current).filter(|it| it.0 + it.1 > 0) {
        let (r, c) = (*r as f64 / m, *c as f64 / n);
        square += (r - c).powi(2) / (2.0 * (r + c));
        k += 1.0;
    }
    // So many rows of two samples of equal size say as much.
    let by_chance = 1.0 / (4.0 * m * n / (m + n) - 1.0).max(1.0);
    let shift = |k: f64| k - (k - 1.0).powi(2) * by_chance;
    let most = shift(2.0).min(shift(k)) - 1.0;
    if most <= 0.0 { 0.0 } else { ((square - noise * (k - 1.0) * by_chance).max(0.0) / most).sqrt().min(1.0) }
}

/// Some numbers of each of some resamples of both samples; to each sample one row is added, spread over all categories, so that few
/// rows of one category are not taken for all there is. None where a sample has fewer than [`RESAMPLED_LEAST`] rows.
pub(super) fn redrawn<const N: usize>(
    binned: &Binned,
    seed: u64,
    numbers: impl Fn(&Binned) -> [f64; N],
) -> [Vec<f64>; N] {
    let (m, n) = binned.totals();
    let added = 1.0 / binned.labels.len().max(1) as f64;
    let real = |counts: &[u64]| -> Vec<f64> { counts.iter().map(|&it| it as f64 + added).collect() };
    let (reference, current) = (real(&binned.reference), real(&binned.current));
    let mut drawn = binned.clone();
    let mut all = [const { Vec::new() }; N];
    if m.min(n) < RESAMPLED_LEAST {
        return all;
    }
    for stream in 0..RESAMPLES as u64 {
        let mut chance = Chance::new(seed, stream);
        chance.multinomial(m, &reference, &mut drawn.reference);
        chance.multinomial(n, &current, &mut drawn.current);
        all.iter_mut().zip(numbers(&drawn)).for_each(|(all, it)| all.push(it));
    }
    all
}
