//! Frozen evidence opened again, whenever that is: the same records in the same words, or what of them is not the same any more.

use std::collections::{BTreeMap, BTreeSet};

use record::Id;
use serde::Serialize;
use serde_json::Value;
use store::{Read, RecordRow};

use super::frozen::{Frozen, Reopened, digest_of};
use super::gathered::items;
use super::whole::{frozen, sample};
use super::{AUDIT, ITEM};
use crate::evidence::StoredFile;
use crate::{Actor, Aims, Error};

/// The frozen evidence of a line, opened again.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Opened {
    /// The line.
    pub item: Id,
    /// Its title.
    pub title: String,
    /// The day on which it was frozen; blank while it is not.
    pub frozen_on: String,
    /// Its records.
    pub records: Vec<Reopened>,
    /// Whether everything is as it was frozen.
    pub same: bool,
    /// What is wrong with the file of frozen records itself; nothing where nothing is.
    pub file: String,
}

/// What is read of a line in one look.
struct Look {
    item: Id,
    title: String,
    frozen_on: String,
    file: Option<StoredFile>,
    rows: Vec<(Frozen, Option<RecordRow>, bool)>,
}

impl Aims {
    /// Opens the frozen evidence of a line, or of every line of an audit, and holds it against what is there now.
    pub async fn reopen(&self, actor: &Actor, id: &Id) -> Result<Vec<Opened>, Error> {
        let (this, who, wanted) = (self.clone(), actor.clone(), id.clone());
        let looks = self.0.store.read_async(move |read| this.looks(read, &who, &wanted)).await?;
        let mut all = Vec::with_capacity(looks.len());
        for look in looks {
            all.push(self.opened(look).await);
        }
        Ok(all)
    }

    fn looks(&self, read: &Read, actor: &Actor, id: &Id) -> Result<Vec<Look>, Error> {
        let actor = self.with_roles(read, actor)?;
        let row = self.readable(read, &actor, id, None)?;
        let lines = match row.kind.as_str() {
            ITEM => vec![row],
            AUDIT => items(&self.snapshot(read, None), std::slice::from_ref(id))?,
            _ => return Err(Error::Missing(format!("{id} is neither an audit nor a line of one"))),
        };
        let configuration = self.configuration();
        let mut open = Vec::new();
        for line in lines {
            if sample(&line).is_some() && self.may_read(read, &configuration, &actor, &line)? {
                open.push(line);
            }
        }
        let drawn: Vec<(Id, i64)> = open
            .iter()
            .flat_map(|line| frozen(line).into_iter().filter_map(|it| Some((it.record.parse().ok()?, it.version))))
            .collect();
        let versions = if drawn.is_empty() { Vec::new() } else { read.versions(&drawn)? };
        let versions: BTreeMap<(String, i64), RecordRow> =
            versions.into_iter().map(|it| ((it.record.id.to_string(), it.record.version), it.record)).collect();
        let seen = self.names_of(read, &actor, drawn.into_iter().map(|it| it.0).collect())?;
        let row = |it: Frozen| {
            let version = versions.get(&(it.record.clone(), it.version)).cloned();
            let open = seen.contains_key(&it.record);
            (it, version, open)
        };
        let look = |line: RecordRow| Look {
            rows: frozen(&line).into_iter().map(row).collect(),
            file: line.document.get("frozen").and_then(|it| serde_json::from_value(it.clone()).ok()),
            frozen_on: line.text("frozen_on").unwrap_or_default().to_owned(),
            item: line.id,
            title: line.title,
        };
        Ok(open.into_iter().map(look).collect())
    }

    async fn opened(&self, look: Look) -> Opened {
        let blobs: BTreeSet<&String> = look.rows.iter().flat_map(|it| &it.0.blobs).collect();
        let mut files = BTreeMap::new();
        for digest in blobs {
            files.insert(digest.clone(), self.0.files.get(digest).await.is_ok());
        }
        let (kept, file) = match &look.file {
            None if look.frozen_on.is_empty() => (None, String::new()),
            None => (None, "the file of frozen records is not there any more".to_owned()),
            Some(stored) => match self.0.files.get(&stored.digest).await {
                Ok(bytes) => (serde_json::from_slice::<Value>(&bytes).ok(), String::new()),
                Err(error) => (None, error.to_string()),
            },
        };
        let mut records = Vec::with_capacity(look.rows.len());
        for (frozen, now, open) in look.rows {
            let then = kept.as_ref().and_then(|it| of_record(it, &frozen));
            let why =
                frozen.differs(now.as_ref(), &files).or_else(|| unlike(&frozen, then.as_ref())).unwrap_or_default();
            let says = then.or_else(|| now.as_ref().filter(|_| why.is_empty()).map(super::frozen::said));
            let title = says.as_ref().and_then(|it| it["document"]["title"].as_str()).unwrap_or_default().to_owned();
            let same = why.is_empty();
            // What a reader may not see is held against its digest all the same, and not shown.
            records.push(Reopened {
                frozen,
                says: says.filter(|_| open),
                title: if open { title } else { String::new() },
                same,
                why,
            });
        }
        let same = file.is_empty() && records.iter().all(|it| it.same);
        Opened { item: look.item, title: look.title, frozen_on: look.frozen_on, records, same, file }
    }
}

/// What the file of frozen records says of one.
fn of_record(kept: &Value, frozen: &Frozen) -> Option<Value> {
    let records = kept.get("records")?.as_array()?;
    records.iter().find(|it| it["id"] == frozen.record.as_str() && it["version"] == frozen.version).cloned()
}

/// Why what the file says has not the digest with which it was frozen.
fn unlike(frozen: &Frozen, then: Option<&Value>) -> Option<String> {
    let found = digest_of(then?);
    (found != frozen.digest).then(|| format!("the file of frozen records says something with the digest {found}"))
}
