//! What follows for data: where they come from, whether that can be proved, what their licence allows, whether their quality is
//! shown, and whether models were made with the newest of them. Serves ISO/IEC 42001 A.4.3 and A.7.2 to A.7.6.
//!
//! - [`library`]: what is asked, as data: elements of provenance, tiers, licences and what each use needs of them.
//! - [`lineage`]: the records around data, read once; everything below is pure over it. [`arrows`]: what leads to what in it.
//! - [`tier`], [`provenance`], [`chain`], [`licence`], [`quality`], [`representation`], [`newer`]: one question each.
//! - [`retention`]: how long what is kept, and runs of disposal.
//! - [`supplier`]: contracts, what suppliers promised, and what came.
//! - [`budget`], [`trade_off`]: what privacy was spent and what may still be; treatments weighed against each other on a [`front`].
//! - [`trend`]: the quality of all versions over time.
//! - `answers`: the same as derived fields and as facts for policies. [`whole`]: everything about one dataset, for its page.
//! - [`datasheet`]: all that is known of one dataset, as a file.
//! - [`capture`]: versions and steps entered from files, by digest.
//!
//! Numbers about the rows of data are measured by crate `assess` and stand in records by the time they are looked at here.

pub(crate) mod answers;
pub mod arrows;
pub mod budget;
pub mod capture;
pub mod chain;
pub mod datasheet;
pub mod front;
pub mod library;
pub mod licence;
pub mod lineage;
pub mod newer;
pub mod picture;
pub mod provenance;
pub mod quality;
pub mod representation;
pub mod retention;
pub mod supplier;
pub mod tier;
pub mod trade_off;
pub mod trend;
pub mod whole;

/// The kinds about which something follows here.
pub const DATASET: &str = "dataset";
/// Exact bytes of a dataset.
pub const VERSION: &str = "dataset_version";
/// A line of models.
pub const MODEL: &str = "model";
/// One exact model.
pub const MODEL_VERSION: &str = "model_version";

/// The state of a version that may be used.
pub const ACCEPTED: &str = "accepted";

/// States in which a version of data must not be used.
pub const OUT_OF_USE: &[&str] = &["withdrawn", "disposed", "rejected"];
