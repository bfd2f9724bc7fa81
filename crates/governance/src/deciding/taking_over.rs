//! A table that comes into force takes the place of the one of the same name, purpose and scheme that was in force.

use record::Document;
use store::{RecordRow, Write};

use super::RULES;
use super::in_force::of_records;
use super::shipped::Ruled;
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
            self.move_on(tx, actor, &id, "supersede", Some(format!("{} takes its place", table.id)))?;
        }
        Ok(Document::new())
    }
}
