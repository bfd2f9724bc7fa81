//! Self-tests of policy and practice: event logs with planted deviations, a stricter policy on the same log, a path that nothing documents,
//! statements that records keep or break, exceptions, an attestation against records, and statements that cannot both be kept; each with its
//! clean twin.
//!
//! Cases and keys are written by `scripts/practice.py`, which counts logs again by listing every allowed path and statements from the rows.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use governance::libraries::Libraries;
use governance::practising::log::told::Told;
use governance::practising::logged::held_against;
use governance::practising::whole::{Line, Matrix};
use governance::{Actor, Moment, Via};
use serde::Deserialize;

use super::Outcome;
use super::house::{self, House, SIDES};
use crate::exit::Failure;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    day: jiff::civil::Date,
    log: Log,
    /// The same log against a policy that became stricter.
    stricter: Log,
    /// Steps of another log that no allowed path has, with the cases that take them.
    without_policy: Vec<((String, String), u64)>,
    statements: BTreeMap<String, Stated>,
    verdicts: BTreeMap<String, String>,
    /// Attestations that records contradict.
    contradicted: BTreeSet<String>,
    clashes: BTreeSet<(String, String)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Log {
    conforming: u64,
    cases: u64,
    sorts: BTreeMap<String, u64>,
    deviating: BTreeMap<String, BTreeSet<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stated {
    kept: u64,
    broken: BTreeSet<String>,
    excepted: BTreeSet<String>,
}

/// Both sides.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in SIDES {
        let (_home, house, key) = house::side(folder, side, |it: &Key| it.day).await?;
        outcome.origin.clone_from(&key.origin);
        let told = |log: &str, model: &str| held(&folder.join(side), log, model);
        log(side, &told("log.csv", "model.toml")?, &key.log, &mut outcome);
        log(&format!("{side}, stricter"), &told("log.csv", "stricter.toml")?, &key.stricter, &mut outcome);
        undocumented(side, &told("practice.csv", "model.toml")?, &key, &mut outcome);
        let matrix = house.aims.practice(&Actor::operator(Via::System), &Moment::Now).await?;
        for line in &matrix.statements {
            statement(&house, side, line, &key, &mut outcome);
        }
        around(&house, side, &matrix, &key, &mut outcome);
    }
    Ok(outcome)
}

fn held(folder: &Path, log: &str, model: &str) -> Result<Told, Failure> {
    let read = |name: &str| crate::assignment::read_file(&folder.join(name));
    let text = String::from_utf8_lossy(&read(model)?).into_owned();
    let (path, bytes) = (folder.join(log), read(log)?);
    Ok(held_against(&Libraries::shipped().practice, &text, (log, &bytes), Some(&path))?)
}

fn log(side: &str, told: &Told, key: &Log, outcome: &mut Outcome) {
    let rate = told.conforming.map(|it| (it.k, it.n));
    let right = rate == Some((key.conforming, key.cases));
    outcome.check(right, || format!("{side}: {rate:?} cases conform, not {} of {}", key.conforming, key.cases));
    let sorts: BTreeMap<String, u64> = told.sorts.iter().map(|it| (it.sort.name().to_owned(), it.cases)).collect();
    outcome.check(sorts == key.sorts, || format!("{side}: deviations are {sorts:?}, not {:?}", key.sorts));
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for it in &told.deviations {
        found.entry(it.case.clone()).or_default().insert(it.sort.name().to_owned());
    }
    for (case, sorts) in &key.deviating {
        let own = found.remove(case).unwrap_or_default();
        outcome.check(own == *sorts, || format!("{side}: {case} is told to deviate by {own:?}, not {sorts:?}"));
    }
    outcome.false_alarms.extend(found.into_keys().map(|it| format!("{side}: {it} is told to deviate")));
    if key.deviating.is_empty() && told.deviations.is_empty() {
        outcome.clean += 1;
    }
}

/// What is frequent and documented nowhere.
fn undocumented(side: &str, told: &Told, key: &Key, outcome: &mut Outcome) {
    let found: Vec<((String, String), u64)> = told
        .steps
        .iter()
        .filter(|it| it.without_policy)
        .map(|it| ((it.from.clone(), it.to.clone()), it.share.k))
        .collect();
    for wanted in &key.without_policy {
        outcome.check(found.contains(wanted), || format!("{side}: {wanted:?} is not told as practice without policy"));
    }
    let more = found.iter().filter(|it| !key.without_policy.contains(it));
    outcome.false_alarms.extend(more.map(|it| format!("{side}: {it:?} is told as practice without policy")));
    if key.without_policy.is_empty() && found.is_empty() {
        outcome.clean += 1;
    }
}

fn statement(house: &House, side: &str, line: &Line, key: &Key, outcome: &mut Outcome) {
    let name = house.number(&line.id);
    let verdict = key.verdicts.get(&name).map(String::as_str);
    outcome.check(verdict == Some(line.verdict.name()), || {
        format!("{side}: {name} is {:?}, not {verdict:?}", line.verdict)
    });
    let (Some(wanted), Some(tested)) = (key.statements.get(&name), &line.tested) else { return };
    let kept = tested.share.map_or(0, |it| it.k);
    outcome.check(kept == wanted.kept, || format!("{side}: {kept} records keep {name}, not {}", wanted.kept));
    let broken: BTreeSet<String> = tested.violations.iter().map(|it| house.number(&it.id)).collect();
    let excepted: BTreeSet<String> = tested.excepted.iter().map(|it| house.number(&it.id)).collect();
    outcome
        .missed
        .extend(wanted.broken.difference(&broken).map(|it| format!("{side}: {it} is not told to break {name}")));
    outcome
        .false_alarms
        .extend(broken.difference(&wanted.broken).map(|it| format!("{side}: {it} is told to break {name}")));
    outcome.check(excepted == wanted.excepted, || format!("{side}: {excepted:?} are excepted from {name}"));
    if wanted.broken.is_empty() && broken.is_empty() {
        outcome.clean += 1;
    }
}

/// Attestations against records, and statements that cannot both be kept.
fn around(house: &House, side: &str, matrix: &Matrix, key: &Key, outcome: &mut Outcome) {
    let attested = matrix.statements.iter().filter_map(|it| it.attested.as_ref());
    let contradicted: BTreeSet<String> =
        attested.flat_map(|it| &it.contradicted).map(|it| house.number(&it.id)).collect();
    outcome.check(contradicted == key.contradicted, || format!("{side}: {contradicted:?} are told as contradicted"));
    let pair = |one: &record::Id, other: &record::Id| {
        let (one, other) = (house.number(one), house.number(other));
        if one < other { (one, other) } else { (other, one) }
    };
    let clashes: BTreeSet<(String, String)> = matrix.clashes.found.iter().map(|it| pair(&it.one, &it.other)).collect();
    outcome.check(clashes == key.clashes, || format!("{side}: {clashes:?} are told to clash, not {:?}", key.clashes));
}
