//! The trail of access: what was opened here, by whom, for what and under which grant, and what was refused; read from the ledger.
//!
//! Nothing is stored beside the ledger, so whoever alters the trail is found by its verification. Serves ISO/IEC 42001 A.6.2.8.

use jiff::Timestamp;
use ledger::{Entry, Fact};
use policy::{Action, Fact as Known};
use record::Id;
use store::{Read, RecordRow};

use crate::{Actor, Aims, Error};

/// Data were opened under a grant; the entry is about the grant.
pub(crate) const OPENED: &str = "data.opened";
/// Data were not opened; the entry is about the version.
pub(crate) const REFUSED: &str = "data.refused";
/// It was asked what is held about a person; the entry is about the dataset.
pub(crate) const TRACED: &str = "data.traced";

/// What the policies know as the purpose of looking at the trail.
const PURPOSE: &str = "access_trail";

/// Most entries that are read; the newest come first.
pub const MOST: u32 = 2000;

/// One access, or one that was refused.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Access {
    /// Place in the ledger.
    pub place: u64,
    /// When.
    pub time: Timestamp,
    /// `opened`, `refused` or `traced`.
    pub outcome: String,
    /// Person, where the account belongs to one.
    pub person: Option<Id>,
    /// Pseudonym of the account.
    pub account: String,
    /// The version of the dataset; the dataset itself where all its versions were searched.
    pub of: String,
    /// Purpose that was named, where it is one of the dataset.
    pub purpose: String,
    /// The grant that opened them.
    pub grant: Option<Id>,
    /// Form in which they were given.
    pub form: String,
    /// Fields that were opened although they are restricted.
    pub fields: String,
    /// Fields that were withheld.
    pub withheld: String,
    /// Policies that refused.
    pub policies: String,
}

/// A fact of an entry, as text; empty where it is not there.
pub(crate) fn fact<'a>(entry: &'a Entry, name: &str) -> &'a str {
    match entry.facts.get(name) {
        Some(Fact::Text(text)) => text,
        _ => "",
    }
}

/// The newest entries of these kinds about these records, up to a place of the ledger.
pub(crate) fn entries(
    read: &Read,
    kinds: &[&str],
    about: &[Id],
    place: Option<u64>,
) -> Result<Vec<(Timestamp, Entry)>, Error> {
    if about.is_empty() {
        return Ok(Vec::new());
    }
    let about: Vec<String> = about.iter().map(ToString::to_string).collect();
    let rows = read.entries_about(kinds, &about, place.unwrap_or(u64::MAX), MOST)?;
    let parsed = |it: store::EntryRow| Some((it.time, serde_json::from_slice::<Entry>(&it.bytes).ok()?));
    Ok(rows.into_iter().filter_map(parsed).collect())
}

/// One line of the trail.
pub(crate) fn access((time, entry): (Timestamp, Entry)) -> Access {
    let said = |name: &str| fact(&entry, name).to_owned();
    let of = [fact(&entry, "version"), fact(&entry, "dataset"), entry.ent.as_deref().unwrap_or_default()];
    Access {
        place: entry.seq,
        time,
        outcome: entry.kind.trim_start_matches("data.").to_owned(),
        person: fact(&entry, "person").parse().ok(),
        account: entry.actor.clone(),
        of: of.into_iter().find(|it| !it.is_empty()).unwrap_or_default().to_owned(),
        purpose: said("purpose"),
        grant: entry.ent.as_deref().filter(|_| entry.kind == OPENED).and_then(|it| it.parse().ok()),
        form: said("form"),
        fields: said("fields"),
        withheld: said("withheld"),
        policies: said("policies"),
    }
}

impl Aims {
    /// Who opened a dataset or was refused, the newest first; at most [`MOST`] lines.
    pub async fn access_trail(&self, actor: &Actor, dataset: &Id) -> Result<Vec<Access>, Error> {
        let (this, who, id) = (self.clone(), actor.clone(), dataset.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let dataset = this.readable(read, &who, &id, None)?;
            this.ask_for_trail(read, &who, &dataset)?;
            trail_of(read, &dataset.id)
        };
        self.denied(actor, self.0.store.read_async(read).await).await
    }

    /// Asks whether this person may see who opened a dataset.
    pub(crate) fn ask_for_trail(&self, read: &Read, actor: &Actor, dataset: &RecordRow) -> Result<(), Error> {
        let told = [("purpose", Known::Text(PURPOSE.to_owned()))];
        self.ask_with(read, actor, Action::Open, dataset, &told)
    }
}

/// Who opened a dataset or was refused, the newest first.
pub(crate) fn trail_of(read: &Read, dataset: &Id) -> Result<Vec<Access>, Error> {
    let linked = read.links_to_any(std::slice::from_ref(dataset), &[super::GRANT, crate::data::VERSION])?;
    let about = linked.into_iter().filter(|it| it.1.field == "dataset").map(|it| it.1.end.id);
    let about: Vec<Id> = about.chain([dataset.clone()]).collect();
    Ok(entries(read, &[OPENED, REFUSED, TRACED], &about, None)?.into_iter().map(access).collect())
}
