//! What those who direct are asked to decide: of whom, by when, why now, and what happens otherwise. Pure; `asking` reads it.

use std::cmp::Ordering;

use jiff::civil::Date;
use record::Id;
use serde::Serialize;

/// What put something before those who direct: every sort, with what it is.
pub const SORTS: &[(&str, &str)] = &[
    ("waits", "a record waits in a state before a decision"),
    ("agenda", "a meeting to come has it on its agenda"),
    ("not_held", "a meeting that has it on its agenda was not held on its day"),
    ("cancelled", "a meeting that had it on its agenda was cancelled"),
    ("undecided", "a meeting had it on its agenda and decided nothing"),
    ("put_off", "a decision put it off"),
    ("revoked", "the decision about it was revoked"),
    ("void", "the decision about it does not count"),
];

/// Why something is asked now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Why {
    /// One of [`SORTS`].
    pub sort: &'static str,
    /// The reason, in words.
    pub says: String,
    /// The meeting or decision that put it there, as far as it may be seen; none where a rule did.
    pub record: Option<Id>,
}

/// Of whom something is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Of {
    /// The governance body; none where persons decide.
    pub body: Option<Id>,
    /// The body by its name, or the roles of which somebody decides.
    pub name: String,
    /// By what: a meeting, a row of a table, or the policies.
    pub by: String,
}

/// Something that waits for a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ask {
    /// The record.
    pub id: Id,
    /// Its kind.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Its state.
    pub state: String,
    /// What is asked, as people read it.
    pub asked: String,
    /// Of whom.
    pub of: Of,
    /// The day of its newest change.
    pub since: Date,
    /// The day by which an answer is needed: the first that the record or a meeting states.
    pub due: Option<Date>,
    /// Why now: everything that put it there.
    pub why: Vec<Why>,
    /// What happens where it is not decided, as far as that can be told.
    pub otherwise: Vec<String>,
}

/// What waits, the most urgent first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Asks {
    /// Those that are shown.
    pub shown: Vec<Ask>,
    /// How many more there are.
    pub further: u64,
}

impl Ask {
    /// Takes in another ask for the same decision.
    fn join(&mut self, other: Ask) {
        self.due = self.due.into_iter().chain(other.due).min();
        self.since = self.since.max(other.since);
        if self.of.name.is_empty() {
            self.of = other.of;
        }
        let new: Vec<Why> = other.why.into_iter().filter(|it| !self.why.contains(it)).collect();
        self.why.extend(new);
        let new: Vec<String> = other.otherwise.into_iter().filter(|it| !self.otherwise.contains(it)).collect();
        self.otherwise.extend(new);
    }

    /// Whether both ask the same body, or one of them names none.
    fn is_one_with(&self, other: &Ask) -> bool {
        let one = self.of.body.as_ref().zip(other.of.body.as_ref()).is_none_or(|(own, other)| own == other);
        self.id == other.id && one
    }
}

/// Each decision once, with everything that asks for it; what a meeting asks comes before what a rule asks of the same record.
pub fn joined(all: impl IntoIterator<Item = Ask>) -> Vec<Ask> {
    let mut found: Vec<Ask> = Vec::new();
    for it in all {
        match found.iter_mut().find(|known| known.is_one_with(&it)) {
            Some(known) => known.join(it),
            None => found.push(it),
        }
    }
    found
}

/// The most urgent of these: by the day by which an answer is needed, then by how long they wait.
pub fn urgent(mut all: Vec<Ask>, most: usize) -> Asks {
    let by_day = |a: &Ask, b: &Ask| -> Ordering {
        let key = |it: &Ask| (it.due.is_none(), it.due, it.since);
        let number = |it: &Ask| (it.kind.clone(), it.id.number, it.of.body.clone());
        key(a).cmp(&key(b)).then_with(|| number(a).cmp(&number(b)))
    };
    all.sort_by(by_day);
    let further = all.len().saturating_sub(most) as u64;
    all.truncate(most);
    Asks { shown: all, further }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(number: i64, body: Option<i64>, sort: &'static str, due: Option<&str>) -> Ask {
        let body = body.map(|it| Id::new("BOD", it));
        Ask {
            id: Id::new("REL", number),
            kind: "release".into(),
            title: "r".into(),
            state: "in_review".into(),
            asked: "approve".into(),
            of: Of { name: body.as_ref().map(ToString::to_string).unwrap_or_default(), body, by: String::new() },
            since: Date::constant(2026, 3, 1),
            due: due.map(|it| it.parse().unwrap()),
            why: vec![Why { sort, says: sort.into(), record: None }],
            otherwise: vec!["it stays".into()],
        }
    }

    #[test]
    fn one_decision_is_asked_once_with_every_reason_and_the_first_day() {
        let all = [
            ask(1, Some(1), "undecided", Some("2026-04-01")),
            ask(1, Some(2), "agenda", None),
            ask(1, None, "waits", Some("2026-03-20")),
            ask(2, None, "waits", None),
        ];
        let told = urgent(joined(all), 2);
        assert_eq!((told.shown.len(), told.further), (2, 1));
        let first = &told.shown[0];
        assert_eq!(first.due, Some(Date::constant(2026, 3, 20)));
        assert_eq!(first.why.iter().map(|it| it.sort).collect::<Vec<_>>(), ["undecided", "waits"]);
        assert_eq!(first.otherwise, ["it stays"]);
        // Another body is asked for a decision of its own.
        assert_eq!(told.shown[1].of.body, Some(Id::new("BOD", 2)));
        assert!(SORTS.iter().all(|it| it.1.len() > 15));
    }
}
