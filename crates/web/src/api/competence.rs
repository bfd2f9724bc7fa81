//! Competence for programs: the matrix with plan and proofs, and what somebody would lack in a role.

use governance::competence::whole::Part;
use record::Id;

use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{self, Reply};

/// What a query names.
pub(crate) const NARROWS: &[&str] = &["on", "person", "role", "unit", "system"];

/// What a query asks for.
pub(crate) fn part(call: &Call) -> Result<Part, Failure> {
    let id = |name: &str| call.query.parse::<Id>(name, call.say("competence.takes_number"));
    Ok(Part {
        on: call.query.parse("on", call.say("duties.takes_day"))?,
        person: id("person")?,
        role: id("role")?,
        unit: id("unit")?,
        system: id("system")?,
    })
}

/// `GET /api/v1/competences`
pub(crate) async fn matrix(call: Call) -> Reply {
    call.query.only(NARROWS)?;
    reply::ok(&call.aims().competence(&call.actor, part(&call)?).await?)
}

/// `GET /api/v1/competences/before`: with `person`, `role` and, where it is not for everything, `covers`.
pub(crate) async fn before(call: Call) -> Reply {
    call.query.only(&["on", "person", "role", "covers"])?;
    let id = |name: &str| call.query.parse::<Id>(name, call.say("competence.takes_number"));
    let needed = || Failure::input(call.say("competence.needs_both"));
    let (person, role) = (id("person")?.ok_or_else(needed)?, id("role")?.ok_or_else(needed)?);
    let on = call.query.parse("on", call.say("duties.takes_day"))?;
    reply::ok(&call.aims().competence_before(&call.actor, &person, &role, id("covers")?.as_ref(), on).await?)
}
