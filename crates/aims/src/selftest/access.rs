//! Self-test of access to data: what is opened, refused and hidden; logs of a warehouse with planted violations and a clean week;
//! and the trail, of which one line is altered or deleted and must be named by its exact place.
//!
//! Keys are written by `make.py` beside the cases, which plants what must be found and shares no code with the product. Every
//! alert that is not in the key is a false alarm.

use std::path::Path;

use governance::access::log::keep::LogFile;
use governance::access::open::Form;
use governance::{Actor, Error, Via};
use jiff::Timestamp;
use ledger::bundle;
use serde::Deserialize;

use super::authorisation::{Attempt, attempt_it, judge};
use super::tampering::{Members, bundle_of, findings, other_moment, verifier_keys, with_block};
use super::{Folder, Outcome, enter, key};
use crate::demo::{Entered, Files};
use crate::exit::Failure;

/// The answer key of a folder.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    /// The moment at which everything is asked, since logs name days.
    now: Timestamp,
    #[serde(default)]
    attempt: Vec<Attempt>,
    #[serde(default)]
    open: Vec<Opening>,
    #[serde(default)]
    log: Vec<Log>,
    /// Outcomes of the trail of the dataset, from the oldest to the newest.
    trail: Vec<String>,
    /// The dataset, by its name in `setup.toml`.
    dataset: String,
    #[serde(default)]
    tamper: Vec<Tamper>,
}

/// Data that somebody opens.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Opening {
    what: String,
    by: String,
    version: String,
    purpose: String,
    form: String,
    /// Policy that must refuse; the data are opened when there is none.
    refused_by: Option<String>,
    /// Words that refusal or data must hold.
    #[serde(default)]
    says: Vec<String>,
    /// Words that must not be there.
    #[serde(default)]
    hides: Vec<String>,
}

/// A log that is brought in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Log {
    file: String,
    rows: usize,
    #[serde(default)]
    rejected: Vec<u64>,
    #[serde(default)]
    alert: Vec<Planted>,
}

/// An alert that must be raised.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Planted {
    rule: String,
    person: String,
    lines: Vec<u64>,
    #[serde(default)]
    also: Vec<String>,
    /// Words that the reason must hold.
    #[serde(default)]
    says: Vec<String>,
}

/// A line of the trail that is tampered with.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tamper {
    /// `edit` or `delete`.
    how: String,
    /// Which line of the trail, from 0 for the oldest.
    line: usize,
}

/// Enters both organisations and compares what follows with the keys.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in ["faulty", "clean"] {
        let home = Folder::make()?;
        let case = folder.join(side);
        let key: Key = key(&case)?;
        outcome.origin.clone_from(&key.origin);
        let (entered, _) = enter(folder, &home, key.now, Files::Folder(folder.to_owned())).await?;
        for attempt in &key.attempt {
            judge(attempt, attempt_it(&entered, attempt).await?, &mut outcome);
        }
        for opening in &key.open {
            opened(&entered, opening, &mut outcome).await?;
        }
        for log in &key.log {
            brought_in(&entered, &case, log, &mut outcome).await?;
        }
        trail(&entered, &key, home.path(), &mut outcome).await?;
    }
    Ok(outcome)
}

async fn opened(entered: &Entered, asked: &Opening, outcome: &mut Outcome) -> Result<(), Failure> {
    let (actor, version) = (entered.actor(&asked.by)?, entered.id(&format!("@{}", asked.version))?);
    let form = Form::of(&asked.form)?;
    let answer = entered.aims.open_data(&actor, &version, &asked.purpose, form).await;
    let (policy, text) = match answer {
        Ok(opened) => (None, written(&entered.aims.opened_file(&opened, form).await?.0)),
        Err(Error::Refused(refusals)) => {
            let said = refusals.iter().map(|it| it.message.as_str()).collect::<Vec<_>>().join("; ");
            (refusals.first().map(|it| it.policy.clone()), said)
        }
        Err(error) => (Some("error".to_owned()), error.to_string()),
    };
    let says = asked.says.iter().all(|it| text.contains(it.as_str()));
    let hides = !asked.hides.iter().any(|it| text.contains(it.as_str()));
    match (policy == asked.refused_by && says && hides, &asked.refused_by) {
        (true, None) => outcome.clean += 1,
        (true, Some(_)) => outcome.found += 1,
        (false, _) => outcome.missed.push(format!("{}: it was {policy:?}: {text}", asked.what)),
    }
    Ok(())
}

/// Data as text; what a print shows stands in their JSON, and a workbook is packed.
fn written(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

async fn brought_in(entered: &Entered, case: &Path, log: &Log, outcome: &mut Outcome) -> Result<(), Failure> {
    let bytes = crate::assignment::read_file(&case.join(&log.file))?;
    let file = LogFile { name: log.file.clone(), bytes, mapping: None, source: Some("warehouse".to_owned()) };
    let report = entered.aims.import_access_log(&Actor::operator(Via::System), file).await?;
    let name = &log.file;
    let rejected: Vec<u64> = report.rejected.iter().map(|it| it.line).collect();
    match (report.rows, &rejected) == (log.rows, &log.rejected) {
        true => outcome.clean += 1,
        false => outcome.missed.push(format!("{name}: {} rows, rejected {rejected:?}", report.rows)),
    }
    let mut left: Vec<_> = report.alerts.iter().collect();
    for planted in &log.alert {
        let person = entered.id(&format!("@{}", planted.person))?;
        let place = left.iter().position(|it| {
            let reason = planted.says.iter().all(|words| it.reason.contains(words.as_str()));
            it.rule == planted.rule
                && it.person == person
                && it.lines == planted.lines
                && it.also == planted.also
                && reason
        });
        match place {
            Some(place) => {
                left.remove(place);
                outcome.found += 1;
            }
            None => outcome.missed.push(format!("{name}: {} of {}: not raised so", planted.rule, planted.person)),
        }
    }
    if report.findings.len() != report.alerts.len() {
        outcome.missed.push(format!("{name}: {} findings for {} alerts", report.findings.len(), report.alerts.len()));
    }
    let alarm = |it: &governance::access::log::Alert| {
        format!("{name}: {} of {} (also {:?}), lines {:?}: {}", it.rule, it.person, it.also, it.lines, it.reason)
    };
    outcome.false_alarms.extend(left.into_iter().map(alarm));
    Ok(())
}

/// The trail of the dataset, and what verification says when one of its lines is altered or gone.
async fn trail(entered: &Entered, key: &Key, home: &Path, outcome: &mut Outcome) -> Result<(), Failure> {
    let operator = Actor::operator(Via::System);
    let dataset = entered.id(&format!("@{}", key.dataset))?;
    let mut lines = entered.aims.access_trail(&operator, &dataset).await?;
    lines.reverse();
    let told: Vec<&str> = lines.iter().map(|it| it.outcome.as_str()).collect();
    match told == key.trail {
        true => outcome.clean += 1,
        false => outcome.missed.push(format!("the trail is {told:?}")),
    }
    let members = bundle_of(&entered.aims, &home.join("bundle.zip")).await?;
    let keys = verifier_keys(&members)?;
    for tamper in &key.tamper {
        let Some(line) = lines.get(tamper.line) else {
            outcome.missed.push(format!("the trail has no line {}", tamper.line));
            continue;
        };
        let mut altered = members.clone();
        let done = tampered(&mut altered, line.place, &tamper.how);
        let found = findings(&altered, &keys, None).map_err(|it| Failure::input(it.to_string()))?;
        let first = found.iter().filter_map(|it| it.place).min();
        match done.is_some() && first == Some(line.place) {
            true => outcome.found += 1,
            false => outcome.missed.push(format!("{} of line #{}: found {first:?}: {found:?}", tamper.how, line.place)),
        }
    }
    Ok(())
}

/// Alters or deletes the entry at a place.
fn tampered(members: &mut Members, place: u64, how: &str) -> Option<()> {
    let (block, at) = (place / ledger::TILE_WIDTH as u64, (place % ledger::TILE_WIDTH as u64) as usize);
    let of = |name: &&String| bundle::parse_entries_path(name).is_some_and(|it| it.0 == block);
    let name = members.keys().find(of)?.clone();
    let change = |entries: &mut Vec<Vec<u8>>| {
        match how {
            "edit" => *entries.get_mut(at)? = other_moment(entries.get(at)?)?,
            _ => drop((at < entries.len()).then(|| entries.remove(at))?),
        }
        Some(())
    };
    with_block(members, &name, change).map(|_| ())
}
