//! What is kept together: each risk that is kept counts the points of its level once, however many acceptances it has; added up by who answers, by unit and
//! by AI system, and over risks that are one in parts. Pure.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use store::RecordRow;

use super::alike::tied;
use super::library::{Accepting, Axis};

/// A risk that is kept, or that somebody asks to keep.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// The acceptance.
    pub acceptance: Id,
    /// The risk.
    pub risk: Id,
    /// The graver of the level that was accepted and the level now.
    pub level: Option<String>,
    /// What it counts.
    pub points: u64,
    /// Whether it was granted and its time is not over.
    pub counts: bool,
    /// The day on which it begins, or was asked for.
    pub from: Date,
    /// By which owner, unit and AI systems it is added up.
    #[serde(skip)]
    pub by: BTreeMap<Axis, BTreeSet<String>>,
}

/// What is kept together by one owner, in one unit, or of one AI system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sum {
    /// By what it is added up.
    pub by: Axis,
    /// Whose it is.
    pub of: String,
    /// The points.
    pub points: u64,
    /// The limit, where there is one.
    pub limit: Option<u64>,
    /// How it is counted.
    pub formula: String,
    /// The acceptances that count.
    pub acceptances: Vec<Id>,
}

impl Sum {
    /// Whether it is more than the limit.
    pub fn beyond(&self) -> bool {
        self.limit.is_some_and(|it| self.points > it)
    }
}

/// Risks that are one in parts, with the level that they come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Together {
    /// The level that their points come to.
    pub level: String,
    /// The points.
    pub points: u64,
    /// How they are counted, and what ties them.
    pub says: String,
    /// The risks.
    pub risks: Vec<Id>,
    /// Their acceptances.
    pub acceptances: Vec<Id>,
}

/// A limit above which an acceptance would bring somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Over {
    /// By what it is added up.
    pub by: Axis,
    /// Whose limit it is.
    pub of: String,
    /// How it is counted, with the limit.
    pub says: String,
    /// The acceptances that count.
    pub acceptances: Vec<Id>,
}

/// Of each risk the gravest that is kept of it.
fn once<'a>(all: impl Iterator<Item = &'a Kept>) -> BTreeMap<&'a Id, &'a Kept> {
    let mut found: BTreeMap<&Id, &Kept> = BTreeMap::new();
    for it in all {
        let held = found.entry(&it.risk).or_insert(it);
        if it.points > held.points {
            *held = it;
        }
    }
    found
}

/// Points of each, and what they come to.
fn formula(all: &BTreeMap<&Id, &Kept>) -> (u64, String) {
    let points = all.values().map(|it| it.points).sum();
    let each = all.values().map(|it| {
        let level = it.level.as_deref().unwrap_or("level not told");
        format!("{} ({} of {}, {level})", it.points, it.risk, it.acceptance)
    });
    (points, format!("{} = {points}", each.collect::<Vec<_>>().join(" + ")))
}

/// What is kept together, by every axis.
pub fn sums(all: &[Kept], by: &Accepting) -> Vec<Sum> {
    let mut found = Vec::new();
    for axis in Axis::ALL {
        let of = |it: &Kept| it.by.get(&axis).cloned().unwrap_or_default();
        let names: BTreeSet<String> = all.iter().filter(|it| it.counts).flat_map(of).collect();
        for name in names {
            let own = once(all.iter().filter(|it| it.counts && of(it).contains(&name)));
            let (points, formula) = formula(&own);
            let acceptances = own.values().map(|it| it.acceptance.clone()).collect();
            found.push(Sum { by: axis, of: name, points, limit: by.limit_of(axis), formula, acceptances });
        }
    }
    found
}

/// The limits above which one brings what is kept together.
pub fn beyond(one: &Kept, all: &[Kept], by: &Accepting) -> Vec<Over> {
    let mut found = Vec::new();
    for (axis, names) in &one.by {
        let Some(limit) = by.limit_of(*axis) else { continue };
        for name in names {
            let others = all.iter().filter(|it| it.counts && it.by.get(axis).is_some_and(|it| it.contains(name)));
            let own = once(others.filter(|it| it.risk != one.risk).chain([one]));
            let (points, formula) = formula(&own);
            if points > limit {
                let says = format!("with it {} {name} bears {formula} points, above the limit of {limit}", axis.name());
                let acceptances = own.values().map(|it| it.acceptance.clone()).collect();
                found.push(Over { by: *axis, of: name.clone(), says, acceptances });
            }
        }
    }
    found
}

/// What risks of which one is a part come to together, where that is graver than itself: those that are kept or asked for since a day.
pub fn together(
    one: &Kept,
    all: &[Kept],
    risks: &BTreeMap<Id, RecordRow>,
    (by, levels): (&Accepting, &[String]),
    since: Date,
) -> Option<Together> {
    let near: Vec<&Kept> = all.iter().filter(|it| since <= it.from).chain([one]).collect();
    let rows: BTreeMap<Id, &RecordRow> =
        near.iter().filter_map(|it| Some((it.risk.clone(), risks.get(&it.risk)?))).collect();
    let ties = tied(&by.together, &one.risk, &rows);
    let parts = once(near.into_iter().filter(|it| ties.contains_key(&it.risk)));
    if parts.len() < 2 {
        return None;
    }
    let (points, counted) = formula(&parts);
    let level = by.level_of(points, levels)?;
    let place = |it: &str| levels.iter().position(|of| of == it);
    let graver = one.level.as_deref().and_then(place).is_some_and(|own| place(level).is_some_and(|it| it > own));
    graver.then(|| {
        let says: BTreeSet<&str> = ties.values().copied().filter(|it| !it.is_empty()).collect();
        let says = says.into_iter().collect::<Vec<_>>().join(", ");
        Together {
            level: level.to_owned(),
            points,
            says: format!("{} risks with {says} come to {level} together: {counted} points", parts.len()),
            risks: parts.keys().map(|it| (*it).clone()).collect(),
            acceptances: parts.values().map(|it| it.acceptance.clone()).collect(),
        }
    })
}
