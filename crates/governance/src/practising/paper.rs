//! The matrix of policy and practice as sheets, on paper, as a page and as data.

use report::Document;
use sheet::Leaf;

use super::log::told::Share;
use super::whole::{Line, Matrix};
use crate::documents::STATEMENT;
use crate::event::Event;
use crate::libraries::Words;
use crate::packing::issue::no_form;
use crate::packing::paper::document_of;
use crate::packing::tables::Rows;
use crate::{Actor, Aims, Configuration, Error, Moment};

impl Aims {
    /// The matrix as a file; that it left is entered in the ledger.
    pub async fn practice_file(&self, actor: &Actor, moment: &Moment, ending: &str) -> Result<Vec<u8>, Error> {
        let matrix = self.practice(actor, moment).await?;
        let configuration = self.configuration();
        let bytes = self
            .filed(ending, &matrix, || leaves(&configuration, &matrix), || document(&configuration, &matrix))
            .await?;
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

const STATEMENTS: [&str; 10] =
    ["statement", "says", "shown_by", "practice", "rate", "exceptions", "trend", "last_run", "due", "who_answers"];
const VIOLATIONS: [&str; 4] = ["statement", "record", "why", "who_answers"];
const CONFLICTS: [&str; 3] = ["statement", "other_statement", "witness"];

/// Words without which no file can be written.
pub(super) fn words() -> Vec<&'static str> {
    let own = ["title", "reads", "none", "statements", "violations", "conflicts"];
    own.into_iter().chain(STATEMENTS).chain(VIOLATIONS).chain(CONFLICTS).collect()
}

/// Statements, violations and conflicts.
fn tables(said: &Words, matrix: &Matrix) -> [Rows; 3] {
    let say = |key: &str| said.say(key).to_owned();
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
        Rows::said(say, "statements", &STATEMENTS, matrix.statements.iter().map(statement)),
        Rows::said(say, "violations", &VIOLATIONS, violations),
        Rows::said(say, "conflicts", &CONFLICTS, clashes),
    ]
}

/// The matrix as sheets.
pub fn leaves(configuration: &Configuration, matrix: &Matrix) -> Vec<Leaf> {
    tables(&configuration.libraries.practice.words, matrix).into_iter().map(Rows::leaf).collect()
}

/// The matrix as a document.
pub fn document(configuration: &Configuration, matrix: &Matrix) -> Document {
    let said = &configuration.libraries.practice.words;
    let sections = tables(said, matrix).into_iter().map(|it| it.section(said.say("none"))).collect();
    document_of(&configuration.libraries.packs, (said.say("title"), said.say("reads")), matrix.on, sections)
}
