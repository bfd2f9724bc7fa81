//! What must hold of coverage and of statements, on small frameworks.

mod coverage;
mod shelf;
mod statement;
mod words;
