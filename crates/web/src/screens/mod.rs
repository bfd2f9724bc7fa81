//! Screens: ordinary pages for one piece of work, each with one plan of what it reads. Kinds may be named here.

pub(crate) mod compare;
pub(crate) mod dossier;
pub(crate) mod feeds;
pub(crate) mod inventory;
pub(crate) mod lights;
pub(crate) mod pictures;
pub(crate) mod reminders;
pub(crate) mod start;
pub(crate) mod system;
pub(crate) mod today;
