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
        self.spend(others.len() + 1)?;
        if let Some(one) = others.iter().position(|it| inside(region, it)) {
            return Ok(Cover::By(BTreeSet::from([one])));
        }
        self.spend(others.len() * region.len())?;
        if let Some(part) = guess(region, others) {
            return Ok(Cover::Hole(part));
        }
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
        while let Some((mut part, mut near)) = waiting.pop() {
            self.spend(near.len() * part.len() + 1)?;
            if shrink(&mut part, &mut near, others, by) {
                continue;
            }
            if near.is_empty() {
                if visit(&part).is_break() {
                    return Ok(());
                }
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

/// Takes from a box what a single other covers in all inputs but one, again and again; gives whether nothing is left.
fn shrink(part: &mut Region, near: &mut Vec<u32>, others: &[&Region], by: &mut BTreeSet<usize>) -> bool {
    loop {
        let mut shrunk = false;
        for &it in near.iter() {
            let other = others[it as usize];
            let mut open = (0..part.len()).filter(|axis| !part[*axis].within(&other[*axis]));
            match (open.next(), open.next()) {
                (None, _) => {
                    by.insert(it as usize);
                    return true;
                }
                (Some(axis), None) if part[axis].meets(&other[axis]) => {
                    by.insert(it as usize);
                    part[axis] = part[axis].without(&other[axis]);
                    shrunk = true;
                }
                _ => {}
            }
        }
        if !shrunk {
            return false;
        }
        near.retain(|it| meet(others[*it as usize], part));
    }
}

/// A part of a box that no other meets, found by always taking the cell where the fewest others are left; often there is one.
fn guess(region: &Region, others: &[&Region]) -> Option<Region> {
    let mut part = region.clone();
    let mut near: Vec<&Region> = others.iter().copied().filter(|it| meet(it, region)).collect();
    let mut free: Vec<usize> = (0..region.len()).collect();
    while !near.is_empty() {
        let best = free.iter().filter_map(|axis| Some((emptiest(&part[*axis], &near, *axis)?, *axis))).min()?;
        let ((_, cell), axis) = best;
        part[axis] = Cells::range(cell, cell);
        free.retain(|it| *it != axis);
        near.retain(|it| it[axis].meets(&part[axis]));
    }
    Some(part)
}

/// How few of the others lie at a cell of an axis, and which cell that is.
fn emptiest(cells: &Cells, near: &[&Region], axis: usize) -> Option<(usize, u32)> {
    let ranges = || near.iter().flat_map(|it| it[axis].ranges());
    let mut starts: Vec<u32> = ranges().map(|it| it.0).collect();
    let mut ends: Vec<u32> = ranges().map(|it| it.1).collect();
    starts.sort_unstable();
    ends.sort_unstable();
    let after = ends.iter().map(|it| it + 1).chain(cells.ranges().iter().map(|it| it.0));
    let within = after.filter(|it| cells.meets(&Cells::range(*it, *it)));
    let count = |cell: u32| starts.partition_point(|it| *it <= cell) - ends.partition_point(|it| *it < cell);
    within.map(|it| (count(it), it)).min()
}

/// A box cut in two where rows end, or nothing when they cover it or leave it as a whole.
pub(crate) fn halves(part: &Region, rows: &[&Region]) -> Option<(Region, Region)> {
    let near: Vec<u32> = (0..rows.len() as u32).collect();
    let (axis, cut) = best_cut(part, &near, rows)?;
    let side = |cells: Cells| {
        let mut side = part.clone();
        side[axis] = part[axis].and(&cells);
        side
    };
    Some((side(Cells::range(0, cut - 1)), side(Cells::range(cut, u32::MAX - 1))))
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
