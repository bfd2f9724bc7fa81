//! What risks cost in a year: how often times how much, by drawing years and, where there is one, in closed form beside it.
//!
//! A [`Model`] is what people write; once nothing is wrong with it, it is a [`Portfolio`], of which [`quantify()`] tells expected loss,
//! quantiles, expected shortfall, the exceedance curve and whether an appetite holds. Every number has the error of drawing as its
//! interval; how sure the parameters are is a question of its own. Amounts have the unit of the caller. Where numbers come from, what
//! they are for and who accepts them is left to the management system. Serves ISO/IEC 42001:6.1.2 and 8.2 (risk assessment).
//!
//! - [`frequency`], [`severity`], [`terms`], [`model`]: what people write, with what is wrong in it ([`flaw`]).
//! - [`mod@quantify`], [`figures`], [`exceedance`]: what drawn years say. [`theory`]: what is exact.
//! - [`indicator`], [`updating`]: how often, from what is measured and from what happened.
//! - [`contribution`], [`sensitivity`], [`comparison`]: how risks add up, what moves the answer, what a treatment is worth.
//! - [`definitions`]: what each number is, in words.
//!
//! ```
//! use simulate::loss::{Draws, Model, Question, quantify};
//! let model: Model = toml::from_str(r#"
//!     [[risk]]
//!     id = "RSK-1"
//!     frequency = { law = "poisson", mean = 0.5 }
//!     severity = { law = "lognormal", median = 10000.0, p90 = 100000.0 }
//! "#).unwrap();
//! let portfolio = model.checked().unwrap();
//! let question = Question { quantiles: vec![0.95], shortfalls: vec![0.95], appetites: vec![], amounts: vec![] };
//! let found = quantify(&portfolio, &question, Draws { years: 20_000, seed: 1, level: 0.95 }).unwrap();
//! let (drawn, exact) = (found.total.expected.get().unwrap(), found.closed.mean.value().unwrap());
//! assert!((drawn.value / exact - 1.0).abs() < 0.2);
//! ```

mod causes;
pub mod comparison;
pub mod contribution;
pub mod counts;
pub mod definitions;
pub mod draws;
pub mod exceedance;
pub mod figures;
pub mod flaw;
pub mod frequency;
pub mod indicator;
mod inverse;
pub mod model;
pub mod quantify;
mod sections;
pub mod sensitivity;
pub mod severity;
mod stream;
pub mod terms;
pub mod theory;
pub mod updating;
mod year;

pub use draws::Draws;
pub use exceedance::{Appetite, Stance};
pub use flaw::Flaw;
pub use frequency::Frequency;
pub use model::{Cause, Factors, Model, Portfolio, Risk, Strike, Uncertain};
pub use quantify::{Quantified, Question, quantify};
pub use severity::Severity;
pub use terms::{Layer, Terms};
