//! Feedback loops: rows about which a model decided, found again in data from which the next model learns.

use super::entry;
use crate::column::{Batch, ColumnError};
use crate::estimate::{Measured, Method, Undefined};
use crate::inference::difference::{Side, difference};
use crate::inference::share::share;
use crate::metric::Metric;
use crate::quality::leakage::Known;
use crate::roles::UNKNOWN;

/// How much of the training data a model let in itself.
pub const SHARE: Metric = entry(
    "feedback_share",
    "Share of training rows that the model had accepted",
    "The share of later training rows that stand, with the same values, among the rows that the model accepted before.",
    "training rows whose hash is among those of accepted rows / training rows",
    "0: no output came back; 1: the model learns only from what it accepted itself",
    "Ensign and others, Runaway feedback loops in predictive policing (2018)",
);

/// Whether acceptance decides who comes back.
pub const SELECTION: Metric = entry(
    "selection_effect",
    "Selection effect of decisions on training data",
    "How much likelier an accepted row stands in the later training data than a refused one.",
    "P(in training | accepted) - P(in training | refused)",
    "0: decisions do not choose what is learned from; 1: only accepted rows are learned from",
    "Lakkaraju and others, The selective labels problem (2017)",
);

/// Both numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Feedback {
    /// Share of training rows that were accepted before.
    pub share: Measured,
    /// How much likelier accepted rows come back than refused ones.
    pub selection: Measured,
    /// Rows of the training data, the first few, that were accepted before.
    pub first: Vec<usize>,
}

/// Looks for decided rows in later training data, both seen in `columns` only; `decisions` holds one class a decided row, 1 where it was
/// accepted.
pub fn feedback(
    decided: &Batch<'_>,
    decisions: &[u8],
    training: &Batch<'_>,
    columns: &[&str],
    level: f64,
) -> Result<Feedback, ColumnError> {
    let known = |class: u8| Known::of(decided, columns, |row| decisions[row] == class);
    let (back, first) = known(1)?.found(training, columns)?;
    let learned = Known::of(training, columns, |_| true)?;
    let again = learned.which(decided, columns)?;
    let side = |class: u8| {
        let of = || (0..decisions.len()).filter(|&row| decisions[row] == class && class != UNKNOWN);
        Side::new(of().filter(|&row| again[row]).count() as u64, of().count() as u64)
    };
    let selection = match decisions.contains(&0) {
        true => difference(side(1), side(0), level, Method::Newcombe),
        false => Err(Undefined::because("no row was refused, so nothing tells whom acceptance chose")),
    };
    let share = share(back, training.rows() as u64, level, Method::Wilson);
    Ok(Feedback { share: share.into(), selection: selection.into(), first })
}
