//! Every number of an assessment as one list, and the list held against the limits of a plan.
//!
//! Which limits there are is data of the plan; what follows from a verdict is left to the management system.

use serde::{Deserialize, Serialize};

use crate::estimate::{Limit, Measured, Verdict};

/// A number: which metric, of what, and its value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The metric's id.
    pub metric: String,
    /// The attributes, group, column or class that it is of; empty where it is of the whole.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub of: String,
    /// The number with its interval, or why there is none.
    #[serde(flatten)]
    pub value: Measured,
    /// The two groups that drive it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub between: Option<[String; 2]>,
    /// What it is held against by its own family.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beside: Option<Beside>,
}

/// What a number is held against where that is a number of a reference, and what a test says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Beside {
    /// The number of the reference.
    pub expected: f64,
    /// The p-value of the test by itself; none where nothing is tested.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p: Option<f64>,
    /// The p-value corrected for all tests of the family.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adjusted_p: Option<f64>,
    /// What follows.
    #[serde(flatten)]
    pub verdict: Verdict,
}

impl Line {
    /// A number that no pair of groups drives.
    pub fn new(metric: impl Into<String>, of: impl Into<String>, value: impl Into<Measured>) -> Line {
        Line { metric: metric.into(), of: of.into(), value: value.into(), between: None, beside: None }
    }
}

/// A limit of a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The metric that it is for.
    pub metric: String,
    /// What it is for; without it, everything that the metric is measured of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// The limit.
    pub limit: Limit,
}

/// A line held against a limit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judged {
    /// The rule's metric.
    pub metric: String,
    /// What was measured.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub of: String,
    /// The limit.
    pub limit: Limit,
    /// What the evidence says.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// The verdict of each rule on each line it is for; a rule that meets no line is not assessable.
pub fn judge(lines: &[Line], rules: &[Rule]) -> Vec<Judged> {
    let mut all = Vec::new();
    for rule in rules {
        let mine = |line: &&Line| line.metric == rule.metric && rule.of.as_ref().is_none_or(|of| *of == line.of);
        let found = lines.iter().filter(mine).map(|line| judged(rule, &line.of, rule.limit.judge(&line.value)));
        let before = all.len();
        all.extend(found);
        if all.len() == before {
            let why = "nothing of this name was measured; name the columns and data that it needs, and look at what the limit is of".into();
            all.push(judged(rule, rule.of.as_deref().unwrap_or_default(), Verdict::NotAssessable { why }));
        }
    }
    all
}

fn judged(rule: &Rule, of: &str, verdict: Verdict) -> Judged {
    Judged { metric: rule.metric.clone(), of: of.to_owned(), limit: rule.limit, verdict }
}

/// The verdict of the whole: a failure counts before what cannot be assessed, that before what is inconclusive.
pub fn overall(judged: &[Judged]) -> Verdict {
    let worst = judged.iter().map(|it| &it.verdict).max_by_key(|it| it.rank());
    worst.cloned().unwrap_or(Verdict::NotAssessable { why: "the plan has no limit".into() })
}
