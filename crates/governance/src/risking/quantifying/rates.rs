//! How often a risk happens by itself in a year: from the law that people stated, from an indicator through its curve, or from incidents. Pure.

use std::collections::BTreeMap;

use jiff::civil::Date;
use measure::{Estimate, Interval, Method};
use record::Id;
use serde::Serialize;
use simulate::loss::Frequency;
use simulate::loss::indicator::{Bound, Curve, Outside};
use simulate::loss::updating::{Credible, Learned, Prior, rate};

use super::written::{Often, Written};

/// Days of a year, as incidents are counted.
const YEAR: f64 = 365.25;
/// The part of what could be that lies between the two factors of a tornado.
const SWING: f64 = 0.8;

/// The newest value of an indicator.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Seen {
    /// The indicator.
    pub indicator: Id,
    /// The measurement whose value it is; none where records were counted.
    pub measurement: Option<Id>,
    /// Its day.
    pub on: Date,
    /// The value.
    pub value: f64,
    /// Of how many it is.
    pub n: Option<u64>,
    /// The ends of its interval.
    pub interval: Option<(f64, f64)>,
}

/// Where it comes from how often a risk happens.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "source", rename_all = "snake_case")]
pub enum Source {
    /// Only causes make it happen.
    Causes,
    /// A law that people stated.
    Stated,
    /// An indicator, through a curve.
    Indicator {
        /// Its value.
        seen: Seen,
        /// What of it lies outside of the range of the curve.
        #[serde(skip_serializing_if = "Option::is_none")]
        outside: Option<Outside>,
    },
    /// Incidents, and what was thought before.
    Incidents {
        /// The incidents, as far as they may be seen.
        incidents: Vec<Id>,
        /// How many there are.
        count: u32,
        /// The first day that is counted.
        from: Date,
        /// Exposure since then: years, times units of exposure in a year.
        exposure: f64,
        /// What was thought before.
        prior: Credible,
        /// What follows from both.
        posterior: Credible,
        /// Probability, under what was thought before, of a count at least as far out; small where both do not go together.
        conflict: f64,
    },
}

impl Source {
    /// Records from which it comes.
    pub fn records(&self) -> Vec<Id> {
        match self {
            Source::Causes | Source::Stated => Vec::new(),
            Source::Indicator { seen, .. } => seen.measurement.iter().chain([&seen.indicator]).cloned().collect(),
            Source::Incidents { incidents, .. } => incidents.clone(),
        }
    }

    /// Leaves out records that may not be seen; how many there were stays in the numbers.
    pub(crate) fn keep(&mut self, seen: impl Fn(&Id) -> bool) {
        match self {
            Source::Incidents { incidents, .. } => incidents.retain(seen),
            Source::Indicator { seen: value, .. } => value.measurement = value.measurement.take().filter(seen),
            Source::Causes | Source::Stated => {}
        }
    }
}

/// How often a risk happens by itself.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rate {
    /// The law of events a year; none where only causes make it happen.
    pub law: Option<Frequency>,
    /// Events a year.
    pub events: f64,
    /// Lower and upper end of that, where the source has an interval.
    pub interval: Option<(f64, f64)>,
    /// Where it comes from.
    #[serde(flatten)]
    pub source: Source,
    /// Factors that one case in ten lies below, and one above.
    #[serde(skip)]
    pub factors: Option<[f64; 2]>,
}

/// What is known on a day beside what is written.
#[derive(Debug, Clone)]
pub struct Known {
    /// The day.
    pub on: Date,
    /// Level of intervals.
    pub level: f64,
    /// Level of the intervals that indicators have.
    pub indicator_level: f64,
    /// Indicators with their values, or why there is none.
    pub indicators: BTreeMap<Id, Result<Seen, String>>,
    /// Incidents that name a risk, with their days.
    pub incidents: BTreeMap<Id, Vec<(Id, Date)>>,
}

impl Known {
    /// How often a risk happens by itself, or why that cannot be told.
    pub fn rate(&self, of: &Written) -> Result<Rate, String> {
        match &of.often {
            Often::Unsaid => Ok(Rate { law: None, events: 0.0, interval: None, source: Source::Causes, factors: None }),
            Often::Stated(law) => {
                let events = law.checked("frequency_parameters").map_err(|it| it.to_string())?.mean();
                Ok(Rate { law: Some(law.clone()), events, interval: None, source: Source::Stated, factors: None })
            }
            Often::Bound(indicator, curve) => self.bound(indicator, curve, of.exposure),
            Often::Learned(prior, from) => self.learned(prior, *from, of),
        }
    }

    fn bound(&self, indicator: &Id, curve: &Curve, exposure: f64) -> Result<Rate, String> {
        let unread = || Err(format!("{indicator} is not there"));
        let seen = self.indicators.get(indicator).cloned().unwrap_or_else(unread)?;
        let estimate =
            Estimate::plain(seen.value, seen.n.unwrap_or_default()).map_err(|it| format!("{indicator}: {it}"))?;
        let level = self.indicator_level;
        let estimate = match seen.interval {
            // How the interval was made stands with the measurement; its ends and its level are all that is used here.
            Some((low, high)) => estimate.with(Interval { low, high, level, method: Method::Normal }),
            None => estimate,
        };
        let mut bound: Bound = curve.bind(&Ok(estimate).into()).map_err(|it| it.to_string())?;
        [&mut bound.frequency, &mut bound.low, &mut bound.high].into_iter().for_each(|it| *it *= exposure);
        Ok(Rate {
            law: Some(bound.mixed().map_err(|it| format!("{indicator}: {it}"))?),
            events: bound.frequency,
            interval: bound.level.map(|_| (bound.low, bound.high)),
            factors: bound.factors(),
            source: Source::Indicator { seen, outside: bound.outside },
        })
    }

    fn learned(&self, prior: &Prior, from: Date, of: &Written) -> Result<Rate, String> {
        let days = f64::from((self.on - from).get_days());
        if days <= 0.0 {
            return Err(format!("incidents are counted from {from}, and on {} no day of that has passed", self.on));
        }
        let exposure = days / YEAR * of.exposure;
        let within = |it: &&(Id, Date)| (from..=self.on).contains(&it.1);
        let incidents: Vec<Id> =
            self.incidents.get(&of.id).into_iter().flatten().filter(within).map(|it| it.0.clone()).collect();
        let events = u32::try_from(incidents.len()).unwrap_or(u32::MAX);
        let at = |level: f64| rate(prior, events, exposure, of.exposure, level).map_err(|it| it.to_string());
        let (Learned { prior, posterior, conflict, predictive, .. }, swing) = (at(self.level)?, at(SWING)?.posterior);
        let ends = |it: &Credible| (it.low * of.exposure, it.high * of.exposure);
        Ok(Rate {
            law: Some(predictive),
            events: posterior.mean * of.exposure,
            interval: Some(ends(&posterior)),
            factors: (swing.mean > 0.0 && swing.low > 0.0).then(|| [swing.low / swing.mean, swing.high / swing.mean]),
            source: Source::Incidents { incidents, count: events, from, exposure, prior, posterior, conflict },
        })
    }
}
