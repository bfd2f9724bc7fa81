//! A measurement that the program itself made: its report as evidence, and the record with what the report says.
//!
//! It goes through the one write path like every change. The day stands in the record and not in the report, so the report
//! can be made again. What the fields hold is left to those who measure. Serves ISO/IEC 42001 9.1.

use std::collections::BTreeSet;

use policy::Fact;
use record::{Change, Document, Id};
use serde_json::json;
use store::RecordRow;

use crate::actor::Actor;
use crate::aims::{Aims, Committed};
use crate::derived::Snapshot;
use crate::error::Error;

/// The kind of what is recorded.
pub const KIND: &str = "measurement";

/// The state of what the program itself measured, which is complete and not edited.
const RECORDED: &str = "recorded";

/// The field that names the measurement which another one puts right.
const RESTATES: &str = "restates";

/// Why nothing restates measurements: that one which was recorded names each of them, measured the same, and is newer; empty where one does.
pub(crate) fn restate_problem(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Fact>, Error> {
    let ids: Vec<Id> = rows.iter().map(|it| it.id.clone()).collect();
    let links = at.read.links_to_any(&ids, &[KIND])?;
    let ids: BTreeSet<Id> = links.into_iter().filter(|it| it.1.field == RESTATES).map(|it| it.1.end.id).collect();
    let mut newer = at.records(&ids.into_iter().collect::<Vec<_>>())?;
    newer.retain(|it| it.state == RECORDED && !it.retired);
    let when = |it: &RecordRow| (it.text("measured_on").unwrap_or_default().to_owned(), it.id.number);
    let same = |it: &RecordRow, row: &RecordRow| {
        ["of", "family"].iter().all(|field| it.text(field) == row.text(field)) && when(it) > when(row)
    };
    let problem = |row: &&RecordRow| {
        let named = newer.iter().filter(|it| it.link(RESTATES).as_ref() == Some(&row.id));
        match named.clone().any(|it| same(it, row)) {
            true => String::new(),
            false => match named.map(|it| it.id.to_string()).next() {
                Some(it) => format!("{it} names it, and is older or measured something else; measure the same again"),
                None => "no measurement that was recorded names it in `restates`; measure again and name it there, or invalidate it".to_owned(),
            },
        }
    };
    Ok(rows.iter().map(|it| Fact::Text(problem(it))).collect())
}

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
        self.commit_found(actor, change, key).await
    }
}
