//! The answer to a question.

use serde::Serialize;

use crate::Fact;

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

impl Refusal {
    /// The same with the facts that its message names as `{name}`.
    pub(crate) fn with(mut self, facts: &[(&str, Fact)]) -> Refusal {
        for (name, fact) in facts {
            let said = match fact {
                Fact::Flag(it) => it.to_string(),
                Fact::Long(it) => it.to_string(),
                Fact::Text(it) => it.clone(),
                Fact::Texts(all) => all.join(", "),
            };
            self.message = self.message.replace(&format!("{{{name}}}"), &said);
        }
        self
    }
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
