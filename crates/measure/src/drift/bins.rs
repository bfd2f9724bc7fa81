//! Bins by which distributions are compared: equal shares of the reference, with frequent values in bins of their own.
//!
//! A value that holds at least a twentieth of the reference is an atom with its own bin; so are no value, NaN and both
//! infinities. What is left is cut at quantiles of the reference, so an outlier moves no edge. Words have bins of their own kind.

use crate::spelling::spelled;
use crate::summary::{ColumnSummary, Ranked, Sort};

/// Share of the reference from which a value is an atom.
const ATOM: f64 = 0.05;

/// Counts of both samples in the same bins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Binned {
    /// The bins in words.
    pub labels: Vec<String>,
    /// Rows of the reference.
    pub reference: Vec<u64>,
    /// Rows of the current data.
    pub current: Vec<u64>,
}

impl Binned {
    /// Counts in `bins` bins of equal shares of the reference beside its atoms, and in the bins of what is no number.
    pub fn numbers(reference: &ColumnSummary, current: &ColumnSummary, ranked: [&Ranked; 2], bins: usize) -> Binned {
        let mut binned = Binned::default();
        let atoms = atoms(ranked[0]);
        for &atom in &atoms {
            let at = |it: &Ranked| it.below(atom).1 - it.below(atom).0;
            binned.push(spelled(atom, reference.sort), at(ranked[0]), at(ranked[1]));
        }
        let edges = edges(ranked[0], &atoms, bins);
        for at in 0..=edges.len() {
            let (from, to) = (at.checked_sub(1).map(|it| edges[it]), edges.get(at).copied());
            let inside = |it: &Ranked| inside(it, &atoms, from, to);
            binned.push(label(from, to, reference.sort), inside(ranked[0]), inside(ranked[1]));
        }
        let no_numbers = |it: &ColumnSummary| [it.nulls, it.nan, it.above, it.below];
        for ((name, own), other) in
            ["no value", "NaN", "infinity", "-infinity"].iter().zip(no_numbers(reference)).zip(no_numbers(current))
        {
            binned.push((*name).to_owned(), own, other);
        }
        binned
    }

    /// Adds a bin.
    pub(super) fn push(&mut self, label: String, reference: u64, current: u64) {
        // A bin that nobody is in says nothing, and would only add to the degrees of freedom.
        if reference + current > 0 {
            self.labels.push(label);
            self.reference.push(reference);
            self.current.push(current);
        }
    }

    /// The same without the rows that hold no value.
    pub fn with_values(&self) -> Binned {
        let keep = |at: &usize| self.labels[*at] != "no value";
        let kept: Vec<usize> = (0..self.labels.len()).filter(keep).collect();
        let of = |counts: &[u64]| kept.iter().map(|&at| counts[at]).collect();
        let labels = kept.iter().map(|&at| self.labels[at].clone()).collect();
        Binned { labels, reference: of(&self.reference), current: of(&self.current) }
    }

    /// Rows of the reference and of the current data.
    pub fn totals(&self) -> (u64, u64) {
        (self.reference.iter().sum(), self.current.iter().sum())
    }

    /// Shares of both samples, bin after bin; none when a sample is empty.
    pub fn shares(&self) -> Option<(Vec<f64>, Vec<f64>)> {
        let (m, n) = self.totals();
        let of = |counts: &[u64], all: u64| counts.iter().map(|&it| it as f64 / all as f64).collect();
        (m > 0 && n > 0).then(|| (of(&self.reference, m), of(&self.current, n)))
    }
}

fn atoms(ranked: &Ranked) -> Vec<f64> {
    let least = (ATOM * ranked.n() as f64).max(2.0);
    let mut before = 0;
    let mut found = Vec::new();
    for (value, up_to) in ranked.steps() {
        if (up_to - before) as f64 >= least {
            found.push(value);
        }
        before = up_to;
    }
    found
}

/// Inner edges that cut what is no atom into equal shares.
fn edges(ranked: &Ranked, atoms: &[f64], bins: usize) -> Vec<f64> {
    let mut rest = Vec::new();
    let (mut before, mut sum) = (0, 0);
    for (value, up_to) in ranked.steps() {
        if atoms.binary_search_by(|it| it.total_cmp(&value)).is_err() {
            sum += up_to - before;
            rest.push((value, sum));
        }
        before = up_to;
    }
    let mut edges: Vec<f64> = Vec::new();
    for bin in 1..bins {
        let wanted = (sum as f64 * bin as f64 / bins as f64).ceil() as u64;
        if let Some(&(value, _)) = rest.get(rest.partition_point(|it| it.1 < wanted.max(1))) {
            edges.push(value);
        }
    }
    edges.dedup();
    if edges.last() == rest.last().map(|it| &it.0) {
        edges.pop();
    }
    edges
}

/// Values above `from` and up to `to` that are no atoms.
fn inside(ranked: &Ranked, atoms: &[f64], from: Option<f64>, to: Option<f64>) -> u64 {
    let up_to = |edge: Option<f64>, open: u64| edge.map_or(open, |it| ranked.below(it).1);
    let within = |it: &f64| from.is_none_or(|from| *it > from) && to.is_none_or(|to| *it <= to);
    let apart: u64 = atoms.iter().filter(|it| within(it)).map(|&it| ranked.below(it).1 - ranked.below(it).0).sum();
    up_to(to, ranked.n()) - up_to(from, 0) - apart
}

fn label(from: Option<f64>, to: Option<f64>, sort: Option<Sort>) -> String {
    let say = |it: f64| spelled(it, sort);
    match (from, to) {
        (None, None) => "any number".to_owned(),
        (None, Some(to)) => format!("up to {}", say(to)),
        (Some(from), None) => format!("above {}", say(from)),
        (Some(from), Some(to)) => format!("{} to {}", say(from), say(to)),
    }
}
