//! Columns that together name one linked record: a unit, the unit above it, and the abbreviation of either.

use std::collections::{BTreeSet, HashMap};

use record::{Catalog, Field, FieldType, Id, Kind, Target};
use sheet::Table;

use super::headers::{Headers, Names};
use super::mapping::{How, LinkBy};
use super::words::tidy;

/// From this score on a header names a linked record rather than merely mentioning it.
const CLEAR: f64 = 0.75;

/// A column of a link field and how it is read.
pub(crate) struct LinkColumn {
    pub index: usize,
    pub score: f64,
    pub how: How,
}

/// The one kind to which a field links.
pub(crate) fn target<'a>(catalog: &'a Catalog, field: &Field) -> Option<&'a Kind> {
    match &field.ty {
        FieldType::Link { to: Target::Kinds(kinds) } | FieldType::Links { to: Target::Kinds(kinds) } => {
            kinds.first().filter(|_| kinds.len() == 1).and_then(|it| catalog.kind(it))
        }
        _ => None,
    }
}

/// The field by which records of a kind hang under one another.
fn parent_field(kind: &Kind) -> Option<&Field> {
    let own = |field: &&Field| matches!(&field.ty, FieldType::Link { to: Target::Kinds(to) } if to.as_slice() == std::slice::from_ref(&kind.kind));
    let named = |field: &&Field| field.name == "parent" || field.aliases.iter().any(|it| it == "parent");
    kind.fields.iter().filter(own).find(named)
}

/// The columns of one link field: the levels from the top, and what fills fields of them; empty when none is clear.
pub(crate) fn columns(
    catalog: &Catalog,
    field: &Field,
    headers: &Headers,
    table: &Table,
    free: &[usize],
) -> Vec<LinkColumn> {
    let Some(kind) = target(catalog, field) else { return Vec::new() };
    let names = Names::of(field);
    let parent = parent_field(kind);
    let mut scored: Vec<(usize, f64)> = free.iter().map(|it| (*it, headers.score(*it, &names))).collect();
    if parent.is_none() {
        scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let best = scored.first().filter(|it| it.1 >= CLEAR);
        return best.map(|it| single(kind, field, table, it)).into_iter().collect();
    }
    scored.retain(|it| it.1 >= CLEAR);
    let fills = |index: usize| {
        let texts = kind.fields.iter().filter(|it| it.ty == FieldType::Text && it.name != "title" && it.is_input());
        texts.filter(|it| headers.score(index, &Names::of(it)) >= 0.95).map(|it| it.name.clone()).next()
    };
    let (extra, mut levels): (Vec<_>, Vec<_>) = scored.into_iter().partition(|it| fills(it.0).is_some());
    if levels.is_empty() {
        return extra.first().map(|it| single(kind, field, table, it)).into_iter().collect();
    }
    levels.sort_by_key(|it| distinct(table, it.0));
    let mut found: Vec<LinkColumn> = Vec::new();
    for (at, (index, score)) in levels.iter().enumerate() {
        let mut column = single(kind, field, table, &(*index, *score));
        if let How::Link { level, parent: under, .. } = &mut column.how {
            *level = at + 1;
            *under = parent.filter(|_| at > 0).map(|it| it.name.clone());
        }
        found.push(column);
    }
    for (index, score) in extra {
        let agrees = |it: &(usize, f64)| agreement(table, it.0, index);
        let belongs = levels.iter().enumerate().max_by(|a, b| agrees(a.1).total_cmp(&agrees(b.1)));
        if let Some((at, _)) = belongs.filter(|it| agrees(it.1) >= 0.9) {
            let how = link(LinkBy::Title, true, at + 1, fills(index), field);
            found.push(LinkColumn { index, score, how });
        }
    }
    found.sort_by_key(|it| it.index);
    found
}

fn single(kind: &Kind, field: &Field, table: &Table, &(index, score): &(usize, f64)) -> LinkColumn {
    let by = found_by(kind, table, index);
    // A record can be made from its title alone when nothing else is required of it.
    let enough = kind.fields.iter().filter(|it| it.required && it.is_input()).all(|it| it.name == "title");
    LinkColumn { index, score, how: link(by, enough && by == LinkBy::Title, 1, None, field) }
}

fn link(by: LinkBy, create: bool, level: usize, fills: Option<String>, field: &Field) -> How {
    let separator = matches!(field.ty, FieldType::Links { .. }).then(|| ";".to_owned());
    How::Link { by, create, level, parent: None, fills, separator }
}

/// By what the cells of a column name records.
fn found_by(kind: &Kind, table: &Table, index: usize) -> LinkBy {
    let cells: Vec<&str> = cells(table, index).collect();
    let most = |fits: &dyn Fn(&str) -> bool| {
        !cells.is_empty() && cells.iter().filter(|it| fits(it)).count() * 10 >= cells.len() * 9
    };
    if most(&|it| it.parse::<Id>().is_ok_and(|id| id.prefix == kind.prefix)) {
        LinkBy::Number
    } else if most(&|it| it.split_once('@').is_some_and(|(one, other)| !one.is_empty() && other.contains('.'))) {
        LinkBy::Email
    } else {
        LinkBy::Title
    }
}

fn cells(table: &Table, index: usize) -> impl Iterator<Item = &str> {
    table.rows.iter().filter_map(move |row| row.cells.get(index)).map(|it| it.trim()).filter(|it| !it.is_empty())
}

fn distinct(table: &Table, index: usize) -> usize {
    cells(table, index).collect::<BTreeSet<_>>().len()
}

/// From 0 to 1: how far each value of the one column goes with one value of the other, in both directions.
fn agreement(table: &Table, one: usize, other: usize) -> f64 {
    let cell = |row: &sheet::Row, index: usize| row.cells.get(index).map(|it| tidy(it)).unwrap_or_default();
    let pairs: Vec<(String, String)> = table.rows.iter().map(|row| (cell(row, one), cell(row, other))).collect();
    let held = |pairs: &mut dyn Iterator<Item = (&str, &str)>| {
        let mut counts: HashMap<&str, HashMap<&str, usize>> = HashMap::new();
        let mut total = 0usize;
        for (key, value) in pairs {
            *counts.entry(key).or_default().entry(value).or_default() += 1;
            total += 1;
        }
        let commonest: usize = counts.values().filter_map(|it| it.values().max()).sum();
        commonest as f64 / total.max(1) as f64
    };
    let forth = held(&mut pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())));
    let back = held(&mut pairs.iter().map(|(a, b)| (b.as_str(), a.as_str())));
    forth * back
}
