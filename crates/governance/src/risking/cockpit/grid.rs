//! The heat map: risks in the cells of the matrix of one type of consequence, each once, and those that are in no cell with the reason. The level and the side of the
//! line of each cell are those that the criteria give. Pure. Serves ISO/IEC 42001 6.1.2.

use std::collections::BTreeMap;

use record::Id;
use serde::Serialize;

use super::super::criteria::Criteria;
use super::super::level::{Basis, Judged, Risk, Verdict, cell};

/// A place in the matrix: likelihood and consequence, from 1.
pub type Place = (usize, usize);

/// A cell of the matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// The level of likelihood, from 1.
    pub likelihood: usize,
    /// The level of consequence, from 1.
    pub consequence: usize,
    /// The level of risk.
    pub level: Option<String>,
    /// The side of the line.
    pub side: Verdict,
    /// The cell and the line that decide, or why nothing can be told.
    pub says: String,
    /// Its risks.
    pub risks: Vec<Id>,
}

/// A risk that is in no cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotPlaced {
    /// The risk.
    pub risk: Id,
    /// Why.
    pub why: String,
}

/// The heat map of one type of consequence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Map {
    /// The type; blank where no risk and no criteria name any.
    pub of: String,
    /// With what in place.
    pub basis: Basis,
    /// Whether it is that of opportunities.
    pub opportunities: bool,
    /// Levels of likelihood, from the rarest.
    pub likelihood: Vec<String>,
    /// Levels of consequence, from the mildest.
    pub consequence: Vec<String>,
    /// Levels of risk, from the mildest.
    pub levels: Vec<String>,
    /// The line of the type, in words; nothing where the criteria draw none.
    pub line: Option<String>,
    /// Every cell, by likelihood and consequence.
    pub cells: Vec<Cell>,
    /// Risks that are in no cell.
    pub not_placed: Vec<NotPlaced>,
    /// How many risks there are, in cells or not.
    pub n: usize,
}

/// What a heat map is of.
#[derive(Debug, Clone, Copy)]
pub struct Of<'a> {
    /// The type of consequence.
    pub of: &'a str,
    /// With what in place.
    pub basis: Basis,
    /// Whether it is that of opportunities.
    pub opportunities: bool,
}

/// The cell of a risk.
///
/// Errors: why it is in none, in a sentence.
pub fn place(risk: &Risk, judged: &[Judged], by: Option<&Criteria>, what: Of<'_>) -> Result<Place, String> {
    let Of { of, basis, opportunities } = what;
    if risk.opportunity != opportunities {
        let says = if opportunities { "a threat" } else { "an opportunity" };
        return Err(format!("it is {says}, and lies on another map"));
    }
    if by.is_none() {
        return Err("no risk criteria are in force".to_owned());
    }
    if risk.touches.is_empty() {
        return Err("it does not say who or what bears the consequences".to_owned());
    }
    let Some(own) = judged.iter().find(|it| it.basis == basis && it.of == of) else {
        return Err(format!("it says of no consequence for {}", of.replace('_', " ")));
    };
    match (own.likelihood.zip(own.consequence), own.verdict) {
        (Some(place), verdict) if verdict != Verdict::NotAssessable => Ok(place),
        _ => Err(own.says.clone()),
    }
}

/// The heat map of risks, each with how it stands.
pub fn map<'a>(risks: impl IntoIterator<Item = (&'a Risk, &'a [Judged])>, by: Option<&Criteria>, what: Of<'_>) -> Map {
    let mut inside: BTreeMap<Place, Vec<Id>> = BTreeMap::new();
    let (mut not_placed, mut n) = (Vec::new(), 0);
    for (risk, judged) in risks {
        n += 1;
        match place(risk, judged, by, what) {
            Ok(at) => inside.entry(at).or_default().push(risk.id.clone()),
            Err(why) => not_placed.push(NotPlaced { risk: risk.id.clone(), why }),
        }
    }
    let likelihood = by.map(|it| it.likelihood.clone()).unwrap_or_default();
    let consequence = by.and_then(|it| it.consequences.get(what.of)).cloned().unwrap_or_default();
    let places = (1..=likelihood.len()).flat_map(|row| (1..=consequence.len()).map(move |column| (row, column)));
    let cells = by.map(|by| places.map(|at| one(by, what, at, inside.remove(&at).unwrap_or_default())).collect());
    Map {
        of: what.of.to_owned(),
        basis: what.basis,
        opportunities: what.opportunities,
        levels: by.map(|it| it.levels.clone()).unwrap_or_default(),
        line: by.and_then(|it| line(it, what)),
        cells: cells.unwrap_or_default(),
        likelihood,
        consequence,
        not_placed,
        n,
    }
}

fn one(by: &Criteria, what: Of<'_>, at: Place, risks: Vec<Id>) -> Cell {
    let told = cell(by, what.opportunities, what.of, at);
    let (level, side, says) = match told {
        Ok((level, side, says)) => (by.levels.get(level).cloned(), side, says),
        Err(why) => (None, Verdict::NotAssessable, why),
    };
    Cell { likelihood: at.0, consequence: at.1, level, side, says, risks }
}

/// The line of a type, in words.
fn line(by: &Criteria, what: Of<'_>) -> Option<String> {
    let line = by.line(what.of)?;
    let name = |at: usize| by.levels.get(at).map_or("", String::as_str);
    match what.opportunities {
        true => line.pursue.map(|from| format!("pursued from {}", name(from))),
        false => Some(format!("acceptable to {}, tolerable to {}", name(line.acceptable), name(line.tolerable))),
    }
}

impl Cell {
    /// Where it is.
    pub fn place(&self) -> Place {
        (self.likelihood, self.consequence)
    }

    /// Whether it lies beyond the line: above what is tolerable, or where an opportunity is pursued.
    pub fn beyond(&self) -> bool {
        matches!(self.side, Verdict::Above | Verdict::Pursue)
    }
}

impl Map {
    /// A cell by its place.
    pub fn cell(&self, at: Place) -> Option<&Cell> {
        self.cells.iter().find(|it| it.place() == at)
    }

    /// How many risks are in cells.
    pub fn placed(&self) -> usize {
        self.cells.iter().map(|it| it.risks.len()).sum()
    }

    /// How many of them lie beyond the line.
    pub fn beyond(&self) -> usize {
        self.cells.iter().filter(|it| it.beyond()).map(|it| it.risks.len()).sum()
    }
}
