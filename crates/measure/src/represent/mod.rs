//! Does a dataset stand for the people it is meant for? Shares of categories against a reference population.
//!
//! Where the population's shares come from, and what follows, is left to others; weights that repair the margins are in
//! [`crate::inference::raking`]; [`groups`] judges all groups together, [`labels`] the labels in them, [`weighted`] lets rows count by weights, and [`proxy`] finds columns that give groups away. Serves ISO/IEC 5259-2 (representativeness, balance) and ISO/IEC 42001 Annex A.7.4.

pub mod groups;
pub mod labels;
pub mod proxy;
pub mod weighted;

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use crate::column::Coded;
use crate::estimate::{Estimate, Measured, Method, Undefined};
use crate::fairness::cells::{Rows, groupings};
use crate::inference::Tested;
use crate::inference::counts;
use crate::inference::multiple::{Correction, adjust};
use crate::inference::power::rows_for_width;
use crate::inference::resample::{Draws, sized};
use crate::inference::share::{binomial_test, share};
use crate::metric::{Family, Metric};
use crate::report::Line;

const fn entry(
    id: &'static str,
    title: &'static str,
    definition: &'static str,
    formula: &'static str,
    reading: &'static str,
) -> Metric {
    let source = "ISO/IEC 5259-2; ISO/IEC TR 24027";
    Metric { id, title, family: Family::Quality, definition, formula, reading, source }
}

/// Entries of this file.
pub const METRICS: &[Metric] = &[
    entry(
        "representation_ratio",
        "Representation ratio",
        "The share of a category in the data over its share in the population.",
        "(k / n) / P(category)",
        "1: as in the population; below 1: under-represented; 0: absent",
    ),
    entry(
        "representation_distance",
        "Distance from the population",
        "The total variation between the shares of the data and those of the population: the part that would have to change.",
        "1/2 sum_c |k_c / n - P_c|",
        "0: as in the population; 1: nothing in common",
    ),
    entry(
        "representation_js_divergence",
        "Jensen-Shannon divergence from the population",
        "The mean divergence of both spreads from their middle, in nats.",
        "1/2 KL(D || M) + 1/2 KL(P || M), M = (D + P) / 2",
        "0: as in the population; ln 2: nothing in common",
    ),
    groups::SHARE,
    labels::RATE,
    labels::DIFFERENCE,
    proxy::METRIC,
];

/// One category.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Category {
    /// Its name.
    pub category: String,
    /// Its share in the population.
    pub expected: f64,
    /// Its share in the data.
    pub share: Measured,
    /// Share over expected share.
    pub ratio: Measured,
    /// Whether the data may be a random sample of the population in this category.
    pub chance: Tested,
    /// The p-value of `chance`, corrected by Benjamini-Hochberg over categories.
    pub adjusted: f64,
    /// Rows that the category would need for an interval of a rate of the wanted width.
    pub wanted: u64,
}

/// A column against the population.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Representation {
    /// The column.
    pub column: String,
    /// Rows with a value.
    pub n: u64,
    /// Rows without one.
    pub missing: u64,
    /// One a category of the data or of the population.
    pub categories: Vec<Category>,
    /// Total variation.
    pub distance: Measured,
    /// Jensen-Shannon divergence.
    pub divergence: Measured,
    /// Goodness of fit over the categories of the population.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fit: Option<Tested>,
    /// Rows in categories that the population does not know.
    pub strangers: u64,
}

/// The half width that the interval of a rate in a category is wanted to have, and how intervals are made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wanted {
    /// Half width, such as 0.05.
    pub half: f64,
    /// Resamples and the level of intervals.
    pub draws: Draws,
}

/// Compares `column` with the shares of a population, which are scaled to add up to 1.
pub fn represent(
    column: &Coded<'_>,
    population: &[(String, f64)],
    wanted: Wanted,
) -> Result<Representation, Undefined> {
    let total: f64 = population.iter().map(|it| it.1).sum();
    let sound = population.iter().all(|it| it.1.is_finite() && it.1 >= 0.0);
    if !sound || total <= 0.0 {
        return Err(Undefined::because("the population needs a share of 0 or more for each category"));
    }
    let mut counts = vec![0_u64; column.words.len() + 1];
    column.codes.iter().for_each(|&code| counts[code as usize] += 1);
    let missing = counts.pop().unwrap_or(0);
    let n: u64 = counts.iter().sum();
    if n == 0 {
        return Err(Undefined::because("the column holds no value"));
    }
    let count = |name: &str| column.words.iter().zip(&counts).filter(|it| it.0 == name).map(|it| *it.1).sum::<u64>();
    let known = |name: &String| population.iter().any(|it| it.0 == *name);
    let strangers = column.words.iter().zip(&counts).filter(|it| *it.1 > 0 && !known(it.0));
    let all: Vec<(String, u64, f64)> = population
        .iter()
        .map(|it| (it.0.clone(), count(&it.0), it.1 / total))
        .chain(strangers.map(|it| (it.0.clone(), *it.1, 0.0)))
        .collect();
    let [distance, divergence] = apart(&all, n, wanted.draws)?;
    Ok(Representation {
        column: column.name.to_owned(),
        n,
        missing,
        distance: Measured::Estimate(distance),
        divergence: Measured::Estimate(divergence),
        fit: fit(&all, n),
        strangers: all.iter().filter(|it| it.2 == 0.0).map(|it| it.1).sum(),
        categories: categories(&all, n, wanted)?,
    })
}

/// Total variation and Jensen-Shannon divergence from the population, with intervals from resampled rows: noise only adds to both.
fn apart(all: &[(String, u64, f64)], n: u64, draws: Draws) -> Result<[Estimate; 2], Undefined> {
    let of = |counts: &[u64]| {
        let parts = || counts.iter().zip(all).map(|(k, it)| (*k as f64 / n as f64, it.2));
        [
            0.5 * parts().map(|(share, expected)| (share - expected).abs()).sum::<f64>(),
            parts().map(|(share, expected)| divergence(share, expected)).sum(),
        ]
    };
    let counts: Vec<u64> = all.iter().map(|it| it.1).collect();
    let drawn = counts::resample(&counts, draws, 2, |counts, values| values.copy_from_slice(&of(counts)));
    let mut drawn = drawn.into_iter();
    let mut with = |value: f64| Ok(sized(Estimate::plain(value, n)?, drawn.next().unwrap_or_default(), draws.level));
    let [distance, divergence] = of(&counts);
    Ok([with(distance)?, with(divergence)?])
}

/// What one category adds to the Jensen-Shannon divergence.
fn divergence(p: f64, q: f64) -> f64 {
    let middle = 0.5 * (p + q);
    let term = |it: f64| if it > 0.0 { 0.5 * it * (it / middle).ln() } else { 0.0 };
    term(p) + term(q)
}

/// Pearson's goodness of fit; none where the population rules a category out that the data hold.
fn fit(all: &[(String, u64, f64)], n: u64) -> Option<Tested> {
    let expected = |it: &(String, u64, f64)| n as f64 * it.2;
    let possible: Vec<_> = all.iter().filter(|it| it.2 > 0.0).collect();
    if possible.len() < 2 || all.iter().any(|it| it.2 == 0.0 && it.1 > 0) {
        return None;
    }
    let statistic = possible.iter().map(|it| (it.1 as f64 - expected(it)).powi(2) / expected(it)).sum();
    Some(Tested::chi_square("goodness_of_fit", statistic, possible.len() as f64 - 1.0, n))
}

fn categories(all: &[(String, u64, f64)], n: u64, wanted: Wanted) -> Result<Vec<Category>, Undefined> {
    let tests: Vec<Tested> = all.iter().map(|it| binomial_test(it.1, n, it.2)).collect();
    let adjusted = adjust(&tests.iter().map(|it| it.p).collect::<Vec<_>>(), Correction::BenjaminiHochberg);
    // A rate of one half needs the most rows, so these are enough for any.
    let rows = rows_for_width(0.5, wanted.half, wanted.draws.level)?;
    let one = |((it, chance), adjusted): ((&(String, u64, f64), Tested), f64)| {
        let own = share(it.1, n, wanted.draws.level, Method::Wilson);
        Category {
            category: it.0.clone(),
            expected: it.2,
            ratio: own.clone().and_then(|own| over(own, it.2)).into(),
            share: own.into(),
            chance,
            adjusted,
            wanted: rows,
        }
    };
    Ok(all.iter().zip(tests).zip(adjusted).map(one).collect())
}

/// A share and its interval over a known share.
fn over(own: Estimate, expected: f64) -> Result<Estimate, Undefined> {
    if expected == 0.0 {
        return Err(Undefined::because("the population does not hold this category"));
    }
    let mut ratio = Estimate { value: own.value / expected, ..own };
    ratio.fraction = None;
    ratio.interval = own.interval.map(|it| crate::Interval { low: it.low / expected, high: it.high / expected, ..it });
    Ok(ratio)
}

/// A combination of categories with few rows or none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ThinCell {
    /// The columns.
    pub by: Vec<String>,
    /// The categories.
    pub cell: String,
    /// Rows in it.
    pub rows: u64,
}

/// Combinations of up to `depth` columns that hold fewer than `minimum` rows, the emptiest first, narrow ones before wide;
/// those inside a combination that is thin already are left out. At most `limit` are told.
pub fn thin_cells(
    columns: &[Coded<'_>],
    depth: usize,
    minimum: u64,
    limit: usize,
) -> Result<Vec<ThinCell>, crate::ColumnError> {
    let rows = columns.first().map_or(0, |it| it.codes.len());
    let ones = vec![0; rows];
    let found = groupings(Rows { attributes: columns, predictions: &ones, labels: None }, depth)?;
    let mut thin: Vec<(ThinCell, Cell)> = Vec::new();
    let mut known: HashSet<Cell> = HashSet::new();
    for grouping in &found {
        let places: Vec<usize> =
            grouping.by.iter().filter_map(|it| columns.iter().position(|column| column.name == *it)).collect();
        let counts: HashMap<&[String], u64> =
            grouping.groups.iter().map(|it| (it.words.as_slice(), it.counts.n())).collect();
        for cell in combinations(columns, &places) {
            let words: Vec<String> = cell.iter().map(|(at, word)| columns[*at].words[*word].clone()).collect();
            let rows = counts.get(words.as_slice()).copied().unwrap_or(0);
            if rows < minimum && !parts(&cell).any(|it| known.contains(&it)) {
                known.insert(cell.clone());
                thin.push((ThinCell { by: grouping.by.clone(), cell: words.join(", "), rows }, cell));
            }
        }
    }
    thin.sort_by_key(|it| (it.1.len(), it.0.rows));
    Ok(thin.into_iter().map(|it| it.0).take(limit).collect())
}

/// Columns and words, by their places.
type Cell = Vec<(usize, usize)>;

/// Every narrower combination inside `cell`.
fn parts(cell: &Cell) -> impl Iterator<Item = Cell> + '_ {
    let chosen =
        |mask: usize| cell.iter().enumerate().filter(move |it| mask >> it.0 & 1 == 1).map(|it| *it.1).collect();
    (1..(1 << cell.len()) - 1).map(chosen)
}

/// Every combination of one word of each of `places`, as pairs of column and word.
fn combinations(columns: &[Coded<'_>], places: &[usize]) -> Vec<Cell> {
    places.iter().fold(vec![Vec::new()], |all, &at| {
        let longer = |it: &Cell| {
            let it = it.clone();
            (0..columns[at].words.len()).map(move |word| it.iter().copied().chain([(at, word)]).collect())
        };
        all.iter().flat_map(longer).collect()
    })
}

impl Representation {
    /// Its numbers as lines.
    pub fn lines(&self) -> Vec<Line> {
        let of = |it: &Category| format!("{} = {}", self.column, it.category);
        let ratios = self.categories.iter().map(|it| Line::new("representation_ratio", of(it), it.ratio.clone()));
        let whole = [
            Line::new("representation_distance", self.column.clone(), self.distance.clone()),
            Line::new("representation_js_divergence", self.column.clone(), self.divergence.clone()),
        ];
        whole.into_iter().chain(ratios).collect()
    }
}
