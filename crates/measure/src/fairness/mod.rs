//! Are groups of people treated alike by data and predictions? Base rates by group, gaps between groups, named measures.
//!
//! - [`confusion`], [`cells`]: the four counts of a group, and counting them in one pass for all combinations of attributes.
//! - [`gap`], [`parity`], [`compare`]: what lies between groups, with the pair that drives it.
//! - [`conditional`], [`adjusted`]: what is left within strata, and while other columns are held equal.
//! - [`weighted`]: the same where rows count by a weight, as far as a measure has such a form.
//!
//! Which measure and which limit matter is left to measurement plans. Serves ISO/IEC TR 24027, ISO/IEC TS 12791 and
//! ISO/IEC 42001 Annex A.6.2.4.

pub mod adjusted;
pub mod assess;
pub mod cells;
pub mod compare;
pub mod conditional;
pub mod confusion;
pub mod curves;
pub mod gap;
pub mod hiring;
pub mod impossible;
pub mod individual;
pub mod label_bias;
pub mod mitigate;
pub mod numeric;
pub mod parity;
pub mod scores;
pub mod shrink;
pub mod similar;
pub mod weighted;
