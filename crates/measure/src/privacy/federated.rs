//! Federated learning, simulated over a column that names the party: what a model that only ever averages weights is worth,
//! against one that learned from all rows together and against each party alone, and what each tells of who was in the rows.
//!
//! In each round every party takes one step from the common weights on its own rows, and the weights are averaged by the
//! number of rows. Weights are sent, rows are not; this is no promise of privacy by itself, so the leak is measured. What a
//! network, a failing party or secure summation adds is left out. Source: McMahan and others (2017), federated averaging.

use serde::Serialize;

use super::entry;
use super::membership::membership;
use super::space::Beside;
use super::task::fits;
use crate::column::{Batch, Coded, ColumnError};
use crate::estimate::{Estimate, Measured, Undefined};
use crate::inference::curve::{area, compare};
use crate::logistic::Logistic;
use crate::logistic::features::Features;
use crate::metric::Metric;
use crate::roles::{RoleError, UNKNOWN, binary_of};

/// Entries of this file.
pub const METRICS: &[Metric] = &[
    entry(
        "federated_auc_loss",
        "Loss by federation",
        "How much worse the averaged model orders rows that were held out than one that learned from the rows of all parties together.",
        "AUC of the central model - AUC of the averaged model",
        "0: nothing lost by keeping rows apart",
        "McMahan and others (2017); DeLong (1988) for the interval",
    ),
    entry(
        "federated_auc_gain",
        "Gain by federation",
        "How much better the averaged model orders rows that were held out than the model of one party alone.",
        "AUC of the averaged model - AUC of the model of the party",
        "0: the party gains nothing by taking part; below 0: it loses",
        "McMahan and others (2017); DeLong (1988) for the interval",
    ),
];

/// Rounds; the weights stand still before.
const ROUNDS: usize = 20;
/// Rows without which a party does not take part.
const LEAST: usize = 20;
/// The most parties.
const PARTIES: usize = 200;

/// Who holds which rows, and what is learned.
#[derive(Debug, Clone, Copy)]
pub struct Setup<'a> {
    /// The rows of all parties.
    pub rows: &'a Batch<'a>,
    /// Rows that no party holds.
    pub held_out: &'a Batch<'a>,
    /// The column that names the party.
    pub party: &'a str,
    /// The column to be learned.
    pub label: &'a str,
    /// Its positive class, where it is not 1 or true.
    pub positive: Option<&'a str>,
    /// The share of others that an attack on membership may accept.
    pub few: f64,
}

/// What a model is worth and what it tells.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Model {
    /// Its name: that of a party, `averaged` or `central`.
    pub name: String,
    /// Rows that it learned from.
    pub rows: u64,
    /// Area under the curve on the rows held out.
    pub area: Measured,
    /// What it tells of who was in its rows.
    pub leak: Measured,
}

/// The outcome of a simulation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Federated {
    /// The averaged model, the central one, then each party alone.
    pub models: Vec<Model>,
    /// What the average loses against the central model.
    pub loss: Measured,
    /// What each party gains.
    pub gains: Vec<(String, Measured)>,
    /// Parties that are too small to take part.
    pub left_out: Vec<String>,
}

/// The features of all rows and the labels that are known.
struct Rows {
    learned: Vec<Vec<f64>>,
    labels: Vec<bool>,
    /// The party of each row.
    party: Vec<usize>,
    asked: Vec<Vec<f64>>,
    truth: Vec<bool>,
    width: usize,
}

/// Simulates the set-up.
pub fn federated(setup: &Setup<'_>, level: f64) -> Result<Result<Federated, Undefined>, RoleError> {
    let parties = setup.rows.column(setup.party)?.coded(PARTIES)?;
    let rows = rows(setup, &parties)?;
    let mut members: Vec<(String, Vec<usize>)> = parties.words.iter().map(|it| (it.clone(), Vec::new())).collect();
    rows.party.iter().enumerate().for_each(|(row, &party)| members[party].1.push(row));
    members.retain(|it| !it.1.is_empty());
    let (taking, left): (Vec<_>, Vec<_>) = members.into_iter().partition(|it| it.1.len() >= LEAST);
    if taking.len() < 2 || rows.truth.is_empty() {
        return Ok(Err(Undefined::because(
            "a federation needs two parties with 20 labelled rows each, and rows held out",
        )));
    }
    let left_out = left.into_iter().map(|it| it.0).collect();
    Ok(Ok(simulated(setup, &rows, &taking, left_out, level)))
}

fn simulated(
    setup: &Setup<'_>,
    rows: &Rows,
    parties: &[(String, Vec<usize>)],
    left_out: Vec<String>,
    level: f64,
) -> Federated {
    let own = |of: &[usize]| {
        let rows_of: Vec<Vec<f64>> = of.iter().map(|&it| rows.learned[it].clone()).collect();
        (rows_of, of.iter().map(|&it| rows.labels[it]).collect::<Vec<bool>>())
    };
    let held: Vec<(Vec<Vec<f64>>, Vec<bool>)> = parties.iter().map(|it| own(&it.1)).collect();
    let everybody: Vec<usize> = parties.iter().flat_map(|it| it.1.iter().copied()).collect();
    let (all, labels) = own(&everybody);
    let average = averaged(&held, rows.width);
    let central = Logistic::fit(&all, &labels, rows.width);
    let asked = |model: &Logistic| rows.asked.iter().map(|it| model.score(it)).collect::<Vec<f64>>();
    let told = |name: &str, model: &Logistic, learned: &[Vec<f64>], labels: &[bool]| {
        let own: Vec<f64> = learned.iter().map(|it| model.score(it)).collect();
        let others = asked(model);
        let attack = membership(&fits(&own, labels), &fits(&others, &rows.truth), setup.few, level);
        let leak = attack.map_or_else(Measured::Undefined, |it| it.advantage);
        let area = area(&others, &rows.truth, level).into();
        Model { name: name.to_owned(), rows: labels.len() as u64, area, leak }
    };
    let better = |one: &Logistic, other: &Logistic| -> Measured {
        match compare(&asked(one), &asked(other), &rows.truth, level) {
            Ok((estimate, _)) => Ok(estimate).into(),
            Err(_) => Estimate::plain(0.0, rows.truth.len() as u64).into(),
        }
    };
    let mut models = vec![told("averaged", &average, &all, &labels), told("central", &central, &all, &labels)];
    let mut gains = Vec::new();
    for ((name, _), (learned, labels)) in parties.iter().zip(&held) {
        let alone = Logistic::fit(learned, labels, rows.width);
        models.push(told(name, &alone, learned, labels));
        gains.push((name.clone(), better(&average, &alone)));
    }
    Federated { models, loss: better(&central, &average), gains, left_out }
}

/// The model that comes of averaging the steps of every party.
fn averaged(parties: &[(Vec<Vec<f64>>, Vec<bool>)], width: usize) -> Logistic {
    let all: f64 = parties.iter().map(|it| it.1.len() as f64).sum();
    (0..ROUNDS).fold(Logistic::blank(width), |common, _| {
        let mut next = vec![0.0; width + 1];
        for (rows, labels) in parties {
            let (own, part) = (common.step(rows, labels), labels.len() as f64 / all);
            next.iter_mut().zip(&own.weights).for_each(|(sum, weight)| *sum += part * weight);
        }
        Logistic { weights: next }
    })
}

/// All rows as features, those held out behind them.
fn rows(setup: &Setup<'_>, parties: &Coded<'_>) -> Result<Rows, RoleError> {
    let has = |name: &str| setup.held_out.columns().iter().any(|it| it.name == name);
    let names = setup.rows.columns().iter().map(|it| it.name);
    let names = names.filter(|it| *it != setup.label && *it != setup.party && has(it));
    let columns = names.map(|it| Beside::new(it, setup.rows, &[setup.held_out]));
    let columns = columns.collect::<Result<Vec<_>, ColumnError>>()?;
    let pairs: Vec<_> = columns.iter().map(|it| (it.column(false), it.column(true))).collect();
    let features = Features::of_pairs(&pairs);
    let class = |batch| binary_of(batch, setup.label, setup.positive).map(|it| it.classes);
    let (own, truth) = (class(setup.rows)?, class(setup.held_out)?);
    // A row whose party nobody knows is nobody's.
    let named = |row: usize| parties.codes[row] != parties.missing();
    let kept: Vec<usize> = (0..own.len()).filter(|&it| own[it] != UNKNOWN && named(it)).collect();
    let asked: Vec<usize> = (0..truth.len()).filter(|&it| truth[it] != UNKNOWN).collect();
    Ok(Rows {
        learned: features.rows(&kept, &[]).0,
        labels: kept.iter().map(|&it| own[it] == 1).collect(),
        party: kept.iter().map(|&it| parties.codes[it] as usize).collect(),
        asked: features.rows(&[], &asked).0,
        truth: asked.iter().map(|&it| truth[it] == 1).collect(),
        width: features.names().len(),
    })
}
