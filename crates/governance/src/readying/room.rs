//! The evidence room: each requirement with its status, its freshest proof, since when it operates, who looks after it and what it lacks.

use std::collections::{BTreeMap, BTreeSet};

use conformity::explain::{Explained, Weighed};
use conformity::plan::About;
use conformity::{Matrix, Status};
use jiff::civil::Date;
use library::{Framework, Modality, Node};
use serde::Serialize;

use super::library::Stage;
use crate::conformity::CONTROL;

/// A requirement in the room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its reference.
    pub reference: String,
    /// Its identifier.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How binding it is.
    pub modality: Modality,
    /// How it stands.
    pub status: Status,
    /// AI systems by status, where it is asked of AI systems.
    pub systems: BTreeMap<&'static str, usize>,
    /// Names of the stages that it passes.
    pub passes: Vec<String>,
    /// Proof that counts, the freshest first; at most as many as are asked for.
    pub proof: Vec<Proof>,
    /// How much proof counts.
    pub proofs: usize,
    /// Controls that carry it out.
    pub controls: Vec<String>,
    /// First day of unbroken proof.
    pub operating_since: Option<Date>,
    /// First day on which it falls by itself.
    pub falls_on: Option<Date>,
    /// Who looks after it.
    pub owners: BTreeSet<String>,
    /// What it follows from.
    pub why: String,
    /// What keeps it from being more.
    pub lacks: Vec<String>,
}

impl Row {
    /// What keeps it from being more; what it follows from, where nothing does.
    pub fn missing(&self) -> String {
        if self.lacks.is_empty() { self.why.clone() } else { self.lacks.join("; ") }
    }
}

/// A record that is proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// Its number.
    pub record: String,
    /// Its kind.
    pub kind: String,
    /// Last day on which it is fresh; nothing where it does not grow old.
    pub fresh_until: Option<Date>,
    /// Whether it is of some AI systems alone.
    pub of_some: bool,
}

/// How far a stage is passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Passed {
    /// The stage.
    pub stage: Stage,
    /// Requirements that pass it.
    pub ready: usize,
    /// Requirements that are asked and can be told.
    pub asked: usize,
    /// Requirements that must be met and do not pass: the blockers, in the order of the framework.
    pub blockers: Vec<String>,
    /// Requirements of which nothing can be told.
    pub untold: usize,
}

/// Every requirement of a framework that can be assessed, each with at most so many records that are proof.
pub fn rows(matrix: &Matrix, framework: &Framework, stages: &[Stage], most: usize) -> Vec<Row> {
    framework.assessable().filter_map(|node| row(matrix, (framework, node), stages, most)).collect()
}

/// One requirement; nothing where it cannot be assessed.
pub fn row(matrix: &Matrix, (framework, node): (&Framework, &Node), stages: &[Stage], most: usize) -> Option<Row> {
    let reference = framework.reference(node);
    let place = matrix.plan.place(&reference)?;
    let told = matrix.explain(place, None);
    let passes = stages.iter().filter(|it| told.status.counts() && told.status >= it.least);
    let controls: BTreeSet<&String> =
        told.weighed.iter().filter(|it| it.kind == CONTROL).map(|it| &it.record).collect();
    let mut proof = proof(&told, matrix.ground.today);
    let proofs = proof.len();
    proof.truncate(most);
    Some(Row {
        id: node.id.clone(),
        title: node.title.clone(),
        modality: node.modality.unwrap_or(Modality::Shall),
        status: told.status,
        systems: systems(matrix, place),
        passes: passes.map(|it| it.name.clone()).collect(),
        controls: controls.into_iter().cloned().collect(),
        proof,
        proofs,
        operating_since: told.operating_since,
        falls_on: told.falls_on,
        owners: told.owners,
        why: told.why,
        lacks: told.lacks,
        reference,
    })
}

/// How far each stage is passed.
pub fn passed(rows: &[Row], stages: &[Stage]) -> Vec<Passed> {
    let of = |stage: &Stage| {
        let asked = rows.iter().filter(|it| it.status.counts());
        let (ready, open): (Vec<&Row>, Vec<&Row>) = asked.partition(|it| it.passes.contains(&stage.name));
        let blocks = open.iter().filter(|it| it.modality == Modality::Shall);
        Passed {
            stage: stage.clone(),
            ready: ready.len(),
            asked: ready.len() + open.len(),
            blockers: blocks.map(|it| it.reference.clone()).collect(),
            untold: rows.iter().filter(|it| it.status == Status::NotAssessable).count(),
        }
    };
    stages.iter().map(of).collect()
}

fn systems(matrix: &Matrix, place: usize) -> BTreeMap<&'static str, usize> {
    let mut all = BTreeMap::new();
    if matrix.plan.lines[place].about != About::Organisation {
        for system in 0..matrix.systems.len() {
            *all.entry(matrix.status(place, Some(system)).name()).or_default() += 1;
        }
    }
    all
}

/// Proof that counts, the freshest first and each record once: what never grows old, then what stays fresh longest.
fn proof(told: &Explained, today: Date) -> Vec<Proof> {
    let fresh = |it: &&Weighed| it.counts || (it.elsewhere && it.fresh_until.is_some_and(|it| it >= today));
    let mut all: Vec<&Weighed> = told.weighed.iter().filter(|it| it.kind != CONTROL).filter(fresh).collect();
    all.sort_by_key(|it| (std::cmp::Reverse(it.fresh_until.unwrap_or(Date::MAX)), it.record.clone()));
    let mut known = BTreeSet::new();
    let bare = |it: &Weighed| it.record.split('#').next().unwrap_or_default().to_owned();
    all.retain(|it| known.insert(bare(it)));
    let one = |it: &&Weighed| Proof {
        record: bare(it),
        kind: it.kind.clone(),
        fresh_until: it.fresh_until,
        of_some: it.elsewhere,
    };
    all.iter().map(one).collect()
}
