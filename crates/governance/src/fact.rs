//! What a fact is that policies may know of a record, and asking for those that they need.

use policy::{Action, Fact as Known, FactShape, FactType, Policies};
use store::RecordRow;

use crate::Error;
use crate::derived::Snapshot;
use crate::facts::all;

/// One thing that policies may know about a record.
pub struct Fact {
    /// Name in a policy's `context`.
    pub name: &'static str,
    /// What it holds.
    pub ty: FactType,
    /// Kinds for which it is computed; every kind when empty.
    pub kinds: &'static [&'static str],
    /// What it says, for the author of a policy.
    pub summary: &'static str,
    /// Answers for a set of records, in their order.
    pub answer: fn(&Snapshot, &[&RecordRow]) -> Result<Vec<Known>, Error>,
}

/// Answers a fact for a set of records, in their order.
type Answer = fn(&Snapshot, &[&RecordRow]) -> Result<Vec<Known>, Error>;

impl Fact {
    /// A text about records of these kinds.
    pub(crate) const fn text(
        name: &'static str,
        kinds: &'static [&'static str],
        summary: &'static str,
        answer: Answer,
    ) -> Fact {
        Fact { name, ty: FactType::Text, kinds, summary, answer }
    }

    /// Texts about records of these kinds.
    pub(crate) const fn texts(
        name: &'static str,
        kinds: &'static [&'static str],
        summary: &'static str,
        answer: Answer,
    ) -> Fact {
        Fact { name, ty: FactType::Texts, kinds, summary, answer }
    }

    /// People around records of these kinds.
    pub(crate) const fn people(
        name: &'static str,
        kinds: &'static [&'static str],
        summary: &'static str,
        answer: Answer,
    ) -> Fact {
        Fact { name, ty: FactType::People, kinds, summary, answer }
    }

    /// What a policy's author needs to know of it.
    pub fn shape(&self) -> FactShape {
        FactShape {
            name: self.name.to_owned(),
            ty: self.ty,
            kinds: (!self.kinds.is_empty()).then(|| self.kinds.iter().map(|it| (*it).to_owned()).collect()),
            summary: self.summary.to_owned(),
        }
    }
}

/// What is known of a record, by name.
pub type Facts = Vec<(&'static str, Known)>;

/// The facts about records which the policies need to judge these actions, in their order; each fact is asked once for all of them.
pub fn facts(at: &Snapshot, policies: &Policies, asked: &[(&RecordRow, Action<'_>)]) -> Result<Vec<Facts>, Error> {
    let needed = |(row, action): &(&RecordRow, Action<'_>)| {
        policies.facts(*action, &row.kind).map(|it| it.name.as_str()).collect::<Vec<_>>()
    };
    let needed: Vec<Vec<&str>> = asked.iter().map(needed).collect();
    let mut known: Vec<Facts> = asked.iter().map(|_| Facts::new()).collect();
    for fact in all() {
        let places: Vec<usize> = (0..asked.len()).filter(|it| needed[*it].contains(&fact.name)).collect();
        if places.is_empty() {
            continue;
        }
        let rows: Vec<&RecordRow> = places.iter().map(|it| asked[*it].0).collect();
        for (place, value) in places.into_iter().zip((fact.answer)(at, &rows)?) {
            known[place].push((fact.name, value));
        }
    }
    Ok(known)
}
