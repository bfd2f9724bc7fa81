//! Groups compared where rows count by a weight: every rate, its largest difference and its least ratio.
//!
//! A named measure that is one of these gaps has the weighted form of that gap; every other measure says that it cannot be assessed. The
//! interval of a gap allows for having picked the pair, as in [`super::gap`].

use super::cells::{Grouping, Rows};
use super::compare::{Comparison, Finding, Setting};
use super::confusion::{Confusion, RATES};
use super::gap::{Of, each};
use super::parity::disparate_impact::{self, four_fifths};
use crate::estimate::{Estimate, Interval, Undefined};
use crate::inference::weighted::{Weighted, difference, not_assessable, ratio};
use crate::roles::UNKNOWN;

/// Rows of one group by label and prediction, in the order of [`Confusion::cells`].
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Cells {
    /// How many have a weight.
    pub counts: [u64; 4],
    /// Sums of their weights.
    pub sums: [f64; 4],
    /// Sums of the squares of their weights.
    pub squares: [f64; 4],
}

impl Cells {
    fn add(&mut self, cell: usize, weight: f64) {
        if weight > 0.0 {
            self.counts[cell] += 1;
            self.sums[cell] += weight;
            self.squares[cell] += weight * weight;
        }
    }

    /// Labels and predictions, 0, 1 or [`UNKNOWN`], counted by their weights.
    pub fn of(labels: &[u8], predictions: &[u8], weights: &[f64]) -> Cells {
        let mut cells = Cells::default();
        let known = labels.iter().zip(predictions).zip(weights).filter(|it| *it.0.0 != UNKNOWN && *it.0.1 != UNKNOWN);
        known.for_each(|((label, prediction), weight)| cells.add(usize::from(label * 2 + prediction), *weight));
        cells
    }

    /// Rows that have a weight.
    pub fn n(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// A rate: what a single row of each cell would add to its numerator and denominator tells which cells belong there.
    pub fn rate(&self, of: Of) -> Weighted {
        (0..4).fold(Weighted::default(), |sum, cell| {
            let mut one = [0; 4];
            one[cell] = 1;
            match of(&Confusion::from_cells(&one)) {
                side if side.n == 0 => sum,
                side => sum.plus(self.counts[cell], self.sums[cell], self.squares[cell], side.k > 0),
            }
        })
    }
}

/// The rows of each group of `grouping`, in their order.
pub fn cells(rows: Rows<'_>, weights: &[f64], grouping: &Grouping) -> Vec<Cells> {
    let attributes: Vec<_> =
        grouping.by.iter().filter_map(|name| rows.attributes.iter().find(|it| it.name == name)).collect();
    let size: usize = attributes.iter().map(|it| it.words.len() + 1).product();
    let mut all = vec![Cells::default(); size];
    for (at, weight) in weights.iter().enumerate() {
        let (prediction, label) = (rows.predictions[at], rows.labels.map_or(0, |it| it[at]));
        if prediction != UNKNOWN && label != UNKNOWN {
            let place = attributes.iter().fold(0, |place, it| place * (it.words.len() + 1) + it.codes[at] as usize);
            all[place].add(usize::from(label * 2 + prediction), *weight);
        }
    }
    let place = |words: &Vec<String>| {
        let code = |(it, word): (&&crate::column::Coded<'_>, &String)| it.words.iter().position(|own| own == word);
        let codes = attributes.iter().zip(words).map(|it| (it.0.words.len() + 1, code(it).unwrap_or_default()));
        codes.fold(0, |place, (slots, code)| place * slots + code)
    };
    grouping.groups.iter().map(|it| all[place(&it.words)]).collect()
}

/// A gap: the rate, and which of its two gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    Difference,
    Ratio,
    Against,
}

/// Named measures with the rates and the gap that they are the worst of.
const NAMED: &[(&str, &[&str], Gap)] = &[
    ("demographic_parity_difference", &["selection_rate"], Gap::Difference),
    ("demographic_parity_ratio", &["selection_rate"], Gap::Ratio),
    ("disparate_impact", &["selection_rate"], Gap::Against),
    ("equal_opportunity_difference", &["true_positive_rate"], Gap::Difference),
    ("equalized_odds_difference", &["true_positive_rate", "false_positive_rate"], Gap::Difference),
    ("equalized_odds_ratio", &["true_positive_rate", "false_positive_rate"], Gap::Ratio),
];

/// The groups that are compared: their places among all, and their cells.
struct View<'a> {
    names: Vec<&'a str>,
    groups: Vec<Cells>,
    reference: usize,
    level: f64,
}

/// Puts the weighted form of every number in place of the one that counts rows alike, or says that there is none.
pub fn reweigh(comparison: &mut Comparison, groups: &[Cells], setting: &Setting) {
    let grouping = comparison.grouping.clone();
    let enough: Vec<usize> = (0..groups.len()).filter(|it| groups[*it].n() >= setting.minimum.max(1)).collect();
    let compared: Vec<Cells> = enough.iter().map(|it| groups[*it]).collect();
    let named = |at: &usize| grouping.groups[*at].words.iter().all(|word| setting.references.contains(word));
    let share = |it: &Cells| it.rate(RATES[0].of).share();
    let most = (0..compared.len()).reduce(|a, b| if share(&compared[b]) > share(&compared[a]) { b } else { a });
    let view = View {
        names: enough.iter().map(|it| grouping.groups[*it].name.as_str()).collect(),
        groups: compared,
        reference: enough.iter().position(named).or(most).unwrap_or(0),
        level: setting.draws.level,
    };
    for row in &mut comparison.rates {
        let Some(rate) = RATES.iter().find(|it| it.metric.id == row.rate) else { continue };
        row.groups = groups.iter().map(|it| it.rate(rate.of).estimate(view.level).into()).collect();
        row.shrunk = vec![None; groups.len()];
        let [first, second] = [Gap::Difference, Gap::Ratio].map(|gap| view.worst(&[rate.metric.id], gap));
        row.gaps = [first.named(&row.gaps[0].metric), second.named(&row.gaps[1].metric)];
        (row.alike, row.adjusted) = (None, None);
    }
    for finding in &mut comparison.parities {
        let named = NAMED.iter().find(|it| it.0 == finding.metric);
        let found = named.map_or_else(Found::none, |(_, rates, gap)| view.worst(rates, *gap));
        *finding = found.named(&finding.metric);
    }
    let small = (0..groups.len()).filter(|it| !enough.contains(it)).map(|it| grouping.groups[it].name.clone());
    comparison.small = small.collect();
    comparison.reference = view.names.get(view.reference).map(|it| (*it).to_owned());
    let impact = comparison.parities.iter().find(|it| it.metric == disparate_impact::PARITY.metric.id);
    comparison.four_fifths = setting.four_fifths.and_then(|limit| four_fifths(&impact?.value, limit));
}

/// A gap that was found, or why there is none.
struct Found {
    value: Result<Estimate, Undefined>,
    between: Option<[String; 2]>,
}

impl Found {
    fn none() -> Found {
        Found { value: Err(not_assessable()), between: None }
    }

    fn named(self, metric: &str) -> Finding {
        let Found { value, between } = self;
        Finding { metric: metric.to_owned(), value: value.into(), between, corrected: None, resampled: None }
    }
}

impl View<'_> {
    /// The widest gap of several rates, each interval at a level at which all of them hold together.
    fn worst(&self, rates: &[&str], gap: Gap) -> Found {
        let level = each(self.level, rates.len());
        let found: Vec<_> = rates
            .iter()
            .filter_map(|id| self.gap(RATES.iter().find(|it| it.metric.id == *id)?.of, gap, level))
            .collect();
        let none = || Undefined::because("fewer than two groups have enough rows and the rate");
        let wider = |a: f64, b: f64| if gap == Gap::Difference { a >= b } else { a <= b };
        let widest = found.iter().reduce(|a, b| if wider(a.0, b.0) { a } else { b });
        let Some((value, one, two, _)) = widest.filter(|_| found.len() == rates.len()) else {
            return Found { value: Err(none()), between: None };
        };
        let ends = found.iter().map(|it| it.3).reduce(|a, b| joined(a, b, gap));
        let n = self.groups.iter().map(Cells::n).sum();
        let value = Estimate::plain(*value, n);
        Found {
            value: value.map(|it| ends.map_or(it, |ends| it.with(Interval { level: self.level, ..ends }))),
            between: (one != two).then(|| [self.names[*one].to_owned(), self.names[*two].to_owned()]),
        }
    }

    /// The value of a gap, the groups that drive it, and its interval.
    fn gap(&self, of: Of, gap: Gap, level: f64) -> Option<(f64, usize, usize, Interval)> {
        let shares: Vec<Weighted> = self.groups.iter().map(|it| it.rate(of)).collect();
        let with: Vec<usize> = (0..shares.len()).filter(|it| shares[*it].total > 0.0).collect();
        let share = |at: usize| shares[at].share();
        let low = with.iter().copied().filter(|it| gap != Gap::Against || *it != self.reference);
        let low = low.reduce(|a, b| if share(b) < share(a) { b } else { a })?;
        let most = with.iter().copied().reduce(|a, b| if share(b) > share(a) { b } else { a })?;
        let high = if gap == Gap::Against { self.reference } else { most };
        if with.len() < 2 || !with.contains(&high) || gap != Gap::Difference && share(high) <= 0.0 {
            return None;
        }
        let pairs = with.iter().flat_map(|a| with.iter().filter(move |b| a != *b).map(move |b| (*a, *b)));
        let pairs: Vec<_> = pairs.filter(|(_, b)| gap != Gap::Against || *b == high).collect();
        let own = each(level, if gap == Gap::Against { pairs.len() } else { pairs.len() / 2 });
        let of_pair = |(a, b): (usize, usize)| match gap {
            Gap::Difference => difference(&shares[a], &shares[b], own),
            _ => ratio(&shares[a], &shares[b], own),
        };
        let ends = pairs.into_iter().map(of_pair).reduce(|a, b| joined(a, b, gap))?;
        Some(match gap {
            Gap::Difference => (share(high) - share(low), high, low, Interval { low: ends.low.max(0.0), ..ends }),
            Gap::Ratio => (share(low) / share(high), high, low, Interval { high: ends.high.min(1.0), ..ends }),
            Gap::Against => (share(low) / share(high), low, high, ends),
        })
    }
}

/// Two intervals of which the wider gap counts.
fn joined(a: Interval, b: Interval, gap: Gap) -> Interval {
    match gap {
        Gap::Difference => Interval { low: a.low.max(b.low), high: a.high.max(b.high), ..a },
        _ => Interval { low: a.low.min(b.low), high: a.high.min(b.high), ..a },
    }
}
