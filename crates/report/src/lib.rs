//! Documents for people: one model, written as tagged PDF/A-2a and as a page of HTML that say the same.
//!
//! A document is data: what stands in it never becomes source, so no text can change how it is set. The same document gives the same
//! bytes, because neither clock nor chance nor fonts of the machine take part. Leaves what is said, and in which language, to those who
//! ask; pictures come as SVG from `chart`. Serves ISO/IEC 42001 7.5.

pub mod html;
pub mod model;
pub mod pdf;
mod reached;
mod readable;
mod world;

pub use model::Document;
pub use reached::Reached;
