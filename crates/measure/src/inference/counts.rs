//! Bootstrap of counts: a resample of rows is one multinomial draw over the cells that the rows fall in.
//!
//! Whatever depends on counts alone has exactly the same bootstrap distribution this way, at a cost that does not grow with
//! the number of rows. What needs sums within a cell (Brier score, log-loss) is left to [`super::resample`].

use rayon::prelude::*;

use super::resample::{Draws, percentile};
use crate::chance::Chance;
use crate::estimate::{Estimate, Interval};

/// `width` statistics of each resample of `cells`, listed by statistic; `statistic` writes NaN where there is no value.
pub fn resample(
    cells: &[u64],
    draws: Draws,
    width: usize,
    statistic: impl Fn(&[u64], &mut [f64]) + Sync,
) -> Vec<Vec<f64>> {
    with_added(cells, 0.0, draws, width, statistic)
}

/// The same from shares to which `added` rows a cell were added, for what does not vary otherwise; as many rows are drawn.
pub fn with_added(
    cells: &[u64],
    added: f64,
    draws: Draws,
    width: usize,
    statistic: impl Fn(&[u64], &mut [f64]) + Sync,
) -> Vec<Vec<f64>> {
    let shares: Vec<f64> = cells.iter().map(|&it| it as f64 + added).collect();
    multinomial(cells.iter().sum(), &shares, draws, width, statistic)
}

/// `width` statistics of each draw of `n` rows over cells with these shares.
fn multinomial(
    n: u64,
    shares: &[f64],
    draws: Draws,
    width: usize,
    statistic: impl Fn(&[u64], &mut [f64]) + Sync,
) -> Vec<Vec<f64>> {
    let one = |buffer: &mut Vec<u64>, stream: usize| {
        Chance::new(draws.seed, stream as u64).multinomial(n, shares, buffer);
        let mut values = vec![f64::NAN; width];
        statistic(buffer, &mut values);
        values
    };
    let start = || vec![0_u64; shares.len()];
    let drawn: Vec<Vec<f64>> = (0..draws.replicates).into_par_iter().map_init(start, one).collect();
    (0..width).map(|at| drawn.iter().map(|values| values[at]).collect()).collect()
}

/// Rows that are added, spread over all cells, where resamples do not vary: two of each sort, as Agresti and Coull add to a share.
const ADDED: f64 = 4.0;

/// The interval of each of `width` statistics of `cells`, from resamples.
///
/// Where all resamples give the same value, as with one row or without an error, or too many of them none, rows alone would claim to be
/// sure; they are then drawn from shares to which a few rows were added, and draws without a value are left out. None where no draw has a
/// value. Source of the addition: Agresti and Coull, The American Statistician 52 (1998).
pub fn intervals(
    cells: &[u64],
    draws: Draws,
    width: usize,
    statistic: impl Fn(&[u64], &mut [f64]) + Sync,
) -> Vec<Option<Interval>> {
    let n: u64 = cells.iter().sum();
    let own = |drawn: Vec<Vec<f64>>| drawn.into_iter().map(|it| percentile(it, draws.level).ok()).collect::<Vec<_>>();
    let found = own(resample(cells, draws, width, &statistic));
    let sure = |it: &Option<Interval>| it.is_none_or(|it| it.low == it.high);
    if n == 0 || !found.iter().any(sure) {
        return found;
    }
    let mut wider = with_added(cells, ADDED / cells.len() as f64, draws, width, &statistic);
    wider.iter_mut().for_each(|it| it.retain(|value| value.is_finite()));
    let wider = own(wider);
    found.into_iter().zip(wider).map(|(own, wider)| if sure(&own) { wider.or(own) } else { own }).collect()
}

/// `estimate` of a statistic of `cells` with the interval that [`intervals`] gives it; open where it gives none.
pub fn with_interval(
    estimate: Estimate,
    cells: &[u64],
    draws: Draws,
    statistic: impl Fn(&[u64]) -> f64 + Sync,
) -> Estimate {
    let found = intervals(cells, draws, 1, |cells, values| values[0] = statistic(cells));
    estimate.with(found.into_iter().next().flatten().unwrap_or(Interval::too_few(draws.level)))
}
