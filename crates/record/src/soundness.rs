//! Whether kinds fit together: names, links, columns, lists. `states` and `levels` look at lifecycles and scales.
//!
//! Every fault is noted with the file and line to blame; nothing is repaired here.

use std::collections::{BTreeMap, BTreeSet};

use crate::reading::{Draft, Made, place};
use crate::words::{instead, is_snake_case};
use crate::{Fault, Field, FieldType, Kind, READERS, Target};

/// Names that every record has without a field.
const RESERVED: [&str; 10] =
    ["id", "kind", "state", "version", "number", "retired", "created", "created_by", "changed", "changed_by"];

/// Notes every fault of the draft as a whole.
pub(crate) fn examine(draft: &mut Draft) {
    let known = Known::of(draft);
    let mut faults = Vec::new();
    for made in draft.kinds.values() {
        examine_kind(made, &known, &mut faults);
        crate::states::examine(made, &mut faults);
    }
    crate::levels::examine(draft, &mut faults);
    faults.extend(twice(draft, |kind| &kind.prefix, "prefix"));
    faults.extend(inverse_faults(draft));
    draft.faults.extend(faults);
}

/// Names that files may refer to.
struct Known {
    kinds: BTreeSet<String>,
    scales: BTreeSet<String>,
    unread: BTreeSet<String>,
}

impl Known {
    fn of(draft: &Draft) -> Known {
        let (kinds, scales) = (draft.kinds.keys().cloned().collect(), draft.scales.keys().cloned().collect());
        Known { kinds, scales, unread: draft.unread.clone() }
    }
}

fn examine_kind(made: &Made<Kind>, known: &Known, faults: &mut Vec<Fault>) {
    let kind = &made.value;
    let mut blame = |name: &str, message: String| faults.push(place(&made.from, None, name, message));
    if !is_snake_case(&kind.kind) {
        blame(&kind.kind, format!("kind `{}` is not written like `ai_system`; use small letters and `_`", kind.kind));
    }
    if !((2..=4).contains(&kind.prefix.len()) && kind.prefix.bytes().all(|it| it.is_ascii_uppercase())) {
        blame(&kind.prefix, format!("prefix `{}` is not two to four capital letters, such as `RSK`", kind.prefix));
    }
    for (what, text) in
        [("label", &kind.label), ("plural", &kind.plural), ("summary", &kind.summary), ("area", &kind.area)]
    {
        if text.trim().is_empty() {
            blame(text, format!("the {what} of kind `{}` is blank; give it one", kind.kind));
        }
    }
    for column in &kind.columns {
        let shown = kind.field(column).is_some() || ["state", "number", "changed"].contains(&column.as_str());
        if !shown {
            blame(
                column,
                format!("column `{column}` is not a field of `{}`{}", kind.kind, fields_instead(kind, column)),
            );
        }
    }
    if kind.field("title").is_none_or(|it| it.ty != FieldType::Text) {
        blame("title", format!("kind `{}` has no field `title` of type `text`; every record needs one", kind.kind));
    }
    if let Some((name, message)) = follows_fault(kind).or_else(|| unit_from_fault(kind)) {
        faults.push(place(&made.from, None, &name, message));
    }
    for field in &kind.fields {
        for (name, message) in field_faults(kind, field, known) {
            faults.push(place(&made.from, Some(&field.name), &name, message));
        }
    }
    faults.extend(repeats(&kind.fields).map(|name| {
        let message = format!("field `{name}` of `{}` is given twice; remove one", kind.kind);
        place(&made.from, Some(name), name, message)
    }));
}

/// What is wrong with the field that a kind follows: the name to blame and the sentence.
fn follows_fault(kind: &Kind) -> Option<(String, String)> {
    let follows = kind.follows.as_ref()?;
    let leads = kind.field(follows).is_some_and(|it| it.required && matches!(it.ty, FieldType::Link { .. }));
    if !leads {
        let message = format!("`{}` follows `{follows}`, which must be a required field of type `link`", kind.kind);
        return Some((follows.clone(), message));
    }
    let own = READERS.into_iter().find(|it| kind.field(it).is_some())?;
    Some((own.to_owned(), format!("`{}` follows `{follows}`, so it has no `{own}` of its own; remove it", kind.kind)))
}

/// What is wrong with the field from which a kind has its unit: the name to blame and the sentence.
fn unit_from_fault(kind: &Kind) -> Option<(String, String)> {
    let from = kind.unit_from.as_ref()?;
    let lends = kind.field(from).is_some_and(|it| matches!(it.ty, FieldType::Link { .. }));
    let wrong = match (lends, &kind.follows) {
        (false, _) => "which must be a field of type `link`",
        (true, Some(_)) => "and follows another record too; keep one of the two",
        (true, None) => return None,
    };
    Some((from.clone(), format!("`{}` has its unit from `{from}`, {wrong}", kind.kind)))
}

/// `; did you mean …` over the fields of a kind.
pub(crate) fn fields_instead(kind: &Kind, written: &str) -> String {
    instead(written, "the fields", &kind.fields.iter().map(|it| it.name.as_str()).collect::<Vec<_>>())
}

fn repeats(fields: &[Field]) -> impl Iterator<Item = &str> {
    let again = |(index, field): (usize, &Field)| fields.iter().take(index).any(|it| it.name == field.name);
    fields.iter().enumerate().filter(move |it| again(*it)).map(|(_, field)| field.name.as_str())
}

/// The faults of one field: the name to blame and the sentence.
fn field_faults(kind: &Kind, field: &Field, known: &Known) -> Vec<(String, String)> {
    let name = &field.name;
    let mut faults = type_faults(field, known);
    let mut blame = |about: &str, message: String| faults.push((about.to_owned(), message));
    if RESERVED.contains(&name.as_str()) {
        blame(name, format!("`{name}` is a name that every record has already; give the field another one"));
    }
    if !field.is_input() && (field.required || field.expected || !field.required_when.is_empty()) {
        blame(
            name,
            format!("field `{name}` is filled by the program, so people cannot be asked for it; drop `required`"),
        );
    }
    if field.derived.is_some() && field.unique {
        blame(name, format!("field `{name}` is derived and never stored, so it cannot be unique; drop `unique`"));
    }
    if let Some(first) = &field.not_before
        && kind.field(first).is_none_or(|it| it.ty != FieldType::Date || it.name == *name)
    {
        blame(first, format!("`not_before` of `{name}` names `{first}`, which is no other day of this kind"));
    }
    for (other, values) in &field.required_when {
        match kind.field(other) {
            None => blame(
                other,
                format!(
                    "`required_when` of `{name}` names `{other}`, which is no field{}",
                    fields_instead(kind, other)
                ),
            ),
            Some(other) => {
                for value in values.iter().filter(|it| !can_hold(other, it)) {
                    blame(value, format!("`required_when` of `{name}`: `{}` can never be `{value}`", other.name));
                }
            }
        }
    }
    if let FieldType::Table { columns } = &field.ty {
        for name in repeats(columns) {
            blame(name, format!("column `{name}` of `{}` is given twice; remove one", field.name));
        }
        for column in columns {
            let plain = column.is_input()
                && column.inverse.is_none()
                && !column.unique
                && column.required_when.is_empty()
                && column.not_before.is_none()
                && !column.past;
            if !plain {
                let message =
                    "takes none of `computed`, `derived`, `inverse`, `unique`, `required_when`, `not_before`, `past`";
                blame(&column.name, format!("column `{}` of `{}` {message}", column.name, field.name));
            }
            type_faults(column, known).into_iter().for_each(|(about, message)| blame(&about, message));
        }
    }
    faults
}

/// Whether a field's value can equal a word of `required_when`.
fn can_hold(field: &Field, word: &str) -> bool {
    match &field.ty {
        FieldType::Choice { choices } | FieldType::Choices { choices } => choices.iter().any(|it| it == word),
        FieldType::Flag => ["true", "false"].contains(&word),
        _ => true,
    }
}

/// The faults of a field or column that its name and type alone show.
fn type_faults(field: &Field, known: &Known) -> Vec<(String, String)> {
    let name = &field.name;
    let mut faults = Vec::new();
    let mut blame = |about: &str, message: String| faults.push((about.to_owned(), message));
    if !is_snake_case(name) {
        blame(name, format!("`{name}` is not written like `risk_owner`; use small letters, digits and `_`"));
    }
    match &field.ty {
        FieldType::Choice { choices } | FieldType::Choices { choices } => {
            for choice in wrong_choices(choices) {
                blame(
                    choice,
                    format!("choice `{choice}` of `{name}` is blank, given twice or holds `,`, `;` or a line break"),
                );
            }
        }
        FieldType::Scale { scale } if !known.scales.contains(scale) && !known.unread.contains(scale) => {
            let names: Vec<&str> = known.scales.iter().map(String::as_str).collect();
            blame(scale, format!("there is no scale `{scale}` for `{name}`{}", instead(scale, "the scales", &names)));
        }
        FieldType::Link { to: Target::Kinds(kinds) } | FieldType::Links { to: Target::Kinds(kinds) } => {
            for to in kinds.iter().filter(|it| !known.kinds.contains(*it) && !known.unread.contains(*it)) {
                let names: Vec<&str> = known.kinds.iter().map(String::as_str).collect();
                blame(to, format!("`{name}` links to `{to}`, which is no kind{}", instead(to, "the kinds", &names)));
            }
        }
        FieldType::Number { min: Some(min), max: Some(max), .. } if min > max => {
            blame(name, format!("the least value of `{name}`, {min}, is above the greatest, {max}"));
        }
        _ => {}
    }
    faults
}

/// Choices that a list in a cell could not tell apart.
fn wrong_choices(choices: &[String]) -> impl Iterator<Item = &String> {
    let plain = |text: &str| text.to_lowercase().replace('_', " ");
    let wrong = move |(index, choice): (usize, &String)| {
        choice.trim().is_empty()
            || choice.trim() != choice
            || choice.chars().any(|it| matches!(it, ',' | ';') || it.is_control())
            || choices.iter().take(index).any(|it| plain(it) == plain(choice))
    };
    choices.iter().enumerate().filter(move |it| wrong(*it)).map(|(_, choice)| choice)
}

/// Faults of kinds that share what must be their own.
fn twice<'a>(draft: &'a Draft, own: impl Fn(&'a Kind) -> &'a String, what: &str) -> Vec<Fault> {
    let mut seen: BTreeMap<&String, &String> = BTreeMap::new();
    let mut faults = Vec::new();
    for made in draft.kinds.values() {
        if let Some(other) = seen.insert(own(&made.value), &made.value.kind) {
            let (kind, name) = (&made.value.kind, own(&made.value));
            let message = format!("{what} `{name}` of `{kind}` is also that of `{other}`; choose another one");
            faults.push(place(&made.from, None, name, message));
        }
    }
    faults
}

/// Faults of lists that a kind's page would show under one name. Fields that all kinds have may share theirs.
fn inverse_faults(draft: &Draft) -> Vec<Fault> {
    let mut faults = Vec::new();
    for target in draft.kinds.values() {
        let mut seen: BTreeMap<&String, &String> = BTreeMap::new();
        for source in draft.kinds.values() {
            for (field, inverse) in source.value.fields.iter().filter_map(|it| Some((it, it.inverse.as_ref()?))) {
                let links = matches!(&field.ty, FieldType::Link { to } | FieldType::Links { to } if to.allows(&target.value.kind));
                if !links || draft.common.contains(&field.name) {
                    continue;
                }
                let (own, from) = (&target.value.kind, &source.value.kind);
                let clash = match seen.insert(inverse, from) {
                    Some(other) => Some(format!("is also the list of `{other}`")),
                    None => target.value.field(inverse).map(|_| format!("is also a field of `{own}`")),
                };
                if let Some(clash) = clash {
                    let message = format!(
                        "inverse `{inverse}` of `{from}.{}` on `{own}` {clash}; choose another name",
                        field.name
                    );
                    faults.push(place(&source.from, Some(&field.name), inverse, message));
                }
            }
        }
    }
    faults
}
