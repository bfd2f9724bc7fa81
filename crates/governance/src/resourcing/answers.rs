//! What policies may know of resource plans: the first fault.

use policy::Fact as Known;
use store::RecordRow;

use super::fault::faults;
use super::plan::Plan;
use super::scenario;
use crate::Error;
use crate::deciding::in_force::{Tables, of_records};
use crate::deciding::shipped::scheme;
use crate::derived::Snapshot;
use crate::tiering::OWN_TIER;

/// The tiers of the tables in force, from the strictest.
pub(crate) fn tiers(at: &Snapshot) -> Result<Vec<String>, Error> {
    let records = of_records(at)?;
    let tables = scheme(OWN_TIER).map(|it| Tables::choose(&records, it)).unwrap_or_default();
    Ok(tables.outcomes().into_iter().map(str::to_owned).collect())
}

/// What is wrong with plans, the first of each; empty where nothing is.
pub(crate) fn plan_fault(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let tiers = tiers(at)?;
    let fault = |row: &&RecordRow| {
        let roles: &[scenario::Known] = &[];
        match Plan::read(&row.document) {
            Ok(plan) => faults(&plan, &tiers, roles).into_iter().next().unwrap_or_default(),
            Err(why) => why,
        }
    };
    Ok(rows.iter().map(|it| Known::Text(fault(it))).collect())
}
