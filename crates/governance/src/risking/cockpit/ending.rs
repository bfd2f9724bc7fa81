//! Acceptances by when they end: which have ended, which end soon, which later, and of which a condition does not hold. How each stands is told by
//! `accepting`; here they are only put in order. Pure. Serves ISO/IEC 42001 6.1.3 and 8.3.

use jiff::Span;
use jiff::civil::Date;
use record::Id;
use serde::Serialize;

use crate::accepting::standing::Stands;
use crate::accepting::weighed::Sum;
use crate::accepting::whole::Line;

/// When an acceptance ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// Its time is over, and nothing else keeps its risk.
    Ended,
    /// It ends within the span of the library.
    Soon,
    /// It ends later.
    Later,
    /// Its time is over, and another acceptance keeps its risk.
    Followed,
    /// It waits for somebody who may grant it.
    Waits,
}

impl When {
    /// All, in the order in which they are told.
    pub const ALL: [When; 5] = [When::Ended, When::Soon, When::Later, When::Followed, When::Waits];

    /// Its name, as data write it.
    pub fn name(self) -> &'static str {
        match self {
            When::Ended => "ended",
            When::Soon => "soon",
            When::Later => "later",
            When::Followed => "followed",
            When::Waits => "waits",
        }
    }
}

/// An acceptance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// The record.
    pub id: Id,
    /// The risk.
    pub risk: Id,
    /// When it ends.
    pub when: When,
    /// Its last day.
    pub expires: Option<Date>,
    /// Whether it counts now.
    pub stands: Stands,
    /// Why.
    pub why: String,
    /// Whether it was granted and does not count though its time is not over: a condition is not so or cannot be told, or the risk has grown.
    pub does_not_hold: bool,
    /// Who may grant it, where it waits, in words.
    pub who: String,
    /// Whether the reader may grant it.
    pub may: bool,
}

/// Acceptances of the risks that are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ending {
    /// Up to which day an end is soon.
    pub soon: Date,
    /// The acceptances, by when they end.
    pub acceptances: Vec<Kept>,
    /// What is kept together beside its limits, where one of them is part of it.
    pub sums: Vec<Sum>,
    /// Risks that are kept by an acceptance that counts now.
    pub kept: Vec<Id>,
}

/// Acceptances in order; those that were refused, or that somebody ended, are left out.
pub fn ending(lines: &[Line], sums: Vec<Sum>, on: Date, soon: Span) -> Ending {
    let soon = on.saturating_add(soon);
    let mut acceptances: Vec<Kept> = lines.iter().filter_map(|it| kept(it, soon)).collect();
    acceptances.sort_by_key(|it| (it.when, it.expires, it.id.number));
    let own = |it: &Id| acceptances.iter().any(|of| of.id == *it);
    let sums = sums.into_iter().filter(|it| it.acceptances.iter().any(own)).collect();
    let mut kept: Vec<Id> =
        acceptances.iter().filter(|it| it.stands == Stands::InEffect).map(|it| it.risk.clone()).collect();
    kept.sort();
    kept.dedup();
    Ending { soon, acceptances, sums, kept }
}

fn kept(it: &Line, soon: Date) -> Option<Kept> {
    let stands = it.standing.stands;
    let when = match (it.granted(), stands) {
        _ if it.closed() => return None,
        (false, _) => When::Waits,
        (_, Stands::Expired) if it.followed => When::Followed,
        (_, Stands::Expired) => When::Ended,
        _ if it.expires.is_some_and(|it| it <= soon) => When::Soon,
        _ => When::Later,
    };
    Some(Kept {
        id: it.id.clone(),
        risk: it.risk.clone()?,
        when,
        expires: it.expires,
        stands,
        why: it.standing.why.clone(),
        does_not_hold: it.granted() && stands.lapsed() && stands != Stands::Expired,
        who: it.who.clone(),
        may: false,
    })
}

impl Ending {
    /// Those that end at a time.
    pub fn of(&self, when: When) -> impl Iterator<Item = &Kept> {
        self.acceptances.iter().filter(move |it| it.when == when)
    }
}
