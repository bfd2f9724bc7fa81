//! Governance bodies whose decisions are valid or not, computed from charters, meetings and votes. Serves ISO/IEC 42001 5.1, 5.3, A.3.2.
//!
//! - [`charter`], [`sitting`]: a body and a meeting as far as decisions depend on them. [`member`]: who sits in a body on a day.
//! - [`around`]: everything around decisions, read as sets; all below is pure over it. [`matter`]: what tables ask about a record.
//! - [`case`]: one item with who takes part. [`ground`]: why a decision does not count, a visible list.
//! - `alone`: what persons decided without a body. `overtaken`: the newest decision holds. `taking_back`: who revokes one. [`binding`]: what is kept with a decision of what it was about. [`mandate`]: the shipped table, and mandates that overlap.
//! - [`gate`]: what waits for a valid decision. [`rights`]: who may decide. [`standing`]: how a body stands today.
//! - [`voting`]: what the page of a meeting writes. [`waiting`]: what waits for a body. `answers`: the same as derived fields and facts; `entered`: what is refused at once. [`paper`]: charters and minutes as files. [`whole`]: for those who ask.

pub(crate) mod alone;
pub(crate) mod answers;
pub mod around;
pub mod binding;
pub mod case;
pub mod charter;
pub(crate) mod entered;
pub mod gate;
pub mod ground;
pub(crate) mod in_effect;
pub mod mandate;
pub mod matter;
pub mod member;
pub(crate) mod overtaken;
pub mod paper;
pub(crate) mod resting;
pub mod rights;
pub(crate) mod settled;
pub mod sitting;
pub mod standing;
pub(crate) mod taking_back;
pub mod voting;
pub mod waiting;
pub mod whole;

/// The kind of bodies.
pub const BODY: &str = "governance_body";
/// The kind of meetings.
pub const MEETING: &str = "meeting";
/// The kind of decisions.
pub const DECISION: &str = "decision";

/// Whether a decision came out with a yes, with conditions or without.
pub(crate) fn says_yes(decision: &store::RecordRow) -> bool {
    ["yes", "yes_with_conditions"].contains(&decision.text("outcome").unwrap_or_default())
}

/// An outcome that leaves what was decided before as it was.
pub(crate) const PUT_OFF: &str = "put_off";

/// The decisions about these records, each once.
pub(crate) fn about(read: &store::Read, subjects: &[record::Id]) -> Result<Vec<record::Id>, crate::Error> {
    let links = read.links_to_any(subjects, &[DECISION])?;
    let mut ids: Vec<record::Id> =
        links.into_iter().filter(|it| it.1.field == "subject").map(|it| it.1.end.id).collect();
    ids.sort();
    ids.dedup();
    Ok(ids)
}

/// By what decisions about the same follow each other: their days, and on one day as they were entered.
pub(crate) fn in_turn(decision: &store::RecordRow) -> impl Ord + use<> {
    (crate::derived::date(&decision.document, "decided_on"), decision.id.number)
}
