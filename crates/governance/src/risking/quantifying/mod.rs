//! What risks cost in numbers: from what people wrote about the loss of each, from indicators that are measured and incidents that happened, to the loss of a
//! year, held against the appetite of the criteria, and to the place in the matrix that follows. Types of consequence are never summed. The engine is
//! `simulate::loss`; what is wrong with a law is told by it alone. Serves ISO/IEC 42001 6.1.2, 8.2 and 9.1.
//!
//! - [`written`]: what a person wrote, or what is impossible in it. `entered`: the same when it is entered, with circles of causes.
//! - [`rates`]: how often, from the law, the indicator or the incidents. [`assembled`]: the model of one type.
//! - [`position`]: the place in the matrix that the numbers give. [`answered`]: what the drawn years say of one type.
//! - [`treated`]: what treatments save of it. [`whole`]: for those who ask.

pub mod answered;
pub mod assembled;
pub(crate) mod entered;
pub mod position;
pub mod rates;
pub mod treated;
pub mod whole;
pub mod written;

pub use simulate::loss::contribution::Part as Adds;
pub use simulate::loss::definitions::{DEFINITIONS, Definition, definition};
pub use simulate::loss::exceedance::{Appetite, Point};
pub use simulate::loss::sensitivity::{End, Input, Swing};
