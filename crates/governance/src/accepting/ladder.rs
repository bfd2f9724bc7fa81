//! The ladder of authority without a record: which level of risk, on which side of the line, is kept by whom, by the table of authority and that of decision rights
//! together. Serves ISO/IEC 42001 5.3 and 6.1.3.

use serde::Serialize;

use super::authority::{Ruling, TABLE, UNKNOWN, ruling};
use super::borne::SIDES;
use crate::Error;
use crate::bodies::rights::table::Right;
use crate::derived::Snapshot;
use crate::libraries::choices;
use crate::risking::RISK;

/// Under which circumstances somebody supposes that a risk is kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Again {
    /// How often it was kept before, without a break.
    pub renewals: usize,
    /// Whether it brings its owner, its unit or its AI system above a limit.
    pub beyond: bool,
}

/// Who keeps a level of risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The level; `unknown` where nobody can tell it.
    pub level: String,
    /// The sides of the line for which that is so.
    pub sides: Vec<&'static str>,
    /// What the table of authority says.
    #[serde(flatten)]
    pub ruling: Ruling,
    /// Roles of which one decides by both tables; none where nobody may.
    pub both: Vec<String>,
}

/// The ladder, from the mildest level on; nothing where no table speaks of it. A side of the line on which nobody is said to keep a level is left out.
pub(crate) fn ladder(at: &Snapshot, right: &Right, again: Again) -> Result<Vec<Step>, Error> {
    let Some(ruled) = TABLE.in_force(at)? else { return Ok(Vec::new()) };
    let mut found: Vec<Step> = Vec::new();
    for level in choices(&at.catalog, RISK, "level").into_iter().chain([UNKNOWN.to_owned()]) {
        for side in SIDES {
            let Ok(ruling) = ruling(&ruled, (&level, side), again.renewals, again.beyond) else { continue };
            if let Some(same) = found.iter_mut().find(|it| it.level == level && it.ruling == ruling) {
                same.sides.push(side);
                continue;
            }
            let both = right.deciders.iter().filter(|it| ruling.deciders.contains(it)).cloned().collect();
            found.push(Step { level: level.clone(), sides: vec![side], ruling, both });
        }
    }
    Ok(found)
}
