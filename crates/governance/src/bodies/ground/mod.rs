//! Why a decision of a body does not count: a visible list of grounds, each of which looks at one question.
//!
//! A ground says every instance of itself in words. The first three are about the frame; where one of them holds, nothing else is asked,
//! since there is nothing to count.

mod agenda;
mod frame;
mod interest;
mod majority;
mod mandate;
mod seats;
mod subject;

use serde::Serialize;

use super::case::Case;
pub(crate) use majority::carried as majority_counts;
pub use mandate::{Given, given, matter};

/// A reason for which decisions of bodies do not count.
pub struct Ground {
    /// Name.
    pub name: &'static str,
    /// What it is, in one sentence.
    pub summary: &'static str,
    /// What to do about it.
    pub next: &'static str,
    /// Whether there is nothing more to ask where it holds.
    pub ends: bool,
    /// Every instance, in words.
    find: fn(&Case) -> Vec<String>,
}

/// The ground of a decision about which a body has no say.
pub(crate) const OUTSIDE: &str = "outside_mandate";

/// One instance of a ground.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// Name of the ground.
    pub ground: &'static str,
    /// What it is here, in words.
    pub says: String,
}

/// Every ground, in the order in which they are told.
pub const GROUNDS: &[Ground] = &[
    Ground {
        name: "no_meeting",
        summary: "the body did not meet about it",
        next: "name the meeting, once it was held",
        ends: true,
        find: frame::no_meeting,
    },
    Ground {
        name: "no_charter",
        summary: "the body had no charter on that day",
        next: "let the body decide once its charter holds",
        ends: true,
        find: frame::no_charter,
    },
    Ground {
        name: "other_body",
        summary: "the meeting was one of another body, or of another day than the decision",
        next: "name the meeting in which it was taken",
        ends: true,
        find: frame::other,
    },
    Ground {
        name: "not_agreed",
        summary: "the minutes in which the votes stand are not agreed yet",
        next: "let somebody who did not write them agree the minutes",
        ends: false,
        find: frame::not_agreed,
    },
    Ground {
        name: "not_on_agenda",
        summary: "the meeting was not asked this about this record",
        next: "put it on the agenda of the next meeting",
        ends: false,
        find: agenda::missing,
    },
    Ground {
        name: OUTSIDE,
        summary: "the mandate of the body does not cover it",
        next: "bring it to the body or person who decides about it",
        ends: false,
        find: mandate::outside,
    },
    Ground {
        name: "no_quorum",
        summary: "too few seats took part after those who stood aside",
        next: "decide again when enough members can take part",
        ends: false,
        find: majority::no_quorum,
    },
    Ground {
        name: "seat_missing",
        summary: "a required seat, or enough independent ones, took no part",
        next: "decide again with these seats",
        ends: false,
        find: seats::missing,
    },
    Ground {
        name: "term_ended",
        summary: "somebody voted whose term did not run on that day",
        next: "renew the term or fill the seat, and decide again",
        ends: false,
        find: seats::out_of_term,
    },
    Ground {
        name: "holder_gone",
        summary: "somebody voted who did not hold the assignment, or did not work here, on that day",
        next: "fill the seat, and decide again",
        ends: false,
        find: seats::gone,
    },
    Ground {
        name: "no_seat",
        summary: "somebody voted who has no seat or was not there",
        next: "decide again with members only",
        ends: false,
        find: seats::strangers,
    },
    Ground {
        name: "twice",
        summary: "somebody counts twice",
        next: "count each member once, and decide again where that matters",
        ends: false,
        find: seats::twice,
    },
    Ground {
        name: "interest_not_declared",
        summary: "somebody took part who made or owns what was decided about, and did not declare it",
        next: "decide again without that member",
        ends: false,
        find: interest::not_declared,
    },
    Ground {
        name: "interest_took_part",
        summary: "somebody declared an interest and took part all the same",
        next: "decide again without that member",
        ends: false,
        find: interest::took_part,
    },
    Ground {
        name: "no_majority",
        summary: "the outcome is not the one that the votes gave",
        next: "write the outcome that the votes gave, or let the body vote again",
        ends: false,
        find: majority::other_outcome,
    },
    Ground {
        name: "subject_changed",
        summary: "what was decided about says something else today",
        next: "let the body decide about it as it is",
        ends: false,
        find: subject::changed,
    },
];

/// Every reason for which an item or a decision does not count, in the order of the grounds.
pub fn reasons(case: &Case) -> Vec<Reason> {
    let mut found = Vec::new();
    for ground in GROUNDS {
        found.extend((ground.find)(case).into_iter().map(|says| Reason { ground: ground.name, says }));
        if ground.ends && !found.is_empty() {
            break;
        }
    }
    found
}

/// A ground by its name.
pub fn of(name: &str) -> Option<&'static Ground> {
    GROUNDS.iter().find(|it| it.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grounds_are_told_apart_and_say_what_to_do() {
        let mut names: Vec<_> = GROUNDS.iter().map(|it| it.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), GROUNDS.len());
        assert!(GROUNDS.iter().all(|it| it.summary.len() > 20 && it.next.len() > 15));
    }
}
