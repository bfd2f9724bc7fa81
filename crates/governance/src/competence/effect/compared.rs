//! Two sides of what people did, and what goes together with a score. Pure; a person is the unit, so that many records about one of them count as
//! one person's and never as independent.
//!
//! A side is a ratio: what was counted over what it could have been counted in (years in the role, decisions taken). Its variance is that of a ratio
//! estimate with people as clusters, and the interval is Student's, over the people less one, by Welch and Satterthwaite where both sides have other
//! people. Sources: Cochran, Sampling Techniques (1977), chapter 6; Welch, Biometrika 34 (1947); for ranks Bonett and Wright, Psychometrika 65 (2000).

use std::collections::BTreeMap;

use measure::inference::curve::midranks;
use measure::inference::distribution::{student_quantile, student_two_sided, two_sided};
use record::Id;

use super::super::items::correlation;

/// What was counted of somebody, and in how much: years, or decisions.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Amount {
    /// How much was counted.
    pub counted: f64,
    /// In how much.
    pub of: f64,
}

/// People with what was counted of each.
pub type Side = BTreeMap<Id, Amount>;

/// What a comparison says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// The first side less the second, or the correlation.
    pub value: f64,
    /// The lower end of its interval.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// The two-sided p-value by itself.
    pub p: f64,
}

/// All of a side together.
pub fn whole(side: &Side) -> Amount {
    let sum = |of: fn(&Amount) -> f64| side.values().map(of).sum();
    Amount { counted: sum(|it| it.counted), of: sum(|it| it.of) }
}

/// How much was counted in one.
pub fn figure(of: &Amount) -> f64 {
    of.counted / of.of
}

/// How far each person lies from the figure of their side, over the whole of it.
fn residuals(side: &Side) -> BTreeMap<&Id, f64> {
    let all = whole(side);
    side.iter().map(|(id, it)| (id, (it.counted - figure(&all) * it.of) / all.of)).collect()
}

/// The sum of squares as a variance of people who were drawn.
fn variance(residuals: impl ExactSizeIterator<Item = f64>) -> f64 {
    let n = residuals.len() as f64;
    n / (n - 1.0) * residuals.map(|it| it * it).sum::<f64>()
}

/// The same people afterwards less before; nothing where they do not differ among each other at all.
pub fn same_people(after: &Side, before: &Side, level: f64) -> Option<Found> {
    let (own, other) = (residuals(after), residuals(before));
    let gaps: Vec<f64> = own.iter().filter_map(|(id, it)| Some(it - other.get(id)?)).collect();
    let n = gaps.len() as f64;
    interval(figure(&whole(after)) - figure(&whole(before)), variance(gaps.into_iter()), n - 1.0, level)
}

/// Some people less others; nothing where neither side differs within itself.
pub fn other_people(with: &Side, without: &Side, level: f64) -> Option<Found> {
    let (own, other) = (variance(residuals(with).into_values()), variance(residuals(without).into_values()));
    let free = |it: f64, n: usize| it * it / (n as f64 - 1.0);
    let degrees = (own + other).powi(2) / (free(own, with.len()) + free(other, without.len()));
    interval(figure(&whole(with)) - figure(&whole(without)), own + other, degrees, level)
}

fn interval(value: f64, variance: f64, degrees: f64, level: f64) -> Option<Found> {
    if degrees.is_nan() || degrees < 1.0 || variance <= 0.0 {
        return None;
    }
    let (error, t) = (variance.sqrt(), student_quantile(level, degrees));
    let p = student_two_sided(value / error, degrees);
    Some(Found { value, low: value - t * error, high: value + t * error, p })
}

/// Spearman's correlation of scores with what was counted; nothing where either is the same for everybody.
pub fn goes_with(pairs: &[(f64, f64)], level: f64) -> Option<Found> {
    let n = pairs.len() as f64;
    let ranks = |of: fn(&(f64, f64)) -> f64| midranks(&pairs.iter().map(of).collect::<Vec<_>>());
    let ranked: Vec<(f64, f64)> = ranks(|it| it.0).into_iter().zip(ranks(|it| it.1)).collect();
    let value = correlation(&ranked)?;
    if n < 4.0 {
        return None;
    }
    // Ranks that agree wholly have no spread on the scale of the interval; they are held a hair below it.
    let at = value.clamp(-1.0 + 1e-9, 1.0 - 1e-9);
    let half = two_sided(level) * ((1.0 + at * at / 2.0) / (n - 3.0)).sqrt();
    let t = at * ((n - 2.0) / (1.0 - at * at)).sqrt();
    let (low, high) = ((at.atanh() - half).tanh(), (at.atanh() + half).tanh());
    Some(Found { value, low, high, p: student_two_sided(t, n - 2.0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(of: &[(f64, f64)]) -> Side {
        let one = |(at, it): (usize, &(f64, f64))| {
            (format!("PER-{}", at + 1).parse().unwrap(), Amount { counted: it.0, of: it.1 })
        };
        of.iter().enumerate().map(one).collect()
    }

    #[test]
    fn equal_exposures_give_the_textbook_intervals_of_means() {
        // With one year each the ratio is the mean, so Student's paired interval and Welch's hold as textbooks have them.
        let (after, before) =
            (side(&[(1.0, 1.0), (2.0, 1.0), (3.0, 1.0)]), side(&[(4.0, 1.0), (4.0, 1.0), (7.0, 1.0)]));
        let paired = same_people(&after, &before, 0.95).unwrap();
        // Gaps -3, -2, -4: mean -3, deviation 1, error 1/sqrt(3), t of 2 degrees 4.302653.
        assert!(
            (paired.value + 3.0).abs() < 1e-12 && (paired.high - paired.value - 4.302_652_7 / 3f64.sqrt()).abs() < 1e-6
        );
        let apart = other_people(&after, &before, 0.95).unwrap();
        // Variances 1 and 3 over 3: error sqrt(4/3), degrees (4/3)^2 / ((1/3)^2/2 + 1/2) = 3.2.
        assert!((apart.value + 3.0).abs() < 1e-12 && apart.p > 0.05 && apart.p < 0.09, "{apart:?}");
    }

    #[test]
    fn who_does_not_differ_gives_no_interval() {
        let (same, other) = (side(&[(0.0, 1.0), (0.0, 2.0)]), side(&[(0.0, 1.0), (0.0, 1.0)]));
        assert_eq!(same_people(&same, &other, 0.95), None);
        assert_eq!(other_people(&same, &other, 0.95), None);
        assert_eq!(goes_with(&[(1.0, 0.0), (2.0, 0.0), (3.0, 0.0), (4.0, 0.0), (5.0, 0.0)], 0.95), None);
    }
}
