//! Who does reviews, by lane, and how long a request of a lane waits when so many arrive: from the queue's formula, not from hopes.

use std::collections::{BTreeMap, BTreeSet};

use record::Id;
use serde::Serialize;
use simulate::queue::{Class, Law, Pool, expected};
use store::Condition;

use super::library::{Lane, Reviews};
use crate::Error;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, day};
use crate::tiering::around::held_on;

/// What the queue of the people of a lane says.
#[derive(Debug, Clone, Serialize)]
pub struct Predicted {
    /// Days until a request is answered, on average.
    pub days: f64,
    /// The share of the people's hours that reviews take.
    pub utilisation: f64,
    /// False where the formula is an approximation.
    pub exact: bool,
}

/// How many requests a year take each lane, and the days over which they were counted.
#[derive(Debug, Default)]
pub struct Arrivals {
    /// Requests a year by lane.
    pub a_year: BTreeMap<String, f64>,
    /// Days.
    pub days: i32,
}

/// People who hold the role of each lane today, by the key of the role.
pub(crate) fn reviewers(at: &Snapshot) -> Result<BTreeMap<String, usize>, Error> {
    let keys: BTreeSet<&str> = at.libraries.reviews.lane.iter().map(|it| it.role.as_str()).collect();
    let roles = at.list("role", Vec::new())?;
    let roles: BTreeMap<Id, String> = roles
        .into_iter()
        .filter_map(|it| Some((it.id.clone(), it.text("key").filter(|it| keys.contains(it))?.to_owned())))
        .collect();
    let conditions = vec![Condition::State(vec!["accepted".to_owned()])];
    let mut people: BTreeMap<String, BTreeSet<Id>> = BTreeMap::new();
    for row in at.list("role_assignment", conditions)?.into_iter().filter(|it| held_on(it, day(at.time))) {
        for key in targets(&row.document, "role").iter().filter_map(|it| roles.get(it)) {
            people.entry(key.clone()).or_default().extend(targets(&row.document, "person"));
        }
    }
    Ok(people.into_iter().map(|(key, people)| (key, people.len())).collect())
}

/// How long requests of each lane take when so many arrive a year, in the order of the lanes; or why nobody can tell.
pub fn predicted(
    reviews: &Reviews,
    people: &BTreeMap<String, usize>,
    arrivals: &Arrivals,
) -> Vec<(String, Result<Predicted, String>)> {
    let of = |lane: &Lane| {
        let with = |it: &&Lane| it.role == lane.role && arrivals.a_year.get(&it.name).is_some_and(|it| *it > 0.0);
        let classes: Vec<Class> =
            reviews.lane.iter().filter(with).map(|it| class(reviews, it, &arrivals.a_year)).collect();
        let held = people.get(&lane.role).copied().unwrap_or_default();
        let pool = Pool { people: u32::try_from(held).unwrap_or(u32::MAX), classes };
        if !pool.classes.iter().any(|it| it.name == lane.name) {
            return Err("no request took this lane within a year".to_owned());
        }
        if arrivals.days < reviews.least_days {
            let (known, least) = (arrivals.days, reviews.least_days);
            return Err(format!("requests of {known} days are known, and nobody can tell from fewer than {least}"));
        }
        if held == 0 {
            return Err(format!("nobody holds the role `{}`, so nothing is reviewed", lane.role));
        }
        let found = expected(&pool).map_err(|it| it.to_string())?;
        let own = found.iter().find(|it| it.name == lane.name).ok_or("the lane is not among its own")?;
        let days_of_work = own.lead / reviews.hours_a_day;
        let days = days_of_work * 365.0 / f64::from(reviews.days_a_year);
        Ok(Predicted { days, utilisation: pool.utilisation(), exact: own.exact })
    };
    reviews.lane.iter().map(|it| (it.name.clone(), of(it))).collect()
}

/// A lane as a class of work: arrivals and time in hours that people have for reviews.
fn class(reviews: &Reviews, lane: &Lane, arrivals: &BTreeMap<String, f64>) -> Class {
    let a_year = arrivals.get(&lane.name).copied().unwrap_or_default();
    let hours = f64::from(reviews.days_a_year) * reviews.hours_a_day;
    Class {
        name: lane.name.clone(),
        arrivals: a_year / hours,
        service: Law::Exponential { mean: lane.hours },
        priority: 0,
    }
}
