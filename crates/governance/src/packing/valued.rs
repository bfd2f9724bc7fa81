//! Figures that count by the value of a field, the record's own or one that follows from others, as it stood: a figure for each value, or one for
//! some of them. What follows says why, so each record that counts carries the reason.

use std::collections::{BTreeMap, BTreeSet};

use record::Id;
use serde_json::Value;
use store::RecordRow;

use super::cause::Cause;
use super::figure::{Counted, Figure};
use super::gathered::{Then, one};
use super::library::{Valued, Wanted};
use crate::Error;
use crate::derived::Standing;

/// Records that a filter names by their numbers; more make an address that is too long.
const NAMED: usize = 200;

/// What a record holds in a field.
pub(super) struct Held {
    /// The record.
    pub id: Id,
    /// Its values; one that is blank where it holds none, nothing where it could hold several and holds none.
    pub values: Vec<String>,
    /// Why, where it follows from other records.
    pub why: String,
}

impl Then<'_> {
    /// What each record holds in a field, its own or one that follows.
    pub(super) fn held(&self, rows: &[RecordRow], field: &str) -> Result<Vec<Held>, Error> {
        let standings = crate::standing::answered(&self.at, rows)?;
        let one = |(row, all): (&RecordRow, Vec<Standing>)| {
            let follows = all.into_iter().find(|it| it.name == field);
            let own = row.document.get(field).cloned();
            let (value, why) = match (own, follows) {
                (Some(own), _) => (own, String::new()),
                (None, Some(it)) => (it.value, it.why),
                (None, None) => (Value::Null, String::new()),
            };
            Held { id: row.id.clone(), values: values(&value), why }
        };
        Ok(rows.iter().zip(standings).map(one).collect())
    }
}

fn values(value: &Value) -> Vec<String> {
    match value {
        Value::Null => vec![String::new()],
        Value::String(text) => vec![text.clone()],
        Value::Array(all) => all.iter().flat_map(values).collect(),
        other => vec![other.to_string()],
    }
}

/// The records of a moment with what they hold.
struct Side {
    rows: Vec<RecordRow>,
    counted: Counted,
    held: Vec<Held>,
    /// What they hold in the field that says of which whole each value is a part.
    among: Vec<Held>,
}

impl Side {
    fn of(then: &Then, wanted: &Wanted, field: &str) -> Result<Side, Error> {
        let (counted, rows) = then.counted(wanted)?;
        let among = wanted.among.as_ref().map(|it| then.held(&rows, it)).transpose()?.unwrap_or_default();
        Ok(Side { held: then.held(&rows, field)?, among, counted, rows })
    }

    /// Those that count and those among which they do.
    fn counted(&self, part: impl Fn(&Held) -> bool, whole: Option<&dyn Fn(&Held) -> bool>) -> Counted {
        let ids = |all: &[Held], which: &dyn Fn(&Held) -> bool| {
            all.iter().filter(|it| which(it)).map(|it| it.id.clone()).collect()
        };
        let among = if self.among.is_empty() { &self.held } else { &self.among };
        let whole = whole.map_or_else(|| self.counted.whole.clone(), |it| ids(among, it));
        Counted { part: ids(&self.held, &part), whole, ..self.counted.clone() }
    }
}

/// A figure for each value of a field.
pub(super) fn each(
    wanted: &Wanted,
    field: &str,
    now: &Then,
    before: Result<&Then, &String>,
) -> Result<Vec<Figure>, Error> {
    let (here, there) = sides(wanted, field, now, before)?;
    let earlier = there.as_ref().ok();
    let all = [Some(&here), earlier].into_iter().flatten().flat_map(|it| it.held.iter().chain(&it.among));
    let words: BTreeSet<String> = all.flat_map(|it| it.values.iter().cloned()).collect();
    let told = words.into_iter().map(|word| {
        let is = |it: &Held| it.values.contains(&word);
        let whole: Option<&dyn Fn(&Held) -> bool> = wanted.among.is_some().then_some(&is);
        let wanted = Wanted {
            key: format!("{}.{word}", wanted.key),
            title: format!("{}: {}", wanted.title, word.replace('_', " ")),
            ..wanted.clone()
        };
        let counted = (here.counted(is, whole), there.as_ref().map(|it| it.counted(is, whole)));
        told(&wanted, (&here, counted), (now, before))
    });
    told.collect()
}

/// One figure for some values of a field.
pub(super) fn some(wanted: &Wanted, of: &Valued, now: &Then, before: Result<&Then, &String>) -> Result<Figure, Error> {
    let (here, there) = sides(wanted, &of.field, now, before)?;
    let part = |it: &Held| it.values.iter().any(|it| of.values.contains(it));
    let among = |it: &Held| it.values.iter().any(|it| of.among.contains(it));
    let whole: Option<&dyn Fn(&Held) -> bool> = if of.among.is_empty() { None } else { Some(&among) };
    let counted = (here.counted(part, whole), there.as_ref().map(|it| it.counted(part, whole)));
    told(wanted, (&here, counted), (now, before))
}

fn sides(
    wanted: &Wanted,
    field: &str,
    now: &Then,
    before: Result<&Then, &String>,
) -> Result<(Side, Result<Side, String>), Error> {
    let there = match before {
        Ok(it) => Ok(Side::of(it, wanted, field)?),
        Err(why) => Err(why.clone()),
    };
    Ok((Side::of(now, wanted, field)?, there))
}

/// A figure whose records carry why they count, and which leads to exactly them.
fn told(
    wanted: &Wanted,
    (here, (counted, earlier)): (&Side, (Counted, Result<Counted, &String>)),
    (now, before): (&Then, Result<&Then, &String>),
) -> Result<Figure, Error> {
    let (within, filter) = match counted.part.len() {
        0..=NAMED => (String::new(), numbers(&counted.part)),
        _ => (wanted.within.clone(), wanted.filter.clone()),
    };
    let wanted = Wanted { within, filter, ..wanted.clone() };
    let mut figure = one(&wanted, (&counted, &here.rows), earlier.as_ref().map_err(|it| *it), (now, before))?;
    let why: BTreeMap<&Id, &String> = here.held.iter().map(|it| (&it.id, &it.why)).collect();
    let said = |id: &Id| why.get(id).map(|it| (*it).clone()).unwrap_or_default();
    figure.rows.iter_mut().for_each(|it| it.why = said(&it.id));
    for it in &mut figure.moves {
        it.says = said(&it.id);
        // The record is as it was, and what it follows from is not.
        if it.cause == Cause::Period && !it.says.is_empty() {
            it.cause = Cause::Follows;
        }
    }
    Ok(figure)
}

fn numbers(ids: &[Id]) -> String {
    if ids.is_empty() {
        return String::new();
    }
    format!("number:{}", ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(","))
}
