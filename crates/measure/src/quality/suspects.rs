//! Findings that need no rule: numbers among words, spellings of one word, and values that look like another unit.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::summary::ColumnSummary;

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

/// Positive numbers in two clusters with an empty space between them, whose medians stand in the ratio of two units.
fn unit_jump(summary: &ColumnSummary) -> Option<Suspect> {
    let ranked = summary.ranked();
    let n = ranked.n();
    if n < 100 || ranked.quantile(0.0)? <= 0.0 {
        return None;
    }
    // the widest space between neighbours, on the scale of ratios, with a cluster on both sides
    let (mut widest, mut before) = ((1.0, 0), None::<(f64, u64)>);
    for (value, up_to) in ranked.steps() {
        if let Some((last, below)) = before {
            let smaller = below.min(n - below) as f64;
            if smaller >= CLUSTER * n as f64 && value / last > widest.0 {
                widest = (value / last, below);
            }
        }
        before = Some((value, up_to));
    }
    let (gap, below) = widest;
    let share = below as f64 / n as f64;
    let (low, high) = (ranked.quantile(share / 2.0)?, ranked.quantile((1.0 + share) / 2.0)?);
    let ratio = high / low;
    let (factor, words) =
        FACTORS.iter().min_by(|a, b| (ratio / a.0).ln().abs().total_cmp(&(ratio / b.0).ln().abs()))?;
    let spread = |from: f64, to: f64| Some(ranked.quantile(to)? / ranked.quantile(from)?);
    // each cluster is narrower than the space between them, so they are two and not one long tail
    let narrow =
        spread(share * 0.1, share * 0.9)?.min(spread(share + 0.1 * (1.0 - share), share + 0.9 * (1.0 - share))?);
    if gap < 1.2 || (ratio / factor).ln().abs() > 0.2 || narrow > ratio {
        return None;
    }
    let rows = below.min(n - below);
    let sentence = format!("{rows} values apart from the others by a factor of about {words}");
    Some(Suspect { column: summary.name.clone(), finding: "unit_jump", rows, sentence })
}
