//! Stored tiles against the tiles recomputed from the entries.
//!
//! Which of the two was altered is known only at the end: where the recomputed root is the signed one, the entries are
//! right and a differing tile is not; otherwise a differing leaf points at the altered entry.

use super::finding::{Code, Report};
use crate::error::LedgerError;
use crate::merkle::Hash;
use crate::tree::{TILE_WIDTH, Tile, tile_width};
use std::collections::HashSet;

/// Differences that are kept; more of them say nothing new.
const MOST: usize = 10_000;

/// Reads a stored tile by level, index and width.
pub type TileReader<'a> = Box<dyn FnMut(u8, u64, usize) -> Result<Option<Vec<Hash>>, LedgerError> + 'a>;

#[derive(Default)]
pub(super) struct TileCheck {
    differences: Vec<(u8, u64, usize)>,
    touched: HashSet<(u8, u64)>,
}

impl TileCheck {
    /// Compares recomputed tiles with the stored ones of a tree of `end` leaves.
    pub(super) fn compare(&mut self, tiles: Vec<Tile>, end: u64, read: &mut TileReader<'_>, report: &mut Report) {
        for Tile { level, index, hashes } in tiles {
            let width = tile_width(end, level, index);
            let first = first_leaf(level, index, 0);
            match read(level, index, width) {
                Ok(Some(stored)) if stored.len() >= width => self.differ(level, index, &hashes, &stored),
                Ok(Some(_)) => {
                    let sentence = format!("tile {index} of level {level} is shorter than its {width} hashes");
                    report.fault(Code::TileAltered, Some(first), None, sentence);
                }
                Ok(None) => {
                    let sentence = format!("tile {index} of level {level} is missing");
                    report.fault(Code::TileMissing, Some(first), None, sentence);
                }
                Err(error) => report.fault(Code::Unreadable, Some(first), None, error.to_string()),
            }
        }
    }

    fn differ(&mut self, level: u8, index: u64, ours: &[Hash], stored: &[Hash]) {
        for at in (0..ours.len().min(stored.len())).filter(|at| ours[*at] != stored[*at]) {
            if self.differences.len() < MOST {
                self.differences.push((level, index, at));
                self.touched.insert((level, index));
            }
        }
    }

    /// Says what the differences mean, now that it is known whether the entries are the signed ones.
    pub(super) fn conclude(&self, entries_are_signed: bool, report: &mut Report) {
        for (level, index, at) in &self.differences {
            let (first, below) = (first_leaf(*level, *index, *at), index * TILE_WIDTH as u64 + *at as u64);
            let sentence = format!("hash {at} of tile {index}, level {level}, is not the one that the entries give");
            if entries_are_signed {
                report.fault(Code::TileAltered, Some(first), None, sentence);
            } else if *level == 0 {
                let sentence = "does not hash to its stored leaf; the entry was altered".to_owned();
                report.fault(Code::EntryAltered, Some(first), None, sentence);
            } else if !self.touched.contains(&(level - 1, below)) {
                // The tile below agrees with the entries: both were altered, and only this level was forgotten.
                let last = first_leaf(*level, *index, *at + 1) - 1;
                let sentence = format!("{sentence}; entries #{first} to #{last} or their tiles were altered together");
                report.fault(Code::TileAltered, Some(first), None, sentence);
            }
        }
    }
}

/// The first leaf below hash `at` of a tile.
fn first_leaf(level: u8, index: u64, at: usize) -> u64 {
    (index * TILE_WIDTH as u64 + at as u64) << (8 * u32::from(level))
}
