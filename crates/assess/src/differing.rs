//! Columns in which no value stands twice, as in one that identifies: by their summary, and by their rows where a sketch cannot tell.

use std::collections::BTreeMap;

use measure::Verdict;
use measure::quality::{RuleFile, Table, rules};
use measure::summary::{Sort, Summary};

use crate::Error;
use crate::data::{Input, said};
use crate::quality::ruled::outcomes;

/// Rows from which another value in every one of them is more than chance.
const MANY: u64 = 100;

/// The rule by which rows tell.
const UNIQUE: &str = "unique";

/// Whether each column holds another value in every row with one; none where the sketch of its values cannot tell and its rows are gone.
pub fn differing(input: &Input, summary: &Summary, threads: usize) -> Result<BTreeMap<String, Option<bool>>, Error> {
    let mut known: BTreeMap<String, Option<bool>> =
        summary.columns.iter().map(|it| (it.name.clone(), it.differs_everywhere())).collect();
    let Input::Data(source) = input else { return Ok(known) };
    let open = summary.columns.iter().filter(|it| it.may_name() && it.differs_everywhere().is_none());
    let asked = |name: &String| RuleFile { check: UNIQUE.into(), column: Some(name.clone()), ..RuleFile::default() };
    let rules = rules(open.map(|it| asked(&it.name)).collect()).map_err(said)?;
    let shape = Table { rows: summary.rows, ..Table::default() };
    for (rule, outcome) in rules.iter().zip(outcomes(source, &rules, shape, threads)?) {
        known.extend(rule.columns().into_iter().map(|it| (it.to_owned(), Some(outcome.verdict == Verdict::Pass))));
    }
    Ok(known)
}

/// Columns of words or whole numbers with another value in every row, as an identifier has; also those that may be one, of which only a
/// summary is left.
pub fn identifiers<'a>(input: &Input, summary: &'a Summary, threads: usize) -> Result<Vec<&'a str>, Error> {
    let known = differing(input, summary, threads)?;
    let sorted = summary.columns.iter().filter(|it| matches!(it.sort, Some(Sort::Integer | Sort::Words)));
    let many = sorted.filter(|it| it.values() >= MANY && known.get(&it.name) != Some(&Some(false)));
    Ok(many.map(|it| it.name.as_str()).collect())
}
