//! Bodies, meetings and decisions for those who ask, as far as they may see them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use store::{Query, Read, RecordRow, Way};

use super::answers::of_decisions;
use super::around::Around;
use super::case::Case;
use super::charter::Body;
use super::ground::{Reason, majority_counts, matter as mandated, reasons};
use super::mandate::{Overlap, overlaps};
use super::member::filled;
use super::standing::{faults, neglected};
use super::waiting::{PROPOSED, Waiting};
use super::{BODY, DECISION, MEETING, matter};
use crate::data::lineage::targets;
use crate::deciding::verified::{Unfollowed, unfollowed};
use crate::derived::{Snapshot, date, day};
use crate::reached;
use crate::{Actor, Aims, Error};

/// From a body to its meetings and what they decided.
const BELOW: &[Way] = &[Way::against(MEETING, "body", BODY), Way::against(DECISION, "meeting", MEETING)];

/// A decision of a body with what is wrong with it.
#[derive(Debug, Clone, Serialize)]
pub struct Judged {
    /// Number.
    pub id: Id,
    /// What was decided.
    pub title: String,
    /// The meeting.
    pub meeting: Option<Id>,
    /// What it was about.
    pub subject: Option<Id>,
    /// How it came out.
    pub outcome: String,
    /// The day.
    pub decided_on: Option<Date>,
    /// Why it does not count; nothing where it does.
    pub reasons: Vec<Reason>,
}

/// A seat as it stands.
#[derive(Debug, Clone, Serialize)]
pub struct Chair {
    /// Name.
    pub seat: String,
    /// Who sits there; nobody where it is vacant.
    pub person: Option<Id>,
    /// Whether nothing is decided without it.
    pub required: bool,
    /// Whether it is kept for somebody who stands outside.
    pub independent: bool,
    /// Last day of the term.
    pub until: Option<Date>,
}

/// A body as it stands.
#[derive(Debug, Serialize)]
pub struct Standing {
    /// Number.
    pub id: Id,
    /// Name.
    pub title: String,
    /// The word by which tables speak of it.
    pub key: String,
    /// State of the record.
    pub state: String,
    /// Why it could not decide today; nothing where it could.
    pub faults: Vec<String>,
    /// What is vacant or overdue while it could decide all the same.
    pub neglected: Vec<String>,
    /// Seats.
    pub seats: Vec<Chair>,
    /// Seats that must take part.
    pub quorum: usize,
    /// What it decided.
    pub decisions: Vec<Judged>,
    /// What it decides: action, tier and class of change with the row that says so.
    pub mandate: Vec<Power>,
    /// What waits for it.
    pub waiting: Vec<Waiting>,
    /// Names of people, as far as they may be seen.
    pub names: BTreeMap<String, String>,
}

/// Something that a mandate gives to a body.
#[derive(Debug, Clone, Serialize)]
pub struct Power {
    /// The action.
    pub action: String,
    /// The tier.
    pub tier: String,
    /// The class of change.
    pub change_class: String,
    /// The row that says so.
    pub by: String,
}

/// An item of a meeting as it stands.
#[derive(Debug, Serialize)]
pub struct ItemStanding {
    /// The record.
    pub item: Id,
    /// Its title, as far as it may be seen.
    pub title: String,
    /// What is asked.
    pub asked: String,
    /// Seats that take part.
    pub there: usize,
    /// Seats that must.
    pub needed: usize,
    /// Who stood aside.
    pub aside: Vec<Id>,
    /// Votes for it, against it, and abstentions of those who take part.
    pub votes: [usize; 3],
    /// Whether the votes carry it.
    pub carried: bool,
    /// Why a decision about it would not count.
    pub reasons: Vec<Reason>,
}

/// A meeting as it stands.
#[derive(Debug, Serialize)]
pub struct MeetingStanding {
    /// Number.
    pub id: Id,
    /// The body.
    pub body: Option<Id>,
    /// The day.
    pub day: Option<Date>,
    /// State of the record.
    pub state: String,
    /// Items of the agenda.
    pub items: Vec<ItemStanding>,
    /// Seats with who sits there on the day.
    pub seats: Vec<Chair>,
    /// What waits for the body and is not on the agenda.
    pub waiting: Vec<Waiting>,
    /// Names of people and records.
    pub names: BTreeMap<String, String>,
}

/// How bodies stand together.
#[derive(Debug, Serialize)]
pub struct Checked {
    /// The day.
    pub day: Date,
    /// Bodies.
    pub bodies: Vec<Standing>,
    /// Mandates that overlap.
    pub overlaps: Vec<Overlap>,
    /// What could not be settled about mandates.
    pub unsettled: Vec<String>,
    /// Tables in force that cannot be followed any more.
    pub unfollowed: Vec<Unfollowed>,
}

impl Checked {
    /// How many things are wrong: bodies that could not decide, that do not meet or have a seat to fill, decisions that do not count, mandates that overlap, tables
    /// that cannot be followed.
    pub fn wrong(&self) -> usize {
        let of = |it: &Standing| {
            let open = if it.state == "chartered" { it.faults.len() + it.neglected.len() } else { 0 };
            open + it.decisions.iter().filter(|it| !it.reasons.is_empty()).count()
        };
        self.bodies.iter().map(of).sum::<usize>() + self.overlaps.len() + self.unfollowed.len()
    }
}

impl Aims {
    /// How all bodies stand that somebody may see, what they decided, and where their mandates overlap.
    pub async fn check_bodies(&self, actor: &Actor) -> Result<Checked, Error> {
        self.bodies_of(actor, None).await
    }

    /// How one body stands.
    pub async fn body(&self, actor: &Actor, id: &Id) -> Result<(Standing, Vec<Overlap>), Error> {
        let mut found = self.bodies_of(actor, Some(id)).await?;
        let body = found.bodies.pop().ok_or_else(|| Error::Missing(format!("`{id}` is no governance body")))?;
        Ok((body, found.overlaps))
    }

    async fn bodies_of(&self, actor: &Actor, only: Option<&Id>) -> Result<Checked, Error> {
        let (this, who, only) = (self.clone(), actor.clone(), only.cloned());
        let look = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let at = this.snapshot(read, None);
            let rows = read.list(&Query { limit: 500, ..Query::of(BODY, this.visible(read, &who)?) })?;
            let wanted: Vec<RecordRow> =
                rows.iter().filter(|it| only.as_ref().is_none_or(|id| it.id == *id)).cloned().collect();
            let below = reached::rows(&at, &wanted, [BELOW])?;
            let below = this.only_seen(read, &who, below)?;
            let around = Around::of_bodies(&at, &rows, &below)?;
            let decisions: Vec<&RecordRow> = below.iter().filter(|it| it.kind == DECISION && !it.retired).collect();
            let judged = judge(&at, &decisions)?;
            let waiting = this.waiting(&at, &who, &around)?;
            let today = day(at.time);
            let (overlaps, unsettled) = overlaps(&around, today);
            let names = this.names_of(read, &who, around.people.keys().cloned().collect())?;
            let one = |row: &RecordRow| {
                around.bodies.get(&row.id).map(|body| standing(&around, body, today, (&judged, &waiting, &names)))
            };
            let bodies = wanted.iter().filter_map(one).collect();
            let unfollowed = if only.is_none() { unfollowed(&at, &this.visible(read, &who)?)? } else { Vec::new() };
            Ok::<_, Error>(Checked { day: today, bodies, overlaps, unsettled, unfollowed })
        };
        self.0.store.read_async(look).await
    }

    /// How a meeting stands, item by item.
    pub async fn sitting(&self, actor: &Actor, id: &Id) -> Result<MeetingStanding, Error> {
        let (this, who, id) = (self.clone(), actor.clone(), id.clone());
        let look = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let row = this.readable(read, &who, &id, None)?;
            if row.kind != MEETING {
                return Err(Error::Missing(format!("`{id}` is no meeting")));
            }
            let at = this.snapshot(read, None);
            let around = Around::of_meetings(&at, std::slice::from_ref(&row))?;
            let items = around.subjects.keys().cloned();
            let names = this.names_of(read, &who, items.chain(around.people.keys().cloned()).collect())?;
            let waiting = this.waiting(&at, &who, &around)?;
            meeting(&around, &row.id, names, waiting)
        };
        self.0.store.read_async(look).await
    }

    /// Of these records, those that somebody may see.
    fn only_seen(&self, read: &Read, actor: &Actor, rows: Vec<RecordRow>) -> Result<Vec<RecordRow>, Error> {
        let configuration = self.configuration();
        let mut seen = Vec::new();
        for row in rows {
            if self.may_read(read, &configuration, actor, &row)? {
                seen.push(row);
            }
        }
        Ok(seen)
    }
}

fn judge(at: &Snapshot, decisions: &[&RecordRow]) -> Result<Vec<Judged>, Error> {
    let (_, mut found) = of_decisions(at, decisions)?;
    let one = |it: &&RecordRow| Judged {
        id: it.id.clone(),
        title: it.title.clone(),
        meeting: targets(&it.document, "meeting").pop(),
        subject: targets(&it.document, "subject").pop(),
        outcome: it.text("outcome").unwrap_or_default().to_owned(),
        decided_on: date(&it.document, "decided_on"),
        reasons: found.remove(&it.id).unwrap_or_default(),
    };
    Ok(decisions.iter().map(one).collect())
}

type Beside<'a> = (&'a [Judged], &'a [(Id, Waiting)], &'a BTreeMap<String, String>);

fn standing(around: &Around, body: &Body, today: Date, (judged, waiting, names): Beside) -> Standing {
    let own = |it: &&Judged| {
        let meeting = it.meeting.as_ref().and_then(|it| around.meetings.get(it));
        meeting.is_some_and(|it| it.body.as_ref() == Some(&body.id))
    };
    let people: BTreeSet<String> =
        body.seats.iter().filter_map(|it| around.sits(it)).map(ToString::to_string).collect();
    Standing {
        id: body.id.clone(),
        title: body.title.clone(),
        key: body.key.clone(),
        state: body.state.clone(),
        faults: faults(around, body, today),
        neglected: neglected(around, body, today),
        seats: chairs(around, body, today),
        quorum: body.needed(),
        decisions: judged.iter().filter(own).cloned().collect(),
        mandate: powers(around, body, today),
        waiting: waiting.iter().filter(|it| it.0 == body.id).map(|it| it.1.clone()).take(PROPOSED).collect(),
        names: names.iter().filter(|it| people.contains(it.0)).map(|it| (it.0.clone(), it.1.clone())).collect(),
    }
}

fn chairs(around: &Around, body: &Body, on: Date) -> Vec<Chair> {
    let chair = |(seat, person): (&super::charter::Seat, Option<Id>)| Chair {
        seat: seat.name.clone(),
        person,
        required: seat.required,
        independent: seat.independent,
        until: seat.until,
    };
    filled(around, body, on).into_iter().map(chair).collect()
}

/// Everything that a mandate covers, for all actions, tiers and classes of change that the shared words know.
fn powers(around: &Around, body: &Body, on: Date) -> Vec<Power> {
    let mut found = Vec::new();
    for action in words_of("action") {
        for tier in words_of("tier") {
            for class in words_of("change_class") {
                let about = matter::Matter { tier: tier.clone(), change_class: class.clone(), ..Default::default() };
                if let Ok(given) = mandated(around, body, &about, &action, on) {
                    let (action, tier, change_class) = (action.clone(), tier.clone(), class);
                    found.push(Power { action, tier, change_class, by: given.by });
                }
            }
        }
    }
    found
}

/// The values that a shared word of tables can have.
pub fn words_of(input: &str) -> Vec<String> {
    let known = crate::deciding::shipped::shipped().vocabulary.input(input);
    match known.map(|it| &it.domain) {
        Some(rules::Domain::Choice(values)) => values.to_vec(),
        _ => Vec::new(),
    }
}

fn meeting(
    around: &Around,
    id: &Id,
    names: BTreeMap<String, String>,
    waiting: Vec<(Id, Waiting)>,
) -> Result<MeetingStanding, Error> {
    let sitting = around.meetings.get(id).ok_or_else(|| Error::no_record(id))?;
    let body = around.body_of(sitting);
    let item = |it: &super::sitting::Item| {
        let case = Case::of_item(around, sitting, &it.record, &it.asked);
        let votes = ["for", "against", "abstained"].map(|it| case.counted(it));
        ItemStanding {
            item: it.record.clone(),
            title: names.get(&it.record.to_string()).cloned().unwrap_or_default(),
            asked: it.asked.clone(),
            there: case.taking_part.len(),
            needed: body.map_or(0, Body::needed),
            aside: case.aside.iter().cloned().collect(),
            votes,
            carried: body.is_some_and(|it| majority_counts(it, votes[0], case.taking_part.len())),
            reasons: reasons(&case),
        }
    };
    let items: Vec<ItemStanding> = sitting.agenda.iter().map(item).collect();
    let open = |it: &&(Id, Waiting)| sitting.body.as_ref() == Some(&it.0) && sitting.item(&it.1.id).is_none();
    Ok(MeetingStanding {
        id: id.clone(),
        body: sitting.body.clone(),
        day: sitting.day,
        state: sitting.state.clone(),
        seats: body.zip(sitting.day).map(|(body, on)| chairs(around, body, on)).unwrap_or_default(),
        waiting: waiting.iter().filter(open).map(|it| it.1.clone()).take(PROPOSED).collect(),
        items,
        names,
    })
}
