//! What audits go by, as data: `data/library/auditing.toml`.

use std::collections::{BTreeMap, BTreeSet};

use record::Catalog;
use serde::Deserialize;

use super::recorded::DUTY;
use super::{FINDING, NONCONFORMITY};
use crate::conformity::RISK;
use crate::documents::STATEMENT as POLICY;
use crate::libraries::{Libraries, Part, Words, no_states};

/// What audits go by.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Auditing {
    /// How checklists are made.
    pub checklist: Checklists,
    /// Minutes of work for a line, by method.
    pub minutes: BTreeMap<String, u64>,
    /// Minutes of work for each record of a sample, by method.
    pub minutes_a_record: BTreeMap<String, u64>,
    /// How long a day of work is.
    pub day: Day,
    /// Whom roles tie to nothing.
    pub team: Team,
    /// How samples are sized.
    pub sampling: Sampling,
    /// How often what is audited.
    pub programme: Programmes,
    /// Words of papers.
    pub words: Words,
}

/// How checklists are made.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checklists {
    /// Tiers of AI systems that have lines of their own.
    pub own_tiers: BTreeSet<String>,
    /// Levels of open risks for which an AI system has lines of its own.
    pub own_risks: BTreeSet<String>,
    /// States in which risks are no longer open.
    pub closed_risks: BTreeSet<String>,
    /// Methods for which records are sampled.
    pub sampled: BTreeSet<String>,
    /// What is asked of a control that is left out; `{control}` stands for it.
    pub excluded: String,
    /// What is asked of something found earlier; `{record}` stands for it.
    pub followed: String,
    /// What is said of the AI systems that share a line.
    pub shared: String,
    /// Evidence wanted of a control that is left out.
    pub justification: String,
    /// Evidence wanted of something found earlier.
    pub followed_evidence: String,
    /// States in which what was found earlier is followed up, by kind.
    pub followed_states: BTreeMap<String, BTreeSet<String>>,
    /// Kinds of records that can be criteria or hold such, with the states in which they ask for something.
    pub criteria_states: BTreeMap<String, BTreeSet<String>>,
    /// What is asked of a criterion that is a record, by kind; `{record}` stands for it, `{says}` for what it says.
    pub stated: BTreeMap<String, String>,
    /// Evidence wanted of a criterion that is a record.
    pub stated_evidence: String,
}

/// How long a day of work is.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Day {
    /// In minutes.
    pub minutes: u64,
}

/// Whom roles tie to nothing.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Team {
    /// Keys of roles by which people audit.
    pub auditing_roles: BTreeSet<String>,
}

/// How samples are sized.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sampling {
    /// The confidence as a share.
    pub confidence: f64,
    /// The rate of exceptions that is tolerated, as a share.
    pub tolerable: f64,
}

/// How often what is audited.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programmes {
    /// Times in a row that the same person audits the same thing at most.
    pub rotation: usize,
    /// The framework whose requirements a programme covers.
    pub framework: String,
    /// What bears on how often, with points.
    pub point: Vec<Point>,
    /// Months by points, the most points first.
    pub frequency: Vec<Frequency>,
}

/// Something that bears on how often.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// Which of [`POINTS`] it is.
    pub name: String,
    /// Points for it.
    pub points: u64,
    /// It in words.
    pub says: String,
    /// For `important`, the references with all below them.
    #[serde(default)]
    pub references: Vec<String>,
}

/// From how many points on within how many months.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frequency {
    /// Points at least.
    pub points: u64,
    /// Months at most between two audits.
    pub months: i32,
}

/// What can bear on how often something is audited.
pub const POINTS: &[&str] =
    &["important", "strict_systems", "open_nonconformity", "earlier_finding", "failing", "stale"];

/// Methods of lines.
pub const METHODS: &[&str] = &["interview", "observe", "examine", "reperform", "automated"];

/// Words without which no paper can be written.
const WORDS: &[&str] = &[
    "checklist",
    "report",
    "lines",
    "left_out",
    "version",
    "number",
    "criterion",
    "subject",
    "question",
    "method",
    "wanted",
    "because",
    "proposed",
    "sample",
    "answer",
    "result",
    "reason",
    "base",
    "minutes",
    "objectives",
    "scope",
    "criteria",
    "team",
    "told",
    "conclusions",
    "findings",
    "samples",
    "frozen",
    "not_examined",
    "figures",
    "none",
    "person",
    "part",
    "declares",
    "digest",
    "period",
    "planned",
    "used",
    "reads",
    "offline",
    "record",
    "place",
    "grade",
    "condition",
];

impl Auditing {}

impl Part for Auditing {
    fn faults(&self, all: &Libraries, catalog: &Catalog) -> Vec<String> {
        let mut found = Vec::new();
        let mut states: Vec<(&str, &BTreeSet<String>)> = vec![(RISK, &self.checklist.closed_risks)];
        states.extend(self.checklist.followed_states.iter().map(|it| (it.0.as_str(), it.1)));
        for (kind, wanted) in states {
            if ![RISK, FINDING, NONCONFORMITY].contains(&kind) {
                found.push(format!(
                    "`{kind}` is not followed up; `followed_states` speaks of findings and nonconformities"
                ));
            }
            found.extend(no_states(catalog, kind, wanted));
        }
        for (kind, wanted) in &self.checklist.criteria_states {
            found.extend(no_states(catalog, kind, wanted));
        }
        for kind in [POLICY, DUTY].iter().filter(|it| !self.checklist.stated.contains_key(**it)) {
            found.push(format!("`stated` does not say what is asked of a `{kind}`"));
        }
        for method in METHODS.iter().filter(|it| !self.minutes.contains_key(**it)) {
            found.push(format!("`minutes` does not say how long a line by `{method}` takes"));
        }
        let named = self.minutes.keys().chain(self.minutes_a_record.keys()).chain(&self.checklist.sampled);
        found.extend(named.filter(|it| !METHODS.contains(&it.as_str())).map(|it| format!("`{it}` is no method")));
        let share = |it: f64| it > 0.0 && it < 1.0;
        if !share(self.sampling.confidence) || !share(self.sampling.tolerable) {
            found.push("`confidence` and `tolerable` are shares between 0 and 1; write them so".to_owned());
        }
        if self.day.minutes == 0 || self.programme.rotation == 0 {
            found.push("`minutes` of a day and `rotation` are at least 1; write them so".to_owned());
        }
        found.extend(self.of_programmes(all));
        found.extend(self.words.missing(WORDS));
        found
    }
}

impl Auditing {
    fn of_programmes(&self, all: &Libraries) -> Vec<String> {
        let programme = &self.programme;
        let mut found: Vec<String> = Vec::new();
        let unknown = programme.point.iter().filter(|it| !POINTS.contains(&it.name.as_str()));
        found.extend(unknown.map(|it| format!("`{}` bears on nothing; there are {}", it.name, POINTS.join(", "))));
        let references = programme.point.iter().flat_map(|it| &it.references);
        found.extend(
            references.filter(|it| all.shelf().find(it).is_none()).map(|it| format!("no library knows `{it}`")),
        );
        if all.shelf().framework(&programme.framework).is_none() {
            found.push(format!("no framework is called `{}`; name one in `framework`", programme.framework));
        }
        let falling =
            programme.frequency.windows(2).all(|it| it[0].points > it[1].points && it[0].months < it[1].months);
        if !falling || programme.frequency.last().is_none_or(|it| it.points != 0) {
            let says = "`frequency` goes from the most points to none, with more months each time; put it in order";
            found.push(says.to_owned());
        }
        found
    }
}
