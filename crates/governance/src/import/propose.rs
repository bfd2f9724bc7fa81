//! A mapping made by looking at a table: headers by their words, columns by their cells, values by their meaning.
//!
//! Whatever is not clear is left alone and noted: a person sees what was decided, how sure it is and why, and what is
//! left to decide.

use std::collections::{BTreeMap, BTreeSet};

use record::{Catalog, Field, FieldType, Kind};
use sheet::Table;

use super::dates;
use super::headers::{Headers, NAMED, Names};
use super::keys::{Duplicates, duplicates, is_number, propose_key};
use super::links;
use super::mapping::{Column, FileShape, How, KeyColumns, Mapping, Unmapped};
use super::matching::{Around, Cells, Fit, fit, fit_state};
use super::own;
use super::spellings;
use super::words::{quoted, tidy};

/// A mapping and what is to be known about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The mapping.
    pub mapping: Mapping,
    /// What was decided and what is left to decide, by column.
    pub notes: Vec<Note>,
    /// Rows that the key does not tell apart.
    pub duplicates: Duplicates,
}

/// What was decided about a column, or is left to decide.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Note {
    /// Place of the column, from 1; 0 when it is about the table as a whole.
    pub column: usize,
    /// Header of the column.
    pub header: String,
    /// Field that it becomes, when it becomes one.
    pub field: Option<String>,
    /// From 0 to 1.
    pub confidence: f64,
    /// One sentence.
    pub why: String,
    /// Cells that cannot be read, each with how often it stands there, the commonest first.
    pub unmapped: Vec<(String, usize)>,
}

impl Note {
    /// A note about the table as a whole.
    fn whole(why: String) -> Note {
        Note { column: 0, header: String::new(), field: None, confidence: 1.0, why, unmapped: Vec::new() }
    }
}

impl Proposal {
    /// The mapping as a file, with the notes as comments above it.
    pub fn to_toml(&self) -> Result<String, String> {
        let mut text =
            "# Which column becomes which field. Change what is wrong and import with this file.\n".to_owned();
        for note in &self.notes {
            let place = if note.column == 0 { "table".to_owned() } else { format!("column {}", note.column) };
            text += &format!("# {place}: {}\n", tidy(&note.why));
            for (value, count) in note.unmapped.iter().take(20) {
                text += &format!("#   not read, {count} times: {}\n", quoted(value));
            }
        }
        Ok(text + "\n" + &self.mapping.to_toml()?)
    }
}

/// A column that could become a field.
struct Candidate<'a> {
    score: f64,
    index: usize,
    field: &'a str,
    typed: bool,
    fit: Fit,
}

/// What headers call the state of a lifecycle.
const STATE: [&str; 13] = [
    "state",
    "status",
    "stage",
    "phase",
    "lifecycle",
    "lifecycle stage",
    "lifecycle state",
    "life cycle stage",
    "stage of development",
    "development stage",
    "development status",
    "current status",
    "deployment status",
];

/// Proposes a mapping of the table to records of `kind`.
pub fn propose(kind: &Kind, catalog: &Catalog, table: &Table) -> Proposal {
    if let Some(mapping) = own::mapping(kind, table) {
        let why = "this is an export of the same kind; each column is read as it was written".to_owned();
        let duplicates = duplicates(&mapping.key, table);
        return Proposal { mapping, notes: vec![Note::whole(why)], duplicates };
    }
    let mut sketch = Sketch::new(kind, catalog, table);
    let candidates = sketch.candidates();
    sketch.take_links(&candidates);
    sketch.take(candidates);
    sketch.take_explanations();
    sketch.finish()
}

/// A proposal in the making.
struct Sketch<'a> {
    around: Around<'a>,
    table: &'a Table,
    headers: Headers,
    cells: Vec<Cells>,
    columns: BTreeMap<usize, Column>,
    notes: Vec<Note>,
}

impl<'a> Sketch<'a> {
    fn new(kind: &'a Kind, catalog: &'a Catalog, table: &'a Table) -> Sketch<'a> {
        let blanks: BTreeSet<String> = spellings::blanks().iter().map(|it| tidy(it).to_lowercase()).collect();
        let is_blank = |cell: &str| cell.len() <= 100 && blanks.contains(&cell.to_lowercase());
        let cells: Vec<Cells> = (0..table.headers.len()).map(|it| Cells::of(table, it, is_blank)).collect();
        let short = |cells: &Cells| {
            cells.given.iter().filter(|it| it.0.len() <= 10).map(|it| (it.0.clone(), it.1)).collect::<Vec<_>>()
        };
        let orders: BTreeSet<bool> = cells
            .iter()
            .map(short)
            .filter_map(|it| dates::month_first(&it.iter().map(|it| (it.0.as_str(), it.1)).collect::<Vec<_>>()))
            .collect();
        let month_first = orders.first().copied().filter(|_| orders.len() == 1);
        let headers = Headers::new(&table.headers);
        let around = Around { catalog, kind, month_first };
        Sketch { around, table, headers, cells, columns: BTreeMap::new(), notes: Vec::new() }
    }

    /// Every column with every field that its header may name and its cells can be read for; the best first.
    fn candidates(&self) -> Vec<Candidate<'a>> {
        let kind = self.around.kind;
        let mut found = Vec::new();
        let asked: Vec<usize> =
            (0..self.table.headers.len()).filter(|it| !self.headers.explains_previous(*it)).collect();
        for field in kind.fields.iter().filter(|it| it.is_input()) {
            let names = Names::of(field);
            let typed = !matches!(field.ty, FieldType::Text | FieldType::Prose);
            for (score, index) in
                asked.iter().map(|it| (self.headers.score(*it, &names), *it)).filter(|it| it.0 >= NAMED)
            {
                // A number that the source gave its rows is no name and no description of anything.
                if !typed && score < 1.0 && self.table.headers.get(index).is_some_and(|it| is_number(&it.text)) {
                    continue;
                }
                let fitting = self.cells.get(index).and_then(|cells| fit(&self.around, field, cells));
                found.extend(fitting.map(|fit| Candidate { score, index, field: &field.name, typed, fit }));
            }
        }
        let names = Names::from(STATE.into_iter());
        for (score, index) in asked.iter().map(|it| (self.headers.score(*it, &names), *it)).filter(|it| it.0 >= NAMED) {
            let fitting = self.cells.get(index).and_then(|cells| fit_state(kind, cells));
            found.extend(fitting.map(|fit| Candidate { score, index, field: "state", typed: true, fit }));
        }
        // Of equal headers the field with the narrower form, then the one that the kind names first.
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(b.typed.cmp(&a.typed)).then(a.index.cmp(&b.index)));
        found
    }

    /// Takes the columns of link fields, where no other field has a better claim.
    fn take_links(&mut self, candidates: &[Candidate<'_>]) {
        let kind = self.around.kind;
        let linking = |it: &&Field| it.is_input() && matches!(it.ty, FieldType::Link { .. } | FieldType::Links { .. });
        for field in kind.fields.iter().filter(linking) {
            let names = Names::of(field);
            let claimed = |index: usize| {
                let score = self.headers.score(index, &names);
                candidates.iter().any(|it| it.index == index && (it.score > score || (it.typed && it.score >= score)))
            };
            let free: Vec<usize> =
                (0..self.table.headers.len()).filter(|it| !self.columns.contains_key(it) && !claimed(*it)).collect();
            for column in links::columns(self.around.catalog, field, &self.headers, self.table, &free) {
                let why = match &column.how {
                    How::Link { fills: Some(fills), .. } => {
                        format!("fills `{fills}` of the `{}` that is made", field.name)
                    }
                    How::Link { level, create, .. } => {
                        let made = if *create { ", made when it is missing" } else { "" };
                        format!("names `{}` (level {level}{made})", field.name)
                    }
                    _ => String::new(),
                };
                let fit =
                    Fit { how: column.how, values: BTreeMap::new(), unread: Vec::new(), share: 1.0, ambiguous: None };
                self.put(column.index, field.name.as_str(), column.score, fit, why);
            }
        }
    }

    /// Gives each field the column that suits it best, and each column to one field.
    fn take(&mut self, candidates: Vec<Candidate<'_>>) {
        let (rescued, candidates) = self.required_first(candidates);
        for candidate in rescued.into_iter().chain(candidates) {
            let Candidate { score, index, field, fit, .. } = candidate;
            let taken = self.columns.values().any(|it| it.field == field);
            if taken || self.columns.contains_key(&index) {
                continue;
            }
            if let Some((one, other)) = &fit.ambiguous {
                let why = format!(
                    "`{field}`, but nothing tells whether its dates are `{one}` or `{other}`; add the column with the right one"
                );
                let unmapped = fit.unread.clone();
                self.note(index, None, score, why, unmapped);
                continue;
            }
            let why = format!(
                "the header names `{field}` and {:.0} % of the filled cells can be read",
                (fit.share * 1000.0).floor() / 10.0
            );
            self.put(index, field, score * (0.8 + 0.2 * fit.share), fit, why);
        }
    }

    /// Sets apart the best candidate of each required field that others would leave without a column.
    fn required_first<'c>(&self, candidates: Vec<Candidate<'c>>) -> (Vec<Candidate<'c>>, Vec<Candidate<'c>>) {
        let mut given: BTreeMap<usize, &str> = BTreeMap::new();
        for it in &candidates {
            if !given.contains_key(&it.index) && !given.values().any(|field| *field == it.field) {
                given.insert(it.index, it.field);
            }
        }
        let required = self.around.kind.fields.iter().filter(|it| it.required).map(|it| it.name.as_str());
        let left: BTreeSet<&str> = required.filter(|it| !given.values().any(|field| field == it)).collect();
        let (mut first, mut rest) = (Vec::new(), Vec::new());
        for it in candidates {
            let best = left.contains(it.field) && !first.iter().any(|other: &Candidate<'_>| other.field == it.field);
            if best { first.push(it) } else { rest.push(it) }
        }
        (first, rest)
    }

    /// `If other, please explain` belongs to the field after that of the column before it.
    fn take_explanations(&mut self) {
        let fields = &self.around.kind.fields;
        for index in 1..self.table.headers.len() {
            if !self.headers.explains_previous(index) || self.columns.contains_key(&index) {
                continue;
            }
            let Some(asked) = self.columns.get(&(index - 1)).map(|it| it.field.clone()) else { continue };
            let at = fields.iter().position(|it| it.name == asked);
            let Some(field) = at.and_then(|it| fields.get(it + 1)).filter(|it| it.is_input()) else { continue };
            let first = asked.split('_').next().unwrap_or_default();
            let belongs = field.name.ends_with("_detail") || field.name.starts_with(first);
            let fitting = self.cells.get(index).and_then(|cells| fit(&self.around, field, cells));
            if let (true, FieldType::Text | FieldType::Prose, Some(fit)) = (belongs, &field.ty, fitting)
                && !self.columns.values().any(|it| it.field == field.name)
            {
                self.put(index, &field.name, 0.7, fit, format!("explains the answer in column {index}"));
            }
        }
    }

    fn put(&mut self, index: usize, field: &str, confidence: f64, fit: Fit, why: String) {
        let Some(header) = self.table.headers.get(index) else { return };
        let needed = self.around.kind.field(field).is_none_or(|it| it.required || it.expected);
        let unmapped = if needed { Unmapped::Reject } else { Unmapped::Blank };
        let why = match (fit.unread.len(), unmapped) {
            (0, _) => why,
            (count, Unmapped::Reject) => format!(
                "{why}; {count} spellings fit nothing, and reject their rows until `values` says what they mean"
            ),
            (count, Unmapped::Blank) => format!(
                "{why}; {count} spellings fit nothing, and leave the field blank with a notice until `values` says what they mean"
            ),
        };
        self.note(index, Some(field), confidence, why, fit.unread);
        let Fit { how, values, .. } = fit;
        let column =
            Column { position: index + 1, header: tidy(&header.text), field: field.to_owned(), how, unmapped, values };
        self.columns.insert(index, column);
    }

    fn note(
        &mut self,
        index: usize,
        field: Option<&str>,
        confidence: f64,
        why: String,
        unmapped: Vec<(String, usize)>,
    ) {
        let header = self.table.headers.get(index).map(|it| tidy(&it.text)).unwrap_or_default();
        let confidence = (confidence.clamp(0.0, 1.0) * 100.0).round() / 100.0;
        self.notes.push(Note { column: index + 1, header, field: field.map(str::to_owned), confidence, why, unmapped });
    }

    /// The columns that say where a record belongs, each with those of the levels above it.
    fn belonging(&self) -> Vec<Vec<usize>> {
        let level = |column: &Column| match &column.how {
            How::Link { level, fills: None, .. } => Some(*level),
            _ => None,
        };
        let upwards = |column: &Column, own: usize| {
            let above =
                self.columns.values().filter(|it| it.field == column.field && level(it).is_some_and(|it| it <= own));
            above.map(|it| it.position).collect()
        };
        self.columns.values().filter_map(|it| level(it).map(|own| upwards(it, own))).collect()
    }

    fn finish(mut self) -> Proposal {
        for index in 0..self.table.headers.len() {
            if !self.notes.iter().any(|it| it.column == index + 1) {
                self.note(
                    index,
                    None,
                    0.0,
                    "names no field; its cells are kept with the record".to_owned(),
                    Vec::new(),
                );
            }
        }
        let titled = |it: &&Column| it.field == "title";
        let title = self.columns.values().find(titled).map(|it| it.position);
        let helping = self.belonging();
        let key = propose_key(self.table, title, &helping);
        let duplicates = duplicates(&key, self.table);
        let kind = self.around.kind;
        let filled = |name: &str| self.columns.values().any(|it| it.field == name);
        let missing = kind.fields.iter().filter(|it| it.required && it.is_input() && !filled(&it.name));
        let mut whole: Vec<String> = missing
            .map(|it| {
                format!(
                    "no column names `{}`, which is required; map one or give one value for all under `[set]`",
                    it.name
                )
            })
            .collect();
        whole.extend(said_of(&key, &duplicates));
        self.notes.extend(whole.into_iter().map(Note::whole));
        self.notes.sort_by_key(|it| it.column);
        let mapping = Mapping {
            kind: kind.kind.clone(),
            keep: true,
            blanks: spellings::blanks(),
            file: FileShape::of(self.table),
            key,
            set: BTreeMap::new(),
            columns: self.columns.into_values().collect(),
        };
        Proposal { mapping, notes: self.notes, duplicates }
    }
}

/// What is to be known about the key, and about rows that it does not tell apart.
fn said_of(key: &KeyColumns, duplicates: &Duplicates) -> Vec<String> {
    let headers: Vec<String> = key.columns.iter().map(|it| quoted(&it.header)).collect();
    let count = |groups: &[Vec<u64>]| groups.iter().map(Vec::len).sum::<usize>();
    let mut said = vec![format!("the key is {} with a count of equal ones", headers.join(", "))];
    match count(&duplicates.ambiguous) {
        0 => {}
        rows => said.push(format!(
            "{rows} rows share their key with another that differs; they stay apart by their order in the file"
        )),
    }
    match count(&duplicates.copies) {
        0 => {}
        rows => said.push(format!("{rows} rows are exact copies of one another; each becomes a record")),
    }
    said
}
