//! Records that rows of a file name: found by title, number, address or key, or made when the mapping says so.

use std::collections::{BTreeMap, HashMap};

use record::{Catalog, Change, Document, Id};
use serde_json::Value;
use store::{Condition, OriginRow, Query, Read, RecordRow, Visible, Write};

use crate::aims::Admission;
use crate::import::{FieldLinks, LinkBy, LinkRef, RowKey};
use crate::{Actor, Aims, Error};

/// What rows named so far, and how many records were made for them.
#[derive(Clone, Default)]
pub(crate) struct Targets {
    known: HashMap<LinkRef, Id>,
    made: BTreeMap<String, usize>,
}

impl Targets {
    /// Records that were made, by kind.
    pub fn made(&self) -> &BTreeMap<String, usize> {
        &self.made
    }

    /// Says what a link means, so that it is not looked for.
    pub fn know(&mut self, link: LinkRef, id: Id) {
        self.known.insert(link, id);
    }

    /// The same for a link to a kind by a key.
    pub fn know_key(&mut self, kind: &str, key: String, id: Id) {
        let kinds = vec![kind.to_owned()];
        let (by, fills) = (LinkBy::Key, BTreeMap::new());
        self.know(LinkRef { kinds, by, value: key, create: false, fills, parent: None }, id);
    }

    /// What a document holds for the links of a field.
    pub fn resolve(
        &mut self,
        aims: &Aims,
        tx: &mut Write,
        actor: &Actor,
        links: &FieldLinks,
        batch: i64,
        line: u64,
    ) -> Result<Value, Error> {
        let mut ids = Vec::with_capacity(links.to.len());
        for link in &links.to {
            let id = self.one(aims, tx, actor, &links.field, link, batch, line)?;
            let id = Value::from(id.to_string());
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        Ok(if links.many { Value::Array(ids) } else { ids.pop().unwrap_or(Value::Null) })
    }

    #[allow(clippy::too_many_arguments)]
    fn one(
        &mut self,
        aims: &Aims,
        tx: &mut Write,
        actor: &Actor,
        field: &str,
        link: &LinkRef,
        batch: i64,
        line: u64,
    ) -> Result<Id, Error> {
        if let Some(id) = self.known.get(link) {
            return Ok(id.clone());
        }
        let parent = match &link.parent {
            Some((name, above)) => Some((name.clone(), self.one(aims, tx, actor, field, above, batch, line)?)),
            None => None,
        };
        let addressed = addressed(&aims.configuration().catalog, link);
        let found = match &addressed {
            // Cells of one column name people by address and by name; an address is never somebody's name while it is anybody's address.
            Some(address) => {
                find(tx, &LinkRef { by: LinkBy::Email, value: address.clone(), ..link.clone() }, parent.as_ref())?
            }
            None => Vec::new(),
        };
        let found = match (found.is_empty(), link.by) {
            (false, _) => found,
            (true, LinkBy::Email) if addressed.is_none() => {
                find(tx, &LinkRef { by: LinkBy::Title, ..link.clone() }, parent.as_ref())?
            }
            (true, _) => find(tx, link, parent.as_ref())?,
        };
        let visible = |row: &RecordRow| aims.may_read(tx, &aims.configuration(), actor, row).unwrap_or(false);
        let mut found: Vec<RecordRow> = found.into_iter().filter(visible).collect();
        let id = match (found.len(), link.create) {
            (1, _) => found.remove(0).id,
            (0, _) if addressed.is_some() => {
                let says = format!(
                    "names `{}`, and nobody has this address; make them first, or name them otherwise",
                    link.value
                );
                return Err(Error::problem(field, says));
            }
            (0, true) => self.make(aims, tx, actor, link, parent, batch, line)?,
            (0, false) => {
                return Err(Error::problem(
                    field,
                    format!("names `{}`, which is not there; make it first, or let the mapping create it", link.value),
                ));
            }
            (many, _) => {
                let ids: Vec<_> = found.iter().take(5).map(|it| it.id.to_string()).collect();
                return Err(Error::problem(
                    field,
                    format!(
                        "names `{}`, and {many} records are called so ({}); use a number",
                        link.value,
                        ids.join(", ")
                    ),
                ));
            }
        };
        self.known.insert(link.clone(), id.clone());
        Ok(id)
    }

    /// Makes a record that a row names; it belongs to the import and goes with it.
    #[allow(clippy::too_many_arguments)]
    fn make(
        &mut self,
        aims: &Aims,
        tx: &mut Write,
        actor: &Actor,
        link: &LinkRef,
        parent: Option<(String, Id)>,
        batch: i64,
        line: u64,
    ) -> Result<Id, Error> {
        let kind = link
            .kinds
            .first()
            .cloned()
            .ok_or_else(|| Error::input("a link to any kind cannot make a record; name its kind"))?;
        let mut document: Document =
            link.fills.iter().map(|(name, value)| (name.clone(), Value::from(value.clone()))).collect();
        document.insert("title".to_owned(), Value::from(link.value.clone()));
        document.extend(parent.map(|(name, id)| (name, Value::from(id.to_string()))));
        let change = Change::Create { kind: kind.clone(), state: None, document };
        let made = aims.apply(tx, actor, &change, &Admission { batch: Some(batch), ..Admission::default() })?;
        let key = format!("named by a row: {}", made.id);
        tx.put_origin(&OriginRow {
            record: made.id.clone(),
            batch,
            line,
            key,
            version: made.version,
            cells: Value::Array(Vec::new()),
        })?;
        *self.made.entry(kind).or_default() += 1;
        Ok(made.id)
    }
}

/// The address by which a reference names somebody, alone or behind their name, where records of its kind have one.
fn addressed(catalog: &Catalog, link: &LinkRef) -> Option<String> {
    let bears = |it: &String| catalog.kind(it).is_some_and(|kind| kind.field("email").is_some());
    if !matches!(link.by, LinkBy::Title | LinkBy::Email) || !link.kinds.iter().any(bears) {
        return None;
    }
    let text = link.value.trim();
    let within = text.strip_suffix('>').and_then(|it| it.rsplit_once('<')).map_or(text, |it| it.1).trim();
    let (name, place) = within.split_once('@')?;
    let whole = !name.is_empty() && place.contains('.') && !within.contains(char::is_whitespace);
    whole.then(|| within.to_owned())
}

/// Standing records that a reference can mean.
fn find(read: &Read, link: &LinkRef, parent: Option<&(String, Id)>) -> Result<Vec<RecordRow>, Error> {
    let of_kind = |row: &RecordRow| !row.retired && (link.kinds.is_empty() || link.kinds.contains(&row.kind));
    let by = |field: &str| Condition::is(field, &link.value);
    let condition = match link.by {
        LinkBy::Number => {
            let Ok(id) = link.value.parse() else { return Ok(Vec::new()) };
            return Ok(read.record(&id)?.into_iter().filter(of_kind).collect());
        }
        LinkBy::Title => by("title"),
        LinkBy::Email => by("email"),
        LinkBy::Key => by("key"),
    };
    let mut found = Vec::new();
    let kinds: Vec<Option<&String>> =
        if link.kinds.is_empty() { vec![None] } else { link.kinds.iter().map(Some).collect() };
    for kind in kinds {
        let under = parent.map(|(field, id)| Condition::LinkedTo { field: Some(field.clone()), target: id.clone() });
        let conditions = [condition.clone()].into_iter().chain(under).collect();
        found.extend(read.list(&Query { kind: kind.cloned(), conditions, limit: 10, ..Query::all(Visible::All) })?);
    }
    match link.by {
        LinkBy::Key if found.is_empty() && parent.is_none() => imported(read, link),
        _ => Ok(found),
    }
}

/// Standing records that came from rows with this key alone, in earlier imports.
fn imported(read: &Read, link: &LinkRef) -> Result<Vec<RecordRow>, Error> {
    let key = RowKey { parts: vec![link.value.clone()], occurrence: 1 }.to_string();
    let mut ids = Vec::new();
    for kind in &link.kinds {
        ids.extend(read.origins_by_key(kind, &[&key])?.into_values().map(|it| it.record));
    }
    Ok(read.records(&ids)?.into_iter().filter(|it| !it.retired).collect())
}
