//! Risks of one person that an event reaches, as days that they keep. Serves ISO/IEC 42001 8.2.

use record::Id;
use store::{Condition, Read};

use super::super::around::Around;
use super::super::due::Reason;
use super::super::{OVER, RISK};
use super::whole::of_person;
use crate::dates::Due;
use crate::{Actor, Aims, Error};

/// The field by which the day goes.
const FIELD: &str = "assessed_on";

impl Aims {
    /// The risks for which a person answers and that must be assessed again for an event, with the day by which; nothing is read where they answer for none.
    pub(crate) fn reached_of(&self, read: &Read, actor: &Actor, person: &Id) -> Result<Vec<Due>, Error> {
        let at = self.snapshot(read, None);
        let open = Condition::Not(Box::new(Condition::State(vec![OVER.to_owned()])));
        let rows = at.list(RISK, vec![Condition::Owner(Some(person.to_string())), open])?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let mut around = Around::read(&at, None)?;
        around.keep(&self.names_of(read, actor, around.calling())?);
        let row = |id: &Id| rows.iter().find(|it| it.id == *id);
        let due = |(id, due): (Id, super::super::due::Due)| {
            let row = row(&id)?;
            matches!(due.reason, Reason::Event { .. }).then(|| Due {
                id: row.id.clone(),
                kind: row.kind.clone(),
                title: row.title.clone(),
                state: row.state.clone(),
                version: row.version,
                owner: row.owner.clone(),
                changed: row.changed,
                field: FIELD.to_owned(),
                on: due.on,
                left: i64::from((due.on - around.on).get_days()),
                says: at.libraries.moving.words.say("again").to_owned(),
                untrue: true,
            })
        };
        Ok(of_person(&around, person).into_iter().filter_map(due).collect())
    }
}
