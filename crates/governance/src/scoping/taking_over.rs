//! A scope that comes into force takes the place of the one before.

use record::Document;
use store::{RecordRow, Write};

use crate::{Actor, Aims, Error};

impl Aims {
    /// Supersedes the scope in force, in the transaction of that move; fills nothing.
    pub(crate) fn take_scope_over(&self, tx: &mut Write, actor: &Actor, row: &RecordRow) -> Result<Document, Error> {
        let former = super::in_force(&self.snapshot(tx, None))?;
        if let Some(former) = former.filter(|it| it.id != row.id) {
            self.move_on(tx, actor, &former.id, "supersede", Some(format!("{} takes its place", row.id)))?;
        }
        Ok(Document::new())
    }
}
