//! What a bundle holds: names and bytes of its members, for writing and for reading. Opens no file and no archive.
//!
//! ```text
//! checkpoint                  the signed checkpoint
//! vkeys                       the ledger's public keys, one a line
//! tile/L/NNN[.p/W]            hashes of level L (C2SP tlog-tiles)
//! tile/entries/NNN[.p/W]      256 entries each, with their lengths (C2SP tlog-tiles)
//! versions.jsonl              one line a record version, in the order of its places
//! records.jsonl               one line a record as it stands
//! blobs.jsonl, blobs/SHA256   evidence: digests and sizes, and the content where included
//! VERIFY.md                   how to verify all this without us
//! room/…                      what goes along, such as the room of an evidence pack; `room/manifest.json` lists it with its digests,
//!                             and the entry of the bundle keeps the digest of the manifest
//! ```

use crate::commitment::{Opening, content};
use crate::error::LedgerError;
use crate::hex;
use crate::merkle::Hash;
use crate::tree::{TILE_WIDTH, Tile, Tree};
use serde_json::{Map, Value};

/// Name of the signed checkpoint.
pub const CHECKPOINT: &str = "checkpoint";
/// Name of the list of public keys.
pub const VKEYS: &str = "vkeys";
/// Name of the record versions.
pub const VERSIONS: &str = "versions.jsonl";
/// Name of the records as they stand.
pub const RECORDS: &str = "records.jsonl";
/// Name of the list of evidence.
pub const BLOBS: &str = "blobs.jsonl";
/// Name of the guide, whose text is [`GUIDE`].
pub const GUIDE_NAME: &str = "VERIFY.md";
/// Folder of what goes along.
pub const BESIDE: &str = "room";
/// Name of the list of what goes along, with the SHA-256 of every file.
pub const MANIFEST: &str = "room/manifest.json";
/// Kind of the entry of a bundle that left.
pub const BUNDLE: &str = "bundle";
/// The fact of that entry which holds the SHA-256 of the manifest.
pub const MANIFEST_FACT: &str = "manifest";
/// How to verify a bundle, for whoever opens one.
pub const GUIDE: &str = include_str!("guide.md");

/// A member of a bundle: its name and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Path inside the bundle.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// Whether a name is that of a part whose content the ledger vouches for, or of the guide.
pub fn is_part(name: &str) -> bool {
    let whole = [CHECKPOINT, VKEYS, VERSIONS, RECORDS, BLOBS, GUIDE_NAME];
    whole.contains(&name) || name.starts_with("tile/") || name.starts_with("blobs/")
}

/// One line of `versions.jsonl`.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VersionLine {
    /// The record, such as `RSK-0042`.
    pub id: String,
    /// Number of the version, from 1.
    pub version: i64,
    /// Place of the entry that made it.
    pub place: u64,
    /// State of the record in this version.
    #[serde(default)]
    pub state: String,
    /// Whether the record was retired in this version.
    #[serde(default)]
    pub retired: bool,
    /// Fields and values that remain and may be seen.
    pub document: Map<String, Value>,
    /// Reason of the change, committed under [`crate::REASON`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// What makes the commitment recomputable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<Opening>,
    /// Commitment of the version.
    #[serde(with = "hex::hash")]
    pub commitment: Hash,
}

impl VersionLine {
    /// What was committed: document and reason.
    pub fn content(&self) -> Map<String, Value> {
        content(&self.document, self.why.as_deref())
    }
}

/// One line of `records.jsonl`.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordLine {
    /// The record.
    pub id: String,
    /// Number of its newest version.
    pub version: i64,
    /// Its state.
    #[serde(default)]
    pub state: String,
    /// Whether it is retired.
    #[serde(default)]
    pub retired: bool,
    /// Its document, where the reader keeps one beside the newest version; checked with `opening` and `why`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Map<String, Value>>,
    /// Reason of the newest change, only beside `document`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Opening of the newest version, only beside `document`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<Opening>,
}

/// One line of `blobs.jsonl`.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlobLine {
    /// SHA-256 of the content.
    #[serde(with = "hex::hash")]
    pub digest: Hash,
    /// Bytes of the content.
    pub size: u64,
    /// Whether the content itself is there to be read.
    #[serde(default)]
    pub included: bool,
}

/// A line of JSON for one of the `.jsonl` members, with its line break.
pub fn json_line<T: serde::Serialize>(line: &T) -> Result<Vec<u8>, LedgerError> {
    let mut bytes =
        serde_json::to_vec(line).map_err(|it| LedgerError::Bundle(format!("a line cannot be written: {it}")))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Path of a tile of hashes.
pub fn tile_path(level: u8, index: u64, width: usize) -> String {
    format!("tile/{level}/{}", numbered(index, width))
}

/// Path of a block of up to 256 entries.
pub fn entries_path(index: u64, width: usize) -> String {
    format!("tile/entries/{}", numbered(index, width))
}

/// Path of included evidence.
pub fn blob_path(digest: &Hash) -> String {
    format!("blobs/{}", hex::to_hex(digest))
}

/// Index and width of a block of entries, from its path; `None` for any other path.
pub fn parse_entries_path(path: &str) -> Option<(u64, usize)> {
    let rest = path.strip_prefix("tile/entries/")?;
    let (number, width) = match rest.split_once(".p/") {
        Some((number, width)) => (number, width.parse().ok()?),
        None => (rest, TILE_WIDTH),
    };
    let digits: String = number.split('/').map(|it| it.trim_start_matches('x')).collect();
    let index = digits.parse().ok()?;
    // Only one spelling is canonical.
    if entries_path(index, width) == path { Some((index, width)) } else { None }
}

/// Three digits a folder, `x` before all but the last, so that no folder grows too large: `x001/x234/067`.
fn numbered(index: u64, width: usize) -> String {
    let mut path = format!("{:03}", index % 1000);
    let mut rest = index / 1000;
    while rest > 0 {
        path = format!("x{:03}/{path}", rest % 1000);
        rest /= 1000;
    }
    if width < TILE_WIDTH { format!("{path}.p/{width}") } else { path }
}

/// Bytes of a tile.
pub fn tile_bytes(hashes: &[Hash]) -> Vec<u8> {
    hashes.concat()
}

/// Hashes of a tile; `None` when the bytes are not whole hashes.
pub fn tile_hashes(bytes: &[u8]) -> Option<Vec<Hash>> {
    let (hashes, rest) = bytes.as_chunks::<32>();
    if rest.is_empty() && hashes.len() <= TILE_WIDTH { Some(hashes.to_vec()) } else { None }
}

/// Appends an entry and its length to a block of entries.
pub fn push_entry(block: &mut Vec<u8>, entry: &[u8]) -> Result<(), LedgerError> {
    let length = u16::try_from(entry.len());
    let length = length.map_err(|_| LedgerError::Entry("an entry has at most 65,535 bytes".to_owned()))?;
    block.extend(length.to_be_bytes());
    block.extend(entry);
    Ok(())
}

/// Entries of a block, and the bytes after them that are no whole entry.
pub fn split_entries(block: &[u8]) -> (Vec<Vec<u8>>, &[u8]) {
    let mut entries = Vec::new();
    let mut rest = block;
    while let Some((&[high, low], after)) = rest.split_first_chunk::<2>() {
        let Some((entry, after)) = after.split_at_checked(usize::from(u16::from_be_bytes([high, low]))) else { break };
        entries.push(entry.to_vec());
        rest = after;
    }
    (entries, rest)
}

/// Turns entries, in order from the first, into the members below `tile/`.
#[derive(Debug, Default)]
pub struct BundleWriter {
    tree: Tree,
    block: Vec<u8>,
}

impl BundleWriter {
    /// A writer that has seen no entry.
    pub fn new() -> BundleWriter {
        BundleWriter::default()
    }

    /// Takes the next entry and returns the members that it completed.
    pub fn entry(&mut self, bytes: &[u8]) -> Result<Vec<Member>, LedgerError> {
        push_entry(&mut self.block, bytes)?;
        let place = self.tree.append(&crate::merkle::leaf_hash(bytes));
        let mut members: Vec<Member> = self.tree.take_full().into_iter().map(of_tile).collect();
        if (place + 1).is_multiple_of(TILE_WIDTH as u64) {
            let bytes = std::mem::take(&mut self.block);
            members.push(Member { name: entries_path(place / TILE_WIDTH as u64, TILE_WIDTH), bytes });
        }
        Ok(members)
    }

    /// The partial members at the right edge, and the tree for a comparison with the checkpoint.
    pub fn finish(mut self) -> (Vec<Member>, Tree) {
        let mut members: Vec<Member> = self.tree.take_tiles().into_iter().map(of_tile).collect();
        let width = (self.tree.size() % TILE_WIDTH as u64) as usize;
        if width > 0 {
            let name = entries_path(self.tree.size() / TILE_WIDTH as u64, width);
            members.push(Member { name, bytes: self.block });
        }
        (members, self.tree)
    }
}

fn of_tile(tile: Tile) -> Member {
    Member { name: tile_path(tile.level, tile.index, tile.hashes.len()), bytes: tile_bytes(&tile.hashes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_the_specification() {
        assert_eq!(entries_path(1_234_067, 256), "tile/entries/x001/x234/067");
        assert_eq!(tile_path(3, 5, 1), "tile/3/005.p/1");
        for (index, width) in [(0, 256), (0, 1), (999, 255), (1000, 256), (1_234_067, 17)] {
            assert_eq!(parse_entries_path(&entries_path(index, width)), Some((index, width)));
        }
        for path in [
            "tile/entries/",
            "tile/0/000",
            "tile/entries/0",
            "tile/entries/000.p/256",
            "tile/entries/../x",
            "tile/entries/1000",
        ] {
            assert_eq!(parse_entries_path(path), None, "{path}");
        }
    }

    #[test]
    fn blocks_come_apart_again() {
        let entries = [b"one".to_vec(), Vec::new(), vec![7; 65_535]];
        let mut block = Vec::new();
        entries.iter().for_each(|it| push_entry(&mut block, it).unwrap());
        assert_eq!(split_entries(&block), (entries.to_vec(), &[][..]));
        let (whole, rest) = split_entries(&block[..block.len() - 1]);
        assert_eq!((whole.as_slice(), rest.len()), (&entries[..2], 65_536));
        assert!(push_entry(&mut block, &[0; 65_536]).is_err());
    }
}
