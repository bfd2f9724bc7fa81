//! Certificates of the management system: where each stands in its cycle, whether what was certified is still what is there, and what the body
//! that certified it must be told. Serves ISO/IEC 42001 4.3, and what ISO/IEC 17021-1 asks of those who hold a certificate.
//!
//! - [`library`]: cycles, and differences that the body is told of, as data. [`cycle`]: a certificate and its visits on a day.
//! - [`truth`]: what was certified against what is. `then`: what was there on the days of issue, each read once. [`whole`]: the same for those who ask. `answers`: derived fields, and what policies may know.
//!
//! Nothing is stored but what stands on the certificate: a date that passes, a unit that moves or a statement that is replaced show by themselves.

pub(crate) mod answers;
pub mod cycle;
pub mod library;
mod then;
pub mod truth;
pub mod whole;

/// The kind of certificates.
pub const CERTIFICATION: &str = "certification";
