//! The lane of a request: what the table is asked and says, what has not passed, what its lane still lacks, and by when it is answered.

use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use store::RecordRow;

use super::around::{Around, Seen};
use super::path::{Asked, Path, path};
use super::together::{Together, repeated, together};
use super::{FAST, SUBMITTED};
use crate::health::Light;
use crate::tiering::UNCLASSIFIED;

/// What the table is told where nobody has settled a tier.
const UNKNOWN: &str = "unknown";

/// A check that has not passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unpassed {
    /// The AI system.
    pub system: Id,
    /// The look at it.
    pub check: String,
    /// Why it is not good.
    pub why: String,
}

/// Where a request stands.
#[derive(Debug, Clone, Serialize)]
pub struct Laned {
    /// The request.
    pub request: Id,
    /// What it asks, in a line.
    pub title: String,
    /// Its state.
    pub state: String,
    /// The AI systems that it is about.
    pub systems: Vec<Id>,
    /// What the table was asked.
    pub asked: Asked,
    /// What its tier follows from.
    pub tier_why: String,
    /// The lane that the table says.
    pub path: Option<Path>,
    /// Why the table says none.
    pub problem: Option<String>,
    /// The lane that it takes: that of the table, or a stricter one that was chosen when it was taken up.
    pub lane: String,
    /// The group whose tier counts, where one does.
    pub together: Option<Together>,
    /// Checks of the fast lane that have not passed.
    pub unpassed: Vec<Unpassed>,
    /// What its own lane still lacks.
    pub missing: Vec<Unpassed>,
    /// The day by which it is answered.
    pub due: Option<Date>,
    /// Whether that day has passed and it is open.
    pub late: bool,
}

/// Where a request stands now.
pub fn laned(around: &Around, request: &RecordRow) -> Laned {
    let reviews = &around.libraries.reviews;
    let systems: Vec<&Seen> = around.of(&request.id).collect();
    let outcomes = around.tiers.outcomes();
    let (own, own_why) = own_tier(&systems, &outcomes);
    let group = together(around, request).filter(|it| counts(it, &own, &outcomes));
    let (tier, tier_why) = group.as_ref().map_or((own, own_why), |it| (it.tier.clone(), it.why.clone()));
    let checks = |lane: &str| reviews.lane(lane).map(|it| unpassed(&systems, &it.checks)).unwrap_or_default();
    let fast = checks(FAST);
    let form = request.text("form").unwrap_or("other").to_owned();
    let asked = Asked { tier, request: form, unpassed: fast.len(), repeated: repeated(around, request) };
    let said = path(&around.table.table, &asked);
    let (path, problem) = match said {
        Ok(path) => (Some(path), None),
        Err(why) => (None, Some(why)),
    };
    let lane =
        taken(request).map(str::to_owned).or_else(|| path.as_ref().map(|it| it.lane.clone())).unwrap_or_default();
    let due = reviews.lane(&lane).and_then(|it| it.due(around.submitted(request), &around.libraries));
    let open = around.is_open(request);
    Laned {
        request: request.id.clone(),
        title: request.title.clone(),
        state: request.state.clone(),
        systems: systems.iter().map(|it| it.row.id.clone()).collect(),
        missing: checks(&lane),
        late: open && due.is_some_and(|it| it < crate::derived::day(around.time)),
        unpassed: fast,
        together: group,
        asked,
        tier_why,
        path,
        problem,
        lane,
        due,
    }
}

/// The lane that was settled when a request was taken up; before that what somebody wrote is a wish.
pub fn taken(request: &RecordRow) -> Option<&str> {
    request.text("lane").filter(|it| !it.is_empty() && request.state != SUBMITTED)
}

/// The strictest tier of the systems: what is not known, else the gravest.
fn own_tier(systems: &[&Seen], outcomes: &[&str]) -> (String, String) {
    let unknown = |it: &&&Seen| it.tier.as_ref().is_none_or(|it| it.0 == UNCLASSIFIED);
    let Some(first) = systems.iter().find(unknown).or(systems.first()) else {
        return ("none".to_owned(), "it is about no AI system".to_owned());
    };
    if unknown(&first) {
        return (UNKNOWN.to_owned(), format!("nobody has settled the tier of {}", first.row.id));
    }
    let rank = |it: &&&Seen| it.tier.as_ref().and_then(|tier| outcomes.iter().position(|word| *word == tier.0));
    let strictest = systems.iter().min_by_key(rank).and_then(|it| it.tier.clone());
    strictest.unwrap_or_else(|| (UNKNOWN.to_owned(), String::new()))
}

/// Whether a group asks for more than its systems alone: what is not known gives way to the gravest tier only.
fn counts(group: &Together, own: &str, outcomes: &[&str]) -> bool {
    let rank = |tier: &str| outcomes.iter().position(|word| *word == tier);
    match (rank(&group.tier), rank(own)) {
        (Some(group), Some(own)) => group < own,
        (Some(group), None) => group == 0,
        (None, _) => false,
    }
}

/// Looks at the systems that are not good.
fn unpassed(systems: &[&Seen], checks: &[String]) -> Vec<Unpassed> {
    let mut found = Vec::new();
    for system in systems {
        for check in checks {
            let sign = system.signs.iter().find(|it| it.look == check);
            let why = match sign {
                Some(sign) if sign.light == Light::Good => continue,
                Some(sign) => sign.why.clone(),
                // A look that finds nothing to look at, such as data of a system that has none, is no fault of the system.
                None if !system.signs.is_empty() => continue,
                None => "the system is not in use any more, so nothing is looked at".to_owned(),
            };
            found.push(Unpassed { system: system.row.id.clone(), check: check.clone(), why });
        }
    }
    found
}
