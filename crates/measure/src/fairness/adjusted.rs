//! Odds of selection of a group over those of the reference while other columns are held equal: a logistic model.
//!
//! A gap that stays when income and debt are held equal has another cause than these; one that goes away is not thereby just. Sources:
//! Cox (1958); Hosmer, Lemeshow and Sturdivant, Applied Logistic Regression (2013), for Wald's interval of the logarithm of the odds.

use serde::Serialize;

use crate::column::{Coded, Column};
use crate::estimate::{Estimate, Interval, Measured, Method, Undefined};
use crate::inference::distribution::two_sided;
use crate::metric::{Family, Metric};
use crate::roles::UNKNOWN;

/// The metric in words.
pub const METRIC: Metric = Metric {
    id: "adjusted_odds_ratio",
    title: "Adjusted odds ratio",
    family: Family::Fairness,
    definition: "The odds of selection of a group over those of the reference among rows that are alike in the columns held equal.",
    formula: "exp(b_a) in logit P(h=1) = c + b_a + sum_j d_j x_j",
    reading: "1: the same odds for rows that are alike; below 1: lower odds for the group",
    source: "Cox (1958); Hosmer, Lemeshow and Sturdivant (2013)",
};

/// Words of a column up to which it is held equal word by word.
pub const MOST_WORDS: usize = 50;
/// Rounds after which Newton's method is given up: the outcomes are separated.
const ROUNDS: usize = 50;
/// How small a step ends the rounds, and how small a pivot is none.
const SMALL: f64 = 1e-10;

/// A group against the reference while columns are held equal.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Adjusted {
    /// The attribute.
    pub by: String,
    /// The group.
    pub group: String,
    /// The group that it is compared with.
    pub reference: String,
    /// The odds ratio with Wald's interval.
    pub odds_ratio: Measured,
}

/// Every group of `attribute` against `reference`; `held` are numbers or words. Rows that lack anything are left out.
pub fn adjusted(
    attribute: &Coded<'_>,
    reference: usize,
    predictions: &[u8],
    held: &[Column<'_>],
    level: f64,
) -> Vec<Adjusted> {
    let fitted = Design::of(attribute, reference, predictions, held).and_then(|it| it.fit());
    let others = (0..attribute.words.len()).filter(|it| *it != reference && reference < attribute.words.len());
    let one = |(place, at): (usize, usize)| Adjusted {
        by: attribute.name.to_owned(),
        group: attribute.words[at].clone(),
        reference: attribute.words[reference].clone(),
        odds_ratio: fitted.as_ref().map_err(Clone::clone).and_then(|it| it.odds_ratio(place, level)).into(),
    };
    others.enumerate().map(one).collect()
}

/// What the model learns from: a constant, one place for each group but the reference, the columns held equal.
struct Design {
    rows: Vec<Vec<f64>>,
    selected: Vec<bool>,
}

struct Fitted {
    weights: Vec<f64>,
    covariance: Vec<Vec<f64>>,
    n: u64,
}

impl Design {
    fn of(
        attribute: &Coded<'_>,
        reference: usize,
        predictions: &[u8],
        held: &[Column<'_>],
    ) -> Result<Design, Undefined> {
        let features: Vec<Vec<Vec<f64>>> = held.iter().map(features).collect::<Result<_, _>>()?;
        let group =
            |code: u32| (0..attribute.words.len()).filter(|it| *it != reference).map(move |it| it == code as usize);
        let row = |at: usize| -> Option<(Vec<f64>, bool)> {
            let code = attribute.codes[at];
            let known = code < attribute.missing() && predictions[at] != UNKNOWN;
            let groups = group(code).map(|it| f64::from(u8::from(it)));
            let values = features.iter().flatten().map(|it| it[at]);
            let row: Vec<f64> = [1.0].into_iter().chain(groups).chain(values).collect();
            (known && row.iter().all(|it| it.is_finite())).then_some((row, predictions[at] == 1))
        };
        let (rows, selected) = (0..predictions.len()).filter_map(row).unzip();
        Ok(Design { rows, selected })
    }

    /// The best fit by Newton's method, with the inverse of the information.
    fn fit(&self) -> Result<Fitted, Undefined> {
        let width = self.rows.first().map_or(0, Vec::len);
        if width == 0 {
            return Err(Undefined::because("no row holds all columns"));
        }
        let mut weights = vec![0.0; width];
        for _ in 0..ROUNDS {
            let (mut gradient, mut information) = (vec![0.0; width], vec![vec![0.0; width]; width]);
            for (row, &selected) in self.rows.iter().zip(&self.selected) {
                let score: f64 = weights.iter().zip(row).map(|(weight, value)| weight * value).sum();
                let p = 1.0 / (1.0 + (-score).exp());
                let (off, weight) = (f64::from(u8::from(selected)) - p, p * (1.0 - p));
                for (at, value) in row.iter().enumerate().filter(|it| *it.1 != 0.0) {
                    gradient[at] += off * value;
                    information[at].iter_mut().zip(row).for_each(|(sum, other)| *sum += weight * value * other);
                }
            }
            let covariance = inverse(information)?;
            let step = |line: &Vec<f64>| line.iter().zip(&gradient).map(|(it, g)| it * g).sum::<f64>();
            let steps: Vec<f64> = covariance.iter().map(step).collect();
            weights.iter_mut().zip(&steps).for_each(|(weight, step)| *weight += step);
            if steps.iter().all(|it| it.abs() < SMALL) {
                return Ok(Fitted { weights, covariance, n: self.rows.len() as u64 });
            }
        }
        Err(Undefined::because("a group or a column held equal tells the predictions apart entirely"))
    }
}

impl Fitted {
    /// The odds ratio of the group at `place` among those that are not the reference.
    fn odds_ratio(&self, place: usize, level: f64) -> Result<Estimate, Undefined> {
        let (value, error) = (self.weights[place + 1], self.covariance[place + 1][place + 1].sqrt());
        let half = two_sided(level) * error;
        let interval =
            Interval { low: (value - half).exp(), high: (value + half).exp(), level, method: Method::Normal };
        Ok(Estimate::plain(value.exp(), self.n)?.with(interval))
    }
}

/// A column as numbers of mean 0 and deviation 1, or one place for each word but the first; NaN where there is no value.
fn features(column: &Column<'_>) -> Result<Vec<Vec<f64>>, Undefined> {
    let fault = |why: &str| Undefined::because(format!("column `{}` {why}", column.name));
    if let Ok(numbers) = column.numbers() {
        let known: Vec<f64> = numbers.iter().copied().filter(|it| it.is_finite()).collect();
        let n = known.len() as f64;
        let mean = known.iter().sum::<f64>() / n;
        let deviation = (known.iter().map(|it| (it - mean) * (it - mean)).sum::<f64>() / n).sqrt();
        return match deviation > 0.0 {
            true => Ok(vec![numbers.iter().map(|it| (it - mean) / deviation).collect()]),
            false => Err(fault("holds one value, so there is nothing to hold equal")),
        };
    }
    let coded = column.coded(MOST_WORDS).map_err(|_| fault("has more than 50 words; put them together"))?;
    let of = |word: u32| -> Vec<f64> {
        let place = |it: &u32| if *it < coded.missing() { f64::from(u8::from(*it == word)) } else { f64::NAN };
        coded.codes.iter().map(place).collect()
    };
    Ok((1..coded.words.len() as u32).map(of).collect())
}

/// The inverse of a positive definite matrix by elimination; none where columns say the same.
fn inverse(mut matrix: Vec<Vec<f64>>) -> Result<Vec<Vec<f64>>, Undefined> {
    let width = matrix.len();
    let mut inverse: Vec<Vec<f64>> =
        (0..width).map(|at| (0..width).map(|other| f64::from(u8::from(at == other))).collect()).collect();
    let scale: Vec<f64> = (0..width).map(|at| matrix[at][at]).collect();
    for at in 0..width {
        let pivot = matrix[at][at];
        if pivot.is_nan() || pivot <= SMALL * scale[at] {
            return Err(Undefined::because(
                "groups and columns held equal tell the same, or predictions apart entirely",
            ));
        }
        for side in [&mut matrix, &mut inverse] {
            side[at].iter_mut().for_each(|it| *it /= pivot);
        }
        let (own, own_inverse) = (matrix[at].clone(), inverse[at].clone());
        for row in (0..width).filter(|it| *it != at) {
            let factor = matrix[row][at];
            matrix[row].iter_mut().zip(&own).for_each(|(it, own)| *it -= factor * own);
            inverse[row].iter_mut().zip(&own_inverse).for_each(|(it, own)| *it -= factor * own);
        }
    }
    Ok(inverse)
}
