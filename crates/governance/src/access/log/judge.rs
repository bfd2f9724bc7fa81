//! A whole log held against grants, hours and amounts: alerts, each once, and how each grant was used.
//!
//! Pure: what is known of people and grants is given. An access that breaks several rules is told under the gravest.

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use record::Id;

use super::rules::{Broken, Fields, Given, against_grants, off_hours};
use super::usual::{Usual, unusual};
use super::{Alert, Event, Events};
use crate::access::limits::Alerts;
use crate::derived::day;

/// What is known of the people and data of a log.
#[derive(Debug, Default)]
pub struct Known {
    /// The grants of a person for a dataset, by their places in the log.
    pub given: HashMap<(usize, usize), Vec<Given>>,
    /// The fields of the datasets, by their places in the log.
    pub fields: Vec<Fields>,
    /// The last day of people who left, by their places in the log.
    pub left: HashMap<usize, Date>,
    /// Since when logs are known at all; before, an unused grant says nothing.
    pub watched: Option<Timestamp>,
    /// How long a grant may lie unused.
    pub dormant_after: Span,
}

/// How a grant was used in a log.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Used {
    /// Accesses that it covered.
    pub times: u64,
    /// Rows that were read in them.
    pub rows: u64,
    /// The last of them.
    pub last: Timestamp,
    /// Restricted fields that were read.
    pub fields: BTreeSet<String>,
}

/// What a log shows.
#[derive(Debug, Default)]
pub struct Judged {
    /// Alerts, by rule, person and dataset.
    pub alerts: Vec<Alert>,
    /// How each grant was used.
    pub used: Vec<(Id, Used)>,
    /// What is usual for each dataset.
    pub usual: Vec<Usual>,
}

/// Holds a log against everything.
pub fn judge(events: &Events, known: &Known, alerts: &Alerts) -> Judged {
    let zone = TimeZone::get(&alerts.hours.zone).unwrap_or(TimeZone::UTC);
    let (much, usual) = unusual(events, alerts, &zone);
    let order: HashMap<&str, usize> = alerts.rule.iter().enumerate().map(|(at, it)| (it.name.as_str(), at)).collect();
    let mut found: HashMap<(usize, usize, usize), Alert> = HashMap::new();
    let mut used: HashMap<Id, Used> = HashMap::new();
    let no_fields = Fields::new();
    for event in &events.all {
        let given = known.given.get(&(event.person, event.dataset)).map(Vec::as_slice).unwrap_or_default();
        let fields = known.fields.get(event.dataset).unwrap_or(&no_fields);
        let (mut broken, covering) = against_grants(event, events.tells_purpose, given, fields);
        broken.extend(left(event, known));
        let key = (event.person, event.dataset, event.time.to_zoned(zone.clone()).date());
        broken.extend(much.get(&key).map(|rows| bulk(*rows, event, &usual, alerts)));
        broken.extend(off_hours(event, &alerts.hours, &zone));
        if let Some(grant) = covering.and_then(|at| given.get(at)) {
            broken.extend(woken(event, grant, used.get(&grant.id), known));
            count(used.entry(grant.id.clone()).or_default(), event, fields);
        }
        broken.retain(|it| order.contains_key(it.0));
        broken.sort_by_key(|it| order[it.0]);
        let Some(gravest) = broken.first().map(|it| order[it.0]) else { continue };
        let alert =
            found.entry((gravest, event.person, event.dataset)).or_insert_with(|| begun(events, event, &broken[0]));
        add(alert, event, &broken);
    }
    let mut all: Vec<((usize, usize, usize), Alert)> = found.into_iter().collect();
    all.sort_by_key(|it| (it.0.0, it.1.person.clone(), it.1.dataset.clone()));
    let mut used: Vec<(Id, Used)> = used.into_iter().collect();
    used.sort_by(|one, other| one.0.cmp(&other.0));
    Judged { alerts: all.into_iter().map(|it| it.1).collect(), used, usual }
}

fn begun(events: &Events, event: &Event, first: &Broken) -> Alert {
    Alert {
        rule: first.0.to_owned(),
        person: events.people[event.person].clone(),
        dataset: events.datasets[event.dataset].clone(),
        grant: first.2.clone(),
        reason: first.1.clone(),
        lines: Vec::new(),
        rows: 0,
        first: event.time,
        last: event.time,
        also: Vec::new(),
    }
}

fn add(alert: &mut Alert, event: &Event, broken: &[Broken]) {
    alert.lines.push(event.line);
    alert.rows = alert.rows.saturating_add(event.rows.unwrap_or_default());
    alert.last = event.time;
    let others: HashSet<&str> = broken.iter().map(|it| it.0).filter(|it| *it != alert.rule).collect();
    alert.also.extend(others.into_iter().map(str::to_owned));
    alert.also.sort();
    alert.also.dedup();
}

fn left(event: &Event, known: &Known) -> Option<Broken> {
    let last = known.left.get(&event.person).filter(|last| **last < day(event.time))?;
    Some(("left_person", format!("the person's last day was {last}"), None))
}

fn bulk(rows: u64, event: &Event, usual: &[Usual], alerts: &Alerts) -> Broken {
    let of = usual.get(event.dataset).map(|it| it.why.clone()).unwrap_or_default();
    let why = match rows > alerts.bulk.limit {
        true => format!("{rows} rows on one day, more than the limit of {}", alerts.bulk.limit),
        false => format!("{rows} rows on one day; {of}"),
    };
    ("bulk_export", why, None)
}

/// Whether a grant is used that had been dormant.
fn woken(event: &Event, grant: &Given, used: Option<&Used>, known: &Known) -> Option<Broken> {
    if used.is_some() {
        return None;
    }
    let never = || known.watched.map(|since| since.max(grant.from));
    let since = grant.last.or_else(never)?;
    let waits = day(since).checked_add(known.dormant_after).ok()?;
    let why = match grant.last {
        Some(last) => format!("{} was last used on {}", grant.id, day(last)),
        None => format!("{} was never used since {}", grant.id, day(since)),
    };
    (day(event.time) > waits).then(|| ("dormant_use", why, Some(grant.id.clone())))
}

fn count(used: &mut Used, event: &Event, fields: &Fields) {
    used.times += 1;
    used.rows = used.rows.saturating_add(event.rows.unwrap_or_default());
    used.last = event.time;
    for column in &event.columns {
        if fields.get(column).copied().unwrap_or(false) && !used.fields.contains(column) {
            used.fields.insert(column.clone());
        }
    }
}
