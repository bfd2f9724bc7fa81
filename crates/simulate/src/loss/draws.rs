//! How much is drawn, and drawing it: years of every risk in blocks, on all threads, with sums in a fixed order.

use measure::Undefined;
use measure::inference::distribution::two_sided;
use measure::{Estimate, Interval, Method};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::flaw::{Flaw, between, held, short};
use super::model::{Drawn, Portfolio};
use super::stream::BLOCK;
use super::terms::Year;
use super::year::{Stretch, Striking};

/// Years that can be drawn: fewer tell nothing of a tail, more would fill the memory.
pub const YEARS: std::ops::RangeInclusive<u32> = 1_000..=5_000_000;

/// Events that are drawn at most in one run; they take about a minute on one core.
const MOST_DRAWN: f64 = 4e9;

/// How much is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draws {
    /// Years.
    pub years: u32,
    /// Where chance begins; the same seed gives the same digits on any number of threads.
    pub seed: u64,
    /// Level of every interval.
    pub level: f64,
}

impl Draws {
    /// Nothing, when so many years of these risks can be drawn; else what is possible.
    pub fn checked(&self, portfolio: &Portfolio) -> Result<(), Flaw> {
        between("draws.level", self.level)?;
        let (least, most) = (YEARS.start(), YEARS.end());
        let possible = format!("from {least} to {most}");
        held("draws.years", f64::from(self.years), YEARS.contains(&self.years), &possible)?;
        let events: f64 = portfolio.risks.iter().map(|it| 1.0 + portfolio.mean_events(it)).sum();
        let affordable = MOST_DRAWN / events.max(1.0);
        let events = if events < 1e15 { format!("{events:.0}") } else { short(events) };
        let possible = format!("at most {affordable:.0} for a model with {events} events a year");
        held("draws.years", f64::from(self.years), f64::from(self.years) <= affordable, &possible).map(drop)
    }
}

/// The years of one risk.
pub(crate) struct OfRisk {
    /// What is kept of each year.
    pub(crate) kept: Vec<f64>,
    pub(crate) events: Moments,
    pub(crate) counted: Moments,
    pub(crate) paid: Moments,
}

/// Sums of values and of their squares.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Moments {
    n: f64,
    sum: f64,
    squares: f64,
}

impl Moments {
    fn add(&mut self, value: f64) {
        self.n += 1.0;
        self.sum += value;
        self.squares += value * value;
    }

    fn merge(&mut self, other: Moments) {
        self.n += other.n;
        self.sum += other.sum;
        self.squares += other.squares;
    }

    /// The mean with the normal interval.
    pub(crate) fn mean(self, level: f64) -> Result<Estimate, Undefined> {
        let mean = self.sum / self.n;
        let variance = ((self.squares - self.n * mean * mean) / (self.n - 1.0)).max(0.0);
        let half = two_sided(level) * (variance / self.n).sqrt();
        let interval = Interval { low: mean - half, high: mean + half, level, method: Method::Normal };
        Ok(Estimate::plain(mean, self.n as u64)?.with(interval))
    }
}

impl Portfolio {
    /// All years of one risk.
    pub(crate) fn draw(&self, risk: &Drawn, draws: Draws, striking: Striking) -> OfRisk {
        let mut kept = vec![0.0; draws.years as usize];
        let block = |(block, out): (usize, &mut [f64])| {
            let mut sums = [Moments::default(); 3];
            let on = Stretch { seed: draws.seed, striking, block, wanted: None };
            self.block(risk, on, out.len(), |place, year: Year| {
                out[place] = year.kept();
                sums[0].add(f64::from(year.events));
                sums[1].add(year.counted);
                sums[2].add(year.paid);
            });
            sums
        };
        let blocks: Vec<[Moments; 3]> = kept.par_chunks_mut(BLOCK).enumerate().map(block).collect();
        let mut whole = [Moments::default(); 3];
        blocks.iter().for_each(|it| whole.iter_mut().zip(it).for_each(|(whole, it)| whole.merge(*it)));
        let [events, counted, paid] = whole;
        OfRisk { kept, events, counted, paid }
    }

    /// What all risks together cost in each year; `tell` is given each risk with its years, in the order of identifiers.
    pub(crate) fn total<T: Send>(
        &self,
        draws: Draws,
        striking: Striking,
        tell: impl Fn(&Drawn, &OfRisk) -> T + Sync,
    ) -> (Vec<f64>, Vec<T>) {
        let mut total = vec![0.0; draws.years as usize];
        let mut told = Vec::with_capacity(self.risks.len());
        // Some risks at once, so that memory is bounded; the order of the sum is that of the risks.
        for some in self.risks.chunks(AT_ONCE) {
            let drawn: Vec<(OfRisk, T)> = some
                .par_iter()
                .map(|risk| {
                    let years = self.draw(risk, draws, striking);
                    let told = tell(risk, &years);
                    (years, told)
                })
                .collect();
            for (years, it) in drawn {
                total.par_chunks_mut(BLOCK).zip(years.kept.par_chunks(BLOCK)).for_each(|(total, kept)| {
                    total.iter_mut().zip(kept).for_each(|(total, kept)| *total += kept);
                });
                told.push(it);
            }
        }
        (total, told)
    }

    /// What one risk cost in the years that are `wanted`, in their order.
    pub(crate) fn again(&self, risk: &Drawn, draws: Draws, wanted: &[bool]) -> Vec<f64> {
        let blocks: Vec<Vec<f64>> = wanted
            .par_chunks(BLOCK)
            .enumerate()
            .map(|(block, wanted)| {
                let mut kept = Vec::new();
                let on = Stretch { seed: draws.seed, striking: Striking::Together, block, wanted: Some(wanted) };
                self.block(risk, on, wanted.len(), |_, year| kept.push(year.kept()));
                kept
            })
            .collect();
        blocks.concat()
    }
}

/// Risks that are in memory at once.
const AT_ONCE: usize = 8;
