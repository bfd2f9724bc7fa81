//! Full-domain generalisation: one level of a declared hierarchy for each attribute, the same for all rows, so that everybody is one
//! of at least k and as little as possible is lost.
//!
//! What a level loses is the share of an attribute's other words with which a word is thrown together, averaged over rows and
//! attributes (Iyengar, Transforming data to satisfy privacy constraints, KDD 2002). It is a sum over attributes, so all
//! combinations of levels are tried in the order of their loss, and the first that reaches k is the best of all. Where that is more work
//! than allowed, levels are lowered greedily from the top instead, and the answer says that better ones may exist. Lattice and
//! hierarchies: Samarati (2001); Sweeney (2002).

use std::collections::HashMap;

use super::classes::Classes;
use crate::column::Coded;
use crate::estimate::Undefined;

/// Most combinations of levels that are listed.
const COMBINATIONS: u64 = 1_000_000;

/// The levels of one attribute, from its words as they stand to the last one.
#[derive(Debug, Clone, PartialEq)]
pub struct Hierarchy {
    /// For each level the group of each code; the last code is that of no word.
    levels: Vec<Vec<u32>>,
    /// What each level loses, from 0 for the words as they stand to at most 1.
    losses: Vec<f64>,
}

/// The levels that were chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Chosen {
    /// One level an attribute, 0 for its words as they stand.
    pub levels: Vec<usize>,
    /// What they lose: 0 when nothing, 1 when everything.
    pub loss: f64,
    /// Combinations of levels for which k was counted.
    pub checked: u64,
    /// Combinations that there are.
    pub combinations: u64,
    /// Whether no combination that loses less reaches k; otherwise one may.
    pub best: bool,
}

impl Hierarchy {
    /// The hierarchy of a column; `above` has a group for each code and that of no word, level by level, each coarser than the one before.
    pub fn new(column: &Coded<'_>, above: &[Vec<u32>]) -> Result<Hierarchy, Undefined> {
        let codes = column.words.len() + 1;
        let mut levels: Vec<Vec<u32>> = vec![(0..codes as u32).collect()];
        for (at, level) in above.iter().enumerate() {
            if level.len() != codes || !coarser(&levels[at], level) {
                return Err(Undefined::because(format!(
                    "level {} of the hierarchy parts words that the level before it joins; each level must join groups of the one before",
                    at + 1
                )));
            }
            levels.push(level.clone());
        }
        let losses = levels.iter().map(|it| loss(column, it)).collect();
        Ok(Hierarchy { levels, losses })
    }

    /// Number of levels, with the words as they stand.
    pub fn len(&self) -> usize {
        self.levels.len()
    }

    /// Whether there is no level at all, which never is.
    pub fn is_empty(&self) -> bool {
        self.levels.is_empty()
    }
}

/// Whether what one level joins is joined in the other one too.
fn coarser(fine: &[u32], coarse: &[u32]) -> bool {
    let mut group: HashMap<u32, u32> = HashMap::new();
    fine.iter().zip(coarse).all(|(fine, coarse)| *group.entry(*fine).or_insert(*coarse) == *coarse)
}

/// The share of the other words that stand in the file with which a row's word is joined, averaged over rows.
fn loss(column: &Coded<'_>, level: &[u32]) -> f64 {
    let mut rows = vec![0u64; level.len()];
    column.codes.iter().for_each(|&it| rows[it as usize] += 1);
    let (mut members, mut held): (HashMap<u32, u64>, HashMap<u32, u64>) = (HashMap::new(), HashMap::new());
    for (&rows, &group) in rows.iter().zip(level).filter(|it| *it.0 > 0) {
        *members.entry(group).or_default() += 1;
        *held.entry(group).or_default() += rows;
    }
    let others = members.values().sum::<u64>().saturating_sub(1).max(1) as f64;
    let all = column.codes.len().max(1) as f64;
    members.iter().map(|(group, words)| held[group] as f64 * (words - 1) as f64 / others / all).sum()
}

/// The combination of levels that reaches `k` and loses the least; at most `work` classes of rows are looked at over all combinations.
pub fn full_domain(columns: &[(Coded<'_>, Hierarchy)], k: u64, work: u64) -> Result<Chosen, Undefined> {
    let identifiers: Vec<Coded<'_>> = columns.iter().map(|it| it.0.clone()).collect();
    let classes = Classes::new(&identifiers)?;
    let rows = classes.rows();
    let hierarchies: Vec<&Hierarchy> = columns.iter().map(|it| &it.1).collect();
    let mut lattice =
        Lattice { words: of_classes(&identifiers, &classes), sizes: classes.sizes, hierarchies, checked: 0 };
    let top: Vec<usize> = lattice.hierarchies.iter().map(|it| it.len() - 1).collect();
    if k == 0 || lattice.least(&top) < k {
        return Err(Undefined::because(format!(
            "not even the last level of every hierarchy makes classes of {k} of {rows} rows; end hierarchies with `*`, or name a smaller k"
        )));
    }
    let combinations = lattice.hierarchies.iter().fold(1u64, |all, it| all.saturating_mul(it.len() as u64));
    let affordable = work / lattice.sizes.len().max(1) as u64;
    let (levels, best) = match combinations <= COMBINATIONS {
        true => lattice.first(k, affordable).map_or_else(|| (lattice.lowered(top, k), false), |it| (it, true)),
        false => (lattice.lowered(top, k), false),
    };
    Ok(Chosen { loss: lattice.loss(&levels), levels, checked: lattice.checked, combinations, best })
}

/// The codes of the first row of each class.
fn of_classes(identifiers: &[Coded<'_>], classes: &Classes) -> Vec<Vec<u32>> {
    let mut first = vec![None; classes.sizes.len()];
    for (row, &class) in classes.of_row.iter().enumerate() {
        first[class as usize].get_or_insert(row);
    }
    first.into_iter().flatten().map(|row| identifiers.iter().map(|it| it.codes[row]).collect()).collect()
}

/// All combinations of levels over the classes of the words as they stand.
struct Lattice<'a> {
    words: Vec<Vec<u32>>,
    sizes: Vec<u64>,
    hierarchies: Vec<&'a Hierarchy>,
    checked: u64,
}

impl Lattice<'_> {
    /// Rows of the smallest class at these levels.
    fn least(&mut self, levels: &[usize]) -> u64 {
        self.checked += 1;
        let mut sizes: HashMap<Vec<u32>, u64> = HashMap::with_capacity(self.words.len());
        for (words, rows) in self.words.iter().zip(&self.sizes) {
            let group = |((it, &level), &word): ((&&Hierarchy, &usize), &u32)| it.levels[level][word as usize];
            let key = self.hierarchies.iter().zip(levels).zip(words).map(group).collect();
            *sizes.entry(key).or_default() += rows;
        }
        sizes.into_values().min().unwrap_or(0)
    }

    fn loss(&self, levels: &[usize]) -> f64 {
        let each = self.hierarchies.iter().zip(levels).map(|(it, &level)| it.losses[level]);
        each.sum::<f64>() / levels.len().max(1) as f64
    }

    /// The first combination in the order of loss that reaches `k`; `None` when more than `most` would have to be looked at.
    fn first(&mut self, k: u64, most: u64) -> Option<Vec<usize>> {
        let mut all: Vec<Vec<usize>> = vec![Vec::new()];
        for it in &self.hierarchies {
            let longer = |known: Vec<usize>| (0..it.len()).map(move |level| [known.as_slice(), &[level]].concat());
            all = all.into_iter().flat_map(longer).collect();
        }
        let mut all: Vec<(f64, Vec<usize>)> = all.into_iter().map(|it| (self.loss(&it), it)).collect();
        all.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        for (tried, (_, levels)) in all.into_iter().enumerate() {
            if tried as u64 >= most {
                return None;
            }
            if self.least(&levels) >= k {
                return Some(levels);
            }
        }
        None
    }

    /// From these levels, which reach `k`, down as long as any attribute can go: each time where the most is won.
    fn lowered(&mut self, mut levels: Vec<usize>, k: u64) -> Vec<usize> {
        loop {
            let lower = |at: usize| {
                let mut next = levels.clone();
                next[at] = next[at].checked_sub(1)?;
                Some((self.loss(&next), next))
            };
            let mut next: Vec<(f64, Vec<usize>)> = (0..levels.len()).filter_map(lower).collect();
            next.sort_by(|a, b| a.0.total_cmp(&b.0));
            match next.into_iter().find(|it| self.least(&it.1) >= k) {
                Some((_, found)) => levels = found,
                None => return levels,
            }
        }
    }
}
