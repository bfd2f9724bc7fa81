//! Which cells of the matrix and which duties another supplier, or another day, opens and closes.

use std::collections::BTreeMap;

use record::Id;
use serde::Serialize;

use super::boundary::Boundary;
use super::duties::asked;
use super::matrix::{State, cells};

/// A cell that stands otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The component.
    pub component: Id,
    /// The part, or the duty that is asked for.
    pub place: String,
    /// Whether it was settled before.
    pub before: bool,
    /// Whether it is settled now.
    pub after: bool,
    /// Why it is open now; empty where it is settled.
    pub why: String,
}

impl Moved {
    /// Whether what was settled is open now.
    pub fn reopened(&self) -> bool {
        self.before && !self.after
    }
}

/// Every cell and duty by its place: whether it is settled, why not, and by what.
type Places = BTreeMap<(Id, String), (bool, String, String)>;

/// What stands otherwise in the second than in the first; a cell that another party takes moves even where it stays settled.
pub fn difference(before: &Boundary, after: &Boundary) -> Vec<Moved> {
    let (old, new) = (places(before), places(after));
    let gone = || (false, "it is not there".to_owned(), String::new());
    let mut keys: Vec<&(Id, String)> = old.keys().chain(new.keys()).collect();
    keys.sort();
    keys.dedup();
    let moved = |key: &(Id, String)| {
        let (one, other) = (old.get(key).cloned().unwrap_or_else(gone), new.get(key).cloned().unwrap_or_else(gone));
        (one.0 != other.0 || one.2 != other.2).then(|| Moved {
            component: key.0.clone(),
            place: key.1.clone(),
            before: one.0,
            after: other.0,
            why: other.1,
        })
    };
    keys.into_iter().filter_map(moved).collect()
}

fn places(boundary: &Boundary) -> Places {
    let cell = |it: super::matrix::Cell| {
        let who: Vec<String> = it.people.iter().map(|it| it.person.to_string()).collect();
        let by = format!("{:?} {}", it.party, who.join(" "));
        ((it.component, it.part.to_owned()), (it.state == State::Settled, it.why, by))
    };
    let duty = |it: super::duties::Duty| {
        let by = it.clause.as_ref().map(|it| it.obligation.to_string()).unwrap_or_default();
        ((it.component, it.name), (it.clause.is_some(), it.why, by))
    };
    cells(boundary).into_iter().map(cell).chain(asked(boundary).into_iter().map(duty)).collect()
}
