//! What a statement asserts of records: which they are about, what must hold of each, and what is compared. Read with every mistake named.

use jiff::civil::Date;
use record::{Catalog, Document, Id, Problem};
use serde::Serialize;
use serde_json::Value;
use store::{Condition, RecordRow};

use super::comparing::Comparison;
use super::log::model::Model;
use crate::conformity::checks::conditions;

/// The field with the kind of records.
const RECORDS: &str = "records";
/// The field with which of them.
const POPULATION: &str = "population";
/// The field with what must hold.
const HOLDS: &str = "holds";
/// The field with comparisons.
const COMPARES: &str = "compares";
/// The field with allowed paths.
pub(crate) const MODEL: &str = "model";
/// The field with exceptions.
pub(crate) const EXCEPTIONS: &str = "exceptions";
/// The field with the size of the sample that is attested.
pub(crate) const SAMPLE: &str = "sample";

/// What a statement asserts of records.
#[derive(Debug, Clone)]
pub struct Assertion {
    /// The kind of records.
    pub kind: String,
    /// Which of them, as a filter.
    pub population: String,
    /// The same as conditions.
    pub of: Vec<Condition>,
    /// What must hold, a part of a filter each with its condition.
    pub holds: Vec<(String, Condition)>,
    /// What is compared.
    pub compares: Vec<Comparison>,
}

impl Assertion {
    /// Whether it says what must hold, rather than only whom to ask.
    pub fn asserts(&self) -> bool {
        !self.holds.is_empty() || !self.compares.is_empty()
    }
}

/// What is excepted from a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exception {
    /// The record, or one to which excepted records lead.
    pub about: Id,
    /// Why.
    pub reason: String,
    /// Last day.
    pub until: Option<Date>,
}

impl Exception {
    /// Whether it is in force on a day; one without an end never is, since exceptions end by themselves.
    pub fn holds(&self, day: Date) -> bool {
        self.until.is_some_and(|it| day <= it)
    }
}

/// The exceptions of a statement.
pub fn exceptions(document: &Document) -> Vec<Exception> {
    let rows = document.get(EXCEPTIONS).and_then(Value::as_array).into_iter().flatten();
    let text = |row: &Value, name: &str| row.get(name).and_then(Value::as_str).map(str::to_owned);
    rows.filter_map(|row| {
        Some(Exception {
            about: text(row, "about")?.parse().ok()?,
            reason: text(row, "reason").unwrap_or_default(),
            until: text(row, "until").and_then(|it| it.parse().ok()),
        })
    })
    .collect()
}

/// What a statement asserts of records; nothing where it names no kind of records.
///
/// Errors: every mistake, each with its field.
pub fn assertion(catalog: &Catalog, document: &Document) -> Result<Option<Assertion>, Vec<Problem>> {
    let text = |name: &str| document.get(name).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
    let rows: Vec<&Value> = document.get(COMPARES).and_then(Value::as_array).into_iter().flatten().collect();
    let (name, population, holds) = (text(RECORDS), text(POPULATION), text(HOLDS));
    if name.is_empty() {
        let asked = [(POPULATION, !population.is_empty()), (HOLDS, !holds.is_empty()), (COMPARES, !rows.is_empty())];
        let says = "says something of records whose kind is not named; name it in `records`, such as escalation";
        let wrong: Vec<Problem> = asked.iter().filter(|it| it.1).map(|it| Problem::of(it.0, says)).collect();
        return if wrong.is_empty() { Ok(None) } else { Err(wrong) };
    }
    let Some(kind) = catalog.kind(&name) else {
        let near = catalog.kinds().max_by(|a, b| strsim::jaro(&a.kind, &name).total_cmp(&strsim::jaro(&b.kind, &name)));
        let hint = near.map(|it| format!("; did you mean `{}`?", it.kind)).unwrap_or_default();
        return Err(vec![Problem::of(RECORDS, format!("there is no kind `{name}`{hint}"))]);
    };
    let mut problems = Vec::new();
    let mut read = |field: &str, filter: &str| {
        let found = crate::listing::parts(filter).map_err(|it| it.to_string()).and_then(|parts| {
            parts
                .into_iter()
                .map(|it| Ok((it.clone(), of_part(catalog, &name, &it)?)))
                .collect::<Result<Vec<_>, String>>()
        });
        found.unwrap_or_else(|why| {
            problems.push(Problem::of(field, why));
            Vec::new()
        })
    };
    let of = read(POPULATION, &population).into_iter().map(|it| it.1).collect();
    let holds = read(HOLDS, &holds);
    if let Some((part, _)) = holds.iter().find(|it| always(kind, &it.0)) {
        let says = format!(
            "`{part}` is so of every {} there can be, so nothing could break it; say what might not be so",
            kind.label
        );
        problems.push(Problem::of(HOLDS, says));
    }
    let mut compares = Vec::new();
    for (at, row) in rows.into_iter().enumerate() {
        match Comparison::read(catalog, kind, row) {
            Ok(it) => compares.push(it),
            Err(why) => problems.push(Problem::of(COMPARES, format!("row {}: {why}", at + 1))),
        }
    }
    if problems.is_empty() {
        Ok(Some(Assertion { kind: name, population, of, holds, compares }))
    } else {
        Err(problems)
    }
}

/// Whether a part of a filter is so of every record of a kind: that a field is there without which none is stored.
fn always(kind: &record::Kind, part: &str) -> bool {
    part.strip_prefix("has:").and_then(|it| kind.field(it)).is_some_and(|it| it.required)
}

/// The condition that a part of a filter is.
fn of_part(catalog: &Catalog, kind: &str, part: &str) -> Result<Condition, String> {
    let quoted = crate::listing::joined(std::iter::once(part));
    Ok(Condition::All(conditions(catalog, kind, &quoted).map_err(|it| it.to_string())?))
}

/// The paths that a statement allows; nothing where it says none.
///
/// Errors: every mistake.
pub fn model(row: &RecordRow) -> Result<Option<Model>, Vec<String>> {
    row.text(MODEL).filter(|it| !it.trim().is_empty()).map(Model::read).transpose()
}
