//! What the limits of a plan say about the numbers, the word and the sentence for it.
//!
//! Not enough data is not a pass: what is inconclusive or cannot be assessed has words of its own.

use measure::estimate::Limit;
use measure::report::{Line, Rule, judge};
use measure::{Measured, Undefined, Verdict};

use super::number;
use super::report::Ruling;

/// The rulings of limits on the lines.
pub fn rulings(lines: &[Line], rules: &[Rule]) -> Vec<Ruling> {
    let one = |it: measure::report::Judged| {
        let line = lines.iter().find(|line| line.metric == it.metric && line.of == it.of);
        let why = if let Verdict::NotAssessable { why } = &it.verdict { why.clone() } else { "not measured".into() };
        Ruling {
            wanted: number::limit(it.limit),
            limit: Some(it.limit),
            found: line.map_or_else(|| Err(Undefined::because(why)).into(), |line| line.value.clone()),
            between: line.and_then(|line| line.between.clone()),
            examples: Vec::new(),
            rule: it.metric,
            of: it.of,
            verdict: it.verdict,
            p: None,
            adjusted_p: None,
        }
    };
    judge(lines, rules).into_iter().map(one).collect()
}

/// A ruling of a family's own, without groups and examples.
pub fn ruling(
    rule: &str,
    of: impl Into<String>,
    limit: Option<Limit>,
    found: &Measured,
    verdict: &Verdict,
    wanted: String,
) -> Ruling {
    let (rule, of) = (rule.to_owned(), of.into());
    let (found, verdict) = (found.clone(), verdict.clone());
    Ruling { rule, of, wanted, limit, found, verdict, p: None, adjusted_p: None, between: None, examples: vec![] }
}

/// The verdict of the whole: a failure counts before what cannot be assessed, that before what is inconclusive.
pub fn overall(rulings: &[Ruling]) -> Option<Verdict> {
    rulings.iter().map(|it| &it.verdict).max_by_key(|it| it.rank()).cloned()
}

/// The word of a verdict.
pub fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "fail",
        Verdict::Inconclusive => "inconclusive",
        Verdict::NotAssessable { .. } => "not assessable",
    }
}

/// The verdict of the whole in a sentence.
pub fn sentence(overall: Option<&Verdict>, rulings: &[Ruling]) -> String {
    let count = |of: u8| rulings.iter().filter(|it| it.verdict.rank() == of).count();
    let all = rulings.len();
    match overall {
        None => "measured without a verdict: the plan holds no limit; name a plan with --plan".to_owned(),
        Some(Verdict::Pass) => format!("pass: {all} of {all} rules kept"),
        Some(Verdict::Fail) => format!("fail: {} of {all} rules broken", count(3)),
        Some(Verdict::Inconclusive) => {
            format!("inconclusive: {} of {all} rules waiting for more data, none broken", count(1))
        }
        Some(Verdict::NotAssessable { why }) => {
            format!("not assessable: {} of {all} rules without a number, the last because {why}", count(2))
        }
    }
}
