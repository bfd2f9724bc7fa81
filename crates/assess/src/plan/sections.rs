//! The sections of a plan: a limit, and the settings of each family. What a section leaves out comes from [`super::usual`].

use measure::estimate::{Limit, Method};
use measure::inference::multiple::Correction;
use serde::{Deserialize, Serialize};

use super::usual;

/// A limit of a metric.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitFile {
    /// The metric's id.
    pub metric: String,
    /// What it is for; without it, everything that the metric is measured of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// The value may not be above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<f64>,
    /// The value may not be below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<f64>,
}

/// Settings of quality.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quality {
    /// Similarity from which a row nearly repeats another; near duplicates are not sought without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub near: Option<f64>,
    /// Most rows among which near duplicates are sought.
    #[serde(default = "usual::quality::near_rows")]
    pub near_rows: u64,
    /// Columns by which rows are not told apart when repeated, leaked and conflicting rows are sought, such as row numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leave_out: Vec<String>,
    /// Columns of days or moments, each with the age up to which a row is current.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub current: Vec<Current>,
    /// Whether the rules of the plan are all that is looked at.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rules_alone: bool,
}

/// Up to which age the rows of a column are current.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Current {
    /// The column of days or moments.
    pub column: String,
    /// The age in days, at the moment that is asked for.
    pub days: f64,
}

/// Settings of drift: when a change counts, and what is looked at.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drift {
    /// When a change counts; nothing is judged without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub margins: Option<measure::drift::Margins>,
    /// Bins beside values that stand alone.
    #[serde(default = "usual::drift::bins")]
    pub bins: usize,
    /// Replicates of permutation tests.
    #[serde(default = "usual::drift::replicates")]
    pub replicates: usize,
    /// Most cells of each side among which a classifier looks at all columns together.
    #[serde(default = "usual::drift::joint_cells")]
    pub joint_cells: u64,
    /// How far the area under the curve of that classifier may lie from one half without mattering; where it is given and margins are, all columns
    /// together are judged as each is: by significance and beyond it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joint_margin: Option<f64>,
    /// Level of the interval of that classifier, where a limit is held against it; the level of the plan without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joint_level: Option<f64>,
    /// Whether the numbers of Evidently are shown beside, for those who come from it.
    #[serde(default = "usual::drift::evidently")]
    pub evidently: bool,
    /// Columns that are not compared, such as keys and days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leave_out: Vec<String>,
    /// Columns whose values in the data are still awaited, such as labels; they are not looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub awaited: Vec<String>,
    /// Which rows of the reference are like the data by their season; all of them without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub season: Option<Season>,
    /// What a monitor promises over many batches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub watch: Option<Watch>,
}

/// The season within which data are compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Season {
    /// Column of the reference with the day of each row.
    pub column: String,
    /// What makes two days alike.
    pub like: Alike,
}

/// What makes two days alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alike {
    /// The month of the year.
    Month,
    /// The quarter of the year.
    Quarter,
    /// The day of the week.
    Weekday,
}

/// What a monitor promises over many batches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Watch {
    /// How the promise is kept.
    pub rule: WatchRule,
    /// The chance of a false alarm that is accepted over the time below; for `run_length`, one over the batches between two.
    pub alpha: f64,
    /// The time over which it is promised, such as `P1Y`.
    pub over: String,
}

/// How a promise over many batches is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WatchRule {
    /// Each batch may spend an equal part of the chance; holds however batches hang together.
    Spending,
    /// Evidence of each column is multiplied over batches; holds at every look, for a reference much larger than the batches.
    Evidence,
    /// As `evidence`, but begun anew with every batch: false alarms come at a stated pace, and a change is seen sooner.
    RunLength,
    /// A chart for each column that speaks beyond three sigma; how often by chance is stated, not chosen.
    Shewhart,
    /// The four rules of Western Electric on such a chart; how often by chance is stated, not chosen.
    WesternElectric,
    /// A sum for each column that reaches a height; the height keeps the promise.
    Cusum,
}

impl WatchRule {
    /// The rule of a control chart, where it is one.
    pub fn chart(self) -> Option<measure::drift::chart::Rule> {
        use measure::drift::chart::Rule;
        match self {
            WatchRule::Shewhart => Some(Rule::Shewhart),
            WatchRule::WesternElectric => Some(Rule::WesternElectric),
            WatchRule::Cusum => Some(Rule::Cusum),
            WatchRule::Spending | WatchRule::Evidence | WatchRule::RunLength => None,
        }
    }
}

/// Settings of fairness.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fairness {
    /// How many attributes are crossed at most.
    #[serde(default = "usual::fairness::depth")]
    pub depth: usize,
    /// How the rate of a group gets its interval: `wilson` or `clopper_pearson`.
    #[serde(default = "usual::fairness::interval")]
    pub interval: Shares,
    /// How the difference between two groups gets its interval: `newcombe` or `miettinen_nurminen`.
    #[serde(default, skip_serializing_if = "Differences::is_newcombe")]
    pub difference_interval: Differences,
    /// Neighbours, the person included, among whom predictions should be alike.
    #[serde(default = "neighbours", skip_serializing_if = "are_five")]
    pub neighbours: usize,
    /// Bins of calibration by group.
    #[serde(default = "usual::fairness::bins")]
    pub bins: usize,
    /// Words that make a group the one that others are compared with; the most selected one without them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<String>,
    /// Limit of the four-fifths rule; it is not applied without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub four_fifths: Option<f64>,
    /// Share of all rows below which a category of a hiring table is set aside; no table without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aside: Option<f64>,
    /// How far rates may lie apart under thresholds by group; none are sought without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<f64>,
}

/// The neighbours of a plan that names none; those of AIF360.
fn neighbours() -> usize {
    5
}

fn are_five(it: &usize) -> bool {
    *it == neighbours()
}

/// How the difference of two shares gets its interval.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Differences {
    /// The hybrid of two score intervals.
    #[default]
    Newcombe,
    /// The score interval.
    MiettinenNurminen,
}

impl Differences {
    fn is_newcombe(&self) -> bool {
        *self == Differences::Newcombe
    }

    /// The method of the interval.
    pub fn method(self) -> Method {
        match self {
            Differences::Newcombe => Method::Newcombe,
            Differences::MiettinenNurminen => Method::MiettinenNurminen,
        }
    }
}

/// How a share gets its interval.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shares {
    /// The score interval.
    #[default]
    Wilson,
    /// The exact interval.
    ClopperPearson,
}

/// Settings of performance.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Performance {
    /// Bins of calibration.
    #[serde(default = "usual::performance::bins")]
    pub bins: usize,
}

/// Settings of privacy.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Privacy {
    /// The k that is asked for.
    #[serde(default = "usual::privacy::k")]
    pub k: u64,
    /// The l that is asked for.
    #[serde(default = "usual::privacy::l")]
    pub l: usize,
    /// The chance of being found that is accepted.
    #[serde(default = "usual::privacy::accepted")]
    pub accepted: f64,
    /// The share of others that an attack on membership may accept.
    #[serde(default = "usual::privacy::few")]
    pub few: f64,
    /// Gower's distance, from 0 to 1, within which a synthetic row is a near copy of a training row.
    #[serde(default = "usual::privacy::near")]
    pub near: f64,
    /// Columns with another value in every row that identify nobody, such as numbers of lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leave_out: Vec<String>,
}

/// Settings of comparison.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compare {
    /// By how much the new system may be worse; nothing is judged without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub margin: Option<f64>,
    /// How tests of the pairs of three systems or more are corrected: `holm`, `benjamini_hochberg` or `benjamini_yekutieli`.
    #[serde(default = "holm", skip_serializing_if = "is_holm")]
    pub correction: Correction,
}

/// The correction of a plan that names none.
fn holm() -> Correction {
    Correction::Holm
}

fn is_holm(it: &Correction) -> bool {
    *it == Correction::Holm
}

/// Settings of representation.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Represent {
    /// Half width that the interval of a rate in a category is wanted to have.
    #[serde(default = "usual::represent::half_width")]
    pub half_width: f64,
    /// How many columns are crossed at most when thin combinations are sought.
    #[serde(default = "usual::represent::depth")]
    pub depth: usize,
    /// Thin combinations that are told at most.
    #[serde(default = "usual::represent::most")]
    pub most: usize,
    /// The ratio of a group's share to that of the reference down to which, and up to its inverse, it counts as fair.
    #[serde(default = "usual::represent::alike")]
    pub alike: f64,
    /// The difference of a label's rate from everybody else up to which a group counts as alike.
    #[serde(default = "usual::represent::label_margin")]
    pub label_margin: f64,
    /// How far weighted shares may stay from the population when rows are weighted.
    #[serde(default = "usual::represent::tolerance")]
    pub tolerance: f64,
    /// Bins of equal share in which numbers are held against an attribute.
    #[serde(default = "usual::represent::bins")]
    pub bins: usize,
}

/// Settings of hazards: how columns and outputs are looked at, and from when a number is a hazard; what has no limit is not judged.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hazard {
    /// Bins of equal share in which numbers are held against a label or an attribute.
    #[serde(default = "usual::hazard::bins")]
    pub bins: usize,
    /// Share of known outputs within the distance beyond which an output is like none before.
    #[serde(default = "usual::hazard::quantile")]
    pub quantile: f64,
    /// Most of the training data that may be rows which the model had accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<f64>,
    /// By how much likelier an accepted row than a refused one may be learned from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selection: Option<f64>,
    /// Most of the label that one column may tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leakage: Option<f64>,
    /// Most of a protected attribute that one column may tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy: Option<f64>,
    /// Most predictions that may change under a perturbation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flips: Option<f64>,
    /// The greatest perturbation that counts as small, in standard deviations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub small: Option<f64>,
    /// Most of wrong advice that may be followed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reliance: Option<f64>,
    /// Most outputs that may be like none before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outputs: Option<f64>,
}

impl Shares {
    /// The method of the interval.
    pub fn method(self) -> Method {
        match self {
            Shares::Wilson => Method::Wilson,
            Shares::ClopperPearson => Method::ClopperPearson,
        }
    }
}

impl LimitFile {
    /// The limit, where there is one.
    pub fn limit(&self) -> Option<Limit> {
        match (self.at_least, self.at_most) {
            (None, None) => None,
            (None, Some(most)) => Some(Limit::AtMost(most)),
            (Some(least), None) => Some(Limit::AtLeast(least)),
            (Some(least), Some(most)) => Some(Limit::Within(least, most)),
        }
    }
}
