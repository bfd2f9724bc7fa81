//! What a list shows, asked for in words: `tier:1 owner:me state:operation -unit:ORG-0003 level>=3 chatbot`.

use jiff::Timestamp;
use record::{Catalog, FieldType, Id, Kind};
use std::collections::BTreeMap;
use store::{Condition, Direction, Key, Op, Query, Scalar, Visible};

use crate::derived::Standing;
use crate::reading::Moment;
use crate::{Actor, Aims, Error};

/// Most rows of one page.
pub const PAGE_LIMIT: u32 = 1000;

/// A question for a list.
#[derive(Debug, Clone)]
pub struct Listing {
    /// Kind; every kind when `None`.
    pub kind: Option<String>,
    /// Conditions and words.
    pub filter: String,
    /// Fields to sort by, `-` in front for downwards; by number when empty.
    pub sort: Vec<String>,
    /// Rows at most, up to [`PAGE_LIMIT`].
    pub limit: u32,
    /// Cursor of the page before.
    pub after: Option<String>,
    /// Rows to leave out at the start.
    pub offset: u64,
    /// Whether retired records are listed too.
    pub retired: bool,
    /// Moment as of which the list is read.
    pub moment: Moment,
}

impl Default for Listing {
    fn default() -> Listing {
        Listing {
            kind: None,
            filter: String::new(),
            sort: Vec::new(),
            limit: 100,
            after: None,
            offset: 0,
            retired: false,
            moment: Moment::Now,
        }
    }
}

/// One page of a list.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct Page {
    /// Rows, in order.
    pub rows: Vec<Row>,
    /// How many there are on all pages.
    pub total: u64,
    /// Cursor of the next page.
    pub next: Option<String>,
    /// Kind, title and state of records to which rows link, where this person may see them.
    pub titles: Titles,
}

/// Kind, title and state by record number.
pub type Titles = BTreeMap<String, (String, String, String)>;

/// One row of a list.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Row {
    /// Number of the record.
    pub id: Id,
    /// Its kind.
    pub kind: String,
    /// Its version.
    pub version: i64,
    /// Its title.
    pub title: String,
    /// Its state.
    pub state: String,
    /// Whether it is retired.
    pub retired: bool,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub changed: Timestamp,
    /// Its fields.
    pub document: record::Document,
    /// Its derived values.
    pub standing: Vec<Standing>,
}

impl Listing {
    /// A list of one kind.
    pub fn of(kind: &str) -> Listing {
        Listing { kind: Some(kind.to_owned()), ..Listing::default() }
    }

    /// The question for the store, apart from what the actor may see.
    pub(crate) fn query(
        &self,
        catalog: &Catalog,
        actor: &Actor,
        visible: Visible,
        as_of: Option<u64>,
    ) -> Result<Query, Error> {
        let kind = self.kind.as_deref().and_then(|it| catalog.kind(it));
        let (conditions, words) = read_filter(&self.filter, kind, actor)?;
        if self.limit == 0 || self.limit > PAGE_LIMIT {
            return Err(Error::input(format!("`limit` is 1 to {PAGE_LIMIT}")));
        }
        Ok(Query {
            kind: self.kind.clone(),
            conditions,
            text: (!words.is_empty()).then_some(words),
            visible,
            sort: self.sort.iter().map(|it| sort_key(it, kind)).collect::<Result<_, _>>()?,
            limit: self.limit,
            offset: self.start()?,
            retired: self.retired,
            as_of,
        })
    }

    /// Rows before this page: a cursor is the count of rows already seen, which a client passes back unread.
    fn start(&self) -> Result<u64, Error> {
        let Some(cursor) = &self.after else { return Ok(self.offset) };
        let seen = cursor.strip_prefix('c').and_then(|it| u64::from_str_radix(it, 16).ok());
        seen.ok_or_else(|| Error::input(format!("`{cursor}` is not a cursor of this list; start again without one")))
    }

    /// The cursor after a page of so many rows.
    pub(crate) fn cursor(&self, rows: usize, total: u64) -> Result<Option<String>, Error> {
        let seen = self.start()? + rows as u64;
        Ok((rows > 0 && seen < total).then(|| format!("c{seen:x}")))
    }
}

/// Conditions and free words of a filter.
pub(crate) fn read_filter(filter: &str, kind: Option<&Kind>, actor: &Actor) -> Result<(Vec<Condition>, String), Error> {
    let (mut conditions, mut words) = (Vec::new(), Vec::new());
    for part in parts(filter)? {
        match condition(&part, kind, actor)? {
            Some(condition) => conditions.push(condition),
            None => words.push(part),
        }
    }
    Ok((conditions, words.join(" ")))
}

/// A filter of these parts, which [`parts`] takes apart again.
pub fn joined<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    let quoted = |it: &str| if it.contains(char::is_whitespace) { format!("\"{it}\"") } else { it.to_owned() };
    parts.map(quoted).collect::<Vec<_>>().join(" ")
}

/// The parts of a filter: split at spaces, except within double quotes.
///
/// Errors: a quotation mark that is not closed.
pub fn parts(filter: &str) -> Result<Vec<String>, Error> {
    let (mut parts, mut part, mut quoted) = (Vec::new(), String::new(), false);
    for letter in filter.chars() {
        match letter {
            '"' => quoted = !quoted,
            it if it.is_whitespace() && !quoted => parts.push(std::mem::take(&mut part)),
            it => part.push(it),
        }
    }
    parts.push(part);
    match quoted {
        true => Err(Error::input("a quotation mark in the filter is not closed")),
        false => Ok(parts.into_iter().filter(|it| !it.is_empty()).collect()),
    }
}

/// `field:value`, `field:a,b`, `field>=value`, `-field:value`, `has:field`; nothing when the part is a word.
fn condition(part: &str, kind: Option<&Kind>, actor: &Actor) -> Result<Option<Condition>, Error> {
    let (negative, bare) = part.strip_prefix('-').map_or((false, part), |it| (true, it));
    let Some((name, op, value)) = split(bare) else { return Ok(None) };
    let values: Vec<String> = value.split(',').map(|it| own(it.trim(), actor)).filter(|it| !it.is_empty()).collect();
    if values.is_empty() {
        return Err(Error::input(format!("`{part}` lacks a value; write `{name}:value`, or `-has:{name}` for none")));
    }
    let op = match (op, negative, values.len()) {
        (Op::Eq, true, _) => Op::Ne,
        (Op::Eq, false, 1) => Op::Eq,
        (Op::Eq, false, _) => Op::In,
        (other, false, 1) => other,
        _ => return Err(Error::input(format!("`{part}` compares with one value and without `-`"))),
    };
    let condition = match name {
        "has" => {
            let op = if negative { Op::Missing } else { Op::Has };
            Condition::Field { field: searched_field(&values[0], kind)?, op, values: Vec::new() }
        }
        "state" => unless(op == Op::Ne, Condition::State(values)),
        // Owners stand in the record itself, where an index finds them whatever the kind.
        "owner" if matches!(op, Op::Eq | Op::In | Op::Ne) && kind.is_none_or(|it| it.field("owner").is_some()) => {
            let owner = |it: String| Condition::Owner(Some(id_of(&it).map_or(it, |id| id.to_string())));
            unless(op == Op::Ne, Condition::Any(values.into_iter().map(owner).collect()))
        }
        "id" | "number" => {
            unless(op == Op::Ne, Condition::Ids(values.iter().map(|it| id_of(it)).collect::<Result<_, _>>()?))
        }
        "changed" => changed(op, moment_of(&values[0])?),
        "to" => unless(op == Op::Ne, Condition::LinkedTo { field: None, target: id_of(&values[0])? }),
        _ => {
            let field = searched_field(name, kind)?;
            let ty = kind.and_then(|it| it.field(&field)).map(|it| &it.ty);
            let values = values.into_iter().map(|it| scalar(ty, it)).collect();
            Condition::Field { field, op, values }
        }
    };
    Ok(Some(condition))
}

/// Name, comparison and value of a part; a part with `://` is a word.
fn split(part: &str) -> Option<(&str, Op, &str)> {
    let at = part.find([':', '<', '>', '=', '~'])?;
    let (name, rest) = part.split_at(at);
    let named = !name.is_empty() && name.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_');
    if !named || rest.starts_with("://") {
        return None;
    }
    let signs = [
        (">=", Op::Ge),
        ("<=", Op::Le),
        (">", Op::Gt),
        ("<", Op::Lt),
        ("~", Op::Contains),
        (":", Op::Eq),
        ("=", Op::Eq),
    ];
    signs.into_iter().find_map(|(sign, op)| Some((name, op, rest.strip_prefix(sign)?)))
}

/// `me` is the person who asks.
fn own(value: &str, actor: &Actor) -> String {
    if value == "me" { actor.identity() } else { value.to_owned() }
}

/// A value as the field of this type is compared: numbers as numbers, record numbers in their one spelling.
fn scalar(ty: Option<&FieldType>, value: String) -> Scalar {
    let number = |value: &str| value.parse().ok().map(Scalar::Number);
    let compared = match ty {
        Some(
            FieldType::Number { .. }
            | FieldType::Count { .. }
            | FieldType::Percent
            | FieldType::Scale { .. }
            | FieldType::Money,
        ) => number(&value),
        Some(FieldType::Link { .. } | FieldType::Links { .. }) => {
            id_of(&value).ok().map(|it| Scalar::Text(it.to_string()))
        }
        _ => None,
    };
    compared.unwrap_or(Scalar::Text(value))
}

fn id_of(text: &str) -> Result<Id, Error> {
    text.parse().map_err(Error::Input)
}

fn unless(negative: bool, condition: Condition) -> Condition {
    if negative { Condition::Not(Box::new(condition)) } else { condition }
}

/// Changed before, after, or on the day of a moment; the moment of a day is its end.
fn changed(op: Op, time: Timestamp) -> Condition {
    let day_before = time - jiff::Span::new().hours(24);
    match op {
        Op::Lt => Condition::Changed(None, Some(day_before)),
        Op::Le => Condition::Changed(None, Some(time)),
        Op::Gt => Condition::Changed(Some(time), None),
        Op::Ge => Condition::Changed(Some(day_before), None),
        Op::Ne => unless(true, Condition::Changed(Some(day_before), Some(time))),
        _ => Condition::Changed(Some(day_before), Some(time)),
    }
}

fn moment_of(text: &str) -> Result<Timestamp, Error> {
    match text.parse::<Moment>()? {
        Moment::Time(time) => Ok(time),
        _ => Err(Error::input(format!("`{text}` is not a date; write it like 2026-01-31"))),
    }
}

/// The field of this name, if lists of this kind have it.
fn known_field(name: &str, kind: Option<&Kind>) -> Result<String, Error> {
    match kind {
        Some(kind) if kind.field(name).is_none() => {
            let fields: Vec<_> = kind.fields.iter().map(|it| it.name.as_str()).collect();
            let near = fields.iter().max_by(|a, b| strsim::jaro(a, name).total_cmp(&strsim::jaro(b, name)));
            let hint = near.map(|it| format!("; did you mean `{it}`?")).unwrap_or_default();
            Err(Error::input(format!("{} has no field `{name}`{hint}", kind.kind)))
        }
        _ => Ok(name.to_owned()),
    }
}

/// The same, if a filter finds records by what it holds; otherwise a list would be empty, as if there were nothing.
fn searched_field(name: &str, kind: Option<&Kind>) -> Result<String, Error> {
    let known = known_field(name, kind)?;
    match kind.and_then(|it| it.field(&known)).is_none_or(crate::terms::searched) {
        true => Ok(known),
        false => Err(Error::input(format!(
            "`{known}` holds paragraphs or a file, which no filter searches; seek its words, or ask for another field"
        ))),
    }
}

/// By what a facet counts.
fn facet_key(field: &str) -> Key {
    match field {
        "state" => Key::State,
        "kind" => Key::Kind,
        "unit" => Key::Unit,
        "owner" => Key::Owner,
        other => Key::Field(other.to_owned()),
    }
}

fn sort_key(sort: &str, kind: Option<&Kind>) -> Result<(Key, Direction), Error> {
    let (name, direction) =
        sort.strip_prefix('-').map_or((sort, Direction::Ascending), |it| (it, Direction::Descending));
    let key = match name {
        "id" | "number" => Key::Number,
        "title" => Key::Title,
        "state" => Key::State,
        "changed" => Key::Changed,
        other => Key::Field(known_field(other, kind)?),
    };
    Ok((key, direction))
}

impl Aims {
    /// A page of a list, with only what this person may see.
    pub async fn list(&self, actor: &Actor, listing: &Listing) -> Result<Page, Error> {
        let (this, actor, listing) = (self.clone(), actor.clone(), listing.clone());
        self.0
            .store
            .read_async(move |read| {
                let actor = this.with_roles(read, &actor)?;
                let query = this.query(read, &actor, &listing)?;
                let (rows, total) = read.page(&query)?;
                let next = listing.cursor(rows.len(), total)?;
                let standing = this.standings(read, &rows, query.as_of)?;
                let titles = this.titles(read, &actor, &rows, query.as_of)?;
                let rows =
                    rows.into_iter().zip(standing).map(|(row, standing)| crate::reading::row(row, standing)).collect();
                Ok(Page { rows, total, next, titles })
            })
            .await
    }

    /// How often each value of a field occurs in a list, most frequent first.
    pub async fn facet(&self, actor: &Actor, listing: &Listing, field: &str) -> Result<Vec<(String, u64)>, Error> {
        let mut facets = self.facets(actor, listing, &[field]).await?;
        Ok(facets.pop().unwrap_or_default())
    }

    /// The same for several fields, in their order, of one moment.
    pub async fn facets(
        &self,
        actor: &Actor,
        listing: &Listing,
        fields: &[&str],
    ) -> Result<Vec<Vec<(String, u64)>>, Error> {
        let keys: Vec<Key> = fields.iter().map(|it| facet_key(it)).collect();
        let (this, actor, listing) = (self.clone(), actor.clone(), listing.clone());
        self.0
            .store
            .read_async(move |read| {
                let actor = this.with_roles(read, &actor)?;
                let query = this.query(read, &actor, &listing)?;
                let values =
                    |key: &Key| Ok(read.facet(&query, key, 50)?.into_iter().map(|it| (it.value, it.count)).collect());
                keys.iter().map(values).collect()
            })
            .await
    }

    /// Of each of these kinds the first `each` records that this person may see, by title: kind, number and title.
    pub async fn offered(&self, actor: &Actor, kinds: &[&str], each: u32) -> Result<Vec<(String, Id, String)>, Error> {
        let (this, actor) = (self.clone(), actor.clone());
        let kinds: Vec<String> = kinds.iter().map(|it| (*it).to_owned()).collect();
        self.0
            .store
            .read_async(move |read| {
                let actor = this.with_roles(read, &actor)?;
                let visible = this.visible(read, &actor)?;
                let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
                let found = read.first_by_title(&kinds, &visible, each)?;
                Ok(found.into_iter().map(|it| (it.kind, it.id, it.title)).collect())
            })
            .await
    }

    /// The question of a listing, with what the actor may see and the place of its moment.
    pub(crate) fn query(&self, read: &store::Read, actor: &Actor, listing: &Listing) -> Result<Query, Error> {
        let configuration = self.configuration();
        if let Some(kind) = &listing.kind {
            configuration.kind(kind)?;
        }
        let as_of = listing.moment.place(read)?;
        listing.query(&configuration.catalog, actor, self.visible(read, actor)?, as_of)
    }
}
