//! Pages for people, the same for every kind of record. They work without scripts.

pub(crate) mod accounts;
pub(crate) mod appearance;
pub(crate) mod authority;
pub(crate) mod bulk;
pub(crate) mod detail;
pub(crate) mod edit;
pub(crate) mod error;
pub(crate) mod form;
pub(crate) mod go;
pub(crate) mod history;
pub(crate) mod import;
pub(crate) mod keys;
pub(crate) mod kinds;
pub(crate) mod list;
pub(crate) mod moves;
pub(crate) mod new;
pub(crate) mod report;
pub(crate) mod search;
pub(crate) mod showcase;
pub(crate) mod sign_in;
pub(crate) mod tokens;
pub(crate) mod uploads;
