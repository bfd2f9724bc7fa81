//! Kinds that several facts for policies concern alike.

/// Kinds with a transition that is a decision; `data/library/decision_rights.toml` says which.
pub(crate) const RIGHTS: &[&str] =
    &["release", "change", "model_version", "use_case", "risk_acceptance", "treatment", "ai_system", "conflict"];

/// Kinds that rest on decisions; `data/library/decision_rights.toml` says by which transitions and fields.
pub(crate) const DECIDED: &[&str] = &[
    "release",
    "change",
    "model_version",
    "use_case",
    "risk_acceptance",
    "treatment",
    "ai_system",
    "review_request",
    "access_grant",
    "statement_of_applicability",
    "aims_scope",
    "document",
    "conflict",
];

/// Kinds that schedules and holds can cover.
pub(crate) const KEPT: &[&str] = &[
    "dataset_version",
    "model_version",
    "document",
    "evidence",
    "measurement",
    "decision",
    "incident",
    "communication",
    "person",
    "external_party",
];
