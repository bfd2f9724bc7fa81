//! Risk criteria as they are read, what a pair of scores gives by them, and what is wrong with them. Pure. Serves ISO/IEC 42001 6.1.1 and 6.1.2.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Span;
use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use serde_json::Value;
use store::RecordRow;

use crate::derived::date;

/// Criteria.
#[derive(Debug, Clone)]
pub struct Criteria {
    /// The record.
    pub id: Id,
    /// The version of its scales.
    pub version: String,
    /// State of the record.
    pub state: String,
    /// First day on which they are gone by.
    pub from: Option<Date>,
    /// Levels of risk, from the mildest.
    pub levels: Vec<String>,
    /// Levels of likelihood, the rarest first.
    pub likelihood: Vec<String>,
    /// Levels of consequence by type, the mildest first.
    pub consequences: BTreeMap<String, Vec<String>>,
    /// Rows of the matrix, as they are written.
    pub matrix: Vec<Row>,
    /// The line of each type, as it is written.
    pub line: Vec<Line>,
    /// After how long risks are assessed again.
    pub intervals: Vec<Interval>,
    /// What calls for an assessment before its day.
    pub triggers: BTreeSet<String>,
    /// What levels of other versions are in these.
    pub translations: Vec<Translation>,
}

/// A row of the matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The type for which it holds; nothing for each without a row of its own.
    pub of: Option<String>,
    /// The level of likelihood by name.
    pub likelihood: String,
    /// The level of risk of each level of consequence.
    pub levels: Vec<String>,
}

/// Where the line lies for a type, by places of levels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The type of consequence.
    pub of: String,
    /// The gravest level that is acceptable.
    pub acceptable: usize,
    /// The gravest level that is tolerable.
    pub tolerable: usize,
    /// The lowest level from which an opportunity is pursued.
    pub pursue: Option<usize>,
}

/// After how long something is assessed again.
#[derive(Debug, Clone)]
pub struct Interval {
    /// The tier; nothing for every tier.
    pub tier: Option<String>,
    /// The level of risk by its place; nothing for every level.
    pub level: Option<usize>,
    /// How long.
    pub every: Span,
    /// The same as it is written.
    pub written: String,
}

/// What a level of another version is in these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translation {
    /// The other version.
    pub version: String,
    /// The type of consequence; nothing for likelihood, and for each without a row of its own.
    pub of: Option<String>,
    /// Whether it is the scale of likelihood.
    pub likelihood: bool,
    /// The place there, from 1.
    pub from: usize,
    /// The place here, from 1.
    pub to: usize,
}

fn text<'a>(row: &'a Value, name: &str) -> &'a str {
    row.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn place(row: &Value, name: &str) -> usize {
    row.get(name).and_then(Value::as_u64).map_or(0, |it| it as usize)
}

impl Criteria {
    /// Criteria of a record; `levels` are those of risk, from the mildest.
    pub fn of(row: &RecordRow, levels: &[String]) -> Criteria {
        let rank = |it: &str| levels.iter().position(|of| of == it);
        let some = |it: &str| (!it.is_empty()).then(|| it.to_owned());
        let mut consequences: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for it in row.list("consequences") {
            consequences.entry(text(it, "type").to_owned()).or_default().push(text(it, "level").to_owned());
        }
        let matrix = row.list("matrix").map(|it| Row {
            of: some(text(it, "type")),
            likelihood: text(it, "likelihood").trim().to_owned(),
            levels: text(it, "levels").split(',').map(|it| it.trim().to_owned()).collect(),
        });
        let line = row.list("line").filter_map(|it| {
            Some(Line {
                of: text(it, "type").to_owned(),
                acceptable: rank(text(it, "acceptable"))?,
                tolerable: rank(text(it, "tolerable"))?,
                pursue: rank(text(it, "pursue")),
            })
        });
        let intervals = row.list("intervals").filter_map(|it| {
            Some(Interval {
                tier: some(text(it, "tier")),
                level: rank(text(it, "level")),
                every: text(it, "every").parse().ok()?,
                written: text(it, "every").to_owned(),
            })
        });
        let translations = row.list("translations").map(|it| Translation {
            version: text(it, "version").trim().to_owned(),
            of: some(text(it, "type")),
            likelihood: text(it, "axis") == "likelihood",
            from: place(it, "from"),
            to: place(it, "to"),
        });
        let triggers = row.list("triggers").filter_map(|it| it.as_str().map(str::to_owned));
        Criteria {
            id: row.id.clone(),
            version: row.text("scale_version").unwrap_or_default().trim().to_owned(),
            state: row.state.clone(),
            from: date(&row.document, "from"),
            levels: levels.to_vec(),
            likelihood: row.list("likelihood").map(|it| text(it, "level").trim().to_owned()).collect(),
            consequences,
            matrix: matrix.collect(),
            line: line.collect(),
            intervals: intervals.collect(),
            triggers: triggers.collect(),
            translations: translations.collect(),
        }
    }

    /// The row of the matrix for a type at a likelihood, by its place from 1.
    fn row(&self, of: &str, likelihood: usize) -> Option<&Row> {
        let name = self.likelihood.get(likelihood.checked_sub(1)?)?;
        let own = self.matrix.iter().any(|it| it.of.as_deref() == Some(of));
        let mut rows = self.matrix.iter().filter(|it| it.of.as_deref() == own.then_some(of));
        rows.find(|it| it.likelihood == *name)
    }

    /// The level of risk of a type, by its place from 0; likelihood and consequence are places from 1.
    pub fn level(&self, of: &str, likelihood: usize, consequence: usize) -> Option<usize> {
        self.consequences.get(of)?.get(consequence.checked_sub(1)?)?;
        let cell = self.row(of, likelihood)?.levels.get(consequence - 1)?;
        self.levels.iter().position(|it| it == cell)
    }

    /// The line of a type.
    pub fn line(&self, of: &str) -> Option<&Line> {
        self.line.iter().find(|it| it.of == of)
    }

    /// The name of a level of consequence, by its place from 1.
    pub fn named(&self, of: &str, consequence: usize) -> &str {
        let all = self.consequences.get(of).map(Vec::as_slice).unwrap_or_default();
        consequence.checked_sub(1).and_then(|it| all.get(it)).map_or("", String::as_str)
    }

    /// What a place of another version is in these: of likelihood where no type is given, else of consequence.
    pub fn translated(&self, version: &str, of: Option<&str>, from: usize) -> Option<usize> {
        if version == self.version {
            return Some(from);
        }
        let rows = || self.translations.iter().filter(|it| it.version == version && it.likelihood == of.is_none());
        let own = rows().any(|it| of.is_some() && it.of.as_deref() == of);
        let of = of.filter(|_| own);
        rows().find(|it| it.of.as_deref() == of && it.from == from).map(|it| it.to)
    }

    /// After how long a risk is assessed again, by the tiers of its systems and the levels that it has: the shortest of all that fit.
    pub fn interval(&self, tiers: &BTreeSet<Option<String>>, levels: &BTreeSet<usize>, on: Date) -> Option<&Interval> {
        let fits = |it: &&Interval| {
            // A system whose tier is not known counts as of every tier.
            let tier = it.tier.as_ref().is_none_or(|of| tiers.contains(&None) || tiers.contains(&Some(of.clone())));
            tier && it.level.is_none_or(|of| levels.contains(&of))
        };
        self.intervals.iter().filter(fits).min_by_key(|it| on.checked_add(it.every).unwrap_or(Date::MAX))
    }

    /// What is wrong with them, each in a sentence with its place and what to do; `versions` are those of other criteria.
    pub fn faults(&self, versions: &BTreeSet<String>) -> Vec<String> {
        let mut found = Vec::new();
        if self.version.is_empty() {
            found.push("`scale_version` is blank; name the version of the scales".to_owned());
        }
        found.extend(scale("likelihood", &self.likelihood));
        if self.consequences.is_empty() {
            found.push("`consequences` has no level; add two or more for each type".to_owned());
        }
        for (of, levels) in &self.consequences {
            found.extend(scale(&format!("consequences for {of}"), levels));
            found.extend(self.holes(of, levels.len()));
            match self.line(of) {
                None => found.push(format!("`line` says nothing of {of}; add its line of acceptance")),
                Some(it) if it.tolerable < it.acceptable => {
                    found.push(format!("`line` of {of} tolerates less than it accepts; put both in order"));
                }
                Some(_) => {}
            }
        }
        let unknown = self.line.iter().filter(|it| !self.consequences.contains_key(&it.of));
        found.extend(
            unknown.map(|it| {
                format!("`line` names {}, which has no levels of consequence; add them or leave it out", it.of)
            }),
        );
        found.extend(self.rows());
        if self.intervals.is_empty() {
            found.push("`intervals` is blank; say after how long risks are assessed again".to_owned());
        }
        found.extend(self.untranslated(versions));
        found
    }

    /// Rows of the matrix that belong to nothing, or stand there twice.
    fn rows(&self) -> Vec<String> {
        let mut found = Vec::new();
        let whose = |it: &Row| it.of.clone().unwrap_or_else(|| "every type".to_owned());
        for (at, it) in self.matrix.iter().enumerate() {
            if !self.likelihood.contains(&it.likelihood) {
                found.push(format!(
                    "`matrix` has a row for the likelihood `{}`, which is no level; name one of {}",
                    it.likelihood,
                    self.likelihood.join(", ")
                ));
            }
            if self.matrix[..at].iter().any(|of| of.of == it.of && of.likelihood == it.likelihood) {
                found.push(format!("`matrix` has two rows for `{}` of {}; keep one", it.likelihood, whose(it)));
            }
            if it.of.as_ref().is_some_and(|of| !self.consequences.contains_key(of)) {
                found.push(format!("`matrix` has a row for {}, which has no levels of consequence", whose(it)));
            }
        }
        found
    }

    /// Cells of a type that are missing, are no level, or fall although harm rises.
    fn holes(&self, of: &str, consequences: usize) -> Vec<String> {
        let mut found = Vec::new();
        for (at, name) in self.likelihood.iter().enumerate() {
            let Some(row) = self.row(of, at + 1) else {
                found.push(format!("`matrix` has no row for `{name}` of {of}; add it"));
                continue;
            };
            if row.levels.len() != consequences {
                found.push(format!(
                    "`matrix` has {} levels for `{name}` of {of}, and there are {consequences} levels of consequence; add or take away one for each",
                    row.levels.len()
                ));
            }
            let unknown = row.levels.iter().find(|it| !self.levels.contains(it));
            found.extend(unknown.map(|it| {
                format!(
                    "`{it}` in `matrix` for `{name}` of {of} is no level of risk; take one of {}",
                    self.levels.join(", ")
                )
            }));
        }
        if found.is_empty() {
            found.extend(self.falls(of, consequences));
        }
        found
    }

    /// The first cell whose level is lower than that of a milder one.
    fn falls(&self, of: &str, consequences: usize) -> Option<String> {
        let every = (1..=self.likelihood.len()).flat_map(|row| (1..=consequences).map(move |column| (row, column)));
        let (row, column, axis) = every.flat_map(|(row, column)| [(row, column, true), (row, column, false)]).find(
            |&(row, column, axis)| {
                let milder = if axis { self.level(of, row - 1, column) } else { self.level(of, row, column - 1) };
                milder > self.level(of, row, column)
            },
        )?;
        let what = if axis { "likelihood" } else { "consequence" };
        Some(format!(
            "`matrix` falls at `{}` and `{}` of {of} although the {what} rises; give it the same level or a higher one",
            self.likelihood[row - 1],
            self.named(of, column)
        ))
    }

    /// Translations from a version that no criteria have, or between places that no scale has.
    fn untranslated(&self, versions: &BTreeSet<String>) -> Vec<String> {
        let mut found = Vec::new();
        for it in &self.translations {
            if it.version == self.version || !versions.contains(&it.version) {
                found.push(format!(
                    "`translations` names the scale version `{}`, which no other criteria have; name one of theirs",
                    it.version
                ));
            }
            let most = match &it.of {
                _ if it.likelihood => self.likelihood.len(),
                Some(of) => self.consequences.get(of).map_or(0, Vec::len),
                None => self.consequences.values().map(Vec::len).min().unwrap_or_default(),
            };
            if it.from == 0 || it.to == 0 || it.to > most {
                found.push(format!("`translations` leads to level {}, and there are {most}; name one of them", it.to));
            }
        }
        found
    }
}

/// What is wrong with a scale.
fn scale(what: &str, levels: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    if levels.len() < 2 {
        found.push(format!("`{what}` has fewer than two levels; add them"));
    }
    let twice = levels.iter().enumerate().find(|(at, it)| levels[..*at].contains(it));
    found.extend(twice.map(|it| format!("`{what}` has the level `{}` twice; keep one", it.1)));
    found
}
