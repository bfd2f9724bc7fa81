//! What became of a rule: how many rows were asked, how many did not comply, and the verdict.

use std::borrow::Cow;

use serde::Serialize;

use super::hash::Counts;
use super::rows::{meant, no_value};
use super::rule::Rule;
use super::tally::{State, Tally};
use crate::estimate::{Estimate, Fraction, Measured, Undefined, Verdict};
use crate::spelling::spelled;
use crate::summary::{ColumnSummary, Sort};

/// Checks of a number that is a day in a column of days and a moment in one of moments.
const IN_UNITS: [&str; 5] = ["minimum", "maximum", "mean", "median", "quantile"];

/// Values that do not comply and are told.
const TOLD: usize = 20;

/// The outcome of a rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// The name of the rule.
    pub rule: String,
    /// What was checked.
    pub check: String,
    /// Whether the data comply.
    pub verdict: Verdict,
    /// Rows that were asked; rows without a value are mostly not.
    pub asked: u64,
    /// Rows that do not comply.
    pub broken: u64,
    /// The share of rows that comply, or the number that was checked.
    pub value: Measured,
    /// Rows that do not comply, from 0, with their values; the first few.
    pub examples: Vec<(u64, String)>,
    /// What was found, where it is no number.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<String>,
}

/// What is known of the table beyond the rows.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// All columns, in order.
    pub columns: Vec<String>,
    /// Rows.
    pub rows: u64,
    /// Rows of the reference, where one was named.
    pub reference: Option<u64>,
    /// The moment for which freshness is asked, in microseconds since 1970-01-01T00:00:00Z.
    pub now: Option<i64>,
}

impl Tally {
    /// The outcome, once everything is counted.
    pub fn outcome(self, rule: &Rule, table: &Table) -> Outcome {
        let outcome = Outcome {
            rule: rule.name(),
            check: rule.check().to_owned(),
            verdict: Verdict::Pass,
            asked: self.asked,
            broken: self.broken,
            value: Err(Undefined::because("not measured")).into(),
            examples: self.examples,
            found: Vec::new(),
        };
        if let Some(lacking) = rule.needed().into_iter().find(|it| !table.columns.iter().any(|known| known == it)) {
            return outcome.not_assessable(format!("there is no column `{lacking}`"));
        }
        if let Some(why) = self.unfit {
            return outcome.not_assessable(why);
        }
        match self.state {
            State::Rows if rule.columns().is_empty() => outcome.of_table(rule, table, self.kept),
            State::Rows | State::Order { .. } => outcome.by_share(rule),
            State::Seen(seen) => outcome.of_seen(rule, &seen),
            State::Far { summary } => outcome.far(rule, &summary),
            State::Summary(summary) => outcome.of_column(rule, &summary, table),
        }
    }
}

impl Outcome {
    fn not_assessable(mut self, why: impl Into<Cow<'static, str>>) -> Outcome {
        let why = why.into();
        self.value = Err(Undefined::because(why.clone())).into();
        self.verdict = Verdict::NotAssessable { why };
        self
    }

    /// A rule about rows holds when the share that complies reaches what is asked.
    fn by_share(mut self, rule: &Rule) -> Outcome {
        if self.asked == 0 {
            // Nothing was asked, so nothing was broken; a column that must have values has a rule of its own.
            let why =
                if rule.when.is_empty() { "no row holds a value" } else { "no row meets the condition with a value" };
            return self.not_assessable(why);
        }
        let kept = self.asked - self.broken;
        let fraction = Some(Fraction { numerator: kept, denominator: self.asked });
        let value = kept as f64 / self.asked as f64;
        self.value = Measured::Estimate(Estimate { value, n: self.asked, fraction, interval: None });
        self.verdict = if value >= rule.mostly() { Verdict::Pass } else { Verdict::Fail };
        self
    }

    /// Rules about how often values stand, each of which was counted.
    fn of_seen(mut self, rule: &Rule, seen: &Counts) -> Outcome {
        let (held, distinct) = (seen.values().map(|&it| u64::from(it)).sum(), seen.len() as f64);
        match rule.check() {
            "distinct" => self.by_number(rule, Some(distinct), held),
            "distinct_share" => self.by_number(rule, (held > 0).then(|| distinct / held as f64), held),
            _ => {
                self.asked = held;
                self.broken = seen.values().filter(|it| **it > 1).map(|&it| u64::from(it)).sum();
                self.by_share(rule)
            }
        }
    }

    fn judged(mut self, holds: bool) -> Outcome {
        self.verdict = if holds { Verdict::Pass } else { Verdict::Fail };
        self
    }

    /// What is judged without a number, and what was seen in its place.
    fn told(mut self, holds: bool, seen: impl Into<Cow<'static, str>>) -> Outcome {
        self.value = Err(Undefined::because(seen)).into();
        self.judged(holds)
    }

    fn by_number(mut self, rule: &Rule, value: Option<f64>, n: u64) -> Outcome {
        let Some(value) = value else { return self.not_assessable("no row holds a value") };
        self.value = Estimate::plain(value, n).into();
        self.judged(rule.within(value))
    }

    fn of_table(mut self, rule: &Rule, table: &Table, kept: u64) -> Outcome {
        let wanted = &rule.file.columns;
        let lacking: Vec<String> = wanted.iter().filter(|it| !table.columns.contains(it)).cloned().collect();
        let further: Vec<String> = table.columns.iter().filter(|it| !wanted.contains(it)).cloned().collect();
        match rule.check() {
            "rows" => {
                let rows = if rule.when.is_empty() { table.rows } else { kept };
                self.by_number(rule, Some(rows as f64), table.rows)
            }
            "rows_to_reference" => match table.reference {
                Some(rows @ 1..) => self.by_number(rule, Some(table.rows as f64 / rows as f64), table.rows),
                Some(0) => self.not_assessable("the reference has no rows"),
                None => {
                    self.not_assessable("no reference was named whose rows could be counted; name it with --reference")
                }
            },
            "column_count" => self.by_number(rule, Some(table.columns.len() as f64), table.rows),
            "exists" => {
                let holds = lacking.is_empty();
                self.found = lacking;
                self.told(holds, if holds { "all of them are there" } else { "columns are lacking" })
            }
            _ => {
                let holds = lacking.is_empty() && further.is_empty() && (!rule.file.strict || *wanted == table.columns);
                self.found = lacking.into_iter().chain(further).collect();
                self.told(holds, if holds { "the columns are these" } else { "the columns are others" })
            }
        }
    }

    /// Numbers further from the mean than so many standard deviations.
    fn far(mut self, rule: &Rule, summary: &ColumnSummary) -> Outcome {
        if !summary.is_numeric() {
            return self.not_assessable("the column holds no numbers");
        }
        let (Ok(deviation), Some(limit)) = (summary.moments.deviation(), rule.high) else {
            return self.not_assessable("the column has no standard deviation");
        };
        let (mean, ranked) = (summary.moments.mean, summary.ranked());
        let (low, high) = (mean - limit * deviation, mean + limit * deviation);
        self.asked = summary.moments.n;
        self.broken = ranked.below(low).0 + (ranked.n() - ranked.below(high).1);
        self.by_share(rule)
    }

    fn of_column(mut self, rule: &Rule, summary: &ColumnSummary, table: &Table) -> Outcome {
        let held = summary.values() - summary.nan;
        let numeric = || summary.is_numeric() && summary.moments.n > 0;
        let ranked = || summary.ranked();
        let of = |number: Option<f64>| number.filter(|_| numeric());
        let value = match rule.check() {
            "minimum" => of(ranked().quantile(0.0)),
            "maximum" => of(ranked().quantile(1.0)),
            "mean" => of(Some(summary.moments.mean)),
            "median" => of(ranked().quantile(0.5)),
            "quantile" => of(ranked().quantile(rule.file.at.unwrap_or(0.5))),
            "deviation" => of(summary.moments.deviation().ok()),
            "sum" => of(Some(told(summary.moments.mean * summary.moments.n as f64))),
            "missing_share" => (summary.rows > 0).then(|| (summary.rows - held) as f64 / summary.rows as f64),
            "freshness" => return self.fresh(rule, summary, table),
            "sort" => return self.sorted(rule, summary),
            "constant" => {
                self.value = Estimate::plain(summary.distinct().count, held).into();
                return self.judged(summary.distinct().count == 1.0);
            }
            _ => return self.values(rule, summary),
        };
        match (value, summary.sort) {
            (Some(at), Some(Sort::Date | Sort::Moment)) if IN_UNITS.contains(&rule.check()) => {
                self.told(rule.within(at), spelled(at.floor(), summary.sort))
            }
            // A share of rows without a value is of all rows.
            _ if rule.check() == "missing_share" => self.by_number(rule, value, summary.rows),
            _ => self.by_number(rule, value, held),
        }
    }

    /// How old the latest day or moment is, in days.
    fn fresh(self, rule: &Rule, summary: &ColumnSummary, table: &Table) -> Outcome {
        const DAY: f64 = 86_400_000_000.0;
        let Some(now) = table.now else {
            return self.not_assessable("no moment was given for which freshness is asked");
        };
        let latest = summary.ranked().quantile(1.0);
        let age = match (summary.sort, latest) {
            (Some(Sort::Date), Some(latest)) => Some((now as f64 / DAY).floor() - latest),
            (Some(Sort::Moment), Some(latest)) => Some((now as f64 - latest) / DAY),
            (Some(Sort::Date | Sort::Moment), None) => None,
            _ => return self.not_assessable("the column holds neither days nor moments"),
        };
        self.by_number(rule, age, summary.moments.n)
    }

    fn sorted(mut self, rule: &Rule, summary: &ColumnSummary) -> Outcome {
        let found = match summary.sort {
            Some(Sort::Number) => "number",
            Some(Sort::Integer) => "integer",
            Some(Sort::Flag) => "flag",
            Some(Sort::Words) => "words",
            Some(Sort::Date) => "date",
            Some(Sort::Moment) => "moment",
            None => return self.not_assessable("the column has no rows"),
        };
        self.found = vec![found.to_owned()];
        let wanted = rule.file.sort.as_deref().unwrap_or("");
        self.told(found == wanted || (found == "integer" && wanted == "number"), format!("the sort is `{found}`"))
    }

    /// Rules about the set of distinct values.
    fn values(mut self, rule: &Rule, summary: &ColumnSummary) -> Outcome {
        let (Some(counted), sort) = (counted(summary), summary.sort) else {
            return self.not_assessable("the column has too many distinct values for a rule about their set");
        };
        let read = |text: &String| match sort {
            Some(Sort::Words) | None => Some(text.clone()),
            Some(Sort::Flag) => meant(text, sort).map(|_| text.clone()),
            _ => meant(text, sort).map(|it| spelled(it, sort)),
        };
        let set = rule.file.values.iter().map(|text| read(text).ok_or(text));
        let set = match set.collect::<Result<Vec<String>, &String>>() {
            Ok(set) => set,
            Err(text) => return self.not_assessable(no_value(text, &summary.name)),
        };
        let strange = counted.iter().map(|it| &it.0).filter(|it| !set.contains(it));
        let lacking = set.iter().filter(|it| !counted.iter().any(|known| known.0 == **it));
        let most = counted.first().map_or(0, |it| it.1);
        let leading = counted.iter().take_while(|it| it.1 == most).map(|it| &it.0);
        let beyond: Vec<String> = match rule.check() {
            "only_values" => strange.cloned().collect(),
            "all_values" => lacking.cloned().collect(),
            "exactly_values" => strange.chain(lacking).cloned().collect(),
            _ if leading.clone().any(|it| set.contains(it)) => Vec::new(),
            _ => leading.cloned().collect(),
        };
        self.found = beyond.into_iter().take(TOLD).collect();
        let holds = self.found.is_empty();
        let seen = match (rule.check(), counted.first()) {
            ("commonest", None) => return self.not_assessable("no row holds a value"),
            ("commonest", Some((value, rows))) => format!("the commonest value is `{value}`, in {rows} rows"),
            (_, _) if holds => "the values are as asked".to_owned(),
            ("only_values", _) => "there are other values".to_owned(),
            ("all_values", _) => "values are lacking".to_owned(),
            _ => "values are lacking, or there are others".to_owned(),
        };
        self.told(holds, seen)
    }
}

/// Every value of a column as text with its rows, the commonest first; none where they are too many to be counted one by one.
fn counted(summary: &ColumnSummary) -> Option<Vec<(String, u64)>> {
    let mut counted: Vec<(String, u64)> = match summary.is_numeric() {
        true => {
            summary.number_counts()?.into_iter().map(|(value, rows)| (spelled(value, summary.sort), rows)).collect()
        }
        false => summary.known_words().map(|_| summary.word_counts().0)?,
    };
    counted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Some(counted)
}

/// A sum to twelve digits: a mean holds fifteen, and the last of a sum made from it are noise that a limit must not meet.
fn told(sum: f64) -> f64 {
    format!("{sum:.11e}").parse().unwrap_or(sum)
}
