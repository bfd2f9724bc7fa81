//! What was read last around some records, so that several answers about the same ones are told from one reading.

use std::cell::RefCell;
use std::rc::Rc;

use record::Id;
use store::RecordRow;

use crate::Error;

/// What was read last around some records, since several answers about the same ones follow from it.
pub(crate) struct Last<T>(RefCell<Option<(Vec<Id>, Rc<T>)>>);

impl<T> Default for Last<T> {
    fn default() -> Last<T> {
        Last(RefCell::default())
    }
}

impl<T> Last<T> {
    /// What stands around these records; read where the ones before were others.
    pub fn of(&self, rows: &[RecordRow], read: impl FnOnce() -> Result<T, Error>) -> Result<Rc<T>, Error> {
        let ids: Vec<Id> = rows.iter().map(|it| it.id.clone()).collect();
        if let Some((known, found)) = self.0.borrow().as_ref()
            && *known == ids
        {
            return Ok(found.clone());
        }
        let found = Rc::new(read()?);
        *self.0.borrow_mut() = Some((ids, found.clone()));
        Ok(found)
    }
}
