//! What evidence shows of each requirement and column: the status, the step of the scale that follows from it, and who answers for it.

use std::collections::BTreeSet;

use conformity::plan::About;
use conformity::{Matrix, Status};
use jiff::civil::Date;
use library::{Framework, Modality, Node};
use serde::Serialize;

use super::library::Scale;

/// A column: the organisation, a unit or an AI system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Subject {
    /// Its number; blank for the organisation.
    pub id: String,
    /// Its title, as far as it may be seen.
    pub title: String,
    /// AI systems that belong to it.
    pub systems: Vec<String>,
    /// Whether requirements that are asked once are asked of it.
    pub once: bool,
    /// Who heads it.
    pub head: Option<String>,
}

/// A requirement and a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// Reference of the requirement.
    pub reference: String,
    /// Its identifier.
    pub id: String,
    /// Its short title.
    pub title: String,
    /// Its clause or area.
    pub group: String,
    /// How strongly it speaks.
    pub modality: Modality,
    /// Number of the column; blank for the organisation.
    pub subject: String,
    /// Its status from evidence.
    pub status: Status,
    /// The step that evidence shows; nothing where it is not asked or cannot be told.
    pub evidenced: Option<usize>,
    /// What the status follows from.
    pub why: String,
    /// What keeps it from being more.
    pub lacks: Vec<String>,
    /// First day on which it falls by itself.
    pub falls_on: Option<Date>,
    /// The AI system in which it stands lowest, as far as it may be seen.
    pub through: Option<String>,
    /// Who answers for it.
    #[serde(skip)]
    pub answerable: BTreeSet<String>,
}

impl Cell {
    /// By what it is known beside others.
    pub fn key(&self) -> (String, String) {
        (self.reference.clone(), self.subject.clone())
    }

    /// Whether it is asked of the column.
    pub fn asked(&self) -> bool {
        self.status != Status::NotApplicable
    }
}

/// The clause or area of an identifier: its parts up to the first with a digit.
pub fn group(id: &str) -> String {
    let parts: Vec<&str> = id.split('.').collect();
    let end = parts.iter().position(|it| it.contains(|it: char| it.is_ascii_digit())).unwrap_or(parts.len() - 1);
    parts[..=end].join(".")
}

/// Every cell: requirements in the order of the framework, each for the columns of which it is asked.
pub fn cells(matrix: &Matrix, framework: &Framework, subjects: &[Subject], scale: &Scale) -> Vec<Cell> {
    let mut all = Vec::new();
    for node in framework.assessable() {
        let Some(place) = matrix.plan.place(&framework.reference(node)) else { continue };
        let about = matrix.plan.lines[place].about;
        for subject in subjects.iter().filter(|it| stands_in(it, about, subjects)) {
            all.push(cell(matrix, (framework, node, place), subject, scale));
        }
    }
    all
}

/// Whether a requirement is asked of a column: once of the organisation, or of each that has AI systems.
fn stands_in(subject: &Subject, about: About, all: &[Subject]) -> bool {
    match about {
        About::Organisation => subject.once,
        About::Both => true,
        About::System => !subject.once || all.len() == 1,
    }
}

fn cell(matrix: &Matrix, (framework, node, place): (&Framework, &Node, usize), of: &Subject, scale: &Scale) -> Cell {
    let about = matrix.plan.lines[place].about;
    let own: Vec<usize> = of.systems.iter().filter_map(|it| matrix.system(it)).collect();
    // A requirement that is asked of AI systems stands in a column as in the system of it where it stands lowest.
    let whole = of.once && about != About::System;
    let shown = |system: Option<usize>| {
        let standing = matrix.standing(place, system);
        let since = standing.since.map_or(0, |it| i64::from((matrix.ground.today - it).get_days()));
        (scale.shown(standing.status, since), standing.status, system)
    };
    let lowest = match whole {
        true => Some(shown(None)),
        false => {
            let all = own.into_iter().map(|it| shown(Some(it)));
            // Of those that cannot be told, one of which that is not known comes before one of which it is not asked.
            all.min_by_key(|it| (it.0.is_none(), it.0, if it.0.is_none() { u8::MAX - it.1 as u8 } else { it.1 as u8 }))
        }
    };
    let mut cell = Cell {
        reference: framework.reference(node),
        id: node.id.clone(),
        title: node.title.clone(),
        group: group(&node.id),
        modality: node.modality.unwrap_or(Modality::Shall),
        subject: of.id.clone(),
        status: Status::NotAssessable,
        evidenced: None,
        why: "no AI system belongs to it".to_owned(),
        lacks: Vec::new(),
        falls_on: None,
        through: None,
        answerable: of.head.iter().cloned().collect(),
    };
    if let Some((evidenced, status, system)) = lowest {
        let told = matrix.explain(place, system);
        (cell.why, cell.through) = (told.why, told.system.filter(|it| *it != of.id));
        (cell.evidenced, cell.status, cell.lacks, cell.falls_on) = (evidenced, status, told.lacks, told.falls_on);
        cell.answerable.extend(told.owners);
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::group;

    #[test]
    fn a_clause_ends_with_the_first_part_that_has_a_digit() {
        for (id, of) in [("6.1.3", "6"), ("A.6.2.4", "A.6"), ("10.2", "10"), ("GOVERN 1.1", "GOVERN 1"), ("9", "9")] {
            assert_eq!(group(id), of);
        }
    }
}
