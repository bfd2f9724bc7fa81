//! What an actor may read, as one condition: the policies are asked once a class of records, never once a record.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, RwLock};

use policy::{Action, Class, Question, Resource, UNMARKED};
use record::{DRAFT, Id, Kind};
use sha2::{Digest, Sha256};
use store::{Read, Visible};

use crate::surroundings::SYSTEM;
use crate::{Actor, Aims, Configuration, Error};

impl Aims {
    /// The classes of records that are present and that this actor may read.
    pub(crate) fn visible(&self, read: &Read, actor: &Actor) -> Result<Visible, Error> {
        let configuration = self.configuration();
        let units = self.units(read, actor)?;
        let (mut outright, mut published, mut own) = (Vec::new(), Vec::new(), Vec::new());
        let mut all = actor.kept_from.is_empty();
        for class in read.classes()? {
            let over = class.unit.as_ref().map(|unit| units.upwards(unit)).unwrap_or_default();
            let asker = self.asker_over(actor, &over);
            let permitted = |mine, draft| class_permitted(&configuration, &asker, &class, (mine, draft));
            if permitted(false, false) && (!drafted(&configuration, &class.kind) || permitted(false, true)) {
                outright.push(class);
                continue;
            }
            all = false;
            if !actor.is_public() && permitted(true, true) {
                own.push(class.clone());
            }
            if permitted(false, false) {
                published.push(class);
            }
        }
        let none = outright.is_empty() && published.is_empty() && own.is_empty();
        Ok(match (all, none) {
            (true, _) => Visible::All,
            (false, true) => Visible::Nothing,
            (false, false) => {
                let (person, except) = (Some(actor.identity()), actor.kept_from.iter().cloned().collect());
                let also = actor.shown.iter().cloned().collect();
                Visible::Classes { allowed: outright, published, mine: own, also, person, except }
            }
        })
    }
}

/// Records that people read or do not since these name them, as they were last read, each with the place of the newest change of such records.
#[derive(Default)]
pub(crate) struct KnownNamed(Mutex<HashMap<Id, (u64, BTreeSet<Id>)>>);

impl KnownNamed {
    /// What is known of a person at a place, or what is read now; what a transaction sees of itself may be undone, and is not remembered.
    fn or_read(
        &self,
        read: &Read,
        (person, place): (&Id, u64),
        now: impl FnOnce() -> Result<BTreeSet<Id>, Error>,
    ) -> Result<BTreeSet<Id>, Error> {
        let mut known = self.0.lock().unwrap_or_else(|it| it.into_inner());
        if let Some((_, ids)) = known.get(person).filter(|it| it.0 == place) {
            return Ok(ids.clone());
        }
        let ids = now()?;
        if place < read.head()?.size {
            known.insert(person.clone(), (place, ids.clone()));
        }
        Ok(ids)
    }
}

impl Aims {
    /// The records that name a person in a field that withholds them from whom it names, and those that name such records in one.
    pub(crate) fn kept_from(&self, read: &Read, person: &Id) -> Result<BTreeSet<Id>, Error> {
        let configuration = self.configuration();
        let withholds = |kind: &Kind| kind.fields.iter().any(|it| it.withholds);
        let kinds: Vec<&str> =
            configuration.catalog.kinds().filter(|it| withholds(it)).map(|it| it.kind.as_str()).collect();
        let place = read.kinds_place(&kinds)?;
        let withheld = |field: &str, kind: &str| {
            configuration.catalog.kind(kind).and_then(|it| it.field(field)).is_some_and(|it| it.withholds)
        };
        // Whoever is kept from a record is kept from those that would tell of it.
        self.0.known_withheld.or_read(read, (person, place), || {
            let (mut ids, mut ahead) = (BTreeSet::new(), vec![person.clone()]);
            while let Some(named) = ahead.pop() {
                let links = read.links_to(&named, None)?.into_iter().filter(|it| withheld(&it.field, &it.end.kind));
                ahead.extend(links.map(|it| it.end.id).filter(|it| ids.insert(it.clone())));
            }
            Ok(ids)
        })
    }

    /// The records that name a person in a field that shows them to whom it names, and what these open.
    pub(crate) fn shown_to(&self, read: &Read, person: &Id) -> Result<BTreeSet<Id>, Error> {
        let configuration = self.configuration();
        let shows = |kind: &Kind| kind.fields.iter().any(|it| !it.shows.is_empty());
        let kinds: Vec<&str> =
            configuration.catalog.kinds().filter(|it| shows(it)).map(|it| it.kind.as_str()).collect();
        let place = read.kinds_place(&kinds)?;
        let field = |kind: &str, name: &str| configuration.catalog.kind(kind).and_then(|it| it.field(name));
        self.0.known_shown.or_read(read, (person, place), || {
            let links = read.links_to(person, None)?.into_iter();
            let shown =
                links.filter(|it| field(&it.end.kind, &it.field).is_some_and(|of| of.shows.contains(&it.end.state)));
            let shown: BTreeSet<Id> = shown.filter(|it| !it.end.retired).map(|it| it.end.id).collect();
            let rows = read.records(&shown.iter().cloned().collect::<Vec<_>>())?;
            let opened = rows.iter().flat_map(|row| {
                let opens = configuration.catalog.kind(&row.kind).into_iter().flat_map(|it| &it.fields);
                opens.filter(|it| it.opens).flat_map(|it| crate::data::lineage::targets(&row.document, &it.name))
            });
            Ok(opened.chain(shown.iter().cloned()).collect())
        })
    }

    /// Whether an actor reads what is internal of AI systems over anything at all, and with it what is computed from records of many.
    pub fn is_insider(&self, actor: &Actor) -> bool {
        let configuration = self.configuration();
        let internal = |covers: &Option<String>| {
            let asker = self.asker_over(actor, &covers.iter().cloned().collect());
            let class = store::Class { kind: SYSTEM.to_owned(), unit: covers.clone(), access: UNMARKED.to_owned() };
            class_permitted(&configuration, &asker, &class, (false, false))
        };
        actor.roles.iter().any(|it| internal(&it.covers))
    }
}

/// Whether records of a kind can be drafts.
fn drafted(configuration: &Configuration, kind: &str) -> bool {
    configuration.catalog.kind(kind).is_none_or(|it| it.states().contains(&DRAFT))
}

/// Whether the policies let this actor read records of a class, by whether they are the actor's own, and drafts.
pub(crate) fn class_permitted(
    configuration: &Configuration,
    asker: &policy::Actor,
    class: &store::Class,
    (mine, draft): (bool, bool),
) -> bool {
    let unit = class.unit.as_deref().unwrap_or_default();
    let class = Class { kind: &class.kind, unit, access: &class.access, mine, draft };
    configuration.known_reads.or_ask(asker, &class, || {
        let question =
            Question { actor: asker, action: Action::Read, resource: Resource::Class(class), changed: &[], facts: &[] };
        configuration.policies.permits(&question)
    })
}

/// Most answers that are remembered.
const REMEMBERED: usize = 50_000;

/// Answers of the read policies, which see nothing but the asker and the class, for as long as the configuration stands.
#[derive(Default)]
pub(crate) struct KnownReads(RwLock<HashMap<[u8; 32], bool>>);

impl KnownReads {
    /// The answer to the same question, or the one that `ask` gives now.
    fn or_ask(&self, asker: &policy::Actor, class: &Class, ask: impl FnOnce() -> bool) -> bool {
        // The age of a second factor changes from second to second, so those answers are not kept.
        if asker.second_factor_age.is_some() {
            return ask();
        }
        let key: [u8; 32] = Sha256::digest(format!("{asker:?}{class:?}")).into();
        if let Some(known) = self.0.read().unwrap_or_else(|it| it.into_inner()).get(&key) {
            return *known;
        }
        let answer = ask();
        let mut known = self.0.write().unwrap_or_else(|it| it.into_inner());
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(key, answer);
        answer
    }
}
