//! Criteria that come into force take the place of those that were in force before, in the same step; and what holds where none are in force any more.
//! Serves ISO/IEC 42001 6.1.1.

use policy::Fact;
use record::{Change, Document};
use store::{Query, RecordRow, Visible, Write};

use super::around::{criteria, in_force};
use super::{CRITERIA, DECIDED, IN_FORCE};
use crate::aims::Admission;
use crate::derived::{Snapshot, date, day};
use crate::{Actor, Aims, Error};

/// The move by which criteria end that others replace.
const SUPERSEDE: &str = "supersede";
/// The state of criteria that nothing replaced.
const WITHDRAWN: &str = "withdrawn";

impl Aims {
    /// Supersedes the criteria in force, in the transaction of the move of those that take their place; where these begin on a later day, those in force
    /// are gone by until then. Fills nothing.
    pub(crate) fn take_criteria_over(&self, tx: &mut Write, actor: &Actor, row: &RecordRow) -> Result<Document, Error> {
        let at = self.snapshot(tx, None);
        let (all, today) = (criteria(&at)?, day(at.time));
        if date(&row.document, "from").is_some_and(|from| today < from) {
            return Ok(Document::new());
        }
        for it in all.into_iter().filter(|it| it.state == IN_FORCE && it.id != row.id) {
            let why = Some(format!("{} takes its place", row.id));
            let (transition, set) = (SUPERSEDE.to_owned(), Document::new());
            let change = Change::Move { id: it.id, base: None, transition, set, why };
            // The step of the program and of nobody's hand.
            self.apply(tx, actor, &change, &Admission::found())?;
        }
        Ok(Document::new())
    }
}

/// The criteria that are gone by in place of these, as their first day has come; empty where there are none.
pub(crate) fn replaced_by(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Fact>, Error> {
    let all = criteria(at)?;
    let now = in_force(&all, day(at.time)).map(|it| it.id.clone());
    let other = |row: &&RecordRow| now.as_ref().filter(|it| **it != row.id).map(ToString::to_string);
    Ok(rows.iter().map(|it| Fact::Text(other(it).unwrap_or_default())).collect())
}

/// Why nothing can be told of stages: criteria were in force once and none are now; nothing where some are, or none ever were.
pub(crate) fn lapsed(at: &Snapshot) -> Result<Option<String>, Error> {
    if in_force(&criteria(at)?, day(at.time)).is_some() {
        return Ok(None);
    }
    let all = Query { limit: u32::MAX, as_of: at.place, retired: true, ..Query::of(CRITERIA, Visible::All) };
    let all = at.read.list(&all)?;
    let superseded = all.iter().any(|it| it.state != IN_FORCE && DECIDED.contains(&it.state.as_str()));
    let withdrawn: Vec<_> = all.iter().filter(|it| it.state == WITHDRAWN).map(|it| it.id.clone()).collect();
    let was = || -> Result<bool, Error> {
        let versions = at.read.histories(&withdrawn, at.place)?;
        Ok(versions.iter().any(|it| it.record.state == IN_FORCE))
    };
    let gone = superseded || (!withdrawn.is_empty() && was()?);
    let says =
        "risk criteria were in force and none are now, so nobody can tell how risks stand; put criteria in force";
    Ok(gone.then(|| says.to_owned()))
}
