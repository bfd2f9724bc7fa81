//! A table that comes into force takes the place of the one of the same name, purpose and scheme that was in force.

use record::{Change, Document};
use store::{RecordRow, Write};

use super::RULES;
use super::in_force::of_records;
use super::shipped::Ruled;
use crate::aims::Admission;
use crate::{Actor, Aims, Error};

impl Aims {
    /// Supersedes the tables whose place a table takes; fills nothing.
    pub(crate) fn take_over(&self, tx: &mut Write, actor: &Actor, table: &RecordRow) -> Result<Document, Error> {
        let text = |field: &str| table.text(field).unwrap_or_default();
        let Ok(own) = Ruled::read(text(RULES), None) else { return Ok(Document::new()) };
        let former = of_records(&self.snapshot(tx, None))?.into_iter().filter(|it| {
            it.purpose == text("purpose") && it.scheme == text("scheme") && it.ruled.table.name == own.table.name
        });
        for (id, _) in former.filter_map(|it| it.ruled.record.clone()).filter(|it| it.0 != table.id) {
            let why = Some(format!("{} takes its place", table.id));
            let change = Change::Move { id, base: None, transition: "supersede".into(), set: Document::new(), why };
            self.apply(tx, actor, &change, &Admission::default())?;
        }
        Ok(Document::new())
    }
}
