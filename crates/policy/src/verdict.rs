//! The answer to a question.

use serde::Serialize;

/// Whether a thing may be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It may.
    Permitted,
    /// It may not, for these reasons; never empty.
    Refused(Vec<Refusal>),
}

/// Why a thing may not be done.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Refusal {
    /// `@id` of the policy that forbids; `permission` when none permits.
    pub policy: String,
    /// One sentence, in the words of the policy's author.
    pub message: String,
    /// The clause that the policy serves.
    pub clause: Option<String>,
}

impl Verdict {
    /// Whether it may be done.
    pub fn is_permitted(&self) -> bool {
        matches!(self, Verdict::Permitted)
    }

    /// Nothing when it may be done, otherwise the reasons.
    pub fn into_result(self) -> Result<(), Vec<Refusal>> {
        match self {
            Verdict::Permitted => Ok(()),
            Verdict::Refused(refusals) => Err(refusals),
        }
    }
}
