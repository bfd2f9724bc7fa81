//! What policies may know of acceptances: what keeps one from being granted, and which risks of an AI system are kept by acceptances that do not count any
//! more. Who may grant one is a right like any other, narrowed by the ladder.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use policy::Fact as Known;
use record::Id;
use store::{RecordRow, Visible};

use super::acceptance::Acceptance;
use super::around::Around;
use super::authority::{asked, narrowed};
use super::library::span;
use super::standing::{Stands, conditions, readable, told};
use super::unaccepted::lapsed;
use super::{ACCEPT, ACCEPTANCE, GRANTED, SUSPENDED};
use crate::Error;
use crate::bodies::rights::table::Right;
use crate::derived::{Snapshot, day};
use crate::predicate::truth::{Truth, truth};
use crate::risking::OVER;
use crate::surroundings::SYSTEM;

/// What is left of rights to accept, by the ladder of authority; rights to do anything else are as they were.
pub(crate) fn narrow(
    at: &Snapshot,
    asked_of: &[(&RecordRow, String)],
    mut rights: BTreeMap<Id, Result<Right, String>>,
) -> Result<BTreeMap<Id, Result<Right, String>>, Error> {
    let own: Vec<&RecordRow> =
        asked_of.iter().filter(|it| it.1 == ACCEPT && it.0.kind == ACCEPTANCE).map(|it| it.0).collect();
    if own.is_empty() {
        return Ok(rights);
    }
    let around = Around::with(at, &own)?;
    for row in own {
        let Some(right) = rights.remove(&row.id) else { continue };
        let left = right.and_then(|it| Ok(narrowed(it, &asked(&around, &Acceptance::of(row))?)));
        rights.insert(row.id.clone(), left);
    }
    Ok(rights)
}

/// What keeps acceptances from being granted, or from counting again; empty where nothing does.
pub(crate) fn acceptance_problem(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let around = Around::with(at, rows)?;
    let problem = |row: &&RecordRow| Ok(Known::Text(wanting(at, &around, &Acceptance::of(row))?.unwrap_or_default()));
    rows.iter().map(problem).collect()
}

/// What keeps an acceptance from being granted whoever decides: what cannot stand, or a condition that is not so.
pub(super) fn wanting(at: &Snapshot, around: &Around, it: &Acceptance) -> Result<Option<String>, Error> {
    match unsound(around, it) {
        Some(why) => Ok(Some(why)),
        None => unmet(at, it),
    }
}

/// What of it cannot stand, whatever its conditions find.
fn unsound(around: &Around, it: &Acceptance) -> Option<String> {
    let risk = around.risks.get(it.risk.as_ref()?);
    let Some(risk) = risk.filter(|it| !it.retired && it.state != OVER) else {
        return Some("the risk that it names is closed or not there, so nothing is left to accept".to_owned());
    };
    if let (Some(stated), Some(now)) = (&it.level, around.borne.get(&risk.id)) {
        let place = |it: &str| around.levels.iter().position(|of| of == it);
        if let Some(level) = now.level.as_deref().filter(|it| place(it) > place(stated)) {
            return Some(format!(
                "it names the level {stated}, and the risk is {level} now ({}); ask for {level}",
                now.says
            ));
        }
    }
    let zone = around.zone(it);
    if it.ends_in(&zone).is_some_and(|it| it <= around.time) {
        return Some("its last day is over; set a later one".to_owned());
    }
    if let (Some(from), Some(last)) = (it.from, it.expires) {
        let due: Vec<Date> = it.reviews().iter().map(|it| it.due).filter(|it| (from..=last).contains(it)).collect();
        let every = &around.libraries.accepting.reviewed_every;
        if let Some(since) = unreviewed(from, &due, last, every) {
            return Some(format!(
                "from {since} on it would go without a review for longer than {every}; set a day in `reviews` before that"
            ));
        }
    }
    let bare = it.row.list("conditions").find(|it| !readable(it));
    bare.map(|row| {
        let says = row["condition"].as_str().unwrap_or_default();
        format!("nobody can tell from records whether its condition `{says}` is so; name in `kind` and `filter` the records that show it")
    })
}

/// The day from which on no review is set for too long.
fn unreviewed(from: Date, due: &[Date], last: Date, every: &str) -> Option<Date> {
    let days = std::iter::once(from).chain(due.iter().copied());
    let next = due.iter().copied().chain([last]);
    days.zip(next).find(|(one, next)| one.checked_add(span(every)).is_ok_and(|it| it < *next)).map(|it| it.0)
}

/// A condition that is not so, or cannot be told, today.
fn unmet(at: &Snapshot, it: &Acceptance) -> Result<Option<String>, Error> {
    let looked = conditions(at, it, &Visible::All)?;
    Ok(match truth(&looked) {
        _ if looked.is_empty() => None,
        Truth::Holds(_) => None,
        Truth::Fails(says) => Some(format!("a condition is not so today: {says}")),
        Truth::Unknown(why) => Some(format!("whether a condition is so cannot be told: {why}")),
    })
}

/// Risks of AI systems whose acceptances do not count any more, each with why.
pub(crate) fn unaccepted(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let of = |row: &RecordRow| if row.kind == SYSTEM { Some(row.id.clone()) } else { row.link("system") };
    let systems: BTreeSet<Id> = rows.iter().filter_map(|it| of(it)).collect();
    let found = lapsed(at, &systems)?;
    let says = |row: &&RecordRow| {
        let own = found.iter().filter(|it| of(row).is_some_and(|of| it.systems.contains(&of)));
        Known::Texts(own.map(|it| it.says()).collect())
    };
    Ok(rows.iter().map(says).collect())
}

/// Which of these acceptances count now, whatever the level of their risks.
pub(crate) fn counting(at: &Snapshot, rows: &[RecordRow]) -> Result<Vec<Acceptance>, Error> {
    let mut found = Vec::new();
    for row in rows.iter().filter(|it| [GRANTED, SUSPENDED].contains(&it.state.as_str())) {
        let it = Acceptance::of(row);
        if told(at, &it, &Visible::All, (None, &[]))?.stands == Stands::InEffect {
            found.push(it);
        }
    }
    Ok(found)
}

/// Whether an acceptance ends later than a decision that is taken today counts by its right.
pub(crate) fn outlasts(at: &Snapshot, row: &RecordRow, right: &Right) -> Option<String> {
    let it = Some(row).filter(|it| it.kind == ACCEPTANCE).map(Acceptance::of)?;
    let counts: jiff::Span = right.counts_for.as_ref()?.parse().ok()?;
    let until = day(at.time).checked_add(counts).ok()?;
    let last = it.expires.filter(|it| *it > until)?;
    Some(format!("an end by {until}, since by {} a decision counts no longer, and it names {last}", right.by))
}
