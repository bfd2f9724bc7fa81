//! What is wrong with who takes which part: every check, and what it found with its place and what to do next.

use std::collections::BTreeSet;

use record::Id;
use serde::Serialize;

use super::boundary::Boundary;
use super::crossing::{Way, crossings};
use super::duties::{Duty, asked, relied_on};
use super::matrix::{Cell, State, cells};

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// Name of the check.
    pub check: &'static str,
    /// The component; none where it is the AI system.
    pub component: Option<Id>,
    /// Where exactly: the part, the duty, or the other component.
    pub place: String,
    /// What is wrong, in a sentence.
    pub says: String,
    /// Records that come near.
    pub records: Vec<Id>,
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
    look: fn(&Boundary, &mut Vec<Seen>),
}

/// Component, place, what is wrong, and records that come near.
type Seen = (Option<Id>, String, String, Vec<Id>);

const fn check(
    name: &'static str,
    summary: &'static str,
    next: &'static str,
    look: fn(&Boundary, &mut Vec<Seen>),
) -> Check {
    Check { name, summary, next, look }
}

/// Every check, the gravest first.
pub const CHECKS: &[Check] = &[
    check(
        "no_components",
        "an AI system whose components nobody has entered",
        "enter its components, or name the AI system in theirs",
        nothing,
    ),
    check(
        "no_accountable",
        "a component for which nobody answers",
        "name who answers for it, or assign the role",
        |it, to| {
            of_part(it, to, &["accountable"], &[State::Nobody, State::Unfilled]);
        },
    ),
    check(
        "several_accountable",
        "a component for which several people answer",
        "end all but one assignment, or let one cover the component itself",
        |it, to| of_part(it, to, &["accountable"], &[State::Several]),
    ),
    check(
        "no_party",
        "a part in a component that nobody takes",
        "name the role, unit or party, or assign the role",
        |it, to| {
            of_part(it, to, OTHERS, &[State::Nobody, State::Unfilled]);
        },
    ),
    check(
        "no_contract",
        "a part that a party outside takes without a contract in force that names the AI system",
        "make or renew the contract, or name the AI system in it",
        unbound,
    ),
    check(
        "unbacked_duty",
        "a duty that the tier asks of a party outside and that no clause in force backs",
        "agree on the clause, and enter it as an obligation that applies",
        |it, to| of_duties(asked(it), to),
    ),
    check(
        "relied_upon_gone",
        "a duty of a party outside that is relied on and that no clause in force backs",
        "agree on it in the contract, or rely on something else",
        |it, to| of_duties(relied_on(it), to),
    ),
    check(
        "undescribed_hand_off",
        "a hand-off across a boundary of which nobody says what is handed over",
        "say in the component what it hands over",
        undescribed,
    ),
    check("circle", "components that need each other in a circle", "take one of the needs away", circles),
];

/// Parts beside that of who answers.
const OTHERS: &[&str] = &["operates", "supplies", "changes", "answers_incidents"];

/// Everything that is wrong, the gravest first.
pub fn findings(boundary: &Boundary) -> Vec<Finding> {
    let of = |check: &'static Check| {
        let mut seen = Vec::new();
        (check.look)(boundary, &mut seen);
        seen.into_iter().map(move |(component, place, says, records)| Finding {
            check: check.name,
            component,
            place,
            says,
            records,
            next: check.next,
        })
    };
    CHECKS.iter().flat_map(of).collect()
}

fn nothing(boundary: &Boundary, found: &mut Vec<Seen>) {
    if boundary.components().next().is_none() {
        found.push((None, String::new(), format!("no component of {} is known", boundary.system), Vec::new()));
    }
}

fn of_part(boundary: &Boundary, found: &mut Vec<Seen>, parts: &[&str], states: &[State]) {
    let wrong = |it: &Cell| parts.contains(&it.part) && states.contains(&it.state);
    found.extend(cells(boundary).into_iter().filter(wrong).map(seen));
}

fn seen(it: Cell) -> Seen {
    (Some(it.component), it.part.to_owned(), it.why, it.near)
}

/// One finding a component and party, however many parts the party takes.
fn unbound(boundary: &Boundary, found: &mut Vec<Seen>) {
    let mut known = BTreeSet::new();
    for it in cells(boundary).into_iter().filter(|it| it.state == State::Unbound) {
        if known.insert((it.component.clone(), it.party.clone())) {
            found.push(seen(it));
        }
    }
}

fn of_duties(duties: Vec<Duty>, found: &mut Vec<Seen>) {
    let open = duties.into_iter().filter(|it| it.clause.is_none());
    found.extend(open.map(|it| (Some(it.component), it.name, format!("{}: {}", it.label, it.why), it.near)));
}

fn undescribed(boundary: &Boundary, found: &mut Vec<Seen>) {
    for it in crossings(&boundary.around) {
        if it.what.is_empty() && (boundary.has(&it.from) || boundary.has(&it.to)) {
            let between = match it.way {
                Way::Out => "leaves the organisation",
                Way::In => "comes in from outside",
                Way::Between => "goes from one party outside to another",
            };
            let says = format!("nobody says what {} hands over to {}, which {between}", it.from, it.to);
            found.push((Some(it.from), it.to.to_string(), says, Vec::new()));
        }
    }
}

fn circles(boundary: &Boundary, found: &mut Vec<Seen>) {
    let mut known: BTreeSet<Id> = BTreeSet::new();
    for start in boundary.components().map(|it| &it.id) {
        let Some(circle) = circle(boundary, start).filter(|_| !known.contains(start)) else { continue };
        known.extend(circle.iter().cloned());
        let names: Vec<String> = circle.iter().chain([start]).map(ToString::to_string).collect();
        let says = format!("they need each other: {}", names.join(", "));
        found.push((Some(start.clone()), "depends_on".to_owned(), says, circle));
    }
}

/// The shortest way along needs from a component back to itself.
fn circle(boundary: &Boundary, start: &Id) -> Option<Vec<Id>> {
    let (mut ways, mut seen) = (vec![vec![start.clone()]], BTreeSet::new());
    while !ways.is_empty() {
        let mut further = Vec::new();
        for way in ways {
            let Some(last) = way.last().and_then(|it| boundary.around.components.get(it)) else { continue };
            if last.needs.contains(start) {
                return Some(way);
            }
            let fresh: Vec<&Id> = last.needs.iter().filter(|it| seen.insert((*it).clone())).collect();
            further.extend(fresh.into_iter().map(|it| way.iter().cloned().chain([it.clone()]).collect()));
        }
        ways = further;
    }
    None
}
