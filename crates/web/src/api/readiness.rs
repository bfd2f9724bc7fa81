//! Readiness for an audit from outside, for programs.

use crate::call::Call;
use crate::reply::{self, Reply};
use crate::screens::readiness;

/// `GET /api/v1/readiness?framework=ISO/IEC 42001`
pub(crate) async fn one(call: Call) -> Reply {
    reply::ok(&readiness::told(&call, &[]).await?)
}

/// `GET /api/v1/readiness/drill?seed=2026`: questions of an auditor drawn by a seed, with what answers them.
pub(crate) async fn drill(call: Call) -> Reply {
    call.query.only(&["framework", "seed"])?;
    let (framework, seed) = (readiness::word(&call, "framework"), readiness::word(&call, "seed"));
    reply::ok(&call.aims().drill(&call.actor, framework, seed).await?)
}

/// `GET /api/v1/readiness/certificates?on=2026-11-01`: certificates, how they stand, and what their bodies are to be told.
pub(crate) async fn certificates(call: Call) -> Reply {
    call.query.only(&["on"])?;
    let on = crate::screens::conformity::day(&call, readiness::word(&call, "on"))?;
    reply::ok(&call.aims().certificates(&call.actor, on).await?)
}
