//! A unit that goes while something hangs on it, that is called otherwise while tables decide by its name, or that is named when it has
//! gone: refused, with what must be done first.

use std::collections::BTreeSet;

use jiff::Timestamp;
use record::{Id, Problem};
use store::{Condition, Query, Read, RecordRow, Visible};

use super::organisation::works;
use super::{ASSIGNMENT, PERSON, UNIT};
use crate::Error;
use crate::deciding::{IN_FORCE, KIND as TABLE, in_force::deciding, purpose::knows};
use crate::derived::{date, day, holds};
use crate::surroundings::{SYSTEM, counts};

/// Fields by which records stand under a unit.
const UNDER: [&str; 3] = ["unit", "covers", "parent"];

/// Tables in force that are read; nobody keeps more.
const MOST: u32 = 1_000;

/// Records that a sentence names.
const NAMED: usize = 8;

/// What a change of this record brings in that cannot be.
pub(super) fn problems(
    read: &Read,
    time: Timestamp,
    brought: bool,
    (before, after): (Option<&RecordRow>, &RecordRow),
) -> Result<Vec<Problem>, Error> {
    let mut found = if brought { Vec::new() } else { gone(read, before, after)? };
    found.extend(no_zone(before, after).filter(|_| after.kind == UNIT));
    if let Some(before) = before.filter(|_| after.kind == UNIT) {
        if closed(after) && !closed(before) {
            found.extend(hanging(read, time, after)?);
        }
        if before.title != after.title {
            found.extend(decides(read, &before.title, &after.title)?);
        }
    }
    Ok(found)
}

/// A time zone that there is not, where it was changed.
fn no_zone(before: Option<&RecordRow>, after: &RecordRow) -> Option<Problem> {
    let zone = after.text("time_zone").filter(|it| before.and_then(|of| of.text("time_zone")) != Some(*it))?;
    let says = || format!("`{zone}` is no time zone; write one such as `Europe/Lisbon`, or leave it blank");
    jiff::tz::TimeZone::get(zone).is_err().then(|| Problem::of("time_zone", says()))
}

/// Whether a unit is there no longer.
pub(crate) fn closed(unit: &RecordRow) -> bool {
    unit.retired || unit.state == "closed"
}

/// Units that are named and have gone.
fn gone(read: &Read, before: Option<&RecordRow>, after: &RecordRow) -> Result<Vec<Problem>, Error> {
    let new = |field: &&&str| before.is_none_or(|it| it.document.get(**field) != after.document.get(**field));
    let mut found = Vec::new();
    for field in UNDER.iter().filter(new) {
        let Some(id) = after.link(field) else { continue };
        if let Some(unit) = read.record(&id)?.filter(|it| it.kind == UNIT && closed(it)) {
            let says = format!("{id} `{}` is closed; name the unit that took over", unit.title);
            found.push(Problem::of(*field, says));
        }
    }
    Ok(found)
}

/// What still stands under a unit that goes.
fn hanging(read: &Read, time: Timestamp, unit: &RecordRow) -> Result<Option<Problem>, Error> {
    let links = read.links_to(&unit.id, None)?.into_iter().filter(|it| UNDER.contains(&it.field.as_str()));
    let ids: BTreeSet<Id> = links.map(|it| it.end.id).collect();
    let mut rows = read.records(&ids.into_iter().collect::<Vec<_>>())?;
    rows.retain(|it| !it.retired && lives(it, time));
    if rows.is_empty() {
        return Ok(None);
    }
    let named: Vec<String> = rows.iter().take(NAMED).map(|it| it.id.to_string()).collect();
    let more = if rows.len() > NAMED { format!(" and {} more", rows.len() - NAMED) } else { String::new() };
    let says =
        format!("{} still stand under {}; give each of them another unit first", named.join(", ") + &more, unit.id);
    Ok(Some(Problem::of("state", says)))
}

/// Whether a record under a unit still matters: systems that are not retired, people who work here, roles that are held or will be, units.
fn lives(row: &RecordRow, time: Timestamp) -> bool {
    match row.kind.as_str() {
        SYSTEM => counts(row),
        PERSON => works(row, time) || row.state == "expected",
        ASSIGNMENT => holds(row, time) || date(&row.document, "from").is_some_and(|it| day(time) < it),
        UNIT => !closed(row),
        _ => false,
    }
}

/// Tables in force that decide by the old name of a unit and do not know the new one.
fn decides(read: &Read, old: &str, new: &str) -> Result<Option<Problem>, Error> {
    let conditions = vec![Condition::State(vec![IN_FORCE.to_owned()])];
    let rows = read.list(&Query { conditions, limit: MOST, ..Query::of(TABLE, Visible::All) })?;
    let by_name =
        |it: &&RecordRow| deciding(it).is_some_and(|it| knows(&it.ruled.table, old) && !knows(&it.ruled.table, new));
    let named: Vec<String> = rows.iter().filter(by_name).map(|it| it.id.to_string()).collect();
    let says = || {
        format!(
            "{} decide by the name `{old}` and would pass over `{new}`; put versions in force that know both names first",
            named.join(", ")
        )
    };
    Ok((!named.is_empty()).then(|| Problem::of("title", says())))
}
