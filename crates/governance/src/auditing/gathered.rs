//! What audits are told from: an audit as it stands, what is around it for its checklist, and what ties people to what it looks at. Read as sets.

use std::collections::{BTreeMap, BTreeSet};

use conformity::Status;
use conformity::plan::About;
use jiff::civil::Date;
use record::{Catalog, FieldType, Id, Target};
use serde_json::Value;
use store::{Condition, RecordRow};

use super::checklist::{Around, Earlier, Live, System};
use super::recorded::{numbers, recorded};
use super::team::{Member, Tie};
use super::{FINDING, ITEM, NONCONFORMITY, PROGRAMME};
use crate::Error;
use crate::bodies::DECISION;
use crate::conformity::ground::{Excluded, With, excluded, references};
use crate::conformity::kept::Covered;
use crate::conformity::statement::{bare, read_statement};
use crate::conformity::{CONTROL, DOCUMENT, RISK, STATEMENT};
use crate::data::lineage::targets;
use crate::derived::{Snapshot, date, day};
use crate::modality::cited::cited;
use crate::responsibility::heads::Heads;
use crate::responsibility::{ASSIGNMENT, ROLE};
use crate::surroundings::{SYSTEM, counts};
use crate::tiering::UNCLASSIFIED;
use crate::tiering::around::held_within;

/// Lines of audits, by number.
pub(crate) fn items(at: &Snapshot, audits: &[Id]) -> Result<Vec<RecordRow>, Error> {
    let links = at.read.links_to_any(audits, &[ITEM])?;
    let ids: BTreeSet<Id> = links.into_iter().filter(|it| it.1.field == "audit").map(|it| it.1.end.id).collect();
    let mut rows = at.records(&ids.into_iter().collect::<Vec<_>>())?;
    rows.retain(|it| !it.retired);
    rows.sort_by_key(|it| it.id.number);
    Ok(rows)
}

/// The criteria that an audit names.
pub(crate) fn criteria(row: &RecordRow) -> Vec<String> {
    row.list("criteria").filter_map(|it| Some(it.get("criterion")?.as_str()?.to_owned())).collect()
}

/// The team of an audit.
pub(crate) fn team(row: &RecordRow) -> Vec<Member> {
    let text = |it: &Value, name: &str| it.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let keeps = |it: &Value| -> BTreeSet<String> {
        let all = it.get("keeps_off").and_then(Value::as_array).into_iter().flatten();
        all.filter_map(|it| it.as_str().map(str::to_owned)).collect()
    };
    let member = |it: &Value| Member {
        person: text(it, "person"),
        part: text(it, "part"),
        declares: text(it, "declares"),
        keeps_off: keeps(it),
    };
    row.list("team").map(member).collect()
}

/// References of all that criteria name, with what lies below groups.
pub(crate) fn expanded(at: &Snapshot, criteria: &[String]) -> BTreeSet<String> {
    let shelf = at.libraries.shelf();
    let default = &at.libraries.auditing.programme.framework;
    let all: Vec<String> = match criteria {
        [] => {
            let nodes =
                shelf.framework(default).into_iter().flat_map(|it| it.assessable().map(move |node| it.reference(node)));
            nodes.filter(|it| shelf.find(it).is_some_and(|it| it.binding())).collect()
        }
        named => named.to_vec(),
    };
    let below = all.iter().filter_map(|it| shelf.find(it)).flat_map(|it| {
        let nodes = it.framework.below(&it.node.id).into_iter().filter_map(|id| it.framework.node(id));
        nodes.filter(|it| it.assessable).map(|node| it.framework.reference(node)).collect::<Vec<_>>()
    });
    below.collect()
}

/// References of all at which an audit looks; none where it names records alone.
pub(crate) fn looked_at(at: &Snapshot, row: &RecordRow) -> BTreeSet<String> {
    let named = criteria(row);
    match named.is_empty() && !targets(&row.document, "criteria_records").is_empty() {
        true => BTreeSet::new(),
        false => expanded(at, &named),
    }
}

/// AI systems that an audit looks at: those that it names, or all that count and that the scope does not leave out.
pub(crate) fn systems(at: &Snapshot, row: &RecordRow, out: &BTreeSet<String>) -> Result<Vec<RecordRow>, Error> {
    let named = targets(&row.document, "systems");
    let mut rows = match named.is_empty() {
        true => at.list(SYSTEM, Vec::new())?,
        false => at.records(&named)?,
    };
    rows.retain(|it| counts(it) && (!named.is_empty() || !out.contains(&it.id.to_string())));
    rows.sort_by_key(|it| it.id.number);
    Ok(rows)
}

/// What is around an audit for its checklist.
pub(crate) fn around(at: &Snapshot, catalog: &Catalog, row: &RecordRow, covered: &Covered) -> Result<Around, Error> {
    let systems = systems(at, row, &covered.out)?;
    let ids: Vec<Id> = systems.iter().map(|it| it.id.clone()).collect();
    let tiers = crate::tiering::answers::tiers(at, &systems)?;
    let mut risks = risks(at, &ids)?;
    let known = systems.iter().zip(tiers).map(|(system, tier)| {
        let tier = tier.and_then(|it| it.0.as_str().map(str::to_owned)).unwrap_or_else(|| UNCLASSIFIED.to_owned());
        (system.id.to_string(), System { tier, risks: risks.remove(&system.id).unwrap_or_default() })
    });
    let known: BTreeMap<String, System> = known.collect();
    let there: BTreeSet<String> = covered.systems().map(|it| it.id.to_string()).collect();
    let left_out = excluded(covered.of_kind(STATEMENT), &there);
    Ok(Around {
        live: live(&looked_at(at, row), &known, covered),
        criteria: criteria(row),
        recorded: recorded(at, row)?,
        framework: at.libraries.auditing.programme.framework.clone(),
        systems: known,
        units: targets(&row.document, "units").iter().map(ToString::to_string).collect(),
        excluded: reasons(left_out),
        earlier: earlier(at, row)?,
        links: links(catalog),
    })
}

fn reasons(left_out: Excluded) -> BTreeMap<String, BTreeMap<Option<String>, bool>> {
    let given = |it: conformity::Exclusion| !it.why.trim().is_empty();
    left_out.into_iter().map(|(name, of)| (name, of.into_iter().map(|(who, it)| (who, given(it))).collect())).collect()
}

/// Open risks of AI systems, of the levels for which lines are made.
fn risks(at: &Snapshot, systems: &[Id]) -> Result<BTreeMap<Id, Vec<(String, String)>>, Error> {
    let rules = &at.libraries.auditing.checklist;
    let mut found: BTreeMap<Id, Vec<(String, String)>> = BTreeMap::new();
    for row in at.list(RISK, Vec::new())?.iter().filter(|it| !rules.closed_risks.contains(&it.state)) {
        let level = row.text("level").unwrap_or_default();
        let own = targets(&row.document, "systems").into_iter().filter(|it| systems.contains(it));
        for system in own.filter(|_| rules.own_risks.contains(level)) {
            found.entry(system).or_default().push((row.id.to_string(), level.to_owned()));
        }
    }
    Ok(found)
}

/// What was found earlier and is followed up; what this audit found itself is not.
fn earlier(at: &Snapshot, audit: &RecordRow) -> Result<Vec<Earlier>, Error> {
    let shelf = at.libraries.shelf();
    let mut all = Vec::new();
    for (kind, field) in [(FINDING, "criterion"), (NONCONFORMITY, "requirement")] {
        let Some(states) = at.libraries.auditing.checklist.followed_states.get(kind) else { continue };
        let states: Vec<String> = states.iter().cloned().collect();
        for row in at.list(kind, vec![Condition::State(states)])? {
            if targets(&row.document, "in_audit").contains(&audit.id) {
                continue;
            }
            let mut cites = cited(shelf, row.text(field).unwrap_or_default());
            cites.extend(targets(&row.document, "criterion_records").iter().map(ToString::to_string));
            let about = targets(&row.document, "about").iter().map(ToString::to_string).collect();
            all.push(Earlier { record: row.id.to_string(), cites, about });
        }
    }
    all.sort_by(|a, b| a.record.cmp(&b.record));
    Ok(all)
}

/// What live evidence answers: what is shown over a span, and what a check says no to.
fn live(
    wanted: &BTreeSet<String>,
    systems: &BTreeMap<String, System>,
    covered: &Covered,
) -> BTreeMap<(String, Option<String>), Live> {
    let matrix = &covered.matrix;
    let mut found = BTreeMap::new();
    for reference in wanted {
        let Some(node) = matrix.plan.place(reference) else { continue };
        let mut subjects: Vec<Option<&String>> = vec![None];
        if matrix.plan.lines[node].about != About::Organisation {
            subjects.extend(systems.keys().map(Some));
        }
        for subject in subjects {
            let place = subject.map(|it| matrix.system(it));
            if place == Some(None) {
                continue;
            }
            let place = place.flatten();
            if !matches!(matrix.status(node, place), Status::Operating | Status::Failing) {
                continue;
            }
            let told = matrix.explain(node, place);
            let mut records: Vec<String> =
                told.weighed.iter().filter(|it| it.counts).map(|it| bare(&it.record).to_owned()).collect();
            records.extend(told.judgements.iter().flat_map(|it| it.records.iter().cloned()));
            records.sort();
            records.dedup();
            let live = Live { status: told.status.name().to_owned(), why: told.why, records };
            found.insert((reference.clone(), subject.cloned()), live);
        }
    }
    found
}

/// The field by which records of each kind name AI systems.
fn links(catalog: &Catalog) -> BTreeMap<String, String> {
    let names = |it: &Target| matches!(it, Target::Kinds(kinds) if kinds.iter().any(|it| it == SYSTEM));
    let field = |kind: &record::Kind| {
        let linking = kind.fields.iter().find(|it| match &it.ty {
            FieldType::Link { to } | FieldType::Links { to } => names(to),
            _ => false,
        });
        linking.map(|it| (kind.kind.clone(), it.name.clone()))
    };
    catalog.kinds().filter_map(field).collect()
}

/// States of an audit that is over.
const OVER: &[&str] = &["reported", "closed", "cancelled"];

/// The days that matter for who is impartial: from the day as of which is looked at, or the first of the audit, to the last on which somebody
/// judges.
fn matter(row: &RecordRow, today: Date) -> (Date, Date) {
    let given = |field: &str| date(&row.document, field).filter(|it| *it < today);
    let last = given("until").filter(|_| OVER.contains(&row.state.as_str())).unwrap_or(today);
    let first = ["as_of", "from"].into_iter().filter_map(given).min().unwrap_or(last);
    (first.min(last), last)
}

/// What ties people to what an audit looks at: who answers for it, runs it, wrote it, or decided about it. Units, and AI systems that the audit
/// names, are judged by who led them and answered for them on the days that matter; of all AI systems, by who answers for them today.
pub(crate) fn ties(at: &Snapshot, row: &RecordRow) -> Result<Vec<Tie>, Error> {
    let wanted = looked_at(at, row);
    let systems = systems(at, row, &crate::scoping::left_out(at)?)?;
    let units = at.records(&targets(&row.document, "units"))?;
    let mut found = Vec::new();
    let mut tie = |person: &Id, record: &Id, how: &str, references: BTreeSet<String>| {
        found.push(Tie { person: person.to_string(), record: record.to_string(), how: how.to_owned(), references });
    };
    let days = matter(row, day(at.time));
    let named = [targets(&row.document, "systems"), targets(&row.document, "units")].concat();
    let owners = Heads::named(at, &named, "owner")?;
    let heads = Heads::read(at, &targets(&row.document, "units"))?;
    for it in systems.iter().chain(&units) {
        let mut who = owners.within(&it.id, days);
        who.extend(targets(&it.document, "owner").into_iter().filter(|_| !named.contains(&it.id)));
        who.iter().for_each(|who| tie(who, &it.id, "answers for", BTreeSet::new()));
        heads.within(&it.id, days).iter().for_each(|who| tie(who, &it.id, "leads", BTreeSet::new()));
    }
    let scope: BTreeSet<Id> = systems.iter().chain(&units).map(|it| it.id.clone()).collect();
    for it in assignments(at, days)? {
        for covered in targets(&it.document, "covers").into_iter().filter(|it| scope.contains(it)) {
            targets(&it.document, "person")
                .iter()
                .for_each(|who| tie(who, &covered, "holds a role for", BTreeSet::new()));
        }
    }
    let with = With { catalog: None, libraries: &at.libraries, behind: Default::default() };
    for kind in [CONTROL, DOCUMENT] {
        for it in at.list(kind, Vec::new())? {
            let own: BTreeSet<String> = references(&with, &it).into_iter().filter(|it| wanted.contains(it)).collect();
            if !own.is_empty() {
                targets(&it.document, "owner").iter().for_each(|who| tie(who, &it.id, "answers for", own.clone()));
            }
        }
    }
    let own: Vec<Id> = numbers(at, &[row])?.into_values().flatten().filter_map(|it| it.parse().ok()).collect();
    for it in at.records(&own)? {
        let of = BTreeSet::from([it.id.to_string()]);
        targets(&it.document, "owner").iter().for_each(|who| tie(who, &it.id, "answers for", of.clone()));
    }
    for it in at.list(STATEMENT, vec![Condition::State(vec!["in_force".to_owned()])])? {
        let clause = format!("{}:6.1.3", it.text("framework").unwrap_or_default());
        // Whether the reason for leaving a control out is sound is asked at the clause, and of the control.
        let out = read_statement(&it.document).entries.into_iter().filter(|it| it.necessary == Some(false));
        let mut of: BTreeSet<String> = out.map(|it| it.control).filter(|it| wanted.contains(it)).collect();
        if wanted.contains(&clause) || !of.is_empty() {
            of.insert(clause);
            targets(&it.document, "authors").iter().for_each(|who| tie(who, &it.id, "wrote", of.clone()));
        }
    }
    let by_programme = |it: &&String| {
        let node = at.libraries.shelf().find(it).map(|it| it.node);
        node.is_some_and(|it| it.evidence.iter().any(|it| it.kinds.iter().any(|it| it == PROGRAMME)))
    };
    let of: BTreeSet<String> = wanted.iter().filter(by_programme).cloned().collect();
    for it in at.list(PROGRAMME, vec![Condition::State(vec!["in_force".to_owned()])])?.iter().filter(|_| !of.is_empty())
    {
        targets(&it.document, "owner").iter().for_each(|who| tie(who, &it.id, "answers for", of.clone()));
        it.makers.creator.parse().iter().for_each(|who| tie(who, &it.id, "wrote", of.clone()));
    }
    for (subject, decision) in decisions(at, &scope)? {
        targets(&decision.document, "deciders")
            .iter()
            .for_each(|who| tie(who, &subject, "decided about", BTreeSet::new()));
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// Assignments that held on one of the days, of roles that do more than audit.
fn assignments(at: &Snapshot, days: (Date, Date)) -> Result<Vec<RecordRow>, Error> {
    let auditing = &at.libraries.auditing.team.auditing_roles;
    let roles = at.list(ROLE, Vec::new())?;
    let only: BTreeSet<Id> =
        roles.into_iter().filter(|it| it.text("key").is_some_and(|it| auditing.contains(it))).map(|it| it.id).collect();
    let mut rows = at.list(ASSIGNMENT, vec![Condition::State(vec!["accepted".to_owned(), "ended".to_owned()])])?;
    rows.retain(|it| held_within(it, days) && !targets(&it.document, "role").iter().any(|it| only.contains(it)));
    Ok(rows)
}

/// Decisions that stand, by what they are about.
fn decisions(at: &Snapshot, about: &BTreeSet<Id>) -> Result<Vec<(Id, RecordRow)>, Error> {
    let ids: Vec<Id> = about.iter().cloned().collect();
    let links = at.read.links_to_any(&ids, &[DECISION])?;
    let named: BTreeSet<Id> = links.iter().filter(|it| it.1.field == "subject").map(|it| it.1.end.id.clone()).collect();
    let rows = at.records(&named.into_iter().collect::<Vec<_>>())?;
    let taken = rows.into_iter().filter(|it| it.state == "taken" && !it.retired);
    let pairs = taken.flat_map(|it| {
        let subjects = targets(&it.document, "subject").into_iter().filter(|it| about.contains(it));
        subjects.map(|subject| (subject, it.clone())).collect::<Vec<_>>()
    });
    Ok(pairs.collect())
}
