//! Hazards of AI systems: which of them facts suggest, which measurements show, and which a person excluded for facts that still hold.
//!
//! - [`library`]: what each hazard is, as data. [`facts`]: what is known of a system. [`table`]: which hazards that suggests.
//! - [`shown`]: what measurements say of a hazard, by `planned`: the limits of plans in force. [`standing`]: how a hazard stands, pure over all of these.
//! - [`whole`]: the same for those who ask, and exclusions. [`spread`]: the same over many systems, with what nothing brings up.
//!
//! Nothing about how a hazard stands is stored: a record holds a person's reason and the facts on which it rests. Numbers are measured by
//! crate `assess`, and from when one is a hazard is said by measurement plans. Serves ISO/IEC 42001 6.1.2 and its Annex C.

pub mod facts;
pub mod library;
pub(crate) mod planned;
pub mod shown;
pub mod spread;
pub mod standing;
pub mod table;
pub mod whole;

/// The kind of what people say about hazards.
pub const HAZARD: &str = "hazard";
/// The state in which a person excluded it.
pub const EXCLUDED: &str = "excluded";
/// The state in which a record says nothing any more.
pub const CLOSED: &str = "closed";
/// The transition that excludes.
pub const EXCLUDE: &str = "exclude";
