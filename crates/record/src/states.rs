//! Whether the states and transitions of a kind fit together, and which states lead to which.

use std::collections::BTreeSet;

use crate::reading::{Made, place};
use crate::soundness::fields_instead;
use crate::words::is_snake_case;
use crate::{Fault, Kind, Lifecycle};

/// Notes every fault of a kind's lifecycle.
pub(crate) fn examine(made: &Made<Kind>, faults: &mut Vec<Fault>) {
    let (kind, cycle) = (&made.value, &made.value.lifecycle);
    let reached = reachable(cycle, &cycle.initial, None);
    for state in kind.states() {
        let leaves = cycle.transitions.iter().any(|it| it.from.iter().any(|from| from == state));
        let message = if !is_snake_case(state) {
            format!("state `{state}` is not written like `in_review`; use small letters and `_`")
        } else if !reached.contains(state) {
            format!("no transition leads from `{}` to state `{state}`; add one or remove the state", cycle.initial)
        } else if !leaves && !cycle.finals.iter().any(|it| it == state) {
            format!("no transition leaves state `{state}` and it is not in `final`; add it there or add a transition")
        } else {
            continue;
        };
        faults.push(place(&made.from, None, state, message));
    }
    for state in cycle.taken_on.iter().filter(|it| !reached.contains(it.as_str()) || **it == cycle.initial) {
        let message = format!("`taken_on` names `{state}`, which is no state after the first; remove it");
        faults.push(place(&made.from, None, state, message));
    }
    for state in cycle.counts.iter().filter(|it| !kind.states().contains(&it.as_str())) {
        let message = format!("`counts` names `{state}`, which is no state; name one of {}", kind.states().join(", "));
        faults.push(place(&made.from, None, state, message));
    }
    for (index, transition) in cycle.transitions.iter().enumerate() {
        let name = &transition.name;
        let mut blame = |about: &str, message: String| faults.push(place(&made.from, Some(name), about, message));
        if cycle.transitions.iter().take(index).any(|it| it.name == *name) {
            blame(name, format!("transition `{name}` is given twice; put its states into one `from`"));
        }
        if !is_snake_case(name) {
            blame(name, format!("transition `{name}` is not written like `send_back`; use small letters and `_`"));
        }
        if transition.from.is_empty() {
            blame(name, format!("transition `{name}` starts nowhere; name at least one state in `from`"));
        }
        for need in &transition.needs {
            match kind.field(need) {
                None => {
                    blame(need, format!("`{name}` needs `{need}`, which is no field{}", fields_instead(kind, need)))
                }
                Some(field) if !field.is_input() => {
                    blame(
                        need,
                        format!("`{name}` needs `{need}`, which the program fills; name the fields it is made from"),
                    );
                }
                Some(_) => {}
            }
        }
    }
}

/// The states that can be reached from `start`, itself included, without passing through `without`.
pub(crate) fn reachable<'a>(cycle: &'a Lifecycle, start: &'a str, without: Option<&str>) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut next = vec![start];
    while let Some(state) = next.pop() {
        if Some(state) == without || !reached.insert(state) {
            continue;
        }
        let onward = cycle.transitions.iter().filter(|it| it.from.iter().any(|from| from == state));
        next.extend(onward.map(|it| it.to.as_str()));
    }
    reached
}
