//! A management review: which inputs it has, which it lacks, and which records are proposed for each. Pure over the record and a library;
//! what is read stands at the end. Serves ISO/IEC 42001 9.3.

use jiff::Span;
use jiff::civil::Date;
use record::{Document, Id};
use report::model::{Block, Cell, Section, Table};
use serde::Serialize;
use serde_json::{Value, json};
use store::{Read, RecordRow};

use super::REVIEW;
use super::figure::Row;
use super::gathered::{Proposed, tighten};
use super::issue::Form;
use super::library::{Input, Reviewed};
use super::paper::{address, document_of};
use super::period::{Asked, Period};
use crate::aims::Committed;
use crate::derived::date;
use crate::event::Event;
use crate::evidence::digest_of;
use crate::{Actor, Aims, Error};

/// An input as a review has it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Looked {
    /// The word by which reviews name it.
    pub key: String,
    /// What it is.
    pub title: String,
    /// Whether a review is not complete without it.
    pub required: bool,
    /// What was said about it; nothing where it is missing.
    pub summary: String,
    /// Records on which it rests.
    pub records: Vec<Id>,
    /// What to do where it is missing.
    pub next: String,
    /// Records that are proposed, by kind and filter, with how many there are.
    pub proposed: Vec<Proposal>,
}

/// Records that are proposed for an input.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proposal {
    /// Their kind.
    pub kind: String,
    /// The filter of their list.
    pub filter: String,
    /// How many there are.
    pub total: usize,
    /// The first of them.
    pub rows: Vec<Row>,
}

/// A review with its inputs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Review {
    /// The review.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// Its state.
    pub state: String,
    /// The period that is looked back on, and the day of the review, or the day of today before it.
    pub period: Period,
    /// The clause that asks for the required inputs.
    pub clause: String,
    /// Inputs, in order.
    pub inputs: Vec<Looked>,
    /// Titles of the required inputs of which nothing is said.
    pub missing: Vec<String>,
    /// What came of it.
    pub results: Vec<Came>,
    /// The tightest class of what it was told from.
    pub access: String,
}

/// A result of a review.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Came {
    /// What was decided.
    pub result: String,
    /// `improvement`, `change` or `means`.
    pub sort: String,
    /// The decision on which it rests.
    pub decision: Option<Id>,
}

/// Rows of a table of a document.
fn rows<'a>(document: &'a Document, field: &str) -> impl Iterator<Item = &'a Value> {
    document.get(field).and_then(Value::as_array).into_iter().flatten()
}

fn text(row: &Value, name: &str) -> String {
    row.get(name).and_then(Value::as_str).unwrap_or_default().trim().to_owned()
}

/// What was said about an input, over all its rows; what has neither words nor records says nothing.
fn said(document: &Document, input: &Input, library: &Reviewed) -> String {
    let words =
        |it: &Value| text(it, "summary").split_whitespace().filter(|it| it.contains(char::is_alphanumeric)).count();
    let own = rows(document, "inputs").filter(|it| text(it, "input") == input.key);
    let own = own.filter(|it| words(it) >= library.least_words || !linked(it).is_empty());
    own.map(|it| text(it, "summary")).filter(|it| !it.is_empty()).collect::<Vec<_>>().join("; ")
}

/// The required inputs of which nothing is said.
pub fn missing<'a>(document: &Document, library: &'a Reviewed) -> Vec<&'a Input> {
    library.input.iter().filter(|it| it.required && said(document, it, library).is_empty()).collect()
}

/// The day by which the next review is to be held.
pub fn next_by(document: &Document, library: &Reviewed) -> Option<Date> {
    date(document, "held_on")?.checked_add(library.every.parse::<Span>().ok()?).ok()
}

/// What came of a review.
pub(super) fn came(document: &Document) -> Vec<Came> {
    let one = |it: &Value| Came {
        result: text(it, "result"),
        sort: text(it, "sort"),
        decision: text(it, "decision").parse().ok(),
    };
    rows(document, "results").map(one).collect()
}

/// A review with its inputs, from its record and what is proposed.
fn told(row: &RecordRow, period: Period, library: &Reviewed, proposed: &Proposed) -> Review {
    let input = |it: &Input| Looked {
        key: it.key.clone(),
        title: it.title.clone(),
        required: it.required,
        summary: said(&row.document, it, library),
        records: rows(&row.document, "inputs").filter(|row| text(row, "input") == it.key).flat_map(linked).collect(),
        next: it.next.clone(),
        proposed: it.from.iter().filter_map(|it| proposal(it, period, library, proposed)).collect(),
    };
    Review {
        id: row.id.clone(),
        title: row.title.clone(),
        state: row.state.clone(),
        period,
        clause: library.clause.clone(),
        inputs: library.input.iter().map(input).collect(),
        missing: missing(&row.document, library).iter().map(|it| it.title.clone()).collect(),
        results: came(&row.document),
        access: row.access.clone(),
    }
}

fn linked(row: &Value) -> Vec<Id> {
    let all = row.get("records").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    all.iter().filter_map(|it| it.as_str()?.parse().ok()).collect()
}

fn proposal(
    from: &super::library::Source,
    period: Period,
    library: &Reviewed,
    proposed: &Proposed,
) -> Option<Proposal> {
    let found = proposed.get(&(from.kind.clone(), from.filter.clone()))?;
    Some(Proposal {
        kind: from.kind.clone(),
        filter: period.fill(&from.filter),
        total: found.len(),
        rows: found.iter().take(library.most_records).map(Row::of).collect(),
    })
}

impl Aims {
    /// A review with its inputs, and the records that are proposed for each as far as somebody may see them.
    pub async fn management_review(&self, actor: &Actor, id: &Id) -> Result<Review, Error> {
        let (this, who, id) = (self.clone(), actor.clone(), id.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let row = this.readable(read, &who, &id, None)?;
            if row.kind != REVIEW {
                return Err(Error::Missing(format!("`{id}` is no management review; name one such as `MRV-1`")));
            }
            let libraries = this.configuration().libraries.clone();
            let period = this.reviewed(&row.document)?;
            let from = libraries.reviewed.input.iter().flat_map(|it| &it.from);
            let asked: Vec<_> = from.map(|it| (it.kind.clone(), it.filter.clone())).collect();
            // Of a time before the ledger nothing can be proposed; what people said about it stands all the same.
            let proposed = match this.proposed_for_review(read, &who, period, &asked) {
                Err(Error::Missing(_)) => Proposed::new(),
                other => other?,
            };
            let mut review = told(&row, period, &libraries.reviewed, &proposed);
            proposed.values().flatten().for_each(|it| tighten(&mut review.access, &it.access));
            Ok(review)
        };
        self.0.store.read_async(read).await
    }

    /// The days of a review: its period, told as of its day, or as of today before it.
    fn reviewed(&self, document: &Document) -> Result<Period, Error> {
        let today = self.today();
        let held = date(document, "held_on").filter(|it| *it < today);
        let (from, until) = (date(document, "from"), date(document, "until"));
        let as_of = Some(held.unwrap_or(today).max(from.filter(|it| *it <= today).unwrap_or(today).min(today)));
        Asked { from: from.filter(|it| *it <= today), until, as_of, ..Asked::default() }.period(today, 12)
    }

    /// The papers of a review as a document, with their data.
    pub fn review_paper(&self, review: &Review) -> Result<(report::Document, Vec<u8>), Error> {
        let mut data = serde_json::to_vec_pretty(review).map_err(Error::input)?;
        data.push(b'\n');
        let packs = &self.configuration().libraries.packs;
        let digest = digest_of(&data).trim_start_matches("sha256:").to_owned();
        let marks = vec![
            (packs.words.say("digest").to_owned(), digest),
            (packs.words.say("access").to_owned(), review.access.clone()),
        ];
        let period = packs.tell("period", &[("from", &review.period.from), ("until", &review.period.until)]);
        let document = document_of(packs, (&review.title, period), review.period.as_of, sections(review, packs));
        Ok((report::Document { marks, ..document }, data))
    }

    /// The papers of a review as a file; that they left is entered in the ledger.
    pub async fn review_file(&self, actor: &Actor, id: &Id, form: Form) -> Result<Vec<u8>, Error> {
        let review = self.management_review(actor, id).await?;
        let (paper, data) = self.review_paper(&review)?;
        let bytes = self.formed(paper, data, form).await?;
        self.enter(actor, Event::new("export").with("kind", REVIEW).with("rows", review.inputs.len())).await?;
        Ok(bytes)
    }

    /// Freezes the papers of a review as they stand, and names them in it.
    pub async fn issue_review(&self, actor: &Actor, id: &Id) -> Result<Committed, Error> {
        let review = self.management_review(actor, id).await?;
        let (paper, data) = self.review_paper(&review)?;
        let pdf = self.put_file(actor, &format!("{id}-{}.pdf", review.period.as_of), self.set(paper).await?).await?;
        let data = self.put_file(actor, &format!("{id}-{}.json", review.period.as_of), data).await?;
        let fields = json!({
            "title": format!("{} as of {}", review.title, review.period.as_of),
            "form": "review_pack",
            "audience": "top management",
            "from": review.period.from,
            "until": review.period.until,
            "as_of": review.period.as_of,
            "access": review.access,
            "files": [{ "file": pdf, "note": "the papers as they are read" }, { "file": data, "note": "their data" }],
        });
        let Value::Object(document) = fields else { return Err(Error::input("a report has fields")) };
        self.issue(actor, document.into_iter().collect(), Some(id.clone())).await
    }
}

/// The papers: every input with what is said, what is missing, and what is proposed; then the results.
fn sections(review: &Review, packs: &super::library::Packs) -> Vec<Section> {
    let say = |key: &str| packs.words.say(key).to_owned();
    let row = |it: &Looked| {
        let records = it.records.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let state = match (it.summary.is_empty(), it.required) {
            (false, _) => say("input_there"),
            (true, true) => say("input_missing"),
            (true, false) => say("input_open"),
        };
        let summary = if it.summary.is_empty() { it.next.clone() } else { it.summary.clone() };
        let asked = say(if it.required { "input_required" } else { "input_added" });
        [it.title.clone(), asked, state, summary, records].into_iter().map(Cell::words).collect()
    };
    let inputs = Table {
        caption: packs.tell("inputs_by", &[("clause", &review.clause)]),
        head: ["input", "asked_by", "state", "shows", "records"].map(say).to_vec(),
        widths: vec![4, 3, 2, 7, 4],
        rows: review.inputs.iter().map(row).collect(),
    };
    let result = |it: &Came| {
        let decision = it.decision.as_ref().map(ToString::to_string).unwrap_or_default();
        [it.result.clone(), it.sort.clone(), decision].into_iter().map(Cell::words).collect()
    };
    let results = Table {
        head: ["result", "sort", "decision"].map(say).to_vec(),
        widths: vec![8, 2, 2],
        rows: review.results.iter().map(result).collect(),
        ..Table::default()
    };
    let section = |title: &str, anchor: &str, blocks| Section {
        title: say(title),
        anchor: anchor.to_owned(),
        new_page: false,
        blocks,
    };
    let mut all = vec![section("inputs", "inputs", vec![Block::Table(inputs)])];
    if !review.results.is_empty() {
        all.push(section("results", "results", vec![Block::Table(results)]));
    }
    all.push(section("proposed", "proposed", proposals(review, packs)));
    all
}

fn proposals(review: &Review, packs: &super::library::Packs) -> Vec<Block> {
    let of = |input: &Looked, it: &Proposal| {
        let row = |row: &Row| {
            let id = row.id.to_string();
            vec![
                Cell::leading(&id, format!("/{}/{id}", it.kind)),
                Cell::words(&row.title),
                Cell::words(row.state.replace('_', " ")),
            ]
        };
        let mut rows: Vec<Vec<Cell>> = it.rows.iter().map(row).collect();
        if it.total > it.rows.len() {
            let link = address(&it.kind, &it.filter, review.period.as_of);
            rows.push(vec![
                Cell::leading(format!("+ {}", it.total - it.rows.len()), link),
                Cell::default(),
                Cell::default(),
            ]);
        }
        let head = ["record", "title", "state"].map(|it| packs.words.say(it).to_owned()).to_vec();
        Block::Table(Table {
            caption: format!("{}: {}", input.title, it.kind.replace('_', " ")),
            head,
            widths: vec![2, 8, 3],
            rows,
        })
    };
    let all = review.inputs.iter().flat_map(|input| input.proposed.iter().map(move |it| (input, it)));
    all.filter(|it| it.1.total > 0).map(|(input, it)| of(input, it)).collect()
}
