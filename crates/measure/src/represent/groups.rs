//! Groups and their intersections held against the shares of a reference: which are surely too few, and which cannot be judged.
//!
//! All groups are one family of exact tests under Holm's correction, so that a fair random sample is blamed in anything at most as
//! often as the level allows. A group is tested where the reference expects enough rows of it; this does not look at the rows that
//! came, so that a group is not excused by its absence, and none is chosen because of what it shows. That nothing shows a difference does
//! not make a group fair: it is fair where its whole interval lies near the share of the reference.

use crate::estimate::{Measured, Method, Verdict};
use crate::inference::Tested;
use crate::inference::multiple::{Correction, adjust};
use crate::inference::share::{binomial_test, share};
use crate::metric::Metric;
use crate::report::{Beside, Line};

/// The share of a group beside that of the reference.
pub const SHARE: Metric = super::entry(
    "representation_share",
    "Share of a group",
    "The share of a group or an intersection of groups in the data, held against its share in the reference.",
    "k / n; exact binomial test against P, corrected by Holm over all groups",
    "as the share in the reference; surely below it: under-represented; a wide interval: not known",
);

/// A group as it was counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted {
    /// Its name, such as `sex = f` or `sex x region = f, north`.
    pub name: String,
    /// Rows in it.
    pub rows: u64,
    /// Rows that could be in it.
    pub among: u64,
    /// Its share in the reference.
    pub expected: f64,
}

/// How a group stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// As common as in the reference: the whole interval of its ratio counts as alike.
    Fair,
    /// Nothing shows a difference, and the interval of its ratio is too wide to call it fair.
    Unclear,
    /// Surely less common.
    Under,
    /// Surely more common.
    Over,
    /// Fewer rows are expected than a judgement needs.
    NotAssessable,
}

/// A group that was held against its share.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The group.
    pub counted: Counted,
    /// Its share, with a Wilson interval.
    pub share: Measured,
    /// The exact test; none where it is not judged.
    pub chance: Option<Tested>,
    /// Its p-value corrected over all groups that are judged.
    pub adjusted: Option<f64>,
    /// How it stands.
    pub standing: Standing,
}

/// Judges all groups together: the chance that a fair sample is blamed in any is at most `1 - level`. A ratio of shares counts as alike from
/// `alike` to its inverse.
pub fn groups(counted: &[Counted], minimum: u64, level: f64, alike: f64) -> Vec<Group> {
    let enough = |it: &Counted| it.among > 0 && it.expected * it.among as f64 >= minimum as f64;
    let tests: Vec<Tested> = counted.iter().filter(|it| enough(it)).map(tested).collect();
    let mut adjusted = adjust(&tests.iter().map(|it| it.p).collect::<Vec<_>>(), Correction::Holm).into_iter();
    let mut tests = tests.into_iter();
    let one = |it: &Counted| {
        let (chance, adjusted) = if enough(it) { (tests.next(), adjusted.next()) } else { (None, None) };
        let share: Measured = share(it.rows, it.among, level, Method::Wilson).into();
        Group {
            standing: standing(it, adjusted, near(&share, it.expected, alike), 1.0 - level),
            share,
            counted: it.clone(),
            chance,
            adjusted,
        }
    };
    counted.iter().map(one).collect()
}

fn tested(it: &Counted) -> Tested {
    binomial_test(it.rows, it.among, it.expected)
}

/// Whether the whole interval of a share lies near that of the reference.
fn near(share: &Measured, expected: f64, alike: f64) -> bool {
    let interval = share.get().ok().and_then(|it| it.interval);
    interval.is_some_and(|it| it.low >= alike * expected && alike * it.high <= expected)
}

fn standing(it: &Counted, adjusted: Option<f64>, near: bool, alpha: f64) -> Standing {
    let less = (it.rows as f64) < it.expected * it.among as f64;
    match adjusted {
        None => Standing::NotAssessable,
        Some(p) if p <= alpha && less => Standing::Under,
        Some(p) if p <= alpha => Standing::Over,
        Some(_) if near => Standing::Fair,
        Some(_) => Standing::Unclear,
    }
}

impl Group {
    /// Its share as a line, beside the share of the reference.
    pub fn line(&self) -> Line {
        let verdict = match self.standing {
            Standing::Fair => Verdict::Pass,
            Standing::Under | Standing::Over => Verdict::Fail,
            Standing::Unclear => Verdict::Inconclusive,
            Standing::NotAssessable => Verdict::NotAssessable { why: "not enough data to say".into() },
        };
        let beside = Beside {
            expected: self.counted.expected,
            p: self.chance.map(|it| it.p),
            adjusted_p: self.adjusted,
            verdict,
        };
        Line { beside: Some(beside), ..Line::new(SHARE.id, self.counted.name.clone(), self.share.clone()) }
    }
}
