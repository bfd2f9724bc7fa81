//! What is wrong with the ladders and the organisation together, found without any event: each fault with a case that shows it.

use std::collections::BTreeMap;

use record::{Catalog, Id};
use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, named};
use super::ladder::{Asked, LINE_MANAGER, Step};
use super::reached::{Matter, holding, reached, reaches, stops};
use super::seated;
use crate::libraries::{Libraries, Part, choices};
use crate::responsibility::organisation::Organisation;

/// What ladders are held against.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Triggers {
    /// What each trigger asks of its ladder.
    pub trigger: Vec<Trigger>,
}

/// What a trigger asks of its ladder.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trigger {
    /// Its name, as the table of ladders has it.
    pub name: String,
    /// Whether somebody who may stop a system must be on it.
    #[serde(default)]
    pub stops: bool,
    /// Whether it is about what people do.
    #[serde(default)]
    pub people: bool,
}

impl Triggers {
    /// Whether a trigger is about what people do.
    pub fn about_people(&self, trigger: &str) -> bool {
        self.trigger.iter().any(|it| it.name == trigger && it.people)
    }

    /// Whether somebody who may stop a system must be on a trigger's ladder.
    pub fn must_stop(&self, trigger: &str) -> bool {
        self.trigger.iter().any(|it| it.name == trigger && it.stops)
    }
}

impl Part for Triggers {
    fn faults(&self, _: &Libraries, catalog: &Catalog) -> Vec<String> {
        let known = choices(catalog, super::KIND, "matter");
        let strange = self.trigger.iter().filter(|it| !known.contains(&it.name));
        strange.map(|it| format!("`{}` is no trigger; the triggers are {}", it.name, known.join(", "))).collect()
    }
}

/// What a check finds in a case: by what it is the same in other cases, a sentence, and people who show it.
type Found = Vec<(String, String, Vec<Id>)>;

/// A sort of fault.
pub struct Check {
    /// Its name.
    pub name: &'static str,
    /// What is wrong, and what to do.
    pub summary: &'static str,
    find: fn(&Case, &Ground) -> Found,
}

/// Every sort of fault.
pub const CHECKS: &[Check] = &[
    Check { name: "gap", summary: "a case for which the table gives no ladder; mend the table", find: gap },
    Check {
        name: "no_clock",
        summary: "a step whose time cannot be counted; name a calendar and a time of work",
        find: no_clock,
    },
    Check {
        name: "no_holder",
        summary: "a step to a role that nobody holds, or to a body in which nobody can be told; assign the role, fill a seat",
        find: no_holder,
    },
    Check {
        name: "cannot_decide",
        summary: "a step to a body that can be told and could not decide today; fill its seats",
        find: cannot_decide,
    },
    Check {
        name: "nobody_here",
        summary: "a step whose people are all away, and nobody stands in; name a deputy",
        find: nobody_here,
    },
    Check {
        name: "below_stop",
        summary: "a ladder on which nobody may stop a system; add a step to a role that may",
        find: below_stop,
    },
    Check {
        name: "loop",
        summary: "a ladder that comes back to who did not answer; end it, or go to somebody else",
        find: comes_back,
    },
    Check {
        name: "own_line",
        summary: "a concern that goes to the line manager of whoever raises it; choose somebody outside of the line",
        find: own_line,
    },
    Check {
        name: "accused_end",
        summary: "a concern that reaches nobody but the person whom it is about, and those below; add somebody outside of the line",
        find: accused_end,
    },
];

/// A case with its ladder, or why it has none.
pub struct Case {
    /// What is asked.
    pub asked: Asked,
    /// The AI system; none for what is about no single one.
    pub system: Option<Id>,
    /// The ladder.
    pub ladder: Result<Vec<Step>, String>,
}

/// What cases are held against.
pub struct Ground<'a> {
    /// The organisation on a day.
    pub org: &'a Organisation,
    /// Working calendars.
    pub calendars: &'a [Calendar],
    /// What triggers ask.
    pub triggers: &'a Triggers,
}

impl Ground<'_> {
    /// Working calendars as the unit of an AI system keeps them, by which the steps of what happened there are counted.
    pub fn calendars_of(&self, system: Option<&Id>) -> Vec<Calendar> {
        let unit = system.and_then(|it| self.org.systems.get(it)).and_then(|it| it.unit.as_ref());
        let hours = self.org.hours(unit);
        self.calendars.iter().map(|it| it.kept_by(&hours)).collect()
    }
}

/// A fault, with the first case that shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The check that found it.
    pub check: &'static str,
    /// What is wrong.
    pub says: String,
    /// The first case.
    pub case: Asked,
    /// Its AI system.
    pub system: Option<Id>,
    /// People who show it.
    pub people: Vec<Id>,
    /// How many cases show it.
    pub cases: usize,
    /// What to do.
    pub next: &'static str,
}

/// All faults, in the order of the checks; the same fault of several cases is told once.
pub fn faults(cases: &[Case], ground: &Ground) -> Vec<Fault> {
    let mut found: BTreeMap<(usize, String), Fault> = BTreeMap::new();
    for (place, check) in CHECKS.iter().enumerate() {
        for case in cases {
            for (key, says, people) in (check.find)(case, ground) {
                let first = || Fault {
                    check: check.name,
                    says,
                    case: case.asked.clone(),
                    system: case.system.clone(),
                    people,
                    cases: 0,
                    next: check.summary,
                };
                found.entry((place, key)).or_insert_with(first).cases += 1;
            }
        }
    }
    found.into_values().collect()
}

fn steps(case: &Case) -> &[Step] {
    case.ladder.as_deref().unwrap_or_default()
}

fn matter(case: &Case) -> Matter {
    Matter { system: case.system.clone(), ..Matter::default() }
}

fn gap(case: &Case, _: &Ground) -> Found {
    let key = |why: &String| format!("{} {} {why}", case.asked.trigger, case.asked.severity);
    match &case.ladder {
        Err(why) => vec![(key(why), format!("{}, {}: {why}", case.asked.trigger, case.asked.severity), Vec::new())],
        Ok(steps) if steps.is_empty() => {
            let why = format!("{}, {}: the ladder has no step", case.asked.trigger, case.asked.severity);
            vec![(key(&why), why, Vec::new())]
        }
        Ok(_) => Vec::new(),
    }
}

fn no_clock(case: &Case, ground: &Ground) -> Found {
    let calendars = ground.calendars_of(case.system.as_ref());
    let wrong = |it: &Step| {
        let why = match named(&calendars, &it.calendar).map(|calendar| calendar.seconds(&it.within)) {
            None => format!("there is no calendar `{}`", it.calendar),
            Some(Err(why)) => why,
            Some(Ok(seconds)) if seconds <= 0 => "it has no time, so nobody could answer".to_owned(),
            Some(Ok(_)) => return None,
        };
        Some((it.row.clone(), format!("row `{}`: {why}", it.row), Vec::new()))
    };
    steps(case).iter().filter_map(wrong).collect()
}

fn no_holder(case: &Case, ground: &Ground) -> Found {
    let held = |it: &&Step| it.to == LINE_MANAGER || !holding(ground.org, &it.to, &matter(case)).is_empty();
    let empty = steps(case).iter().filter(|it| !held(it));
    empty
        .map(|it| {
            let says = match seated::shut(ground.org, &it.to, &matter(case)) {
                Some(why) => format!("{why}, and step {} of row `{}` goes to `{}`", it.number, it.row, it.to),
                None => format!("nobody holds `{}`, to whom step {} of row `{}` goes", it.to, it.number, it.row),
            };
            (it.to.clone(), says, Vec::new())
        })
        .collect()
}

fn cannot_decide(case: &Case, ground: &Ground) -> Found {
    let one = |it: &Step| {
        let why = seated::undecided(ground.org, seated::key(&it.to)?)?;
        Some((it.to.clone(), format!("step {} of row `{}`: {why}", it.number, it.row), Vec::new()))
    };
    steps(case).iter().filter_map(one).collect()
}

fn nobody_here(case: &Case, ground: &Ground) -> Found {
    let mut found = Vec::new();
    for it in steps(case) {
        let who = reached(ground.org, &it.to, &matter(case));
        if who.told.is_empty() && !who.away.is_empty() {
            let people: Vec<String> = who.away.iter().map(ToString::to_string).collect();
            let says = format!(
                "step {} of row `{}`: {} is away today, and nobody stands in",
                it.number,
                it.row,
                people.join(", ")
            );
            found.push((format!("{} {people:?}", it.to), says, who.away));
        }
    }
    found
}

fn below_stop(case: &Case, ground: &Ground) -> Found {
    let asked = ground.triggers.must_stop(&case.asked.trigger) && !steps(case).is_empty();
    let reaches = |it: &Step| stops(ground.org, &it.to) && !holding(ground.org, &it.to, &matter(case)).is_empty();
    if !asked || steps(case).iter().any(reaches) {
        return Vec::new();
    }
    let last = steps(case).last().map(|it| it.to.as_str()).unwrap_or_default();
    let says = format!(
        "{}, {}: the ladder ends with `{last}`, and nobody on it may stop a system",
        case.asked.trigger, case.asked.severity
    );
    vec![(format!("{} {} {}", case.asked.trigger, case.asked.severity, case.asked.tier), says, Vec::new())]
}

/// A role that comes twice, or one person who is all there is of two steps one after the other.
fn comes_back(case: &Case, ground: &Ground) -> Found {
    let steps = steps(case);
    let sole = |it: &Step| -> Option<Id> {
        match reached(ground.org, &it.to, &matter(case)).told.as_slice() {
            [one] => Some(one.person.clone()),
            _ => None,
        }
    };
    let mut found = Vec::new();
    for (place, it) in steps.iter().enumerate() {
        if let Some(first) = steps[..place].iter().find(|before| before.to == it.to) {
            let says = format!("steps {} and {} of row `{}` both go to `{}`", first.number, it.number, it.row, it.to);
            found.push((format!("{} {}", it.row, it.to), says, Vec::new()));
        } else if let Some((before, person)) = place.checked_sub(1).and_then(|before| Some((&steps[before], sole(it)?)))
            && sole(before).as_ref() == Some(&person)
        {
            let says = format!(
                "steps {} and {} both reach {person} alone, as `{}` and as `{}`",
                before.number, it.number, before.to, it.to
            );
            found.push((format!("{person} {} {}", before.to, it.to), says, vec![person]));
        }
    }
    found
}

/// Somebody who complains about the line manager would be heard by that manager.
fn own_line(case: &Case, ground: &Ground) -> Found {
    let named =
        steps(case).iter().filter(|it| it.to == LINE_MANAGER && ground.triggers.about_people(&case.asked.trigger));
    let witness = ground.org.people.values().find_map(|it| Some((it.id.clone(), it.manager.clone()?)));
    let says = |it: &Step| match &witness {
        Some((person, manager)) => format!(
            "row `{}`: when {person} complains about {manager}, step {} goes to {manager}, who is the line manager",
            it.row, it.number
        ),
        None => format!("row `{}`: step {} goes to the line manager of whoever complains", it.row, it.number),
    };
    let people = || witness.iter().flat_map(|it| [it.0.clone(), it.1.clone()]).collect::<Vec<_>>();
    named.map(|it| (it.row.clone(), says(it), people())).collect()
}

/// Each holder of a step is taken as the one whom a concern is about: somebody else must be left.
fn accused_end(case: &Case, ground: &Ground) -> Found {
    if !ground.triggers.about_people(&case.asked.trigger) || steps(case).is_empty() {
        return Vec::new();
    }
    let all = || steps(case).iter().filter(|it| it.to != LINE_MANAGER);
    let holders: std::collections::BTreeSet<Id> =
        all().flat_map(|it| holding(ground.org, &it.to, &matter(case))).map(|it| it.person).collect();
    let ends = |accused: &&Id| {
        let concerned = Matter { concerned: [(*accused).clone()].into(), ..matter(case) };
        !all().any(|it| reaches(ground.org, &it.to, &concerned))
    };
    let says = |it: &Id| {
        let concerned = Matter { concerned: [it.clone()].into(), ..matter(case) };
        let mut why: Vec<String> = all().filter_map(|it| seated::shut(ground.org, &it.to, &concerned)).collect();
        why.dedup();
        let why = if why.is_empty() { String::new() } else { format!(" ({})", why.join("; ")) };
        let trigger = case.asked.trigger.replace('_', " ");
        format!("{trigger}: a concern about {it} reaches nobody but {it} and those who report to them{why}")
    };
    let found = holders.iter().filter(ends);
    found.map(|it| (format!("{} {it}", case.asked.trigger), says(it), vec![it.clone()])).collect()
}
