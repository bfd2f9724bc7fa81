//! Circular approvals: whoever decides needs the approval of another, who in the same case needs that of the first.

use std::collections::BTreeSet;

use super::{About, Inquiry};
use crate::cells::{Region, common};
use crate::model::{Policy, Table};
use crate::scene::Scene;
use crate::search::Exhausted;
use crate::value::Value;

/// Who needs whose approval, and the row that says so; without one it is so in every case.
#[derive(Clone)]
struct Edge {
    by: String,
    needs: String,
    row: Option<(usize, usize)>,
}

pub(super) fn ask(inquiry: &mut Inquiry<'_>) {
    let single = |it: &&&Table| it.approval.is_some() && !matches!(it.policy, Policy::Collect(_));
    let tables: Vec<&Table> = inquiry.tables.iter().filter(single).copied().collect();
    if super::words::differ(&tables) {
        return;
    }
    let scene = Scene::of(&tables);
    let mut edges: Vec<Edge> = Vec::new();
    for (by, needs) in &inquiry.vocabulary.approvals {
        edges.push(Edge { by: by.clone(), needs: needs.clone(), row: None });
    }
    for (place, table) in tables.iter().enumerate() {
        let Some(approval) = &table.approval else { continue };
        let (Some(by), Some(needs)) = (table.output(&approval.by), table.output(&approval.needs)) else { continue };
        for (row, said) in table.rows.iter().enumerate() {
            if let (Value::Word(by), Value::Word(needs)) = (&said.then[by], &said.then[needs]) {
                edges.push(Edge { by: by.clone(), needs: needs.clone(), row: Some((place, row)) });
            }
        }
    }
    if let Err(exhausted) = look(inquiry, &scene, &edges) {
        inquiry.exhausted(&tables, "whether approvals wait for themselves, beyond those told,", exhausted);
    }
}

/// Every way from an edge back to where it began, each told once, whichever edge it began with.
fn look(inquiry: &mut Inquiry<'_>, scene: &Scene<'_>, edges: &[Edge]) -> Result<(), Exhausted> {
    let mut told: BTreeSet<BTreeSet<usize>> = BTreeSet::new();
    for start in 0..edges.len() {
        let mut waiting = vec![vec![start]];
        while let Some(way) = waiting.pop() {
            inquiry.search.spend(way.len())?;
            let Some(part) = together(inquiry, scene, edges, &way)? else { continue };
            let last = &edges[way[way.len() - 1]].needs;
            if *last == edges[start].by {
                if told.insert(way.iter().copied().collect()) {
                    if inquiry.enough(&scene.tables, told.len() - 1) {
                        return Ok(());
                    }
                    tell(inquiry, scene, edges, &way, &part);
                }
                continue;
            }
            // Only later edges, and nobody twice: each circle is found from its first edge.
            let new = |it: &usize| edges[*it].by == *last && way.iter().all(|at| edges[*at].needs != edges[*it].needs);
            let next = (start + 1..edges.len()).filter(new);
            waiting.extend(next.map(|it| [way.as_slice(), &[it]].concat()));
        }
    }
    Ok(())
}

/// A part of the cases in which all these edges hold.
fn together(
    inquiry: &mut Inquiry<'_>,
    scene: &Scene<'_>,
    edges: &[Edge],
    way: &[usize],
) -> Result<Option<Region>, Exhausted> {
    let (mut region, mut rivals) = (scene.space.whole(), Vec::new());
    for (place, row) in way.iter().filter_map(|it| edges[*it].row) {
        let Some(both) = common(&region, &scene.regions[place][row]) else { return Ok(None) };
        region = both;
        rivals.extend(scene.rival_regions(place, row));
    }
    inquiry.search.hole(&region, &rivals)
}

fn tell(inquiry: &mut Inquiry<'_>, scene: &Scene<'_>, edges: &[Edge], way: &[usize], part: &Region) {
    let rows: Vec<(usize, usize)> = way.iter().filter_map(|it| edges[*it].row).collect();
    let source = |edge: &Edge| match edge.row {
        Some((place, row)) => format!("row `{}` of `{}`", scene.tables[place].rows[row].id, scene.tables[place].name),
        None => "the vocabulary".to_owned(),
    };
    let told: Vec<String> =
        way.iter().map(|it| &edges[*it]).map(|it| format!("{} needs {} ({})", it.by, it.needs, source(it))).collect();
    let places: BTreeSet<usize> = rows.iter().map(|it| it.0).collect();
    let mut names: Vec<&str> = way.iter().map(|it| edges[*it].by.as_str()).collect();
    names.sort_unstable();
    inquiry.tell(About {
        tables: places.iter().map(|it| scene.tables[*it]).collect(),
        rows: rows.iter().map(|it| (scene.tables[it.0], it.1)).collect(),
        says: format!("an approval waits for itself: {}", told.join(", ")),
        cases: vec![scene.space.case(part)],
        region: scene.space.told(part),
        mark: names.join(", "),
    });
}
