//! Self-test of verification: a bundle is altered in a known way, and the report must name that way and no other.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use governance::{Actor, Aims, Listing, Options, Via};
use ledger::bundle::{self, CHECKPOINT, RECORDS, VERSIONS, VKEYS};
use ledger::verify::Finding;
use ledger::{Checkpoint, LedgerError, SignerKey, VerifierKey};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Folder, Outcome, key};
use crate::exit::Failure;

/// Members of a bundle by their names.
pub(super) type Members = BTreeMap<String, Vec<u8>>;

/// The answer key: classes of tampering and the codes that must be reported.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    #[serde(default)]
    class: Vec<Class>,
    /// Clean cases by name.
    #[serde(default)]
    clean: Vec<String>,
}

/// One class of tampering.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Class {
    name: String,
    /// Codes that must be among the findings.
    codes: Vec<String>,
}

/// A way of tampering: its name in the key, and what it does to a bundle.
type Tamper = (&'static str, fn(&mut Members) -> Option<()>);

/// Every way that the program knows; a test of the key fails when it names another.
const WAYS: &[Tamper] = &[
    ("entry bytes altered", entry_altered),
    ("entry altered together with its leaf in the tile", entry_and_leaf_altered),
    ("last entry cut off", entries_cut),
    ("entry repeated at the end", entry_repeated),
    ("upper tile altered", upper_tile_altered),
    ("document altered", document_altered),
    ("value blanked without an erasure", value_blanked),
    ("version left out", version_left_out),
    ("version added", version_added),
    ("state of a record altered", state_altered),
    ("record left out", record_left_out),
    ("evidence altered", evidence_altered),
    ("evidence removed", evidence_removed),
    ("checkpoint signed with another key", foreign_key),
    ("history rewritten and signed with another key", history_rewritten),
];

/// Alters the bundle of the demonstration in every way of the key.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let home = Folder::make()?;
    let store = home.path().join("store");
    crate::demo::load(Options::embedded(&store), jiff::Timestamp::now()).await?;
    let aims = Aims::open(Options::embedded(&store))?;
    let members = bundle_of(&aims, &home.path().join("bundle.zip")).await?;
    let keys = verifier_keys(&members)?;
    let mut outcome = Outcome::default();
    let faulty: Key = key(&folder.join("faulty"))?;
    faulty.class.iter().for_each(|class| alter(class, &members, &keys, &mut outcome));
    outcome.origin = faulty.origin;
    let clean: Key = key(&folder.join("clean"))?;
    for name in &clean.clean {
        let found = match name.as_str() {
            "untouched" => codes(&members, &keys, None),
            "untouched since an earlier visit" => {
                let earlier = members.get(CHECKPOINT).map(|it| String::from_utf8_lossy(it).into_owned());
                let later = bundle_of(&aims, &home.path().join("later.zip")).await?;
                codes(&later, &keys, earlier)
            }
            "after an erasure" => {
                erase_something(&aims).await?;
                codes(&bundle_of(&aims, &home.path().join("erased.zip")).await?, &keys, None)
            }
            _ => vec!["no such clean case".to_owned()],
        };
        match found.is_empty() {
            true => outcome.clean += 1,
            false => outcome.false_alarms.push(format!("{name}: {found:?}")),
        }
    }
    Ok(outcome)
}

/// Alters a copy of the bundle in one way, and looks for the codes of the key.
fn alter(class: &Class, members: &Members, keys: &[VerifierKey], outcome: &mut Outcome) {
    let mut altered = members.clone();
    let way = WAYS.iter().find(|(name, _)| *name == class.name);
    if way.and_then(|(_, tamper)| tamper(&mut altered)).is_none() {
        return outcome.missed.push(format!("{}: this way of tampering could not be carried out", class.name));
    }
    let codes = codes(&altered, keys, None);
    match class.codes.iter().all(|code| codes.contains(code)) {
        true => outcome.found += 1,
        false => outcome.missed.push(format!("{}: expected {:?}, reported {codes:?}", class.name, class.codes)),
    }
}

pub(super) async fn bundle_of(aims: &Aims, path: &Path) -> Result<Members, Failure> {
    aims.write_bundle(&Actor::operator(Via::System), path, None).await?;
    unpack(path)
}

/// Erases the e-mail address of the first person, as data protection may demand.
async fn erase_something(aims: &Aims) -> Result<(), Failure> {
    let operator = Actor::operator(Via::System);
    let page = aims.list(&operator, &Listing { limit: 1, ..Listing::of("person") }).await?;
    let first =
        page.rows.first().ok_or_else(|| Failure::failed("the demonstration has no people; build the program again"))?;
    aims.erase(&operator, &first.id, &["email".to_owned()], "asked by the person").await?;
    Ok(())
}

fn unpack(path: &Path) -> Result<Members, Failure> {
    let unreadable = |cause: &dyn std::fmt::Display| Failure::failed(format!("the bundle cannot be read ({cause})"));
    let file = std::fs::File::open(path).map_err(|cause| unreadable(&cause))?;
    let mut zip = zip::ZipArchive::new(file).map_err(|cause| unreadable(&cause))?;
    let mut members = Members::new();
    for index in 0..zip.len() {
        let mut member = zip.by_index(index).map_err(|cause| unreadable(&cause))?;
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).map_err(|cause| unreadable(&cause))?;
        let name = member.name().map(|name| name.into_owned()).map_err(|cause| unreadable(&cause))?;
        members.insert(name, bytes);
    }
    Ok(members)
}

pub(super) fn verifier_keys(members: &Members) -> Result<Vec<VerifierKey>, Failure> {
    let text = members.get(VKEYS).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
    VerifierKey::parse_all(&text).map_err(|cause| Failure::failed(cause.to_string()))
}

/// Codes of the findings about a bundle, with keys that the reader had before.
fn codes(members: &Members, keys: &[VerifierKey], since: Option<String>) -> Vec<String> {
    match findings(members, keys, since) {
        Err(error) => vec![format!("unreadable: {error}")],
        Ok(findings) => {
            let mut codes: Vec<String> = findings.iter().map(|it| it.code.to_string()).collect();
            codes.dedup();
            codes
        }
    }
}

/// The findings about a bundle, with keys that the reader had before.
pub(super) fn findings(
    members: &Members,
    keys: &[VerifierKey],
    since: Option<String>,
) -> Result<Vec<Finding>, LedgerError> {
    let read = |name: &str, _: usize| Ok(members.get(name).cloned());
    let lines = |name: &str| -> Option<Box<dyn std::io::BufRead + '_>> {
        members.get(name).map(|bytes| Box::new(bytes.as_slice()) as Box<dyn std::io::BufRead>)
    };
    let content = |digest: &ledger::Hash| {
        let bytes = members.get(&bundle::blob_path(digest));
        Ok(bytes.map(|it| (Sha256::digest(it).into(), it.len() as u64)))
    };
    let parts = ledger::verify::Members {
        names: members.keys().cloned().collect(),
        read: &read,
        versions: lines(VERSIONS),
        records: lines(RECORDS),
        blobs: lines(bundle::BLOBS),
        content: Box::new(content),
    };
    let source = ledger::verify::source_of_members(parts, keys.to_vec(), since)?;
    Ok(ledger::verify::verify(source).findings)
}

/// Name of the last block of entries.
fn last_block(members: &Members) -> Option<String> {
    members.keys().filter(|it| it.starts_with("tile/entries/")).max().cloned()
}

/// The entries of the last block, and a way to put them back.
fn with_entries(members: &mut Members, change: impl FnOnce(&mut Vec<Vec<u8>>) -> Option<()>) -> Option<usize> {
    with_block(members, &last_block(members)?, change)
}

/// The entries of a block, and a way to put them back.
pub(super) fn with_block(
    members: &mut Members,
    name: &str,
    change: impl FnOnce(&mut Vec<Vec<u8>>) -> Option<()>,
) -> Option<usize> {
    let (mut entries, _) = bundle::split_entries(members.get(name)?);
    change(&mut entries)?;
    let mut block = Vec::new();
    entries.iter().for_each(|entry| {
        let _ = bundle::push_entry(&mut block, entry);
    });
    let (index, _) = bundle::parse_entries_path(name)?;
    members.remove(name);
    members.insert(bundle::entries_path(index, entries.len()), block);
    Some(entries.len())
}

/// The same entry with another moment in it, of the same length.
pub(super) fn other_moment(entry: &[u8]) -> Option<Vec<u8>> {
    let text = String::from_utf8(entry.to_vec()).ok()?;
    let at = text.find("\"ts\":\"")? + 6;
    let year = text.get(at..at + 4)?;
    let other = if year == "1999" { "1998" } else { "1999" };
    Some(format!("{}{other}{}", text.get(..at)?, text.get(at + 4..)?).into_bytes())
}

fn entry_altered(members: &mut Members) -> Option<()> {
    with_entries(members, |entries| {
        let entry = entries.last_mut()?;
        *entry = other_moment(entry)?;
        Some(())
    })
    .map(|_| ())
}

fn entry_and_leaf_altered(members: &mut Members) -> Option<()> {
    let mut leaf = None;
    with_entries(members, |entries| {
        let entry = entries.last_mut()?;
        *entry = other_moment(entry)?;
        leaf = Some(ledger::leaf_hash(entry));
        Some(())
    })?;
    let tile = members.keys().filter(|it| it.starts_with("tile/0/")).max().cloned()?;
    let bytes = members.get_mut(&tile)?;
    let at = bytes.len().checked_sub(32)?;
    bytes.get_mut(at..)?.copy_from_slice(&leaf?);
    Some(())
}

fn entries_cut(members: &mut Members) -> Option<()> {
    with_entries(members, |entries| entries.pop().map(|_| ())).map(|_| ())
}

fn entry_repeated(members: &mut Members) -> Option<()> {
    with_entries(members, |entries| {
        let last = entries.last().cloned()?;
        entries.push(last);
        Some(())
    })
    .map(|_| ())
}

fn upper_tile_altered(members: &mut Members) -> Option<()> {
    let name =
        members.keys().filter(|it| it.starts_with("tile/") && !it.starts_with("tile/entries/")).max().cloned()?;
    let first = members.get_mut(&name)?.first_mut()?;
    *first ^= 1;
    Some(())
}

/// Changes the lines of a member, as JSON.
fn with_lines(members: &mut Members, name: &str, change: impl FnOnce(&mut Vec<Value>) -> Option<()>) -> Option<()> {
    let text = String::from_utf8(members.get(name)?.clone()).ok()?;
    let mut lines: Vec<Value> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>().ok()?;
    change(&mut lines)?;
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    members.insert(name.to_owned(), text.into_bytes());
    Some(())
}

fn document_altered(members: &mut Members) -> Option<()> {
    with_lines(members, VERSIONS, |lines| {
        *lines.last_mut()?.get_mut("document")?.get_mut("title")? = json!("something else");
        Some(())
    })
}

fn value_blanked(members: &mut Members) -> Option<()> {
    with_lines(members, VERSIONS, |lines| {
        let line = lines.last_mut()?;
        let read: bundle::VersionLine = serde_json::from_value(line.clone()).ok()?;
        let opening = read.opening.as_ref()?.erase(&read.content(), &["title"]).ok()?;
        line["opening"] = serde_json::to_value(opening).ok()?;
        line.get_mut("document")?.as_object_mut()?.remove("title").map(|_| ())
    })
}

fn version_left_out(members: &mut Members) -> Option<()> {
    with_lines(members, VERSIONS, |lines| lines.pop().map(|_| ()))
}

fn version_added(members: &mut Members) -> Option<()> {
    with_lines(members, VERSIONS, |lines| {
        let mut added = lines.last()?.clone();
        added["version"] = json!(added.get("version")?.as_i64()? + 1);
        lines.push(added);
        Some(())
    })
}

fn state_altered(members: &mut Members) -> Option<()> {
    with_lines(members, RECORDS, |lines| {
        *lines.first_mut()?.get_mut("state")? = json!("approved_by_nobody");
        Some(())
    })
}

fn record_left_out(members: &mut Members) -> Option<()> {
    with_lines(members, RECORDS, |lines| lines.pop().map(|_| ()))
}

/// Name of the first piece of evidence.
fn evidence(members: &Members) -> Option<String> {
    members.keys().find(|it| it.starts_with("blobs/")).cloned()
}

fn evidence_altered(members: &mut Members) -> Option<()> {
    let name = evidence(members)?;
    let first = members.get_mut(&name)?.first_mut()?;
    *first ^= 1;
    Some(())
}

fn evidence_removed(members: &mut Members) -> Option<()> {
    let name = evidence(members)?;
    members.remove(&name).map(|_| ())
}

/// Signs what the checkpoint says, or another root, with a key of the same name that nobody knows.
fn sign_with_other_key(members: &mut Members, root: Option<(u64, ledger::Hash)>) -> Option<()> {
    let note = String::from_utf8(members.get(CHECKPOINT)?.clone()).ok()?;
    let mut checkpoint = Checkpoint::claimed(&note).ok()?;
    if let Some((size, root)) = root {
        checkpoint.size = size;
        checkpoint.root = root;
    }
    let key = SignerKey::new(&checkpoint.origin, &[7; 32]).ok()?;
    let signed = checkpoint.sign(&[&key]).ok()?;
    members.insert(CHECKPOINT.to_owned(), signed.into_bytes());
    Some(())
}

fn foreign_key(members: &mut Members) -> Option<()> {
    sign_with_other_key(members, None)
}

fn history_rewritten(members: &mut Members) -> Option<()> {
    let blocks: BTreeMap<u64, Vec<Vec<u8>>> = members
        .iter()
        .filter_map(|(name, bytes)| Some((bundle::parse_entries_path(name)?.0, bundle::split_entries(bytes).0)))
        .collect();
    let mut entries: Vec<Vec<u8>> = blocks.into_values().flatten().collect();
    let last = entries.last_mut()?;
    *last = other_moment(last)?;
    members.retain(|name, _| !name.starts_with("tile/"));
    let mut writer = bundle::BundleWriter::new();
    for entry in &entries {
        members.extend(writer.entry(entry).ok()?.into_iter().map(|it| (it.name, it.bytes)));
    }
    let (rest, tree) = writer.finish();
    members.extend(rest.into_iter().map(|it| (it.name, it.bytes)));
    sign_with_other_key(members, Some((tree.size(), tree.root())))
}
