//! Telling people that a comment mentions them. Serves ISO/IEC 42001 7.4.
//!
//! Whoever may not read the comment is not told of it: the question is asked when the mail is sent, not when it is queued.

use std::collections::HashMap;

use policy::Fact as Known;
use record::Id;
use serde_json::{Value, json};
use store::{DueRow, NewDue, RecordRow, Write};

use crate::derived::Snapshot;
use crate::due::blocking;
use crate::{Actor, Aims, Error, Moment, Via};

/// The kind that mentions people, its field with their numbers, its text, and the record that it is about.
const KIND: &str = "comment";
const MENTIONS: &str = "mentions";
const BODY: &str = "body";
const ABOUT: &str = "about";
/// The field with whoever wrote it.
const AUTHOR: &str = "owner";

/// Queues the telling of those whom this version mentions and the one before did not; nobody is told of their own words.
pub(crate) fn queue(tx: &mut Write, actor: &Actor, before: Option<&RecordRow>, row: &RecordRow) -> Result<(), Error> {
    if row.kind != KIND || row.retired {
        return Ok(());
    }
    let (old, by) = (before.map(mentioned).unwrap_or_default(), actor.identity());
    for person in mentioned(row).into_iter().filter(|it| !old.contains(it) && it.to_string() != by) {
        tx.add_due(&NewDue {
            what: "mention".to_owned(),
            key: format!("mention/{}/{person}", row.id),
            record: Some(row.id.clone()),
            payload: json!({ "person": person }),
            at: tx.time(),
        })?;
    }
    Ok(())
}

/// Who owns the records that comments are about, as a fact for policies; one statement for all rows together.
pub(crate) fn subject_owner(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let field = |row: &RecordRow| if row.kind == crate::measuring::KIND { "of" } else { ABOUT };
    let subject = |row: &RecordRow| row.document.get(field(row))?.as_str()?.parse::<Id>().ok();
    let ids: Vec<Id> = rows.iter().filter_map(|row| subject(row)).collect();
    let owners: HashMap<Id, Option<String>> = at.read.headings(&ids)?.into_iter().map(|it| (it.id, it.owner)).collect();
    let owner = |row: &RecordRow| owners.get(&subject(row)?)?.clone();
    Ok(rows.iter().map(|row| Known::Text(owner(row).unwrap_or_default())).collect())
}

fn mentioned(row: &RecordRow) -> Vec<Id> {
    let listed = row.document.get(MENTIONS).and_then(Value::as_array);
    listed.into_iter().flatten().filter_map(|it| it.as_str()?.parse().ok()).collect()
}

impl Aims {
    /// Sends a mail to the account of the person, if there is one and it may read the comment.
    pub(crate) async fn tell_mentioned(&self, job: &DueRow) -> Result<(), Error> {
        let person = job.payload.get("person").and_then(Value::as_str).unwrap_or_default().to_owned();
        let Some(comment) = job.record.clone() else { return Ok(()) };
        let find = move |read: &store::Read| {
            Ok::<_, Error>(read.accounts_of(&person)?.into_iter().find(|it| it.disabled.is_none()))
        };
        let Some(account) = self.0.store.read_async(find).await? else { return Ok(()) };
        let reader = crate::account::actor_of(&account, Via::System);
        let record = match self.record(&reader, &comment, &Moment::Now).await {
            Ok(record) if !record.retired => record,
            Ok(_) | Err(Error::Missing(_)) => return Ok(()),
            Err(error) => return Err(error),
        };
        let of = |field: &str| record.document.get(field).and_then(Value::as_str).unwrap_or_default();
        let title = |id: &str| record.titles.get(id).map(|it| it.1.as_str());
        let (by, title) = (title(of(AUTHOR)).unwrap_or("somebody"), title(of(ABOUT)).unwrap_or_default());
        let subject = format!("{by} mentions you: {} {title}", of(ABOUT));
        let body = format!("{by} writes about {} {title} ({comment}):\n\n{}\n", of(ABOUT), of(BODY));
        let post = self.0.post.clone();
        blocking(move || post.send_mail(&account.email, &subject, &body)).await
    }
}
