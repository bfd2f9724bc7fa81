//! One grouping compared: every rate of every group, every gap between them, every named measure, each with its interval.

use serde::Serialize;

use super::cells::{Group, Grouping};
use super::confusion::{Confusion, RATES, Rate};
use super::gap::{self, How, Spread};
use super::parity::disparate_impact::{self, FourFifths, four_fifths};
use super::parity::{PARITIES, Parity};
use super::shrink::shrunk;
use crate::estimate::{Estimate, Interval, Measured, Method, Undefined};
use crate::inference::Tested;
use crate::inference::counts::with_added;
use crate::inference::resample::{Draws, of_size, percentile};
use crate::inference::table::Table;

/// How groups are compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// Groups with fewer rows are listed and not compared.
    pub minimum: u64,
    /// Resamples, seed and the level of every interval.
    pub draws: Draws,
    /// How the rate of one group gets its interval.
    pub method: Method,
    /// How the difference of the rates of two groups gets its interval.
    pub difference: Method,
    /// Words that make a group the reference, one an attribute; without them it is the group that is selected most.
    pub references: Vec<String>,
    /// The limit of the four-fifths rule, from the plan.
    pub four_fifths: Option<f64>,
}

impl Setting {
    /// How intervals between groups are made.
    fn how(&self) -> How {
        How { level: self.draws.level, difference: self.difference }
    }
}

/// A measure between groups.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// The metric's id.
    pub metric: String,
    /// Its value.
    pub value: Measured,
    /// The two groups that drive it: the one with more and the one with less, or the one compared and the reference; none where all
    /// groups are alike.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub between: Option<[String; 2]>,
    /// The value less what noise alone adds to it on average, estimated by resampling.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrected: Option<f64>,
    /// The interval from resampling, where `value` has one of another method.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resampled: Option<Interval>,
}

/// One rate across the groups.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RateRow {
    /// The rate's id.
    pub rate: &'static str,
    /// Its value in each group, in the order of the groups.
    pub groups: Vec<Measured>,
    /// The rate of each group drawn towards that of all as far as its rows are few.
    pub shrunk: Vec<Option<f64>>,
    /// The largest difference and the least ratio.
    pub gaps: [Finding; 2],
    /// Whether the groups that are compared may all have the same rate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alike: Option<Tested>,
    /// The p-value of `alike`, corrected by Holm over all rates and groupings of the assessment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adjusted: Option<f64>,
}

/// A grouping and all that was measured in it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The attributes and their groups.
    #[serde(flatten)]
    pub grouping: Grouping,
    /// Groups with too few rows to be compared.
    pub small: Vec<String>,
    /// The group that others are compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// One row a rate.
    pub rates: Vec<RateRow>,
    /// The named measures.
    pub parities: Vec<Finding>,
    /// The four-fifths rule, where the plan gives a limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub four_fifths: Option<FourFifths>,
}

/// The groups that are large enough to be compared, and their reference.
struct View<'a> {
    groups: Vec<&'a Group>,
    counts: Vec<Confusion>,
    reference: usize,
}

/// Compares the groups of `grouping`.
pub fn compare(grouping: &Grouping, setting: &Setting) -> Comparison {
    let view = view(grouping, setting);
    let rates: Vec<&Rate> = RATES.iter().filter(|it| grouping.labelled || !it.labelled).collect();
    let parities: Vec<&Parity> = PARITIES.iter().filter(|it| grouping.labelled || !it.labelled).collect();
    let drawn = draw(&view, &rates, &parities, setting.draws, 0.0);
    let wider = wider(&view, &rates, &parities, setting, &drawn);
    let mut columns = drawn.into_iter();
    let mut next = || columns.next().unwrap_or_default();
    let rows = rates.iter().map(|rate| rate_row(rate, grouping, &view, setting, [next(), next()])).collect();
    let findings: Vec<Finding> = parities
        .iter()
        .zip(wider)
        .map(|(it, wider)| {
            let spread = (it.point)(&view.counts, view.reference);
            let closed = (it.interval)(&view.counts, view.reference, setting.how());
            let drawn = next();
            let sized = || {
                let value = spread.filter(|_| it.magnitude && wider.is_none())?.value;
                of_size(drawn.clone(), value, setting.draws.level).ok()
            };
            let interval = closed.or(wider).or_else(sized);
            finding(it.metric.id, spread, interval, it.rows, &view, drawn, setting.draws.level)
        })
        .collect();
    let small = |it: &&Group| it.counts.n() < setting.minimum;
    let impact = findings.iter().find(|it| it.metric == disparate_impact::PARITY.metric.id);
    Comparison {
        small: grouping.groups.iter().filter(small).map(|it| it.name.clone()).collect(),
        reference: view.groups.get(view.reference).map(|it| it.name.clone()),
        rates: rows,
        four_fifths: setting.four_fifths.and_then(|limit| four_fifths(&impact?.value, limit)),
        parities: findings,
        grouping: grouping.clone(),
    }
}

fn view<'a>(grouping: &'a Grouping, setting: &Setting) -> View<'a> {
    let groups: Vec<&Group> = grouping.groups.iter().filter(|it| it.counts.n() >= setting.minimum.max(1)).collect();
    let counts: Vec<Confusion> = groups.iter().map(|it| it.counts).collect();
    let named = groups.iter().position(|it| it.words.iter().all(|word| setting.references.contains(word)));
    let most = gap::difference(&counts, RATES[0].of).map(|it| it.one);
    View { groups, counts, reference: named.or(most).unwrap_or(0) }
}

/// Replicates of every gap and every measure, in their order.
fn draw(view: &View<'_>, rates: &[&Rate], parities: &[&Parity], draws: Draws, added: f64) -> Vec<Vec<f64>> {
    let width = 2 * rates.len() + parities.len();
    if view.counts.len() < 2 || draws.replicates == 0 {
        return vec![Vec::new(); width];
    }
    let cells: Vec<u64> = view.counts.iter().flat_map(Confusion::cells).collect();
    let value = |it: Option<Spread>| it.map_or(f64::NAN, |it| it.value);
    with_added(&cells, added, draws, width, |cells, values| {
        let groups: Vec<Confusion> = cells.chunks_exact(4).map(Confusion::from_cells).collect();
        for (at, rate) in rates.iter().enumerate() {
            let (difference, ratio) = gap::both(&groups, rate.of);
            (values[2 * at], values[2 * at + 1]) = (value(difference), value(ratio));
        }
        for (at, parity) in parities.iter().enumerate() {
            values[2 * rates.len() + at] = value((parity.point)(&groups, view.reference));
        }
    })
}

/// Rows that are added to each cell of a group where a measure is the same in all resamples: four a group, as for a share.
const ADDED: f64 = 1.0;

/// The intervals of measures that are the same in all resamples, as where nobody is treated wrongly: rows alone would claim to be sure.
fn wider(
    view: &View<'_>,
    rates: &[&Rate],
    parities: &[&Parity],
    setting: &Setting,
    drawn: &[Vec<f64>],
) -> Vec<Option<Interval>> {
    let level = setting.draws.level;
    let own = drawn.iter().skip(2 * rates.len());
    let sure = |it: &Vec<f64>| percentile(it.clone(), level).is_ok_and(|it| it.low == it.high);
    let sure: Vec<bool> = own.map(sure).collect();
    if !sure.contains(&true) {
        return vec![None; parities.len()];
    }
    let again = draw(view, rates, parities, setting.draws, ADDED).into_iter().skip(2 * rates.len());
    again.zip(sure).map(|(drawn, sure)| percentile(drawn, level).ok().filter(|_| sure)).collect()
}

fn rate_row(rate: &Rate, grouping: &Grouping, view: &View<'_>, setting: &Setting, drawn: [Vec<f64>; 2]) -> RateRow {
    let level = setting.draws.level;
    let groups = grouping.groups.iter().map(|it| rate.estimate(&it.counts, level, setting.method).into()).collect();
    let id = rate.metric.id;
    let [differences, ratios] = drawn;
    let (difference, ratio) = gap::both(&view.counts, rate.of);
    let of_difference = gap::difference_interval(&view.counts, rate.of, setting.how());
    let of_ratio = gap::ratio_interval(&view.counts, rate.of, level);
    let rows = |it: &Confusion| (rate.of)(it).n;
    let gaps = [
        finding(&format!("{id}_difference"), difference, of_difference, rows, view, differences, level),
        finding(&format!("{id}_ratio"), ratio, of_ratio, rows, view, ratios, level),
    ];
    let shrunk = shrunk(&grouping.groups.iter().map(|it| (rate.of)(&it.counts)).collect::<Vec<_>>());
    RateRow { rate: id, groups, shrunk, gaps, alike: alike(rate, view, setting.draws), adjusted: None }
}

/// The test that all groups have the same rate.
fn alike(rate: &Rate, view: &View<'_>, draws: Draws) -> Option<Tested> {
    let sides = view.counts.iter().map(rate.of);
    let cells: Vec<u64> = sides.flat_map(|it| [it.k, it.n - it.k]).collect();
    Some(Table::new(&cells, 2).ok()?.independence(draws.replicates.max(1000), draws.seed))
}

fn finding(
    metric: &str,
    spread: Option<Spread>,
    interval: Option<Interval>,
    rows: impl Fn(&Confusion) -> u64,
    view: &View<'_>,
    drawn: Vec<f64>,
    level: f64,
) -> Finding {
    // Of the two groups that drive it; where all are alike, of all.
    let pair = spread.filter(|it| it.one != it.two);
    let counted = |at: &usize| pair.is_none_or(|it| it.one == *at || it.two == *at);
    let n = (0..view.counts.len()).filter(counted).map(|at| rows(&view.counts[at])).sum();
    let mean = drawn.iter().sum::<f64>() / drawn.len() as f64;
    let resampled = percentile(drawn, level).ok();
    let none = || Undefined::because("fewer than two groups have enough rows and the rate");
    let value = spread.ok_or_else(none).and_then(|it| Estimate::plain(it.value, n));
    let value = value.map(|it| it.with(interval.or(resampled).unwrap_or(Interval::too_few(level))));
    let name = |at: usize| view.groups.get(at).map(|it| it.name.clone());
    Finding {
        metric: metric.to_owned(),
        between: spread.filter(|it| it.one != it.two).and_then(|it| Some([name(it.one)?, name(it.two)?])),
        corrected: spread.map(|it| 2.0 * it.value - mean).filter(|it| it.is_finite()),
        resampled: resampled.filter(|_| interval.is_some()),
        value: value.into(),
    }
}
