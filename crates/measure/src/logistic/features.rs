//! Columns as features of a classifier: numbers in standard deviations and their squares, words as marks, missing as marks, and products of
//! two of them where somebody asks how columns hang together.

use std::collections::BTreeMap;

use crate::column::{Batch, Column, ColumnError, Values};
use crate::summary::Moments;

/// Most features; those of later columns are left out.
const FEATURES: usize = 200;

/// Most products of two features.
const PRODUCTS: usize = 100;

/// Rows for each feature below which products are left out: more of them would learn chance.
const ROWS_A_FEATURE: usize = 20;

/// Commonest words of a column that become marks.
const WORDS: usize = 20;

/// Standard deviations beyond which a number is taken for this many, so that an outlier does not rule.
const FAR: f64 = 5.0;

/// The features of rows of two batches.
pub(crate) struct Features {
    names: Vec<String>,
    /// One list a feature: the values of the reference, then of the current data.
    values: Vec<[Vec<f64>; 2]>,
    /// Features that are numbers as they are, and marks of words: those whose products tell how columns hang together.
    plain: [Vec<usize>; 2],
}

impl Features {
    /// The features of all columns of the reference.
    pub fn of(reference: &Batch<'_>, current: &Batch<'_>) -> Result<Features, ColumnError> {
        let pairs = reference.columns().iter().map(|it| Ok((*it, *current.column(it.name)?)));
        Ok(Features::of_pairs(&pairs.collect::<Result<Vec<_>, ColumnError>>()?))
    }

    /// The features of pairs of columns: that of the reference, and that of the current data.
    pub fn of_pairs(pairs: &[(Column<'_>, Column<'_>)]) -> Features {
        let mut features = Features { names: Vec::new(), values: Vec::new(), plain: [Vec::new(), Vec::new()] };
        for (column, other) in pairs {
            match (column.numbers(), other.numbers()) {
                (Ok(one), Ok(two)) => features.add_numbers(column.name, [&one, &two]),
                _ => features.add_words([column, other]),
            }
            if features.names.len() >= FEATURES {
                break;
            }
        }
        features
    }

    /// Adds products of two features, without which nothing shows that two columns hang together otherwise than before: those of numbers first,
    /// then of numbers and words, then of words; as many as so many rows to learn from bear.
    pub fn add_products(&mut self, rows: usize) {
        let [numbers, words] = self.plain.clone();
        let within = |all: &[usize]| -> Vec<(usize, usize)> {
            all.iter().enumerate().flat_map(|(at, one)| all[at + 1..].iter().map(move |other| (*one, *other))).collect()
        };
        let between = numbers.iter().flat_map(|one| words.iter().map(move |other| (*one, *other)));
        let pairs = within(&numbers).into_iter().chain(between).chain(within(&words));
        let most = (rows / ROWS_A_FEATURE).saturating_sub(self.names.len()).min(PRODUCTS);
        for (one, other) in pairs.take(most) {
            let product = |side: usize| -> Vec<f64> {
                self.values[one][side].iter().zip(&self.values[other][side]).map(|it| it.0 * it.1).collect()
            };
            self.push(format!("{} × {}", self.names[one], self.names[other]), [product(0), product(1)]);
        }
    }

    /// The names of the features.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The rows at these places with a constant at their end, and which are current.
    pub fn rows(&self, reference: &[usize], current: &[usize]) -> (Vec<Vec<f64>>, Vec<bool>) {
        let row = |side: usize, at: usize| self.values.iter().map(|it| it[side][at]).chain([1.0]).collect();
        let rows = reference.iter().map(|&at| row(0, at)).chain(current.iter().map(|&at| row(1, at))).collect();
        let labels = reference.iter().map(|_| false).chain(current.iter().map(|_| true)).collect();
        (rows, labels)
    }

    /// The place of a feature; nothing where it is the same in all rows and so tells nothing.
    fn push(&mut self, name: String, values: [Vec<f64>; 2]) -> Option<usize> {
        let first = values[0].first().or(values[1].first());
        let tells = values.iter().flatten().any(|it| Some(it) != first);
        tells.then(|| {
            self.names.push(name);
            self.values.push(values);
            self.names.len() - 1
        })
    }

    fn add_numbers(&mut self, name: &str, sides: [&[f64]; 2]) {
        let finite: Vec<f64> = sides.iter().flat_map(|it| it.iter().copied()).filter(|it| it.is_finite()).collect();
        let moments = Moments::of(&finite);
        if let Some(deviation) = moments.deviation().ok().filter(|it| *it > 0.0) {
            let scaled = |value: &f64| match value.is_finite() {
                true => ((value - moments.mean) / deviation).clamp(-FAR, FAR),
                false => 0.0,
            };
            let linear = sides.map(|it| it.iter().map(scaled).collect::<Vec<f64>>());
            let squared = linear.clone().map(|it| it.iter().map(|it| it * it - 1.0).collect());
            let place = self.push(name.to_owned(), linear);
            self.plain[0].extend(place);
            self.push(format!("{name} squared"), squared);
        }
        self.push(
            format!("{name} missing"),
            sides.map(|it| it.iter().map(|it| f64::from(u8::from(!it.is_finite()))).collect()),
        );
    }

    fn add_words(&mut self, sides: [&Column<'_>; 2]) {
        let mut counts = BTreeMap::<&str, u64>::new();
        for column in sides {
            (0..column.len()).filter_map(|row| word(column, row)).for_each(|it| *counts.entry(it).or_default() += 1);
        }
        let mut common: Vec<(&str, u64)> = counts.into_iter().collect();
        common.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        common.truncate(WORDS);
        let mark = |is: &dyn Fn(Option<&str>) -> bool| {
            sides.map(|it| (0..it.len()).map(|row| f64::from(u8::from(is(word(it, row))))).collect())
        };
        for (wanted, _) in common {
            let place = self.push(format!("{} = {wanted}", sides[0].name), mark(&|it| it == Some(wanted)));
            self.plain[1].extend(place);
        }
        self.push(format!("{} missing", sides[0].name), mark(&|it| it.is_none()));
    }
}

fn word<'a>(column: &Column<'a>, row: usize) -> Option<&'a str> {
    match column.values {
        Values::Coded { codes, words } if column.is_valid(row) => words.get(codes[row] as usize).map(String::as_str),
        _ => None,
    }
}
