//! How columns go together: correlations of numbers, tables of words, and numbers within words, in one mergeable pass.
//!
//! Every pair rests on the rows in which both have a value. Correlations are Pearson's; tables are judged by Cramer's V
//! without its bias; numbers within words by the correlation ratio, eta squared.

use serde::{Deserialize, Serialize};

use super::column::ColumnSummary;
use super::dictionary::{self, Words, by_code, sorted};
use crate::column::{Batch, Column, Values};
use crate::estimate::{Estimate, Measured, Undefined};
use crate::inference::table::Table;

/// Most columns whose pairs are counted; beyond it pairs are too many to read.
pub const COLUMNS: usize = 40;

/// Most words of a column that stands in tables.
pub const WORDS: usize = 64;

/// Sums over the pairs of the columns of a batch.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pairs {
    names: Vec<String>,
    numeric: Vec<bool>,
    #[serde(with = "dictionary")]
    words: Vec<Words>,
    sums: Vec<Sums>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Sums {
    Numbers(Together),
    /// One row of the table a word of the first column.
    Table(Vec<Vec<u64>>),
    /// The number within each word.
    Within(Vec<Spread>),
}

/// Two numbers side by side: how many, their means, and sums of squares and products about these.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Together {
    n: f64,
    x: f64,
    y: f64,
    xx: f64,
    yy: f64,
    xy: f64,
}

/// One number: how many, its mean, and the sum of squares about it.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Spread {
    n: f64,
    mean: f64,
    squares: f64,
}

/// The numbers of a batch about a value near their mean, 0 where there is none.
struct Centred {
    about: f64,
    values: Vec<f64>,
    /// 1 where there is a number, 0 elsewhere; `None` when every row has one.
    there: Option<Vec<f64>>,
    sum: f64,
    squares: f64,
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
        let numbers: Vec<Option<Centred>> = columns.iter().map(|it| Centred::of(it)).collect();
        let codes: Vec<Option<Vec<u8>>> =
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
                Sums::Within(spreads) => {
                    let (number, word) = if self.numeric[one] { (one, other) } else { (other, one) };
                    if let (Some(values), Some(codes)) = (&numbers[number], &codes[word]) {
                        within(spreads, values, codes);
                    }
                }
            }
        }
    }

    fn settle(&mut self, columns: &[&Column<'_>]) {
        self.names = columns.iter().map(|it| it.name.to_owned()).collect();
        self.numeric = columns.iter().map(|it| !matches!(it.values, Values::Coded { .. } | Values::Flag(_))).collect();
        self.words = vec![Words::new(); columns.len()];
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
                    more.iter().enumerate().for_each(|(code, it)| spread_of(own, places[word][code]).merge(it));
                }
                _ => {}
            }
        }
    }

    /// Whether the sums are those of pairs of the first of these columns, as a file that was written here holds them.
    pub fn are_of(&self, columns: &[ColumnSummary]) -> bool {
        let count = columns.len().min(COLUMNS);
        let named = self.names.iter().eq(columns.iter().take(COLUMNS).map(|it| &it.name));
        let long = self.numeric.len() == count && self.words.len() == count;
        let known = |column: usize, codes: usize| codes <= self.words[column].len();
        let fit = |(one, other): (usize, usize), sums: &Sums| match sums {
            Sums::Numbers(_) => self.numeric[one] && self.numeric[other],
            Sums::Table(table) => {
                !self.numeric[one]
                    && !self.numeric[other]
                    && known(one, table.len())
                    && table.iter().all(|it| known(other, it.len()))
            }
            Sums::Within(spreads) => {
                self.numeric[one] != self.numeric[other]
                    && known(if self.numeric[one] { other } else { one }, spreads.len())
            }
        };
        let counted = self.sums.len() == pairs(count).count();
        named && long && counted && pairs(count).zip(&self.sums).all(|(at, sums)| fit(at, sums))
    }

    /// Whether the pairs of another part are those of the same columns with the same sorts of values.
    pub(super) fn go_with(&self, other: &Pairs) -> bool {
        self.names == other.names && self.numeric == other.numeric
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
                    (Sums::Within(spreads), None) => ("eta_squared", eta_squared(spreads)),
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

impl Centred {
    fn of(column: &Column<'_>) -> Option<Centred> {
        if matches!(column.values, Values::Flag(_)) {
            return None;
        }
        let mut values = column.numbers().ok()?.into_owned();
        let first = values.iter().take(1_000).filter(|it| it.is_finite());
        let (sum, n) = first.fold((0.0, 0.0), |(sum, n), it| (sum + it, n + 1.0));
        let about = if n > 0.0 { sum / n } else { 0.0 };
        let complete = values.iter().all(|it| it.is_finite());
        let there = (!complete).then(|| values.iter().map(|it| f64::from(u8::from(it.is_finite()))).collect());
        values.iter_mut().for_each(|it| *it = if it.is_finite() { *it - about } else { 0.0 });
        let (sum, squares) = (total(&values), dot(&values, &values));
        Some(Centred { about, values, there, sum, squares })
    }
}

/// A sum in eight lanes.
fn total(values: &[f64]) -> f64 {
    let mut lanes = [0.0; 8];
    let chunks = values.chunks_exact(8);
    let rest: f64 = chunks.remainder().iter().sum();
    chunks.for_each(|chunk| lanes.iter_mut().zip(chunk).for_each(|(lane, it)| *lane += it));
    lanes.iter().sum::<f64>() + rest
}

/// The sum of products in eight lanes.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut lanes = [0.0; 8];
    let (one, two) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f64 = one.remainder().iter().zip(two.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in one.zip(two) {
        (0..8).for_each(|at| lanes[at] += a[at] * b[at]);
    }
    lanes.iter().sum::<f64>() + rest
}

/// The code of rows without a value.
const NONE: usize = WORDS + 1;

/// Codes in a dictionary that grows; `None` when there are too many words.
fn coded(column: &Column<'_>, known: &mut Words) -> Option<Vec<u8>> {
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
        place[word].min(NONE) as u8
    };
    let codes = (0..column.len())
        .map(|row| match column.values {
            _ if !column.is_valid(row) => NONE as u8,
            Values::Coded { codes, .. } => code(codes[row] as usize),
            Values::Flag(bits) => code(usize::from(bits.get(row))),
            _ => NONE as u8,
        })
        .collect();
    (known.len() <= WORDS).then_some(codes)
}

fn places(own: &mut Words, more: &Words) -> Vec<usize> {
    let mut places = vec![0; more.len()];
    for (word, code) in by_code(more) {
        let next = own.len();
        places[code] = *own.entry(word).or_insert(next);
    }
    places
}

fn count(table: &mut Vec<Vec<u64>>, rows: &[u8], cells: &[u8]) {
    const WIDTH: usize = NONE + 1;
    let mut flat = vec![0_u32; WIDTH * WIDTH];
    rows.iter().zip(cells).for_each(|(&row, &cell)| flat[usize::from(row) * WIDTH + usize::from(cell)] += 1);
    let seen = flat.iter().enumerate().filter(|it| *it.1 > 0).map(|(at, n)| (at / WIDTH, at % WIDTH, u64::from(*n)));
    let both = seen.filter(|it| it.0 != NONE && it.1 != NONE);
    both.for_each(|(row, cell, n)| *cell_of(table, row, cell) += n);
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

fn spread_of(all: &mut Vec<Spread>, code: usize) -> &mut Spread {
    if all.len() <= code {
        all.resize(code + 1, Spread::default());
    }
    &mut all[code]
}

fn within(spreads: &mut Vec<Spread>, numbers: &Centred, codes: &[u8]) {
    let mut sums = [[0.0; 3]; NONE + 1];
    for (row, (&value, &code)) in numbers.values.iter().zip(codes).enumerate() {
        let sum = &mut sums[usize::from(code)];
        sum[0] += numbers.there.as_ref().map_or(1.0, |it| it[row]);
        sum[1] += value;
        sum[2] += value * value;
    }
    for (code, [n, sum, squares]) in sums.into_iter().enumerate().filter(|(code, it)| *code != NONE && it[0] > 0.0) {
        let squares = (squares - sum * sum / n).max(0.0);
        spread_of(spreads, code).merge(&Spread { n, mean: numbers.about + sum / n, squares });
    }
}

impl Spread {
    fn merge(&mut self, other: &Spread) {
        let n = self.n + other.n;
        if other.n > 0.0 {
            let gap = other.mean - self.mean;
            self.squares += other.squares + gap * gap * self.n * other.n / n;
            self.mean += gap * other.n / n;
            self.n = n;
        }
    }
}

impl Together {
    fn of(x: &Centred, y: &Centred) -> Together {
        let rows = x.values.len() as f64;
        let with = |it: &Centred, there: &Option<Vec<f64>>, squared: bool| match (there, squared) {
            (None, false) => it.sum,
            (None, true) => it.squares,
            (Some(there), false) => dot(&it.values, there),
            (Some(there), true) => it.values.iter().zip(there).map(|(value, there)| value * value * there).sum(),
        };
        let n = match (&x.there, &y.there) {
            (None, None) => rows,
            (Some(there), None) | (None, Some(there)) => total(there),
            (Some(one), Some(two)) => dot(one, two),
        };
        if n == 0.0 {
            return Together::default();
        }
        let (sx, sy) = (with(x, &y.there, false), with(y, &x.there, false));
        let (sxx, syy) = (with(x, &y.there, true), with(y, &x.there, true));
        let sxy = dot(&x.values, &y.values);
        let (xx, yy) = ((sxx - sx * sx / n).max(0.0), (syy - sy * sy / n).max(0.0));
        Together { n, x: x.about + sx / n, y: y.about + sy / n, xx, yy, xy: sxy - sx * sy / n }
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
fn eta_squared(spreads: &[Spread]) -> Result<Estimate, Undefined> {
    let mut all = Spread::default();
    spreads.iter().for_each(|it| all.merge(it));
    let inside: f64 = spreads.iter().map(|it| it.squares).sum();
    match all.squares > 0.0 {
        true => Estimate::plain((1.0 - inside / all.squares).clamp(0.0, 1.0), all.n as u64),
        false => Err(Undefined::because("the number is constant where both have a value")),
    }
}
