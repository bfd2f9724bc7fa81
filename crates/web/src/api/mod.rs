//! The REST interface below `/api/v1`: one file a noun, or a verb where it has much to say.

pub(crate) mod access;
pub(crate) mod accounts;
pub(crate) mod authority;
pub(crate) mod bulk;
pub(crate) mod create;
pub(crate) mod erase;
pub(crate) mod exports;
pub(crate) mod files;
pub(crate) mod health;
pub(crate) mod history;
pub(crate) mod imports;
pub(crate) mod kinds;
pub(crate) mod ledger;
pub(crate) mod links;
pub(crate) mod list;
pub(crate) mod me;
pub(crate) mod moves;
pub(crate) mod openapi;
pub(crate) mod patch;
pub(crate) mod read;
pub(crate) mod retention;
pub(crate) mod retire;
pub(crate) mod search;
pub(crate) mod session;
pub(crate) mod tokens;
pub(crate) mod whole;
