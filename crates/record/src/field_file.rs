//! A field as it is written in a kind's file, and the way from there to a checked field and back.
//!
//! The file is flat, because serde cannot both flatten and refuse unknown keys.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::field::in_words;
use crate::{Field, FieldType, Target};

/// `to = "risk"`, `to = ["risk", "control"]` or `to = "any"`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum TargetFile {
    One(String),
    Several(Vec<String>),
}

/// A field as it is written in a kind's file: every key that some type of field takes.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FieldFile {
    name: String,
    #[serde(rename = "type")]
    ty: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    help: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    required: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    expected: bool,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    required_when: BTreeMap<String, Vec<String>>,
    #[serde(default, skip_serializing_if = "is_false")]
    unique: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    personal: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    computed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    filled: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    derived: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inverse: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    example: Option<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    references: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    withholds: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    shows: Vec<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    opens: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_before: Option<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    past: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<TargetFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    choices: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scale: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    #[serde(default, rename = "column", skip_serializing_if = "Vec::is_empty")]
    columns: Vec<Field>,
}

fn is_false(flag: &bool) -> bool {
    !*flag
}

impl From<Field> for FieldFile {
    fn from(field: Field) -> FieldFile {
        let mut file = FieldFile {
            ty: field.ty.name().to_owned(),
            name: field.name,
            label: Some(field.label),
            section: field.section,
            help: field.help,
            aliases: field.aliases,
            required: field.required,
            expected: field.expected,
            required_when: field.required_when,
            unique: field.unique,
            personal: field.personal,
            computed: field.computed,
            filled: field.filled,
            derived: field.derived,
            inverse: field.inverse,
            example: field.example,
            references: field.references,
            withholds: field.withholds,
            shows: field.shows,
            opens: field.opens,
            not_before: field.not_before,
            past: field.past,
            ..FieldFile::default()
        };
        match field.ty {
            FieldType::Number { min, max, unit } => (file.min, file.max, file.unit) = (min, max, unit),
            FieldType::Count { max } => file.max = max.map(|it| it as f64),
            FieldType::Choice { choices } | FieldType::Choices { choices } => file.choices = Some(choices),
            FieldType::Scale { scale } => file.scale = Some(scale),
            FieldType::Link { to } | FieldType::Links { to } => file.to = Some(to.into()),
            FieldType::Table { columns } => file.columns = columns,
            FieldType::Text | FieldType::Prose | FieldType::Percent | FieldType::Money | FieldType::Date => {}
            FieldType::Period | FieldType::Flag | FieldType::File | FieldType::Duration | FieldType::Url => {}
        }
        file
    }
}

impl From<Target> for TargetFile {
    fn from(target: Target) -> TargetFile {
        match target {
            Target::Any => TargetFile::One("any".to_owned()),
            Target::Kinds(kinds) => TargetFile::Several(kinds),
        }
    }
}

impl TryFrom<FieldFile> for Field {
    type Error = String;

    fn try_from(file: FieldFile) -> Result<Field, String> {
        let ty = field_type(&file)?;
        let label = file.label.unwrap_or_else(|| in_words(&file.name));
        let ways = [&file.computed, &file.filled, &file.derived];
        if ways.into_iter().filter(|it| it.is_some()).count() > 1 {
            return Err(format!(
                "field `{}` is filled in more than one way (computed, filled, derived); keep one",
                file.name
            ));
        }
        Ok(Field {
            name: file.name,
            label,
            section: file.section,
            help: file.help,
            aliases: file.aliases,
            required: file.required,
            expected: file.expected,
            required_when: file.required_when,
            unique: file.unique,
            personal: file.personal,
            computed: file.computed,
            filled: file.filled,
            derived: file.derived,
            inverse: file.inverse,
            example: file.example,
            references: file.references,
            withholds: file.withholds,
            shows: file.shows,
            opens: file.opens,
            not_before: file.not_before,
            past: file.past,
            ty,
        })
    }
}

/// The checked type of a field, from the keys that its file has for it.
fn field_type(file: &FieldFile) -> Result<FieldType, String> {
    let lacks = |key: &str| format!("field `{}` of type `{}` needs `{key}`", file.name, file.ty);
    let choices = || file.choices.clone().filter(|it| !it.is_empty()).ok_or_else(|| lacks("choices"));
    let target = || match file.to.clone().ok_or_else(|| lacks("to"))? {
        TargetFile::One(kind) if kind == "any" => Ok::<_, String>(Target::Any),
        TargetFile::One(kind) => Ok(Target::Kinds(vec![kind])),
        TargetFile::Several(kinds) => Ok(Target::Kinds(kinds)),
    };
    let ty = match file.ty.as_str() {
        "text" => FieldType::Text,
        "prose" => FieldType::Prose,
        "number" => FieldType::Number { min: file.min, max: file.max, unit: file.unit.clone() },
        "count" => FieldType::Count { max: file.max.map(|it| it as u64) },
        "percent" => FieldType::Percent,
        "money" => FieldType::Money,
        "date" => FieldType::Date,
        "period" => FieldType::Period,
        "flag" => FieldType::Flag,
        "choice" => FieldType::Choice { choices: choices()? },
        "choices" => FieldType::Choices { choices: choices()? },
        "scale" => FieldType::Scale { scale: file.scale.clone().ok_or_else(|| lacks("scale"))? },
        "link" => FieldType::Link { to: target()? },
        "links" => FieldType::Links { to: target()? },
        "file" => FieldType::File,
        "table" if file.columns.is_empty() => return Err(lacks("column")),
        "table" => match file.columns.iter().find(|it| matches!(it.ty, FieldType::Table { .. })) {
            Some(column) => {
                return Err(format!("column `{}` of `{}` cannot be a table itself", column.name, file.name));
            }
            None => FieldType::Table { columns: file.columns.clone() },
        },
        "duration" => FieldType::Duration,
        "url" => FieldType::Url,
        other => return Err(format!("field `{}` has no known type `{other}`; the types are {TYPES}", file.name)),
    };
    let given = [
        (file.to.is_some(), "to", matches!(ty, FieldType::Link { .. } | FieldType::Links { .. })),
        (file.choices.is_some(), "choices", matches!(ty, FieldType::Choice { .. } | FieldType::Choices { .. })),
        (file.scale.is_some(), "scale", matches!(ty, FieldType::Scale { .. })),
        (file.references, "references", matches!(ty, FieldType::Text)),
        (file.withholds, "withholds", matches!(ty, FieldType::Link { .. } | FieldType::Links { .. })),
        (!file.shows.is_empty(), "shows", matches!(ty, FieldType::Link { .. } | FieldType::Links { .. })),
        (file.opens, "opens", matches!(ty, FieldType::Link { .. } | FieldType::Links { .. })),
        (file.not_before.is_some(), "not_before", matches!(ty, FieldType::Date)),
        (file.past, "past", matches!(ty, FieldType::Date)),
        (file.example.is_some(), "example", matches!(ty, FieldType::Text | FieldType::Prose)),
        (!file.columns.is_empty(), "column", matches!(ty, FieldType::Table { .. })),
        (file.inverse.is_some(), "inverse", matches!(ty, FieldType::Link { .. } | FieldType::Links { .. })),
        (file.min.is_some() || file.unit.is_some(), "min` or `unit", matches!(ty, FieldType::Number { .. })),
        (file.max.is_some(), "max", matches!(ty, FieldType::Number { .. } | FieldType::Count { .. })),
    ];
    match given.iter().find(|(given, _, fits)| *given && !fits) {
        Some((_, key, _)) => Err(format!("field `{}` of type `{}` takes no `{key}`", file.name, file.ty)),
        None => Ok(ty),
    }
}

const TYPES: &str = "text, prose, number, count, percent, money, date, period, flag, choice, choices, scale, link, links, \
                     file, table, duration, url";
