//! What a single access can break, each rule in a few lines; order, grade and limits are data.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use record::Id;

use super::Event;
use crate::access::limits::Hours;

/// Every rule, in the order of gravity in which it is shipped.
pub const RULES: &[&str] = &[
    "left_person",
    "no_grant",
    "expired_grant",
    "wrong_purpose",
    "column_outside",
    "bulk_export",
    "off_hours",
    "dormant_use",
];

/// A grant as rules see it.
#[derive(Debug, Clone)]
pub struct Given {
    /// Its number.
    pub id: Id,
    /// When it began to count: its first day, or when it was granted, whichever is later.
    pub from: Timestamp,
    /// When it ceased to count: after its last day, or when it was revoked.
    pub until: Timestamp,
    /// What ended it, or will.
    pub ends: String,
    /// Its purpose, in lower case.
    pub purpose: String,
    /// Restricted fields of the dataset that it opens, in lower case.
    pub opens: Vec<String>,
    /// Whether it opens columns that the dataset does not list.
    pub undeclared: bool,
    /// The last use that was known before the log.
    pub last: Option<Timestamp>,
}

/// Fields of a dataset as rules see them: their names in lower case, and whether they are restricted.
pub type Fields = HashMap<String, bool>;

/// What an access breaks: the rule, the reason, and the grant that comes nearest.
pub type Broken = (&'static str, String, Option<Id>);

/// What the grants say to an access; with the grant that covers it where one does.
pub fn against_grants(
    event: &Event,
    tells_purpose: bool,
    given: &[Given],
    fields: &Fields,
) -> (Vec<Broken>, Option<usize>) {
    if given.is_empty() {
        return (vec![("no_grant", "nobody has given this person access to these data".to_owned(), None)], None);
    }
    let in_time = |it: &&(usize, &Given)| it.1.from <= event.time && event.time < it.1.until;
    let all: Vec<(usize, &Given)> = given.iter().enumerate().collect();
    let current: Vec<&(usize, &Given)> = all.iter().filter(in_time).collect();
    let Some(first) = current.first() else {
        let nearest = nearest(event, given);
        let why = match event.time < nearest.from {
            true => format!("{} counts from {} on", nearest.id, nearest.from),
            false => format!("{} {}", nearest.id, nearest.ends),
        };
        return (vec![("expired_grant", why, Some(nearest.id.clone()))], None);
    };
    let purpose = event.purpose.as_deref().unwrap_or_default().to_lowercase();
    let fit: Vec<&&(usize, &Given)> = current.iter().filter(|it| !tells_purpose || it.1.purpose == purpose).collect();
    let Some(best) = fit.iter().min_by_key(|it| outside(event, it.1, fields).len()) else {
        let said = event.purpose.as_deref().map_or("no purpose".to_owned(), |it| format!("`{it}`"));
        let why = format!("{} is for `{}`, the access names {said}", first.1.id, first.1.purpose);
        return (vec![("wrong_purpose", why, Some(first.1.id.clone()))], None);
    };
    let beyond = outside(event, best.1, fields);
    match beyond.is_empty() {
        true => (Vec::new(), Some(best.0)),
        false => {
            let why = format!("{} does not open {}", best.1.id, beyond.join(", "));
            (vec![("column_outside", why, Some(best.1.id.clone()))], Some(best.0))
        }
    }
}

/// The grant whose time lies nearest to an access.
fn nearest<'a>(event: &Event, given: &'a [Given]) -> &'a Given {
    let distance = |it: &&Given| {
        let after = event.time.as_second() - it.until.as_second();
        after.max(it.from.as_second() - event.time.as_second())
    };
    given.iter().min_by_key(distance).unwrap_or(&given[0])
}

/// Columns of an access that a grant does not open; `*` stands for every field of the dataset.
fn outside(event: &Event, given: &Given, fields: &Fields) -> Vec<String> {
    let every = event.columns.iter().any(|it| it == "*");
    let asked: Vec<&String> = if every { fields.keys().collect() } else { event.columns.iter().collect() };
    let shut = |name: &&String| match fields.get(*name) {
        Some(restricted) => *restricted && !given.opens.contains(*name),
        None => !given.undeclared,
    };
    let mut beyond: Vec<String> = asked.into_iter().filter(shut).cloned().collect();
    beyond.sort();
    beyond
}

/// When an access lies outside of the hours of work.
pub fn off_hours(event: &Event, hours: &Hours, zone: &TimeZone) -> Option<Broken> {
    let local = event.time.to_zoned(zone.clone());
    let day = weekday(local.weekday());
    let (from, until): (Time, Time) = (hours.from.parse().ok()?, hours.until.parse().ok()?);
    let works = hours.days.iter().any(|it| it == day);
    let inside = works && from <= local.time() && local.time() < until;
    let at = local.strftime("%H:%M");
    let why = format!(
        "{at} on a {day}; the hours of work are {} to {} ({}), {}",
        hours.from,
        hours.until,
        hours.zone,
        hours.days.join(", ")
    );
    (!inside).then_some(("off_hours", why, None))
}

fn weekday(day: jiff::civil::Weekday) -> &'static str {
    use jiff::civil::Weekday::*;
    match day {
        Monday => "monday",
        Tuesday => "tuesday",
        Wednesday => "wednesday",
        Thursday => "thursday",
        Friday => "friday",
        Saturday => "saturday",
        Sunday => "sunday",
    }
}
