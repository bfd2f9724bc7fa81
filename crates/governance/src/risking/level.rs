//! What follows for a risk by criteria: a level for each that bears a consequence, and the side of the line on which it lies, with the cell that decided.
//! Never one number over several types. Pure. Serves ISO/IEC 42001 6.1.2.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::Id;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::RecordRow;

use super::criteria::Criteria;
use crate::data::lineage::targets;
use crate::derived::date;

/// With what in place a risk is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Without controls.
    Inherent,
    /// With the controls that are there now.
    Current,
    /// Once the treatments that were decided are in place.
    Residual,
}

impl Basis {
    /// Every basis.
    pub const ALL: [Basis; 3] = [Basis::Inherent, Basis::Current, Basis::Residual];

    /// Its name, as data write it.
    pub fn name(self) -> &'static str {
        match self {
            Basis::Inherent => "inherent",
            Basis::Current => "current",
            Basis::Residual => "residual",
        }
    }

    fn likelihood(self) -> &'static str {
        match self {
            Basis::Inherent => "inherent_likelihood",
            Basis::Current => "likelihood",
            Basis::Residual => "likelihood_after",
        }
    }

    /// The field of the one score that a risk with a single type may have.
    fn single(self) -> &'static str {
        match self {
            Basis::Inherent => "inherent_consequence",
            Basis::Current => "consequence",
            Basis::Residual => "",
        }
    }
}

/// A risk, as far as the process asks.
#[derive(Debug, Clone)]
pub struct Risk {
    /// The record.
    pub id: Id,
    /// Whether the outcome is hoped for.
    pub opportunity: bool,
    /// The AI systems with which it could happen; none where it is about the management system.
    pub systems: Vec<Id>,
    /// The stage of life in which it arises.
    pub stage: Option<String>,
    /// State of the record.
    pub state: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The unit in which it is borne, where it names one.
    pub unit: Option<String>,
    /// What its statement lacks.
    pub unsaid: Vec<&'static str>,
    /// Who or what bears the consequences.
    pub touches: BTreeSet<String>,
    /// Places of the scale of likelihood, from 1, by basis.
    pub likelihood: BTreeMap<Basis, usize>,
    /// Places of the scale of each type, from 1, by basis.
    pub consequence: BTreeMap<(Basis, String), usize>,
    /// The criteria by which it was scored.
    pub criteria: Option<Id>,
    /// What the evaluation says is to be done.
    pub response: Option<String>,
    /// The day of the assessment.
    pub assessed_on: Option<Date>,
    /// The day that was set for the next one.
    pub next: Option<Date>,
    /// Types that stand there twice.
    pub twice: BTreeSet<String>,
}

/// Parts of a structured statement: what people call each, and its field.
const STATEMENT: [(&str, &str); 4] =
    [("source", "source"), ("event", "event"), ("consequences", "effect"), ("affected people", "affected")];

impl Risk {
    /// The risk of a record.
    pub fn of(row: &RecordRow) -> Risk {
        let number = |it: Option<&Value>| it.and_then(Value::as_u64).map(|it| it as usize);
        let mut touches: BTreeSet<String> =
            row.list("consequence_types").filter_map(|it| it.as_str().map(str::to_owned)).collect();
        let (mut consequence, mut twice, mut seen) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
        for it in row.list("by_type") {
            let of = it.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
            if !seen.insert(of.clone()) {
                twice.insert(of.clone());
            }
            for basis in Basis::ALL {
                if let Some(place) = number(it.get(basis.name())) {
                    consequence.insert((basis, of.clone()), place);
                }
            }
            touches.insert(of);
        }
        // One score for all is the score of a type only where there is no other.
        if let (true, 1, Some(of)) = (seen.is_empty(), touches.len(), touches.first()) {
            for basis in Basis::ALL {
                let single = number(row.document.get(basis.single()));
                consequence.extend(single.map(|it| ((basis, of.clone()), it)));
            }
        }
        let likelihood = Basis::ALL.into_iter().filter_map(|it| Some((it, number(row.document.get(it.likelihood()))?)));
        let blank = |field: &str| row.text(field).is_none_or(|it| it.trim().is_empty());
        Risk {
            id: row.id.clone(),
            opportunity: row.text("direction") == Some("opportunity"),
            systems: targets(&row.document, "systems"),
            stage: row.text("stage").map(str::to_owned),
            state: row.state.clone(),
            owner: row.owner.clone(),
            unit: row.unit.clone(),
            unsaid: STATEMENT.into_iter().filter(|it| blank(it.1)).map(|it| it.0).collect(),
            touches,
            likelihood: likelihood.collect(),
            consequence,
            criteria: row.link("criteria"),
            response: row.text("response").map(str::to_owned),
            assessed_on: date(&row.document, "assessed_on"),
            next: date(&row.document, "next_assessment"),
            twice,
        }
    }

    /// What it lacks of likelihood and consequence as it is now, in words.
    pub fn unscored(&self) -> Vec<String> {
        let mut found = Vec::new();
        if !self.likelihood.contains_key(&Basis::Current) {
            found.push("its likelihood is not scored".to_owned());
        }
        if self.touches.is_empty() {
            found.push("it does not say who or what bears the consequences".to_owned());
        }
        let none = self.touches.iter().filter(|it| !self.consequence.contains_key(&(Basis::Current, (*it).clone())));
        found.extend(none.map(|it| format!("its consequence for {it} is not scored")));
        found
    }
}

/// On which side of the line something lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing can be told.
    NotAssessable,
    /// It is acceptable as it is.
    Acceptable,
    /// It is tolerable while it is treated.
    Tolerable,
    /// It lies above the line.
    Above,
    /// The opportunity is worth less than what is pursued.
    NotPursued,
    /// The opportunity is to be pursued.
    Pursue,
}

impl Verdict {
    /// Its name, as data write it.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::NotAssessable => "not_assessable",
            Verdict::Acceptable => "acceptable",
            Verdict::Tolerable => "tolerable",
            Verdict::Above => "above",
            Verdict::NotPursued => "not_pursued",
            Verdict::Pursue => "pursue",
        }
    }
}

/// How a risk stands for one type of consequence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judged {
    /// With what in place.
    pub basis: Basis,
    /// Who or what bears the consequence.
    #[serde(rename = "type")]
    pub of: String,
    /// The level of likelihood by its place in these criteria, from 1.
    pub likelihood: Option<usize>,
    /// The level of consequence by its place in these criteria, from 1.
    pub consequence: Option<usize>,
    /// The level of risk.
    pub level: Option<String>,
    /// On which side of the line it lies.
    pub verdict: Verdict,
    /// The cell and the line that decided, or why nothing can be told.
    pub says: String,
}

/// Versions of scales by criteria that are or were in force.
pub type Versions = BTreeMap<Id, String>;

/// How a risk stands by criteria, by basis and type; nothing stands for what it does not touch.
pub fn judged(risk: &Risk, by: &Criteria, versions: &Versions) -> Vec<Judged> {
    let every = Basis::ALL.into_iter().flat_map(|basis| risk.touches.iter().map(move |of| (basis, of)));
    every.map(|(basis, of)| one(risk, by, versions, basis, of)).collect()
}

fn one(risk: &Risk, by: &Criteria, versions: &Versions, basis: Basis, of: &str) -> Judged {
    let mut it = Judged {
        basis,
        of: of.to_owned(),
        likelihood: None,
        consequence: None,
        level: None,
        verdict: Verdict::NotAssessable,
        says: String::new(),
    };
    match places(risk, by, versions, basis, of) {
        Err(why) => it.says = why,
        Ok((likelihood, consequence)) => {
            (it.likelihood, it.consequence) = (Some(likelihood), Some(consequence));
            match cell(by, risk.opportunity, of, (likelihood, consequence)) {
                Err(why) => it.says = why,
                Ok((level, verdict, says)) => {
                    (it.level, it.verdict, it.says) = (by.levels.get(level).cloned(), verdict, says);
                }
            }
        }
    }
    it
}

/// The scores in places of these criteria, or why there are none.
fn places(risk: &Risk, by: &Criteria, versions: &Versions, basis: Basis, of: &str) -> Result<(usize, usize), String> {
    let likelihood =
        risk.likelihood.get(&basis).ok_or_else(|| format!("its {} likelihood is not scored", basis.name()))?;
    let consequence = risk
        .consequence
        .get(&(basis, of.to_owned()))
        .ok_or_else(|| format!("its {} consequence for {of} is not scored", basis.name()))?;
    let Some(own) = &risk.criteria else {
        return Err("it names no criteria by which it was scored".to_owned());
    };
    let Some(version) = versions.get(own) else {
        return Err(format!("it was scored by {own}, which is not and was not in force"));
    };
    let across = |of: Option<&str>, from: usize| {
        by.translated(version, of, from).ok_or_else(|| {
            format!(
                "it was scored on the scales {version}, and {} does not say what level {from} of {} is on {}",
                by.id,
                of.map_or("likelihood".to_owned(), |of| format!("consequence for {of}")),
                by.version
            )
        })
    };
    Ok((across(None, *likelihood)?, across(Some(of), *consequence)?))
}

/// What a cell of the matrix of a type gives, for threats or for opportunities: the level by its place, the side of the line, and the cell with the line
/// that decided; likelihood and consequence are places from 1.
///
/// Errors: the criteria do not say it.
pub fn cell(
    by: &Criteria,
    opportunity: bool,
    of: &str,
    (likelihood, consequence): (usize, usize),
) -> Result<(usize, Verdict, String), String> {
    let id = &by.id;
    if !by.consequences.contains_key(of) {
        return Err(format!("{id} has no scale for {of}"));
    }
    let level = by
        .level(of, likelihood, consequence)
        .ok_or_else(|| format!("{id} has no cell at likelihood {likelihood} and consequence {consequence} for {of}"))?;
    let line = by.line(of).ok_or_else(|| format!("{id} has no line for {of}"))?;
    let name = |at: usize| by.levels.get(at).map_or("", String::as_str);
    let (found, against) = match (opportunity, line.pursue) {
        (true, None) => return Err(format!("{id} does not say from which level an opportunity for {of} is pursued")),
        (true, Some(from)) => {
            let verdict = if level >= from { Verdict::Pursue } else { Verdict::NotPursued };
            (verdict, format!("pursued from {}", name(from)))
        }
        (false, _) => {
            let verdict = match () {
                () if level <= line.acceptable => Verdict::Acceptable,
                () if level <= line.tolerable => Verdict::Tolerable,
                () => Verdict::Above,
            };
            (verdict, format!("acceptable to {}, tolerable to {}", name(line.acceptable), name(line.tolerable)))
        }
    };
    let scored = likelihood.checked_sub(1).and_then(|it| by.likelihood.get(it)).map_or("", String::as_str);
    let says = format!(
        "{id} ({}): likelihood {likelihood} {scored} × consequence {consequence} {} for {of} gives {}; {against}",
        by.version,
        by.named(of, consequence),
        name(level)
    );
    Ok((level, found, says))
}
