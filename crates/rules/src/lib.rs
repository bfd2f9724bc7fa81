//! Decision tables that can prove what they do not decide.
//!
//! A [`Table`] has typed inputs and outputs, a hit policy and rows whose cells are S-FEEL unary tests (OMG DMN 1.5). It is read from
//! TOML or from a grid of cells, evaluated with an explanation, and verified: gaps, overlaps, contradictions, also between tables that
//! speak of the same decision, shadowed, duplicate and subsumed rows, unreachable outcomes, impossible deadlines, circular
//! approvals, and whether more harm can ever give a milder outcome. Every fault carries a case that reproduces it.
//!
//! Everything is exact over elementary cells: within one no test tells two values apart. This crate knows no clock, chance, file,
//! network or kind of record; what a decision is for is known elsewhere. It serves ISO/IEC 42001, 5.3, 6.1.1, 6.1.2 and A.2.3.

mod axis;
mod cell;
mod cells;
mod change;
mod completed;
mod draft;
mod engine;
mod evaluate;
mod explain;
mod graph;
mod grid;
mod model;
mod near;
mod number;
mod period;
mod problem;
mod scene;
mod search;
mod text;
mod units;
mod value;
mod verify;
mod vocabulary;

pub use cell::{Atom, End, Holding, Test};
pub use change::{Difference, Moved, Mover, Replay, diff, replay};
pub use evaluate::{Outcome, Verdict};
pub use explain::{CellExplained, Explanation, RowExplained};
pub use graph::{Answer, Graph, Step};
pub use model::{Approval, Clock, Collect, Domain, Form, Harm, Input, Output, Policy, Row, Table};
pub use near::{Change, Near};
pub use number::Number;
pub use period::Period;
pub use problem::Problem;
pub use units::Units;
pub use value::{Case, Value};
pub use verify::{FAULTS, Fault, Findings, Limits, Place, Question, Unsettled, verify, verify_within};
pub use vocabulary::Vocabulary;
