//! What follows for assignments and proofs, as derived fields and as facts for policies.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use jiff::civil::Date;
use policy::Fact as Known;
use record::Id;
use serde_json::json;
use store::{Read, RecordRow};

use super::around::{Around, Of, competences, proofs};
use super::standing::Standing;
use super::{ATTEMPT, COMPETENCE, EVIDENCE, RECORD};
use crate::Error;
use crate::auditing::gathered::{systems, team};
use crate::auditing::{AUDIT, team::Member};
use crate::derived::{Answer, Answers, Snapshot, date, day, midnight};
use crate::libraries::choices;
use crate::responsibility::{ASSIGNMENT, ROLE, UNIT};
use crate::surroundings::SYSTEM;
use crate::tiering::CLASSIFICATION;

/// How a holder stands to each thing that is asked, and the moment from which that may be otherwise by the clock.
type Held = (Vec<Standing>, Option<Timestamp>);

/// Those who judge in an audit, each with what they lack.
pub(crate) type Lacking = Vec<(Member, Vec<String>)>;

/// How the holders of assignments stand, with the day until which that is so by the clock; nothing where nothing is asked.
fn told(at: &Snapshot, rows: &[RecordRow], on: Date) -> Result<Vec<Option<Held>>, Error> {
    let around = at.competent(rows)?;
    let one = |row: &RecordRow| {
        let (person, role, covers) = (row.link("person")?, row.link("role")?, row.link("covers"));
        let all = around.standings(&person, &role, covers.as_ref(), on);
        let turns = all.iter().filter_map(|it| it.turns).chain(around.turns(&role, covers.as_ref())).min();
        (!all.is_empty()).then(|| (all, turns.and_then(midnight)))
    };
    Ok(rows.iter().map(one).collect())
}

/// Whether the holders of assignments have proof that counts.
pub(crate) fn qualified(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    let around = at.competent(rows)?;
    let one = |(all, until): Held| -> Answer {
        let lacks: Vec<String> = all.iter().filter(|it| !it.status.holds()).map(|it| around.lacks(it)).collect();
        match lacks.is_empty() {
            true => (json!(true), "proof of all that the role asks for counts".to_owned(), until),
            false => (json!(false), lacks.join("; "), until),
        }
    };
    Ok(told(at, rows, day(at.time))?.into_iter().map(|it| it.map(one)).collect())
}

/// The last day of that proof: the earliest of all that count, or of those that ended where some do not.
pub(crate) fn qualified_until(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    let one = |(all, until): Held| -> Option<Answer> {
        let ended = all.iter().filter(|it| !it.status.holds()).filter_map(|it| it.until).min();
        let last = ended.or_else(|| {
            let all: Option<Vec<&Standing>> = all.iter().map(|it| it.status.holds().then_some(it)).collect();
            all?.iter().filter_map(|it| it.until).min()
        })?;
        Some((json!(last.to_string()), "the first proof that ends".to_owned(), until))
    };
    Ok(told(at, rows, day(at.time))?.into_iter().map(|it| it.and_then(one)).collect())
}

/// Whether proofs count at their own level.
pub(crate) fn counts(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    weighed(at, rows, |why, last, until| {
        let says = match why {
            Some(why) => why.says().to_owned(),
            None => last.map_or_else(|| "it counts".to_owned(), |it| format!("it counts until {it}")),
        };
        Some((json!(why.is_none()), says, until))
    })
}

/// The last day of proofs.
pub(crate) fn counts_until(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    weighed(at, rows, |_, last, _| {
        Some((json!(last?.to_string()), "what it states, or the validity of the competence".to_owned(), None))
    })
}

fn weighed(
    at: &Snapshot,
    rows: &[RecordRow],
    answer: impl Fn(Option<super::proof::Why>, Option<Date>, Option<Timestamp>) -> Option<Answer>,
) -> Answers {
    let levels = choices(&at.catalog, RECORD, "level");
    let wanted: BTreeSet<Id> = rows.iter().filter_map(|it| it.link("competence")).collect();
    let (known, all, on) = (competences(at, &wanted)?, proofs(at, rows, &levels)?, day(at.time));
    let one = |row: &RecordRow| {
        let proof = all.iter().find(|it| it.id == row.id)?;
        let (_, of) = known.get(&proof.competence)?;
        let until = proof.turns(of, on).min().and_then(midnight);
        answer(proof.why_not(of, 0, on).first().copied(), proof.last(of), until)
    };
    Ok(rows.iter().map(one).collect())
}

/// The keys of the roles that are assigned.
pub(crate) fn assigned_role(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let ids: Vec<Id> = rows.iter().filter_map(|it| it.link("role")).collect();
    let roles: HashMap<Id, RecordRow> = at.records(&ids)?.into_iter().map(|it| (it.id.clone(), it)).collect();
    let key =
        |row: &&RecordRow| row.link("role").and_then(|it| roles.get(&it)?.text("key")).unwrap_or_default().to_owned();
    Ok(rows.iter().map(|it| Known::Text(key(it))).collect())
}

/// What holders of assignments lack from the first day on which they hold them; nothing for those that are not accepted or have ended.
pub(crate) fn lacks_competence(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let today = day(at.time);
    let held = |it: &RecordRow| {
        it.kind == ASSIGNMENT && it.state == "accepted" && date(&it.document, "until").is_none_or(|it| today <= it)
    };
    let one = |row: &&RecordRow| {
        if !held(row) {
            return Ok(Known::Texts(Vec::new()));
        }
        let row = std::slice::from_ref(*row);
        let on = date(&row[0].document, "from").map_or(today, |it| it.max(today));
        let (around, all) = (at.competent(row)?, told(at, row, on)?.pop().flatten());
        let all = all.map(|it| it.0).unwrap_or_default();
        Ok(Known::Texts(all.iter().filter(|it| !it.status.holds()).map(|it| around.lacks(it)).collect()))
    };
    rows.iter().map(one).collect()
}

/// What those who judge in an audit lack of what its role asks for, by person; nothing where the role asks for nothing.
pub(crate) fn of_team(at: &Snapshot, audit: &RecordRow, on: Date) -> Result<Option<Lacking>, Error> {
    let auditor = &at.libraries.competence.auditor;
    let mut rows = at.list(ROLE, Vec::new())?;
    rows.retain(|it| it.state == "active" && it.text("key") == Some(auditor.as_str()));
    let Some(role) = rows.first().filter(|it| it.list("competences").next().is_some()).map(|it| it.id.clone()) else {
        return Ok(None);
    };
    let members: Vec<Member> = team(audit).into_iter().filter(Member::judges).collect();
    let people: BTreeSet<Id> = members.iter().filter_map(|it| it.person.parse().ok()).collect();
    let around = Around::read(at, &rows, &Of::People(&people), &BTreeSet::new())?;
    let looked: BTreeSet<Id> =
        systems(at, audit, &crate::scoping::left_out(at)?)?.into_iter().map(|it| it.id).collect();
    let concerned: Vec<_> = around.systems.iter().filter(|it| looked.contains(&it.id)).collect();
    let asks = around.roles.get(&role).map(|it| it.asks.as_slice()).unwrap_or_default();
    let asks =
        asks.iter().filter(|it| it.tiers.is_empty() || concerned.iter().any(|of| super::around::concerns(it, of)));
    let asks = super::standing::altogether(asks);
    let lacks = |member: &Member| -> Vec<String> {
        let Ok(person) = member.person.parse::<Id>() else { return Vec::new() };
        let all = asks.iter().filter_map(|it| around.stands(&person, it, on));
        all.filter(|it| !it.status.holds()).map(|it| around.lacks(&it)).collect()
    };
    Ok(Some(
        members
            .into_iter()
            .map(|it| {
                let lacks = lacks(&it);
                (it, lacks)
            })
            .collect(),
    ))
}

/// What keeps the team of an audit from being competent.
pub(crate) fn team_competence(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let one = |row: &&RecordRow| {
        let told = if row.kind == AUDIT { of_team(at, row, day(at.time))? } else { None };
        let lacking = told.unwrap_or_default().into_iter().find(|it| !it.1.is_empty());
        let says = lacking.map(|(it, lacks)| format!("{} lacks {}", it.person, lacks.join("; ")));
        Ok(Known::Text(says.unwrap_or_default()))
    };
    rows.iter().map(one).collect()
}

/// Whose competence a proof is about.
pub(crate) fn proven_person(_: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    Ok(rows.iter().map(|it| Known::Texts(it.link("person").iter().map(ToString::to_string).collect())).collect())
}

/// How often quizzes were taken.
pub(crate) fn attempts(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let ids: Vec<Id> = rows.iter().map(|it| it.id.clone()).collect();
    let links = at.read.links_to_any(&ids, &[ATTEMPT])?;
    let count = |id: &Id| i64::try_from(links.iter().filter(|it| it.0 == *id).count()).unwrap_or(i64::MAX);
    Ok(ids.iter().map(|it| Known::Long(count(it))).collect())
}

/// Assignments and proofs whose answers a record may move.
pub(crate) fn touched(read: &Read, row: &RecordRow) -> Result<Vec<Id>, Error> {
    let to = |ids: &[Id], kind: &str, field: &str| -> Result<Vec<Id>, Error> {
        let links = read.links_to_any(ids, &[kind])?;
        Ok(links.into_iter().filter(|it| it.1.field.starts_with(field)).map(|it| it.1.end.id).collect())
    };
    let own = std::slice::from_ref(&row.id);
    match row.kind.as_str() {
        // A proof that named somebody else before moves their assignments too.
        RECORD => {
            let mut people: BTreeSet<Id> = row.link("person").into_iter().collect();
            people.extend(read.records(own)?.iter().filter_map(|it| it.link("person")));
            to(&people.into_iter().collect::<Vec<_>>(), ASSIGNMENT, "person")
        }
        COMPETENCE => {
            let mut found = to(own, RECORD, "competence")?;
            found.extend(to(&to(own, ROLE, "competences")?, ASSIGNMENT, "role")?);
            Ok(found)
        }
        ROLE => to(own, ASSIGNMENT, "role"),
        EVIDENCE | ATTEMPT => {
            let mut found = to(own, RECORD, "evidence")?;
            let people: BTreeSet<Id> = read.records(&found)?.iter().filter_map(|it| it.link("person")).collect();
            found.extend(to(&people.into_iter().collect::<Vec<_>>(), ASSIGNMENT, "person")?);
            Ok(found)
        }
        CLASSIFICATION | SYSTEM | UNIT | "component" | "decision" => by_tier(read, &to),
        _ => Ok(Vec::new()),
    }
}

/// Assignments of roles that ask for something by the tier of AI systems.
fn by_tier(read: &Read, to: &impl Fn(&[Id], &str, &str) -> Result<Vec<Id>, Error>) -> Result<Vec<Id>, Error> {
    let query = store::Query { limit: 10_000, ..store::Query::of(ROLE, store::Visible::All) };
    let tiered = |row: &RecordRow| row.list("competences").any(|it| it.get("tiers").is_some());
    let roles: Vec<Id> = read.list(&query)?.into_iter().filter(tiered).map(|it| it.id).collect();
    if roles.is_empty() { Ok(Vec::new()) } else { to(&roles, ASSIGNMENT, "role") }
}

/// Assignments of a person or of a role, or all, with everything by which their holders are told.
pub(crate) fn around(at: &Snapshot, person: Option<&Id>, role: Option<&Id>) -> Result<(Around, Vec<RecordRow>), Error> {
    let narrowed = person.map(|it| (it, "person")).or_else(|| role.map(|it| (it, "role")));
    let Some((of, field)) = narrowed else {
        let assignments = at.list(ASSIGNMENT, Vec::new())?;
        let covered: BTreeSet<Id> = assignments.iter().filter_map(|it| it.link("covers")).collect();
        return Ok((Around::read(at, &at.list(ROLE, Vec::new())?, &Of::All, &covered)?, assignments));
    };
    let links = at.read.links_to_any(std::slice::from_ref(of), &[ASSIGNMENT])?;
    let ids: Vec<Id> = links.into_iter().filter(|it| it.1.field == field).map(|it| it.1.end.id).collect();
    let assignments = at.records(&ids)?;
    Ok((Around::of_assignments(at, &assignments)?, assignments))
}
