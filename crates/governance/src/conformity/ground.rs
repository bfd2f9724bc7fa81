//! Records as the pure part takes them: AI systems, controls, proofs and exclusions. Each conversion is of one record, so that what changed is
//! converted alone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use conformity::reference::read;
use conformity::{Control, Exclusion, Form, Proof, Stage, System};
use jiff::Span;
use jiff::civil::Date;
use record::{Catalog, Document, Id};
use serde_json::Value;
use store::RecordRow;

use super::DOCUMENT;
use super::behind::Behind;
use super::classed::Own;
use super::statement::read_statement;
use crate::data::lineage::targets;
use crate::derived::{date, day};
use crate::libraries::Libraries;
use crate::surroundings::counts;

/// The prefix of controls.
const CONTROLS: &str = "CTL";

/// What conversions go by.
pub(crate) struct With<'a> {
    /// Kinds, for machine checks; without them nothing is checked.
    pub catalog: Option<&'a Catalog>,
    /// Libraries.
    pub libraries: &'a Libraries,
    /// AI systems behind what is no AI system.
    pub behind: Arc<Behind>,
}

/// An AI system with its classes as far as they are settled; nothing where it counts no longer.
pub(crate) fn system(row: &RecordRow, classes: Option<&Own>) -> Option<System> {
    let parts = row.list("our_parts").filter_map(|it| it.as_str().map(str::to_owned)).collect();
    let Own { of, open } = classes.cloned().unwrap_or_default();
    let settled = !of.is_empty() || (classes.is_some() && open.is_empty());
    let since = date(&row.document, "redesigned_on");
    counts(row).then(|| System { parts, classes: settled.then_some(of), open, since })
}

/// References that a record names: of a control, of evidence, of a document.
pub(crate) fn references(with: &With, row: &RecordRow) -> BTreeSet<String> {
    let (shelf, default) = (with.libraries.shelf(), with.libraries.conformity.rules.default.as_str());
    let text = |it: &Value, name: &str| it.get(name).and_then(Value::as_str).map(str::to_owned);
    let mut named: Vec<(String, String)> = Vec::new();
    named.extend(row.text("reference").map(|it| (default.to_owned(), it.to_owned())));
    named.extend(row.list("clauses").filter_map(|it| Some((default.to_owned(), text(it, "clause")?))));
    let of_row =
        |it: &Value| Some((text(it, "framework").unwrap_or_else(|| default.to_owned()), text(it, "reference")?));
    named.extend(row.list("meets").filter_map(of_row));
    named.into_iter().filter_map(|(framework, it)| read(shelf, &it, &framework).ok()).collect()
}

/// AI systems that a field names, directly or by what stands between; whether it names anything else.
fn systems(with: &With, document: &Document, field: &str) -> (BTreeSet<String>, bool) {
    with.behind.named(&targets(document, field))
}

/// A control; nothing where it was retired.
pub(crate) fn control(with: &With, row: &RecordRow) -> Option<Control> {
    let states = &with.libraries.conformity.control;
    let stage = match () {
        () if states.operating.contains(&row.state) => Stage::Operating,
        () if states.designed.contains(&row.state) => Stage::Designed,
        () => Stage::None,
    };
    let (systems, beyond) = systems(with, &row.document, "applies_to");
    (!row.retired).then(|| Control {
        meets: references(with, row),
        systems,
        beyond,
        stage,
        state: row.state.clone(),
        since: date(&row.document, "operating_since"),
        owner: row.owner.clone(),
    })
}

/// A piece of evidence; nothing where it was retired. `failed` are measurements that say no.
pub(crate) fn evidence(with: &With, row: &RecordRow, failed: &BTreeSet<Id>) -> Option<Proof> {
    let taken = date(&row.document, "collected_on");
    let (from, until) = covered(&row.document).or(taken.map(|it| (it, it))).unwrap_or((Date::MAX, Date::MAX));
    // Nothing shows more than what had happened when it was collected.
    let seen = taken.unwrap_or_else(|| day(row.created));
    let (ahead, until) =
        (from > seen && from < Date::MAX, if from < Date::MAX { until.min(seen).max(from) } else { until });
    let lasts = || {
        let validity: Span = row.text("validity")?.parse().ok()?;
        taken?.checked_add(validity).ok()
    };
    let accepted = &with.libraries.conformity.evidence.accepted;
    let denies = accepted.contains(&row.state) && targets(&row.document, "source").iter().any(|it| failed.contains(it));
    let refused = match () {
        () if row.state == "collected" => Some("nobody has accepted it yet".to_owned()),
        () if !accepted.contains(&row.state) => Some(format!("it is {}", row.state.replace('_', " "))),
        () if from == Date::MAX => Some("no day says of when it is".to_owned()),
        () if ahead => Some(format!("it tells of days after it was collected on {seen}")),
        () if denies => Some("the measurement behind it says no".to_owned()),
        () => None,
    };
    let serves = targets(&row.document, "serves").into_iter();
    let is_control = |it: &Id| it.prefix == CONTROLS;
    let (systems, beyond) = systems(with, &row.document, "about");
    (!row.retired).then(|| Proof {
        kind: row.kind.clone(),
        meets: references(with, row),
        controls: serves.filter(is_control).map(|it| it.to_string()).collect(),
        systems,
        beyond,
        form: if row.text("form") == Some(DOCUMENT) { Form::Document } else { Form::Record },
        from,
        until,
        expires: date(&row.document, "valid_until").or_else(lasts),
        refused,
        denies,
        owner: row.owner.clone(),
    })
}

/// First and last day that a record says it covers; an open end is its first day.
fn covered(document: &Document) -> Option<(Date, Date)> {
    let period = document.get("period")?;
    let day = |name: &str| period.get(name).and_then(Value::as_str)?.parse::<Date>().ok();
    let from = day("from")?;
    Some((from, day("until").unwrap_or(from)))
}

/// A document under control, in force since a day; nothing where it names no requirement or was retired.
pub(crate) fn document(with: &With, row: &RecordRow, since: Option<Date>) -> Option<Proof> {
    let meets = references(with, row);
    if meets.is_empty() || row.retired {
        return None;
    }
    let in_force = with.libraries.conformity.evidence.in_force.contains(&row.state);
    let from = since.unwrap_or(Date::MAX);
    let (systems, beyond) = systems(with, &row.document, "systems");
    Some(Proof {
        kind: row.kind.clone(),
        meets,
        controls: BTreeSet::new(),
        systems,
        beyond,
        form: Form::Document,
        from,
        until: from,
        expires: date(&row.document, "review_by"),
        refused: (!in_force).then(|| format!("it is {}", row.state.replace('_', " "))),
        denies: false,
        owner: row.owner.clone(),
    })
}

/// Exclusions by node and AI system.
pub(crate) type Excluded = BTreeMap<String, BTreeMap<Option<String>, Exclusion>>;

/// What statements in force exclude, where these AI systems are there.
pub(crate) fn excluded<'a>(rows: impl Iterator<Item = &'a RecordRow>, systems: &BTreeSet<String>) -> Excluded {
    let mut found = Excluded::new();
    for row in rows.filter(|it| it.state == "in_force" && !it.retired) {
        let statement = read_statement(&row.document);
        let exclusion = |why: &str| Exclusion { by: row.id.to_string(), why: why.to_owned() };
        for entry in &statement.entries {
            let own: Vec<_> = statement.exceptions.iter().filter(|it| it.control == entry.control).collect();
            let taken_in = |name: &String| own.iter().any(|it| it.system == *name && it.necessary == Some(true));
            let of = found.entry(entry.control.clone()).or_default();
            match entry.necessary {
                Some(false) if systems.iter().any(taken_in) => {
                    of.extend(
                        systems.iter().filter(|it| !taken_in(it)).map(|it| (Some(it.clone()), exclusion(&entry.why))),
                    );
                }
                Some(false) => _ = of.insert(None, exclusion(&entry.why)),
                _ => {
                    let out = own.iter().filter(|it| it.necessary == Some(false));
                    of.extend(out.map(|it| (Some(it.system.clone()), exclusion(&it.why))));
                }
            }
        }
    }
    found.retain(|_, it| !it.is_empty());
    found
}
