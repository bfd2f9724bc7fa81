//! Risks with their causes as people write them, and as they are drawn from once nothing is wrong with them.
//!
//! ```toml
//! [[cause]]
//! id = "supplier outage"
//! frequency = { law = "poisson", mean = 0.5 }
//!
//! [[risk]]
//! id = "RSK-1"
//! system = "SYS-1"
//! frequency = { law = "poisson", mean = 2.0 }          # what happens by itself
//! causes = [{ cause = "supplier outage", probability = 0.6 }]
//! severity = { law = "pert", least = 1000.0, likely = 5000.0, most = 60000.0 }
//! terms = { deductible = 500.0, layers = [{ retention = 10000.0, limit = 40000.0, share = 0.9 }] }
//! ```

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::causes::{Graph, Way};
use super::counts::Counts;
use super::flaw::{Flaw, above_zero, held, not_below_zero, probability};
use super::frequency::Frequency;
use super::severity::{Severity, Size};
use super::stream::Key;
use super::terms::{Cover, Terms};

/// Everything that is to be quantified together.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Model {
    /// Risks, in any order.
    #[serde(rename = "risk")]
    pub risks: Vec<Risk>,
    /// What strikes several of them at once, in any order.
    #[serde(rename = "cause")]
    pub causes: Vec<Cause>,
}

/// One risk of one AI system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Risk {
    /// Its identifier; its draws follow from it, so a risk that is renamed meets other chance.
    pub id: String,
    /// The AI system that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// How often it happens by itself; without it, only its causes make it happen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<Frequency>,
    /// Causes that make it happen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<Strike>,
    /// What one event costs.
    pub severity: Severity,
    /// What of that counts, and who bears it.
    #[serde(default)]
    pub terms: Terms,
    /// What controls change of that.
    #[serde(default)]
    pub treated: Factors,
    /// How far off the parameters may be.
    #[serde(default)]
    pub uncertain: Uncertain,
}

/// Factors that controls put on a risk; 1 changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Factors {
    /// On how often it happens, by itself and by its causes.
    pub frequency: f64,
    /// On what an event costs, before its cap.
    pub severity: f64,
}

impl Default for Factors {
    fn default() -> Factors {
        Factors { frequency: 1.0, severity: 1.0 }
    }
}

/// Factors on what was stated that one case in ten lies below, and one in ten above.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Uncertain {
    /// Factors on how often it happens by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frequency: Option<[f64; 2]>,
    /// Factors on what an event costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<[f64; 2]>,
}

/// What can strike several risks at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    /// Its name.
    pub id: String,
    /// How often it happens by itself; without it, only other causes make it happen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<Frequency>,
    /// Causes that make it happen in turn.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<Strike>,
}

/// A cause, and how likely each of its events is passed on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strike {
    /// The cause.
    pub cause: String,
    /// Probability that one of its events strikes here.
    pub probability: f64,
}

/// A model with nothing wrong in it: risks and causes in the order of their names, ready to be drawn from.
#[derive(Debug, Clone, PartialEq)]
pub struct Portfolio {
    pub(crate) risks: Vec<Drawn>,
    pub(crate) graph: Graph,
}

/// A checked risk.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// Its identifier.
    pub id: String,
    /// The AI system that it belongs to.
    pub system: Option<String>,
    /// Events by itself.
    pub own: Counts,
    /// What one event costs, under its cap.
    pub size: Size,
    /// What of that counts, and who bears it.
    pub cover: Cover,
    /// How far off the parameters may be.
    pub uncertain: Uncertain,
    pub(crate) ways: Vec<Way>,
    pub(crate) key: Key,
}

impl Model {
    /// The model as it is drawn from, or everything that is wrong with it.
    pub fn checked(&self) -> Result<Portfolio, Vec<Flaw>> {
        let mut flaws = Vec::new();
        let graph = Graph::of(&self.causes).map_err(|it| flaws.extend(it)).ok();
        let mut names = BTreeSet::new();
        let mut risks = Vec::new();
        for risk in &self.risks {
            let at = format!("risk {}", risk.id);
            if risk.id.trim().is_empty() {
                flaws.push(Flaw::of("risk.id", "is empty; give the identifier of the risk"));
            } else if !names.insert(&risk.id) {
                flaws.push(Flaw::of(&at, "stands here twice; leave one of them"));
            }
            let ways = graph.as_ref().map_or(Ok(Vec::new()), |it| it.ways(&at, &risk.causes, risk.treated.frequency));
            match ways.and_then(|ways| risk.checked(&at, ways)) {
                Ok(risk) => risks.push(risk),
                Err(flaw) => flaws.push(flaw),
            }
        }
        risks.sort_by(|a: &Drawn, b| a.id.cmp(&b.id));
        match (graph, flaws.is_empty()) {
            (Some(graph), true) => Ok(Portfolio { risks, graph }),
            _ => Err(flaws),
        }
    }
}

impl Risk {
    fn checked(&self, at: &str, ways: Vec<Way>) -> Result<Drawn, Flaw> {
        if self.frequency.is_none() && self.causes.is_empty() {
            return Err(Flaw::of(
                at,
                "has neither `frequency` nor `causes`; say how often it happens, or what makes it happen",
            ));
        }
        let own = self.frequency.as_ref().map_or(Ok(Counts::never()), |it| it.checked(&format!("{at}.frequency")))?;
        not_below_zero(&format!("{at}.treated.frequency"), self.treated.frequency)?;
        let field = format!("{at}.treated.severity");
        let size = self.severity.checked(&format!("{at}.severity"))?.scaled(above_zero(&field, self.treated.severity)?);
        let own = treated(own, self.treated.frequency, at)?;
        let (cover, size) = self.terms.checked(&format!("{at}.terms"), size)?;
        self.uncertain.checked(&format!("{at}.uncertain"))?;
        let (id, system, uncertain) = (self.id.clone(), self.system.clone(), self.uncertain);
        Ok(Drawn { key: Key::of(&["risk", &id]), id, system, own, size, cover, uncertain, ways })
    }
}

/// Events with a factor on how often they come.
fn treated(own: Counts, times: f64, at: &str) -> Result<Counts, Flaw> {
    own.scaled(times).ok_or_else(|| {
        let why = format!("is {times}, which this law of `frequency` cannot be multiplied by; state the law as it is with the controls");
        Flaw::of(format!("{at}.treated.frequency"), why)
    })
}

impl Uncertain {
    fn checked(&self, at: &str) -> Result<(), Flaw> {
        for (name, factors) in [("frequency", self.frequency), ("severity", self.severity)] {
            let Some([low, high]) = factors else { continue };
            let field = format!("{at}.{name}");
            above_zero(&field, low)?;
            held(
                &field,
                high,
                high >= low,
                &format!("first the factor that one case in ten lies below, then one that is not below it, here {low}"),
            )?;
        }
        Ok(())
    }
}

impl Strike {
    /// The probability with a factor of controls on it.
    pub(crate) fn checked(&self, at: &str, times: f64) -> Result<f64, Flaw> {
        let field = format!("{at}.causes.{}", self.cause);
        probability(&field, self.probability)?;
        let possible = format!("a probability from 0 to 1, also after controls put a factor of {times} on it");
        held(&field, self.probability * times, self.probability * times <= 1.0, &possible)
    }
}

impl Portfolio {
    /// The risks, in the order of their identifiers.
    pub fn risks(&self) -> &[Drawn] {
        &self.risks
    }
}
