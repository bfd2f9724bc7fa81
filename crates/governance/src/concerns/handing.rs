//! A concern that none of those whom its ladder has told may read would be looked into by nobody; the first of them is given it.

use record::{Change, Document, Id};
use serde_json::json;
use store::{RecordRow, Write};

use super::KIND;
use crate::aims::Admission;
use crate::{Actor, Aims, Error, Via};

/// The state of a concern that nobody investigates yet.
const RECEIVED: &str = "received";

impl Aims {
    /// After a step of an escalation: gives the concern that it is about to the first who was told, where nobody has it and none of them may
    /// read it, as when the only auditor is whom it is about. Whatever else an escalation is about stays as it is.
    pub(crate) fn hand_concern(&self, tx: &mut Write, escalation: &RecordRow, told: &[Id]) -> Result<(), Error> {
        let Some(trigger) = escalation.link("trigger") else { return Ok(()) };
        let free = |it: &RecordRow| it.kind == KIND && it.state == RECEIVED && it.link("owner").is_none();
        let (Some(concern), Some(first)) = (tx.record(&trigger)?.filter(free), told.first()) else { return Ok(()) };
        let configuration = self.configuration();
        for person in told {
            let who = Actor { person: Some(person.clone()), ..Actor::public(Via::System) };
            if self.may_read(tx, &configuration, &self.with_roles(tx, &who)?, &concern)? {
                return Ok(());
            }
        }
        let set = Document::from_iter([("owner".to_owned(), json!(first))]);
        let why = Some("nobody else whom the ladder told may read it".to_owned());
        let change = Change::Edit { id: trigger, base: None, set, why };
        self.apply(tx, &Actor::operator(Via::System), &change, &Admission::default()).map(drop)
    }
}
