//! Hours that the work of a year needs against the hours that people have, and what they cost.
//!
//! Need is `systems × hours × times a year`, summed; nothing is rounded. What waits in between is told by [`crate::queue`].

use std::collections::BTreeMap;

use serde::Serialize;

use crate::queue::{Class, Law, Pool};

/// Days in a year of the Gregorian calendar, in which waits are told.
const DAYS: f64 = 365.2425;

/// People with one role.
#[derive(Debug, Clone, PartialEq)]
pub struct Staff {
    /// The role.
    pub role: String,
    /// How many people.
    pub people: u32,
    /// Hours for this work that each has in a year.
    pub hours: f64,
    /// What one hour costs.
    pub rate: f64,
}

/// Work that comes again for every system of a class.
#[derive(Debug, Clone, PartialEq)]
pub struct Work {
    /// What is done.
    pub activity: String,
    /// The class of systems, such as a tier.
    pub class: String,
    /// Who does it.
    pub role: String,
    /// How many systems.
    pub systems: f64,
    /// Hours that it takes once.
    pub hours: f64,
    /// How often a year.
    pub times: f64,
    /// Standard deviation of the hours in units of their mean; 1 is taken as without memory.
    pub spread: f64,
    /// The lowest number goes first.
    pub priority: u32,
}

impl Work {
    /// Hours a year.
    pub fn need(&self) -> f64 {
        self.systems * self.hours * self.times
    }
}

/// How one role is loaded.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Load {
    /// The role.
    pub role: String,
    /// Hours a year that are needed.
    pub need: f64,
    /// Hours a year that are there.
    pub there: f64,
    /// Share of the hours that is needed; nothing when nobody has the role.
    pub utilisation: Option<f64>,
    /// People that are missing, negative when some could do other work; nothing when nobody has the role.
    pub missing: Option<f64>,
    /// What the needed hours cost; nothing when nobody has the role.
    pub cost: Option<f64>,
}

/// The load of every role that has people or work, by name.
///
/// People of one role are one line of `staff`; of a second line with the same role the hours and the cost are averaged by people.
pub fn loads(staff: &[Staff], work: &[Work]) -> Vec<Load> {
    let mut roles: BTreeMap<&str, (f64, f64, f64, f64)> = BTreeMap::new();
    for it in staff {
        let people = f64::from(it.people);
        let of = roles.entry(&it.role).or_default();
        *of = (of.0, of.1 + people, of.2 + people * it.hours, of.3 + people * it.hours * it.rate);
    }
    for it in work {
        roles.entry(&it.role).or_default().0 += it.need();
    }
    let load = |(role, (need, people, there, worth)): (&str, (f64, f64, f64, f64))| Load {
        role: role.to_owned(),
        need,
        there,
        utilisation: (there > 0.0).then(|| need / there),
        missing: (there > 0.0).then(|| (need - there) * people / there),
        cost: (there > 0.0).then(|| need * worth / there),
    };
    roles.into_iter().map(load).collect()
}

/// The queue before one role, with times in days; nothing when nobody has the role.
pub fn pool(role: &str, staff: &[Staff], work: &[Work]) -> Option<Pool> {
    let those: Vec<&Staff> = staff.iter().filter(|it| it.role == role && it.people > 0).collect();
    let people: u32 = those.iter().map(|it| it.people).sum();
    let there: f64 = those.iter().map(|it| f64::from(it.people) * it.hours).sum();
    if people == 0 || there <= 0.0 {
        return None;
    }
    let hours_a_day = there / f64::from(people) / DAYS;
    let class = |it: &Work| {
        let mean = it.hours / hours_a_day;
        let service = match it.spread {
            0.0 => Law::Fixed { mean },
            1.0 => Law::Exponential { mean },
            spread => Law::Lognormal { mean, spread },
        };
        let name = format!("{} {}", it.class, it.activity);
        Class { name, arrivals: it.systems * it.times / DAYS, service, priority: it.priority }
    };
    Some(Pool { people, classes: work.iter().filter(|it| it.role == role).map(class).collect() })
}

/// What the work for one system of each class costs a year, by class; nothing for a class without systems, or with work that
/// nobody can do.
pub fn cost_a_system(staff: &[Staff], work: &[Work]) -> BTreeMap<String, Option<f64>> {
    let rate = |it: Load| it.cost.filter(|_| it.need > 0.0).map(|cost| (it.role, cost / it.need));
    let rates: BTreeMap<String, f64> = loads(staff, work).into_iter().filter_map(rate).collect();
    let mut classes: BTreeMap<String, Option<f64>> = BTreeMap::new();
    for it in work {
        let each = rates.get(&it.role).filter(|_| it.systems > 0.0).map(|rate| it.hours * it.times * rate);
        let sum = classes.entry(it.class.clone()).or_insert(Some(0.0));
        *sum = sum.zip(each).map(|(sum, each)| sum + each);
    }
    classes
}
