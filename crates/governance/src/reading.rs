//! Reading one record: its fields, what links to it, what follows from it, now or at any past moment.

use std::collections::BTreeMap;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use policy::{Action, Refusal};
use record::{Document, Id, Problem, Transition, incomplete, is_blank};
use store::{Backlinks, Read, RecordRow};

use crate::derived::Standing;
use crate::listing::{Row, Titles};
use crate::{Actor, Aims, Configuration, Error};

/// A moment as of which something is read.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Moment {
    /// As it stands.
    #[default]
    Now,
    /// Right after the entry at this place of the ledger.
    Place(u64),
    /// At this time.
    Time(Timestamp),
}

impl FromStr for Moment {
    type Err = Error;

    /// Reads `now`, `#1234`, `2026-03-01` (the end of that day, UTC) and RFC 3339.
    fn from_str(text: &str) -> Result<Moment, Error> {
        if text == "now" {
            return Ok(Moment::Now);
        }
        if let Some(place) = text.strip_prefix('#').and_then(|it| it.parse().ok()) {
            return Ok(Moment::Place(place));
        }
        let end_of_day = |date: Date| {
            Some(date.tomorrow().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp() - jiff::Span::new().milliseconds(1))
        };
        let time = text.parse::<Timestamp>().ok().or_else(|| text.parse::<Date>().ok().and_then(end_of_day));
        let wrong =
            || Error::input(format!("`{text}` is no moment; write `2026-03-01`, `2026-03-01T12:00:00Z` or `#1234`"));
        time.map(Moment::Time).ok_or_else(wrong)
    }
}

impl Moment {
    /// The place of the ledger at this moment; `None` for now.
    pub(crate) fn place(&self, read: &Read) -> Result<Option<u64>, Error> {
        match self {
            Moment::Now => Ok(None),
            Moment::Place(place) => Ok(Some(*place)),
            Moment::Time(time) => {
                let before = || Error::Missing("the ledger begins after that moment".to_owned());
                Ok(Some(read.place_at(*time)?.ok_or_else(before)?))
            }
        }
    }
}

/// A record as its page shows it.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Record {
    /// Number.
    pub id: Id,
    /// Kind.
    pub kind: String,
    /// Version.
    pub version: i64,
    /// State.
    pub state: String,
    /// Whether it is retired.
    pub retired: bool,
    /// Fields.
    pub document: Document,
    /// When it was made.
    pub created: Timestamp,
    /// When this version was made.
    pub changed: Timestamp,
    /// Place of this version in the ledger.
    pub place: u64,
    /// Kind, title and state of every record linked either way that this person may see.
    pub titles: Titles,
    /// Records that link here.
    pub inverse: Vec<Inverse>,
    /// Derived values.
    pub standing: Vec<Standing>,
    /// What is still missing.
    pub incomplete: Vec<Problem>,
    /// The row of a file from which it was imported.
    pub origin: Option<Origin>,
}

/// Records of one kind that link here by one field.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Inverse {
    /// Their kind.
    pub kind: String,
    /// The field by which they link.
    pub field: String,
    /// Heading of the list.
    pub label: String,
    /// How many there are.
    pub total: u64,
    /// The numbers of the first of them, up to [`LINKED`].
    pub ids: Vec<Id>,
}

/// Most records that link by one field and are named on a record's page; a list filtered by that field has them all.
pub const LINKED: u32 = 50;

/// The row of a file from which a record was imported, with its cells as they stood.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Origin {
    /// Number of the import.
    pub batch: i64,
    /// Line of the file.
    pub line: u64,
    /// Header and cell, in the order of the columns.
    pub cells: Vec<(String, String)>,
}

/// A transition that is possible from the present state, or what stands in its way.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Offer {
    /// Name of the transition.
    pub name: String,
    /// Name that people read.
    pub label: String,
    /// State to which it leads.
    pub to: String,
    /// What it means.
    pub help: String,
    /// Whether a reason must be given.
    pub reason: bool,
    /// Fields that must be filled first.
    pub needs_missing: Vec<String>,
    /// Why this person may not make it.
    pub refusals: Vec<Refusal>,
}

impl Aims {
    /// One record at a moment, if this person may read it.
    pub async fn record(&self, actor: &Actor, id: &Id, moment: &Moment) -> Result<Record, Error> {
        let (this, actor, id, moment) = (self.clone(), actor.clone(), id.clone(), *moment);
        self.0
            .store
            .read_async(move |read| {
                let actor = this.with_roles(read, &actor)?;
                let place = moment.place(read)?;
                let row = this.readable(read, &actor, &id, place)?;
                this.page_of(read, &actor, row, place)
            })
            .await
    }

    /// Kind, title and state of those among these records that this person may see.
    pub async fn headings(&self, actor: &Actor, ids: Vec<Id>) -> Result<Titles, Error> {
        let (this, actor) = (self.clone(), actor.clone());
        self.0
            .store
            .read_async(move |read| {
                let actor = this.with_roles(read, &actor)?;
                this.titles_of(read, &actor, &ids, None)
            })
            .await
    }

    /// The transitions from the present state, with what stands in the way of each.
    pub async fn offers(&self, actor: &Actor, id: &Id) -> Result<Vec<Offer>, Error> {
        let (this, actor, id) = (self.clone(), actor.clone(), id.clone());
        self.0
            .store
            .read_async(move |read| {
                let actor = this.with_roles(read, &actor)?;
                let row = this.readable(read, &actor, &id, None)?;
                let configuration = this.configuration();
                let kind = configuration.kind(&row.kind)?;
                let transitions = kind.transitions_from(&row.state);
                transitions.map(|it| this.offer(read, &actor, &row, it)).collect()
            })
            .await
    }

    /// Whether this person may do a thing to this record, for buttons; the reasons when not.
    pub async fn may(&self, actor: &Actor, id: &Id, action: Action<'static>) -> Result<Vec<Refusal>, Error> {
        let (this, actor, id) = (self.clone(), actor.clone(), id.clone());
        self.0
            .store
            .read_async(move |read| {
                let actor = this.with_roles(read, &actor)?;
                let row = this.readable(read, &actor, &id, None)?;
                Ok(this.verdict(read, &actor, action, &row, &[])?.into_result().err().unwrap_or_default())
            })
            .await
    }

    /// Whether this person may make records of a kind somewhere in the organisation.
    pub async fn may_create(&self, actor: &Actor, kind: &str) -> Result<bool, Error> {
        match self.require_create(actor, kind).await {
            Ok(()) => Ok(true),
            Err(Error::Refused(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The refusal of the policies where this person may make no record of this kind anywhere.
    pub(crate) async fn require_create(&self, actor: &Actor, kind: &str) -> Result<(), Error> {
        let (this, actor, kind) = (self.clone(), actor.clone(), kind.to_owned());
        self.0
            .store
            .read_async(move |read| {
                let configuration = this.configuration();
                let kind = configuration.kind(&kind)?;
                let actor = this.with_roles(read, &actor)?;
                let everywhere = Actor {
                    roles: actor.roles.iter().map(|it| crate::Held { covers: None, ..it.clone() }).collect(),
                    ..actor
                };
                let row = crate::writing::blank(kind, &everywhere, this.clock());
                this.verdict(read, &everywhere, Action::Create, &row, &[])?.into_result().map_err(Error::Refused)
            })
            .await
    }

    /// How many records of each kind this person may see.
    pub async fn counts(&self, actor: &Actor) -> Result<Vec<(String, u64)>, Error> {
        let (this, actor) = (self.clone(), actor.clone());
        self.0
            .store
            .read_async(move |read| {
                let actor = this.with_roles(read, &actor)?;
                let visible = this.visible(read, &actor)?;
                let facets = read.facet(&store::Query::all(visible), &store::Key::Kind, 1000)?;
                Ok(facets.into_iter().map(|it| (it.value, it.count)).collect())
            })
            .await
    }

    /// Records that a text finds, best first.
    pub async fn search(
        &self,
        actor: &Actor,
        text: &str,
        kinds: &[String],
        limit: u32,
    ) -> Result<Vec<store::Hit>, Error> {
        let (this, actor, text, kinds) = (self.clone(), actor.clone(), text.to_owned(), kinds.to_vec());
        self.0
            .store
            .read_async(move |read| {
                let actor = this.with_roles(read, &actor)?;
                let visible = this.visible(read, &actor)?;
                let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
                Ok(read.search(&text, &kinds, &visible, limit.min(crate::listing::PAGE_LIMIT))?)
            })
            .await
    }

    /// The row of a record at a place, if this person may read it as it was and as it is.
    pub(crate) fn readable(&self, read: &Read, actor: &Actor, id: &Id, place: Option<u64>) -> Result<RecordRow, Error> {
        let configuration = self.configuration();
        let now = read.record(id)?.ok_or_else(|| Error::no_record(id))?;
        if !self.may_read(read, &configuration, actor, &now)? {
            return Err(Error::no_record(id));
        }
        let Some(place) = place else { return Ok(now) };
        let then =
            read.at(id, place)?.ok_or_else(|| Error::Missing(format!("`{id}` did not exist at that moment")))?.record;
        match self.may_read(read, &configuration, actor, &then)? {
            true => Ok(then),
            false => Err(Error::no_record(id)),
        }
    }

    /// The derived values of rows: from the cache for now, computed afresh for a past moment.
    pub(crate) fn standings(
        &self,
        read: &Read,
        rows: &[RecordRow],
        place: Option<u64>,
    ) -> Result<Vec<Vec<Standing>>, Error> {
        let time = match place {
            None => self.clock(),
            Some(place) => read.entry(place)?.map_or_else(|| self.clock(), |it| it.time),
        };
        crate::standing::answers(read, &self.configuration(), time, place, rows)
    }

    /// Kind, title and state at a place of what rows link to, as far as this person may see it.
    pub(crate) fn titles(
        &self,
        read: &Read,
        actor: &Actor,
        rows: &[RecordRow],
        place: Option<u64>,
    ) -> Result<Titles, Error> {
        let configuration = self.configuration();
        let ids = rows.iter().flat_map(|row| linked_ids(&configuration, row)).collect();
        self.titles_of_all(read, actor, ids, place)
    }

    /// The same as it stands, for further records beside those to which rows link.
    pub(crate) fn titles_with(
        &self,
        read: &Read,
        actor: &Actor,
        rows: &[RecordRow],
        further: Vec<Id>,
    ) -> Result<Titles, Error> {
        let configuration = self.configuration();
        let mut ids: Vec<Id> = rows.iter().flat_map(|row| linked_ids(&configuration, row)).collect();
        ids.extend(further);
        self.titles_of_all(read, actor, ids, None)
    }

    fn titles_of_all(&self, read: &Read, actor: &Actor, mut ids: Vec<Id>, place: Option<u64>) -> Result<Titles, Error> {
        ids.sort();
        ids.dedup();
        self.titles_of(read, actor, &ids, place)
    }

    /// What may be seen is asked of the records as they stand; a past moment shows them as they were called then.
    fn titles_of(&self, read: &Read, actor: &Actor, ids: &[Id], place: Option<u64>) -> Result<Titles, Error> {
        let configuration = self.configuration();
        let units = self.units(read, actor)?;
        let mut titles = BTreeMap::new();
        for row in read.headings(ids)? {
            if !self.may_read_heading(&units, &configuration, actor, &row) {
                continue;
            }
            let then = place.map(|place| read.at(&row.id, place)).transpose()?.flatten().map(|it| it.record);
            let (title, state) = then.map_or((row.title, row.state), |it| (it.title, it.state));
            titles.insert(row.id.to_string(), (row.kind, title, state));
        }
        Ok(titles)
    }

    fn page_of(&self, read: &Read, actor: &Actor, row: RecordRow, place: Option<u64>) -> Result<Record, Error> {
        let configuration = self.configuration();
        let kind = configuration.kind(&row.kind)?;
        let mut titles = self.titles_of(read, actor, &linked_ids(&configuration, &row), place)?;
        let mut inverse: Vec<Inverse> = Vec::new();
        for list in self.backlinks(read, actor, &row.id, place)? {
            let ids: Vec<Id> = list.first.iter().map(|it| it.id.clone()).collect();
            match place {
                None => {
                    titles.extend(list.first.into_iter().map(|it| (it.id.to_string(), (it.kind, it.title, it.state))))
                }
                Some(_) => titles.extend(self.titles_of(read, actor, &ids, place)?),
            }
            let label = heading(&configuration, &list.kind, &list.field);
            inverse.push(Inverse { label, kind: list.kind, field: list.field, total: list.total, ids });
        }
        let standing = self.standings(read, std::slice::from_ref(&row), place)?.pop().unwrap_or_default();
        let origin = origin(read, &row.id)?;
        Ok(Record {
            id: row.id,
            incomplete: incomplete(kind, &row.document),
            kind: row.kind,
            version: row.version,
            state: row.state,
            retired: row.retired,
            document: row.document,
            created: row.created,
            changed: row.changed,
            place: row.place,
            titles,
            inverse,
            standing,
            origin,
        })
    }

    /// What links to a record, by field and kind, as far as this person may see it.
    fn backlinks(&self, read: &Read, actor: &Actor, id: &Id, place: Option<u64>) -> Result<Vec<Backlinks>, Error> {
        let (configuration, units) = (self.configuration(), self.units(read, actor)?);
        let mut lists: Vec<Backlinks> = match place {
            None => {
                // Roles may cover single records, which no class tells.
                let covered: Vec<Id> = actor.roles.iter().filter_map(|it| it.covers.as_ref()?.parse().ok()).collect();
                read.backlinks(id, &self.visible(read, actor)?, &covered, LINKED)?
            }
            Some(_) => Backlinks::gathered(read.links_to(id, place)?),
        };
        for list in &mut lists {
            let all = list.first.len();
            list.first.retain(|it| self.may_read_heading(&units, &configuration, actor, it));
            list.total -= (all - list.first.len()) as u64;
            list.first.truncate(LINKED as usize);
        }
        lists.retain(|it| it.total > 0);
        Ok(lists)
    }

    fn offer(&self, read: &Read, actor: &Actor, row: &RecordRow, transition: &Transition) -> Result<Offer, Error> {
        let blank = |name: &&String| row.document.get(*name).is_none_or(is_blank);
        let verdict = self.verdict(read, actor, Action::Move(&transition.name), row, &[])?;
        Ok(Offer {
            name: transition.name.clone(),
            label: transition.label(),
            to: transition.to.clone(),
            help: transition.help.clone(),
            reason: transition.reason,
            needs_missing: transition.needs.iter().filter(blank).cloned().collect(),
            refusals: verdict.into_result().err().unwrap_or_default(),
        })
    }
}

/// Heading of the list of records that link by a field: its inverse, else the plural of their kind.
fn heading(configuration: &Configuration, kind: &str, field: &str) -> String {
    let Some(kind) = configuration.catalog.kind(kind) else { return kind.to_owned() };
    kind.field(field).and_then(|it| it.inverse.clone()).unwrap_or_else(|| kind.plural.clone())
}

/// Numbers of every record to which a row links.
fn linked_ids(configuration: &Configuration, row: &RecordRow) -> Vec<Id> {
    let kind = configuration.catalog.kind(&row.kind);
    kind.map(|kind| crate::writing::links(kind, &row.document)).unwrap_or_default().into_iter().map(|it| it.1).collect()
}

/// A row as lists show it.
pub(crate) fn row(row: RecordRow, standing: Vec<Standing>) -> Row {
    Row {
        id: row.id,
        kind: row.kind,
        version: row.version,
        title: row.title,
        state: row.state,
        retired: row.retired,
        created: row.created,
        changed: row.changed,
        document: row.document,
        standing,
    }
}

/// The newest row of a file from which a record was imported.
fn origin(read: &Read, id: &Id) -> Result<Option<Origin>, Error> {
    let Some(row) = read.origins_of(id)?.pop() else { return Ok(None) };
    let texts = |value: &serde_json::Value| -> Vec<String> {
        value.as_array().into_iter().flatten().map(|it| it.as_str().unwrap_or_default().to_owned()).collect()
    };
    let headers = read.batch(row.batch)?.map(|it| texts(&it.mapping["headers"])).unwrap_or_default();
    let cells = headers.into_iter().zip(texts(&row.cells)).collect();
    Ok(Some(Origin { batch: row.batch, line: row.line, cells }))
}
