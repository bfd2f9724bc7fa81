//! Steps of ladders as due work: the first one with the escalation itself, the next ones when a time is over and nobody has answered.
//!
//! Every step stands in the record, so its history is the trail of who was told when. A step's time begins when people are told, not when it
//! should have been: after a store was down nobody is passed over without having had the time.

use std::collections::BTreeSet;

use jiff::Timestamp;
use record::{Change, Document, Id};
use serde_json::{Value, json};
use store::{Condition, NewDue, Op, Query, Read, RecordRow, Scalar, Visible, Write};

use super::KIND;
use super::next::{Next, next};
use super::reached::Matter;
use super::whole::Ladders;
use crate::aims::Admission;
use crate::data::lineage::targets;
use crate::{Actor, Aims, Error, Via};

/// Escalations that one transaction takes a step further.
const ROUND: u32 = 100;
/// The field with the number of the step that was taken last.
const STEP: &str = "step";
/// The field with the moment until which it waits.
const UNTIL: &str = "step_until";
/// The field with all steps.
const STEPS: &str = "steps";
/// What happened, where an escalation does not say it in a word of the table.
const OTHER: &str = "other";

/// How far an escalation has come.
pub(crate) struct Climb {
    trigger: String,
    severity: String,
    matter: Matter,
    /// The step that was taken last.
    pub after: usize,
    /// Until when it waits.
    pub until: Option<Timestamp>,
    rows: Vec<Value>,
}

/// A text of a document.
pub(crate) fn word_of(document: &Document, field: &str) -> String {
    document.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// What an escalation is about, and whom; whom a concern is about stands in the concern alone, which fewer may read.
pub(crate) fn matter_in(read: &Read, document: &Document) -> Result<Matter, Error> {
    let matter = matter_of(document);
    let Some(trigger) = targets(document, "trigger").pop() else { return Ok(matter) };
    match read.record(&trigger)?.filter(|it| it.kind == crate::concerns::KIND) {
        Some(concern) => {
            let concerned = matter.concerned.into_iter().chain(targets(&concern.document, "concerned")).collect();
            Ok(Matter { concerned, discreet: true, ..matter })
        }
        None => Ok(matter),
    }
}

/// What an escalation says itself.
pub(crate) fn matter_of(document: &Document) -> Matter {
    let about = targets(document, "about").into_iter().next();
    let concerned: BTreeSet<Id> = targets(document, "concerned").into_iter().collect();
    let raised_by = targets(document, "raised_by_person").into_iter().next();
    Matter { system: about, raised_by, concerned, ..Matter::default() }
}

/// Who was told at the step of an escalation that was taken last.
pub(crate) fn told_of(document: &Document) -> Vec<Id> {
    Climb::of(document, &Matter::default()).told_last()
}

impl Climb {
    /// What a document says.
    pub fn of(document: &Document, matter: &Matter) -> Climb {
        let or = |field: &str, other: &str| {
            let word = word_of(document, field);
            if word.is_empty() { other.to_owned() } else { word }
        };
        Climb {
            trigger: or("matter", OTHER),
            severity: or("severity", "medium"),
            matter: matter.clone(),
            after: document.get(STEP).and_then(Value::as_u64).unwrap_or_default() as usize,
            until: word_of(document, UNTIL).parse().ok(),
            rows: document.get(STEPS).and_then(Value::as_array).cloned().unwrap_or_default(),
        }
    }

    /// Who was told at the step that was taken last.
    pub fn told_last(&self) -> Vec<Id> {
        let last = self.rows.iter().filter(|it| it["number"].as_u64() == Some(self.after as u64));
        last.filter_map(|it| it["person"].as_str()?.parse().ok()).collect()
    }

    /// The step that comes now.
    pub fn next(&self, ladders: &Ladders, now: Timestamp) -> Next {
        let system = self.matter.system.as_ref().filter(|it| ladders.org.systems.contains_key(*it));
        let matter = Matter { system: system.cloned(), ..self.matter.clone() };
        let asked = ladders.asked(&self.trigger, &self.severity, system);
        // A table without a ladder for the case still leaves those who may stop a system.
        let steps = ladders.ladder(&asked).unwrap_or_default();
        let calendars = ladders.ground().calendars_of(matter.system.as_ref());
        let mut found = next(&steps, self.after, (&ladders.org, &matter), &calendars, now);
        // Why a step was passed over would name whom it is about.
        if matter.discreet {
            found.passed.clear();
        }
        found
    }

    /// The fields after a step.
    fn fields(mut self, found: &Next) -> Document {
        let note = found.passed.join("; ");
        let row = |told: &super::reached::Told| {
            let mut row = json!({ "number": found.number, "to": found.to, "person": told.person, "sent": found.sent.to_string() });
            found.until.iter().for_each(|it| row["until"] = json!(it.to_string()));
            told.instead_of.iter().for_each(|it| row["instead_of"] = json!(it));
            if !note.is_empty() {
                row["note"] = json!(note);
            }
            row
        };
        self.rows.extend(found.told.iter().map(row));
        let until = found.until.map_or(Value::Null, |it| json!(it.to_string()));
        [(STEP, json!(found.number)), (UNTIL, until), (STEPS, Value::Array(self.rows))]
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    }
}

impl Aims {
    /// The first step of an escalation that is about to be entered: its fields, and the people who are told.
    pub(crate) fn first_step(&self, read: &Read, document: &mut Document) -> Result<Vec<Id>, Error> {
        let ladders = Ladders::read(&self.snapshot(read, None), &Visible::All, self.today())?;
        let climb = Climb::of(document, &matter_in(read, document)?);
        let found = climb.next(&ladders, whole_second(self.clock()));
        let people = found.told.iter().map(|it| it.person.clone()).collect();
        document.extend(climb.fields(&found).into_iter().filter(|it| !it.1.is_null()));
        Ok(people)
    }

    /// Takes every escalation a step further whose time is over and that nobody has answered, until none is left.
    pub(crate) async fn climb_due(&self) -> Result<u32, Error> {
        let mut taken = 0;
        loop {
            let (this, now) = (self.clone(), whole_second(self.clock()));
            let look =
                move |read: &Read| Ok::<_, Error>(waiting(read, now)?.into_iter().map(|it| it.id).collect::<Vec<_>>());
            let ids = self.0.store.read_async(look).await?;
            if ids.is_empty() {
                return Ok(taken);
            }
            let climb = move |tx: &mut Write| {
                let ladders = Ladders::read(&this.snapshot(tx, None), &Visible::All, this.today())?;
                let rows = tx.records(&ids)?;
                let still: Vec<RecordRow> = rows.into_iter().filter(|it| is_waiting(it, now)).collect();
                still.iter().try_for_each(|it| this.climb(tx, it, &ladders))?;
                Ok::<_, Error>(still.len() as u32)
            };
            let went = self.0.store.write_async(climb).await?;
            taken += went;
            // What another node has taken meanwhile is looked at in the next round.
            if went == 0 {
                return Ok(taken);
            }
        }
    }

    /// One escalation a step further, with a mail to each who is told.
    fn climb(&self, tx: &mut Write, row: &RecordRow, ladders: &Ladders) -> Result<(), Error> {
        let climb = Climb::of(&row.document, &matter_in(tx, &row.document)?);
        let found = climb.next(ladders, whole_second(self.clock()));
        let why = Some(match climb.after {
            0 => format!("the ladder begins with step {}", found.number),
            last => format!("nobody answered step {last} in time; step {} is taken", found.number),
        });
        let set = climb.fields(&found);
        let change = Change::Edit { id: row.id.clone(), base: None, set, why };
        self.apply(tx, &Actor::operator(Via::System), &change, &Admission::default())?;
        for told in &found.told {
            self.queue_alert(tx, &row.id, found.number, &told.person)?;
        }
        self.hand_concern(tx, row, &found.told.iter().map(|it| it.person.clone()).collect::<Vec<_>>())
    }

    /// Queues a mail about an escalation to somebody.
    pub(crate) fn queue_alert(&self, tx: &mut Write, id: &Id, step: usize, person: &Id) -> Result<(), Error> {
        let key = format!("alert/{id}/{step}/{person}");
        let (payload, at) = (json!({ "person": person }), tx.time());
        tx.add_due(&NewDue { what: "alert".to_owned(), key, record: Some(id.clone()), payload, at })?;
        Ok(())
    }
}

/// Escalations whose time is over, or that have not begun.
fn waiting(read: &Read, now: Timestamp) -> Result<Vec<RecordRow>, Error> {
    let field = |field: &str, op: Op, values: Vec<Scalar>| Condition::Field { field: field.to_owned(), op, values };
    let due = Condition::Any(vec![
        field(STEP, Op::Missing, Vec::new()),
        field(UNTIL, Op::Le, vec![Scalar::Text(now.to_string().to_lowercase())]),
    ]);
    let conditions = vec![Condition::State(vec!["raised".to_owned()]), due];
    Ok(read.list(&Query { conditions, limit: ROUND, ..Query::of(KIND, Visible::All) })?)
}

fn is_waiting(row: &RecordRow, now: Timestamp) -> bool {
    let climb = Climb::of(&row.document, &Matter::default());
    let over = climb.after == 0 || climb.until.is_some_and(|it| it <= now);
    row.state == "raised" && !row.retired && over
}

/// A moment without parts of a second, so that moments compare as texts do.
fn whole_second(moment: Timestamp) -> Timestamp {
    Timestamp::from_second(moment.as_second()).unwrap_or(moment)
}
