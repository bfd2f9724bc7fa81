//! The steps that the decision table with the purpose `escalation` gives a case, one after the other until it says `nobody`.

use rules::{Case, Domain, Row, Table, Value, Verdict};
use serde::Serialize;

use super::calendar::named as calendar_of;
use super::seated::PREFIX;
use crate::Error;
use crate::deciding::named::{bodies, roles, word};
use crate::deciding::purpose::{Purpose, unit_of};
use crate::derived::Snapshot;

const SHIPPED: &str = include_str!("../../../../data/tables/escalation.toml");
/// What a table writes where a ladder ends.
const NOBODY: &str = "nobody";
/// What a table writes for the manager of whoever raised it.
pub const LINE_MANAGER: &str = "line_manager";
/// Steps of a ladder at most; more is a ladder without end.
pub const MOST: usize = 9;

/// The table of ladders.
pub(crate) static TABLE: Purpose = Purpose::new("escalation", SHIPPED);

/// What a ladder is asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Asked {
    /// What happened, in the words of the table.
    pub trigger: String,
    /// How grave it is.
    pub severity: String,
    /// Tier of the AI system.
    pub tier: String,
    /// The unit and those above it, by their names.
    #[serde(skip)]
    pub units: Vec<String>,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Its number, from 1.
    pub number: usize,
    /// The key of the role that is told, the line manager, or `body:` with the key of a governance body.
    pub to: String,
    /// How long it may take, such as `PT4H`.
    pub within: String,
    /// The calendar by which that is counted.
    pub calendar: String,
    /// The row of the table that says so.
    pub row: String,
}

/// The ladder of a case.
///
/// Errors: why the table gives none, in a sentence.
pub fn ladder(table: &Table, asked: &Asked) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    for number in 1..=MOST {
        match step(table, asked, number)? {
            Some(step) => steps.push(step),
            None => return Ok(steps),
        }
    }
    Err(format!("the ladder has no end; let a row say `{NOBODY}` for step {MOST} at the latest"))
}

fn step(table: &Table, asked: &Asked, number: usize) -> Result<Option<Step>, String> {
    let mut case = Case::default()
        .with("trigger", Value::word(&asked.trigger))
        .with("severity", Value::word(&asked.severity))
        .with("tier", Value::word(&asked.tier))
        .with("step", Value::whole(number as i64));
    if let Some(unit) = unit_of(table, asked.units.iter().map(String::as_str)) {
        case.set("unit", Value::word(unit));
    }
    let outcome = table.evaluate(&case).map_err(|it| it.to_string())?;
    let id = |place: usize| table.rows.get(place).map_or("", |it| it.id.as_str());
    let row = match &outcome.verdict {
        Verdict::Decided { row, .. } => id(*row).to_owned(),
        Verdict::Nothing => return Err(format!("no row of the table decides step {number}")),
        Verdict::Contradicted { rows } => {
            let rows: Vec<&str> = rows.iter().map(|it| id(*it)).collect();
            return Err(format!("rows {} of the table contradict each other", rows.join(", ")));
        }
        Verdict::Undecided { needs } => return Err(format!("the table must know {} first", needs.join(", "))),
    };
    let word = |name: &str| outcome.value(name).map(Value::bare).unwrap_or_default();
    let (to, within, calendar) = (word("to"), word("within"), word("calendar"));
    Ok((!to.is_empty() && to != NOBODY).then_some(Step { number, to, within, calendar, row }))
}

/// Whom rows of the table name, as they write it.
pub fn named(table: &Table) -> impl Iterator<Item = &str> {
    let said =
        table.output("to").into_iter().flat_map(|place| table.rows.iter().filter_map(move |it| it.then.get(place)));
    said.filter_map(|it| if let Value::Word(word) = it { Some(word.as_str()) } else { None })
}

/// What a row of the table says that nobody can act on: whom it tells who can never be, or a time that cannot be counted. Who holds a role
/// today does not matter to a table.
pub(crate) fn unusable(at: &Snapshot, table: &Table) -> Result<Option<String>, Error> {
    let (known, bodies) = (roles(at)?, bodies(at)?);
    let shipped = TABLE.shipped();
    let usual: Vec<&str> = shipped.iter().flat_map(|it| named(&it.table)).collect();
    let there = |to: &str| match to.strip_prefix(PREFIX) {
        Some(body) => bodies.contains(body),
        None => [LINE_MANAGER, NOBODY].contains(&to) || known.contains(to) || usual.contains(&to),
    };
    let said = |row: &Row, output: &str| word(table, row, output);
    let wrong = |row: &Row| {
        let (to, within, calendar) = (said(row, "to"), said(row, "within"), said(row, "calendar"));
        if !there(&to) {
            let sort = if to.starts_with(PREFIX) { "governance body" } else { "role" };
            return Some(format!("row `{}` tells `{to}`, and there is no {sort} with this key", row.id));
        }
        if to == NOBODY {
            return None;
        }
        let why = match calendar_of(&at.libraries.calendars.calendar, &calendar).map(|it| it.seconds(&within)) {
            None => format!("there is no calendar `{calendar}`"),
            Some(Err(why)) => why,
            Some(Ok(seconds)) if seconds <= 0 => "it leaves no time to answer".to_owned(),
            Some(Ok(_)) => return None,
        };
        Some(format!("row `{}`: {why}", row.id))
    };
    Ok(table.rows.iter().find_map(wrong))
}

/// The words that an input of the table can be.
pub fn words(table: &Table, input: &str) -> Vec<String> {
    let input = table.inputs.iter().find(|it| it.name == input);
    match input.map(|it| &it.domain) {
        Some(Domain::Choice(values)) => values.clone(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_ladders_are_proved_to_decide_every_case_once_and_to_end() {
        let table = Table::parse_toml(SHIPPED).unwrap();
        let findings = rules::verify(&[&table], &rules::Vocabulary::default());
        assert!(findings.clean(), "{:?}", findings.faults.iter().map(|it| &it.says).collect::<Vec<_>>());
        for trigger in words(&table, "trigger") {
            for severity in words(&table, "severity") {
                for tier in words(&table, "tier") {
                    let asked = Asked { trigger: trigger.clone(), severity: severity.clone(), tier, units: Vec::new() };
                    let steps = ladder(&table, &asked).unwrap();
                    assert!(steps.len() >= 2, "{asked:?}");
                    assert_eq!(steps.last().unwrap().to, "executive", "{asked:?}");
                }
            }
        }
    }
}
