//! A statement of applicability that exists elsewhere, as CSV, XLSX or our own JSON: its entries come into the draft of its framework. A row that cannot be
//! taken is named with its line, its column and what to do, and every other one is taken. What its controls say of the framework of the organisation
//! follows from the relations between the two, of which only confirmed ones pass anything on. Serves ISO/IEC 42001 6.1.3.

use std::collections::{BTreeMap, BTreeSet};

use conformity::soa::{Entry, Exception, Statement};
use library::{Framework, Links, Shelf};
use record::Id;
use serde::Serialize;
use serde_json::Value;
use sheet::{Limits, Row, Table};
use store::Write;

use super::framework_named;
use super::library::Brought as Words;
use super::making::{Drafts, of_framework};
use super::statement::{is_control, read_statement, write_statement};
use crate::aims::Admission;
use crate::auditing::taking::Refused;
use crate::{Actor, Aims, Error};

/// What became of a statement from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Brought {
    /// The draft in which it stands now.
    pub id: Id,
    /// Its framework.
    pub framework: String,
    /// Whether anything differs from before.
    pub changed: bool,
    /// Entries that were taken.
    pub taken: usize,
    /// Rows that could not be taken.
    pub refused: Vec<Refused>,
    /// Reference controls about which the draft says nothing yet.
    pub untold: Vec<String>,
    /// What its necessary controls say of the framework of the organisation; nothing where that is the same.
    pub elsewhere: Option<Elsewhere>,
}

/// What necessary controls of one framework say of the requirements of another.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Elsewhere {
    /// The other framework.
    pub framework: String,
    /// Requirements to which proof passes on, along relations that somebody confirmed.
    pub confirmed: Vec<String>,
    /// Those to which it would, once somebody confirms a relation.
    pub to_confirm: Vec<String>,
    /// Those with which something is in common, which passes nothing on.
    pub in_common: Vec<String>,
    /// Those of which nothing speaks.
    pub open: Vec<String>,
}

/// A statement as it was written elsewhere: entries with their lines.
struct Read {
    framework: String,
    entries: Vec<(u64, Entry)>,
    exceptions: Vec<Exception>,
    refused: Vec<Refused>,
}

impl Aims {
    /// Brings a statement from elsewhere into the draft of its framework: that which is asked for, else that which the file names, else that of the configuration.
    ///
    /// Errors: a file that is none; one without a column of controls or of what is necessary; a framework without reference controls.
    pub async fn bring_statement(
        &self,
        actor: &Actor,
        framework: &str,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<Brought, Error> {
        let words = self.configuration().libraries.conformity.brought.clone();
        let read = match bytes.first() {
            Some(b'{') => of_json(&bytes)?,
            _ => of_table(&words, &sheet::read(&bytes, name, &Limits::default()).map_err(Error::input)?)?,
        };
        let (this, who, framework) = (self.clone(), actor.clone(), framework.to_owned());
        let outcome = self
            .0
            .store
            .write_async(move |tx| {
                let who = this.with_roles(tx, &who)?;
                this.bring_in(tx, &who, &framework, read)
            })
            .await;
        self.denied(actor, outcome).await
    }

    fn bring_in(&self, tx: &mut Write, actor: &Actor, asked: &str, read: Read) -> Result<Brought, Error> {
        let libraries = self.configuration().libraries.clone();
        let framework = framework_named(&libraries, if asked.trim().is_empty() { &read.framework } else { asked })?;
        let controls: Vec<String> =
            framework.assessable().filter(|it| is_control(framework, it)).map(|it| framework.reference(it)).collect();
        if controls.is_empty() {
            let says = format!(
                "`{}` has no reference controls, so that no statement of applicability goes through it",
                framework.prefix
            );
            return Err(Error::problem("framework", says));
        }
        let there = self.there(tx, actor, &read)?;
        let Read { entries, exceptions, mut refused, .. } = read;
        let mut taken: Vec<Entry> = Vec::new();
        // Where some rows name the annex, a number without it is that of a clause.
        let whole = entries.iter().any(|it| named_whole(framework, &it.1.control));
        for (line, entry) in entries {
            match resolved((libraries.shelf(), framework, whole), &there, line, entry) {
                Ok(it) if taken.iter().any(|of| of.control == it.control) => {
                    refused.push(no(line, "control", &it.control, "stands in two rows; keep one of them"));
                }
                Ok(it) => taken.push(it),
                Err(it) => refused.push(it),
            }
        }
        let drafts = Drafts::of(of_framework(tx, &framework.prefix)?);
        let before = drafts.newest().map(|it| read_statement(&it.document)).unwrap_or_default();
        let count = taken.len();
        let statement = merged(before, &framework.prefix, &controls, taken, kept(exceptions, &there, &mut refused));
        let untold = controls.iter().filter(|it| !statement.entries.iter().any(|of| of.control == **it));
        let untold = untold.cloned().collect();
        let links = crate::crosswalking::reviewed::links(&self.snapshot(tx, None))?;
        let default = libraries.shelf().framework(&libraries.conformity.rules.default);
        let other = default.filter(|it| it.prefix != framework.prefix);
        let elsewhere = other.map(|it| told(it, &links, &statement));
        let change = self.drafting(tx, actor, framework, &drafts, write_statement(&statement))?;
        let done = self.apply(tx, actor, &change, &Admission::default())?;
        let framework = framework.prefix.clone();
        Ok(Brought { id: done.id, framework, changed: done.changed, taken: count, refused, untold, elsewhere })
    }

    /// Records that the entries name and that this person may see.
    fn there(&self, tx: &Write, actor: &Actor, read: &Read) -> Result<BTreeSet<String>, Error> {
        let named =
            read.entries.iter().flat_map(|(_, it)| it.because.iter().chain(&it.realised_by).chain([&it.control]));
        let named = named.chain(read.exceptions.iter().map(|it| &it.system));
        let ids: BTreeSet<Id> = named.filter_map(|it| it.parse().ok()).collect();
        Ok(self.names_of(tx, actor, ids.into_iter().collect())?.into_keys().collect())
    }
}

/// A statement that was exported as JSON, or what it says alone.
fn of_json(bytes: &[u8]) -> Result<Read, Error> {
    let unread = |it: serde_json::Error| {
        Error::input(format!(
            "the file cannot be understood as a statement ({it}); export one with `aims soa export` to see the form"
        ))
    };
    let mut whole: Value = serde_json::from_slice(bytes).map_err(unread)?;
    let said = whole.get_mut("statement").map(Value::take).unwrap_or(whole);
    if said.get("entries").is_none() {
        return Err(Error::input(
            "the file holds no `entries`; export a statement with `aims soa export` to see the form",
        ));
    }
    let statement: Statement = serde_json::from_value(said).map_err(unread)?;
    let entries = statement.entries.into_iter().enumerate().map(|(at, it)| (at as u64 + 1, it)).collect();
    Ok(Read { framework: statement.framework, entries, exceptions: statement.exceptions, refused: Vec::new() })
}

/// A statement as a table, by headings that stand as data.
fn of_table(words: &Words, table: &Table) -> Result<Read, Error> {
    let columns = |known: &[String]| -> Vec<usize> {
        let heads = table.headers.iter().enumerate();
        heads.filter(|it| known.contains(&it.1.text.trim().to_lowercase())).map(|it| it.0).collect()
    };
    let (control, necessary) = (columns(&words.control), columns(&words.necessary));
    for (found, known) in [(&control, &words.control), (&necessary, &words.necessary)] {
        if found.is_empty() {
            let says = format!("the file has no column of this; give one of these headings: {}", known.join(", "));
            return Err(Error::problem(known.first().map(String::as_str).unwrap_or_default(), says));
        }
    }
    let (why, because, realised) = (columns(&words.why), columns(&words.because), columns(&words.realised_by));
    let mut read = Read { framework: String::new(), entries: Vec::new(), exceptions: Vec::new(), refused: Vec::new() };
    for row in &table.rows {
        let name = text(row, &control);
        let said = text(row, &necessary);
        let decided = match said.to_lowercase() {
            it if words.yes.contains(&it) => Some(true),
            it if words.no.contains(&it) => Some(false),
            it if words.open.contains(&it) => None,
            _ => {
                read.refused.push(no(row.line, "necessary", &said, "is neither yes nor no; write one of them"));
                continue;
            }
        };
        if row.ragged || name.is_empty() {
            read.refused.push(no(
                row.line,
                "control",
                &name,
                "the row has no control in its column; put the row right",
            ));
            continue;
        }
        let names = |of: &[usize]| -> BTreeSet<String> {
            let all = text(row, of);
            let named = all.split([',', ';', '\n']).map(str::trim).filter(|it| !it.is_empty());
            // A number of a record is known however it is written.
            named.map(|it| it.parse::<Id>().map_or_else(|_| it.to_owned(), |it| it.to_string())).collect()
        };
        let entry = Entry {
            control: name,
            necessary: decided,
            why: text(row, &why),
            because: names(&because),
            realised_by: names(&realised),
        };
        read.entries.push((row.line, entry));
    }
    Ok(read)
}

/// What stands in these columns of a row, in their order.
fn text(row: &Row, columns: &[usize]) -> String {
    let cells = columns.iter().filter_map(|it| row.cells.get(*it)).map(|it| it.trim());
    let cells = cells.map(|it| sheet::unguard(it).unwrap_or(it)).filter(|it| !it.is_empty());
    cells.collect::<Vec<_>>().join("; ")
}

fn no(line: u64, column: &str, value: &str, reason: &str) -> Refused {
    Refused { line, column: column.to_owned(), value: value.to_owned(), reason: reason.to_owned() }
}

/// An entry with its control as a reference, where that and all that it names is there.
fn resolved(
    (shelf, framework, whole): (&Shelf, &Framework, bool),
    there: &BTreeSet<String>,
    line: u64,
    entry: Entry,
) -> Result<Entry, Refused> {
    let gone = |names: &BTreeSet<String>| names.iter().find(|it| !there.contains(*it)).cloned();
    for (column, names) in [("because", &entry.because), ("realised_by", &entry.realised_by)] {
        if let Some(it) = gone(names) {
            return Err(no(line, column, &it, "is no record here; enter it first, or leave the cell blank"));
        }
    }
    if there.contains(&entry.control) {
        return Ok(entry);
    }
    let control = reference((shelf, framework, whole), &entry.control)
        .map_err(|why| no(line, "control", &entry.control, &why))?;
    Ok(Entry { control, ..entry })
}

/// Whether somebody names a reference control with its annex.
fn named_whole(framework: &Framework, written: &str) -> bool {
    let first = written.split_whitespace().next().unwrap_or_default();
    framework.assessable().any(|it| is_control(framework, it) && it.id.eq_ignore_ascii_case(first))
}

/// The reference control that is meant by what somebody wrote: its identifier, with that of its annex or, where no row has it, without, alone or
/// before its title.
fn reference((shelf, framework, whole): (&Shelf, &Framework, bool), written: &str) -> Result<String, String> {
    let first = written.split_whitespace().next().unwrap_or_default();
    let controls = || framework.assessable().filter(|it| is_control(framework, it));
    let short = |id: &str| !whole && id.split_once('.').is_some_and(|it| it.1.eq_ignore_ascii_case(first));
    if let Some(node) = controls().find(|it| it.id.eq_ignore_ascii_case(first) || short(&it.id)) {
        return Ok(framework.reference(node));
    }
    let unknown = match conformity::reference::read(shelf, written, &framework.prefix) {
        Ok(found) => match shelf.find(&found) {
            Some(it) if it.framework.prefix == framework.prefix && is_control(it.framework, it.node) => {
                return Ok(found);
            }
            _ => return Err(format!("is no reference control of {}; a statement has no other rows", framework.prefix)),
        },
        Err(it) => it,
    };
    let near = unknown.nearest.map(|it| format!("; the nearest one is {it}")).unwrap_or_default();
    Err(format!("is known to no library{near}"))
}

/// Exceptions of AI systems that are there.
fn kept(all: Vec<Exception>, there: &BTreeSet<String>, refused: &mut Vec<Refused>) -> Vec<Exception> {
    let (kept, gone): (Vec<Exception>, Vec<Exception>) = all.into_iter().partition(|it| there.contains(&it.system));
    let says = "is no AI system here; enter it first";
    refused.extend(gone.iter().map(|it| no(0, "exceptions", &it.system, says)));
    kept
}

/// A draft with these entries in the place of those of the same controls, in the order of the framework.
fn merged(
    before: Statement,
    framework: &str,
    controls: &[String],
    taken: Vec<Entry>,
    exceptions: Vec<Exception>,
) -> Statement {
    let mut entries: BTreeMap<(usize, String), Entry> = BTreeMap::new();
    for it in before.entries.into_iter().chain(taken) {
        let place = controls.iter().position(|of| *of == it.control).unwrap_or(controls.len());
        entries.insert((place, it.control.clone()), it);
    }
    let mut all = exceptions;
    let own: BTreeSet<(String, String)> = all.iter().map(|it| (it.control.clone(), it.system.clone())).collect();
    all.extend(before.exceptions.into_iter().filter(|it| !own.contains(&(it.control.clone(), it.system.clone()))));
    Statement { framework: framework.to_owned(), entries: entries.into_values().collect(), exceptions: all }
}

/// What the necessary controls of a statement say of the requirements of another framework.
fn told(other: &Framework, links: &Links, statement: &Statement) -> Elsewhere {
    let necessary = statement.entries.iter().filter(|it| it.necessary == Some(true));
    let steps: Vec<_> = necessary.flat_map(|it| links.from(&it.control)).collect();
    let mut found = Elsewhere { framework: other.prefix.clone(), ..Elsewhere::default() };
    for node in other.assessable().filter(|it| other.part_of(it).is_some_and(|it| it.binding)) {
        let reference = other.reference(node);
        let own = || steps.iter().filter(|it| it.to == reference);
        let list = match () {
            () if own().any(|it| it.relation.passes_on() && it.reviewer.is_some()) => &mut found.confirmed,
            () if own().any(|it| it.relation.passes_on()) => &mut found.to_confirm,
            () if own().any(|it| it.relation != library::Relation::NoRelationship) => &mut found.in_common,
            () => &mut found.open,
        };
        list.push(reference);
    }
    found
}
