//! The management system: the one write path, reading, and one file a topic.
//!
//! Knows records through `record`, asks `policy`, stores through `store`, proves through `ledger`.
//! Leaves HTTP and HTML to `web`, and files, environment and process to `aims`.

pub mod access;
pub mod account;
pub mod actor;
mod agreement;
pub mod aims;
pub mod attention;
pub mod backup;
pub mod bundle;
pub mod computed;
pub mod configuration;
pub mod data;
pub mod dates;
pub mod derived;
pub mod digest;
pub mod doctor;
pub mod due;
mod effects;
pub mod erase;
pub mod error;
pub mod event;
pub mod evidence;
pub mod export;
pub mod facts;
pub mod feed;
mod following;
pub mod foresight;
pub mod health;
pub mod history;
pub mod ical;
pub mod import;
pub mod importing;
pub mod in_force;
pub mod inbox;
pub mod key;
pub mod listing;
pub mod measuring;
mod media;
mod mention;
pub mod monitoring;
pub mod notify;
mod opening;
mod permission;
pub mod planned;
pub mod proof;
mod reached;
pub mod reading;
mod resolving;
pub mod searching;
mod standing;
pub mod surroundings;
mod terms;
mod trial;
pub mod undo;
pub mod visibility;
pub mod whole;
mod writing;

pub use actor::{Actor, Held, Via};
pub use aims::{Aims, Committed, Options};
pub use configuration::Configuration;
pub use error::Error;
pub use event::Event;
pub use listing::{Listing, Page};
pub use reading::{Moment, Offer, Record};
