//! What attempts say of the questions of a quiz: how many get each right, and whether those who know more get it right more often. Pure.
//!
//! Difficulty is the share of right answers with its exact interval. Discrimination is the correlation of a question with the score on all others
//! (so that it does not correlate with itself), with the interval of Fisher's z. Serves ISO/IEC 42001 7.2.

use measure::Interval;
use measure::inference::distribution::two_sided;
use measure::inference::share::clopper_pearson;
use serde::Serialize;

/// What is wrong with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// Everybody gets it right, so it tells nobody apart.
    EveryonePasses,
    /// Nobody gets it right.
    NobodyPasses,
    /// Those who know more get it wrong more often; the right answer may be the wrong one.
    Negative,
    /// Too few attempts to say.
    NotAssessable,
}

impl Flag {
    /// The flag in words.
    pub fn says(self) -> &'static str {
        match self {
            Flag::EveryonePasses => "everybody gets it right, so that it tells nobody apart",
            Flag::NobodyPasses => "nobody gets it right; look at the question and at the answer that counts as right",
            Flag::Negative => "those who know more get it wrong more often; look at the answer that counts as right",
            Flag::NotAssessable => "not assessable: too few people took it",
        }
    }
}

/// A question over all attempts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// Its place in the quiz, from 1 on.
    pub question: usize,
    /// How many attempts there are.
    pub n: u64,
    /// How many got it right.
    pub right: u64,
    /// The exact interval of the share that gets it right; nothing without attempts.
    pub share: Option<Interval>,
    /// Its correlation with the score on the other questions; nothing where one of both does not vary.
    pub discrimination: Option<f64>,
    /// The interval of that correlation.
    pub within: Option<(f64, f64)>,
    /// What is wrong with it.
    pub flag: Option<Flag>,
}

/// Each question over attempts, of which each says per question whether it was right; `least` attempts are needed to say something.
pub fn items(attempts: &[Vec<bool>], questions: usize, least: u64, level: f64) -> Vec<Item> {
    let n = attempts.len() as u64;
    let one = |question: usize| {
        let got = |it: &Vec<bool>| it.get(question).copied().unwrap_or_default();
        let right = attempts.iter().filter(|it| got(it)).count() as u64;
        let pairs: Vec<(f64, f64)> = attempts
            .iter()
            .map(|it| {
                let others = it.iter().enumerate().filter(|of| of.0 != question && *of.1).count();
                (f64::from(u8::from(got(it))), others as f64)
            })
            .collect();
        let discrimination = correlation(&pairs);
        let within = discrimination.and_then(|it| fisher(it, n, two_sided(level)));
        let flag = match (n < least, right) {
            (true, _) => Some(Flag::NotAssessable),
            (_, all) if all == n => Some(Flag::EveryonePasses),
            (_, 0) => Some(Flag::NobodyPasses),
            _ => within.filter(|it| it.1 < 0.0).map(|_| Flag::Negative),
        };
        let share = (n > 0).then(|| clopper_pearson(right, n, level));
        Item { question: question + 1, n, right, share, discrimination, within, flag }
    };
    (0..questions).map(one).collect()
}

/// Pearson's correlation; nothing where one side does not vary.
pub(in crate::competence) fn correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let n = pairs.len() as f64;
    let (a, b) = (pairs.iter().map(|it| it.0).sum::<f64>() / n, pairs.iter().map(|it| it.1).sum::<f64>() / n);
    let both: f64 = pairs.iter().map(|it| (it.0 - a) * (it.1 - b)).sum();
    let (own, other): (f64, f64) =
        (pairs.iter().map(|it| (it.0 - a).powi(2)).sum(), pairs.iter().map(|it| (it.1 - b).powi(2)).sum());
    (own > 0.0 && other > 0.0).then(|| both / (own * other).sqrt())
}

/// Fisher's interval of a correlation: normal on the scale of its inverse hyperbolic tangent.
fn fisher(r: f64, n: u64, z: f64) -> Option<(f64, f64)> {
    if n < 4 || r.abs() >= 1.0 {
        return None;
    }
    let (at, half) = (r.atanh(), z / ((n - 3) as f64).sqrt());
    Some(((at - half).tanh(), (at + half).tanh()))
}
