//! Years of one risk: how often it happens, by itself and by its causes, and what that costs.
//!
//! Counts take one draw a year from each stream. Costs of a year come from a stream of that year, in the order of its events, so that
//! an event more or less in one year moves no cost of another.

use measure::Chance;

use super::causes::{Way, passed};
use super::model::{Drawn, Portfolio};
use super::stream::{Key, of_year};
use super::terms::Year;

/// Whether events of a cause strike all risks together, as they do, or each risk by itself, to tell what that changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Striking {
    /// One event of a cause is met by every risk below it.
    Together,
    /// Each risk meets events of its own, under the same law.
    Apart,
}

/// Which years of which chance are drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stretch<'a> {
    pub(crate) seed: u64,
    pub(crate) striking: Striking,
    pub(crate) block: usize,
    /// Which years of the block are wanted; the others are passed over.
    pub(crate) wanted: Option<&'a [bool]>,
}

/// Chance of one way from a cause to the risk.
struct Passing<'a> {
    way: &'a Way,
    counts: Chance,
    steps: Vec<Chance>,
    end: Chance,
}

impl Portfolio {
    /// Tells `each` of the first `years` years of a block that is wanted.
    pub(crate) fn block(&self, risk: &Drawn, on: Stretch<'_>, years: usize, mut each: impl FnMut(usize, Year)) {
        let mut own = risk.key.block(on.seed, on.block);
        let mut ways: Vec<Passing<'_>> = risk.ways.iter().map(|it| self.passing(it, risk, on)).collect();
        let mut paid = vec![0.0; risk.cover.layers()];
        for place in 0..years {
            let mut events = risk.own.quantile(own.unit());
            let bits = own.bits();
            for it in &mut ways {
                events += it.strikes(self);
            }
            if on.wanted.is_none_or(|it| it[place]) {
                each(place, cost(risk, events as u32, bits, &mut paid));
            }
        }
    }

    fn passing<'a>(&self, way: &'a Way, risk: &Drawn, on: Stretch<'_>) -> Passing<'a> {
        let own = |key: Key| match on.striking {
            Striking::Together => key,
            Striking::Apart => key.and(risk.key),
        };
        let root = self.graph.causes[way.root].key;
        Passing {
            way,
            counts: own(root).block(on.seed, on.block),
            steps: way.steps.iter().map(|it| own(it.key).block(on.seed, on.block)).collect(),
            end: root.and(risk.key).and(Key::of(&["end"])).block(on.seed, on.block),
        }
    }
}

impl Passing<'_> {
    /// How often the next year of the cause strikes the risk.
    fn strikes(&mut self, of: &Portfolio) -> usize {
        let events = of.graph.causes[self.way.root].own.quantile(self.counts.unit());
        let end = self.end.bits();
        if events == 0 {
            for it in &mut self.steps {
                it.bits();
            }
            return 0;
        }
        let mut end = of_year(end);
        let mut steps: Vec<Chance> = self.steps.iter_mut().map(|it| of_year(it.bits())).collect();
        let mut struck = 0;
        for _ in 0..events {
            let mut happened = 1_u64 << self.way.root;
            for (step, chance) in self.way.steps.iter().zip(&mut steps) {
                if chance.unit() < passed(&step.above, happened) {
                    happened |= 1 << step.place;
                }
            }
            struck += usize::from(end.unit() < passed(&self.way.ends, happened));
        }
        struck
    }
}

/// What so many events cost.
#[inline]
fn cost(risk: &Drawn, events: u32, bits: u64, paid: &mut [f64]) -> Year {
    if events == 0 {
        return Year::default();
    }
    let mut chance = of_year(bits);
    let mut year = Year { events, counted: 0.0, paid: 0.0 };
    if risk.cover.keeps_all() {
        for _ in 0..events {
            year.counted += risk.cover.counted(risk.size.draw(&mut chance));
        }
        return year;
    }
    paid.fill(0.0);
    for _ in 0..events {
        let counted = risk.cover.counted(risk.size.draw(&mut chance));
        year.counted += counted;
        risk.cover.pay(counted, paid);
    }
    year.paid = paid.iter().sum();
    year
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loss::Model;

    const YEARS: usize = 16 * crate::loss::stream::BLOCK;

    /// Events and cost of each year of a risk that happens exactly once, or by chance.
    fn years(id: &str, seed: u64, once: bool) -> (Vec<f64>, Vec<f64>) {
        let law = if once { "law = 'bernoulli', probability = 1.0" } else { "law = 'poisson', mean = 1.5" };
        let text = format!(
            "[[risk]]\nid = '{id}'\nfrequency = {{ {law} }}\nseverity = {{ law = 'uniform', least = 0.0, most = 1.0 }}"
        );
        let portfolio = toml::from_str::<Model>(&text).unwrap().checked().unwrap();
        let (mut events, mut cost) = (Vec::new(), Vec::new());
        for block in 0..16 {
            let on = Stretch { seed, striking: Striking::Together, block, wanted: None };
            portfolio.block(&portfolio.risks[0], on, YEARS / 16, |_, it| {
                events.push(f64::from(it.events));
                cost.push(it.counted);
            });
        }
        (events, cost)
    }

    /// Correlation in units of its deviation under independence.
    fn tied(a: &[f64], b: &[f64]) -> f64 {
        let n = a.len() as f64;
        let mean = |of: &[f64]| of.iter().sum::<f64>() / n;
        let (x, y) = (mean(a), mean(b));
        let sum = |f: &dyn Fn(f64, f64) -> f64| a.iter().zip(b).map(|(a, b)| f(a - x, b - y)).sum::<f64>();
        sum(&|a, b| a * b) / (sum(&|a, _| a * a) * sum(&|_, b| b * b)).sqrt() * n.sqrt()
    }

    #[test]
    fn years_risks_seeds_and_costs_are_not_tied() {
        let ((events, cost), (_, neighbour), (_, seeded)) =
            (years("RSK-1", 1, false), years("RSK-2", 1, false), years("RSK-1", 2, false));
        let (_, once) = years("RSK-1", 1, true);
        let cases = [
            ("risks", tied(&cost, &neighbour)),
            ("seeds", tied(&cost, &seeded)),
            ("years", tied(&cost[1..], &cost[..YEARS - 1])),
            ("blocks", tied(&cost[YEARS / 16..], &cost[..YEARS - YEARS / 16])),
            ("number and size", tied(&events, &once)),
            ("sizes of years", tied(&once[1..], &once[..YEARS - 1])),
        ];
        for (what, tied) in cases {
            assert!(tied.abs() < 4.0, "{what}: {tied}");
        }
        let mean = once.iter().sum::<f64>() / YEARS as f64;
        assert!((mean - 0.5).abs() * (12.0 * YEARS as f64).sqrt() < 4.0, "{mean}");
    }

    #[test]
    fn a_year_is_met_by_the_same_chance_however_often_it_happens() {
        // The cost of a year with one event is that of the same year when it always happens once.
        let ((events, cost), (_, once)) = (years("RSK-1", 1, false), years("RSK-1", 1, true));
        let alike = (0..YEARS).filter(|it| events[*it] == 1.0);
        assert!(alike.clone().count() > YEARS / 4 && alike.into_iter().all(|it| cost[it] == once[it]));
    }
}
