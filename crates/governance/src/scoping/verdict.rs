//! What the tables make of uses, AI systems and units: in, out or an interface with the rules that fired, or that it cannot be told and what to
//! ask. Pure.

use std::collections::{BTreeMap, HashMap};

use record::Id;
use serde::Serialize;
use store::RecordRow;

use super::boundary::{Place, Scope, upwards};
use super::facts::{of_system, of_use};
use super::gathered::Around;
use crate::tiering::facts::Fact;
use crate::tiering::verdict::{Verdict, verdict};

/// It belongs to the management system.
pub const IN: &str = "in";
/// It does not.
pub const OUT: &str = "out";
/// It is met at the boundary.
pub const INTERFACE: &str = "interface";
/// It cannot be told.
pub const OPEN: &str = "open";
/// A part of a unit belongs to it.
pub const PARTLY: &str = "partly";

/// A verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judged {
    /// The use, AI system or unit.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// The verdict: [`IN`], [`OUT`], [`INTERFACE`], [`OPEN`], of units also [`PARTLY`].
    pub verdict: String,
    /// The rules that fired, or why it cannot be told.
    pub reasons: Vec<String>,
    /// The reason that the scope gives, where it leaves it out.
    pub excluded_since: String,
    /// What to do so that it can be told.
    pub asks: Vec<String>,
    /// What is known of it.
    pub facts: Vec<Fact>,
}

impl Judged {
    /// Why, in one sentence.
    pub fn why(&self) -> String {
        let rules = self.reasons.join("; ");
        match self.excluded_since.is_empty() {
            true => rules,
            false => format!("{rules}; the scope says why: {}", self.excluded_since),
        }
    }

    /// A fact about it; nothing where it is not known.
    pub fn fact(&self, name: &str) -> Option<&str> {
        self.facts.iter().find(|it| it.fact == name).map(|it| it.value.as_str())
    }
}

/// Verdicts about everything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct All {
    /// Uses, by number.
    pub uses: Vec<Judged>,
    /// AI systems, by number.
    pub systems: Vec<Judged>,
    /// Units that are there, by number.
    pub units: Vec<Judged>,
}

impl All {
    /// Verdicts about uses and AI systems, by number.
    pub(crate) fn by_number(&self) -> BTreeMap<&Id, &Judged> {
        self.uses.iter().chain(&self.systems).map(|it| (&it.id, it)).collect()
    }

    /// The verdict about a record.
    pub fn of(&self, id: &Id) -> Option<&Judged> {
        self.uses.iter().chain(&self.systems).chain(&self.units).find(|it| it.id == *id)
    }
}

/// Tables with what they said so far: what is alike is asked once.
struct Asked<'a> {
    around: &'a Around,
    scope: &'a Scope,
    known: HashMap<Vec<(String, String)>, Verdict>,
}

/// Verdicts about everything by a scope.
pub(crate) fn judged(around: &Around, scope: &Scope) -> All {
    let mut asked = Asked { around, scope, known: HashMap::new() };
    let mut uses: Vec<Judged> = around.uses.iter().map(|it| asked.judge(it, of_use(around, scope, it))).collect();
    uses.sort_by_key(|it| it.id.number);
    let system: BTreeMap<&Id, Id> = around.uses.iter().filter_map(|it| Some((&it.id, it.link("system")?))).collect();
    let mut of: BTreeMap<&Id, Vec<&Judged>> = BTreeMap::new();
    for it in &uses {
        system.get(&it.id).into_iter().for_each(|system| of.entry(system).or_default().push(it));
    }
    let system = |it: &RecordRow| match of.get(&it.id) {
        Some(uses) => of_uses(it, uses),
        None => asked.judge(it, of_system(around, scope, it)),
    };
    let systems = around.systems.values().map(system).collect();
    let there = around.units.values().filter(|it| !around.is_closed(&it.id));
    let units = there.map(|it| unit(around, scope, it)).collect();
    All { uses, systems, units }
}

impl Asked<'_> {
    fn judge(&mut self, row: &RecordRow, facts: Vec<Fact>) -> Judged {
        let key = facts.iter().map(|it| (it.fact.clone(), it.value.clone())).collect();
        let tables = &self.around.tables;
        let found = self.known.entry(key).or_insert_with(|| verdict(tables, &facts));
        let library = &self.around.libraries.scoping;
        let (verdict, reasons) = match &found.outcome {
            Some(it) => (it.clone(), found.reasons.clone()),
            None => (OPEN.to_owned(), vec![found.why()]),
        };
        let mut asks: Vec<String> = found.needs.iter().map(|it| library.ask(it).to_owned()).collect();
        asks.dedup();
        let mut judged = Judged {
            id: row.id.clone(),
            title: row.title.clone(),
            excluded_since: String::new(),
            verdict,
            reasons,
            asks,
            facts,
        };
        if judged.verdict != IN {
            judged.excluded_since = given(self.around, self.scope, row, &judged).unwrap_or_default();
        }
        judged
    }
}

/// The reason that a scope gives for leaving something out, by the first of its words that does.
fn given(around: &Around, scope: &Scope, row: &RecordRow, judged: &Judged) -> Option<String> {
    let is = |name: &str| judged.fact(name) == Some("excluded");
    let found = match () {
        () if judged.fact("is_ai_system") == Some("no") => None,
        () if is("named") => scope.excludes(&row.id).or_else(|| scope.excludes(&row.link("system")?)),
        () if is("activity") => scope.excludes_activity(row.text("function")?),
        () if is("boundary") => {
            let unit = judged.facts.iter().find(|it| it.fact == "boundary")?.source.parse().ok()?;
            scope.excludes(&scope.place(&unit, &around.above).1?)
        }
        () => None,
    };
    Some(found?.reason.clone()).filter(|it| !it.is_empty())
}

/// The verdict about an AI system that has uses: in where one of them is; open where one may be.
fn of_uses(system: &RecordRow, uses: &[&Judged]) -> Judged {
    let first = [IN, OPEN, INTERFACE, OUT].into_iter().find(|it| uses.iter().any(|of| of.verdict == *it));
    let verdict = first.unwrap_or(OPEN);
    let own: Vec<&&Judged> = uses.iter().filter(|it| it.verdict == verdict).collect();
    let reason = |it: &&&Judged| format!("{} is {verdict}: {}", it.id, it.why());
    let mut asks: Vec<String> = own.iter().flat_map(|it| it.asks.iter().cloned()).collect();
    asks.sort();
    asks.dedup();
    Judged {
        id: system.id.clone(),
        title: system.title.clone(),
        verdict: verdict.to_owned(),
        reasons: own.iter().map(reason).collect(),
        excluded_since: String::new(),
        asks,
        facts: Vec::new(),
    }
}

/// The verdict about a unit, by where it lies and by interfaces that name it.
fn unit(around: &Around, scope: &Scope, row: &RecordRow) -> Judged {
    let (place, by) = scope.place(&row.id, &around.above);
    let met = scope.interfaces.iter().any(|it| it.with.as_ref() == Some(&row.id));
    let name = by.as_ref().map(ToString::to_string).unwrap_or_default();
    let own = by.as_ref() == Some(&row.id);
    let (verdict, why) = match place {
        Place::Inside if own => (IN, "the scope names it".to_owned()),
        Place::Inside => (IN, format!("it lies below {name}, which the scope names")),
        Place::Partly => (PARTLY, format!("the scope names {name} below it, and not the unit itself")),
        Place::Excluded if own => (OUT, "the scope leaves it out".to_owned()),
        Place::Excluded => (OUT, format!("it lies below {name}, which the scope leaves out")),
        Place::Outside => (OUT, "the scope names neither it nor a unit above it".to_owned()),
    };
    let met_outside = met && verdict == OUT;
    let reason = |it: &Id| scope.excludes(it).map(|it| it.reason.clone());
    Judged {
        id: row.id.clone(),
        title: row.title.clone(),
        verdict: if met_outside { INTERFACE } else { verdict }.to_owned(),
        reasons: vec![if met_outside { format!("{why}, and an interface is with it") } else { why }],
        excluded_since: by.as_ref().and_then(reason).unwrap_or_default(),
        asks: Vec::new(),
        facts: Vec::new(),
    }
}

/// Whether a unit lies at or below another.
pub(crate) fn lies_below(around: &Around, unit: Option<&Id>, top: &Id) -> bool {
    unit.is_some_and(|it| upwards(it, &around.above).contains(top))
}
