//! All frameworks and crosswalks together, and what a reference means.

use std::collections::HashMap;

use crate::crosswalk::Crosswalk;
use crate::framework::{Framework, Node};

/// Frameworks and crosswalks, with an index of references.
#[derive(Debug, Default)]
pub struct Shelf {
    frameworks: Vec<Framework>,
    crosswalks: Vec<Crosswalk>,
    places: HashMap<String, (usize, usize)>,
    files: (Vec<String>, Vec<String>),
}

/// A file that is no framework and no crosswalk of this format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Unread {
    /// Where the file lies.
    pub path: String,
    /// What is wrong with it, with its line.
    pub message: String,
}

/// A node and its framework.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found<'a> {
    /// The framework.
    pub framework: &'a Framework,
    /// The node.
    pub node: &'a Node,
}

impl Found<'_> {
    /// Whether the node may stand in a statement of applicability and anchor a finding.
    pub fn binding(&self) -> bool {
        self.node.assessable && self.framework.part_of(self.node).is_some_and(|it| it.binding)
    }
}

impl Shelf {
    /// The shelf with these frameworks and crosswalks; of two nodes with one reference the later counts.
    pub fn new(frameworks: Vec<Framework>, crosswalks: Vec<Crosswalk>) -> Shelf {
        let mut places = HashMap::new();
        for (at, framework) in frameworks.iter().enumerate() {
            for (place, node) in framework.node.iter().enumerate() {
                places.insert(framework.reference(node), (at, place));
            }
        }
        let files = (vec![String::new(); frameworks.len()], vec![String::new(); crosswalks.len()]);
        Shelf { frameworks, crosswalks, places, files }
    }

    /// Reads files in TOML, by path: those below `crosswalks/` as crosswalks, the others as frameworks. All that cannot be read is told at once.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Shelf, Vec<Unread>> {
        let (mut frameworks, mut crosswalks, mut unread) = (Vec::new(), Vec::new(), Vec::new());
        let mut paths = (Vec::new(), Vec::new());
        for (path, text) in files {
            let read = match path.starts_with("crosswalks/") {
                true => toml::from_str(text).map(|it| (crosswalks.push(it), paths.1.push(path.to_owned())).0),
                false => toml::from_str(text).map(|it| (frameworks.push(it), paths.0.push(path.to_owned())).0),
            };
            unread.extend(read.err().map(|it| Unread { path: path.to_owned(), message: it.to_string() }));
        }
        match unread.is_empty() {
            true => Ok(Shelf { files: paths, ..Shelf::new(frameworks, crosswalks) }),
            false => Err(unread),
        }
    }

    /// All frameworks.
    pub fn frameworks(&self) -> &[Framework] {
        &self.frameworks
    }

    /// All crosswalks.
    pub fn crosswalks(&self) -> &[Crosswalk] {
        &self.crosswalks
    }

    /// The framework whose references begin like this.
    pub fn framework(&self, prefix: &str) -> Option<&Framework> {
        self.frameworks.iter().find(|it| it.prefix == prefix)
    }

    /// The framework of this name, such as `iso-iec-42001`.
    pub fn named(&self, name: &str) -> Option<&Framework> {
        self.frameworks.iter().find(|it| it.name() == name)
    }

    /// The framework with this urn.
    pub fn by_urn(&self, urn: &str) -> Option<&Framework> {
        self.frameworks.iter().find(|it| it.urn == urn)
    }

    /// Where the files of the frameworks and of the crosswalks lie, in their order; blank where there were none.
    pub fn paths(&self) -> (&[String], &[String]) {
        (&self.files.0, &self.files.1)
    }

    /// What a reference such as `ISO/IEC 42001:6.1.3` means.
    pub fn find(&self, reference: &str) -> Option<Found<'_>> {
        let &(at, place) = self.places.get(reference.trim())?;
        let framework = self.frameworks.get(at)?;
        Some(Found { framework, node: framework.node.get(place)? })
    }
}
