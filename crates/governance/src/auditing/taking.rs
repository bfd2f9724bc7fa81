//! A sheet of a checklist that comes back: answers by the number of their line. A row that cannot be taken stands in the report with its line,
//! its column and what to do; every other row is taken, and the same sheet again changes nothing.

use std::collections::BTreeMap;

use record::{Change, Document, Id};
use serde::Serialize;
use serde_json::{Value, json};
use sheet::{Limits, Row, Table};
use store::{RecordRow, Write};

use super::{AUDIT, gathered};
use crate::aims::Admission;
use crate::libraries::Words;
use crate::{Actor, Aims, Error};

/// Results that a line can have.
const RESULTS: &[&str] = &["conforms", "does_not_conform", "improvement", "not_examined"];
/// Columns that are brought back, with the fields that they fill.
const FILLED: &[&str] = &["answer", "result", "reason"];

/// What became of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Taken {
    /// Lines whose answers were taken.
    pub taken: Vec<Id>,
    /// Lines whose answers stand here already.
    pub unchanged: usize,
    /// Rows without an answer.
    pub blank: usize,
    /// Rows that could not be taken.
    pub refused: Vec<Refused>,
}

/// A row that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// Line of the sheet.
    pub line: u64,
    /// Column.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// Why it cannot be taken, and what to do.
    pub reason: String,
}

/// Where columns stand.
struct Columns<'a> {
    words: &'a Words,
    places: BTreeMap<&'static str, usize>,
}

impl<'a> Columns<'a> {
    fn of(words: &'a Words, table: &Table) -> Result<Columns<'a>, Error> {
        let mut places = BTreeMap::new();
        for key in ["number", "base", "answer", "result", "reason"] {
            let word = words.say(key).to_lowercase();
            let found = table.headers.iter().position(|it| it.text.trim().to_lowercase() == word);
            match found {
                Some(place) => _ = places.insert(key, place),
                None if key == "base" || key == "reason" => {}
                None => {
                    let says =
                        format!("the sheet has no column `{}`; take the one that the audit offers", words.say(key));
                    return Err(Error::problem("", says));
                }
            }
        }
        Ok(Columns { words, places })
    }

    fn cell(&self, row: &Row, key: &str) -> String {
        let cell = self.places.get(key).and_then(|it| row.cells.get(*it)).map(|it| it.trim()).unwrap_or_default();
        sheet::unguard(cell).unwrap_or(cell).to_owned()
    }

    fn refused(&self, row: &Row, key: &str, reason: impl Into<String>) -> Refused {
        let (column, value) = (self.words.say(key).to_owned(), self.cell(row, key));
        Refused { line: row.line, column, value, reason: reason.into() }
    }
}

impl Aims {
    /// Brings answers of a sheet back to the lines of an audit.
    pub async fn take_answers(&self, actor: &Actor, audit: &Id, name: &str, bytes: Vec<u8>) -> Result<Taken, Error> {
        let table = sheet::read(&bytes, name, &Limits::default()).map_err(Error::input)?;
        let (this, who, id) = (self.clone(), actor.clone(), audit.clone());
        let outcome = self
            .0
            .store
            .write_async(move |tx| {
                let who = this.with_roles(tx, &who)?;
                this.take_in(tx, &who, &id, &table)
            })
            .await;
        self.denied(actor, outcome).await
    }

    fn take_in(&self, tx: &mut Write, actor: &Actor, audit: &Id, table: &Table) -> Result<Taken, Error> {
        let row = self.readable(tx, actor, audit, None)?;
        if row.kind != AUDIT {
            return Err(Error::Missing(format!("{audit} is no audit; `aims list audit` shows them")));
        }
        let configuration = self.configuration();
        let columns = Columns::of(&configuration.libraries.auditing.words, table)?;
        let lines = gathered::items(&self.snapshot(tx, None), std::slice::from_ref(audit))?;
        let mut readable = BTreeMap::new();
        for it in lines {
            if self.may_read(tx, &configuration, actor, &it)? {
                readable.insert(it.id.to_string(), it);
            }
        }
        let mut taken = Taken::default();
        for row in &table.rows {
            match set(&columns, row, &readable) {
                Err(refused) => taken.refused.push(refused),
                Ok(None) => taken.blank += 1,
                Ok(Some((line, set))) => match self.answered(tx, actor, line, set) {
                    Ok(true) => taken.taken.push(line.id.clone()),
                    Ok(false) => taken.unchanged += 1,
                    Err(why) => taken.refused.push(columns.refused(row, "number", why)),
                },
            }
        }
        Ok(taken)
    }

    /// Takes the answer of one line: whether anything differed, or why it could not be.
    fn answered(&self, tx: &mut Write, actor: &Actor, line: &RecordRow, set: Document) -> Result<bool, String> {
        let same = set.iter().all(|(field, value)| line.document.get(field) == Some(value));
        if same {
            return Ok(false);
        }
        if line.state == "concluded" {
            return Err(format!("{} is concluded and says something else; look at it again there", line.id));
        }
        let answered = ["open", "requested"].contains(&line.state.as_str()) && set.contains_key("answer");
        let (id, base) = (line.id.clone(), Some(line.version));
        let change = match answered {
            true => Change::Move { id, base, transition: "answer".to_owned(), set, why: None },
            false => Change::Edit { id, base, set, why: None },
        };
        match tx.savepoint(|tx| self.apply(tx, actor, &change, &Admission::default())) {
            Ok(made) => Ok(made.changed),
            Err(error) => Err(error.to_string()),
        }
    }
}

/// The line of a row and what it sets; nothing where the row has no answer.
fn set<'a>(
    columns: &Columns,
    row: &Row,
    lines: &'a BTreeMap<String, RecordRow>,
) -> Result<Option<(&'a RecordRow, Document)>, Refused> {
    let number = columns.cell(row, "number");
    let filled: Vec<(&str, String)> =
        FILLED.iter().map(|it| (*it, columns.cell(row, it))).filter(|it| !it.1.is_empty()).collect();
    let normal = number.parse::<Id>().map(|it| it.to_string()).unwrap_or_default();
    let Some(line) = lines.get(&normal) else {
        let says = "is no line of this audit; leave the numbers as the sheet has them";
        return Err(columns.refused(row, "number", format!("`{number}` {says}")));
    };
    if row.ragged {
        return Err(columns.refused(row, "number", "the row has more or fewer cells than the head; put it right"));
    }
    if filled.is_empty() {
        return Ok(None);
    }
    let mut set = Document::new();
    for (field, text) in filled {
        let value = match field {
            "result" => result(&text).ok_or_else(|| {
                columns.refused(row, "result", format!("`{text}` is no result; there are {}", RESULTS.join(", ")))
            })?,
            _ => json!(text),
        };
        set.insert(field.to_owned(), value);
    }
    let unexplained = set.get("result") == Some(&json!("not_examined")) && !set.contains_key("reason");
    if unexplained && line.text("reason").is_none() {
        return Err(columns.refused(row, "reason", "what was not examined needs a reason; write it beside"));
    }
    moved_on(columns, row, line, &set)?;
    Ok(Some((line, set)))
}

fn result(text: &str) -> Option<Value> {
    let word = text.to_lowercase().replace([' ', '-'], "_");
    RESULTS.iter().find(|it| **it == word).map(|it| json!(it))
}

/// A line that somebody else answered since the sheet was made is not written over.
fn moved_on(columns: &Columns, row: &Row, line: &RecordRow, set: &Document) -> Result<(), Refused> {
    let base: Option<i64> = columns.cell(row, "base").parse().ok();
    let other =
        set.iter().find(|(field, value)| line.document.get(*field).is_some_and(|now| !now.is_null() && now != *value));
    match (base, other) {
        (Some(base), Some((field, _))) if base != line.version => {
            let key = FILLED.iter().find(|it| *it == field).copied().unwrap_or("answer");
            let says = format!(
                "{} says something else since the sheet was made; take a new sheet, or write it there",
                line.id
            );
            Err(columns.refused(row, key, says))
        }
        _ => Ok(()),
    }
}
