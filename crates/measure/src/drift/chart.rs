//! Control charts over batches: the p-value of each column as a distance in sigma, and the rule of a chart over the batches so far.
//!
//! A p-value is uniform when nothing changed, so its distance is standard normal, and large whichever way data changed: rules look at one
//! side. How often a rule speaks by chance is stated as the average run length, exact for Shewhart and Western Electric, and for CUSUM
//! by Siegmund's approximation. Batches are taken as independent of each other. Sources: Shewhart (1931); Western Electric, Statistical
//! Quality Control Handbook (1956); Page, Biometrika 41 (1954); Siegmund, Sequential Analysis (1985).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::inference::distribution::{normal_quantile, normal_sf};

/// The rule of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// One value beyond three sigma.
    Shewhart,
    /// That, or two of three beyond two sigma, four of five beyond one, or eight above the centre.
    WesternElectric,
    /// A sum of what exceeds half a sigma reaches a height.
    Cusum,
}

/// Average run length of the four Western Electric rules of one side, by `scripts/statistics_western_electric.py`.
const WESTERN_ELECTRIC: f64 = 183.406_028_982;

/// What a CUSUM lets pass, in sigma: half of a change by one sigma.
const SLACK: f64 = 0.5;

/// Distances are kept this far at most, so that one wild batch leaves a number.
const FAR: f64 = 8.0;

impl Rule {
    /// How often it speaks by chance for one column and batch; a CUSUM does as often as it is told to.
    pub fn chance(self) -> Option<f64> {
        match self {
            Rule::Shewhart => Some(normal_sf(3.0)),
            Rule::WesternElectric => Some(1.0 / WESTERN_ELECTRIC),
            Rule::Cusum => None,
        }
    }
}

/// A chart for each column.
#[derive(Debug, Clone, PartialEq)]
pub struct Charts {
    rule: Rule,
    height: f64,
    columns: BTreeMap<String, Chart>,
}

/// The chart of one column.
#[derive(Debug, Clone, Default, PartialEq)]
struct Chart {
    /// Distances so far.
    z: Vec<f64>,
    /// The sum of a CUSUM.
    sum: f64,
}

impl Charts {
    /// Charts that have seen nothing; a CUSUM speaks by chance with this `chance` for one column and batch.
    pub fn new(rule: Rule, chance: f64) -> Charts {
        Charts { rule, height: height(1.0 / chance.clamp(1e-12, 0.5)), columns: BTreeMap::new() }
    }

    /// Takes the p-value of each column for the next batch; the columns whose chart speaks.
    pub fn take_p(&mut self, columns: &[(&str, f64)]) -> Vec<String> {
        let mut speaking = Vec::new();
        for (column, p) in columns {
            let z = normal_quantile((1.0 - p.min(1.0)).clamp(normal_sf(FAR), 1.0 - 1e-15)).min(FAR);
            let chart = self.columns.entry((*column).to_owned()).or_default();
            chart.sum = (chart.sum + z - SLACK).max(0.0);
            chart.z.push(z);
            let speaks = match self.rule {
                Rule::Shewhart => z > 3.0,
                Rule::WesternElectric => western_electric(&chart.z),
                Rule::Cusum => chart.sum > self.height,
            };
            if speaks {
                speaking.push((*column).to_owned());
            }
        }
        speaking
    }
}

/// Whether the newest value completes one of the four patterns.
fn western_electric(z: &[f64]) -> bool {
    let newest = z.last().copied().unwrap_or_default();
    let beyond = |of: usize, sigma: f64| z.iter().rev().take(of).filter(|it| **it > sigma).count();
    newest > 3.0 || newest > 2.0 && beyond(3, 2.0) >= 2 || newest > 1.0 && beyond(5, 1.0) >= 4 || beyond(8, 0.0) == 8
}

/// The height at which a CUSUM of one side has this average run length.
fn height(length: f64) -> f64 {
    let (mut low, mut high) = (0.0, 100.0);
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if run_length(middle) < length { low = middle } else { high = middle }
    }
    high
}

/// The average run length of a CUSUM of one side when nothing changed.
fn run_length(height: f64) -> f64 {
    // The discrete sum overshoots by 1.166 in all.
    let reach = 2.0 * SLACK * (height + 1.166);
    (reach.exp() - reach - 1.0) / (2.0 * SLACK * SLACK)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;
    use crate::inference::control::Cusum;

    /// The average number of batches until a chart of one column speaks, over fresh charts, when nothing or this much changed.
    fn simulated(rule: Rule, chance: f64, shift: f64) -> f64 {
        let mut random = Chance::new(11, 0);
        let (mut batches, rounds) = (0, 400);
        for _ in 0..rounds {
            let mut charts = Charts::new(rule, chance);
            loop {
                batches += 1;
                let z = normal_quantile(random.unit().clamp(1e-12, 1.0 - 1e-12)) + shift;
                if !charts.take_p(&[("it", normal_sf(z))]).is_empty() {
                    break;
                }
            }
        }
        f64::from(batches) / f64::from(rounds)
    }

    #[test]
    fn charts_speak_by_chance_as_seldom_as_they_say_and_soon_after_a_change() {
        for rule in [Rule::Shewhart, Rule::WesternElectric, Rule::Cusum] {
            let chance = rule.chance().unwrap_or(1.0 / 300.0);
            let (quiet, changed) = (simulated(rule, chance, 0.0), simulated(rule, chance, 2.0));
            // Run lengths are spread like a geometric law, so 15 % are three standard errors of the mean of 400.
            assert!((quiet * chance - 1.0).abs() < 0.15, "{rule:?}: {quiet} batches, stated {}", 1.0 / chance);
            assert!(changed < 8.0, "{rule:?}: {changed} batches until a change of two sigma is seen");
        }
    }

    #[test]
    fn heights_are_those_of_the_markov_chain() {
        for length in [300.0, 900.0, 5_000.0] {
            let exact = 2.0 * Cusum { slack: SLACK, height: height(length) }.run_length(0.0);
            assert!((exact / length - 1.0).abs() < 0.03, "{length}: {exact}");
        }
    }
}
