//! Since when records are in their states. What came into a state last week has not shown anything since it was made.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use record::Id;
use store::RecordRow;

use crate::Error;
use crate::derived::{Snapshot, day};

/// Since when records are in their states, as far as these are not their first ones.
#[derive(Debug, Clone, Default)]
pub(super) struct Entered(HashMap<Id, (String, Date)>);

impl Entered {
    /// Since when a record is in the state in which it is.
    pub fn since(&self, row: &RecordRow) -> Date {
        self.0.get(&row.id).map_or_else(|| day(row.created), |it| it.1)
    }

    /// Looks up those of these records of which it is not known yet; the first state is theirs from the beginning.
    pub fn renew<'a>(
        &mut self,
        at: &Snapshot,
        rows: impl Iterator<Item = (&'a str, &'a RecordRow)>,
    ) -> Result<(), Error> {
        let mut asked: BTreeMap<&str, Vec<Id>> = BTreeMap::new();
        for (initial, row) in rows {
            if row.state != initial && self.0.get(&row.id).is_none_or(|it| it.0 != row.state) {
                asked.entry(&row.state).or_default().push(row.id.clone());
            }
        }
        for (state, ids) in asked {
            for (id, time) in at.read.first_in(&ids, state, at.place)? {
                self.0.insert(id, (state.to_owned(), day(time)));
            }
        }
        Ok(())
    }
}
