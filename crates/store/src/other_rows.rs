//! The rows that stand beside records: blobs, imports, work that is due, accounts, and what is kept for a while.

use jiff::Timestamp;
use record::Id;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A piece of evidence or configuration, known by its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlobRow {
    /// `sha256:` and the digest in lower-case hexadecimal digits.
    pub digest: String,
    /// Bytes.
    pub size: u64,
    /// Media type, such as `application/pdf`.
    pub media: String,
    /// When it was first stored.
    pub stored: Timestamp,
}

/// The original cells of an imported row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OriginRow {
    /// Record that the row became.
    pub record: Id,
    /// Import that brought it.
    pub batch: i64,
    /// Line of the file, from 1.
    pub line: u64,
    /// Key that names the row in later imports.
    pub key: String,
    /// Version of the record that the import stored or found unchanged.
    pub version: i64,
    /// The cells as they stood in the file, in any JSON.
    pub cells: Value,
}

/// An import or another piece of work upon many records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BatchRow {
    /// Counted from 1.
    pub id: i64,
    /// What it does, such as `import`.
    pub what: String,
    /// Digest of the file, when there is one.
    pub file: Option<String>,
    /// How columns became fields, in any JSON.
    pub mapping: Value,
    /// What came of it, in any JSON.
    pub counts: Value,
    /// Pseudonym of the account that started it.
    pub actor: String,
    /// When it began.
    pub begun: Timestamp,
    /// When it ended; `None` while it runs or after a crash.
    pub ended: Option<Timestamp>,
    /// When it was undone.
    pub undone: Option<Timestamp>,
}

/// A derived value that is kept until something changes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StandingRow {
    /// Record that has it.
    pub record: Id,
    /// Name of the derived value.
    pub name: String,
    /// The value.
    pub value: Value,
    /// Why it is so.
    pub why: Value,
    /// When the clock may change it.
    pub until: Option<Timestamp>,
}

/// Work that is due at a moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DueRow {
    /// Counted from 1.
    pub id: i64,
    /// Name of the job.
    pub what: String,
    /// Names the work once and for all: the same key is never queued twice.
    pub key: String,
    /// Record that it concerns.
    pub record: Option<Id>,
    /// What the job needs to know.
    pub payload: Value,
    /// When it is due, or due again.
    pub at: Timestamp,
    /// Until when somebody is at it.
    pub leased: Option<Timestamp>,
    /// How often it has been tried.
    pub attempts: i64,
    /// When it was done.
    pub done: Option<Timestamp>,
    /// Whether it has been given up.
    pub dead: bool,
    /// What went wrong last.
    pub error: Option<String>,
}

/// Work to queue.
#[derive(Debug, Clone, PartialEq)]
pub struct NewDue {
    /// Name of the job.
    pub what: String,
    /// Names the work once and for all.
    pub key: String,
    /// Record that it concerns.
    pub record: Option<Id>,
    /// What the job needs to know.
    pub payload: Value,
    /// When it is due.
    pub at: Timestamp,
}

/// Who can sign in, or a program that can.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// Random pseudonym under which the ledger knows it.
    pub id: String,
    /// Name that people read.
    pub name: String,
    /// Address, lower case; no two accounts share one.
    pub email: String,
    /// Number of the person's record.
    pub person: Option<String>,
    /// Hash of the password; `None` when it cannot sign in with one.
    pub password: Option<String>,
    /// Whether it is a program.
    pub service: bool,
    /// When it was disabled.
    pub disabled: Option<Timestamp>,
    /// When it was made.
    pub created: Timestamp,
}

/// A signed-in browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Hash of the secret in the cookie.
    pub hash: String,
    /// Account.
    pub account: String,
    /// When it began.
    pub created: Timestamp,
    /// When it was last seen.
    pub seen: Timestamp,
    /// When it ends.
    pub expires: Timestamp,
    /// When a second factor was last shown.
    pub mfa: Option<Timestamp>,
    /// Secret that forms must return.
    pub csrf: String,
    /// Browser, as it calls itself.
    pub agent: String,
}

/// A secret with which a program calls the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// Hash of the secret.
    pub hash: String,
    /// Account for which it acts.
    pub account: String,
    /// What it is for.
    pub label: String,
    /// What it may do.
    pub scopes: Vec<String>,
    /// When it was made.
    pub created: Timestamp,
    /// When it ends.
    pub expires: Option<Timestamp>,
    /// When it was last used.
    pub used: Option<Timestamp>,
    /// When it was revoked.
    pub revoked: Option<Timestamp>,
}

/// What came of a request whose key may come again.
#[derive(Debug, Clone, PartialEq)]
pub struct IdempotencyRow {
    /// Account and key, hashed.
    pub key: String,
    /// Digest of the request, so that the same key with another request can be refused.
    pub request: String,
    /// Records and versions, never bodies.
    pub outcome: Value,
    /// When it may be forgotten.
    pub expires: Timestamp,
}

/// A draft, a saved view or another thing of one person, outside the ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonalRow {
    /// Account.
    pub account: String,
    /// Name, such as `draft/risk/RSK-0042`.
    pub key: String,
    /// The thing itself.
    pub value: Value,
    /// When it was last stored.
    pub changed: Timestamp,
}
