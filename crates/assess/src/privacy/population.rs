//! The chance of being found by somebody who knows the population that the rows come from.

use measure::privacy::classes::Classes;
use measure::privacy::risk::{journalist, marketer};
use measure::report::Line;
use measure::{Coded, Estimate, Measured, Undefined};
use read::Source;

use super::codes::together;
use crate::Error;
use crate::data;
use crate::report::Found;
use crate::run::Ask;

/// Measures within the population.
pub fn populated(found: &mut Found, population: &Source, identifiers: &[&str], ask: &Ask<'_>) -> Result<(), Error> {
    let own = data::table(ask.source()?, identifiers, ask.threads)?;
    let all = data::table(population, identifiers, ask.threads)?;
    let (own, all) = (data::batch(&own)?, data::batch(&all)?);
    let (mut mine, mut theirs): (Vec<Coded<'_>>, Vec<Coded<'_>>) = (Vec::new(), Vec::new());
    for name in identifiers {
        let mut both = together(&[&own, &all], name)?.into_iter();
        mine.extend(both.next());
        theirs.extend(both.next());
    }
    let classes = Classes::new(&mine).and_then(|own| Ok((own, Classes::new(&theirs)?)));
    let of = |measure: fn(&Classes, &Classes) -> Result<Estimate, Undefined>| -> Measured {
        classes.clone().and_then(|(own, all)| measure(&own, &all)).into()
    };
    found.lines.push(Line::new("journalist_risk", "", of(journalist)));
    found.lines.push(Line::new("marketer_risk", "", of(marketer)));
    Ok(())
}
