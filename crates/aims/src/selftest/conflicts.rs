//! The same policies entered as procedures of the house and put in force: what the verifier finds becomes records, each fault once, and the
//! board shows the rows and the case. Looking again finds nothing new, also after rows were given other names.

use std::collections::BTreeSet;

use governance::conflicts::board::{Board, Item};
use governance::conflicts::clash::FORMS;
use governance::{Actor, Aims, Options, Via};
use record::{Change, Document, Id};
use rules::{Table, Vocabulary};
use serde_json::json;

use super::rules::Planted;
use super::{Folder, Outcome};
use crate::exit::Failure;

/// How tables are called that say which approvals are needed always.
const ALWAYS: &str = "always_";

/// Enters the tables of a side, and compares the board with the key.
pub async fn run(
    (side, tables, words): (&str, &[Table], &Vocabulary),
    planted: &[Planted],
    outcome: &mut Outcome,
) -> Result<(), Failure> {
    let home = Folder::make()?;
    let aims = Aims::init(Options::embedded(home.path().join("store")), "selftest.example/aims")?;
    let operator = Actor::operator(Via::System);
    let mut entered: Vec<(Id, Table)> = Vec::new();
    for table in tables.iter().cloned().chain(always(words)?) {
        entered.push((enter(&aims, &operator, &table).await?, table));
    }
    let recorded = aims.record_conflicts(&operator).await?;
    let board = aims.conflicts(&operator, None).await?;
    outcome.missed.extend(recorded.unsettled.iter().map(|it| format!("{side}, on the board: {it}")));
    compare(side, &board, &entered, planted, outcome);
    if recorded.made.len() != planted.len() {
        outcome.missed.push(format!("{side}: {} records for {} faults", recorded.made.len(), planted.len()));
    }
    // The same rows under other names, in records of their own, are the same conflicts.
    for (id, table) in &entered {
        let (transition, why) = ("withdraw".to_owned(), Some("replaced".to_owned()));
        let change = Change::Move { id: id.clone(), base: None, transition, set: Document::new(), why };
        aims.commit(&operator, change, None).await?;
        let mut renamed = table.clone();
        renamed.rows.iter_mut().for_each(|it| it.id = format!("new {}", it.id));
        enter(&aims, &operator, &renamed).await?;
    }
    let again = aims.record_conflicts(&operator).await?;
    match again.made.is_empty() && again.present == planted.len() {
        true => outcome.clean += 1,
        false => outcome.false_alarms.push(format!("{side}: looking again enters {} more", again.made.len())),
    }
    Ok(())
}

/// A table as a procedure in force.
async fn enter(aims: &Aims, operator: &Actor, table: &Table) -> Result<Id, Failure> {
    let fields =
        [("title", json!(table.name)), ("purpose", json!("house_procedure")), ("rules", json!(table.to_toml()))];
    let document = fields.into_iter().map(|it| (it.0.to_owned(), it.1)).collect();
    let change = Change::Create { kind: "decision_table".to_owned(), state: Some("in_force".to_owned()), document };
    Ok(aims.commit(operator, change, None).await?.id)
}

/// A table for each approval that the vocabulary says is needed always.
fn always(words: &Vocabulary) -> Result<Vec<Table>, Failure> {
    let table = |(at, (by, needs)): (usize, &(String, String))| {
        let input = words.inputs.first().map_or("", |it| it.name.as_str());
        let text = format!(
            "table = \"{ALWAYS}{at}\"\ndecision = \"{ALWAYS}{at}\"\npolicy = \"first\"\npartial = true\n[approval]\nby = \"by\"\nneeds = \"needs\"\n\
             [[input]]\nname = \"{input}\"\n[[output]]\nname = \"by\"\ntype = \"text\"\n[[output]]\nname = \"needs\"\ntype = \"text\"\n\
             [[row]]\nid = \"always\"\nthen.by = \"{by}\"\nthen.needs = \"{needs}\"\n"
        );
        Table::parse_toml_with(&text, words).map_err(|it| Failure::input(it.to_string()))
    };
    words.approvals.iter().enumerate().map(table).collect()
}

fn compare(side: &str, board: &Board, entered: &[(Id, Table)], planted: &[Planted], outcome: &mut Outcome) {
    let mut left: Vec<&Item> = board.conflicts.iter().filter(|it| it.present).collect();
    for it in planted {
        let form = FORMS.iter().find(|form| form.0 == it.fault).map_or("", |form| form.1);
        let place = left.iter().position(|item| item.form == form && about(item, it, entered));
        match place.map(|at| left.remove(at)) {
            // An outcome that no row says has no case.
            Some(item) if !item.witness.is_empty() || item.rows.is_empty() => outcome.found += 1,
            Some(item) => outcome.missed.push(format!("{side}, on the board: no case shows {}", item.says)),
            None => outcome.missed.push(format!("{side}, on the board: {form} of {:?}", it.about)),
        }
    }
    let alarm = |it: &&Item| format!("{side}, on the board: {}: {}", it.form, it.says);
    outcome.false_alarms.extend(left.iter().map(alarm));
    outcome.false_alarms.extend(board.unrecorded.iter().map(|it| format!("{side}: not entered: {}", it.says)));
}

/// Whether a conflict is about what the key names.
fn about(item: &Item, planted: &Planted, entered: &[(Id, Table)]) -> bool {
    let name = |id: &str| entered.iter().find(|it| it.0.to_string() == id).map_or("", |it| it.1.name.as_str());
    let rows =
        item.rows.iter().map(|it| format!("{}/{}", name(&it.table), it.row)).filter(|it| !it.starts_with(ALWAYS));
    match item.form.as_str() {
        "gap" => {
            item.tables.iter().map(|it| name(&it.0.to_string()).to_owned()).collect::<BTreeSet<_>>() == planted.about
        }
        // Which rows come first is not part of the key.
        "shadowed" => rows.take(1).collect::<BTreeSet<_>>() == planted.about,
        "unreachable" => {
            let said = |it: &String| it.split_once(": ").is_some_and(|(_, said)| item.says.contains(said));
            planted.about.iter().all(said)
        }
        _ => rows.collect::<BTreeSet<_>>() == planted.about,
    }
}
