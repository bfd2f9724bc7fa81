//! Changing a mapping by hand: a person gives a column another field, and how its cells are read follows from looking at them.

use std::collections::BTreeMap;

use record::{Catalog, Field, FieldType, Kind};
use sheet::Table;

use super::mapping::{Column, How, LinkBy, Mapping, Unmapped};
use super::matching::{Around, Cells, Fit, fit, fit_state};
use super::words::tidy;

/// What a person wants of one column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wanted {
    /// Place of the column, from 1.
    pub position: usize,
    /// Field that it becomes, or `state`; none to leave the column out.
    pub field: Option<String>,
    /// What happens to a cell that cannot be read.
    pub unmapped: Unmapped,
    /// What cells spelled like this mean, beside what the mapping says already.
    pub values: BTreeMap<String, String>,
}

/// The mapping with what a person wants of its columns; a column that keeps its field keeps how it is read.
pub fn choose(mapping: Mapping, kind: &Kind, catalog: &Catalog, table: &Table, wanted: &[Wanted]) -> Mapping {
    let mut mapping = mapping;
    for it in wanted {
        let Some(header) = it.position.checked_sub(1).and_then(|at| table.headers.get(at)) else { continue };
        let kept = mapping.columns.iter().position(|column| column.position == it.position);
        let kept = kept.map(|at| mapping.columns.remove(at));
        let Some(field) = &it.field else { continue };
        let mut column = match kept {
            Some(column) if column.field == *field => column,
            _ => {
                let Fit { how, values, .. } = read(&mapping, kind, catalog, table, it.position - 1, field);
                let (position, header) = (it.position, tidy(&header.text));
                Column { position, header, field: field.clone(), how, unmapped: it.unmapped, values }
            }
        };
        column.unmapped = it.unmapped;
        column.values.extend(it.values.clone());
        mapping.columns.push(column);
    }
    mapping.columns.sort_by_key(|it| it.position);
    mapping
}

/// How the cells of a column are read for a field: as they look, else as forms and exports write the field.
fn read(mapping: &Mapping, kind: &Kind, catalog: &Catalog, table: &Table, index: usize, field: &str) -> Fit {
    let blanks: Vec<String> = mapping.blanks.iter().map(|it| tidy(it).to_lowercase()).collect();
    let cells = Cells::of(table, index, |cell| blanks.contains(&cell.to_lowercase()));
    let plain = |how: How| Fit { how, values: BTreeMap::new(), unread: Vec::new(), share: 1.0, ambiguous: None };
    if field == "state" {
        return fit_state(kind, &cells).unwrap_or_else(|| plain(How::State {}));
    }
    let Some(field) = kind.field(field) else { return plain(How::Text {}) };
    fit(&Around { catalog, kind, month_first: None }, field, &cells).unwrap_or_else(|| plain(usual(field)))
}

/// How a field is read when its cells tell nothing.
fn usual(field: &Field) -> How {
    let link = |separator: Option<String>| How::Link {
        by: LinkBy::Title,
        create: false,
        level: 1,
        parent: None,
        fills: None,
        separator,
    };
    match &field.ty {
        FieldType::Text | FieldType::Prose | FieldType::Url => How::Text {},
        FieldType::Choice { .. } | FieldType::Flag => How::Choice {},
        FieldType::Choices { .. } => How::Choices { separators: vec![";".to_owned(), ",".to_owned()] },
        FieldType::Link { .. } => link(None),
        FieldType::Links { .. } => link(Some(";".to_owned())),
        _ => How::Value {},
    }
}
