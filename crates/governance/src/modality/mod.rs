//! How strongly a requirement speaks, and what follows: what comes next, what may be held against the organisation, and what the records
//! say already. Serves ISO/IEC 42001 4.4, 6.1.3 and 9.2.
//!
//! Whether a requirement is met and whether a control is necessary are told by functions that the caller gives; here they are told by the
//! checks of the libraries. What a library says, and what is wrong with it by itself, is known in crate `library`.

pub(crate) mod answers;
pub mod cited;
pub mod guard;
pub(crate) mod known;
pub mod order;
pub mod seen;
pub mod texts;
pub mod whole;

/// The standard that is meant where a reference names none.
pub const STANDARD: &str = "ISO/IEC 42001";
