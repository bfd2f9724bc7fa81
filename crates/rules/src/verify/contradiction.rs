//! Contradictions: a case with two outcomes, by two rows of a table that may not differ, or by two tables that take the same decision.

use super::{About, Inquiry, outcomes};
use crate::cells::{Region, common};
use crate::model::{Policy, Table};
use crate::scene::Scene;
use crate::search::Exhausted;
use crate::value::Value;

pub(super) fn ask(inquiry: &mut Inquiry<'_>) {
    for table in inquiry.tables.iter().filter(|it| matches!(it.policy, Policy::Unique | Policy::Any)) {
        within(inquiry, table);
    }
    for (place, one) in inquiry.tables.iter().enumerate() {
        for other in &inquiry.tables[place + 1..] {
            let single = |it: &Table| !matches!(it.policy, Policy::Collect(_));
            if one.decision == other.decision && single(one) && single(other) && !super::words::differ(&[one, other]) {
                between(inquiry, one, other);
            }
        }
    }
}

/// Rows of one table.
fn within(inquiry: &mut Inquiry<'_>, table: &Table) {
    let regions = &table.engine.regions;
    let mut told = 0;
    for high in 0..regions.len() {
        for low in 0..high {
            if table.rows[low].then == table.rows[high].then {
                continue;
            }
            let Some(both) = common(&regions[low], &regions[high]) else { continue };
            if inquiry.enough(&[table], told) {
                return;
            }
            told += 1;
            let (a, b) = (&table.rows[low], &table.rows[high]);
            inquiry.tell(About {
                tables: vec![table],
                rows: vec![(table, low), (table, high)],
                says: format!(
                    "row `{}` says {} and row `{}` says {} of the same case",
                    a.id,
                    outcomes(table, a),
                    b.id,
                    outcomes(table, b)
                ),
                cases: vec![table.engine.space.case(&both)],
                region: table.engine.space.told(&both),
                ..About::default()
            });
        }
    }
}

/// The names of outputs of which two rows say different things.
fn clashes(one: (&Table, usize), other: (&Table, usize)) -> Vec<String> {
    let said = |(table, row): (&Table, usize), name: &str| {
        let place = table.output(name).filter(|it| table.outputs[*it].clock.is_none())?;
        Some(table.rows[row].then[place].clone()).filter(|it| *it != Value::Missing)
    };
    let names = one.0.outputs.iter().map(|it| it.name.clone());
    let clash = |name: &String| matches!((said(one, name), said(other, name)), (Some(a), Some(b)) if a != b);
    names.filter(clash).collect()
}

/// Rows of two tables, each where it wins in its own.
fn between(inquiry: &mut Inquiry<'_>, one: &Table, other: &Table) {
    let tables = [one, other];
    let scene = Scene::of(&tables);
    let mut told = 0;
    for a in 0..one.rows.len() {
        for b in 0..other.rows.len() {
            let names = clashes((one, a), (other, b));
            if names.is_empty() {
                continue;
            }
            match both_win(inquiry, &scene, a, b) {
                Ok(None) => {}
                Ok(Some(hole)) => {
                    if inquiry.enough(&tables, told) {
                        return;
                    }
                    told += 1;
                    tell(inquiry, &scene, (a, b), &hole, &names);
                }
                Err(exhausted) => {
                    let (a, b) = (&one.rows[a].id, &other.rows[b].id);
                    let what = format!(
                        "whether `{}` and `{}` contradict each other from rows `{a}` and `{b}` on",
                        one.name, other.name
                    );
                    return inquiry.exhausted(&tables, &what, exhausted);
                }
            }
        }
    }
}

fn both_win(inquiry: &mut Inquiry<'_>, scene: &Scene<'_>, a: usize, b: usize) -> Result<Option<Region>, Exhausted> {
    inquiry.search.spend(1)?;
    let Some(both) = common(&scene.regions[0][a], &scene.regions[1][b]) else { return Ok(None) };
    let mut rivals = scene.rival_regions(0, a);
    rivals.extend(scene.rival_regions(1, b));
    inquiry.search.hole(&both, &rivals)
}

fn tell(inquiry: &mut Inquiry<'_>, scene: &Scene<'_>, (a, b): (usize, usize), hole: &Region, names: &[String]) {
    let (one, other) = (scene.tables[0], scene.tables[1]);
    let said = |table: &Table, row: usize| {
        let value = |name: &String| table.output(name).map(|it| table.rows[row].then[it].bare()).unwrap_or_default();
        names.iter().map(|name| format!("{name} = {}", value(name))).collect::<Vec<_>>().join("; ")
    };
    inquiry.tell(About {
        tables: vec![one, other],
        rows: vec![(one, a), (other, b)],
        says: format!(
            "row `{}` of `{}` says {} and row `{}` of `{}` says {} of the same case",
            one.rows[a].id,
            one.name,
            said(one, a),
            other.rows[b].id,
            other.name,
            said(other, b)
        ),
        cases: vec![scene.space.case(hole)],
        region: scene.space.told(hole),
        ..About::default()
    });
}
