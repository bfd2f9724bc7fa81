//! What cannot hold at once: with different base rates no imperfect predictor has equal error rates and equal predictive value.
//!
//! Sources: Chouldechova, Big Data 5 (2017); Kleinberg, Mullainathan and Raghavan (2017).

use serde::Serialize;

use super::cells::Grouping;
use super::confusion::{Confusion, FALSE_POSITIVE_RATE, POSITIVE_PREDICTIVE_VALUE, TRUE_POSITIVE_RATE};
use crate::inference::Tested;
use crate::inference::table::Table;

/// Two groups whose base rates differ, and what that forces.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Impossible {
    /// The group with the higher base rate.
    pub higher: String,
    /// The group with the lower base rate.
    pub lower: String,
    /// Base rates of both, higher first.
    pub base_rates: [f64; 2],
    /// Whether the base rates may be the same.
    pub same: Tested,
    /// The false positive rate that the lower group has.
    pub false_positive_rate: f64,
    /// The one it would have to have to match the higher group in predictive value and in true positive rate.
    pub forced_false_positive_rate: f64,
    /// The sentence for a reader.
    pub note: String,
}

/// The note for the groups with the highest and the lowest base rate; none where they do not differ at `level`, or where the
/// predictions are perfect or say nothing.
pub fn impossible(grouping: &Grouping, minimum: u64, level: f64) -> Option<Impossible> {
    let base = |it: &Confusion| it.positives() as f64 / it.n() as f64;
    let mut groups = grouping.groups.iter().filter(|it| grouping.labelled && it.counts.n() >= minimum.max(1));
    let first = groups.next()?;
    let (low, high) = groups.fold((first, first), |(low, high), it| {
        (
            if base(&it.counts) < base(&low.counts) { it } else { low },
            if base(&it.counts) > base(&high.counts) { it } else { high },
        )
    });
    let (lower, higher) = (&low.counts, &high.counts);
    let table = Table::new(&[higher.positives(), higher.negatives(), lower.positives(), lower.negatives()], 2).ok()?;
    let same = table.independence(1000, 0);
    let (value, found) = (POSITIVE_PREDICTIVE_VALUE.value(higher), TRUE_POSITIVE_RATE.value(higher));
    let (rate, odds) = (base(lower), (1.0 - value) / value);
    let forced = rate / (1.0 - rate) * odds * found;
    if same.p > 1.0 - level || !forced.is_finite() || forced == 0.0 {
        return None;
    }
    let own = FALSE_POSITIVE_RATE.value(lower);
    let note = format!(
        "base rates differ ({:.3} in `{}`, {:.3} in `{}`), so true positive rate, false positive rate and predictive value \
         cannot all be equal; to match `{1}` in the first and the last, `{3}` would have a false positive rate of {:.3} \
         instead of {:.3}; decide which of them matters here",
        base(higher),
        high.name,
        rate,
        low.name,
        forced,
        FALSE_POSITIVE_RATE.value(higher)
    );
    Some(Impossible {
        higher: high.name.clone(),
        lower: low.name.clone(),
        base_rates: [base(higher), rate],
        same,
        false_positive_rate: own,
        forced_false_positive_rate: forced,
        note,
    })
}
