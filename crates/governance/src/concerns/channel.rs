//! What comes in by the channel and what goes back by it. The actor is the channel, whoever stands before it; a name that is given in confidence
//! never enters a record or the ledger.

use record::{Change, Document, Id};
use serde::Serialize;
use serde_json::{Value, json};
use store::{Condition, Query, Read, RecordRow, Visible, Write};

use super::{ANONYMOUS, CONFIDENTIAL, DIALOGUE, FOLLOW_UP, KIND, NAMED, SEALED, channel, code, sealed};
use crate::aims::Admission;
use crate::escalating::climbing::told_of;
use crate::responsibility::PERSON;
use crate::{Aims, Error};

/// Letters of a topic.
const TOPIC: usize = 120;
/// Names of people that are looked at.
const PEOPLE: usize = 20;
/// What concerns and messages are counted as.
const TAKEN: &str = "taken";
/// What wrong codes are counted as.
const WRONG: &str = "wrong";

/// A concern as somebody tells it.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// `named`, `confidential` or `anonymous`.
    pub reporter: String,
    /// Name and e-mail address, for the first two.
    pub name: String,
    /// What it is about, in a few words.
    pub topic: String,
    /// What happened.
    pub words: String,
    /// E-mail addresses or names of the people whom it is about, one a line.
    pub concerned: String,
}

/// A message of a dialogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    /// `reporter` or `handler`.
    pub by: String,
    /// The day.
    pub day: String,
    /// What was said.
    pub words: String,
}

/// What a reporter sees of a concern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Followed {
    /// Its state.
    pub state: String,
    /// What it is about.
    pub topic: String,
    /// The day on which it came in.
    pub day: String,
    /// What was said back and forth.
    pub messages: Vec<Message>,
    /// What came of it, once it is answered.
    pub outcome: String,
}

impl Aims {
    /// Takes a concern in; the code by which its reporter comes back is told once and kept nowhere.
    ///
    /// Errors: nothing was told, too much was told, or the channel has taken too much within the hour.
    pub async fn raise_concern(&self, told: Told) -> Result<String, Error> {
        let libraries = self.configuration().libraries.clone();
        let told = checked(told, libraries.concerns.letters)?;
        self.0.concerns.take(TAKEN, libraries.concerns.an_hour, self.clock())?;
        let mut bytes = [0_u8; 16];
        (self.0.entropy)(&mut bytes);
        let code = code::written(bytes);
        let hash = hashed(code.clone()).await?;
        let this = self.clone();
        self.0.store.write_async(move |tx| this.take_concern(tx, &told, hash)).await?;
        Ok(code)
    }

    fn take_concern(&self, tx: &mut Write, told: &Told, hash: String) -> Result<Id, Error> {
        let today = self.today().to_string();
        let concerned = people(tx, &told.concerned)?;
        let mut document = Document::from_iter([
            ("title".to_owned(), json!(told.topic)),
            ("reporter".to_owned(), json!(told.reporter)),
            ("words".to_owned(), json!(told.words)),
            ("received_on".to_owned(), json!(today)),
            ("access".to_owned(), json!("restricted")),
            (FOLLOW_UP.to_owned(), json!(hash)),
        ]);
        if !concerned.is_empty() {
            document.insert("concerned".to_owned(), json!(concerned));
        }
        if told.reporter == NAMED {
            document.insert("reporter_name".to_owned(), json!(told.name));
            people(tx, &told.name)?
                .first()
                .iter()
                .for_each(|it| drop(document.insert("reporter_person".to_owned(), json!(it))));
        }
        let change = Change::Create { kind: KIND.to_owned(), state: None, document };
        let made = self.apply(tx, &channel(), &change, &Admission::default())?;
        if told.reporter == CONFIDENTIAL {
            let person = people(tx, &told.name)?.into_iter().next();
            tx.put_personal(SEALED, &sealed(&made.id), &json!({ "name": told.name, "person": person }))?;
        }
        self.escalate_concern(tx, &made.id)?;
        Ok(made.id)
    }

    /// A concern climbs the ladder of ethical concerns, past everybody who is concerned; its words, and whom it is about, stay in the concern.
    pub(crate) fn escalate_concern(&self, tx: &mut Write, id: &Id) -> Result<(), Error> {
        let severity = &self.configuration().libraries.concerns.severity;
        let document = Document::from_iter([
            ("title".to_owned(), json!(format!("{id}: a concern came in"))),
            ("trigger".to_owned(), json!(id)),
            ("matter".to_owned(), json!("ethical_concern")),
            ("severity".to_owned(), json!(severity)),
            ("raised_on".to_owned(), json!(self.today().to_string())),
            ("reason".to_owned(), json!("a concern came in and nobody investigates it yet")),
        ]);
        let raised = self.escalate(tx, document, &[])?;
        let Some(row) = tx.record(&raised)? else { return Ok(()) };
        let told = told_of(&row.document);
        self.hand_concern(tx, &row, &told)
    }

    /// What became of the concern with this code.
    ///
    /// Errors: no concern has the code, or too many codes were wrong within the hour.
    pub async fn follow_concern(&self, code: &str) -> Result<Followed, Error> {
        let row = self.by_code(code).await?;
        Ok(followed(&row))
    }

    /// Adds words of the reporter to the concern with this code.
    pub async fn add_to_concern(&self, code: &str, words: &str) -> Result<Followed, Error> {
        let concerns = &self.configuration().libraries.concerns;
        let words = within("words", words, concerns.letters)?;
        let row = self.by_code(code).await?;
        if row.list(DIALOGUE).count() >= concerns.messages {
            return Err(Error::problem("words", "cannot be added; the concern has as many messages as it may have"));
        }
        self.0.concerns.take(TAKEN, concerns.an_hour, self.clock())?;
        let set = with_message(&row, "reporter", &words, &self.today().to_string());
        let change = Change::Edit { id: row.id.clone(), base: None, set, why: None };
        let (this, id) = (self.clone(), row.id);
        let add = move |tx: &mut Write| {
            this.apply(tx, &channel(), &change, &Admission::default())?;
            tx.record(&id)?.ok_or_else(|| Error::no_record(&id))
        };
        Ok(followed(&self.0.store.write_async(add).await?))
    }

    /// The concern with a code; a wrong one takes as long as a right one.
    async fn by_code(&self, code: &str) -> Result<RecordRow, Error> {
        let (now, most) = (self.clock(), self.configuration().libraries.concerns.wrong_codes);
        self.0.concerns.check(WRONG, most, now)?;
        let hash = hashed(code.chars().take(80).collect()).await?;
        let find = move |read: &Read| {
            let conditions = vec![Condition::is(FOLLOW_UP, &hash)];
            Ok::<_, Error>(read.list(&Query { conditions, limit: 1, ..Query::of(KIND, Visible::All) })?.pop())
        };
        match self.0.store.read_async(find).await? {
            Some(row) => Ok(row),
            None => {
                self.0.concerns.take(WRONG, most, now)?;
                Err(Error::problem("code", "is not known; write it as it was shown"))
            }
        }
    }
}

/// Hashing takes long, so it is done beside everything else.
async fn hashed(code: String) -> Result<String, Error> {
    let work = tokio::task::spawn_blocking(move || code::hash(&code));
    work.await.map_err(|it| Error::outside("hashing a code", it))?
}

/// What was told, without what an anonymous reporter let slip into the field for a name.
fn checked(told: Told, letters: usize) -> Result<Told, Error> {
    if ![NAMED, CONFIDENTIAL, ANONYMOUS].contains(&told.reporter.as_str()) {
        let says = format!("takes {NAMED}, {CONFIDENTIAL} or {ANONYMOUS}, not `{}`", told.reporter);
        return Err(Error::problem("reporter", says));
    }
    let name = if told.reporter == ANONYMOUS { String::new() } else { within("name", &told.name, TOPIC)? };
    let concerned: String = told.concerned.chars().take(letters).collect();
    Ok(Told {
        name,
        topic: within("topic", &told.topic, TOPIC)?,
        words: within("words", &told.words, letters)?,
        concerned,
        reporter: told.reporter,
    })
}

fn within(field: &str, text: &str, most: usize) -> Result<String, Error> {
    let (text, letters) = (text.trim(), text.trim().chars().count());
    match letters {
        0 => Err(Error::problem(field, "is not there; write it")),
        it if it > most => Err(Error::problem(field, format!("has {it} letters; at most {most} are taken"))),
        _ => Ok(text.to_owned()),
    }
}

/// The people whom lines name by e-mail address or by the whole name; who is not known is left to the words.
fn people(read: &Read, lines: &str) -> Result<Vec<Id>, Error> {
    let mut found: Vec<Id> = Vec::new();
    for word in lines.split(['\n', ',', ';']).map(str::trim).filter(|it| !it.is_empty()).take(PEOPLE) {
        for field in ["email", "title"] {
            let conditions = vec![Condition::is(field, &word.to_lowercase())];
            let rows = read.list(&Query { conditions, limit: 2, ..Query::of(PERSON, Visible::All) })?;
            if let [one] = rows.as_slice() {
                found.push(one.id.clone());
                break;
            }
        }
    }
    found.dedup();
    Ok(found)
}

/// A message added to the dialogue of a concern.
pub(crate) fn with_message(row: &RecordRow, by: &str, words: &str, day: &str) -> Document {
    let mut all: Vec<Value> = row.list(DIALOGUE).cloned().collect();
    all.push(json!({ "by": by, "day": day, "words": words }));
    Document::from_iter([(DIALOGUE.to_owned(), Value::Array(all))])
}

/// The messages of a concern.
pub fn messages(row: &Document) -> Vec<Message> {
    let text = |it: &Value, name: &str| it[name].as_str().unwrap_or_default().to_owned();
    let message = |it: &Value| Message { by: text(it, "by"), day: text(it, "day"), words: text(it, "words") };
    row.get(DIALOGUE).and_then(Value::as_array).into_iter().flatten().map(message).collect()
}

fn followed(row: &RecordRow) -> Followed {
    let text = |name: &str| row.text(name).unwrap_or_default().to_owned();
    let over = ["answered", "closed"].contains(&row.state.as_str());
    Followed {
        state: row.state.clone(),
        topic: row.title.clone(),
        day: text("received_on"),
        messages: messages(&row.document),
        outcome: if over { text("outcome") } else { String::new() },
    }
}
