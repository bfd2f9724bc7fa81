//! Kinds whose records are read by whoever reads the record they are about: a comment is never looser than what it
//! comments on. Serves ISO/IEC 42001 7.5.3.
//!
//! Unit and access class of such a record are those of the record that it follows. Other kinds have readers of their own
//! and only their unit from elsewhere, where they name none: a release of an AI system belongs where the system belongs.
//! What is lent stands in the row, where lists, search and policies look, and not in the document; the writer moves it
//! along in the same transaction.

use record::{Document, Id, Kind};
use store::{Heading, Query, Read, RecordRow, Visible, Write};

use crate::{Actor, Aims, Configuration, Error};

/// Unit and access class of a record: its own, or those that another record lends.
pub(crate) fn readers(read: &Read, kind: &Kind, document: &Document) -> Result<(Option<String>, String), Error> {
    let lender = linked(document, kind.follows.as_ref().or(kind.unit_from.as_ref()));
    // One that does not exist is a problem with the link, which is told there.
    let heading = lender.map(|it| read.headings(&[it])).transpose()?.and_then(|mut it| it.pop());
    Ok(lent(kind, document, heading.as_ref()))
}

/// The same by the record that lends: both to what follows it, its unit alone to what names none.
fn lent(kind: &Kind, document: &Document, lender: Option<&Heading>) -> (Option<String>, String) {
    if kind.follows.is_some() {
        return lender.map_or_else(|| (None, unmarked()), |it| (it.unit.clone(), it.access.clone()));
    }
    let text = |field: &str| document.get(field).and_then(|it| it.as_str()).map(str::to_owned);
    let unit = text("unit").or_else(|| lender.and_then(|it| it.unit.clone()));
    (unit, text("access").unwrap_or_else(unmarked))
}

fn unmarked() -> String {
    policy::UNMARKED.to_owned()
}

/// The record that a document of this kind follows.
fn leader(kind: &Kind, document: &Document) -> Option<Id> {
    linked(document, kind.follows.as_ref())
}

/// The record that a link field of a document names.
fn linked(document: &Document, field: Option<&String>) -> Option<Id> {
    document.get(field?)?.as_str()?.parse().ok()
}

/// Whether records of a kind have unit or readers of other records.
fn led(kind: &Kind) -> bool {
    kind.follows.is_some() || kind.unit_from.is_some()
}

/// The document as policies see it, where unit and access class are those of another record; else it is the record's own.
pub(crate) fn seen(configuration: &Configuration, row: &RecordRow) -> Option<Document> {
    configuration.catalog.kind(&row.kind).filter(|it| led(it))?;
    let mut document = row.document.clone();
    document.insert("access".to_owned(), row.access.clone().into());
    document.extend(row.unit.clone().map(|it| ("unit".to_owned(), it.into())));
    Some(document)
}

/// Moves everything that follows a record to where its readers are now; a chain of followers moves as a whole.
pub(crate) fn follow(tx: &mut Write, configuration: &Configuration, leader: &Heading) -> Result<u64, Error> {
    let mut moved = 0;
    let mut leaders = vec![leader.clone()];
    while let Some(leader) = leaders.pop() {
        for link in tx.links_to(&leader.id, None)? {
            let Some(kind) = configuration.catalog.kind(&link.end.kind) else { continue };
            if ![&kind.follows, &kind.unit_from].contains(&&Some(link.field)) {
                continue;
            }
            let Some(row) = tx.record(&link.end.id)? else { continue };
            let (unit, access) = lent(kind, &row.document, Some(&leader));
            // What stands right already ends a circle of records that follow each other.
            if (&unit, &access) != (&row.unit, &row.access) {
                tx.set_readers(&row.id, unit.as_deref(), &access)?;
                leaders.push(Heading { unit, access, ..link.end });
                moved += 1;
            }
        }
    }
    Ok(moved)
}

/// Puts every follower where its leader is; returns how many there are, and how many had strayed.
pub(crate) fn recompute(tx: &mut Write, configuration: &Configuration) -> Result<(usize, u64), Error> {
    let (mut all, mut strayed) = (0, 0);
    for kind in configuration.catalog.kinds().filter(|it| led(it)) {
        let rows = tx.list(&Query { retired: true, limit: u32::MAX, ..Query::of(&kind.kind, Visible::All) })?;
        all += rows.len();
        for row in rows {
            let (unit, access) = readers(tx, kind, &row.document)?;
            if (&unit, &access) != (&row.unit, &row.access) {
                tx.set_readers(&row.id, unit.as_deref(), &access)?;
                strayed += 1 + follow(tx, configuration, &Heading { unit, access, ..row.heading() })?;
            }
        }
    }
    Ok((all, strayed))
}

impl Aims {
    /// Whoever says something about a record must be able to read it; else it does not exist for them.
    pub(crate) fn require_leader(
        &self,
        read: &Read,
        actor: &Actor,
        kind: &Kind,
        before: Option<&RecordRow>,
        after: &Document,
    ) -> Result<(), Error> {
        let (Some(field), Some(id)) = (&kind.follows, leader(kind, after)) else { return Ok(()) };
        if before.is_some_and(|it| leader(kind, &it.document).as_ref() == Some(&id)) {
            return Ok(());
        }
        let readable = match read.record(&id)? {
            Some(row) => self.may_read(read, &self.configuration(), actor, &row)?,
            None => false,
        };
        let told = || format!("links to `{id}`, which does not exist; search for its number first");
        if readable { Ok(()) } else { Err(Error::problem(field, told())) }
    }
}
