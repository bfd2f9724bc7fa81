//! What is wrong with tables, alone and together: every fault with a case that reproduces it, and never a word of more than was proved.

use serde::Serialize;

use crate::model::{Row, Table};
use crate::search::{Exhausted, Search};
use crate::value::Case;
use crate::vocabulary::Vocabulary;

mod circular;
mod collected;
mod contradiction;
mod cycle;
mod deadline;
mod duplicate;
mod gap;
mod monotone;
mod overlap;
mod reproduce;
mod shadowed;
mod subsumed;
mod unreachable;
mod ways;
mod words;

/// A sort of fault: its name, what it is, and who looks for it.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// Name, as faults and decisions about them carry it.
    pub name: &'static str,
    /// What such a fault is, in words.
    pub says: &'static str,
    ask: fn(&mut Inquiry<'_>),
}

/// Every sort of fault, in the order in which they are looked for.
pub const FAULTS: &[Question] = &[
    Question { name: "vocabulary", says: "tables use one word for different things", ask: words::ask },
    Question { name: "cycle", says: "tables wait for each other's outcome", ask: cycle::ask },
    Question { name: "gap", says: "no row decides a case", ask: gap::ask },
    Question { name: "duplicate", says: "two rows have the same conditions and the same outcome", ask: duplicate::ask },
    Question { name: "contradiction", says: "the same case has two outcomes", ask: contradiction::ask },
    Question { name: "shadowed", says: "a row never wins", ask: shadowed::ask },
    Question { name: "subsumed", says: "a row says nothing that another does not say already", ask: subsumed::ask },
    Question { name: "overlap", says: "two rows of a unique table hit the same case", ask: overlap::ask },
    Question { name: "unreachable", says: "no case yields an outcome that is allowed", ask: unreachable::ask },
    Question { name: "deadline", says: "steps take longer than is allowed for all of them", ask: deadline::ask },
    Question { name: "circular", says: "an approval waits for itself", ask: circular::ask },
    Question { name: "monotone", says: "more harm gives a milder outcome", ask: monotone::ask },
];

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// Name of the table.
    pub table: String,
    /// Identifier of the row.
    pub row: String,
}

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Its sort, one of [`FAULTS`].
    pub fault: &'static str,
    /// Tables that it is about.
    pub tables: Vec<String>,
    /// Rows that it is about.
    pub rows: Vec<Place>,
    /// What is wrong, in one sentence.
    pub says: String,
    /// Cases that reproduce it when they are evaluated: one, for a monotone proof two of which the second is more harm.
    pub cases: Vec<Case>,
    /// Where it holds: for each input that matters the test that covers it.
    pub region: Vec<(String, String)>,
    /// The same text as long as the rows that it is about say the same, whatever else is edited.
    pub fingerprint: String,
}

/// Something that could not be settled within the work that was allowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unsettled {
    /// The sort of fault that was looked for.
    pub fault: &'static str,
    /// Table, or tables, of which it is not known.
    pub tables: Vec<String>,
    /// What exactly is not known, in one sentence.
    pub says: String,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Findings {
    /// What is wrong.
    pub faults: Vec<Fault>,
    /// What is not known.
    pub unsettled: Vec<Unsettled>,
}

impl Findings {
    /// Whether nothing is wrong and everything is known.
    pub fn clean(&self) -> bool {
        self.faults.is_empty() && self.unsettled.is_empty()
    }
}

/// How far a verification goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Boxes that are looked at for one sort of fault, times their inputs.
    pub work: u64,
    /// Faults of one sort and table that are told; of more it is said that there are more.
    pub faults: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { work: 50_000_000, faults: 100 }
    }
}

/// Looks for every sort of fault in these tables, alone and together.
pub fn verify(tables: &[&Table], vocabulary: &Vocabulary) -> Findings {
    verify_within(tables, vocabulary, &Limits::default())
}

/// The same within other limits.
pub fn verify_within(tables: &[&Table], vocabulary: &Vocabulary, limits: &Limits) -> Findings {
    let mut findings = Findings::default();
    for question in FAULTS {
        let search = Search::new(limits.work);
        let mut inquiry =
            Inquiry { fault: question.name, tables, vocabulary, limits: *limits, search, findings: &mut findings };
        (question.ask)(&mut inquiry);
    }
    findings
}

/// One sort of fault being looked for.
pub(crate) struct Inquiry<'a> {
    fault: &'static str,
    tables: &'a [&'a Table],
    vocabulary: &'a Vocabulary,
    limits: Limits,
    search: Search,
    findings: &'a mut Findings,
}

/// What a fault is about, before it is told.
#[derive(Default)]
struct About<'a> {
    tables: Vec<&'a Table>,
    rows: Vec<(&'a Table, usize)>,
    says: String,
    cases: Vec<Case>,
    region: Vec<(String, String)>,
    /// What tells it from others of its sort, where the rows do not.
    mark: String,
}

impl<'a> Inquiry<'a> {
    /// Tells a fault.
    fn tell(&mut self, about: About<'_>) {
        let tables: Vec<String> = about.tables.iter().map(|it| it.name.clone()).collect();
        let place =
            |(table, row): &(&Table, usize)| Place { table: table.name.clone(), row: table.rows[*row].id.clone() };
        let mut marks: Vec<String> = about
            .rows
            .iter()
            .map(|(table, row)| format!("{}: {}", table.name, row_text(table, &table.rows[*row])))
            .collect();
        marks.sort();
        if marks.is_empty() {
            marks.push(tables.join(", "));
        }
        marks.extend((!about.mark.is_empty()).then_some(about.mark));
        self.findings.faults.push(Fault {
            fault: self.fault,
            rows: about.rows.iter().map(place).collect(),
            tables,
            says: about.says,
            cases: about.cases,
            region: about.region,
            fingerprint: format!("{} | {}", self.fault, marks.join(" | ")),
        });
    }

    /// Says what is not known.
    fn unsettled(&mut self, tables: &[&Table], says: impl Into<String>) {
        let tables = tables.iter().map(|it| it.name.clone()).collect();
        self.findings.unsettled.push(Unsettled { fault: self.fault, tables, says: says.into() });
    }

    /// Says that there are more faults than are told; gives whether that is so.
    fn enough(&mut self, tables: &[&Table], told: usize) -> bool {
        if told < self.limits.faults {
            return false;
        }
        let says =
            format!("{told} faults of the sort `{}` are told; whether there are more is not settled", self.fault);
        self.unsettled(tables, says);
        true
    }

    /// Says that the work was used up before something was known.
    fn exhausted(&mut self, tables: &[&Table], what: &str, _: Exhausted) {
        self.unsettled(tables, format!("{what} is not settled: that takes more work than is allowed"));
    }

    /// Whether a fault of another sort was told of a row already.
    fn told(&self, fault: &str, table: &Table, row: usize) -> bool {
        let id = &table.rows[row].id;
        let about = |it: &Fault| it.rows.first().is_some_and(|at| at.table == table.name && at.row == *id);
        self.findings.faults.iter().any(|it| it.fault == fault && about(it))
    }
}

impl Table {
    /// What a row asks, as it reads; `always` where it asks nothing.
    pub fn asks(&self, row: usize) -> String {
        conditions(self, &self.rows[row])
    }

    /// What a row says, as it reads.
    pub fn says(&self, row: usize) -> String {
        outcomes(self, &self.rows[row])
    }

    /// The inputs that a row asks about.
    pub fn bound(&self, row: usize) -> Vec<&str> {
        let asked = self.inputs.iter().zip(&self.rows[row].when).filter(|it| *it.1 != crate::cell::Test::Any);
        asked.map(|it| it.0.name.as_str()).collect()
    }
}

/// A row as it reads: conditions, then outcomes.
pub(crate) fn row_text(table: &Table, row: &Row) -> String {
    format!("{} -> {}", conditions(table, row), outcomes(table, row))
}

fn conditions(table: &Table, row: &Row) -> String {
    let bound = table.inputs.iter().zip(&row.when).filter(|it| *it.1 != crate::cell::Test::Any);
    let bound: Vec<String> = bound.map(|(input, test)| format!("{} {test}", input.name)).collect();
    if bound.is_empty() { "always".to_owned() } else { bound.join("; ") }
}

/// Outcomes of a row as messages say them.
pub(crate) fn outcomes(table: &Table, row: &Row) -> String {
    let said = table.outputs.iter().zip(&row.then).filter(|it| *it.1 != crate::value::Value::Missing);
    said.map(|(output, value)| format!("{} = {}", output.name, value.bare())).collect::<Vec<_>>().join("; ")
}
