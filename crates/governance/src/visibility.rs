//! What an actor may read, as one condition: the policies are asked once a class of records, never once a record.

use policy::{Action, Class, Question, Resource};
use store::{Read, Visible};

use crate::permission::Units;
use crate::{Actor, Aims, Configuration, Error};

impl Aims {
    /// The classes of records that are present and that this actor may read.
    pub(crate) fn visible(&self, read: &Read, actor: &Actor) -> Result<Visible, Error> {
        let configuration = self.configuration();
        let units = Units::of(read, actor)?;
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
    let question =
        Question { actor: asker, action: Action::Read, resource: Resource::Class(class), changed: &[], facts: &[] };
    configuration.policies.permits(&question)
}
