//! Whether the cells of a column can be read for a field, and how.

use std::collections::BTreeMap;

use record::{Catalog, Field, FieldType, Kind};

use super::dates::{self, DateFormat};
use super::mapping::How;
use super::normalise::{Choices, SEPARATORS, split};
use super::reading::{TEXT, number};
use super::spellings::is_missing;
use super::words::{tidy, tidy_lines};

/// The distinct cells of a column, white space reduced, each with how often it stands there.
pub(crate) struct Cells {
    /// Those that say something.
    pub given: Vec<(String, usize)>,
    /// Spellings of nothing other than empty.
    pub blank: Vec<(String, usize)>,
}

/// How a column is read for a field.
pub(crate) struct Fit {
    pub how: How,
    pub values: BTreeMap<String, String>,
    /// Cells that cannot be read, the commonest first.
    pub unread: Vec<(String, usize)>,
    /// From 0 to 1: how many of the cells that say something can be read.
    pub share: f64,
    /// Two orders of day and month between which nothing decides.
    pub ambiguous: Option<(DateFormat, DateFormat)>,
}

/// What is known beside the cells.
pub(crate) struct Around<'a> {
    pub catalog: &'a Catalog,
    pub kind: &'a Kind,
    /// Whether other columns write the month before the day.
    pub month_first: Option<bool>,
}

/// From this share on a column of choices, dates or numbers is taken for one.
const ENOUGH: f64 = 0.5;

/// From this share on a column is taken for yes and no, or for anything else with a narrow form.
const NEARLY_ALL: f64 = 0.8;

impl Cells {
    /// The cells of the column at `index`; `is_blank` knows the spellings of nothing.
    pub fn of(table: &sheet::Table, index: usize, is_blank: impl Fn(&str) -> bool) -> Cells {
        let mut counts: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
        for cell in table.rows.iter().filter_map(|it| it.cells.get(index)) {
            *counts.entry(tidy_lines(cell)).or_default() += 1;
        }
        counts.remove("");
        let mut all: Vec<(String, usize)> = counts.into_iter().collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let (blank, given) = all.into_iter().partition(|it| is_blank(&it.0));
        Cells { given, blank }
    }
}

/// How the cells are read for a field, when enough of them can be.
pub(crate) fn fit(around: &Around<'_>, field: &Field, cells: &Cells) -> Option<Fit> {
    match &field.ty {
        FieldType::Text => readable(How::Text {}, cells, |it| it.chars().count() <= TEXT, 1.0),
        FieldType::Prose => readable(How::Text {}, cells, |_| true, 1.0),
        FieldType::Url => {
            readable(How::Text {}, cells, |it| it.starts_with("http://") || it.starts_with("https://"), NEARLY_ALL)
        }
        FieldType::Date => date(around, cells),
        FieldType::Flag => choice(How::Choice {}, &Choices::new("", "", &["true", "false"]), cells, true),
        FieldType::Choice { choices } => choice(How::Choice {}, &known(around, &field.name, choices), cells, false),
        FieldType::Choices { choices } => several(&known(around, &field.name, choices), cells),
        FieldType::Number { .. } | FieldType::Count { .. } | FieldType::Percent => numbers(around, field, cells),
        FieldType::Scale { .. }
        | FieldType::Money
        | FieldType::Duration
        | FieldType::Period
        | FieldType::Table { .. } => {
            readable(How::Value {}, cells, |it| record::parse_text(around.catalog, field, it).is_ok(), NEARLY_ALL)
        }
        FieldType::Link { .. } | FieldType::Links { .. } | FieldType::File => None,
    }
}

/// How the cells are read for the state.
pub(crate) fn fit_state(kind: &Kind, cells: &Cells) -> Option<Fit> {
    choice(How::State {}, &Choices::new(&kind.kind, "state", &kind.states()), cells, false)
}

fn known(around: &Around<'_>, field: &str, choices: &[String]) -> Choices {
    Choices::new(&around.kind.kind, field, &choices.iter().map(String::as_str).collect::<Vec<_>>())
}

fn total(cells: &[(String, usize)]) -> usize {
    cells.iter().map(|it| it.1).sum()
}

/// The share of cells that can be read; all of them where none says anything.
fn share(unread: &[(String, usize)], cells: &Cells) -> f64 {
    match total(&cells.given) {
        0 => 1.0,
        all => 1.0 - total(unread) as f64 / all as f64,
    }
}

fn enough(fit: Fit, least: f64) -> Option<Fit> {
    Some(fit).filter(|it| it.share >= least)
}

fn readable(how: How, cells: &Cells, fits: impl Fn(&str) -> bool, least: f64) -> Option<Fit> {
    let unread: Vec<_> = cells.given.iter().filter(|it| !fits(&it.0)).cloned().collect();
    enough(Fit { how, values: BTreeMap::new(), share: share(&unread, cells), unread, ambiguous: None }, least)
}

/// Each distinct cell as a choice; spellings of nothing count where a choice stands for them.
fn choice(how: How, choices: &Choices, cells: &Cells, exact: bool) -> Option<Fit> {
    let mut fit = Fit { how, values: BTreeMap::new(), unread: Vec::new(), share: 0.0, ambiguous: None };
    for (cell, count) in &cells.given {
        match if exact { choices.exactly(cell) } else { choices.choose(cell) } {
            Some(name) => drop(fit.values.insert(cell.clone(), name.to_owned())),
            None if is_missing(cell) => drop(fit.values.insert(cell.clone(), String::new())),
            None => fit.unread.push((cell.clone(), *count)),
        }
    }
    for (cell, _) in &cells.blank {
        fit.values.extend(choices.exactly(cell).filter(|_| !exact).map(|it| (cell.clone(), it.to_owned())));
    }
    fit.share = share(&fit.unread, cells);
    enough(fit, if exact { NEARLY_ALL } else { ENOUGH })
}

/// Each distinct cell, or each of its parts, as a choice.
fn several(choices: &Choices, cells: &Cells) -> Option<Fit> {
    let separators = SEPARATORS.map(str::to_owned).to_vec();
    let mut fit = choice(
        How::Choices { separators: separators.clone() },
        choices,
        &Cells { given: Vec::new(), blank: cells.blank.clone() },
        false,
    )?;
    for (cell, count) in &cells.given {
        if let Some(name) = choices.exactly(cell) {
            fit.values.insert(cell.clone(), name.to_owned());
            continue;
        }
        let parts = split(cell, &separators);
        let found: Vec<(String, Option<&str>)> = parts.into_iter().map(|it| (tidy(&it), choices.choose(&it))).collect();
        if found.iter().all(|it| it.1.is_some()) {
            fit.values.extend(found.into_iter().filter_map(|(part, name)| Some((part, name?.to_owned()))));
        } else if let Some(name) = choices.choose(cell).filter(|_| found.iter().all(|it| it.1.is_none())) {
            fit.values.insert(cell.clone(), name.to_owned());
        } else if is_missing(cell) {
            fit.values.insert(cell.clone(), String::new());
        } else {
            fit.unread.push((cell.clone(), *count));
        }
    }
    fit.share = share(&fit.unread, cells);
    enough(fit, ENOUGH)
}

fn date(around: &Around<'_>, cells: &Cells) -> Option<Fit> {
    let values: Vec<(&str, usize)> = cells.given.iter().map(|it| (it.0.as_str(), it.1)).collect();
    let found = dates::detect(&values, around.month_first);
    let reads = |it: &str| found.formats.iter().any(|format| format.read(it).is_some());
    let mut values = BTreeMap::new();
    let mut unread: Vec<(String, usize)> = Vec::new();
    for (cell, count) in cells.given.iter().filter(|it| !reads(&it.0)) {
        match is_missing(cell) {
            true => drop(values.insert(cell.clone(), String::new())),
            false => unread.push((cell.clone(), *count)),
        }
    }
    let share = share(&unread, cells);
    let least = if found.ambiguous.is_some() { 0.0 } else { ENOUGH };
    enough(Fit { how: How::Date { formats: found.formats }, values, unread, share, ambiguous: found.ambiguous }, least)
}

fn numbers(around: &Around<'_>, field: &Field, cells: &Cells) -> Option<Fit> {
    let with = |decimal: char| {
        let fits = |it: &str| {
            number(it, decimal).parse::<f64>().is_ok()
                && record::parse_text(around.catalog, field, &number(it, decimal)).is_ok()
        };
        readable(How::Number { decimal }, cells, fits, NEARLY_ALL)
    };
    // Whether a comma stands before a fraction shows where it is not followed by three digits.
    let fraction = |mark: char| {
        cells
            .given
            .iter()
            .any(|it| it.0.rsplit_once(mark).is_some_and(|(_, end)| end.trim_end_matches('%').trim().len() != 3))
    };
    match fraction(',') && !fraction('.') {
        true => with(','),
        false => with('.'),
    }
}
