//! What an actor may read, as one condition: the policies are asked once a class of records, never once a record.

use std::collections::HashMap;
use std::sync::RwLock;

use policy::{Action, Class, Question, Resource, UNMARKED};
use record::DRAFT;
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
        let mut all = true;
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
                Visible::Classes { allowed: outright, published, mine: own, person: Some(actor.identity()) }
            }
        })
    }
}

impl Aims {
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
