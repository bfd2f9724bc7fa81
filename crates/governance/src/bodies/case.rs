//! One item of a meeting with all that its validity depends on: who takes part, who stands aside, who has an interest, who voted.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::Id;
use store::RecordRow;

use super::around::Around;
use super::charter::{Body, Seat};
use super::member::{Membership, membership};
use super::sitting::{Sitting, Vote, votes};
use crate::data::lineage::targets;

/// An item of a meeting, and the decision about it where one was taken.
pub struct Case<'a> {
    /// All that was read.
    pub around: &'a Around,
    /// The body that met.
    pub body: Option<&'a Body>,
    /// The meeting.
    pub sitting: &'a Sitting,
    /// The record that is decided about.
    pub item: Option<Id>,
    /// What is decided.
    pub action: String,
    /// The decision.
    pub decision: Option<&'a RecordRow>,
    /// Votes on the item, as often as they were written.
    pub votes: Vec<Vote>,
    /// Who stood aside.
    pub aside: BTreeSet<Id>,
    /// What members declared.
    pub declared: BTreeMap<Id, String>,
    /// Seats that take part, each once, with who sits there.
    pub taking_part: Vec<(&'a Seat, Id)>,
}

impl<'a> Case<'a> {
    /// An item of a meeting, before or without a decision.
    pub fn of_item(around: &'a Around, sitting: &'a Sitting, item: &Id, asked: &str) -> Case<'a> {
        let votes = sitting.votes.iter().filter(|it| it.item.as_ref() == Some(item)).cloned().collect();
        Case::new(around, sitting, Some(item.clone()), asked, None, votes)
    }

    /// A decision that names a meeting.
    pub fn of_decision(around: &'a Around, sitting: &'a Sitting, decision: &'a RecordRow) -> Case<'a> {
        let item = targets(&decision.document, "subject").pop();
        let own: Vec<Vote> = votes(decision).collect();
        let of_meeting = || sitting.votes.iter().filter(|it| it.item == item).cloned().collect();
        let votes = if own.is_empty() { of_meeting() } else { own };
        let asked = item.as_ref().and_then(|it| sitting.item(it)).map_or("other", |it| it.asked.as_str());
        // Who refuses decides the same question as who says yes.
        let form = decision.text("form").filter(|it| *it != "refuse").unwrap_or(asked);
        Case::new(around, sitting, item.clone(), form, Some(decision), votes)
    }

    fn new(
        around: &'a Around,
        sitting: &'a Sitting,
        item: Option<Id>,
        action: &str,
        decision: Option<&'a RecordRow>,
        votes: Vec<Vote>,
    ) -> Case<'a> {
        let body = around.body_of(sitting);
        let about = |it: &Option<Id>| it.is_none() || *it == item;
        let own = || sitting.interests.iter().filter(|it| about(&it.item));
        let stepped = votes.iter().filter(|it| it.vote == "stood_aside").map(|it| it.person.clone());
        let aside: BTreeSet<Id> =
            own().filter(|it| it.stood_aside).map(|it| it.person.clone()).chain(stepped).collect();
        let declared = own().filter(|it| !it.what.is_empty()).map(|it| (it.person.clone(), it.what.clone())).collect();
        let votes = votes.into_iter().filter(|it| it.vote != "stood_aside").collect();
        let action = action.to_owned();
        let taking_part = taking_part(around, body, sitting, &aside);
        Case { around, body, sitting, item, action, decision, votes, aside, declared, taking_part }
    }

    /// The day for which everything is looked at.
    pub fn day(&self) -> Option<Date> {
        self.sitting.day
    }

    /// The record that is decided about, as far as it is known.
    pub fn subject(&self) -> Option<&'a RecordRow> {
        self.around.subjects.get(self.item.as_ref()?)
    }

    /// How somebody stands to the body on the day.
    pub fn membership(&self, person: &Id) -> Option<Membership<'a>> {
        Some(membership(self.around, self.body?, person, self.day()?))
    }

    /// Everybody who voted, each once.
    pub fn voters(&self) -> BTreeSet<&Id> {
        self.votes.iter().map(|it| &it.person).collect()
    }

    /// Votes of seats that take part, each once, of one sort.
    pub fn counted(&self, sort: &str) -> usize {
        let cast = |person: &Id| self.votes.iter().find(|it| it.person == *person);
        self.taking_part.iter().filter(|it| cast(&it.1).is_some_and(|it| it.vote == sort)).count()
    }
}

/// Seats whose holders were there and did not stand aside; nobody counts for two seats.
fn taking_part<'a>(
    around: &'a Around,
    body: Option<&'a Body>,
    sitting: &Sitting,
    aside: &BTreeSet<Id>,
) -> Vec<(&'a Seat, Id)> {
    let (Some(body), Some(day)) = (body, sitting.day) else { return Vec::new() };
    let there: BTreeSet<&Id> = sitting.present.iter().filter(|it| !aside.contains(*it)).collect();
    let seated = |person: &Id| match membership(around, body, person, day) {
        Membership::Seated(seat) => Some((seat, person.clone())),
        _ => None,
    };
    let mut names = BTreeSet::new();
    there.into_iter().filter_map(seated).filter(|it| names.insert(it.0.name.clone())).collect()
}
