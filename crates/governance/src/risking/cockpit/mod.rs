//! The risk cockpit: what is derived of risks elsewhere, brought together for whoever looks after them and narrowed by one filter. Nothing is derived here a second
//! time: levels and lines are those of the risk process, losses those of `quantifying`, hazards, acceptances, events and rights those of their areas. Serves
//! ISO/IEC 42001 6.1.2, 6.1.3, 8.2, 8.3 and 9.1.
//!
//! - [`asked`]: what is asked for, and which risks a filter keeps. [`grid`]: the heat map by a type of consequence. [`arrows`]: what came into its cells and left them.
//! - [`ending`]: acceptances by when they end. [`mod@todo`]: what is to be done, and by whom.
//! - [`whole`]: everything for those who ask. [`library`]: spans and lengths, as data. [`paper`]: the same as files.
//!
//! A risk that somebody may not see counts nowhere in what they are shown, and nothing tells how many those are.

pub mod arrows;
pub mod asked;
pub mod ending;
pub mod grid;
pub mod library;
pub mod paper;
pub mod todo;
pub mod whole;
