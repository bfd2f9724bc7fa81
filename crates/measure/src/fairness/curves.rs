//! Areas and curves by group: the area under each ROC curve, and the area between the curves of two groups.
//!
//! Source: Gardner, Brooks and Baker, LAK (2019) for ABROCA.

use rayon::prelude::*;

use crate::chance::Chance;
use crate::estimate::{Estimate, Undefined};
use crate::inference::resample::{Draws, sized};
use crate::metric::{Family, Metric};

/// Entry of this file.
pub const METRICS: &[Metric] = &[Metric {
    id: "abroca",
    title: "Area between ROC curves",
    family: Family::Fairness,
    definition: "The area between the ROC curves of two groups, whichever lies above.",
    formula: "integral over t from 0 to 1 of |ROC_a(t) - ROC_b(t)| dt",
    reading: "0: scores rank both groups equally well at every threshold; 1: as different as can be",
    source: "Gardner, Brooks and Baker (2019)",
}];

/// Positives and negatives of each run of equal scores, scores falling.
type Steps = Vec<(f64, f64)>;

/// The most steps of a curve that is resampled: longer ones are joined, which moves the ends of the interval by less than the
/// noise of resampling does. The value itself is always exact.
const MOST_STEPS: usize = 250;

fn steps(scores: &[f64], labels: &[bool]) -> Steps {
    let mut order: Vec<u32> = (0..scores.len() as u32).collect();
    order.sort_unstable_by(|&a, &b| scores[b as usize].total_cmp(&scores[a as usize]));
    let step = |run: &[u32]| {
        let positives = run.iter().filter(|&&it| labels[it as usize]).count() as f64;
        (positives, run.len() as f64 - positives)
    };
    order.chunk_by(|&a, &b| scores[a as usize] == scores[b as usize]).map(step).collect()
}

/// At most [`MOST_STEPS`] steps of about equal numbers of rows.
fn joined(steps: &Steps) -> Steps {
    let rows: f64 = steps.iter().map(|it| it.0 + it.1).sum();
    let mut all: Steps = Vec::new();
    let (mut seen, mut last) = (0.0, usize::MAX);
    for step in steps {
        let place = ((seen / rows) * MOST_STEPS as f64) as usize;
        seen += step.0 + step.1;
        match all.last_mut() {
            Some(open) if place == last && steps.len() > MOST_STEPS => *open = (open.0 + step.0, open.1 + step.1),
            _ => all.push(*step),
        }
        last = place;
    }
    all
}

/// A resample of rows: one multinomial draw over steps and classes.
fn drawn(steps: &Steps, chance: &mut Chance) -> Steps {
    let shares: Vec<f64> = steps.iter().flat_map(|it| [it.0, it.1]).collect();
    let mut counts = vec![0; shares.len()];
    chance.multinomial(shares.iter().sum::<f64>() as u64, &shares, &mut counts);
    counts.chunks_exact(2).map(|it| (it[0] as f64, it[1] as f64)).collect()
}

/// Corners of an ROC curve, from (0, 0) to (1, 1); none without both classes.
fn corners(steps: &Steps) -> Option<Vec<(f64, f64)>> {
    let (positives, negatives) = steps.iter().fold((0.0, 0.0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    if positives == 0.0 || negatives == 0.0 {
        return None;
    }
    let climb = |sum: &mut (f64, f64), it: &(f64, f64)| {
        *sum = (sum.0 + it.0, sum.1 + it.1);
        Some((sum.1 / negatives, sum.0 / positives))
    };
    Some(std::iter::once((0.0, 0.0)).chain(steps.iter().scan((0.0, 0.0), climb)).collect())
}

/// The area between two curves: both are straight between the merged abscissas of their corners.
fn between(one: &[(f64, f64)], two: &[(f64, f64)]) -> f64 {
    let (mut i, mut j, mut area, mut at) = (0, 0, 0.0, 0.0);
    while at < 1.0 {
        // Vertical parts carry no area: stand on the last corner at this abscissa.
        while i + 1 < one.len() && one[i + 1].0 <= at {
            i += 1;
        }
        while j + 1 < two.len() && two[j + 1].0 <= at {
            j += 1;
        }
        let next = |curve: &[(f64, f64)], k: usize| curve.get(k + 1).map_or(1.0, |it| it.0);
        let end = next(one, i).min(next(two, j));
        let height = |curve: &[(f64, f64)], k: usize, x: f64| match curve.get(k + 1) {
            Some(to) => curve[k].1 + (x - curve[k].0) / (to.0 - curve[k].0) * (to.1 - curve[k].1),
            None => curve[k].1,
        };
        let (start, stop) = (height(one, i, at) - height(two, j, at), height(one, i, end) - height(two, j, end));
        let crossing = start * stop < 0.0;
        let mean = if crossing { (start * start + stop * stop) / (start - stop).abs() } else { (start + stop).abs() };
        area += 0.5 * mean * (end - at);
        at = end;
    }
    area
}

/// The area between the ROC curves of two groups, each given as scores and labels; the interval comes from resampling rows
/// within each group.
pub fn abroca(one: (&[f64], &[bool]), two: (&[f64], &[bool]), draws: Draws) -> Result<Estimate, Undefined> {
    if one.0.iter().chain(two.0).any(|it| it.is_nan()) {
        return Err(Undefined::because("a score is not a number"));
    }
    let (a, b) = (steps(one.0, one.1), steps(two.0, two.1));
    let area = |one: &Steps, two: &Steps| Some(between(&corners(one)?, &corners(two)?));
    let value = area(&a, &b).ok_or_else(|| Undefined::because("a curve needs rows of both classes in each group"))?;
    let (a, b) = (joined(&a), joined(&b));
    let one = |stream: usize| {
        let mut chance = Chance::new(draws.seed, stream as u64);
        let (one, two) = (drawn(&a, &mut chance), drawn(&b, &mut chance));
        area(&one, &two).unwrap_or(f64::NAN)
    };
    let replicates: Vec<f64> = (0..draws.replicates).into_par_iter().map(one).collect();
    let rows = a.iter().chain(&b).map(|it| it.0 + it.1).sum::<f64>();
    let estimate = Estimate::plain(value, rows as u64)?;
    Ok(sized(estimate, replicates, draws.level))
}
