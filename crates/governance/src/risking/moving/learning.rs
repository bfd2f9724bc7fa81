//! How often a risk happens after incidents, or as an indicator tells, and the level of likelihood that follows. Pure.
//!
//! The assessed level is a band of events a year: its middle is the mean of a gamma law that is as sure as `prior_events` seen, and incidents since the
//! assessment make it surer (Gelman and others, Bayesian Data Analysis (2013), chapter 2; [`simulate::loss::updating`]).

use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use simulate::loss::updating::{Prior, rate};

use super::super::quantifying::position::place;
use super::super::quantifying::rates::{Rate, Source};

/// Days of a year, as incidents are counted.
const YEAR: f64 = 365.25;

/// What tells how often it happens.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "source", rename_all = "snake_case")]
pub enum Shown {
    /// Incidents that name the risk, since its assessment.
    Incidents {
        /// How many.
        count: u32,
        /// The day after which they are counted.
        after: Date,
        /// Months since then.
        months: f64,
        /// Events and years as which the assessed level counts.
        prior: (f64, f64),
    },
    /// The newest value of the indicator that is bound to the risk, through its curve.
    Indicator {
        /// The indicator.
        indicator: Id,
        /// The value.
        value: f64,
        /// Of how many it is.
        n: Option<u64>,
        /// Its day.
        on: Date,
    },
}

/// How often, and the level that follows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Learned {
    /// From what.
    #[serde(flatten)]
    pub shown: Shown,
    /// Events a year.
    pub events: f64,
    /// Lower and upper end of that.
    pub interval: (f64, f64),
    /// The level in which it lies, from 1.
    pub level: usize,
    /// The lowest and the highest level that the interval reaches.
    pub reaches: (usize, usize),
}

/// The scale of likelihood with its bands.
#[derive(Debug, Clone, Copy)]
pub struct Scale<'a> {
    /// Events a year up to which each level holds; none for the last.
    pub bands: &'a [Option<f64>],
    /// Names of the levels, from the rarest.
    pub names: &'a [String],
}

impl Scale<'_> {
    fn place(&self, events: f64) -> Result<usize, String> {
        place(self.bands, events, "likelihood")
    }

    /// Events a year in the middle of a level, by its place from 1; of the last, which has no upper end, its lower end.
    ///
    /// Errors: what the criteria do not say.
    pub fn middle(&self, level: usize) -> Result<f64, String> {
        // Whatever is placed tells first whether the scale has bands at all.
        self.place(0.0)?;
        let up_to = |place: usize| self.bands.get(place).copied().flatten();
        let low = level.checked_sub(2).map_or(Some(0.0), up_to);
        let unknown = || format!("level {level} is on no scale of the criteria");
        let (low, high) = (low.ok_or_else(unknown)?, level.checked_sub(1).and_then(up_to));
        if level > self.bands.len() {
            return Err(unknown());
        }
        Ok(high.map_or(low, |high| 0.5 * (low + high)))
    }

    /// What the name of a level is.
    pub fn name(&self, level: usize) -> &str {
        level.checked_sub(1).and_then(|it| self.names.get(it)).map_or("", String::as_str)
    }
}

/// Incidents of a risk since its assessment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Counted {
    /// How many.
    pub count: u32,
    /// The day of the assessment.
    pub after: Date,
    /// The day to which is counted.
    pub until: Date,
}

/// The level after incidents, from the level that was assessed.
///
/// Errors: why it cannot be told.
pub fn by_incidents(
    scale: &Scale,
    assessed: usize,
    it: &Counted,
    (prior_events, level): (f64, f64),
) -> Result<Learned, String> {
    let days = f64::from((it.until - it.after).get_days());
    if days <= 0.0 {
        return Err(format!(
            "it was assessed on {}, and no day has passed in which incidents could be counted",
            it.after
        ));
    }
    let mean = scale.middle(assessed)?;
    if mean <= 0.0 {
        return Err(format!(
            "the level {} holds up to no event a year; fill in `up_to` of the criteria",
            scale.name(assessed)
        ));
    }
    let (years, prior) = (days / YEAR, (prior_events, prior_events / mean));
    let stated = Prior::Equivalent { events: prior.0, exposure: prior.1 };
    let learned = rate(&stated, it.count, years, 1.0, level).map_err(|it| it.to_string())?.posterior;
    let shown = Shown::Incidents { count: it.count, after: it.after, months: 12.0 * years, prior };
    placed(scale, shown, learned.mean, (learned.low, learned.high))
}

/// The level that an indicator tells; only where its whole interval lies within one.
///
/// Errors: why it cannot be told.
pub fn by_indicator(scale: &Scale, rate: &Rate) -> Result<Learned, String> {
    let Source::Indicator { seen, .. } = &rate.source else { return Err("no indicator is bound to it".to_owned()) };
    let id = &seen.indicator;
    let ends = rate.interval.ok_or_else(|| format!("the newest value of {id} has no interval; measure it with one"))?;
    let shown = Shown::Indicator { indicator: id.clone(), value: seen.value, n: seen.n, on: seen.on };
    let found = placed(scale, shown, rate.events, ends)?;
    match found.reaches {
        (low, high) if low == high => Ok(found),
        (low, high) => Err(format!(
            "{id} tells {:.3} events a year, {:.3} to {:.3}, which reaches from {} to {}; more cases would tell",
            rate.events,
            ends.0,
            ends.1,
            scale.name(low),
            scale.name(high)
        )),
    }
}

fn placed(scale: &Scale, shown: Shown, events: f64, interval: (f64, f64)) -> Result<Learned, String> {
    let (level, reaches) = (scale.place(events)?, (scale.place(interval.0)?, scale.place(interval.1)?));
    Ok(Learned { shown, events, interval, level, reaches })
}

impl Learned {
    /// The same in a sentence.
    pub fn says(&self, scale: &Scale, level: f64) -> String {
        let from = match &self.shown {
            Shown::Incidents { count, after, months, prior } => format!(
                "{count} incident{} in {months:.1} months since {after}, after {:.3} in {:.3} years before",
                if *count == 1 { "" } else { "s" },
                prior.0,
                prior.1
            ),
            Shown::Indicator { indicator, value, n, on } => {
                let n = n.map(|it| format!(" (n = {it})")).unwrap_or_default();
                format!("{indicator} was {value}{n} on {on}")
            }
        };
        let (low, high) = (scale.name(self.reaches.0), scale.name(self.reaches.1));
        let reaches = if low == high { String::new() } else { format!(", and reaches from {low} to {high}") };
        format!(
            "{from}: {:.3} events a year ({:.0} %: {:.3} to {:.3}), which is {}{reaches}",
            self.events,
            100.0 * level,
            self.interval.0,
            self.interval.1,
            scale.name(self.level)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Vec<String> {
        ["Rare", "Unlikely", "Likely"].map(str::to_owned).to_vec()
    }

    #[test]
    fn the_posterior_is_the_closed_form_and_falls_into_its_band() {
        let names = names();
        let scale = Scale { bands: &[Some(0.2), Some(1.0), None], names: &names };
        let (after, until) = (jiff::civil::date(2025, 1, 1), jiff::civil::date(2026, 1, 1));
        let it = by_incidents(&scale, 1, &Counted { count: 3, after, until }, (1.0, 0.95)).unwrap();
        // The middle of up to 0.2 is 0.1: one event in ten years; three more in a year make four in eleven.
        let years = 365.0 / 365.25;
        assert!((it.events - 4.0 / (10.0 + years)).abs() < 1e-12, "{it:?}");
        assert_eq!((it.level, it.reaches), (2, (1, 2)), "{it:?}");
        let none = by_incidents(&scale, 3, &Counted { count: 0, after, until }, (1.0, 0.95)).unwrap();
        assert!((none.events - 1.0 / (1.0 + years)).abs() < 1e-12, "{none:?}");
    }

    #[test]
    fn what_the_criteria_do_not_say_is_not_guessed() {
        let names = names();
        let (after, until) = (jiff::civil::date(2025, 1, 1), jiff::civil::date(2026, 1, 1));
        let one = Counted { count: 1, after, until };
        let bare = Scale { bands: &[None, None, None], names: &names };
        assert!(by_incidents(&bare, 1, &one, (1.0, 0.95)).unwrap_err().contains("up_to"));
        let scale = Scale { bands: &[Some(0.2), Some(1.0), None], names: &names };
        let today = Counted { count: 1, after, until: after };
        assert!(by_incidents(&scale, 1, &today, (1.0, 0.95)).unwrap_err().contains("no day has passed"));
        assert!(by_incidents(&scale, 4, &one, (1.0, 0.95)).is_err());
    }
}
