//! What an actor may read, as one condition: the policies are asked once a class of records, never once a record.

use std::collections::HashMap;
use std::sync::RwLock;

use policy::{Action, Class, Question, Resource};
use sha2::{Digest, Sha256};
use store::{Read, Visible};

use crate::{Actor, Aims, Configuration, Error};

impl Aims {
    /// The classes of records that are present and that this actor may read.
    pub(crate) fn visible(&self, read: &Read, actor: &Actor) -> Result<Visible, Error> {
        let configuration = self.configuration();
        let units = self.units(read, actor)?;
        let (mut outright, mut own) = (Vec::new(), Vec::new());
        let mut all = true;
        for class in read.classes()? {
            let over = class.unit.as_ref().map(|unit| units.upwards(unit)).unwrap_or_default();
            let asker = self.asker_over(actor, &over);
            let permitted =
                |mine| class_permitted(&configuration, &asker, &class.kind, class.unit.as_deref(), &class.access, mine);
            match (permitted(false), actor.is_public()) {
                (true, _) => outright.push(class),
                (false, false) if permitted(true) => {
                    all = false;
                    own.push(class);
                }
                _ => all = false,
            }
        }
        Ok(match (all, outright.is_empty() && own.is_empty()) {
            (true, _) => Visible::All,
            (false, true) => Visible::Nothing,
            (false, false) => Visible::Classes { allowed: outright, mine: own, person: Some(actor.identity()) },
        })
    }
}

/// Whether the policies let this actor read records of a class.
pub(crate) fn class_permitted(
    configuration: &Configuration,
    asker: &policy::Actor,
    kind: &str,
    unit: Option<&str>,
    access: &str,
    mine: bool,
) -> bool {
    let class = Class { kind, unit: unit.unwrap_or_default(), access, mine };
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
