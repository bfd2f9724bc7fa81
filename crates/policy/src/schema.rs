//! The Cedar schema, made from the catalog and the list of facts.
//!
//! One entity type a kind, one action a kind and act, and groups of actions so that one policy covers many kinds:
//! `change` holds `create`, `edit`, `move`, `retire` and `restore` of all kinds; `move.approve` holds every transition named
//! `approve`; `risk.change` holds every change of a risk and `risk.move` every transition. `erase` and `open` stand outside `change`.

use std::fmt::Write;

use record::{Catalog, Fault, Field, FieldType, Kind};

use crate::{FactShape, SYSTEM_ACTIONS};

/// Attributes that every record has for policies, whatever its kind; `created_by` is a person's number.
pub(crate) const COMMON: &[&str] = &["id", "kind", "state", "owner", "unit", "access", "created_by", "retired"];

/// What the context of every change carries besides the facts.
pub(crate) const CONTEXT: &[(&str, &str)] = &[
    ("initial", "Bool"),        // the record is in the first state of its lifecycle
    ("final", "Bool"),          // the record is in a final state
    ("taken_on", "Bool"),       // the record is in a state in which records of its kind may be entered, though it is not the first
    ("to", "String"),           // the state to which a transition leads; the present state otherwise
    ("states", "Set<String>"),  // all states of the kind
    ("needed", "Set<String>"),  // the fields that a transition needs
    ("changed", "Set<String>"), // the fields that the change sets
];

/// Acts of which every kind has one action each, with the groups that hold it.
pub(crate) const ACTS: &[(&str, bool)] =
    &[("create", true), ("edit", true), ("retire", true), ("restore", true), ("erase", false), ("open", false)];

/// Names that Cedar or this crate has taken; a kind of such a name gets `Record` after it: `action` is `ActionRecord`.
const TAKEN: &[&str] = &[
    "Actor",
    "Class",
    "Organization",
    "Action",
    "Bool",
    "Boolean",
    "Long",
    "String",
    "Set",
    "Record",
    "Entity",
    "Extension",
];

/// How the value of a field reaches a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Attribute {
    Flag,
    Long,
    Text,
    Texts,
}

impl Attribute {
    /// Numbers with fractions, tables, files and periods stay outside: Cedar has no place for them.
    pub(crate) fn of(field: &Field) -> Option<Attribute> {
        match field.ty {
            FieldType::Flag => Some(Attribute::Flag),
            FieldType::Count { .. } | FieldType::Scale { .. } => Some(Attribute::Long),
            FieldType::Text | FieldType::Prose | FieldType::Date | FieldType::Duration | FieldType::Url => {
                Some(Attribute::Text)
            }
            FieldType::Choice { .. } | FieldType::Link { .. } => Some(Attribute::Text),
            FieldType::Choices { .. } | FieldType::Links { .. } => Some(Attribute::Texts),
            FieldType::Number { .. } | FieldType::Percent | FieldType::Money => None,
            FieldType::Period | FieldType::File | FieldType::Table { .. } => None,
        }
    }

    fn cedar(self) -> &'static str {
        match self {
            Attribute::Flag => "Bool",
            Attribute::Long => "Long",
            Attribute::Text => "String",
            Attribute::Texts => "Set<String>",
        }
    }
}

/// The fields of a kind that policies can see besides the common attributes.
pub(crate) fn attributes(kind: &Kind) -> impl Iterator<Item = (&str, Attribute)> {
    let own = kind.fields.iter().filter(|field| !COMMON.contains(&field.name.as_str()));
    own.filter_map(|field| Some((field.name.as_str(), Attribute::of(field)?)))
}

/// The entity type of a kind: `ai_system` is `AiSystem`.
pub(crate) fn entity_type(kind: &str) -> String {
    match camel(kind) {
        taken if TAKEN.contains(&taken.as_str()) => taken + "Record",
        free => free,
    }
}

pub(crate) fn camel(kind: &str) -> String {
    let word = |part: &str| {
        let mut letters = part.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    kind.split('_').map(word).collect()
}

/// Every action of a kind with the groups that it is in, directly or through another group.
pub(crate) fn actions(kind: &Kind) -> Vec<(String, Vec<String>)> {
    let name = &kind.kind;
    let mut actions = Vec::new();
    for (act, changes) in ACTS {
        let mut groups = vec![(*act).to_owned()];
        if *changes {
            groups.extend(["change".to_owned(), format!("{name}.change")]);
        }
        actions.push((format!("{name}.{act}"), groups));
    }
    for transition in &kind.lifecycle.transitions {
        let own = format!("move.{}", transition.name);
        let groups =
            vec![own, "move".to_owned(), "change".to_owned(), format!("{name}.move"), format!("{name}.change")];
        actions.push((format!("{name}.move.{}", transition.name), groups));
    }
    actions
}

/// Names that cannot stand in a schema, each as a fault.
pub(crate) fn faults(catalog: &Catalog, facts: &[FactShape]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut types: Vec<String> = Vec::new();
    for kind in catalog.kinds() {
        let ty = entity_type(&kind.kind);
        // `move.create` would be both an act on the kind and a group of transitions.
        if types.contains(&ty) || kind.kind == "move" {
            let message =
                format!("`{}` cannot name a kind, since policies use that name for something else", kind.kind);
            faults.push(Fault::of_file(&format!("kinds/{}.toml", kind.kind), message));
        }
        types.push(ty);
    }
    for fact in facts {
        if CONTEXT.iter().any(|(name, _)| *name == fact.name) {
            faults
                .push(Fault::of_file("policies", format!("`{}` cannot name a fact; every question has it", fact.name)));
        }
        for kind in fact.kinds.iter().flatten().filter(|kind| catalog.kind(kind).is_none()) {
            faults.push(Fault::of_file("policies", format!("the fact `{}` names no known kind `{kind}`", fact.name)));
        }
    }
    faults
}

/// The schema in Cedar's own notation.
pub(crate) fn cedar_schema(catalog: &Catalog, facts: &[FactShape]) -> String {
    let mut out = String::from(
        "entity Actor = { account: String, person: String, roles: Set<String>, second_factor_age: Long, service: Bool, \
         token: Bool, scopes: Set<String>, signed_in: Bool };\nentity Organization;\n\
         entity Class = { kind: String, unit: String, access: String, mine: Bool, draft: Bool };\n\
         action \"read\" appliesTo { principal: Actor, resource: Class };\n",
    );
    for (name, _) in SYSTEM_ACTIONS {
        let _ = writeln!(out, "action \"{name}\" appliesTo {{ principal: Actor, resource: Organization }};");
    }
    for (act, _) in ACTS.iter().chain(&[("move", true), ("change", true)]) {
        let _ = writeln!(out, "action \"{act}\";");
    }
    let mut transitions: Vec<&str> =
        catalog.kinds().flat_map(|kind| &kind.lifecycle.transitions).map(|it| it.name.as_str()).collect();
    transitions.sort_unstable();
    transitions.dedup();
    for transition in transitions {
        let _ = writeln!(out, "action \"move.{transition}\";");
    }
    for kind in catalog.kinds() {
        write_kind(&mut out, kind, facts);
    }
    out
}

fn write_kind(out: &mut String, kind: &Kind, facts: &[FactShape]) {
    let ty = entity_type(&kind.kind);
    let common = COMMON.iter().map(|name| match *name {
        "retired" => "\"retired\": Bool".to_owned(),
        name => format!("\"{name}\": String"),
    });
    let own = attributes(kind).map(|(name, attribute)| format!("\"{name}\"?: {}", attribute.cedar()));
    let _ = writeln!(out, "entity {ty} = {{ {} }};", common.chain(own).collect::<Vec<_>>().join(", "));

    let always = CONTEXT.iter().map(|(name, ty)| format!("\"{name}\": {ty}"));
    let known = facts.iter().filter(|fact| fact.concerns(&kind.kind));
    let known = known.map(|fact| format!("\"{}\": {}", fact.name, fact.ty.cedar()));
    let context = always.chain(known).collect::<Vec<_>>().join(", ");
    let name = &kind.kind;
    let _ = writeln!(out, "type {ty}Facts = {{ {context} }};\naction \"{name}.change\";\naction \"{name}.move\";");
    for (action, groups) in actions(kind) {
        let groups: Vec<String> = groups.iter().map(|group| format!("\"{group}\"")).collect();
        let _ = writeln!(
            out,
            "action \"{action}\" in [{}] appliesTo {{ principal: Actor, resource: {ty}, context: {ty}Facts }};",
            groups.join(", ")
        );
    }
}
