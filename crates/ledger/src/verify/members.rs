//! A bundle's members as a source of verification. Whoever opens the archive or folder passes readers.

use super::evidence::ContentReader;
use super::versions::Lines;
use super::{Beside, Entries, Source};
use crate::bundle::{self, BLOBS, CHECKPOINT, RECORDS, VERSIONS, VKEYS};
use crate::error::LedgerError;
use crate::note::VerifierKey;
use crate::tree::TILE_WIDTH;
use std::collections::BTreeMap;
use std::io::{BufRead, Read};

/// Most bytes of a short member.
const SHORT: usize = 64 * 1024;
/// Most bytes of a block of 256 entries with their lengths.
const BLOCK: usize = TILE_WIDTH * (u16::MAX as usize + 2);
/// Most bytes of a line of JSON.
const LINE: usize = 16 << 20;

/// Reads a whole member of at most so many bytes; `None` when there is none of this name.
pub type MemberReader<'a> = &'a dyn Fn(&str, usize) -> Result<Option<Vec<u8>>, LedgerError>;

/// A bundle that somebody has opened.
pub struct Members<'a> {
    /// Names of all members; of a folder, of those that hold entries and of what goes along.
    pub names: Vec<String>,
    /// Reads short members whole.
    pub read: MemberReader<'a>,
    /// The long members: versions, records, evidence; `None` where the bundle has none.
    pub versions: Option<Box<dyn BufRead + 'a>>,
    /// See `versions`.
    pub records: Option<Box<dyn BufRead + 'a>>,
    /// See `versions`.
    pub blobs: Option<Box<dyn BufRead + 'a>>,
    /// Reads evidence.
    pub content: ContentReader<'a>,
}

/// The source that a bundle is; without pinned `keys` those in the bundle count, and the report says so.
///
/// Fails when the bundle has no checkpoint or keys, since then it is not a bundle.
pub fn source_of_members<'a>(
    members: Members<'a>,
    keys: Vec<VerifierKey>,
    since: Option<String>,
) -> Result<Source<'a>, LedgerError> {
    let Members { names, read, versions, records, blobs, content } = members;
    let checkpoint = text(read, CHECKPOINT)?;
    let pinned = !keys.is_empty();
    let keys = if pinned { keys } else { VerifierKey::parse_all(&text(read, VKEYS)?)? };
    let tile = move |level, index, width| {
        let bytes = read(&bundle::tile_path(level, index, width), TILE_WIDTH * 32)?;
        Ok(bytes.map(|it| bundle::tile_hashes(&it).unwrap_or_default()))
    };
    Ok(Source {
        checkpoint: Some(checkpoint),
        keys,
        pinned,
        since,
        head: None,
        beside: Some(Beside { names: names.clone(), read }),
        entries: entries(names, read),
        versions: lines(versions, VERSIONS),
        records: lines(records, RECORDS),
        blobs: lines(blobs, BLOBS),
        tile: Box::new(tile),
        content,
    })
}

fn text(read: MemberReader<'_>, name: &str) -> Result<String, LedgerError> {
    let missing = || LedgerError::Bundle(format!("there is no `{name}`, so this is not a bundle; ask for a new one"));
    let bytes = read(name, SHORT)?.ok_or_else(missing)?;
    String::from_utf8(bytes).map_err(|_| LedgerError::Bundle(format!("`{name}` is not text; ask for a new bundle")))
}

/// The entries of all blocks; a block that ends early leaves a gap, and its followers keep their places.
fn entries<'a>(names: Vec<String>, read: MemberReader<'a>) -> Entries<'a> {
    let mut blocks: BTreeMap<u64, usize> = BTreeMap::new();
    for (index, width) in names.iter().filter_map(|it| bundle::parse_entries_path(it)) {
        let widest = blocks.entry(index).or_default();
        *widest = width.max(*widest);
    }
    Box::new(blocks.into_iter().flat_map(move |(index, width)| block(index, width, read)))
}

type Item = Result<(u64, Vec<u8>), LedgerError>;

fn block(index: u64, width: usize, read: MemberReader<'_>) -> Vec<Item> {
    let name = bundle::entries_path(index, width);
    let bytes = match read(&name, BLOCK) {
        Ok(bytes) => bytes.unwrap_or_default(),
        Err(error) => return vec![Err(error)],
    };
    let (mut entries, rest) = bundle::split_entries(&bytes);
    let first = index.saturating_mul(TILE_WIDTH as u64);
    let full = entries.len() >= width;
    let surplus = if full { entries.split_off(width) } else { Vec::new() };
    let placed = entries.into_iter().enumerate().map(|(at, entry)| Ok((first.saturating_add(at as u64), entry)));
    // What a block holds beyond its width has no place of its own; under a place that is taken it counts as surplus.
    let rest = (full && !rest.is_empty()).then(|| rest.to_vec());
    placed.chain(surplus.into_iter().chain(rest).map(|it| Ok((first, it)))).collect()
}

fn lines<'a>(reader: Option<Box<dyn BufRead + 'a>>, name: &'static str) -> Lines<'a> {
    let Some(mut reader) = reader else { return Box::new(std::iter::empty()) };
    let mut done = false;
    Box::new(std::iter::from_fn(move || {
        let mut line = Vec::new();
        if done {
            return None;
        }
        let read = (&mut reader).take(LINE as u64 + 1).read_until(b'\n', &mut line);
        let wrong = |why: String| Some(Err(LedgerError::Bundle(format!("`{name}` {why}"))));
        match read {
            Ok(0) => None,
            Ok(size) if size > LINE => {
                done = true;
                wrong("has a line of more than 16 MiB".to_owned())
            }
            Ok(_) => Some(Ok(line)),
            Err(error) => {
                done = true;
                wrong(format!("cannot be read: {error}"))
            }
        }
    }))
}
