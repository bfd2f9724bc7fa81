//! Everything that is wrong with libraries, all at once, each with the node or relation at fault.
//!
//! What a file says of kinds, fields and filters of records is looked at where the catalog is known.

mod crosswalks;
mod cycle;
mod nodes;
mod periods;
mod shelves;

use std::fmt;

use crate::crosswalk::Crosswalk;
use crate::framework::Framework;
use crate::shelf::Shelf;

/// Something that is wrong with a library.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Fault {
    /// Where the file lies; blank where a shelf was made without files.
    pub file: String,
    /// The urn of the framework or crosswalk.
    pub urn: String,
    /// The identifier of the node, `from > to` of the relation, or blank where the whole is at fault.
    pub at: String,
    /// Which sort of fault it is, a name of [`FAULTS`].
    pub sort: &'static str,
    /// What is wrong, in a sentence with the next step.
    pub says: String,
}

/// Every sort of fault, in the order in which they are looked for.
pub const FAULTS: &[&str] = &[
    "schema",
    "twice",
    "dangling",
    "circular",
    "part",
    "modality",
    "guidance",
    "period",
    "evidence",
    "words",
    "strength",
    "itself",
    "contradiction",
];

/// What is found, with the place where it was found.
pub(crate) struct Found<'a> {
    file: &'a str,
    urn: &'a str,
    faults: &'a mut Vec<Fault>,
}

impl Found<'_> {
    /// Notes a fault.
    pub(crate) fn note(&mut self, sort: &'static str, at: impl fmt::Display, says: impl fmt::Display) {
        let (file, urn) = (self.file.to_owned(), self.urn.to_owned());
        self.faults.push(Fault { file, urn, at: at.to_string(), sort, says: says.to_string() });
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at.is_empty() {
            true => to.write_str(&self.says),
            false => write!(to, "`{}`: {}", self.at, self.says),
        }
    }
}

impl Framework {
    /// What is wrong with this framework by itself.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        of_framework(self, "", &mut faults);
        faults
    }
}

impl Shelf {
    /// What is wrong with these frameworks and crosswalks, each alone and all together.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (framework, path) in self.frameworks().iter().zip(self.paths().0) {
            of_framework(framework, path, &mut faults);
        }
        for (crosswalk, path) in self.crosswalks().iter().zip(self.paths().1) {
            of_crosswalk(self, crosswalk, path, &mut faults);
        }
        shelves::together(self, &mut faults);
        faults
    }
}

fn of_framework(framework: &Framework, path: &str, faults: &mut Vec<Fault>) {
    let mut found = Found { file: path, urn: &framework.urn, faults };
    nodes::head(framework, &mut found);
    nodes::places(framework, &mut found);
    cycle::circles(framework, &mut found);
    nodes::speech(framework, &mut found);
    nodes::proofs(framework, &mut found);
    periods::periods(framework, &mut found);
}

fn of_crosswalk(shelf: &Shelf, crosswalk: &Crosswalk, path: &str, faults: &mut Vec<Fault>) {
    let mut found = Found { file: path, urn: &crosswalk.urn, faults };
    crosswalks::ends(shelf, crosswalk, &mut found);
    crosswalks::relations(crosswalk, &mut found);
}

/// The names that stand more than once, each once, in order of their first place.
pub(crate) fn twice<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let (mut seen, mut again) = (std::collections::HashSet::new(), Vec::new());
    for name in names {
        if !seen.insert(name) && !again.contains(&name) {
            again.push(name);
        }
    }
    again
}

/// Whether a text says nothing.
pub(crate) fn blank(text: &str) -> bool {
    text.trim().is_empty()
}
