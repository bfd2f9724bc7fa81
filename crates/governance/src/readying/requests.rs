//! What auditors from outside asked for: when, of whom, and how long it took until an answer was there. From the lines of their checklists
//! and the days on which these changed their state; nothing of it is typed.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use measure::estimate::Estimate;
use measure::inference::median::median;
use record::Id;
use serde::Serialize;
use store::{Condition, RecordRow};

use super::library::Readiness;
use crate::Error;
use crate::auditing::{AUDIT, ITEM};
use crate::derived::{Snapshot, day};
use crate::packing::figure::LEVEL;

/// The state of a line when somebody was asked, and when the answer was written down.
const ASKED: &str = "requested";
const ANSWERED: &str = "answered";

/// Something that an auditor asked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Request {
    /// The line of the checklist.
    pub item: Id,
    /// Its audit.
    pub audit: Id,
    /// Requirement or control.
    pub criterion: String,
    /// Who was asked.
    pub asked_of: Option<Id>,
    /// When.
    pub asked_on: Date,
    /// When there was an answer.
    pub answered_on: Option<Date>,
    /// Days until the answer, or until the day of which it is told.
    pub days: i64,
    /// Whether that was longer than an answer may take.
    pub late: bool,
    /// Evidence that was handed over.
    pub evidence: Vec<Id>,
}

/// All of them, with what follows.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Requests {
    /// Those without an answer first, the oldest first.
    pub all: Vec<Request>,
    /// How many have no answer.
    pub open: usize,
    /// Of these, how many waited longer than an answer may take.
    pub late: usize,
    /// Median days until an answer, with the interval of order statistics; nothing where nothing was answered.
    pub days: Option<Estimate>,
    /// Days that an answer may take.
    pub within: i64,
}

impl Requests {
    /// What auditors of these types of audits asked for until a day.
    pub(super) fn read(at: &Snapshot, library: &Readiness, on: Date) -> Result<Requests, Error> {
        let visits = |it: &RecordRow| it.text("type").is_some_and(|it| library.visits.iter().any(|of| of == it));
        let audits: Vec<Id> = at.list(AUDIT, Vec::new())?.into_iter().filter(visits).map(|it| it.id).collect();
        if audits.is_empty() {
            return Ok(Requests::of(Vec::new(), library.answer_within));
        }
        let of = |target: Id| Condition::LinkedTo { field: Some("audit".to_owned()), target };
        let items = at.list(ITEM, vec![Condition::Any(audits.into_iter().map(of).collect())])?;
        let ids: Vec<Id> = items.iter().map(|it| it.id.clone()).collect();
        let days = |state: &str| -> Result<HashMap<Id, Date>, Error> {
            Ok(at.read.first_in(&ids, state, at.place)?.into_iter().map(|(id, time)| (id, day(time))).collect())
        };
        let (asked, answered) = (days(ASKED)?, days(ANSWERED)?);
        let one = |it: &RecordRow| {
            let asked_on = *asked.get(&it.id)?;
            let answered_on = answered.get(&it.id).copied();
            let days = i64::from((answered_on.unwrap_or(on) - asked_on).get_days());
            Some(Request {
                item: it.id.clone(),
                audit: it.link("audit")?,
                criterion: it.text("criterion").unwrap_or_default().to_owned(),
                asked_of: it.link("asked_of"),
                asked_on,
                answered_on,
                days,
                late: days > library.answer_within,
                evidence: it.list("evidence").filter_map(|it| it.as_str()?.parse().ok()).collect(),
            })
        };
        Ok(Requests::of(items.iter().filter_map(one).collect(), library.answer_within))
    }

    fn of(mut all: Vec<Request>, within: i64) -> Requests {
        all.sort_by_key(|it| (it.answered_on.is_some(), it.asked_on, it.item.number));
        let waited = all.iter().filter(|it| it.answered_on.is_some()).map(|it| it.days as f64).collect();
        let open = all.iter().filter(|it| it.answered_on.is_none());
        let (open, late) = (open.clone().count(), open.filter(|it| it.late).count());
        Requests { open, late, days: median(waited, LEVEL).ok(), within, all }
    }

    /// Every record and person that is named.
    pub(super) fn named(&self) -> impl Iterator<Item = Id> + '_ {
        let of = |it: &Request| {
            let beside = it.asked_of.iter().chain(&it.evidence);
            [&it.item, &it.audit].into_iter().chain(beside).cloned().collect::<BTreeSet<Id>>()
        };
        self.all.iter().flat_map(of)
    }

    /// The same as far as lines and audits may be seen by whoever knows these titles.
    pub(super) fn seen(self, known: impl Fn(&Id) -> bool) -> Requests {
        let (within, all) = (self.within, self.all);
        let one = |mut it: Request| {
            it.asked_of = it.asked_of.filter(&known);
            it.evidence.retain(&known);
            (known(&it.item) && known(&it.audit)).then_some(it)
        };
        Requests::of(all.into_iter().filter_map(one).collect(), within)
    }
}
