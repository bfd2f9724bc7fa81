//! What is to be done about risks: which must be assessed again, those of the reader first, and the records that reach them. Pure over the queue of risks.

use record::Id;
use serde::Serialize;

use super::super::moving::answered::Waiting;

/// A risk that is to be assessed again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Todo {
    /// The risk, with what calls for it.
    #[serde(flatten)]
    pub waiting: Waiting,
    /// Whether the reader answers for it.
    pub mine: bool,
    /// Records that bear witness: events that reach it, and what they measured.
    pub witnesses: Vec<Id>,
}

/// Those whose day has come, those of the reader first, else in the order of the queue.
pub fn todo(queue: Vec<Waiting>, reader: Option<&Id>) -> Vec<Todo> {
    let one = |it: Waiting| {
        let mut witnesses: Vec<Id> = it.events.iter().map(|it| it.id.clone()).collect();
        witnesses.dedup();
        Todo { mine: reader.is_some() && it.owner.as_ref() == reader, witnesses, waiting: it }
    };
    let mut found: Vec<Todo> = queue.into_iter().filter(|it| it.now).map(one).collect();
    found.sort_by_key(|it| !it.mine);
    found
}
