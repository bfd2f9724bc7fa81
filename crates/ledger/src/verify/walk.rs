//! The walk along the entries: the tree grows, tiles and roots are compared, records are followed.

use super::Source;
use super::beside::Sealed;
use super::chain::Chain;
use super::evidence::Evidence;
use super::finding::{Code, Report};
use super::marks::Mark;
use super::parallel::Pool;
use super::tiles::TileCheck;
use super::versions::{Feed, Lines};
use crate::bundle::{BlobLine, RecordLine};
use crate::entry::Entry;
use crate::error::LedgerError;
use crate::hex::to_hex;
use crate::merkle::{Hash, leaf_hash};
use crate::tree::{TILE_WIDTH, Tree, tile_width};
use std::cmp::Ordering;
use std::collections::VecDeque;
use std::rc::Rc;

/// Most entries and bytes that are hashed at a time.
const BATCH: (usize, usize) = (512, 1 << 20);
/// Missing entries over which the rest is still located; beyond, verification stops.
const MOST_MISSING: u64 = 1_000_000;
/// Failures to read entries after which no more are tried.
const MOST_UNREAD: u64 = 100;

/// An entry with its place and leaf.
type Hashed = (u64, Hash, Result<Entry, LedgerError>);

fn hashed((place, bytes): (u64, Vec<u8>)) -> Hashed {
    (place, leaf_hash(&bytes), Entry::from_bytes(&bytes))
}

/// The walk along the entries.
pub(super) struct Walk<'a> {
    pool: Rc<Pool>,
    tree: Tree,
    end: u64,
    marks: Vec<Mark>,
    tiles: TileCheck,
    chain: Chain,
    evidence: Evidence,
    sealed: Sealed,
    versions: Feed<'a>,
    last_time: String,
    surplus: u64,
    unread: u64,
    missing: u64,
    report: Report,
}

impl<'a> Walk<'a> {
    pub(super) fn new(end: u64, marks: Vec<Mark>, report: Report, versions: Lines<'a>) -> Walk<'a> {
        let pool = Rc::new(Pool::new());
        Walk {
            versions: Feed::new(versions, Rc::clone(&pool)),
            pool,
            tree: Tree::empty(),
            end,
            marks,
            tiles: TileCheck::default(),
            chain: Chain::default(),
            evidence: Evidence::default(),
            sealed: Sealed::default(),
            last_time: String::new(),
            surplus: 0,
            unread: 0,
            missing: 0,
            report,
        }
    }

    pub(super) fn entries(&mut self, source: &mut Source<'_>) {
        let mut waiting = VecDeque::new();
        loop {
            while waiting.len() < self.pool.depth() {
                let batch = self.batch(source);
                if batch.is_empty() {
                    break;
                }
                waiting.push_back(self.pool.run(move || batch.into_iter().map(hashed).collect::<Vec<Hashed>>()));
            }
            let Some(batch) = waiting.pop_front() else { return };
            for (place, leaf, entry) in batch.wait().unwrap_or_default() {
                if !self.step(place, &leaf, entry, source) {
                    return;
                }
            }
        }
    }

    /// The next entries; those that cannot be read leave a gap.
    fn batch(&mut self, source: &mut Source<'_>) -> Vec<(u64, Vec<u8>)> {
        let (mut batch, mut bytes) = (Vec::new(), 0);
        while batch.len() < BATCH.0 && bytes < BATCH.1 && self.unread < MOST_UNREAD {
            match source.entries.next() {
                Some(Ok(entry)) => {
                    bytes += entry.1.len();
                    batch.push(entry);
                }
                Some(Err(error)) => {
                    self.unread += 1;
                    self.report.fault(Code::Unreadable, None, None, error.to_string());
                }
                None => break,
            }
        }
        batch
    }

    /// One entry; `false` when it makes no sense to go on.
    fn step(&mut self, place: u64, leaf: &Hash, entry: Result<Entry, LedgerError>, source: &mut Source<'_>) -> bool {
        self.report.entries += 1;
        if place < self.tree.size() || place >= self.end {
            self.surplus += 1;
            return true;
        }
        if !self.bridge(place, source) {
            return false;
        }
        self.append(leaf, source);
        match entry {
            Ok(entry) => self.read(place, &entry),
            Err(error) => {
                self.report.fault(Code::EntryMalformed, Some(place), None, error.to_string());
                self.chain.blind.insert(place);
            }
        }
        true
    }

    /// Goes on over missing entries with the stored leaves, so that what follows can still be located.
    fn bridge(&mut self, place: u64, source: &mut Source<'_>) -> bool {
        let from = self.tree.size();
        if place == from {
            return true;
        }
        let sentence =
            if place - from == 1 { "is missing".to_owned() } else { format!("to #{} are missing", place - 1) };
        self.report.fault(Code::EntryMissing, Some(from), None, sentence);
        self.missing = self.missing.saturating_add(place - from);
        if self.missing > MOST_MISSING {
            return false;
        }
        let mut stored: (Option<u64>, Vec<Hash>) = (None, Vec::new());
        for missing in from..place {
            let (index, at) = (missing / TILE_WIDTH as u64, (missing % TILE_WIDTH as u64) as usize);
            if stored.0 != Some(index) {
                let tile = (source.tile)(0, index, tile_width(self.end, 0, index));
                stored = (Some(index), tile.ok().flatten().unwrap_or_default());
            }
            self.chain.blind.insert(missing);
            self.append(&stored.1.get(at).copied().unwrap_or_default(), source);
        }
        true
    }

    fn append(&mut self, leaf: &Hash, source: &mut Source<'_>) {
        self.tree.append(leaf);
        self.roots();
        let tiles = self.tree.take_full();
        if !tiles.is_empty() {
            self.tiles.compare(tiles, self.end, &mut source.tile, &mut self.report);
        }
    }

    /// Compares the root with those that must be met at this size.
    pub(super) fn roots(&mut self) {
        let size = self.tree.size();
        if !self.marks.iter().any(|it| it.size == size) {
            return;
        }
        let root = self.tree.root();
        for mark in self.marks.iter().filter(|it| it.size == size && it.root != root) {
            let (ours, theirs) = (to_hex(&root), to_hex(&mark.root));
            let sentence = match mark.code {
                Code::Consistency => {
                    "the ledger at the earlier checkpoint's size has another root; its past was rewritten".to_owned()
                }
                Code::HeadMismatch => format!("the {size} entries give the root {ours}, the store keeps {theirs}"),
                _ => format!("the {size} entries give the root {ours}, signed is {theirs}"),
            };
            self.report.fault(mark.code, None, None, sentence);
        }
        if size == self.report.size {
            self.report.root = to_hex(&root);
        }
    }

    fn read(&mut self, place: u64, entry: &Entry) {
        let record = entry.ent.as_deref();
        if entry.seq != place {
            let sentence = format!("says of itself that it is #{}", entry.seq);
            self.report.fault(Code::SeqGap, Some(place), record, sentence);
        }
        if entry.ts.cmp(&self.last_time) == Ordering::Less {
            let sentence = format!("of {} stands after an entry of {}", entry.ts, self.last_time);
            self.report.fault(Code::TimeBackwards, Some(place), record, sentence);
        }
        self.last_time.clone_from(&entry.ts);
        self.evidence.entry(place, entry);
        self.sealed.entry(place, entry);
        self.chain.entry(place, entry, &mut self.versions, &mut self.report);
    }

    pub(super) fn finish(mut self, source: &mut Source<'_>) -> Report {
        let size = self.tree.size();
        if self.report.root.is_empty() {
            self.report.root = to_hex(&self.tree.root());
        }
        self.tiles.compare(self.tree.take_tiles(), self.end, &mut source.tile, &mut self.report);
        if size < self.end {
            let sentence = format!("the ledger counts {} entries and only {size} are there", self.end);
            self.report.fault(Code::EntriesTruncated, Some(size), None, sentence);
        }
        if self.surplus > 0 {
            let sentence = format!("there are {} entries more than the ledger counts", self.surplus);
            self.report.fault(Code::EntriesSurplus, Some(self.end), None, sentence);
        }
        if let Some(mark) = self.marks.iter().find(|it| it.code == Code::Consistency && it.size > self.end) {
            let sentence = format!("the earlier checkpoint counts {} entries, the ledger now {}", mark.size, self.end);
            self.report.fault(Code::Consistency, None, None, sentence);
        }
        // Versions beyond truncated or of surplus entries are covered by those findings.
        let whole = size == self.end && self.surplus == 0;
        let until = (!whole).then_some(size);
        self.chain.until(until, &mut self.versions, &mut self.report);
        self.report.versions = self.versions.read;
        let complete = whole && self.chain.blind.is_empty();
        let signed = complete && !self.report.has(Code::RootMismatch) && !self.report.has(Code::HeadMismatch);
        self.tiles.conclude(signed && !self.marks.is_empty(), &mut self.report);
        self.stand(complete, source);
        if let Some(beside) = &source.beside {
            self.sealed.finish(beside, &mut self.report);
        }
        self.report
    }

    /// Compares records and evidence as they stand with what the entries said.
    fn stand(&mut self, complete: bool, source: &mut Source<'_>) {
        let (chain, evidence, content) = (&mut self.chain, &mut self.evidence, &mut source.content);
        lines(&mut source.records, "records", &mut self.report, |line: RecordLine, report| {
            report.records += 1;
            if complete {
                chain.record(&line, report);
            }
        });
        lines(&mut source.blobs, "list of evidence", &mut self.report, |line: BlobLine, report| {
            report.blobs += 1;
            if complete {
                evidence.listed(&line, content, report);
            }
        });
        if complete {
            std::mem::take(evidence).finish(&mut self.report);
            std::mem::take(chain).finish(&mut self.report);
        } else {
            let sentence =
                "records and evidence were not compared, since entries are missing, surplus or unreadable".to_owned();
            self.report.note(Code::NotCompared, None, None, sentence);
        }
    }
}

/// Reads lines of JSON, and reports those that are none.
fn lines<T: serde::de::DeserializeOwned>(
    lines: &mut Lines<'_>,
    what: &str,
    report: &mut Report,
    mut each: impl FnMut(T, &mut Report),
) {
    for (index, line) in lines.enumerate() {
        match line.map(|it| serde_json::from_slice(&it)) {
            Ok(Ok(line)) => each(line, report),
            Ok(Err(error)) => {
                let sentence = format!("line {} of the {what} cannot be read: {error}", index + 1);
                report.fault(Code::Unreadable, None, None, sentence);
            }
            Err(error) => return report.fault(Code::Unreadable, None, None, format!("the {what} end early: {error}")),
        }
    }
}
