//! What coverage would be were relations confirmed that nobody confirmed yet: the difference of two matrices. Nothing is stored.

use conformity::{Matrix, Plan, Status};
use library::{Links, Reviewed, Shelf};
use serde::Serialize;

/// A requirement whose status would be another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Would {
    /// Its reference.
    pub reference: String,
    /// Its status as it stands.
    pub before: Status,
    /// Its status then.
    pub after: Status,
    /// AI systems for which it would be another.
    pub systems: usize,
}

/// What would be otherwise were these decided beside what is.
pub(super) fn would(matrix: &Matrix, shelf: &Shelf, known: &[Reviewed], more: &[Reviewed]) -> Vec<Would> {
    let links = Links::of(shelf, &[known, more].concat());
    let plan = Plan::of(shelf, &links, &matrix.plan.rules, matrix.ground.today);
    let then = Matrix::of(plan, matrix.ground.clone());
    let differs = |place: usize| {
        let (before, after) = (matrix.status(place, None), then.status(place, None));
        let systems =
            (0..matrix.systems.len()).filter(|it| matrix.status(place, Some(*it)) != then.status(place, Some(*it)));
        let systems = systems.count();
        let reference = matrix.plan.lines[place].reference.clone();
        (before != after || systems > 0).then_some(Would { reference, before, after, systems })
    };
    (0..matrix.plan.lines.len()).filter_map(differs).collect()
}
