//! What the program writes when an acceptance is granted: the day, the time zone of its days, the rung of authority and why it was asked.

use record::Document;
use serde_json::{Value, json};
use store::{RecordRow, Write};

use super::acceptance::Acceptance;
use super::around::Around;
use super::authority::asked;
use crate::{Actor, Aims, Error};

/// The time zone by its name; of one without a name UTC.
fn named(zone: &jiff::tz::TimeZone) -> String {
    zone.iana_name().unwrap_or("UTC").to_owned()
}

impl Aims {
    /// What a grant keeps.
    pub(crate) fn keep_authority(&self, tx: &mut Write, _: &Actor, row: &RecordRow) -> Result<Document, Error> {
        let at = self.snapshot(tx, None);
        let around = Around::with(&at, &[row])?;
        let it = Acceptance::of(row);
        let mut kept = json!({ "granted_on": around.on, "zone": named(&around.zone(&it)) });
        if let Ok(asked) = asked(&around, &it) {
            if !asked.rung.is_empty() {
                kept["rung"] = json!(asked.rung);
            }
            kept["authority"] = json!(asked.why);
        }
        Ok(match kept {
            Value::Object(fields) => fields,
            _ => Document::new(),
        })
    }
}
