//! Rows into documents by a mapping: each row becomes one, or every reason is given why it does not.

use std::collections::{BTreeMap, HashSet};

use record::{Catalog, Document, Field, FieldType, Id, Kind, Target};
use sheet::{Row, Table};

use super::keys::{RowKey, keys};
use super::mapping::{Column, How, LinkBy, Mapping, Unmapped};
use super::normalise::split;
use super::reading::{CellReader, TEXT};
use super::words::tidy;

/// What became of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum RowOutcome {
    /// It can become a record once its links are resolved.
    Ready(ReadyRow),
    /// It cannot, for these reasons.
    Rejected(RejectedRow),
}

/// A row that can become a record.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadyRow {
    /// Line of the file, from 1.
    pub line: u64,
    /// What tells it from all other rows.
    pub key: RowKey,
    /// Number of the record that it is, when the key says one, as in an export of this program.
    pub number: Option<Id>,
    /// State of the lifecycle, when the row says one.
    pub state: Option<String>,
    /// Fields that hold no link.
    pub document: Document,
    /// Fields that hold links, still to be resolved.
    pub links: Vec<FieldLinks>,
    /// Every cell as it stood in the file, in the order of the headers; empty when the mapping does not keep them.
    pub cells: Vec<String>,
    /// Cells that were left out of the document, and why.
    pub notices: Vec<Finding>,
}

/// A row that cannot become a record.
#[derive(Debug, Clone, PartialEq)]
pub struct RejectedRow {
    /// Line of the file, from 1.
    pub line: u64,
    /// What tells it from all other rows.
    pub key: RowKey,
    /// Every reason, by column.
    pub findings: Vec<Finding>,
    /// Every cell as it stood in the file.
    pub cells: Vec<String>,
}

/// A cell that could not be read, or a field that is not given.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// Place of the column, from 1; 0 when it is about the row as a whole.
    pub position: usize,
    /// Header of the column.
    pub header: String,
    /// The cell as it stands.
    pub value: String,
    /// What is wrong.
    pub reason: String,
    /// What to do about it.
    pub next: String,
}

/// The links of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldLinks {
    /// Name of the field.
    pub field: String,
    /// Whether it holds several.
    pub many: bool,
    /// What it links to.
    pub to: Vec<LinkRef>,
}

/// A record that a row names and that is still to be found or made.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LinkRef {
    /// Kinds that it may have; a new one gets the first. None means any.
    pub kinds: Vec<String>,
    /// By what it is found.
    pub by: LinkBy,
    /// Title, number, e-mail or key, white space reduced.
    pub value: String,
    /// Make it when there is none.
    pub create: bool,
    /// Fields of it that the row knows, for the case that it is made.
    pub fills: BTreeMap<String, String>,
    /// The record above it, and the field of it that links there.
    pub parent: Option<(String, Box<LinkRef>)>,
}

/// Applies a mapping to every row of a table, in order.
///
/// Errors: every sentence of `Mapping::faults`, when the mapping does not fit the kind or the table.
pub fn convert(mapping: &Mapping, catalog: &Catalog, table: &Table) -> Result<Vec<RowOutcome>, Vec<String>> {
    let faults = mapping.faults(catalog, table);
    let Some(kind) = catalog.kind(&mapping.kind).filter(|_| faults.is_empty()) else { return Err(faults) };
    let mut plan = Plan::new(mapping, catalog, kind);
    plan.set(mapping, catalog, kind)?;
    let rows = table.rows.iter().zip(keys(&mapping.key, table));
    Ok(rows.map(|(row, key)| plan.convert(table, row, key)).collect())
}

/// A link field and its columns.
type Linked<'a> = (&'a Field, Vec<(&'a Column, CellReader<'a>)>);

/// A mapping made ready for many rows.
struct Plan<'a> {
    kind: &'a Kind,
    keep: bool,
    guarded: bool,
    blanks: HashSet<String>,
    plain: Vec<(&'a Column, CellReader<'a>)>,
    linked: BTreeMap<&'a str, Linked<'a>>,
    given: Document,
    given_links: Vec<FieldLinks>,
    given_state: Option<String>,
}

impl<'a> Plan<'a> {
    fn new(mapping: &'a Mapping, catalog: &'a Catalog, kind: &'a Kind) -> Plan<'a> {
        let states = kind.states();
        let blanks = mapping.blanks.iter().map(|it| tidy(it).to_lowercase()).chain([String::new()]).collect();
        let mut plan = Plan {
            kind,
            keep: mapping.keep,
            guarded: mapping.file.guarded,
            blanks,
            plain: Vec::new(),
            linked: BTreeMap::new(),
            given: Document::new(),
            given_links: Vec::new(),
            given_state: None,
        };
        for column in &mapping.columns {
            let field = kind.field(&column.field);
            let reader = CellReader::new(catalog, field, &states, column);
            match (&column.how, field) {
                (How::Link { .. }, Some(field)) => {
                    plan.linked.entry(&column.field).or_insert_with(|| (field, Vec::new())).1.push((column, reader));
                }
                _ => plan.plain.push((column, reader)),
            }
        }
        plan
    }

    /// Reads the values that every record gets.
    fn set(&mut self, mapping: &Mapping, catalog: &Catalog, kind: &Kind) -> Result<(), Vec<String>> {
        self.given_state = mapping.set.get("state").cloned();
        for (name, text) in &mapping.set {
            let Some(field) = kind.field(name) else { continue };
            match &field.ty {
                FieldType::Link { .. } | FieldType::Links { .. } => {
                    let by = if text.parse::<Id>().is_ok() { LinkBy::Number } else { LinkBy::Title };
                    let to = LinkRef {
                        kinds: kinds(field),
                        by,
                        value: tidy(text),
                        create: false,
                        fills: BTreeMap::new(),
                        parent: None,
                    };
                    self.given_links.push(FieldLinks { field: name.clone(), many: is_many(field), to: vec![to] });
                }
                _ => match record::parse_text(catalog, field, text) {
                    Ok(value) => drop(self.given.insert(name.clone(), value)),
                    Err(message) => return Err(vec![format!("`{name}` under `[set]`: {message}")]),
                },
            }
        }
        Ok(())
    }

    fn convert(&self, table: &Table, row: &Row, key: RowKey) -> RowOutcome {
        let mut made = Made {
            document: Document::new(),
            links: Vec::new(),
            state: None,
            findings: Vec::new(),
            notices: Vec::new(),
        };
        if row.ragged {
            let reason = format!("the row has {} cells and the header {}", row.cells.len(), table.headers.len());
            let next = "look for a missing quote or a delimiter too many in this line".to_owned();
            made.findings.push(Finding { position: 0, header: String::new(), value: String::new(), reason, next });
        } else {
            self.read_plain(table, row, &mut made);
            self.read_links(table, row, &mut made);
            made.document.extend(self.given.clone());
            made.links.retain(|it| !self.given_links.iter().any(|given| given.field == it.field));
            made.links.extend(self.given_links.iter().cloned());
            made.state = self.given_state.clone().or(made.state);
            self.require(table, row, &mut made);
        }
        made.findings.sort_by_key(|it| it.position);
        if !made.findings.is_empty() {
            let cells = row.cells.clone();
            return RowOutcome::Rejected(RejectedRow { line: row.line, key, findings: made.findings, cells });
        }
        let cells = if self.keep { row.cells.clone() } else { Vec::new() };
        let Made { document, links, state, notices, .. } = made;
        let number = number_of(self.kind, &key);
        RowOutcome::Ready(ReadyRow { line: row.line, key, number, state, document, links, cells, notices })
    }

    /// The cell as it was before a program made it safe for spreadsheets.
    fn cell<'r>(&self, row: &'r Row, column: &Column) -> &'r str {
        let cell = cell_of(row, column);
        if self.guarded { sheet::unguard(cell).unwrap_or(cell) } else { cell }
    }

    fn is_blank(&self, cell: &str) -> bool {
        cell.trim().is_empty() || (cell.len() <= 100 && self.blanks.contains(&tidy(cell).to_lowercase()))
    }

    fn read_plain(&self, table: &Table, row: &Row, made: &mut Made) {
        for (column, reader) in &self.plain {
            let cell = self.cell(row, column);
            if reader.meant(cell).is_none() && self.is_blank(cell) {
                continue;
            }
            match reader.read(cell) {
                Ok(None) => {}
                Ok(Some(value)) if column.field == "state" => made.state = value.as_str().map(str::to_owned),
                Ok(Some(value)) => drop(made.document.insert(column.field.clone(), value)),
                Err(unread) => made.unread(table, column, cell, unread.reason, unread.next),
            }
        }
    }

    fn read_links(&self, table: &Table, row: &Row, made: &mut Made) {
        for (name, (field, columns)) in &self.linked {
            let to = self.references(table, row, field, columns, made);
            if !to.is_empty() {
                made.links.push(FieldLinks { field: (*name).to_owned(), many: is_many(field), to });
            }
        }
    }

    /// The records that the columns of one link field name: the lowest level that is filled, hanging under the others.
    fn references(
        &self,
        table: &Table,
        row: &Row,
        field: &Field,
        columns: &[(&Column, CellReader<'_>)],
        made: &mut Made,
    ) -> Vec<LinkRef> {
        let mut levels: Vec<(usize, &Column, Vec<String>)> = Vec::new();
        let mut filled: BTreeMap<usize, BTreeMap<String, String>> = BTreeMap::new();
        for (column, reader) in columns {
            let How::Link { level, fills, separator, .. } = &column.how else { continue };
            let cell = self.cell(row, column);
            let text = match reader.meant(cell) {
                Some(meant) => meant.to_owned(),
                None if self.is_blank(cell) => continue,
                None => cell.to_owned(),
            };
            if tidy(&text).chars().count() > TEXT {
                let reason = format!("a title of more than {TEXT} characters cannot name a record");
                made.unread(table, column, cell, reason, "shorten it".to_owned());
            } else if let Some(fills) = fills {
                filled.entry(*level).or_default().insert(fills.clone(), tidy(&text));
            } else {
                let names = match separator {
                    Some(separator) if is_many(field) => split(&text, std::slice::from_ref(separator)),
                    _ => vec![text],
                };
                levels.push((*level, column, names.iter().map(|it| tidy(it)).filter(|it| !it.is_empty()).collect()));
            }
        }
        levels.sort_by_key(|it| it.0);
        let mut above: Vec<LinkRef> = Vec::new();
        for (level, column, names) in levels {
            let How::Link { by, create, parent, .. } = &column.how else { continue };
            let under = |above: &[LinkRef]| parent.clone().zip(above.first().cloned().map(Box::new));
            let next = names.into_iter().map(|value| LinkRef {
                kinds: kinds(field),
                by: *by,
                value,
                create: *create,
                fills: filled.get(&level).cloned().unwrap_or_default(),
                parent: under(&above),
            });
            let next: Vec<LinkRef> = next.filter(|it| !above.iter().any(|upper| is_same(upper, it))).collect();
            above = if next.is_empty() { above } else { next };
        }
        above
    }

    /// Notes the fields that must be given and are not.
    fn require(&self, table: &Table, row: &Row, made: &mut Made) {
        let missing =
            self.kind.fields.iter().filter(|it| it.required && it.is_input()).filter(|it| {
                !made.document.contains_key(&it.name) && !made.links.iter().any(|link| link.field == it.name)
            });
        for field in missing {
            let columns =
                self.plain.iter().map(|it| it.0).chain(self.linked.values().flat_map(|it| it.1.iter().map(|it| it.0)));
            let column = columns.into_iter().find(|it| it.field == field.name);
            if column.is_some_and(|it| made.findings.iter().any(|finding| finding.position == it.position)) {
                continue;
            }
            made.findings.push(Finding {
                position: column.map_or(0, |it| it.position),
                header: column.map_or_else(String::new, |it| header_of(table, it)),
                value: column.map_or_else(String::new, |it| cell_of(row, it).to_owned()),
                reason: format!("`{}` is required and not given", field.name),
                next: match column {
                    Some(_) => "fill in the cell".to_owned(),
                    None => "map a column to it, or give one value for all rows under `[set]`".to_owned(),
                },
            });
        }
    }
}

/// What has been read of a row so far.
struct Made {
    document: Document,
    links: Vec<FieldLinks>,
    state: Option<String>,
    findings: Vec<Finding>,
    notices: Vec<Finding>,
}

impl Made {
    fn unread(&mut self, table: &Table, column: &Column, cell: &str, reason: String, next: String) {
        let finding = Finding {
            position: column.position,
            header: header_of(table, column),
            value: cell.to_owned(),
            reason,
            next,
        };
        match column.unmapped {
            Unmapped::Reject => self.findings.push(finding),
            Unmapped::Blank => self.notices.push(finding),
        }
    }
}

/// Whether a lower level only repeats the one above it, by its title or by what is known of it.
fn is_same(upper: &LinkRef, lower: &LinkRef) -> bool {
    let value = lower.value.to_lowercase();
    upper.value.to_lowercase() == value || upper.fills.values().any(|it| it.to_lowercase() == value)
}

fn cell_of<'a>(row: &'a Row, column: &Column) -> &'a str {
    column.position.checked_sub(1).and_then(|it| row.cells.get(it)).map_or("", String::as_str)
}

/// The number of a record of `kind` that is the whole key.
fn number_of(kind: &Kind, key: &RowKey) -> Option<Id> {
    let [part] = key.parts.as_slice() else { return None };
    part.parse().ok().filter(|it: &Id| it.prefix == kind.prefix && key.occurrence == 1)
}

fn header_of(table: &Table, column: &Column) -> String {
    column.position.checked_sub(1).and_then(|it| table.headers.get(it)).map(|it| it.text.clone()).unwrap_or_default()
}

fn kinds(field: &Field) -> Vec<String> {
    match &field.ty {
        FieldType::Link { to: Target::Kinds(kinds) } | FieldType::Links { to: Target::Kinds(kinds) } => kinds.clone(),
        _ => Vec::new(),
    }
}

fn is_many(field: &Field) -> bool {
    matches!(field.ty, FieldType::Links { .. })
}
