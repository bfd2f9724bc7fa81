//! What was certified, as it was on the day of issue: each day and each scope read once, however many certificates name it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::civil::Date;
use record::Id;
use store::RecordRow;

use super::whole::Now;
use crate::derived::{Snapshot, date, day};
use crate::scoping::gathered::Around;
use crate::{Aims, Error};

/// Days and scopes that certificates name, as far as they were asked for.
pub(super) struct Then<'a, 's> {
    aims: &'a Aims,
    at: &'a Snapshot<'s>,
    scopes: BTreeMap<Id, RecordRow>,
    /// What was around a scope on a day; without a day, what is around it now.
    around: BTreeMap<Option<Date>, Around>,
    judged: BTreeMap<(Id, Option<Date>), Now>,
}

impl<'a, 's> Then<'a, 's> {
    /// What these certificates name, with what is around a scope now where that was read already.
    pub(super) fn of(
        aims: &'a Aims,
        at: &'a Snapshot<'s>,
        rows: &[RecordRow],
        now: Option<Around>,
    ) -> Result<Then<'a, 's>, Error> {
        let ids: Vec<Id> = rows.iter().filter_map(|it| it.link("scope")).collect();
        let scopes = if ids.is_empty() { Vec::new() } else { at.records(&ids)? };
        let scopes = scopes.into_iter().map(|it| (it.id.clone(), it)).collect();
        let around = now.into_iter().map(|it| (None, it)).collect();
        Ok(Then { aims, at, scopes, around, judged: BTreeMap::new() })
    }

    /// The certified scope with what followed from it on the day of issue; from what is around it now, where records do not reach back so far. And
    /// the day.
    pub(super) fn certified(&mut self, row: &RecordRow) -> Result<(Option<&Now>, Option<Date>), Error> {
        let Some(scope) = row.link("scope").and_then(|it| self.scopes.get(&it)) else { return Ok((None, None)) };
        let issued = date(&row.document, "issued").filter(|it| *it < day(self.at.time));
        // A day from before the first record has no place in the ledger.
        let then = issued.and_then(|it| Some((it, self.aims.at_day(self.at.read, Some(it)).ok()?.0)));
        let from = then.as_ref().map(|it| it.0);
        let around = match self.around.entry(from) {
            Entry::Occupied(it) => it.into_mut(),
            Entry::Vacant(it) => it.insert(match &then {
                Some((issued, then)) => Around::of_verdicts(then, *issued)?,
                None => Around::of_verdicts(self.at, day(self.at.time))?,
            }),
        };
        let judged = self.judged.entry((scope.id.clone(), from)).or_insert_with(|| Now::judged(scope, around));
        Ok((Some(judged), from))
    }
}
