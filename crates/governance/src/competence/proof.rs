//! Whether a proof of competence counts on a day. Pure over the proof, the competence and the level that is asked for. Serves ISO/IEC 42001 7.2.

use std::collections::BTreeSet;

use jiff::Span;
use jiff::civil::Date;
use record::Id;
use serde::Serialize;

/// What must be known of a competence.
#[derive(Debug, Clone)]
pub struct Competence {
    /// Its number.
    pub id: Id,
    /// By what it can be proven; by anything where none is named.
    pub means: BTreeSet<String>,
    /// How long a proof counts from the day on which it was obtained.
    pub validity: Option<Span>,
}

/// What is known of the effect of a training.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nobody judged it.
    NotJudged,
    /// It had its effect, as was judged on a day.
    Had(Date),
    /// It had none, as was judged on a day.
    HadNone(Date),
}

/// A proof.
#[derive(Debug, Clone)]
pub struct Proof {
    /// Its number.
    pub id: Id,
    /// Whose it is.
    pub person: Id,
    /// What it proves.
    pub competence: Id,
    /// The place of its level among all levels, the lowest is 0; nothing where none is stated.
    pub level: Option<usize>,
    /// By what it was obtained.
    pub by: String,
    /// Whether somebody accepted it and some evidence stands that was not rejected.
    pub evidenced: bool,
    /// Whether it was taken back.
    pub revoked: bool,
    /// The day on which it was obtained.
    pub obtained: Option<Date>,
    /// The last day that it states itself.
    pub until: Option<Date>,
    /// Its effect, which matters for training.
    pub effect: Effect,
}

/// Why a proof does not count, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It was taken back.
    Revoked,
    /// It is by something that the competence does not accept.
    OtherMeans,
    /// It was obtained later than on the day, or on no day that is known.
    NotYet,
    /// The training had no effect.
    NoEffect,
    /// Its level is lower than asked for.
    TooLow,
    /// Its last day has passed.
    Expired,
    /// Nothing shows it: it is only claimed, or its evidence was rejected.
    ClaimedOnly,
    /// It is training, and nobody judged yet whether it had an effect.
    NotJudged,
}

/// Every reason, the gravest first.
pub const WHYS: [Why; 8] = [
    Why::Revoked,
    Why::OtherMeans,
    Why::NotYet,
    Why::NoEffect,
    Why::TooLow,
    Why::Expired,
    Why::ClaimedOnly,
    Why::NotJudged,
];

impl Why {
    /// The reason in words.
    pub fn says(self) -> &'static str {
        match self {
            Why::Revoked => "it was revoked",
            Why::OtherMeans => "the competence does not accept proof of this sort",
            Why::NotYet => "it was not obtained by this day",
            Why::NoEffect => "the training was judged to have had no effect",
            Why::TooLow => "its level is lower than asked for",
            Why::Expired => "its last day has passed",
            Why::ClaimedOnly => "it is only claimed; no evidence was accepted for it",
            Why::NotJudged => "nobody has judged yet whether the training had an effect",
        }
    }
}

/// By what proofs are obtained whose effect is judged.
const TRAINING: &str = "training";

impl Proof {
    /// Whether it is training, whose effect is judged.
    pub fn trains(&self) -> bool {
        self.by == TRAINING
    }

    /// Its last day by what it states and by the validity of the competence, whichever is earlier.
    pub fn last(&self, of: &Competence) -> Option<Date> {
        let lasts = of.validity.and_then(|it| self.obtained?.checked_add(it).ok());
        [self.until, lasts].into_iter().flatten().min()
    }

    /// Why it does not count for a level on a day, the gravest reason first; nothing where it counts.
    pub fn why_not(&self, of: &Competence, level: usize, on: Date) -> Vec<Why> {
        let training = self.trains();
        let known = |day: Date| day <= on;
        let judged = matches!(self.effect, Effect::Had(day) | Effect::HadNone(day) if known(day));
        WHYS.into_iter()
            .filter(|it| match it {
                Why::Revoked => self.revoked,
                Why::OtherMeans => !of.means.is_empty() && !of.means.contains(&self.by),
                Why::NotYet => self.obtained.is_none_or(|it| it > on),
                Why::NoEffect => training && matches!(self.effect, Effect::HadNone(day) if known(day)),
                Why::TooLow => self.level.is_none_or(|it| it < level),
                Why::Expired => self.last(of).is_some_and(|it| it < on),
                Why::ClaimedOnly => !self.evidenced,
                Why::NotJudged => training && !judged,
            })
            .collect()
    }

    /// The days after a day on which it may begin or cease to count.
    pub fn turns(&self, of: &Competence, on: Date) -> impl Iterator<Item = Date> {
        let judged = match self.effect {
            Effect::Had(day) | Effect::HadNone(day) => Some(day),
            Effect::NotJudged => None,
        };
        let end = self.last(of).and_then(|it| it.tomorrow().ok());
        [self.obtained, judged, end].into_iter().flatten().filter(move |it| *it > on)
    }
}
