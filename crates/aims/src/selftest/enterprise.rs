//! Self-test of integration with enterprise risk management: scales in both directions, controls that exist twice, what is reused and
//! what it costs, and what two registers say of the same thing, before and after files are brought in.
//!
//! Cases and keys are written by `scripts/enterprise_risk.py`, which shares no code with the product.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use governance::integrating::bringing_in::Asked;
use governance::integrating::reconcile::{Item, Missing};
use governance::integrating::whole::{Told, Translated, Wanted};
use governance::integrating::{CONTROL, MAPPING, RISK};
use governance::{Actor, Moment, Via};
use record::{Change, Document, Id};
use serde::Deserialize;
use serde_json::json;

use super::Outcome;
use super::house::{self, House, SIDES};
use crate::exit::Failure;

/// The answer key of a side.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    /// The day on which everything is entered.
    day: jiff::civil::Date,
    register: String,
    scales: Vec<Scaled>,
    duplicates: Vec<Twice>,
    not_comparable: usize,
    mappings: Vec<Mapped>,
    sums: Sums,
    planted: Vec<Planted>,
    created: usize,
    after: Vec<After>,
    /// Lines of the bad file that are rejected.
    rejected: BTreeSet<u64>,
}

/// A cell, where it goes, and whether it crosses.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Scaled {
    register: String,
    way: String,
    from: [usize; 2],
    to: [usize; 2],
    crosses: bool,
}

/// A control of ours that the register has too, by its key there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Twice {
    own: String,
    key: String,
}

/// A mapping to be made.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mapped {
    from: String,
    relation: String,
    to: String,
    state: String,
}

/// What is reused, and what it costs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sums {
    own: usize,
    reused: BTreeSet<String>,
    hours: f64,
    unknown: BTreeSet<String>,
    first: f64,
    alone: f64,
    second: f64,
    shared: f64,
    first_framework: String,
    second_framework: String,
}

/// A difference that was planted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Planted {
    record: String,
    attribute: String,
    verdict: String,
}

/// What a risk must hold after the import.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct After {
    record: String,
    likelihood: u64,
    consequence: u64,
}

/// Enters both sides, brings their files in, and compares with the keys.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in SIDES {
        let (_home, house, key) = house::side(folder, side, |it: &Key| it.day).await?;
        outcome.origin.clone_from(&key.origin);
        let case = Case { house, key, folder: folder.join(side), side };
        case.scales(&mut outcome).await?;
        case.differences(&mut outcome).await?;
        case.brought(&mut outcome).await?;
        case.refused(&mut outcome).await?;
        case.shared(&mut outcome).await?;
    }
    Ok(outcome)
}

/// A side at work.
struct Case {
    house: House,
    key: Key,
    folder: std::path::PathBuf,
    side: &'static str,
}

fn operator() -> Actor {
    Actor::operator(Via::System)
}

impl Case {
    fn asked(&self, kind: &str) -> Asked {
        Asked { register: self.key.register.clone(), kind: kind.to_owned() }
    }

    async fn told(&self, wanted: &Wanted) -> Result<Told, Failure> {
        Ok(self.house.aims.enterprise(&operator(), wanted).await?)
    }

    fn file(&self, name: &str) -> Result<Vec<u8>, Failure> {
        crate::assignment::read_file(&self.folder.join(name))
    }

    /// Counts what holds, and tells what does not.
    fn check(&self, holds: bool, planted: bool, says: impl FnOnce() -> String, outcome: &mut Outcome) {
        match (holds, planted) {
            (true, true) => outcome.found += 1,
            (true, false) => outcome.clean += 1,
            (false, _) => outcome.missed.push(format!("{}: {}", self.side, says())),
        }
    }

    /// Every cell of every register, both ways.
    async fn scales(&self, outcome: &mut Outcome) -> Result<(), Failure> {
        let registers: BTreeSet<&String> = self.key.scales.iter().map(|it| &it.register).collect();
        for register in registers {
            let told = self.told(&Wanted { register: Some(register.clone()), ..Wanted::default() }).await?;
            let wanted: Vec<&Scaled> = self.key.scales.iter().filter(|it| it.register == *register).collect();
            self.check(
                told.there.len() + told.back.len() == wanted.len(),
                false,
                || format!("{register} has other cells"),
                outcome,
            );
            for cell in wanted {
                let all = if cell.way == "there" { &told.there } else { &told.back };
                let fits = |it: &&Translated| [it.from.likelihood, it.from.impact] == cell.from;
                let found = all.iter().find(fits).map(|it| ([it.to.likelihood, it.to.impact], it.crosses.is_some()));
                self.check(
                    found == Some((cell.to, cell.crosses)),
                    cell.crosses,
                    || format!("{cell:?} is told as {found:?}"),
                    outcome,
                );
            }
        }
        Ok(())
    }

    /// What differs before anything is brought in.
    async fn differences(&self, outcome: &mut Outcome) -> Result<(), Failure> {
        let items = self
            .house
            .aims
            .reconcile_register(&operator(), &self.asked(RISK), "risks.csv", self.file("risks.csv")?)
            .await?;
        let told: BTreeSet<(String, String, String)> = items.iter().flat_map(|it| self.lines(it)).collect();
        let wanted: BTreeSet<(String, String, String)> =
            self.key.planted.iter().map(|it| (it.record.clone(), it.attribute.clone(), it.verdict.clone())).collect();
        wanted.iter().for_each(|it| self.check(told.contains(it), true, || format!("{it:?} is not told"), outcome));
        outcome.false_alarms.extend(told.difference(&wanted).map(|it| format!("{}: {it:?}", self.side)));
        Ok(())
    }

    fn lines(&self, item: &Item) -> Vec<(String, String, String)> {
        let name = item.id.as_ref().map_or_else(|| item.key.clone(), |it| self.house.number(it));
        let line = |attribute: &str, verdict: &str| (name.clone(), attribute.to_owned(), verdict.to_owned());
        let missing = item.missing.map(|it| match it {
            Missing::Here => line("", "missing_here"),
            Missing::There => line("", "missing_there"),
        });
        missing.into_iter().chain(item.differences.iter().map(|it| line(it.attribute, it.verdict.name()))).collect()
    }

    /// Both files come in; nothing the second time, and what waits was not touched.
    async fn brought(&self, outcome: &mut Outcome) -> Result<(), Failure> {
        for (kind, file, created) in [(RISK, "risks.csv", self.key.created), (CONTROL, "controls.csv", 90)] {
            let asked = self.asked(kind);
            let first = self.house.aims.import_register(&operator(), &asked, file, self.file(file)?, false).await?;
            let fits = first.created == created && first.rejected == 0 && first.ok();
            self.check(fits, false, || format!("{file}: {} created, {:?}", first.created, first.errors), outcome);
            let again = self.house.aims.import_register(&operator(), &asked, file, self.file(file)?, false).await?;
            let nothing = again.created + again.updated + again.rejected == 0;
            self.check(nothing, false, || format!("{file} again: {:?}", again.changes), outcome);
        }
        for it in &self.key.after {
            let record = self.house.aims.record(&operator(), &self.house.record(&it.record)?, &Moment::Now).await?;
            let now = (record.document["likelihood"].as_u64(), record.document["consequence"].as_u64());
            let fits = now == (Some(it.likelihood), Some(it.consequence));
            self.check(fits, true, || format!("{it:?} is {now:?}"), outcome);
        }
        Ok(())
    }

    /// Rows that cannot mean anything are rejected with their lines.
    async fn refused(&self, outcome: &mut Outcome) -> Result<(), Failure> {
        let report = self
            .house
            .aims
            .import_register(&operator(), &self.asked(RISK), "bad.csv", self.file("bad.csv")?, true)
            .await?;
        let lines: BTreeSet<u64> = report.errors.iter().map(|it| it.line).collect();
        self.check(lines == self.key.rejected, true, || format!("rejected are the lines {lines:?}"), outcome);
        Ok(())
    }

    /// Duplicates, then mappings, then what follows from them.
    async fn shared(&self, outcome: &mut Outcome) -> Result<(), Failure> {
        let told = self.told(&Wanted::default()).await?;
        let keys = self.keys().await?;
        let proposed: BTreeSet<BTreeSet<Id>> =
            told.duplicates.pairs.iter().map(|it| BTreeSet::from([it.keep.clone(), it.other.clone()])).collect();
        let mut wanted = BTreeSet::new();
        for it in &self.key.duplicates {
            wanted.insert(BTreeSet::from([self.named(&it.own, &keys)?, self.named(&it.key, &keys)?]));
        }
        wanted
            .iter()
            .for_each(|it| self.check(proposed.contains(it), true, || format!("{it:?} is not proposed"), outcome));
        outcome.false_alarms.extend(proposed.difference(&wanted).map(|it| format!("{}: {it:?}", self.side)));
        let lacking = told.duplicates.not_comparable;
        self.check(
            lacking == self.key.not_comparable,
            false,
            || format!("{lacking} controls are not comparable"),
            outcome,
        );
        for it in &self.key.mappings {
            let (from, to) = (self.named(&it.from, &keys)?, self.named(&it.to, &keys)?);
            let document = json!({ "title": "as in the key", "from": from, "relation": it.relation, "to": to, "rationale": "the key" });
            let document: Document = document.as_object().cloned().unwrap_or_default();
            let change = Change::Create { kind: MAPPING.to_owned(), state: Some(it.state.clone()), document };
            self.house.aims.commit(&operator(), change, None).await?;
        }
        self.sums(outcome).await
    }

    async fn sums(&self, outcome: &mut Outcome) -> Result<(), Failure> {
        let sums = &self.key.sums;
        let wanted = Wanted {
            first: Some(sums.first_framework.clone()),
            second: Some(sums.second_framework.clone()),
            ..Wanted::default()
        };
        let told = self.told(&wanted).await?;
        let names = |all: &[Id]| all.iter().map(|it| self.house.number(it)).collect::<BTreeSet<String>>();
        let reuse = &told.reuse;
        let fits =
            reuse.own == sums.own && names(&reuse.reused) == sums.reused && names(&reuse.unknown) == sums.unknown;
        self.check(
            fits && reuse.hours.unwrap_or_default() == sums.hours,
            false,
            || format!("reuse is {reuse:?}"),
            outcome,
        );
        let fits = told.burden.as_ref().is_some_and(|it| {
            [it.first_hours, it.alone, it.second_hours, it.shared] == [sums.first, sums.alone, sums.second, sums.shared]
        });
        self.check(fits, false, || format!("burden is {:?}", told.burden), outcome);
        Ok(())
    }

    /// Records by their keys in the register.
    async fn keys(&self) -> Result<BTreeMap<String, Id>, Failure> {
        let listing = governance::Listing::of(CONTROL);
        let rows = self.house.aims.list_all(&operator(), &listing).await?.rows;
        let key = |row: &governance::listing::Row| {
            let entries = row.document.get("external_ids")?.as_array()?;
            let found = entries.iter().find(|it| it["register"] == self.key.register.as_str());
            found.and_then(|it| it["key"].as_str()).map(|it| (it.to_owned(), row.id.clone()))
        };
        Ok(rows.iter().filter_map(key).collect())
    }

    fn named(&self, name: &str, keys: &BTreeMap<String, Id>) -> Result<Id, Failure> {
        keys.get(name).cloned().map_or_else(|| self.house.record(name), Ok)
    }
}
