//! Unreachable outcomes: values that an output allows and no case yields, also because tables before it never yield what it needs.

use super::{About, Inquiry};
use crate::cells::{Cells, Region, common};
use crate::graph;
use crate::model::{Collect, Form, Policy, Table};
use crate::scene::Scene;
use crate::search::Exhausted;
use crate::value::{Case, Value};

pub(super) fn ask(inquiry: &mut Inquiry<'_>) {
    if graph::cycle(inquiry.tables).is_some() {
        return;
    }
    let counted = |it: &Table| matches!(it.policy, Policy::Collect(how) if how != Collect::List);
    for at in (0..inquiry.tables.len()).filter(|it| !counted(inquiry.tables[*it])) {
        let table = inquiry.tables[at];
        let before = before(inquiry.tables, at);
        if super::words::differ(&before) {
            continue;
        }
        let scene = Scene::of(&before);
        for (output, column) in table.outputs.iter().enumerate() {
            let Form::Choice(values) = &column.form else { continue };
            for value in values {
                look(inquiry, &scene, output, &Value::word(value.clone()));
            }
        }
    }
}

/// A table and all whose outcomes it waits for, itself first.
fn before<'a>(tables: &[&'a Table], at: usize) -> Vec<&'a Table> {
    let mut found = vec![at];
    let mut next = 0;
    while next < found.len() {
        for source in graph::sources(tables, found[next]) {
            if !found.contains(&source) {
                found.push(source);
            }
        }
        next += 1;
    }
    found.into_iter().map(|it| tables[it]).collect()
}

fn look(inquiry: &mut Inquiry<'_>, scene: &Scene<'_>, output: usize, value: &Value) {
    let table = scene.tables[0];
    let says: Vec<usize> = (0..table.rows.len()).filter(|it| table.rows[*it].then[output] == *value).collect();
    for &row in &says {
        match reached(inquiry, scene, row) {
            Ok(false) => {}
            Ok(true) => return,
            Err(exhausted) => {
                let name = &table.outputs[output].name;
                let what = format!("whether any case yields {name} = {} in `{}`", value.bare(), table.name);
                return inquiry.exhausted(&[table], &what, exhausted);
            }
        }
    }
    let name = &table.outputs[output].name;
    if others_yield(inquiry, table, name, value) {
        return;
    }
    let value = value.bare();
    let why = match (says.is_empty(), scene.tables.len()) {
        (true, _) => "no row says it",
        (false, 1) => "others win wherever a row says it",
        (false, _) => "what it needs never comes from the tables before it, or others win there",
    };
    let case = |row: &usize| table.engine.space.case(&table.engine.regions[*row]);
    inquiry.tell(About {
        tables: vec![table],
        rows: says.iter().map(|it| (table, *it)).collect(),
        says: format!("no case yields {name} = {value}, which `{}` allows: {why}", table.name),
        cases: says.first().map(case).into_iter().collect::<Vec<Case>>(),
        mark: format!("{}: {name} = {value}", table.name),
        ..About::default()
    });
}

/// Whether another table that takes the same decision has a row that says a value: then this one leaves it to that.
fn others_yield(inquiry: &Inquiry<'_>, table: &Table, name: &str, value: &Value) -> bool {
    let others = inquiry.tables.iter().filter(|it| it.decision == table.decision && it.name != table.name);
    let says = |it: &&&Table| it.output(name).is_some_and(|place| it.rows.iter().any(|row| row.then[place] == *value));
    table.partial && others.filter(says).count() > 0
}

/// Whether a row of the first table wins for a case that the tables before it allow.
fn reached(inquiry: &mut Inquiry<'_>, scene: &Scene<'_>, row: usize) -> Result<bool, Exhausted> {
    let start = Way {
        region: scene.regions[0][row].clone(),
        rivals: scene.rival_regions(0, row),
        chosen: vec![(0, row)],
        settled: Vec::new(),
    };
    let mut waiting = vec![start];
    while let Some(way) = waiting.pop() {
        inquiry.search.spend(way.rivals.len() + 1)?;
        match way.open(scene) {
            Some(axis) => waiting.extend(way.through(scene, axis)),
            None if inquiry.search.hole(&way.region, &way.rivals)?.is_some() => return Ok(true),
            None => {}
        }
    }
    Ok(false)
}

/// Rows that win together, one a table, and the cases for which they do.
struct Way<'a> {
    region: Region,
    rivals: Vec<&'a Region>,
    chosen: Vec<(usize, usize)>,
    /// Axes whose value comes from a row that is chosen.
    settled: Vec<usize>,
}

impl<'a> Way<'a> {
    /// An axis whose value comes from a table of which no row is chosen for it yet.
    fn open(&self, scene: &Scene<'_>) -> Option<usize> {
        let taken = |name: &str| self.chosen.iter().any(|it| scene.tables[it.0].input(name).is_some());
        let yielded = |name: &str| scene.tables.iter().any(|it| it.output(name).is_some());
        let names = scene.space.names.iter().enumerate();
        let mut open = names.filter(|(axis, name)| !self.settled.contains(axis) && taken(name) && yielded(name));
        open.next().map(|it| it.0)
    }

    /// The ways on, one for each row that yields a value of the axis.
    fn through(&self, scene: &'a Scene<'_>, axis: usize) -> Vec<Way<'a>> {
        let mut ways = Vec::new();
        for (place, table) in scene.tables.iter().enumerate() {
            let Some(output) = table.output(&scene.space.names[axis]) else { continue };
            let fixed = self.chosen.iter().find(|it| it.0 == place).map(|it| it.1);
            for row in (0..table.rows.len()).filter(|it| fixed.is_none_or(|fixed| fixed == *it)) {
                let Ok(cell) = scene.space.axes[axis].place(&table.rows[row].then[output]) else { continue };
                let Some(mut region) = common(&self.region, &scene.regions[place][row]) else { continue };
                region[axis] = region[axis].and(&Cells::range(cell, cell));
                if region[axis].is_empty() {
                    continue;
                }
                let (mut rivals, mut chosen) = (self.rivals.clone(), self.chosen.clone());
                if fixed.is_none() {
                    rivals.extend(scene.rival_regions(place, row));
                    chosen.push((place, row));
                }
                let settled = self.settled.iter().copied().chain([axis]).collect();
                ways.push(Way { region, rivals, chosen, settled });
            }
        }
        ways
    }
}
