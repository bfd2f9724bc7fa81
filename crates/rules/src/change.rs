//! What another version of a table changes: the cases whose outcome differs, the rows that do, and which of given cases move.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::cells::{Region, inside, meet, united};
use crate::evaluate::Verdict;
use crate::model::{Policy, Table};
use crate::problem::Problem;
use crate::scene::Scene;
use crate::search::{Exhausted, Search};
use crate::value::{Case, Value};
use crate::verify::{Limits, row_text};

/// Cases whose outcome differs between two versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// For each input that matters the test that covers the cases.
    pub region: Vec<(String, String)>,
    /// One of them.
    pub case: Case,
    /// What the old version says.
    pub from: String,
    /// What the new version says.
    pub to: String,
}

/// What differs between two versions of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Cases whose outcome differs, as boxes that do not overlap.
    pub moved: Vec<Moved>,
    /// Rows of the new version only.
    pub added: Vec<String>,
    /// Rows of the old version only.
    pub removed: Vec<String>,
    /// Rows that say something else: identifier, before, after.
    pub edited: Vec<(String, String, String)>,
    /// What is not known, when not everything could be compared.
    pub unsettled: Option<String>,
}

impl Difference {
    /// Whether no case has another outcome and everything was compared.
    pub fn same(&self) -> bool {
        self.moved.is_empty() && self.unsettled.is_none()
    }
}

/// Parts that are looked at for each box that may be told: most grow together.
const PARTS: usize = 100;

/// Boxes of cases by what the versions say of them.
type Parts = BTreeMap<(String, String), Vec<Region>>;

/// Compares two versions of a table over every case.
pub fn diff(old: &Table, new: &Table, limits: &Limits) -> Result<Difference, Problem> {
    comparable(old, new)?;
    let mut difference = Difference::default();
    rows(old, new, &mut difference);
    let scene = Scene::of(&[old, new]);
    let mut search = Search::new(limits.work);
    let mut parts: Parts = BTreeMap::new();
    let done = outcomes(&scene, &mut search, limits, &mut parts);
    for ((from, to), regions) in parts {
        for region in united(regions) {
            let (from, to) = (from.clone(), to.clone());
            difference.moved.push(Moved {
                region: scene.space.told(&region),
                case: scene.space.case(&region),
                from,
                to,
            });
        }
    }
    if done.is_err() {
        difference.unsettled = Some(
            "whether more cases move than those told is not settled: that takes more work than is allowed".to_owned(),
        );
    }
    Ok(difference)
}

/// Both versions must speak of the same inputs in the same words.
fn comparable(old: &Table, new: &Table) -> Result<(), Problem> {
    for input in &old.inputs {
        let same = new.input(&input.name).map(|it| &new.inputs[it]);
        if same.is_some_and(|it| it.domain != input.domain || it.optional != input.optional) {
            let says =
                "both versions speak of the input with other types or values; compare after one of them is adapted";
            return Err(Problem::new(says).column(&input.name).table(&new.name));
        }
    }
    Ok(())
}

fn rows(old: &Table, new: &Table, difference: &mut Difference) {
    let text = |table: &Table| -> BTreeMap<String, String> {
        table.rows.iter().map(|it| (it.id.clone(), row_text(table, it))).collect()
    };
    let (before, after) = (text(old), text(new));
    difference.added = after.keys().filter(|it| !before.contains_key(*it)).cloned().collect();
    difference.removed = before.keys().filter(|it| !after.contains_key(*it)).cloned().collect();
    let both = before.iter().filter_map(|(id, old)| Some((id, old, after.get(id)?)));
    difference.edited =
        both.filter(|it| it.1 != it.2).map(|(id, old, new)| (id.clone(), old.clone(), new.clone())).collect();
}

/// Splits all cases until each part has one outcome by each version, and tells the parts where they differ.
fn outcomes(scene: &Scene<'_>, search: &mut Search, limits: &Limits, parts: &mut Parts) -> Result<(), Exhausted> {
    let mut told = 0;
    let mut waiting = vec![(scene.space.whole(), [all(scene, 0), all(scene, 1)])];
    while let Some((part, near)) = waiting.pop() {
        search.spend((near[0].len() + near[1].len()) * part.len() + 1)?;
        let judged = [0, 1].map(|table| outcome(scene, table, &part, &near[table]));
        if let [Some(from), Some(to)] = &judged {
            if from != to {
                told += 1;
                if told > limits.faults.saturating_mul(PARTS) {
                    return Err(Exhausted);
                }
                parts.entry((from.clone(), to.clone())).or_default().push(part);
            }
            continue;
        }
        let rows: Vec<&Region> =
            [0, 1].iter().flat_map(|it| near[*it].iter().map(|row| &scene.regions[*it][*row])).collect();
        let Some((low, high)) = crate::search::halves(&part, &rows) else { continue };
        for side in [high, low] {
            let near = [0, 1].map(|table| {
                let meets = |row: &&usize| meet(&scene.regions[table][**row], &side);
                near[table].iter().filter(meets).copied().collect()
            });
            waiting.push((side, near));
        }
    }
    Ok(())
}

fn all(scene: &Scene<'_>, table: usize) -> Vec<usize> {
    (0..scene.tables[table].rows.len()).collect()
}

/// What a version says of every case of a part, where that is the same.
fn outcome(scene: &Scene<'_>, table: usize, part: &Region, near: &[usize]) -> Option<String> {
    let (rules, regions) = (scene.tables[table], &scene.regions[table]);
    let whole = |row: &usize| inside(part, &regions[*row]);
    let ordered = matches!(rules.policy, Policy::First | Policy::Priority);
    let first = rules.engine.order.iter().copied().find(|it| near.contains(it));
    match first {
        // Whatever comes later: the row that wins everywhere settles it.
        Some(row) if ordered && whole(&row) => Some(told(rules, &rules.judge(&[row]))),
        _ if near.iter().all(whole) => Some(told(rules, &rules.judge(near))),
        _ => None,
    }
}

/// An outcome in words.
pub(crate) fn told(table: &Table, verdict: &Verdict) -> String {
    match verdict {
        Verdict::Decided { values, .. } => {
            let said = values.iter().filter(|it| it.1 != Value::Missing);
            said.map(|(name, value)| format!("{name} = {}", value.bare())).collect::<Vec<_>>().join("; ")
        }
        Verdict::Nothing => "nothing".to_owned(),
        Verdict::Contradicted { rows } => {
            let rows: Vec<String> = rows.iter().map(|it| format!("`{}`", table.rows[*it].id)).collect();
            format!("contradicted by rows {}", rows.join(", "))
        }
        Verdict::Undecided { needs } => format!("undecided without {}", needs.join(", ")),
    }
}

/// A case whose outcome another version changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mover {
    /// Place among the cases that were given, from 0.
    pub place: usize,
    /// What the old version says.
    pub from: String,
    /// What the new version says.
    pub to: String,
}

/// What becomes of given cases.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Replay {
    /// How many cases were asked.
    pub cases: usize,
    /// Those whose outcome differs.
    pub moved: Vec<Mover>,
    /// How many there are of each pair of outcomes, also of those that stay.
    pub pairs: Vec<(String, String, usize)>,
}

/// Asks both versions of given cases, and tells which move.
pub fn replay(old: &Table, new: &Table, cases: &[Case]) -> Result<Replay, Problem> {
    let (mut moved, mut pairs) = (Vec::new(), BTreeMap::new());
    for (place, case) in cases.iter().enumerate() {
        let numbered = |it: Problem| it.row(&format!("case {}", place + 1));
        let from = told(old, &old.evaluate(case).map_err(numbered)?.verdict);
        let to = told(new, &new.evaluate(case).map_err(numbered)?.verdict);
        *pairs.entry((from.clone(), to.clone())).or_insert(0) += 1;
        if from != to {
            moved.push(Mover { place, from, to });
        }
    }
    let pairs = pairs.into_iter().map(|((from, to), count)| (from, to, count)).collect();
    Ok(Replay { cases: cases.len(), moved, pairs })
}
