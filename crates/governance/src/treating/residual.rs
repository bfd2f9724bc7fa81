//! What is left of risks: the levels to which treatments bring likelihood and consequence, and what follows from them by the criteria. A row of a
//! control that is gone does not count, so removing it changes what is left. Places of a scale are never added. Pure.

use std::collections::BTreeMap;

use record::Id;
use serde::Serialize;
use store::RecordRow;

use super::plan::{Change, Part, Plan};
use crate::risking::criteria::Criteria;
use crate::risking::level::{Basis, Judged, Risk, Verdict, Versions, judged};

/// Controls that treatments name, as they stand.
pub struct Controls<'a> {
    /// Those that are there.
    pub known: &'a BTreeMap<Id, RecordRow>,
    /// States in which one has ended.
    pub ended: &'a [String],
}

impl Controls<'_> {
    /// Why a control does not count; nothing where it does.
    pub fn gone(&self, id: &Id) -> Option<String> {
        match self.known.get(id) {
            None => Some(format!("{id} is not there")),
            Some(it) if it.retired => Some(format!("{id} was taken out of use")),
            Some(it) if self.ended.contains(&it.state) => Some(format!("{id} is {}", it.state.replace('_', " "))),
            Some(_) => None,
        }
    }
}

/// A risk before and after, for one that bears its consequence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Moved {
    /// The risk.
    pub risk: Id,
    /// Who or what bears the consequence.
    #[serde(rename = "type")]
    pub of: String,
    /// As it is now.
    pub before: Judged,
    /// As it will be.
    pub after: Judged,
    /// By how many levels of risk it falls, or rises where an opportunity is taken; nothing where one of both cannot be told.
    pub levels: Option<i64>,
    /// Rows that made it so, in words.
    pub by: Vec<String>,
    /// Rows that do not count, and why.
    pub without: Vec<String>,
}

/// What these treatments leave of a risk.
pub fn moved(risk: &Risk, plans: &[&Plan], controls: &Controls, by: &Criteria, versions: &Versions) -> Vec<Moved> {
    let (mut counting, mut without) = (Vec::new(), Vec::new());
    for (plan, it) in plans.iter().flat_map(|plan| plan.changes.iter().map(move |it| (*plan, it))) {
        if it.risk != risk.id {
            continue;
        }
        let named = |id: &Id| (!plan.controls.contains(id)).then(|| format!("{id} is none of its controls"));
        match it.control.as_ref().and_then(|id| named(id).or_else(|| controls.gone(id))) {
            None => counting.push((plan, it)),
            Some(why) => without.push(format!("row {} of {}: {why}", it.row, plan.id())),
        }
    }
    let (after, says) = applied(risk, &counting);
    let now = judged(risk, by, versions);
    let then = judged(&after, by, versions);
    let one = |of: &String| {
        let find = |all: &[Judged], basis: Basis| all.iter().find(|it| it.basis == basis && it.of == *of).cloned();
        let (before, mut after) = (find(&now, Basis::Current)?, find(&then, Basis::Residual)?);
        // What is left follows from what is there now, and lacks what that lacks.
        if before.verdict == Verdict::NotAssessable {
            after.says.clone_from(&before.says);
        }
        let place = |it: &Judged| by.levels.iter().position(|of| Some(of) == it.level.as_ref()).map(|it| it as i64);
        let fall = place(&before).zip(place(&after)).map(|(before, after)| before - after);
        Some(Moved {
            risk: risk.id.clone(),
            of: of.clone(),
            levels: fall.map(|it| if risk.opportunity { -it } else { it }),
            by: says.iter().filter(|it| it.0.as_ref().is_none_or(|it| it == of)).map(|it| it.1.clone()).collect(),
            without: without.clone(),
            before,
            after,
        })
    };
    risk.touches.iter().filter_map(one).collect()
}

/// The type for which a row says something, nothing for all, and what it says.
type Says = (Option<String>, String);

/// The risk with its residual scores as rows make them: of several the mildest counts, for an opportunity the largest.
fn applied(risk: &Risk, counting: &[(&Plan, &Change)]) -> (Risk, Vec<Says>) {
    let mut after = risk.clone();
    let mut says = Vec::new();
    let pick = |held: usize, to: usize| if risk.opportunity { held.max(to) } else { held.min(to) };
    after.likelihood.remove(&Basis::Residual);
    after.consequence.retain(|key, _| key.0 != Basis::Residual);
    if let Some(now) = risk.likelihood.get(&Basis::Current) {
        after.likelihood.insert(Basis::Residual, *now);
    }
    for of in &risk.touches {
        if let Some(now) = risk.consequence.get(&(Basis::Current, of.clone())) {
            after.consequence.insert((Basis::Residual, of.clone()), *now);
        }
    }
    for (plan, it) in counting {
        let Some(to) = it.to.filter(|it| *it > 0) else { continue };
        let through = it.control.as_ref().map(|it| format!(" by {it}")).unwrap_or_default();
        let mut note = |of: Option<&String>, held: &mut usize| {
            let what = of.map_or(String::new(), |of| format!(" for {of}"));
            let next = pick(*held, to);
            let text = format!("{}{what} {held} → {next}{through} (row {} of {})", it.part.name(), it.row, plan.id());
            *held = next;
            says.push((of.cloned(), text));
        };
        match it.part {
            Part::Likelihood => {
                if let Some(held) = after.likelihood.get_mut(&Basis::Residual) {
                    note(None, held);
                }
            }
            Part::Consequence => {
                for of in risk.touches.iter().filter(|of| it.of.as_ref().is_none_or(|it| it == *of)) {
                    if let Some(held) = after.consequence.get_mut(&(Basis::Residual, of.clone())) {
                        note(Some(of), held);
                    }
                }
            }
        }
    }
    (after, says)
}

/// Factors on how often and on what an event costs that rows which count put on a risk; nothing where no row says one.
pub fn factors(risk: &Id, plans: &[&Plan], controls: &Controls) -> Option<(f64, f64)> {
    let (mut often, mut much, mut any) = (1.0, 1.0, false);
    for (plan, it) in plans.iter().flat_map(|plan| plan.changes.iter().map(move |it| (*plan, it))) {
        let counts = |id: &Id| plan.controls.contains(id) && controls.gone(id).is_none();
        let Some(factor) = it.factor.filter(|_| it.risk == *risk && it.control.as_ref().is_none_or(counts)) else {
            continue;
        };
        any = true;
        match it.part {
            Part::Likelihood => often *= factor,
            Part::Consequence => much *= factor,
        }
    }
    any.then_some((often, much))
}
