//! Who answers for what: duties, roles and the people who hold them become one person for each duty, on any day, and what is wrong
//! with that is found. Serves ISO/IEC 42001 5.3 and A.3.2.
//!
//! - [`catalogue`]: the duties, as data. [`table`]: which role answers for a group of duties, by a decision table.
//! - [`organisation`]: people, roles, assignments, units and AI systems of a day, read once; everything else is pure over it.
//! - [`lines`]: reporting lines. [`holders`]: who holds a role for something, who acts for whom. [`heads`]: who headed units on a day.
//! - [`map`]: every duty with its people. [`check`]: what is wrong, a visible list.
//! - `entered`: what is refused when people are entered, `unit` when units change. `answers`: whether an assignment holds. [`leaving`]: what falls when somebody goes. `returning`: what has ended when somebody returns. [`load`]: how much one person carries. [`letter`]: a letter of appointment.
//! - [`whole`]: the same for those who ask, as far as they may see it.

pub(crate) mod answers;
pub(crate) mod assigned;
pub mod catalogue;
pub mod check;
pub(crate) mod entered;
pub mod heads;
pub mod holders;
pub mod leaving;
pub mod letter;
pub mod lines;
pub mod load;
pub mod map;
pub mod organisation;
mod returning;
pub mod table;
pub(crate) mod unit;
pub mod whole;

/// The kind of people.
pub const PERSON: &str = "person";
/// The kind of roles.
pub const ROLE: &str = "role";
/// The kind of assignments of roles.
pub const ASSIGNMENT: &str = "role_assignment";
/// The kind of organisation units.
pub const UNIT: &str = "organization_unit";
