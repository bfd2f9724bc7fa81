//! Whether like cases are treated alike: what was set against what the table proposes, and against what others set who saw no names, by unit and by
//! type. Shares have exact intervals, families of tests are corrected together, and a group with few cases is not assessable.

use std::collections::BTreeMap;

use measure::inference::multiple::{Correction, adjust};
use measure::inference::share::{binomial_test, share};
use measure::inference::table::Table;
use measure::{Estimate, Method};
use record::Id;
use serde::Serialize;
use store::RecordRow;

use super::DECIDED;
use super::around::Around;
use super::library::Comparison;

/// A case that was decided, by how strict the measures are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Case {
    /// The breach.
    pub breach: Id,
    /// Its unit.
    pub unit: String,
    /// Its type.
    pub form: String,
    /// What was set.
    pub set: usize,
    /// What is proposed.
    pub proposed: usize,
    /// What others would have set without names.
    pub blind: Vec<usize>,
}

/// How a group of cases stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Milder than the others, beyond what chance explains.
    Lenient,
    /// Stricter than the others, beyond what chance explains.
    Strict,
    /// No difference beyond what chance explains.
    Alike,
    /// Too few cases.
    NotAssessable,
}

/// One way of comparing a group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// Cases.
    pub n: u64,
    /// Milder than what they are held against.
    pub milder: u64,
    /// Stricter than what they are held against.
    pub stricter: u64,
    /// The share that is milder, with its exact interval.
    pub share: Option<Estimate>,
    /// Variance of the difference in steps of measures.
    pub variance: Option<f64>,
    /// The p-value, corrected over all groups that are compared.
    pub p: Option<f64>,
    /// How it stands.
    pub verdict: Verdict,
}

/// A group of cases.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// The number of the unit, or the type.
    pub name: String,
    /// Against what the table proposes: milder more often than elsewhere.
    pub proposed: Compared,
    /// Against what others set without names: milder more often than stricter.
    pub blind: Compared,
}

/// The comparison of all cases.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compare {
    /// By unit.
    pub units: Vec<Group>,
    /// By type.
    pub types: Vec<Group>,
    /// Cases from which on a group is compared.
    pub least: u64,
    /// The level of all statements of one family together.
    pub level: f64,
}

/// The cases among these breaches whose measure was set and can be held against a proposal.
pub fn cases(around: &Around, breaches: &[RecordRow]) -> Vec<Case> {
    let consequences = &around.libraries.consequences;
    let rank = |name: &str| consequences.rank(name);
    let case = |row: &RecordRow| {
        let blind = row.list("blind").filter_map(|it| rank(it["measure"].as_str()?)).collect();
        Some(Case {
            breach: row.id.clone(),
            unit: row.unit.clone()?,
            form: row.text("form")?.to_owned(),
            set: rank(row.text("measure")?)?,
            proposed: rank(&around.proposal(row).ok()?.measure)?,
            blind,
        })
    };
    let set = breaches.iter().filter(|it| DECIDED.contains(&it.state.as_str()) && !it.retired);
    set.filter_map(case).collect()
}

/// All cases, compared by unit and by type.
pub fn compare(cases: &[Case], by: &Comparison) -> Compare {
    Compare {
        units: groups(cases, |it| it.unit.clone(), by),
        types: groups(cases, |it| it.form.clone(), by),
        least: by.least,
        level: by.level,
    }
}

fn groups(cases: &[Case], name: impl Fn(&Case) -> String, by: &Comparison) -> Vec<Group> {
    let mut of: BTreeMap<String, Vec<&Case>> = BTreeMap::new();
    cases.iter().for_each(|it| of.entry(name(it)).or_default().push(it));
    let proposed: Vec<Vec<i64>> =
        of.values().map(|all| all.iter().map(|it| steps(it.set, it.proposed)).collect()).collect();
    let blind: Vec<Vec<i64>> = of.values().map(|all| all.iter().filter_map(|it| against_blind(it)).collect()).collect();
    let elsewhere = family(&proposed, by, |at| milder_than_elsewhere(&proposed, at));
    let without_names = family(&blind, by, |at| milder_than_stricter(&blind[at]));
    let both = elsewhere.into_iter().zip(without_names);
    of.into_keys().zip(both).map(|(name, (proposed, blind))| Group { name, proposed, blind }).collect()
}

/// How many steps stricter what was set is than something else.
fn steps(set: usize, other: usize) -> i64 {
    i64::try_from(set).unwrap_or(i64::MAX) - i64::try_from(other).unwrap_or(i64::MAX)
}

/// The same against the middle of what others set without names.
fn against_blind(case: &Case) -> Option<i64> {
    let mut blind = case.blind.clone();
    blind.sort_unstable();
    Some(steps(case.set, *blind.get(blind.len().checked_sub(1)? / 2)?))
}

fn milder(all: &[i64]) -> u64 {
    all.iter().filter(|it| **it < 0).count() as u64
}

/// Fisher's exact test of a group against all others, and whether it is milder.
fn milder_than_elsewhere(groups: &[Vec<i64>], at: usize) -> (f64, bool) {
    let own = &groups[at];
    let others: Vec<i64> =
        groups.iter().enumerate().filter(|it| it.0 != at).flat_map(|it| it.1.iter().copied()).collect();
    let cells = [milder(own), own.len() as u64 - milder(own), milder(&others), others.len() as u64 - milder(&others)];
    let p = Table::new(&cells, 2).and_then(|it| it.fisher()).map_or(1.0, |it| it.p);
    let share = |k: u64, n: usize| k as f64 / n.max(1) as f64;
    (p, share(cells[0], own.len()) > share(cells[2], others.len()))
}

/// The exact sign test: milder as often as stricter; and whether it is milder.
fn milder_than_stricter(all: &[i64]) -> (f64, bool) {
    let (down, up) = (milder(all), all.iter().filter(|it| **it > 0).count() as u64);
    (if down + up == 0 { 1.0 } else { binomial_test(down, down + up, 0.5).p }, down > up)
}

/// Groups with enough cases are one family, corrected by Holm.
fn family(groups: &[Vec<i64>], by: &Comparison, test: impl Fn(usize) -> (f64, bool)) -> Vec<Compared> {
    let enough: Vec<usize> = (0..groups.len()).filter(|it| groups[*it].len() as u64 >= by.least.max(1)).collect();
    let tested: Vec<(f64, bool)> = enough.iter().map(|it| test(*it)).collect();
    let adjusted = adjust(&tested.iter().map(|it| it.0).collect::<Vec<_>>(), Correction::Holm);
    let told = |(at, all): (usize, &Vec<i64>)| {
        let place = enough.iter().position(|it| *it == at);
        let p = place.map(|it| adjusted[it]);
        let verdict = match (p, place.map(|it| tested[it].1)) {
            (Some(p), Some(true)) if p < 1.0 - by.level => Verdict::Lenient,
            (Some(p), Some(false)) if p < 1.0 - by.level => Verdict::Strict,
            (Some(_), _) => Verdict::Alike,
            (None, _) => Verdict::NotAssessable,
        };
        let (n, down) = (all.len() as u64, milder(all));
        Compared {
            n,
            milder: down,
            stricter: all.iter().filter(|it| **it > 0).count() as u64,
            share: share(down, n, by.level, Method::ClopperPearson).ok(),
            variance: variance(all),
            p,
            verdict,
        }
    };
    groups.iter().enumerate().map(told).collect()
}

/// The variance of a sample; none of fewer than two.
fn variance(all: &[i64]) -> Option<f64> {
    let n = all.len() as f64;
    let mean = all.iter().sum::<i64>() as f64 / n;
    (all.len() > 1).then(|| all.iter().map(|it| (*it as f64 - mean).powi(2)).sum::<f64>() / (n - 1.0))
}
