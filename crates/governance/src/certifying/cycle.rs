//! A certificate on a day: the visits that its cycle asks for, which of them were held, and whether it holds. Pure over the certificate and its
//! visits; the lengths of time are data.

use jiff::Span;
use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use store::RecordRow;

use super::library::{Certifying, span};
use crate::derived::date;

/// How certificates stand.
pub const STANDINGS: &[&str] =
    &["none_yet", "ahead", "current", "visit_missed", "suspended", "expired", "withdrawn", "lapsed"];

/// Those after which no visit comes.
const OVER: &[&str] = &["expired", "withdrawn", "lapsed"];

/// A certificate as its standing depends on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Its state.
    pub state: String,
    /// The framework by which it is certified.
    pub framework: String,
    /// The day of the decision.
    pub issued: Option<Date>,
    /// The last day.
    pub expires: Option<Date>,
    /// The day from which it is suspended.
    pub suspended_on: Option<Date>,
    /// Visits of the body.
    pub visits: Vec<Visit>,
}

/// A visit of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The audit.
    pub id: Id,
    /// Which visit it is.
    pub stage: String,
    /// Its last day, else its first.
    pub day: Option<Date>,
    /// Whether it came to a result.
    pub held: bool,
}

/// A visit that the cycle asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Due {
    /// Which visit it is.
    pub stage: String,
    /// The first day on which it may be held; nothing before certification.
    pub from: Option<Date>,
    /// The last one; before certification the day for which it is planned.
    pub until: Option<Date>,
    /// The audit that is or will be this visit.
    pub visit: Option<Id>,
    /// When it was held.
    pub held_on: Option<Date>,
    /// Whether its window passed without it.
    pub missed: bool,
}

/// How a certificate stands on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// One of [`STANDINGS`].
    pub standing: &'static str,
    /// Why, the weightiest reason first.
    pub why: Vec<String>,
    /// Visits of the cycle, in their order.
    pub visits: Vec<Due>,
    /// The first day on which the clock alone may change it.
    pub turns: Option<Date>,
}

impl Certificate {
    /// What a record says, with those of these audits that it names.
    pub fn read(row: &RecordRow, audits: &[RecordRow], rules: &Certifying) -> Certificate {
        let named: Vec<&str> = row.list("visits").filter_map(|it| it.as_str()).collect();
        let visit = |it: &RecordRow| Visit {
            id: it.id.clone(),
            stage: it.text("type").unwrap_or_default().to_owned(),
            day: date(&it.document, "until").or_else(|| date(&it.document, "from")),
            held: rules.visited.contains(&it.state) && !it.retired,
        };
        let own = audits.iter().filter(|it| named.contains(&it.id.to_string().as_str()));
        let mut visits: Vec<Visit> = own.map(visit).collect();
        visits.sort_by_key(|it| (it.day, it.id.number));
        Certificate {
            state: row.state.clone(),
            framework: row.text("framework").unwrap_or_default().to_owned(),
            issued: date(&row.document, "issued"),
            expires: date(&row.document, "expires"),
            suspended_on: date(&row.document, "suspended_on"),
            visits,
        }
    }

    /// How it stands on a day.
    pub fn standing(&self, rules: &Certifying, on: Date) -> Standing {
        let visits = self.dues(rules, on);
        let (standing, why) = self.verdict(rules, &visits, on);
        let mut turns: Vec<Date> = visits.iter().filter(|it| it.held_on.is_none()).filter_map(|it| it.until).collect();
        turns.extend(self.expires);
        turns.extend(self.longest_suspended(rules));
        let held = self.visits.iter().filter(|it| it.held).filter_map(|it| it.day);
        let turns = turns.into_iter().filter_map(|it| it.tomorrow().ok()).chain(self.issued).chain(held);
        Standing { standing, why, turns: turns.filter(|it| *it > on).min(), visits }
    }

    /// The first visit that was not held.
    pub fn next(visits: &[Due]) -> Option<&Due> {
        visits.iter().find(|it| it.held_on.is_none())
    }

    /// The same for a certificate that stands so; nothing where it is over.
    pub fn coming<'a>(standing: &str, visits: &'a [Due]) -> Option<&'a Due> {
        Certificate::next(visits).filter(|_| !OVER.contains(&standing))
    }

    fn is_held(&self, rules: &Certifying) -> bool {
        rules.held.contains(&self.state)
    }

    fn verdict(&self, rules: &Certifying, visits: &[Due], on: Date) -> (&'static str, Vec<String>) {
        let ended = ["withdrawn", "lapsed"].into_iter().find(|it| *it == self.state);
        if let Some(ended) = ended {
            return (ended, vec![format!("it is {ended}")]);
        }
        let (Some(issued), Some(expires), true) = (self.issued, self.expires, self.is_held(rules)) else {
            let next = Certificate::next(visits).map(|it| format!("{} was not held", it.stage.replace('_', " ")));
            return ("none_yet", vec![next.unwrap_or_else(|| "the body has not decided".to_owned())]);
        };
        let mut why = Vec::new();
        if expires < on {
            why.push(format!("it expired on {expires}"));
        }
        if issued > on {
            why.push(format!("it is issued from {issued}"));
        }
        if self.state == rules.suspended {
            let since = self.suspended_on.map(|it| format!(" since {it}")).unwrap_or_default();
            let long = self.longest_suspended(rules).filter(|it| *it < on);
            let long = long.map(|it| format!(", longer than a suspension may last, until {it}")).unwrap_or_default();
            why.push(format!("the body suspended it{since}{long}"));
        }
        let missed = visits.iter().filter(|it| it.missed && it.held_on.is_none());
        why.extend(missed.clone().filter_map(|it| Some(format!("the {} due by {} was not held", it.stage, it.until?))));
        let is_missed = missed.count() > 0;
        let standing = match () {
            () if expires < on => "expired",
            () if self.state == rules.suspended => "suspended",
            () if issued > on => "ahead",
            () if is_missed => "visit_missed",
            () => "current",
        };
        if why.is_empty() {
            why.push(format!("issued on {issued}, valid until {expires}, and no visit of its cycle is missed"));
        }
        (standing, why)
    }

    /// The last day on which it may be suspended.
    fn longest_suspended(&self, rules: &Certifying) -> Option<Date> {
        let from = self.suspended_on.filter(|_| self.state == rules.suspended)?;
        from.checked_add(span(&rules.cycle(&self.framework)?.suspended_at_most)).ok()
    }

    /// Visits that the cycle asks for, as they stand on a day.
    fn dues(&self, rules: &Certifying, on: Date) -> Vec<Due> {
        let windows = match (self.issued, self.is_held(rules)) {
            (Some(issued), true) => self.windows(rules, issued),
            _ => return rules.before.iter().map(|it| self.before(it, on)).collect(),
        };
        let due = |(at, (stage, from, until)): (usize, &(&str, Date, Date))| {
            let next = windows[at + 1..].iter().find(|it| it.0 == *stage).map(|it| it.1);
            let counts = |it: &&Visit| {
                it.stage == *stage && it.day.is_some_and(|day| *from <= day && next.is_none_or(|it| day < it))
            };
            let held = self.visits.iter().filter(counts).find(|it| it.held && it.day.is_some_and(|it| it <= on));
            let planned = self.visits.iter().find(counts);
            Due {
                stage: (*stage).to_owned(),
                from: Some(*from),
                until: Some(*until),
                visit: held.or(planned).map(|it| it.id.clone()),
                held_on: held.and_then(|it| it.day),
                missed: held.and_then(|it| it.day).unwrap_or(on) > *until,
            }
        };
        windows.iter().enumerate().map(due).collect()
    }

    /// A stage before certification: held where a visit of it was.
    fn before(&self, stage: &str, on: Date) -> Due {
        let own = || self.visits.iter().filter(move |it| it.stage == stage);
        let held = own().find(|it| it.held && it.day.is_some_and(|it| it <= on));
        let planned = own().find(|it| !it.held);
        Due {
            stage: stage.to_owned(),
            from: None,
            until: held.or(planned).and_then(|it| it.day),
            visit: held.or(planned).map(|it| it.id.clone()),
            held_on: held.and_then(|it| it.day),
            missed: false,
        }
    }

    /// Visits after certification, each with the first and the last day on which it may be held.
    fn windows(&self, rules: &Certifying, issued: Date) -> Vec<(&'static str, Date, Date)> {
        let Some(cycle) = rules.cycle(&self.framework) else { return Vec::new() };
        let less = |day: Date, by: &str| day.checked_sub(span(by)).unwrap_or(Date::MIN);
        let more = |day: Date, by: Span| day.checked_add(by).unwrap_or(Date::MAX);
        let expires = self.expires.unwrap_or(Date::MAX);
        let visits = cycle.surveillance.iter().map(|it| {
            let day = more(issued, span(&it.after));
            ("surveillance", less(day, &it.early), more(day, span(&it.late)))
        });
        let last = self.expires.map(|it| {
            let window = &cycle.recertification;
            ("recertification", less(it, &window.early), less(it, &window.late))
        });
        visits.filter(|it| it.1 < expires).chain(last).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::libraries::Libraries;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn certificate(state: &str, visits: &[(&str, &str, bool)]) -> Certificate {
        let visit = |(at, (stage, on, held)): (usize, &(&str, &str, bool))| Visit {
            id: format!("AUD-{}", at + 1).parse().unwrap(),
            stage: (*stage).to_owned(),
            day: Some(day(on)),
            held: *held,
        };
        Certificate {
            state: state.to_owned(),
            framework: "ISO/IEC 42001".to_owned(),
            issued: Some(day("2024-03-01")),
            expires: Some(day("2027-02-28")),
            suspended_on: (state == "suspended").then(|| day("2025-06-01")),
            visits: visits.iter().enumerate().map(visit).collect(),
        }
    }

    fn told(certificate: &Certificate, on: &str) -> Standing {
        certificate.standing(&Libraries::shipped().certifying, day(on))
    }

    #[test]
    fn it_turns_by_itself_on_the_day_after_a_window() {
        let bare = certificate("certified", &[]);
        assert_eq!(told(&bare, "2024-02-29").standing, "ahead");
        let before = told(&bare, "2025-03-01");
        assert_eq!((before.standing, before.turns), ("current", Some(day("2025-03-02"))));
        let after = told(&bare, "2025-03-02");
        assert_eq!(after.standing, "visit_missed");
        assert!(after.why[0].contains("surveillance due by 2025-03-01"), "{:?}", after.why);
        assert_eq!(told(&bare, "2027-02-28").standing, "visit_missed");
        assert_eq!(told(&bare, "2027-03-01").standing, "expired");
    }

    #[test]
    fn a_visit_counts_for_the_window_in_which_or_after_which_it_was_held() {
        let early = certificate("certified", &[("surveillance", "2024-11-30", true)]);
        assert_eq!(told(&early, "2025-03-02").standing, "visit_missed");
        let good =
            certificate("certified", &[("surveillance", "2024-12-01", true), ("surveillance", "2026-03-20", false)]);
        let standing = told(&good, "2026-01-01");
        assert_eq!(standing.standing, "current");
        let next = Certificate::next(&standing.visits).unwrap();
        assert_eq!((next.from, next.until), (Some(day("2025-12-01")), Some(day("2026-06-01"))));
        assert_eq!(next.visit.as_ref().map(ToString::to_string).as_deref(), Some("AUD-0002"));
        let late = certificate("certified", &[("surveillance", "2025-04-01", true)]);
        assert_eq!(told(&late, "2025-03-15").standing, "visit_missed");
        let made_up = told(&late, "2025-04-02");
        assert_eq!((made_up.standing, made_up.visits[0].missed), ("current", true));
    }

    #[test]
    fn what_is_suspended_or_not_certified_says_so() {
        let suspended = told(&certificate("suspended", &[("surveillance", "2025-01-10", true)]), "2025-12-02");
        assert_eq!(suspended.standing, "suspended");
        assert!(suspended.why[0].contains("longer than a suspension may last"), "{:?}", suspended.why);
        let applied = told(&certificate("applied", &[("stage_1", "2024-01-10", true)]), "2024-02-01");
        assert_eq!(applied.standing, "none_yet");
        assert_eq!(Certificate::next(&applied.visits).unwrap().stage, "stage_2");
        assert_eq!(told(&certificate("withdrawn", &[]), "2025-01-01").standing, "withdrawn");
    }
}
