//! What is computed of all cells: how many stand at which step, the weighted gap, the agreement of assessors, the effort to close. Each figure says
//! of how many cells it is and by which formula, and one that cannot be told says why.

use std::collections::{BTreeMap, BTreeSet};

use measure::Interval;
use measure::inference::agreement::{Weights as Steps, cohen_kappa};
use serde::Serialize;

use super::claim::Rated;
use super::library::{Agreement, Scale};

/// How many cells stand at a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Name of the step.
    pub level: String,
    /// Cells at it by evidence.
    pub evidenced: usize,
    /// Cells that were rated so.
    pub rated: usize,
    /// Cells of which it is claimed.
    pub claimed: usize,
}

/// Cells, and how many are in no step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Distribution {
    /// Steps, the lowest first.
    pub steps: Vec<Step>,
    /// Cells.
    pub all: usize,
    /// Of which is not asked.
    pub out: usize,
    /// Of which evidence cannot tell.
    pub untold: usize,
    /// That nobody rated.
    pub unrated: usize,
}

/// A share that is missing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gap {
    /// The share, from 0 to 1; nothing where no cell counts.
    pub share: Option<f64>,
    /// Cells that count.
    pub cells: usize,
    /// What they weigh together.
    pub weight: f64,
    /// How it is computed.
    pub formula: &'static str,
}

/// How far two assessors agree.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreed {
    /// One.
    pub one: String,
    /// The other.
    pub other: String,
    /// Cells that both rated.
    pub shared: usize,
    /// Of which they say the same.
    pub same: usize,
    /// Cohen's kappa, where every disagreement weighs the same.
    pub kappa: Option<f64>,
    /// Its interval.
    pub interval: Option<Interval>,
    /// Cohen's kappa, where a disagreement weighs by the number of steps.
    pub by_steps: Option<f64>,
    /// Why none can be told.
    pub why: Option<String>,
}

/// Work to close all gaps.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Effort {
    /// Hours; nothing where none is known.
    pub hours: Option<f64>,
    /// Gaps whose hours are known.
    pub known: usize,
    /// Gaps.
    pub gaps: usize,
    /// Why it is not, or not all, known.
    pub why: Option<String>,
}

/// How a weighted gap is computed.
const FORMULA: &str = "sum of weight × (1 − share of the step), divided by the sum of weights";

/// How many cells stand at which step.
pub fn distribution(all: &[Rated], scale: &Scale) -> Distribution {
    let count = |of: &dyn Fn(&Rated) -> Option<usize>, at: usize| all.iter().filter(|it| of(it) == Some(at)).count();
    let step = |(at, it): (usize, &super::library::Level)| Step {
        level: it.name.clone(),
        evidenced: count(&|it| it.cell.evidenced, at),
        rated: count(&|it| it.rated, at),
        claimed: count(&|it| it.claimed, at),
    };
    Distribution {
        steps: scale.level.iter().enumerate().map(step).collect(),
        all: all.len(),
        out: all.iter().filter(|it| !it.cell.asked()).count(),
        untold: all.iter().filter(|it| it.cell.asked() && it.cell.evidenced.is_none()).count(),
        unrated: all.iter().filter(|it| it.cell.asked() && it.claims.is_empty() && it.settled.is_none()).count(),
    }
}

/// The weighted gap of cells at the steps that `of` tells.
pub fn gap<'a>(
    all: impl Iterator<Item = &'a Rated>,
    scale: &Scale,
    weights: &BTreeMap<String, f64>,
    of: impl Fn(&Rated) -> Option<usize>,
) -> Gap {
    let (mut cells, mut weight, mut missing) = (0, 0.0, 0.0);
    for (it, level) in all.filter_map(|it| Some((it, of(it)?))) {
        let own = weights.get(&it.cell.reference).copied().unwrap_or(1.0);
        cells += 1;
        weight += own;
        missing += own * scale.missing(level);
    }
    Gap { share: (weight > 0.0).then(|| missing / weight), cells, weight, formula: FORMULA }
}

/// How far each two assessors agree, over cells that both rated.
pub fn agreements(all: &[Rated], scale: &Scale, least: &Agreement) -> Vec<Agreed> {
    let who: BTreeSet<&str> = all.iter().flat_map(|it| it.claims.iter().map(|it| it.by.as_str())).collect();
    let pairs = who.iter().flat_map(|one| who.iter().filter(move |it| *it > one).map(move |other| (*one, *other)));
    pairs.map(|(one, other)| agreed(all, scale, least, one, other)).collect()
}

fn agreed(all: &[Rated], scale: &Scale, least: &Agreement, one: &str, other: &str) -> Agreed {
    let classes = scale.level.len();
    let mut cells = vec![0_u64; classes * classes];
    for it in all.iter().filter(|it| it.cell.asked()) {
        let said = |by: &str| it.claims.iter().find(|it| it.by == by).map(|it| it.level);
        if let (Some(row), Some(column)) = (said(one), said(other)) {
            cells[row * classes + column] += 1;
        }
    }
    let shared: u64 = cells.iter().sum();
    let same: u64 = (0..classes).map(|it| cells[it * classes + it]).sum();
    let mut agreed = Agreed {
        one: one.to_owned(),
        other: other.to_owned(),
        shared: shared as usize,
        same: same as usize,
        kappa: None,
        interval: None,
        by_steps: None,
        why: None,
    };
    if agreed.shared < least.least {
        agreed.why = Some(format!("they share {shared} ratings; agreement is told from {} on", least.least));
        return agreed;
    }
    match cohen_kappa(&cells, classes, Steps::Nominal, least.level) {
        Ok(told) => (agreed.kappa, agreed.interval) = (Some(told.value), told.interval),
        Err(why) => agreed.why = Some(why.to_string()),
    }
    agreed.by_steps = cohen_kappa(&cells, classes, Steps::Linear, least.level).ok().map(|it| it.value);
    agreed
}

/// Work to close gaps: of each by the action that closes it, else by its part of what the whole way takes.
pub fn effort(
    all: &[Rated],
    scale: &Scale,
    whole: &BTreeMap<String, f64>,
    of_action: impl Fn(&Rated) -> Option<f64>,
) -> Effort {
    let gaps: Vec<(&Rated, f64)> = all
        .iter()
        .filter_map(|it| Some((it, scale.missing(it.stands()?))))
        .filter(|(_, missing)| *missing > 0.0)
        .collect();
    let hours = |(it, missing): &(&Rated, f64)| {
        of_action(it).or_else(|| whole.get(&it.cell.reference).map(|hours| hours * missing))
    };
    let known: Vec<f64> = gaps.iter().filter_map(hours).collect();
    let open = gaps.len() - known.len();
    let why = match (gaps.len(), known.len()) {
        (0, _) => Some("there is no gap".to_owned()),
        (_, 0) => {
            Some("nothing says how many hours any gap takes; write it in its action or in the assessment".to_owned())
        }
        _ if open > 0 => Some(format!("of {open} more gaps nothing says how many hours they take")),
        _ => None,
    };
    Effort {
        hours: (!known.is_empty() || gaps.is_empty()).then(|| known.iter().sum()),
        known: known.len(),
        gaps: gaps.len(),
        why,
    }
}
