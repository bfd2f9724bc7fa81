//! The classes in which an AI system is, by decision tables and facts. What is not known leaves a class open only where it matters.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::library::{Class, Obligations, PURPOSE, TABLES};
use super::subject::Subject;
use crate::deciding::in_force::{Deciding, Tables};
use crate::deciding::shipped::Scheme;
use crate::tiering::facts::Fact;
use crate::tiering::verdict::verdict;

/// Whether a system is in a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// It is.
    Yes,
    /// It would be, and an exception keeps it out.
    Excepted,
    /// It is not.
    No,
    /// Facts are missing.
    Open,
}

/// Whether a system is in a class, and why.
#[derive(Debug, Clone)]
pub struct Classed {
    /// The answer.
    pub said: Said,
    /// Why, in one sentence: the rows of tables that decided.
    pub why: Arc<str>,
    /// Facts that are missing.
    pub needs: Vec<Arc<str>>,
}

/// The tables that make classes, with what they said so far: systems that are alike are asked once.
pub struct Classes<'a> {
    library: &'a Obligations,
    tables: BTreeMap<&'a str, (Tables, Vec<String>)>,
    known: RefCell<HashMap<String, Arc<Classed>>>,
}

impl<'a> Classes<'a> {
    /// With the tables of records in force, else those that ship.
    pub fn new(library: &'a Obligations, in_force: &[Deciding]) -> Classes<'a> {
        let own = |class: &'a Class| {
            let output = class.table.as_deref()?;
            let (name, purpose) = (TABLES.to_owned(), PURPOSE.to_owned());
            // Records of this purpose have no scheme of classification.
            let records: Vec<Deciding> = in_force
                .iter()
                .filter(|it| it.purpose == PURPOSE)
                .map(|it| Deciding { scheme: name.clone(), ..it.clone() })
                .collect();
            let asked = Scheme { name, label: String::new(), purpose, output: output.to_owned(), says: String::new() };
            let tables = Tables::choose(&records, &asked);
            let inputs = tables.inputs().into_iter().map(|it| it.name.clone()).collect();
            Some((class.name.as_str(), (tables, inputs)))
        };
        Classes { library, tables: library.class.iter().filter_map(own).collect(), known: RefCell::default() }
    }

    /// Whether a system is in a class; a class that nobody knows is open, since a law that names it may mean anybody.
    pub fn of(&self, name: &str, subject: &Subject) -> Arc<Classed> {
        match self.library.class(name) {
            Some(class) => self.asked(class, subject),
            None => Arc::new(open(format!("nobody says who is in class `{name}`"), [name.to_owned()])),
        }
    }

    fn asked(&self, class: &Class, subject: &Subject) -> Arc<Classed> {
        let inputs = self.tables.get(class.name.as_str()).map(|it| it.1.as_slice()).unwrap_or_default();
        let looked = inputs.iter().chain(&class.fact);
        let outer = class.within.as_deref().map(|it| self.of(it, subject));
        let mut key = class.name.clone();
        for name in looked {
            key.push('\n');
            key.push_str(subject.fact(name).unwrap_or("?"));
        }
        if let Some(outer) = &outer {
            key.push_str(&format!("\n{:?}{:?}", outer.said, outer.needs));
        }
        if let Some(known) = self.known.borrow().get(&key) {
            return known.clone();
        }
        let own = match self.tables.get(class.name.as_str()) {
            Some((tables, inputs)) => by_tables(tables, inputs, subject),
            None => by_fact(class, subject),
        };
        let found = Arc::new(outer.map_or(own.clone(), |outer| both(&outer, own)));
        self.known.borrow_mut().insert(key, found.clone());
        found
    }
}

fn by_tables(tables: &Tables, inputs: &[String], subject: &Subject) -> Classed {
    let facts: Vec<Fact> = subject.facts.iter().filter(|it| inputs.contains(&it.fact)).cloned().collect();
    let found = verdict(tables, &facts);
    let said = match found.outcome.as_deref() {
        Some("yes") => Said::Yes,
        Some("excepted") => Said::Excepted,
        Some(_) => Said::No,
        None => Said::Open,
    };
    Classed { said, why: found.why().into(), needs: found.needs.iter().map(|it| it.as_str().into()).collect() }
}

fn by_fact(class: &Class, subject: &Subject) -> Classed {
    let Some(fact) = class.fact.as_deref() else {
        return open(format!("nobody says who is in class `{}`", class.name), []);
    };
    let words = fact.replace('_', " ");
    match subject.fact(fact) {
        None => open(format!("it is not known: {words}"), [fact.to_owned()]),
        Some(value) => {
            let said = if class.values.iter().any(|it| it == value) { Said::Yes } else { Said::No };
            Classed { said, why: format!("{words} is {}", value.replace('_', " ")).into(), needs: Vec::new() }
        }
    }
}

/// A class within another: what is out of the wider one is out of both, and a plain no needs nothing of the other.
fn both(outer: &Classed, own: Classed) -> Classed {
    match (outer.said, own.said) {
        (Said::No | Said::Excepted, _) => outer.clone(),
        (_, Said::No) => own,
        (Said::Open, Said::Open) => Classed {
            needs: outer.needs.iter().chain(&own.needs).cloned().collect(),
            why: format!("{}; {}", outer.why, own.why).into(),
            said: Said::Open,
        },
        (Said::Open, _) => outer.clone(),
        _ => own,
    }
}

fn open(why: String, needs: impl IntoIterator<Item = String>) -> Classed {
    Classed { said: Said::Open, why: why.into(), needs: needs.into_iter().map(Into::into).collect() }
}
