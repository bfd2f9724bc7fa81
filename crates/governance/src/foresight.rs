//! What many changes would lead to, one outcome a record, without storing any: the preview of a bulk edit.

use record::{Change, Difference, Id};
use store::Write;

use crate::aims::{Admission, BULK_LIMIT};
use crate::derived::Standing;
use crate::{Actor, Aims, Committed, Error};

/// What one change would lead to.
#[derive(Debug)]
pub struct Foreseen {
    /// The record.
    pub id: Id,
    /// The outcome, or why the change would be refused.
    pub outcome: Result<Committed, Error>,
    /// Derived values that would differ: before and after.
    pub standings: Vec<(Option<Standing>, Option<Standing>)>,
}

impl Foreseen {
    /// Fields that would differ, computed ones too.
    pub fn differences(&self) -> &[Difference] {
        self.outcome.as_ref().map_or(&[], |it| &it.differences)
    }
}

impl Aims {
    /// The outcomes of changes to records that stand, each by itself as if the others were done; nothing is kept.
    ///
    /// Errors: more than the limit of one bulk edit, or a failure of the store.
    pub async fn foresee(&self, actor: &Actor, changes: Vec<Change>) -> Result<Vec<Foreseen>, Error> {
        if changes.len() > BULK_LIMIT {
            return Err(Error::TooLarge(format!(
                "{} changes at once; at most {BULK_LIMIT} are made together",
                changes.len()
            )));
        }
        let (this, actor) = (self.clone(), actor.clone());
        self.trial(move |tx| {
            let actor = this.with_roles(tx, &actor)?;
            let standing = changes.iter().filter_map(|it| Some((it.id()?.clone(), it)));
            standing.map(|(id, change)| this.foreseen(tx, &actor, id, change)).collect()
        })
        .await
    }

    fn foreseen(&self, tx: &mut Write, actor: &Actor, id: Id, change: &Change) -> Result<Foreseen, Error> {
        let before = cached(tx, &id)?;
        let outcome = match self.apply(tx, actor, change, &Admission::default()) {
            // After a failure of the store nothing can be read in this transaction.
            Err(error @ Error::Store(_)) => return Err(error),
            other => other,
        };
        let after = cached(tx, &id)?;
        Ok(Foreseen { id, outcome, standings: moved(before, after) })
    }
}

/// The derived values of a record as they are cached.
fn cached(tx: &Write, id: &Id) -> Result<Vec<Standing>, Error> {
    let rows = tx.standings(std::slice::from_ref(id), &[])?;
    let one = |row: store::StandingRow| Standing {
        name: row.name,
        value: row.value,
        why: row.why.as_str().unwrap_or_default().to_owned(),
        until: row.until,
    };
    Ok(rows.into_iter().map(one).collect())
}

/// The values that differ, by name.
fn moved(before: Vec<Standing>, mut after: Vec<Standing>) -> Vec<(Option<Standing>, Option<Standing>)> {
    let mut moved = Vec::new();
    for old in before {
        let new = after.iter().position(|it| it.name == old.name).map(|at| after.swap_remove(at));
        if new.as_ref().is_none_or(|it| it.value != old.value) {
            moved.push((Some(old), new));
        }
    }
    moved.extend(after.into_iter().map(|new| (None, Some(new))));
    moved
}
