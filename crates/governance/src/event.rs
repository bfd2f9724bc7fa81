//! What is entered in the ledger without a record: sign-ins, refusals, downloads, exports. Serves ISO/IEC 42001 A.6.2.8.

use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;

use jiff::Timestamp;
use ledger::{BlobRef, Entry};
use policy::Refusal;
use store::Write;

use crate::{Actor, Aims, Error};

/// Refusals of one account that are entered one by one within a minute; the rest are counted.
const DENIALS_A_MINUTE: u32 = 20;

/// Something that happened and left no record.
#[derive(Debug, Clone)]
pub struct Event {
    /// What happened, such as `auth.sign_in` or `export`.
    pub kind: &'static str,
    /// Record that it concerns.
    pub record: Option<String>,
    /// Small facts without personal data.
    pub facts: BTreeMap<String, String>,
    /// Files that came with it.
    pub blobs: Vec<BlobRef>,
}

impl Event {
    /// An event of this kind.
    pub fn new(kind: &'static str) -> Event {
        Event { kind, record: None, facts: BTreeMap::new(), blobs: Vec::new() }
    }

    /// With a fact, which must not be personal.
    pub fn with(mut self, name: &str, value: impl ToString) -> Event {
        self.facts.insert(name.to_owned(), value.to_string());
        self
    }

    /// With a file, by its digest and size.
    pub fn carrying(mut self, digest: &str, size: u64) -> Result<Event, Error> {
        let h = ledger::hash_from_hex(digest.trim_start_matches("sha256:")).map_err(Error::input)?;
        self.blobs.push(BlobRef { h, n: size });
        Ok(self)
    }

    /// About a record.
    pub fn about(mut self, record: impl ToString) -> Event {
        self.record = Some(record.to_string());
        self
    }
}

/// How many refusals each account met in the present minute.
#[derive(Default)]
pub(crate) struct Denials(Mutex<HashMap<String, (i64, u32)>>);

impl Denials {
    /// Whether the next refusal is entered itself; when a new minute begins, how many of the last were only counted.
    fn next(&self, account: &str, now: Timestamp) -> (bool, u32) {
        let minute = now.as_second() / 60;
        let mut seen = self.0.lock().unwrap_or_else(|it| it.into_inner());
        let (then, count) = seen.insert(account.to_owned(), (minute, 1)).unwrap_or((minute, 0));
        if then != minute {
            return (true, count.saturating_sub(DENIALS_A_MINUTE));
        }
        seen.insert(account.to_owned(), (minute, count + 1));
        (count < DENIALS_A_MINUTE, 0)
    }
}

impl Aims {
    /// Enters an event in the ledger; returns its place.
    pub async fn enter(&self, actor: &Actor, event: Event) -> Result<u64, Error> {
        let (this, actor) = (self.clone(), actor.clone());
        self.0.store.write_async(move |tx| this.enter_in(tx, &actor, &event)).await
    }

    /// Enters an event in the ledger, within a transaction.
    pub(crate) fn enter_in(&self, tx: &mut Write, actor: &Actor, event: &Event) -> Result<u64, Error> {
        let facts = event.facts.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect();
        let entry = Entry {
            kind: event.kind.to_owned(),
            ent: event.record.clone(),
            facts,
            blobs: event.blobs.clone(),
            ..crate::writing::entry(tx, actor)
        };
        let bytes = entry.to_bytes().map_err(Error::input)?;
        Ok(tx.append(event.kind, event.record.as_deref(), &bytes)?)
    }

    /// Enters a refusal; past the first of a minute they are counted and entered as one.
    pub(crate) async fn enter_denial(&self, actor: &Actor, refusals: &[Refusal]) -> Result<(), Error> {
        let policies: Vec<_> = refusals.iter().map(|it| it.policy.as_str()).collect();
        self.enter_refused(actor, Event::new("denied").with("policies", policies.join(" "))).await
    }

    /// Enters what was refused, under one cap whatever it was about.
    pub(crate) async fn enter_refused(&self, actor: &Actor, refused: Event) -> Result<(), Error> {
        let (itself, counted) = self.0.denials.next(&actor.account, self.clock());
        if counted > 0 {
            self.enter(actor, Event::new("denied.counted").with("count", counted)).await?;
        }
        if itself {
            self.enter(actor, refused).await?;
        }
        Ok(())
    }
}
