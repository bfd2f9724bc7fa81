//! The management system as one value, and the one write path. Serves ISO/IEC 42001 7.5 and 8.1.
//!
//! Every change, whoever asks for it and wherever it comes from, goes through [`Aims::commit`]: asked, applied, checked,
//! entered in the ledger and stored together, or not at all.

use std::path::PathBuf;
use std::sync::{Arc, RwLock};

use jiff::Timestamp;
use policy::Action;
use record::{Act, Applied, Change, Difference, Document, Id, Kind, Problem, check};
use store::{Clock, Expected, Place, RecordRow, Store, Write};

use crate::computed::compute;
use crate::error::Error;
use crate::event::Denials;
use crate::evidence::Files;
use crate::key::LogKey;
use crate::notify::{Mail, Post, Webhook};
use crate::writing::{Next, require_links, require_unique, store_version};
use crate::{Actor, Configuration, Via};

/// Source of random bytes; a parameter, so that tests can repeat a run.
pub type Entropy = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

/// Most changes that are made together.
pub const BULK_LIMIT: usize = 1000;

/// Where everything lies and what comes from outside.
pub struct Options {
    /// The database.
    pub place: Place,
    /// Folder with the organisation's configuration, the key of the ledger, and evidence unless `blobs` says otherwise.
    pub home: PathBuf,
    /// Object store for evidence, such as `s3://bucket/prefix`; a folder below `home` when `None`.
    pub blobs: Option<String>,
    /// Credentials and other settings of the object store, such as `aws_region`.
    pub blob_settings: Vec<(String, String)>,
    /// Mail server; no mail is sent without one.
    pub mail: Option<Mail>,
    /// Addresses that are told of changes.
    pub webhooks: Vec<Webhook>,
    /// Address at which people reach the program, such as `https://aims.example.org`; documents that leave lead there.
    pub address: Option<String>,
    /// Time.
    pub clock: Clock,
    /// Randomness.
    pub entropy: Entropy,
}

impl Options {
    /// An embedded store in the folder `home`, with the machine's clock and randomness.
    pub fn embedded(home: impl Into<PathBuf>) -> Options {
        let home = home.into();
        Options {
            place: Place::Sqlite(home.join("aims.db")),
            home,
            blobs: None,
            blob_settings: Vec::new(),
            mail: None,
            webhooks: Vec::new(),
            address: None,
            clock: Arc::new(Timestamp::now),
            entropy: Arc::new(|bytes| {
                // Without randomness there are no salts and no sessions; going on would be worse than stopping.
                getrandom::fill(bytes).unwrap_or_else(|_| std::process::abort());
            }),
        }
    }
}

/// The management system of one organisation; cheap to clone.
#[derive(Clone)]
pub struct Aims(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub store: Store,
    pub home: PathBuf,
    pub files: Files,
    pub key: LogKey,
    pub clock: Clock,
    pub entropy: Entropy,
    pub post: Post,
    /// Address at which people reach the program.
    pub address: Option<String>,
    pub denials: Denials,
    pub configuration: RwLock<Arc<Configuration>>,
    pub sign_ins: crate::account::Attempts,
    pub concerns: crate::concerns::code::Pace,
    pub known_roles: crate::permission::KnownRoles,
    pub known_units: crate::permission::KnownUnits,
    pub known_withheld: crate::visibility::KnownNamed,
    /// What is shown to people since records name them.
    pub known_shown: crate::visibility::KnownNamed,
    pub looked: crate::due::Looked,
    pub covered: crate::conformity::kept::Keep,
}

impl Aims {
    /// The address at which people reach the program, where it was said.
    pub fn address(&self) -> Option<&str> {
        self.0.address.as_deref()
    }
}

/// How a change is let in; the default is what people do.
#[derive(Debug, Clone, Default)]
pub(crate) struct Admission {
    /// Number that a new record gets; the next of its kind when `None`.
    pub id: Option<Id>,
    /// Import or other batch to which it belongs.
    pub batch: Option<i64>,
    /// Links may point to records that follow in the same transaction, whose end checks them.
    pub links_later: bool,
    /// Computed fields are filled anew though no other field changes.
    pub recompute: bool,
    /// The verifier found it, and nobody typed it.
    pub found: bool,
}

impl Admission {
    /// Of what the program found or made, and nobody typed.
    pub fn found() -> Admission {
        Admission { found: true, ..Admission::default() }
    }

    /// What policies may know of how a change comes, by the names of facts.
    fn told(&self, actor: &Actor) -> Vec<(&'static str, policy::Fact)> {
        let program = || (actor.via == Via::System && actor.person.is_none()).then_some("program");
        let how = if self.found { Some("verifier") } else { self.batch.map(|_| "import").or_else(program) };
        how.into_iter().map(|it| ("brought_in", policy::Fact::Text(it.to_owned()))).collect()
    }
}

/// What a change led to.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Committed {
    /// The record.
    pub id: Id,
    /// Its kind.
    pub kind: String,
    /// Version that stands now.
    pub version: i64,
    /// Place of the change in the ledger.
    pub place: u64,
    /// State that stands now.
    pub state: String,
    /// Whether the record is retired now.
    pub retired: bool,
    /// Fields that stand now.
    pub document: Document,
    /// Whether anything differed; when not, no version was made.
    pub changed: bool,
    /// What differs from the version before.
    pub differences: Vec<Difference>,
}

impl Aims {
    /// The configuration in force.
    pub fn configuration(&self) -> Arc<Configuration> {
        self.0.configuration.read().map_or_else(|it| it.into_inner().clone(), |it| it.clone())
    }

    /// The moment at which this is asked.
    pub fn clock(&self) -> Timestamp {
        (self.0.clock)()
    }

    /// Makes one change, or says why not. A repeated `key` returns the first outcome and changes nothing.
    pub async fn commit(&self, actor: &Actor, change: Change, key: Option<&str>) -> Result<Committed, Error> {
        let mut all = self.commit_all(actor, vec![change], key).await?;
        all.pop().ok_or_else(|| Error::input("nothing was asked"))
    }

    /// Makes a change that the program found or made, and nobody typed.
    pub(crate) async fn commit_found(
        &self,
        actor: &Actor,
        change: Change,
        key: Option<&str>,
    ) -> Result<Committed, Error> {
        let mut all = self.commit_admitted(actor, vec![change], key, Admission::found()).await?;
        all.pop().ok_or_else(|| Error::input("nothing was asked"))
    }

    /// Makes up to [`BULK_LIMIT`] changes, all or none.
    pub async fn commit_all(
        &self,
        actor: &Actor,
        changes: Vec<Change>,
        key: Option<&str>,
    ) -> Result<Vec<Committed>, Error> {
        self.commit_admitted(actor, changes, key, Admission::default()).await
    }

    async fn commit_admitted(
        &self,
        actor: &Actor,
        changes: Vec<Change>,
        key: Option<&str>,
        admission: Admission,
    ) -> Result<Vec<Committed>, Error> {
        if changes.len() > BULK_LIMIT {
            return Err(Error::TooLarge(format!(
                "{} changes at once; at most {BULK_LIMIT} are made together",
                changes.len()
            )));
        }
        let (this, who) = (self.clone(), actor.clone());
        let keyed = key.map(|key| crate::writing::Keyed::new(actor, key, &changes)).transpose()?;
        let acts: Vec<Act> = changes.iter().map(Change::act).collect();
        let expected = expected(keyed.as_ref(), &changes);
        let outcome = self
            .0
            .store
            .write_expecting(expected, move |tx| -> Result<Vec<Committed>, Error> {
                if let Some(first) = keyed.as_ref().map(|it| it.first_outcome(tx)).transpose()?.flatten() {
                    return this.repeat(tx, &who, first);
                }
                let who = this.with_roles(tx, &who)?;
                let mut all = Vec::with_capacity(changes.len());
                for change in &changes {
                    all.push(this.apply(tx, &who, change, &admission)?);
                }
                if let Some(keyed) = &keyed {
                    keyed.keep(tx, &all)?;
                }
                Ok(all)
            })
            .await;
        let all = self.denied(actor, outcome).await?;
        let made = all.iter().zip(acts).map(|(it, act)| (it.kind.clone(), act, it.id.clone()));
        self.finish_effects(&made.collect::<Vec<_>>()).await;
        Ok(all)
    }

    /// Everything that a change would lead to, without storing it.
    pub async fn preview(&self, actor: &Actor, change: Change) -> Result<Committed, Error> {
        self.preview_admitted(actor, change, Admission::default()).await
    }

    /// The same of a change that the program would make of what it finds.
    pub(crate) async fn preview_found(&self, actor: &Actor, change: Change) -> Result<Committed, Error> {
        self.preview_admitted(actor, change, Admission::found()).await
    }

    async fn preview_admitted(&self, actor: &Actor, change: Change, admission: Admission) -> Result<Committed, Error> {
        let (this, actor) = (self.clone(), actor.clone());
        self.trial(move |tx| {
            let actor = this.with_roles(tx, &actor)?;
            this.apply(tx, &actor, &change, &admission)
        })
        .await
    }

    /// Adds a link to a link field, or takes it away.
    pub async fn link(
        &self,
        actor: &Actor,
        from: &Id,
        field: &str,
        to: &Id,
        remove: bool,
        key: Option<&str>,
    ) -> Result<Committed, Error> {
        let record = self.record(actor, from, &crate::Moment::Now).await?;
        let set =
            crate::writing::linked(self.configuration().kind(&record.kind)?, &record.document, field, to, remove)?;
        let change = Change::Edit { id: from.clone(), base: Some(record.version), set, why: None };
        self.commit(actor, change, key).await
    }

    /// Moves a record along by the program itself, in a transaction that does more.
    pub(crate) fn move_on(
        &self,
        tx: &mut Write,
        actor: &Actor,
        id: &Id,
        transition: &str,
        why: Option<String>,
    ) -> Result<Committed, Error> {
        let (id, transition) = (id.clone(), transition.to_owned());
        let change = Change::Move { id, base: None, transition, set: Document::new(), why };
        self.apply(tx, actor, &change, &Admission::default())
    }

    /// The one write path: every change to a record passes here, inside a transaction that is kept whole or not at all.
    pub(crate) fn apply(
        &self,
        tx: &mut Write,
        actor: &Actor,
        change: &Change,
        admission: &Admission,
    ) -> Result<Committed, Error> {
        let configuration = self.in_force(tx)?;
        let before = self.standing_record(tx, &configuration, actor, change)?;
        let kind = kind_of(&configuration, change, before.as_ref())?;
        let act = change.act();
        let changed = crate::writing::changed_by(change, before.as_ref());
        if let (Some(before), Act::Edit, true) = (&before, &act, changed.is_empty() && !admission.recompute) {
            return Ok(crate::writing::unchanged(before.clone()));
        }
        let mut known = admission.told(actor);
        let at = self.snapshot(tx, None);
        known.extend(crate::risking::speaking::of_change(&at, actor, change, before.as_ref(), &changed)?);
        let asked = before.as_ref().map(|it| self.ask(tx, actor, Action::from(&act), it, &changed, &known));
        let asked = asked.transpose()?;
        let enriched = crate::effects::done(self, tx, actor, change, before.as_ref())?;
        let change = enriched.as_ref().unwrap_or(change);
        let (whole, brought) = comes_in(actor, admission);
        let kept = brought && (admission.links_later || admission.batch.is_none());
        let after = self.changed(tx, &configuration, (change, kind, kept), before.as_ref())?;
        let old = before.as_ref().map(applied);
        if !admission.links_later {
            self.require_leader(tx, actor, kind, before.as_ref(), &after.document)?;
        }
        let next = Next::new(tx, kind, before, after, actor, admission)?;
        if !admission.found {
            self.require_seen(tx, actor, kind, &next)?;
        }
        self.ask_again(tx, actor, Action::from(&act), (next.before.as_ref().zip(asked), &next.row), &changed, &known)?;
        if next.is_unchanged() {
            return Ok(next.unchanged());
        }
        let mut problems = check(&configuration.catalog, kind, old.as_ref().map(|it| &it.document), &next.row.document);
        // A day that has begun somewhere on earth lies ahead nowhere.
        let last = crate::derived::day(tx.time()).saturating_add(jiff::Span::new().days(1));
        problems.extend(record::ahead(kind, old.as_ref().map(|it| &it.document), &next.row.document, last));
        problems.extend(self.entered(tx, &configuration, (whole, brought), (next.before.as_ref(), &next.row))?);
        if !problems.is_empty() {
            return Err(Error::Problems(problems));
        }
        if !admission.links_later {
            let (old, new) = (old.as_ref().map(|it| &it.document), &next.row.document);
            let unknown = crate::conformity::referring::problems(kind, old, new, &configuration.libraries);
            if !unknown.is_empty() {
                return Err(Error::Problems(unknown));
            }
            require_links(tx, kind, &next)?;
        }
        require_unique(tx, kind, &next)?;
        let made = store_version(self, tx, &configuration, actor, change, next, admission.batch)?;
        if act == Act::Create && !whole && !brought {
            crate::effects::entered(self, tx, &made.kind, &made.id)?;
        }
        Ok(made)
    }

    /// What a change makes of a record, with what the program writes itself; `kept` is whether what decisions keep comes in with it.
    fn changed(
        &self,
        tx: &Write,
        configuration: &Configuration,
        (change, kind, kept): (&Change, &Kind, bool),
        before: Option<&RecordRow>,
    ) -> Result<Applied, Error> {
        let old = before.map(applied);
        let mut after = record::apply(change, kind, old.as_ref()).map_err(Error::Problems)?;
        compute(kind, &mut after.document, &configuration.catalog);
        crate::responsibility::assigned::close(before, &mut after, tx.time());
        let document = old.as_ref().map(|it| &it.document);
        crate::bodies::binding::bind(&self.snapshot(tx, None), &kind.kind, document, &mut after.document, kept)?;
        crate::conformity::referring::normalise(kind, &mut after.document, &configuration.libraries);
        Ok(after)
    }

    /// What topics find wrong with a record as it is entered: as part of a whole that checks look at afterwards, or brought in by whoever
    /// keeps the store.
    fn entered(
        &self,
        tx: &Write,
        configuration: &Configuration,
        (whole, brought): (bool, bool),
        (before, after): (Option<&RecordRow>, &RecordRow),
    ) -> Result<Vec<Problem>, Error> {
        let mut problems = crate::deciding::entered::problems(before, after);
        problems.extend(crate::practising::entered::problems(&configuration.catalog, before, after));
        problems.extend(crate::strategy::entered::problems(&configuration.catalog, before, after));
        problems.extend(crate::obligations::entered::problems(configuration.libraries.shelf(), before, after));
        problems.extend(crate::responsibility::entered::problems(tx, self.clock(), (whole, brought), before, after)?);
        problems.extend(crate::reviewing::entered::problems(self.clock(), whole || brought, before, after));
        problems.extend(crate::consequences::entered::problems(self.clock(), brought, before, after));
        problems.extend(crate::bodies::entered::problems(tx, self.clock(), brought, before, after)?);
        problems.extend(crate::scoping::entered::problems(tx, before, after)?);
        if !whole {
            problems.extend(crate::conformity::stated::problems(configuration, before, after));
        }
        problems.extend(crate::risking::quantifying::entered::problems(tx, before, after)?);
        problems.extend(crate::risking::entered::problems(tx, before, after)?);
        if !brought {
            problems.extend(crate::impacting::entered::problems(before, after));
        }
        problems.extend(crate::treating::entered::problems(tx, &configuration.catalog, before, after)?);
        problems.extend(crate::challenging::entered::problems(before, after));
        problems.extend(crate::accepting::entered::problems(&configuration.catalog, self.clock(), before, after));
        Ok(problems)
    }

    /// The record that a change is about, as it stands, if this person may see it and nobody changed it meanwhile.
    fn standing_record(
        &self,
        tx: &Write,
        configuration: &Configuration,
        actor: &Actor,
        change: &Change,
    ) -> Result<Option<RecordRow>, Error> {
        let Some(id) = change.id() else { return Ok(None) };
        let row = tx.record(id)?.ok_or_else(|| Error::no_record(id))?;
        if !self.may_read(tx, configuration, actor, &row)? {
            return Err(Error::no_record(id));
        }
        match change.base() {
            Some(base) if base != row.version => Err(Error::Stale { id: id.to_string(), base, now: row.version }),
            _ => Ok(Some(row)),
        }
    }

    /// The outcome of the first request with the same key: what stands now, and nothing new.
    pub(crate) fn repeat(&self, tx: &mut Write, actor: &Actor, first: Vec<(Id, i64)>) -> Result<Vec<Committed>, Error> {
        let configuration = self.configuration();
        let actor = self.with_roles(tx, actor)?;
        let outcome = |(id, version): (Id, i64)| {
            let row = tx.record(&id)?.ok_or_else(|| Error::no_record(&id))?;
            if !self.may_read(tx, &configuration, &actor, &row)? {
                return Err(Error::no_record(&id));
            }
            Ok(Committed { version, ..crate::writing::unchanged(row) })
        };
        first.into_iter().map(outcome).collect()
    }

    /// Enters a refusal in the ledger, outside the transaction that it rolled back.
    pub(crate) async fn denied<T>(&self, actor: &Actor, outcome: Result<T, Error>) -> Result<T, Error> {
        if let Err(Error::Refused(refusals)) = &outcome {
            self.enter_denial(actor, refusals).await?;
        }
        outcome
    }
}

/// What the changes will ask first; of many only the first one counts, since what it writes makes answers about the others stale.
fn expected(keyed: Option<&crate::writing::Keyed>, changes: &[Change]) -> Expected {
    Expected {
        request: keyed.map(crate::writing::Keyed::name),
        kinds: crate::permission::ROLE_KINDS,
        record: changes.first().and_then(Change::id).cloned(),
    }
}

/// The kind that a change is about: named by a creation, else that of the record.
fn kind_of<'a>(
    configuration: &'a Configuration,
    change: &Change,
    before: Option<&RecordRow>,
) -> Result<&'a Kind, Error> {
    match (change, before) {
        (Change::Create { kind, .. }, _) => configuration.kind(kind),
        (_, Some(row)) => configuration.kind(&row.kind),
        _ => Err(Error::input("a change names a kind or a record")),
    }
}

/// A stored record as the pure part of a change takes it.
fn applied(row: &RecordRow) -> Applied {
    Applied { document: row.document.clone(), state: row.state.clone(), retired: row.retired }
}

/// Whether a change is part of a whole, as of a file or of what the program brings in itself, and whether whoever keeps the store brings it in.
fn comes_in(actor: &Actor, admission: &Admission) -> (bool, bool) {
    let part = admission.batch.is_some() || admission.links_later;
    let console = actor.roles.iter().any(|it| it.role == "operator");
    (part || actor.via == Via::System, part || console)
}
