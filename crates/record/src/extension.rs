//! What an overlay adds to a shipped kind, and how it tightens it.

use serde::Deserialize;

use crate::overlay::names_of_others;
use crate::reading::{Draft, place, stem};
use crate::states::reachable;
use crate::tightening::{Tightening, tighten};
use crate::words::instead;
use crate::{Fault, Field, Kind, Lifecycle, Source, Transition};

/// A file with `extends = "risk"`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Extension {
    extends: String,
    label: Option<String>,
    plural: Option<String>,
    summary: Option<String>,
    columns: Option<Vec<String>>,
    #[serde(default)]
    clauses: Vec<String>,
    #[serde(rename = "field", default)]
    fields: Vec<Field>,
    #[serde(rename = "tighten", default)]
    tightenings: Vec<Tightening>,
    lifecycle: Option<CycleExtension>,
}

/// States and moves that are added; moves that ask for more.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CycleExtension {
    #[serde(rename = "final", default)]
    finals: Vec<String>,
    #[serde(rename = "transition", default)]
    transitions: Vec<Transition>,
    #[serde(rename = "tighten", default)]
    tightenings: Vec<MoveTightening>,
}

/// A shipped transition that asks for more, or that may also start in an own state.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MoveTightening {
    transition: String,
    label: Option<String>,
    help: Option<String>,
    #[serde(default)]
    from: Vec<String>,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    reason: bool,
}

/// Applies an extension to the kind that it names.
pub(crate) fn extend(draft: &mut Draft, source: &Source, extension: Extension) {
    let name = extension.extends.clone();
    let names: Vec<String> = draft.kinds.keys().cloned().collect();
    let Some(made) = draft.kinds.get_mut(&name) else {
        if !draft.unread.contains(&name) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let message = format!("`extends` names `{name}`, which is no kind{}", instead(&name, "the kinds", &names));
            draft.faults.push(Fault::about(&source.path, &source.text, &name, message));
        }
        return;
    };
    let mut faults = names_of_others(source, &extension.fields);
    if stem(&source.path) != name {
        let message = format!("the file that extends `{name}` is named `{name}.toml`; rename the file");
        faults.push(Fault::about(&source.path, &source.text, &name, message));
    }
    let kind = &mut made.value;
    for it in &extension.tightenings {
        let file = std::slice::from_ref(source);
        faults.extend(tighten(kind, it).into_iter().map(|(about, said)| place(file, Some(&it.field), &about, said)));
    }
    if let Some(lifecycle) = &extension.lifecycle {
        let said = extend_cycle(&mut kind.lifecycle, lifecycle);
        faults.extend(
            said.into_iter().map(|(block, said)| place(std::slice::from_ref(source), Some(&block), &block, said)),
        );
    }
    say_otherwise(kind, extension);
    made.from.push(source.clone());
    draft.faults.extend(faults);
}

/// Words, columns and fields, which can be replaced or added without harm.
fn say_otherwise(kind: &mut Kind, extension: Extension) {
    kind.label = extension.label.unwrap_or_else(|| kind.label.clone());
    kind.plural = extension.plural.unwrap_or_else(|| kind.plural.clone());
    kind.summary = extension.summary.unwrap_or_else(|| kind.summary.clone());
    kind.columns = extension.columns.unwrap_or_else(|| kind.columns.clone());
    kind.clauses.extend(extension.clauses);
    kind.fields.extend(extension.fields);
}

/// Adds states and transitions; answers with the names to blame and sentences.
///
/// An own transition leads to an own state, or back to a state that the record must have been in already; a shipped
/// transition starts in an own state only where every shipped state before it is one from which it starts anyway.
/// So each shipped state is still entered only by the moves, needs and policies that guard it.
fn extend_cycle(cycle: &mut Lifecycle, extension: &CycleExtension) -> Vec<(String, String)> {
    let shipped = states_of(cycle);
    let is_shipped = |state: &String| shipped.contains(state);
    let mut faults = Vec::new();
    let mut blame = |block: &str, message: String| faults.push((block.to_owned(), message));
    for it in &extension.transitions {
        if cycle.transitions.iter().any(|known| known.name == it.name) {
            blame(&it.name, format!("transition `{0}` is shipped; tighten it with `[[lifecycle.tighten]]`", it.name));
        } else if !it.name.starts_with("x_") {
            blame(&it.name, format!("an own transition's name begins with `x_`; call it `x_{}`", it.name));
        }
        for state in it.from.iter().chain([&it.to]).filter(|it| !is_shipped(it) && !it.starts_with("x_")) {
            blame(&it.name, format!("an own state's name begins with `x_`; call it `x_{state}`"));
        }
    }
    let shape = cycle.clone();
    cycle.transitions.extend(extension.transitions.iter().cloned());
    cycle.finals.extend(extension.finals.iter().filter(|it| !is_shipped(it)).cloned());
    if let Some(state) = extension.finals.iter().find(|it| is_shipped(it)) {
        blame(state, format!("`{state}` is a shipped state and cannot be made final"));
    }
    for it in &extension.tightenings {
        let Some(known) = cycle.transitions.iter_mut().find(|known| known.name == it.transition) else {
            let names: Vec<&str> = shape.transitions.iter().map(|it| it.name.as_str()).collect();
            let rest = instead(&it.transition, "the transitions", &names);
            blame(&it.transition, format!("there is no transition `{}` to tighten{rest}", it.transition));
            continue;
        };
        known.label = it.label.clone().or(known.label.take());
        known.help = it.help.clone().unwrap_or_else(|| known.help.clone());
        known.needs.extend(it.needs.iter().cloned());
        known.reason |= it.reason;
        known.from.extend(it.from.iter().cloned());
    }
    faults.extend(shortcuts(cycle, &shape, extension));
    faults
}

fn states_of(cycle: &Lifecycle) -> Vec<String> {
    let named = cycle.transitions.iter().flat_map(|it| it.from.iter().chain([&it.to]));
    named.chain([&cycle.initial]).chain(&cycle.finals).cloned().collect()
}

/// Added moves that would get around a shipped one.
fn shortcuts(cycle: &Lifecycle, shape: &Lifecycle, extension: &CycleExtension) -> Vec<(String, String)> {
    let shipped = states_of(shape);
    let is_shipped = |state: &str| shipped.iter().any(|it| it == state);
    let mut faults = Vec::new();
    for it in extension.transitions.iter().filter(|it| is_shipped(&it.to)) {
        // Back is where every way to the starting state has led through before, judged by shipped moves alone.
        let back =
            |from: &String| *from == it.to || !reachable(shape, &shape.initial, Some(&it.to)).contains(from.as_str());
        let entries = it.from.iter().flat_map(|from| entries(cycle, from, &shipped));
        for from in entries.filter(|from| !back(from)) {
            let (name, to) = (&it.name, &it.to);
            let message = format!(
                "`{name}` would lead from `{from}` to `{to}` around the shipped transitions; lead to an own state"
            );
            faults.push((name.clone(), message));
        }
    }
    for it in &extension.tightenings {
        let starts: Vec<&String> =
            shape.transitions.iter().filter(|known| known.name == it.transition).flat_map(|it| &it.from).collect();
        let name = &it.transition;
        for state in &it.from {
            let message = if is_shipped(state) {
                format!(
                    "`{name}` cannot also start in `{state}`, which is a shipped state; only own states may be added"
                )
            } else if let Some(from) = entries(cycle, state, &shipped).into_iter().find(|from| !starts.contains(&from))
            {
                format!(
                    "`{name}` cannot start in `{state}`, because `{state}` is entered from `{from}`, where `{name}` does not start"
                )
            } else {
                continue;
            };
            faults.push((name.clone(), message));
        }
    }
    faults
}

/// The shipped states from which `state` is entered through own states alone; itself when it is shipped.
fn entries(cycle: &Lifecycle, state: &str, shipped: &[String]) -> Vec<String> {
    let (mut found, mut seen, mut next) = (Vec::new(), Vec::new(), vec![state.to_owned()]);
    while let Some(state) = next.pop() {
        if seen.contains(&state) {
            continue;
        }
        if shipped.contains(&state) {
            found.push(state.clone());
        } else {
            let into = cycle.transitions.iter().filter(|it| it.to == state);
            next.extend(into.flat_map(|it| it.from.iter().cloned()));
        }
        seen.push(state);
    }
    found
}
