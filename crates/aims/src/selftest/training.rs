//! Self-test of the effect of training: an organisation whose training does nothing, whose overriding rises with it and whose quiz is passed by those who
//! err, and its clean twin; competences of which too little is known; and who knows what everybody is to know.
//!
//! Cases and keys are written by `scripts/training_effect.py`, which counts day by day and integrates Student's distribution itself.

use std::collections::BTreeMap;
use std::path::Path;

use governance::competence::effect::looks::Compared;
use governance::competence::effect::whole::Part;
use governance::{Actor, Via};
use jiff::civil::Date;
use serde::Deserialize;

use super::Outcome;
use super::competence::{Asks, demand};
use super::house::{self, House, SIDES};
use crate::exit::Failure;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    day: Date,
    /// By competence, sign and look.
    compared: BTreeMap<String, Wanted>,
    /// By topic, what is counted.
    known: BTreeMap<String, BTreeMap<String, usize>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    people: (usize, usize),
    counted: (f64, f64),
    /// The difference or correlation, the ends of its interval, and its p-value.
    says: Option<(f64, f64, f64, f64)>,
    adjusted_p: Option<f64>,
    told: String,
}

/// The effect of training on both sides.
pub(super) async fn effect(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in SIDES {
        let (_home, house, key) = house::side(folder, side, |it: &Key| it.day).await?;
        outcome.origin.clone_from(&key.origin);
        let asks: Vec<Asks> = house::json(&folder.join(side).join("asks.json"))?;
        demand(&house, &asks, false).await?;
        let effects = house.aims.training_effect(&Actor::operator(Via::System), Part::default()).await?;
        let mut left: BTreeMap<&String, &Wanted> = key.compared.iter().collect();
        for it in &effects.compared {
            let name = name(&house, it);
            let Some(wanted) = left.remove(&name) else {
                outcome.false_alarms.push(format!("{side}: {name} is compared"));
                continue;
            };
            let right = alike(it, wanted);
            outcome.check(right, || format!("{side}: {name} is {it:?}, not {wanted:?}"));
            // What shows nothing or too little must not be called an effect.
            outcome.clean += usize::from(right && !["less", "more"].contains(&wanted.told.as_str()));
        }
        outcome.missed.extend(left.keys().map(|it| format!("{side}: {it} is not compared")));
        for it in &effects.known {
            let told = [
                ("people", it.people),
                ("confirmed", it.confirmed),
                ("open", it.open),
                ("overdue", it.overdue),
                ("not_asked", it.not_asked),
                ("tried", it.tried),
                ("passed", it.passed),
                ("know", it.know.unwrap_or_default()),
            ];
            let told: BTreeMap<String, usize> = told.into_iter().map(|it| (it.0.to_owned(), it.1)).collect();
            let wanted = key.known.get(&it.key);
            outcome
                .check(wanted == Some(&told), || format!("{side}: `{}` is known as {told:?}, not {wanted:?}", it.key));
        }
    }
    Ok(outcome)
}

fn name(house: &House, it: &Compared) -> String {
    let competence = house.number(&it.competence);
    format!("{} {} {}", competence.trim_start_matches("competence-"), it.sign, it.look.name())
}

fn alike(it: &Compared, wanted: &Wanted) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() < 1e-6;
    let figures = match (it.value, it.within, it.p, wanted.says) {
        (Some(value), Some((low, high)), Some(p), Some(says)) => {
            near(value, says.0) && near(low, says.1) && near(high, says.2) && near(p, says.3)
        }
        (None, None, None, None) => !it.why.is_empty(),
        _ => false,
    };
    let adjusted = match (it.adjusted_p, wanted.adjusted_p) {
        (Some(a), Some(b)) => near(a, b),
        (a, b) => a.is_none() && b.is_none(),
    };
    let counted = near(it.counted.0, wanted.counted.0) && near(it.counted.1, wanted.counted.1);
    figures && adjusted && counted && it.people == wanted.people && it.told.name() == wanted.told
}
