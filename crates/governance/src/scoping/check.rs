//! What contradicts a scope: against what was determined and taken on, and against the inventory. One visible list; what each
//! is called, what to do and whether it blocks an approval is data. Pure.

use std::collections::BTreeSet;

use record::Id;
use store::RecordRow;

use super::boundary::{Interface, Place, Scope};
use super::facts::forcing;
use super::gathered::Around;
use super::verdict::{All, IN, INTERFACE, Judged};
use crate::contradictions::Found;
use crate::data::lineage::targets;

/// A scope with what is around it and what follows from it.
pub(crate) struct Sight<'a> {
    pub around: &'a Around,
    pub scope: &'a Scope,
    pub all: &'a All,
}

type Check = fn(&Sight) -> Found;

/// Every contradiction that is looked for.
pub(crate) const CHECKS: &[(&str, Check)] = &[
    ("unit_gone", unit_gone),
    ("left_out_against_duty", left_out_against_duty),
    ("justification_gone", justification_gone),
    ("activity_in_use", activity_in_use),
    ("climate_unanswered", climate_unanswered),
    ("not_considered", not_considered),
    ("issue_without_risk", issue_without_risk),
    ("interface_missing", interface_missing),
    ("interface_unowned", interface_unowned),
    ("used_from_outside", used_from_outside),
];

/// The scope names a unit that is closed or retired.
fn unit_gone(of: &Sight) -> Found {
    let gone = of.scope.units.iter().filter(|it| of.around.is_closed(it));
    gone.map(|it| (format!("the scope names {it}, which is closed"), vec![it.clone()])).collect()
}

/// What a requirement that was taken on or an obligation names is left out.
fn left_out_against_duty(of: &Sight) -> Found {
    let left_out = |it: &Judged| ["named", "activity", "boundary"].iter().any(|name| it.fact(name) == Some("excluded"));
    let (mut found, said) = (Vec::new(), of.all.by_number());
    let rows = of.around.uses.iter().chain(of.around.systems.values());
    for row in rows.filter(|it| said.get(&it.id).is_some_and(|it| left_out(it))) {
        let system = row.link("system").and_then(|it| of.around.systems.get(&it));
        let unit = of.around.unit_of(row);
        let duties = forcing(of.around, row, system, unit.as_ref());
        found.extend(duties.into_iter().map(|(duty, _)| {
            (format!("{} is left out, and {duty}, which was taken on, names it", row.id), vec![row.id.clone(), duty])
        }));
    }
    found
}

/// Something is left out because of an issue or a requirement that no longer stands, or is itself no longer there.
fn justification_gone(of: &Sight) -> Found {
    let states = &of.around.libraries.scoping.states;
    let holds = |id: &Id| {
        let issue = of.around.issues.iter().any(|it| it.id == *id && states.determined.contains(&it.state));
        issue || of.around.adopted().any(|it| it.id == *id)
    };
    let there = |id: &Id| {
        let unit = of.around.units.contains_key(id) && !of.around.is_closed(id);
        unit || of.around.systems.contains_key(id) || of.around.uses.iter().any(|it| it.id == *id)
    };
    let mut found = Vec::new();
    for it in &of.scope.exclusions {
        let named = it.what.as_ref().map_or_else(|| format!("the activity `{}`", it.activity), ToString::to_string);
        if let Some(because) = it.because.as_ref().filter(|it| !holds(it)) {
            let says = format!("{named} is left out because of {because}, which no longer holds");
            found.push((says, it.what.iter().cloned().chain([because.clone()]).collect()));
        }
        if let Some(gone) = it.what.as_ref().filter(|it| !there(it)) {
            found.push((format!("{gone} is left out and is no longer there"), vec![gone.clone()]));
        }
    }
    found
}

/// A use is inside although its activity is left out.
fn activity_in_use(of: &Sight) -> Found {
    let inside = of.all.uses.iter().filter(|it| it.verdict == IN && it.fact("activity") == Some("excluded"));
    inside
        .map(|it| (format!("{} is inside, and the scope leaves its activity out", it.id), vec![it.id.clone()]))
        .collect()
}

/// Nobody has determined whether climate change matters.
fn climate_unanswered(of: &Sight) -> Found {
    let library = &of.around.libraries.scoping;
    let answers = |it: &RecordRow| {
        it.text("topic") == Some(library.climate.as_str())
            && library.states.determined.contains(&it.state)
            && it.text("relevant").is_some()
    };
    match of.around.issues.iter().any(answers) {
        true => Vec::new(),
        false => vec![("no issue that was determined says whether climate change matters".to_owned(), Vec::new())],
    }
}

/// Issues that were found to matter, as they stand.
fn relevant<'a>(of: &'a Sight) -> impl Iterator<Item = &'a RecordRow> {
    let determined = &of.around.libraries.scoping.states.determined;
    of.around.issues.iter().filter(|it| determined.contains(&it.state) && it.text("relevant") == Some("yes"))
}

/// An issue that matters, or a requirement that was taken on, was not weighed in drawing the scope.
fn not_considered(of: &Sight) -> Found {
    let all = relevant(of).chain(of.around.adopted()).filter(|it| !of.scope.considered.contains(&it.id));
    all.map(|it| (format!("{} was not considered in drawing the scope", it.id), vec![it.id.clone()])).collect()
}

/// An issue that matters is taken up in no risk.
fn issue_without_risk(of: &Sight) -> Found {
    let lost = relevant(of).filter(|it| targets(&it.document, "leads_to").is_empty());
    lost.map(|it| (format!("{} matters, and no risk or opportunity takes it up", it.id), vec![it.id.clone()])).collect()
}

/// A use is an interface, and the scope describes none for it.
fn interface_missing(of: &Sight) -> Found {
    let described = |it: &RecordRow| {
        let unit = of.around.unit_of(it);
        let about: Vec<Id> = [Some(it.id.clone()), it.link("system"), unit].into_iter().flatten().collect();
        of.scope.interfaces.iter().any(|it| it.about.as_ref().is_some_and(|it| about.contains(it)))
    };
    let said = of.all.by_number();
    let met = of.around.uses.iter().filter(|it| said.get(&it.id).is_some_and(|it| it.verdict == INTERFACE));
    met.filter(|it| !described(it))
        .map(|it| (format!("{} is an interface, and the scope describes none for it", it.id), vec![it.id.clone()]))
        .collect()
}

/// Nobody who is there looks after an interface.
fn interface_unowned(of: &Sight) -> Found {
    let left = |it: &Id| of.around.people.get(it).is_some_and(|it| it.retired || it.state == "left");
    let told = |it: &Interface| {
        let about = it.about.iter().chain(&it.with).cloned();
        match &it.owner {
            None => Some((format!("nobody looks after the interface `{}`", it.what), about.collect())),
            Some(who) if left(who) => {
                let says = format!("{who}, who looks after the interface `{}`, has left", it.what);
                Some((says, about.chain([who.clone()]).collect()))
            }
            Some(_) => None,
        }
    };
    of.scope.interfaces.iter().filter_map(told).collect()
}

/// An AI system counts as inside, and a unit outside uses it with no interface between them.
fn used_from_outside(of: &Sight) -> Found {
    let met: BTreeSet<&Id> = of.scope.interfaces.iter().flat_map(|it| it.with.iter().chain(&it.about)).collect();
    let mut found = Vec::new();
    for system in of.all.systems.iter().filter(|it| it.verdict == IN) {
        let Some(row) = of.around.systems.get(&system.id) else { continue };
        let outside = |it: &Id| matches!(of.scope.place(it, &of.around.above).0, Place::Excluded | Place::Outside);
        let users = targets(&row.document, "used_by").into_iter().filter(|it| outside(it) && !met.contains(it));
        found.extend(users.map(|unit| {
            let says = format!("{} counts as inside, and {unit}, which lies outside, uses it", row.id);
            (says, vec![row.id.clone(), unit])
        }));
    }
    found
}
