//! What coverage would be were relations confirmed that nobody confirmed yet: the matrix of today, renewed where proof would pass on otherwise, and
//! put back. Nothing is stored.

use std::sync::Arc;

use conformity::{Column, Matrix, Plan, Status};
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

/// Coverage that is tried with other relations, one after the other.
pub(super) struct Foreseen<'a> {
    shelf: &'a Shelf,
    known: &'a [Reviewed],
    now: Arc<Plan>,
    matrix: Matrix,
}

impl<'a> Foreseen<'a> {
    /// Coverage as it stands by what is decided.
    pub(super) fn of(matrix: &Matrix, shelf: &'a Shelf, known: &'a [Reviewed]) -> Foreseen<'a> {
        Foreseen { shelf, known, now: matrix.plan.clone(), matrix: matrix.clone() }
    }

    /// What would be otherwise were these decided beside what is.
    pub(super) fn would(&mut self, more: &[Reviewed]) -> Vec<Would> {
        let links = Links::of(self.shelf, &[self.known, more].concat());
        let before = self.matrix.pass_on(Arc::new(self.now.related(&links)));
        let differs = |(place, was): &(usize, Column)| {
            let is = &self.matrix.columns[*place];
            let systems = was.systems.iter().zip(&is.systems).filter(|it| it.0.status != it.1.status).count();
            let (before, after) = (was.organisation, is.organisation);
            let reference = self.matrix.plan.lines[*place].reference.clone();
            (before != after || systems > 0).then_some(Would { reference, before, after, systems })
        };
        let found = before.iter().filter_map(differs).collect();
        self.matrix.pass_on(self.now.clone());
        found
    }
}
