//! Files of a register: rows as entries, every cell checked against the register's own words, and entries as rows again.
//!
//! What a cell cannot mean is an error with its line, and its row is left out; nothing is guessed. A row without a key is an error too, and so is a key
//! that an earlier row has. Controls are also written as JSON in the outline of a catalog of controls as OSCAL has it.

use std::collections::HashMap;

use record::{Catalog, Id};
use serde_json::{Value, json};
use sheet::{Row, Table};

use super::CONTROL;
use super::library::Register;
use super::reconcile::Theirs;
use super::said::{Attribute, Reading, Said, Sort};
use crate::Error;
use crate::import::Finding;
use crate::libraries::choices;

/// The column of a file that we write in which it says what crosses the appetite.
const APPETITE: &str = "Appetite";

/// A row that was read.
pub struct Entry {
    /// Line of the file.
    pub line: u64,
    /// Cells as they stood.
    pub cells: Vec<String>,
    /// What it says.
    pub theirs: Theirs,
    /// Words for a new record.
    pub words: String,
    /// Why it is left out; empty where it is not.
    pub findings: Vec<Finding>,
}

/// How rows of a register are read.
pub struct Reader<'a> {
    /// The register.
    pub register: &'a Register,
    /// Which kind it holds.
    pub sort: &'static Sort,
    /// The kinds, for choices.
    pub catalog: &'a Catalog,
    places: HashMap<&'a str, usize>,
    keys: HashMap<String, u64>,
}

impl<'a> Reader<'a> {
    /// Finds the columns.
    ///
    /// Errors: the file has no column for the key or the title.
    pub fn of(
        register: &'a Register,
        sort: &'static Sort,
        catalog: &'a Catalog,
        table: &Table,
    ) -> Result<Reader<'a>, Error> {
        let place = |header: &str| table.headers.iter().position(|it| it.text.trim().eq_ignore_ascii_case(header));
        let headers = register.headers(sort.kind);
        let places: HashMap<&str, usize> =
            headers.iter().filter_map(|(name, header)| Some((name.as_str(), place(header)?))).collect();
        for name in ["key", "title"] {
            if !places.contains_key(name) {
                let header = headers.get(name).map(String::as_str).unwrap_or_default();
                let says = format!("has no column `{header}`; name the register and the kind that it comes from");
                return Err(Error::problem("file", says));
            }
        }
        Ok(Reader { register, sort, catalog, places, keys: HashMap::new() })
    }

    /// The place of the column of the key, from 1.
    pub fn key_position(&self) -> usize {
        self.places.get("key").map_or(1, |it| it + 1)
    }

    /// A row as an entry.
    pub fn read(&mut self, row: &Row) -> Entry {
        let mut findings = Vec::new();
        let cell = |name: &str| self.places.get(name).and_then(|it| row.cells.get(*it)).map_or("", |it| it.trim());
        let unguarded = |name: &str| sheet::unguard(cell(name)).unwrap_or(cell(name)).to_owned();
        let (key, number, title, words) = (unguarded("key"), cell("number"), unguarded("title"), unguarded("words"));
        let mut wrong = |name: &str, reason: String, next: &str| {
            findings.push(self.finding(name, row, reason, next));
        };
        let number: Option<Id> = match number {
            "" => None,
            text => text
                .parse()
                .map_err(|it| wrong("number", it, "leave the cell blank, or write the number as it was exported"))
                .ok(),
        };
        if title.is_empty() {
            wrong("title", "it has no title".to_owned(), "write what it is called");
        }
        match self.keys.get(&key) {
            _ if key.is_empty() => {
                wrong("key", "it has no key".to_owned(), "give it the key that it has in the register")
            }
            Some(line) => {
                wrong("key", format!("`{key}` stands in line {line} already"), "give each entry a key of its own")
            }
            None => {}
        }
        let mut says = Said::default();
        for attribute in self.sort.attributes {
            match self.value(attribute, &unguarded(attribute.name)) {
                Ok(value) => says.set(attribute.name, &value),
                Err((reason, next)) => wrong(attribute.name, reason, &next),
            }
        }
        self.keys.entry(key.clone()).or_insert(row.line);
        Entry { line: row.line, cells: row.cells.clone(), theirs: Theirs { key, number, title, says }, words, findings }
    }

    /// A cell in the register's own spelling.
    fn value(&self, attribute: &Attribute, cell: &str) -> Result<String, (String, String)> {
        let one_of = |all: Vec<&str>| {
            let found = all.iter().find(|it| it.eq_ignore_ascii_case(cell)).map(|it| (*it).to_owned());
            found.ok_or_else(|| (format!("`{cell}` is not known"), format!("use one of {}", all.join(", "))))
        };
        let levels = |bands: &'a [super::scale::Band]| bands.iter().map(|it| it.level.as_str()).collect();
        match attribute.reading {
            _ if cell.is_empty() => Ok(String::new()),
            Reading::Likelihood => one_of(levels(&self.register.likelihood)),
            Reading::Impact => one_of(levels(&self.register.impact)),
            Reading::Level => one_of(self.register.levels.iter().map(String::as_str).collect()),
            Reading::Category => one_of(self.register.categories.iter().map(String::as_str).collect()),
            Reading::State => one_of(self.register.states.iter().map(|it| it.says.as_str()).collect()),
            Reading::Choice => {
                let all = choices(self.catalog, self.sort.kind, attribute.field);
                let written = cell.to_lowercase().replace([' ', '-'], "_");
                let known = all.contains(&written).then_some(written);
                known.ok_or_else(|| (format!("`{cell}` is not known"), format!("use one of {}", all.join(", "))))
            }
            Reading::Number => number(cell)
                .ok_or_else(|| (format!("`{cell}` is no number from 0"), "write digits with a point".to_owned())),
            Reading::Person | Reading::Text => Ok(cell.to_owned()),
        }
    }

    /// What is wrong with a cell.
    pub fn finding(&self, name: &str, row: &Row, reason: String, next: &str) -> Finding {
        let place = self.places.get(name);
        Finding {
            position: place.map_or(0, |it| it + 1),
            header: self.register.headers(self.sort.kind).get(name).cloned().unwrap_or_default(),
            value: place.and_then(|it| row.cells.get(*it)).cloned().unwrap_or_default(),
            reason,
            next: next.to_owned(),
        }
    }
}

/// A number as it is compared: `12.0` and `12` alike.
pub fn number(text: &str) -> Option<String> {
    text.parse::<f64>().ok().filter(|it| it.is_finite() && *it >= 0.0).map(|it| it.to_string())
}

/// An entry on its way to the register.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Outgoing {
    /// Its key there; empty for one that the register does not have yet.
    pub key: String,
    /// Its number here.
    pub number: Id,
    /// What it is called.
    pub title: String,
    /// What describes it, in words of our own.
    pub words: String,
    /// What it says, in words of the register.
    pub says: Said,
    /// What crosses the appetite, in one sentence; empty where nothing does.
    pub appetite: String,
}

/// Entries as a file that the register can load.
pub fn csv(register: &Register, sort: &Sort, entries: &[Outgoing]) -> Vec<u8> {
    let named = |name: &str| register.headers(sort.kind).get(name).cloned();
    let attributes: Vec<(&str, String)> =
        sort.attributes.iter().filter_map(|it| Some((it.name, named(it.name)?))).collect();
    let first: Vec<(&str, String)> =
        ["key", "number", "title"].into_iter().filter_map(|it| Some((it, named(it)?))).collect();
    let mut headers: Vec<String> = first.iter().chain(&attributes).map(|it| it.1.clone()).collect();
    headers.extend(named("words"));
    headers.push(APPETITE.to_owned());
    let line = |it: &Outgoing| {
        let lead = |name: &str| match name {
            "key" => it.key.clone(),
            "number" => it.number.to_string(),
            _ => it.title.clone(),
        };
        let lead = first.iter().map(|(name, _)| lead(name));
        let cells = attributes.iter().map(|(name, _)| it.says.get(name).to_owned());
        let words = named("words").map(|_| it.words.clone());
        lead.chain(cells).chain(words).chain([it.appetite.clone()]).collect::<Vec<String>>()
    };
    sheet::write_csv(&headers, entries.iter().map(line))
}

/// Entries as JSON; controls as a catalog of controls.
pub fn json(register: &Register, sort: &Sort, entries: &[Outgoing]) -> Value {
    if sort.kind != CONTROL {
        return json!({ "register": register.name, "kind": sort.kind, "entries": entries });
    }
    let control = |it: &Outgoing| {
        let props: Vec<Value> = it.says.0.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        let id = if it.key.is_empty() { it.number.to_string() } else { it.key.clone() };
        json!({ "id": id, "title": it.title, "props": props, "parts": words(it), "links": [{ "href": format!("/control/{}", it.number), "rel": "reference" }] })
    };
    let controls: Vec<Value> = entries.iter().map(control).collect();
    json!({ "catalog": { "metadata": { "title": register.label }, "controls": controls } })
}

/// The statement of a control, as catalogs hold it.
fn words(of: &Outgoing) -> Vec<Value> {
    let statement = json!({ "name": "statement", "prose": of.words });
    Some(statement).into_iter().filter(|_| !of.words.is_empty()).collect()
}
