//! How columns go together: correlations of numbers, tables of words, and numbers within words, in one mergeable pass.
//!
//! Every pair rests on the rows in which both have a value. Correlations are Pearson's; tables are judged by Cramer's V
//! without its bias; numbers within words by the correlation ratio, eta squared.

use std::collections::HashMap;

use serde::Serialize;

use super::moments::Moments;
use crate::column::{Batch, Column, Values};
use crate::estimate::{Estimate, Measured, Undefined};
use crate::inference::table::Table;

/// Most columns whose pairs are counted; beyond it pairs are too many to read.
pub const COLUMNS: usize = 40;

/// Most words of a column that stands in tables.
pub const WORDS: usize = 64;

/// Sums over the pairs of the columns of a batch.
#[derive(Debug, Clone, Default)]
pub struct Pairs {
    names: Vec<String>,
    numeric: Vec<bool>,
    words: Vec<HashMap<String, usize>>,
    sums: Vec<Sums>,
}

#[derive(Debug, Clone)]
enum Sums {
    Numbers(Together),
    /// One row of the table a word of the first column.
    Table(Vec<Vec<u64>>),
    /// Moments of the number within each word.
    Within(Vec<Moments>),
}

/// Two numbers side by side.
#[derive(Debug, Clone, Copy, Default)]
struct Together {
    n: f64,
    x: f64,
    y: f64,
    xx: f64,
    yy: f64,
    xy: f64,
}

/// The association of two columns.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Association {
    /// The first column.
    pub one: String,
    /// The second.
    pub other: String,
    /// `pearson`, `cramer_v` or `eta_squared`.
    pub measure: &'static str,
    /// The number with its n, or why there is none.
    pub value: Measured,
}

/// The contingency table of two columns of words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contingency {
    /// Words of the first column, in the order of rows.
    pub rows: Vec<String>,
    /// Words of the second column, in the order of cells.
    pub columns: Vec<String>,
    /// Counts, row after row.
    pub counts: Vec<u64>,
}

impl Pairs {
    /// Adds a batch, the first of which settles the columns.
    pub fn add(&mut self, batch: &Batch<'_>) {
        let columns: Vec<&Column<'_>> = batch.columns().iter().take(COLUMNS).collect();
        if self.names.is_empty() {
            self.settle(&columns);
        }
        let numbers: Vec<Option<Vec<f64>>> = columns.iter().map(|it| finite(it)).collect();
        let codes: Vec<Option<Vec<usize>>> =
            columns.iter().zip(&mut self.words).map(|(it, words)| coded(it, words)).collect();
        for (at, (one, other)) in pairs(columns.len()).enumerate() {
            match &mut self.sums[at] {
                Sums::Numbers(sums) => {
                    if let (Some(x), Some(y)) = (&numbers[one], &numbers[other]) {
                        sums.merge(&Together::of(x, y));
                    }
                }
                Sums::Table(table) => {
                    if let (Some(rows), Some(cells)) = (&codes[one], &codes[other]) {
                        count(table, rows, cells);
                    }
                }
                Sums::Within(moments) => {
                    let (number, word) = if self.numeric[one] { (one, other) } else { (other, one) };
                    if let (Some(values), Some(codes)) = (&numbers[number], &codes[word]) {
                        within(moments, values, codes);
                    }
                }
            }
        }
    }

    fn settle(&mut self, columns: &[&Column<'_>]) {
        self.names = columns.iter().map(|it| it.name.to_owned()).collect();
        self.numeric = columns.iter().map(|it| !matches!(it.values, Values::Coded { .. } | Values::Flag(_))).collect();
        self.words = vec![HashMap::new(); columns.len()];
        let sums = |(one, other): (usize, usize)| match (self.numeric[one], self.numeric[other]) {
            (true, true) => Sums::Numbers(Together::default()),
            (false, false) => Sums::Table(Vec::new()),
            _ => Sums::Within(Vec::new()),
        };
        self.sums = pairs(columns.len()).map(sums).collect();
    }

    /// Adds the sums over later rows.
    pub fn merge(&mut self, other: Pairs) {
        if self.names.is_empty() {
            *self = other;
            return;
        }
        let places: Vec<Vec<usize>> =
            self.words.iter_mut().zip(&other.words).map(|(own, more)| places(own, more)).collect();
        for (((one, two), own), more) in pairs(self.names.len()).zip(&mut self.sums).zip(other.sums) {
            match (own, more) {
                (Sums::Numbers(own), Sums::Numbers(more)) => own.merge(&more),
                (Sums::Table(own), Sums::Table(more)) => {
                    let cells =
                        more.iter().enumerate().flat_map(|(row, it)| it.iter().enumerate().map(move |it| (row, it)));
                    cells.for_each(|(row, (cell, &n))| *cell_of(own, places[one][row], places[two][cell]) += n);
                }
                (Sums::Within(own), Sums::Within(more)) => {
                    let word = if self.numeric[one] { two } else { one };
                    more.iter().enumerate().for_each(|(code, it)| moments_of(own, places[word][code]).merge(it));
                }
                _ => {}
            }
        }
    }

    /// The association of every pair, in the order of columns.
    pub fn associations(&self) -> Vec<Association> {
        pairs(self.names.len())
            .zip(&self.sums)
            .map(|((one, other), sums)| {
                let many = [one, other].into_iter().find(|&it| self.words[it].len() > WORDS);
                let (measure, value) = match (sums, many) {
                    (Sums::Numbers(sums), _) => ("pearson", sums.correlation()),
                    (Sums::Table(_), Some(many)) => ("cramer_v", Err(self.too_many(many))),
                    (Sums::Within(_), Some(many)) => ("eta_squared", Err(self.too_many(many))),
                    (Sums::Table(table), None) => ("cramer_v", cramer(table)),
                    (Sums::Within(moments), None) => ("eta_squared", eta_squared(moments)),
                };
                let (one, other) = (self.names[one].clone(), self.names[other].clone());
                Association { one, other, measure, value: value.into() }
            })
            .collect()
    }

    /// The counts of two columns of words against each other, the words in their order.
    pub fn contingency(&self, one: &str, other: &str) -> Option<Contingency> {
        let place = |name: &str| self.names.iter().position(|it| it == name);
        let wanted = (place(one)?, place(other)?);
        let found = pairs(self.names.len()).position(|(a, b)| (a, b) == wanted || (b, a) == wanted)?;
        let Sums::Table(table) = &self.sums[found] else { return None };
        let (rows, columns) = (sorted(&self.words[wanted.0]), sorted(&self.words[wanted.1]));
        let turned = wanted.0 > wanted.1;
        let cell = |row: usize, column: usize| {
            let (row, column) = if turned { (column, row) } else { (row, column) };
            table.get(row).and_then(|it| it.get(column)).copied().unwrap_or(0)
        };
        let counts = rows.iter().flat_map(|row| columns.iter().map(|column| cell(row.1, column.1))).collect();
        let words = |all: Vec<(String, usize)>| all.into_iter().map(|it| it.0).collect();
        Some(Contingency { rows: words(rows), columns: words(columns), counts })
    }

    fn too_many(&self, column: usize) -> Undefined {
        Undefined::because(format!("column `{}` has more than {WORDS} distinct words", self.names[column]))
    }
}

fn pairs(columns: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..columns).flat_map(move |one| (one + 1..columns).map(move |other| (one, other)))
}

/// Finite numbers, NaN elsewhere.
fn finite(column: &Column<'_>) -> Option<Vec<f64>> {
    if matches!(column.values, Values::Flag(_)) {
        return None;
    }
    let mut numbers = column.numbers().ok()?.into_owned();
    numbers.iter_mut().for_each(|it| *it = if it.is_finite() { *it } else { f64::NAN });
    Some(numbers)
}

/// Codes in a dictionary that grows, `usize::MAX` without a value; `None` when there are too many words.
fn coded(column: &Column<'_>, known: &mut HashMap<String, usize>) -> Option<Vec<usize>> {
    let flags = ["false".to_owned(), "true".to_owned()];
    let words = match column.values {
        Values::Coded { words, .. } => words,
        Values::Flag(_) => &flags[..],
        _ => return None,
    };
    let mut place = vec![usize::MAX; words.len()];
    let mut code = |word: usize| {
        if place[word] == usize::MAX && known.len() <= WORDS {
            let next = known.len();
            place[word] = *known.entry(words[word].clone()).or_insert(next);
        }
        place[word]
    };
    let codes = (0..column.len())
        .map(|row| match column.values {
            _ if !column.is_valid(row) => usize::MAX,
            Values::Coded { codes, .. } => code(codes[row] as usize),
            Values::Flag(bits) => code(usize::from(bits.get(row))),
            _ => usize::MAX,
        })
        .collect();
    (known.len() <= WORDS).then_some(codes)
}

fn places(own: &mut HashMap<String, usize>, more: &HashMap<String, usize>) -> Vec<usize> {
    let mut places = vec![0; more.len()];
    for (word, code) in sorted_by_code(more) {
        let next = own.len();
        places[code] = *own.entry(word).or_insert(next);
    }
    places
}

fn sorted(words: &HashMap<String, usize>) -> Vec<(String, usize)> {
    let mut all: Vec<(String, usize)> = words.iter().map(|(word, code)| (word.clone(), *code)).collect();
    all.sort_unstable();
    all
}

fn sorted_by_code(words: &HashMap<String, usize>) -> Vec<(String, usize)> {
    let mut all = sorted(words);
    all.sort_unstable_by_key(|it| it.1);
    all
}

fn count(table: &mut Vec<Vec<u64>>, rows: &[usize], cells: &[usize]) {
    let both = rows.iter().zip(cells).filter(|(row, cell)| **row != usize::MAX && **cell != usize::MAX);
    let mut flat = vec![0_u64; (WORDS + 1) * (WORDS + 1)];
    both.for_each(|(&row, &cell)| flat[row * (WORDS + 1) + cell] += 1);
    let seen = flat.iter().enumerate().filter(|it| *it.1 > 0);
    seen.for_each(|(at, n)| *cell_of(table, at / (WORDS + 1), at % (WORDS + 1)) += n);
}

fn cell_of(table: &mut Vec<Vec<u64>>, row: usize, cell: usize) -> &mut u64 {
    if table.len() <= row {
        table.resize(row + 1, Vec::new());
    }
    let row = &mut table[row];
    if row.len() <= cell {
        row.resize(cell + 1, 0);
    }
    &mut row[cell]
}

fn moments_of(all: &mut Vec<Moments>, code: usize) -> &mut Moments {
    if all.len() <= code {
        all.resize(code + 1, Moments::default());
    }
    &mut all[code]
}

fn within(moments: &mut Vec<Moments>, values: &[f64], codes: &[usize]) {
    let mut apart: Vec<Vec<f64>> = vec![Vec::new(); WORDS + 1];
    let both = values.iter().zip(codes).filter(|(value, code)| !value.is_nan() && **code != usize::MAX);
    both.for_each(|(value, &code)| apart[code].push(*value));
    let seen = apart.iter().enumerate().filter(|it| !it.1.is_empty());
    seen.for_each(|(code, values)| moments_of(moments, code).merge(&Moments::of(values)));
}

impl Together {
    fn of(x: &[f64], y: &[f64]) -> Together {
        let (mut sums, mut n) = ([0.0_f64; 2], 0.0);
        for (x, y) in x.iter().zip(y) {
            let both = !(x.is_nan() || y.is_nan());
            n += f64::from(u8::from(both));
            sums[0] += if both { *x } else { 0.0 };
            sums[1] += if both { *y } else { 0.0 };
        }
        if n == 0.0 {
            return Together::default();
        }
        let (mean_x, mean_y) = (sums[0] / n, sums[1] / n);
        let mut squares = [[0.0; 3]; 4];
        for (at, (x, y)) in x.iter().zip(y).enumerate() {
            let both = !(x.is_nan() || y.is_nan());
            let (dx, dy) = if both { (x - mean_x, y - mean_y) } else { (0.0, 0.0) };
            let lane = &mut squares[at % 4];
            lane[0] += dx * dx;
            lane[1] += dy * dy;
            lane[2] += dx * dy;
        }
        let [xx, yy, xy] = [0, 1, 2].map(|at| squares.iter().map(|it| it[at]).sum());
        Together { n, x: mean_x, y: mean_y, xx, yy, xy }
    }

    fn merge(&mut self, other: &Together) {
        let n = self.n + other.n;
        if other.n == 0.0 {
            return;
        }
        let (dx, dy, weight) = (other.x - self.x, other.y - self.y, self.n * other.n / n);
        *self = Together {
            n,
            x: self.x + dx * other.n / n,
            y: self.y + dy * other.n / n,
            xx: self.xx + other.xx + dx * dx * weight,
            yy: self.yy + other.yy + dy * dy * weight,
            xy: self.xy + other.xy + dx * dy * weight,
        };
    }

    fn correlation(&self) -> Result<Estimate, Undefined> {
        match self.xx > 0.0 && self.yy > 0.0 {
            true => Estimate::plain((self.xy / (self.xx.sqrt() * self.yy.sqrt())).clamp(-1.0, 1.0), self.n as u64),
            false => Err(Undefined::because("a column of the pair is constant where both have a value")),
        }
    }
}

fn cramer(table: &[Vec<u64>]) -> Result<Estimate, Undefined> {
    let width = table.iter().map(Vec::len).max().unwrap_or(0);
    let cell = |row: &Vec<u64>, at: usize| row.get(at).copied().unwrap_or(0);
    let cells: Vec<u64> = table.iter().flat_map(|row| (0..width).map(move |at| cell(row, at))).collect();
    let table = Table::new(&cells, width)?;
    Estimate::plain(table.cramer(), table.n())
}

/// The share of the variance that lies between words.
fn eta_squared(moments: &[Moments]) -> Result<Estimate, Undefined> {
    let mut all = Moments::default();
    moments.iter().for_each(|it| all.merge(it));
    let inside: f64 = moments.iter().filter_map(|it| it.variance().ok().map(|v| v * (it.n - 1) as f64)).sum();
    let total = all.variance()? * (all.n - 1) as f64;
    match total > 0.0 {
        true => Estimate::plain((1.0 - inside / total).clamp(0.0, 1.0), all.n),
        false => Err(Undefined::because("the number is constant where both have a value")),
    }
}
