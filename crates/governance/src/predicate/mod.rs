//! Predicates over records: a list of records, as people filter it, and what must hold of it. Success of treatments, effects of corrective actions and
//! conditions of acceptances are told by them, by one function, on fresh records.
//!
//! - [`looked`]: what one predicate finds. [`truth`]: what several say together, and since when they are not so.
//! - `entered`: predicates that nobody could read are refused; `unfit`: values that no record can have.
//!
//! What follows from it is told by whoever asks. Serves ISO/IEC 42001 6.1.3, 8.3 and 10.2.

pub(crate) mod entered;
pub mod looked;
pub mod truth;
mod unfit;
