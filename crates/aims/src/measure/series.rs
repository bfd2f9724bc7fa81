//! `aims measure series`: one column of numbers in the order of its rows, by control chart, CUSUM, evidence and change points.

use assess::data::{Input, batch, table};
use assess::number::number;
use clap::{Args, ValueEnum};
use measure::inference::control::Cusum;
use measure::inference::series::{Look, Series as Found, series};
use serde_json::{Value, json};

use super::arguments::Reading;
use crate::context::Context;
use crate::exit::{Failure, verdict::FAIL};
use crate::table::Table;

/// The run rules of a control chart in words, by their number.
const RULES: &[&str] = &[
    "beyond three sigma",
    "nine in a row on one side of the centre",
    "six in a row rising or falling",
    "fourteen in a row up and down in turn",
    "two of three beyond two sigma on one side",
    "four of five beyond one sigma on one side",
    "fifteen in a row within one sigma",
    "eight in a row beyond one sigma on both sides",
];

/// Signals that are shown; JSON holds all.
const SHOWN: usize = 30;

/// Arguments of `aims measure series`.
#[derive(Debug, Args)]
pub struct Series {
    /// Files of data, whose rows stand in the order of time
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// Column with the numbers
    #[arg(long, value_name = "COLUMN")]
    column: String,
    /// Last row of the time in which everything was in order; centre and spread come from it [default: all rows]
    #[arg(long, value_name = "ROW")]
    reference_until: Option<usize>,
    /// Half the shift that CUSUM looks for, in sigma
    #[arg(long, default_value_t = 0.5, value_name = "SIGMA")]
    slack: f64,
    /// Sum at which CUSUM signals, in sigma
    #[arg(long, default_value_t = 5.0, value_name = "SIGMA")]
    height: f64,
    /// Chance of a false alarm of the evidence over the whole series
    #[arg(long, default_value_t = 0.05, value_name = "CHANCE")]
    alpha: f64,
    /// What ends with exit code 1 where it signals after the reference; several count together [default: nothing]
    #[arg(long, value_name = "WHAT")]
    gate: Vec<Gate>,
    /// How text is read.
    #[command(flatten)]
    reading: Reading,
}

/// What may stop a pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Gate {
    /// A signal of the control chart
    Chart,
    /// The signal of CUSUM
    Cusum,
    /// The alarm of the evidence
    Evidence,
}

impl Series {
    /// Prints what was found; a gate that signals ends with the exit code of a failure.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        self.check()?;
        let input = Input::open("data", &self.files, &self.reading.options())?;
        let table = table(input.source("series")?, &[self.column.as_str()], assess::run::cores())?;
        let batch = batch(&table)?;
        let column = batch.column(&self.column).map_err(assess::data::said)?;
        let numbers = column.numbers().map_err(assess::data::said)?;
        // Rows keep their numbers, also where some of them hold no value.
        let known: Vec<(usize, f64)> =
            numbers.iter().copied().enumerate().filter(|it| it.1.is_finite()).map(|it| (it.0 + 1, it.1)).collect();
        let rows: Vec<usize> = known.iter().map(|it| it.0).collect();
        let values: Vec<f64> = known.iter().map(|it| it.1).collect();
        let reference = self.reference_until.map(|until| rows.iter().filter(|it| **it <= until).count());
        let look = Look { reference, cusum: Cusum { slack: self.slack, height: self.height }, alpha: self.alpha };
        let found = series(&values, look)
            .map_err(|none| Failure::input(format!("the series `{}` cannot be looked at: {none}", self.column)))?;
        if !context.output.json(&self.told(&found, &rows, numbers.len())) {
            self.say(context, &found, &rows, numbers.len());
        }
        match self.gate.iter().any(|it| it.signals(&found, reference.unwrap_or(0))) {
            true => Err(Failure::Verdict(FAIL)),
            false => Ok(()),
        }
    }

    fn check(&self) -> Result<(), Failure> {
        let wrong = |option: &str, value: f64, what: &str| {
            Err(Failure::input(format!("`--{option} {value}` is no {what}; give another number")))
        };
        match () {
            () if !(self.alpha > 0.0 && self.alpha < 1.0) => wrong("alpha", self.alpha, "chance between 0 and 1"),
            () if !(self.height > 0.0 && self.height <= 100.0) => {
                wrong("height", self.height, "sum above 0 and up to 100")
            }
            () if !(self.slack >= 0.0 && self.slack <= 10.0) => wrong("slack", self.slack, "shift from 0 to 10"),
            () => Ok(()),
        }
    }

    /// The answer for programs, places as rows counted from 1.
    fn told(&self, it: &Found, rows: &[usize], all: usize) -> Value {
        let row = |at: usize| rows.get(at).copied();
        let signals: Vec<Value> =
            it.signals.iter().map(|it| json!({ "row": row(it.at), "rule": it.rule, "what": words(it.rule) })).collect();
        let segments: Vec<Value> =
            it.segments.iter().map(|it| json!({ "from_row": row(it.from), "n": it.n, "mean": it.mean })).collect();
        json!({
            "column": self.column,
            "rows": all,
            "without_value": all - rows.len(),
            "reference_until": self.reference_until,
            "centre": it.chart.centre,
            "sigma": it.chart.sigma,
            "limits": [it.chart.centre - 3.0 * it.chart.sigma, it.chart.centre + 3.0 * it.chart.sigma],
            "signals": signals,
            "cusum": {
                "slack": self.slack,
                "height": self.height,
                "run_length": it.cusum_run_length,
                "signal_row": it.cusum.and_then(row),
            },
            "evidence": { "alpha": self.alpha, "last": it.evidence, "alarm_row": it.alarm.and_then(row) },
            "segments": segments,
        })
    }

    /// The answer for people.
    fn say(&self, context: &Context, it: &Found, rows: &[usize], all: usize) {
        let (out, place) = (&context.output, |at: usize| rows.get(at).map_or_else(String::new, usize::to_string));
        let low_and_high = [-3.0, 3.0].map(|by| number(it.chart.centre + by * it.chart.sigma));
        let of = self.reference_until.map_or("all rows".to_owned(), |until| format!("rows up to {until}"));
        out.line(format!("series `{}`: {} values", self.column, it.n));
        if all > rows.len() {
            out.line(format!("  {} rows hold no number and are left out", all - rows.len()));
        }
        let centre = number(it.chart.centre);
        out.line(format!("chart     centre {centre}, limits {} and {}, from {of}", low_and_high[0], low_and_high[1]));
        let found = it.cusum.map_or("no signal".to_owned(), |at| format!("signals at row {}", place(at)));
        let length = number(it.cusum_run_length.round());
        out.line(format!("CUSUM     {found}; one in {length} values would by chance"));
        let found = it.alarm.map_or("no alarm".to_owned(), |at| format!("alarm at row {}", place(at)));
        let (last, alpha) = (number(it.evidence), number(self.alpha));
        out.line(format!(
            "evidence  {found}; it ends at {last}, and ever reaches {} by chance with at most {alpha}",
            number(1.0 / self.alpha)
        ));
        let mut table = Table::new(["segment from row", "values", "mean"]);
        it.segments.iter().for_each(|it| {
            table.row([place(it.from), it.n.to_string(), number(it.mean)]);
        });
        out.table(&table);
        if !it.signals.is_empty() {
            let mut table = Table::new(["row", "rule", "what"]);
            it.signals.iter().take(SHOWN).for_each(|it| {
                table.row([place(it.at), it.rule.to_string(), words(it.rule).to_owned()]);
            });
            out.table(&table);
            if it.signals.len() > SHOWN {
                out.line(format!("… and {} more; --format json has all", it.signals.len() - SHOWN));
            }
        }
    }
}

impl Gate {
    /// Whether it signals at a value after the first `reference` ones, from which the limits come.
    fn signals(self, it: &Found, reference: usize) -> bool {
        match self {
            Gate::Chart => it.signals.iter().any(|it| it.at >= reference),
            Gate::Cusum => it.cusum.is_some_and(|at| at >= reference),
            Gate::Evidence => it.alarm.is_some_and(|at| at >= reference),
        }
    }
}

/// A run rule in words.
fn words(rule: u8) -> &'static str {
    RULES.get(usize::from(rule).saturating_sub(1)).copied().unwrap_or_default()
}
