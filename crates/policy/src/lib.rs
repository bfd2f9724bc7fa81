//! Permission: who may read, change or move a record, and in whose words a refusal is told.
//!
//! Policies are Cedar files. The schema that they are checked against is made from the catalog of kinds and from the list
//! of facts, so a policy that names a field, a transition or a fact that does not exist is refused when it is loaded.
//! This crate decides and explains; it computes no facts and finds out nobody's roles. It knows no kind by name.
//!
//! An organisation lays its own files over the shipped ones, to tighten what is permitted:
//!
//! ```cedar
//! @id("x_recent_factor")
//! @message("show your second factor again before you approve")
//! forbid (principal, action in Action::"move.approve", resource)
//! when { principal.second_factor_age < 0 || principal.second_factor_age > 600 };
//! ```

mod actor;
mod ask;
mod authority;
mod explain;
mod fact;
mod load;
mod overlay;
mod policies;
mod question;
mod schema;
mod scope;
mod statement;
mod verdict;

pub use actor::Actor;
pub use ask::PERMISSION;
pub use authority::{Authority, Cell, Reach, Row, authority, who_may_move};
pub use fact::{Fact, FactShape, FactType};
pub use policies::{Effect, Policies, PolicyText};
pub use question::{Action, Class, Question, RecordView, Resource, SYSTEM_ACTIONS, UNMARKED};
pub use verdict::{Refusal, Verdict};
