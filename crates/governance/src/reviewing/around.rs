//! Requests for review with what is known of the AI systems that they are about: looks, tier and facts. A fixed number of statements for
//! any number of requests.
//!
//! Rules count every request, whoever may see it; what is shown to a reader goes through `Eyes`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use jiff::{Span, Timestamp};
use record::Id;
use store::{Direction, Key, Query, RecordRow, Visible, Way};

use super::{DECIDED, REQUEST, RETURNED};
use crate::bodies::matter::{Units, units};
use crate::data::lineage::targets;
use crate::deciding::in_force::Tables;
use crate::deciding::shipped::Ruled;
use crate::derived::{Snapshot, date, day};
use crate::health::{Sign, signs};
use crate::libraries::Libraries;
use crate::surroundings::{SYSTEM, around_systems};
use crate::tiering::around::Classified;
use crate::tiering::counting::{by_subject, of_scheme};
use crate::tiering::facts::{Fact, frozen, of_system};
use crate::tiering::{OWN_TIER, facts::merged};
use crate::{Error, reached};

/// From what a request is about to the AI systems behind it.
const TO_SYSTEMS: &[Way] = &[
    Way::along(REQUEST, "subject", SYSTEM),
    Way::along("release", "system", SYSTEM),
    Way::along("change", "about", SYSTEM),
    Way::along("change", "about", "component"),
    Way::along("change", "about", "model"),
    Way::along("change", "about", "dataset"),
    Way::along("component", "systems", SYSTEM),
    Way::along("model_version", "model", "model"),
    Way::along("model", "systems", SYSTEM),
    Way::along("dataset_version", "dataset", "dataset"),
    Way::along("dataset", "systems", SYSTEM),
    Way::along("use_case", "system", SYSTEM),
    Way::along("contract", "systems", SYSTEM),
    Way::along("classification", "subject", SYSTEM),
    Way::along("impact_assessment", "systems", SYSTEM),
    Way::along("risk_acceptance", "risk", "risk"),
    Way::along("risk", "systems", SYSTEM),
];

/// Requests that are looked at, the newest; more than this are too many to tell anything of one by one.
const MOST: u32 = 5_000;

/// An AI system as reviews see it.
#[derive(Debug)]
pub struct Seen {
    /// Its record.
    pub row: RecordRow,
    /// Its tier, and why; none where nobody has settled it.
    pub tier: Option<(String, String)>,
    /// The facts that its tier rests on.
    pub facts: Vec<Fact>,
    /// Its looks.
    pub signs: Vec<Sign>,
    /// Incidents, nonconformities and findings about it, each with its day.
    pub troubles: Vec<(Id, Date)>,
}

/// Requests with what is around them.
#[derive(Debug)]
pub struct Around {
    /// The requests, by number.
    pub requests: BTreeMap<Id, RecordRow>,
    /// AI systems behind requests.
    pub systems: BTreeMap<Id, Seen>,
    /// Which systems each request is about.
    behind: BTreeMap<Id, Vec<Id>>,
    decided: BTreeMap<Id, Timestamp>,
    returned: BTreeSet<Id>,
    /// The table that says which lane.
    pub table: Arc<Ruled>,
    /// The tables of own tiers in force.
    pub tiers: Tables,
    /// Units of the organisation, by which systems form groups.
    pub units: Units,
    /// What lanes need.
    pub libraries: Arc<Libraries>,
    /// The moment for which it is asked.
    pub time: Timestamp,
}

impl Around {
    /// Around all requests, the newest first where they are too many.
    pub(crate) fn all(at: &Snapshot) -> Result<Around, Error> {
        let rows = newest(at)?;
        Around::of_rows(at, rows, None)
    }

    /// Around some requests, taken as they are rather than as they are stored: with those of the time before them that can form a group
    /// with them. Only their own systems are looked at; of the others tier and facts are known.
    pub(crate) fn read(at: &Snapshot, given: &[&RecordRow]) -> Result<Around, Error> {
        let span: Span = at.libraries.reviews.within.parse().unwrap_or_default();
        let first = given.iter().map(|it| submitted(it)).min().and_then(|it| it.checked_sub(span).ok());
        let mut rows = newest(at)?;
        rows.retain(|it| {
            first.is_none_or(|first| first <= submitted(it)) && !given.iter().any(|given| given.id == it.id)
        });
        rows.extend(given.iter().map(|it| (*it).clone()));
        Around::of_rows(at, rows, Some(&given.iter().map(|it| &it.id).collect()))
    }

    fn of_rows(at: &Snapshot, rows: Vec<RecordRow>, looked_at: Option<&BTreeSet<&Id>>) -> Result<Around, Error> {
        let ids: Vec<Id> = rows.iter().map(|it| it.id.clone()).collect();
        let subjects: BTreeSet<Id> = rows.iter().flat_map(|it| targets(&it.document, "subject")).collect();
        let subjects = at.records(&subjects.into_iter().collect::<Vec<_>>())?;
        let near: BTreeMap<Id, RecordRow> =
            reached::rows(at, &subjects, [TO_SYSTEMS])?.into_iter().map(|it| (it.id.clone(), it)).collect();
        let behind: BTreeMap<Id, Vec<Id>> = rows.iter().map(|it| (it.id.clone(), systems(it, &near))).collect();
        let systems: Vec<RecordRow> = near.into_values().filter(|it| it.kind == SYSTEM).collect();
        let own = |it: &(&Id, &Vec<Id>)| looked_at.is_none_or(|some| some.contains(it.0));
        let looked: BTreeSet<&Id> = behind.iter().filter(own).flat_map(|it| it.1).collect();
        let (systems, tiers) = seen(at, systems, &looked)?;
        let decided = at.read.first_in(&ids, DECIDED, at.place)?.into_iter().collect();
        let returned = at.read.first_in(&ids, RETURNED, at.place)?.into_iter().map(|it| it.0).collect();
        let requests = rows.into_iter().map(|it| (it.id.clone(), it)).collect();
        let (table, libraries) = (super::path::in_force(at)?, at.libraries.clone());
        let units = units(at)?;
        Ok(Around { requests, systems, behind, decided, returned, table, tiers, units, libraries, time: at.time })
    }

    /// The AI systems that a request is about.
    pub fn of(&self, request: &Id) -> impl Iterator<Item = &Seen> {
        self.behind.get(request).into_iter().flatten().filter_map(|it| self.systems.get(it))
    }

    /// The day on which a request was made.
    pub fn submitted(&self, request: &RecordRow) -> Date {
        submitted(request)
    }

    /// The day on which a request was answered.
    pub fn answered(&self, request: &RecordRow) -> Option<Date> {
        let known = || self.decided.get(&request.id).map(|it| day(*it));
        date(&request.document, "answered_on").or_else(known).filter(|_| request.state == DECIDED)
    }

    /// Whether a request still waits for an answer.
    pub fn is_open(&self, request: &RecordRow) -> bool {
        self.answered(request).is_none() && request.state != "withdrawn"
    }

    /// Whether a request came back at least once.
    pub fn came_back(&self, request: &RecordRow) -> bool {
        let said = request.document.get("times_returned").and_then(serde_json::Value::as_u64);
        self.returned.contains(&request.id) || said.is_some_and(|it| it > 0)
    }
}

/// The newest requests.
fn newest(at: &Snapshot) -> Result<Vec<RecordRow>, Error> {
    let sort = vec![(Key::Number, Direction::Descending)];
    Ok(at.read.list(&Query { sort, limit: MOST, ..Query::of(REQUEST, Visible::All) })?)
}

fn submitted(request: &RecordRow) -> Date {
    date(&request.document, "submitted_on").unwrap_or_else(|| day(request.created))
}

/// What went wrong with a system, and when.
fn troubles(looked: &crate::health::Around) -> Vec<(Id, Date)> {
    let wrong =
        looked.near.iter().filter(|it| ["incident", "nonconformity", "finding"].contains(&it.row.kind.as_str()));
    let on = |row: &RecordRow| ["happened_on", "detected_on"].iter().find_map(|it| date(&row.document, it));
    wrong.map(|it| (it.row.id.clone(), on(&it.row).unwrap_or_else(|| day(it.row.created)))).collect()
}

/// The AI systems that can be reached from what a request is about.
fn systems(request: &RecordRow, near: &BTreeMap<Id, RecordRow>) -> Vec<Id> {
    let mut open = targets(&request.document, "subject");
    let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
    while let Some(row) = open.pop().and_then(|it| near.get(&it)) {
        if !seen.insert(row.id.clone()) {
            continue;
        }
        if row.kind == SYSTEM {
            found.push(row.id.clone());
        }
        for way in TO_SYSTEMS.iter().filter(|it| it.source == row.kind) {
            open.extend(targets(&row.document, way.field).into_iter().filter(|it| near.contains_key(it)));
        }
    }
    found.sort();
    found
}

/// Systems with their tiers and facts, some of them with looks, and the tables of own tiers.
fn seen(
    at: &Snapshot,
    systems: Vec<RecordRow>,
    looked_at: &BTreeSet<&Id>,
) -> Result<(BTreeMap<Id, Seen>, Tables), Error> {
    let classified = Classified::read(at, &systems)?;
    let around = crate::tiering::around::Around::read(at, &classified.rows.iter().collect::<Vec<_>>(), true)?;
    let mut of = by_subject(&classified.rows);
    let live = |links: Vec<(Id, store::LinkRow)>| {
        Ok(links.into_iter().map(|it| (it.0, it.1.end)).filter(|it| !it.1.retired).collect())
    };
    let some: Vec<RecordRow> = systems.iter().filter(|it| looked_at.contains(&it.id)).cloned().collect();
    let looked = around_systems(at.read, &some, day(at.time), live)?;
    let mut looked: BTreeMap<Id, _> =
        looked.iter().map(|it| (it.system.id.clone(), (signs(it), troubles(it)))).collect();
    let one = |row: RecordRow| {
        let own = of.remove(&row.id).unwrap_or_default();
        let counted = of_scheme(&own, &around, OWN_TIER, at.time);
        let held = counted.as_ref().and_then(|it| own.iter().find(|row| row.id == it.1)).map(|it| frozen(it));
        let facts = merged(&held.unwrap_or_default(), &of_system(&at.libraries.facts, &row));
        let tier = counted.and_then(|it| Some((it.0.outcome?, it.0.why)));
        let (signs, troubles) = looked.remove(&row.id).unwrap_or_default();
        (row.id.clone(), Seen { signs, troubles, tier, facts, row })
    };
    let systems = systems.into_iter().map(one).collect();
    Ok((systems, around.now(OWN_TIER).unwrap_or_default()))
}
