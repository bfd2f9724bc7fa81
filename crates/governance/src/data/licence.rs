//! Whether the licence of data allows what is done with them: each use, each term, and a verdict that follows from a table.
//!
//! Uses are found by following the data to models and AI systems. What a licence says is in `data/library/licences.toml`, what a
//! use needs in `data/tables/licence_use.toml`; terms that people read stand in the dataset. A licence that nobody knows is
//! undecided and never guessed. This is no legal advice. Serves ISO/IEC 42001 A.7.3 and A.10.3.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use record::Id;
use serde_json::Value;
use spdx::Expression;
use spdx::expression::{ExprNode, Operator};
use store::RecordRow;

use super::library::{Licence, Need, Needs};
use super::lineage::Lineage;
use super::{DATASET, MODEL, MODEL_VERSION, tier};
use crate::derived::{date, day_after};
use crate::surroundings::SYSTEM;
use crate::surroundings::counts;

/// Verdicts, from the best to the worst.
pub const VERDICTS: &[&str] = &["allowed", "attention", "undecided", "blocked"];

/// The worst verdict.
const BLOCKED: &str = "blocked";

/// The term of reasons that follow from the last day of a licence.
const ENDED: &str = "until";

/// Something that is done with data, and the record by which it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    /// Its name, as the table of needs has it.
    pub name: String,
    /// The model version, model or AI system.
    pub by: Id,
}

/// A need that the licence does not simply meet.
#[derive(Debug, Clone)]
pub struct Reason {
    /// The use that has it; none where every use has it.
    pub of: Option<Use>,
    /// The term that was asked.
    pub term: String,
    /// What the licence answers.
    pub answer: String,
    /// What follows, one of [`VERDICTS`].
    pub verdict: &'static str,
    /// The need, in words.
    pub says: String,
}

/// What one licence of an expression comes to, or several of them together.
#[derive(Debug, Clone)]
struct Side {
    /// The licences that are taken.
    taken: Vec<String>,
    /// The licence, where it is one that is known.
    known: Option<Licence>,
    /// Needs that it does not simply meet.
    reasons: Vec<Reason>,
}

/// Whether the licence of a dataset allows its uses.
#[derive(Debug, Clone)]
pub struct Licensed {
    /// One of [`VERDICTS`].
    pub verdict: &'static str,
    /// The licence as it is written.
    pub written: String,
    /// The licence, where it is known.
    pub known: Option<Licence>,
    /// The licences of an expression that count: of `OR` the better side, of `AND` both.
    pub taken: Vec<String>,
    /// Whether people read the terms and wrote down what they say.
    pub read: bool,
    /// Everything that is done with the data.
    pub uses: Vec<Use>,
    /// Needs that are not simply met, the worst first.
    pub reasons: Vec<Reason>,
    /// Its last day, where it ends.
    pub ends: Option<Date>,
    /// When the clock alone changes the verdict.
    pub until: Option<Timestamp>,
}

impl Licensed {
    /// The verdict in a sentence.
    pub fn why(&self) -> String {
        let licence = match (&self.known, self.written.as_str()) {
            (Some(known), written) if !self.taken.is_empty() => {
                format!("`{written}` taken as {}: {}", known.id, known.note)
            }
            (None, written) if !self.taken.is_empty() => format!("`{written}` taken as {}", self.taken.join(" and ")),
            (Some(known), _) => format!("{}: {}", known.id, known.note),
            (None, written) if self.read => format!("`{written}` as people read it, in the terms of the dataset"),
            (None, "") => "no licence is named".to_owned(),
            (None, written) => format!("`{written}` is no licence that is known here"),
        };
        match self.reasons.first() {
            None => licence,
            Some(it) if it.term == ENDED => format!("{licence}; {} {}", it.says, it.answer),
            Some(it) => {
                let by = it.of.as_ref().map(|it| format!(" ({})", it.by)).unwrap_or_default();
                format!("{licence}; {}{by}", it.says)
            }
        }
    }
}

/// Whether the licence of a dataset allows all that is done with the data.
pub fn licence(lineage: &Lineage, dataset: &RecordRow) -> Licensed {
    let written = dataset.text("licence").unwrap_or_default().trim().to_owned();
    let uses = uses(lineage, dataset);
    let side = |name: &str| {
        let known = lineage.libraries.licences.of(name);
        let reasons = unmet(&lineage.libraries.needs, &terms(dataset, known), &uses);
        Side { taken: vec![name.to_owned()], known: known.cloned(), reasons }
    };
    let whole = side(&written);
    let combined = if whole.known.is_none() { expression(&written, &side) } else { None };
    let taken = combined.as_ref().map(|it| it.taken.clone()).unwrap_or_default();
    let Side { known, mut reasons, .. } = combined.unwrap_or(whole);
    let ends = date(&dataset.document, "licence_until");
    let until = ends.and_then(day_after).filter(|it| *it > lineage.time);
    reasons.extend(ends.filter(|_| until.is_none()).into_iter().flat_map(|it| ended(it, &uses)));
    reasons.sort_by_key(|it| std::cmp::Reverse(rank(it.verdict)));
    let verdict = reasons.first().map_or(VERDICTS[0], |it| it.verdict);
    let read = dataset.document.get("terms").and_then(Value::as_array).is_some_and(|it| !it.is_empty());
    Licensed { verdict, written, known, taken, read, uses, reasons, ends, until }
}

/// How bad a verdict is; the best is 0.
fn rank(verdict: &str) -> usize {
    VERDICTS.iter().position(|known| *known == verdict).unwrap_or(VERDICTS.len())
}

/// Needs of uses that these terms do not simply meet.
fn unmet(needs: &Needs, terms: &BTreeMap<String, String>, uses: &[Use]) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = Vec::new();
    for need in &needs.need {
        let answer = terms.get(need.term.as_str()).map_or("unknown", String::as_str);
        let Some(verdict) = verdict(need, answer) else { continue };
        let reason = |of: Option<Use>| Reason {
            of,
            term: need.term.clone(),
            answer: answer.to_owned(),
            verdict,
            says: need.says.clone(),
        };
        match need.of.as_str() {
            "any" => reasons.push(reason(None)),
            name => reasons.extend(uses.iter().filter(|it| it.name == name).map(|it| reason(Some(it.clone())))),
        }
    }
    reasons
}

/// What an expression of the SPDX specification comes to; `None` where it is none, or a single licence.
///
/// Whoever may choose takes the side that allows more, the first of two alike; who must keep both keeps the worse. A licence with an
/// exception is one of its own, known only where the library has both together.
fn expression(written: &str, side: &dyn Fn(&str) -> Side) -> Option<Side> {
    let parsed = Expression::parse(written).ok()?;
    let mut sides: Vec<Side> = Vec::new();
    let mut joined = false;
    for node in parsed.iter() {
        match node {
            ExprNode::Req(it) => sides.push(side(&it.req.to_string())),
            ExprNode::Op(it) => {
                let (right, left) = (sides.pop()?, sides.pop()?);
                sides.push(if *it == Operator::Or { better(left, right) } else { both(left, right) });
                joined = true;
            }
        }
    }
    sides.pop().filter(|_| joined && sides.is_empty())
}

fn better(left: Side, right: Side) -> Side {
    let worst = |it: &Side| it.reasons.iter().map(|it| rank(it.verdict)).max().unwrap_or(0);
    if worst(&right) < worst(&left) { right } else { left }
}

fn both(left: Side, right: Side) -> Side {
    let taken = [left.taken, right.taken].concat();
    Side { taken, known: None, reasons: [left.reasons, right.reasons].concat() }
}

/// What follows once a licence has ended: nothing that is done with the data is allowed any more.
fn ended(day: Date, uses: &[Use]) -> Vec<Reason> {
    let of = |of| Reason {
        of,
        term: ENDED.to_owned(),
        answer: day.to_string(),
        verdict: BLOCKED,
        says: "the licence ended on".to_owned(),
    };
    let all = uses.iter().cloned().map(Some);
    if uses.is_empty() { vec![of(None)] } else { all.map(of).collect() }
}

/// Datasets behind a record whose licence blocks what it does, each with its name and licence.
pub fn blocked(lineage: &Lineage, user: &RecordRow) -> Vec<String> {
    let users = users(lineage, user);
    let mut found = Vec::new();
    for dataset in lineage.rows().filter(|it| it.kind == DATASET && !it.retired) {
        let licensed = licence(lineage, dataset);
        let blocks = |it: &&Reason| it.verdict == BLOCKED && it.of.as_ref().is_none_or(|it| users.contains(&it.by));
        if licensed.reasons.iter().any(|it| blocks(&it)) {
            let ended = licensed.reasons.iter().find(|it| it.term == ENDED);
            let ended = ended.map(|it| format!(", which ended on {}", it.answer)).unwrap_or_default();
            found.push(format!("{} `{}` ({}{ended})", dataset.id, dataset.title, licensed.written));
        }
    }
    found
}

/// A record and the models and AI systems that stand for it.
fn users(lineage: &Lineage, user: &RecordRow) -> Vec<Id> {
    let mut users = vec![user.id.clone()];
    let mut versions: Vec<&RecordRow> = lineage.to(user, "bundle");
    versions.extend(lineage.row(&user.id).filter(|it| it.kind == MODEL_VERSION));
    let mut models: Vec<&RecordRow> = versions.iter().flat_map(|it| lineage.to(it, "model")).collect();
    if user.kind == SYSTEM {
        models.extend(lineage.from(&user.id, MODEL, "systems"));
        versions.extend(models.iter().flat_map(|it| lineage.from(&it.id, MODEL_VERSION, "model")));
    }
    users.extend(versions.iter().chain(&models).map(|it| it.id.clone()));
    users.extend(lineage.to(user, "system").iter().map(|it| it.id.clone()));
    users.extend(
        models.iter().filter(|_| user.kind != SYSTEM).flat_map(|it| lineage.to(it, "systems")).map(|it| it.id.clone()),
    );
    users
}

/// What the licence answers to each term: what is known of it, then what people read.
fn terms(dataset: &RecordRow, known: Option<&Licence>) -> BTreeMap<String, String> {
    let mut terms: BTreeMap<String, String> = known.map(|it| it.terms.clone()).unwrap_or_default();
    let read = dataset.list("terms");
    for row in read {
        let text = |column: &str| row[column].as_str().map(str::to_owned);
        if let Some((term, answer)) = text("term").zip(text("answer")) {
            terms.entry("use".to_owned()).or_insert_with(|| "yes".to_owned());
            terms.insert(term, answer);
        }
    }
    terms
}

fn verdict(need: &Need, answer: &str) -> Option<&'static str> {
    let said = match answer {
        "yes" => &need.yes,
        "no" => &need.no,
        "unsaid" => &need.unsaid,
        _ => &need.unknown,
    };
    let word = said.as_deref().filter(|it| *it != VERDICTS[0])?;
    VERDICTS.iter().copied().find(|it| *it == word)
}

/// Everything that is done with a dataset, by what is made from it and by what uses that.
pub fn uses(lineage: &Lineage, dataset: &RecordRow) -> Vec<Use> {
    let mut uses = Vec::new();
    for version in lineage.made_from(&dataset.id) {
        for made in lineage.models(&version.id) {
            let name = if made.used_for == "train" { "training" } else { "testing" };
            for model in lineage.built_upon(made.model).into_iter().filter(|it| it.state != "withdrawn" && !it.retired)
            {
                uses.push(Use { name: name.to_owned(), by: model.id.clone() });
                lineage.to(model, "model").iter().for_each(|it| in_trade(lineage, it, &mut uses));
            }
        }
    }
    tier::systems(lineage, dataset).iter().for_each(|it| uses.extend(said(it)));
    // A system that says nothing is silent, unless its model speaks for it.
    let direct: Vec<&RecordRow> = lineage.to(dataset, "systems");
    let silent = direct.into_iter().filter(|it| said(it).is_none() && counts(it));
    uses.extend(silent.map(|it| Use { name: "unsaid".to_owned(), by: it.id.clone() }));
    uses.sort();
    uses.dedup();
    uses
}

/// How a model and the AI systems that use it are used in trade.
fn in_trade(lineage: &Lineage, model: &RecordRow, uses: &mut Vec<Use>) {
    let own = said(model);
    let systems: Vec<&RecordRow> = lineage.to(model, "systems").into_iter().filter(|it| counts(it)).collect();
    let silent = |it: &&&RecordRow| own.is_none() && said(it).is_none();
    uses.extend(systems.iter().filter(silent).map(|it| Use { name: "unsaid".to_owned(), by: it.id.clone() }));
    if own.is_none() && systems.is_empty() {
        uses.push(Use { name: "unsaid".to_owned(), by: model.id.clone() });
    }
    uses.extend(own);
}

/// How a model or an AI system is used in trade, where it says so.
fn said(row: &RecordRow) -> Option<Use> {
    let name = row.text("exploitation")?;
    Some(Use { name: name.to_owned(), by: row.id.clone() })
}
