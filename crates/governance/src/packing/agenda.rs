//! What meetings leave to be decided: items of meetings to come, and items that a body left undecided, put off, or decided in a way that
//! does not count. Pure over what was read of bodies, meetings and decisions.

use std::collections::BTreeMap;

use jiff::civil::Date;
use record::Id;
use store::RecordRow;

use super::asks::Why;
use crate::bodies::answers::words;
use crate::bodies::around::Around;
use crate::bodies::ground::Reason;
use crate::bodies::sitting::{Item, Sitting};
use crate::bodies::{PUT_OFF, in_turn, says_yes};
use crate::data::lineage::targets;
use crate::data::quality::conditions_met;
use crate::derived::{date, day};

/// What somebody is asked who is only asked to look at something.
const OTHER: &str = "other";
/// The ground of a decision that counted once, and whose subject moved on.
const CHANGED: &str = "subject_changed";

/// Meetings, and decisions about what is on their agendas.
pub struct Sittings<'a> {
    /// Bodies and meetings.
    pub around: &'a Around,
    /// The meetings as records, by day.
    pub meetings: Vec<&'a RecordRow>,
    /// Decisions about what is on agendas.
    pub decisions: Vec<&'a RecordRow>,
    /// Why those of bodies do not count.
    pub reasons: &'a BTreeMap<Id, Vec<Reason>>,
    /// The day of which is told.
    pub on: Date,
}

/// An item of a meeting that is to be decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The record.
    pub item: Id,
    /// What is asked.
    pub asked: String,
    /// The body.
    pub body: Option<Id>,
    /// The meeting.
    pub meeting: Id,
    /// The day by which the body can decide: that of its next meeting.
    pub due: Option<Date>,
    /// Why it is to be decided.
    pub why: Why,
}

impl Sittings<'_> {
    /// Every item that is to be decided; `waits` says whether a record still waits for a decision where it is.
    pub fn open(&self, waits: impl Fn(&Id) -> bool) -> Vec<Open> {
        let mut found = Vec::new();
        for row in &self.meetings {
            let Some(sitting) = self.around.meetings.get(&row.id) else { continue };
            for item in sitting.agenda.iter().filter(|it| it.asked != OTHER || waits(&it.record)) {
                let due = if sitting.state == "planned" { sitting.day } else { self.next(sitting) };
                let why = self.why(row, sitting, item, waits(&item.record));
                found.extend(why.map(|why| Open {
                    item: item.record.clone(),
                    asked: item.asked.clone(),
                    body: sitting.body.clone(),
                    meeting: row.id.clone(),
                    due: due.filter(|it| *it >= self.on),
                    why,
                }));
            }
        }
        found
    }

    /// The day on which a body meets next: as planned, or by its cadence after the last time.
    pub fn next_of(&self, body: &Id) -> Option<Date> {
        let own = || self.around.meetings.values().filter(|it| it.body.as_ref() == Some(body));
        let planned = own().filter(|it| it.state == "planned").filter_map(|it| it.day).filter(|it| *it >= self.on);
        let by_cadence = || {
            let last = own().filter(|it| it.held()).filter_map(|it| it.day).max()?;
            last.checked_add(self.around.bodies.get(body)?.cadence?).ok()
        };
        planned.min().or_else(by_cadence)
    }

    fn next(&self, sitting: &Sitting) -> Option<Date> {
        self.next_of(sitting.body.as_ref()?)
    }

    /// Why an item of a meeting is to be decided; nothing where it was, there or later.
    fn why(&self, row: &RecordRow, sitting: &Sitting, item: &Item, waits: bool) -> Option<Why> {
        let (id, on) = (&row.id, sitting.day?);
        let since = if sitting.state == "planned" { day(row.created) } else { on };
        if self.settled(item, since) {
            return None;
        }
        let why =
            |sort: &'static str, says: String, record: &Id| Some(Why { sort, says, record: Some(record.clone()) });
        match sitting.state.as_str() {
            "planned" if on < self.on => {
                why("not_held", format!("{id} was to decide it on {on}, and was not held"), id)
            }
            "planned" => why("agenda", format!("{id} is to decide it on {on}"), id),
            "cancelled" => why("cancelled", format!("{id} was to decide it on {on}, and was cancelled"), id),
            _ => match self.last(id, item) {
                None => why("undecided", format!("{id} had it on its agenda on {on}, and decided nothing"), id),
                Some(it) => self.fault(it, waits),
            },
        }
    }

    /// The newest decision of a meeting about an item.
    fn last(&self, meeting: &Id, item: &Item) -> Option<&RecordRow> {
        let own = self.about(&item.record).filter(|it| targets(&it.document, "meeting").contains(meeting));
        own.max_by_key(|it| it.id.number)
    }

    fn about(&self, record: &Id) -> impl Iterator<Item = &RecordRow> {
        let own = self.decisions.iter().copied().filter(|it| !it.retired);
        own.filter(|it| targets(&it.document, "subject").contains(record))
    }

    /// The decisions of bodies about a record that count, of a type or against it.
    fn counting(&self, record: &Id, form: &str) -> impl Iterator<Item = &RecordRow> {
        let same = move |it: &&RecordRow| it.text("form").is_none_or(|own| own == form || own == "refuse");
        let counts = |it: &&RecordRow| {
            let valid = self.reasons.get(&it.id).is_some_and(Vec::is_empty);
            valid && it.state == "taken" && it.text("outcome").is_some_and(|it| it != PUT_OFF)
        };
        self.about(record).filter(same).filter(counts)
    }

    /// Whether a body has decided this about a record, so that what is left is to carry it out.
    pub fn decided(&self, record: &Id, action: &str) -> bool {
        // The newest holds; a yes with conditions that are not met leaves the body, or somebody, to tell that they are.
        let newest = self.counting(record, action).max_by_key(|it| in_turn(it));
        newest.is_some_and(|it| !says_yes(it) || conditions_met(it))
    }

    /// The same since a day.
    fn settled(&self, item: &Item, since: Date) -> bool {
        let late = |it: &RecordRow| date(&it.document, "decided_on").is_some_and(|on| since <= on);
        self.counting(&item.record, &item.asked).any(late)
    }

    /// Why a decision leaves its item to be decided.
    fn fault(&self, decision: &RecordRow, waits: bool) -> Option<Why> {
        let id = &decision.id;
        let why = |sort: &'static str, says: String| Some(Why { sort, says, record: Some(id.clone()) });
        if decision.state != "taken" {
            return why("revoked", format!("{id} was {}", decision.state.replace('_', " ")));
        }
        if decision.text("outcome") == Some(PUT_OFF) {
            return why("put_off", format!("{id} put it off"));
        }
        let reasons = self.reasons.get(id).filter(|it| !it.is_empty())?;
        // What went on after it was decided is not asked for again because it is different now.
        if !waits && reasons.iter().all(|it| it.ground == CHANGED) {
            return None;
        }
        why("void", format!("{id} does not count: {}", words(reasons)))
    }
}
