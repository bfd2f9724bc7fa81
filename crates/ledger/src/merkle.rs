//! RFC 6962 hashing: leaves, nodes and the root of a list. Knows no tiles and no proofs.

use sha2::{Digest, Sha256};

/// SHA-256 of a leaf, a node or a whole tree.
pub type Hash = [u8; 32];

/// The hash of a leaf: SHA-256 of 0x00 and the leaf's bytes (RFC 6962, 2.1).
pub fn leaf_hash(bytes: &[u8]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update([0]);
    hasher.update(bytes);
    hasher.finalize().into()
}

/// The hash of an inner node: SHA-256 of 0x01 and its two children (RFC 6962, 2.1).
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut bytes = [1; 65];
    bytes[1..33].copy_from_slice(left);
    bytes[33..].copy_from_slice(right);
    Sha256::digest(bytes).into()
}

/// The root of a tree without leaves: SHA-256 of nothing.
pub fn empty_root() -> Hash {
    Sha256::digest([]).into()
}

/// The root over a list of subtree hashes of equal size, the Merkle tree hash of RFC 6962; `None` of an empty list.
pub fn root_of(hashes: &[Hash]) -> Option<Hash> {
    join(None, hashes)
}

/// Joins a list of equally large, complete subtrees with the tree that stands to their right.
///
/// The list falls apart into complete trees of falling sizes (the bits of its length); they are joined from the right,
/// which gives the same tree as splitting at the largest power of two from the left.
pub fn join(right: Option<Hash>, hashes: &[Hash]) -> Option<Hash> {
    let mut rest = hashes;
    let mut root = right;
    while !rest.is_empty() {
        let width = 1 << rest.len().trailing_zeros();
        let (before, block) = rest.split_at(rest.len() - width);
        let peak = complete(block);
        root = Some(root.map_or(peak, |it| node_hash(&peak, &it)));
        rest = before;
    }
    root
}

/// The root of a power of two of hashes (at most 256 of them come from one tile).
pub(crate) fn complete(hashes: &[Hash]) -> Hash {
    match hashes {
        [only] => *only,
        [left, right] => node_hash(left, right),
        _ => {
            let (left, right) = hashes.split_at(hashes.len() / 2);
            node_hash(&complete(left), &complete(right))
        }
    }
}
