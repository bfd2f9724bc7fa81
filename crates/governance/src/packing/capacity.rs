//! People and hours of the resource plan that was in force on a day, against the systems of that day.

use std::collections::BTreeMap;

use record::Id;
use serde::Serialize;
use store::{Condition, Query, RecordRow, Visible};

use crate::Error;
use crate::derived::Snapshot;
use crate::resourcing;
use crate::resourcing::assessed::{Around, Assessed, assess};
use crate::resourcing::plan::Plan;
use crate::resourcing::scenario::{Known, Scenario};
use crate::responsibility::ROLE;
use crate::tiering::{UNCLASSIFIED, UNDECIDED};

/// How a role stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Role {
    /// The role.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// People that are there.
    pub people: u32,
    /// People that the work takes.
    pub takes: Option<f64>,
    /// People that are missing; less than nothing where some are left.
    pub missing: Option<f64>,
    /// The share of the hours that is needed.
    pub use_of_hours: Option<f64>,
    /// Why it cannot be told.
    pub why: Option<String>,
    /// How it is counted.
    pub formula: String,
}

/// People and hours.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Capacity {
    /// The plan, where one was in force.
    pub plan: Option<Id>,
    /// Its title.
    pub title: String,
    /// Why nothing can be told.
    pub why: String,
    /// Its roles.
    pub roles: Vec<Role>,
    /// AI systems that are in no figure, because their tier is not decided.
    pub undecided: Vec<Id>,
}

/// How the plan stood, with these AI systems and their tiers.
pub(super) fn capacity(
    at: &Snapshot,
    visible: &Visible,
    plans: &[RecordRow],
    tiers: &[(Id, String)],
) -> Result<Capacity, Error> {
    let newest = |it: &&RecordRow| (it.text("from").unwrap_or_default().to_owned(), it.id.number);
    let Some(row) = plans.iter().max_by_key(newest) else {
        return Ok(Capacity {
            why: "no resource plan was in force that may be seen".to_owned(),
            ..Capacity::default()
        });
    };
    let (id, title) = (Some(row.id.clone()), row.title.clone());
    let plan = match Plan::read(&row.document) {
        Ok(plan) => plan,
        Err(why) => return Ok(Capacity { plan: id, title, why, ..Capacity::default() }),
    };
    let told = assess(&plan, &around(at, visible, &plan, tiers)?, &Scenario::default());
    Ok(Capacity { plan: id, title, roles: roles(&told), undecided: told.undecided, why: String::new() })
}

fn roles(told: &Assessed) -> Vec<Role> {
    let one = |it: &crate::resourcing::assessed::Load| Role {
        id: it.role.id.clone(),
        name: it.role.name.clone(),
        people: it.people,
        takes: it.takes,
        missing: it.missing,
        use_of_hours: it.utilisation,
        why: it.why.clone(),
        formula: it.formula.clone(),
    };
    told.roles.iter().map(one).collect()
}

/// Systems by tier and the roles of a plan, as they stood.
fn around(at: &Snapshot, visible: &Visible, plan: &Plan, tiers: &[(Id, String)]) -> Result<Around, Error> {
    let mut around = Around { tiers: crate::tiering::in_force(at)?, ..Around::default() };
    for (id, tier) in tiers {
        match tier.as_str() {
            UNDECIDED | UNCLASSIFIED => around.undecided.push(id.clone()),
            tier => around.live.entry(tier.to_owned()).or_default().push(id.clone()),
        }
    }
    let ids = plan.roles();
    let conditions = vec![Condition::Ids(ids.clone())];
    let query =
        Query { conditions, limit: u32::MAX, retired: true, as_of: at.place, ..Query::of(ROLE, visible.clone()) };
    let rows: BTreeMap<Id, RecordRow> = at.read.list(&query)?.into_iter().map(|it| (it.id.clone(), it)).collect();
    let one = |id: &Id| {
        let row = rows.get(id);
        let key = row.and_then(|it| it.text("key")).unwrap_or_default().to_owned();
        Known { id: id.clone(), key, name: row.map_or_else(|| id.to_string(), |it| it.title.clone()) }
    };
    around.roles = ids.iter().map(one).collect();
    Ok(around)
}

/// The state in which a plan counts.
pub(super) const COUNTS: (&str, &str) = (resourcing::KIND, "state:in_force");
