//! Work that arrives by chance and waits until one of a pool of people is free.
//!
//! Arrivals of a class are Poisson; nobody leaves the work that was begun; among what waits, the lowest number of priority goes
//! first, and within it who came first. Times and rates are in one unit that the caller chooses.

mod run;
mod theory;

pub use run::{Draws, Simulated, simulate};
pub use theory::{Expected, erlang_c, expected};

use measure::Undefined;

/// How long one piece of work takes one person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Law {
    /// Always the same time.
    Fixed {
        /// That time.
        mean: f64,
    },
    /// Without memory: as often much shorter as much longer.
    Exponential {
        /// Mean time.
        mean: f64,
    },
    /// Never below zero, with a long tail.
    Lognormal {
        /// Mean time.
        mean: f64,
        /// Standard deviation in units of the mean.
        spread: f64,
    },
}

impl Law {
    /// Mean time.
    pub fn mean(self) -> f64 {
        match self {
            Law::Fixed { mean } | Law::Exponential { mean } | Law::Lognormal { mean, .. } => mean,
        }
    }

    /// Standard deviation in units of the mean.
    pub fn spread(self) -> f64 {
        match self {
            Law::Fixed { .. } => 0.0,
            Law::Exponential { .. } => 1.0,
            Law::Lognormal { spread, .. } => spread,
        }
    }

    /// Mean of the squared time.
    fn second_moment(self) -> f64 {
        self.mean() * self.mean() * (1.0 + self.spread() * self.spread())
    }
}

/// One class of work.
#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    /// Its name, as the caller knows it.
    pub name: String,
    /// Pieces of work that arrive in a unit of time.
    pub arrivals: f64,
    /// How long one of them takes one person.
    pub service: Law,
    /// The lowest number goes first.
    pub priority: u32,
}

/// People who all can do every class of work that waits for them.
#[derive(Debug, Clone, PartialEq)]
pub struct Pool {
    /// How many people.
    pub people: u32,
    /// What waits for them.
    pub classes: Vec<Class>,
}

impl Pool {
    /// Share of the people's time that the work takes; 1 or more when it never ends.
    pub fn utilisation(&self) -> f64 {
        let work: f64 = self.classes.iter().map(|it| it.arrivals * it.service.mean()).sum();
        work / f64::from(self.people)
    }

    /// Why no wait of this pool can be told, where none can.
    fn checked(&self) -> Result<(), Undefined> {
        let sound = |it: &Class| {
            let Class { arrivals, service, .. } = it;
            arrivals.is_finite() && *arrivals >= 0.0 && service.second_moment().is_finite() && service.mean() > 0.0
        };
        if self.people == 0 {
            return Err(Undefined::because("nobody does this work"));
        }
        if let Some(class) = self.classes.iter().find(|it| !sound(it)) {
            return Err(Undefined::because(format!(
                "`{}` has no rate of arrivals of 0 or more, or no time above 0 that it takes",
                class.name
            )));
        }
        let utilisation = self.utilisation();
        if utilisation >= 1.0 {
            return Err(Undefined::because(format!(
                "the work takes {:.0} % of the time that there is, so the queue grows without end",
                100.0 * utilisation
            )));
        }
        Ok(())
    }
}
