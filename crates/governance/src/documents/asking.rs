//! What the program does when a document comes into force: the edition before is superseded, what was asked about it lapses, and everybody
//! to whom the new one goes is asked to acknowledge it; all of it in the transaction of that move.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Span;
use record::{Change, Document, Id};
use serde_json::json;
use store::{RecordRow, Write};

use super::readers::readers;
use super::{ACKNOWLEDGEMENT, DOCUMENT};
use crate::aims::Admission;
use crate::data::lineage::targets;
use crate::{Actor, Aims, Error};

impl Aims {
    /// A document comes into force.
    pub(crate) fn bring_in_force(&self, tx: &mut Write, actor: &Actor, row: &RecordRow) -> Result<Document, Error> {
        let replaced = line(tx, row)?;
        self.follows_the_newest(tx, row, &replaced)?;
        for former in replaced.values() {
            if former.state == "in_force" {
                self.move_on(tx, actor, &former.id, "supersede", Some(format!("{} takes its place", row.id)))?;
            }
        }
        let Some(within) = row.text("acknowledge_within").and_then(|it| it.parse::<Span>().ok()) else {
            return Ok(Document::new());
        };
        let due =
            self.today().checked_add(within).map_err(|it| Error::problem("acknowledge_within", it.to_string()))?;
        let people = readers(&self.snapshot(tx, None), row)?;
        for (person, known) in people {
            let fields = [
                ("title", json!(title(&row.title, &known.title))),
                ("person", json!(person)),
                ("owner", json!(person)),
                ("of", json!(row.id)),
                ("asked_on", json!(self.today())),
                ("due", json!(due)),
            ];
            let unit = known.unit.map(|it| ("unit", json!(it)));
            let document = fields.into_iter().chain(unit).map(|(name, value)| (name.to_owned(), value)).collect();
            let ask = Change::Create { kind: ACKNOWLEDGEMENT.to_owned(), state: None, document };
            self.apply(tx, actor, &ask, &Admission::default())?;
        }
        Ok(Document::new())
    }

    /// Two editions of one line are not in force at once: what was replaced already, by however many editions, is not replaced again beside
    /// its successor.
    fn follows_the_newest(&self, tx: &Write, row: &RecordRow, replaced: &BTreeMap<Id, RecordRow>) -> Result<(), Error> {
        let mut seen: BTreeSet<Id> = replaced.keys().cloned().chain([row.id.clone()]).collect();
        let mut ahead: Vec<Id> = replaced.keys().cloned().collect();
        while !ahead.is_empty() {
            let mut next = Vec::new();
            for (former, link) in
                tx.links_to_any(&ahead, &[DOCUMENT])?.into_iter().filter(|it| it.1.field == "supersedes")
            {
                let other = link.end;
                if !seen.insert(other.id.clone()) {
                    continue;
                }
                if other.state == "in_force" && !other.retired {
                    let says =
                        format!("{} has taken the place of {former} and is in force; replace that one", other.id);
                    return Err(Error::problem("supersedes", says));
                }
                next.push(other.id);
            }
            ahead = next;
        }
        Ok(())
    }

    /// A document goes out of force: nobody has to acknowledge it any more.
    pub(crate) fn stop_asking(&self, tx: &mut Write, actor: &Actor, row: &RecordRow) -> Result<Document, Error> {
        self.lapse_asked(tx, actor, row)?;
        Ok(Document::new())
    }

    /// Somebody acknowledges: the day is that of the click.
    pub(crate) fn note_day(&self, _: &mut Write, _: &Actor, _: &RecordRow) -> Result<Document, Error> {
        Ok(Document::from_iter([("given_on".to_owned(), json!(self.today()))]))
    }

    fn lapse_asked(&self, tx: &mut Write, actor: &Actor, document: &RecordRow) -> Result<(), Error> {
        let links = tx.links_to_any(std::slice::from_ref(&document.id), &[ACKNOWLEDGEMENT])?;
        let open = links.into_iter().filter(|it| it.1.field == "of" && it.1.end.state == "asked" && !it.1.end.retired);
        for id in open.map(|it| it.1.end.id).collect::<Vec<Id>>() {
            self.move_on(tx, actor, &id, "lapse", Some(format!("{} is no longer in force", document.id)))?;
        }
        Ok(())
    }
}

/// All editions that a document replaces, one after the other, also through editions that never were in force.
fn line(tx: &Write, row: &RecordRow) -> Result<BTreeMap<Id, RecordRow>, Error> {
    let (mut found, mut ahead) = (BTreeMap::new(), targets(&row.document, "supersedes"));
    while !ahead.is_empty() {
        let mut next = Vec::new();
        for former in tx.records(&ahead)?.into_iter().filter(|it| it.kind == DOCUMENT && it.id != row.id) {
            next.extend(targets(&former.document, "supersedes").into_iter().filter(|it| !found.contains_key(it)));
            found.insert(former.id.clone(), former);
        }
        ahead = next;
    }
    Ok(found)
}

/// The title of what is asked: the document, and who is to read it.
fn title(document: &str, person: &str) -> String {
    format!("{document}: {person}")
}
