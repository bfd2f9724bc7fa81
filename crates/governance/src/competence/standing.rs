//! How a person stands to what a role asks for, from all of their proofs, on a day. Pure. Serves ISO/IEC 42001 7.2.

use std::collections::BTreeMap;

use jiff::civil::Date;
use record::Id;
use serde::Serialize;

use super::proof::{Competence, Proof, Why};

/// What is asked of whoever holds a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The competence.
    pub competence: Id,
    /// The place of the least level among all levels; 0 where any will do.
    pub level: usize,
    /// Tiers of AI systems for which it is asked; always where none is named.
    pub tiers: Vec<String>,
}

/// How somebody stands to what is asked, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Proof counts.
    Met,
    /// Proof counts and ends soon.
    Expiring,
    /// There is training of which nobody judged the effect.
    NotJudged,
    /// There is a claim without evidence.
    ClaimedOnly,
    /// There was proof, and it ended.
    Expired,
    /// There is proof of a lower level.
    TooLow,
    /// There is nothing that comes near.
    Missing,
}

/// Every status, the best first.
pub const STATUSES: [Status; 7] = [
    Status::Met,
    Status::Expiring,
    Status::NotJudged,
    Status::ClaimedOnly,
    Status::Expired,
    Status::TooLow,
    Status::Missing,
];

impl Status {
    /// Its name, as data and addresses write it.
    pub fn name(self) -> &'static str {
        match self {
            Status::Met => "met",
            Status::Expiring => "expiring",
            Status::NotJudged => "not_judged",
            Status::ClaimedOnly => "claimed_only",
            Status::Expired => "expired",
            Status::TooLow => "too_low",
            Status::Missing => "missing",
        }
    }

    /// Whether proof counts.
    pub fn holds(self) -> bool {
        self <= Status::Expiring
    }

    /// What a proof comes to by the gravest reason why it does not count.
    fn of(why: Why) -> Status {
        match why {
            Why::NotJudged => Status::NotJudged,
            Why::ClaimedOnly => Status::ClaimedOnly,
            Why::Expired => Status::Expired,
            Why::TooLow => Status::TooLow,
            Why::Revoked | Why::OtherMeans | Why::NotYet | Why::NoEffect => Status::Missing,
        }
    }
}

/// A proof, held against what is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Weighed {
    /// The proof.
    pub proof: Id,
    /// Its last day.
    pub last: Option<Date>,
    /// Why it does not count, the gravest first; nothing where it does.
    pub why_not: Vec<Why>,
}

/// How somebody stands to one competence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The competence.
    pub competence: Id,
    /// The place of the level that is asked for.
    pub level: usize,
    /// How they stand.
    pub status: Status,
    /// The last day of the proof that counts longest; where none counts, of the one that ended last. Nothing where it has no end.
    pub until: Option<Date>,
    /// Every proof of the competence that they have, those that count first.
    pub proofs: Vec<Weighed>,
    /// The next day on which this may change by itself.
    pub turns: Option<Date>,
}

/// How somebody with these proofs stands to what is asked, on a day; what ends within `soon` days is expiring.
pub fn stand<'a>(
    asked: &Asked,
    of: &Competence,
    proofs: impl IntoIterator<Item = &'a Proof>,
    on: Date,
    soon: i64,
) -> Standing {
    let (mut turns, mut weighed) = (None::<Date>, Vec::new());
    for it in proofs.into_iter().filter(|it| it.competence == asked.competence) {
        turns = it.turns(of, on).chain(turns).min();
        weighed.push(Weighed { proof: it.id.clone(), last: it.last(of), why_not: it.why_not(of, asked.level, on) });
    }
    // A proof without an end lasts longest.
    let lasts = |it: &Weighed| it.last.unwrap_or(Date::MAX);
    weighed.sort_by_key(|it| (!it.why_not.is_empty(), std::cmp::Reverse(lasts(it)), it.proof.number));
    let best = weighed.first().filter(|it| it.why_not.is_empty());
    let (status, until) = match best {
        Some(it) if it.last.is_some_and(|last| days(on, last) <= soon) => (Status::Expiring, it.last),
        Some(it) => (Status::Met, it.last),
        None => {
            let near = weighed.iter().filter_map(|it| it.why_not.first()).map(|it| Status::of(*it)).min();
            let ended = weighed.iter().filter(|it| it.why_not == [Why::Expired]).filter_map(|it| it.last).max();
            (near.unwrap_or(Status::Missing), ended)
        }
    };
    Standing { competence: asked.competence.clone(), level: asked.level, status, until, proofs: weighed, turns }
}

/// What is asked of somebody altogether: of each competence the highest level, for the tiers of the AI systems that matter.
pub fn altogether<'a>(all: impl IntoIterator<Item = &'a Asked>) -> Vec<Asked> {
    let mut found: BTreeMap<&Id, usize> = BTreeMap::new();
    for it in all {
        let level = found.entry(&it.competence).or_default();
        *level = it.level.max(*level);
    }
    let asked = |(competence, level): (&Id, usize)| Asked { competence: competence.clone(), level, tiers: Vec::new() };
    found.into_iter().map(asked).collect()
}

/// How many days lie between two days.
fn days(from: Date, to: Date) -> i64 {
    from.until(to).map(|it| i64::from(it.get_days())).unwrap_or_default()
}
