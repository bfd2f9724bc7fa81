//! The distance from a population of rows that count by weights, with an interval from what the weights are worth.
//!
//! The sum of weights in a category varies by the sum of their squares, as it does where each row is drawn or not by itself (Särndal,
//! Swensson and Wretman, Model Assisted Survey Sampling, 1992, 2.8): a few heavy rows are worth few. Strata and clusters of a survey are
//! not known.

use rayon::prelude::*;

use crate::chance::Chance;
use crate::column::Coded;
use crate::estimate::{Estimate, Undefined};
use crate::inference::resample::{Draws, sized};

/// A category: the sum of the weights in it, the sum of their squares, and its share of the population.
struct Part {
    sum: f64,
    squares: f64,
    expected: f64,
}

/// The total variation between the weighted shares of `column` and those of the population, which are scaled to add up to 1.
///
/// Errors: no weight at all in rows with a value, or a population without a share.
pub fn distance(
    column: &Coded<'_>,
    weights: &[f64],
    population: &[(String, f64)],
    draws: Draws,
) -> Result<Estimate, Undefined> {
    let whole: f64 = population.iter().map(|it| it.1).sum();
    let parts = parts(column, weights, population, whole);
    let sums: Vec<f64> = parts.iter().map(|it| it.sum).collect();
    if whole <= 0.0 || sums.iter().sum::<f64>() <= 0.0 {
        return Err(Undefined::because("no row with a weight holds a value, or the population has no share"));
    }
    let held = column.codes.iter().filter(|it| **it < column.missing()).count() as u64;
    let one = |stream: usize| {
        let mut chance = Chance::new(draws.seed, stream as u64);
        let drawn: Vec<f64> = parts.iter().map(|it| (it.sum + it.squares.sqrt() * chance.normal()).max(0.0)).collect();
        apart(&drawn, &parts)
    };
    let drawn: Vec<f64> = (0..draws.replicates).into_par_iter().map(one).collect();
    Ok(sized(Estimate::plain(apart(&sums, &parts), held)?, drawn, draws.level))
}

/// Every category of the data or of the population.
fn parts(column: &Coded<'_>, weights: &[f64], population: &[(String, f64)], whole: f64) -> Vec<Part> {
    let mut own = vec![(0.0, 0.0); column.words.len() + 1];
    for (&code, weight) in column.codes.iter().zip(weights) {
        let (sum, squares) = &mut own[code as usize];
        (*sum, *squares) = (*sum + weight, *squares + weight * weight);
    }
    let known = |word: &String| population.iter().find(|it| it.0 == *word).map_or(0.0, |it| it.1 / whole);
    let held =
        column.words.iter().zip(&own).map(|(word, own)| Part { sum: own.0, squares: own.1, expected: known(word) });
    let lacking = population.iter().filter(|it| !column.words.contains(&it.0));
    held.chain(lacking.map(|it| Part { sum: 0.0, squares: 0.0, expected: it.1 / whole })).collect()
}

fn apart(sums: &[f64], parts: &[Part]) -> f64 {
    let all: f64 = sums.iter().sum();
    0.5 * sums.iter().zip(parts).map(|(sum, it)| (sum / all - it.expected).abs()).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::represent::{Wanted, represent};

    const DRAWS: Draws = Draws { replicates: 4000, seed: 1, level: 0.95 };

    fn column(codes: Vec<u32>) -> Coded<'static> {
        let words: Vec<String> = ["a", "b", "c"].map(str::to_owned).into();
        Coded { name: "g", codes: codes.into(), words: words.into() }
    }

    #[test]
    fn equal_weights_have_the_interval_of_rows_and_few_heavy_rows_a_wider_one() {
        let codes: Vec<u32> = (0..1200).map(|it| [0, 0, 1, 2, 2, 2][it % 6]).collect();
        let population = [("a", 0.25), ("b", 0.25), ("c", 0.5)].map(|it| (it.0.to_owned(), it.1));
        let rows = represent(&column(codes.clone()), &population, Wanted { half: 0.05, draws: DRAWS }).unwrap();
        let rows = rows.distance.get().unwrap().interval.unwrap();
        let of = |weights: &[f64]| distance(&column(codes.clone()), weights, &population, DRAWS).unwrap();
        let equal = of(&[3.0; 1200]);
        let own = equal.interval.unwrap();
        assert!((equal.value - 1.0 / 12.0).abs() < 1e-12 && equal.n == 1200);
        assert!((own.low - rows.low).abs() < 0.004 && (own.high - rows.high).abs() < 0.004, "{own:?} {rows:?}");
        // One row of each ten counts ninety-one times as much: the same shares from a tenth of the rows.
        let heavy: Vec<f64> = (0..1200).map(|it| if it / 6 % 10 == 0 { 91.0 } else { 1.0 }).collect();
        let wide = of(&heavy);
        let width = |it: crate::Interval| it.high - it.low;
        assert!((wide.value - 1.0 / 12.0).abs() < 1e-12);
        assert!(width(wide.interval.unwrap()) > 2.0 * width(own), "{wide:?}");
    }
}
