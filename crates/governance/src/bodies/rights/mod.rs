//! Decision rights: who may decide something now, what is missing, and why. Serves ISO/IEC 42001 5.3, 6.3, 8.1 and A.6.2.5.
//!
//! - [`table`]: what the table in force says of a matter. [`holders`]: who holds these roles now, also by delegation.
//! - [`evidence`]: what the table asks for and is not there. `told`: the same as facts for policies.
//! - [`may`]: "can I decide this?" for those who ask, and the matrix of rights. [`supposed`]: "who decides if …", without a record.
//! - [`passed`]: the tree of delegations. [`simulated`]: what a proposed table would change.

pub mod evidence;
pub mod holders;
pub mod may;
pub mod passed;
pub mod simulated;
pub mod supposed;
pub mod table;
pub(crate) mod told;
