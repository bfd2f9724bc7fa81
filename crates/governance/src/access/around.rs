//! The records around grants of access, read once: grants, who holds them, the data that they open, logs and the ledger's own
//! entries that tell of their use. Everything that follows for grants is pure over it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use ledger::Entry;
use record::{Catalog, Id};
use store::{Read, RecordRow, Way};

use super::review::CAMPAIGN;
use super::{GRANT, LOG, trail};
use crate::Error;
use crate::consequences::BREACH;
use crate::consequences::measure::{Suspension, suspensions};
use crate::data::DATASET;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, date, day, day_after, holds, midnight};
use crate::libraries::Libraries;
use crate::reached;

/// From a grant to who holds it, what it opens, and the logs that tell of its use.
const OF_GRANT: &[Way] = &[
    Way::along(GRANT, "who", "person"),
    Way::along(GRANT, "who", "role"),
    Way::along(GRANT, "dataset", DATASET),
    Way::against("role_assignment", "role", "role"),
    Way::along("role_assignment", "person", "person"),
    Way::against(LOG, "used", GRANT),
    Way::against(BREACH, "who", "person"),
];

/// The same, and from data to the grants that open them.
const OF_DATASET: &[Way] = &[
    Way::along(GRANT, "who", "person"),
    Way::along(GRANT, "who", "role"),
    Way::against(GRANT, "dataset", DATASET),
    Way::against("role_assignment", "role", "role"),
    Way::along("role_assignment", "person", "person"),
    Way::against(LOG, "used", GRANT),
    Way::against(BREACH, "who", "person"),
];

/// From a person to the grants that the person holds, directly or by a role.
const OF_PERSON: &[Way] = &[
    Way::against(GRANT, "who", "person"),
    Way::against("role_assignment", "person", "person"),
    Way::along("role_assignment", "role", "role"),
    Way::against(GRANT, "who", "role"),
    Way::along(GRANT, "dataset", DATASET),
    Way::against(LOG, "used", GRANT),
    Way::against(BREACH, "who", "person"),
];

/// From a breach, or the decision about its measure, to the grants of those whom it may suspend.
const SUSPENDED: &[Way] = &[
    Way::against(BREACH, "measure_decision", "decision"),
    Way::along(BREACH, "who", "person"),
    Way::against(GRANT, "who", "person"),
];

/// Whose answers may differ when a record changes, by its kind.
const MOVES: &[(&str, &[Way])] = &[
    (LOG, &[Way::along(LOG, "used", GRANT)]),
    (DATASET, &[Way::against(GRANT, "dataset", DATASET)]),
    ("person", OF_PERSON),
    (BREACH, SUSPENDED),
    ("decision", SUSPENDED),
    ("role_assignment", &[Way::along("role_assignment", "role", "role"), Way::against(GRANT, "who", "role")]),
    ("role", &[Way::against(GRANT, "who", "role")]),
    (GRANT, &[Way::against(CAMPAIGN, "items", GRANT)]),
];

/// One use of a grant.
#[derive(Debug, Clone)]
pub struct Use {
    /// When.
    pub time: Timestamp,
    /// How many accesses it stands for.
    pub times: u64,
    /// Restricted fields that were opened, in lower case.
    pub fields: BTreeSet<String>,
}

/// The records around grants at a moment.
#[derive(Debug)]
pub struct Around {
    rows: BTreeMap<Id, RecordRow>,
    uses: HashMap<Id, Vec<Use>>,
    /// People whose access a measure suspends.
    suspended: BTreeMap<Id, Suspension>,
    /// The moment for which it is asked.
    pub time: Timestamp,
    /// What grants are held against.
    pub libraries: Arc<Libraries>,
}

impl Around {
    /// Around these grants, which are taken as they are given.
    pub(crate) fn of_grants(at: &Snapshot, seeds: &[RecordRow]) -> Result<Around, Error> {
        Around::read(at, seeds, OF_GRANT)
    }

    /// Around these datasets.
    pub(crate) fn of_datasets(at: &Snapshot, seeds: &[RecordRow]) -> Result<Around, Error> {
        Around::read(at, seeds, OF_DATASET)
    }

    /// Around these people.
    pub(crate) fn of_people(at: &Snapshot, seeds: &[RecordRow]) -> Result<Around, Error> {
        Around::read(at, seeds, OF_PERSON)
    }

    fn read(at: &Snapshot, seeds: &[RecordRow], ways: &[Way]) -> Result<Around, Error> {
        let rows = reached::rows(at, seeds, [ways])?;
        let breaches: Vec<RecordRow> = rows.iter().filter(|it| it.kind == BREACH).cloned().collect();
        let suspended = suspensions(at, &breaches)?;
        let rows: BTreeMap<Id, RecordRow> = rows.into_iter().map(|it| (it.id.clone(), it)).collect();
        let grants: Vec<Id> = rows.values().filter(|it| it.kind == GRANT).map(|it| it.id.clone()).collect();
        let entries = trail::entries(at.read, &[trail::OPENED], &grants, at.place)?;
        Ok(Around { uses: uses(&rows, &entries), rows, suspended, time: at.time, libraries: at.libraries.clone() })
    }

    /// The same without the grants that somebody may not see.
    pub(crate) fn seen(mut self, may: impl Fn(&RecordRow) -> bool) -> Around {
        self.rows.retain(|_, row| row.kind != GRANT || may(row));
        self
    }

    /// A record.
    pub fn row(&self, id: &Id) -> Option<&RecordRow> {
        self.rows.get(id)
    }

    /// The grants, by number; those that were taken out of use are left out.
    pub fn grants(&self) -> impl Iterator<Item = &RecordRow> {
        self.rows.values().filter(|it| it.kind == GRANT && !it.retired)
    }

    /// The people and datasets among the records.
    pub fn of_kind(&self, kind: &'static str) -> impl Iterator<Item = &RecordRow> {
        self.rows.values().filter(move |it| it.kind == kind)
    }

    /// The dataset that a grant opens.
    pub fn dataset(&self, grant: &RecordRow) -> Option<&RecordRow> {
        self.row(targets(&grant.document, "dataset").first()?)
    }

    /// The uses of a grant that are known, in no particular order.
    pub fn uses(&self, grant: &Id) -> &[Use] {
        self.uses.get(grant).map(Vec::as_slice).unwrap_or_default()
    }

    /// The measure that suspends somebody's access.
    pub fn suspended(&self, person: &Id) -> Option<&Suspension> {
        self.suspended.get(person)
    }

    /// The people to whom a grant gives access at a time: the one it names, or all who then hold the role it names.
    pub fn holders(&self, grant: &RecordRow, time: Timestamp) -> Vec<Id> {
        let Some(who) = targets(&grant.document, "who").into_iter().next() else { return Vec::new() };
        let is_role = self.row(&who).map_or(who.prefix == "ROL", |it| it.kind == "role");
        if !is_role {
            return vec![who];
        }
        let held = self.of_kind("role_assignment").filter(|it| targets(&it.document, "role").contains(&who));
        let mut all: Vec<Id> = held
            .filter(|it| held_at(it, time))
            .flat_map(|it| targets(&it.document, "person"))
            .filter(|it| self.row(it).is_none_or(|person| gone(person, day(time)).is_none()))
            .collect();
        all.sort();
        all.dedup();
        all
    }
}

/// From when until when each person had a grant's access: always for the one it names, and as long as its role is or was held.
pub(crate) fn held(around: &Around, grant: &RecordRow) -> Vec<(Id, Timestamp, Timestamp)> {
    let Some(who) = targets(&grant.document, "who").into_iter().next() else { return Vec::new() };
    if around.row(&who).is_some_and(|it| it.kind == "person") {
        return vec![(who, Timestamp::MIN, Timestamp::MAX)];
    }
    let mut all = Vec::new();
    for it in around.of_kind("role_assignment").filter(|it| ["accepted", "ended"].contains(&it.state.as_str())) {
        if targets(&it.document, "role").contains(&who) {
            let from = date(&it.document, "from").and_then(midnight).unwrap_or(Timestamp::MIN);
            let until = date(&it.document, "until").and_then(day_after).unwrap_or(Timestamp::MAX);
            let until = if it.state == "ended" { until.min(it.changed) } else { until };
            all.extend(targets(&it.document, "person").into_iter().map(|person| (person, from, until)));
        }
    }
    all
}

/// Whether a role was held at a time; what has ended since counts for the time before.
fn held_at(assignment: &RecordRow, time: Timestamp) -> bool {
    match assignment.state == "ended" && time < assignment.changed {
        true => holds(&RecordRow { state: "accepted".to_owned(), ..assignment.clone() }, time),
        false => holds(assignment, time),
    }
}

/// The last day of a person who no longer works here on a day.
pub(crate) fn gone(person: &RecordRow, on: Date) -> Option<Date> {
    let until = date(&person.document, "until");
    let left = (person.state == "left").then(|| until.unwrap_or(day(person.changed)));
    left.or(until).filter(|last| *last < on)
}

/// The grants whose answers may differ once this record is stored.
pub(crate) fn touched(read: &Read, catalog: &Catalog, row: &RecordRow) -> Result<Vec<Id>, Error> {
    let Some((_, ways)) = MOVES.iter().find(|it| it.0 == row.kind) else { return Ok(Vec::new()) };
    let mut reached = reached::from_new(read, row, ways)?;
    let wanted = if row.kind == GRANT { CAMPAIGN } else { GRANT };
    reached.retain(|it| reached::is_of(catalog, it, &[wanted]));
    Ok(reached)
}

/// What logs and the ledger tell of the use of each grant.
fn uses(rows: &BTreeMap<Id, RecordRow>, entries: &[(Timestamp, Entry)]) -> HashMap<Id, Vec<Use>> {
    let mut all: HashMap<Id, Vec<Use>> = HashMap::new();
    for (time, entry) in entries {
        let Some(grant) = entry.ent.as_deref().and_then(|it| it.parse().ok()) else { continue };
        let fields = words(trail::fact(entry, "fields"));
        all.entry(grant).or_default().push(Use { time: *time, times: 1, fields });
    }
    for log in rows.values().filter(|it| it.kind == LOG) {
        for row in log.list("used") {
            let text = |name: &str| row[name].as_str().unwrap_or_default();
            let (Ok(grant), Ok(last)) = (text("grant").parse::<Id>(), text("last").parse::<Date>()) else { continue };
            let Some(time) = midnight(last) else { continue };
            let times = row["times"].as_u64().unwrap_or(1);
            let used = Use { time, times, fields: words(text("fields")) };
            all.entry(grant).or_default().push(used);
        }
    }
    all
}

fn words(text: &str) -> BTreeSet<String> {
    text.split(';').map(|it| it.trim().to_lowercase()).filter(|it| !it.is_empty()).collect()
}
