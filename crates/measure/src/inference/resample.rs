//! Bootstrap of values: percentile and BCa intervals of a mean, and of anything that can be computed from drawn rows.
//!
//! Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993). Confusion counts are drawn in [`super::counts`].

use rayon::prelude::*;

use super::distribution::{normal_cdf, normal_quantile};
use crate::chance::Chance;
use crate::estimate::{Estimate, Interval, Method, Undefined};

/// How many resamples, from which seed, at which level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Draws {
    /// Number of resamples.
    pub replicates: usize,
    /// The seed, to be written beside the result.
    pub seed: u64,
    /// Level of the intervals.
    pub level: f64,
}

/// The quantile `p` of sorted `values`, linear between neighbours.
pub fn quantile(values: &[f64], p: f64) -> f64 {
    let place = p.clamp(0.0, 1.0) * (values.len() - 1) as f64;
    let (low, part) = (place.floor() as usize, place.fract());
    match values.get(low + 1) {
        Some(next) if part > 0.0 => values[low] + part * (next - values[low]),
        _ => values[low],
    }
}

/// Percentiles of replicates; those that are not finite are left out, undefined when they are more than one in twenty.
pub fn percentile(mut values: Vec<f64>, level: f64) -> Result<Interval, Undefined> {
    let all = values.len();
    values.retain(|it| it.is_finite());
    if values.is_empty() || (all - values.len()) * 20 > all {
        return Err(Undefined::because("too many resamples have no value; the groups are too small"));
    }
    let tail = 0.5 * (1.0 - level);
    let (low, high) = (selected(&mut values, tail), selected(&mut values, 1.0 - tail));
    Ok(Interval { low, high, level, method: Method::Bootstrap })
}

/// The interval of a size that noise only adds to, such as the largest of absolute gaps: replicates then lie above `value`.
///
/// The upper end is that of the percentiles. The lower is reflected at the value in squares, in which noise adds up: a value holds the
/// truth and the noise once, a resample holds the noise twice. Reflected plainly it would not reach a truth of 0 where many parts are
/// summed. It is never below 0, and the interval holds the value always.
pub fn of_size(values: Vec<f64>, value: f64, level: f64) -> Result<Interval, Undefined> {
    let Interval { low, high, .. } = percentile(values, level)?;
    let low = low.min((2.0 * value * value - high * high).max(0.0).sqrt()).min(value);
    Ok(Interval { low, high: high.max(value), level, method: Method::Bootstrap })
}

/// An estimate of such a size with its interval from `drawn`; open where too few of these have a value.
pub fn sized(it: Estimate, drawn: Vec<f64>, level: f64) -> Estimate {
    it.with(of_size(drawn, it.value, level).unwrap_or(Interval::too_few(level)))
}

/// The [`quantile`] of `values` that need not be sorted, in linear time.
fn selected(values: &mut [f64], p: f64) -> f64 {
    let place = p.clamp(0.0, 1.0) * (values.len() - 1) as f64;
    let (_, low, above) = values.select_nth_unstable_by(place.floor() as usize, f64::total_cmp);
    let next = above.iter().copied().fold(f64::INFINITY, f64::min);
    if place.fract() > 0.0 { *low + place.fract() * (next - *low) } else { *low }
}

/// One value of `statistic` a resample; it is given the drawn rows of `0..rows`.
pub fn replicates(rows: usize, draws: Draws, statistic: impl Fn(&[u32]) -> f64 + Sync) -> Vec<f64> {
    let one = |stream: usize| {
        let mut chance = Chance::new(draws.seed, stream as u64);
        let drawn: Vec<u32> = (0..rows).map(|_| chance.below(rows as u64) as u32).collect();
        statistic(&drawn)
    };
    (0..draws.replicates).into_par_iter().map(one).collect()
}

/// The mean of `values` with its BCa interval.
pub fn mean(values: &[f64], draws: Draws) -> Result<Estimate, Undefined> {
    let n = values.len() as f64;
    if values.len() < 2 {
        return Err(Undefined::because("fewer than two rows"));
    }
    let total: f64 = values.iter().sum();
    let mut drawn =
        replicates(values.len(), draws, |rows| rows.iter().map(|&row| values[row as usize]).sum::<f64>() / n);
    drawn.sort_unstable_by(f64::total_cmp);
    let left_out: Vec<f64> = values.iter().map(|it| (total - it) / (n - 1.0)).collect();
    let interval = bca(&drawn, total / n, &left_out, draws.level);
    Ok(Estimate::plain(total / n, values.len() as u64)?.with(interval))
}

/// The BCa interval of sorted replicates around `value`, with the values after leaving out each row in turn.
pub fn bca(drawn: &[f64], value: f64, left_out: &[f64], level: f64) -> Interval {
    let (below, tied) = drawn.iter().fold((0.0, 0.0), |(below, tied), &it| {
        (below + f64::from(u8::from(it < value)), tied + f64::from(u8::from(it == value)))
    });
    let bias = normal_quantile(((below + 0.5 * tied) / drawn.len() as f64).clamp(1e-12, 1.0 - 1e-12));
    let centre = left_out.iter().sum::<f64>() / left_out.len() as f64;
    let moment = |power: i32| left_out.iter().map(|it| (centre - it).powi(power)).sum::<f64>();
    let square = moment(2);
    let lean = if square > 0.0 { moment(3) / (6.0 * square.powf(1.5)) } else { 0.0 };
    let end = |p: f64| {
        let z = bias + normal_quantile(p);
        quantile(drawn, normal_cdf(bias + z / (1.0 - lean * z)))
    };
    let tail = 0.5 * (1.0 - level);
    Interval { low: end(tail), high: end(1.0 - tail), level, method: Method::BootstrapBca }
}

/// The mean of `a` less that of `b`, row by row on the same rows (losses, scores, hits), with its BCa interval.
pub fn paired(a: &[f64], b: &[f64], draws: Draws) -> Result<Estimate, Undefined> {
    if a.len() != b.len() {
        return Err(Undefined::because("the two systems were not judged on the same rows"));
    }
    let gaps: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
    mean(&gaps, draws)
}
