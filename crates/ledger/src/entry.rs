//! The entry: one leaf of the ledger, in canonical JSON, without personal data.
//!
//! An entry is hashed as the bytes that were stored; verification never writes it again. People stand in it as random
//! pseudonyms; values, names, reasons and addresses only as salted commitments.

use crate::error::LedgerError;
use crate::hex;
use crate::merkle::Hash;
use std::collections::BTreeMap;

/// Most bytes of an entry.
pub const ENTRY_CAP: usize = 16 * 1024;

/// The fact of an erasure that names the erased fields, separated by commas; without it the whole document was erased.
pub const FIELDS: &str = "fields";

/// One event in the ledger. Fields stand in the order of their names, which makes the bytes canonical.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Entry {
    /// Pseudonym of who acted, random for each person.
    pub actor: String,
    /// Batch of a bulk change or import.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<i64>,
    /// Evidence that was added, or erased when the kind says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blobs: Vec<BlobRef>,
    /// The record that the event is about, such as `RSK-0042`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ent: Option<String>,
    /// Small facts that are not personal; names of lower-case letters, digits and `_`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<String, Fact>,
    /// SHA-256 of the idempotency key, in hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idem: Option<String>,
    /// What happened: `record.create`, `auth.sign_in`, `denied`, `export`; kinds that end in `.erase` erase values.
    pub kind: String,
    /// Commitment of the version that the event made.
    #[serde(default, with = "hex::maybe", skip_serializing_if = "Option::is_none")]
    pub new: Option<Hash>,
    /// Commitment of the version before.
    #[serde(default, with = "hex::maybe", skip_serializing_if = "Option::is_none")]
    pub prev: Option<Hash>,
    /// Identity of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub req: Option<String>,
    /// Whether the record is retired after the event.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
    /// Place of the entry in the ledger, from 0.
    pub seq: u64,
    /// State of the record after the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The program and its version.
    pub sw: String,
    /// Time in UTC with milliseconds: `2026-11-23T02:38:11.412Z`.
    pub ts: String,
    /// Version of this shape, 1.
    pub v: u32,
    /// Number of the version that the event made, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ver: Option<i64>,
    /// The way in: `ui`, `api`, `cli`, `system`.
    pub via: String,
    /// Commitment to the reason, for events that make no version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// Evidence by its digest and size.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct BlobRef {
    /// SHA-256 of the content.
    #[serde(with = "hex::hash")]
    pub h: Hash,
    /// Bytes of the content.
    pub n: u64,
}

/// A fact: a short text or a whole number.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub enum Fact {
    /// A whole number.
    Number(i64),
    /// A short text.
    Text(String),
}

impl From<&str> for Fact {
    fn from(text: &str) -> Fact {
        Fact::Text(text.to_owned())
    }
}

impl From<i64> for Fact {
    fn from(number: i64) -> Fact {
        Fact::Number(number)
    }
}

impl Entry {
    /// The canonical bytes, at most 16 KiB of them.
    pub fn to_bytes(&self) -> Result<Vec<u8>, LedgerError> {
        let plain = |it: &String| it.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_');
        if let Some(name) = self.facts.keys().find(|it| !plain(it)) {
            let name = name.escape_debug();
            return Err(LedgerError::Entry(format!(
                "`{name}` cannot name a fact; use lower-case letters, digits and `_`"
            )));
        }
        self.check()?;
        let bytes =
            serde_json::to_vec(self).map_err(|it| LedgerError::Entry(format!("an entry cannot be written: {it}")))?;
        if bytes.len() > ENTRY_CAP {
            let size = bytes.len();
            return Err(LedgerError::Entry(format!("an entry of {size} bytes exceeds 16 KiB; split the change")));
        }
        Ok(bytes)
    }

    /// Reads stored bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Entry, LedgerError> {
        if bytes.len() > ENTRY_CAP {
            return Err(LedgerError::Entry(format!("an entry of {} bytes exceeds 16 KiB", bytes.len())));
        }
        let entry: Entry =
            serde_json::from_slice(bytes).map_err(|it| LedgerError::Entry(format!("an entry cannot be read: {it}")))?;
        entry.check()?;
        Ok(entry)
    }

    /// Whether the event erases values or evidence.
    pub fn erases(&self) -> bool {
        self.kind.ends_with(".erase")
    }

    /// Names of the fields that an erasure erased; `None` when it erased the whole document.
    pub fn erased_fields(&self) -> Option<Vec<&str>> {
        match self.facts.get(FIELDS) {
            Some(Fact::Text(names)) => Some(names.split(',').filter(|it| !it.is_empty()).collect()),
            Some(Fact::Number(_)) => Some(Vec::new()),
            None => None,
        }
    }

    fn check(&self) -> Result<(), LedgerError> {
        if self.v != 1 {
            return Err(LedgerError::Entry(format!("an entry of shape {} needs a newer program", self.v)));
        }
        if is_time(&self.ts) {
            return Ok(());
        }
        let shown = self.ts.escape_debug();
        Err(LedgerError::Entry(format!("`{shown}` is not a time like `2026-11-23T02:38:11.412Z`")))
    }
}

/// A moment as entries write it: UTC, milliseconds, always 24 characters in the years 0 to 9999.
pub fn entry_time(moment: jiff::Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// Whether a text has the form of [`entry_time`]; such texts sort by time.
fn is_time(text: &str) -> bool {
    let pattern = b"dddd-dd-ddTdd:dd:dd.dddZ";
    let fits = |(byte, form): (u8, &u8)| if *form == b'd' { byte.is_ascii_digit() } else { byte == *form };
    text.len() == pattern.len() && text.bytes().zip(pattern).all(fits)
}
