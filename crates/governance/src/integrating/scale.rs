//! From one scale of likelihood and impact to another, by the ranges that their levels state. Pure.
//!
//! A level goes to the gravest level whose range it touches, so that nothing becomes milder on its way and a round trip never ends below where it
//! began. Where a cell lies on one side of the appetite and its translation on the other, there is no translation but a [`Crossed`], which
//! says so: whoever translates has to do something about it. Serves ISO/IEC 42001 6.1.1 and 6.1.2.

use serde::{Deserialize, Serialize};

/// One level of an axis.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// What it is called.
    pub level: String,
    /// Where it begins; belongs to it.
    pub from: f64,
    /// Where it ends; does not belong to it. None for the last.
    pub below: Option<f64>,
}

/// Both axes, what follows from a cell, and how much of it nobody has to accept.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Scales {
    /// Chance in a year.
    pub likelihood: Vec<Band>,
    /// Loss as a share of yearly turnover.
    pub impact: Vec<Band>,
    /// Levels of risk, from the mildest.
    pub levels: Vec<String>,
    /// The level of each cell: a row a likelihood, a column an impact.
    pub cells: Vec<Vec<String>>,
    /// The gravest level that nobody has to accept.
    pub appetite: String,
}

/// Likelihood and impact by their places, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// Place of the likelihood.
    pub likelihood: usize,
    /// Place of the impact.
    pub impact: usize,
}

/// A translation that lies on the other side of the appetite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Crossed {
    /// Where it would lie.
    pub cell: Cell,
    /// What crosses, in one sentence.
    pub says: String,
}

impl Scales {
    /// The level of a cell; none outside of the matrix.
    pub fn level(&self, cell: Cell) -> Option<&str> {
        self.cells.get(cell.likelihood)?.get(cell.impact).map(String::as_str)
    }

    /// Whether a cell lies above the appetite.
    pub fn above(&self, cell: Cell) -> bool {
        let rank = |level: &str| self.levels.iter().position(|it| it == level);
        self.level(cell).and_then(rank) > rank(&self.appetite)
    }

    /// Every cell, row by row.
    pub fn every(&self) -> impl Iterator<Item = Cell> {
        let impacts = self.impact.len();
        (0..self.likelihood.len())
            .flat_map(move |likelihood| (0..impacts).map(move |impact| Cell { likelihood, impact }))
    }

    /// What is wrong with the bands, the levels and the matrix, each in a sentence.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = broken("likelihood", &self.likelihood);
        faults.extend(broken("impact", &self.impact));
        if self.cells.len() != self.likelihood.len() || self.cells.iter().any(|it| it.len() != self.impact.len()) {
            faults.push("`cells` needs a row for each likelihood with a cell for each impact".to_owned());
        }
        if !self.levels.contains(&self.appetite) {
            faults.push(format!("`{}` is no level; `appetite` takes one of {}", self.appetite, self.levels.join(", ")));
        }
        let unknown = self.cells.iter().flatten().find(|it| !self.levels.contains(it));
        faults.extend(unknown.map(|it| format!("`{it}` in `cells` is no level; add it to `levels` in its place")));
        if faults.is_empty() && self.falls() {
            faults.push("a graver cell has a milder level; put `levels` in order, or correct `cells`".to_owned());
        }
        faults
    }

    /// Whether the level falls anywhere although likelihood or impact rises.
    fn falls(&self) -> bool {
        let rank = |cell| self.level(cell).and_then(|level| self.levels.iter().position(|it| it == level));
        self.every().any(|at| {
            let more = [Cell { likelihood: at.likelihood + 1, ..at }, Cell { impact: at.impact + 1, ..at }];
            more.into_iter().any(|it| rank(it).is_some_and(|it| Some(it) < rank(at)))
        })
    }
}

/// What is wrong with the bands of an axis.
fn broken(axis: &str, bands: &[Band]) -> Vec<String> {
    let mut faults = Vec::new();
    if bands.len() < 2 {
        faults.push(format!("`{axis}` needs at least two levels"));
    }
    for (at, band) in bands.iter().enumerate() {
        let level = &band.level;
        if bands[..at].iter().any(|it| it.level == *level) {
            faults.push(format!("`{axis}` has the level `{level}` twice"));
        }
        match (band.below, bands.get(at + 1)) {
            (Some(below), _) if below <= band.from => {
                faults.push(format!("`{level}` of `{axis}` ends at {below}, where it has not begun; put it in order"));
            }
            (None, Some(_)) => faults.push(format!("`{level}` of `{axis}` has no `below`, and is not the last")),
            (Some(_), None) => {
                faults.push(format!("`{level}` of `{axis}` is the last and has no `below`; take it away"))
            }
            (Some(below), Some(next)) if below < next.from => {
                faults.push(format!("`{axis}` has a gap from {below} to {}, before `{}`", next.from, next.level));
            }
            (Some(below), Some(next)) if next.from < below => {
                faults
                    .push(format!("`{level}` and `{}` of `{axis}` overlap from {} to {below}", next.level, next.from));
            }
            _ => {}
        }
    }
    faults
}

/// The gravest level of an axis that a level of another axis touches.
pub fn across(from: &[Band], level: usize, to: &[Band]) -> usize {
    let end = from.get(level).and_then(|it| it.below).unwrap_or(f64::INFINITY);
    to.iter().rposition(|it| it.from < end).unwrap_or_default()
}

/// A cell of one pair of scales in another.
///
/// Errors: it would lie on the other side of the appetite.
pub fn translate(from: &Scales, to: &Scales, cell: Cell) -> Result<Cell, Crossed> {
    let there = Cell {
        likelihood: across(&from.likelihood, cell.likelihood, &to.likelihood),
        impact: across(&from.impact, cell.impact, &to.impact),
    };
    match (from.above(cell), to.above(there)) {
        (here, other) if here == other => Ok(there),
        (here, other) => {
            let side = |above| if above { "above" } else { "within" };
            let (level, becomes) = (from.level(cell).unwrap_or_default(), to.level(there).unwrap_or_default());
            let says = format!(
                "`{level}` is {} the appetite, and becomes `{becomes}`, which is {} it",
                side(here),
                side(other)
            );
            Err(Crossed { cell: there, says })
        }
    }
}

/// There and back.
///
/// Errors: one of the two ways crosses the appetite.
pub fn round_trip(from: &Scales, to: &Scales, cell: Cell) -> Result<Cell, Crossed> {
    translate(to, from, translate(from, to, cell)?)
}
