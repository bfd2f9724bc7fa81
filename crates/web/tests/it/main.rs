//! The web as a client sees it: a real server on a loopback port, a real store in a folder of its own.

mod accounts;
mod bad_input;
mod bulk;
mod house;
mod imports;
mod openapi;
mod pages;
mod records;
mod routes;
mod security;
mod wording;
