//! How fast: appends to the tree, commitments, and the verification of a ledger of a million entries with its peak memory.
//!
//! `cargo run --release -p ledger --example bench [ENTRIES]` writes a bundle folder below the system's temporary directory,
//! verifies it in a second process, and removes it. `write FOLDER ENTRIES` and `verify FOLDER` do the halves, for a profiler.

#[path = "../tests/it/synthetic.rs"]
mod synthetic;

use ledger::bundle::{self, BundleWriter, Member};
use ledger::verify::{Members, source_of_members, verify};
use ledger::{Checkpoint, Tree, commit, leaf_hash};
use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;
use std::time::Instant;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, word, folder] = &arguments[..]
        && word == "verify"
    {
        return check(Path::new(folder));
    }
    if let [_, word, folder, entries] = &arguments[..]
        && word == "write"
    {
        return write(Path::new(folder), entries.parse()?);
    }
    let entries = arguments.get(1).map_or(Ok(1_000_000), |it| it.parse())?;
    appends();
    commitments();
    let folder = std::env::temp_dir().join(format!("ledger-bench-{}", std::process::id()));
    write(&folder, entries)?;
    let verified = std::process::Command::new(std::env::current_exe()?).arg("verify").arg(&folder).status();
    fs::remove_dir_all(&folder)?;
    if verified?.success() { Ok(()) } else { Err("verification failed".into()) }
}

fn appends() {
    let (count, begun) = (2_000_000_u32, Instant::now());
    let mut tree = Tree::empty();
    let mut tiles = 0;
    for at in 0..count {
        tree.append(&leaf_hash(&at.to_be_bytes()));
        if at % 128 == 127 {
            tiles += tree.take_tiles().len();
        }
    }
    let (rate, begun) = (f64::from(count) / begun.elapsed().as_secs_f64(), Instant::now());
    println!("appends                {rate:>12.0} a second (tiles taken every 128, {tiles} of them)");
    (0..100_000).for_each(|_| drop(std::hint::black_box(std::hint::black_box(&tree).clone())));
    println!("snapshot of the tree   {:>12.2} us", begun.elapsed().as_secs_f64() * 10.0);
    let begun = Instant::now();
    (0..10_000).for_each(|_| drop(std::hint::black_box(std::hint::black_box(&tree).root().to_vec())));
    println!("root                   {:>12.2} us", begun.elapsed().as_secs_f64() * 100.0);
}

fn commitments() {
    let field = |at: usize| (format!("field_{at}"), format!("a value of some forty characters, number {at}").into());
    let document = (0..20).map(field).collect();
    let begun = Instant::now();
    (0..20_000_u32).for_each(|at| assert!(commit(&document, &leaf_hash(&at.to_be_bytes())) != [0; 32]));
    println!("commitment, 20 fields  {:>12.2} us", begun.elapsed().as_secs_f64() * 50.0);
}

fn put(folder: &Path, members: Vec<Member>) -> Result<(), Failure> {
    for Member { name, bytes } in members {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, bytes)?;
    }
    Ok(())
}

fn write(folder: &Path, entries: u64) -> Result<(), Failure> {
    fs::create_dir_all(folder)?;
    let (mut made, mut writer) = (synthetic::Synthetic::new(1), BundleWriter::new());
    let mut versions = BufWriter::new(File::create(folder.join(bundle::VERSIONS))?);
    for _ in 0..entries {
        let mut step = made.step();
        step.entry.blobs.clear();
        put(folder, writer.entry(&step.entry.to_bytes()?)?)?;
        if let Some(version) = step.version {
            versions.write_all(&bundle::json_line(&version)?)?;
        }
    }
    versions.flush()?;
    let (members, tree) = writer.finish();
    put(folder, members)?;
    let mut records = BufWriter::new(File::create(folder.join(bundle::RECORDS))?);
    for line in made.records() {
        records.write_all(&bundle::json_line(&line)?)?;
    }
    let checkpoint = Checkpoint { origin: synthetic::ORIGIN.to_owned(), size: tree.size(), root: tree.root() };
    fs::write(folder.join(bundle::CHECKPOINT), checkpoint.sign(&[&synthetic::key()])?)?;
    fs::write(folder.join(bundle::VKEYS), synthetic::key().verifier().to_string())?;
    Ok(records.flush()?)
}

fn check(folder: &Path) -> Result<(), Failure> {
    let begun = Instant::now();
    let read = |name: &str, _: usize| Ok(fs::read(folder.join(name)).ok());
    let long =
        |name: &str| Some(Box::new(BufReader::new(File::open(folder.join(name)).ok()?)) as Box<dyn std::io::BufRead>);
    let size = Checkpoint::claimed(&fs::read_to_string(folder.join(bundle::CHECKPOINT))?)?.size;
    let width = |index: u64| (size - index * 256).min(256) as usize;
    let members = Members {
        names: (0..size.div_ceil(256)).map(|it| bundle::entries_path(it, width(it))).collect(),
        read: &read,
        versions: long(bundle::VERSIONS),
        records: long(bundle::RECORDS),
        blobs: None,
        content: Box::new(|_| Ok(None)),
    };
    let report = verify(source_of_members(members, vec![synthetic::key().verifier()], None)?);
    let seconds = begun.elapsed().as_secs_f64();
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|it| it.starts_with("VmHWM")).unwrap_or("VmHWM: not known on this system");
    println!(
        "verification           {seconds:>12.2} s for {} entries, {} versions, {} records",
        report.entries, report.versions, report.records
    );
    println!("peak memory            {}", peak.trim_start_matches("VmHWM:").trim());
    if report.ok() { Ok(()) } else { Err(report.to_string().into()) }
}
