//! The web as a client sees it: a real server on a loopback port, a real store in a folder of its own.

// Helpers of tests stop a test as tests themselves do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod acceptances;
mod access;
mod accounts;
mod audits;
mod bad_input;
mod boundary;
mod breaches;
mod bulk;
mod calendars;
mod challenges;
mod cockpit;
mod colours;
mod competence;
mod concerns;
mod data;
mod errors;
mod first_steps;
mod forms;
mod gaps;
mod hazards;
mod hostile;
mod house;
mod impacts;
mod imports;
mod library;
mod lists;
mod measure;
mod monitor;
mod moving;
mod obligations;
mod openapi;
mod pages;
mod practice;
mod readiness;
mod record_page;
mod records;
mod rights;
mod risks;
mod routes;
mod scope;
mod screens;
mod security;
mod tables;
mod treatments;
mod wording;
mod words;
