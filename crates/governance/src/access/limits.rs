//! What access is held against, as data: `data/library/access.toml` and `data/tables/access_alerts.toml`.

use jiff::Span;
use record::Catalog;
use serde::Deserialize;

use crate::access::log::rules::RULES;
use crate::libraries::{Libraries, Part, Words, lengths};

/// What grants are held against.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Classes of fields that only a grant which names them opens.
    pub restricted: Vec<String>,
    /// How long a grant in force may lie unused, as an ISO 8601 duration.
    pub dormant_after: String,
    /// How long a grant may last, as an ISO 8601 duration.
    pub longest: String,
    /// The most people that a role may bring access to.
    pub most_holders: usize,
    /// From how many uses on it tells something that a field was never among them.
    pub used_often: u64,
    /// What becomes of grants that nobody reviewed; the first row that fits decides.
    pub unreviewed: Vec<Unreviewed>,
    /// What an escalation asks.
    pub escalation: Escalation,
    /// Columns of logs.
    pub column: Vec<LogColumn>,
    /// Words of pages.
    pub words: Words,
}

/// What becomes of a grant that nobody reviewed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unreviewed {
    /// Classes one of which the grant opens; every grant when empty.
    pub classes: Vec<String>,
    /// What then happens.
    pub then: Then,
}

/// What happens to a grant that nobody reviewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Then {
    /// It is revoked.
    Revoke,
    /// It stays, and a finding is raised.
    Escalate,
}

/// What an escalation asks.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    /// How long it waits for an answer, as an ISO 8601 duration.
    pub answer_within: String,
}

/// A column of a log, by the part that it plays.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogColumn {
    /// The part.
    pub part: String,
    /// Whether a log without it cannot be read.
    pub required: bool,
    /// Headers by which it is known, in lower case, words with spaces between them.
    pub headers: Vec<String>,
}

/// What a log is held against.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alerts {
    /// When people work.
    pub hours: Hours,
    /// What is usual.
    pub bulk: Bulk,
    /// The rules, the gravest first.
    pub rule: Vec<Rule>,
}

/// When people work.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// Time zone, by its IANA name.
    pub zone: String,
    /// Days of the week, in lower case.
    pub days: Vec<String>,
    /// First minute, `HH:MM`.
    pub from: String,
    /// First minute that no longer counts.
    pub until: String,
}

/// What amount is usual.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bulk {
    /// Rows of one person, dataset and day that are always too many.
    pub limit: u64,
    /// The chance of any alert in a log without a bulk export.
    pub false_alarms: f64,
    /// How many times the median it must be at least.
    pub times: f64,
    /// Limits of the robust distance by the number of person-days, ascending.
    pub critical: Vec<Critical>,
}

/// A limit of the robust distance.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Critical {
    /// Person-days.
    pub n: usize,
    /// The limit.
    pub z: f64,
}

/// A rule.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// Grade of its findings.
    pub grade: String,
    /// Severity of the escalation that it leads to.
    pub severity: String,
    /// How long a finding waits for its answer, as an ISO 8601 duration.
    pub answer_within: String,
    /// What it finds, in a few words.
    pub says: String,
    /// Whether nobody was allowed in at all, so that it is a breach.
    #[serde(default)]
    pub breach: bool,
}

impl Limits {
    /// Whether only a grant that names it opens this class of fields; all of them when nothing could be read.
    pub fn is_restricted(&self, class: &str) -> bool {
        self.restricted.is_empty() || self.restricted.iter().any(|it| it == class)
    }
}

/// A length of time of the data; none at all when it cannot be read, which a test rules out.
pub(crate) fn span(text: &str) -> Span {
    text.parse().unwrap_or_default()
}

impl Part for Limits {
    fn faults(&self, _: &Libraries, _: &Catalog) -> Vec<String> {
        let mut faults = lengths([&self.dormant_after, &self.longest, &self.escalation.answer_within]);
        faults.extend(self.words.missing(super::paper::words()));
        if self.unreviewed.last().is_none_or(|it| !it.classes.is_empty()) {
            faults.push("the last row of `unreviewed` must fit every grant; leave its classes empty".to_owned());
        }
        faults
    }
}

impl Part for Alerts {
    fn faults(&self, _: &Libraries, _: &Catalog) -> Vec<String> {
        let mut faults = lengths(self.rule.iter().map(|it| &it.answer_within));
        let named = |name: &str| self.rule.iter().any(|it| it.name == name);
        faults.extend(
            RULES.iter().filter(|it| !named(it)).map(|it| format!("rule `{it}` is missing; say how grave it is")),
        );
        let unknown = self.rule.iter().filter(|it| !RULES.contains(&it.name.as_str()));
        faults.extend(unknown.map(|it| format!("rule `{}` is not known; the rules are {}", it.name, RULES.join(", "))));
        if jiff::tz::TimeZone::get(&self.hours.zone).is_err() {
            faults.push(format!("`{}` is no time zone; write one as `Europe/Berlin`", self.hours.zone));
        }
        let times =
            [&self.hours.from, &self.hours.until].into_iter().filter(|it| it.parse::<jiff::civil::Time>().is_err());
        faults.extend(times.map(|it| format!("`{it}` is no time; write one as `08:30`")));
        if self.bulk.critical.is_empty() || !self.bulk.critical.is_sorted_by_key(|it| it.n) {
            faults.push("`bulk.critical` needs limits in the order of their number of person-days".to_owned());
        }
        faults
    }
}
