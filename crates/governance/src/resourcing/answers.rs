//! What policies may know of resource plans: the first fault.

use policy::Fact as Known;
use store::RecordRow;

use super::fault::faults;
use super::plan::Plan;
use super::scenario;
use crate::Error;
use crate::derived::Snapshot;

/// What is wrong with plans, the first of each; empty where nothing is.
pub(crate) fn plan_fault(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let tiers = crate::tiering::in_force(at)?;
    let fault = |row: &&RecordRow| {
        let roles: &[scenario::Known] = &[];
        match Plan::read(&row.document) {
            Ok(plan) => faults(&plan, &tiers, roles).into_iter().next().unwrap_or_default(),
            Err(why) => why,
        }
    };
    Ok(rows.iter().map(|it| Known::Text(fault(it))).collect())
}
