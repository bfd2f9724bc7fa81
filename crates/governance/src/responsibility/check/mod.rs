//! What is wrong with who answers for what: every check, and what it found with the people, the duties and what to do next.

mod assigned;
mod filled;
mod independent;
mod passed_on;
mod present;
mod weight;

use std::collections::BTreeMap;

use record::Id;

use super::map::{Duty, Map};

pub(crate) use independent::{Between, between};

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// Name of the check.
    pub check: &'static str,
    /// What is wrong, in a sentence.
    pub says: String,
    /// The people.
    pub people: Vec<Id>,
    /// Assignments and roles that it rests on.
    pub records: Vec<Id>,
    /// The duties that it touches.
    pub duties: Vec<Duty>,
    /// What to do next, in a sentence.
    pub next: &'static str,
}

/// A check.
pub struct Check {
    /// Its name.
    pub name: &'static str,
    /// What it finds, in a few words.
    pub summary: &'static str,
    /// What to do about it.
    pub next: &'static str,
    /// Finds it.
    look: fn(&Map, &mut Found),
}

const fn check(name: &'static str, summary: &'static str, next: &'static str, look: fn(&Map, &mut Found)) -> Check {
    Check { name, summary, next, look }
}

/// Every check, the gravest first.
pub const CHECKS: &[Check] = &[
    check(
        "orphan_duty",
        "a duty for which the table names no role in use",
        "add a row to the table, or enter the role",
        filled::orphan,
    ),
    check(
        "no_accountable",
        "a duty for which nobody answers",
        "assign the role, or name the accountable person",
        filled::nobody,
    ),
    check(
        "several_accountable",
        "a duty for which several people answer",
        "end all but one assignment, or let each cover something else",
        filled::several,
    ),
    check("nobody_responsible", "a duty for which nobody does the work", "assign one of the roles", filled::no_work),
    check(
        "no_challenger",
        "a duty that must be challenged and that nobody challenges",
        "assign the role that challenges",
        filled::no_challenge,
    ),
    check(
        "challenges_own",
        "somebody answers for a duty and challenges it",
        "let somebody else challenge",
        independent::own,
    ),
    check(
        "one_reporting_line",
        "who answers and who challenges stand in one reporting line",
        "let somebody outside of that line challenge",
        independent::line,
    ),
    check(
        "common_manager",
        "who answers and who challenges have a common manager below the top",
        "let somebody from another line challenge",
        independent::common,
    ),
    check(
        "line_unknown",
        "who answers and who challenges have no reporting lines that meet",
        "enter the managers, up to whoever reports to nobody",
        independent::unknown,
    ),
    check(
        "self_review",
        "who challenges does the work, or shares a manager below the top with who does",
        "let somebody from another line challenge",
        independent::work,
    ),
    check(
        "held_by_leaver",
        "a duty of somebody who has left",
        "end the assignment and assign somebody else",
        present::leaver,
    ),
    check("not_yet_here", "a duty of somebody who has not come yet", "assign somebody until then", present::expected),
    check(
        "absent_without_deputy",
        "a duty of somebody who is away without a deputy",
        "name a deputy in the absence",
        present::no_deputy,
    ),
    check("deputy_absent", "a deputy who is away too", "name another deputy", present::deputy_away),
    check(
        "deputy_not_qualified",
        "a deputy who cannot hold the role",
        "name a deputy who holds such a role",
        present::unqualified,
    ),
    check(
        "circular_deputising",
        "deputies who lead back to one of them",
        "name a deputy outside of the circle",
        present::circle,
    ),
    check(
        "circular_delegation",
        "authority that is passed on in a circle",
        "end one of the assignments",
        passed_on::circle,
    ),
    check(
        "self_delegation",
        "somebody who passes authority on to themself",
        "end the assignment that passes it on",
        passed_on::own,
    ),
    check(
        "ground_gone",
        "authority passed on from an assignment that does not count",
        "end the assignment, or renew the one behind it",
        passed_on::ground,
    ),
    check(
        "expired",
        "an assignment whose last day has passed and that nobody follows",
        "renew it, or assign somebody else",
        assigned::expired,
    ),
    check(
        "not_accepted",
        "an assignment that should count and that nobody accepted",
        "accept it, or end it",
        assigned::not_accepted,
    ),
    check(
        "incompatible_roles",
        "roles in one hand that do not go together",
        "end one of the assignments",
        assigned::incompatible,
    ),
    check(
        "manager_cycle",
        "people who report to each other in a circle",
        "correct the manager of one of them",
        passed_on::managers,
    ),
    check(
        "overload",
        "somebody who answers for more than one person should",
        "share the assignments out",
        weight::overload,
    ),
    check(
        "single_point",
        "more duties than should fall when one person goes",
        "name a standing deputy for the assignments",
        weight::single,
    ),
];

/// Findings in the making; those that say the same of the same people are one with all their duties.
#[derive(Default)]
pub(super) struct Found(BTreeMap<(Vec<Id>, Vec<Id>, String), Vec<Duty>>);

impl Found {
    /// Adds a finding, or duties to one that says the same.
    fn add(&mut self, people: &[&Id], records: &[&Id], duties: impl IntoIterator<Item = Duty>, says: String) {
        let [people, records] = [people, records].map(|all| {
            let mut all: Vec<Id> = all.iter().map(|it| (*it).clone()).collect();
            all.sort();
            all.dedup();
            all
        });
        self.0.entry((people, records, says)).or_default().extend(duties);
    }
}

/// Everything that is wrong, the gravest first.
pub fn findings(map: &Map) -> Vec<Finding> {
    let mut all = Vec::new();
    for check in CHECKS {
        let mut found = Found::default();
        (check.look)(map, &mut found);
        all.extend(found.0.into_iter().map(|((people, records, says), mut duties)| {
            duties.sort();
            duties.dedup();
            Finding { check: check.name, says, people, records, duties, next: check.next }
        }));
    }
    all
}

/// A check by its name.
pub fn of(name: &str) -> Option<&'static Check> {
    CHECKS.iter().find(|it| it.name == name)
}
