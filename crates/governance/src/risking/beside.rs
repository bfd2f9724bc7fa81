//! Where a risk lies beside the line of acceptance as it is now: above it for some type of consequence, within it for all, or not to be told, and
//! why. Never one level over several types. Pure; the same as derived fields below. Serves ISO/IEC 42001 6.1.2.

use jiff::Timestamp;
use jiff::civil::Date;
use record::Id;
use serde_json::json;
use store::{Condition, Query, Read, RecordRow, Visible};

use super::around::{criteria, in_force};
use super::criteria::Criteria;
use super::level::{Basis, Judged, Risk, Verdict, Versions, judged};
use super::{CRITERIA, DECIDED, IN_FORCE, OVER, RISK};
use crate::Error;
use crate::derived::{Answer, Answers, Snapshot, day, midnight};

/// States of criteria by which nothing was ever told.
const NEVER: [&str; 3] = ["draft", "in_review", "approved"];

/// The side of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Not above it for any type that it touches.
    Within,
    /// Above it for one of them at least.
    Above,
    /// Above it for none that can be told, and some cannot.
    CannotBeTold,
}

impl Side {
    /// Its name, as data write it.
    pub fn name(self) -> &'static str {
        match self {
            Side::Within => "within",
            Side::Above => "above",
            Side::CannotBeTold => "cannot_be_told",
        }
    }
}

/// Where a risk lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// On which side.
    pub side: Side,
    /// The types for which it lies above the line.
    pub above: Vec<String>,
    /// The types that could be held against it.
    pub held: Vec<String>,
    /// By which criteria, with the level of each type that decides; or why it cannot be told.
    pub says: String,
}

/// Where a risk lies by criteria; nothing for an opportunity, of which no harm is borne.
pub fn beside(risk: &Risk, by: Option<&Criteria>, versions: &Versions) -> Option<Beside> {
    if risk.opportunity {
        return None;
    }
    let untold = |says: &str| {
        let (above, held) = (Vec::new(), Vec::new());
        Some(Beside { side: Side::CannotBeTold, above, held, says: says.to_owned() })
    };
    let Some(by) = by else { return untold("no risk criteria are in force") };
    if risk.touches.is_empty() {
        return untold("it does not say who or what bears the consequences");
    }
    let now: Vec<Judged> = judged(risk, by, versions).into_iter().filter(|it| it.basis == Basis::Current).collect();
    let of = |wanted: &dyn Fn(Verdict) -> bool| now.iter().filter(|it| wanted(it.verdict)).collect::<Vec<_>>();
    let above = of(&|it| it == Verdict::Above);
    let unknown = of(&|it| it == Verdict::NotAssessable);
    let names = |all: &[&Judged]| all.iter().map(|it| it.of.clone()).collect();
    let (side, decides) = match (above.is_empty(), unknown.is_empty()) {
        (false, _) => (Side::Above, above.clone()),
        (true, false) => (Side::CannotBeTold, unknown.clone()),
        (true, true) => (Side::Within, now.iter().collect()),
    };
    let says = decides.iter().map(|it| it.says.as_str()).collect::<Vec<_>>().join("; ");
    Some(Beside { side, above: names(&above), held: names(&of(&|it| it != Verdict::NotAssessable)), says })
}

/// The criteria by which risks are told, read once for all answers about them.
pub(crate) struct Lines {
    criteria: Vec<Criteria>,
    versions: Versions,
    on: Date,
    /// When others come to be gone by, by the clock alone.
    until: Option<Timestamp>,
}

impl Lines {
    fn read(at: &Snapshot) -> Result<Lines, Error> {
        let (criteria, on) = (criteria(at)?, day(at.time));
        let decided = criteria.iter().filter(|it| DECIDED.contains(&it.state.as_str()));
        let versions = decided.map(|it| (it.id.clone(), it.version.clone())).collect();
        let later = criteria.iter().filter(|it| it.state == IN_FORCE).filter_map(|it| it.from).filter(|it| on < *it);
        let until = later.min().and_then(midnight);
        Ok(Lines { criteria, versions, on, until })
    }

    /// How a risk stands for each type by the criteria in force; nothing where none are.
    pub(crate) fn judged(&self, row: &RecordRow) -> Option<Vec<Judged>> {
        let by = in_force(&self.criteria, self.on)?;
        Some(judged(&Risk::of(row), by, &self.versions))
    }

    /// Why a risk lies above the line, whether it is over or not; nothing where it does not, or that cannot be told.
    pub(crate) fn above(&self, row: &RecordRow) -> Option<String> {
        let beside = beside(&Risk::of(row), in_force(&self.criteria, self.on), &self.versions)?;
        (beside.side == Side::Above).then_some(beside.says)
    }

    fn beside(&self, row: &RecordRow) -> Option<Beside> {
        if row.state == OVER {
            return None;
        }
        beside(&Risk::of(row), in_force(&self.criteria, self.on), &self.versions)
    }
}

impl Snapshot<'_> {
    /// The criteria by which risks are told.
    pub(crate) fn lines(&self) -> Result<std::rc::Rc<Lines>, Error> {
        self.lines.of(&[], || Lines::read(self))
    }
}

fn each(at: &Snapshot, rows: &[RecordRow], value: impl Fn(&Beside) -> serde_json::Value) -> Answers {
    let lines = at.lines()?;
    let one = |row: &RecordRow| -> Option<Answer> {
        let it = lines.beside(row)?;
        Some((value(&it), it.says, lines.until))
    };
    Ok(rows.iter().map(one).collect())
}

/// On which side of the line risks lie.
pub(crate) fn sides(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |it| json!(it.side.name()))
}

/// For which types risks lie above the line.
pub(crate) fn above(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |it| json!(it.above))
}

/// Which types of risks could be held against the line.
pub(crate) fn held(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |it| json!(it.held))
}

/// The risks whose answers may differ once these criteria are stored: all that are not over.
pub(crate) fn touched(read: &Read, row: &RecordRow) -> Result<Vec<Id>, Error> {
    if row.kind != CRITERIA || NEVER.contains(&row.state.as_str()) {
        return Ok(Vec::new());
    }
    let conditions = vec![Condition::Not(Box::new(Condition::State(vec![OVER.to_owned()])))];
    Ok(read.list_ids(&Query { conditions, limit: u32::MAX, ..Query::of(RISK, Visible::All) })?)
}
