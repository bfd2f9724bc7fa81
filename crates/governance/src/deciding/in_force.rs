//! The tables that decide at a moment: those of records in force, and for what none of them yields those that ship.

use std::sync::Arc;

use jiff::civil::Date;
use record::Id;
use rules::{Graph, Input};
use store::{Condition, Query, RecordRow, Visible};

use super::shipped::{Ruled, Scheme, tables};
use super::{IN_FORCE, KIND, RULES};
use crate::Error;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, date};

/// Records in force that are read; more tables than this nobody keeps.
const MOST: u32 = 1_000;

/// A table of a record in force, with what it is for.
#[derive(Debug, Clone)]
pub struct Deciding {
    /// Its purpose.
    pub purpose: String,
    /// Its scheme, where it has one.
    pub scheme: String,
    /// The table.
    pub ruled: Arc<Ruled>,
    /// What its record is called.
    pub title: String,
    /// The documents whose rules it carries out.
    pub taken_from: Vec<Id>,
    /// The day that its record names as its first.
    pub valid_from: Option<Date>,
}

impl Deciding {
    /// A table of which nothing is known beside its purpose and its scheme.
    pub(crate) fn alone(purpose: &str, scheme: &str, ruled: Arc<Ruled>) -> Deciding {
        let (purpose, scheme) = (purpose.to_owned(), scheme.to_owned());
        Deciding { purpose, scheme, ruled, title: String::new(), taken_from: Vec::new(), valid_from: None }
    }
}

/// The tables that give the verdict of a scheme together.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    /// The tables.
    pub all: Vec<Arc<Ruled>>,
    /// The output that is the verdict.
    pub output: String,
}

/// The tables of all records in force, in one statement; a record whose table cannot be read any more decides nothing.
pub fn of_records(at: &Snapshot) -> Result<Vec<Deciding>, Error> {
    let query = Query {
        conditions: vec![Condition::State(vec![IN_FORCE.to_owned()])],
        limit: MOST,
        as_of: at.place,
        ..Query::of(KIND, Visible::All)
    };
    Ok(at.read.list(&query)?.iter().filter_map(deciding).collect())
}

/// The table of a record, whatever its state; none where it cannot be read.
pub(crate) fn deciding(row: &RecordRow) -> Option<Deciding> {
    let text = |field: &str| row.text(field).unwrap_or_default().to_owned();
    let ruled = Ruled::read(row.text(RULES)?, Some((row.id.clone(), row.version))).ok()?;
    Some(Deciding {
        purpose: text("purpose"),
        scheme: text("scheme"),
        ruled: Arc::new(ruled),
        title: row.title.clone(),
        taken_from: targets(&row.document, "taken_from"),
        valid_from: date(&row.document, "valid_from"),
    })
}

impl Tables {
    /// The tables for a scheme: of records where they yield something, otherwise those shipped, as far as the verdict needs them.
    pub fn choose(records: &[Deciding], scheme: &Scheme) -> Tables {
        let fits = |it: &&Deciding| it.scheme == scheme.name && it.purpose == scheme.purpose;
        let of_records = records.iter().filter(fits).map(|it| it.ruled.clone());
        let of_program = tables().iter().filter(|it| it.0 == scheme.name).map(|it| it.1.clone());
        Tables { all: of_records.chain(of_program).collect(), output: scheme.output.clone() }.needed()
    }

    /// From the verdict backwards: who yields it, who yields what that one takes, and so on. The first that yields wins.
    fn needed(self) -> Tables {
        let yields = |name: &str| {
            let own = |it: &&Arc<Ruled>| it.table.outputs.iter().any(|it| it.name == name);
            self.all.iter().find(own).cloned()
        };
        let mut wanted = vec![self.output.clone()];
        let mut all: Vec<Arc<Ruled>> = Vec::new();
        while let Some(name) = wanted.pop() {
            let Some(ruled) = yields(&name).filter(|it| !all.iter().any(|other| Arc::ptr_eq(it, other))) else {
                continue;
            };
            wanted.extend(ruled.table.inputs.iter().map(|it| it.name.clone()));
            all.push(ruled);
        }
        Tables { all, output: self.output.clone() }
    }

    /// Whether any table yields the verdict.
    pub fn decides(&self) -> bool {
        self.all.iter().any(|it| it.table.outputs.iter().any(|it| it.name == self.output))
    }

    /// The tables in the order in which they are asked; refused where they wait for each other.
    pub fn graph(&self) -> Result<Graph<'_>, rules::Problem> {
        Graph::new(&self.all.iter().map(|it| &it.table).collect::<Vec<_>>())
    }

    /// What somebody must know, rather than a table: each input once, those of the first tables first.
    pub fn inputs(&self) -> Vec<&Input> {
        let yielded = |name: &str| self.all.iter().any(|it| it.table.outputs.iter().any(|it| it.name == name));
        let mut found: Vec<&Input> = Vec::new();
        for input in self.all.iter().flat_map(|it| &it.table.inputs) {
            if !yielded(&input.name) && !found.iter().any(|it| it.name == input.name) {
                found.push(input);
            }
        }
        found
    }

    /// The outcomes that the verdict can have, from the strictest to the mildest, where it has an order.
    pub fn outcomes(&self) -> Vec<&str> {
        let output = self.all.iter().flat_map(|it| &it.table.outputs).find(|it| it.name == self.output);
        let Some(rules::Form::Choice(values)) = output.map(|it| &it.form) else { return Vec::new() };
        let words = values.iter().map(String::as_str);
        match output.and_then(|it| it.harm) {
            Some(rules::Harm::More) => words.rev().collect(),
            _ => words.collect(),
        }
    }
}
