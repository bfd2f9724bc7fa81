//! How a hazard of a system stands: suspected by facts or a person, measured, looked for and not found, or excluded for facts that still
//! hold. Pure. An exclusion ends by itself when one of the facts on which it rests changes.

use record::Id;
use rules::Table;
use serde::Serialize;
use serde_json::{Value, json};
use store::RecordRow;

use super::library::{Hazard, Hazards};
use super::planned::Plan;
use super::shown::{Shown, shown, verdict};
use super::table::{Reason, facts_of, reasons};
use super::{CLOSED, EXCLUDED};
use crate::tiering::facts::{Fact, frozen};

/// The fact of what measurements say, on which an exclusion rests as on the others.
pub const MEASURED: &str = "measured";

/// What is written where a fact is not known.
const UNKNOWN: &str = "not known";

/// How a hazard stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// A measurement shows it.
    Measured,
    /// Facts or a person suggest it, and no measurement has settled it.
    Suspected,
    /// A measurement looked for it and did not find it.
    NotFound,
    /// A person excluded it for facts that still hold.
    Excluded,
}

impl Standing {
    /// Its name, as data write it.
    pub fn name(self) -> &'static str {
        match self {
            Standing::Measured => "measured",
            Standing::Suspected => "suspected",
            Standing::NotFound => "not_found",
            Standing::Excluded => "excluded",
        }
    }
}

/// A hazard of a system.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told {
    /// Its name.
    pub hazard: String,
    /// Its name for people.
    pub label: String,
    /// What it is.
    pub says: String,
    /// Entries of catalogues that it goes with.
    pub references: Vec<String>,
    /// How it stands.
    pub standing: Standing,
    /// Why it stands so, in a sentence.
    pub why: String,
    /// Why it is suggested.
    pub reasons: Vec<Reason>,
    /// The facts that rows for it ask, with what measurements say.
    pub facts: Vec<Fact>,
    /// What measurements say.
    pub shown: Vec<Shown>,
    /// What a person said about it.
    pub record: Option<Id>,
    /// The reason that the person gave.
    pub reason: Option<String>,
    /// Facts that have changed since it was excluded.
    pub changed: Vec<String>,
}

/// What is around a system.
pub(crate) struct Around<'a> {
    pub hazards: &'a Hazards,
    pub table: &'a Table,
    pub facts: Vec<Fact>,
    /// Measurements of the system that were recorded.
    pub measurements: Vec<RecordRow>,
    /// Plans in force for the system.
    pub plans: Vec<Plan>,
    /// What people said about hazards of the system.
    pub said: Vec<RecordRow>,
}

/// Every hazard that facts, a person or a measurement bring up, in the order of the library.
///
/// Errors: a fact that the table cannot read, in a sentence.
pub(crate) fn all(around: &Around<'_>) -> Result<Vec<Told>, String> {
    let why = reasons(around.table, &around.facts)?;
    let one = |hazard: &Hazard| {
        let own: Vec<Reason> = why.iter().filter(|it| it.hazard == hazard.name).cloned().collect();
        told(around, hazard, own)
    };
    Ok(around.hazards.hazard.iter().filter_map(one).collect())
}

/// The facts on which an exclusion of a hazard rests, as they are now.
pub(crate) fn bound(around: &Around<'_>, hazard: &str) -> Vec<Fact> {
    let known = |name: &str| {
        let own = around.facts.iter().find(|it| it.fact == name).cloned();
        own.unwrap_or_else(|| Fact { fact: name.to_owned(), value: UNKNOWN.to_owned(), source: String::new() })
    };
    let shown =
        around.hazards.named(hazard).map(|it| shown(it, &around.measurements, &around.plans)).unwrap_or_default();
    let measured = Fact {
        fact: MEASURED.to_owned(),
        value: verdict(&shown).unwrap_or(UNKNOWN).to_owned(),
        source: shown.first().map(|it| it.measurement.to_string()).unwrap_or_default(),
    };
    facts_of(around.table, hazard).into_iter().map(known).chain([measured]).collect()
}

/// Facts as the field of a record holds them.
pub(crate) fn kept(facts: &[Fact]) -> Value {
    facts.iter().map(|it| json!({ "fact": it.fact, "value": it.value, "source": it.source })).collect()
}

fn told(around: &Around<'_>, hazard: &Hazard, reasons: Vec<Reason>) -> Option<Told> {
    let shown = shown(hazard, &around.measurements, &around.plans);
    let record = around.said.iter().find(|it| it.state != CLOSED && it.text("hazard") == Some(&hazard.name));
    let found = verdict(&shown);
    if reasons.is_empty() && record.is_none() && found != Some("fail") {
        return None;
    }
    let facts = bound(around, &hazard.name);
    let excluded = record.filter(|it| it.state == EXCLUDED);
    let changed = excluded.map(|it| changed(&frozen(it), &facts)).unwrap_or_default();
    let holds = excluded.is_some() && changed.is_empty();
    let reason = record.and_then(|it| it.text("reason")).map(str::to_owned);
    let standing = match (holds, found) {
        (true, _) => Standing::Excluded,
        (_, Some("fail")) => Standing::Measured,
        (_, Some("pass")) => Standing::NotFound,
        _ => Standing::Suspected,
    };
    let why = why(standing, &reasons, &shown, reason.as_deref(), &changed);
    Some(Told {
        hazard: hazard.name.clone(),
        label: hazard.label.clone(),
        says: hazard.says.clone(),
        references: hazard.references.clone(),
        standing,
        why,
        reasons,
        facts,
        shown,
        record: record.map(|it| it.id.clone()),
        reason,
        changed,
    })
}

/// What has changed since, each fact in words.
fn changed(then: &[Fact], now: &[Fact]) -> Vec<String> {
    let before = |name: &str| then.iter().find(|it| it.fact == name).map_or(UNKNOWN, |it| it.value.as_str());
    let moved = now.iter().filter(|it| before(&it.fact) != it.value);
    let asked = moved.map(|it| format!("`{}` was {} and is {}", it.fact, before(&it.fact), it.value));
    let gone = then.iter().filter(|it| !now.iter().any(|of| of.fact == it.fact));
    asked.chain(gone.map(|it| format!("`{}` is asked no more", it.fact))).collect()
}

fn why(standing: Standing, reasons: &[Reason], shown: &[Shown], reason: Option<&str>, changed: &[String]) -> String {
    let numbers = shown.iter().map(number).collect::<Vec<_>>().join("; ");
    let suggested = || match reasons.is_empty() {
        true => reason.map_or_else(|| "no fact suggests it".to_owned(), |it| format!("a person suspects it: {it}")),
        false => reasons.iter().map(of_row).collect::<Vec<_>>().join("; "),
    };
    let own = match standing {
        Standing::Excluded => format!("excluded because {}", reason.unwrap_or("no reason was given")),
        Standing::Measured | Standing::NotFound => numbers,
        Standing::Suspected if shown.is_empty() => suggested(),
        Standing::Suspected => format!("{}; measured, and not settled: {numbers}", suggested()),
    };
    match changed.is_empty() {
        true => own,
        false => format!("the exclusion has ended, since {}; {own}", changed.join(", ")),
    }
}

fn of_row(it: &Reason) -> String {
    match it.unknown.is_empty() {
        true => it.says.clone(),
        false => format!("it may be that {}; not known: {}", it.says, it.unknown.join(", ")),
    }
}

/// A number with its interval, n and the most that is accepted.
fn number(it: &Shown) -> String {
    let of = if it.of.is_empty() { String::new() } else { format!(" of {}", it.of) };
    let value = it.value.map_or_else(|| it.verdict.replace('_', " "), |it| format!("{it:.4}"));
    let interval = it.interval.map(|it| format!(" [{:.4}, {:.4}]", it.0, it.1)).unwrap_or_default();
    let n = it.n.map(|it| format!(", n = {it}")).unwrap_or_default();
    let most = it.at_most.map(|it| format!(", at most {it} accepted")).unwrap_or_default();
    format!("{}{of} {value}{interval}{n}{most} ({})", it.metric, it.measurement)
}
