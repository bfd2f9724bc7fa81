//! Tests of contingency tables: chi-square, G, Fisher, and a seeded permutation test where cells are thin.
//!
//! No continuity correction is made. Sources: Agresti, Categorical Data Analysis (2013); Bergsma, Journal of the Korean
//! Statistical Society 42 (2013) for Cramer's V without bias; Phipson and Smyth (2010) for p-values that are never 0.

use rand_distr::{Distribution, Hypergeometric};
use rayon::prelude::*;

use super::Tested;
use super::distribution::hypergeometric_mass;
use crate::chance::Chance;
use crate::estimate::Undefined;

/// The least expected count at which the chi-square approximation is trusted (Cochran 1954).
pub const THIN: f64 = 5.0;

/// Counts in rows and columns; rows and columns without any count are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    cells: Vec<u64>,
    rows: Vec<u64>,
    columns: Vec<u64>,
    n: u64,
}

impl Table {
    /// A table of `width` columns, row after row.
    pub fn new(cells: &[u64], width: usize) -> Result<Table, Undefined> {
        let height = cells.len() / width.max(1);
        let row = |at: usize| cells[at * width..(at + 1) * width].iter().sum::<u64>();
        let column = |at: usize| (0..height).map(|row| cells[row * width + at]).sum::<u64>();
        let rows: Vec<usize> = (0..height).filter(|&at| row(at) > 0).collect();
        let columns: Vec<usize> = (0..width).filter(|&at| column(at) > 0).collect();
        if rows.len() < 2 || columns.len() < 2 {
            return Err(Undefined::because("a comparison needs two rows and two columns with counts"));
        }
        let kept = rows.iter().flat_map(|at| columns.iter().map(move |column| cells[at * width + column])).collect();
        let (rows, columns): (Vec<u64>, Vec<u64>) =
            (rows.into_iter().map(row).collect(), columns.into_iter().map(column).collect());
        let n = rows.iter().sum();
        Ok(Table { cells: kept, rows, columns, n })
    }

    /// The total count.
    pub fn n(&self) -> u64 {
        self.n
    }

    fn degrees(&self) -> f64 {
        ((self.rows.len() - 1) * (self.columns.len() - 1)) as f64
    }

    /// Counts beside what independence expects.
    fn pairs<'a>(&'a self, cells: &'a [u64]) -> impl Iterator<Item = (f64, f64)> + 'a {
        let width = self.columns.len();
        cells.iter().enumerate().map(move |(at, &count)| {
            let expected = self.rows[at / width] as f64 * self.columns[at % width] as f64 / self.n as f64;
            (count as f64, expected)
        })
    }

    /// The least count that independence expects.
    pub fn least_expected(&self) -> f64 {
        self.pairs(&self.cells).map(|it| it.1).fold(f64::INFINITY, f64::min)
    }

    fn statistic(&self, cells: &[u64]) -> f64 {
        self.pairs(cells).map(|(seen, expected)| (seen - expected).powi(2) / expected).sum()
    }

    /// Pearson's chi-square test of independence.
    pub fn chi_square(&self) -> Tested {
        Tested::chi_square("chi_square", self.statistic(&self.cells), self.degrees(), self.n)
    }

    /// The likelihood-ratio test of independence.
    pub fn g(&self) -> Tested {
        let seen = self.pairs(&self.cells).filter(|it| it.0 > 0.0);
        let statistic = 2.0 * seen.map(|(seen, expected)| seen * (seen / expected).ln()).sum::<f64>();
        Tested::chi_square("g", statistic, self.degrees(), self.n)
    }

    /// Fisher's exact two-sided test; only for two rows and two columns.
    pub fn fisher(&self) -> Result<Tested, Undefined> {
        let (&[a, _, _, _], &[above, below], &[left, _]) = (&self.cells[..], &self.rows[..], &self.columns[..]) else {
            return Err(Undefined::because("the exact test of Fisher is for two rows and two columns"));
        };
        let mass = |k: u64| hypergeometric_mass(k, above, below, left);
        let seen = mass(a) * (1.0 + 1e-7); // tables as likely up to rounding count as well
        let all = left.saturating_sub(below)..=left.min(above);
        Ok(Tested::exact("fisher_exact", all.map(mass).filter(|&it| it <= seen).sum(), self.n))
    }

    /// Permutation test: the share of tables with the same margins whose chi-square is at least as large.
    pub fn permutation(&self, replicates: usize, seed: u64) -> Tested {
        let seen = self.statistic(&self.cells) * (1.0 - 1e-12);
        let reaches = |stream: usize| {
            let drawn = self.shuffled(&mut Chance::new(seed, stream as u64));
            usize::from(self.statistic(&drawn) >= seen)
        };
        let hits: usize = (0..replicates).into_par_iter().map(reaches).sum();
        Tested::exact("permutation", (hits + 1) as f64 / (replicates + 1) as f64, self.n)
    }

    /// A random table with the same margins: each cell is hypergeometric given those before it.
    fn shuffled(&self, chance: &mut Chance) -> Vec<u64> {
        let mut left = self.columns.clone();
        let mut cells = Vec::with_capacity(self.cells.len());
        for &row in &self.rows {
            let mut wanted = row;
            let mut stock: u64 = left.iter().sum();
            for column in &mut left {
                let taken = chance.hypergeometric(stock, *column, wanted);
                stock -= *column;
                *column -= taken;
                wanted -= taken;
                cells.push(taken);
            }
        }
        cells
    }

    /// The test that fits: chi-square where every expected count reaches [`THIN`], else exact.
    pub fn independence(&self, replicates: usize, seed: u64) -> Tested {
        if self.least_expected() >= THIN {
            return self.chi_square();
        }
        self.fisher().unwrap_or_else(|_| self.permutation(replicates, seed))
    }

    /// Cramer's V without the bias that it has when there is no association: 0 none, 1 complete.
    pub fn cramer(&self) -> f64 {
        let n = self.n as f64;
        let (r, c) = (self.rows.len() as f64, self.columns.len() as f64);
        let shift = |k: f64| k - (k - 1.0) * (k - 1.0) / (n - 1.0);
        let phi = (self.statistic(&self.cells) / n - self.degrees() / (n - 1.0)).max(0.0);
        (phi / (shift(r).min(shift(c)) - 1.0)).max(0.0).sqrt()
    }
}

/// Marked ones up to which each is asked.
const FEW: u64 = 24;

impl Chance {
    /// Marked ones among `drawn` of `all`, of which `marked` are marked.
    pub fn hypergeometric(&mut self, all: u64, marked: u64, drawn: u64) -> u64 {
        if marked > FEW {
            return Hypergeometric::new(all, marked, drawn).map_or(0, |it| it.sample(self.source()));
        }
        // Setting up the law takes longer than asking of each of a few whether it is drawn.
        let asked = |taken: u64, before: u64| {
            taken + u64::from(self.below((all - before).max(1)) < drawn.saturating_sub(taken))
        };
        (0..marked).fold(0, asked)
    }
}
