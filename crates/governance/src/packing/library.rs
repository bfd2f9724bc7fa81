//! What packs show and what reviews look at, as data: `data/library/board_pack.toml` and `management_review.toml`.

use record::Catalog;
use serde::{Deserialize, Serialize};

use crate::libraries::{Libraries, Part, Words, choices};

/// What packs show.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Packs {
    /// Months of the period when none is asked for.
    pub months: i32,
    /// Records that wait for a decision and are shown.
    pub most_asks: usize,
    /// Of these, those that the first page names.
    pub front_asks: usize,
    /// Kinds whose records are put before those who direct.
    pub asks: Vec<String>,
    /// What it means that records of a kind stay undecided.
    #[serde(default)]
    pub otherwise: Vec<Otherwise>,
    /// Who is told, and what.
    pub audience: Vec<Audience>,
    /// Sections.
    pub section: Vec<Section>,
    /// Figures.
    pub figure: Vec<Wanted>,
    /// The words between figures and tables.
    pub words: Words,
}

/// What it means that records of a kind stay undecided.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Otherwise {
    /// The kind.
    pub kind: String,
    /// What happens, in words.
    pub says: String,
}

/// Somebody who is told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audience {
    /// The word by which it is asked for.
    pub name: String,
    /// Title of its packs.
    pub title: String,
    /// What it is told, in a sentence.
    pub says: String,
    /// Its sections, in order.
    pub sections: Vec<String>,
}

/// What a section shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shows {
    /// Its figures.
    Figures,
    /// Indicators with their values.
    Indicators,
    /// Records that wait for a decision.
    Asks,
    /// Roles with people and hours.
    Capacity,
}

/// A section.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The word by which audiences name it.
    pub name: String,
    /// Heading.
    pub title: String,
    /// What it shows.
    pub shows: Shows,
}

/// How a figure is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A part of a whole.
    Share,
    /// A number in a year of one record of another kind.
    Rate,
}

/// In which direction better lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// Less is better.
    Lower,
    /// More is better.
    Higher,
}

/// Records that count by the value of a field, their own or one that follows from others.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Valued {
    /// The field.
    pub field: String,
    /// The values with which they count.
    pub values: Vec<String>,
    /// The values with which they are of the whole; blank means every one.
    #[serde(default)]
    pub among: Vec<String>,
}

/// A figure that is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// The word by which it is known.
    pub key: String,
    /// The section in which it stands.
    pub section: String,
    /// Its name.
    pub title: String,
    /// How it is counted, in words.
    pub says: String,
    /// The kind of the records that it counts.
    pub kind: String,
    /// Which records are the whole.
    #[serde(default)]
    pub within: String,
    /// Which of them count.
    #[serde(default)]
    pub filter: String,
    /// How it is told.
    pub form: Form,
    /// The field of which each value is a figure of its own.
    pub by: Option<String>,
    /// With `by` the field in which records hold a value of whose figure they are the whole; all of them where there is none.
    pub among: Option<String>,
    /// Which records count by the value of a field.
    pub counts: Option<Valued>,
    /// For a rate the kind whose records expose.
    pub per: Option<String>,
    /// Which of them do.
    #[serde(default)]
    pub per_within: String,
    /// In which direction better lies.
    pub better: Option<Better>,
    /// Why it cannot be told yet.
    pub lacks: Option<String>,
}

impl Packs {
    /// An audience by its word.
    pub fn audience(&self, name: &str) -> Option<&Audience> {
        self.audience.iter().find(|it| it.name == name)
    }

    /// The same with its placeholders filled in.
    pub fn tell(&self, key: &str, with: &[(&str, &dyn std::fmt::Display)]) -> String {
        let text = self.words.say(key).to_owned();
        with.iter().fold(text, |text, (name, value)| text.replace(&format!("{{{name}}}"), &value.to_string()))
    }
}

impl Part for Packs {
    fn faults(&self, all: &Libraries, catalog: &Catalog) -> Vec<String> {
        let mut faults = Vec::new();
        let section = |it: &String| self.section.iter().any(|known| known.name == *it);
        for audience in &self.audience {
            let unknown = audience.sections.iter().filter(|it| !section(it));
            faults.extend(unknown.map(|it| format!("audience `{}`: there is no section `{it}`", audience.name)));
        }
        for it in &self.figure {
            if !section(&it.section) {
                faults.push(format!("figure `{}`: there is no section `{}`", it.key, it.section));
            }
            let kinds = std::iter::once(&it.kind).chain(&it.per);
            let unknown = kinds.filter(|it| catalog.kind(it).is_none());
            faults.extend(unknown.map(|kind| format!("figure `{}`: there is no kind `{kind}`", it.key)));
            if it.form == Form::Rate && it.per.is_none() {
                faults.push(format!("figure `{}`: a rate says with `per` which records expose", it.key));
            }
            let fields = it.by.iter().chain(&it.among).chain(it.counts.iter().map(|it| &it.field));
            let none = fields.filter(|by| catalog.kind(&it.kind).is_some_and(|kind| kind.field(by).is_none()));
            faults.extend(none.map(|by| format!("figure `{}`: `{}` has no field `{by}`", it.key, it.kind)));
        }
        let awaited = |kind: &String| all.attention.decisions.iter().any(|it| it.kind == *kind);
        let never = self.asks.iter().filter(|it| !awaited(it));
        faults.extend(never.map(|it| format!("records of the kind `{it}` never wait for a decision")));
        let unknown = self.otherwise.iter().filter(|it| catalog.kind(&it.kind).is_none());
        faults.extend(unknown.map(|it| format!("`otherwise`: there is no kind `{}`", it.kind)));
        faults
    }
}

/// What a review of the management system looks at.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reviewed {
    /// The clause that asks for the required inputs.
    pub clause: String,
    /// The family of roles to which whoever leads a review belongs.
    pub chair_family: String,
    /// Records that are proposed for one input.
    pub most_records: usize,
    /// Words that a summary without records has at least to say something.
    pub least_words: usize,
    /// How often a review is held, as a length of time.
    pub every: String,
    /// Inputs, in order.
    pub input: Vec<Input>,
}

/// An input of a review.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The word by which reviews name it.
    pub key: String,
    /// What it is, in own words.
    pub title: String,
    /// Whether a review is not complete without it.
    #[serde(default)]
    pub required: bool,
    /// What to do where it is missing.
    pub next: String,
    /// Records that are proposed for it.
    pub from: Vec<Source>,
}

/// Records that are proposed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Their kind.
    pub kind: String,
    /// Which of them.
    #[serde(default)]
    pub filter: String,
}

impl Part for Reviewed {
    fn faults(&self, _: &Libraries, catalog: &Catalog) -> Vec<String> {
        let mut faults = crate::libraries::lengths([&self.every]);
        let sources = self.input.iter().flat_map(|it| it.from.iter().map(move |from| (&it.key, &from.kind)));
        let unknown = sources.filter(|it| catalog.kind(it.1).is_none());
        faults.extend(unknown.map(|(key, kind)| format!("input `{key}`: there is no kind `{kind}`")));
        if !choices(catalog, crate::responsibility::ROLE, "family").contains(&self.chair_family) {
            faults.push(format!("`{}` is no family of roles", self.chair_family));
        }
        faults
    }
}
