//! Self-test of competence: how people stand to what their roles ask for by level and tier, on the day, on later days and where the roles ask for less; which proof
//! does not count and why; the learning plan; and that nobody is accepted into a role for which they lack something, with its clean twin.
//!
//! Cases and keys are written by `scripts/competence.py`, which asks each proof day by day and shares no code with the product.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use governance::competence::items::items;
use governance::competence::whole::{Matrix, Part};
use governance::{Actor, Error, Moment, Via};
use jiff::civil::Date;
use record::{Change, Document, Id};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Outcome;
use super::house::{self, House, SIDES};
use crate::exit::Failure;

/// The confidence of intervals.
const LEVEL: f64 = 0.95;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    day: Date,
    /// By person and competence.
    cells: BTreeMap<String, Wanted>,
    /// Day, tier, person and competence, in order of day and tier.
    plan: Vec<String>,
    /// Why each proof does not count at its own level.
    proofs: BTreeMap<String, BTreeSet<String>>,
    /// What each person would lack in each role over something.
    before: BTreeMap<String, BTreeSet<String>>,
    /// The statuses ninety days later.
    later: BTreeMap<String, String>,
    /// The statuses where every role asks for the lowest level.
    eased: BTreeMap<String, String>,
    /// The last day of what is expiring, and the status on the day after.
    ends: BTreeMap<String, (Date, String)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    level: usize,
    status: String,
    tier: Option<String>,
    until: Option<Date>,
}

/// What a role asks for, entered after its assignments.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asks {
    id: String,
    competences: Value,
}

/// Attempts at the questions of a quiz, with what they say of each.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Quiz {
    name: String,
    least: u64,
    attempts: Vec<Vec<u8>>,
    items: Vec<Asked>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    right: u64,
    share: (f64, f64),
    discrimination: Option<f64>,
    within: Option<(f64, f64)>,
    flag: Option<String>,
}

/// Questions of quizzes.
fn quizzes(folder: &Path, outcome: &mut Outcome) -> Result<(), Failure> {
    let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
    let pair = |a: Option<(f64, f64)>, b: Option<(f64, f64)>| match (a, b) {
        (Some(a), Some(b)) => near(a.0, b.0) && near(a.1, b.1),
        (a, b) => a.is_none() && b.is_none(),
    };
    for quiz in house::json::<Vec<Quiz>>(&folder.join("quizzes.json"))? {
        let attempts: Vec<Vec<bool>> = quiz.attempts.iter().map(|it| it.iter().map(|it| *it == 1).collect()).collect();
        let found = items(&attempts, quiz.items.len(), quiz.least, LEVEL);
        for (it, wanted) in found.iter().zip(&quiz.items) {
            let flag = it.flag.and_then(|it| json!(it).as_str().map(str::to_owned));
            let correlation = match (it.discrimination, wanted.discrimination) {
                (Some(a), Some(b)) => near(a, b),
                (a, b) => a.is_none() && b.is_none(),
            };
            let share = it.share.as_ref().map(|it| (it.low, it.high));
            let figures = it.right == wanted.right && pair(share, Some(wanted.share)) && pair(it.within, wanted.within);
            let right = figures && correlation && flag == wanted.flag;
            outcome.check(right, || format!("{}: question {} is {it:?}, not {wanted:?}", quiz.name, it.question));
            outcome.clean += usize::from(right && wanted.flag.is_none());
        }
    }
    Ok(())
}

/// Competence of both sides.
pub async fn competence(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    quizzes(folder, &mut outcome)?;
    for side in SIDES {
        let (_home, house, key) = house::side(folder, side, |it: &Key| it.day).await?;
        outcome.origin.clone_from(&key.origin);
        let asks: Vec<Asks> = house::json(&folder.join(side).join("asks.json"))?;
        let none = told(&house, None).await?;
        outcome.check(none.people.is_empty(), || format!("{side}: something is asked before a role asks for it"));
        demand(&house, &asks, false).await?;
        let matrix = told(&house, None).await?;
        cells(&house, side, &matrix, &key, &mut outcome);
        rest(&house, side, &matrix, &key, &mut outcome);
        let later = told(&house, key.day.checked_add(jiff::Span::new().days(90)).ok()).await?;
        statuses(&house, side, "later", &later, &key.later, &mut outcome);
        for (name, (last, after)) in &key.ends {
            for (on, holds) in [(*last, true), (last.tomorrow().unwrap_or(*last), false)] {
                let then = told(&house, Some(on)).await?;
                let status = named(&house, &then).get(name).cloned().unwrap_or_default();
                let right = if holds { status == "expiring" } else { status == *after };
                outcome.check(right, || format!("{side}: {name} is `{status}` on {on}"));
            }
        }
        standing(&house, side, &matrix, &mut outcome).await?;
        before(&house, side, &key, &mut outcome).await?;
        demand(&house, &asks, true).await?;
        let eased = told(&house, None).await?;
        statuses(&house, side, "eased", &eased, &key.eased, &mut outcome);
        refusals(&house, side, &key, &asks, &mut outcome).await?;
    }
    Ok(outcome)
}

async fn told(house: &House, on: Option<Date>) -> Result<Matrix, Failure> {
    Ok(house.aims.competence(&Actor::operator(Via::System), Part { on, ..Part::default() }).await?)
}

/// Lets the roles ask for what the case says, or for the lowest level of it.
pub(super) async fn demand(house: &House, asks: &[Asks], eased: bool) -> Result<(), Failure> {
    for it in asks {
        let mut rows = house.stored(&it.competences)?;
        if eased {
            rows.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut).for_each(|it| {
                it.insert("level".to_owned(), json!("aware"));
            });
        }
        let set = Document::from_iter([("competences".to_owned(), rows)]);
        let change = Change::Edit { id: house.record(&it.id)?, base: None, set, why: None };
        house.aims.commit(&Actor::operator(Via::System), change, None).await?;
    }
    Ok(())
}

/// Statuses by person and competence.
fn named(house: &House, matrix: &Matrix) -> BTreeMap<String, String> {
    let cells = matrix.people.iter().flat_map(|row| row.cells.iter().map(move |it| (row, it)));
    cells
        .map(|(row, it)| (name(house, &row.person, &it.standing.competence), it.standing.status.name().to_owned()))
        .collect()
}

fn name(house: &House, person: &Id, competence: &Id) -> String {
    format!("{} {}", house.number(person), short(&house.number(competence)))
}

fn short(competence: &str) -> String {
    competence.trim_start_matches("competence-").to_owned()
}

fn statuses(house: &House, side: &str, of: &str, told: &Matrix, key: &BTreeMap<String, String>, outcome: &mut Outcome) {
    let found = named(house, told);
    for (name, wanted) in key {
        let right = found.get(name) == Some(wanted);
        outcome.check(right, || format!("{side}, {of}: {name} is {:?}, not `{wanted}`", found.get(name)));
    }
}

fn cells(house: &House, side: &str, matrix: &Matrix, key: &Key, outcome: &mut Outcome) {
    let mut left: BTreeSet<&String> = key.cells.keys().collect();
    for (row, it) in matrix.people.iter().flat_map(|row| row.cells.iter().map(move |it| (row, it))) {
        let name = name(house, &row.person, &it.standing.competence);
        let Some(wanted) = key.cells.get(&name) else {
            outcome.false_alarms.push(format!("{side}: {name} is asked"));
            continue;
        };
        left.remove(&name);
        let of = &it.standing;
        let until = wanted.until.is_none_or(|it| of.until == Some(it));
        let same = (of.status.name(), of.level, &it.tier) == (wanted.status.as_str(), wanted.level, &wanted.tier);
        outcome.check(same && until, || {
            format!(
                "{side}: {name} is {} until {:?} at {} for {:?}, not {wanted:?}",
                of.status.name(),
                of.until,
                of.level,
                it.tier
            )
        });
        if same && of.status.holds() {
            outcome.clean += 1;
        }
    }
    outcome.missed.extend(left.iter().map(|it| format!("{side}: {it} is not asked")));
}

fn rest(house: &House, side: &str, matrix: &Matrix, key: &Key, outcome: &mut Outcome) {
    let step = |it: &governance::competence::whole::Step| {
        let tier = it.tier.clone().unwrap_or_else(|| "~".to_owned());
        format!("{} {tier} {}", it.by, name(house, &it.person, &it.competence))
    };
    let plan: Vec<String> = matrix.plan.iter().map(step).collect();
    let order = |it: &String| it.split_whitespace().take(2).map(str::to_owned).collect::<Vec<_>>();
    let sorted = |it: &[String]| it.iter().cloned().collect::<BTreeSet<_>>();
    let right = sorted(&plan) == sorted(&key.plan) && plan.iter().map(order).eq(key.plan.iter().map(order));
    outcome.check(right, || format!("{side}: the plan is {plan:?}, not {:?}", key.plan));
    for it in &matrix.certificates {
        let name = house.number(&it.id);
        let why: BTreeSet<String> = it.why_not.iter().filter_map(|it| Some(json!(it).as_str()?.to_owned())).collect();
        let wanted = key.proofs.get(&name).cloned().unwrap_or_default();
        outcome.check(why == wanted, || format!("{side}: {name} does not count for {why:?}, not {wanted:?}"));
    }
}

/// The flag of each assignment says what the matrix says.
async fn standing(house: &House, side: &str, matrix: &Matrix, outcome: &mut Outcome) -> Result<(), Failure> {
    let mut lacking: BTreeMap<&Id, bool> = BTreeMap::new();
    for (it, by) in
        matrix.people.iter().flat_map(|it| &it.cells).flat_map(|it| it.because.iter().map(move |by| (it, by)))
    {
        // One role may ask for less than another, so that only what holds at the higher level is certain.
        *lacking.entry(&by.assignment).or_default() |= !it.standing.status.holds() && it.because.len() == 1;
    }
    for (id, wanted) in lacking {
        let record = house.aims.record(&Actor::operator(Via::System), id, &Moment::Now).await?;
        let told = record.standing.iter().find(|it| it.name == "qualified").map(|it| it.value.clone());
        if wanted || told.is_none() {
            outcome.check(told == Some(json!(false)), || format!("{side}: {} is {told:?}", house.number(id)));
        }
    }
    Ok(())
}

fn parts(key: &str) -> (&str, String, Option<&str>) {
    let mut words = key.split(' ');
    let mut next = || words.next().unwrap_or_default();
    let (person, role, covers) = (next(), next(), next());
    (person, format!("role-{role}"), Some(covers).filter(|it| *it != "-"))
}

/// What would be lacking before an assignment.
async fn before(house: &House, side: &str, key: &Key, outcome: &mut Outcome) -> Result<(), Failure> {
    let actor = Actor::operator(Via::System);
    for (case, wanted) in &key.before {
        let (person, role, covers) = parts(case);
        let covers = covers.map(|it| house.record(it)).transpose()?;
        let (person, role) = (house.record(person)?, house.record(&role)?);
        let told = house.aims.competence_before(&actor, &person, &role, covers.as_ref(), None).await?;
        let lacks = told.standings.iter().filter(|it| !it.status.holds());
        let lacks: BTreeSet<String> = lacks.map(|it| short(&house.number(&it.competence))).collect();
        outcome.check(lacks == *wanted, || format!("{side}: {case} would lack {lacks:?}, not {wanted:?}"));
        if lacks.is_empty() && wanted.is_empty() {
            outcome.clean += 1;
        }
    }
    Ok(())
}

/// The roles ask again as before; whoever lacks something is not accepted, and whoever lacks nothing is.
async fn refusals(house: &House, side: &str, key: &Key, asks: &[Asks], outcome: &mut Outcome) -> Result<(), Failure> {
    demand(house, asks, false).await?;
    for (case, wanted) in &key.before {
        let (person, role, covers) = parts(case);
        let mut document = Document::from_iter([
            ("title".to_owned(), json!(case)),
            ("person".to_owned(), json!(house.record(person)?)),
            ("role".to_owned(), json!(house.record(&role)?)),
            ("from".to_owned(), json!(key.day)),
        ]);
        if let Some(covers) = covers {
            document.insert("covers".to_owned(), json!(house.record(covers)?));
        }
        let change =
            Change::Create { kind: "role_assignment".to_owned(), state: Some("accepted".to_owned()), document };
        let done = house.aims.commit(&Actor::operator(Via::System), change, None).await;
        let right = match &done {
            Ok(_) => wanted.is_empty(),
            Err(Error::Refused(all)) => !wanted.is_empty() && all.iter().any(|it| it.policy == "holder_is_competent"),
            Err(_) => false,
        };
        outcome.check(right, || format!("{side}: {case} is taken as {done:?}, though {wanted:?} is lacking"));
    }
    Ok(())
}
