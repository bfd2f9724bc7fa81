//! Values that other records and the clock decide; never part of a version. Serves ISO/IEC 42001 9.1.
//!
//! The writer refreshes the cache `standing` along the declared dependencies, a job refreshes what time has overtaken,
//! and `aims doctor` compares the cache with full recomputation. Reading as of a past moment does without the cache.

use std::rc::Rc;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use record::{Catalog, Document, Id};
use serde_json::Value;
use store::{Condition, Query, Read, RecordRow, Visible};

use crate::access::around::Around as Grants;
use crate::competence::around::Around as Competent;
use crate::configuration::Configuration;
use crate::conflicts::clash::{Found, clashes};
use crate::consequences::around::Around as Breaches;
use crate::data::lineage::Lineage;
use crate::deciding::in_force::{Deciding, of_records};
use crate::last::Last;
use crate::libraries::Libraries;
use crate::risking::beside::Lines;
use crate::tiering::around::{Around as Behind, Classified};
use crate::{Aims, Error, Moment};

/// A derived value of one record, with its reason and the moment at which it must be asked again.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Standing {
    /// Field that it answers.
    pub name: String,
    /// The value.
    pub value: Value,
    /// One sentence that says what it follows from.
    pub why: String,
    /// When the clock alone may change it.
    pub until: Option<Timestamp>,
}

/// What follows from decision rights, by record.
type Rights = std::collections::BTreeMap<Id, crate::bodies::rights::told::Told>;

/// The tables in force, and what clashes among them.
type Clashes = (Vec<Deciding>, Found);

/// The moment and the records from which values are derived.
pub struct Snapshot<'a> {
    /// Records, links and versions.
    pub read: &'a Read,
    /// The moment for which the answer holds.
    pub time: Timestamp,
    /// The place of the ledger at that moment; `None` for now.
    pub place: Option<u64>,
    /// Kinds and scales.
    pub catalog: Arc<Catalog>,
    /// What is asked, allowed and reminded beside the records.
    pub libraries: Arc<Libraries>,
    lineage: Last<Lineage>,
    grants: Last<Grants>,
    classified: Last<Classified>,
    behind: Last<Behind>,
    rights: Last<Rights>,
    clashes: Last<Clashes>,
    competent: Last<Competent>,
    pub(crate) breaches: Last<Breaches>,
    pub(crate) lines: Last<Lines>,
}

impl<'a> Snapshot<'a> {
    /// What is read at a moment, which is also a place of the ledger unless it is now.
    pub fn new(read: &'a Read, configuration: &Configuration, time: Timestamp, place: Option<u64>) -> Snapshot<'a> {
        Snapshot::of((read, time, place), configuration.catalog.clone(), configuration.libraries.clone())
    }

    fn of(
        (read, time, place): (&'a Read, Timestamp, Option<u64>),
        catalog: Arc<Catalog>,
        libraries: Arc<Libraries>,
    ) -> Snapshot<'a> {
        Snapshot {
            read,
            time,
            place,
            catalog,
            libraries,
            lineage: Last::default(),
            grants: Last::default(),
            classified: Last::default(),
            behind: Last::default(),
            rights: Last::default(),
            clashes: Last::default(),
            competent: Last::default(),
            breaches: Last::default(),
            lines: Last::default(),
        }
    }

    /// What stood at the end of a day that is over; nothing where it is not, or the ledger begins later.
    pub(crate) fn at_end_of(&self, on: Date) -> Result<Option<Snapshot<'a>>, Error> {
        let Some(end) = day_after(on).filter(|end| *end <= self.time) else { return Ok(None) };
        let place = self.read.place_at(end)?.map(|it| self.place.map_or(it, |own| own.min(it)));
        Ok(place.map(|it| Snapshot::of((self.read, end, Some(it)), self.catalog.clone(), self.libraries.clone())))
    }

    /// The lineage of these records.
    pub(crate) fn lineage(&self, rows: &[RecordRow]) -> Result<Rc<Lineage>, Error> {
        self.lineage.of(rows, || Lineage::around(self, rows))
    }

    /// The records around these grants of access.
    pub(crate) fn around(&self, rows: &[RecordRow]) -> Result<Rc<Grants>, Error> {
        self.grants.of(rows, || Grants::of_grants(self, rows))
    }

    /// The confirmed classifications of these AI systems.
    pub(crate) fn classified(&self, rows: &[RecordRow]) -> Result<Rc<Classified>, Error> {
        self.classified.of(rows, || Classified::read(self, rows))
    }

    /// What stands behind these classifications.
    pub(crate) fn behind(&self, rows: &[RecordRow]) -> Result<Rc<Behind>, Error> {
        self.behind.of(rows, || Behind::of(self, rows))
    }

    /// What follows from decision rights for these records, of which each is to be decided by an action.
    pub(crate) fn rights(&self, asked: &[(&RecordRow, String)]) -> Result<Rc<Rights>, Error> {
        let rows: Vec<RecordRow> = asked.iter().map(|it| it.0.clone()).collect();
        self.rights.of(&rows, || crate::bodies::rights::told::told(self, asked))
    }

    /// The tables in force, and what clashes among them; looking for it takes long, and several answers follow from it.
    pub(crate) fn clashes(&self) -> Result<Rc<Clashes>, Error> {
        self.clashes.of(&[], || {
            let deciding = of_records(self)?;
            let found = clashes(&deciding);
            Ok((deciding, found))
        })
    }

    /// What is around these assignments of roles for competence.
    pub(crate) fn competent(&self, rows: &[RecordRow]) -> Result<Rc<Competent>, Error> {
        self.competent.of(rows, || Competent::of_assignments(self, rows))
    }

    /// These records as they stood at the moment.
    pub(crate) fn records(&self, ids: &[Id]) -> Result<Vec<RecordRow>, Error> {
        let Some(place) = self.place else { return Ok(self.read.records(ids)?) };
        Ok(self.read.all_at(ids, place)?.into_iter().map(|it| it.record).collect())
    }

    /// Every record of a kind that is in use at the moment and meets these conditions, whoever may see it.
    pub(crate) fn list(&self, kind: &str, conditions: Vec<Condition>) -> Result<Vec<RecordRow>, Error> {
        let query = Query { conditions, limit: u32::MAX, as_of: self.place, ..Query::of(kind, Visible::All) };
        Ok(self.read.list(&query)?)
    }

    /// Every record of a kind that is in use at the moment, of those that somebody may see.
    pub(crate) fn seen(&self, kind: &str, visible: &Visible) -> Result<Vec<RecordRow>, Error> {
        let query = Query { limit: u32::MAX, as_of: self.place, ..Query::of(kind, visible.clone()) };
        Ok(self.read.list(&query)?)
    }
}

impl Aims {
    /// What is read now, or as of a place.
    pub(crate) fn snapshot<'a>(&self, read: &'a Read, place: Option<u64>) -> Snapshot<'a> {
        Snapshot::new(read, &self.configuration(), self.clock(), place)
    }

    /// What stood at the end of a day that is over, and the day; as it stands, for today or where none is asked for.
    ///
    /// Errors: a day that lies ahead or before the ledger begins.
    pub(crate) fn at_day<'a>(&self, read: &'a Read, on: Option<Date>) -> Result<(Snapshot<'a>, Date), Error> {
        let (moment, on) = self.moment_of(on)?;
        let Moment::Time(time) = moment else { return Ok((self.snapshot(read, None), on)) };
        let early = || Error::problem("on", format!("is too early: the ledger begins after {on}; ask for a later day"));
        let place = read.place_at(time)?.ok_or_else(early)?;
        Ok((Snapshot::new(read, &self.configuration(), time, Some(place)), on))
    }

    /// The same; of a day that lies ahead, what stands now as it counts when that day begins.
    ///
    /// Errors: a day before the ledger begins.
    pub(crate) fn at_any_day<'a>(&self, read: &'a Read, on: Option<Date>) -> Result<(Snapshot<'a>, Date), Error> {
        let Some(on) = on.filter(|it| *it > self.today()) else { return self.at_day(read, on) };
        let mut at = self.snapshot(read, None);
        at.time = midnight(on).unwrap_or(at.time);
        Ok((at, on))
    }
}

/// One way to answer a field.
pub struct Derived {
    /// Kind that has the field.
    pub kind: &'static str,
    /// Name by which the kind's file refers to it.
    pub name: &'static str,
    /// What it says and how, for the reference.
    pub summary: &'static str,
    /// Field of this record that links to records on which the answer depends.
    pub through: Option<&'static str>,
    /// Answers for a set of records, in their order; a record without an answer has `None`.
    pub answer: fn(&Snapshot, &[RecordRow]) -> Answers,
}

/// Value, reason and the moment at which to ask again.
pub type Answer = (Value, String, Option<Timestamp>);

/// The answers for a set of records, in their order; a record without an answer has `None`.
pub type Answers = Result<Vec<Option<Answer>>, Error>;

/// Whether a role assignment is in force at a moment.
pub(crate) fn holds(row: &RecordRow, time: Timestamp) -> bool {
    let from = date(&row.document, "from").and_then(midnight);
    let end = date(&row.document, "until").and_then(day_after);
    row.state == "accepted" && !row.retired && from.is_none_or(|it| it <= time) && end.is_none_or(|it| time < it)
}

/// The next moment at which the dates of a role assignment change whether it is in force.
pub(crate) fn turns(row: &RecordRow, time: Timestamp) -> Option<Timestamp> {
    let from = date(&row.document, "from").and_then(midnight);
    let end = date(&row.document, "until").and_then(day_after);
    from.into_iter().chain(end).filter(|it| time < *it).min()
}

/// A date of a document.
pub(crate) fn date(document: &Document, field: &str) -> Option<Date> {
    document.get(field)?.as_str()?.parse().ok()
}

/// The day of a moment, in UTC like every day of a record.
pub(crate) fn day(time: Timestamp) -> Date {
    time.to_zoned(TimeZone::UTC).date()
}

/// The first moment of a day.
pub(crate) fn midnight(date: Date) -> Option<Timestamp> {
    Some(date.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// The first moment at which a date lies in the past.
pub(crate) fn day_after(date: Date) -> Option<Timestamp> {
    midnight(date.tomorrow().ok()?)
}
