//! What disposal knows of each kind of record, as data.

use std::sync::LazyLock;

use serde::Deserialize;

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

static KEEPING: LazyLock<Keeping> =
    LazyLock::new(|| crate::data::library::read("library/retention.toml").unwrap_or_default());

/// What disposal knows of each kind.
pub fn keeping() -> &'static Keeping {
    &KEEPING
}

impl Keeping {
    /// What is known of a kind; `None` where no schedule covers it.
    pub fn of(&self, kind: &str) -> Option<&OfKind> {
        self.kind.iter().find(|it| it.kind == kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_field_state_and_move_exists() {
        let catalog = crate::Configuration::load(None).unwrap().catalog;
        assert!(!keeping().kind.is_empty() && !keeping().model_stays.is_empty());
        for it in &keeping().kind {
            let kind = catalog.kind(&it.kind).unwrap_or_else(|| panic!("{} is a kind", it.kind));
            assert!(it.made.iter().all(|name| kind.field(name).is_some()), "{}", it.kind);
            let states = kind.states();
            assert!(it.out_of_use.iter().chain(&it.gone).all(|name| states.contains(&name.as_str())), "{}", it.kind);
            let personal = |field: &&record::Field| match &field.ty {
                record::FieldType::Table { columns } => field.personal || columns.iter().any(|it| it.personal),
                _ => field.personal,
            };
            let personal: Vec<&str> = kind.fields.iter().filter(personal).map(|it| it.name.as_str()).collect();
            assert_eq!(it.values, personal, "{}: the personal fields of the kind", it.kind);
            assert!(it.moves.iter().all(|name| kind.transition(name).is_some()), "{}", it.kind);
        }
        let rule = catalog.kind(super::super::RULE).unwrap();
        let record::FieldType::Choices { choices } = &rule.field("of").unwrap().ty else { panic!("a choice of kinds") };
        let held = crate::facts::FACTS.iter().find(|it| it.name == "held_by").unwrap();
        assert!(held.kinds.iter().eq(keeping().kind.iter().map(|it| &it.kind)), "a hold is asked about the same kinds");
        assert!(choices.iter().eq(keeping().kind.iter().map(|it| &it.kind)), "a rule covers what is known here");
    }
}
