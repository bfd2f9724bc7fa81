//! How often a risk was kept in a row: acceptances of the same risk that were granted, each of which begins before, or soon after, the one before it has
//! ended. Whether an acceptance says that it renews another does not matter, so that nobody begins anew by not saying it. Pure.

use jiff::Span;
use record::Id;

use super::acceptance::Acceptance;

/// The acceptances before one without a break, the newest first.
pub fn before(it: &Acceptance, all: &[Acceptance], follows_within: Span) -> Vec<Id> {
    let mut found: Vec<Id> = Vec::new();
    let mut here = it;
    while let Some(last) = one_before(here, it, all, follows_within, &found) {
        found.push(last.id().clone());
        here = last;
    }
    found
}

/// The newest acceptance that one continues.
fn one_before<'a>(
    here: &Acceptance,
    of: &Acceptance,
    all: &'a [Acceptance],
    follows_within: Span,
    known: &[Id],
) -> Option<&'a Acceptance> {
    let fits = |it: &&Acceptance| it.was_granted() && it.id() != of.id() && !known.contains(it.id());
    if let Some(named) = here.renews.as_ref().and_then(|id| all.iter().find(|it| it.id() == id))
        && fits(&named)
    {
        return Some(named);
    }
    let from = here.from?;
    let same = |it: &&Acceptance| it.risk.is_some() && it.risk == here.risk;
    let follows = |it: &&Acceptance| {
        let last = it.last_day().and_then(|it| it.checked_add(follows_within).ok());
        it.from.is_some_and(|it| it < from) && last.is_some_and(|it| from <= it)
    };
    all.iter().filter(fits).filter(same).filter(follows).max_by_key(|it| it.from)
}
