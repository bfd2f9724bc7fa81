//! The status of one node for one subject, from what bears on it.
//!
//! A control or a document that says how makes it designed; one fresh record more than that; fresh records that follow each other over a
//! span make it operating. Proof that is no longer fresh, or older than the thing that it proves, makes it stale. A check that says no makes
//! it failing whatever else is there. Taking away proof never raises a status.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ground::{Form, Rules, Stage, Verdict};
use crate::plan::Line;

/// How a node stands, from the lowest; the last two stand beside the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// A check or a measurement says no.
    Failing,
    /// Nothing is there.
    NotStarted,
    /// A control or a document says how.
    Designed,
    /// It was shown, and no longer is.
    Stale,
    /// It is shown by less than a span.
    DesignedNotOperating,
    /// It is shown over a span.
    Operating,
    /// It is not asked, for a reason.
    NotApplicable,
    /// It cannot be told, for a reason.
    NotAssessable,
}

impl Status {
    /// Every status, from the lowest.
    pub const ALL: [Status; 8] = [
        Status::Failing,
        Status::NotStarted,
        Status::Designed,
        Status::Stale,
        Status::DesignedNotOperating,
        Status::Operating,
        Status::NotApplicable,
        Status::NotAssessable,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Status::Failing => "failing",
            Status::NotStarted => "not_started",
            Status::Designed => "designed",
            Status::Stale => "stale",
            Status::DesignedNotOperating => "designed_not_operating",
            Status::Operating => "operating",
            Status::NotApplicable => "not_applicable",
            Status::NotAssessable => "not_assessable",
        }
    }

    /// Whether it is asked and can be told, so that it stands in the order.
    pub fn counts(self) -> bool {
        self < Status::NotApplicable
    }
}

/// A proof as it bears on one node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Which proof.
    pub proof: usize,
    /// Its form.
    pub form: Form,
    /// First day that it covers.
    pub from: Date,
    /// Last day that it covers.
    pub until: Date,
    /// Last day on which it counts as fresh here; always, where none stands.
    pub expires: Option<Date>,
    /// The day before which it shows nothing of the thing that it proves.
    pub floor: Option<Date>,
}

impl Piece {
    /// Whether it is older than what it proves, for a thing that changed on a day.
    pub fn is_older(&self, changed: Option<Date>) -> bool {
        self.floor.max(changed).is_some_and(|floor| self.until < floor)
    }

    /// First day from which it shows something of the thing that it proves.
    fn begins(&self, changed: Option<Date>) -> Date {
        self.floor.max(changed).map_or(self.from, |floor| self.from.max(floor))
    }

    /// Whether it counts as fresh on a day.
    pub fn is_fresh(&self, today: Date) -> bool {
        self.expires.is_none_or(|it| today <= it)
    }
}

/// What bears on a node for a subject.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bearing<'a> {
    /// Controls by how far they have come.
    pub stages: &'a [Stage],
    /// Proofs, each once.
    pub pieces: &'a [Piece],
    /// What checks and measurements say.
    pub verdicts: &'a [Verdict],
    /// The day of the last significant change of the subject.
    pub changed: Option<Date>,
}

/// A status with its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The status.
    pub status: Status,
    /// First day of the chain of proof that is fresh now.
    pub since: Option<Date>,
    /// First day on which it falls by itself, when nothing comes.
    pub falls: Option<Date>,
    /// Records in that chain.
    pub records: usize,
    /// Days that they span.
    pub days: i64,
}

/// The status of a node for a subject on a day.
pub fn status(line: &Line, rules: &Rules, today: Date, bearing: &Bearing) -> Standing {
    let chain = chain(line, today, bearing);
    let mut standing = Standing {
        status: Status::NotStarted,
        since: chain.since,
        falls: chain.falls,
        records: chain.records,
        days: chain.days,
    };
    let any = |wanted: Verdict| bearing.verdicts.contains(&wanted);
    if any(Verdict::No) {
        standing.status = Status::Failing;
        return standing;
    }
    let described = bearing.stages.iter().any(|it| *it >= Stage::Designed) || chain.document || any(Verdict::Yes);
    let spans = chain.days >= rules.days && (chain.records >= rules.records || chain.longest >= rules.days);
    let reached = match (chain.records, chain.stale, described) {
        (1.., ..) if spans => Status::Operating,
        (1.., ..) => Status::DesignedNotOperating,
        (0, true, _) => Status::Stale,
        (0, false, true) => Status::Designed,
        (0, false, false) if any(Verdict::Unknown) => Status::NotAssessable,
        (0, false, false) => Status::NotStarted,
    };
    standing.status = if reached.counts() { reached.min(cap(line, today, bearing)) } else { reached };
    if standing.status == Status::Operating {
        standing.falls = standing.falls.into_iter().chain(unwritten(line, today, bearing)).min();
    }
    standing
}

/// The most that can be reached, whatever is shown: what must be in writing is, what is carried out is, and checks find what they look for.
fn cap(line: &Line, today: Date, bearing: &Bearing) -> Status {
    let fresh = |form: Form| {
        bearing.pieces.iter().any(|it| it.form == form && it.is_fresh(today) && !it.is_older(bearing.changed))
    };
    let lacking = line.mandatory.iter().any(|it| !fresh(it.0));
    let idle = !bearing.stages.is_empty() && !bearing.stages.contains(&Stage::Operating);
    match bearing.verdicts.contains(&Verdict::Missing) {
        true => Status::Designed,
        false if lacking || idle => Status::DesignedNotOperating,
        false => Status::Operating,
    }
}

/// The first day on which nothing fresh is there any more of what must be in writing.
fn unwritten(line: &Line, today: Date, bearing: &Bearing) -> Option<Date> {
    let last = |form: Form| {
        let fresh =
            bearing.pieces.iter().filter(|it| it.form == form && it.is_fresh(today) && !it.is_older(bearing.changed));
        let ends: Option<Vec<Date>> = fresh.map(|it| it.expires).collect();
        ends?.into_iter().max()?.tomorrow().ok()
    };
    line.mandatory.iter().filter_map(|it| last(it.0)).min()
}

/// Fresh proof and what leads up to it without a gap.
#[derive(Debug, Default)]
struct Chain {
    records: usize,
    since: Option<Date>,
    days: i64,
    longest: i64,
    falls: Option<Date>,
    document: bool,
    stale: bool,
}

fn chain(line: &Line, today: Date, bearing: &Bearing) -> Chain {
    let mut chain = Chain::default();
    let shows = |it: &&Piece| it.form == Form::Record || line.by_documents;
    for piece in bearing.pieces.iter().filter(|it| !shows(it)) {
        match piece.is_fresh(today) && !piece.is_older(bearing.changed) {
            true => chain.document = true,
            false => chain.stale = true,
        }
    }
    let last =
        |it: &Piece| if it.form == Form::Document { it.expires.map_or(today, |end| end.min(today)) } else { it.until };
    let young: Vec<&Piece> = bearing.pieces.iter().filter(shows).filter(|it| !it.is_older(bearing.changed)).collect();
    chain.stale |= bearing.pieces.iter().filter(shows).count() > young.len();
    let (fresh, mut old): (Vec<&Piece>, Vec<&Piece>) = young.into_iter().partition(|it| it.is_fresh(today));
    chain.stale |= !old.is_empty();
    let begins = |it: &Piece| it.begins(bearing.changed);
    let length = |it: &Piece| i64::from((last(it) - begins(it)).get_days());
    let Some(mut since) = fresh.iter().map(|it| begins(it)).min() else { return chain };
    let end = fresh.iter().map(|it| last(it)).max().unwrap_or(since);
    chain.longest = fresh.iter().map(|it| length(it)).max().unwrap_or_default();
    chain.records = fresh.len();
    // Older proof leads up to it as far as it was still fresh when the next began.
    loop {
        let before = chain.records;
        old.retain(|it| {
            let leads = it.expires.is_some_and(|end| end >= since);
            if leads {
                since = since.min(begins(it));
                chain.records += 1;
                chain.longest = chain.longest.max(length(it));
            }
            !leads
        });
        if chain.records == before {
            break;
        }
    }
    chain.since = Some(since);
    chain.days = i64::from((end - since).get_days()).max(0);
    let ends: Option<Vec<Date>> = fresh.iter().map(|it| it.expires).collect();
    chain.falls = ends.and_then(|it| it.into_iter().max()).and_then(|it| it.tomorrow().ok());
    chain
}
