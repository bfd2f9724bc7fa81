//! Anybody's attempts as a plain table: CSV, XLSX, or a JSON list of objects. Columns and words are known by `data/library/challenging.toml`.
//!
//! A table without outcomes tells what monitors saw of attacks that are known already. Every cell that nobody can read is named, and none of the table is
//! taken then.

use std::collections::BTreeMap;

use serde_json::Value;
use sheet::Limits;

use super::{Found, Tool};
use crate::Error;
use crate::challenging::attempt::{Attempt, Outcome, excerpt, fingerprint};
use crate::challenging::library::Challenging;
use record::Problem;

/// Most lines of a table.
const ROWS: usize = 1_000_000;
/// Most problems that are named.
const NAMED: usize = 20;

/// Reads cells of CSV or XLSX.
pub(super) fn of_cells(bytes: &[u8], name: &str, by: &Challenging) -> Result<Found, Error> {
    let limits = Limits { rows: ROWS, ..Limits::default() };
    let table = sheet::read(bytes, name, &limits).map_err(Error::input)?.unguarded();
    let parts: Vec<Option<(&str, usize)>> = table.headers.iter().map(|it| by.part_of(&it.text)).collect();
    let mut reading = Reading::of(by, parts.iter().flatten().map(|it| it.0))?;
    for row in &table.rows {
        let place = format!("line {}", row.line);
        if row.ragged {
            reading.problem(format!("{place} has another number of cells than the head; mend the line"));
            continue;
        }
        let cells = parts.iter().zip(&row.cells).filter_map(|(part, cell)| Some(((*part)?, cell.trim().to_owned())));
        reading.row(&first(cells), place);
    }
    reading.done()
}

/// Reads objects of a JSON list.
pub(super) fn of_rows(rows: &[Value], by: &Challenging) -> Result<Found, Error> {
    let names: Vec<&String> = rows.iter().filter_map(Value::as_object).flat_map(serde_json::Map::keys).collect();
    let mut reading = Reading::of(by, names.iter().filter_map(|it| Some(by.part_of(it)?.0)))?;
    for (place, row) in rows.iter().enumerate() {
        let place = format!("[{place}]");
        let Some(members) = row.as_object() else {
            reading.problem(format!("{place} is no object; write attempts as objects"));
            continue;
        };
        let said = |it: &Value| match it {
            Value::String(text) => text.trim().to_owned(),
            Value::Null => String::new(),
            other => other.to_string(),
        };
        let cells = members.iter().filter_map(|(name, it)| Some((by.part_of(name)?, said(it))));
        reading.row(&first(cells), place);
    }
    reading.done()
}

/// The cell of each part: of several columns that play one, that which goes before the others and says something.
fn first<'a>(cells: impl Iterator<Item = ((&'a str, usize), String)>) -> BTreeMap<&'a str, String> {
    let mut said: Vec<_> = cells.filter(|it| !it.1.is_empty()).collect();
    said.sort_by_key(|it| std::cmp::Reverse(it.0.1));
    said.into_iter().map(|((part, _), text)| (part, text)).collect()
}

/// A table that is being read.
struct Reading<'a> {
    by: &'a Challenging,
    /// Whether it tells outcomes.
    outcomes: bool,
    problems: Vec<Problem>,
    more: usize,
    found: Found,
}

impl<'a> Reading<'a> {
    fn of<'b>(by: &'a Challenging, parts: impl Iterator<Item = &'b str>) -> Result<Reading<'a>, Error> {
        let mut there: Vec<&str> = parts.collect();
        there.sort_unstable();
        there.dedup();
        let has = |name: &str| there.contains(&name);
        if !has("outcome") && !has("seen") {
            let says = "neither a column `outcome` nor a column `seen` stands in the table; name them as the guide does, or bring in the file of a tool";
            return Err(Error::problem("file", says));
        }
        let named = has("attack") || (has("outcome") && has("says"));
        if !named {
            let says = "no column says which attack a line is about; add `attack` with a name that stays the same, or `prompt` with what was sent";
            return Err(Error::problem("file", says));
        }
        let found = Found::of(Tool::Table);
        Ok(Reading { by, outcomes: has("outcome"), problems: Vec::new(), more: 0, found })
    }

    fn problem(&mut self, says: String) {
        match self.problems.len() < NAMED {
            true => self.problems.push(Problem::of("file", says)),
            false => self.more += 1,
        }
    }

    /// Reads a row, or says what of it cannot be read.
    fn row(&mut self, cells: &BTreeMap<&str, String>, place: String) {
        match self.attempt(cells, &place) {
            Ok(it) => self.found.tries.push(it),
            Err(says) => self.problem(format!("{place}: {says}")),
        }
    }

    fn attempt(&mut self, cells: &BTreeMap<&str, String>, place: &str) -> Result<Attempt, String> {
        let cell = |part: &str| cells.get(part).map(String::as_str).filter(|it| !it.is_empty());
        let (technique, says) = (cell("technique").unwrap_or_default(), cell("says").unwrap_or_default());
        let attack = match (cell("attack"), says) {
            (Some(name), _) => name.to_owned(),
            (None, "") => return Err("nothing says which attack it is; fill in its name or what was sent".to_owned()),
            (None, sent) => fingerprint(&[technique, sent]),
        };
        let seen = cell("seen").map(|said| self.by.seen_of(said).ok_or_else(|| unread("seen", said, "yes, no")));
        let (seen, outcome) = (seen.transpose()?, self.outcome(cell("outcome"))?);
        let severity = cell("severity").map(|said| {
            let known = self.by.severity_of(said).map(str::to_owned);
            known.ok_or_else(|| unread("severity", said, &Challenging::known(&self.by.severity)))
        });
        let risk = cell("risk")
            .map(|said| said.parse().map_err(|_| format!("`{said}` is no number of a risk; write one such as RSK-1")));
        let risk: Option<record::Id> = risk.transpose()?;
        let on = cell("on").map(|said| {
            let day = said.get(..10).and_then(|it| it.parse().ok());
            day.ok_or_else(|| format!("`{said}` is no day; write one such as 2026-03-01"))
        });
        self.found.risks.extend(risk.clone().map(|it| (it, place.to_owned())));
        self.found.days.extend(on.transpose()?.map(|it| (it, place.to_owned())));
        Ok(Attempt {
            attack,
            technique: technique.to_owned(),
            says: excerpt(says),
            risk,
            outcome,
            seen,
            seen_by: cell("seen_by").map(excerpt),
            severity: severity.transpose()?,
            tries: 1,
            place: place.to_owned(),
        })
    }

    fn outcome(&self, said: Option<&str>) -> Result<Option<Outcome>, String> {
        if !self.outcomes {
            return Ok(None);
        }
        let Some(said) = said else { return Err("no outcome is said; write one, or `unknown`".to_owned()) };
        match self.by.outcome_of(said) {
            Some("succeeded") => Ok(Some(Outcome::Succeeded)),
            Some("failed") => Ok(Some(Outcome::Failed)),
            Some(_) => Ok(Some(Outcome::Undecided)),
            None => Err(unread("outcome", said, &Challenging::known(&self.by.outcome))),
        }
    }

    fn done(mut self) -> Result<Found, Error> {
        if !self.problems.is_empty() {
            if self.more > 0 {
                let says = format!("{} more lines cannot be read; mend these first", self.more);
                self.problems.push(Problem::of("file", says));
            }
            return Err(Error::Problems(self.problems));
        }
        self.found.on = self.found.days.iter().map(|it| it.0).max();
        if !self.outcomes {
            self.found.notes.push("the table tells no outcomes, only what monitors saw".to_owned());
        }
        Ok(self.found)
    }
}

/// A word that nobody knows.
fn unread(part: &str, said: &str, known: &str) -> String {
    format!("`{said}` is no {part}; write one of {known}, or lay your words over those of challenges")
}
