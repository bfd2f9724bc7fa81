//! Commitments to documents: one salted leaf a field, one root a version.
//!
//! The root goes into the ledger and never changes. Whoever holds the document and its opening can recompute the root;
//! whoever holds neither learns nothing from it. Erasing a field destroys its value and its salt and keeps its leaf, so the
//! root can still be recomputed from what remains. Withholding a field from a reader works the same way.
//! Serves the right to erasure beside an immutable log; carries out nothing by itself.

use crate::canonical::write_value;
use crate::error::LedgerError;
use crate::hex;
use crate::merkle::{Hash, empty_root, leaf_hash, root_of};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value};
use sha2::Sha256;
use std::collections::BTreeMap;

/// Sets the leaves of fields apart from every other use of a salt.
const TAG: &[u8] = b"aims.field.v1\0";

/// The pseudo-field under which the reason of a change is committed beside the document's fields.
pub const REASON: &str = "@why";

/// What makes a commitment recomputable from a document.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "OpeningFile", into = "OpeningFile")]
pub enum Opening {
    /// Nothing was erased: every salt follows from the seed of the version.
    Seed(Hash),
    /// Something was erased or withheld: the salts of what remains, the leaves of what does not.
    Salts {
        /// Salt of each remaining field.
        salts: BTreeMap<String, Hash>,
        /// Leaf of each erased field.
        erased: BTreeMap<String, Hash>,
        /// Leaf of each field that this reader may not see.
        withheld: BTreeMap<String, Hash>,
    },
}

/// The stored shape: `{"seed":…}`, or `{"salts":{…},"erased":{…},"withheld":{…}}` with hexadecimal hashes.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct OpeningFile {
    #[serde(default, with = "hex::maybe", skip_serializing_if = "Option::is_none")]
    seed: Option<Hash>,
    #[serde(default, with = "hex::map", skip_serializing_if = "BTreeMap::is_empty")]
    salts: BTreeMap<String, Hash>,
    #[serde(default, with = "hex::map", skip_serializing_if = "BTreeMap::is_empty")]
    erased: BTreeMap<String, Hash>,
    #[serde(default, with = "hex::map", skip_serializing_if = "BTreeMap::is_empty")]
    withheld: BTreeMap<String, Hash>,
}

impl TryFrom<OpeningFile> for Opening {
    type Error = LedgerError;

    fn try_from(file: OpeningFile) -> Result<Opening, LedgerError> {
        let OpeningFile { seed, salts, erased, withheld } = file;
        match seed {
            Some(seed) if salts.is_empty() && erased.is_empty() && withheld.is_empty() => Ok(Opening::Seed(seed)),
            Some(_) => Err(LedgerError::Opening("an opening has either a seed or salts, not both".to_owned())),
            None => Ok(Opening::Salts { salts, erased, withheld }),
        }
    }
}

impl From<Opening> for OpeningFile {
    fn from(opening: Opening) -> OpeningFile {
        match opening {
            Opening::Seed(seed) => {
                let (salts, erased, withheld) = Default::default();
                OpeningFile { seed: Some(seed), salts, erased, withheld }
            }
            Opening::Salts { salts, erased, withheld } => OpeningFile { seed: None, salts, erased, withheld },
        }
    }
}

impl std::fmt::Debug for Opening {
    /// Says which fields there are, never a seed or salt.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Opening::Seed(_) => out.write_str("Seed"),
            Opening::Salts { salts, erased, withheld } => {
                let names = [salts, erased, withheld].map(|it| it.keys().collect::<Vec<_>>());
                write!(out, "Salts of {:?}, erased {:?}, withheld {:?}", names[0], names[1], names[2])
            }
        }
    }
}

/// The commitment to a document under the seed of its version: 32 random bytes, used once.
pub fn commit(document: &Map<String, Value>, seed: &Hash) -> Hash {
    let salts = Salts::new(seed);
    let mut buffer = Vec::new();
    let leaves = document.iter().map(|(name, value)| (name.as_str(), field_leaf(&salts.of(name), value, &mut buffer)));
    root_of_fields(leaves.collect())
}

/// What is committed for a version: the document's fields, and the reason under [`REASON`] when there is one.
pub fn content(document: &Map<String, Value>, why: Option<&str>) -> Map<String, Value> {
    let mut content = document.clone();
    if let Some(why) = why {
        content.insert(REASON.to_owned(), Value::from(why));
    }
    content
}

impl Opening {
    /// Checks that the document is the one that was committed to, apart from erased and withheld values.
    pub fn verify(&self, document: &Map<String, Value>, commitment: &Hash) -> Result<(), LedgerError> {
        let wrong = "the document does not match its commitment".to_owned();
        if self.commitment(document)? == *commitment { Ok(()) } else { Err(LedgerError::Opening(wrong)) }
    }

    /// The commitment recomputed from the document and this opening.
    pub fn commitment(&self, document: &Map<String, Value>) -> Result<Hash, LedgerError> {
        let (salts, erased, withheld) = match self {
            Opening::Seed(seed) => return Ok(commit(document, seed)),
            Opening::Salts { salts, erased, withheld } => (salts, erased, withheld),
        };
        if let Some(name) = salts.keys().find(|it| !document.contains_key(*it)) {
            return Err(LedgerError::Opening(format!("field `{name}` is gone although it was not erased")));
        }
        let mut buffer = Vec::new();
        let mut leaves = Vec::with_capacity(document.len() + erased.len() + withheld.len());
        for (name, value) in document {
            let salt = salts.get(name);
            let salt = salt.ok_or_else(|| LedgerError::Opening(format!("field `{name}` was added afterwards")))?;
            leaves.push((name.as_str(), field_leaf(salt, value, &mut buffer)));
        }
        leaves.extend(erased.iter().chain(withheld).map(|(name, leaf)| (name.as_str(), *leaf)));
        Ok(root_of_fields(leaves))
    }

    /// The opening after the erasure of some fields; `document` still has their values, the caller removes them next.
    ///
    /// Names that the document does not have are passed over, so that one request covers versions with and without a field.
    pub fn erase(&self, document: &Map<String, Value>, fields: &[&str]) -> Result<Opening, LedgerError> {
        let gone: Vec<&str> = fields.iter().copied().filter(|it| document.contains_key(*it)).collect();
        if gone.is_empty() {
            return Ok(self.clone());
        }
        let (mut salts, mut erased, withheld) = self.salts(document)?;
        hide(document, &mut salts, &mut erased, &gone)?;
        Ok(Opening::Salts { salts, erased, withheld })
    }

    /// The opening and the part of the document for a reader who may see only some fields.
    pub fn disclose(
        &self,
        document: &Map<String, Value>,
        visible: &[&str],
    ) -> Result<(Opening, Map<String, Value>), LedgerError> {
        let (seen, hidden): (Vec<&str>, Vec<&str>) =
            document.keys().map(String::as_str).partition(|it| visible.contains(it));
        if hidden.is_empty() {
            return Ok((self.clone(), document.clone()));
        }
        let (mut salts, erased, mut withheld) = self.salts(document)?;
        hide(document, &mut salts, &mut withheld, &hidden)?;
        let part = seen.iter().filter_map(|it| Some(((*it).to_owned(), document.get(*it)?.clone()))).collect();
        Ok((Opening::Salts { salts, erased, withheld }, part))
    }

    /// Names of the erased fields.
    pub fn erased(&self) -> impl Iterator<Item = &str> {
        let map = if let Opening::Salts { erased, .. } = self { Some(erased) } else { None };
        map.into_iter().flatten().map(|it| it.0.as_str())
    }

    /// Names of the fields that this reader may not see.
    pub fn withheld(&self) -> impl Iterator<Item = &str> {
        let map = if let Opening::Salts { withheld, .. } = self { Some(withheld) } else { None };
        map.into_iter().flatten().map(|it| it.0.as_str())
    }

    fn salts(&self, document: &Map<String, Value>) -> Result<Parts, LedgerError> {
        match self {
            Opening::Seed(seed) => {
                let salts = Salts::new(seed);
                let each = document.keys().map(|it| (it.clone(), salts.of(it))).collect();
                Ok((each, BTreeMap::new(), BTreeMap::new()))
            }
            Opening::Salts { salts, erased, withheld } => Ok((salts.clone(), erased.clone(), withheld.clone())),
        }
    }
}

/// Salts of what remains, leaves of what was erased, leaves of what is withheld.
type Parts = (BTreeMap<String, Hash>, BTreeMap<String, Hash>, BTreeMap<String, Hash>);

/// Moves fields from the salts to the leaves.
fn hide(
    document: &Map<String, Value>,
    salts: &mut BTreeMap<String, Hash>,
    leaves: &mut BTreeMap<String, Hash>,
    names: &[&str],
) -> Result<(), LedgerError> {
    let mut buffer = Vec::new();
    for name in names {
        let Some(value) = document.get(*name) else { continue };
        let salt = salts.remove(*name);
        let salt = salt.ok_or_else(|| LedgerError::Opening(format!("the opening has no salt for field `{name}`")))?;
        leaves.insert((*name).to_owned(), field_leaf(&salt, value, &mut buffer));
    }
    Ok(())
}

/// The salts of a version's fields: HMAC-SHA-256 of each name under the seed.
struct Salts(Hmac<Sha256>);

impl Salts {
    fn new(seed: &Hash) -> Salts {
        Salts(keyed(seed))
    }

    fn of(&self, name: &str) -> Hash {
        self.0.clone().chain_update(name).finalize().into_bytes().into()
    }
}

fn keyed(key: &Hash) -> Hmac<Sha256> {
    let mut block = [0; 64]; // HMAC pads its key with zeros to one block
    block[..32].copy_from_slice(key);
    Hmac::new(&block.into())
}

fn field_leaf(salt: &Hash, value: &Value, buffer: &mut Vec<u8>) -> Hash {
    buffer.clear();
    write_value(value, buffer);
    keyed(salt).chain_update(TAG).chain_update(buffer).finalize().into_bytes().into()
}

/// The Merkle root over fields in the order of their names; each leaf binds the name's length, the name and the field leaf.
fn root_of_fields(mut leaves: Vec<(&str, Hash)>) -> Hash {
    leaves.sort_by(|left, right| left.0.cmp(right.0));
    let mut bytes = Vec::with_capacity(96);
    let mut bind = |(name, leaf): &(&str, Hash)| {
        bytes.clear();
        bytes.extend((name.len() as u32).to_be_bytes());
        bytes.extend(name.as_bytes());
        bytes.extend(leaf);
        leaf_hash(&bytes)
    };
    let hashes: Vec<Hash> = leaves.iter().map(&mut bind).collect();
    root_of(&hashes).unwrap_or_else(empty_root)
}
