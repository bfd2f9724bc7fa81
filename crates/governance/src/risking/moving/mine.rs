//! Risks of one person that an event reaches, as days that they keep. Serves ISO/IEC 42001 8.2.

use record::Id;
use store::{Condition, Read};

use super::super::around::{criteria, in_force};
use super::super::due::of_events;
use super::super::level::Risk;
use super::super::{OVER, RISK};
use super::happened::reaching;
use crate::dates::Due;
use crate::{Actor, Aims, Error};

/// The field by which the day goes.
const FIELD: &str = "assessed_on";

impl Aims {
    /// The risks for which a person answers and that must be assessed again for an event that they may see, with the day by which; nothing is read where
    /// they answer for none.
    pub(crate) fn reached_of(&self, read: &Read, actor: &Actor, person: &Id) -> Result<Vec<Due>, Error> {
        let (at, today) = (self.snapshot(read, None), self.today());
        let open = Condition::Not(Box::new(Condition::State(vec![OVER.to_owned()])));
        let rows = at.list(RISK, vec![Condition::Owner(Some(person.to_string())), open])?;
        let mut reached = reaching(&at, &rows, &[])?;
        if reached.is_empty() {
            return Ok(Vec::new());
        }
        let events = reached.values().flatten().map(|it| it.event.id.clone()).collect();
        let names = self.names_of(read, actor, events)?;
        let all = criteria(&at)?;
        let mut due = |row: &store::RecordRow| {
            let mut own = reached.remove(&row.id)?;
            own.retain(|it| names.contains_key(&it.event.id.to_string()));
            let on = of_events(Risk::of(row).assessed_on?, in_force(&all, today), &own, today).first()?.on;
            let says = at.libraries.moving.words.say("again");
            Some(Due { untrue: true, ..Due::of(row, FIELD, (on, today), (says, says))? })
        };
        Ok(rows.iter().filter_map(&mut due).collect())
    }
}
