//! Self-test of who answers for what: an organisation of 120 people with planted faults, its clean twin, and what falls when
//! somebody goes.
//!
//! Cases and keys are written by `scripts/responsibility.py`, which finds the answers by brute force and shares no code with the product. Every
//! finding that is not in the key is a false alarm.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use governance::responsibility::whole::Asked;
use governance::{Actor, Aims, Options, Via};
use record::{Change, Document, Id};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Folder, Outcome};
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

/// A record of a case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    kind: String,
    state: String,
    fields: Document,
}

/// An organisation that was entered, and which number of the case each record is.
struct House {
    aims: Aims,
    numbers: BTreeMap<Id, String>,
}

/// Checks and people, with the duties that a finding touches.
type Found = BTreeMap<(String, BTreeSet<String>), BTreeSet<Duty>>;

/// Enters both organisations and compares what follows with the keys.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in ["faulty", "clean"] {
        let home = Folder::make()?;
        let key: Key = json(&folder.join(side).join("key.json"))?;
        let entries: Vec<Entry> = json(&folder.join(side).join("organisation.json"))?;
        outcome.origin.clone_from(&key.origin);
        let house = enter(&home, &key, entries).await?;
        compare(&house, side, &key, &mut outcome).await?;
        for leaving in &key.leaving {
            goes(&house, leaving, &mut outcome).await?;
        }
    }
    Ok(outcome)
}

fn json<T: DeserializeOwned>(path: &Path) -> Result<T, Failure> {
    let bytes = crate::assignment::read_file(path)?;
    let shown = path.display();
    serde_json::from_slice(&bytes).map_err(|it| Failure::input(format!("`{shown}` cannot be understood: {it}")))
}

/// Enters every record; links to what comes later are added at the end.
async fn enter(home: &Folder, key: &Key, entries: Vec<Entry>) -> Result<House, Failure> {
    let mut options = Options::embedded(home.path().join("store"));
    let noon = key.day.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC);
    let noon = noon.map_err(|it| Failure::input(format!("the day of the key cannot be used: {it}")))?.timestamp();
    options.clock = Arc::new(move || noon);
    let aims = Aims::init(options, "selftest.example/aims")?;
    let operator = Actor::operator(Via::System);
    let names: BTreeSet<String> = entries.iter().map(|it| it.id.clone()).collect();
    let (mut known, mut later) = (BTreeMap::<String, Id>::new(), Vec::new());
    for entry in entries {
        let mut document = Document::new();
        for (field, value) in entry.fields {
            match translated(&value, &names, &known) {
                Some(value) => drop(document.insert(field, value)),
                None => later.push((entry.id.clone(), field, value)),
            }
        }
        let change = Change::Create { kind: entry.kind, state: Some(entry.state), document };
        known.insert(entry.id, aims.commit(&operator, change, None).await?.id);
    }
    for (id, field, value) in later {
        let (Some(id), Some(value)) = (known.get(&id).cloned(), translated(&value, &names, &known)) else { continue };
        let set = Document::from_iter([(field, value)]);
        aims.commit(&operator, Change::Edit { id, base: None, set, why: None }, None).await?;
    }
    Ok(House { aims, numbers: known.into_iter().map(|(name, id)| (id, name)).collect() })
}

/// A value with numbers of the store; nothing when it names a record that is not there yet.
fn translated(value: &Value, names: &BTreeSet<String>, known: &BTreeMap<String, Id>) -> Option<Value> {
    Some(match value {
        Value::String(text) if names.contains(text) => Value::from(known.get(text)?.to_string()),
        Value::Array(all) => all.iter().map(|it| translated(it, names, known)).collect::<Option<Vec<_>>>()?.into(),
        Value::Object(row) => {
            let cell = |(name, it): (&String, &Value)| Some((name.clone(), translated(it, names, known)?));
            Value::Object(row.iter().map(cell).collect::<Option<Document>>()?)
        }
        other => other.clone(),
    })
}

impl House {
    fn number(&self, id: &Id) -> String {
        self.numbers.get(id).cloned().unwrap_or_else(|| id.to_string())
    }
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
    let person = house.numbers.iter().find(|it| *it.1 == asked.person).map(|it| it.0.clone());
    let person =
        person.ok_or_else(|| Failure::missing(format!("the key names `{}`, who is not there", asked.person)))?;
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
