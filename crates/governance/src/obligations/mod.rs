//! Which duties of laws and contracts apply to an AI system, where it is used, on a day, as known on a day; what is missing to say so and
//! whom to ask; which duties clash; and when something is due. Serves ISO/IEC 42001 4.1, 4.2, A.8.5 and A.10.2-A.10.4.
//!
//! - [`library`]: places, classes, roles, transition rules, clashes and clocks as data. Laws stand on the shelf, with their dates.
//! - [`subject`]: what of an AI system is known. [`place`]: whether it is used where a law holds. [`class`]: the classes in which it is.
//! - [`time`]: which period of a node holds, as known on a day. [`in_time`]: the class in a scheme on a day.
//! - [`duty`]: the verdict about each duty, with reasons. [`agreed`]: duties from contracts, licences, policies and promises.
//! - [`reading`]: what people of the organisation read a provision to say. [`clash`]: duties that pull in two directions, and the strictest.
//! - [`gap`]: places whose duties nobody assessed. [`moved`]: what differs between two days. [`clock`]: how long is left.
//! - [`whole`], [`many`]: the same for those who ask. `adopting`: records of what applies. `answers`: facts for policies; `entered`: references are checked.
//!
//! Nothing is stored: a verdict follows from facts, the shelf and two days.

pub mod adopting;
pub mod agreed;
pub(crate) mod answers;
pub mod clash;
pub mod class;
pub mod clock;
pub mod duty;
pub(crate) mod entered;
pub mod gap;
pub mod in_time;
pub mod library;
pub mod many;
pub mod moved;
pub mod place;
pub mod reading;
pub mod subject;
pub mod time;
pub mod whole;

/// The kind of duties.
pub const OBLIGATION: &str = "obligation";
/// The kind of contracts.
pub const CONTRACT: &str = "contract";
/// Frameworks that hold everywhere are standards; whether they apply is for the organisation to say.
pub const EVERYWHERE: &str = "INT";
