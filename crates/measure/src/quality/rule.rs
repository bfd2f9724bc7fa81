//! Rules of data quality as data: what must hold, for which columns, and for how large a share of rows.
//!
//! A rule is one table of a TOML file; [`CHECKS`] lists what can be checked and which keys each check takes. Keys that a
//! check does not take are refused, so a mistyped limit is not a rule that always passes.

use regex::Regex;
use serde::{Deserialize, Serialize};

/// A rule as it stands in a file.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RuleFile {
    /// What is checked: a name of [`CHECKS`].
    pub check: String,
    /// A name for reports; the check and its columns when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Share of rows that must comply, 1 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mostly: Option<f64>,
    /// The column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The column that it is compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
    /// The columns of a rule about several, or of the table.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// Values, as text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// Pairs of values, as text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pairs: Vec<(String, String)>,
    /// The least that complies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<Bound>,
    /// The most that complies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<Bound>,
    /// Whether the bounds themselves, or equal neighbours, do not comply.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub strict: bool,
    /// A regular expression that must be found in the word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// The sort of values: `number`, `integer`, `flag`, `words`, `date` or `moment`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    /// The place of a quantile between 0 and 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<f64>,
    /// How a day or time is spelled, in the signs of strftime.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// Conditions that a row must meet for the rule to speak of it: checks of a row alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<RuleFile>,
}

/// A file of rules: one table `[[rule]]` each.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulesFile {
    /// The rules, in order.
    #[serde(default)]
    pub rule: Vec<RuleFile>,
}

/// A bound: a number, or a day or moment as text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Bound {
    /// A number.
    Number(f64),
    /// A day as 2026-01-31 or a moment as 2026-01-31T12:00:00Z.
    Time(String),
}

/// What can be checked: the name, the keys that it needs, the keys that it may have, and what complies.
pub const CHECKS: &[(&str, &[&str], &[&str], &str)] = &[
    // each row of a column; rows without a value are not asked, but by the first two
    ("not_null", &["column"], &["mostly", "when"], "a row with a value"),
    ("null", &["column"], &["mostly", "when"], "a row without a value"),
    ("unique", &["column"], &["mostly", "when"], "a value that no other row has"),
    ("in_set", &["column", "values"], &["mostly", "when"], "one of the values"),
    ("not_in_set", &["column", "values"], &["mostly", "when"], "none of the values"),
    ("range", &["column"], &["low", "high", "strict", "mostly", "when"], "a value between the bounds"),
    ("matches", &["column", "pattern"], &["mostly", "when"], "a word in which the expression is found"),
    ("not_matches", &["column", "pattern"], &["mostly", "when"], "a word in which it is not found"),
    ("length", &["column"], &["low", "high", "mostly", "when"], "a word of so many characters"),
    ("date_format", &["column", "format"], &["mostly", "when"], "a word that spells a day or time in that way"),
    ("json", &["column"], &["mostly", "when"], "a word that is JSON"),
    ("finite", &["column"], &["mostly", "when"], "a number that is not infinite"),
    ("z_score", &["column", "high"], &["mostly", "when"], "a number within so many standard deviations of the mean"),
    ("increasing", &["column"], &["strict", "mostly", "when"], "a value not below the one before"),
    ("decreasing", &["column"], &["strict", "mostly", "when"], "a value not above the one before"),
    // rows of several columns
    ("unique_together", &["columns"], &["mostly", "when"], "values that no other row has together"),
    ("distinct_within_row", &["columns"], &["mostly", "when"], "values that differ from each other"),
    ("equal", &["column", "other"], &["mostly", "when"], "the same value in both columns"),
    ("greater", &["column", "other"], &["strict", "mostly", "when"], "a value not below that of the other column"),
    ("pair_in_set", &["column", "other", "pairs"], &["mostly", "when"], "one of the pairs"),
    ("sum_of", &["columns", "other"], &["mostly", "when"], "columns that add up to the other"),
    ("not_null_together", &["columns"], &["mostly", "when"], "a row with all or none of the values"),
    // a number about a column
    ("minimum", &["column"], &["low", "high", "when"], "the least value between the bounds"),
    ("maximum", &["column"], &["low", "high", "when"], "the greatest value between the bounds"),
    ("mean", &["column"], &["low", "high", "when"], "the mean between the bounds"),
    ("median", &["column"], &["low", "high", "when"], "the median between the bounds"),
    ("deviation", &["column"], &["low", "high", "when"], "the standard deviation between the bounds"),
    ("sum", &["column"], &["low", "high", "when"], "the sum between the bounds"),
    ("quantile", &["column", "at"], &["low", "high", "when"], "the quantile between the bounds"),
    ("distinct", &["column"], &["low", "high", "when"], "so many distinct values"),
    ("distinct_share", &["column"], &["low", "high", "when"], "so many distinct values a row with a value"),
    ("missing_share", &["column"], &["low", "high", "when"], "such a share of rows without a value"),
    ("only_values", &["column", "values"], &["when"], "no distinct value but these"),
    ("all_values", &["column", "values"], &["when"], "each of these values at least once"),
    ("exactly_values", &["column", "values"], &["when"], "these distinct values and no other"),
    ("commonest", &["column", "values"], &["when"], "a commonest value out of these"),
    ("constant", &["column"], &["when"], "one distinct value"),
    ("freshness", &["column", "high"], &["when"], "a latest day or moment not older than so many days"),
    // the table
    ("sort", &["column", "sort"], &[], "values of that sort"),
    ("exists", &["columns"], &[], "a table with these columns"),
    ("columns", &["columns"], &["strict"], "these columns and no other; in this order when strict"),
    ("column_count", &[], &["low", "high"], "so many columns"),
    ("rows", &[], &["low", "high", "when"], "so many rows"),
    ("rows_to_reference", &[], &["low", "high"], "so many rows for each row of the reference"),
];

/// A rule whose keys fit its check.
#[derive(Debug, Clone)]
pub struct Rule {
    pub(super) file: RuleFile,
    pub(super) pattern: Option<Regex>,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
    pub(super) when: Vec<Rule>,
}

/// Why a rule cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("rule {place}: {why}")]
pub struct RuleError {
    /// The number of the rule in its file, from 1.
    pub place: usize,
    /// What is wrong.
    pub why: String,
}

/// Checks rules as they stand in a file.
pub fn rules(files: Vec<RuleFile>) -> Result<Vec<Rule>, RuleError> {
    let one = |(at, file): (usize, RuleFile)| rule(file).map_err(|why| RuleError { place: at + 1, why });
    files.into_iter().enumerate().map(one).collect()
}

/// A rule as it stands in a file, checked.
pub(super) fn rule(file: RuleFile) -> Result<Rule, String> {
    let Some((_, needed, allowed, _)) = CHECKS.iter().find(|it| it.0 == file.check) else {
        let known: Vec<String> = CHECKS.iter().map(|it| format!("`{}`", it.0)).collect();
        return Err(format!("there is no check `{}`; the checks are {}", file.check, known.join(", ")));
    };
    let given = given(&file);
    if let Some(lacking) = needed.iter().find(|it| !given.contains(it)) {
        return Err(format!("`{}` needs `{lacking}`; add it", file.check));
    }
    if let Some(strange) = given.iter().find(|it| !needed.contains(it) && !allowed.contains(it)) {
        return Err(format!("`{}` takes no `{strange}`; leave it out", file.check));
    }
    if allowed.contains(&"low") && !given.contains(&"low") && !given.contains(&"high") {
        return Err(format!("`{}` needs `low` or `high`; add one of them", file.check));
    }
    if file.mostly.is_some_and(|it| !(0.0..=1.0).contains(&it)) {
        return Err("`mostly` is a share; give a number from 0 to 1".to_owned());
    }
    if file.at.is_some_and(|it| !(0.0..=1.0).contains(&it)) {
        return Err("`at` is a share; give a number from 0 to 1".to_owned());
    }
    let pattern = file.pattern.as_deref().map(Regex::new).transpose();
    let pattern = pattern.map_err(|_| "`pattern` is not a regular expression; mend it".to_owned())?;
    let (low, high) = bounds(&file)?;
    if let Some(format) = file.format.as_deref().filter(|it| !super::format::is_one(it)) {
        return Err(format!(
            "`{format}` is no way to spell a day or time; write it in the signs of strftime, as %Y-%m-%d"
        ));
    }
    let when = super::when::conditions(&file.when)?;
    Ok(Rule { pattern, low, high, when, file })
}

/// The keys that a file has, without the name.
fn given(file: &RuleFile) -> Vec<&'static str> {
    let all = [
        ("column", file.column.is_some()),
        ("other", file.other.is_some()),
        ("columns", !file.columns.is_empty()),
        ("values", !file.values.is_empty()),
        ("pairs", !file.pairs.is_empty()),
        ("low", file.low.is_some()),
        ("high", file.high.is_some()),
        ("strict", file.strict),
        ("pattern", file.pattern.is_some()),
        ("sort", file.sort.is_some()),
        ("at", file.at.is_some()),
        ("mostly", file.mostly.is_some()),
        ("format", file.format.is_some()),
        ("when", !file.when.is_empty()),
    ];
    all.into_iter().filter(|it| it.1).map(|it| it.0).collect()
}

/// The bounds of a rule, of which some value can lie between.
fn bounds(file: &RuleFile) -> Result<(Option<f64>, Option<f64>), String> {
    let (low, high) = (bound(file.low.as_ref())?, bound(file.high.as_ref())?);
    let sort = |it: &Bound| match it {
        Bound::Number(_) => "a number",
        Bound::Time(text) if microseconds(text).is_some() => "a moment",
        Bound::Time(_) => "a day",
    };
    if let (Some(one), Some(other)) = (file.low.as_ref().map(sort), file.high.as_ref().map(sort))
        && one != other
    {
        return Err(format!("`low` is {one} and `high` {other}; write both alike"));
    }
    let none = |low: f64, high: f64| low > high || file.strict && low == high;
    if low.zip(high).is_some_and(|(low, high)| none(low, high)) {
        return Err("no value lies between `low` and `high`; exchange them, or leave one out".to_owned());
    }
    Ok((low, high))
}

fn bound(bound: Option<&Bound>) -> Result<Option<f64>, String> {
    match bound {
        None => Ok(None),
        Some(Bound::Number(number)) if number.is_nan() => Err("a bound is no number; write one".to_owned()),
        Some(Bound::Number(number)) => Ok(Some(*number)),
        Some(Bound::Time(text)) => time(text).map(Some).ok_or_else(|| {
            format!(
                "`{text}` is neither a number nor a day such as 2026-01-31 nor a moment with its zone; write it as one"
            )
        }),
    }
}

/// Days since 1970-01-01 of a day, microseconds of a moment.
fn time(text: &str) -> Option<f64> {
    microseconds(text).or_else(|| days(text))
}

/// Microseconds since 1970-01-01T00:00:00Z of a moment with its zone.
pub(super) fn microseconds(text: &str) -> Option<f64> {
    text.parse::<jiff::Timestamp>().ok().map(|it| it.as_microsecond() as f64)
}

/// Days since 1970-01-01 of a day.
pub(super) fn days(text: &str) -> Option<f64> {
    let day: jiff::civil::Date = text.parse().ok()?;
    Some((day.duration_since(jiff::civil::Date::constant(1970, 1, 1)).as_hours() / 24) as f64)
}

impl Rule {
    /// The name for reports.
    pub fn name(&self) -> String {
        let columns = self.columns().join(", ");
        let usual =
            if columns.is_empty() { self.file.check.clone() } else { format!("{} of {columns}", self.file.check) };
        self.file.name.clone().unwrap_or_else(|| format!("{usual}{}", self.condition()))
    }

    /// The conditions in words, empty where there is none.
    fn condition(&self) -> String {
        let told: Vec<String> = self.when.iter().map(Rule::name).collect();
        if told.is_empty() { String::new() } else { format!(" when {}", told.join(" and ")) }
    }

    /// What is checked.
    pub fn check(&self) -> &str {
        &self.file.check
    }

    /// What complies, in words; what is strict says so.
    pub fn wanted(&self) -> &'static str {
        match (self.check(), self.file.strict) {
            ("range", true) => "a value between the bounds and not on them",
            ("increasing", true) => "a value above the one before",
            ("decreasing", true) => "a value below the one before",
            ("greater", true) => "a value above that of the other column",
            ("columns", true) => "these columns and no other, in this order",
            (check, _) => CHECKS.iter().find(|it| it.0 == check).map_or("", |it| it.3),
        }
    }

    /// The rule as it stands in a file.
    pub fn file(&self) -> &RuleFile {
        &self.file
    }

    /// The columns that must be read for the rule, those of its conditions among them; none for rules about the table.
    pub fn needed(&self) -> Vec<&str> {
        self.columns().into_iter().chain(self.when.iter().flat_map(Rule::columns)).collect()
    }

    /// The columns that the rule is about; none for rules about the table.
    pub fn columns(&self) -> Vec<&str> {
        match self.file.check.as_str() {
            "exists" | "columns" | "column_count" | "rows" | "rows_to_reference" => Vec::new(),
            _ => [self.file.column.as_deref(), self.file.other.as_deref()]
                .into_iter()
                .flatten()
                .chain(self.file.columns.iter().map(String::as_str))
                .collect(),
        }
    }

    /// The share of rows that must comply.
    pub fn mostly(&self) -> f64 {
        self.file.mostly.unwrap_or(1.0)
    }

    /// Whether `value` lies between the bounds.
    pub(super) fn within(&self, value: f64) -> bool {
        let strict = self.file.strict;
        self.low.is_none_or(|low| if strict { value > low } else { value >= low })
            && self.high.is_none_or(|high| if strict { value < high } else { value <= high })
    }
}
