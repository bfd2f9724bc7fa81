//! Many events on ladders, with people who are away by chance and nobody who answers: that none is lost and none comes back, and how long it
//! takes until somebody who may stop a system must have answered, beside the longest that theory allows.
//!
//! The first event is no chance: it begins at the worst moment with those away who would have been asked too early, and is where theory is met.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp, ToSpan};
use measure::Chance;
use record::Id;
use serde::Serialize;

use super::calendar::Calendar;
use super::check::{Case, Ground};
use super::ladder::{Asked, Step};
use super::longest::{Longest, longest};
use super::next::{EVERYBODY, next};
use super::reached::{Matter, holding, stops};
use crate::responsibility::organisation::{Absence, Organisation};

/// Days after the first over which events are spread.
const YEAR: u64 = 365;
/// Times away of one person in a year, and the most days of one.
const ABSENCES: u64 = 3;
const LONGEST_ABSENCE: u64 = 15;
/// Most events that are simulated.
pub const MOST: u32 = 100_000;

/// What became of the events.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Simulated {
    /// How many there were.
    pub events: u32,
    /// Where chance began.
    pub seed: u64,
    /// Events that reached nobody.
    pub lost: u32,
    /// Events that came to the same step twice.
    pub looped: u32,
    /// Steps that reached somebody.
    pub steps: u32,
    /// Steps that were passed over, because nobody was here.
    pub passed: u32,
    /// Events that went on behind the last step.
    pub behind: u32,
    /// Events that had to reach somebody who may stop a system and reached nobody before the ladder's end.
    pub unstopped: u32,
    /// The longest time seen until somebody who may stop a system must have answered, in seconds.
    pub worst: Option<i64>,
    /// The longest seen among events by chance, without the one that is put where theory is met.
    pub worst_by_chance: Option<i64>,
    /// The longest that theory allows on these ladders, with its formula.
    pub theory: Option<Longest>,
    /// The ladder and AI system of the longest.
    pub worst_case: Option<(Asked, Option<Id>)>,
    /// Events that took longer than theory allows; there is none.
    pub beyond: u32,
}

/// An event.
struct Event<'a> {
    case: &'a Case,
    at: Timestamp,
    matter: Matter,
    /// Whether somebody who may stop a system must be reached.
    stops: bool,
    /// Whether it was drawn by chance.
    drawn: bool,
}

/// Runs events over ladders of an organisation, from its day on.
pub fn simulate(cases: &[Case], ground: &Ground, events: u32, seed: u64) -> Simulated {
    let Ground { org, triggers, .. } = *ground;
    let mut told = Simulated { events, seed, ..Simulated::default() };
    let sound: Vec<&Case> = cases.iter().filter(|it| it.ladder.as_ref().is_ok_and(|it| !it.is_empty())).collect();
    if sound.is_empty() {
        return Simulated { lost: events, ..told };
    }
    // Steps of what happens with a system are counted by the days and the zone of its unit.
    let kept: Vec<Vec<Calendar>> = sound.iter().map(|it| ground.calendars_of(it.system.as_ref())).collect();
    let limit = |(it, kept): (&&Case, &Vec<Calendar>)| {
        longest(steps(it), org, kept, org.day).filter(|_| triggers.must_stop(&it.asked.trigger))
    };
    let limits: Vec<Option<Longest>> = sound.iter().zip(&kept).map(limit).collect();
    let mut chance = Chance::new(seed, 0);
    let mut world = away_by_chance(org, &sound, &mut chance);
    let worst =
        limits.iter().enumerate().filter_map(|(place, it)| Some((place, it.as_ref()?))).max_by_key(|it| it.1.seconds);
    for n in 0..events {
        match worst.filter(|_| n == 0) {
            Some((place, limit)) => {
                let mut planted = with_away(org, sound[place], limit);
                let event =
                    Event { case: sound[place], at: limit.from, matter: matter(sound[place], None), stops: true, drawn: false };
                one(&event, &mut planted, &kept[place], Some(limit), &mut told);
            }
            None => {
                let place = chance.below(sound.len() as u64) as usize;
                let event = drawn(sound[place], ground, &mut chance);
                one(&event, &mut world, &kept[place], limits[place].as_ref(), &mut told);
            }
        }
    }
    told.theory = worst.map(|it| it.1.clone());
    told
}

fn steps(case: &Case) -> &[Step] {
    case.ladder.as_deref().unwrap_or_default()
}

fn matter(case: &Case, concerned: Option<Id>) -> Matter {
    Matter { system: case.system.clone(), concerned: concerned.into_iter().collect(), ..Matter::default() }
}

/// An event at any minute of the year; where it is about people, about one of them.
fn drawn<'a>(case: &'a Case, ground: &Ground, chance: &mut Chance) -> Event<'a> {
    let Ground { org, triggers, .. } = *ground;
    let minutes = chance.below(YEAR * 24 * 60) as i64;
    let start = org.day.to_zoned(jiff::tz::TimeZone::UTC).map(|it| it.timestamp()).unwrap_or_default();
    let people = org.people.len() as u64;
    let whom = triggers.about_people(&case.asked.trigger) && people > 0;
    let concerned = whom.then(|| org.people.keys().nth(chance.below(people) as usize).cloned()).flatten();
    let stops = triggers.must_stop(&case.asked.trigger);
    Event { case, at: start + SignedDuration::from_mins(minutes), matter: matter(case, concerned), stops, drawn: true }
}

/// Follows an event until its ladder has ended; nobody answers.
fn one(event: &Event, world: &mut Organisation, calendars: &[Calendar], limit: Option<&Longest>, told: &mut Simulated) {
    let (mut after, mut now) = (0, event.at);
    let (mut seen, mut reached, mut stopped) = (BTreeSet::new(), false, false);
    loop {
        world.day = now.to_zoned(jiff::tz::TimeZone::UTC).date();
        let found = next(steps(event.case), after, (world, &event.matter), calendars, now);
        told.passed += found.passed.len() as u32;
        told.looped += u32::from(!seen.insert(found.number));
        reached |= !found.told.is_empty();
        let Some(until) = found.until.filter(|_| found.to != EVERYBODY) else {
            told.behind += 1;
            break;
        };
        told.steps += 1;
        if stops(world, &found.to) && !stopped {
            stopped = true;
            timed(event, until, limit, told);
        }
        (after, now) = (found.number, until);
    }
    told.lost += u32::from(!reached);
    told.unstopped += u32::from(event.stops && !stopped);
}

/// Keeps the time until somebody who may stop a system must have answered.
fn timed(event: &Event, until: Timestamp, limit: Option<&Longest>, told: &mut Simulated) {
    let Some(limit) = limit else { return };
    let took = until.duration_since(event.at).as_secs();
    told.beyond += u32::from(took > limit.seconds);
    if event.drawn {
        told.worst_by_chance = told.worst_by_chance.max(Some(took));
    }
    if told.worst.is_none_or(|it| it < took) {
        told.worst = Some(took);
        told.worst_case = Some((event.case.asked.clone(), event.case.system.clone()));
    }
}

/// People who hold something on these ladders.
fn holders(org: &Organisation, cases: &[&Case]) -> BTreeSet<Id> {
    let of = |case: &&Case| {
        let matter = matter(case, None);
        steps(case).iter().flat_map(|it| holding(org, &it.to, &matter)).map(|it| it.person).collect::<Vec<_>>()
    };
    cases.iter().flat_map(of).collect()
}

/// The organisation with times away drawn for everybody who can be told, half of them with a deputy.
fn away_by_chance(org: &Organisation, cases: &[&Case], chance: &mut Chance) -> Organisation {
    let mut world = org.clone();
    let all: Vec<Id> = org.people.keys().cloned().collect();
    for id in holders(org, cases) {
        let Some(person) = world.people.get_mut(&id) else { continue };
        for _ in 0..ABSENCES {
            let first = org.day.checked_add((chance.below(YEAR + 30) as i64).days()).ok();
            let last = first.and_then(|it| it.checked_add((chance.below(LONGEST_ABSENCE) as i64).days()).ok());
            let deputy = all[chance.below(all.len() as u64) as usize].clone();
            let deputy = Some(deputy).filter(|it| *it != id && chance.unit() < 0.5);
            person.absences.push(Absence { from: first, until: last, deputy });
        }
    }
    world
}

/// The organisation in which exactly those are away who may stop a system and stand on the ladder before the longest way ends.
fn with_away(org: &Organisation, case: &Case, limit: &Longest) -> Organisation {
    let mut world = org.clone();
    let matter = matter(case, None);
    let last = limit.steps.last().copied().unwrap_or_default();
    let ways = |it: &&Step| it.number <= last && limit.steps.contains(&it.number);
    let kept: BTreeSet<Id> =
        steps(case).iter().filter(ways).flat_map(|it| holding(org, &it.to, &matter)).map(|it| it.person).collect();
    world.people.values_mut().filter(|it| kept.contains(&it.id)).for_each(|it| it.absences.clear());
    let early = steps(case).iter().filter(|it| it.number < last && !limit.steps.contains(&it.number));
    let away: BTreeSet<Id> = early.flat_map(|it| holding(org, &it.to, &matter)).map(|it| it.person).collect();
    for person in world.people.values_mut().filter(|it| away.contains(&it.id) && !kept.contains(&it.id)) {
        person.absences = vec![Absence { from: Some(org.day), until: None, deputy: None }];
    }
    world
}
