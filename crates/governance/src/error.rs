//! What can go wrong, in the words of whoever asked.

use policy::Refusal;
use record::{Fault, Problem};
use store::StoreError;

/// Why something was not done. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A policy refused; HTTP 403, exit code 4.
    #[error("{}", sentences(.0.iter().map(|it| it.message.clone())))]
    Refused(Vec<Refusal>),
    /// The change does not fit its kind; HTTP 422, exit code 5.
    #[error("{}", sentences(.0.iter().map(problem_line)))]
    Problems(Vec<Problem>),
    /// Somebody changed the record meanwhile; HTTP 409, exit code 6.
    #[error("`{id}` is at version {now}, you changed version {base}; read it again and repeat your change")]
    Stale {
        /// The record.
        id: String,
        /// Version that the change was made from.
        base: i64,
        /// Version that is stored.
        now: i64,
    },
    /// Nothing is there, or nothing that this person may see; HTTP 404, exit code 7.
    #[error("{0}")]
    Missing(String),
    /// What came in cannot be read; HTTP 400, exit code 2.
    #[error("{0}")]
    Input(String),
    /// Too large or too many; HTTP 413, exit code 2.
    #[error("{0}")]
    TooLarge(String),
    /// The configuration has mistakes; exit code 8.
    #[error("{}", sentences(.0.iter().map(ToString::to_string)))]
    Configuration(Vec<Fault>),
    /// Not signed in, or the sign-in failed; HTTP 401.
    #[error("{0}")]
    Unknown(String),
    /// Too many attempts; HTTP 429.
    #[error("{0}")]
    Later(String),
    /// The ledger that was published and the store disagree; exit code 3.
    #[error("{0}")]
    Rollback(String),
    /// The store failed; HTTP 500 or 503, exit code 1.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something outside failed: a disk, a bucket, a mail server; HTTP 500, exit code 1.
    #[error("{0}")]
    Outside(String),
}

impl Error {
    /// An [`Error::Input`] from anything that can be said.
    pub fn input(said: impl ToString) -> Error {
        Error::Input(said.to_string())
    }

    /// An [`Error::Outside`] with what was tried and what came back.
    pub fn outside(tried: &str, cause: impl std::fmt::Display) -> Error {
        Error::Outside(format!("{tried} failed: {cause}"))
    }

    /// One problem with one field.
    pub fn problem(field: &str, message: impl Into<String>) -> Error {
        Error::Problems(vec![Problem { field: field.to_owned(), message: message.into() }])
    }

    /// Whether the store only has too much to do, so that the same request may succeed in a moment.
    pub fn is_busy(&self) -> bool {
        matches!(self, Error::Store(StoreError::Busy | StoreError::Locked))
    }

    /// That nothing visible has this number.
    pub fn no_record(id: impl std::fmt::Display) -> Error {
        Error::Missing(format!("there is no record `{id}` that you may see"))
    }
}

fn problem_line(problem: &Problem) -> String {
    match problem.field.is_empty() {
        true => problem.message.clone(),
        false => format!("`{}` {}", problem.field, problem.message),
    }
}

fn sentences(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("; ")
}
