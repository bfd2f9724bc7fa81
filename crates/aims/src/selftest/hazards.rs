//! Self-test of hazards: each detector on the system with its planted hazard and on all others, how hazards stand after what was measured,
//! and exclusions that ask for a reason and end by themselves.
//!
//! Data and keys are written by `selftest/3.2/make.py`, which shares no code with the product.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use assess::asked::Asked;
use assess::report::Report;
use governance::hazards::standing::{Standing, Told};
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
    systems: BTreeMap<String, System>,
    /// Whether outputs come back as training data, by system.
    returns: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct System {
    /// Hazards that are planted.
    measured: BTreeSet<String>,
    /// Numbers by metric and what each is of.
    answers: BTreeMap<String, Answer>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    #[serde(default)]
    value: Option<f64>,
    #[serde(default)]
    interval: Option<(f64, f64)>,
    #[serde(default)]
    n: Option<u64>,
    #[serde(default)]
    at_least: Option<f64>,
}

/// What is measured of every system: data, data beside them, and columns by the part that they play.
type Look = (&'static str, Option<(&'static str, &'static str)>, &'static [(&'static str, &'static [&'static str])]);

const LOOKS: &[Look] = &[
    ("applicants.csv", None, &[("label", &["defaulted"]), ("group", &["sex"])]),
    ("decided.csv", Some(("reference", "later.csv")), &[("prediction", &["accepted"])]),
    ("after.csv", Some(("original", "before.csv")), &[("prediction", &["class"])]),
    ("overseen.csv", None, &[("prediction", &["advice"]), ("label", &["right"]), ("rater", &["decision"])]),
    ("outputs.csv", Some(("reference", "earlier.csv")), &[("feature", &["x", "y", "z"])]),
];

/// Hazards that are looked for on data.
const LOOKED_FOR: [&str; 6] = ["feedback_loop", "proxy", "label_leakage", "fragile", "over_reliance", "new_outputs"];

/// Hazards of both sides.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in SIDES {
        let (_home, house, key) = house::side(folder, side, |it: &Key| it.day).await?;
        outcome.origin.clone_from(&key.origin);
        for (name, system) in &key.systems {
            let (id, of) = (house.record(name)?, format!("{side}: {name}"));
            suggested(&house, &id, &of, key.returns.get(name), &mut outcome).await?;
            for hazard in &system.measured {
                house.aims.exclude_hazard(&operator(), &id, hazard, "the team sees no sign of it").await?;
                let (now, _) = stands(&house, &id, hazard).await?;
                outcome
                    .check(now == Some(Standing::Excluded), || format!("{of}: {hazard} is not excluded but {now:?}"));
            }
            measured(&house, &id, &of, (&folder.join(side).join(name), system), &mut outcome).await?;
            found(&house, &id, &of, system, &mut outcome).await?;
            excluded(&house, &id, &of, &mut outcome).await?;
        }
    }
    Ok(outcome)
}

fn operator() -> Actor {
    Actor::operator(Via::System)
}

async fn stands(house: &House, id: &Id, hazard: &str) -> Result<(Option<Standing>, Option<Told>), Failure> {
    let told = house.aims.hazards(&operator(), id, None).await?.hazards;
    let one = told.into_iter().find(|it| it.hazard == hazard);
    Ok((one.as_ref().map(|it| it.standing), one))
}

/// Before anything is measured, facts suggest each hazard and nothing settles it; lineage shows outputs that come back.
async fn suggested(
    house: &House,
    id: &Id,
    of: &str,
    returns: Option<&String>,
    outcome: &mut Outcome,
) -> Result<(), Failure> {
    let told = house.aims.hazards(&operator(), id, None).await?;
    for hazard in LOOKED_FOR {
        let one = told.hazards.iter().find(|it| it.hazard == hazard);
        let right = one.is_some_and(|it| it.standing == Standing::Suspected && !it.reasons.is_empty());
        outcome.check(right, || format!("{of}: {hazard} is not suspected for a reason"));
    }
    let fact = told.facts.iter().find(|it| it.fact == "outputs_return").map(|it| &it.value);
    outcome.check(fact == returns, || format!("{of}: outputs return is {fact:?}, not {returns:?}"));
    let way = told.hazards.iter().flat_map(|it| &it.reasons).any(|it| it.row == "returns" && it.unknown.is_empty());
    let loops = returns.is_some_and(|it| it == "true");
    outcome.check(way == loops, || format!("{of}: the loop along the lineage is told {way}"));
    Ok(())
}

/// Measures everything of a system and enters it; each number of the key must be there.
async fn measured(
    house: &House,
    id: &Id,
    of: &str,
    (folder, system): (&PathBuf, &System),
    outcome: &mut Outcome,
) -> Result<(), Failure> {
    let mut left: BTreeSet<&String> = system.answers.keys().collect();
    for look in LOOKS {
        let report = crate::context::blocking(|| measure(folder, look))?;
        for line in &report.lines {
            let name = if line.of.is_empty() { line.metric.clone() } else { format!("{} of {}", line.metric, line.of) };
            let Some(wanted) = system.answers.get(&name) else { continue };
            left.remove(&name);
            outcome.check(same(line, wanted), || format!("{of}: {name} is {:?}, not {wanted:?}", line.value));
        }
        let bytes = serde_json::to_vec(&report).map_err(|it| Failure::failed(it.to_string()))?;
        let fields = assess::kept::fields(&report);
        house.aims.keep_measurement(&operator(), id, None, fields, bytes, None).await?;
    }
    outcome.missed.extend(left.into_iter().map(|it| format!("{of}: {it} is not measured")));
    Ok(())
}

fn measure(folder: &Path, (file, beside, columns): &Look) -> Result<Report, Failure> {
    let path = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let others = beside.iter().map(|(part, name)| (*part, vec![path(name)])).collect();
    let mut asked = Asked { files: vec![path(file)], others, ..Asked::default() };
    for (part, names) in *columns {
        asked.columns.set(part, names.iter().map(|it| (*it).to_owned()))?;
    }
    Ok(assess::run::run(assess::family("hazard")?, &asked)?)
}

fn same(line: &measure::report::Line, wanted: &Answer) -> bool {
    let Ok(found) = line.value.get() else { return false };
    let near = |one: f64, two: f64| (one - two).abs() <= SAME;
    let ends = |it: (f64, f64)| found.interval.is_some_and(|own| near(own.low, it.0) && near(own.high, it.1));
    wanted.value.is_none_or(|it| near(found.value, it))
        && wanted.interval.is_none_or(ends)
        && wanted.n.is_none_or(|it| found.n == it)
        && wanted.at_least.is_none_or(|it| found.value >= it)
}

/// What was planted is measured, also where a person had excluded it; the others were looked for and are not found.
async fn found(house: &House, id: &Id, of: &str, system: &System, outcome: &mut Outcome) -> Result<(), Failure> {
    let told = house.aims.hazards(&operator(), id, None).await?.hazards;
    let with = |standing: Standing| -> BTreeSet<String> {
        let own = told.iter().filter(|it| it.standing == standing && LOOKED_FOR.contains(&it.hazard.as_str()));
        own.map(|it| it.hazard.clone()).collect()
    };
    outcome.sets(&with(Standing::Measured), &system.measured, |it| format!("{of}: {it} is measured"));
    let rest: BTreeSet<String> =
        LOOKED_FOR.iter().map(|it| (*it).to_owned()).filter(|it| !system.measured.contains(it)).collect();
    outcome.sets(&with(Standing::NotFound), &rest, |it| format!("{of}: {it} is looked for and not found"));
    if system.measured.is_empty() {
        outcome.clean += with(Standing::NotFound).len();
    }
    for it in told.iter().filter(|it| system.measured.contains(&it.hazard)) {
        let ended = it.changed.iter().any(|it| it.contains("measured"));
        let numbers = it.shown.iter().all(|it| it.n.is_some() && it.value.is_some());
        outcome.check(ended && numbers, || {
            format!("{of}: {} does not say what ended its exclusion: {}", it.hazard, it.why)
        });
    }
    Ok(())
}

/// An exclusion asks for a reason, holds while its facts do, and ends when one of them changes.
async fn excluded(house: &House, id: &Id, of: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    const NAME: &str = "excessive_agency";
    let aims = &house.aims;
    let bare = aims.exclude_hazard(&operator(), id, NAME, " ").await;
    outcome.check(matches!(bare, Err(Error::Problems(_))), || format!("{of}: it is excluded without a reason"));
    let strange = aims.exclude_hazard(&operator(), id, "no_such_hazard", "why not").await;
    outcome.check(matches!(strange, Err(Error::Problems(_))), || format!("{of}: what is no hazard is excluded"));
    let made = aims.exclude_hazard(&operator(), id, NAME, "its tools only read").await?;
    let facts = Document::from_iter([("facts".to_owned(), json!([]))]);
    let edited = Change::Edit { id: made.id.clone(), base: None, set: facts, why: None };
    let refused = aims.commit(&operator(), edited, None).await;
    outcome.check(matches!(refused, Err(Error::Refused(_))), || format!("{of}: facts of an exclusion can be edited"));
    let (now, _) = stands(house, id, NAME).await?;
    outcome.check(now == Some(Standing::Excluded), || format!("{of}: {NAME} is {now:?}, not excluded"));
    set(house, id, "purpose", json!("sorts requests")).await?;
    let (now, _) = stands(house, id, NAME).await?;
    outcome
        .check(now == Some(Standing::Excluded), || format!("{of}: a fact that nobody asks ends an exclusion: {now:?}"));
    set(house, id, "autonomy", json!("fully_automated")).await?;
    let (now, told) = stands(house, id, NAME).await?;
    let named = told.is_some_and(|it| it.changed.iter().any(|it| it.contains("`autonomy`")));
    outcome
        .check(now == Some(Standing::Suspected) && named, || format!("{of}: {NAME} is {now:?} after a fact changed"));
    set(house, id, "autonomy", json!("direct_human_oversight")).await
}

async fn set(house: &House, id: &Id, field: &str, value: serde_json::Value) -> Result<(), Failure> {
    let set = Document::from_iter([(field.to_owned(), value)]);
    house.aims.commit(&operator(), Change::Edit { id: id.clone(), base: None, set, why: None }, None).await?;
    Ok(())
}
