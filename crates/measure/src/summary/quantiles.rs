//! Ranks and quantiles of any number of finite values in a bounded room: exact while few, then a sketch with known error.
//!
//! The sketch is that of Karnin, Lang and Liberty (FOCS 2016) with compactors of one size: full ones are sorted and every
//! second value, from the first or the second on, goes up with twice the weight. Its coins come from the data's own count,
//! so the same values in the same order give the same bytes; a sketch with chance of its own could not promise that.
//! The variance of the rank error is summed as it is made, so every reading can state its error.

use serde::{Deserialize, Serialize};

/// Values that are kept as they are; also the size of the pieces that are sorted.
pub const EXACT: usize = 16_384;

/// Values that a piece is thinned to, and half of what a level may hold.
const KEPT: usize = 1_024;

/// Level at which thinned pieces arrive: each value stands for 2^LEVEL.
const LEVEL: usize = (EXACT / KEPT).trailing_zeros() as usize;

/// A sketch of finite values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quantiles {
    n: u64,
    low: f64,
    high: f64,
    /// Variance of the error of a rank, in squared values.
    variance: f64,
    coins: u64,
    /// Values not yet thinned.
    fresh: Vec<f64>,
    /// Values that stand for 2^LEVEL, 2^(LEVEL+1), ….
    levels: Vec<Vec<f64>>,
}

/// Values in rising order with the number of values up to and including each.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    values: Vec<f64>,
    up_to: Vec<u64>,
    low: f64,
    high: f64,
}

impl Default for Quantiles {
    fn default() -> Quantiles {
        Quantiles { n: 0, low: 0.0, high: 0.0, variance: 0.0, coins: 0, fresh: Vec::new(), levels: Vec::new() }
    }
}

impl Quantiles {
    /// Adds finite values; `sorted` is called with each piece in rising order before it is thinned.
    pub fn add(&mut self, mut values: &[f64], mut sorted: impl FnMut(&[f64])) {
        while !values.is_empty() {
            if self.fresh.len() == EXACT {
                self.thin(&mut sorted);
            }
            let (now, later) = values.split_at(values.len().min(EXACT - self.fresh.len()));
            self.widen(now);
            self.fresh.extend_from_slice(now);
            values = later;
        }
    }

    /// Values that no piece held yet, in no order.
    pub(super) fn fresh(&self) -> &[f64] {
        &self.fresh
    }

    fn widen(&mut self, values: &[f64]) {
        let (low, high) = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &it| {
            (if it < low { it } else { low }, if it > high { it } else { high })
        });
        (self.low, self.high) = if self.n == 0 { (low, high) } else { (self.low.min(low), self.high.max(high)) };
        self.n += values.len() as u64;
    }

    /// Thins a full piece to values that stand for 2^LEVEL each.
    fn thin(&mut self, sorted: &mut impl FnMut(&[f64])) {
        let mut piece = std::mem::take(&mut self.fresh);
        sort(&mut piece);
        sorted(&piece);
        let step = EXACT / KEPT;
        let from = self.coin() as usize % step;
        // r values beyond the last kept one make an error of variance r (step - r), on average over r step^2 / 6
        self.variance += (step * step) as f64 / 6.0;
        let kept: Vec<f64> = piece.iter().skip(from).step_by(step).copied().collect();
        piece.clear();
        self.fresh = piece;
        self.rise(0, kept);
    }

    /// Adds values to a level, and halves levels that are full.
    fn rise(&mut self, at: usize, values: Vec<f64>) {
        if self.levels.len() <= at {
            self.levels.resize(at + 1, Vec::new());
        }
        self.levels[at].extend(values);
        if self.levels[at].len() < 2 * KEPT {
            return;
        }
        let mut full = std::mem::take(&mut self.levels[at]);
        sort(&mut full);
        // An odd one stays, so that no weight is lost.
        let stays = full.len() % 2;
        self.levels[at].extend(full.drain(full.len() - stays..));
        let weight = (1_u64 << (LEVEL + at)) as f64;
        // an odd number below makes an error of one weight up or down, an even one none
        self.variance += weight * weight / 2.0;
        let from = self.coin() as usize % 2;
        let up = full.into_iter().skip(from).step_by(2).collect();
        self.rise(at + 1, up);
    }

    /// The next bits of a fixed sequence (SplitMix64).
    fn coin(&mut self) -> u64 {
        self.coins = self.coins.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.coins;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// Adds the values of another sketch; `sorted` as in [`Quantiles::add`].
    pub fn merge(&mut self, other: &Quantiles, sorted: impl FnMut(&[f64])) {
        if other.n == 0 {
            return;
        }
        let (n, low, high) = (self.n + other.n, other.low, other.high);
        (self.low, self.high) = if self.n == 0 { (low, high) } else { (self.low.min(low), self.high.max(high)) };
        self.variance += other.variance;
        self.coins = self.coins.wrapping_add(other.coins);
        self.add(&other.fresh, sorted);
        for (at, level) in other.levels.iter().enumerate() {
            self.rise(at, level.clone());
        }
        self.n = n;
    }

    /// Number of values.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Whether ranks are exact.
    pub fn is_exact(&self) -> bool {
        self.levels.is_empty()
    }

    /// Standard error of a rank as a share of n; 0 when exact.
    pub fn rank_error(&self) -> f64 {
        self.variance.sqrt() / self.n.max(1) as f64
    }

    /// Brings the sketch into the one form that its bytes have.
    pub(super) fn settle(&mut self) {
        sort(&mut self.fresh);
        self.levels.iter_mut().for_each(|it| sort(it));
    }

    /// The values in rising order with their ranks, for many questions.
    pub fn ranked(&self) -> Ranked {
        let weigh = |(at, level): (usize, &Vec<f64>)| -> Vec<(f64, u64)> {
            level.iter().map(|&it| (it, 1 << (LEVEL + at))).collect()
        };
        let mut all: Vec<(f64, u64)> = self.levels.iter().enumerate().flat_map(weigh).collect();
        all.extend(self.fresh.iter().map(|&it| (it, 1)));
        all.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let (mut values, mut up_to, mut sum) = (Vec::new(), Vec::new(), 0);
        for (value, weight) in all {
            sum += weight;
            match values.last() {
                Some(&last) if last == value => drop(up_to.pop()),
                _ => values.push(value),
            }
            up_to.push(sum);
        }
        Ranked { values, up_to, low: self.low, high: self.high }
    }
}

impl Ranked {
    /// Every finite value of a column by itself.
    pub fn of(mut values: Vec<f64>) -> Ranked {
        values.retain(|it| it.is_finite());
        sort(&mut values);
        let (low, high) = (values.first().copied().unwrap_or(0.0), values.last().copied().unwrap_or(0.0));
        let mut up_to = Vec::with_capacity(values.len());
        let mut kept = 0;
        for at in 0..values.len() {
            if kept > 0 && values[kept - 1] == values[at] {
                up_to[kept - 1] = at as u64 + 1;
            } else {
                values[kept] = values[at];
                up_to.push(at as u64 + 1);
                kept += 1;
            }
        }
        values.truncate(kept);
        Ranked { values, up_to, low, high }
    }

    /// The same values in another unit: each divided by `factor`, which is positive.
    pub fn over(&self, factor: f64) -> Ranked {
        let values = self.values.iter().map(|it| it / factor).collect();
        Ranked { values, up_to: self.up_to.clone(), low: self.low / factor, high: self.high / factor }
    }

    /// Number of values.
    pub fn n(&self) -> u64 {
        self.up_to.last().copied().unwrap_or(0)
    }

    /// Number of distinct values.
    pub fn distinct(&self) -> usize {
        self.values.len()
    }

    /// The distinct values, rising, each with the number of values up to and including it.
    pub fn steps(&self) -> impl Iterator<Item = (f64, u64)> + '_ {
        self.values.iter().copied().zip(self.up_to.iter().copied())
    }

    /// How many values are below `value`, and how many are below or equal.
    pub fn below(&self, value: f64) -> (u64, u64) {
        let at = self.values.partition_point(|&it| it < value);
        let before = if at == 0 { 0 } else { self.up_to[at - 1] };
        (before, if self.values.get(at) == Some(&value) { self.up_to[at] } else { before })
    }

    /// The quantile at `p`, between neighbours in proportion (type 7 of Hyndman and Fan); none without values.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        let n = self.n();
        let place = p.clamp(0.0, 1.0) * n.checked_sub(1)? as f64;
        match p {
            p if p <= 0.0 => return Some(self.low),
            p if p >= 1.0 => return Some(self.high),
            _ => {}
        }
        let (one, two) = (self.at(place.floor() as u64)?, self.at(place.ceil() as u64)?);
        Some(one + (two - one) * place.fract())
    }

    /// The value with `rank` values before it.
    fn at(&self, rank: u64) -> Option<f64> {
        self.values.get(self.up_to.partition_point(|&it| it <= rank)).copied()
    }

    /// Counts within `bins` of equal width, and their edges; none without values. The last bin holds its upper edge.
    pub fn histogram(&self, bins: usize) -> Option<(Vec<f64>, Vec<u64>)> {
        let n = self.n();
        if n == 0 || bins == 0 {
            return None;
        }
        if self.low == self.high {
            return Some((vec![self.low, self.high], vec![n]));
        }
        let edge = |at: usize| self.low + (self.high - self.low) * (at as f64 / bins as f64);
        let edges: Vec<f64> = (0..=bins).map(|at| if at == bins { self.high } else { edge(at) }).collect();
        let below: Vec<u64> = edges.iter().map(|&it| self.below(it).0).collect();
        let upper = |at: usize| if at + 1 == bins { n } else { below[at + 1] };
        Some((edges, (0..bins).map(|at| upper(at) - below[at].min(upper(at))).collect()))
    }
}

/// Values from which sorting digit by digit is faster than comparing.
const DIGITS_FROM: usize = 4_096;

/// Bits of a digit, and how many digits a number has.
const DIGIT: u32 = 11;
const PASSES: u32 = 6;

/// Sorts finite values; both zeros are one.
pub(crate) fn sort(values: &mut [f64]) {
    match values.len() < DIGITS_FROM {
        true => values.sort_unstable_by_key(|it| key(*it)),
        false => by_digits(values),
    }
}

/// Sorts by the digits of the keys, the last digit first.
fn by_digits(values: &mut [f64]) {
    const SIZE: usize = 1 << DIGIT;
    let digit = |key: u64, pass: u32| (key >> (pass * DIGIT)) as usize & (SIZE - 1);
    let mut keys: Vec<u64> = values.iter().map(|it| key(*it)).collect();
    let mut counts = vec![[0_usize; SIZE]; PASSES as usize];
    for &key in &keys {
        (0..PASSES).for_each(|pass| counts[pass as usize][digit(key, pass)] += 1);
    }
    let mut next = vec![0; keys.len()];
    for (pass, counts) in (0..PASSES).zip(&mut counts) {
        // a digit that all have alike moves nothing
        if counts.contains(&keys.len()) {
            continue;
        }
        let mut sum = 0;
        counts.iter_mut().for_each(|it| sum += std::mem::replace(it, sum));
        for &key in &keys {
            let place = &mut counts[digit(key, pass)];
            next[*place] = key;
            *place += 1;
        }
        std::mem::swap(&mut keys, &mut next);
    }
    values.iter_mut().zip(keys).for_each(|(value, key)| *value = of_key(key));
}

/// The order of numbers as an order of whole numbers; both zeros are one.
fn key(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

/// The number of a key.
fn of_key(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 1 { key & !(1 << 63) } else { !key })
}
