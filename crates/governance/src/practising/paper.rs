//! The matrix of policy and practice as sheets, on paper, as a page and as data.

use report::Document;
use report::model::{Block, Cell, Section, Table};
use sheet::Leaf;

use super::log::told::Share;
use super::whole::{Line, Matrix};
use crate::documents::STATEMENT;
use crate::event::Event;
use crate::packing::issue::{filed, no_form};
use crate::packing::paper::{paper_day, words};
use crate::{Actor, Aims, Configuration, Error, Moment};

impl Aims {
    /// The matrix as a file; that it left is entered in the ledger.
    pub async fn practice_file(&self, actor: &Actor, moment: &Moment, ending: &str) -> Result<Vec<u8>, Error> {
        let matrix = self.practice(actor, moment).await?;
        let configuration = self.configuration();
        let bytes = filed(ending, &matrix, || leaves(&matrix), || document(&configuration, &matrix)).await?;
        let bytes = bytes.ok_or_else(|| no_form(ending, "policy and practice", ""))?;
        self.enter(actor, Event::new("export").with("kind", STATEMENT).with("rows", matrix.statements.len())).await?;
        Ok(bytes)
    }
}

/// A rate with its interval and what it rests on.
pub fn rate(share: Option<Share>) -> String {
    let percent = |it: f64| format!("{:.1}", 100.0 * it);
    share.map_or_else(String::new, |it| {
        format!("{} % ({}–{} %; {} of {})", percent(it.value), percent(it.low), percent(it.high), it.k, it.n)
    })
}

/// What shows whether a statement is kept, in words.
pub fn tests(line: &Line) -> Vec<String> {
    let mut all = Vec::new();
    if let Some(it) = &line.tested {
        let filter = if it.filter.is_empty() { String::new() } else { format!(" {}", it.filter) };
        all.push(format!("{}{filter}: {}", it.kind, it.rule.join("; ")));
    }
    if line.has_paths {
        all.push("allowed paths, held against logs".to_owned());
    }
    if line.attested.is_some() {
        all.push("attested".to_owned());
    }
    all
}

/// A table: its title, the heads of its columns, its rows.
type Rows = (&'static str, Vec<&'static str>, Vec<Vec<String>>);

/// Statements, violations and conflicts.
fn tables(matrix: &Matrix) -> [Rows; 3] {
    let name =
        |it: &Option<String>| it.as_ref().map(|it| matrix.names.get(it).unwrap_or(it).clone()).unwrap_or_default();
    let day = |it: Option<jiff::civil::Date>| it.map(|it| it.to_string()).unwrap_or_default();
    let statement = |it: &Line| {
        let moved = it.trend().map(|it| it.moved.name().replace('_', " ")).unwrap_or_default();
        let named = format!("{} {} {}", it.id, it.anchor, it.title);
        let last = it.last_run.map(|it| it.to_string()).unwrap_or_default();
        let cells =
            [named, it.says.clone(), tests(it).join("; "), it.verdict.name().replace('_', " "), rate(it.share())];
        [cells.to_vec(), vec![it.excepted.len().to_string(), moved, last, day(it.due), name(&it.owner)]].concat()
    };
    let violations = matrix.statements.iter().flat_map(|line| {
        let all = line.tested.iter().flat_map(|it| &it.violations);
        all.map(move |it| {
            vec![line.id.to_string(), format!("{} {}", it.id, it.title), it.why.join("; "), name(&it.owner)]
        })
    });
    let clashes = matrix.clashes.found.iter().map(|it| {
        let witness: Vec<String> = it.witness.iter().map(|(field, it)| format!("{field}: {it}")).collect();
        vec![it.one.to_string(), it.other.to_string(), witness.join(", ")]
    });
    [
        (
            "Statements",
            vec![
                "Statement",
                "Says",
                "Shown by",
                "Practice",
                "Rate",
                "Exceptions",
                "Trend",
                "Last run",
                "Due",
                "Who answers",
            ],
            matrix.statements.iter().map(statement).collect(),
        ),
        ("Violations", vec!["Statement", "Record", "Why", "Who answers"], violations.collect()),
        ("Conflicts", vec!["Statement", "Other statement", "Witness"], clashes.collect()),
    ]
}

/// The matrix as sheets.
pub fn leaves(matrix: &Matrix) -> Vec<Leaf> {
    let leaf = |(title, head, rows): Rows| Leaf {
        title: title.to_owned(),
        head: head.into_iter().map(str::to_owned).collect(),
        rows,
    };
    tables(matrix).into_iter().map(leaf).collect()
}

/// The matrix as a document.
pub fn document(configuration: &Configuration, matrix: &Matrix) -> Document {
    let sections = tables(matrix).into_iter().map(|(title, head, rows)| {
        let cells = |row: Vec<String>| row.into_iter().map(Cell::words).collect();
        let block = match rows.is_empty() {
            true => Block::Paragraph { text: "None".to_owned(), note: String::new() },
            false => Block::Table(Table {
                caption: title.to_owned(),
                head: head.into_iter().map(str::to_owned).collect(),
                widths: Vec::new(),
                rows: rows.into_iter().map(cells).collect(),
            }),
        };
        Section { title: title.to_owned(), anchor: title.to_lowercase(), new_page: false, blocks: vec![block] }
    });
    Document {
        title: "Policy and practice".to_owned(),
        subtitle: "What statements of policies say, and what records, logs and people show".to_owned(),
        language: "en".to_owned(),
        as_of: paper_day(matrix.on),
        sections: sections.collect(),
        words: words(&configuration.libraries.packs),
        ..Document::default()
    }
}
