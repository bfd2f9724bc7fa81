//! What the organisation has of requirements: coverage from evidence, and the statement of applicability. Computed when it is asked for;
//! nothing is typed. What is pure stands in the crate `conformity`; here is what is read, kept and shown.
//!
//! - [`library`]: from when proof counts, as data.
//! - `referring`: references in records, read as people write them and held against the libraries.
//! - [`ground`]: records as the pure part takes them; `runs`: runs of statements of policies, which are proof of what these serve.
//! - [`checks`]: machine checks of requirements, by the rules of lists. `behind`: which AI systems stand behind a record. `classed`: in which
//!   classes AI systems are. `entered`: since when records are in their states.
//! - `known`: records as coverage keeps them, with what lists know of them. [`kept`]: the matrix that is kept, and renewed by what changed since.
//! - [`whole`]: coverage for the page, the command and the interface, as far as somebody may see it.
//! - [`statement`]: statements of applicability, what is wrong with them, and what makes them stale; `stated`: rows that are no controls, refused as they come in.
//! - [`bringing`]: a statement that exists elsewhere, into a draft. [`making`]: entries proposed from records, and a gap as an action.
//! - [`paper`]: a statement as a document and as sheets.
//! - `answers`: what policies may know.
//!
//! Serves ISO/IEC 42001 6.1.3, 8.1 and 9.1.

pub(crate) mod answers;
pub(crate) mod behind;
pub mod bringing;
pub mod checks;
mod classed;
mod entered;
pub mod ground;
pub mod kept;
mod known;
pub mod library;
pub mod making;
pub mod paper;
pub(crate) mod referring;
mod runs;
pub(crate) mod stated;
pub mod statement;
pub mod whole;

use ::library::Framework;

use crate::Error;
use crate::libraries::Libraries;

/// The kind of controls.
pub const CONTROL: &str = "control";
/// The kind of evidence.
pub const EVIDENCE: &str = "evidence";
/// The kind of documents.
pub const DOCUMENT: &str = "document";
/// The kind of statements of applicability.
pub const STATEMENT: &str = "statement_of_applicability";
/// The field in which a statement names the scope for which it is made.
pub const FOR_SCOPE: &str = "aims_scope";
/// The kind of measurements.
pub const MEASUREMENT: &str = "measurement";
/// The kind of treatments.
pub const TREATMENT: &str = "treatment";
/// The kind of obligations.
pub const OBLIGATION: &str = "obligation";
/// The kind of risks.
pub const RISK: &str = "risk";
/// The kind of objectives.
pub const OBJECTIVE: &str = "objective";

/// A framework by its name, however it is written; that of the rules where none is asked for.
pub(crate) fn framework_named<'a>(libraries: &'a Libraries, asked: &str) -> Result<&'a Framework, Error> {
    let shelf = libraries.shelf();
    let name = match asked.trim() {
        "" => libraries.conformity.rules.default.clone(),
        it => conformity::reference::framework(shelf, it),
    };
    shelf.framework(&name).ok_or_else(|| {
        let all: Vec<String> = shelf.frameworks().iter().map(|it| format!("`{}`", it.prefix)).collect();
        Error::problem("framework", format!("`{name}` is no framework; there are {}", all.join(", ")))
    })
}
