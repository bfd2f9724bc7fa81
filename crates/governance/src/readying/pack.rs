//! The evidence pack: room, files and ledger in one archive that `aims-verify` accepts on a machine without this program.
//!
//! It is a bundle that shows the records of the room alone. Every other record stands in it with its commitment and nothing of its content,
//! so that nobody can leave one out unseen, and nobody reads what is not theirs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::Path;

use ledger::bundle::{BESIDE, BUNDLE, GUIDE, GUIDE_NAME, MANIFEST, MANIFEST_FACT};
use record::Id;
use serde::Serialize;
use serde_json::{Value, json};
use store::{Query, Read, RecordRow};

use super::paper::{Filed, document, leaves};
use super::whole::{Told, named};
use crate::bundle::{BundleReport, Progress, Shown, all_blobs};
use crate::conformity::STATEMENT;
use crate::event::Event;
use crate::evidence::digest_of;
use crate::packing::issue::FILES;
use crate::{Actor, Aims, Error};

/// The prefix of people.
const PEOPLE: &str = "PER";

/// What an evidence pack holds.
#[derive(Debug, Clone, Serialize)]
pub struct PackReport {
    /// The archive.
    #[serde(flatten)]
    pub bundle: BundleReport,
    /// Records that are shown.
    pub records: usize,
    /// Files of these records in the archive.
    pub shown: usize,
}

impl Aims {
    /// Writes the evidence pack of a framework as it stands.
    pub async fn write_evidence_pack(
        &self,
        actor: &Actor,
        framework: &str,
        path: &Path,
        progress: Option<Progress>,
    ) -> Result<PackReport, Error> {
        self.require(actor, "bundle").await?;
        let (this, who, framework) = (self.clone(), actor.clone(), framework.to_owned());
        let read = move |read: &Read| {
            let told = this.readiness_in(read, &who, &framework, (None, usize::MAX))?;
            let who = this.with_roles(read, &who)?;
            let statements = Query { limit: u32::MAX, ..Query::of(STATEMENT, this.visible(read, &who)?) };
            let stated = read
                .list(&statements)?
                .into_iter()
                .filter(|it| it.state == "in_force" && it.text("framework") == Some(told.framework.as_str()));
            let (records, files) = contents(read, &told, stated.map(|it| it.id).collect())?;
            Ok::<_, Error>((told, records, files))
        };
        let (told, records, files) = self.0.store.read_async(read).await?;
        let beside = self.room(&told, &files).await?;
        let (count, digests) = (records.len(), files.iter().map(|it| it.digest.clone()).collect::<BTreeSet<_>>());
        let sealed = beside.iter().find(|it| it.0 == MANIFEST).map(|it| bare(&digest_of(&it.1)).to_owned());
        let event = Event::new(BUNDLE).with("framework", &told.framework).with("records", count);
        let event = event.with(MANIFEST_FACT, sealed.unwrap_or_default());
        let (shown, only) = (digests.len(), Shown::Only { records, files: digests, beside });
        let bundle = self.write_bundle_of(actor, path, progress, event, only).await?;
        Ok(PackReport { bundle, records: count, shown })
    }

    /// The evidence pack as an open file that has no name any more, so that nothing of it stays behind.
    pub async fn evidence_pack_file(&self, actor: &Actor, framework: &str) -> Result<File, Error> {
        let write = async |path: &Path| self.write_evidence_pack(actor, framework, path, None).await.map(drop);
        self.nameless("pack", write).await
    }

    /// The room in every form, with the digests of all that it leads to.
    async fn room(&self, told: &Told, files: &[Filed]) -> Result<Vec<(String, Vec<u8>)>, Error> {
        let configuration = self.configuration();
        let (mut members, data) = (Vec::new(), json!({ "room": told, "files": files }));
        for (ending, _) in FILES {
            let sheets = || leaves(&configuration, told, files);
            let bytes = self.filed(ending, &data, sheets, || document(&configuration, told, files));
            members.extend(bytes.await?.map(|it| (format!("{BESIDE}/room.{ending}"), it)));
        }
        let guide = (GUIDE_NAME.to_owned(), GUIDE.as_bytes().to_vec());
        let own = members
            .iter()
            .chain([&guide])
            .map(|(name, it)| json!({ "path": name, "sha256": bare(&digest_of(it)).to_owned(), "size": it.len() }));
        let others = files
            .iter()
            .map(|it| json!({ "path": it.path, "sha256": bare(&it.digest).to_owned(), "size": it.size, "record": it.record }));
        let manifest = json!({ "framework": told.framework, "on": told.on, "entries": told.place, "files": own.chain(others).collect::<Vec<_>>() });
        let text = serde_json::to_vec_pretty(&manifest).map_err(Error::input)?;
        members.push((MANIFEST.to_owned(), text));
        Ok(members)
    }
}

fn bare(digest: &str) -> &str {
    digest.trim_start_matches("sha256:")
}

/// The records of the room and its statement, and the files that they hold.
fn contents(read: &Read, told: &Told, stated: BTreeSet<Id>) -> Result<(BTreeSet<Id>, Vec<Filed>), Error> {
    let mut ids = stated;
    ids.extend(told.rows.iter().flat_map(named));
    ids.extend(told.clashes.iter().flat_map(|it| it.1.records.iter().cloned()));
    // What is kept about people goes out by name alone.
    ids.retain(|it| it.prefix != PEOPLE);
    let rows = read.records(&ids.iter().cloned().collect::<Vec<_>>())?;
    let mut known: BTreeMap<String, u64> = BTreeMap::new();
    let data = crate::access::open::data_digests(read)?;
    known.extend(all_blobs(read)?.into_iter().filter(|it| !data.contains(&it.digest)).map(|it| (it.digest, it.size)));
    let mut files = Vec::new();
    rows.iter().for_each(|row| gather(row, &Value::Object(row.document.clone()), &known, &mut files));
    files.sort();
    files.dedup();
    Ok((ids, files))
}

/// Files in the fields of a record.
fn gather(row: &RecordRow, value: &Value, known: &BTreeMap<String, u64>, found: &mut Vec<Filed>) {
    match value {
        Value::Object(of) => {
            let text = |name: &str| of.get(name).and_then(Value::as_str);
            if let (Some(digest), Some(name)) = (text("digest"), text("name"))
                && let Some(size) = known.get(digest)
            {
                found.push(Filed {
                    record: row.id.clone(),
                    name: name.to_owned(),
                    digest: digest.to_owned(),
                    path: format!("blobs/{}", bare(digest)),
                    size: *size,
                });
            }
            of.values().for_each(|it| gather(row, it, known, found));
        }
        Value::Array(of) => of.iter().for_each(|it| gather(row, it, known, found)),
        _ => {}
    }
}
