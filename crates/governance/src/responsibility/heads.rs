//! Who heads units, on any day: what was decided, heard or done on a day is judged by who headed a unit then, whoever heads it today. Likewise
//! who answers for records.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use record::Id;

use crate::Error;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, day, day_after, midnight};

/// The field of a unit that says who heads it.
pub const HEAD: &str = "head";

/// Who headed units, or was named by another field of records, from when on, as the ledger knows it.
#[derive(Debug, Clone, Default)]
pub struct Heads(BTreeMap<Id, Vec<(Timestamp, Vec<Id>)>>);

impl Heads {
    /// The heads of these units up to the moment; nothing is read where there is none.
    pub(crate) fn read(at: &Snapshot, units: &[Id]) -> Result<Heads, Error> {
        Heads::named(at, units, HEAD)
    }

    /// Whom this field of records named up to the moment; nothing is read where there is none.
    pub(crate) fn named(at: &Snapshot, units: &[Id], field: &str) -> Result<Heads, Error> {
        let mut found: BTreeMap<Id, Vec<(Timestamp, Vec<Id>)>> = BTreeMap::new();
        if units.is_empty() {
            return Ok(Heads(found));
        }
        for it in at.read.histories(units, at.place)? {
            found.entry(it.record.id).or_default().push((it.record.changed, targets(&it.record.document, field)));
        }
        Ok(Heads(found))
    }

    /// Everybody who headed a unit at some time of a day; before it was entered, on the day on which it was.
    pub fn on(&self, unit: &Id, on: Date) -> BTreeSet<Id> {
        self.within(unit, (on, on))
    }

    /// Everybody who headed a unit at some time between two days, both included; before it was entered, as it was entered.
    pub fn within(&self, unit: &Id, (first, last): (Date, Date)) -> BTreeSet<Id> {
        let all = self.0.get(unit).map(Vec::as_slice).unwrap_or_default();
        let Some(entered) = all.first().map(|it| day(it.0)) else { return BTreeSet::new() };
        let (first, last) = (midnight(first.max(entered)), day_after(last.max(entered)));
        let (Some(begins), Some(ends)) = (first, last) else { return BTreeSet::new() };
        let until = |place: usize| all.get(place + 1).map(|it| it.0);
        let during = |(place, it): &(usize, &(Timestamp, Vec<Id>))| {
            it.0 < ends && until(*place).is_none_or(|until| begins < until)
        };
        all.iter().enumerate().filter(during).flat_map(|it| it.1.1.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_day_is_whoever_headed_the_unit_then() {
        let (unit, one, other) = (Id::new("ORG", 1), Id::new("PER", 1), Id::new("PER", 2));
        let at = |text: &str| text.parse().unwrap();
        let heads = Heads(BTreeMap::from([(
            unit.clone(),
            vec![
                (at("2026-03-02T08:00:00Z"), vec![]),
                (at("2026-03-02T09:00:00Z"), vec![one.clone()]),
                (at("2026-04-10T12:00:00Z"), vec![other.clone()]),
            ],
        )]));
        let on = |day: &str| heads.on(&unit, day.parse().unwrap()).into_iter().collect::<Vec<_>>();
        assert_eq!(on("2026-04-09"), std::slice::from_ref(&one));
        assert_eq!(on("2026-04-10"), [one.clone(), other.clone()], "both on the day of the change");
        assert_eq!(on("2026-04-11"), std::slice::from_ref(&other));
        assert_eq!(on("2025-01-01"), std::slice::from_ref(&one), "before it was entered, as it was entered");
        let within =
            |first: &str, last: &str| heads.within(&unit, (first.parse().unwrap(), last.parse().unwrap())).len();
        assert_eq!((within("2026-03-05", "2026-04-09"), within("2026-04-09", "2026-04-30")), (1, 2));
        assert!(heads.on(&Id::new("ORG", 9), "2026-04-10".parse().unwrap()).is_empty());
    }
}
