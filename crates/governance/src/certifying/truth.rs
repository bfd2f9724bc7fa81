//! What was certified against what is: the scope in force, units and AI systems that entered it or left it, our parts and activities, and the
//! statement of applicability; and of which differences the body was told. Pure.

use std::collections::{BTreeMap, BTreeSet};

use conformity::soa::Statement;
use jiff::civil::Date;
use record::{Document, Id};
use serde::Serialize;
use serde_json::Value;

use super::library::{Certifying, span};
use crate::derived::date;
use crate::scoping::boundary::{Above, Scope, alike};
use crate::scoping::verdict::{All, IN, Judged};

/// Every sort of difference that is looked for.
pub(crate) const CHANGES: &[&str] = &[
    "scope_gone",
    "scope_replaced",
    "unit_left",
    "unit_entered",
    "part_changed",
    "activity_changed",
    "system_left",
    "system_entered",
    "statement_replaced",
    "control_moved",
];

/// A difference between what was certified and what is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// Its sort, one of `CHANGES`.
    pub sort: &'static str,
    /// What is otherwise.
    pub says: String,
    /// The record that moved, by which the body is told of it.
    pub record: Id,
    /// The day of it, where that is known.
    pub since: Option<Date>,
    /// The day on which the body was told.
    pub told: Option<Date>,
    /// The day by which it must be told, where it must and that is known.
    pub by: Option<Date>,
    /// Whether the body must be told and was not.
    pub open: bool,
}

/// A scope with what follows from it.
#[derive(Debug, Clone)]
pub(crate) struct Side<'a> {
    /// Its record.
    pub id: &'a Id,
    /// What it says.
    pub scope: &'a Scope,
    /// Verdicts by it.
    pub all: &'a All,
    /// Where each unit stands.
    pub above: &'a Above,
}

/// A statement of applicability by its record.
pub(crate) type Said = (Id, Statement);

/// On which day each record came to be what it is, as far as that is known.
pub(crate) type Since = BTreeMap<Id, Date>;

/// Of what a body was told: when, and about which records.
pub(crate) type Telling = Vec<(Date, BTreeSet<Id>)>;

/// What a certificate says of what the body was told.
pub(crate) fn telling(document: &Document) -> Telling {
    let about = |row: &Value| -> BTreeSet<Id> {
        let all = row.get("about").and_then(Value::as_array).into_iter().flatten();
        all.filter_map(|it| it.as_str()?.parse().ok()).collect()
    };
    let row = |row: &Value| Some((date(row.as_object()?, "on")?, about(row)));
    document.get("told").and_then(Value::as_array).into_iter().flatten().filter_map(row).collect()
}

/// Differences between the certified scope and the one in force; `gone` names the certified one where none is in force.
pub(crate) fn of_scope(certified: &Side, now: Option<&Side>) -> Vec<(&'static str, String, Id)> {
    let Some(now) = now else {
        return vec![(
            "scope_gone",
            format!("{} was certified, and no scope is in force", certified.id),
            certified.id.clone(),
        )];
    };
    let mut found = Vec::new();
    if certified.id != now.id {
        let says = format!("{} was certified, and {} is in force", certified.id, now.id);
        found.push(("scope_replaced", says, now.id.clone()));
        let parts = |it: &Side| it.scope.parts.iter().cloned().collect::<Vec<_>>();
        let activities = |it: &Side| it.scope.activities.clone();
        let moved = [
            ("part_changed", "our parts", lists(&parts(certified), &parts(now))),
            ("activity_changed", "activities", lists(&activities(certified), &activities(now))),
        ];
        let told =
            moved.into_iter().filter_map(|(sort, what, it)| Some((sort, format!("{what}: {}", it?), now.id.clone())));
        found.extend(told);
    }
    let (before, after) = (inside(&certified.all.units), inside(&now.all.units));
    let highest = |id: &&&Id, own: &BTreeSet<&Id>, above: &Above| {
        above.get(**id).and_then(Option::as_ref).is_none_or(|it| !own.contains(it))
    };
    let left: BTreeSet<&Id> = before.difference(&after).copied().collect();
    // What is new below a unit that was certified came into it; it did not enter the scope.
    let entered: BTreeSet<&Id> = after.difference(&before).copied().collect();
    let below = |id: &Id| now.above.get(id).and_then(Option::as_ref).is_some_and(|it| before.contains(it));
    for id in left.iter().filter(|it| highest(it, &left, now.above)) {
        found.push(("unit_left", format!("{id} was certified and is not inside any more"), (*id).clone()));
    }
    for id in entered.iter().filter(|it| highest(it, &entered, now.above)) {
        let known = certified.all.units.iter().any(|it| it.id == **id);
        if known || !below(id) {
            found.push(("unit_entered", format!("{id} is inside and was not certified"), (*id).clone()));
        }
    }
    let (before, after) = (inside(&certified.all.systems), inside(&now.all.systems));
    found.extend(before.difference(&after).map(|id| {
        ("system_left", format!("{id} was inside when it was certified and is not any more"), (*id).clone())
    }));
    found.extend(
        after
            .difference(&before)
            .map(|id| ("system_entered", format!("{id} is inside and was not when it was certified"), (*id).clone())),
    );
    found
}

fn inside(all: &[Judged]) -> BTreeSet<&Id> {
    all.iter().filter(|it| it.verdict == IN).map(|it| &it.id).collect()
}

/// What is in one list and not in the other, in words; nothing where both say the same.
fn lists(before: &[String], after: &[String]) -> Option<String> {
    let missing = |of: &[String], from: &[String]| -> Vec<String> {
        of.iter().filter(|it| !from.iter().any(|other| alike(it, other))).map(|it| it.replace('_', " ")).collect()
    };
    let (gone, new) = (missing(before, after), missing(after, before));
    let told = [("no longer", gone), ("new", new)];
    let told: Vec<String> =
        told.iter().filter(|it| !it.1.is_empty()).map(|(word, it)| format!("{word} {}", it.join(", "))).collect();
    (!told.is_empty()).then(|| told.join("; "))
}

/// Differences between the statement that a certificate names and the one in force.
pub(crate) fn of_statement(named: &Said, now: Option<&Said>) -> Vec<(&'static str, String, Id)> {
    let Some((id, after)) = now else {
        let says = format!("the certificate names {}, and no statement is in force", named.0);
        return vec![("statement_replaced", says, named.0.clone())];
    };
    let mut found = Vec::new();
    if named.0 != *id {
        let says = format!("the certificate names {}, and {id} is in force", named.0);
        found.push(("statement_replaced", says, id.clone()));
    }
    let necessary = |of: &Statement, control: &str| {
        of.entries.iter().find(|it| it.control == control).is_some_and(|it| it.necessary == Some(true))
    };
    let all: BTreeSet<&String> = named.1.entries.iter().chain(&after.entries).map(|it| &it.control).collect();
    for control in all {
        let says = match (necessary(&named.1, control), necessary(after, control)) {
            (true, false) => format!("{control} was necessary and is not any more"),
            (false, true) => format!("{control} is necessary and was not"),
            _ => continue,
        };
        found.push(("control_moved", says, id.clone()));
    }
    found
}

/// Differences with the days on which they arose, on which the body was told and by which it must be, in the order of `CHANGES`.
pub(crate) fn weighed(
    found: Vec<(&'static str, String, Id)>,
    rules: &Certifying,
    since: &Since,
    telling: &Telling,
) -> Vec<Change> {
    let one = |(sort, says, record): (&'static str, String, Id)| {
        let since = since.get(&record).copied();
        let named = telling.iter().filter(|it| it.1.contains(&record) && since.is_none_or(|from| from <= it.0));
        let told = named.map(|it| it.0).min();
        let within = rules.sort(sort).and_then(|it| it.within.as_deref());
        let by = within.and_then(|it| since?.checked_add(span(it)).ok());
        Change { sort, says, since, told, by, open: within.is_some() && told.is_none(), record }
    };
    let mut all: Vec<Change> = found.into_iter().map(one).collect();
    all.sort_by_key(|it| (CHANGES.iter().position(|sort| *sort == it.sort), it.record.number, it.says.clone()));
    all
}
