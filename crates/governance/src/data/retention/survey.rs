//! What is due, may go, is held, contradictory or comes due soon: for the page of retention and its command.
//!
//! Candidates are found by the database, a fixed number of statements a kind; what the rules say of each is computed here.

use std::collections::BTreeSet;

use jiff::Span;
use jiff::civil::Date;
use record::Id;
use serde_json::{Value, json};
use store::{Condition, Heading, Op, Query, Read, RecordRow, Scalar, Visible};

use super::around::{Around, rules};
use super::conflict::{Conflict, conflicts};
use super::judge::Kept;
use super::library::OfKind;
use super::rule::{From, Rule};
use super::{DISPOSAL, RULE};
use crate::derived::Snapshot;
use crate::{Actor, Aims, Error};

/// How far the calendar looks ahead.
pub const AHEAD_DAYS: i64 = 90;
/// Most candidates of one kind that are looked at.
const CANDIDATES: u32 = 5_000;
/// Most runs that are shown.
const RUNS: u32 = 50;

/// How retention stands.
#[derive(Debug)]
pub struct Survey {
    /// The rules that somebody may see, those in force first.
    pub rules: Vec<RecordRow>,
    /// Rules in force that contradict each other.
    pub conflicts: Vec<Conflict>,
    /// What must be done, can be done, must not be done, or comes due soon: by what the rules say, then by day.
    pub items: Vec<Judged>,
    /// Kinds of which there were more candidates than were looked at.
    pub cut: Vec<String>,
    /// Runs of disposal, the newest first.
    pub runs: Vec<RecordRow>,
    /// The day for which it is asked.
    pub today: Date,
}

/// A record and what the rules say of it.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The record.
    pub record: Heading,
    /// What the rules say.
    pub kept: Kept,
    /// Rules in force that cover it.
    pub covered: Vec<Id>,
    /// Itself, and the datasets and AI systems to which it belongs.
    pub belongs: BTreeSet<Id>,
}

impl Aims {
    /// How retention stands, as far as this person may see it.
    pub async fn retention(&self, actor: &Actor) -> Result<Survey, Error> {
        let (this, actor) = (self.clone(), actor.clone());
        let look = move |read: &Read| {
            let actor = this.with_roles(read, &actor)?;
            let visible = this.visible(read, &actor)?;
            let at = this.snapshot(read, None);
            let (items, cut, around) = judged(&at, &visible)?;
            let newest = |kind: &str, limit| Query {
                sort: vec![(store::Key::Number, store::Direction::Descending)],
                limit,
                ..Query::of(kind, visible.clone())
            };
            let mut rows = read.list(&newest(RULE, 500))?;
            rows.sort_by_key(|it| (it.state != super::IN_FORCE, it.id.number));
            let runs = read.list(&newest(DISPOSAL, RUNS))?;
            let conflicts = conflicts(&around.rules);
            Ok::<_, Error>(Survey { rules: rows, conflicts, items, cut, runs, today: around.today })
        };
        self.0.store.read_async(look).await
    }
}

/// Candidates that somebody may see with what the rules say, kinds that were cut, and the rules.
pub(crate) fn judged(at: &Snapshot, visible: &Visible) -> Result<(Vec<Judged>, Vec<String>, Around), Error> {
    let rules = rules(at)?;
    let today = crate::derived::day(at.time);
    let (mut rows, mut cut) = (Vec::new(), Vec::new());
    for known in at.libraries.retention.kind.iter().filter(|it| rules.iter().any(|rule| speaks_of(rule, it))) {
        let found = at.read.list(&candidates(&rules, known, today, visible))?;
        if found.len() as u32 == CANDIDATES {
            cut.push(known.kind.clone());
        }
        rows.extend(found);
    }
    let around = Around::read(at, &rows)?;
    let mut items: Vec<Judged> = rows.iter().filter_map(|row| one(&around, row)).collect();
    let order = |it: &Judged| {
        let place = ["due", "conflict", "may_go", "held", "undated"].iter().position(|word| *word == it.kept.word);
        (place.unwrap_or(usize::MAX), it.kept.must.or(it.kept.may), it.record.id.clone())
    };
    items.sort_by_key(order);
    Ok((items, cut, around))
}

/// What the rules say of a record, where somebody should know of it.
fn one(around: &Around, row: &RecordRow) -> Option<Judged> {
    let item = around.item(row)?;
    let kept = super::judge::judge(&around.rules, &item, around.today);
    let soon = || kept.turns.zip(ahead(around.today)).is_some_and(|(turns, end)| turns <= end);
    let known = match kept.word {
        "no_rule" | "gone" => false,
        "kept" => soon(),
        _ => true,
    };
    let covered = around.rules.iter().filter(|it| it.covers(&item)).map(|it| it.id.clone()).collect();
    known.then(|| Judged { record: row.heading(), kept, covered, belongs: item.belongs })
}

fn speaks_of(rule: &Rule, known: &OfKind) -> bool {
    rule.of.is_empty() || rule.of.contains(&known.kind)
}

fn ahead(today: Date) -> Option<Date> {
    today.checked_add(Span::new().days(AHEAD_DAYS)).ok()
}

/// Records of a kind that hold something and began long enough ago for some rule to speak now or soon.
fn candidates(rules: &[Rule], known: &OfKind, today: Date, visible: &Visible) -> Query {
    let covering: Vec<&Rule> = rules.iter().filter(|it| speaks_of(it, known)).collect();
    let began = covering.iter().filter_map(|rule| began(rule, known, today)).collect();
    let holds = match &known.gone {
        Some(state) => Condition::Not(Box::new(Condition::State(vec![state.clone()]))),
        None => {
            let has = |field: &str| Condition::Field { field: field.to_owned(), op: Op::Has, values: Vec::new() };
            let fields = [crate::terms::FILE].into_iter().chain(known.values.iter().map(String::as_str));
            Condition::Any(fields.map(has).collect())
        }
    };
    Query {
        conditions: vec![holds, Condition::Any(began)],
        retired: true,
        limit: CANDIDATES,
        ..Query::of(&known.kind, visible.clone())
    }
}

/// When a record must have begun for a rule to speak of it now or soon; a hold speaks of everything.
fn began(rule: &Rule, known: &OfKind, today: Date) -> Option<Condition> {
    if rule.hold {
        return Some(Condition::All(Vec::new()));
    }
    let shortest = [rule.least, rule.most].into_iter().flatten();
    let last = shortest.filter_map(|it| ahead(today)?.checked_sub(it).ok()).max()?;
    let field = |field: &str, op, values| Condition::Field { field: field.to_owned(), op, values };
    Some(match rule.from {
        From::OutOfUse => Condition::State(known.out_of_use.clone()),
        From::Entered => Condition::Created(crate::derived::day_after(last)),
        From::Made => {
            let before = |it: &String| field(it, Op::Le, vec![Scalar::Text(last.to_string())]);
            let said = known.made.iter().map(before);
            let unsaid = known.made.iter().map(|it| field(it, Op::Missing, Vec::new())).collect();
            Condition::Any(said.chain([Condition::All(unsaid)]).collect())
        }
    })
}

impl Survey {
    /// The same as JSON, for programs.
    pub fn told(&self) -> Value {
        let day = |it: Option<Date>| it.map(|it| it.to_string());
        let item = |it: &Judged| {
            json!({ "id": it.record.id.to_string(), "kind": it.record.kind, "title": it.record.title, "word": it.kept.word,
                    "why": it.kept.why, "may_go": day(it.kept.may), "must_go": day(it.kept.must),
                    "rules": it.covered.iter().map(ToString::to_string).collect::<Vec<_>>() })
        };
        let conflict = |it: &Conflict| json!({ "keeps": it.keeps.to_string(), "destroys": it.destroys.to_string(), "case": it.witness });
        json!({
            "day": self.today.to_string(),
            "conflicts": self.conflicts.iter().map(conflict).collect::<Vec<_>>(),
            "records": self.items.iter().map(item).collect::<Vec<_>>(),
            "cut": self.cut,
        })
    }

    /// Records of which the rules say this.
    pub fn saying<'a>(&'a self, word: &'a str) -> impl Iterator<Item = &'a Judged> {
        self.items.iter().filter(move |it| it.kept.word == word)
    }
}
