//! `aims measure power`: how many rows show a difference between two shares, or what the rows at hand can show.

use assess::number::{number, rows};
use clap::Args;
use measure::Undefined;
use measure::inference::power::{
    of_difference, rows_for_difference, rows_for_ratio, rows_for_width, smallest_fall, smallest_gap,
};
use serde_json::{Map, Value, json};

use crate::context::Context;
use crate::exit::Failure;

/// Arguments of `aims measure power`.
#[derive(Debug, Args)]
pub struct Power {
    /// Share of one side that is expected, such as the selection rate of the reference group
    #[arg(long, value_name = "SHARE")]
    rate: f64,
    /// Difference of the other side's share that should be seen, with its sign
    #[arg(long, value_name = "DIFFERENCE", allow_negative_numbers = true)]
    gap: Option<f64>,
    /// Rows of one side; tells the power that they have for --gap, or without it the smallest difference that they show
    #[arg(long, value_name = "ROWS", value_parser = clap::value_parser!(u64).range(1..))]
    rows: Option<u64>,
    /// Rows of the other side [default: as many]
    #[arg(long, value_name = "ROWS", requires = "rows", value_parser = clap::value_parser!(u64).range(1..))]
    other_rows: Option<u64>,
    /// True ratio of the other side's share to --rate that should be seen to keep or to break --limit
    #[arg(long, value_name = "RATIO")]
    ratio: Option<f64>,
    /// Limit that a ratio is held against, such as 0.8 for the four-fifths rule
    #[arg(long, value_name = "RATIO", requires = "ratio")]
    limit: Option<f64>,
    /// Half width that the interval of the share should have
    #[arg(long, value_name = "WIDTH")]
    half_width: Option<f64>,
    /// Chance of seeing what is there
    #[arg(long, default_value_t = 0.8, value_name = "CHANCE")]
    power: f64,
    /// Level of intervals; the test is two-sided at what is left
    #[arg(long, default_value_t = 0.95, value_name = "LEVEL")]
    level: f64,
}

/// One answer: its key, its number, and the sentence.
type Answer = (&'static str, Value, String);

impl Power {
    /// Prints every answer that the words ask for.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        self.check()?;
        let answers: Vec<Answer> =
            [self.of_gap()?, self.of_rows()?, self.of_ratio()?, self.of_width()?].into_iter().flatten().collect();
        if answers.is_empty() {
            return Err(Failure::input(
                "say what should be seen: --gap DIFFERENCE, --ratio RATIO --limit RATIO or --half-width WIDTH, or --rows ROWS for what these can show",
            ));
        }
        let all: Map<String, Value> =
            answers.iter().map(|(key, value, _)| ((*key).to_owned(), value.clone())).collect();
        if !context.output.json(&json!({ "rate": self.rate, "level": self.level, "power": self.power, "answers": all }))
        {
            answers.iter().for_each(|it| context.output.line(&it.2));
        }
        Ok(())
    }

    fn check(&self) -> Result<(), Failure> {
        let share = |it: f64| it > 0.0 && it < 1.0;
        let wrong = |option: &str, value: f64, what: &str| {
            Err(Failure::input(format!(
                "`--{option} {value}` is no {what}; give a number between 0 and 1, ends excluded"
            )))
        };
        match () {
            () if !share(self.rate) => wrong("rate", self.rate, "share"),
            () if !share(self.power) => wrong("power", self.power, "chance"),
            () if !share(self.level) => wrong("level", self.level, "level"),
            () if self.half_width.is_some_and(|it| !share(it)) => {
                wrong("half-width", self.half_width.unwrap_or_default(), "width of an interval")
            }
            () if self.gap.is_some_and(|it| it == 0.0 || !share(self.rate + it)) => Err(Failure::input(format!(
                "a difference of {} from a share of {} gives no other share between 0 and 1; give another --gap",
                self.gap.unwrap_or_default(),
                self.rate
            ))),
            () if self.ratio.is_some() != self.limit.is_some() => {
                Err(Failure::input("a ratio needs the limit that it is held against; add --limit, such as 0.8"))
            }
            () if self.ratio.is_some() && (self.ratio == self.limit || self.limit.is_some_and(|it| it <= 0.0)) => {
                Err(Failure::input(
                    "no number of rows tells a ratio from a limit that is the same or not above 0; give another",
                ))
            }
            () => Ok(()),
        }
    }

    /// Both sides' rows, where somebody told them.
    fn sides(&self) -> Option<(u64, u64)> {
        self.rows.map(|it| (it, self.other_rows.unwrap_or(it)))
    }

    /// Rows for a gap, or the power of those at hand.
    fn of_gap(&self) -> Result<Option<Answer>, Failure> {
        let Some(gap) = self.gap else { return Ok(None) };
        let other = self.rate + gap;
        let shares = format!("shares of {} and {}", number(self.rate), number(other));
        Ok(Some(match self.sides() {
            None => {
                let need = rows_for_difference(other, self.rate, self.level, self.power).map_err(said)?;
                let sentence = format!("{} rows on each side tell {shares} apart, {}", rows(need), self.promise());
                ("rows_on_each_side", json!(need), sentence)
            }
            Some((one, two)) => {
                let power = of_difference(other, two as f64, self.rate, one as f64, self.level).map_err(said)?;
                let sentence = format!(
                    "{} and {} rows tell {shares} apart with a chance of {}, at a level of {}",
                    rows(one),
                    rows(two),
                    number(power),
                    number(self.level)
                );
                ("power", json!(power), sentence)
            }
        }))
    }

    /// The smallest rise and the smallest fall that the rows at hand show.
    fn of_rows(&self) -> Result<Option<Answer>, Failure> {
        let Some((one, two)) = self.sides().filter(|_| self.gap.is_none()) else { return Ok(None) };
        let ask = |way: fn(f64, f64, f64, f64, f64) -> Result<f64, Undefined>| {
            way(self.rate, two as f64, one as f64, self.level, self.power)
        };
        let (rise, fall) = (ask(smallest_gap), ask(smallest_fall));
        if let (Err(none), Err(_)) = (&rise, &fall) {
            return Err(said(none.clone()));
        }
        let told = |it: &Result<f64, Undefined>, to: &str, way: &str| match it {
            Ok(it) => format!("{to} {} or more {way} {}", number(*it), number(self.rate)),
            Err(_) => format!("no {} {way} {}", to.trim_start_matches("a ").trim_end_matches(" by"), number(self.rate)),
        };
        let sentence = format!(
            "{} and {} rows show {} and {}, {}",
            rows(one),
            rows(two),
            told(&rise, "a rise by", "above"),
            told(&fall, "a fall by", "below"),
            self.promise()
        );
        let found = json!({ "rise": rise.ok(), "fall": fall.ok() });
        Ok(Some(("smallest_gap", found, sentence)))
    }

    /// Rows for a ratio against its limit.
    fn of_ratio(&self) -> Result<Option<Answer>, Failure> {
        let Some((ratio, limit)) = self.ratio.zip(self.limit) else { return Ok(None) };
        let need = rows_for_ratio(ratio, self.rate, limit, self.level, self.power).map_err(said)?;
        let sentence = format!(
            "{} rows on each side show that a ratio of {} lies on its side of {}, {}",
            rows(need),
            number(ratio),
            number(limit),
            self.promise()
        );
        Ok(Some(("rows_on_each_side_for_ratio", json!(need), sentence)))
    }

    /// Rows for an interval of a width.
    fn of_width(&self) -> Result<Option<Answer>, Failure> {
        let Some(half) = self.half_width else { return Ok(None) };
        let need = rows_for_width(self.rate, half, self.level).map_err(said)?;
        let sentence = format!(
            "{} rows give a share of {} an interval of {} to either side, at a level of {}",
            rows(need),
            number(self.rate),
            number(half),
            number(self.level)
        );
        Ok(Some(("rows_for_half_width", json!(need), sentence)))
    }

    fn promise(&self) -> String {
        format!("with a power of {} at a level of {}", number(self.power), number(self.level))
    }
}

fn said(none: Undefined) -> Failure {
    Failure::input(none.to_string())
}
