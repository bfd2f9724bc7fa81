//! The records that are held against each other, read as sets: a statement for each kind, whatever their number.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::civil::Date;
use record::Id;
use store::{Query, RecordRow, Visible};

use crate::Error;
use crate::certifying::whole::Told as Certificate;
use crate::conformity::kept::Covered;
use crate::derived::Snapshot;
use crate::libraries::Libraries;

/// Kinds that are read, with what is retired, since others may still lead there.
const KINDS: &[&str] = &[
    "acknowledgement",
    "ai_system",
    "aims_scope",
    "audit",
    "control",
    "document",
    "evidence",
    "external_party",
    "management_review",
    "model_version",
    "organization_unit",
    "person",
    "quiz",
    "release",
    "risk",
    "risk_acceptance",
    "statement_of_applicability",
];

/// Records by kind, with the matrix of the day.
pub(crate) struct Gathered {
    rows: HashMap<&'static str, BTreeMap<String, RecordRow>>,
    /// How requirements stand.
    pub covered: Arc<Covered>,
    /// What statements and states are held against.
    pub libraries: Arc<Libraries>,
    /// Certificates with what follows for them.
    pub certificates: Vec<Certificate>,
    /// The day.
    pub on: Date,
}

impl Gathered {
    /// What is there at a moment.
    pub fn read(
        at: &Snapshot,
        covered: Arc<Covered>,
        certificates: Vec<Certificate>,
        on: Date,
    ) -> Result<Gathered, Error> {
        let mut rows = HashMap::new();
        for kind in KINDS {
            let query = Query { retired: true, limit: u32::MAX, as_of: at.place, ..Query::of(kind, Visible::All) };
            rows.insert(*kind, at.read.list(&query)?.into_iter().map(|it| (it.id.to_string(), it)).collect());
        }
        Ok(Gathered { rows, covered, libraries: at.libraries.clone(), certificates, on })
    }

    /// Records of a kind that are in use, by number.
    pub fn of(&self, kind: &str) -> impl Iterator<Item = &RecordRow> {
        self.rows.get(kind).into_iter().flat_map(BTreeMap::values).filter(|it| !it.retired)
    }

    /// A record, in use or not.
    pub fn record(&self, kind: &str, id: &Id) -> Option<&RecordRow> {
        self.rows.get(kind)?.get(&id.to_string())
    }
}
