//! What the page of a meeting writes: an item that is proposed goes on the agenda, and how each member voted on an item.

use record::{Change, Document, Id};
use serde_json::{Value, json};
use store::{Read, RecordRow};

use super::MEETING;
use crate::aims::Committed;
use crate::{Actor, Aims, Error};

/// How members can be entered for an item.
pub const CAST: &[&str] = &["for", "against", "abstained", "stood_aside", "absent"];

impl Aims {
    /// Puts a record on the agenda of a meeting.
    ///
    /// Errors: nothing of that number, or the record stands there already.
    pub async fn put_on_agenda(
        &self,
        actor: &Actor,
        meeting: &Id,
        (item, asked): (&Id, &str),
        key: Option<&str>,
    ) -> Result<Committed, Error> {
        let row = self.meeting_row(actor, meeting).await?;
        let mut agenda: Vec<Value> = row.list("agenda").cloned().collect();
        agenda.push(json!({ "item": item, "asked": asked }));
        self.write_meeting(actor, &row, [("agenda", agenda)], key).await
    }

    /// Enters how members voted on an item, in place of what was entered about it: for each member one of [`CAST`].
    ///
    /// Errors: a word that is none of these, an item that is not on the agenda.
    pub async fn enter_votes(
        &self,
        actor: &Actor,
        meeting: &Id,
        (item, cast): (&Id, &[(Id, String)]),
        key: Option<&str>,
    ) -> Result<Committed, Error> {
        if let Some((person, word)) = cast.iter().find(|it| !CAST.contains(&it.1.as_str())) {
            let says = format!("{person}: `{word}` is no vote; choose one of {}", CAST.join(", "));
            return Err(Error::problem("votes", says));
        }
        let row = self.meeting_row(actor, meeting).await?;
        let about = |it: &&Value| it["item"].as_str() == Some(&item.to_string());
        let mut votes: Vec<Value> = row.list("votes").filter(|it| !about(it)).cloned().collect();
        // What was declared stays; only who stood aside without a word is entered anew.
        let bare = |it: &&Value| about(it) && it["interest"].is_null();
        let mut interests: Vec<Value> = row.list("interests").filter(|it| !bare(it)).cloned().collect();
        let mut present: Vec<Value> = row.list("present").cloned().collect();
        for (person, word) in cast {
            let known = |all: &[Value]| all.iter().any(|it| it["person"].as_str() == Some(&person.to_string()));
            if word != "absent" && !known(&present) {
                present.push(json!({ "person": person }));
            }
            match word.as_str() {
                "absent" => {}
                "stood_aside" => interests.push(json!({ "person": person, "item": item, "stood_aside": true })),
                vote => votes.push(json!({ "item": item, "person": person, "vote": vote })),
            }
        }
        self.write_meeting(actor, &row, [("votes", votes), ("interests", interests), ("present", present)], key).await
    }

    async fn meeting_row(&self, actor: &Actor, id: &Id) -> Result<RecordRow, Error> {
        let (this, who, id) = (self.clone(), actor.clone(), id.clone());
        let look = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let row = this.readable(read, &who, &id, None)?;
            if row.kind == MEETING { Ok(row) } else { Err(Error::Missing(format!("`{id}` is no meeting"))) }
        };
        self.0.store.read_async(look).await
    }

    async fn write_meeting<const N: usize>(
        &self,
        actor: &Actor,
        row: &RecordRow,
        fields: [(&str, Vec<Value>); N],
        key: Option<&str>,
    ) -> Result<Committed, Error> {
        let set: Document = fields.into_iter().map(|(name, all)| (name.to_owned(), Value::Array(all))).collect();
        let change = Change::Edit { id: row.id.clone(), base: Some(row.version), set, why: None };
        self.commit(actor, change, key).await
    }
}
