//! What an answer costs: the hours of its lane at the rate that the resource plan in force pays for its role. Serves ISO/IEC 42001 7.1.

use std::collections::BTreeMap;

use record::Id;
use serde::Serialize;
use store::{Condition, Query, Visible};

use super::library::Lane;
use crate::Error;
use crate::derived::{Snapshot, day};
use crate::resourcing::KIND;
use crate::resourcing::money::Money;
use crate::resourcing::plan::Plan;

/// The state of a plan that counts.
const IN_FORCE: &str = "in_force";
/// Plans that are looked at.
const MOST: u32 = 100;

/// What an answer costs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cost {
    /// The amount.
    pub amount: f64,
    /// Three letters.
    pub currency: String,
    /// The plan that says what an hour costs.
    pub by: Id,
}

/// What an hour of each role costs, by the plan of today.
#[derive(Debug, Default)]
pub(super) struct Rates {
    plan: Option<Id>,
    of: BTreeMap<String, Money>,
}

/// The rates of the newest plan in force today, of those that are visible.
pub(super) fn rates(at: &Snapshot, visible: Visible) -> Result<Rates, Error> {
    let conditions = vec![Condition::State(vec![IN_FORCE.to_owned()])];
    let rows = at.read.list(&Query { conditions, limit: MOST, as_of: at.place, ..Query::of(KIND, visible) })?;
    let today = day(at.time);
    let counts = |it: &Plan| it.from.is_none_or(|it| it <= today) && it.until.is_none_or(|it| today <= it);
    let plans = rows.into_iter().filter_map(|it| Some((Plan::read(&it.document).ok().filter(counts)?, it.id)));
    let Some((plan, id)) = plans.max_by_key(|it| (it.0.from, it.1.number)) else { return Ok(Rates::default()) };
    let roles: Vec<Id> = plan.capacity.iter().map(|it| it.role.clone()).collect();
    let roles = at.records(&roles)?;
    let key = |role: &Id| roles.iter().find(|it| it.id == *role)?.text("key").map(str::to_owned);
    let of = plan.capacity.into_iter().filter_map(|it| Some((key(&it.role)?, it.rate?))).collect();
    Ok(Rates { plan: Some(id), of })
}

impl Rates {
    /// What an answer of a lane costs.
    ///
    /// Errors: why nobody can tell, in a sentence.
    pub(super) fn of(&self, lane: &Lane) -> Result<Cost, String> {
        let plan = self.plan.as_ref().ok_or("no resource plan that you may see is in force today")?;
        let rate = self.of.get(&lane.role).ok_or_else(|| format!("{plan} has no rate for `{}`", lane.role))?;
        Ok(Cost { amount: lane.hours * rate.value(), currency: rate.currency.clone(), by: plan.clone() })
    }
}
