//! People are told when a monitor drifts, falls silent or cannot be assessed: one escalation for each episode, in the transaction in
//! which it follows, or by a job when only the clock moved.
//!
//! An episode ends when the monitor stands otherwise. What somebody suppressed until a day is not raised again before it. Serves
//! ISO/IEC 42001 A.3.3 and A.6.2.6.

use std::collections::BTreeSet;

use record::{Catalog, Change, Document, Id};
use serde_json::{Value, json};
use store::{Condition, DueRow, Query, Read, RecordRow, Visible, Write};

use super::batches::batches;
use super::settings::Settings;
use super::standing::{Standing, TOLD, standing};
use super::{ALERT, KIND};
use crate::aims::Admission;
use crate::correcting::library::Again;
use crate::derived::{date, day, holds};
use crate::due::blocking;
use crate::reached::is_of;
use crate::{Actor, Aims, Error, Moment, Via};

/// Monitors that one round of the job looks at.
const ROUND: u32 = 500;

impl Aims {
    /// Raises what follows from how a monitor stands, unless it was raised for this episode or is suppressed.
    pub(crate) fn raise(
        &self,
        tx: &mut Write,
        monitor: &RecordRow,
        now: &Standing,
        by: Option<&Id>,
    ) -> Result<Option<Id>, Error> {
        let Some((severity, episode)) = untold(tx, monitor, now, self.today())? else { return Ok(None) };
        let people = people(tx, &self.configuration().catalog, monitor, self.clock())?;
        let mut document = fields(monitor, now, severity, &episode, people.named.first());
        document.insert("raised_on".to_owned(), json!(self.today().to_string()));
        by.filter(|_| now.word != "silent")
            .iter()
            .for_each(|it| drop(document.insert("measurement".to_owned(), json!(it))));
        self.escalate(tx, document, &people.all).map(Some)
    }

    /// Tells whoever answers for a record that something about it is so again, by an escalation.
    pub(crate) fn escalate_again(
        &self,
        tx: &mut Write,
        row: &RecordRow,
        (title, why): (String, &str),
        again: &Again,
    ) -> Result<(), Error> {
        let people: Vec<Id> = row.owner.iter().filter_map(|it| it.parse().ok()).collect();
        let fields = [
            ("title", json!(title)),
            ("trigger", json!(row.id)),
            ("about", json!(row.id)),
            ("matter", json!(again.matter)),
            ("severity", json!(again.severity)),
            ("raised_on", json!(day(self.clock()))),
            ("reason", json!(why)),
        ];
        let more = [("owner", row.owner.clone()), ("unit", row.unit.clone())];
        let more = more.into_iter().filter_map(|(name, it)| Some((name.to_owned(), json!(it?))));
        let document: Document = fields.into_iter().map(|(name, it)| (name.to_owned(), it)).chain(more).collect();
        self.escalate(tx, document, &people).map(drop)
    }

    /// Enters an escalation with the first step of its ladder, and queues a mail to these people and to whom the step reaches.
    pub(crate) fn escalate(&self, tx: &mut Write, mut document: Document, people: &[Id]) -> Result<Id, Error> {
        let reached = self.first_step(tx, &mut document)?;
        let change = Change::Create { kind: ALERT.to_owned(), state: None, document };
        let raised = self.apply(tx, &Actor::operator(Via::System), &change, &Admission::default())?;
        let all: BTreeSet<&Id> = people.iter().chain(&reached).collect();
        all.into_iter().try_for_each(|it| self.queue_alert(tx, &raised.id, 1, it))?;
        Ok(raised.id)
    }

    /// Raises what only the clock brought about: monitors that heard nothing for too long.
    pub(crate) async fn raise_silent(&self) -> Result<(), Error> {
        let silent = || {
            let conditions = vec![Condition::is("standing", "silent")];
            Query { conditions, limit: ROUND, ..Query::of(KIND, Visible::All) }
        };
        let this = self.clone();
        let look = move |read: &Read| {
            let mut unraised = Vec::new();
            for (row, now) in this.standing_now(read, read.list(&silent())?)? {
                if untold(read, &row, &now, this.today())?.is_some() {
                    unraised.push(row.id);
                }
            }
            Ok::<_, Error>(unraised)
        };
        let unraised = self.0.store.read_async(look).await?;
        if unraised.is_empty() {
            return Ok(());
        }
        let this = self.clone();
        let raise = move |tx: &mut Write| {
            let rows = tx.records(&unraised)?;
            for (row, now) in this.standing_now(tx, rows)? {
                this.raise(tx, &row, &now, None)?;
            }
            Ok::<_, Error>(())
        };
        self.0.store.write_async(raise).await
    }

    /// How monitors stand now.
    fn standing_now(&self, read: &Read, rows: Vec<RecordRow>) -> Result<Vec<(RecordRow, Standing)>, Error> {
        let time = self.clock();
        let all = batches(&self.snapshot(read, None), &rows.iter().map(|it| &it.id).collect::<Vec<_>>())?;
        let stand = |row: RecordRow| {
            let own = all.get(&row.id).map(Vec::as_slice).unwrap_or_default();
            let now = standing(&Settings::of(&row), own, time);
            (row, now)
        };
        Ok(rows.into_iter().map(stand).collect())
    }

    /// Sends a mail about an escalation to the account of a person, if there is one and it may read the escalation.
    pub(crate) async fn tell_alert(&self, job: &DueRow) -> Result<(), Error> {
        let person = job.payload.get("person").and_then(Value::as_str).unwrap_or_default().to_owned();
        let Some(id) = job.record.clone() else { return Ok(()) };
        let find =
            move |read: &Read| Ok::<_, Error>(read.accounts_of(&person)?.into_iter().find(|it| it.disabled.is_none()));
        let Some(account) = self.0.store.read_async(find).await? else { return Ok(()) };
        let reader = crate::account::actor_of(&account, Via::System);
        let record = match self.record(&reader, &id, &Moment::Now).await {
            Ok(record) if !record.retired => record,
            Ok(_) | Err(Error::Missing(_)) => return Ok(()),
            Err(error) => return Err(error),
        };
        let of = |field: &str| record.document.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (subject, body) = (format!("{id}: {}", of("title")), format!("{}\n{}\n", of("title"), of("reason")));
        let post = self.0.post.clone();
        blocking(move || post.send_mail(&account.email, &subject, &body)).await
    }
}

fn fields(monitor: &RecordRow, now: &Standing, severity: &str, episode: &str, named: Option<&Id>) -> Document {
    let mut document = Document::new();
    let mut say = |name: &str, value: Value| document.insert(name.to_owned(), value);
    let settings = Settings::of(monitor);
    say("title", json!(format!("{}: {}", monitor.title, now.word.replace('_', " "))));
    say("trigger", json!(monitor.id));
    say("severity", json!(severity));
    say("matter", json!(if now.word == "drifting" { "drift" } else { "silence" }));
    say("reason", json!(now.why));
    say("episode", json!(episode));
    settings.watches.iter().for_each(|it| drop(say("about", json!(it))));
    if !settings.tells.is_empty() {
        say("to", json!(settings.tells));
    }
    let owner = named.map(|it| json!(it)).or_else(|| monitor.document.get("owner").cloned());
    owner.into_iter().for_each(|it| drop(say("owner", it)));
    ["unit", "access"].iter().for_each(|name| drop(monitor.document.get(*name).map(|it| say(name, it.clone()))));
    document
}

/// The severity and the episode of what people are told, where they were not told of it yet.
fn untold(
    read: &Read,
    monitor: &RecordRow,
    now: &Standing,
    today: jiff::civil::Date,
) -> Result<Option<(&'static str, String)>, Error> {
    let told = TOLD.iter().find(|it| it.0 == now.word);
    let (Some((_, severity)), Some(episode)) = (told, &now.episode) else { return Ok(None) };
    let episode = format!("{}: {episode}", monitor.id);
    Ok((!known(read, monitor, now.word, &episode, today)?).then_some((*severity, episode)))
}

/// Whether this episode was raised, or somebody suppressed the same until a day that has not passed.
fn known(tx: &Read, monitor: &RecordRow, word: &str, episode: &str, today: jiff::civil::Date) -> Result<bool, Error> {
    let links = tx.links_to_any(std::slice::from_ref(&monitor.id), &[ALERT])?;
    let ids: Vec<Id> = links.into_iter().filter(|it| it.1.field == "trigger").map(|it| it.1.end.id).collect();
    let same = format!("{}: {word} since ", monitor.id);
    let suppressed = |it: &RecordRow| {
        let until = date(&it.document, "suppressed_until");
        it.state == "suppressed"
            && until.is_some_and(|until| today <= until)
            && it.text("episode").is_some_and(|it| it.starts_with(&same))
    };
    Ok(tx.records(&ids)?.iter().any(|it| it.text("episode") == Some(episode) || suppressed(it)))
}

/// The people whom a monitor tells.
struct People {
    /// Those that it names, in its order.
    named: Vec<Id>,
    /// Those, and all who hold a role that it names.
    all: Vec<Id>,
}

/// The people whom a monitor tells: those that it names, and those who hold a role that it names.
fn people(tx: &Read, catalog: &Catalog, monitor: &RecordRow, now: jiff::Timestamp) -> Result<People, Error> {
    let tells = Settings::of(monitor).tells;
    let (named, roles): (Vec<Id>, Vec<Id>) = tells.into_iter().partition(|it| is_of(catalog, it, &["person"]));
    let links = if roles.is_empty() { Vec::new() } else { tx.links_to_any(&roles, &["role_assignment"])? };
    let assignments: Vec<Id> = links.into_iter().map(|it| it.1.end.id).collect();
    let held = tx.records(&assignments)?.into_iter().filter(|it| holds(it, now));
    let mut all = named.clone();
    all.extend(held.filter_map(|it| it.text("person")?.parse().ok()));
    all.sort();
    all.dedup();
    Ok(People { named, all })
}
