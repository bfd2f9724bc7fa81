//! Whether those who voted sit in the body, each once, and whether the seats that the charter asks for took part.

use crate::bodies::case::Case;
use crate::bodies::member::Membership;

/// Required seats and independent ones that took no part.
pub(super) fn missing(case: &Case) -> Vec<String> {
    let (Some(body), Some(_)) = (case.body, case.day()) else { return Vec::new() };
    let there = |name: &str| case.taking_part.iter().any(|it| it.0.name == name);
    let required = body.names().into_iter().filter(|name| {
        let asked = |it: &&crate::bodies::charter::Seat| it.name == *name && it.required;
        body.seats.iter().any(|it| asked(&it)) && !there(name)
    });
    let mut found: Vec<String> = required.map(|it| format!("`{it}` took no part, and must")).collect();
    let independent = case.taking_part.iter().filter(|it| it.0.independent).count();
    if independent < body.independent_least {
        found.push(format!("{independent} independent seats took part, and {} must", body.independent_least));
    }
    found
}

/// Voters whose term did not run.
pub(super) fn out_of_term(case: &Case) -> Vec<String> {
    of_voters(case, |it| match it {
        Membership::OutOfTerm(says) => Some(says),
        _ => None,
    })
}

/// Voters who did not hold their assignment, or had left.
pub(super) fn gone(case: &Case) -> Vec<String> {
    of_voters(case, |it| match it {
        Membership::Gone(says) => Some(says),
        _ => None,
    })
}

/// Voters without a seat, or who were not there.
pub(super) fn strangers(case: &Case) -> Vec<String> {
    let mut found = of_voters(case, |it| match it {
        Membership::Nobody(says) => Some(says),
        _ => None,
    });
    let absent = case.voters().into_iter().filter(|it| !case.sitting.present.contains(it));
    found.extend(absent.map(|it| format!("{it} voted and was not there")));
    found
}

fn of_voters(case: &Case, says: impl Fn(Membership) -> Option<String>) -> Vec<String> {
    case.voters().into_iter().filter_map(|it| says(case.membership(it)?)).collect()
}

/// People who are present twice, vote twice, or sit in two seats.
pub(super) fn twice(case: &Case) -> Vec<String> {
    let (Some(body), Some(day)) = (case.body, case.day()) else { return Vec::new() };
    let mut found = Vec::new();
    for person in case.voters() {
        if case.votes.iter().filter(|it| it.person == *person).count() > 1 {
            found.push(format!("{person} voted twice"));
        }
    }
    for (_, person) in &case.taking_part {
        if case.sitting.present.iter().filter(|it| *it == person).count() > 1 {
            found.push(format!("{person} is counted as present twice"));
        }
        let seats = body.seats.iter().filter(|it| it.runs(day) && case.around.sits(it) == Some(person)).count();
        if seats > 1 {
            found.push(format!("{person} sits in {seats} seats"));
        }
    }
    found
}
