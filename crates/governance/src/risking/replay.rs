//! Other criteria against the same risks: which come to lie on another side of the line, in which direction and why. The difference of two computations.
//! Pure. Serves ISO/IEC 42001 6.1.1 and 6.3.

use record::Id;
use serde::Serialize;

use super::criteria::Criteria;
use super::level::{Basis, Judged, Risk, Verdict, Versions, judged};

/// In which direction a verdict moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// It comes to lie above the line, or a graver word applies.
    Graver,
    /// It comes to lie below the line, or a milder word applies.
    Milder,
    /// Something can be told that could not.
    Told,
    /// Nothing can be told any more.
    Untold,
}

impl Direction {
    /// Its name, as data write it.
    pub fn name(self) -> &'static str {
        match self {
            Direction::Graver => "graver",
            Direction::Milder => "milder",
            Direction::Told => "told",
            Direction::Untold => "untold",
        }
    }
}

/// A verdict that would be another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The risk.
    pub risk: Id,
    /// In which direction; for an opportunity, graver is what is pursued.
    pub direction: Direction,
    /// Whether it crosses the line of acceptance itself: from above it or to above it.
    pub crosses: bool,
    /// How it stands.
    pub was: Judged,
    /// How it would stand.
    pub becomes: Judged,
}

/// What moves when risks are judged by `to` instead of by `from`, as they are now.
pub fn replay(risks: &[&Risk], from: &Criteria, to: &Criteria, versions: &Versions) -> Vec<Moved> {
    let one = |risk: &&Risk| {
        let (before, after) = (judged(risk, from, versions), judged(risk, to, versions));
        let pairs = before.into_iter().zip(after).filter(|it| it.0.basis == Basis::Current);
        pairs.filter_map(|(was, becomes)| moved(&risk.id, was, becomes)).collect::<Vec<_>>()
    };
    risks.iter().flat_map(one).collect()
}

fn moved(risk: &Id, was: Judged, becomes: Judged) -> Option<Moved> {
    let direction = match (was.verdict, becomes.verdict) {
        (one, other) if one == other => return None,
        (Verdict::NotAssessable, _) => Direction::Told,
        (_, Verdict::NotAssessable) => Direction::Untold,
        (one, other) if other > one => Direction::Graver,
        _ => Direction::Milder,
    };
    let crosses = (was.verdict == Verdict::Above) != (becomes.verdict == Verdict::Above);
    Some(Moved { risk: risk.clone(), direction, crosses, was, becomes })
}
