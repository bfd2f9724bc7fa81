//! Two samples side by side: one walk over their values in rising order, from which every measure of numbers is read.
//!
//! A sample is exact or a sketch; both are values with the number of values up to each.

use crate::summary::Ranked;

/// A value that stands in one of the samples or in both.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub value: f64,
    /// Reference values below it, and equal to it.
    pub reference: (u64, u64),
    /// Current values below it, and equal to it.
    pub current: (u64, u64),
}

/// Calls `take` with each distinct value of both samples, rising.
pub(crate) fn walk(reference: &Ranked, current: &Ranked, mut take: impl FnMut(Step)) {
    let (mut one, mut two) = (reference.steps().peekable(), current.steps().peekable());
    let (mut below_one, mut below_two) = (0, 0);
    loop {
        let value = match (one.peek(), two.peek()) {
            (Some(a), Some(b)) => a.0.min(b.0),
            (Some(a), None) => a.0,
            (None, Some(b)) => b.0,
            (None, None) => return,
        };
        let up_to_one = one.next_if(|it| it.0 == value).map_or(below_one, |it| it.1);
        let up_to_two = two.next_if(|it| it.0 == value).map_or(below_two, |it| it.1);
        take(Step {
            value,
            reference: (below_one, up_to_one - below_one),
            current: (below_two, up_to_two - below_two),
        });
        (below_one, below_two) = (up_to_one, up_to_two);
    }
}
