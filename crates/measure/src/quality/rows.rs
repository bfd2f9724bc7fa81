//! Which rows comply, for the rules that can be decided row by row.

use std::collections::HashSet;

use super::format;
use super::rule::{Rule, days, microseconds};
use crate::column::{Column, Values};
use crate::spelling::text;
use crate::summary::{Sort, sort_of};

/// Whether a row complies; `None` where it is not asked.
pub(super) type Answer = Option<bool>;

/// Whether a row holds a value; NaN is none.
pub(super) fn has_value(column: &Column<'_>, row: usize) -> bool {
    column.is_valid(row) && !matches!(column.values, Values::Number(values) if values[row].is_nan())
}

/// The number that a value of a rule is in a column of this sort; none where such a column cannot hold it.
pub(super) fn meant(text: &str, sort: Option<Sort>) -> Option<f64> {
    match sort {
        Some(Sort::Flag) => text.parse::<bool>().ok().map(|it| f64::from(u8::from(it))),
        Some(Sort::Date) => days(text),
        Some(Sort::Moment) => microseconds(text),
        _ => text.parse().ok(),
    }
}

/// Why a value of a rule cannot stand in a column.
pub(super) fn no_value(text: &str, column: &str) -> String {
    format!("`{text}` is no value of column `{column}`")
}

/// The number of a row, days and moments included.
pub(super) fn number(column: &Column<'_>, row: usize) -> Option<f64> {
    match column.values {
        Values::Number(values) => Some(values[row]),
        Values::Integer(values) | Values::Moment(values) => Some(values[row] as f64),
        Values::Date(values) => Some(f64::from(values[row])),
        Values::Flag(bits) => Some(f64::from(u8::from(bits.get(row)))),
        Values::Coded { .. } => None,
    }
}

/// Calls `answer` with every row of one column and whether it complies; an error says why the rule does not fit.
pub(super) fn single(rule: &Rule, column: &Column<'_>, mut answer: impl FnMut(usize, Answer)) -> Result<(), String> {
    let rows = 0..column.len();
    let asked = |row: usize, complies: bool| has_value(column, row).then_some(complies);
    match (rule.check(), &column.values) {
        ("not_null", _) => rows.for_each(|row| answer(row, Some(has_value(column, row)))),
        ("null", _) => rows.for_each(|row| answer(row, Some(!has_value(column, row)))),
        ("finite", Values::Number(values)) => rows.for_each(|row| answer(row, asked(row, !values[row].is_infinite()))),
        ("finite", _) => rows.for_each(|row| answer(row, asked(row, true))),
        ("range", Values::Coded { .. } | Values::Flag(_)) => return Err(unfit(column, "numbers or times")),
        ("range", Values::Number(values)) => rows.for_each(|row| answer(row, asked(row, rule.within(values[row])))),
        ("range", _) => {
            rows.for_each(|row| answer(row, asked(row, number(column, row).is_some_and(|it| rule.within(it)))))
        }
        ("in_set" | "not_in_set", Values::Coded { codes, words }) => {
            let set: HashSet<&str> = rule.file.values.iter().map(String::as_str).collect();
            let wanted = rule.check() == "in_set";
            let complies: Vec<bool> = words.iter().map(|it| set.contains(it.as_str()) == wanted).collect();
            rows.for_each(|row| answer(row, asked(row, complies.get(codes[row] as usize).copied().unwrap_or(false))));
        }
        ("in_set" | "not_in_set", _) => {
            let set = set_of(rule, column)?;
            let wanted = rule.check() == "in_set";
            let holds = |row: usize| number(column, row).is_some_and(|it| set.contains(&(it + 0.0).to_bits()));
            rows.for_each(|row| answer(row, asked(row, holds(row) == wanted)));
        }
        ("matches" | "not_matches" | "length" | "date_format" | "json", Values::Coded { codes, words }) => {
            let complies: Vec<bool> = words.iter().map(|it| word(rule, it)).collect();
            rows.for_each(|row| answer(row, asked(row, complies.get(codes[row] as usize).copied().unwrap_or(false))));
        }
        ("date_format", _) => {
            let (name, noun) = (column.name, column.values.noun());
            return Err(format!(
                "column `{name}` was read as {noun}; read it as words (`--text {name}`) to see its spelling"
            ));
        }
        _ => return Err(unfit(column, "words")),
    }
    Ok(())
}

fn unfit(column: &Column<'_>, needed: &str) -> String {
    format!("column `{}` holds {}, and {needed} are needed", column.name, column.values.noun())
}

fn word(rule: &Rule, word: &str) -> bool {
    match (rule.check(), &rule.pattern) {
        ("length", _) => rule.within(word.chars().count() as f64),
        ("date_format", _) => rule.file.format.as_deref().is_some_and(|it| format::spells(it, word)),
        ("json", _) => format::is_json(word),
        (check, Some(pattern)) => pattern.is_match(word) == (check == "matches"),
        _ => false,
    }
}

/// The values of a rule as bits of numbers.
fn set_of(rule: &Rule, column: &Column<'_>) -> Result<HashSet<u64>, String> {
    let sort = Some(sort_of(&column.values));
    let one =
        |text: &String| meant(text, sort).map(|it| (it + 0.0).to_bits()).ok_or_else(|| no_value(text, column.name));
    rule.file.values.iter().map(one).collect()
}

/// Calls `answer` with every row of several columns and whether it complies.
pub(super) fn several(
    rule: &Rule,
    columns: &[&Column<'_>],
    mut answer: impl FnMut(usize, Answer),
) -> Result<(), String> {
    let rows = 0..columns.first().map_or(0, |it| it.len());
    let all = |row: usize| columns.iter().all(|it| has_value(it, row));
    let both = |row: usize| -> Option<std::cmp::Ordering> {
        let [one, other] = columns else { return None };
        match (number(one, row), number(other, row)) {
            (Some(a), Some(b)) => a.partial_cmp(&b),
            _ => Some(text(one, row).cmp(&text(other, row))),
        }
    };
    match rule.check() {
        "equal" => rows.for_each(|row| answer(row, all(row).then(|| both(row).is_some_and(|it| it.is_eq())))),
        "greater" => {
            let complies = |row| both(row).is_some_and(|it| if rule.file.strict { it.is_gt() } else { it.is_ge() });
            rows.for_each(|row| answer(row, all(row).then(|| complies(row))));
        }
        "pair_in_set" => {
            let pairs: HashSet<(&str, &str)> =
                rule.file.pairs.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
            let holds = |row| pairs.contains(&(text(columns[0], row).as_str(), text(columns[1], row).as_str()));
            rows.for_each(|row| answer(row, all(row).then(|| holds(row))));
        }
        "sum_of" => {
            // the total is named by `other` and stands before its parts
            let (total, parts) = columns.split_first().ok_or("the rule names no column")?;
            if let Some(words) = columns.iter().find(|it| matches!(it.values, Values::Coded { .. })) {
                return Err(unfit(words, "numbers"));
            }
            let complies = |row| {
                let sum: f64 = parts.iter().filter_map(|it| number(it, row)).sum();
                let total = number(total, row).unwrap_or(f64::NAN);
                (sum - total).abs() <= 1e-9 * total.abs().max(1.0)
            };
            rows.for_each(|row| answer(row, all(row).then(|| complies(row))));
        }
        "distinct_within_row" => {
            let complies = |row| {
                let mut seen = HashSet::new();
                columns.iter().all(|it| seen.insert(text(it, row)))
            };
            rows.for_each(|row| answer(row, all(row).then(|| complies(row))));
        }
        _ => {
            let held = |row: usize| columns.iter().filter(|it| has_value(it, row)).count();
            rows.for_each(|row| answer(row, Some(held(row) == 0 || held(row) == columns.len())));
        }
    }
    Ok(())
}
