//! What follows for classifications and AI systems, as derived fields and as facts for policies.

use std::collections::{BTreeMap, BTreeSet};

use policy::Fact as Known;
use record::Id;
use serde_json::json;
use store::{Condition, Query, Read, RecordRow, Visible, Way};

use super::around::{Around, Frozen};
use super::counting::{by_subject, of_scheme};
use super::facts::{Fact, alike, frozen, merged, of_system};
use super::overriding::{self, mildness};
use super::verdict::{Verdict, verdict};
use super::{CLASSIFICATION, CONFIRMED, OWN_TIER, UNCLASSIFIED, UNDECIDED};
use crate::data::lineage::targets;
use crate::deciding::in_force::Tables;
use crate::derived::{Answer, Answers, Snapshot};
use crate::surroundings::SYSTEM;
use crate::{Error, deciding, reached};

/// From what stands behind a tier to the classifications and systems whose answers it may move.
const MOVED: &[Way] = &[
    Way::along("role_assignment", "person", "person"),
    Way::against("decision", "deciders", "person"),
    Way::against(CLASSIFICATION, "override_decision", "decision"),
    Way::along(CLASSIFICATION, "subject", SYSTEM),
];
/// Kinds whose records move them.
const MOVING: &[&str] = &[CLASSIFICATION, SYSTEM, "decision", "role_assignment"];

/// Whether records of a kind may move the classes of AI systems.
pub(crate) fn moves(kind: &str) -> bool {
    kind == deciding::KIND || MOVING.contains(&kind)
}

/// Classifications that are not confirmed and are told anew when other tables come into force; more are told by the doctor.
const MOST: u32 = 2_000;

/// The tables that decide a classification: those frozen with it, else those in force while it is not confirmed.
fn tables(row: &RecordRow, around: &Around) -> Option<Tables> {
    match around.frozen(row) {
        Frozen::Tables(tables) => Some(tables),
        Frozen::Nothing if row.state != CONFIRMED => around.now(row.text("scheme")?),
        _ => None,
    }
}

/// What the tables say of each classification; nothing where none decide.
fn verdicts(
    at: &Snapshot,
    rows: &[RecordRow],
    look: impl Fn(&RecordRow, &Tables, Verdict) -> Option<Answer>,
) -> Answers {
    let around = at.behind(rows)?;
    let answer = |row: &RecordRow| {
        let tables = tables(row, &around).filter(Tables::decides)?;
        let found = verdict(&tables, &frozen(row));
        look(row, &tables, found)
    };
    Ok(rows.iter().map(answer).collect())
}

/// What follows from the facts of classifications, with the rows that fired.
pub(crate) fn outcomes(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    verdicts(at, rows, |_, _, found| {
        let word = found.outcome.clone().unwrap_or_else(|| UNDECIDED.to_owned());
        Some((json!(word), found.why(), None))
    })
}

/// Facts that classifications lack.
pub(crate) fn undecided(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    verdicts(at, rows, |_, _, found| {
        let lacks = found.needs.join(", ");
        (!lacks.is_empty()).then(|| (json!(lacks), "the tables decide nothing without them".to_owned(), None))
    })
}

/// Facts that the records of systems give otherwise today.
pub(crate) fn moved(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    let systems = subjects(at, rows)?;
    verdicts(at, rows, |row, tables, then| {
        let today = of_system(&at.libraries.facts, systems.get(targets(&row.document, "subject").first()?)?);
        let held = frozen(row);
        let other = |it: &&Fact| held.iter().any(|old| old.fact == it.fact && !alike(tables, old, it));
        let moved: Vec<&Fact> = today.iter().filter(other).collect();
        let first = moved.first()?;
        let names: Vec<&str> = moved.iter().map(|it| it.fact.as_str()).collect();
        let now = verdict(tables, &merged(&today, &held));
        let said = match (&now.outcome, now.outcome == then.outcome) {
            (_, true) => "the verdict stays".to_owned(),
            (Some(outcome), false) => format!("the verdict would be {outcome}"),
            (None, false) => "nothing would be decided".to_owned(),
        };
        Some((json!(names.join(", ")), format!("`{}` is {} today; {said}", first.fact, first.value), None))
    })
}

/// The AI systems that classifications are about.
fn subjects(at: &Snapshot, rows: &[RecordRow]) -> Result<BTreeMap<Id, RecordRow>, Error> {
    let ids: BTreeSet<Id> = rows.iter().flat_map(|it| targets(&it.document, "subject")).collect();
    let found = at.records(&ids.into_iter().collect::<Vec<_>>())?;
    Ok(found.into_iter().filter(|it| it.kind == SYSTEM).map(|it| (it.id.clone(), it)).collect())
}

/// The tiers of AI systems.
pub(crate) fn tiers(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    classes(at, rows, OWN_TIER, |row| {
        let why = format!("{} has no confirmed classification that is valid and decided", row.id);
        Some((json!(UNCLASSIFIED), why, None))
    })
}

/// The classes of AI systems in the law.
pub(crate) fn legal_classes(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    classes(at, rows, "eu_ai_act", |_| None)
}

fn classes(at: &Snapshot, rows: &[RecordRow], scheme: &str, without: impl Fn(&RecordRow) -> Option<Answer>) -> Answers {
    let classified = at.classified(rows)?;
    let own = by_subject(&classified.rows);
    let answer = |row: &RecordRow| {
        let own = own.get(&row.id).map(Vec::as_slice).unwrap_or_default();
        match of_scheme(own, &classified.around, scheme, at.time) {
            Some((found, _)) => {
                let word = found.outcome.unwrap_or_else(|| UNDECIDED.to_owned());
                Some((json!(word), found.why, found.until))
            }
            None => without(row),
        }
    };
    Ok(rows.iter().map(answer).collect())
}

/// Classifications and systems whose answers may differ once this record is stored.
pub(crate) fn touched(read: &Read, row: &RecordRow) -> Result<Vec<Id>, Error> {
    if row.kind == deciding::KIND && ["in_force", "superseded", "withdrawn"].contains(&row.state.as_str()) {
        let open = vec![Condition::State(vec!["computed".to_owned()])];
        let query = Query { conditions: open, limit: MOST, ..Query::of(CLASSIFICATION, Visible::All) };
        return Ok(read.list_ids(&query)?);
    }
    if !MOVING.contains(&row.kind.as_str()) {
        return Ok(Vec::new());
    }
    let mut found: BTreeSet<Id> = reached::ids(read, std::slice::from_ref(row), MOVED, None)?.into_iter().collect();
    if row.kind != CLASSIFICATION {
        // What is looked at by the tier of systems follows a classification as if it had changed itself.
        let ids: Vec<Id> = found.iter().cloned().collect();
        for class in read.records(&ids)?.iter().filter(|it| it.kind == CLASSIFICATION) {
            found.extend(crate::data::lineage::touched(read, class)?);
        }
    }
    found.remove(&row.id);
    Ok(found.into_iter().collect())
}

/// A fact about each classification, over one reading of what stands behind them.
fn facts(
    at: &Snapshot,
    rows: &[&RecordRow],
    fact: impl Fn(&RecordRow, &Around) -> Option<String>,
) -> Result<Vec<Known>, Error> {
    let around = Around::read(at, rows, true)?;
    Ok(rows.iter().map(|row| Known::Text(fact(row, &around).unwrap_or_default())).collect())
}

/// Why the outcomes of classifications do not follow from the tables in force; empty where they do.
pub(crate) fn outcome_problem(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let owned: Vec<RecordRow> = rows.iter().map(|it| (*it).clone()).collect();
    let systems = subjects(at, &owned)?;
    facts(at, rows, |row, around| {
        let now = around.now(row.text("scheme")?).filter(Tables::decides)?;
        let again = || Some("the tables it names are not those in force; work it out again".to_owned());
        let own = match around.frozen(row) {
            Frozen::Unknown(_) => return again(),
            Frozen::Tables(tables) if super::around::rows(&tables) != super::around::rows(&now) => return again(),
            Frozen::Tables(_) => true,
            Frozen::Nothing => false,
        };
        let held = frozen(row);
        let found = verdict(&now, &held);
        if own && found.outcome.is_none() {
            return Some(format!("nothing is decided: {}", found.why()));
        }
        // Facts that were left out do not make room for another outcome while the system's own record knows them.
        let system = targets(&row.document, "subject").pop().and_then(|it| systems.get(&it));
        let known = || {
            verdict(&now, &merged(&held, &system.map(|it| of_system(&around.libraries.facts, it)).unwrap_or_default()))
        };
        let Some(outcome) = found.outcome.or_else(|| known().outcome) else {
            let stated = overriding::outcome(row).is_none();
            return stated.then(|| {
                "the tables of its scheme decide, and the facts that they need are not all known; let it be worked out, which asks for them"
                    .to_owned()
            });
        };
        let stated = row.text("outcome").unwrap_or_default();
        let outcomes = now.outcomes();
        (mildness(&outcomes, stated) != mildness(&outcomes, &outcome)).then(|| {
            format!("the tables say `{outcome}` and the record says `{stated}`; write what follows, and use an override where the rules do not fit")
        })
    })
}

/// What is wrong with the overrides of classifications; empty where they hold or there is none.
pub(crate) fn override_problem(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    facts(at, rows, |row, around| {
        let (base, tables) = by_tables(row, around);
        overriding::problem(row, around, &tables.outcomes(), base.as_deref(), at.time)
    })
}

/// What the tables give a classification, whatever overrides it or is stated, and the tables.
pub(crate) fn by_tables(row: &RecordRow, around: &Around) -> (Option<String>, Tables) {
    let tables = tables(row, around).or_else(|| around.now(row.text("scheme")?)).unwrap_or_default();
    (verdict(&tables, &frozen(row)).outcome, tables)
}
