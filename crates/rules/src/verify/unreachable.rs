//! Unreachable outcomes: values that an output allows and no case yields, also because tables before it never yield what it needs.

use super::ways::{Reached, reached};
use super::{About, Inquiry};
use crate::graph;
use crate::model::{Collect, Form, Policy, Table};
use crate::scene::Scene;
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
    let name = &table.outputs[output].name;
    let what = format!("whether any case yields {name} = {} in `{}`", value.bare(), table.name);
    let mut perhaps = false;
    for &row in &says {
        match reached(&mut inquiry.search, scene, row) {
            Ok(Reached::Never) => {}
            Ok(Reached::Perhaps) => perhaps = true,
            Ok(Reached::Surely) => return,
            Err(exhausted) => return inquiry.exhausted(&[table], &what, exhausted),
        }
    }
    if others_yield(inquiry, table, name, value) {
        return;
    }
    if perhaps {
        return inquiry
            .unsettled(&[table], format!("{what} is not settled: tables before it may contradict themselves"));
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
