//! Competence for programs: the matrix with plan and proofs, and what somebody would lack in a role.

use crate::call::Call;
use crate::reply::{self, Reply};
use crate::screens::competence::{NARROWS, before_asked, effect, part};

/// `GET /api/v1/competences`
pub(crate) async fn matrix(call: Call) -> Reply {
    call.query.only(NARROWS)?;
    reply::ok(&call.aims().competence(&call.actor, part(&call)?).await?)
}

/// `GET /api/v1/competences/before`: with `person`, `role` and, where it is not for everything, `covers`.
pub(crate) async fn before(call: Call) -> Reply {
    let (person, role, covers, on) = before_asked(&call)?;
    reply::ok(&call.aims().competence_before(&call.actor, &person, &role, covers.as_ref(), on).await?)
}

/// `GET /api/v1/competences/effect`: what records say of the effect of training, and who knows what everybody is to know.
pub(crate) async fn effect(call: Call) -> Reply {
    call.query.only(effect::NARROWS)?;
    reply::ok(&call.aims().training_effect(&call.actor, effect::part(&call)?).await?)
}
