//! What wants attention, as data: dates that pass, records that wait for a decision, and when people are reminded.
//!
//! `data/library/attention.toml` says which. Leaves to `inbox` whose attention it is. Serves
//! ISO/IEC 42001 9.1 and 7.4.

use jiff::civil::Date;
use record::Catalog;
use serde::Deserialize;
use store::{Condition, Op, Scalar};

use crate::libraries::{Libraries, Part, no_states};

/// Everything that wants attention.
#[derive(Debug, Clone, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Attention {
    /// When people are reminded.
    pub ladder: Ladder,
    /// Dates that pass.
    #[serde(rename = "date")]
    pub dates: Vec<Dated>,
    /// Records that wait for a decision.
    #[serde(rename = "decision")]
    pub decisions: Vec<Deciding>,
    /// Days on which rules of retention ask that something goes.
    pub disposal: Disposing,
}

/// What is said of a day on which rules of retention ask that something goes.
#[derive(Debug, Clone, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Disposing {
    /// What is said before the day.
    pub says: String,
    /// What is said once the day has passed.
    pub passed: String,
}

/// When people are reminded of a date.
#[derive(Debug, Clone, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Ladder {
    /// Days before it, from the first reminder to the last; 0 is the day itself.
    pub days: Vec<i64>,
    /// Days from one reminder to the next once it has passed.
    pub overdue_every: i64,
}

/// A date of a kind of records.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dated {
    /// Kind.
    pub kind: String,
    /// Field that holds the date.
    pub field: String,
    /// States in which it counts.
    pub states: Vec<String>,
    /// What is said before the date.
    pub says: String,
    /// What is said once the date has passed.
    pub passed: String,
    /// Whether something no longer holds after it.
    #[serde(default)]
    pub untrue: bool,
}

/// A state in which records of a kind wait for a decision.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deciding {
    /// Kind.
    pub kind: String,
    /// State.
    pub state: String,
    /// Transition by which the decision is taken.
    pub transition: String,
}

impl Part for Attention {
    fn faults(&self, _: &Libraries, catalog: &Catalog) -> Vec<String> {
        let mut faults = Vec::new();
        let dates = self.dates.iter().map(|it| (&it.kind, &it.states, Some(&it.field), None));
        let decisions =
            self.decisions.iter().map(|it| (&it.kind, std::slice::from_ref(&it.state), None, Some(&it.transition)));
        for (name, states, field, transition) in dates.map(|it| (it.0, it.1.as_slice(), it.2, it.3)).chain(decisions) {
            let Some(kind) = catalog.kind(name) else {
                faults.push(format!("there is no kind `{name}`"));
                continue;
            };
            faults.extend(no_states(catalog, name, states));
            faults
                .extend(field.filter(|it| kind.field(it).is_none()).map(|it| format!("`{name}` has no field `{it}`")));
            let move_ = transition.filter(|it| kind.transition(it).is_none());
            faults.extend(move_.map(|it| format!("`{name}` has no transition `{it}`")));
        }
        faults
    }
}

impl Ladder {
    /// Whether people are reminded when so many days are left; fewer than none when the date has passed.
    pub fn reminds(&self, left: i64) -> bool {
        match left < 0 {
            true => self.overdue_every > 0 && -left % self.overdue_every == 0,
            false => self.days.contains(&left),
        }
    }

    /// Days ahead that the first reminder looks.
    pub fn reach(&self) -> i64 {
        self.days.iter().copied().max().unwrap_or_default()
    }
}

impl Attention {
    /// The condition for records that have a date from the first day to the last, both included.
    pub(crate) fn dated(&self, from: Date, to: Date) -> Condition {
        let ends = |it: &Dated| {
            let compared = |op: Op, day: Date| Condition::Field {
                field: it.field.clone(),
                op,
                values: vec![Scalar::Text(day.to_string())],
            };
            Condition::All(vec![
                Condition::Kind(vec![it.kind.clone()]),
                Condition::State(it.states.clone()),
                compared(Op::Ge, from),
                compared(Op::Le, to),
            ])
        };
        Condition::Any(self.dates.iter().map(ends).collect())
    }

    /// The condition for records that wait for a decision.
    pub(crate) fn undecided(&self) -> Condition {
        let one = |it: &Deciding| {
            Condition::All(vec![Condition::Kind(vec![it.kind.clone()]), Condition::State(vec![it.state.clone()])])
        };
        Condition::Any(self.decisions.iter().map(one).collect())
    }

    /// The transition for which a record of this kind waits in this state.
    pub fn awaited(&self, kind: &str, state: &str) -> Option<&str> {
        let waits = self.decisions.iter().find(|it| it.kind == kind && it.state == state)?;
        Some(&waits.transition)
    }
}
