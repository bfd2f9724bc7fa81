//! Groups and their intersections held against the shares of a reference: which are surely too few, and which cannot be judged.
//!
//! All groups are one family of exact tests under Holm's correction, so that a fair random sample is blamed in anything at most as
//! often as the level allows. A group is tested where the reference expects enough rows of it; this does not look at the rows that
//! came, so that a group is not excused by its absence, and none is chosen because of what it shows.

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
    "as the share in the reference; surely below it: under-represented",
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
    /// Nothing shows that it is more or less common than in the reference.
    Fair,
    /// Surely less common.
    Under,
    /// Surely more common.
    Over,
    /// Too few rows are expected, or too few came to call it fair.
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

/// Judges all groups together: the chance that a fair sample is blamed in any is at most `1 - level`.
pub fn groups(counted: &[Counted], minimum: u64, level: f64) -> Vec<Group> {
    let enough = |it: &Counted| it.among > 0 && it.expected * it.among as f64 >= minimum as f64;
    let tests: Vec<Tested> = counted.iter().filter(|it| enough(it)).map(tested).collect();
    let mut adjusted = adjust(&tests.iter().map(|it| it.p).collect::<Vec<_>>(), Correction::Holm).into_iter();
    let mut tests = tests.into_iter();
    let one = |it: &Counted| {
        let (chance, adjusted) = if enough(it) { (tests.next(), adjusted.next()) } else { (None, None) };
        Group {
            share: share(it.rows, it.among, level, Method::Wilson).into(),
            standing: standing(it, adjusted, minimum, 1.0 - level),
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

fn standing(it: &Counted, adjusted: Option<f64>, minimum: u64, alpha: f64) -> Standing {
    let less = (it.rows as f64) < it.expected * it.among as f64;
    match adjusted {
        None => Standing::NotAssessable,
        Some(p) if p <= alpha && less => Standing::Under,
        Some(p) if p <= alpha => Standing::Over,
        // Few rows may show an absence; they never show that all is well.
        Some(_) if it.rows < minimum => Standing::NotAssessable,
        Some(_) => Standing::Fair,
    }
}

impl Group {
    /// Its share as a line, beside the share of the reference.
    pub fn line(&self) -> Line {
        let verdict = match self.standing {
            Standing::Fair => Verdict::Pass,
            Standing::Under | Standing::Over => Verdict::Fail,
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
