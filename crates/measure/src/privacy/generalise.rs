//! Generalising quasi-identifiers until everybody is one of at least k: rows are cut into ever smaller classes, each time at
//! the median of the attribute that is still the widest, as long as both sides keep k rows.
//!
//! Source: LeFevre, DeWitt and Ramakrishnan, Mondrian multidimensional k-anonymity (2006), strict partitioning. No row is left
//! out; what a class says of an attribute is the range of its words.

use crate::column::Coded;
use crate::estimate::Undefined;

/// Rows in classes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generalised {
    /// One class a row.
    pub of_row: Vec<u32>,
    /// The first and the last code of each attribute in each class; the code past the last word is that of no word.
    pub ranges: Vec<Vec<(u32, u32)>>,
}

/// Cuts rows into classes of at least `k`; words must stand in an order that means something, as numbers turned into words do.
pub fn generalise(identifiers: &[Coded<'_>], k: usize) -> Result<Generalised, Undefined> {
    let rows = identifiers.first().map_or(0, |it| it.codes.len());
    if k == 0 || rows < k || identifiers.iter().any(|it| it.codes.len() != rows) {
        return Err(Undefined::because(format!(
            "{rows} rows cannot be classes of {k}; name attributes, and a smaller k"
        )));
    }
    let mut found = Generalised { of_row: vec![0; rows], ranges: Vec::new() };
    let mut open: Vec<Vec<u32>> = vec![(0..rows as u32).collect()];
    while let Some(class) = open.pop() {
        match cut(identifiers, &class, k) {
            Some((low, high)) => open.extend([high, low]),
            None => {
                let number = found.ranges.len() as u32;
                class.iter().for_each(|&row| found.of_row[row as usize] = number);
                found.ranges.push(identifiers.iter().map(|it| range(it, &class)).collect());
            }
        }
    }
    Ok(found)
}

/// The first and the last code of an attribute in a class.
fn range(column: &Coded<'_>, class: &[u32]) -> (u32, u32) {
    let codes = class.iter().map(|&row| column.codes[row as usize]);
    codes.fold((u32::MAX, 0), |it, code| (it.0.min(code), it.1.max(code)))
}

/// The widest attribute that can be cut, cut at its median.
fn cut(identifiers: &[Coded<'_>], class: &[u32], k: usize) -> Option<(Vec<u32>, Vec<u32>)> {
    if class.len() < 2 * k {
        return None;
    }
    let width = |at: &usize| {
        let (low, high) = range(&identifiers[*at], class);
        f64::from(high - low) / f64::from(identifiers[*at].missing().max(1))
    };
    let mut order: Vec<usize> = (0..identifiers.len()).collect();
    order.sort_by(|a, b| width(b).total_cmp(&width(a)).then(a.cmp(b)));
    order.into_iter().find_map(|at| {
        let code = |row: &u32| identifiers[at].codes[*row as usize];
        let mut codes: Vec<u32> = class.iter().map(code).collect();
        codes.sort_unstable();
        let median = codes[(codes.len() - 1) / 2];
        // Rows with the same word stay together, so the cut may have to go to the other side of the median.
        [median, median.saturating_sub(1)].into_iter().find_map(|last| {
            let (low, high): (Vec<u32>, Vec<u32>) = class.iter().partition(|&row| code(row) <= last);
            (low.len() >= k && high.len() >= k).then_some((low, high))
        })
    })
}
