//! What disposal knows of each kind of record, as data.

use record::{Catalog, Field, FieldType};
use serde::Deserialize;

use crate::libraries::{Libraries, Part, no_states};

/// What disposal knows.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keeping {
    /// Forms of decisions by which a model may stay although its data are gone.
    pub model_stays: Vec<String>,
    /// Kinds that schedules can cover.
    pub kind: Vec<OfKind>,
}

/// What disposal knows of one kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfKind {
    /// The kind.
    pub kind: String,
    /// Fields that say when it was made or happened; the first that is filled counts.
    #[serde(default)]
    pub made: Vec<String>,
    /// States in which it is out of use.
    pub out_of_use: Vec<String>,
    /// Transitions made in this order, those that fit, when its bytes go.
    #[serde(default)]
    pub moves: Vec<String>,
    /// Fields with personal values, which are erased by schedules that say so.
    #[serde(default)]
    pub values: Vec<String>,
    /// The state that says it is gone; else it is gone when it holds nothing any more.
    pub gone: Option<String>,
}

impl Keeping {
    /// What is known of a kind; `None` where no schedule covers it.
    pub fn of(&self, kind: &str) -> Option<&OfKind> {
        self.kind.iter().find(|it| it.kind == kind)
    }
}

impl Part for Keeping {
    fn faults(&self, _: &Libraries, catalog: &Catalog) -> Vec<String> {
        let mut faults: Vec<String> = self.kind.iter().flat_map(|it| it.faults(catalog)).collect();
        if self.model_stays.is_empty() {
            faults.push("`model_stays` names no decision by which a model may stay".to_owned());
        }
        let choices = catalog.kind(super::RULE).and_then(|it| it.field("of")).map(|it| &it.ty);
        let covered =
            |kind: &str| matches!(choices, Some(FieldType::Choices { choices }) if choices.iter().any(|it| it == kind));
        let uncovered = self.kind.iter().filter(|it| !covered(&it.kind));
        faults.extend(
            uncovered.map(|it| format!("no rule can speak of `{}`; add it to `of` of `{}`", it.kind, super::RULE)),
        );
        faults
    }
}

impl OfKind {
    fn faults(&self, catalog: &Catalog) -> Vec<String> {
        let name = &self.kind;
        let Some(kind) = catalog.kind(name) else { return vec![format!("there is no kind `{name}`")] };
        let personal = |field: &&Field| match &field.ty {
            FieldType::Table { columns } => field.personal || columns.iter().any(|it| it.personal),
            _ => field.personal,
        };
        let personal: Vec<&str> = kind.fields.iter().filter(personal).map(|it| it.name.as_str()).collect();
        let mut faults = Vec::new();
        let fields = self.made.iter().filter(|it| kind.field(it).is_none());
        faults.extend(fields.map(|it| format!("`{name}` has no field `{it}`")));
        faults.extend(no_states(catalog, name, self.out_of_use.iter().chain(&self.gone)));
        let moves = self.moves.iter().filter(|it| kind.transition(it).is_none());
        faults.extend(moves.map(|it| format!("`{name}` has no transition `{it}`")));
        if self.values != personal {
            faults.push(format!("`values` of `{name}` must be its personal fields: {}", personal.join(", ")));
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hold_is_asked_about_the_same_kinds() {
        let held = crate::facts::all().find(|it| it.name == "held_by").unwrap();
        assert!(held.kinds.iter().eq(Libraries::shipped().retention.kind.iter().map(|it| &it.kind)));
    }
}
