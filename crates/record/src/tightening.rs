//! How an overlay asks for more in a shipped field, and what would be loosening.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::words::{instead, listed};
use crate::{Field, FieldType, Kind};

/// `[[tighten]]`: what a shipped field asks for in this organisation.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tightening {
    pub field: String,
    label: Option<String>,
    help: Option<String>,
    section: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    required: Option<bool>,
    expected: Option<bool>,
    unique: Option<bool>,
    personal: Option<bool>,
    #[serde(default)]
    required_when: BTreeMap<String, Vec<String>>,
    min: Option<f64>,
    max: Option<f64>,
    choices: Option<Vec<String>>,
}

/// Tightens one field; answers with the names to blame and sentences.
pub(crate) fn tighten(kind: &mut Kind, it: &Tightening) -> Vec<(String, String)> {
    let names: Vec<String> = kind.fields.iter().map(|it| it.name.clone()).collect();
    let Some(field) = kind.fields.iter_mut().find(|field| field.name == it.field) else {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let message =
            format!("there is no field `{}` to tighten{}", it.field, instead(&it.field, "the fields", &names));
        return vec![(it.field.clone(), message)];
    };
    field.label = it.label.clone().unwrap_or_else(|| field.label.clone());
    field.help = it.help.clone().unwrap_or_else(|| field.help.clone());
    field.section = it.section.clone().or(field.section.take());
    field.aliases.extend(it.aliases.iter().cloned());
    for (other, values) in &it.required_when {
        field.required_when.entry(other.clone()).or_default().extend(values.iter().cloned());
    }
    let mut faults = demand(field, it);
    faults.extend(narrow(field, it).err().map(|message| (it.field.clone(), message)));
    let ty = field.ty.clone();
    if let FieldType::Choice { choices } | FieldType::Choices { choices } = ty {
        forget(kind, &it.field, &choices);
    }
    faults
}

/// Drops conditions on choices that nobody can make any more.
fn forget(kind: &mut Kind, name: &str, choices: &[String]) {
    for field in &mut kind.fields {
        if let Some(words) = field.required_when.get_mut(name) {
            words.retain(|it| choices.contains(it));
        }
        field.required_when.retain(|_, words| !words.is_empty());
    }
}

/// Raises the flags; lowering one is a fault.
fn demand(field: &mut Field, it: &Tightening) -> Vec<(String, String)> {
    let flags = [
        ("required", &mut field.required, it.required),
        ("expected", &mut field.expected, it.expected),
        ("unique", &mut field.unique, it.unique),
        ("personal", &mut field.personal, it.personal),
    ];
    let mut faults = Vec::new();
    for (key, flag, asked) in flags {
        if *flag && asked == Some(false) {
            let message = format!("`{}` is shipped with `{key} = true`, which an overlay cannot take back", it.field);
            faults.push((it.field.clone(), message));
        }
        *flag |= asked == Some(true);
    }
    faults
}

/// Narrows the values that the field takes.
fn narrow(field: &mut Field, it: &Tightening) -> Result<(), String> {
    let name = &it.field;
    match &mut field.ty {
        FieldType::Choice { choices } | FieldType::Choices { choices } => {
            let Some(kept) = &it.choices else { return bounds_fit(it, "choices") };
            if let Some(other) = kept.iter().find(|choice| !choices.contains(choice)) {
                let known = listed(choices.iter().map(String::as_str));
                return Err(format!("`{other}` is not a choice of `{name}`; keep some of {known}"));
            }
            if kept.is_empty() {
                return Err(format!("`{name}` would have no choice left; keep at least one"));
            }
            // The shipped order stays: documents hold choices in that order.
            choices.retain(|choice| kept.contains(choice));
            bounds_fit(it, "choices")
        }
        FieldType::Number { min, max, .. } => {
            if let (Some(shipped), Some(own)) = (*min, it.min)
                && own < shipped
            {
                return Err(format!("`{name}` is at least {shipped} as shipped; {own} would loosen it"));
            }
            if let (Some(shipped), Some(own)) = (*max, it.max)
                && own > shipped
            {
                return Err(format!("`{name}` is at most {shipped} as shipped; {own} would loosen it"));
            }
            *min = it.min.or(*min);
            *max = it.max.or(*max);
            bounds_fit(it, "min` and `max")
        }
        FieldType::Count { max } => {
            let own = it.max.filter(|own| *own >= 0.0).map(|own| own as u64);
            if let (Some(shipped), Some(own)) = (*max, own)
                && own > shipped
            {
                return Err(format!("`{name}` is at most {shipped} as shipped; {own} would loosen it"));
            }
            *max = own.or(*max);
            bounds_fit(it, "max")
        }
        _ => bounds_fit(it, ""),
    }
}

/// Refuses keys that a field of this type does not take.
fn bounds_fit(it: &Tightening, takes: &str) -> Result<(), String> {
    let given = [("choices", it.choices.is_some()), ("min", it.min.is_some()), ("max", it.max.is_some())];
    match given.iter().find(|(key, given)| *given && !takes.contains(key)) {
        Some((key, _)) => Err(format!("`{}` takes no `{key}` because of its type", it.field)),
        None => Ok(()),
    }
}
