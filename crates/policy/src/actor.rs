//! Who asks: an account with the roles that it holds over what it asks about.
//!
//! Which roles those are (assignments in force, their units) is the caller's computation.

use std::collections::BTreeSet;

/// Somebody or something that wants to do a thing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Actor {
    /// Account, the same for all its sessions and tokens; empty for the anonymous.
    pub account: String,
    /// Number of the person record behind the account, or empty; policies see `nobody` then, which equals no blank field.
    pub person: String,
    /// Keys of the roles held over the unit of the resource; for a system action, over the whole organisation.
    pub roles: BTreeSet<String>,
    /// Seconds since the second factor was shown; `None` when it was not.
    pub second_factor_age: Option<i64>,
    /// Whether this is a program's account, which no person answers for by being there.
    pub service: bool,
    /// Scopes of the API token that speaks; `None` for a person's own session.
    pub scopes: Option<BTreeSet<String>>,
}

impl Actor {
    /// Nobody in particular: the public.
    pub fn anonymous() -> Actor {
        Actor::default()
    }

    /// A person's own session with these roles.
    pub fn session(account: &str, person: &str, roles: impl IntoIterator<Item = impl Into<String>>) -> Actor {
        let roles = roles.into_iter().map(Into::into).collect();
        Actor { account: account.to_owned(), person: person.to_owned(), roles, ..Actor::default() }
    }

    /// Whether anybody signed in.
    pub fn signed_in(&self) -> bool {
        !self.account.is_empty()
    }
}
