//! What somebody asks the cockpit for, and which risks that keeps: one filter for every part.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::Id;
use store::RecordRow;

use super::super::level::{Basis, Risk};
use crate::Error;
use crate::bodies::matter::{Units, units, upwards};
use crate::derived::Snapshot;

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The day; today when it is not given.
    pub on: Option<Date>,
    /// The day since which is told what moved; as long ago as the library says when it is not given.
    pub since: Option<Date>,
    /// Risks of one AI system.
    pub system: Option<Id>,
    /// Risks of one unit and of those below it.
    pub unit: Option<Id>,
    /// Risks for which one person answers.
    pub owner: Option<Id>,
    /// Risks with a consequence of this type, and those that say of none; the heat map is of the type that most touch when it is not given.
    pub of: Option<String>,
    /// Opportunities alone, or threats alone; the heat map is of threats when it is not given.
    pub opportunities: Option<bool>,
    /// With what in place the heat map is told; as it is now when it is not given.
    pub basis: Option<Basis>,
    /// A cell of the heat map whose risks are listed: likelihood and consequence, from 1.
    pub cell: Option<(usize, usize)>,
}

/// A cell as people write it: `2.3` is the second level of likelihood and the third of consequence.
///
/// Errors: it is no such pair.
pub fn cell(text: &str) -> Result<(usize, usize), Error> {
    let pair = text.trim().split_once('.').and_then(|(row, column)| Some((row.parse().ok()?, column.parse().ok()?)));
    pair.ok_or_else(|| {
        let says = format!("`{text}` is no cell; write the level of likelihood and that of consequence, such as `2.3`");
        Error::problem("cell", says)
    })
}

/// A basis as data write it.
///
/// Errors: there is none of that name.
pub fn basis(text: &str) -> Result<Basis, Error> {
    let known = || Basis::ALL.map(Basis::name).join(", ");
    let found = Basis::ALL.into_iter().find(|it| it.name() == text);
    found.ok_or_else(|| Error::problem("basis", format!("`{text}` is no basis; name one of {}", known())))
}

/// A direction as records write it: whether opportunities are meant.
///
/// Errors: it is none.
pub fn direction(text: &str) -> Result<bool, Error> {
    match text {
        "threat" => Ok(false),
        "opportunity" => Ok(true),
        _ => Err(Error::problem("direction", format!("`{text}` is no direction; name `threat` or `opportunity`"))),
    }
}

/// Which units lie in the one that is asked for, and in which units AI systems are.
#[derive(Debug, Default)]
pub(crate) struct Lie {
    units: Units,
    systems: BTreeMap<Id, Option<String>>,
}

impl Lie {
    /// Reads nothing where no unit is asked for.
    pub fn read(at: &Snapshot, asked: &Asked, systems: &BTreeSet<Id>) -> Result<Lie, Error> {
        if asked.unit.is_none() {
            return Ok(Lie::default());
        }
        let rows = at.records(&systems.iter().cloned().collect::<Vec<_>>())?;
        Ok(Lie { units: units(at)?, systems: rows.into_iter().map(|it| (it.id, it.unit)).collect() })
    }

    fn within(&self, unit: Option<&String>, asked: &Id) -> bool {
        unit.is_some_and(|it| upwards(Some(it.clone()), &self.units).0.contains(asked))
    }

    /// Whether a risk is borne in a unit: where it names one there, else where one of its AI systems is.
    fn has(&self, it: &Risk, asked: &Id) -> bool {
        match &it.unit {
            Some(unit) => self.within(Some(unit), asked),
            None => it.systems.iter().any(|it| self.within(self.systems.get(it).and_then(Option::as_ref), asked)),
        }
    }
}

impl Asked {
    /// Whether the filter keeps a risk.
    pub(crate) fn keeps(&self, it: &Risk, lie: &Lie) -> bool {
        let owner = it.owner.as_ref().and_then(|it| it.parse::<Id>().ok());
        self.system.as_ref().is_none_or(|of| it.systems.contains(of))
            && self.unit.as_ref().is_none_or(|of| lie.has(it, of))
            && (self.owner.is_none() || self.owner == owner)
            && self.of.as_ref().is_none_or(|of| it.touches.is_empty() || it.touches.contains(of))
            && self.opportunities.is_none_or(|of| it.opportunity == of)
    }

    /// Whether the filter keeps an AI system: by itself, its unit and whoever answers for it.
    pub(crate) fn keeps_system(&self, it: &RecordRow, lie: &Lie) -> bool {
        let owner = it.owner.as_ref().and_then(|it| it.parse::<Id>().ok());
        self.system.as_ref().is_none_or(|of| it.id == *of)
            && self.unit.as_ref().is_none_or(|of| lie.within(it.unit.as_ref(), of))
            && (self.owner.is_none() || self.owner == owner)
    }
}
