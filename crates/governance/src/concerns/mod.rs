//! Concerns: raised from inside or by workers of partners, by name, in confidence or by nobody, answered by somebody who is not concerned, and
//! without harm to whoever raised them.
//!
//! - [`library`]: how long reporters are watched over, and how much the channel takes.
//! - [`code`]: the code by which a reporter comes back.
//! - [`channel`]: what comes in by the channel, and what goes back by it.
//! - `handing`: a concern that nobody who was told may read is given to one of them.
//! - [`handling`]: what handlers do: answer, and look at the name of a reporter in confidence.
//! - [`watch`]: what happened to reporters within the stated time.
//! - [`answers`]: facts for policies.
//!
//! Nothing of an anonymous reporter is kept: no address, no agent, no account, no cookie, and no request number. The actor of everything that comes in is the
//! channel itself. Serves ISO/IEC 42001 A.3.3.

pub mod answers;
pub mod channel;
pub mod code;
mod handing;
pub mod handling;
pub mod library;
pub mod watch;

use crate::actor::Held;
use crate::{Actor, Via};

/// The kind of concerns.
pub const KIND: &str = "concern";
/// The role of the channel, which nobody holds.
pub const CHANNEL: &str = "concern_channel";
/// The table with what was said back and forth.
pub const DIALOGUE: &str = "dialogue";
/// The field with the hash of the code.
pub const FOLLOW_UP: &str = "follow_up";

/// Ways to raise a concern.
pub const NAMED: &str = "named";
/// By name, for the investigator alone.
pub const CONFIDENTIAL: &str = "confidential";
/// By nobody.
pub const ANONYMOUS: &str = "anonymous";

/// The channel: whoever comes in by it is nobody else in the ledger.
pub(crate) fn channel() -> Actor {
    Actor {
        account: CHANNEL.to_owned(),
        name: "Channel for concerns".to_owned(),
        roles: vec![Held { role: CHANNEL.to_owned(), covers: None }],
        service: true,
        ..Actor::public(Via::System)
    }
}

/// The account under which names that were given in confidence are kept, outside of records and ledger.
pub(crate) const SEALED: &str = "concern_channel";

/// The key under which the name behind a concern is kept.
pub(crate) fn sealed(id: &record::Id) -> String {
    format!("reporter/{id}")
}
