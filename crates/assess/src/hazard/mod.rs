//! Hazards that data show: which columns and data somebody names says what is looked for, and the plan from when a number is a hazard.

mod columns;
mod rows;

use measure::estimate::Limit;
use measure::report::Line;
use measure::{Estimate, Measured, Undefined};

use super::number;
use super::report::Found;
use super::run::Ask;
use super::verdict::ruling;
use crate::Error;

/// Measures.
pub fn run(ask: &Ask<'_>) -> Result<Found, Error> {
    let named = ask.columns;
    let (advice, reference, original) = (!named.prediction.is_empty(), ask.other("reference"), ask.other("original"));
    let mut found = Found::default();
    let mut looked = false;
    let mut look = |wanted: bool, how: fn(&Ask<'_>, &mut Found) -> Result<(), Error>| match wanted {
        true => how(ask, &mut found).map(|()| looked = true),
        false => Ok(()),
    };
    look(advice && reference.is_some(), rows::feedback)?;
    look(advice && original.is_some(), rows::flips)?;
    look(!named.rater.is_empty(), rows::reliance)?;
    look(!advice && reference.is_some(), rows::outputs)?;
    look(named.label.is_some() && named.rater.is_empty() && !advice, columns::labels)?;
    look(!named.group.is_empty(), columns::proxies)?;
    match looked {
        true => Ok(found),
        false => Err(Error::input(
            "nothing is named that a hazard could show in; `aims measure hazard --help` tells which columns and data each needs",
        )),
    }
}

/// Enters a number, and holds it against the most that the plan accepts.
fn told(found: &mut Found, metric: &str, of: &str, value: impl Into<Measured>, most: Option<f64>) {
    let value = value.into();
    if let Some(most) = most {
        let limit = Limit::AtMost(most);
        let verdict = limit.judge(&value);
        found.rulings.push(ruling(metric, of, Some(limit), &value, &verdict, number::limit(limit)));
    }
    found.lines.push(Line::new(metric, of, value));
}

/// The same number as a measure or the reason why there is none.
fn or_why(value: Result<Estimate, Undefined>) -> Measured {
    value.into()
}
