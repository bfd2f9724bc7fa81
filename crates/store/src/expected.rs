//! What a change is certain to ask first: questions that travel with the beginning of its transaction, where an answer has to travel.

use record::Id;

use crate::StoreError;
use crate::kept::{IDEMPOTENCY, standings_of};
use crate::read::{kinds_place_of, links_to_now, named, record_by_id};
use crate::value::p;
use crate::write::{HELD_LINKS, HELD_TERMS, Write};
use crate::writer::whole_milliseconds;

/// Questions that a change will ask with the same words; those that it does not ask cost a little and change nothing.
#[derive(Debug, Default)]
pub struct Expected {
    /// The key of a request whose repetition changes nothing.
    pub request: Option<String>,
    /// Kinds whose newest entry it wants to know.
    pub kinds: &'static [&'static str],
    /// The record that it changes.
    pub record: Option<Id>,
}

impl Write {
    /// Begins the time of a change and asks ahead what it will ask, so that the answers travel together.
    pub(crate) fn look_ahead(&mut self, expected: &Expected) -> Result<(), StoreError> {
        self.now = whole_milliseconds((self.clock)()).max(self.last);
        self.numbers.clear();
        let conn = &self.read.conn;
        if let Some(key) = &expected.request {
            conn.ask_ahead(IDEMPOTENCY, &[p(key), p(self.now)])?;
        }
        if !expected.kinds.is_empty() {
            conn.ask_ahead(&kinds_place_of(expected.kinds.len()), &named(expected.kinds))?;
        }
        if let Some(id) = &expected.record {
            for sql in [&record_by_id(), &links_to_now(), HELD_LINKS, HELD_TERMS, &standings_of(1, 0)] {
                conn.ask_ahead(sql, &[p(id)])?;
            }
        }
        Ok(())
    }
}
