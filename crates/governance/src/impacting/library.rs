//! What impact assessments go by, as data (`data/library/impacts.toml`).

use std::collections::BTreeMap;

use record::{Catalog, FieldType};
use serde::Deserialize;

use super::ASSESSMENT;
use super::lane::{Lane, TABLE};
use super::law::{Law, Of};
use crate::libraries::{Libraries, Part, Words, choices};
use crate::risking::RISK;
use crate::surroundings::SYSTEM;

/// Everything that impact assessments go by beside decision tables.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Impacts {
    /// Sorts of interested parties that systems can affect.
    pub affected: Vec<String>,
    /// Columns of an impact that are filled for every harm.
    pub of_harms: Vec<String>,
    /// Columns of an impact that are filled for every benefit.
    pub of_benefits: Vec<String>,
    /// Origins that every assessment looks at.
    pub origins: Vec<String>,
    /// The lanes that go with each nature of a risk.
    pub natures: BTreeMap<String, Vec<Lane>>,
    /// Signs by which statements are sorted.
    pub sign: Vec<Sign>,
    /// What laws ask.
    pub law: Vec<Law>,
    /// Words of files.
    pub words: Words,
}

/// A sign of a lane: an input of the table that sorts statements.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// The input.
    pub name: String,
    /// Words that show it; one that ends with a star stands for all that begin so.
    pub words: Vec<String>,
    /// Themes of impacts that show it.
    #[serde(default)]
    pub themes: Vec<String>,
}

impl Part for Impacts {
    fn faults(&self, all: &Libraries, catalog: &Catalog) -> Vec<String> {
        let mut faults = Vec::new();
        let mut known = |what: &str, words: Vec<String>, given: Vec<&String>| {
            let strange = given.into_iter().filter(|it| !words.contains(it));
            faults.extend(strange.map(|it| format!("`{it}` is no {what}")));
        };
        let columns = columns(catalog, "impacts");
        known(
            "sort of interested party",
            choices(catalog, "interested_party", "group"),
            self.affected.iter().collect(),
        );
        known("column of `impacts`", columns.clone(), self.of_harms.iter().chain(&self.of_benefits).collect());
        known("origin of impacts", choices_of(catalog, "impacts", "arises_from"), self.origins.iter().collect());
        known("nature of a risk", choices(catalog, RISK, "nature"), self.natures.keys().collect());
        let themes = self.sign.iter().flat_map(|it| &it.themes).collect();
        known("theme of impacts", choices_of(catalog, "impacts", "theme"), themes);
        let inputs = TABLE.shipped().map(|it| it.table.inputs.iter().map(|it| it.name.clone()).collect());
        known(
            "input of the table that sorts",
            inputs.unwrap_or_default(),
            self.sign.iter().map(|it| &it.name).collect(),
        );
        let names = self.law.iter().map(|it| &it.name).collect();
        known("choice of `also_answers`", choices(catalog, ASSESSMENT, "also_answers"), names);
        faults.extend(self.natures.iter().filter_map(|(name, lanes)| merged(name, lanes)));
        let unread = self.law.iter().filter(|it| all.shelf().find(&it.reference).is_none());
        faults.extend(unread.map(|it| format!("no framework has `{}`", it.reference)));
        faults.extend(self.law.iter().flat_map(|it| unanswered(it, catalog)));
        faults.extend(self.words.missing(&super::paper::words()));
        faults
    }
}

/// A nature that would put a risk into both lanes at once.
fn merged(name: &str, lanes: &[Lane]) -> Option<String> {
    let technical = lanes.contains(&Lane::Technical);
    let both = technical && lanes.iter().any(|it| it.societal());
    both.then(|| {
        format!("`{name}` goes with the technical lane or with the lanes of people, never with both; choose one side")
    })
}

/// Fields that questions of a law name and records do not have.
fn unanswered(law: &Law, catalog: &Catalog) -> Vec<String> {
    let mut faults = Vec::new();
    for (question, from) in law.question.iter().flat_map(|it| it.from.iter().map(move |from| (it, from))) {
        let kind = if from.of == Of::System { SYSTEM } else { ASSESSMENT };
        if catalog.kind(kind).is_none_or(|it| it.field(&from.field).is_none()) {
            faults
                .push(format!("`{}` is no field of `{kind}`, which {} of {} asks", from.field, question.id, law.name));
        }
        let fits = from.column.as_ref().zip(from.is.as_ref());
        if fits.is_some_and(|(column, is)| !choices_of(catalog, &from.field, column).contains(is)) {
            faults.push(format!("no row of `{}` can be what {} of {} asks", from.field, question.id, law.name));
        }
    }
    faults
}

/// Columns of a table of assessments.
fn columns(catalog: &Catalog, field: &str) -> Vec<String> {
    table(catalog, field).iter().map(|it| it.name.clone()).collect()
}

/// Choices of a column of such a table.
fn choices_of(catalog: &Catalog, field: &str, column: &str) -> Vec<String> {
    match table(catalog, field).iter().find(|it| it.name == column).map(|it| &it.ty) {
        Some(FieldType::Choice { choices }) => choices.clone(),
        _ => Vec::new(),
    }
}

fn table<'a>(catalog: &'a Catalog, field: &str) -> &'a [record::Field] {
    match catalog.kind(ASSESSMENT).and_then(|it| it.field(field)).map(|it| &it.ty) {
        Some(FieldType::Table { columns }) => columns,
        _ => &[],
    }
}
