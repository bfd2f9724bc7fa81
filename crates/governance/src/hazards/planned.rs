//! Measurement plans in force for an AI system, against whose limits its numbers are held whatever plan they were measured by. Pure. Serves
//! ISO/IEC 42001 9.1.

use std::collections::BTreeMap;

use serde_json::Value;
use store::{Condition, RecordRow};

use super::shown::Shown;
use crate::Error;
use crate::derived::Snapshot;

/// The kind of plans.
const PLAN: &str = "measurement_plan";
/// The state of plans that are gone by.
const IN_FORCE: &str = "in_force";
/// The field with what a plan is about.
pub(crate) const ABOUT: &str = "about";

/// The limits of a plan in force.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plan {
    limits: BTreeMap<String, Limit>,
}

/// What a number may be at least and at most, and from how many rows on it is judged.
#[derive(Debug, Clone, Default)]
struct Limit {
    least: Option<f64>,
    most: Option<f64>,
    rows: u64,
}

impl Plan {
    /// The limits of a record.
    pub(crate) fn of(row: &RecordRow) -> Plan {
        let limit = |it: &Value| {
            let number = |name: &str| it.get(name).and_then(Value::as_f64);
            let rows = it.get("least_n").and_then(Value::as_u64).unwrap_or_default();
            let limit = Limit { least: number("at_least"), most: number("at_most"), rows };
            let name = it.get("metric")?.as_str()?.trim().to_owned();
            (limit.least.is_some() || limit.most.is_some()).then_some((name, limit))
        };
        Plan { limits: row.list("metrics").filter_map(limit).collect() }
    }

    /// Whether it has a limit for a metric.
    pub(crate) fn limits(&self, metric: &str) -> bool {
        self.limits.contains_key(metric)
    }

    /// A number as it stands by the limit of this plan; as it was where the plan has none for it, or there is no number.
    pub(crate) fn held(&self, it: Shown) -> Shown {
        let (Some(limit), Some(value)) = (self.limits.get(&it.metric), it.value) else { return it };
        let (low, high) = it.interval.unwrap_or((value, value));
        let keeps = |of: f64| limit.least.is_none_or(|least| of >= least) && limit.most.is_none_or(|most| of <= most);
        let beyond = limit.least.is_some_and(|least| high < least) || limit.most.is_some_and(|most| low > most);
        let verdict = match (keeps(low) && keeps(high), beyond) {
            _ if it.n.is_some_and(|n| n < limit.rows) => "not_assessable",
            (_, true) => "fail",
            // What was too few rows for one limit is too few for another.
            (true, _) if it.verdict != "inconclusive" => "pass",
            _ => "inconclusive",
        };
        let at_most = limit.most.or(it.at_most);
        Shown { verdict: verdict.to_owned(), at_most, ..it }
    }
}

/// Plans in force, of everything or with a condition.
pub(crate) fn in_force(at: &Snapshot, with: Option<Condition>) -> Result<Vec<RecordRow>, Error> {
    at.list(PLAN, with.into_iter().chain([Condition::State(vec![IN_FORCE.to_owned()])]).collect())
}
