//! Sets of elementary cells of one axis, as ranges: what a test covers, and what geometry calculates with.

use std::collections::BTreeMap;

/// Elementary cells of one axis, as sorted ranges that neither touch nor overlap; both ends belong to a range.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Cells(Vec<(u32, u32)>);

impl Cells {
    /// One range.
    pub fn range(low: u32, high: u32) -> Cells {
        Cells(if low <= high { vec![(low, high)] } else { Vec::new() })
    }

    /// From ranges in any order.
    pub fn of(mut ranges: Vec<(u32, u32)>) -> Cells {
        ranges.sort_unstable();
        let mut cells: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (low, high) in ranges {
            match cells.last_mut() {
                Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
                _ => cells.push((low, high)),
            }
        }
        Cells(cells)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn ranges(&self) -> &[(u32, u32)] {
        &self.0
    }

    /// The first cell; of an empty set there is none, and nobody asks.
    pub fn first(&self) -> u32 {
        self.0.first().map_or(0, |it| it.0)
    }

    /// The last cell.
    pub fn last(&self) -> u32 {
        self.0.last().map_or(0, |it| it.1)
    }

    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().flat_map(|it| it.0..=it.1)
    }

    pub fn meets(&self, other: &Cells) -> bool {
        let (mut a, mut b) = (0, 0);
        while let (Some(left), Some(right)) = (self.0.get(a), other.0.get(b)) {
            if left.0 <= right.1 && right.0 <= left.1 {
                return true;
            }
            if left.1 < right.1 { a += 1 } else { b += 1 }
        }
        false
    }

    pub fn and(&self, other: &Cells) -> Cells {
        let (mut a, mut b, mut both) = (0, 0, Vec::new());
        while let (Some(left), Some(right)) = (self.0.get(a), other.0.get(b)) {
            let (low, high) = (left.0.max(right.0), left.1.min(right.1));
            if low <= high {
                both.push((low, high));
            }
            if left.1 < right.1 { a += 1 } else { b += 1 }
        }
        Cells(both)
    }

    pub fn without(&self, other: &Cells) -> Cells {
        let (mut left, mut b) = (Vec::new(), 0);
        for &(low, high) in &self.0 {
            let mut from = low;
            while let Some(&(cut_low, cut_high)) = other.0.get(b).filter(|it| it.0 <= high) {
                if cut_low > from {
                    left.push((from, cut_low - 1));
                }
                if cut_high >= from {
                    from = cut_high.saturating_add(1);
                }
                if cut_high > high {
                    break;
                }
                b += 1;
            }
            if from <= high {
                left.push((from, high));
            }
        }
        Cells(left)
    }

    /// Whether all of these are cells of the other.
    pub fn within(&self, other: &Cells) -> bool {
        let mut b = 0;
        self.0.iter().all(|range| {
            while other.0.get(b).is_some_and(|it| it.1 < range.0) {
                b += 1;
            }
            other.0.get(b).is_some_and(|it| it.0 <= range.0 && range.1 <= it.1)
        })
    }
}

/// A box of cases: cells of every axis.
pub(crate) type Region = Vec<Cells>;

/// Whether two boxes have a case in common.
pub(crate) fn meet(a: &[Cells], b: &[Cells]) -> bool {
    a.iter().zip(b).all(|(a, b)| a.meets(b))
}

/// The cases that two boxes have in common, where there are any.
pub(crate) fn common(a: &[Cells], b: &[Cells]) -> Option<Region> {
    // Most pairs have nothing in common, and to see that nothing is set aside.
    meet(a, b).then(|| a.iter().zip(b).map(|(a, b)| a.and(b)).collect())
}

/// Whether one box lies in another.
pub(crate) fn inside(a: &[Cells], b: &[Cells]) -> bool {
    a.iter().zip(b).all(|(a, b)| a.within(b))
}

/// The same cases in fewer boxes: two that differ in one input alone become one, as long as there are any.
pub(crate) fn united(mut regions: Vec<Region>) -> Vec<Region> {
    let axes = regions.first().map_or(0, Vec::len);
    loop {
        let before = regions.len();
        for axis in 0..axes {
            let mut alike: BTreeMap<Region, Cells> = BTreeMap::new();
            for mut region in regions {
                let own = std::mem::take(&mut region[axis]);
                let cells = alike.entry(region).or_default();
                *cells = Cells::of(cells.0.iter().chain(&own.0).copied().collect());
            }
            let back = |(mut region, cells): (Region, Cells)| {
                region[axis] = cells;
                region
            };
            regions = alike.into_iter().map(back).collect();
        }
        if regions.len() == before {
            return regions;
        }
    }
}
