//! Which configuration is in force: named in the head of the store, kept as a blob, entered in the ledger. Serves
//! ISO/IEC 42001 7.5.3.
//!
//! What lies in the folder `config/` is a proposal until somebody applies it. A program that holds another configuration
//! than the head names takes that one before it writes; a new program keeps what the organisation has laid over the old
//! one, or refuses to start and says what no longer fits.

use std::sync::Arc;

use policy::Refusal;
use record::{Change, Difference, Document, Id, difference};
use serde::Serialize;
use store::{BlobRow, Query, Store, StoreError, Visible, Write};

use crate::aims::Admission;
use crate::computed::compute;
use crate::event::Event;
use crate::evidence::Files;
use crate::{Actor, Aims, Configuration, Error, Via};

/// Media type of a configuration's blob, by which it is told from evidence.
pub(crate) const MEDIA: &str = "application/vnd.aims.configuration+json";

/// Records that are written anew in one transaction.
const AT_ONCE: usize = 200;

/// What putting the folder's configuration into force would change, or has changed.
#[derive(Debug, Clone, Serialize)]
pub struct Adoption {
    /// Digest of the configuration in force before.
    pub from: String,
    /// Digest of the configuration of the folder.
    pub to: String,
    /// Files that one has and the other has not, or has with another text.
    pub files: Vec<String>,
    /// Records whose computed fields get other values.
    pub moved: Vec<Moved>,
    /// Records whose computed fields would get other values, where a policy forbids to change them.
    pub held: Vec<Held>,
    /// How many records get other derived values.
    pub renewed: u64,
}

/// A record whose computed fields get other values.
#[derive(Debug, Clone, Serialize)]
pub struct Moved {
    /// Its number.
    pub id: Id,
    /// What changes.
    pub differences: Vec<Difference>,
}

/// A record that keeps its values, and why.
#[derive(Debug, Clone, Serialize)]
pub struct Held {
    /// Its number.
    pub id: Id,
    /// In the words of the policies.
    pub reasons: Vec<Refusal>,
}

impl Aims {
    /// What putting the folder's configuration into force would change.
    pub async fn preview_configuration(&self, actor: &Actor) -> Result<Adoption, Error> {
        self.require(actor, "configure").await?;
        let proposed = self.proposed()?;
        let (this, mut adoption) = (self.clone(), self.adoption(&proposed));
        let seen = move |read: &store::Read| {
            adoption.moved = this.moved(read, &proposed)?;
            adoption.renewed = this.underived(read, &proposed)?;
            Ok::<_, Error>(adoption)
        };
        self.0.store.read_async(seen).await
    }

    /// Puts the folder's configuration into force, and writes new versions of the records whose computed fields move.
    ///
    /// Applied once more, it finishes what an interruption has left.
    pub async fn apply_configuration(&self, actor: &Actor) -> Result<Adoption, Error> {
        self.require(actor, "configure").await?;
        let proposed = Arc::new(self.proposed()?);
        let mut adoption = self.adoption(&proposed);
        if adoption.from != adoption.to {
            let bytes = proposed.bytes();
            let size = bytes.len() as u64;
            self.0.files.put(&proposed.digest, bytes).await?;
            let (this, who, next) = (self.clone(), actor.clone(), proposed.clone());
            self.0.store.write_async(move |tx| this.name_in_force(tx, &who, &next, size)).await?;
            self.take(proposed.clone());
        }
        let (this, next) = (self.clone(), proposed.clone());
        let moved = self.0.store.read_async(move |read| this.moved(read, &next)).await?;
        for part in moved.chunks(AT_ONCE) {
            self.compute_anew(actor, part, &mut adoption).await?;
        }
        let (this, renewing) = (self.clone(), "renewing derived values");
        let renewed = tokio::task::spawn_blocking(move || this.renew_derived()).await;
        adoption.renewed = renewed.map_err(|it| Error::outside(renewing, it))??;
        Ok(adoption)
    }

    /// Whether the folder proposes another configuration than the one in force; nothing is checked, so it is quick.
    pub fn proposes_configuration(&self) -> bool {
        let proposed = Configuration::digest_under(&self.0.home.join("config"));
        proposed.map_or(true, |it| it != self.configuration().digest)
    }

    fn proposed(&self) -> Result<Configuration, Error> {
        Configuration::load(Some(&self.0.home.join("config")))
    }

    fn adoption(&self, proposed: &Configuration) -> Adoption {
        let now = self.configuration();
        let differs = |one: &Configuration, other: &Configuration| -> Vec<String> {
            let missing = one.sources.iter().filter(|it| !other.sources.contains(it));
            missing.map(|it| it.path.clone()).collect()
        };
        let mut files = differs(&now, proposed);
        files.extend(differs(proposed, &now));
        files.sort();
        files.dedup();
        Adoption {
            from: now.digest.clone(),
            to: proposed.digest.clone(),
            files,
            moved: Vec::new(),
            held: Vec::new(),
            renewed: 0,
        }
    }

    /// Records whose computed fields another configuration fills otherwise.
    fn moved(&self, read: &store::Read, configuration: &Configuration) -> Result<Vec<Moved>, Error> {
        let mut moved = Vec::new();
        for kind in configuration.catalog.kinds().filter(|it| it.fields.iter().any(|it| it.computed.is_some())) {
            let query = Query { retired: true, limit: u32::MAX, ..Query::of(&kind.kind, Visible::All) };
            for row in read.list(&query)? {
                let mut next: Document = row.document.clone();
                compute(kind, &mut next, &configuration.catalog);
                let differences = difference(&row.document, &next);
                if !differences.is_empty() {
                    moved.push(Moved { id: row.id, differences });
                }
            }
        }
        Ok(moved)
    }

    /// Writes new versions of these records, and notes those that a policy holds back.
    async fn compute_anew(&self, actor: &Actor, part: &[Moved], adoption: &mut Adoption) -> Result<(), Error> {
        let (this, who, part) = (self.clone(), actor.clone(), part.to_vec());
        let write = move |tx: &mut Write| {
            let (mut moved, mut held) = (Vec::new(), Vec::new());
            let who = this.with_roles(tx, &who)?;
            for one in part {
                let why = Some("the configuration has changed".to_owned());
                let change = Change::Edit { id: one.id.clone(), base: None, set: Document::new(), why };
                let admission = Admission { recompute: true, ..Admission::default() };
                match tx.savepoint(|tx| this.apply(tx, &who, &change, &admission)) {
                    Ok(_) => moved.push(one),
                    Err(Error::Refused(reasons)) => held.push(Held { id: one.id, reasons }),
                    Err(error) => return Err(error),
                }
            }
            Ok((moved, held))
        };
        let (moved, held) = self.0.store.write_async(write).await?;
        adoption.moved.extend(moved);
        adoption.held.extend(held);
        Ok(())
    }

    /// The configuration that the head names: the one at hand, or else the one that another program put into force.
    pub(crate) fn in_force(&self, tx: &Write) -> Result<Arc<Configuration>, Error> {
        let now = self.configuration();
        if now.digest == tx.configuration() {
            return Ok(now);
        }
        let other = Arc::new(kept(&self.0.files, tx.configuration())?);
        self.take(other.clone());
        Ok(other)
    }

    /// The configuration of a digest, kept since it was in force; the one in force where none is named.
    pub(crate) fn configuration_of(&self, digest: Option<&str>) -> Result<Arc<Configuration>, Error> {
        let now = self.configuration();
        match digest.filter(|it| **it != now.digest) {
            Some(digest) => Ok(Arc::new(kept(&self.0.files, digest)?)),
            None => Ok(now),
        }
    }

    /// Puts a configuration into force in this program.
    fn take(&self, configuration: Arc<Configuration>) {
        *self.0.configuration.write().unwrap_or_else(|it| it.into_inner()) = configuration;
    }

    /// Names a configuration whose blob of `size` bytes is stored in the head, and enters that in the ledger.
    fn name_in_force(&self, tx: &mut Write, actor: &Actor, next: &Configuration, size: u64) -> Result<(), Error> {
        tx.set_origin(&self.0.key.origin)?;
        tx.set_configuration(&next.digest)?;
        let media = MEDIA.to_owned();
        tx.put_blob(&BlobRow { digest: next.digest.clone(), size, media, stored: tx.time() })?;
        self.enter_in(tx, actor, &Event::new("configuration").carrying(&next.digest, size)?).map(|_| ())
    }

    /// Names the configuration at hand in a store that names none, or that another version of the program left.
    ///
    /// What records derive under it is there before it is named, so an interruption leaves it to the next opening.
    pub(crate) fn adopt_configuration(&self) -> Result<(), Error> {
        let now = self.configuration();
        let known = self.0.store.read(|read| Ok::<_, StoreError>(read.head()?.configuration))?;
        if known == now.digest {
            return Ok(());
        }
        if !known.is_empty() {
            self.renew_derived()?;
        }
        let bytes = now.bytes();
        let size = bytes.len() as u64;
        apart(|| self.0.files.put(&now.digest, bytes))?;
        let this = self.clone();
        self.0.store.write(move |tx: &mut Write| this.name_in_force(tx, &Actor::operator(Via::System), &now, size))
    }
}

/// The configuration with which a store is opened: what the program ships, under what the store has in force, or under
/// what the folder `config` holds where a new store names nothing yet.
pub(crate) fn at_opening(store: &Store, files: &Files, config: &std::path::Path) -> Result<Configuration, Error> {
    let named = store.read(|read| Ok::<_, StoreError>(read.head()?.configuration))?;
    match named.is_empty() {
        true => Configuration::load(Some(config)),
        false => Configuration::read_under_this_program(&apart(|| files.get(&named))?),
    }
}

/// A configuration from its blob.
fn kept(files: &Files, digest: &str) -> Result<Configuration, Error> {
    Configuration::read(&apart(|| files.get(digest))?)
}

/// Waits for files on a thread of its own, since neither the writer nor an async task may wait for them where they are.
fn apart<T, F>(work: impl FnOnce() -> F + Send) -> Result<T, Error>
where
    T: Send,
    F: Future<Output = Result<T, Error>>,
{
    let wait = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.map_err(|it| Error::outside("reading the configuration", it))?.block_on(work())
    };
    std::thread::scope(|scope| scope.spawn(wait).join())
        .unwrap_or_else(|_| Err(Error::Outside("reading the configuration failed; look into the log".to_owned())))
}
