//! One series of numbers looked at in four ways: a control chart with its run rules, CUSUM, evidence at every look, change points.
//!
//! Centre and spread come from the values of a reference period, or from all values where none is named. Evidence asks less: it holds
//! each value against all before it by rank, so that it is valid whatever the distribution, as long as values are exchangeable while
//! nothing changes; the chance that it ever passes 1/alpha by chance is at most alpha. Sources: those of [`super::control`],
//! [`super::shift`] and [`super::sequential`]; Vovk, Gammerman and Shafer, Algorithmic Learning in a Random World (2005), for ranks.

use serde::Serialize;

use super::control::{Chart, Cusum, Signal, signals};
use super::sequential::{Monitor, Promise};
use super::shift::change_points;
use crate::estimate::Undefined;

/// How a series is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Look {
    /// Values of the reference period, the first of the series; all of them without it.
    pub reference: Option<usize>,
    /// How CUSUM adds up and when it signals.
    pub cusum: Cusum,
    /// The chance of a false alarm of the evidence over the whole series.
    pub alpha: f64,
}

/// What was found; places are those of values, from 0.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Series {
    /// Values.
    pub n: usize,
    /// Centre line and sigma of the reference period.
    pub chart: Chart,
    /// Run rules that values after the reference period complete.
    pub signals: Vec<Signal>,
    /// Where CUSUM first signals after the reference period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cusum: Option<usize>,
    /// How many values such a CUSUM lasts on average until it signals though nothing changed.
    pub cusum_run_length: f64,
    /// The evidence after the last value, as a factor against "nothing changed".
    pub evidence: f64,
    /// Where the evidence first reaches 1/alpha.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alarm: Option<usize>,
    /// Segments between change points.
    pub segments: Vec<Segment>,
}

/// Values between two change points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Segment {
    /// The place of its first value.
    pub from: usize,
    /// How many values it holds.
    pub n: usize,
    /// Their mean.
    pub mean: f64,
}

/// Looks at finite `values` in their order.
pub fn series(values: &[f64], look: Look) -> Result<Series, Undefined> {
    let reference = look.reference.unwrap_or(values.len());
    if reference > values.len() || values.iter().any(|it| !it.is_finite()) {
        return Err(Undefined::because("the reference period is longer than the series, or a value is not finite"));
    }
    let chart = Chart::individuals(&values[..reference])?;
    let z = chart.z(values)?;
    let after = if look.reference.is_some() { reference } else { 0 };
    let signalled = look.cusum.run(&z[after..]).iter().position(|it| it.2);
    let (evidence, alarm) = evidence(values, after, look.alpha);
    Ok(Series {
        n: values.len(),
        chart,
        signals: signals(&z).into_iter().filter(|it| it.at >= after).collect(),
        cusum: signalled.map(|it| it + after),
        cusum_run_length: look.cusum.run_length(0.0),
        evidence,
        alarm,
        segments: segments(values, 2.0 * chart.sigma.powi(2) * (values.len() as f64).ln()),
    })
}

/// The evidence of the values from `after` on, and where it first reaches 1/`alpha`.
fn evidence(values: &[f64], after: usize, alpha: f64) -> (f64, Option<usize>) {
    let (mut monitor, mut alarm) = (Monitor::new(Promise::EverAtMost, alpha), None);
    let mut sorted: Vec<f64> = Vec::with_capacity(values.len());
    for (at, value) in values.iter().enumerate() {
        let place = sorted.partition_point(|it| it < value);
        sorted.insert(place, *value);
        if at >= after && monitor.take(rank(&sorted, *value)) && alarm.is_none() {
            alarm = Some(at);
        }
    }
    (monitor.evidence(), alarm)
}

/// The part of the values that lie at least as far from their median as `value`; the median treats all of them alike, as ranks must.
fn rank(sorted: &[f64], value: f64) -> f64 {
    let middle = sorted.len() / 2;
    let median = if sorted.len() % 2 == 1 { sorted[middle] } else { 0.5 * (sorted[middle - 1] + sorted[middle]) };
    let distance = (value - median).abs();
    // Distances and not bounds are compared, so that the value itself always counts.
    let below = sorted.partition_point(|it| *it < median && (it - median).abs() >= distance);
    let inside = sorted.partition_point(|it| *it < median || (it - median).abs() < distance);
    (below + sorted.len() - inside) as f64 / sorted.len() as f64
}

fn segments(values: &[f64], penalty: f64) -> Vec<Segment> {
    let points = change_points(values, penalty);
    let starts = [0].into_iter().chain(points.iter().copied());
    let ends = points.iter().copied().chain([values.len()]);
    let of = |(from, end): (usize, usize)| {
        let n = end - from;
        Segment { from, n, mean: values[from..end].iter().sum::<f64>() / n as f64 }
    };
    starts.zip(ends).map(of).collect()
}
