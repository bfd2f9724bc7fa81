//! What is known of a use or an AI system as the tables of scopes ask it, each with its source. What nothing says is not known. Pure.

use std::collections::BTreeSet;

use record::Id;
use store::RecordRow;

use super::boundary::{Place, Scope};
use super::gathered::{Around, covers};
use crate::data::lineage::targets;
use crate::tiering::facts::Fact;

/// Every fact that the tables ask of records.
pub(crate) const FACTS: &[&str] = &[
    "is_ai_system",
    "forced",
    "named",
    "activity",
    "boundary",
    "part",
    "part_covered",
    "decided_by",
    "operated_by",
    "dependency",
];

fn fact(name: &str, value: impl Into<String>, source: impl Into<String>) -> Fact {
    Fact { fact: name.to_owned(), value: value.into(), source: source.into() }
}

/// What is known of a use.
pub(crate) fn of_use(around: &Around, scope: &Scope, row: &RecordRow) -> Vec<Fact> {
    let system = row.link("system").and_then(|it| around.systems.get(&it));
    let unit = around.unit_of(row);
    let own = |name: &str| row.text(name).map(|it| fact(name, it, row.id.to_string()));
    let part = own("part").or_else(|| only_part(around, system?));
    let all = [
        definition(around, row, system),
        Some(forced(around, row, system, unit.as_ref())),
        Some(named(scope, row, system)),
        activity(scope, row.text("function")),
        unit.as_ref().and_then(|it| boundary(around, scope, std::iter::once(it))),
        covered(scope, part.as_ref()),
        part,
        own("decided_by"),
        own("operated_by"),
        own("dependency"),
    ];
    all.into_iter().flatten().collect()
}

/// What is known of an AI system of which no use is entered: nothing inside is known to rest on it.
pub(crate) fn of_system(around: &Around, scope: &Scope, row: &RecordRow) -> Vec<Fact> {
    let mut units: BTreeSet<Id> = targets(&row.document, "used_by").into_iter().collect();
    let own: Option<Id> = row.unit.as_deref().and_then(|it| it.parse().ok());
    units.extend(own.iter().cloned());
    let parts: Vec<&str> = row.list("our_parts").filter_map(|it| it.as_str()).collect();
    let played = || around.libraries.scoping.part.iter().filter(|it| parts.contains(&it.of.as_str()));
    let source = row.id.to_string();
    // Of several parts, one that the scope covers tells most.
    let first = played().find(|it| scope.parts.contains(&it.is)).or_else(|| played().next());
    let part = first.map(|it| fact("part", it.is.clone(), source.clone()));
    let holds = played().any(|it| it.holds);
    let all = [
        definition(around, row, None),
        Some(forced(around, row, None, own.as_ref())),
        Some(named(scope, row, None)),
        activity(scope, None),
        boundary(around, scope, units.iter()),
        covered(scope, part.as_ref()),
        part,
        holds.then(|| fact("decided_by", "us", source.clone())),
        holds.then(|| fact("operated_by", "us", source)),
        Some(fact("dependency", "none", "no use of it is entered")),
    ];
    all.into_iter().flatten().collect()
}

/// Whether it is an AI system: by a classification of itself or of its AI system, else by what the record of that says.
fn definition(around: &Around, row: &RecordRow, system: Option<&RecordRow>) -> Option<Fact> {
    let classified = around.defined.get(&row.id).or_else(|| around.defined.get(&system?.id));
    let flag = |it: &RecordRow| {
        let is = it.document.get("is_ai")?.as_bool()?;
        Some(fact("is_ai_system", if is { "yes" } else { "no" }, it.id.to_string()))
    };
    classified.cloned().or_else(|| flag(system.unwrap_or(row)))
}

/// What asks for it by name: a law before what else was taken on.
fn forced(around: &Around, row: &RecordRow, system: Option<&RecordRow>, unit: Option<&Id>) -> Fact {
    let found = forcing(around, row, system, unit);
    let law = found.iter().find(|it| it.1);
    match law.or(found.first()) {
        Some((id, is_law)) => fact("forced", if *is_law { "law" } else { "requirement" }, id.to_string()),
        None => fact("forced", "none", "no requirement that was taken on and no obligation names it"),
    }
}

/// Requirements that were taken on and obligations that name a use, its AI system or its unit, each with whether a law stands behind it.
pub(crate) fn forcing(
    around: &Around,
    row: &RecordRow,
    system: Option<&RecordRow>,
    unit: Option<&Id>,
) -> Vec<(Id, bool)> {
    let subjects: Vec<&Id> = [Some(&row.id), system.map(|it| &it.id), unit].into_iter().flatten().collect();
    let names = |it: &&RecordRow| covers(it).iter().any(|it| subjects.contains(&it));
    let scoping = &around.libraries.scoping;
    let required = around.adopted().filter(names).map(|it| (it.id.clone(), scoping.is_law(it.text("nature"))));
    let owed = around.obligations.iter().filter(names).map(|it| (it.id.clone(), scoping.is_law(it.text("source"))));
    required.chain(owed).collect()
}

fn named(scope: &Scope, row: &RecordRow, system: Option<&RecordRow>) -> Fact {
    let excluded = scope.excludes(&row.id).or_else(|| scope.excludes(&system?.id));
    let value = match (excluded, scope.uses.contains(&row.id)) {
        (Some(_), _) => "excluded",
        (None, true) => "named",
        (None, false) => "silent",
    };
    fact("named", value, "the scope")
}

/// Whether the activity is left out; not known where the use names none and the scope leaves one out.
fn activity(scope: &Scope, function: Option<&str>) -> Option<Fact> {
    let leaves_out = scope.exclusions.iter().any(|it| !it.activity.is_empty());
    match function.filter(|it| !it.trim().is_empty()) {
        Some(name) if scope.excludes_activity(name).is_some() => Some(fact("activity", "excluded", name)),
        Some(name) => Some(fact("activity", "open", name)),
        None => (!leaves_out).then(|| fact("activity", "open", "the scope leaves out no activity")),
    }
}

/// Where its units lie: inside where one of them does; not known where nothing more than a part of one does, or where there is none.
fn boundary<'a>(around: &Around, scope: &Scope, units: impl Iterator<Item = &'a Id>) -> Option<Fact> {
    let first = units.map(|it| (scope.place(it, &around.above).0, it)).min_by_key(|it| it.0)?;
    let value = match first.0 {
        Place::Inside => "inside",
        Place::Partly => return None,
        Place::Excluded => "excluded",
        Place::Outside => "outside",
    };
    Some(fact("boundary", value, first.1.to_string()))
}

fn covered(scope: &Scope, part: Option<&Fact>) -> Option<Fact> {
    let said = |yes: bool| fact("part_covered", yes.to_string(), "the scope");
    match part {
        Some(part) => Some(said(scope.parts.is_empty() || scope.parts.contains(&part.value))),
        None => scope.parts.is_empty().then(|| said(true)),
    }
}

/// The part that we play in an AI system, where it is one alone as scopes name parts.
fn only_part(around: &Around, system: &RecordRow) -> Option<Fact> {
    let ours: Vec<&str> = system.list("our_parts").filter_map(|it| it.as_str()).collect();
    let played = around.libraries.scoping.part.iter().filter(|it| ours.contains(&it.of.as_str()));
    let parts: BTreeSet<&str> = played.map(|it| it.is.as_str()).collect();
    match parts.into_iter().collect::<Vec<_>>().as_slice() {
        [one] => Some(fact("part", *one, system.id.to_string())),
        _ => None,
    }
}
