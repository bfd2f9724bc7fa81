//! Which tables in force stand beside each other, and what clashes between them. Pure over the tables.
//!
//! Tables stand beside each other when they take the same decision, when one takes what the other yields, when their steps run on one
//! clock, or when both say who needs whose approval. Only such tables are held against each other.

use std::collections::{BTreeMap, BTreeSet};

use record::Id;
use rules::{Fault, Limits, Table, verify_within};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::deciding::in_force::Deciding;
use crate::deciding::shipped::shipped;

/// Work that one sort of fault may take among tables beside each other, so that nobody waits for it: about a second.
const WORK: u64 = 2_000_000;
/// Faults of one sort that are told.
const TOLD: usize = 100;

/// For each sort of fault the type of conflict that it is.
pub const FORMS: &[(&str, &str)] = &[
    ("contradiction", "contradiction"),
    ("overlap", "overlap"),
    ("duplicate", "overlap"),
    ("subsumed", "overlap"),
    ("shadowed", "shadowed"),
    ("gap", "gap"),
    ("circular", "cycle"),
    ("cycle", "cycle"),
    ("deadline", "impossible_deadline"),
    ("unreachable", "unreachable"),
    ("monotone", "uneven"),
    ("vocabulary", "words"),
];

/// A row that takes part in a clash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Side {
    /// The record of the table.
    pub table: Id,
    /// The name of the table.
    pub name: String,
    /// The row.
    pub row: String,
    /// What it asks.
    pub asks: String,
    /// What it says.
    pub says: String,
    /// The inputs that it asks about.
    pub bound: BTreeSet<String>,
}

/// Something that clashes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clash {
    /// The sort of fault, as the verifier names it.
    pub fault: &'static str,
    /// The type of conflict.
    pub form: &'static str,
    /// Records of the tables, by number.
    pub tables: Vec<Id>,
    /// The rows, side by side.
    pub sides: Vec<Side>,
    /// What clashes, in one sentence.
    pub says: String,
    /// Cases that show it.
    pub cases: Vec<String>,
    /// Where it holds.
    pub region: String,
    /// The same as long as what clashes says the same, whichever versions of the tables say it.
    pub fingerprint: String,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Found {
    /// What clashes.
    pub clashes: Vec<Clash>,
    /// What is not known, one sentence each.
    pub unsettled: Vec<String>,
}

/// What clashes among tables in force.
pub fn clashes(deciding: &[Deciding]) -> Found {
    let named = named(deciding);
    let mut found = Found::default();
    for group in beside(&named.iter().map(|it| &it.1).collect::<Vec<_>>()) {
        let of: Vec<&(Id, Table)> = group.iter().map(|it| &named[*it]).collect();
        let tables: Vec<&Table> = of.iter().map(|it| &it.1).collect();
        let findings = verify_within(&tables, &shipped().vocabulary, &Limits { work: WORK, faults: TOLD });
        for fault in &findings.faults {
            match fault.reproduces(&tables) {
                true => found.clashes.push(clash(fault, &of)),
                false => found.unsettled.push(format!("{}, but its case does not show it", fault.says)),
            }
        }
        found.unsettled.extend(findings.unsettled.into_iter().map(|it| it.says));
    }
    // Rows that say the same word by word make the same clash; it is one.
    let mut seen = BTreeSet::new();
    found.clashes.retain(|it| seen.insert(it.fingerprint.clone()));
    found
}

/// Every table with its record, under a name that no other has.
fn named(deciding: &[Deciding]) -> Vec<(Id, Table)> {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    deciding.iter().for_each(|it| *times.entry(&it.ruled.table.name).or_default() += 1);
    let own = |it: &Deciding| {
        let mut table = it.ruled.table.clone();
        if times.get(table.name.as_str()).is_some_and(|it| *it > 1) {
            let scheme = if it.scheme.is_empty() { String::new() } else { format!(", {}", it.scheme) };
            table.name = format!("{} ({}{scheme})", table.name, it.purpose).replace('_', " ");
        }
        Some((it.ruled.record.clone()?.0, table))
    };
    deciding.iter().filter_map(own).collect()
}

/// Groups of tables that stand beside each other, by place.
fn beside(tables: &[&Table]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for at in 0..tables.len() {
        let near = |group: &Vec<usize>| group.iter().any(|it| touch(tables[*it], tables[at]));
        let (joined, others): (Vec<_>, Vec<_>) = groups.into_iter().partition(near);
        let mut group: Vec<usize> = joined.into_iter().flatten().chain([at]).collect();
        group.sort_unstable();
        groups = others;
        groups.push(group);
    }
    groups.sort();
    groups
}

fn touch(one: &Table, other: &Table) -> bool {
    let yields = |from: &Table, to: &Table| from.outputs.iter().any(|it| to.inputs.iter().any(|to| to.name == it.name));
    let clocks = |it: &Table| it.outputs.iter().filter_map(|it| it.clock.as_ref().map(|it| it.0.clone())).collect();
    let (a, b): (BTreeSet<String>, BTreeSet<String>) = (clocks(one), clocks(other));
    one.decision == other.decision
        || yields(one, other)
        || yields(other, one)
        || !a.is_disjoint(&b)
        || (one.approval.is_some() && other.approval.is_some())
}

fn clash(fault: &Fault, of: &[&(Id, Table)]) -> Clash {
    let record = |name: &str| of.iter().find(|it| it.1.name == name);
    let side = |at: &rules::Place| {
        let (id, table) = record(&at.table)?;
        let row = table.rows.iter().position(|it| it.id == at.row)?;
        Some(Side {
            table: id.clone(),
            name: table.name.clone(),
            row: at.row.clone(),
            asks: table.asks(row),
            says: table.says(row),
            bound: table.bound(row).into_iter().map(str::to_owned).collect(),
        })
    };
    let tables: BTreeSet<Id> = fault.tables.iter().filter_map(|it| record(it)).map(|it| it.0.clone()).collect();
    let region: Vec<String> = fault.region.iter().map(|(name, test)| format!("{name} {test}")).collect();
    Clash {
        fault: fault.fault,
        form: FORMS.iter().find(|it| it.0 == fault.fault).map_or("words", |it| it.1),
        tables: tables.into_iter().collect(),
        sides: fault.rows.iter().filter_map(side).collect(),
        says: fault.says.clone(),
        cases: fault.cases.iter().map(ToString::to_string).collect(),
        region: region.join("; "),
        fingerprint: ledger::to_hex(&Sha256::digest(&fault.fingerprint)),
    }
}
