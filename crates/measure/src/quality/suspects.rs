//! Findings that need no rule: numbers among words, spellings of one word, and values that look like another unit.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::summary::{ColumnSummary, Ranked};

/// Something that somebody should look at.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Suspect {
    /// The column.
    pub column: String,
    /// `mixed_types`, `spellings` or `unit_jump`.
    pub finding: &'static str,
    /// Rows that it is about.
    pub rows: u64,
    /// What was found, in words.
    pub sentence: String,
}

/// Factors between units that are confused: tens, dozens, inches, pounds, kilometres and their inverses.
pub(crate) const FACTORS: &[(f64, &str)] = &[
    (1000.0, "1000, as grams for kilograms"),
    (100.0, "100, as cents for euros or metres for centimetres"),
    (60.0, "60, as seconds for minutes"),
    (12.0, "12, as months for years"),
    (10.0, "10, as millimetres for centimetres"),
    (2.54, "2.54, as inches for centimetres"),
    (2.2046, "2.2046, as pounds for kilograms"),
    (1.6093, "1.6093, as miles for kilometres"),
];

/// Share of values from which a second cluster is more than a few slips.
const CLUSTER: f64 = 0.005;
/// Distinct values from which it is more than a few words for numbers.
const DISTINCT: usize = 10;
/// Quartiles of a normal distribution lie so many standard deviations apart.
const QUARTILES: f64 = 1.349;
/// Standard deviations of the logarithm from which a value is far from the others.
const FAR: f64 = 4.0;
/// How much wider or narrower on the scale of ratios the second cluster may be.
const ALIKE: f64 = 3.0;
/// Values in the middle between both, as a share of those in the second: fewer, or both are one tail.
const VALLEY: f64 = 0.5;
/// The factor up to which two clusters of like size may be two groups in one unit.
const ALIKE_GROUPS: f64 = 10.0;
/// How far, as a logarithm, the ratio of the medians may be from the factor.
const OFF: f64 = 0.2;

/// The findings of a column.
pub fn suspects(summary: &ColumnSummary) -> Vec<Suspect> {
    match summary.is_numeric() {
        true => unit_jump(summary).into_iter().collect(),
        false => mixed(summary).into_iter().chain(spellings(summary)).collect(),
    }
}

/// Words of which some are numbers and some are not.
fn mixed(summary: &ColumnSummary) -> Option<Suspect> {
    let (words, _) = summary.word_counts();
    let (numbers, others): (Vec<_>, Vec<_>) =
        words.iter().filter(|it| !it.0.is_empty()).partition(|it| it.0.trim().parse::<f64>().is_ok());
    let of = |some: &[&(String, u64)]| some.iter().map(|it| it.1).sum::<u64>();
    let (number, other) = (of(&numbers), of(&others));
    let (few, kind, example) = match number > other {
        true => (other, "words among numbers", others.first()?),
        false => (number, "numbers among words", numbers.first()?),
    };
    let sentence = format!("{few} {kind}, such as `{}`", example.0);
    Some(Suspect { column: summary.name.clone(), finding: "mixed_types", rows: few, sentence })
}

/// Words that differ only in case, spaces or marks.
fn spellings(summary: &ColumnSummary) -> Option<Suspect> {
    let mut alike = BTreeMap::<String, Vec<(String, u64)>>::new();
    for (word, count) in summary.word_counts().0 {
        let plain: String = word.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        if !plain.is_empty() {
            alike.entry(plain).or_default().push((word, count));
        }
    }
    let several: Vec<_> = alike.into_values().filter(|it| it.len() > 1).collect();
    let first = several.first()?;
    let rows = several.iter().map(|it| it.iter().skip(1).map(|it| it.1).sum::<u64>()).sum();
    let spelled: Vec<String> = first.iter().map(|it| format!("`{}`", it.0)).collect();
    let sentence = format!("{} words in several spellings, such as {}", several.len(), spelled.join(" and "));
    Some(Suspect { column: summary.name.clone(), finding: "spellings", rows, sentence })
}

/// Positive numbers of which some lie far from the others, all by about one factor between units: far by the spread of the others, spread
/// alike, and with fewer between than among them, so that they are a second cluster and not one long tail.
fn unit_jump(summary: &ColumnSummary) -> Option<Suspect> {
    let ranked = summary.ranked();
    if ranked.n() < 100 || ranked.quantile(0.0)? <= 0.0 {
        return None;
    }
    let (rows, words) = splits(&ranked)?.into_iter().find_map(|(at, least)| cluster(&ranked, at, least))?;
    let sentence = format!("{rows} values apart from the others by a factor of about {words}");
    Some(Suspect { column: summary.name.clone(), finding: "unit_jump", rows, sentence })
}

/// Where two clusters may part, and the least factor that counts there: far above and far below the middle half of all values, which
/// holds while one cluster has most of them, and in the widest gap between the hundredths of the middle, where two groups of people or
/// things would lie as well, though seldom ten times apart.
fn splits(ranked: &Ranked) -> Option<[(f64, f64); 3]> {
    let at = |q: f64| ranked.quantile(q);
    let (middle, usual) = (at(0.5)?, (at(0.75)? / at(0.25)?).ln() / QUARTILES);
    let hundredths: Vec<f64> = (10..=90).filter_map(|it| at(f64::from(it) / 100.0)).collect();
    let gap = |it: &&[f64]| it[1] / it[0];
    let widest = hundredths.windows(2).max_by(|a, b| gap(a).total_cmp(&gap(b)))?;
    let far = |sign: f64| middle * (sign * FAR * usual).exp();
    Some([(far(1.0), 1.0), (far(-1.0), 1.0), ((widest[0] * widest[1]).sqrt(), ALIKE_GROUPS)])
}

/// The rows of the smaller of two clusters that part at `split`, and the factor between their medians.
fn cluster(ranked: &Ranked, split: f64, least: f64) -> Option<(u64, &'static str)> {
    let (n, below) = (ranked.n(), ranked.below(split).0);
    let above = n - below < below;
    let rows = if above { n - below } else { below };
    let share = rows as f64 / n as f64;
    let is = |it: &(f64, u64)| (it.0 >= split) == above;
    if share < CLUSTER || ranked.steps().filter(is).take(DISTINCT).count() < DISTINCT {
        return None;
    }
    // Quantiles of the smaller cluster, and of the others.
    let theirs = |q: f64| ranked.quantile(if above { 1.0 - share * (1.0 - q) } else { share * q });
    let others = |q: f64| ranked.quantile(if above { (1.0 - share) * q } else { share + (1.0 - share) * q });
    let spread = |of: &dyn Fn(f64) -> Option<f64>| Some((of(0.75)? / of(0.25)?).ln() / QUARTILES);
    let (centre, own, middle, usual) = (theirs(0.5)?, spread(&theirs)?, others(0.5)?, spread(&others)?);
    let apart = (centre / middle).ln().abs();
    let off = |it: &(f64, &str)| (apart - it.0.ln()).abs();
    let factor = FACTORS.iter().min_by(|a, b| off(a).total_cmp(&off(b)))?;
    let window = (usual.max(own) / 2.0).min(apart / 4.0);
    let around = |centre: f64| (ranked.below(centre * window.exp()).1 - ranked.below(centre / window.exp()).0) as f64;
    let valley = around((centre * middle).sqrt()) < VALLEY * around(centre);
    let alike = own <= ALIKE * usual && usual <= ALIKE * own;
    let far = usual > 0.0 && apart >= FAR * usual;
    (off(factor) <= OFF && factor.0 >= least && alike && valley && far).then_some((rows, factor.1))
}
