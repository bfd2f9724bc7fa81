//! Counting: rows into cells of group, label and prediction, for every combination of attributes up to a depth.
//!
//! Only the widest combinations are counted in a pass over the rows; the narrower are sums of their cells. Rows without a
//! label, a prediction or a group are left out and told.

use rayon::prelude::*;
use serde::Serialize;

use super::confusion::Confusion;
use crate::column::{Coded, ColumnError};
use crate::roles::UNKNOWN;

/// The most cells of one combination; beyond it groups hold too few rows to be measured anyway.
const MOST_CELLS: usize = 1 << 18;

/// The most distinct words of one attribute.
pub const MOST_WORDS: usize = 1000;

/// The most groups of one combination that are compared: every two of them are, so that the work grows with their square, and
/// with more of them a level that holds for all pairs at once tells nothing apart.
pub const MOST_GROUPS: usize = 100;

/// Rows of one piece of work.
const PIECE: usize = 1 << 16;

/// A group: rows that share the words of one or more attributes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// The words, joined: `F` or `F, black`.
    pub name: String,
    /// The words, in the order of the attributes.
    #[serde(skip)]
    pub words: Vec<String>,
    /// Its counts.
    pub counts: Confusion,
}

/// All groups by one combination of attributes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Grouping {
    /// The attributes.
    pub by: Vec<String>,
    /// Whether labels stand behind the counts; if not, every label counts as negative.
    pub labelled: bool,
    /// Groups with at least one row, in the order of the words.
    pub groups: Vec<Group>,
    /// Rows that hold a prediction (and a label, where there are labels) but no word of an attribute.
    pub unknown: u64,
}

/// What is counted: attributes, predictions and, where known, labels, each one value a row.
#[derive(Debug, Clone, Copy)]
pub struct Rows<'a> {
    /// The attributes.
    pub attributes: &'a [Coded<'a>],
    /// 0, 1 or [`UNKNOWN`].
    pub predictions: &'a [u8],
    /// 0, 1 or [`UNKNOWN`]; none where there are no labels.
    pub labels: Option<&'a [u8]>,
}

/// The groupings of every combination of one to `depth` attributes, narrow ones first.
pub fn groupings(rows: Rows<'_>, depth: usize) -> Result<Vec<Grouping>, ColumnError> {
    let width = rows.attributes.len();
    let depth = depth.clamp(1, width.max(1));
    let subsets = subsets(width, depth);
    let widest: Vec<(&Vec<usize>, Vec<u64>)> =
        subsets.iter().filter(|it| it.len() == depth).map(|it| Ok((it, count(rows, it)?))).collect::<Result<_, _>>()?;
    let narrow = |subset: &Vec<usize>| {
        let (wide, cells) = widest.iter().find(|(wide, _)| subset.iter().all(|it| wide.contains(it)))?;
        Some(grouping(rows, subset, &marginal(rows, wide, cells, subset)))
    };
    Ok(subsets.iter().filter_map(narrow).collect())
}

/// Every choice of one to `depth` of `0..width`, short ones first.
fn subsets(width: usize, depth: usize) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = Vec::new();
    let mut last: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..depth {
        let longer = |it: &Vec<usize>| {
            let (it, from) = (it.clone(), it.last().map_or(0, |it| it + 1));
            (from..width).map(move |next| it.iter().copied().chain([next]).collect::<Vec<_>>())
        };
        last = last.iter().flat_map(longer).collect();
        all.extend(last.iter().cloned());
    }
    all
}

/// Slots of an attribute: its words, and one for rows without a word.
fn slots(rows: Rows<'_>, attribute: usize) -> usize {
    rows.attributes[attribute].words.len() + 1
}

/// Counts of label and prediction in each combination of words of `subset`, the last attribute fastest.
fn count(rows: Rows<'_>, subset: &[usize]) -> Result<Vec<u64>, ColumnError> {
    let size = subset.iter().try_fold(4_usize, |size, &it| size.checked_mul(slots(rows, it)));
    let Some(size) = size.filter(|it| *it <= MOST_CELLS) else {
        let name = subset.iter().map(|&it| rows.attributes[it].name).collect::<Vec<_>>().join("`, `");
        return Err(ColumnError::Distinct { name, limit: MOST_CELLS / 4 });
    };
    let columns: Vec<(&[u32], usize)> =
        subset.iter().map(|&it| (rows.attributes[it].codes.as_ref(), slots(rows, it))).collect();
    let pieces: Vec<usize> = (0..rows.predictions.len()).step_by(PIECE).collect();
    let add = |mut cells: Vec<u64>, start: &usize| {
        let end = (start + PIECE).min(rows.predictions.len());
        count_piece(rows, &columns, *start..end, &mut cells);
        cells
    };
    let sum = |mut one: Vec<u64>, two: Vec<u64>| {
        one.iter_mut().zip(two).for_each(|(one, two)| *one += two);
        one
    };
    Ok(pieces.par_iter().fold(|| vec![0; size], add).reduce(|| vec![0; size], sum))
}

/// Adds the rows of one piece.
fn count_piece(rows: Rows<'_>, columns: &[(&[u32], usize)], range: std::ops::Range<usize>, cells: &mut [u64]) {
    let start = range.start;
    let mut places = vec![0_usize; range.len()];
    for (codes, slots) in columns {
        places.iter_mut().zip(&codes[range.clone()]).for_each(|(place, &code)| *place = *place * slots + code as usize);
    }
    for (at, place) in places.into_iter().enumerate() {
        let (prediction, label) = (rows.predictions[start + at], rows.labels.map_or(0, |it| it[start + at]));
        if prediction != UNKNOWN && label != UNKNOWN {
            cells[place * 4 + usize::from(label * 2 + prediction)] += 1;
        }
    }
}

/// The cells of `subset` from those of `wide`, which holds it.
fn marginal(rows: Rows<'_>, wide: &[usize], cells: &[u64], subset: &[usize]) -> Vec<u64> {
    let size: usize = 4 * subset.iter().map(|&it| slots(rows, it)).product::<usize>();
    let mut sums = vec![0; size];
    for (at, count) in cells.chunks_exact(4).enumerate() {
        let (mut rest, mut words) = (at, vec![0; wide.len()]);
        for (word, &attribute) in words.iter_mut().zip(wide).rev() {
            *word = rest % slots(rows, attribute);
            rest /= slots(rows, attribute);
        }
        let kept = wide.iter().zip(&words).filter(|(attribute, _)| subset.contains(attribute));
        let place = kept.fold(0, |place, (&attribute, word)| place * slots(rows, attribute) + word);
        (0..4).for_each(|cell| sums[place * 4 + cell] += count[cell]);
    }
    sums
}

/// Names the cells of `subset`.
fn grouping(rows: Rows<'_>, subset: &[usize], cells: &[u64]) -> Grouping {
    let (mut groups, mut unknown) = (Vec::new(), 0);
    for (at, count) in cells.chunks_exact(4).enumerate().filter(|it| it.1.iter().any(|it| *it > 0)) {
        let (mut rest, mut words) = (at, Vec::new());
        for &attribute in subset.iter().rev() {
            words.push(rows.attributes[attribute].words.get(rest % slots(rows, attribute)));
            rest /= slots(rows, attribute);
        }
        let words: Option<Vec<&str>> = words.into_iter().rev().map(|it| it.map(String::as_str)).collect();
        match words {
            Some(words) => groups.push(Group {
                name: words.join(", "),
                words: words.iter().map(|it| (*it).to_owned()).collect(),
                counts: Confusion::from_cells(count),
            }),
            None => unknown += count.iter().sum::<u64>(),
        }
    }
    let by = subset.iter().map(|&it| rows.attributes[it].name.to_owned()).collect();
    Grouping { by, labelled: rows.labels.is_some(), groups, unknown }
}
