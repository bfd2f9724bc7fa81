//! What treated data are still worth: a task that is learned from them and judged on original rows that nobody learned from.
//!
//! The same small classifier learns once from the original rows and once from the treated ones; both are asked about the rows
//! held out. The interval of the loss speaks of these rows, not of another draw of the training data. Beside the loss stand
//! what the treatment did to groups, and what each model tells of who was in its training data.

use serde::Serialize;

use super::entry;
use super::membership::membership;
use super::space::Beside;
use crate::chance::Chance;
use crate::column::{Batch, ColumnError};
use crate::estimate::{Estimate, Measured, Undefined};
use crate::inference::Tested;
use crate::inference::curve::{area, compare};
use crate::inference::resample::{Draws, percentile, replicates};
use crate::logistic::Logistic;
use crate::logistic::features::Features;
use crate::metric::Metric;
use crate::roles::{RoleError, UNKNOWN, binary_of};

/// Entries of this file.
pub const METRICS: &[Metric] = &[
    entry(
        "auc_loss",
        "Loss of utility",
        "How much worse a model orders original rows that were held out when it learned from treated rows instead of original ones.",
        "AUC of the model of the original data - AUC of the model of the treated data, both on the rows held out",
        "0: nothing lost; 0.5: a perfect model became one that guesses; below 0: the treatment helped",
        "train on treated, test on real: Esteban, Hyland and Rätsch (2017); DeLong (1988) for the interval",
    ),
    entry(
        "distribution_distance",
        "Distance of distributions",
        "How far the values of a column in the treated data are spread otherwise than in the original ones; for the whole, the mean over columns.",
        "max |F_treated - F_original| of numbers; 1/2 sum |p_treated - p_original| of words, originals in the words that cover them, bands of numbers at their middles",
        "0: spread alike; 1: nothing in common; coarser words lose detail (entropy_loss) and need not move the spread",
        "Kolmogorov (1933); total variation",
    ),
    entry(
        "selection_gap_change",
        "Side effect on groups",
        "How much wider the gap between the selection rates of groups is for the model of the treated data, where both models select as many of the rows held out.",
        "(max_g - min_g) of the model of the treated data - the same of the model of the original data",
        "0: no side effect; above 0: groups are treated less alike after the treatment",
        "demographic parity difference of both models; bootstrap of the rows held out",
    ),
];

/// Rows of each table that are used; more are drawn at random.
const ROWS: usize = 20_000;
/// Rows of each class, and of each table, without which nothing is learned.
const LEAST: usize = 10;

/// The tables of a task.
#[derive(Debug, Clone, Copy)]
pub struct Task<'a> {
    /// The treated rows.
    pub treated: &'a Batch<'a>,
    /// The rows from which they were made.
    pub original: &'a Batch<'a>,
    /// Original rows that had no part in either.
    pub held_out: &'a Batch<'a>,
    /// The column to be learned.
    pub label: &'a str,
    /// Its positive class, where it is not 1 or true.
    pub positive: Option<&'a str>,
    /// Columns by which rows held out fall into groups.
    pub groups: &'a [&'a str],
    /// Rows that a group needs to be compared.
    pub minimum: u64,
    /// The share of others that an attack on membership may accept.
    pub few: f64,
}

/// What the treated data are worth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Worth {
    /// Area under the curve of the model of the original data.
    pub original: Measured,
    /// Area under the curve of the model of the treated data.
    pub treated: Measured,
    /// The loss.
    pub loss: Measured,
    /// Whether there may be none.
    pub test: Option<Tested>,
    /// Distances of distributions by column, and their mean.
    pub distances: Vec<(String, f64)>,
    /// Side effects by the column of groups.
    pub groups: Vec<(String, Measured)>,
    /// What each model tells of who was in the original rows: that of the original data, then that of the treated ones.
    pub leaks: [Measured; 2],
    /// Original cells that no treated word covers.
    pub uncovered: u64,
}

/// Rows of a table whose label is known, at most [`ROWS`], and their labels.
struct Known {
    rows: Vec<usize>,
    labels: Vec<bool>,
}

impl Known {
    fn of(batch: &Batch<'_>, task: &Task<'_>, seed: u64) -> Result<Known, RoleError> {
        let classes = binary_of(batch, task.label, task.positive)?.classes;
        let mut rows: Vec<usize> = (0..classes.len()).filter(|&it| classes[it] != UNKNOWN).collect();
        if rows.len() > ROWS {
            // Tables of the same rows lose the same ones.
            Chance::new(seed, 0).shuffle(&mut rows);
            rows.truncate(ROWS);
            rows.sort_unstable();
        }
        let labels = rows.iter().map(|&it| classes[it] == 1).collect();
        Ok(Known { rows, labels })
    }

    fn positives(&self) -> usize {
        self.labels.iter().filter(|it| **it).count()
    }

    fn enough(&self) -> bool {
        let positives = self.positives();
        positives >= LEAST && self.labels.len() - positives >= LEAST
    }
}

/// Scores of a model for the original rows and for those held out.
struct Scores {
    original: Vec<f64>,
    held_out: Vec<f64>,
}

/// Learns, asks and compares.
pub fn worth(task: &Task<'_>, draws: Draws) -> Result<Worth, RoleError> {
    let known = |batch| Known::of(batch, task, draws.seed);
    let (treated, original, held_out) = (known(task.treated)?, known(task.original)?, known(task.held_out)?);
    let names: Vec<&str> = shared(task);
    let plain = beside(task.original, task, &names)?;
    let made = beside(task.treated, task, &names)?;
    let mut distances: Vec<(String, f64)> = Vec::new();
    for name in &names {
        let apart = Beside::new(name, task.treated, &[task.original])?.distance();
        distances.extend(apart.map(|it| ((*name).to_owned(), it)));
    }
    let uncovered = made.iter().map(|it| it.uncovered).sum();
    if ![&treated, &original, &held_out].iter().all(|it| it.enough()) || names.is_empty() {
        return Ok(unlearned(distances, uncovered));
    }
    let shift = task.original.rows();
    let before = scores(&plain, &original, &original.rows, &held_out.rows, shift);
    let after = scores(&made, &treated, &original.rows, &held_out.rows, shift);
    let labels = &held_out.labels;
    let (loss, test) = match compare(&before.held_out, &after.held_out, labels, draws.level) {
        Ok((loss, test)) => (Ok(loss), Some(test)),
        // Both models order the rows alike, so that nothing is lost on them and nothing varies.
        Err(_) => (Estimate::plain(0.0, labels.len() as u64), None),
    };
    let share = original.positives() as f64 / original.labels.len() as f64;
    let chosen = [&before, &after].map(|it| selected(&it.held_out, share));
    let side = |name: &&str| Ok(((*name).to_owned(), side_effect(task, name, &held_out.rows, &chosen, draws)?));
    let groups = task.groups.iter().map(side).collect::<Result<Vec<_>, RoleError>>()?;
    let leak = |it: &Scores| {
        let (members, others) = (fits(&it.original, &original.labels), fits(&it.held_out, labels));
        let found = membership(&members, &others, task.few, draws.level);
        found.map_or_else(Measured::Undefined, |it| it.advantage)
    };
    Ok(Worth {
        original: area(&before.held_out, labels, draws.level).into(),
        treated: area(&after.held_out, labels, draws.level).into(),
        loss: loss.into(),
        test,
        distances,
        groups,
        leaks: [leak(&before), leak(&after)],
        uncovered,
    })
}

/// Columns that every table has, without the label.
fn shared<'a>(task: &Task<'a>) -> Vec<&'a str> {
    let has = |batch: &Batch<'_>, name: &str| batch.columns().iter().any(|it| it.name == name);
    let names = task.treated.columns().iter().map(|it| it.name);
    names.filter(|it| *it != task.label && has(task.original, it) && has(task.held_out, it)).collect()
}

fn beside(learned: &Batch<'_>, task: &Task<'_>, names: &[&str]) -> Result<Vec<Beside>, ColumnError> {
    names.iter().map(|name| Beside::new(name, learned, &[task.original, task.held_out])).collect()
}

fn unlearned(distances: Vec<(String, f64)>, uncovered: u64) -> Worth {
    let why = "a task needs a column that all tables share, and 10 rows of each class in the treated, the original and the \
               held-out data";
    let none = || Measured::Undefined(Undefined::because(why));
    let (loss, leaks) = (none(), [none(), none()]);
    Worth { original: none(), treated: none(), loss, test: None, distances, groups: Vec::new(), leaks, uncovered }
}

/// A model that learns from known rows and scores original rows and, `shift` places behind them, those held out.
fn scores(columns: &[Beside], learned: &Known, original: &[usize], held_out: &[usize], shift: usize) -> Scores {
    let pairs: Vec<_> = columns.iter().map(|it| (it.column(false), it.column(true))).collect();
    let features = Features::of_pairs(&pairs);
    let (rows, _) = features.rows(&learned.rows, &[]);
    let model = Logistic::fit(&rows, &learned.labels, features.names().len());
    let of = |rows: &[usize]| features.rows(&[], rows).0.iter().map(|it| model.score(it)).collect();
    let held_out: Vec<usize> = held_out.iter().map(|it| it + shift).collect();
    Scores { original: of(original), held_out: of(&held_out) }
}

/// How well a model fits each row: the logarithm of the probability that it gives to what came true.
pub(super) fn fits(scores: &[f64], labels: &[bool]) -> Vec<f64> {
    let fit = |(score, label): (&f64, &bool)| -(if *label { -score } else { *score }).exp().ln_1p();
    scores.iter().zip(labels).map(fit).collect()
}

/// The rows that a model selects when it may select a share of them: those with the highest scores.
fn selected(scores: &[f64], share: f64) -> Vec<bool> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
    let mut selected = vec![false; scores.len()];
    order.iter().take((share * scores.len() as f64).round() as usize).for_each(|&it| selected[it] = true);
    selected
}

/// How much wider the gap between groups is for the second selection than for the first.
fn side_effect(
    task: &Task<'_>,
    name: &str,
    rows: &[usize],
    chosen: &[Vec<bool>; 2],
    draws: Draws,
) -> Result<Measured, ColumnError> {
    const GROUPS: usize = 1000;
    let coded = task.held_out.column(name)?.coded(GROUPS)?;
    let group: Vec<usize> = rows.iter().map(|&row| coded.codes[row] as usize).collect();
    let mut sizes = vec![0_u64; coded.words.len() + 1];
    group.iter().for_each(|&it| sizes[it] += 1);
    let known = &sizes[..coded.words.len()];
    let compared: Vec<usize> = (0..known.len()).filter(|&it| known[it] >= task.minimum.max(1)).collect();
    if compared.len() < 2 {
        let why = format!("fewer than two groups have {} rows that were held out", task.minimum.max(1));
        return Ok(Measured::Undefined(Undefined::because(why)));
    }
    let change = |drawn: &[u32]| {
        let mut counts = vec![[0.0; 3]; sizes.len()];
        for &at in drawn {
            let (row, cell) = (at as usize, &mut counts[group[at as usize]]);
            cell[0] += 1.0;
            (0..2).for_each(|it| cell[it + 1] += f64::from(u8::from(chosen[it][row])));
        }
        let gap = |of: usize| {
            let rates = compared.iter().map(|&it| counts[it][of] / counts[it][0]);
            let ends = rates.fold((f64::INFINITY, f64::NEG_INFINITY), |it, rate| (it.0.min(rate), it.1.max(rate)));
            ends.1 - ends.0
        };
        gap(2) - gap(1)
    };
    let all: Vec<u32> = (0..group.len() as u32).collect();
    let estimate = Estimate::plain(change(&all), all.len() as u64);
    let interval = percentile(replicates(all.len(), draws, change), draws.level);
    Ok(estimate.and_then(|it| Ok(it.with(interval?))).into())
}
