//! When a classification is confirmed, the tables that decided it are kept with it, so that later ones move nothing unseen.

use record::Document;
use store::{RecordRow, Write};

use super::around::{self, Around};
use super::facts::frozen;
use super::verdict::verdict;
use crate::{Actor, Aims, Error};

impl Aims {
    /// Fills the tables in force, where they decide and none are named yet.
    pub(crate) fn freeze_tables(&self, tx: &mut Write, _: &Actor, row: &RecordRow) -> Result<Document, Error> {
        let now = Around::read(&self.snapshot(tx, None), &[], true)?;
        let tables = row.text("scheme").and_then(|it| now.now(it)).filter(|_| row.list("tables").next().is_none());
        let decided = tables.filter(|it| verdict(it, &frozen(row)).outcome.is_some());
        Ok(decided.map(|it| ("tables".to_owned(), around::rows(&it))).into_iter().collect())
    }
}
