//! What moves risks, for those who ask: which must be assessed again and why, what incidents and indicators propose, and what moved since a day; named as
//! far as they may see it.

use std::collections::BTreeSet;

use jiff::Span;
use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use store::Read;

use super::super::RISK;
use super::super::around::{Around, criteria, in_force};
use super::super::criteria::Criteria;
use super::super::due::{Due, dues};
use super::super::level::{Judged, Risk, Verdict};
use super::super::quantifying::whole::Asked;
use super::super::replay::{Moved as Replayed, replay};
use super::super::steps::Standing;
use super::super::whole::By as Brief;
use super::feed::{By, Moved, moved};
use super::reach::{Hop, Reached};
use super::taking::{AllShown, Proposal, Untold};
use crate::derived::{Snapshot, day, midnight};
use crate::history::names_of;
use crate::responsibility::whole::Names;
use crate::surroundings::SYSTEM;
use crate::{Actor, Aims, Error};

/// Which part is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// The day; today when it is not given.
    pub on: Option<Date>,
    /// The day since which changes are told; as long ago as the library says when it is not given.
    pub since: Option<Date>,
    /// One AI system.
    pub system: Option<Id>,
    /// One risk.
    pub risk: Option<Id>,
    /// One person who answers.
    pub owner: Option<Id>,
}

/// An event that reaches a risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Event {
    /// The record.
    pub id: Id,
    /// What it is.
    pub event: String,
    /// Its day.
    pub on: Date,
    /// What moved, where a change of fields is the event.
    pub moved: String,
    /// The records from what it is about to the risk, each with what the one before is to it; those that may not be seen are left out.
    pub path: Vec<Hop>,
}

/// A risk that is to be assessed again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Waiting {
    /// The risk.
    pub risk: Id,
    /// Its AI systems.
    pub systems: Vec<Id>,
    /// Who answers for it.
    pub owner: Option<Id>,
    /// Its gravest level as it is now, by which the queue is ordered within a day; types stand beside it in the risk process.
    pub gravest: Option<String>,
    /// The gravest side of the line on which it lies for some type.
    pub verdict: Option<Verdict>,
    /// The day of its assessment.
    pub assessed_on: Option<Date>,
    /// What calls for another one, and by when.
    pub due: Due,
    /// Whether that day has come.
    pub now: bool,
    /// Days since its assessment.
    pub days_assessed: Option<i32>,
    /// Days since the first event that reaches it.
    pub days_event: Option<i32>,
    /// Whether an event reaches it that came since the day since which is told.
    pub newly_reached: bool,
    /// Whether its day has come since then.
    pub became_due: bool,
    /// Events since its assessment that reach it, the first first.
    pub events: Vec<Event>,
}

/// How many, each of which the queue and the feed list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// Risks that are not over.
    pub risks: usize,
    /// Those whose day has come.
    pub now: usize,
    /// Those that an event reaches.
    pub reached: usize,
    /// Those that one reaches which came since the day since which is told.
    pub newly_reached: usize,
    /// Those whose day has come since then.
    pub became_due: usize,
    /// Those whose level moved since then.
    pub moved: usize,
}

/// Criteria that took the place of others since a day, with the verdicts that are others by them.
#[derive(Debug, Clone, Serialize)]
pub struct Replaced {
    /// By which risks stood.
    pub from: Brief,
    /// By which they stand.
    pub to: Brief,
    /// Verdicts that moved with them alone.
    pub moved: Vec<Replayed>,
}

/// Everything on a day.
#[derive(Debug, Clone, Serialize)]
pub struct Told {
    /// The day.
    pub on: Date,
    /// The day since which changes are told.
    pub since: Date,
    /// The criteria in force.
    pub by: Option<Brief>,
    /// How many.
    pub figures: Figures,
    /// Risks that are to be assessed again, by the day by which they are, the gravest first within a day.
    pub queue: Vec<Waiting>,
    /// Likelihoods that are proposed.
    pub proposals: Vec<Proposal>,
    /// Likelihoods that cannot be told though something is known.
    pub untold: Vec<Untold>,
    /// What moved, the newest first.
    pub feed: Vec<Moved>,
    /// Criteria that took the place of others.
    pub replaced: Option<Replaced>,
    /// How many risks may not be seen.
    pub hidden: usize,
    /// Names of records.
    pub names: Names,
}

impl Aims {
    /// Which risks must be assessed again and why, what is proposed, and what moved.
    ///
    /// Errors: a record of another kind; a day that lies ahead, before the ledger begins, or before that since which is told.
    pub async fn moving(&self, actor: &Actor, part: Part) -> Result<Told, Error> {
        let shown = self.shown(actor, &Asked { on: part.on, risk: part.risk.clone(), ..Asked::default() }).await?;
        let (this, who) = (self.clone(), actor.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            for (id, kind) in [(&part.system, SYSTEM), (&part.risk, RISK), (&part.owner, "person")] {
                let Some(id) = id else { continue };
                if this.readable(read, &who, id, None)?.kind != kind {
                    return Err(Error::input(format!("`{id}` is no {}", kind.replace('_', " "))));
                }
            }
            let (at, on) = this.at_day(read, part.on)?;
            let since = since(&at, part.since, on)?;
            let mut around = Around::read(&at, None)?;
            around.keep(&this.names_of(read, &who, around.calling())?);
            around.risks.retain(|it| wanted(it, &part));
            let mut told = told(&at, &around, since, shown)?;
            told.feed = feed(&at, &around, &part, since)?;
            let names = this.names_of(read, &who, told.named())?;
            told.shown(names).by_name(read)
        };
        self.0.store.read_async(read).await
    }
}

/// The day since which is told.
fn since(at: &Snapshot, asked: Option<Date>, on: Date) -> Result<Date, Error> {
    let back: Span = at.libraries.moving.since.parse().unwrap_or_default();
    let since = asked.unwrap_or_else(|| on.saturating_sub(back));
    match since <= on {
        true => Ok(since),
        false => {
            Err(Error::problem("since", format!("{since} comes after {on}, for which is told; name an earlier day")))
        }
    }
}

fn wanted(it: &Standing, part: &Part) -> bool {
    let owner = || it.risk.owner.as_ref().and_then(|it| it.parse::<Id>().ok());
    part.risk.as_ref().is_none_or(|of| it.risk.id == *of)
        && part.system.as_ref().is_none_or(|of| it.risk.systems.contains(of))
        && part.owner.as_ref().is_none_or(|of| owner().as_ref() == Some(of))
}

fn brief(by: &Criteria) -> Brief {
    Brief { id: by.id.clone(), version: by.version.clone(), from: by.from }
}

fn told(at: &Snapshot, around: &Around, since: Date, shown: AllShown) -> Result<Told, Error> {
    let mut queue: Vec<(usize, Waiting)> = around.risks.iter().filter_map(|it| waiting(around, it, since)).collect();
    queue.sort_by(|(a, it), (b, of)| (it.due.on, b, it.risk.number).cmp(&(of.due.on, a, of.risk.number)));
    let own = |id: &Id| around.risks.iter().any(|it| it.risk.id == *id);
    Ok(Told {
        on: around.on,
        since,
        by: around.by().map(brief),
        figures: Figures { risks: around.risks.len(), ..Figures::default() },
        queue: queue.into_iter().map(|it| it.1).collect(),
        proposals: shown.proposals.into_iter().filter(|it| own(&it.risk)).collect(),
        untold: shown.untold.into_iter().filter(|it| own(&it.risk)).collect(),
        feed: Vec::new(),
        replaced: replaced(at, around, since)?,
        hidden: 0,
        names: Names::new(),
    })
}

/// What calls first for another assessment of a risk; without criteria every event does.
fn first(around: &Around, it: &Standing) -> Option<Due> {
    match around.by() {
        Some(_) => it.dues.first().cloned(),
        None => dues(&it.risk, &it.judged, &BTreeSet::new(), None, &it.reached, around.on).into_iter().next(),
    }
}

/// The risks for which a person answers, each with what calls first for another assessment of it.
pub(super) fn of_person(around: &Around, person: &Id) -> Vec<(Id, Due)> {
    let part = Part { owner: Some(person.clone()), ..Part::default() };
    let own = around.risks.iter().filter(|it| wanted(it, &part));
    own.filter_map(|it| Some((it.risk.id.clone(), first(around, it)?))).collect()
}

/// A risk in the queue, with how grave it is; nothing where nothing calls for it.
fn waiting(around: &Around, it: &Standing, since: Date) -> Option<(usize, Waiting)> {
    let (on, by) = (around.on, around.by());
    let due = first(around, it)?;
    let after = |of: &&Reached| it.risk.assessed_on.is_none_or(|it| of.event.day > it);
    let events: Vec<&Reached> = it.reached.iter().filter(after).collect();
    let levels = by.map(|it| it.levels.as_slice()).unwrap_or_default();
    let rank = |it: &Judged| levels.iter().position(|of| Some(of) == it.level.as_ref());
    let gravest = it.now().max_by_key(|it| rank(it));
    let event = |of: &&Reached| Event {
        id: of.event.id.clone(),
        event: of.event.name.clone(),
        on: of.event.day,
        moved: of.event.moved.clone(),
        path: of.path.clone(),
    };
    let days = |from: Date| (on - from).get_days();
    let waiting = Waiting {
        risk: it.risk.id.clone(),
        systems: it.risk.systems.clone(),
        owner: it.risk.owner.as_ref().and_then(|it| it.parse().ok()),
        gravest: gravest.and_then(|it| it.level.clone()),
        verdict: it.now().map(|it| it.verdict).max(),
        assessed_on: it.risk.assessed_on,
        now: due.on <= on,
        became_due: due.on <= on && due.on > since,
        days_assessed: it.risk.assessed_on.map(days),
        days_event: events.first().map(|it| days(it.event.day)),
        newly_reached: events.iter().any(|it| it.event.day > since),
        events: events.iter().map(event).collect(),
        due,
    };
    Some((gravest.and_then(rank).map_or(0, |it| it + 1), waiting))
}

/// Criteria that came in the place of others since a day, and what moved with them.
fn replaced(at: &Snapshot, around: &Around, since: Date) -> Result<Option<Replaced>, Error> {
    let Some((then, now)) = at.at_end_of(since)?.zip(around.by()) else { return Ok(None) };
    let all = criteria(&then)?;
    let Some(before) = in_force(&all, day(then.time)).filter(|it| it.id != now.id) else { return Ok(None) };
    let risks: Vec<&Risk> = around.risks.iter().map(|it| &it.risk).collect();
    let moved = replay(&risks, before, now, &around.versions);
    Ok(Some(Replaced { from: brief(before), to: brief(now), moved }))
}

/// What moved since the beginning of a day.
fn feed(at: &Snapshot, around: &Around, part: &Part, since: Date) -> Result<Vec<Moved>, Error> {
    let Some(from) = midnight(since) else { return Ok(Vec::new()) };
    let mut rows = at.list(RISK, Vec::new())?;
    let owner = |it: &Id| part.owner.as_ref().is_none_or(|of| of == it);
    rows.retain(|it| {
        let risk = Risk::of(it);
        it.changed >= from
            && part.risk.as_ref().is_none_or(|of| it.id == *of)
            && part.system.as_ref().is_none_or(|of| risk.systems.contains(of))
            && (part.owner.is_none() || risk.owner.and_then(|it| it.parse().ok()).is_some_and(|it| owner(&it)))
    });
    let ids: Vec<Id> = rows.into_iter().map(|it| it.id).collect();
    let versions = at.read.histories(&ids, at.place)?;
    Ok(moved(&versions, By { criteria: around.by(), versions: &around.versions }, from))
}

impl Told {
    /// Everything that it names.
    fn named(&self) -> Vec<Id> {
        let mut all: BTreeSet<Id> = self.by.iter().map(|it| it.id.clone()).collect();
        for it in &self.queue {
            all.extend(it.systems.iter().chain(&it.owner).chain(&it.due.because).chain([&it.risk]).cloned());
            all.extend(it.events.iter().flat_map(|it| it.path.iter().map(|it| &it.id).chain([&it.id])).cloned());
        }
        for it in &self.proposals {
            all.extend(it.owner.iter().chain(&it.records).chain([&it.risk]).cloned());
        }
        all.extend(self.untold.iter().map(|it| it.risk.clone()));
        all.extend(self.feed.iter().flat_map(|it| it.cause.iter().chain([&it.risk])).cloned());
        if let Some(it) = &self.replaced {
            all.extend([it.from.id.clone(), it.to.id.clone()]);
            all.extend(it.moved.iter().map(|it| it.risk.clone()));
        }
        all.into_iter().collect()
    }

    /// Without what may not be seen.
    fn shown(mut self, names: Names) -> Told {
        let seen = |it: &Id| names.contains_key(&it.to_string());
        let before = self.queue.len();
        self.queue.retain(|it| seen(&it.risk));
        self.hidden = before - self.queue.len();
        for it in &mut self.queue {
            it.systems.retain(seen);
            it.owner = it.owner.take().filter(seen);
            it.events.iter_mut().for_each(|it| it.path.retain(|it| seen(&it.id)));
        }
        self.proposals.retain(|it| seen(&it.risk) && it.records.iter().all(seen));
        self.untold.retain(|it| seen(&it.risk));
        self.feed.retain(|it| seen(&it.risk));
        self.feed.iter_mut().for_each(|it| it.cause = it.cause.take().filter(seen));
        if let Some(it) = &mut self.replaced {
            it.moved.retain(|it| seen(&it.risk));
        }
        let count = |of: &dyn Fn(&Waiting) -> bool| self.queue.iter().filter(|it| of(it)).count();
        let moved: BTreeSet<&Id> = self.feed.iter().filter(|it| !it.shifts.is_empty()).map(|it| &it.risk).collect();
        self.figures = Figures {
            risks: self.figures.risks,
            now: count(&|it| it.now),
            reached: count(&|it| !it.events.is_empty()),
            newly_reached: count(&|it| it.newly_reached),
            became_due: count(&|it| it.became_due),
            moved: moved.len(),
        };
        self.names = names;
        self
    }

    /// With names of those who moved something.
    fn by_name(mut self, read: &Read) -> Result<Told, Error> {
        let names = names_of(read, self.feed.iter().map(|it| it.by.as_str()))?;
        self.feed.iter_mut().for_each(|it| it.by = names.get(&it.by).cloned().unwrap_or_default());
        Ok(self)
    }
}
