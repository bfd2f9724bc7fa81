//! A measurement that the program itself made: its report as evidence, and the record with what the report says.
//!
//! It goes through the one write path like every change. The day stands in the record and not in the report, so the report
//! can be made again. What the fields hold is left to those who measure. Serves ISO/IEC 42001 9.1.

use record::{Change, Document, Id};
use serde_json::json;

use crate::actor::Actor;
use crate::aims::{Aims, Committed};
use crate::error::Error;

/// The kind of what is recorded.
pub const KIND: &str = "measurement";

/// The state of what the program itself measured, which is complete and not edited.
const RECORDED: &str = "recorded";

impl Aims {
    /// Stores a report, as JSON, and enters a measurement of `about` with these fields, by the plan that a record carries where one did;
    /// a repeated `key` enters nothing more.
    pub async fn keep_measurement(
        &self,
        actor: &Actor,
        about: &Id,
        plan: Option<&Id>,
        mut fields: Document,
        report: Vec<u8>,
        key: Option<&str>,
    ) -> Result<Committed, Error> {
        let family = fields.get("family").and_then(|it| it.as_str()).unwrap_or(KIND).to_owned();
        let file = self.put_file(actor, &format!("{family}.json"), report).await?;
        fields.insert("of".to_owned(), json!(about));
        plan.iter().for_each(|it| drop(fields.insert("plan".to_owned(), json!(it))));
        fields.insert("report".to_owned(), json!(file));
        fields.insert("measured_on".to_owned(), json!(self.clock().to_string().get(..10)));
        let change = Change::Create { kind: KIND.to_owned(), state: Some(RECORDED.to_owned()), document: fields };
        self.commit(actor, change, key).await
    }
}
