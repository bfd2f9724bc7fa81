//! What happened to people who raised a concern by name or in confidence, within the stated time: assignments that were ended or refused, a
//! manager or a unit that changed, people who left, and breaches that they are held to have done. It is told, and never judged: whoever protects reporters asks. Serves ISO/IEC 42001 A.3.3.

use std::collections::BTreeMap;

use jiff::civil::Date;
use record::{Document, Id};
use serde::Serialize;
use serde_json::Value;
use store::{Query, Read, RecordRow, VersionRow, Visible};

use super::{CONFIDENTIAL, KIND, NAMED, SEALED, sealed};
use crate::consequences::BREACH;
use crate::data::lineage::targets;
use crate::derived::{date, day};
use crate::event::Event;
use crate::responsibility::{ASSIGNMENT, PERSON};
use crate::{Actor, Aims, Error};

/// Concerns and assignments that are looked at.
const MOST: u32 = 10_000;
/// Fields of a person whose change is told.
const FIELDS: &[&str] = &["manager", "unit", "job", "engagement"];
/// States that take something from a person.
const ENDED: &[&str] = &["left", "ended"];

/// Something that happened to a reporter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Happened {
    /// The concern that the reporter raised.
    pub concern: Id,
    /// The reporter.
    pub person: Id,
    /// The reporter's name.
    pub name: String,
    /// The record that changed.
    pub record: Id,
    /// The day.
    pub day: Date,
    /// What changed, in one sentence.
    pub says: String,
}

/// A reporter who is watched over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watched {
    /// The concern.
    pub concern: Id,
    /// The reporter.
    pub person: Id,
    /// The reporter's name.
    pub name: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

impl Aims {
    /// What happened to reporters within the stated time; each look is entered in the ledger, since it tells who they are.
    ///
    /// Errors: who asks does not protect reporters.
    pub async fn watch_reporters(&self, actor: &Actor) -> Result<Vec<Happened>, Error> {
        self.require(actor, "protect").await?;
        self.enter(actor, Event::new("concern.watch")).await?;
        let span = self.configuration().libraries.concerns.watched.parse::<jiff::Span>().unwrap_or_default();
        self.0.store.read_async(move |read| watched(read, span).and_then(|it| happened(read, &it))).await
    }
}

/// Reporters with the time in which they are watched over.
fn watched(read: &Read, span: jiff::Span) -> Result<Vec<Watched>, Error> {
    let mut all = Vec::new();
    for row in read.list(&Query { limit: MOST, retired: true, ..Query::of(KIND, Visible::All) })? {
        let person = match row.text("reporter") {
            Some(NAMED) => targets(&row.document, "reporter_person").pop(),
            Some(CONFIDENTIAL) => {
                let kept = read.personal(SEALED, &sealed(&row.id))?;
                kept.and_then(|it| it.value["person"].as_str().and_then(|it| it.parse().ok()))
            }
            _ => None,
        };
        let Some((person, from)) = person.zip(date(&row.document, "received_on")) else { continue };
        let until = from.checked_add(span).unwrap_or(Date::MAX);
        let name = read.record(&person)?.map(|it| it.title).unwrap_or_default();
        all.push(Watched { concern: row.id, person, name, from, until });
    }
    Ok(all)
}

/// What their records and assignments went through in that time.
fn happened(read: &Read, all: &[Watched]) -> Result<Vec<Happened>, Error> {
    let assignments = read.list(&Query { limit: MOST, retired: true, ..Query::of(ASSIGNMENT, Visible::All) })?;
    let mut of: BTreeMap<Id, Vec<&RecordRow>> = BTreeMap::new();
    for it in &assignments {
        targets(&it.document, "person").into_iter().for_each(|person| of.entry(person).or_default().push(it));
    }
    let breaches = read.list(&Query { limit: MOST, retired: true, ..Query::of(BREACH, Visible::All) })?;
    let mut told = Vec::new();
    for it in all {
        told.extend(breaches.iter().filter_map(|row| accused(it, row)));
        told.extend(changes(it, PERSON, &read.history(&it.person)?));
        for row in of.get(&it.person).into_iter().flatten() {
            told.extend(changes(it, ASSIGNMENT, &read.history(&row.id)?));
        }
    }
    told.sort_by_key(|it| (it.day, it.record.clone()));
    Ok(told)
}

/// A breach that a reporter is held to have done, entered within the time.
fn accused(watched: &Watched, breach: &RecordRow) -> Option<Happened> {
    let on = day(breach.created);
    let held = targets(&breach.document, "who").contains(&watched.person);
    (held && (watched.from..=watched.until).contains(&on)).then(|| Happened {
        concern: watched.concern.clone(),
        person: watched.person.clone(),
        name: watched.name.clone(),
        record: breach.id.clone(),
        day: on,
        says: format!("{} was entered against them", breach.id),
    })
}

/// What changed from one version to the next within the time; pure over the versions.
pub fn changes(watched: &Watched, kind: &str, versions: &[VersionRow]) -> Vec<Happened> {
    let mut all: Vec<&VersionRow> = versions.iter().collect();
    all.sort_by_key(|it| it.record.version);
    let mut told = Vec::new();
    for pair in all.windows(2) {
        let (before, after) = (&pair[0].record, &pair[1].record);
        let on = day(after.changed);
        if on < watched.from || watched.until < on {
            continue;
        }
        let mut says = Vec::new();
        if before.state != after.state && ENDED.contains(&after.state.as_str()) {
            says.push(format!("became {}", after.state.replace('_', " ")));
        }
        if !before.retired && after.retired {
            says.push("was retired".to_owned());
        }
        let moved = FIELDS
            .iter()
            .filter(|_| kind == PERSON)
            .filter(|it| value(&before.document, it) != value(&after.document, it));
        says.extend(moved.map(|it| {
            format!("`{it}` changed from `{}` to `{}`", value(&before.document, it), value(&after.document, it))
        }));
        told.extend(says.into_iter().map(|says| Happened {
            concern: watched.concern.clone(),
            person: watched.person.clone(),
            name: watched.name.clone(),
            record: after.id.clone(),
            day: on,
            says: format!("{} {says}", after.title),
        }));
    }
    told
}

fn value(document: &Document, field: &str) -> String {
    document.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
}
