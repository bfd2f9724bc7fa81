//! Crosswalks looked through by people: which relations between requirements somebody confirmed, changed or rejected, what confirming one would
//! change in coverage, and the decisions themselves. A relation is a case decision and so a record, a mapping; the crosswalk that proposes it stays
//! as it was written. Serves ISO/IEC 42001 4.4.
//!
//! - [`reviewed`]: mappings of requirements as decisions, and the relations that follow. [`told`]: a crosswalk with its decisions.
//! - [`foreseen`]: what coverage would be. [`deciding`]: confirming, changing and rejecting, through the one write path.
//!
//! A decision counts while the crosswalk says what it said when it was decided; what merely intersects passes nothing on, whoever confirms it.

pub mod deciding;
pub mod foreseen;
pub mod reviewed;
pub mod told;
