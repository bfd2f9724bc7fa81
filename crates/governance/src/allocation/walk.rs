//! From a harm to who answers for it: the components that can cause it, the parties behind each, one person and one clause; and where
//! the way ends nowhere, where it does. Serves ISO/IEC 42001 A.3.2 and A.10.2.

use record::Id;
use serde::Serialize;
use store::RecordRow;

use super::around::Component;
use super::backing::{Clause, backing};
use super::boundary::Boundary;
use super::library::Harm;
use super::party::Party;
use crate::responsibility::holders::Holding;

/// The way from a harm through one component.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Leg {
    /// The component.
    pub component: Id,
    /// Who answers for it.
    pub accountable: Option<Party>,
    /// The party outside that must make good, where there is one.
    pub party: Option<Id>,
    /// The person at its end, and the assignment by which.
    pub person: Option<Holding>,
    /// The clause at its end; none is needed where no party outside has a part.
    pub clause: Option<Clause>,
    /// Where it ends nowhere, in a sentence each.
    pub broken: Vec<String>,
}

/// Who answers for a harm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Walk {
    /// The harm.
    pub harm: Harm,
    /// The person who answers for it on our side, and the assignment by which.
    pub person: Option<Holding>,
    /// The clause that comes first: of the component that causes it likeliest among those from outside.
    pub clause: Option<Clause>,
    /// The way through each component that can cause it, the likeliest first.
    pub legs: Vec<Leg>,
    /// Where it ends nowhere, in a sentence each, those of its legs among them.
    pub broken: Vec<String>,
}

/// Who answers for a harm of an AI system.
pub fn walk(boundary: &Boundary, harm: &Harm) -> Walk {
    let can = |it: &&Component| harm.components.contains(&it.form);
    let place = |it: &Component| harm.components.iter().position(|form| *form == it.form);
    let mut causes: Vec<&Component> = boundary.components().filter(can).collect();
    causes.sort_by_key(|it| (place(it), it.id.clone()));
    let mut broken = Vec::new();
    if causes.is_empty() {
        broken.push(format!("no component of {} is of a type that can cause it", boundary.system));
    }
    let role = boundary.org.role(&harm.role).map(|it| it.id.clone());
    let person = match role {
        Some(role) => one(boundary, None, &role).map_err(|why| broken.push(why)).ok(),
        None => {
            broken.push(format!("no role in use has the key `{}`", harm.role));
            None
        }
    };
    let legs: Vec<Leg> = causes.into_iter().map(|it| leg(boundary, harm, it, person.as_ref())).collect();
    broken.extend(legs.iter().flat_map(|it| it.broken.iter().cloned()));
    let clause = legs.iter().find_map(|it| it.clause.clone());
    Walk { harm: harm.clone(), person, clause, legs, broken }
}

fn leg(boundary: &Boundary, harm: &Harm, component: &Component, owner: Option<&Holding>) -> Leg {
    let (id, mut broken) = (&component.id, Vec::new());
    let accountable = component.parts.get("accountable").cloned();
    let person = match &accountable {
        None => {
            broken.push(format!("nobody answers for {id}"));
            None
        }
        Some(Party::Role(role)) => one(boundary, Some(id), role).map_err(|why| broken.push(why)).ok(),
        Some(_) => owner.cloned(),
    };
    let party = accountable.as_ref().and_then(Party::outside).or_else(|| component.supplier()).cloned();
    let clause = party.as_ref().and_then(|party| {
        clause(boundary, harm, component, party).map_err(|why| broken.push(format!("{id}: {why}"))).ok()
    });
    Leg { component: id.clone(), accountable, party, person, clause, broken }
}

/// The one person who holds a role.
fn one(boundary: &Boundary, component: Option<&Id>, role: &Id) -> Result<Holding, String> {
    let for_what = component.unwrap_or(&boundary.system);
    let mut people = boundary.holders(component, role);
    match (people.pop(), people.len()) {
        (Some(it), 0) => Ok(it),
        (Some(_), more) => Err(format!("{} people hold {role} for {for_what}", more + 1)),
        (None, _) => Err(format!("nobody holds {role} for {for_what}")),
    }
}

/// The clause that answers a harm: one that names it first, then one on which the component relies, then by the order of topics.
fn clause(boundary: &Boundary, harm: &Harm, component: &Component, party: &Id) -> Result<Clause, String> {
    let names = |row: &RecordRow| row.list("harms").any(|it| it.as_str() == Some(&harm.name));
    let topic = |it: &str| harm.topics.iter().position(|topic| topic == it);
    let wanted = |row: &RecordRow| names(row) || row.text("topic").and_then(topic).is_some();
    let mut found = backing(&boundary.around, component, party, &boundary.system, &wanted).map_err(|it| it.says)?;
    let order = |it: &Clause| {
        let named = boundary.around.rows.get(&it.obligation).is_some_and(names);
        let relied = component.backed_by.contains(&it.obligation);
        (!named, !relied, topic(&it.topic).unwrap_or(usize::MAX), it.obligation.clone())
    };
    found.sort_by_key(order);
    found.into_iter().next().ok_or_else(|| format!("no obligation of {party} speaks of it"))
}
