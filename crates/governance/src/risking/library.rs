//! Stages and steps of the process, and what is asked before an AI system moves on: `data/library/risk_method.toml`.

use record::Catalog;
use serde::{Deserialize, Serialize};

use super::{ASSESSMENT, RISK};
use crate::libraries::{Libraries, Part, Words, choices, no_states};
use crate::surroundings::SYSTEM;

/// A step of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// An assessment looked at the stage, and each risk says source, event, consequence and whom it affects.
    Identify,
    /// Each risk has its likelihood and a consequence for each that it touches.
    Analyse,
    /// Each risk is compared with the criteria in force.
    Evaluate,
    /// What is not acceptable is treated or kept by an acceptance; what is to be pursued is.
    Treat,
    /// Somebody answers for each risk, and its day for the next assessment has not passed.
    Monitor,
    /// The assessment says to whom its result was told.
    Communicate,
}

impl Step {
    /// Every step, in the order of the process.
    pub const ALL: [Step; 6] =
        [Step::Identify, Step::Analyse, Step::Evaluate, Step::Treat, Step::Monitor, Step::Communicate];

    /// Its name, as data write it.
    pub fn name(self) -> &'static str {
        match self {
            Step::Identify => "identify",
            Step::Analyse => "analyse",
            Step::Evaluate => "evaluate",
            Step::Treat => "treat",
            Step::Monitor => "monitor",
            Step::Communicate => "communicate",
        }
    }
}

/// What the process goes by.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// Stages, in the order of life.
    pub stage: Vec<Stage>,
    /// What tiers ask for; the first row also of those that are not known.
    pub depth: Vec<Depth>,
    /// What is asked before an AI system moves on.
    pub gate: Gate,
    /// From when agreement is told.
    pub agreement: crate::gaps::library::Agreement,
    /// How losses are drawn.
    pub losses: Losses,
    /// Words of files.
    pub words: Words,
}

/// How losses are drawn, and how much of it one request may ask for.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Losses {
    /// Years that are drawn where nobody asks for another number.
    pub years: u32,
    /// Years that may be asked for.
    pub most_years: u32,
    /// Years times risks and events that one request draws at most.
    pub most_events: f64,
    /// Risks of which is asked what moves the answer.
    pub most_swings: usize,
    /// Where chance begins.
    pub seed: u64,
    /// Level of intervals.
    pub level: f64,
    /// Probabilities of the losses that are told.
    pub quantiles: Vec<f64>,
    /// Where the tail of the worst years begins.
    pub tail: f64,
    /// Level of the intervals that indicators have.
    pub indicator_level: f64,
}

impl Losses {
    /// What cannot be drawn so.
    fn faults(&self) -> Vec<String> {
        let mut found = Vec::new();
        let chances = [("level", self.level), ("tail", self.tail), ("indicator_level", self.indicator_level)];
        let quantiles = self.quantiles.iter().map(|it| ("quantiles", *it));
        for (name, _) in chances.into_iter().chain(quantiles).filter(|it| !(it.1 > 0.0 && it.1 < 1.0)) {
            found.push(format!("`losses.{name}` must lie above 0 and below 1"));
        }
        let possible = simulate::loss::draws::YEARS;
        if !possible.contains(&self.years) || !possible.contains(&self.most_years) || self.years > self.most_years {
            let (least, most) = (possible.start(), possible.end());
            found.push(format!(
                "`losses.years` and `losses.most_years` lie from {least} to {most}, the first not above the second"
            ));
        }
        found
    }
}

/// A stage of life.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Its name, as risks write it.
    pub name: String,
    /// States of an AI system that is in it.
    pub states: Vec<String>,
}

/// What a tier asks for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Depth {
    /// The tier.
    pub tier: String,
    /// The steps.
    pub steps: Vec<Step>,
}

/// What is asked before an AI system moves on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// The steps without which it does not.
    pub steps: Vec<Step>,
    /// Which stages, by the state in which it would be.
    pub before: Vec<Before>,
}

/// Stages that must be assessed before a state.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Before {
    /// The state of the AI system.
    pub state: String,
    /// The stages.
    pub stages: Vec<String>,
}

impl Method {
    /// The steps that a tier asks for.
    pub fn steps(&self, tier: Option<&str>) -> &[Step] {
        let own = self.depth.iter().find(|it| Some(it.tier.as_str()) == tier);
        own.or(self.depth.first()).map(|it| it.steps.as_slice()).unwrap_or_default()
    }

    /// The stages that must be assessed before an AI system is in a state.
    pub fn before(&self, state: &str) -> &[String] {
        self.gate.before.iter().find(|it| it.state == state).map(|it| it.stages.as_slice()).unwrap_or_default()
    }

    /// The stages through which a system in this state has come, with the one in which it is; every stage where no stage has the state.
    pub fn reached(&self, state: &str) -> usize {
        let at = self.stage.iter().position(|it| it.states.iter().any(|it| it == state));
        at.map_or(self.stage.len(), |it| it + 1)
    }
}

impl Part for Method {
    fn faults(&self, _: &Libraries, catalog: &Catalog) -> Vec<String> {
        let mut found = Vec::new();
        let (risks, assessments) = (choices(catalog, RISK, "stage"), choices(catalog, ASSESSMENT, "stages"));
        let named = self.stage.iter().map(|it| &it.name).chain(self.gate.before.iter().flat_map(|it| &it.stages));
        let unknown = named.filter(|it| !risks.contains(it) || !assessments.contains(it));
        found.extend(unknown.map(|it| format!("`{it}` is no stage; there are {}", risks.join(", "))));
        let states = self.stage.iter().flat_map(|it| &it.states).chain(self.gate.before.iter().map(|it| &it.state));
        found.extend(no_states(catalog, SYSTEM, states));
        if self.depth.is_empty() {
            found.push("no tier asks for anything; name the steps of each below `depth`".to_owned());
        }
        for it in self.depth.iter().filter(|it| !it.steps.contains(&Step::Identify)) {
            found.push(format!("tier `{}` asks for no `identify`; a tier sets how deep, never whether", it.tier));
        }
        if !(0.5..1.0).contains(&self.agreement.level) || self.agreement.least < 2 {
            found.push("agreement is told from 2 scores on, at a level from 0.5 to below 1; write it so".to_owned());
        }
        found.extend(self.losses.faults());
        found.extend(self.words.missing(&super::paper::words()));
        found
    }
}
