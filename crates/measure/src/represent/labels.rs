//! Labels by group: how often a label stands in a group, and by how much more or less often than in everybody else.
//!
//! All differences are one family of tests under Holm's correction. A group with fewer rows than the least, or beside fewer others, is not
//! judged, and one is alike where the whole interval of its difference lies within a margin. Unequal labels may be the world or the way in which it was labelled; which it is no number tells. Serves ISO/IEC TR 24027 and
//! ISO/IEC 42001 Annex A.7.4.

use crate::estimate::{Measured, Method, Undefined, Verdict};
use crate::inference::Tested;
use crate::inference::difference::{Side, difference};
use crate::inference::multiple::{Correction, adjust};
use crate::inference::share::share;
use crate::inference::table::Table;
use crate::metric::Metric;
use crate::report::{Beside, Line};

/// How often a label stands in a group.
pub const RATE: Metric = super::entry(
    "label_rate",
    "Rate of a label in a group",
    "How often a label stands in a group or an intersection of groups.",
    "k / n",
    "0: never; 1: always",
);

/// How far that is from everybody else.
pub const DIFFERENCE: Metric = super::entry(
    "label_rate_difference",
    "Difference of a label's rate from everybody else",
    "How much more often a label stands in a group than in all other rows.",
    "k / n - k' / n'; chi-square or exact test, corrected by Holm over all groups and labels",
    "0: as often as in the others; surely above or below: the group is labelled otherwise",
);

/// A label in a group as it was counted, and in all other rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted {
    /// The group, such as `sex = f` or `sex x region = f, north`.
    pub group: String,
    /// The label.
    pub label: String,
    /// Rows of the group that have the label, of those that have any.
    pub own: Side,
    /// The same of all other rows.
    pub others: Side,
}

/// A label in a group that was held against everybody else.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelRate {
    /// What was counted.
    pub counted: Counted,
    /// Its rate, with a Wilson interval.
    pub rate: Measured,
    /// Its rate less that of the others, with Newcombe's interval.
    pub difference: Measured,
    /// The test; none where it is not judged.
    pub chance: Option<Tested>,
    /// Its p-value corrected over all that are judged.
    pub adjusted: Option<f64>,
    /// What follows at the level.
    pub verdict: Verdict,
}

/// Judges all labels of all groups together; a group needs `minimum` rows, and as many beside it. A difference counts as none up to `margin`.
pub fn label_rates(
    counted: &[Counted],
    (minimum, margin): (u64, f64),
    level: f64,
    (replicates, seed): (usize, u64),
) -> Vec<LabelRate> {
    let tested = |it: &Counted| -> Option<Tested> {
        let enough = it.own.n >= minimum.max(1) && it.others.n >= minimum.max(1);
        let cells = [it.own.k, it.own.n - it.own.k, it.others.k, it.others.n - it.others.k];
        Some(Table::new(&cells, 2).ok().filter(|_| enough)?.independence(replicates, seed))
    };
    let enough = |it: &Counted| it.own.n >= minimum.max(1) && it.others.n >= minimum.max(1);
    let tests: Vec<Option<Tested>> = counted.iter().map(tested).collect();
    let known: Vec<f64> = tests.iter().flatten().map(|it| it.p).collect();
    let mut adjusted = adjust(&known, Correction::Holm).into_iter();
    let one = |(it, chance): (&Counted, Option<Tested>)| {
        let adjusted = chance.and_then(|_| adjusted.next());
        let none = || Undefined::because("fewer rows than the plan asks of a group");
        let gap: Measured =
            if enough(it) { difference(it.own, it.others, level, Method::Newcombe) } else { Err(none()) }.into();
        let interval = gap.get().ok().and_then(|it| it.interval);
        let near = interval.is_some_and(|it| it.low >= -margin && it.high <= margin);
        let verdict = match adjusted {
            _ if !enough(it) => Verdict::NotAssessable { why: "not enough data to say".into() },
            Some(p) if p <= 1.0 - level => Verdict::Fail,
            // Where everybody has the label or nobody nothing can be tested, and the interval still tells how sure it is.
            _ if near => Verdict::Pass,
            _ => Verdict::Inconclusive,
        };
        let rate = share(it.own.k, it.own.n, level, Method::Wilson).into();
        LabelRate { rate, difference: gap, counted: it.clone(), chance, adjusted, verdict }
    };
    counted.iter().zip(tests).map(one).collect()
}

impl LabelRate {
    /// Its rate and its difference as lines, the latter beside no difference.
    pub fn lines(&self) -> [Line; 2] {
        let of = format!("{}: {}", self.counted.group, self.counted.label);
        let beside = Beside {
            expected: 0.0,
            p: self.chance.map(|it| it.p),
            adjusted_p: self.adjusted,
            verdict: self.verdict.clone(),
        };
        let difference = Line::new(DIFFERENCE.id, of.clone(), self.difference.clone());
        [Line::new(RATE.id, of, self.rate.clone()), Line { beside: Some(beside), ..difference }]
    }
}
