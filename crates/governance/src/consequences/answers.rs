//! What follows for breaches, as derived fields and as facts for policies, and what open freezes stop.

use std::collections::BTreeMap;
use std::rc::Rc;

use policy::Fact as Known;
use record::Id;
use serde_json::json;
use store::{Condition, Query, RecordRow, Visible};

use super::around::Around;
use super::hearing::{limited, reported, unheard, unshown};
use super::measure::{HIGHEST, SANCTION, appeal_pending, executable, freezes, problem};
use super::{BREACH, SET, repeat};
use crate::Error;
use crate::bodies::matter::{units, upwards};
use crate::bodies::rights::table::Right;
use crate::data::lineage::targets;
use crate::derived::{Answer, Answers, Snapshot};

/// Most measures that hold at one time.
const MOST: u32 = 5000;

fn each(at: &Snapshot, rows: &[RecordRow], look: impl Fn(&Around, &RecordRow) -> Option<Answer>) -> Answers {
    let around = at.consequences(rows)?;
    Ok(rows.iter().map(|row| look(&around, row)).collect())
}

/// Who decides about measures: for breaches the role that the ladder of consequences names, or the highest; other rights are as they were.
pub(crate) fn by_ladder(
    at: &Snapshot,
    asked: &[(&RecordRow, String)],
    mut rights: BTreeMap<Id, Result<Right, String>>,
) -> Result<BTreeMap<Id, Result<Right, String>>, Error> {
    let own = asked.iter().filter(|it| it.1 == SANCTION && it.0.kind == BREACH);
    let rows: Vec<RecordRow> = own.map(|it| it.0.clone()).collect();
    if rows.is_empty() {
        return Ok(rights);
    }
    let around = at.consequences(&rows)?;
    for row in &rows {
        let by = around.table.as_ref().map(|it| it.name()).unwrap_or_default();
        let right = around.proposal(row).map(|it| Right {
            deciders: if it.approver == HIGHEST { vec![it.approver] } else { vec![it.approver, HIGHEST.to_owned()] },
            by: format!("{by}, row `{}`", it.row),
            says: it.says,
            ..Right::default()
        });
        rights.insert(row.id.clone(), right);
    }
    Ok(rights)
}

/// What the table proposes.
pub(crate) fn proposed(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |around, row| {
        let found = around.proposal(row);
        let (value, why) = match found {
            Ok(it) => (it.measure, format!("row `{}`: {}", it.row, it.says)),
            Err(why) => ("undecided".to_owned(), why),
        };
        Some((json!(value), why, None))
    })
}

/// How many were confirmed before.
pub(crate) fn repeats(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |around, row| {
        let earlier = repeat::earlier(around, row);
        let names: Vec<String> = earlier.iter().map(ToString::to_string).collect();
        let why = if names.is_empty() {
            "none of its type was confirmed before within the window".to_owned()
        } else {
            names.join(", ")
        };
        Some((json!(earlier.len()), why, None))
    })
}

/// Until when a measure can be set.
pub(crate) fn limitations(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |around, row| {
        let until = repeat::limitation(around, row)?;
        Some((json!(until.to_string()), "counted from the day on which it came to light".to_owned(), None))
    })
}

/// Whether an appeal waits.
pub(crate) fn appeals(_: &Snapshot, rows: &[RecordRow]) -> Answers {
    let answer = |row: &RecordRow| {
        let on = row.text("appeal_on")?;
        let why = row.text("appeal_outcome").map_or_else(|| format!("of {on}"), |it| format!("it was {it}"));
        Some((json!(appeal_pending(row)), why, None))
    };
    Ok(rows.iter().map(answer).collect())
}

/// Whether measures may be carried out.
pub(crate) fn executables(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |around, row| {
        let (yes, why, until) = executable(around, row);
        Some((json!(yes), why, until))
    })
}

fn facts(at: &Snapshot, rows: &[&RecordRow], fact: impl Fn(&Around, &RecordRow) -> Known) -> Result<Vec<Known>, Error> {
    let owned: Vec<RecordRow> = rows.iter().map(|it| (*it).clone()).collect();
    let around = at.consequences(&owned)?;
    Ok(owned.iter().map(|row| fact(&around, row)).collect())
}

fn said(
    at: &Snapshot,
    rows: &[&RecordRow],
    look: fn(&Around, &RecordRow) -> Option<String>,
) -> Result<Vec<Known>, Error> {
    facts(at, rows, |around, row| Known::Text(look(around, row).unwrap_or_default()))
}

/// The people who are held to have done it, and who heads a unit that is: today, since it is asked about what is done today.
pub(crate) fn accused(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let people = |around: &Around, row: &RecordRow| around.concerned(row, around.today());
    facts(at, rows, |around, row| Known::Texts(people(around, row).iter().map(ToString::to_string).collect()))
}

/// The people who decided about the measures of these breaches.
pub(crate) fn set_by(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let deciders = |around: &Around, row: &RecordRow| -> Vec<String> {
        let decisions = around.named(row, "measure_decision").into_iter();
        decisions.flat_map(|it| targets(&it.document, "deciders")).map(|it| it.to_string()).collect()
    };
    facts(at, rows, |around, row| Known::Texts(deciders(around, row)))
}

/// Why they do not count as heard.
pub(crate) fn not_heard(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    said(at, rows, unheard)
}

/// Why no evidence shows it.
pub(crate) fn not_shown(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    said(at, rows, unshown)
}

/// Why it is too late.
pub(crate) fn too_late(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    said(at, rows, limited)
}

/// Who would answer for a report.
pub(crate) fn for_a_report(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    said(at, rows, reported)
}

/// Why decisions do not set measures.
pub(crate) fn not_decided(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    said(at, rows, problem)
}

/// The breach that stops each of these releases; nothing where none does.
pub(crate) fn frozen(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let conditions = vec![Condition::State(vec![SET.to_owned()])];
    let set = at.read.list(&Query { conditions, limit: MOST, as_of: at.place, ..Query::of(BREACH, Visible::All) })?;
    if set.is_empty() {
        return Ok(rows.iter().map(|_| Known::Text(String::new())).collect());
    }
    let around = Around::read(at, &set)?;
    let ids: Vec<Id> = rows.iter().flat_map(|it| targets(&it.document, "system")).collect();
    let systems = at.records(&ids)?;
    let units = units(at)?;
    let freeze = |system: &RecordRow, unit: Option<String>, breach: &RecordRow| {
        freezes(&around, breach, &system.id, &upwards(unit, &units).0)
    };
    let stops = |row: &RecordRow| -> Result<Option<String>, Error> {
        let Some(id) = targets(&row.document, "system").pop() else { return Ok(None) };
        let Some(system) = systems.iter().find(|it| it.id == id) else { return Ok(None) };
        for breach in &set {
            // What belonged to a unit when it was frozen stays so, wherever it was moved since.
            if freeze(system, system.unit.clone(), breach) || freeze(system, unit_when_set(at, breach, &id)?, breach) {
                let ends = "it ends when that is closed or its appeal is allowed";
                return Ok(Some(format!("{} froze them; {ends}", breach.id)));
            }
        }
        Ok(None)
    };
    rows.iter().map(|it| Ok(Known::Text(stops(it)?.unwrap_or_default()))).collect()
}

/// The unit of an AI system at the moment at which the measure of a breach was set.
fn unit_when_set(at: &Snapshot, breach: &RecordRow, system: &Id) -> Result<Option<String>, Error> {
    let set = at.read.first_in(std::slice::from_ref(&breach.id), SET, at.place)?.pop();
    let Some(place) = set.map(|it| at.read.place_at(it.1)).transpose()?.flatten() else { return Ok(None) };
    Ok(at.read.at(system, place)?.and_then(|it| it.record.unit))
}

impl Snapshot<'_> {
    /// What stands behind these breaches.
    pub(crate) fn consequences(&self, rows: &[RecordRow]) -> Result<Rc<Around>, Error> {
        self.breaches.of(rows, || Around::read(self, rows))
    }
}
