//! Cycles: tables of which each waits for the outcome of the next, and the last for that of the first.

use super::{About, Inquiry};
use crate::graph;

pub(super) fn ask(inquiry: &mut Inquiry<'_>) {
    let Some(path) = graph::cycle(inquiry.tables) else { return };
    let names: Vec<String> = path.iter().map(|it| format!("`{}`", inquiry.tables[*it].name)).collect();
    let tables = path[1..].iter().map(|it| inquiry.tables[*it]).collect();
    inquiry.tell(About {
        tables,
        says: format!("the tables wait for each other: {}", names.join(" → ")),
        ..About::default()
    });
}
