//! Inclusion and consistency proofs: made from stored tiles, checked as RFC 9162 (2.1.3 and 2.1.4) says.
//!
//! A tile reader is `Fn(level, index) -> Option<hashes>`; it may return more hashes than asked for, since a partial tile
//! that has grown contains the older one.

use crate::error::LedgerError;
use crate::merkle::{Hash, complete, empty_root, leaf_hash, node_hash};
use crate::tree::TILE_WIDTH;
use std::cell::RefCell;
use std::collections::HashMap;

/// The proof that the leaf at `place` is in the tree of `size` leaves, from the leaf's sibling upwards.
pub fn inclusion_proof(
    size: u64,
    place: u64,
    tile: impl Fn(u8, u64) -> Option<Vec<Hash>>,
) -> Result<Vec<Hash>, LedgerError> {
    if place >= size {
        return Err(LedgerError::Outside { asked: place, size });
    }
    let tiles = Tiles::new(&tile);
    let (mut from, mut until) = (0, size);
    let mut proof = Vec::new();
    while until - from > 1 {
        let middle = from + split(until - from);
        if place < middle {
            proof.push(tiles.root(middle, until)?);
            until = middle;
        } else {
            proof.push(tiles.root(from, middle)?);
            from = middle;
        }
    }
    proof.reverse();
    Ok(proof)
}

/// The proof that the tree of `old` leaves is the beginning of the tree of `new` leaves.
pub fn consistency_proof(
    old: u64,
    new: u64,
    tile: impl Fn(u8, u64) -> Option<Vec<Hash>>,
) -> Result<Vec<Hash>, LedgerError> {
    if old > new {
        return Err(LedgerError::Outside { asked: old, size: new });
    }
    let tiles = Tiles::new(&tile);
    let mut proof = Vec::new();
    if old == 0 || old == new {
        return Ok(proof);
    }
    let (mut from, mut until) = (0, new);
    while old < until {
        let middle = from + split(until - from);
        if old <= middle {
            proof.push(tiles.root(middle, until)?);
            until = middle;
        } else {
            proof.push(tiles.root(from, middle)?);
            from = middle;
        }
    }
    if from > 0 {
        proof.push(tiles.root(from, until)?);
    }
    proof.reverse();
    Ok(proof)
}

/// The root of the tree of `size` leaves, computed from stored tiles.
pub fn root_from_tiles(size: u64, tile: impl Fn(u8, u64) -> Option<Vec<Hash>>) -> Result<Hash, LedgerError> {
    if size == 0 { Ok(empty_root()) } else { Tiles::new(&tile).root(0, size) }
}

/// Checks that a leaf with this hash stands at `place` in the tree of `size` leaves with this root.
pub fn check_inclusion(leaf: &Hash, place: u64, size: u64, proof: &[Hash], root: &Hash) -> Result<(), LedgerError> {
    let wrong = LedgerError::Proof("inclusion");
    if place >= size {
        return Err(wrong);
    }
    let (mut node, mut last, mut hash) = (place, size - 1, *leaf);
    for sibling in proof {
        if last == 0 {
            return Err(wrong);
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(sibling, &hash);
            (node, last) = climb(node, last);
        } else {
            hash = node_hash(&hash, sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    if last == 0 && hash == *root { Ok(()) } else { Err(wrong) }
}

/// Checks that the tree of `old` leaves with root `old_root` is the beginning of the tree of `new` leaves.
pub fn check_consistency(
    old: u64,
    old_root: &Hash,
    new: u64,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), LedgerError> {
    let wrong = LedgerError::Proof("consistency");
    if old == 0 || old >= new {
        let fits =
            proof.is_empty() && if old == 0 { *old_root == empty_root() } else { old == new && old_root == new_root };
        return if fits { Ok(()) } else { Err(wrong) };
    }
    let mut rest = proof.iter();
    // A tree of a power of two of leaves is itself a node of the newer tree, and the proof leaves it out.
    let start = if old.is_power_of_two() { Some(old_root) } else { rest.next() };
    let Some(start) = start else { return Err(wrong) };
    let down = (old - 1).trailing_ones();
    let (mut node, mut last) = ((old - 1) >> down, (new - 1) >> down);
    let (mut older, mut newer) = (*start, *start);
    for sibling in rest {
        if last == 0 {
            return Err(wrong);
        }
        if node & 1 == 1 || node == last {
            older = node_hash(sibling, &older);
            newer = node_hash(sibling, &newer);
            (node, last) = climb(node, last);
        } else {
            newer = node_hash(&newer, sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    if last == 0 && older == *old_root && newer == *new_root { Ok(()) } else { Err(wrong) }
}

/// An inclusion proof as a C2SP `.tlog-proof` file: place, hashes and the signed checkpoint.
pub fn proof_to_text(place: u64, proof: &[Hash], checkpoint: &str) -> String {
    let hashes: String = proof.iter().map(|it| crate::note::to_base64(it) + "\n").collect();
    format!("{PROOF_HEADER}\nindex {place}\n{hashes}\n{checkpoint}")
}

/// Reads a `.tlog-proof` file: place, hashes, and the checkpoint as it stands there, not yet verified.
pub fn proof_from_text(text: &str) -> Result<(u64, Vec<Hash>, String), LedgerError> {
    let wrong = || LedgerError::Note("this is not a proof in the `c2sp.org/tlog-proof@v1` format".to_owned());
    let (head, checkpoint) = text.split_once("\n\n").ok_or_else(wrong)?;
    let mut lines = head.lines().peekable();
    if lines.next() != Some(PROOF_HEADER) {
        return Err(wrong());
    }
    lines.next_if(|it| it.starts_with("extra "));
    let digits = lines.next().and_then(|it| it.strip_prefix("index ")).ok_or_else(wrong)?;
    let place = crate::checkpoint::decimal(digits).ok_or_else(wrong)?;
    let hashes = lines.map(crate::note::hash_from_base64).collect::<Option<Vec<Hash>>>().ok_or_else(wrong)?;
    Ok((place, hashes, checkpoint.to_owned()))
}

/// Checks a whole `.tlog-proof` against an entry's bytes and trusted keys.
pub fn check_proof_text(
    text: &str,
    entry: &[u8],
    keys: &[crate::note::VerifierKey],
) -> Result<crate::checkpoint::Checkpoint, LedgerError> {
    let (place, hashes, note) = proof_from_text(text)?;
    let checkpoint = crate::checkpoint::Checkpoint::open(&note, keys)?;
    check_inclusion(&leaf_hash(entry), place, checkpoint.size, &hashes, &checkpoint.root)?;
    Ok(checkpoint)
}

/// A consistency proof as JSON: sizes, roots and hashes, the latter in base64.
pub fn consistency_to_json(old: (u64, Hash), new: (u64, Hash), proof: &[Hash]) -> String {
    let text = crate::note::to_base64;
    let hashes: Vec<String> = proof.iter().map(|it| text(it)).collect();
    let (old_root, new_root) = (text(&old.1), text(&new.1));
    serde_json::json!({"old": old.0, "old_root": old_root, "new": new.0, "new_root": new_root, "proof": hashes})
        .to_string()
}

const PROOF_HEADER: &str = "c2sp.org/tlog-proof@v1";

/// Skips the levels at which the rightmost node has no sibling.
fn climb(node: u64, last: u64) -> (u64, u64) {
    if node & 1 == 1 || node == 0 {
        return (node, last);
    }
    let up = node.trailing_zeros();
    (node >> up, last >> up)
}

/// The largest power of two below `size`, where RFC 6962 splits a tree of more than one leaf.
fn split(size: u64) -> u64 {
    1 << (63 - (size - 1).leading_zeros())
}

/// Tiles read for one proof; neighbouring hashes come from the same few tiles.
struct Tiles<'a> {
    read: &'a dyn Fn(u8, u64) -> Option<Vec<Hash>>,
    seen: RefCell<HashMap<(u8, u64), Vec<Hash>>>,
}

impl<'a> Tiles<'a> {
    fn new(read: &'a dyn Fn(u8, u64) -> Option<Vec<Hash>>) -> Tiles<'a> {
        Tiles { read, seen: RefCell::default() }
    }

    /// The root over the leaves `from..until`, where `from` is a multiple of the largest power of two in the range.
    fn root(&self, from: u64, until: u64) -> Result<Hash, LedgerError> {
        let size = until - from;
        if size.is_power_of_two() {
            return self.complete(from, size.trailing_zeros());
        }
        let middle = from + split(size);
        Ok(node_hash(&self.root(from, middle)?, &self.root(middle, until)?))
    }

    /// The root of the complete subtree of 2^`height` leaves from `from` on.
    fn complete(&self, from: u64, height: u32) -> Result<Hash, LedgerError> {
        let level = (height / 8) as u8;
        let first = from >> (8 * u32::from(level));
        let index = first / TILE_WIDTH as u64;
        let start = (first % TILE_WIDTH as u64) as usize;
        let mut seen = self.seen.borrow_mut();
        let missing = LedgerError::TileMissing { level, index };
        let hashes = match seen.entry((level, index)) {
            std::collections::hash_map::Entry::Occupied(it) => it.into_mut(),
            std::collections::hash_map::Entry::Vacant(it) => {
                it.insert((self.read)(level, index).ok_or(missing.clone())?)
            }
        };
        hashes.get(start..start + (1 << (height % 8))).map(complete).ok_or(missing)
    }
}
