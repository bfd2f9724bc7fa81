//! Which columns changed most: every change as a multiple of the margin that the plan allows it, with its cause where it has a name.

use assess::number;
use measure::drift::effect::{ESTIMATED, REALISED};

use super::batches::{Batch, Number};

/// What one column adds to the change of a batch.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution<'a> {
    /// The number.
    pub number: &'a Number,
    /// The change as a multiple of its margin.
    pub times: f64,
    /// What happened, where it has a name.
    pub cause: Option<&'a str>,
}

/// Every change of a batch that was held to a margin, the largest multiple first.
pub fn contributions(batch: &Batch) -> Vec<Contribution<'_>> {
    let one = |number: &'_ Number| {
        let times = number.value?.abs() / number.margin.filter(|it| *it > 0.0)?;
        let missing = number.metric == measure::drift::compare::MISSING.id;
        let fits = |name: &str| (name == "missingness") == missing;
        let cause = batch.causes.iter().find(|it| it.of == number.of && fits(&it.cause)).map(|it| it.sentence.as_str());
        Some((times, cause.filter(|_| number.verdict == "fail")))
    };
    let with = |number| one(number).map(|(times, cause)| Contribution { number, times, cause });
    let mut all: Vec<Contribution<'_>> = batch.numbers.iter().filter_map(with).collect();
    all.sort_by(|a, b| b.times.total_cmp(&a.times));
    all
}

impl Contribution<'_> {
    /// The change in a sentence: how large, how sure, how many times its margin, and why.
    pub fn sentence(&self) -> String {
        let Number { metric, of, value, interval, adjusted_p, .. } = self.number;
        let value = value.map(number::number).unwrap_or_default();
        let interval = interval.map(|(low, high)| format!(" [{}, {}]", number::number(low), number::number(high)));
        let p = adjusted_p.map(|it| format!(", p {}", number::p_value(it)));
        let cause = self.cause.map(|it| format!(": {it}")).unwrap_or_default();
        let (interval, p) = (interval.unwrap_or_default(), p.unwrap_or_default());
        format!("`{of}` changed by {value}{interval} in {metric}{p}, {:.1} times its margin{cause}", self.times)
    }
}

/// What the batch means for predictions, in a sentence; nothing where no predictions were named.
pub fn effect(batch: &Batch) -> Option<String> {
    let found = batch
        .whole(REALISED.id)
        .map(|it| (it, "by labels"))
        .or_else(|| Some((batch.whole(ESTIMATED.id)?, "as the scores promise")))?;
    let (number, how) = found;
    Some(match (number.value, number.interval) {
        (Some(value), Some((low, high))) => format!(
            "accuracy changed by {} [{}, {}] {how}",
            number::number(value),
            number::number(low),
            number::number(high)
        ),
        _ => format!("what it means for predictions is not assessable: {}", number.note),
    })
}
