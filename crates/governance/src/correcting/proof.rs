//! Evidence that could not have shown the opposite: of something else, for another requirement, in a form that cannot show it, or not accepted.
//! A finding rests on evidence that could have failed its criterion. Serves ISO/IEC 42001 9.2.2.

use std::collections::BTreeSet;

use library::{Form, Shelf};
use record::Id;
use serde::Serialize;
use store::RecordRow;

use crate::Error;
use crate::conformity::DOCUMENT;
use crate::conformity::ground::{With, references};
use crate::data::lineage::targets;
use crate::derived::Snapshot;
use crate::modality::cited::cited;

/// A piece of evidence that shows nothing of the criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Weak {
    /// Its number.
    pub id: Id,
    /// Why it could not have shown the opposite.
    pub why: String,
}

/// What is wrong with the evidence of a finding.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Proven {
    /// How many pieces it names.
    pub named: usize,
    /// Those that could not have shown the opposite.
    pub weak: Vec<Weak>,
}

impl Proven {
    /// Why nothing that is named could have shown the opposite; nothing where something could, or nothing is named.
    pub fn problem(&self) -> Option<String> {
        let all: Vec<String> = self.weak.iter().map(|it| format!("{} {}", it.id, it.why)).collect();
        (self.named > 0 && self.named == self.weak.len()).then(|| all.join("; "))
    }
}

/// What a finding cites: references of libraries, and numbers of records.
pub(super) fn criteria(at: &Snapshot, finding: &RecordRow) -> BTreeSet<String> {
    let text = finding.text("criterion").or_else(|| finding.text("requirement")).unwrap_or_default();
    let records = ["criterion_records", "requirement_records"].map(|it| targets(&finding.document, it)).concat();
    cited(at.libraries.shelf(), text).into_iter().chain(records.iter().map(ToString::to_string)).collect()
}

/// What is wrong with the evidence of a finding.
pub fn proven(at: &Snapshot, finding: &RecordRow) -> Result<Proven, Error> {
    let named = targets(&finding.document, "evidence");
    let (cites, about) = (criteria(at, finding), targets(&finding.document, "about"));
    let rows = at.records(&named)?;
    let weak =
        rows.iter().filter_map(|it| Some(Weak { id: it.id.clone(), why: weak(at, it, &cites, &about)? })).collect();
    Ok(Proven { named: rows.len(), weak })
}

fn weak(at: &Snapshot, evidence: &RecordRow, cites: &BTreeSet<String>, about: &[Id]) -> Option<String> {
    if evidence.state == "rejected" {
        return Some("was rejected".to_owned());
    }
    let own = targets(&evidence.document, "about");
    let of_systems = |all: &[Id], prefix: &str| all.iter().any(|it| it.prefix == prefix);
    let prefix = own.first().map(|it| it.prefix.clone()).unwrap_or_default();
    if of_systems(about, &prefix) && !own.iter().any(|it| about.contains(it)) {
        return Some(format!("is about {}, of which the finding does not speak", own[0]));
    }
    let serves = targets(&evidence.document, "serves").iter().map(ToString::to_string).collect::<BTreeSet<_>>();
    let meets = references(&With { catalog: None, libraries: &at.libraries, behind: Default::default() }, evidence);
    let shown: BTreeSet<String> = serves.into_iter().chain(meets).collect();
    if !shown.is_empty() && !cites.is_empty() && shown.is_disjoint(cites) {
        let all = shown.into_iter().collect::<Vec<_>>().join(", ");
        return Some(format!("is proof for {all}, not for what the finding cites"));
    }
    let document = evidence.text("form") == Some(DOCUMENT);
    let asked = cites.iter().find(|it| document && only_records(at.libraries.shelf(), it))?;
    Some(format!(
        "is a document, which can say how something is done and not whether it is; {asked} is shown by records"
    ))
}

/// Whether a requirement expects records and no documents as proof.
fn only_records(shelf: &Shelf, reference: &str) -> bool {
    let found = shelf.find(reference);
    found.is_some_and(|it| !it.node.evidence.is_empty() && it.node.evidence.iter().all(|it| it.form == Form::Record))
}
