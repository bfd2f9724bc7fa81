//! Bootstrap of counts: a resample of rows is one multinomial draw over the cells that the rows fall in.
//!
//! Whatever depends on counts alone has exactly the same bootstrap distribution this way, at a cost that does not grow with
//! the number of rows. What needs sums within a cell (Brier score, log-loss) is left to [`super::resample`].

use rayon::prelude::*;

use super::resample::Draws;
use crate::chance::Chance;

/// `width` statistics of each resample of `cells`, listed by statistic; `statistic` writes NaN where there is no value.
pub fn resample(
    cells: &[u64],
    draws: Draws,
    width: usize,
    statistic: impl Fn(&[u64], &mut [f64]) + Sync,
) -> Vec<Vec<f64>> {
    let n: u64 = cells.iter().sum();
    let shares: Vec<f64> = cells.iter().map(|&it| it as f64).collect();
    let one = |buffer: &mut Vec<u64>, stream: usize| {
        Chance::new(draws.seed, stream as u64).multinomial(n, &shares, buffer);
        let mut values = vec![f64::NAN; width];
        statistic(buffer, &mut values);
        values
    };
    let start = || vec![0_u64; cells.len()];
    let drawn: Vec<Vec<f64>> = (0..draws.replicates).into_par_iter().map_init(start, one).collect();
    (0..width).map(|at| drawn.iter().map(|values| values[at]).collect()).collect()
}
