//! What follows for components as derived fields: crossings of a boundary, and duties that nothing backs.

use std::collections::BTreeSet;

use serde_json::json;
use store::RecordRow;

use super::around::{Around, Component};
use super::backing::turns;
use super::crossing::crossings;
use super::duties::of_component;
use crate::Error;
use crate::derived::{Answer, Answers, Snapshot};

fn each(
    at: &Snapshot,
    rows: &[RecordRow],
    look: impl Fn(&Around, &Component) -> Option<Answer>,
) -> Result<Vec<Option<Answer>>, Error> {
    let around = Around::of_components(at, rows)?;
    Ok(rows.iter().map(|row| look(&around, around.components.get(&row.id)?)).collect())
}

/// How many hand-offs from or to components cross a boundary.
pub(crate) fn boundary_crossings(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    let around = Around::of_components(at, rows)?;
    let all = crossings(&around);
    let answer = |row: &RecordRow| {
        around.components.get(&row.id)?;
        let own: Vec<_> = all.iter().filter(|it| it.from == row.id || it.to == row.id).collect();
        let others: BTreeSet<String> =
            own.iter().map(|it| if it.from == row.id { it.to.to_string() } else { it.from.to_string() }).collect();
        let why = match others.is_empty() {
            true => "nothing that is handed over from or to it crosses a boundary".to_owned(),
            false => format!("between it and {}", others.into_iter().collect::<Vec<_>>().join(", ")),
        };
        Some((json!(own.len()), why, None))
    };
    Ok(rows.iter().map(answer).collect())
}

/// How many duties of parties outside no clause in force backs, over all AI systems that need the components.
pub(crate) fn unbacked_duties(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |around, component| {
        let systems = component.systems.iter().filter_map(|it| Some((it, around.systems.get(it)?)));
        let (mut open, mut until) = (BTreeSet::new(), turns(around.rows.values(), at.time));
        for (id, (tier, turns)) in systems {
            until = [until, *turns].into_iter().flatten().min();
            let duties = of_component(around, component, id, tier);
            open.extend(duties.into_iter().filter(|it| it.clause.is_none()).map(|it| (it.label, id.to_string())));
        }
        let named: Vec<String> = open.iter().map(|(label, system)| format!("{label} for {system}")).collect();
        let why = match (component.supplier(), named.is_empty()) {
            (None, _) => "it does not come from outside".to_owned(),
            (Some(_), true) => "all that the tiers of its AI systems ask for is backed".to_owned(),
            (Some(party), false) => format!("of {party}: {}", named.join(", ")),
        };
        Some((json!(open.len()), why, until.filter(|_| component.supplier().is_some())))
    })
}
