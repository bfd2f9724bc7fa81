//! What happened to a record: every version with its differences, its author and its place in the ledger. Serves ISO/IEC 42001 7.5.3.

use std::collections::BTreeMap;

use jiff::Timestamp;
use record::{Difference, Id, difference};
use store::{Read, RecordRow, VersionRow};

use crate::{Actor, Aims, Error};

/// One version of a record, told as what happened.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Past {
    /// Version that came to be.
    pub version: i64,
    /// Place in the ledger.
    pub place: u64,
    /// Commitment to its fields, which the entry carries, in hexadecimal.
    pub commitment: String,
    /// When.
    pub time: Timestamp,
    /// Who, as people read it.
    pub actor: String,
    /// Way in which it came.
    pub via: String,
    /// What was done: `create`, `edit`, `move.approve`, …
    pub act: String,
    /// State afterwards.
    pub state: String,
    /// Why, where somebody said so.
    pub why: Option<String>,
    /// What differs from the version before.
    pub differences: Vec<Difference>,
    /// Fields whose values were erased since.
    pub erased: Vec<String>,
}

/// The first of the versions from which on every one is like the newest.
pub(crate) fn since(versions: &[VersionRow], like: impl Fn(&RecordRow, &RecordRow) -> bool) -> Option<&VersionRow> {
    let newest = &versions.last()?.record;
    versions.iter().rev().take_while(|it| like(&it.record, newest)).last()
}

impl Aims {
    /// Every version of a record, newest first.
    pub async fn history(&self, actor: &Actor, id: &Id) -> Result<Vec<Past>, Error> {
        let (this, actor, id) = (self.clone(), actor.clone(), id.clone());
        self.0
            .store
            .read_async(move |read| {
                let actor = this.with_roles(read, &actor)?;
                let row = this.readable(read, &actor, &id, None)?;
                let versions = read.history(&row.id)?;
                let names = names_of(read, versions.iter().map(|it| it.made.actor.as_str()))?;
                let mut past = Vec::with_capacity(versions.len());
                let mut before = record::Document::new();
                for version in versions {
                    let name = names.get(&version.made.actor).cloned().unwrap_or_default();
                    let differences = difference(&before, &version.record.document);
                    before = version.record.document.clone();
                    past.push(told(version, name, differences)?);
                }
                past.reverse();
                Ok(past)
            })
            .await
    }

    /// What differs between two versions of a record.
    pub async fn differences(&self, actor: &Actor, id: &Id, from: i64, to: i64) -> Result<Vec<Difference>, Error> {
        let (this, actor, id) = (self.clone(), actor.clone(), id.clone());
        self.0
            .store
            .read_async(move |read| {
                let actor = this.with_roles(read, &actor)?;
                let row = this.readable(read, &actor, &id, None)?;
                let version = |number: i64| {
                    let missing = || Error::Missing(format!("`{id}` has versions 1 to {}, not {number}", row.version));
                    Ok::<_, Error>(read.version(&row.id, number)?.ok_or_else(missing)?.record.document)
                };
                Ok(difference(&version(from)?, &version(to)?))
            })
            .await
    }
}

fn told(version: VersionRow, actor: String, differences: Vec<Difference>) -> Result<Past, Error> {
    let opening: ledger::Opening = serde_json::from_value(version.made.opening).map_err(Error::input)?;
    Ok(Past {
        version: version.record.version,
        place: version.record.place,
        commitment: ledger::to_hex(&version.made.commitment),
        time: version.record.changed,
        actor,
        via: version.made.via,
        act: version.made.act,
        state: version.record.state,
        why: version.made.why,
        differences,
        erased: opening.erased().map(str::to_owned).collect(),
    })
}

/// The names behind identities: a person's title, an account's name, else the identity itself.
pub(crate) fn names_of<'a>(
    read: &Read,
    identities: impl Iterator<Item = &'a str>,
) -> Result<BTreeMap<String, String>, Error> {
    let mut names: BTreeMap<String, String> = identities.map(|it| (it.to_owned(), it.to_owned())).collect();
    let people: Vec<Id> = names.keys().filter_map(|it| it.parse().ok()).collect();
    for row in read.headings(&people)? {
        names.insert(row.id.to_string(), row.title);
    }
    for (identity, name) in &mut names {
        if identity == name
            && let Some(account) = read.account(identity)?
        {
            *name = account.name;
        }
    }
    Ok(names)
}
