//! Self-test of gap assessments: the step that evidence shows of every requirement and column, what two assessors say beside it, the figures that
//! follow, what is claimed above evidence; a rating that falls with its evidence, and a concluded assessment that says the same ever after.
//!
//! Cases and keys are written by `scripts/gaps.py`, which shares no code with the product.

use std::collections::BTreeSet;
use std::path::Path;

use governance::gaps::claim::Rated;
use governance::gaps::whole::Told;
use governance::{Actor, Moment, Via};
use record::{Change, Document};
use serde::Deserialize;

use super::Outcome;
use super::house::{self, House, SIDES};
use crate::exit::Failure;

/// The answer key of a side.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    /// The day on which everything is entered and asked.
    day: jiff::civil::Date,
    /// The assessment.
    assessment: String,
    cells: Vec<Step>,
    by_evidence: f64,
    by_ratings: f64,
    kappa: f64,
    interval: [f64; 2],
    by_steps: f64,
    shared: usize,
    hours: f64,
    known: usize,
    gaps: usize,
    above: Vec<String>,
    differ: Vec<String>,
    alone: Vec<String>,
    /// Pairs of requirements of which the first needs the second.
    needs: Vec<[String; 2]>,
    falls: Falls,
}

/// The steps of a cell.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    reference: String,
    subject: String,
    evidenced: String,
    rated: String,
}

/// A rating that falls when a proof is rejected.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Falls {
    requirement: String,
    proof: String,
    from: String,
    to: String,
}

/// Enters both sides and compares with the keys.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in SIDES {
        let (home, house, key) =
            house::side_beside(folder, side, |it: &Key| it.day, &["frameworks/cases.toml"]).await?;
        outcome.origin.clone_from(&key.origin);
        let told = asked(&house, &key).await?;
        cells(&house, &key, &told, side, &mut outcome);
        figures(&key, &told, side, &mut outcome);
        listed(&house, &key, &told, side, &mut outcome);
        order(&key, &told, side, &mut outcome);
        stays(&house, &key, side, &mut outcome).await?;
        drop(home);
    }
    Ok(outcome)
}

fn operator() -> Actor {
    Actor::operator(Via::System)
}

async fn asked(house: &House, key: &Key) -> Result<Told, Failure> {
    Ok(house.aims.gaps(&operator(), &house.record(&key.assessment)?, &Moment::Now).await?)
}

/// The name that the key has for a column.
fn subject(house: &House, id: &str) -> String {
    id.parse().map_or_else(|_| id.to_owned(), |id| house.number(&id))
}

fn cells(house: &House, key: &Key, told: &Told, side: &str, outcome: &mut Outcome) {
    outcome.check(told.cells.len() == key.cells.len(), || {
        format!("{side}: there are {} cells, not {}", told.cells.len(), key.cells.len())
    });
    for wanted in &key.cells {
        let fits =
            |it: &&Rated| it.cell.reference == wanted.reference && subject(house, &it.cell.subject) == wanted.subject;
        let found = told.cells.iter().find(fits);
        let steps = found.map(|it| (told.step(it.cell.evidenced), told.step(it.rated)));
        outcome.check(steps == Some((wanted.evidenced.as_str(), wanted.rated.as_str())), || {
            let (evidenced, rated) = (&wanted.evidenced, &wanted.rated);
            format!("{side}: {} of `{}` is {steps:?}, not {evidenced} and {rated}", wanted.reference, wanted.subject)
        });
    }
}

fn figures(key: &Key, told: &Told, side: &str, outcome: &mut Outcome) {
    let (one, two) = (told.agreement.first(), told.agreement.first().and_then(|it| it.interval.as_ref()));
    for (name, found, wanted, near) in [
        ("the weighted gap by evidence", told.by_evidence.share, key.by_evidence, 1e-9),
        ("the weighted gap as rated", told.by_ratings.share, key.by_ratings, 1e-9),
        ("kappa", one.and_then(|it| it.kappa), key.kappa, 1e-9),
        ("kappa by steps", one.and_then(|it| it.by_steps), key.by_steps, 1e-9),
        // The key takes derivatives numerically.
        ("the lower end of kappa", two.map(|it| it.low), key.interval[0], 1e-5),
        ("the upper end of kappa", two.map(|it| it.high), key.interval[1], 1e-5),
        ("the effort", told.effort.hours, key.hours, 1e-9),
    ] {
        outcome.check(found.is_some_and(|it| (it - wanted).abs() <= near), || {
            format!("{side}: {name} is {found:?}, not {wanted}")
        });
    }
    let counts = (one.map(|it| it.shared), told.effort.known, told.effort.gaps);
    outcome.check(counts == (Some(key.shared), key.known, key.gaps), || {
        format!("{side}: shared, known and gaps are {counts:?}, not {} {} {}", key.shared, key.known, key.gaps)
    });
}

fn listed(house: &House, key: &Key, told: &Told, side: &str, outcome: &mut Outcome) {
    type Wanted = fn(&Rated) -> bool;
    let lists: [(&str, &Vec<String>, Wanted); 3] = [
        ("claimed above evidence", &key.above, |it| it.above),
        ("differs", &key.differ, |it| it.differ),
        ("rated only by who answers for it", &key.alone, |it| !it.alone.is_empty()),
    ];
    for (name, wanted, is) in lists {
        let text = |it: &Rated| format!("{} {}", it.cell.reference, subject(house, &it.cell.subject)).trim().to_owned();
        let found: BTreeSet<String> = told.cells.iter().filter(|it| is(it)).map(text).collect();
        for it in wanted {
            outcome.check(found.contains(it), || format!("{side}: that {it} is {name} was not found"));
        }
        let more = found.iter().filter(|it| !wanted.contains(it));
        outcome.false_alarms.extend(more.map(|it| format!("{side}: {it} is said to be {name}")));
        outcome.clean += usize::from(wanted.is_empty() && found.is_empty());
    }
}

/// What is needed comes before what needs it, among what must be met and among what should.
fn order(key: &Key, told: &Told, side: &str, outcome: &mut Outcome) {
    let place = |reference: &str| told.order.iter().position(|it| it.item.reference == reference);
    for [after, before] in &key.needs {
        let (Some(after), Some(before)) = (place(after), place(before)) else { continue };
        let same = told.order[after].item.place == told.order[before].item.place;
        outcome.check(!same || before < after, || {
            format!("{side}: {} stands before what it needs", told.order[after].item.reference)
        });
    }
}

/// A rating falls with its evidence while the assessment is under way, and once it is concluded nothing moves a byte of it.
async fn stays(house: &House, key: &Key, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    let (id, proof) = (house.record(&key.assessment)?, house.record(&key.falls.proof)?);
    let step = |told: &Told| {
        let found = told.cells.iter().find(|it| it.cell.reference == key.falls.requirement);
        found.map(|it| told.step(it.rated).to_owned()).unwrap_or_default()
    };
    let before = step(&asked(house, key).await?);
    moved(house, &proof, "reject", "it was of something else").await?;
    let after = step(&asked(house, key).await?);
    outcome.check((before.as_str(), after.as_str()) == (key.falls.from.as_str(), key.falls.to.as_str()), || {
        format!(
            "{side}: {} went from {before} to {after}, not from {} to {}",
            key.falls.requirement, key.falls.from, key.falls.to
        )
    });
    if !key.differ.is_empty() {
        let refused = moved(house, &id, "conclude", "").await.is_err();
        outcome.check(refused, || format!("{side}: it was concluded while assessors differ"));
        return Ok(());
    }
    moved(house, &id, "conclude", "").await?;
    let file =
        async |ending: &str| Ok::<_, Failure>(house.aims.gaps_file(&operator(), &id, &Moment::Now, ending).await?);
    let (json, html) = (file("json").await?, file("html").await?);
    for (name, field, value) in
        [("north", "title", "Renamed"), ("ana", "title", "Somebody"), ("parking", "title", "Other")]
    {
        let set = Document::from_iter([(field.to_owned(), value.into())]);
        let change = Change::Edit { id: house.record(name)?, base: None, set, why: None };
        house.aims.commit(&operator(), change, None).await?;
    }
    for (record, name) in house.numbers.iter().filter(|it| it.0.prefix == "EVD" && *it.0 != proof) {
        let change = Change::Retire { id: record.clone(), base: None, why: format!("{name} is not needed any more") };
        house.aims.commit(&operator(), change, None).await?;
    }
    let same = (file("json").await?, file("html").await?) == (json, html);
    outcome.check(same, || format!("{side}: a concluded assessment says something else after its evidence is gone"));
    Ok(())
}

async fn moved(house: &House, id: &record::Id, transition: &str, why: &str) -> Result<(), Failure> {
    let why = (!why.is_empty()).then(|| why.to_owned());
    let change =
        Change::Move { id: id.clone(), base: None, transition: transition.to_owned(), set: Document::new(), why };
    house.aims.commit(&operator(), change, None).await?;
    Ok(())
}
