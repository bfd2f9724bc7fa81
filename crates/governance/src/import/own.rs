//! A file that this program exported itself: every cell is what `record::show` wrote, so nothing has to be guessed and
//! the import brings back the same documents.

use std::collections::BTreeMap;

use record::{FieldType, Kind};
use sheet::Table;

use super::mapping::{Column, ColumnRef, FileShape, How, KeyColumns, LinkBy, Mapping, Unmapped};

/// Columns of an export before those of the fields.
const LEADING: [&str; 4] = ["id", "state", "version", "retired"];

/// The mapping of an export of `kind`; nothing when the table is something else.
pub(crate) fn mapping(kind: &Kind, table: &Table) -> Option<Mapping> {
    let is_field = |it: &str| kind.field(it).is_some_and(|field| field.is_input());
    let headers: Vec<&str> = table.headers.iter().map(|it| it.text.as_str()).collect();
    let led = headers.first() == Some(&"id") && headers.contains(&"state");
    let named = headers.iter().all(|it| LEADING.contains(it) || is_field(it));
    let mut once = headers.clone();
    once.sort_unstable();
    once.dedup();
    if !led || !named || once.len() != headers.len() {
        return None;
    }
    let column = |(index, header): (usize, &&str)| {
        let how = match kind.field(header).map(|it| &it.ty) {
            Some(FieldType::Link { .. } | FieldType::Links { .. }) => How::Link {
                by: LinkBy::Number,
                create: false,
                level: 1,
                parent: None,
                fills: None,
                separator: Some(" ".to_owned()),
            },
            Some(_) => How::Value {},
            None => How::State {},
        };
        let (field, header) = ((*header).to_owned(), (*header).to_owned());
        Column { position: index + 1, header, field, how, unmapped: Unmapped::Reject, values: BTreeMap::new() }
    };
    let carried = |it: &(usize, &&str)| *it.1 == "state" || is_field(it.1);
    Some(Mapping {
        kind: kind.kind.clone(),
        keep: true,
        blanks: vec![String::new()],
        file: FileShape { guarded: true, ..FileShape::of(table) },
        key: KeyColumns { occurrence: true, columns: vec![ColumnRef { position: 1, header: "id".to_owned() }] },
        set: BTreeMap::new(),
        columns: headers.iter().enumerate().filter(carried).map(column).collect(),
    })
}
