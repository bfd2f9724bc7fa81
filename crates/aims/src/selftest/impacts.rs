//! Self-test of impact assessment: lanes of statements, groups that were not looked at, who gains and who loses, who must be heard, what brings
//! harms about, work that moves with the number of people, what laws ask, and that no number is made of both lanes.
//!
//! Data and keys are written by `selftest/3.4/make.py`, which shares no code with the product.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use governance::impacting::lanes::Lanes;
use governance::impacting::whole::{Societal, Told};
use governance::{Actor, Error, Via};
use jiff::civil::Date;
use record::{Change, Document, Id};
use serde::Deserialize;
use serde_json::json;

use super::Outcome;
use super::house::{self, House, SAME, SIDES};
use crate::exit::Failure;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    day: Date,
    statements: Statements,
    hearings: Hearings,
    work: Work,
    /// What in the technology each harm comes from.
    roots: BTreeMap<String, BTreeSet<String>>,
    /// Records of the technical lane that lead to nothing.
    loose: BTreeSet<String>,
    standing: BTreeMap<String, String>,
    unassessed: BTreeMap<String, BTreeSet<String>>,
    asymmetry: BTreeMap<String, Option<Sides>>,
    /// Questions that are not answered, by assessment and law.
    laws: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
    considered: BTreeMap<String, String>,
    /// Every gap of every system with its records, as often as it is there.
    gaps: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Statements {
    system: String,
    rows: Vec<Statement>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Statement {
    lane: Option<String>,
    agreement: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Hearings {
    system: String,
    assessment: String,
    rows: Vec<Hearing>,
    /// Whether an approval is refused for what is not heard.
    refused: bool,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Hearing {
    hear: Option<String>,
    met: bool,
}

/// Likely, least, most and the number of people, by unit or work; nothing where it cannot be told.
type Told4 = BTreeMap<String, Option<(f64, f64, f64, u64)>>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Work {
    system: String,
    before: Told4,
    unit: String,
    headcount: u64,
    after: Told4,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sides {
    harmed: BTreeSet<String>,
    benefiting: BTreeSet<String>,
}

/// Impacts of both sides.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in SIDES {
        let (_home, house, key) = house::side(folder, side, |it: &Key| it.day).await?;
        outcome.origin.clone_from(&key.origin);
        statements(&house, &key, side, &mut outcome).await?;
        people(&house, &key, side, &mut outcome).await?;
        causes(&house, &key, side, &mut outcome).await?;
        answers(&house, &key, side, &mut outcome).await?;
        gaps(&house, &key, side, &mut outcome).await?;
        apart(&house, side, &mut outcome).await?;
        hearings(&house, &key.hearings, side, &mut outcome).await?;
        work(&house, &key.work, side, &mut outcome).await?;
        nobody(&house, side, &mut outcome).await?;
    }
    Ok(outcome)
}

fn operator() -> Actor {
    Actor::operator(Via::System)
}

async fn told(house: &House, system: &str) -> Result<(Told, Societal), Failure> {
    let told = house.aims.impacts(&operator(), &house.record(system)?, Lanes::default(), None).await?;
    let societal = told.societal.clone().ok_or_else(|| Failure::failed("the lane of people was not told"))?;
    Ok((told, societal))
}

/// Forty statements: rules and reviewer reach the key, and where they differ, or wait, that is told.
async fn statements(house: &House, key: &Key, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    let (told, _) = told(house, &key.statements.system).await?;
    let own: Vec<_> = told.statements.iter().filter(|it| it.field == "statements").collect();
    outcome.check(own.len() == key.statements.rows.len(), || format!("{side}: {} statements are sorted", own.len()));
    for (it, wanted) in own.iter().zip(&key.statements.rows) {
        let found =
            Statement { lane: it.lane.map(|it| it.name().to_owned()), agreement: it.agreement.name().to_owned() };
        let reasoned = !it.rules.says.is_empty() && (it.rules.lane.is_none() || !it.rules.seen.is_empty());
        outcome.check(found == *wanted && reasoned, || {
            format!("{side}: statement {} is {found:?}, not {wanted:?}", it.row)
        });
    }
    Ok(())
}

/// Who was looked at, and who gains and loses.
async fn people(house: &House, key: &Key, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    for (system, wanted) in &key.standing {
        let (_, it) = told(house, system).await?;
        outcome.check(it.standing.name() == wanted, || {
            format!("{side}: {system} is {:?}, not {wanted}: {}", it.standing, it.why)
        });
    }
    for (system, wanted) in &key.unassessed {
        let (_, it) = told(house, system).await?;
        let found = it.groups.iter().filter(|it| it.assessed.is_empty()).map(|it| it.name.clone()).collect();
        outcome.sets(&found, wanted, |it| format!("{side}: {it} was not looked at for {system}"));
    }
    for (system, wanted) in &key.asymmetry {
        let (_, it) = told(house, system).await?;
        let of = |all: Vec<String>| all.into_iter().collect();
        let found = it.asymmetry.map(|it| Sides { harmed: of(it.harmed), benefiting: of(it.benefiting) });
        outcome.check(found == *wanted, || format!("{side}: {system} has {found:?}, not {wanted:?}"));
    }
    Ok(())
}

/// What in the technology brings harms about, and what leads nowhere.
async fn causes(house: &House, key: &Key, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    let (told, _) = told(house, "SA").await?;
    let map = told.map.ok_or_else(|| Failure::failed("the map was not told"))?;
    let named = |it: &String| -> String {
        let (id, row) = it.split_once('#').map_or((it.as_str(), None), |(id, row)| (id, Some(row)));
        let id = id.parse::<Id>().map_or_else(|_| id.to_owned(), |it| house.number(&it));
        row.map_or(id.clone(), |row| format!("{id}#{row}"))
    };
    let roots: BTreeMap<String, BTreeSet<String>> =
        map.roots.iter().map(|(harm, roots)| (named(harm), roots.iter().map(named).collect())).collect();
    outcome.check(roots == key.roots, || format!("{side}: harms come from {roots:?}, not {:?}", key.roots));
    // Hazards that only facts suggest have no record, and nobody could link them.
    let loose = map.loose.iter().filter(|it| it.parse::<Id>().is_ok()).map(named).collect();
    outcome.sets(&loose, &key.loose, |it| format!("{side}: {it} leads to nothing"));
    Ok(())
}

/// What laws ask, and whether the risk assessment took the result up.
async fn answers(house: &House, key: &Key, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    let mut taken = BTreeMap::new();
    for system in ["SA", "SC", "SD"] {
        let (told, _) = told(house, system).await?;
        taken.extend(
            told.considered.iter().map(|it| (house.number(&it.assessment), format!("{:?}", it.taken).to_lowercase())),
        );
        for it in &told.laws {
            let Some(wanted) = key.laws.get(&house.number(&it.assessment)).and_then(|of| of.get(&it.law)) else {
                continue;
            };
            let open: BTreeSet<String> =
                it.questions.iter().filter(|it| !it.missing.is_empty()).map(|it| it.id.clone()).collect();
            outcome.sets(&open, wanted, |id| format!("{side}: {} does not answer {id}", it.assessment));
            outcome.check(it.answered + open.len() == it.of && it.claimed, || {
                format!("{side}: {} of {} is not told", it.law, it.assessment)
            });
        }
    }
    outcome.check(taken == key.considered, || format!("{side}: considered is {taken:?}, not {:?}", key.considered));
    Ok(())
}

/// Every gap of every system, as often as it is there, and none beside.
async fn gaps(house: &House, key: &Key, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    let mut found = Vec::new();
    for system in ["SA", "SB", "SC", "SD", "SE", "SF"] {
        let (told, _) = told(house, system).await?;
        if told.gaps.is_empty() {
            outcome.clean += 1;
        }
        found.extend(told.gaps.iter().map(|it| {
            let records: BTreeSet<String> = it.records.iter().map(|it| house.number(it)).collect();
            [vec![it.sort.to_owned()], records.into_iter().collect()].concat().join(" ")
        }));
    }
    found.sort();
    let counted = |all: &[String]| -> BTreeSet<(String, usize)> {
        let count = |it: &String| all.iter().filter(|of| *of == it).count();
        all.iter().map(|it| (it.clone(), count(it))).collect()
    };
    outcome.sets(&counted(&found), &counted(&key.gaps), |it| format!("{side}: {} × {}", it.1, it.0));
    Ok(())
}

/// Lanes are told side by side, each as it is alone, and one number of both is refused.
async fn apart(house: &House, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    let id = house.record("SA")?;
    let both = house.aims.impacts(&operator(), &id, Lanes::read(Some("technical,societal"))?, None).await?;
    let technical = house.aims.impacts(&operator(), &id, Lanes::read(Some("technical"))?, None).await?;
    let societal = house.aims.impacts(&operator(), &id, Lanes::read(Some("societal"))?, None).await?;
    let same = both.technical == technical.technical
        && technical.societal.is_none()
        && societal.technical.is_none()
        && serde_json::to_value(&both.societal).ok() == serde_json::to_value(&societal.societal).ok();
    outcome.check(same && both.map.is_some(), || format!("{side}: a lane alone is another than beside the other"));
    for merged in ["technical+societal", "total", "score"] {
        let refused = Lanes::read(Some(merged)).is_err_and(|it| it.to_string().contains("side by side"));
        outcome.check(refused, || format!("{side}: `{merged}` is not refused"));
    }
    Ok(())
}

/// Who must be heard about each harm, and whether they were; an approval is refused as long as somebody was not.
async fn hearings(house: &House, key: &Hearings, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    let (_, it) = told(house, &key.system).await?;
    outcome
        .check(it.hearings.len() == key.rows.len(), || format!("{side}: {} harms are asked about", it.hearings.len()));
    for (it, wanted) in it.hearings.iter().zip(&key.rows) {
        let found = Hearing { hear: it.hear.map(|it| it.name().to_owned()), met: it.lacks.is_none() };
        outcome
            .check(found == *wanted, || format!("{side}: harm {} is {found:?}, not {wanted:?}: {}", it.row, it.says));
    }
    let id = house.record(&key.assessment)?;
    let change = Change::Move { id, base: None, transition: "approve".to_owned(), set: Document::new(), why: None };
    let answer = house.aims.commit(&operator(), change, None).await;
    let unheard =
        matches!(&answer, Err(Error::Refused(all)) if all.iter().any(|it| it.message.contains("must be heard")));
    outcome.check(unheard == key.refused, || format!("{side}: an approval is {answer:?}"));
    Ok(())
}

/// Exposed work, and the same after a unit has grown.
async fn work(house: &House, key: &Work, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    compare(house, &key.system, &key.before, side, outcome).await?;
    let set = Document::from_iter([("headcount".to_owned(), json!(key.headcount))]);
    let change = Change::Edit { id: house.record(&key.unit)?, base: None, set, why: None };
    house.aims.commit(&operator(), change, None).await?;
    compare(house, &key.system, &key.after, side, outcome).await
}

async fn compare(
    house: &House,
    system: &str,
    wanted: &Told4,
    side: &str,
    outcome: &mut Outcome,
) -> Result<(), Failure> {
    let (_, it) = told(house, system).await?;
    outcome.check(it.work.len() == wanted.len(), || format!("{side}: {} sorts of work are told", it.work.len()));
    let near = |one: f64, two: f64| (one - two).abs() <= SAME;
    for of in &it.work {
        let name = of.unit.as_ref().map_or_else(|| of.work.clone(), |it| house.number(it));
        let right = match (of.full_time, wanted.get(&name)) {
            (Some(own), Some(Some(key))) => {
                near(own.likely, key.0) && near(own.low, key.1) && near(own.high, key.2) && of.people == Some(key.3)
            }
            (None, Some(None)) => of.why.is_some() && of.tasks.iter().all(|it| it.full_time.is_none()),
            _ => false,
        };
        outcome.check(right, || {
            format!("{side}: work of {name} is {:?} ({:?}), not {:?}", of.full_time, of.why, wanted.get(&name))
        });
    }
    Ok(())
}

/// Where no impact was found, a group that turns up takes that back until it was looked at.
async fn nobody(house: &House, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    let fields = json!({ "title": "Cyclists", "group": "communities", "systems": [house.record("SC")?] });
    let document: Document = fields.as_object().cloned().unwrap_or_default().into_iter().collect();
    let made = house
        .aims
        .commit(&operator(), Change::Create { kind: "interested_party".to_owned(), state: None, document }, None)
        .await?;
    let (_, it) = told(house, "SC").await?;
    let named = it.standing.name() == "unassessed" && it.why.contains("Cyclists");
    outcome.check(named, || format!("{side}: a group that was not looked at leaves it {:?}", it.standing));
    let change = Change::Move {
        id: made.id,
        base: None,
        transition: "let_go".to_owned(),
        set: Document::new(),
        why: Some("no stake".to_owned()),
    };
    house.aims.commit(&operator(), change, None).await?;
    let (_, it) = told(house, "SC").await?;
    outcome.check(it.standing.name() == "none_found", || format!("{side}: without it, it is {:?}", it.standing));
    Ok(())
}
