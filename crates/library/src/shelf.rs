//! All frameworks and crosswalks together, and what a reference means.

use std::collections::HashMap;

use crate::crosswalk::Crosswalk;
use crate::framework::{Framework, Node};
use crate::lenient::{Lenient, lenient};

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

    /// Reads files in TOML, by path: those below `crosswalks/` as crosswalks, the others as frameworks. All that cannot be read is told at once,
    /// with a shelf of what could, unless more than unknown keys had to be left out.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Option<Shelf>, Vec<Unread>) {
        let (mut frameworks, mut crosswalks, mut unread) = (Vec::new(), Vec::new(), Vec::new());
        let (mut paths, mut whole) = ((Vec::new(), Vec::new()), true);
        for (path, text) in files {
            let mistakes = match path.starts_with("crosswalks/") {
                true => placed(path, lenient(text), (&mut crosswalks, &mut paths.1), &mut whole),
                false => placed(path, lenient(text), (&mut frameworks, &mut paths.0), &mut whole),
            };
            unread.extend(mistakes.into_iter().map(|message| Unread { path: path.to_owned(), message }));
        }
        let shelf = whole.then(|| Shelf { files: paths, ..Shelf::new(frameworks, crosswalks) });
        (shelf, unread)
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

/// Puts what could be read in its place, and says what could not.
fn placed<T>(path: &str, read: Lenient<T>, to: (&mut Vec<T>, &mut Vec<String>), whole: &mut bool) -> Vec<String> {
    match read.value {
        Some(value) => {
            to.0.push(value);
            to.1.push(path.to_owned());
        }
        None => *whole = false,
    }
    read.mistakes
}
