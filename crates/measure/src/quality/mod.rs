//! Quality: whether data are fit for use, by rules that people write, by findings that need none, and by characteristics.
//!
//! - [`rule`]: what can be checked, as data; [`tally`]: counting; [`outcome`]: what became of a rule.
//! - [`suggest`]: rules from data that were good.
//! - [`duplicates`], [`labels`], [`leakage`]: rows that stand twice, nearly twice, with other labels, or in both splits.
//! - [`suspects`]: numbers among words, and values that look like another unit.
//! - [`characteristics`]: what of ISO/IEC 5259-2 can be computed from the data alone.
//!
//! NaN counts as no value here. Serves ISO/IEC 42001 Annex B.7.4 and ISO/IEC 5259-2.

pub mod characteristics;
pub mod duplicates;
mod format;
mod hash;
pub mod labels;
pub mod leakage;
pub mod outcome;
mod rows;
pub mod rule;
pub mod suggest;
pub mod suspects;
pub mod tally;
mod when;

use crate::column::Batch;
use crate::metric::Metric;

pub use outcome::{Outcome, Table};
pub use rule::{Bound, CHECKS, Rule, RuleError, RuleFile, RulesFile, rules};
pub use tally::Tally;

/// The metrics of quality.
pub const METRICS: &[Metric] = &[
    characteristics::COMPLETENESS,
    characteristics::RECORD_COMPLETENESS,
    characteristics::FEATURE_COMPLETENESS,
    characteristics::LABEL_COMPLETENESS,
    characteristics::LABEL_BALANCE,
    characteristics::LABEL_RICHNESS,
    characteristics::EFFECTIVE_FEATURES,
    characteristics::CURRENTNESS,
    duplicates::DUPLICATES,
    duplicates::NEAR_DUPLICATES,
    labels::CONFLICTS,
    leakage::LEAKAGE,
];

/// Checks all rules on one batch that holds the whole data.
pub fn check(rules: &[Rule], batch: &Batch<'_>, now: Option<i64>) -> Vec<Outcome> {
    let columns = batch.columns().iter().map(|it| it.name.to_owned()).collect();
    let table = Table { columns, rows: batch.rows() as u64, now, reference: None };
    let one = |rule: &Rule| {
        let mut tally = Tally::new(rule);
        if rule.needed().iter().all(|it| table.columns.iter().any(|known| known == it)) {
            tally.add(rule, batch);
        }
        tally.outcome(rule, &table)
    };
    rules.iter().map(one).collect()
}

/// Rules that read the same columns, as places in `rules`: what is read together.
pub fn groups(rules: &[Rule]) -> Vec<(Vec<String>, Vec<usize>)> {
    let mut groups = std::collections::BTreeMap::<Vec<String>, Vec<usize>>::new();
    for (at, rule) in rules.iter().enumerate() {
        let mut columns: Vec<String> = rule.needed().into_iter().map(str::to_owned).collect();
        columns.sort();
        columns.dedup();
        groups.entry(columns).or_default().push(at);
    }
    groups.into_iter().collect()
}
