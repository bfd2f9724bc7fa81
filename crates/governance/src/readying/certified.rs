//! Contradictions about what is certified: a statement of applicability made for another scope, a certificate that says what is no longer so and
//! of which its body was not told, one that is over and still kept as if it were not, and a visit that was not held.

use record::Id;

use super::clash::{IN_FORCE, in_state, statements};
use super::gathered::Gathered;
use crate::certifying::whole::Told;

/// A statement is in force for a scope that is not.
pub(super) fn statement_of_other_scope(of: &Gathered) -> Vec<(String, Vec<Id>)> {
    let current = in_state(of, "aims_scope", &[IN_FORCE]).max_by_key(|it| it.id.number);
    let mut found = Vec::new();
    for row in statements(of) {
        let Some(made_for) = row.link("aims_scope").filter(|it| current.is_none_or(|now| now.id != *it)) else {
            continue;
        };
        let (id, now) = (&row.id, current.map(|it| it.id.clone()));
        let says = match &now {
            Some(now) => format!("{id} is in force for {made_for}, and {now} is the scope in force"),
            None => format!("{id} is in force for {made_for}, which is not"),
        };
        found.push((says, [row.id.clone(), made_for].into_iter().chain(now).collect()));
    }
    found
}

/// Certificates that were issued and are not over by a human act.
fn held(of: &Gathered) -> impl Iterator<Item = &Told> {
    of.certificates.iter().filter(|it| of.libraries.certifying.held.contains(&it.state))
}

/// A certificate says what is no longer so, and its body was not told.
pub(super) fn certificate_untrue(of: &Gathered) -> Vec<(String, Vec<Id>)> {
    let mut found = Vec::new();
    for it in held(of).filter(|it| it.untold > 0) {
        let open = || it.changes.iter().filter(|it| it.open);
        let first: Vec<&str> = open().take(3).map(|it| it.says.as_str()).collect();
        let more = it.untold.saturating_sub(first.len());
        let rest = if more > 0 { format!("; and {more} more") } else { String::new() };
        let says =
            format!("{} certifies what is otherwise now, and its body was not told: {}{rest}", it.id, first.join("; "));
        let mut records: Vec<Id> = open().map(|it| it.record.clone()).collect();
        records.sort();
        records.dedup();
        found.push((says, std::iter::once(it.id.clone()).chain(records).collect()));
    }
    found
}

/// A certificate is kept as certified after its last day.
pub(super) fn certificate_over(of: &Gathered) -> Vec<(String, Vec<Id>)> {
    let over = held(of).filter_map(|it| Some((it, it.expires.filter(|day| *day < of.on)?)));
    over.map(|(it, day)| (format!("{} is {}, and expired on {day}", it.id, it.state), vec![it.id.clone()])).collect()
}

/// The window of a visit passed without it.
pub(super) fn visit_missed(of: &Gathered) -> Vec<(String, Vec<Id>)> {
    let mut found = Vec::new();
    for it in held(of).filter(|it| it.expires.is_none_or(|day| of.on <= day)) {
        for due in it.visits.iter().filter(|it| it.missed && it.held_on.is_none()) {
            let day = due.until.map(|it| it.to_string()).unwrap_or_default();
            let says = format!("{} is {}, and the {} due by {day} was not held", it.id, it.state, due.stage);
            found.push((says, std::iter::once(it.id.clone()).chain(due.visit.clone()).collect()));
        }
    }
    found
}
