//! A made-up ledger of any size, entry by entry, always the same for the same seed. Used by tests and the benchmark.
#![allow(dead_code, clippy::unwrap_used, reason = "made for tests, none of which uses everything")]

use ledger::bundle::{self, BlobLine, BundleWriter, Member, RecordLine, VersionLine, json_line};
use ledger::*;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

pub const ORIGIN: &str = "aims.example/ledger/acme/1";

pub fn key() -> SignerKey {
    SignerKey::new(ORIGIN, &[42; 32]).unwrap()
}

/// One step of the ledger's life.
pub struct Step {
    pub entry: Entry,
    pub version: Option<VersionLine>,
    pub blob: Option<Vec<u8>>,
}

struct Now {
    id: String,
    version: i64,
    commitment: Hash,
    state: &'static str,
}

/// Makes steps: about a quarter of the entries make a record, most change one, some are mere events.
pub struct Synthetic {
    pub seq: u64,
    /// Only events that touch no record.
    pub events: bool,
    dice: u64,
    records: Vec<Now>,
}

impl Synthetic {
    pub fn new(seed: u64) -> Synthetic {
        Synthetic { seq: 0, events: false, dice: seed.wrapping_mul(2).wrapping_add(1), records: Vec::new() }
    }

    fn roll(&mut self, sides: u64) -> u64 {
        self.dice = self.dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.dice >> 33) % sides
    }

    pub fn step(&mut self) -> Step {
        let seq = self.seq;
        self.seq += 1;
        let (hours, minutes, seconds, millis) = (seq / 3_600_000 % 24, seq / 60_000 % 60, seq / 1000 % 60, seq % 1000);
        let mut entry = Entry {
            v: 1,
            seq,
            ts: format!("2026-11-23T{hours:02}:{minutes:02}:{seconds:02}.{millis:03}Z"),
            kind: "auth.sign_in".to_owned(),
            actor: format!("p:{:032x}", self.roll(50)),
            via: "api".to_owned(),
            req: Some(format!("{:016x}", self.roll(1 << 30))),
            sw: "aims 0.1.0".to_owned(),
            ..Entry::default()
        };
        let what = self.roll(16);
        if what == 0 || self.events {
            return Step { entry, version: None, blob: None };
        }
        let (at, prev) = self.record(what < 5);
        let now = &mut self.records[at];
        now.version += 1;
        now.state = ["identified", "assessed", "treated"][now.version as usize % 3];
        let document = document(seq, now.version);
        let seed = leaf_hash(&seq.to_be_bytes());
        let why = (what == 1).then(|| format!("asked for by person {seq}"));
        now.commitment = commit(&content(&document, why.as_deref()), &seed);
        entry.kind = if now.version == 1 { "record.create" } else { "record.change" }.to_owned();
        (entry.ent, entry.ver, entry.state) = (Some(now.id.clone()), Some(now.version), Some(now.state.to_owned()));
        (entry.prev, entry.new) = (prev, Some(now.commitment));
        let blob = (what == 2).then(|| format!("evidence {seq}").into_bytes());
        entry.blobs = blob.iter().map(|it| BlobRef { h: sha256(it), n: it.len() as u64 }).collect();
        let version = VersionLine {
            id: now.id.clone(),
            version: now.version,
            place: seq,
            state: now.state.to_owned(),
            retired: false,
            document,
            why,
            opening: Some(Opening::Seed(seed)),
            commitment: now.commitment,
        };
        Step { entry, version: Some(version), blob }
    }

    fn record(&mut self, new: bool) -> (usize, Option<Hash>) {
        if new || self.records.is_empty() {
            let id = format!("RSK-{:04}", self.records.len() + 1);
            self.records.push(Now { id, version: 0, commitment: [0; 32], state: "" });
            return (self.records.len() - 1, None);
        }
        let at = self.roll(self.records.len() as u64) as usize;
        (at, Some(self.records[at].commitment))
    }

    pub fn records(&self) -> impl Iterator<Item = RecordLine> + '_ {
        self.records.iter().map(|it| RecordLine {
            id: it.id.clone(),
            version: it.version,
            state: it.state.to_owned(),
            retired: false,
            document: None,
            why: None,
            opening: None,
        })
    }
}

pub fn sha256(bytes: &[u8]) -> Hash {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).into()
}

fn document(seq: u64, version: i64) -> Map<String, Value> {
    let value = json!({
        "title": format!("Risk {seq} of a chatbot that answers citizens"),
        "system": "SYS-0001",
        "likelihood": seq % 5,
        "impact": version % 5,
        "level": "high",
        "owner": "PER-0007",
        "treatment": "A person checks each answer about money before it is sent.",
        "contact": format!("person{seq}@example.org"),
        "cost": 12.5,
        "tags": ["public", "text"],
        "due": "2027-01-31",
        "accepted": false,
    });
    let Value::Object(map) = value else { unreachable!() };
    map
}

/// A ledger in memory, before it is written down.
pub struct Ledger {
    pub entries: Vec<Vec<u8>>,
    pub versions: Vec<VersionLine>,
    pub records: Vec<RecordLine>,
    pub blobs: Vec<Vec<u8>>,
}

pub fn ledger(size: u64, seed: u64) -> Ledger {
    made(size, Synthetic::new(seed))
}

pub fn made(size: u64, mut made: Synthetic) -> Ledger {
    let mut ledger = Ledger { entries: Vec::new(), versions: Vec::new(), records: Vec::new(), blobs: Vec::new() };
    for _ in 0..size {
        let step = made.step();
        ledger.entries.push(step.entry.to_bytes().unwrap());
        ledger.versions.extend(step.version);
        ledger.blobs.extend(step.blob);
    }
    ledger.records = made.records().collect();
    ledger
}

pub type Bundle = BTreeMap<String, Vec<u8>>;

impl Ledger {
    pub fn tree(&self) -> Tree {
        let mut tree = Tree::empty();
        self.entries.iter().for_each(|it| {
            tree.append(&leaf_hash(it));
        });
        tree
    }

    pub fn checkpoint(&self, key: &SignerKey) -> String {
        let checkpoint =
            Checkpoint { origin: ORIGIN.to_owned(), size: self.entries.len() as u64, root: self.tree().root() };
        checkpoint.sign(&[key]).unwrap()
    }

    pub fn bundle(&self) -> Bundle {
        let mut writer = BundleWriter::new();
        let mut bundle = Bundle::new();
        let mut put = |members: Vec<Member>| members.into_iter().for_each(|it| drop(bundle.insert(it.name, it.bytes)));
        self.entries.iter().for_each(|it| put(writer.entry(it).unwrap()));
        put(writer.finish().0);
        bundle.insert(bundle::CHECKPOINT.to_owned(), self.checkpoint(&key()).into_bytes());
        bundle.insert(bundle::VKEYS.to_owned(), format!("{}\n", key().verifier()).into_bytes());
        bundle.insert(bundle::GUIDE_NAME.to_owned(), bundle::GUIDE.into());
        bundle.insert(bundle::VERSIONS.to_owned(), lines(&self.versions));
        bundle.insert(bundle::RECORDS.to_owned(), lines(&self.records));
        let blob = |it: &Vec<u8>| BlobLine { digest: sha256(it), size: it.len() as u64, included: true };
        bundle.insert(bundle::BLOBS.to_owned(), lines(&self.blobs.iter().map(blob).collect::<Vec<_>>()));
        self.blobs.iter().for_each(|it| drop(bundle.insert(bundle::blob_path(&sha256(it)), it.clone())));
        bundle
    }
}

pub fn lines<T: serde::Serialize>(lines: &[T]) -> Vec<u8> {
    lines.iter().flat_map(|it| json_line(it).unwrap()).collect()
}
