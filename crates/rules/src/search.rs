//! Is a box of cases covered by others, and where is it not: the one question behind every fault.
//!
//! The box is split at the bound that leaves the fewest others on both sides, until a part is covered by one of them or met by none.
//! That is exact, and quick where tables are made by people; where somebody makes a hard one on purpose, the work is
//! bounded, and whoever asked says that it is not settled.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use crate::cells::{Cells, Region, inside, meet};

/// The work that was allowed is used up, so nothing is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exhausted;

/// What became of a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cover {
    /// Everything is covered, by these of the others.
    By(BTreeSet<usize>),
    /// This part is not.
    Hole(Region),
}

/// A search with a bound on its work: boxes looked at, times their axes.
#[derive(Debug, Clone)]
pub(crate) struct Search {
    left: u64,
}

impl Search {
    pub fn new(work: u64) -> Search {
        Search { left: work }
    }

    /// Takes work that is done outside, such as the comparison of pairs.
    pub fn spend(&mut self, work: usize) -> Result<(), Exhausted> {
        self.left = self.left.checked_sub(work as u64).ok_or(Exhausted)?;
        Ok(())
    }

    /// Whether the others cover a box; if not, a part that they leave.
    pub fn cover(&mut self, region: &Region, others: &[&Region]) -> Result<Cover, Exhausted> {
        let (mut hole, mut by) = (None, BTreeSet::new());
        self.walk(region, others, &mut by, &mut |part| {
            hole = Some(part.clone());
            ControlFlow::Break(())
        })?;
        Ok(hole.map_or(Cover::By(by), Cover::Hole))
    }

    /// A part of a box that the others leave, where there is one.
    pub fn hole(&mut self, region: &Region, others: &[&Region]) -> Result<Option<Region>, Exhausted> {
        Ok(match self.cover(region, others)? {
            Cover::By(_) => None,
            Cover::Hole(part) => Some(part),
        })
    }

    /// Shows every part that the others leave, until the visitor has enough.
    pub fn walk(
        &mut self,
        region: &Region,
        others: &[&Region],
        by: &mut BTreeSet<usize>,
        visit: &mut dyn FnMut(&Region) -> ControlFlow<()>,
    ) -> Result<(), Exhausted> {
        let near: Vec<u32> = (0..others.len()).filter(|it| meet(others[*it], region)).map(|it| it as u32).collect();
        let mut waiting = vec![(region.clone(), near)];
        while let Some((part, near)) = waiting.pop() {
            self.spend(near.len() * part.len() + 1)?;
            if near.is_empty() {
                if visit(&part).is_break() {
                    return Ok(());
                }
                continue;
            }
            if let Some(it) = near.iter().find(|it| inside(&part, others[**it as usize])) {
                by.insert(*it as usize);
                continue;
            }
            let Some((axis, cut)) = best_cut(&part, &near, others) else { continue };
            let side = |cells: Cells| {
                let near =
                    near.iter().copied().filter(|it| others[*it as usize][axis].meets(&cells)).collect::<Vec<_>>();
                let mut side = part.clone();
                side[axis] = cells;
                (side, near)
            };
            let low = side(part[axis].and(&Cells::range(0, cut - 1)));
            let high = side(part[axis].and(&Cells::range(cut, u32::MAX - 1)));
            // The emptier side first: a hole is likely there.
            let (first, last) = if low.1.len() <= high.1.len() { (low, high) } else { (high, low) };
            waiting.extend([last, first]);
        }
        Ok(())
    }
}

/// The axis and the cell before which a box is best cut: where the fewest others lie on each side.
fn best_cut(part: &Region, near: &[u32], others: &[&Region]) -> Option<(usize, u32)> {
    let mut best: Option<(u64, usize, u32)> = None;
    let (mut firsts, mut lasts, mut cuts) = (Vec::new(), Vec::new(), Vec::new());
    for (axis, cells) in part.iter().enumerate() {
        let (from, to) = (cells.first(), cells.last());
        if from == to {
            continue;
        }
        firsts.clear();
        lasts.clear();
        cuts.clear();
        for it in near {
            let (first, last) = hull(&others[*it as usize][axis], cells, &mut cuts);
            firsts.push(first);
            lasts.push(last);
            cuts.extend((first > from).then_some(first));
            cuts.extend((last < to).then_some(last + 1));
        }
        firsts.sort_unstable();
        lasts.sort_unstable();
        cuts.sort_unstable();
        cuts.dedup();
        for &cut in cuts.iter().filter(|it| from < **it && **it <= to) {
            let low = firsts.partition_point(|it| *it < cut) as u64;
            let high = (lasts.len() - lasts.partition_point(|it| *it < cut)) as u64;
            let cost = low * low + high * high;
            if best.is_none_or(|it| cost < it.0) {
                best = Some((cost, axis, cut));
            }
        }
    }
    best.map(|it| (it.1, it.2))
}

/// The first and the last cell that two sets have in common; bounds between them are put to the cuts.
fn hull(other: &Cells, cells: &Cells, cuts: &mut Vec<u32>) -> (u32, u32) {
    let (from, to) = (cells.first(), cells.last());
    if let ([range], [_]) = (other.ranges(), cells.ranges()) {
        return (range.0.max(from), range.1.min(to));
    }
    let both = other.and(cells);
    // Between two ranges of the other lie cells of the box that it does not cover.
    for pair in both.ranges().windows(2) {
        cuts.extend([pair[0].1 + 1, pair[1].0]);
    }
    (both.first(), both.last())
}
