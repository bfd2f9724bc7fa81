//! What commands and pages ask of ladders: all of them with what is wrong, what is open with its clock, a simulation, and what comes next.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use store::{Condition, Query, Read, RecordRow, Visible};

use super::KIND;
use super::check::{Case, Fault, Ground, Triggers, faults};
use super::climbing::{Climb, matter_in, matter_of, word_of};
use super::ladder::{self, Asked, Step, TABLE, ladder};
use super::longest::{Longest, longest};
use super::next::Next;
use super::seated;
use super::simulated::{MOST, Simulated, simulate};
use crate::bodies::gate;
use crate::deciding::shipped::Ruled;
use crate::derived::Snapshot;
use crate::libraries::Libraries;
use crate::responsibility::catalogue::{ORGANISATION, UNKNOWN};
use crate::responsibility::organisation::Organisation;
use crate::{Actor, Aims, Error};

/// Escalations whose clocks are shown.
const SHOWN: u32 = 200;

/// Ladders by what they are asked for, or why there is none.
pub type Known = BTreeMap<Asked, Result<Vec<Step>, String>>;

/// Ladders with the organisation on a day.
pub struct Ladders {
    /// The organisation.
    pub org: Organisation,
    /// The table of ladders.
    pub ruled: Option<Arc<Ruled>>,
    libraries: Arc<Libraries>,
}

/// A ladder of cases that all have the same.
#[derive(Debug, Clone, Serialize)]
pub struct Ladder {
    /// The triggers, severities and tiers that have it.
    pub cases: Vec<Asked>,
    /// Its steps.
    pub steps: Vec<Step>,
    /// The longest time until somebody who may stop a system must have answered, where somebody must.
    pub longest: Option<Longest>,
}

/// An escalation that waits for an answer.
#[derive(Debug, Clone, Serialize)]
pub struct Open {
    /// Number.
    pub id: Id,
    /// What happened.
    pub title: String,
    /// Severity.
    pub severity: String,
    /// The step at which it stands; none before the first.
    pub step: u64,
    /// Until when the step waits; nothing behind the last one.
    pub until: Option<Timestamp>,
    /// Who was told last.
    pub told: Vec<Id>,
}

/// All ladders, what is wrong with them, and what is open.
#[derive(Debug, Clone, Serialize)]
pub struct Survey {
    /// The day.
    pub day: Date,
    /// The record that holds the table, and its version; nothing for the shipped one.
    pub table: Option<(Id, i64)>,
    /// Ladders.
    pub ladders: Vec<Ladder>,
    /// Faults.
    pub faults: Vec<Fault>,
    /// Escalations that wait, those whose clock ends first before.
    pub open: Vec<Open>,
    /// The governance bodies that steps name, by what the table writes.
    pub bodies: BTreeMap<String, Id>,
    /// Names of people and bodies.
    pub names: BTreeMap<String, String>,
}

impl Ladders {
    /// Reads what there is at a moment, of AI systems those that are visible.
    pub(crate) fn read(at: &Snapshot, visible: &Visible, day: Date) -> Result<Ladders, Error> {
        let (mut org, ruled) = (Organisation::read(at, visible, day, None)?, TABLE.in_force(at)?);
        if ruled.as_ref().is_some_and(|it| ladder::named(&it.table).any(|it| seated::key(it).is_some())) {
            org.bodies = Arc::new(gate::every(at)?);
        }
        Ok(Ladders { org, ruled, libraries: at.libraries.clone() })
    }

    /// What cases are held against.
    pub fn ground(&self) -> Ground<'_> {
        Ground { org: &self.org, calendars: &self.libraries.calendars.calendar, triggers: &self.libraries.escalation }
    }

    /// What is asked for something that happened with a system, or with none.
    pub fn asked(&self, trigger: &str, severity: &str, system: Option<&Id>) -> Asked {
        let known = system.and_then(|it| self.org.systems.get(it));
        let tier = match system {
            None => ORGANISATION.to_owned(),
            Some(_) => known.map_or_else(|| UNKNOWN.to_owned(), |it| it.tier.clone()),
        };
        let path = self.org.upwards(known.and_then(|it| it.unit.as_ref()));
        let units = path.iter().filter_map(|it| Some(self.org.units.get(it)?.title.clone())).collect();
        Asked { trigger: trigger.to_owned(), severity: severity.to_owned(), tier, units }
    }

    /// The governance bodies that steps name, by what the table writes.
    pub fn bodies(&self) -> BTreeMap<String, Id> {
        let words = self.ruled.iter().flat_map(|it| ladder::named(&it.table));
        let body = |it: &str| Some((it.to_owned(), seated::body(&self.org, seated::key(it)?)?.id.clone()));
        words.filter_map(body).collect()
    }

    /// The ladder of a case.
    pub fn ladder(&self, asked: &Asked) -> Result<Vec<Step>, String> {
        let ruled = self.ruled.as_ref().ok_or("there is no table of ladders")?;
        ladder(&ruled.table, asked)
    }

    /// Every case that differs: for what is about no system and for each system, one of each ladder, by what is asked of it; and the
    /// ladders of all.
    pub fn cases(&self) -> (Vec<Case>, Known) {
        let words = |input: &str| self.ruled.as_ref().map(|it| ladder::words(&it.table, input)).unwrap_or_default();
        let (triggers, severities) = (words("trigger"), words("severity"));
        let triggered: &Triggers = &self.libraries.escalation;
        let mut known = Known::new();
        let mut cases = Vec::new();
        for system in std::iter::once(None).chain(self.org.systems.keys().cloned().map(Some)) {
            let mut seen: Vec<(Result<Vec<Step>, String>, bool, bool)> = Vec::new();
            for trigger in &triggers {
                for severity in &severities {
                    let asked = self.asked(trigger, severity, system.as_ref());
                    let found = known.entry(asked.clone()).or_insert_with(|| self.ladder(&asked)).clone();
                    let sort = (found.clone(), triggered.about_people(trigger), triggered.must_stop(trigger));
                    if !seen.contains(&sort) {
                        seen.push(sort);
                        cases.push(Case { asked, system: system.clone(), ladder: found });
                    }
                }
            }
        }
        (cases, known)
    }
}

impl Survey {
    /// The longest time, in seconds, of the first ladder with a case that fits.
    pub fn longest_of(&self, fits: impl Fn(&Asked) -> bool) -> Option<i64> {
        let ladder = self.ladders.iter().find(|it| it.cases.iter().any(&fits))?;
        ladder.longest.as_ref().map(|it| it.seconds)
    }
}

impl Aims {
    /// All ladders today, what is wrong with them, and the escalations that wait for an answer.
    pub async fn escalations(&self, actor: &Actor) -> Result<Survey, Error> {
        let (this, actor) = (self.clone(), actor.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &actor)?;
            let visible = this.visible(read, &who)?;
            let it = Ladders::read(&this.snapshot(read, None), &visible, this.today())?;
            let (cases, known) = it.cases();
            let ground = it.ground();
            let (faults, open) = (faults(&cases, &ground), open(read, &visible)?);
            let people = faults.iter().flat_map(|it| &it.people).chain(open.iter().flat_map(|it| &it.told));
            let bodies = it.bodies();
            let names = this.names_of(read, &who, people.chain(bodies.values()).cloned().collect())?;
            let table = it.ruled.as_ref().and_then(|it| it.record.clone());
            Ok(Survey { day: it.org.day, table, ladders: ladders(&known, &ground), faults, open, bodies, names })
        };
        self.0.store.read_async(read).await
    }

    /// What becomes of so many events on the ladders of today, with people away by chance.
    ///
    /// Errors: no event, or too many.
    pub async fn simulate_escalations(&self, actor: &Actor, events: u32, seed: u64) -> Result<Simulated, Error> {
        if !(1..=MOST).contains(&events) {
            return Err(Error::problem(
                "events",
                format!("`{events}` events cannot be simulated; ask for 1 to {MOST}"),
            ));
        }
        let (this, actor) = (self.clone(), actor.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &actor)?;
            Ladders::read(&this.snapshot(read, None), &this.visible(read, &who)?, this.today())
        };
        let it = self.0.store.read_async(read).await?;
        let work = move || simulate(&it.cases().0, &it.ground(), events, seed);
        tokio::task::spawn_blocking(work).await.map_err(|it| Error::outside("simulating escalations", it))
    }

    /// Who would be told next of an escalation, and by when they would have to answer, were its time over now.
    pub async fn next_of_escalation(&self, actor: &Actor, id: &Id) -> Result<Next, Error> {
        let (this, actor, id) = (self.clone(), actor.clone(), id.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &actor)?;
            let row = this.readable(read, &who, &id, None)?;
            if row.kind != KIND {
                return Err(Error::Missing(format!("`{id}` is no escalation; name one such as `ESC-1`")));
            }
            let it = Ladders::read(&this.snapshot(read, None), &Visible::All, this.today())?;
            let climb = Climb::of(&row.document, &matter_in(read, &row.document)?);
            Ok(climb.next(&it, this.clock()))
        };
        self.0.store.read_async(read).await
    }
}

/// What is asked for, by the ladder that it has.
fn ladders(known: &Known, ground: &Ground) -> Vec<Ladder> {
    let mut found: Vec<(bool, Ladder)> = Vec::new();
    for (asked, steps) in known {
        let Ok(steps) = steps else { continue };
        let stops = ground.triggers.must_stop(&asked.trigger);
        match found.iter_mut().find(|it| it.0 == stops && it.1.steps == *steps) {
            Some((_, same)) => same.cases.push(asked.clone()),
            None => {
                let longest = longest(steps, ground.org, ground.calendars, ground.org.day).filter(|_| stops);
                found.push((stops, Ladder { cases: vec![asked.clone()], steps: steps.clone(), longest }));
            }
        }
    }
    found.into_iter().map(|it| it.1).collect()
}

/// Escalations that nobody has answered.
fn open(read: &Read, visible: &Visible) -> Result<Vec<Open>, Error> {
    let conditions = vec![Condition::State(vec!["raised".to_owned()])];
    let query = Query { conditions, limit: SHOWN, ..Query::of(KIND, visible.clone()) };
    let one = |row: RecordRow| {
        let climb = Climb::of(&row.document, &matter_of(&row.document));
        Open {
            severity: word_of(&row.document, "severity"),
            step: climb.after as u64,
            until: climb.until,
            told: climb.told_last(),
            title: row.title,
            id: row.id,
        }
    };
    let mut all: Vec<Open> = read.list(&query)?.into_iter().map(one).collect();
    all.sort_by_key(|it| (it.until.is_none(), it.until, it.id.clone()));
    Ok(all)
}
