//! Two fields or moments of a record beside each other, or of records that a link leads to: `approvals.decided_on` not before
//! `@deployed`, `@acknowledged` within four hours of `@created`.
//!
//! A day is compared with a day, and with a moment by the day of that moment; text only whether it is equal.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use jiff::{Span, Timestamp};
use record::{Catalog, FieldType, Id, Kind, Target};
use serde_json::Value;
use store::{Condition, Query, RecordRow, Visible};

use super::MOST;
use crate::Error;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, day, day_after};

/// What is compared of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// As it is written.
    pub says: String,
    /// The link along which it lies, where it is of other records.
    along: Option<Along>,
    /// What of them.
    what: What,
}

/// A link away from a record, or one that leads to it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Along {
    /// The records that this field names.
    Field(String),
    /// Records of a kind that name it in this field.
    Back(String, String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    Field(String),
    Created,
    State(String),
}

/// A sort of value; only values of one sort are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Time,
    Number,
    Text,
}

/// A value of a record.
#[derive(Debug, Clone, PartialEq)]
enum Given {
    Day(Date),
    Moment(Timestamp),
    Number(f64),
    Text(String),
}

/// How the first stands to the second.
#[derive(Debug, Clone)]
enum Is {
    Before,
    AtLatest,
    Equal,
    NotBefore,
    After,
    Within(Span),
}

/// A comparison.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// As people read it.
    pub says: String,
    left: Side,
    right: Side,
    is: Is,
    some: bool,
}

/// What a comparison says of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Compared {
    /// It holds.
    Holds,
    /// Its time is not over yet.
    Waits,
    /// It does not, for these values.
    Broken(String),
}

impl Comparison {
    /// A row of a statement about records of a kind.
    ///
    /// Errors: what cannot be compared, and what could be written instead.
    pub fn read(catalog: &Catalog, kind: &Kind, row: &Value) -> Result<Comparison, String> {
        let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default().trim();
        let (left, one) = side(catalog, kind, text("left"))?;
        let (right, other) = side(catalog, kind, text("right"))?;
        if one != other {
            return Err(format!("`{}` and `{}` are values of different sorts", left.says, right.says));
        }
        let within = text("within");
        let is = match text("is") {
            "before" => Is::Before,
            "at_latest" => Is::AtLatest,
            "equal" => Is::Equal,
            "not_before" => Is::NotBefore,
            "after" => Is::After,
            "within" => {
                Is::Within(within.parse().map_err(|_| "`within` lacks a time; write one such as PT4H".to_owned())?)
            }
            other => return Err(format!("`{other}` is no comparison")),
        };
        match (one, &is) {
            (Sort::Text, Is::Equal) | (Sort::Time, _) => {}
            (Sort::Number, it) if !matches!(it, Is::Within(_)) => {}
            (Sort::Text, _) => return Err(format!("`{}` is text, which is only compared by `equal`", left.says)),
            (Sort::Number, _) => return Err(format!("`{}` is a number, for which no time is within", left.says)),
        }
        let some = text("of") == "some";
        let of = if some { "some " } else { "" };
        let time = if matches!(is, Is::Within(_)) { format!("{within} of ") } else { String::new() };
        let says = format!("{of}{} {} {time}{}", left.says, text("is").replace('_', " "), right.says);
        Ok(Comparison { says, left, right, is, some })
    }

    /// What it says of each of these records, as somebody may see what they lead to.
    pub fn of(&self, at: &Snapshot, rows: &[RecordRow], visible: &Visible) -> Result<Vec<Compared>, Error> {
        let (left, right) = (self.left.given(at, rows, visible)?, self.right.given(at, rows, visible)?);
        let one = |row: &RecordRow| {
            let of = |all: &HashMap<Id, Vec<Given>>| all.get(&row.id).cloned().unwrap_or_default();
            self.judged(&of(&left), &of(&right), at.time)
        };
        Ok(rows.iter().map(one).collect())
    }

    fn judged(&self, left: &[Given], right: &[Given], now: Timestamp) -> Compared {
        if right.is_empty() {
            return Compared::Broken(format!("`{}` is not there", self.right.says));
        }
        if left.is_empty() {
            let waits = matches!(&self.is, Is::Within(span) if right.iter().all(|it| it.until(span).is_some_and(|it| now <= it)));
            let broken = || {
                Compared::Broken(format!("`{}` is not there; `{}` is {}", self.left.says, self.right.says, said(right)))
            };
            return if waits { Compared::Waits } else { broken() };
        }
        let mut pairs = left.iter().flat_map(|one| right.iter().map(move |other| (one, other)));
        let holds = |(one, other): (&Given, &Given)| self.is.holds(one, other);
        match if self.some { pairs.any(holds) } else { pairs.all(holds) } {
            true => Compared::Holds,
            false => {
                let values =
                    format!("`{}` is {}, `{}` is {}", self.left.says, said(left), self.right.says, said(right));
                Compared::Broken(format!("{values}; asked is `{}`", self.says))
            }
        }
    }
}

impl Is {
    fn holds(&self, one: &Given, other: &Given) -> bool {
        let Some(order) = one.against(other) else { return false };
        match self {
            Is::Before => order.is_lt(),
            Is::AtLatest => order.is_le(),
            Is::Equal => order.is_eq(),
            Is::NotBefore => order.is_ge(),
            Is::After => order.is_gt(),
            Is::Within(span) => {
                let Some(until) = other.until(span) else { return false };
                let in_time = match one {
                    Given::Day(it) => *it <= day(until),
                    Given::Moment(it) => *it <= until,
                    _ => false,
                };
                order.is_ge() && in_time
            }
        }
    }
}

impl Given {
    /// How it stands to another; days decide where one of them is a day.
    fn against(&self, other: &Given) -> Option<Ordering> {
        match (self, other) {
            (Given::Moment(one), Given::Moment(other)) => Some(one.cmp(other)),
            (Given::Number(one), Given::Number(other)) => one.partial_cmp(other),
            (Given::Text(one), Given::Text(other)) => Some(one.to_lowercase().cmp(&other.to_lowercase())),
            _ => Some(self.day()?.cmp(&other.day()?)),
        }
    }

    fn day(&self) -> Option<Date> {
        match self {
            Given::Day(it) => Some(*it),
            Given::Moment(it) => Some(day(*it)),
            _ => None,
        }
    }

    /// The last moment within a time after it; for a day, the time begins when the day ends.
    fn until(&self, span: &Span) -> Option<Timestamp> {
        let from = match self {
            Given::Day(it) => day_after(*it)? - jiff::SignedDuration::from_millis(1),
            Given::Moment(it) => *it,
            _ => return None,
        };
        let zoned = from.to_zoned(jiff::tz::TimeZone::UTC);
        zoned.checked_add(*span).ok().map(|it| it.timestamp())
    }
}

fn said(all: &[Given]) -> String {
    let one = |it: &Given| match it {
        Given::Day(it) => it.to_string(),
        Given::Moment(it) => it.to_string(),
        Given::Number(it) => it.to_string(),
        Given::Text(it) => it.clone(),
    };
    all.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// A side of a comparison, as it is written.
fn side(catalog: &Catalog, kind: &Kind, text: &str) -> Result<(Side, Sort), String> {
    let made = |along: Option<Along>, what: What| Side { says: text.to_owned(), along, what };
    let Some((link, rest)) = text.split_once('.') else {
        let (what, sort) = what(&[kind], text)?;
        return Ok((made(None, what), sort));
    };
    let (along, kinds) = along(catalog, kind, link)?;
    let (what, sort) = what(&kinds, rest)?;
    Ok((made(Some(along), what), sort))
}

fn along<'a>(catalog: &'a Catalog, kind: &Kind, link: &str) -> Result<(Along, Vec<&'a Kind>), String> {
    if let Some(FieldType::Link { to } | FieldType::Links { to }) = kind.field(link).map(|it| &it.ty) {
        let kinds = match to {
            Target::Any => catalog.kinds().collect(),
            Target::Kinds(all) => all.iter().filter_map(|it| catalog.kind(it)).collect(),
        };
        return Ok((Along::Field(link.to_owned()), kinds));
    }
    let back = catalog.inverses(&kind.kind);
    let found = back.iter().find(|(_, field)| field.inverse.as_deref() == Some(link));
    match found {
        Some((source, field)) => Ok((Along::Back(source.kind.clone(), field.name.clone()), vec![source])),
        None => {
            let mut known: Vec<&str> = back.iter().filter_map(|it| it.1.inverse.as_deref()).collect();
            known.sort_unstable();
            Err(format!(
                "`{link}` is no link of {} and no list on its page; the lists are {}",
                kind.kind,
                known.join(", ")
            ))
        }
    }
}

fn what(kinds: &[&Kind], text: &str) -> Result<(What, Sort), String> {
    let names = || kinds.iter().map(|it| it.kind.as_str()).collect::<Vec<_>>().join(", ");
    match text.strip_prefix('@') {
        Some("created") => Ok((What::Created, Sort::Time)),
        Some(state) if kinds.iter().any(|it| it.states().contains(&state)) => {
            Ok((What::State(state.to_owned()), Sort::Time))
        }
        Some(state) => Err(format!("`{state}` is no state of {}", names())),
        None => {
            let field = kinds
                .iter()
                .find_map(|it| it.field(text))
                .ok_or_else(|| format!("{} has no field `{text}`", names()))?;
            let sort = match &field.ty {
                FieldType::Date | FieldType::Period => Sort::Time,
                FieldType::Number { .. } | FieldType::Count { .. } | FieldType::Percent | FieldType::Scale { .. } => {
                    Sort::Number
                }
                FieldType::Table { .. } | FieldType::File | FieldType::Money => {
                    return Err(format!("`{text}` holds nothing that can be compared"));
                }
                _ => Sort::Text,
            };
            if field.derived.is_some() {
                return Err(format!(
                    "`{text}` follows from other records and is not compared; name what it follows from"
                ));
            }
            Ok((What::Field(text.to_owned()), sort))
        }
    }
}

impl Side {
    /// What each of these records has.
    fn given(&self, at: &Snapshot, rows: &[RecordRow], visible: &Visible) -> Result<HashMap<Id, Vec<Given>>, Error> {
        let Some(along) = &self.along else {
            return self.what.of(at, rows);
        };
        let mut ends: BTreeMap<Id, BTreeSet<Id>> = BTreeMap::new();
        let others = match along {
            Along::Field(field) => {
                ends.extend(rows.iter().map(|it| (it.id.clone(), targets(&it.document, field).into_iter().collect())));
                let wanted: BTreeSet<Id> = ends.values().flatten().cloned().collect();
                let conditions = vec![Condition::Ids(wanted.into_iter().collect())];
                at.read.list(&Query { conditions, limit: MOST, as_of: at.place, ..Query::all(visible.clone()) })?
            }
            Along::Back(kind, field) => {
                let all = at.read.list(&Query { limit: MOST, as_of: at.place, ..Query::of(kind, visible.clone()) })?;
                for it in &all {
                    for end in targets(&it.document, field) {
                        ends.entry(end).or_default().insert(it.id.clone());
                    }
                }
                all
            }
        };
        let given = self.what.of(at, &others)?;
        let of = |ids: &BTreeSet<Id>| ids.iter().filter_map(|it| given.get(it)).flatten().cloned().collect();
        Ok(rows.iter().filter_map(|it| Some((it.id.clone(), of(ends.get(&it.id)?)))).collect())
    }
}

impl What {
    fn of(&self, at: &Snapshot, rows: &[RecordRow]) -> Result<HashMap<Id, Vec<Given>>, Error> {
        let each = |of: &dyn Fn(&RecordRow) -> Vec<Given>| rows.iter().map(|it| (it.id.clone(), of(it))).collect();
        Ok(match self {
            What::Created => each(&|it| vec![Given::Moment(it.created)]),
            What::Field(name) => each(&|it| values(it.document.get(name).unwrap_or(&Value::Null))),
            What::State(state) => {
                let ids: Vec<Id> = rows.iter().map(|it| it.id.clone()).collect();
                let first = at.read.first_in(&ids, state, at.place)?;
                first.into_iter().map(|(id, it)| (id, vec![Given::Moment(it)])).collect()
            }
        })
    }
}

fn values(value: &Value) -> Vec<Given> {
    match value {
        Value::Number(it) => it.as_f64().map(Given::Number).into_iter().collect(),
        Value::Bool(it) => vec![Given::Text(it.to_string())],
        Value::String(it) if it.is_empty() => Vec::new(),
        Value::String(it) => vec![it.parse().map_or_else(|_| Given::Text(it.clone()), Given::Day)],
        Value::Array(all) => all.iter().flat_map(values).collect(),
        // A period stands for the day from which it holds.
        Value::Object(it) => it.get("from").map(values).unwrap_or_default(),
        Value::Null => Vec::new(),
    }
}
