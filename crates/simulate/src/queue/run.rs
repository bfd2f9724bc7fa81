//! Waits by simulation: the pool is run from empty many times, and each run is one observation.
//!
//! Runs are independent, so the interval of their mean is Student's; means of single waits within a run are not independent and
//! give no interval. The first tenth of a run is not counted, because it begins with nobody waiting.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use measure::inference::mean::mean_of_drawn;
use measure::{Chance, Estimate, Undefined};

use rayon::prelude::*;
use serde::Serialize;

use super::{Law, Pool};

/// Share of a run that is not counted.
const WARM_UP: f64 = 0.1;

/// How much is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draws {
    /// Independent runs.
    pub runs: u32,
    /// Arrivals of all classes in one run.
    pub arrivals: u32,
    /// Where chance begins; the same seed gives the same numbers on any number of threads.
    pub seed: u64,
}

/// What was seen of one class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Simulated {
    /// Name of the class.
    pub name: String,
    /// Mean time before somebody begins; n is the number of runs.
    pub wait: Result<Estimate, Undefined>,
}

/// Runs a pool and tells the mean wait of each class, in the order of its classes.
///
/// Undefined as [`super::expected`] is; the wait of a class that never arrived is undefined by itself.
pub fn simulate(pool: &Pool, draws: Draws) -> Result<Vec<Simulated>, Undefined> {
    pool.checked()?;
    let runs: Vec<Vec<Option<f64>>> = (0..draws.runs)
        .into_par_iter()
        .map(|run| Run::new(pool, Chance::new(draws.seed, u64::from(run))).means(draws.arrivals))
        .collect();
    let of_class = |(place, class): (usize, &super::Class)| Simulated {
        name: class.name.clone(),
        wait: mean_of_drawn(runs.iter().filter_map(|it| it.get(place).copied().flatten()), 0.95),
    };
    Ok(pool.classes.iter().enumerate().map(of_class).collect())
}

/// One run.
struct Run<'a> {
    pool: &'a Pool,
    chance: Chance,
    /// When the next of each class arrives.
    next: Vec<f64>,
    /// When those who are busy will be free, the earliest first.
    busy: BinaryHeap<Reverse<Moment>>,
    /// What waits, one line a priority, with the place of its class.
    lines: Vec<VecDeque<(f64, usize)>>,
    /// The line of each class.
    line_of: Vec<usize>,
}

/// A moment that can be ordered.
#[derive(PartialEq)]
struct Moment(f64);

impl Eq for Moment {}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl<'a> Run<'a> {
    fn new(pool: &'a Pool, mut chance: Chance) -> Run<'a> {
        let mut levels: Vec<u32> = pool.classes.iter().map(|it| it.priority).collect();
        levels.sort_unstable();
        levels.dedup();
        let next = pool.classes.iter().map(|it| until_next(&mut chance, it.arrivals)).collect();
        let line = |it: &super::Class| levels.partition_point(|level| *level < it.priority);
        let line_of = pool.classes.iter().map(line).collect();
        Run { pool, chance, next, busy: BinaryHeap::new(), lines: vec![VecDeque::new(); levels.len()], line_of }
    }

    /// Mean wait of each class among the arrivals that count, in the order in which work is begun.
    fn means(mut self, arrivals: u32) -> Vec<Option<f64>> {
        let warm = (f64::from(arrivals) * WARM_UP) as u32;
        let mut sums = vec![(0.0, 0_u32); self.pool.classes.len()];
        let mut begun = 0;
        while begun < arrivals {
            let Some((class, wait)) = self.begin_one() else { break };
            begun += 1;
            if begun > warm
                && let Some((sum, n)) = sums.get_mut(class)
            {
                *sum += wait;
                *n += 1;
            }
        }
        sums.into_iter().map(|(sum, n)| (n > 0).then(|| sum / f64::from(n))).collect()
    }

    /// Goes on until somebody begins a piece of work: its class, and how long it waited. Nothing when nothing ever arrives.
    fn begin_one(&mut self) -> Option<(usize, f64)> {
        loop {
            let (class, arrives) = self.earliest()?;
            let freed = self.busy.peek().map(|it| it.0.0);
            let someone_idle = self.busy.len() < self.pool.people as usize;
            if !someone_idle
                && let Some(freed) = freed
                && freed <= arrives
            {
                self.busy.pop();
                if let Some((came, class)) = self.lines.iter_mut().find_map(VecDeque::pop_front) {
                    self.occupy(freed, class);
                    return Some((class, freed - came));
                }
                continue;
            }
            self.next[class] = arrives + until_next(&mut self.chance, self.pool.classes[class].arrivals);
            while self.busy.peek().is_some_and(|it| it.0.0 <= arrives) {
                self.busy.pop();
            }
            if self.busy.len() < self.pool.people as usize {
                self.occupy(arrives, class);
                return Some((class, 0.0));
            }
            self.lines[self.line_of[class]].push_back((arrives, class));
        }
    }

    fn earliest(&self) -> Option<(usize, f64)> {
        let ordered = self.next.iter().copied().enumerate().min_by(|a, b| a.1.total_cmp(&b.1));
        ordered.filter(|(_, arrives)| arrives.is_finite())
    }

    fn occupy(&mut self, from: f64, class: usize) {
        let takes = drawn(&mut self.chance, self.pool.classes[class].service);
        self.busy.push(Reverse(Moment(from + takes)));
    }
}

fn until_next(chance: &mut Chance, rate: f64) -> f64 {
    if rate > 0.0 { chance.exponential() / rate } else { f64::INFINITY }
}

fn drawn(chance: &mut Chance, law: Law) -> f64 {
    match law {
        Law::Fixed { mean } => mean,
        Law::Exponential { mean } => mean * chance.exponential(),
        Law::Lognormal { mean, spread } => {
            let variance = (spread * spread).ln_1p();
            mean * (variance.sqrt() * chance.normal() - variance / 2.0).exp()
        }
    }
}
