//! How many of those who were asked have acknowledged a document, by unit, with an interval. Whoever has left drops out. Pure.

use std::collections::BTreeMap;

use jiff::civil::Date;
use measure::inference::share::wilson;
use record::Id;
use serde::Serialize;

/// The level of intervals.
const LEVEL: f64 = 0.95;

/// Somebody who was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// The acknowledgement.
    pub id: Id,
    /// The document.
    pub of: Id,
    /// Who.
    pub person: Id,
    /// Unit of the person.
    pub unit: Option<String>,
    /// `asked`, `given`, `declined` or `lapsed`.
    pub state: String,
    /// Last day for it.
    pub due: Option<Date>,
    /// Whether the person is still there.
    pub there: bool,
}

/// How a unit stands, or all of them together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stands {
    /// The unit; none for those without one.
    pub unit: Option<String>,
    /// People who have acknowledged it.
    pub given: u64,
    /// People who were asked and are there.
    pub asked: u64,
    /// The share; none where nobody was asked.
    pub share: Option<f64>,
    /// The ends of its interval.
    pub interval: Option<(f64, f64)>,
    /// Those whose last day has passed without an answer.
    pub overdue: Vec<Id>,
    /// Those who have declined.
    pub declined: Vec<Id>,
}

impl Asked {
    /// Whether it counts: it was not taken back, and the person is there.
    pub fn counts(&self) -> bool {
        self.there && self.state != "lapsed"
    }

    /// Whether the last day has passed without an answer.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.counts() && self.state == "asked" && self.due.is_some_and(|it| it < today)
    }
}

/// How these people stand together.
pub fn stands(unit: Option<String>, all: &[&Asked], today: Date) -> Stands {
    let counted: Vec<&&Asked> = all.iter().filter(|it| it.counts()).collect();
    let (given, asked) = (counted.iter().filter(|it| it.state == "given").count() as u64, counted.len() as u64);
    let interval = (asked > 0).then(|| wilson(given, asked, LEVEL)).map(|it| (it.low, it.high));
    let of = |wanted: &dyn Fn(&Asked) -> bool| counted.iter().filter(|it| wanted(it)).map(|it| it.id.clone()).collect();
    Stands {
        unit,
        given,
        asked,
        share: (asked > 0).then(|| given as f64 / asked as f64),
        interval,
        overdue: of(&|it| it.is_overdue(today)),
        declined: of(&|it| it.state == "declined"),
    }
}

/// How each unit stands, by its number; those without one come first.
pub fn by_unit(all: &[&Asked], today: Date) -> Vec<Stands> {
    let mut units: BTreeMap<Option<String>, Vec<&Asked>> = BTreeMap::new();
    all.iter().filter(|it| it.counts()).for_each(|it| units.entry(it.unit.clone()).or_default().push(it));
    units.into_iter().map(|(unit, all)| stands(unit, &all, today)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(number: i64, unit: &str, state: &str, there: bool) -> Asked {
        Asked {
            id: Id::new("ACK", number),
            of: Id::new("DOC", 1),
            person: Id::new("PER", number),
            unit: Some(unit.to_owned()),
            state: state.to_owned(),
            due: Some(Date::constant(2026, 3, 31)),
            there,
        }
    }

    #[test]
    fn leavers_drop_out_and_the_interval_is_that_of_scores() {
        let mut all: Vec<Asked> = (0..8).map(|it| asked(it, "ORG-1", "given", true)).collect();
        all.extend([
            asked(8, "ORG-1", "asked", true),
            asked(9, "ORG-1", "declined", true),
            asked(10, "ORG-2", "asked", false),
        ]);
        let all: Vec<&Asked> = all.iter().collect();
        let found = stands(None, &all, Date::constant(2026, 4, 1));
        assert_eq!((found.given, found.asked, found.share), (8, 10, Some(0.8)));
        // Newcombe 1998, method 3.
        let (low, high) = found.interval.unwrap();
        assert!((low - 0.4902).abs() < 5e-5 && (high - 0.9433).abs() < 5e-5);
        assert_eq!((found.overdue.len(), found.declined.len()), (1, 1));
        assert_eq!(stands(None, &all, Date::constant(2026, 3, 31)).overdue.len(), 0, "the last day still counts");
        assert_eq!(by_unit(&all, Date::constant(2026, 4, 1)).len(), 1, "a unit whose people have left is not told");
    }
}
