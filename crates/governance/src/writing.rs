//! The lower half of the one write path: from an accepted change to rows and a ledger entry.

use ledger::{Entry, Opening, commit, content, entry_time, to_hex};
use record::{Act, Applied, Change, FieldType, Id, Kind, difference, is_blank};
use serde_json::Value;
use sha2::{Digest, Sha256};
use store::{Condition, Heading, Made, Makers, Query, Read, RecordRow, Visible, Write};

use crate::aims::{Admission, Committed};
use crate::{Actor, Aims, Configuration, Error};

/// A record as it would stand, beside the record that stands.
pub(crate) struct Next {
    /// As it would stand.
    pub row: RecordRow,
    /// As it stands; nothing for a new record.
    pub before: Option<RecordRow>,
}

impl Next {
    /// The row that `after` makes of `before`, or a new one with the next number of its kind.
    pub fn new(
        tx: &mut Write,
        kind: &Kind,
        before: Option<RecordRow>,
        after: Applied,
        actor: &Actor,
        admission: &Admission,
    ) -> Result<Next, Error> {
        let text = |field: &str| after.document.get(field).and_then(Value::as_str).map(str::to_owned);
        let (identity, time) = (actor.identity(), tx.time());
        let (unit, access) = crate::following::readers(tx, kind, &after.document)?;
        let id = match (&before, &admission.id) {
            (Some(before), _) => before.id.clone(),
            (None, Some(id)) => id.clone(),
            (None, None) => Id::new(&kind.prefix, tx.next_number(&kind.kind)?),
        };
        let row = RecordRow {
            id,
            kind: kind.kind.clone(),
            version: before.as_ref().map_or(1, |it| it.version + 1),
            title: text("title").unwrap_or_default(),
            unit,
            owner: text("owner"),
            access,
            // The policies ask who made the version that stands; what is asked now does not count yet.
            makers: match &before {
                Some(before) => before.makers.clone(),
                None => Makers { creator: identity.clone(), editor: identity.clone(), mover: identity },
            },
            commitment: before.as_ref().map(|it| it.commitment).unwrap_or_default(),
            created: before.as_ref().map_or(time, |it| it.created),
            changed: time,
            place: 0,
            state: after.state,
            retired: after.retired,
            document: after.document,
        };
        Ok(Next { row, before })
    }

    /// Whether nothing would differ.
    pub fn is_unchanged(&self) -> bool {
        self.before.as_ref().is_some_and(|before| {
            before.document == self.row.document && before.state == self.row.state && before.retired == self.row.retired
        })
    }

    /// The outcome of a change that changes nothing.
    pub fn unchanged(self) -> Committed {
        unchanged(self.before.unwrap_or(self.row))
    }

    /// Links that `before` does not have.
    fn new_links(&self, kind: &Kind) -> Vec<(String, Id)> {
        let old = self.before.as_ref().map(|it| links(kind, &it.document)).unwrap_or_default();
        links(kind, &self.row.document).into_iter().filter(|it| !old.contains(it)).collect()
    }
}

/// A committed outcome from a row.
fn committed(row: RecordRow) -> Committed {
    Committed {
        id: row.id,
        kind: row.kind,
        version: row.version,
        place: row.place,
        state: row.state,
        retired: row.retired,
        document: row.document,
        changed: true,
        differences: Vec::new(),
    }
}

/// What stands now, as the outcome of a change that changes nothing.
pub(crate) fn unchanged(row: RecordRow) -> Committed {
    Committed { changed: false, ..committed(row) }
}

/// Every new link points to a record that exists and is of an allowed kind.
pub(crate) fn require_links(tx: &Read, kind: &Kind, next: &Next) -> Result<(), Error> {
    let new = next.new_links(kind);
    if new.is_empty() {
        return Ok(());
    }
    let ids: Vec<Id> = new.iter().map(|it| it.1.clone()).collect();
    let found = tx.headings(&ids)?;
    for (field, target) in new {
        if target != next.row.id && !found.iter().any(|it| it.id == target) {
            return Err(nowhere(&field, &target));
        }
    }
    Ok(())
}

/// The role of those who read what is internal.
const READER: &str = "reader";

/// What is said of a link to a record that there is not, or that is there and not seen.
fn nowhere(field: &str, target: &Id) -> Error {
    Error::problem(field, format!("links to `{target}`, which does not exist; search for its number first"))
}

impl Aims {
    /// No new link points to a record that is kept from whoever makes it, of which nobody is told that it is there; what is merely looked after in
    /// another unit is no secret.
    pub(crate) fn require_seen(&self, tx: &Read, actor: &Actor, kind: &Kind, next: &Next) -> Result<(), Error> {
        if actor.person.is_none() {
            return Ok(());
        }
        let new = next.new_links(kind);
        let found = tx.headings(&new.iter().map(|it| it.1.clone()).collect::<Vec<_>>())?;
        let (configuration, units) = (self.configuration(), self.units(tx, actor)?);
        let mut anywhere = self.asker_over(actor, &actor.roles.iter().filter_map(|it| it.covers.clone()).collect());
        anywhere.roles.insert(READER.to_owned());
        let secret = |it: &Heading| {
            let asked = (false, it.state == record::DRAFT);
            let open = crate::visibility::class_permitted(&configuration, &anywhere, &it.class(), asked);
            actor.kept_from.contains(&it.id) || !(open || self.may_read_heading(&units, &configuration, actor, it))
        };
        let hidden = |target: &Id| found.iter().find(|it| it.id == *target).is_some_and(secret);
        match new.iter().find(|it| it.1 != next.row.id && hidden(&it.1)) {
            Some((field, target)) => Err(nowhere(field, target)),
            None => Ok(()),
        }
    }

    /// Every link of these records points to a record that exists; for records that came in together.
    pub(crate) fn require_all_links(&self, tx: &Read, ids: &[Id]) -> Result<(), Error> {
        let configuration = self.configuration();
        for row in tx.records(ids)? {
            let targets = links(configuration.kind(&row.kind)?, &row.document);
            let found = tx.headings(&targets.iter().map(|it| it.1.clone()).collect::<Vec<_>>())?;
            if let Some((field, target)) = targets.iter().find(|it| !found.iter().any(|row| row.id == it.1)) {
                return Err(Error::problem(
                    field,
                    format!("of `{}` links to `{target}`, which the file does not hold", row.id),
                ));
            }
        }
        Ok(())
    }
}

/// No other record of the kind holds the same value in a field that is unique.
pub(crate) fn require_unique(tx: &Read, kind: &Kind, next: &Next) -> Result<(), Error> {
    for field in kind.fields.iter().filter(|it| it.unique) {
        let value = next.row.document.get(&field.name).and_then(Value::as_str);
        let old = next.before.as_ref().and_then(|it| it.document.get(&field.name)).and_then(Value::as_str);
        let Some(value) = value.filter(|it| Some(*it) != old) else { continue };
        let same = Condition::is(&field.name, value);
        let query = Query { conditions: vec![same], retired: true, limit: 2, ..Query::of(&kind.kind, Visible::All) };
        if let Some(other) = tx.list(&query)?.iter().find(|it| it.id != next.row.id) {
            return Err(Error::problem(&field.name, format!("`{value}` is taken by {}", other.id)));
        }
    }
    Ok(())
}

/// Enters the change in the ledger and stores record, version, links, terms, search and what follows from them.
pub(crate) fn store_version(
    aims: &Aims,
    tx: &mut Write,
    configuration: &Configuration,
    actor: &Actor,
    change: &Change,
    next: Next,
    batch: Option<i64>,
) -> Result<Committed, Error> {
    let Next { mut row, before } = next;
    let kind = configuration.kind(&row.kind)?;
    let mut seed = [0u8; 32];
    (aims.0.entropy)(&mut seed);
    let why = change.why().filter(|it| !it.trim().is_empty());
    row.commitment = commit(&content(&row.document, why), &seed);
    row.place = tx.next_place();
    let entry = Entry {
        actor: actor.account.clone(),
        batch,
        ent: Some(row.id.to_string()),
        kind: format!("record.{}", act_name(&change.act())),
        new: Some(row.commitment),
        prev: before.as_ref().map(|it| it.commitment),
        retired: row.retired,
        state: Some(row.state.clone()),
        ver: Some(row.version),
        ..entry(tx, actor)
    };
    row.makers.editor = actor.identity();
    if before.as_ref().is_some_and(|it| it.state != row.state) {
        row.makers.mover = actor.identity();
    }
    let made = Made {
        actor: row.makers.editor.clone(),
        via: actor.via.name().to_owned(),
        act: act_name(&change.act()),
        why: why.map(str::to_owned),
        opening: serde_json::to_value(Opening::Seed(seed)).map_err(Error::input)?,
        commitment: row.commitment,
        configuration: configuration.digest.clone(),
    };
    let standings = crate::standing::own(aims, tx, configuration, &row)?;
    let mut derived = crate::terms::derivatives(kind, &row);
    derived.terms.extend(crate::standing::terms(&standings));
    // Questions come before changes, so that those asked ahead still hold.
    let (held, dependents) =
        (crate::standing::held(tx, &row)?, crate::standing::dependents(tx, &configuration.catalog, &row)?);
    tx.put(&row, before.as_ref(), &made, &derived)?;
    tx.append(&entry.kind, entry.ent.as_deref(), &entry.to_bytes().map_err(Error::input)?)?;
    crate::standing::keep(tx, &row, &standings, &held)?;
    crate::standing::refresh(aims, tx, configuration, &dependents)?;
    if before.as_ref().is_some_and(|it| (&it.unit, &it.access) != (&row.unit, &row.access)) {
        crate::following::follow(tx, configuration, &row.heading())?;
    }
    aims.queue_webhooks(tx, &row, &made.act)?;
    crate::mention::queue(tx, actor, before.as_ref(), &row)?;
    let differences = difference(&before.map(|it| it.document).unwrap_or_default(), &row.document);
    Ok(Committed { differences, ..committed(row) })
}

/// An entry at the next place, with what every entry says.
pub(crate) fn entry(tx: &Write, actor: &Actor) -> Entry {
    Entry {
        actor: actor.account.clone(),
        req: Some(actor.request.clone()).filter(|it| !it.is_empty()),
        seq: tx.next_place(),
        sw: concat!("aims ", env!("CARGO_PKG_VERSION")).to_owned(),
        ts: entry_time(tx.time()),
        v: 1,
        via: actor.via.name().to_owned(),
        ..Entry::default()
    }
}

/// Every link of a document, with the name of its field; links inside tables too.
pub(crate) fn links(kind: &Kind, document: &record::Document) -> Vec<(String, Id)> {
    let mut found = Vec::new();
    for field in &kind.fields {
        let value = document.get(&field.name).unwrap_or(&Value::Null);
        match &field.ty {
            FieldType::Link { .. } | FieldType::Links { .. } => targets(value, &field.name, &mut found),
            FieldType::Table { columns } => {
                let linking =
                    columns.iter().filter(|it| matches!(it.ty, FieldType::Link { .. } | FieldType::Links { .. }));
                let rows = value.as_array().map(Vec::as_slice).unwrap_or_default();
                for (row, column) in linking.flat_map(|column| rows.iter().map(move |row| (row, column))) {
                    targets(row.get(&column.name).unwrap_or(&Value::Null), &field.name, &mut found);
                }
            }
            _ => {}
        }
    }
    found.dedup();
    found
}

fn targets(value: &Value, field: &str, found: &mut Vec<(String, Id)>) {
    let several = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let ids = value.as_str().into_iter().chain(several.iter().filter_map(Value::as_str));
    found.extend(ids.filter_map(|id| Some((field.to_owned(), id.parse().ok()?))));
}

/// What an edit sets to add a link to a link field, or to take it away.
pub(crate) fn linked(
    kind: &Kind,
    document: &record::Document,
    field: &str,
    to: &Id,
    remove: bool,
) -> Result<record::Document, Error> {
    let shape = kind.field(field).ok_or_else(|| Error::problem(field, format!("is not a field of {}", kind.kind)))?;
    let to = Value::from(to.to_string());
    let value = match (&shape.ty, remove) {
        (FieldType::Link { .. }, false) => to,
        (FieldType::Link { .. }, true) => Value::Null,
        (FieldType::Links { .. }, _) => {
            let mut all = document.get(field).and_then(Value::as_array).cloned().unwrap_or_default();
            all.retain(|it| *it != to);
            if !remove {
                all.push(to);
            }
            Value::Array(all)
        }
        _ => return Err(Error::problem(field, "holds no link; name a link field")),
    };
    let value = if is_blank(&value) { Value::Null } else { value };
    Ok([(field.to_owned(), value)].into_iter().collect())
}

/// What a change does, as history and ledger name it.
fn act_name(act: &Act) -> String {
    match act {
        Act::Create => "create".to_owned(),
        Act::Edit => "edit".to_owned(),
        Act::Move(transition) => format!("move.{transition}"),
        Act::Retire => "retire".to_owned(),
        Act::Restore => "restore".to_owned(),
    }
}

/// Fields to which a change gives another value than they have.
pub(crate) fn changed_by<'a>(change: &'a Change, before: Option<&RecordRow>) -> Vec<&'a str> {
    let set = match change {
        Change::Create { document, .. } => document,
        Change::Edit { set, .. } | Change::Move { set, .. } => set,
        Change::Retire { .. } | Change::Restore { .. } => return Vec::new(),
    };
    let has = |name: &str| before.and_then(|it| it.document.get(name)).unwrap_or(&Value::Null);
    set.iter().filter(|(name, value)| has(name) != *value).map(|(name, _)| name.as_str()).collect()
}

/// A record that nobody has made yet, for asking whether somebody could.
pub(crate) fn blank(kind: &Kind, actor: &Actor, time: jiff::Timestamp) -> RecordRow {
    RecordRow {
        id: Id::new(&kind.prefix, 0),
        kind: kind.kind.clone(),
        version: 1,
        state: kind.lifecycle.initial.clone(),
        title: String::new(),
        unit: None,
        owner: None,
        access: policy::UNMARKED.to_owned(),
        retired: false,
        place: 0,
        created: time,
        changed: time,
        document: record::Document::new(),
        makers: Makers { creator: actor.identity(), editor: actor.identity(), mover: actor.identity() },
        commitment: Default::default(),
    }
}

/// A request that names itself, so that its repetition changes nothing.
pub(crate) struct Keyed {
    account: String,
    key: String,
    body: [u8; 32],
}

impl Keyed {
    /// The account's key for these changes; a key has 1 to 200 visible characters.
    pub fn new(actor: &Actor, key: &str, changes: &[Change]) -> Result<Keyed, Error> {
        let fits = (1..=200).contains(&key.len()) && key.bytes().all(|it| it.is_ascii_graphic());
        if !fits {
            return Err(Error::input("an idempotency key has 1 to 200 visible ASCII characters, such as a UUID"));
        }
        let body = serde_json::to_vec(changes).map_err(Error::input)?;
        Ok(Keyed { account: actor.account.clone(), key: key.to_owned(), body: Sha256::digest(body).into() })
    }

    /// What the first request with this key led to, if there was one.
    pub fn first_outcome(&self, tx: &Write) -> Result<Option<Vec<(Id, i64)>>, Error> {
        let Some(first) = tx.idempotency(&self.name(), tx.time())? else { return Ok(None) };
        if first.request != to_hex(&self.body) {
            return Err(Error::problem(
                "",
                format!("idempotency key `{}` was used for another change; use a new one", self.key),
            ));
        }
        serde_json::from_value(first.outcome).map(Some).map_err(Error::input)
    }

    /// Remembers record and version of each outcome for a day.
    pub fn keep(&self, tx: &mut Write, all: &[Committed]) -> Result<(), Error> {
        let outcome: Vec<(&Id, i64)> = all.iter().map(|it| (&it.id, it.version)).collect();
        let outcome = serde_json::to_value(outcome).map_err(Error::input)?;
        Ok(tx.put_idempotency(&self.name(), &to_hex(&self.body), &outcome)?)
    }

    /// The name under which the store keeps what it led to.
    pub fn name(&self) -> String {
        to_hex(&Sha256::digest(format!("{}/{}", self.account, self.key)))
    }
}
