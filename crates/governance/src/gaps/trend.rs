//! What moved since an earlier assessment: the weighted gap, and cells that rose or fell.

use std::collections::HashMap;

use serde::Serialize;

use super::claim::Rated;
use super::library::Scale;

/// What moved.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trend {
    /// The earlier assessment.
    pub earlier: String,
    /// Its baseline.
    pub baseline: jiff::civil::Date,
    /// The weighted gap then.
    pub then: Option<f64>,
    /// By how much it moved since; less is better.
    pub moved: Option<f64>,
    /// Cells that stand higher, with both steps.
    pub risen: Vec<Moved>,
    /// Cells that stand lower.
    pub fallen: Vec<Moved>,
    /// Cells in both.
    pub both: usize,
    /// Why it cannot be told.
    pub why: Option<String>,
}

/// A cell that moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// Reference of the requirement.
    pub reference: String,
    /// Number of the column.
    pub subject: String,
    /// Name of the step then.
    pub then: String,
    /// Name of the step now.
    pub now: String,
}

/// Cells that rose and that fell, and how many are in both.
pub fn moved(then: &[Rated], now: &[Rated], scale: &Scale) -> (Vec<Moved>, Vec<Moved>, usize) {
    let before: HashMap<_, usize> = then.iter().filter_map(|it| Some((it.cell.key(), it.stands()?))).collect();
    let (mut risen, mut fallen, mut both) = (Vec::new(), Vec::new(), 0);
    let name = |at: usize| scale.level.get(at).map(|it| it.name.clone()).unwrap_or_default();
    for it in now {
        let (Some(was), Some(is)) = (before.get(&it.cell.key()).copied(), it.stands()) else { continue };
        both += 1;
        let moved = || Moved {
            reference: it.cell.reference.clone(),
            subject: it.cell.subject.clone(),
            then: name(was),
            now: name(is),
        };
        match is.cmp(&was) {
            std::cmp::Ordering::Greater => risen.push(moved()),
            std::cmp::Ordering::Less => fallen.push(moved()),
            std::cmp::Ordering::Equal => {}
        }
    }
    (risen, fallen, both)
}
