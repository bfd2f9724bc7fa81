//! Self-test of the risk process: levels and sides of the line of several hundred risks, when each is assessed again on two days, what each stage lacks, gates that
//! open and stay shut, gaps, what other criteria would move, how far two assessors agree, and bad input that is refused.
//!
//! Cases and keys are written by `scripts/risk_method.py`, which writes out each cell, walks through the calendar and shares no code with the product.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use governance::risking::whole::{Part, Told};
use governance::{Actor, Error, Listing, Via};
use jiff::civil::Date;
use record::{Change, Document, Id};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Outcome;
use super::house::{self, House, SIDES};
use crate::exit::Failure;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    day: Date,
    later: Date,
    /// Level and verdict by risk, basis and type.
    judged: BTreeMap<String, (String, String)>,
    /// On which side of the line each threat lies.
    beside: BTreeMap<String, String>,
    /// Risks that lack a step, by AI system, stage and step; a blank is the stage itself.
    steps: BTreeMap<String, BTreeSet<String>>,
    /// How many stages and steps stand before a state, by AI system and state.
    before: BTreeMap<String, usize>,
    gaps: BTreeSet<Vec<String>>,
    moved: BTreeSet<(String, String, String, bool)>,
    agreements: Vec<Agreements>,
    due: BTreeMap<String, (Date, String)>,
    due_later: BTreeMap<String, (Date, String)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Agreements {
    assessment: String,
    pairs: BTreeMap<String, Pair>,
    differ: BTreeSet<(String, String)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    shared: usize,
    same: usize,
    kappa: Option<(f64, f64, f64)>,
}

/// Transitions that a gate stands before, with the state in which they start and the one to which they lead.
const GATES: [(&str, &str, &str); 3] = [
    ("begin_verification", "development", "verification"),
    ("deploy", "verification", "deployment"),
    ("operate", "deployment", "operation"),
];

/// The risk process of both sides.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in SIDES {
        let (_home, house, key) = house::side(folder, side, |it: &Key| it.day).await?;
        outcome.origin.clone_from(&key.origin);
        let told = told(&house, None).await?;
        levels(&house, side, &told, &key, &mut outcome);
        beside(&house, side, &key, &mut outcome).await?;
        steps(&house, side, &told, &key, &mut outcome);
        due(&house, side, &told, &key.due, &mut outcome);
        due(&house, side, &self::told(&house, Some(key.later)).await?, &key.due_later, &mut outcome);
        moved(&house, side, &key, &mut outcome).await?;
        for it in &key.agreements {
            agreement(&house, side, it, &mut outcome).await?;
        }
        reconciliation(&house, side, &key, &mut outcome).await?;
        refused(&house, side, &mut outcome).await?;
        gates(&house, side, &told, &key, &mut outcome).await?;
    }
    Ok(outcome)
}

fn operator() -> Actor {
    Actor::operator(Via::System)
}

async fn told(house: &House, on: Option<Date>) -> Result<Told, Failure> {
    Ok(house.aims.risk_method(&operator(), Part { on, ..Part::default() }).await?)
}

/// Level and verdict of each risk, with what in place and for each type.
fn levels(house: &House, side: &str, told: &Told, key: &Key, outcome: &mut Outcome) {
    let mut left: BTreeSet<&String> = key.judged.keys().collect();
    for (row, it) in told.risks.iter().flat_map(|row| row.judged.iter().map(move |it| (row, it))) {
        let name = format!("{} {} {}", house.number(&row.risk), it.basis.name(), it.of);
        let found = (it.level.clone().unwrap_or_default(), it.verdict.name().to_owned());
        let right = key.judged.get(&name) == Some(&found);
        left.retain(|it| **it != name);
        outcome.check(right, || format!("{side}: {name} is {found:?} ({}), not {:?}", it.says, key.judged.get(&name)));
        outcome.clean += usize::from(right && found.1 == "acceptable");
    }
    outcome.missed.extend(left.iter().map(|it| format!("{side}: {it} is not told")));
}

/// On which side of the line each threat lies, as lists find it.
async fn beside(house: &House, side: &str, key: &Key, outcome: &mut Outcome) -> Result<(), Failure> {
    for word in ["above", "within", "cannot_be_told"] {
        let filter = format!("appetite:{word} -state:closed");
        let listing = Listing { filter, limit: 1_000, ..Listing::of("risk") };
        let listed = house.aims.list(&operator(), &listing).await?;
        let found: BTreeSet<String> = listed.rows.iter().map(|it| house.number(&it.id)).collect();
        let wanted: BTreeSet<String> = key.beside.iter().filter(|it| it.1 == word).map(|it| it.0.clone()).collect();
        for name in found.union(&wanted) {
            let right = found.contains(name) && wanted.contains(name);
            outcome.check(right, || format!("{side}: {name} is {word}, or said to be, on one side only"));
            outcome.clean += usize::from(right && word == "within");
        }
    }
    Ok(())
}

/// What steps lack, gaps, and what stands before each state.
fn steps(house: &House, side: &str, told: &Told, key: &Key, outcome: &mut Outcome) {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for system in &told.systems {
        let name = house.number(&system.system);
        for stage in system.stages.iter().filter(|it| it.reached) {
            for step in stage.steps.iter().filter(|it| it.asked && !it.lacks.is_empty()) {
                let who = step.lacks.iter().map(|it| it.risk.as_ref().map(|it| house.number(it)).unwrap_or_default());
                found.insert(format!("{name} {} {}", stage.stage, step.step.name()), who.collect());
            }
        }
        for (state, lacks) in &system.before {
            let wanted = key.before.get(&format!("{name} {state}")).copied().unwrap_or_default();
            outcome.check(lacks.is_empty() == (wanted == 0), || {
                format!("{side}: before {state} {name} lacks {lacks:?}, not {wanted} steps")
            });
            outcome.clean += usize::from(lacks.is_empty() && wanted == 0);
        }
    }
    for name in found.keys().chain(key.steps.keys()).collect::<BTreeSet<_>>() {
        let right = found.get(name) == key.steps.get(name);
        outcome.check(right, || {
            format!("{side}: {name} is lacked by {:?}, not {:?}", found.get(name), key.steps.get(name))
        });
    }
    let gaps: BTreeSet<Vec<String>> = told
        .gaps
        .iter()
        .map(|it| std::iter::once(it.sort.to_owned()).chain(it.records.iter().map(|it| house.number(it))).collect())
        .collect();
    for it in gaps.union(&key.gaps) {
        outcome.check(gaps.contains(it) && key.gaps.contains(it), || {
            format!("{side}: the gap {it:?} is on one side only")
        });
    }
}

fn due(house: &House, side: &str, told: &Told, key: &BTreeMap<String, (Date, String)>, outcome: &mut Outcome) {
    for row in &told.risks {
        let name = house.number(&row.risk);
        let found = row.due.as_ref().map(|it| (it.on, it.reason.name().to_owned()));
        outcome.check(found.as_ref() == key.get(&name), || {
            format!("{side}: on {} {name} is due {found:?}, not {:?}", told.on, key.get(&name))
        });
    }
}

/// What a draft would move.
async fn moved(house: &House, side: &str, key: &Key, outcome: &mut Outcome) -> Result<(), Failure> {
    let told = house.aims.risk_replay(&operator(), &house.record("C27")?, None, None).await?;
    let found: BTreeSet<(String, String, String, bool)> = told
        .moved
        .iter()
        .map(|it| (house.number(&it.risk), it.was.of.clone(), it.direction.name().to_owned(), it.crosses))
        .collect();
    for it in found.union(&key.moved) {
        outcome.check(found.contains(it) && key.moved.contains(it), || {
            format!("{side}: that {it:?} moves is on one side only")
        });
    }
    let back = house.aims.risk_replay(&operator(), &house.record("C26")?, None, None).await?;
    outcome.check(back.moved.is_empty(), || {
        format!("{side}: the criteria in force move {:?} against themselves", back.moved)
    });
    Ok(())
}

/// How far two assessors agree, and where they differ.
async fn agreement(house: &House, side: &str, key: &Agreements, outcome: &mut Outcome) -> Result<(), Failure> {
    let told = house.aims.risk_agreement(&operator(), &house.record(&key.assessment)?).await?.agreed;
    for it in &told.pairs {
        let Some(wanted) = key.pairs.get(it.what) else { continue };
        let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
        let kappa = match (it.kappa, &it.interval, wanted.kappa) {
            (Some(value), Some(within), Some(of)) => {
                near(value, of.0) && near(within.low, of.1) && near(within.high, of.2)
            }
            (None, _, None) => it.why.as_ref().is_some_and(|it| it.starts_with("not assessable")),
            _ => false,
        };
        let right = kappa && (it.shared, it.same) == (wanted.shared, wanted.same);
        outcome.check(right, || format!("{side}: {} about {} is {it:?}, not {wanted:?}", key.assessment, it.what));
    }
    outcome.check(told.pairs.len() == key.pairs.len(), || format!("{side}: {} pairs are told", told.pairs.len()));
    let found: BTreeSet<(String, String)> =
        told.differences.iter().map(|it| (house.number(&it.risk), it.of.clone().unwrap_or_default())).collect();
    outcome.check(found == key.differ, || {
        format!("{side}: {} differs about {found:?}, not {:?}", key.assessment, key.differ)
    });
    Ok(())
}

/// An assessment is concluded only once each difference is settled by both, with a reason.
async fn reconciliation(house: &House, side: &str, key: &Key, outcome: &mut Outcome) -> Result<(), Failure> {
    let Some(of) = key.agreements.last() else { return Ok(()) };
    let id = house.record(&of.assessment)?;
    let conclude = json!({ "conclusion": "Settled.", "assessed_on": key.day.to_string() });
    let early = step(house, &id, "conclude", conclude.clone()).await;
    says(
        &early,
        "assessors differ about",
        &format!("{side}: {} is concluded with differences", of.assessment),
        outcome,
    );
    let rows = |who: &[&str]| -> Result<Value, Failure> {
        let row = |(risk, ty): &(String, String)| {
            let mut row = json!({ "risk": risk, "level": 2, "agreed": who, "why": "Both saw the same log." });
            if !ty.is_empty() {
                row["type"] = json!(ty);
            }
            row
        };
        house.stored(&of.differ.iter().map(row).collect())
    };
    edit(house, &id, json!({ "reconciled": rows(&["P2"])? })).await?;
    let half = step(house, &id, "conclude", conclude.clone()).await;
    says(&half, "has not agreed on a level", &format!("{side}: one of two settles it"), outcome);
    edit(house, &id, json!({ "reconciled": rows(&["P2", "P3"])? })).await?;
    let done = step(house, &id, "conclude", conclude).await;
    outcome.check(done.is_ok(), || format!("{side}: a reconciled assessment is not concluded: {done:?}"));
    // It covers an AI system of which it considered no impact assessment, and a risk may say otherwise than what was settled.
    let told = told(house, None).await?;
    let bare = told.gaps.iter().any(|it| it.sort == "assessed_without_impact" && it.records.contains(&id));
    outcome.check(bare, || format!("{side}: that {} considered no impact assessment is no gap", of.assessment));
    Ok(())
}

/// Bad input, each refused in a sentence that names the place.
async fn refused(house: &House, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    let criteria = house.record("C26")?;
    let good = house.aims.record(&operator(), &criteria, &governance::Moment::Now).await?.document;
    let changed = |field: &str, change: &dyn Fn(&mut Vec<Value>)| {
        let mut document: Document = good.clone();
        document.remove("from");
        if let Some(rows) = document.get_mut(field).and_then(Value::as_array_mut) {
            change(rows);
        }
        document
    };
    let hole = changed("matrix", &|rows| drop(rows.remove(1)));
    let short = changed("matrix", &|rows| rows[0]["levels"] = json!("low, low"));
    let falls = changed("matrix", &|rows| rows[4]["levels"] = json!("low, low, low, low, low"));
    let unknown = changed("translations", &|rows| rows[0]["version"] = json!("1999"));
    let bare = changed("line", &|rows| drop(rows.remove(0)));
    for (document, wanted) in [
        (hole, "`matrix` has no row for `unlikely`"),
        (short, "there are 5 levels of consequence"),
        (falls, "although the likelihood rises"),
        (unknown, "names the scale version `1999`"),
        (bare, "`line` says nothing of organisation"),
    ] {
        let made = create(house, "risk_criteria", "approved", document).await;
        says(&made, wanted, &format!("{side}: bad criteria stand"), outcome);
    }
    let twice = create(house, "risk_criteria", "in_force", changed("line", &|_| ())).await;
    says(&twice, "are in force already", &format!("{side}: two criteria are in force"), outcome);
    let (old, draft) = (house.record("C25")?, house.record("C27")?);
    let typed = |of: &str, level: u64| json!([{ "type": of, "current": level }]);
    for (fields, wanted) in [
        (json!({ "by_type": typed("groups", 2), "likelihood": 3 }), "does not say by which they were made"),
        (json!({ "by_type": typed("groups", 2), "criteria": draft }), "its scales count once it is in force"),
        (json!({ "by_type": typed("groups", 5), "criteria": old }), "has 4; choose one of them"),
        (json!({ "by_type": typed("environment", 1), "criteria": criteria }), "has no scale for environment"),
    ] {
        let mut document: Document = serde_json::from_value(fields).map_err(Error::input)?;
        document.insert("title".to_owned(), json!("Bad"));
        let made = create(house, "risk", "identified", document).await;
        says(&made, wanted, &format!("{side}: a bad score stands"), outcome);
    }
    let again = json!({ "title": "Again", "assessment": house.record("Y1")?, "owner": house.record("P2")? });
    let again = create(house, "score_sheet", "in_progress", serde_json::from_value(again).map_err(Error::input)?).await;
    says(&again, "one person is one assessor", &format!("{side}: one person scores twice"), outcome);
    Ok(())
}

/// Ends acceptances that do not count any more, so that nothing but steps holds AI systems back.
async fn end_lapsed(house: &House) -> Result<(), Failure> {
    loop {
        let told = house.aims.acceptances(&operator(), governance::accepting::whole::Part::default()).await?;
        if told.unaccepted.is_empty() {
            return Ok(());
        }
        for it in told.unaccepted {
            let why = Some("it does not count any more".to_owned());
            let (id, transition, set) = (it.acceptance, "end".to_owned(), Document::new());
            house.aims.commit(&operator(), Change::Move { id, base: None, transition, set, why }, None).await?;
        }
    }
}

/// AI systems move on where nothing is lacking, and stay where something is; a single fault in a risk of a stage shuts the gate again.
async fn gates(house: &House, side: &str, told: &Told, key: &Key, outcome: &mut Outcome) -> Result<(), Failure> {
    end_lapsed(house).await?;
    let mut broken = false;
    for system in &told.systems {
        let name = house.number(&system.system);
        let Some((transition, _, to)) = GATES.iter().find(|it| it.1 == system.state) else { continue };
        let open = key.before.get(&format!("{name} {to}")) == Some(&0);
        let own = || {
            told.risks.iter().find(|it| it.systems.contains(&system.system) && it.stage.as_deref() == Some("inception"))
        };
        if let (true, false, Some(risk)) = (open, broken, own()) {
            broken = true;
            edit(house, &risk.risk, json!({ "source": null })).await?;
            let shut = step(house, &system.system, transition, json!({})).await;
            let wanted = format!("{}: it does not say source", risk.risk);
            says(&shut, &wanted, &format!("{side}: {name} passes with a risk without a source"), outcome);
            edit(house, &risk.risk, json!({ "source": "the source" })).await?;
        }
        let moved = step(house, &system.system, transition, json!({})).await;
        match open {
            true => outcome.check(moved.is_ok(), || format!("{side}: {name} is held back from {to}: {moved:?}")),
            false => says(
                &moved,
                "risks of its life so far are not assessed",
                &format!("{side}: {name} passes to {to}"),
                outcome,
            ),
        }
        outcome.clean += usize::from(open);
    }
    Ok(())
}

/// That something was refused in these words.
fn says<T: std::fmt::Debug>(found: &Result<T, Error>, wanted: &str, otherwise: &str, outcome: &mut Outcome) {
    let text = found.as_ref().err().map(ToString::to_string).unwrap_or_default();
    outcome.check(text.contains(wanted), || format!("{otherwise}: `{text}` and not `{wanted}`"));
}

async fn create(house: &House, kind: &str, state: &str, document: Document) -> Result<Id, Error> {
    let change = Change::Create { kind: kind.to_owned(), state: Some(state.to_owned()), document };
    Ok(house.aims.commit(&operator(), change, None).await?.id)
}

async fn edit(house: &House, id: &Id, set: Value) -> Result<(), Failure> {
    let set: Document = serde_json::from_value(set).map_err(Error::input)?;
    let change = Change::Edit { id: id.clone(), base: None, set, why: None };
    house.aims.commit(&operator(), change, None).await?;
    Ok(())
}

async fn step(house: &House, id: &Id, transition: &str, set: Value) -> Result<Id, Error> {
    let set: Document = serde_json::from_value(set).map_err(Error::input)?;
    let change = Change::Move { id: id.clone(), base: None, transition: transition.to_owned(), set, why: None };
    Ok(house.aims.commit(&operator(), change, None).await?.id)
}
