//! How far people who gave the same labels agree beyond chance: kappa of each two raters, alpha of all, with ratings missing.

use measure::inference::agreement::{Scale, Weights, cohen_kappa, krippendorff_alpha};
use measure::report::Line;

use super::data::{self, said};
use super::report::{Cell, Found, Note, Table};
use super::run::Ask;
use crate::Error;

/// Most different ratings; more are no classes.
const CLASSES: usize = 1000;

/// Measures.
pub fn run(ask: &Ask<'_>) -> Result<Found, Error> {
    let raters: Vec<&str> = ask.columns.rater.iter().map(String::as_str).collect();
    if raters.len() < 2 {
        return Err(Error::input("`agreement` compares raters; name the column of each with --rater"));
    }
    let (ratings, words) = ratings(ask, &raters)?;
    let rows = ratings.first().map_or(0, Vec::len);
    let mut found = Found { rows: rows as u64, ..Found::default() };
    for (at, one) in ratings.iter().enumerate() {
        for (beside, other) in ratings.iter().enumerate().skip(at + 1) {
            let value = cohen_kappa(&crossed(one, other, words.len()), words.len(), Weights::Nominal, ask.draws.level);
            found.lines.push(Line::new("cohen_kappa", format!("{} and {}", raters[at], raters[beside]), value));
        }
    }
    let units: Vec<Vec<u32>> = (0..rows).map(|row| ratings.iter().filter_map(|it| it[row]).collect()).collect();
    let values: Vec<f64> = (0..words.len()).map(|it| it as f64).collect();
    let alpha = krippendorff_alpha(&units, &values, Scale::Nominal, ask.draws);
    found.lines.push(Line::new("krippendorff_alpha", "", alpha));
    found.tables.push(shares(&raters, &ratings, &words));
    if words.iter().all(|it| it.parse::<f64>().is_ok()) {
        let says = "ratings are numbers and are compared as names: how far apart two of them lie does not count";
        found.notes.push(Note::new("ratings_are_names", "", says));
    }
    Ok(found)
}

/// What each rater gave, by one list of words; none where a rating is missing.
type Ratings = (Vec<Vec<Option<u32>>>, Vec<String>);

fn ratings(ask: &Ask<'_>, raters: &[&str]) -> Result<Ratings, Error> {
    let table = data::table(ask.source()?, raters, ask.threads)?;
    let batch = data::batch(&table)?;
    let coded = raters.iter().map(|name| batch.column(name).and_then(|it| it.coded(CLASSES)).map_err(said));
    let coded = coded.collect::<Result<Vec<_>, _>>()?;
    let mut words: Vec<String> = coded.iter().flat_map(|it| it.words.iter().cloned()).collect();
    words.sort();
    words.dedup();
    let own = |word: Option<&String>| words.binary_search(word?).ok().map(|it| it as u32);
    let given =
        coded.iter().map(|it| it.codes.iter().map(|&code| own(it.words.get(code as usize))).collect()).collect();
    Ok((given, words))
}

/// How often two raters gave each pair of ratings.
fn crossed(one: &[Option<u32>], other: &[Option<u32>], classes: usize) -> Vec<u64> {
    let mut cells = vec![0; classes * classes];
    for (one, other) in one.iter().zip(other).filter_map(|it| it.0.zip(*it.1)) {
        cells[one as usize * classes + other as usize] += 1;
    }
    cells
}

/// How often each rater gave each rating.
fn shares(raters: &[&str], ratings: &[Vec<Option<u32>>], words: &[String]) -> Table {
    let columns: Vec<&str> = std::iter::once("rating").chain(raters.iter().copied()).collect();
    let row = |(code, word): (usize, &String)| {
        let count = |of: &Vec<Option<u32>>| of.iter().filter(|it| **it == Some(code as u32)).count() as u64;
        std::iter::once(Cell::from(word.clone())).chain(ratings.iter().map(|it| Cell::from(count(it)))).collect()
    };
    Table { rows: words.iter().enumerate().map(row).collect(), ..Table::new("ratings", &columns) }
}
