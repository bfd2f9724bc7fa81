//! The growing tree: its right edge in memory, its changed tiles on the way to the store.
//!
//! The layout is that of C2SP tlog-tiles with height 8: level L holds the roots of complete subtrees of 256^L leaves, in
//! tiles of 256 hashes. Storing tiles, reading them and proving from them is left to others.

use crate::error::LedgerError;
use crate::merkle::{Hash, complete, empty_root, join};

/// Hashes in a full tile.
pub const TILE_WIDTH: usize = 256;

/// Up to 256 neighbouring hashes of one level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// Level, from 0 at the leaves.
    pub level: u8,
    /// Index within the level, from 0.
    pub index: u64,
    /// The hashes, 256 of them when the tile is full.
    pub hashes: Vec<Hash>,
}

/// A Merkle tree that can grow: its size, its right edge, and the tiles that changed since they were last taken.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tree {
    size: u64,
    edge: Vec<Vec<Hash>>,
    full: Vec<Tile>,
    taken: u64,
}

impl Tree {
    /// A tree without leaves.
    pub fn empty() -> Tree {
        Tree::default()
    }

    /// The tree of `size` leaves whose rightmost partial tiles are `edge`, from level 0 upwards.
    pub fn load(size: u64, edge: Vec<Vec<Hash>>) -> Result<Tree, LedgerError> {
        let levels = edge.len().max(levels_of(size));
        for level in 0..levels {
            let expected = width_at(size, level);
            let found = edge.get(level).map_or(0, Vec::len);
            if found != expected {
                return Err(LedgerError::Edge { level, expected, found });
            }
        }
        Ok(Tree { size, edge, full: Vec::new(), taken: size })
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf by its hash and returns its place, from 0.
    pub fn append(&mut self, leaf: &Hash) -> u64 {
        let place = self.size;
        self.size += 1;
        let mut hash = *leaf;
        for level in 0.. {
            if self.edge.len() == level {
                self.edge.push(Vec::with_capacity(TILE_WIDTH));
            }
            let row = &mut self.edge[level];
            row.push(hash);
            if row.len() < TILE_WIDTH {
                break;
            }
            hash = complete(row);
            let hashes = std::mem::replace(row, Vec::with_capacity(TILE_WIDTH));
            self.full.push(Tile { level: level as u8, index: index_at(place, level), hashes });
        }
        place
    }

    /// The root over all leaves; SHA-256 of nothing when there are none.
    pub fn root(&self) -> Hash {
        self.edge.iter().fold(None, |right, row| join(right, row)).unwrap_or_else(empty_root)
    }

    /// The rightmost partial tile of each level, from level 0 upwards; a row may be empty.
    pub fn edge(&self) -> &[Vec<Hash>] {
        &self.edge
    }

    /// The tiles that became full since they were last taken; the partial ones stay for [`Tree::take_tiles`].
    pub(crate) fn take_full(&mut self) -> Vec<Tile> {
        std::mem::take(&mut self.full)
    }

    /// The tiles that changed since they were last taken: those that became full, and the partial ones at the right edge.
    pub fn take_tiles(&mut self) -> Vec<Tile> {
        let mut tiles = std::mem::take(&mut self.full);
        for (level, row) in self.edge.iter().enumerate() {
            let grown = self.size.checked_shr(8 * level as u32) != self.taken.checked_shr(8 * level as u32);
            if grown && !row.is_empty() {
                tiles.push(Tile { level: level as u8, index: index_at(self.size, level), hashes: row.clone() });
            }
        }
        self.taken = self.size;
        tiles
    }
}

/// Hashes that the tile holds in a tree of `size` leaves: 256, the width of the partial tile, or 0 beyond the edge.
pub(crate) fn tile_width(size: u64, level: u8, index: u64) -> usize {
    let whole = index_at(size, usize::from(level));
    match index.cmp(&whole) {
        std::cmp::Ordering::Less => TILE_WIDTH,
        std::cmp::Ordering::Equal => width_at(size, usize::from(level)),
        std::cmp::Ordering::Greater => 0,
    }
}

/// Hashes in the partial tile of `level` in a tree of `size` leaves, 0 to 255.
pub(crate) fn width_at(size: u64, level: usize) -> usize {
    (size.checked_shr(8 * level as u32).unwrap_or(0) % TILE_WIDTH as u64) as usize
}

/// Index of the tile of `level` that covers the leaf at `place`.
pub(crate) fn index_at(place: u64, level: usize) -> u64 {
    place.checked_shr(8 * (level as u32 + 1)).unwrap_or(0)
}

/// Levels that a tree of `size` leaves has.
pub(crate) fn levels_of(size: u64) -> usize {
    (0..8).take_while(|level| size >> (8 * level) > 0).count()
}
