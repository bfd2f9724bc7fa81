//! What is told of what moves risks: the queue, figures, proposals and the feed; without what whoever asks may not see.

use std::collections::BTreeSet;

use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use store::Read;

use super::super::due::Due;
use super::super::level::Verdict;
use super::super::replay::Moved as Replayed;
use super::super::whole::By as Brief;
use super::feed::Moved;
use super::proposing::{Proposal, Untold};
use super::reach::Hop;
use crate::Error;
use crate::history::names_of;
use crate::responsibility::whole::Names;

/// An event that reaches a risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Event {
    /// The record.
    pub id: Id,
    /// What it is.
    pub event: String,
    /// Its day.
    pub on: Date,
    /// The day on which it came to light.
    pub known: Date,
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
    /// The cell and the line that decided it, or why it cannot be told.
    pub level_says: Option<String>,
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

impl Told {
    /// Everything that it names.
    pub(in crate::risking) fn named(&self) -> Vec<Id> {
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
    pub(in crate::risking) fn shown(mut self, names: Names) -> Told {
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
    pub(in crate::risking) fn by_name(mut self, read: &Read) -> Result<Told, Error> {
        let names = names_of(read, self.feed.iter().map(|it| it.by.as_str()))?;
        self.feed.iter_mut().for_each(|it| it.by = names.get(&it.by).cloned().unwrap_or_default());
        Ok(self)
    }
}
