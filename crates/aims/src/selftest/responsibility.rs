//! Self-test of who answers for what: an organisation of 120 people with planted faults, its clean twin, and what falls when
//! somebody goes.
//!
//! Cases and keys are written by `scripts/responsibility.py`, which finds the answers by brute force and shares no code with the product. Every
//! finding that is not in the key is a false alarm.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use governance::responsibility::whole::Asked;
use governance::{Actor, Via};
use serde::Deserialize;

use super::Outcome;
use super::house::{self, House, SIDES};
use crate::exit::Failure;

/// The answer key of a side.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    /// The day for which everything is asked.
    day: jiff::civil::Date,
    /// Names of the checks whose faults were planted, for whoever reads the key.
    #[allow(dead_code)]
    planted: Vec<String>,
    findings: Vec<Told>,
    leaving: Vec<Leaving>,
}

/// A finding, by the numbers of the case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    check: String,
    people: Vec<String>,
    duties: Vec<Duty>,
}

/// A duty, by the numbers of the case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
struct Duty {
    group: String,
    system: Option<String>,
}

/// Somebody who goes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Leaving {
    person: String,
    falls: Vec<Falls>,
    /// Who must be proposed, where an assignment says so.
    stands_in: Option<String>,
}

/// A part of a duty that falls.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
struct Falls {
    group: String,
    system: Option<String>,
    part: String,
}

/// Checks and people, with the duties that a finding touches.
type Found = BTreeMap<(String, BTreeSet<String>), BTreeSet<Duty>>;

/// Enters both organisations and compares what follows with the keys.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in SIDES {
        let (_home, house, key) = house::side(folder, side, |it: &Key| it.day).await?;
        outcome.origin.clone_from(&key.origin);
        compare(&house, side, &key, &mut outcome).await?;
        for leaving in &key.leaving {
            goes(&house, leaving, &mut outcome).await?;
        }
    }
    Ok(outcome)
}

async fn compare(house: &House, side: &str, key: &Key, outcome: &mut Outcome) -> Result<(), Failure> {
    let survey = house.aims.responsibilities(&Actor::operator(Via::System), Asked::default()).await?;
    let mut found = Found::new();
    for it in &survey.findings {
        let people = it.people.iter().map(|it| house.number(it)).collect();
        let duty = |it: &governance::responsibility::map::Duty| Duty {
            group: it.group.clone(),
            system: it.system.as_ref().map(|it| house.number(it)),
        };
        found.entry((it.check.to_owned(), people)).or_default().extend(it.duties.iter().map(duty));
    }
    for told in &key.findings {
        let duties: BTreeSet<Duty> = told.duties.iter().cloned().collect();
        match found.remove(&(told.check.clone(), told.people.iter().cloned().collect())) {
            Some(seen) if seen == duties => outcome.found += 1,
            Some(seen) => outcome.missed.push(format!("{side}: {} of {:?} touches {seen:?}", told.check, told.people)),
            None => outcome.missed.push(format!("{side}: {} of {:?}", told.check, told.people)),
        }
    }
    let alarms =
        found.into_iter().map(|((check, people), duties)| format!("{side}: {check} of {people:?}: {duties:?}"));
    let before = outcome.false_alarms.len();
    outcome.false_alarms.extend(alarms);
    outcome.clean += usize::from(key.findings.is_empty() && outcome.false_alarms.len() == before);
    Ok(())
}

/// Every part that falls is told, no other, and who stands in is proposed.
async fn goes(house: &House, asked: &Leaving, outcome: &mut Outcome) -> Result<(), Failure> {
    let person = house.record(&asked.person)?;
    let leaving = house.aims.if_leaves(&Actor::operator(Via::System), &person).await?;
    let falls = leaving.duties.iter().filter(|it| it.left.is_empty());
    let mut told: Vec<Falls> = falls
        .clone()
        .map(|it| Falls {
            group: it.duty.group.clone(),
            system: it.duty.system.as_ref().map(|it| house.number(it)),
            part: it.part.name().to_owned(),
        })
        .collect();
    told.sort();
    let mut wanted: Vec<&Falls> = asked.falls.iter().collect();
    wanted.sort();
    let proposed: BTreeSet<Option<String>> =
        falls.map(|it| it.proposal.as_ref().map(|it| house.number(&it.person))).collect();
    let right = asked.stands_in.is_none() || proposed == BTreeSet::from([asked.stands_in.clone()]);
    match told.iter().collect::<Vec<_>>() == wanted && right {
        true => outcome.clean += 1,
        false => outcome.missed.push(format!("{} goes: {told:?} fall, proposed are {proposed:?}", asked.person)),
    }
    Ok(())
}
