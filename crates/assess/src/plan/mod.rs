//! A measurement plan: what is measured, against which limits, with which settings. No limit stands in code.
//!
//! A plan is a TOML file. What it leaves out comes from the plan of its family that the program ships (`data/plans/`): at the
//! top, of a section as a whole, and of a section that is there the keys without which nothing could be measured.
//! The whole that results is written into the report. Serves ISO/IEC 42001 9.1 and Annex A.6.2.4.

mod file;
mod range;
mod sections;
mod usual;

use measure::profile::Limits;
use measure::quality::RuleFile;
use measure::report::Rule;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::columns::Columns;
use super::report::PlanUsed;
use crate::Error;

pub use file::{names, of_family, shipped};
pub use sections::{
    Alike, Compare, Current, Differences, Drift, Fairness, Hazard, LimitFile, Performance, Privacy, Quality, Represent,
    Season, Shares, Watch, WatchRule,
};

/// A plan as it stands in a file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The name for reports.
    pub name: String,
    /// What it is for, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The family of measures.
    pub family: String,
    /// Level of every interval, such as 0.95.
    pub level: Option<f64>,
    /// Seed of every random draw.
    pub seed: Option<u64>,
    /// Resamples of every bootstrap.
    pub resamples: Option<usize>,
    /// Rows that a group needs to be compared.
    pub minimum: Option<u64>,
    /// Metrics that the short forms show.
    pub show: Option<Vec<String>>,
    /// A plan of quality; data that fail it are not compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality_plan: Option<Box<Plan>>,
    /// Columns by the part that they play.
    #[serde(default, skip_serializing_if = "Columns::is_empty")]
    pub columns: Columns,
    /// Limits of metrics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limit: Vec<LimitFile>,
    /// Rules of quality.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rule: Vec<RuleFile>,
    /// When a profile has a finding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<Limits>,
    /// Settings of quality.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quality: Option<Quality>,
    /// Settings of drift.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drift: Option<Drift>,
    /// Settings of fairness.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fairness: Option<Fairness>,
    /// Settings of performance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub performance: Option<Performance>,
    /// Settings of privacy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privacy: Option<Privacy>,
    /// Settings of comparison.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compare: Option<Compare>,
    /// Settings of representation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub represent: Option<Represent>,
    /// Settings of hazards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hazard: Option<Hazard>,
}

impl Plan {
    /// This plan, with what it leaves out from `shipped`.
    pub fn over(self, shipped: Plan) -> Plan {
        Plan {
            level: self.level.or(shipped.level),
            seed: self.seed.or(shipped.seed),
            resamples: self.resamples.or(shipped.resamples),
            minimum: self.minimum.or(shipped.minimum),
            show: self.show.or(shipped.show),
            quality_plan: self.quality_plan.or(shipped.quality_plan),
            profile: self.profile.or(shipped.profile),
            quality: self.quality.or(shipped.quality),
            drift: self.drift.or(shipped.drift),
            fairness: self.fairness.or(shipped.fairness),
            performance: self.performance.or(shipped.performance),
            privacy: self.privacy.or(shipped.privacy),
            compare: self.compare.or(shipped.compare),
            represent: self.represent.or(shipped.represent),
            hazard: self.hazard.or(shipped.hazard),
            ..self
        }
    }

    /// The limits as rules.
    pub fn limits(&self) -> Vec<Rule> {
        let rule = |it: &LimitFile| Some(Rule { metric: it.metric.clone(), of: it.of.clone(), limit: it.limit()? });
        self.limit.iter().filter_map(rule).collect()
    }

    /// The plan as a report tells it.
    pub fn used(&self) -> Result<PlanUsed, Error> {
        let broken = |it: serde_json::Error| Error::failed(format!("the plan cannot be written as JSON ({it})"));
        let settings = serde_json::to_value(self).map_err(broken)?;
        let bytes = serde_json::to_vec(&settings).map_err(broken)?;
        let sha256 = Sha256::digest(&bytes).iter().map(|it| format!("{it:02x}")).collect();
        Ok(PlanUsed { name: self.name.clone(), sha256, settings })
    }
}
