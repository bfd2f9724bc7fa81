//! Somebody who returns after a long time begins without the roles that they held: those ended when they left, and others are accepted anew.

use jiff::Span;
use record::{Change, Document, Id};
use serde_json::{Value, json};
use store::{RecordRow, Write};

use super::ASSIGNMENT;
use crate::aims::Admission;
use crate::derived::date;
use crate::{Actor, Aims, Error, Via};

/// The state in which an assignment counts.
const ACCEPTED: &str = "accepted";

impl Aims {
    /// Forgets the last day that has passed, and ends what somebody held who had left for long.
    pub(crate) fn begin_again(&self, tx: &mut Write, _: &Actor, person: &RecordRow) -> Result<Document, Error> {
        let anew: Span = self.configuration().libraries.duties.anew_after.parse().unwrap_or_default();
        let last = date(&person.document, "until").filter(|it| *it <= self.today());
        let filled = last.map(|_| ("until".to_owned(), Value::Null)).into_iter().collect();
        let left = last.unwrap_or_else(|| crate::derived::day(person.changed));
        if left.checked_add(anew).is_ok_and(|it| self.today() <= it) {
            return Ok(filled);
        }
        let day = left.to_string();
        let links = tx.links_to_any(std::slice::from_ref(&person.id), &[ASSIGNMENT])?;
        let held = links.into_iter().map(|it| it.1).filter(|it| it.field == "person" && it.end.state == ACCEPTED);
        let ids: Vec<Id> = held.filter(|it| !it.end.retired).map(|it| it.end.id).collect();
        for row in tx.records(&ids)? {
            let earlier = row.text("until").filter(|it| *it <= day.as_str()).map(str::to_owned);
            let set = Document::from_iter([("until".to_owned(), json!(earlier.unwrap_or_else(|| day.clone())))]);
            let why = Some(format!("{} had left, and begins anew", person.id));
            let change = Change::Move { id: row.id, base: None, transition: "end".to_owned(), set, why };
            self.apply(tx, &Actor::operator(Via::System), &change, &Admission::default())?;
        }
        Ok(filled)
    }
}
