//! Evidence that is frozen: the version, the digest and the place in the ledger of each record, and the digests of its files; and whether what
//! is there now is still the same.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::RecordRow;

use crate::evidence::files_in;

/// A record as it was frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// Its number.
    pub record: String,
    /// Its version.
    pub version: i64,
    /// The place of that version in the ledger.
    pub place: u64,
    /// SHA-256 of what the version says.
    pub digest: String,
    /// Digests of the files that it carried.
    pub blobs: Vec<String>,
}

/// A frozen record beside what is there now.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reopened {
    /// As it was frozen.
    pub frozen: Frozen,
    /// Whether it was drawn by judgement or chance is said elsewhere; here what it said then, as far as it may be seen.
    pub says: Option<Value>,
    /// Its title then.
    pub title: String,
    /// Whether everything is as it was frozen.
    pub same: bool,
    /// What is not; nothing where everything is.
    pub why: String,
}

/// What is hashed of a version: number, version, state and fields, with the names of fields in order.
pub fn said(row: &RecordRow) -> Value {
    json!({
        "id": row.id.to_string(),
        "version": row.version,
        "state": row.state,
        "document": sorted(&Value::Object(row.document.clone())),
    })
}

/// SHA-256 of what a version says.
pub fn digest(row: &RecordRow) -> String {
    digest_of(&said(row))
}

/// SHA-256 of something as JSON with the names of fields in order.
pub fn digest_of(value: &Value) -> String {
    let text = sorted(value).to_string();
    format!("sha256:{}", ledger::to_hex(&Sha256::digest(text)))
}

/// The same with the names of fields in order, at every depth.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let all: BTreeMap<&String, Value> = fields.iter().map(|it| (it.0, sorted(it.1))).collect();
            all.into_iter().map(|it| (it.0.clone(), it.1)).collect::<serde_json::Map<_, _>>().into()
        }
        Value::Array(all) => all.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

impl Frozen {
    /// A version as it is frozen.
    pub fn of(row: &RecordRow) -> Frozen {
        let mut blobs: Vec<String> = files_in(&row.document).into_iter().map(|it| it.1.digest).collect();
        blobs.sort();
        blobs.dedup();
        Frozen { record: row.id.to_string(), version: row.version, place: row.place, digest: digest(row), blobs }
    }

    /// What is different of the version that is there now, and of files: each with its digest and whether its bytes still have it.
    pub fn differs(&self, now: Option<&RecordRow>, files: &BTreeMap<String, bool>) -> Option<String> {
        let Some(row) = now else { return Some(format!("version {} is not there any more", self.version)) };
        let found = digest(row);
        if found != self.digest {
            return Some(format!(
                "version {} has the digest {found} and was frozen with {}",
                self.version, self.digest
            ));
        }
        if row.place != self.place {
            return Some(format!(
                "version {} lies at place {} and was frozen at {}",
                self.version, row.place, self.place
            ));
        }
        let gone = self.blobs.iter().find(|it| files.get(*it) != Some(&true))?;
        Some(format!("the file {gone} is not there any more, or its bytes have another digest"))
    }
}

/// SHA-256 of a population: a line a record with number, version and digest, in the order of numbers.
pub fn digest_of_population(all: &[Frozen]) -> String {
    let line = |it: &Frozen| format!("{} {} {}\n", it.record, it.version, it.digest);
    let text: String = all.iter().map(line).collect();
    format!("sha256:{}", ledger::to_hex(&Sha256::digest(text)))
}
