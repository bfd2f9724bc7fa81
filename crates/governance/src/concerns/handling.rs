//! What handlers do with a concern: answer by the channel, and look at the name that was given in confidence, which leaves an entry each time.

use record::{Change, Id};
use store::{Read, Write};

use super::channel::with_message;
use super::{CONFIDENTIAL, KIND, SEALED, sealed};
use crate::event::Event;
use crate::{Actor, Aims, Committed, Error, Moment};

impl Aims {
    /// Answers the reporter; the answer can be read with the code.
    pub async fn answer_concern(
        &self,
        actor: &Actor,
        id: &Id,
        words: &str,
        key: Option<&str>,
    ) -> Result<Committed, Error> {
        let words = words.trim().to_owned();
        if words.is_empty() {
            return Err(Error::problem("words", "is not there; write what the reporter is told"));
        }
        let (this, who, number) = (self.clone(), actor.clone(), id.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            this.readable(read, &who, &number, None)
        };
        let row = self.0.store.read_async(read).await?;
        let set = with_message(&row, "handler", &words, &self.today().to_string());
        self.commit(actor, Change::Edit { id: id.clone(), base: Some(row.version), set, why: None }, key).await
    }

    /// The name that was given in confidence, for the investigator alone; each look is entered in the ledger.
    ///
    /// Errors: the concern was not raised in confidence, or somebody else investigates it.
    pub async fn reporter_of_concern(&self, actor: &Actor, id: &Id) -> Result<String, Error> {
        let record = self.record(actor, id, &Moment::Now).await?;
        let text = |name: &str| record.document.get(name).and_then(serde_json::Value::as_str).map(str::to_owned);
        if record.kind != KIND || text("reporter").as_deref() != Some(CONFIDENTIAL) {
            return Err(Error::Missing(format!("`{id}` was not raised in confidence")));
        }
        let investigates = actor.person.as_ref().is_some_and(|it| text("owner") == Some(it.to_string()));
        if !investigates {
            let says = "only whoever investigates a concern sees the name that was given in confidence";
            self.enter_refused(actor, Event::new("denied").about(id)).await?;
            return Err(Error::problem("", says));
        }
        let (this, who, number) = (self.clone(), actor.clone(), id.clone());
        let look = move |tx: &mut Write| {
            this.enter_in(tx, &who, &Event::new("concern.reporter").about(&number))?;
            Ok::<_, Error>(tx.personal(SEALED, &sealed(&number))?)
        };
        let found = self.0.store.write_async(look).await?;
        let name = found.and_then(|it| it.value["name"].as_str().map(str::to_owned));
        name.ok_or_else(|| Error::Missing(format!("the name behind `{id}` was erased")))
    }
}
