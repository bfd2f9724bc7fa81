//! Gaps: cases that no row decides, of a table alone and of all tables that take a decision which must be complete.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use super::{About, Inquiry};
use crate::cells::{Cells, Region, inside};
use crate::model::Table;
use crate::scene::Scene;

pub(super) fn ask(inquiry: &mut Inquiry<'_>) {
    for table in inquiry.tables.iter().filter(|it| !it.partial) {
        let who = format!("table `{}`", table.name);
        look(inquiry, &[table], &who);
    }
    for decision in &inquiry.vocabulary.complete {
        let tables: Vec<&Table> = inquiry.tables.iter().copied().filter(|it| &it.decision == decision).collect();
        // A table that is complete itself leaves nothing to the others.
        if !tables.is_empty() && tables.iter().all(|it| it.partial) && !super::words::differ(&tables) {
            look(inquiry, &tables, &format!("the decision `{decision}`"));
        }
    }
}

fn look(inquiry: &mut Inquiry<'_>, tables: &[&Table], who: &str) {
    let scene = Scene::of(tables);
    let rows: Vec<&Region> = scene.regions.iter().flatten().collect();
    let (most, whole) = (inquiry.limits.faults, scene.space.whole());
    let mut holes: Vec<Region> = Vec::new();
    let mut search = inquiry.search.clone();
    let done = search.walk(&whole, &rows, &mut BTreeSet::new(), &mut |part| {
        if !holes.iter().any(|it| inside(part, it)) {
            holes.push(widest(part, &rows, &whole));
        }
        if holes.len() > most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    inquiry.search = search;
    for (told, hole) in holes.iter().enumerate() {
        if inquiry.enough(tables, told) {
            return;
        }
        let region = scene.space.told(hole);
        let text: Vec<String> = region.iter().map(|(name, test)| format!("{name} {test}")).collect();
        let text = if text.is_empty() { "every case".to_owned() } else { text.join("; ") };
        inquiry.tell(About {
            tables: tables.to_vec(),
            says: format!("{who} decides nothing where {text}"),
            cases: vec![scene.space.case(hole)],
            mark: text,
            region,
            ..About::default()
        });
    }
    if let Err(exhausted) = done {
        inquiry.exhausted(tables, &format!("whether {who} has gaps, or more than those told,"), exhausted);
    }
}

/// The same hole, as wide as it can be: one input after the other, as far as no row reaches.
fn widest(hole: &Region, rows: &[&Region], whole: &Region) -> Region {
    let mut wide = hole.clone();
    for axis in 0..wide.len() {
        let near = rows.iter().filter(|row| (0..wide.len()).all(|it| it == axis || row[it].meets(&wide[it])));
        let taken: Vec<(u32, u32)> = near.flat_map(|row| row[axis].ranges()).copied().collect();
        wide[axis] = whole[axis].without(&Cells::of(taken));
    }
    wide
}
