//! What of an event's cost counts, and who bears it: deductible, cap, and layers that somebody else takes over.
//!
//! `counted = max(0, min(cost, cap) - deductible)`; a layer pays `share × clamp(counted - retention, 0, limit)` of each event, together at
//! most its aggregate limit in a year; what is kept is what was counted less what is paid, so the parts sum to the whole. Source of the
//! words: Klugman, Panjer and Willmot, Loss Models (2012), chapter 8.

use serde::{Deserialize, Serialize};

use super::flaw::{Flaw, above_zero, held, not_below_zero};
use super::severity::Size;

/// What counts of an event, as people write it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Terms {
    /// The most that one event can cost; more counts as this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cap: Option<f64>,
    /// The first part of each event that ordinary budgets bear, and that is not counted as a loss.
    pub deductible: f64,
    /// What others take over, such as insurance.
    pub layers: Vec<Layer>,
}

/// What somebody else takes over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layer {
    /// What is kept of each event before the layer begins.
    pub retention: f64,
    /// The most of each event that lies in the layer; without it there is no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<f64>,
    /// The most that is paid in a year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aggregate_limit: Option<f64>,
    /// The part of the layer that is paid, from 0 to 1.
    #[serde(default = "whole")]
    pub share: f64,
}

fn whole() -> f64 {
    1.0
}

impl Terms {
    /// Terms with sound numbers, and the size of events under their cap; `at` is the name of the field that holds them.
    ///
    /// A flaw names the number and what is possible in it; layers that together pay more than there is are one.
    pub(crate) fn checked(&self, at: &str, size: Size) -> Result<(Cover, Size), Flaw> {
        let cap = self.cap.map_or(Ok(f64::INFINITY), |it| above_zero(&format!("{at}.cap"), it))?;
        let deductible = not_below_zero(&format!("{at}.deductible"), self.deductible)?;
        let layers = self.layers.iter().enumerate();
        let layers = layers.map(|(n, it)| it.checked(&format!("{at}.layers[{n}]"))).collect::<Result<Vec<_>, _>>()?;
        let cover = Cover { deductible, layers };
        match cover.edges().into_iter().find(|edge| cover.paid_above(*edge) > 1.0 + 1e-12) {
            Some(edge) => Err(Flaw::of(
                format!("{at}.layers"),
                format!(
                    "pay more than the whole of what an event costs above {edge}; let them follow on each other or lower their shares"
                ),
            )),
            None => Ok((cover, size.capped(cap))),
        }
    }
}

impl Layer {
    fn checked(&self, at: &str) -> Result<Band, Flaw> {
        let most =
            |name: &str, it: Option<f64>| it.map_or(Ok(f64::INFINITY), |it| above_zero(&format!("{at}.{name}"), it));
        let share = held(&format!("{at}.share"), self.share, (0.0..=1.0).contains(&self.share), "a part from 0 to 1")?;
        Ok(Band {
            retention: not_below_zero(&format!("{at}.retention"), self.retention)?,
            limit: most("limit", self.limit)?,
            aggregate: most("aggregate_limit", self.aggregate_limit)?,
            share,
        })
    }
}

/// A checked layer; limits that were not given are infinite.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Band {
    retention: f64,
    limit: f64,
    aggregate: f64,
    share: f64,
}

impl Band {
    #[inline]
    fn of_event(&self, counted: f64) -> f64 {
        self.share * (counted - self.retention).max(0.0).min(self.limit)
    }
}

/// Checked terms.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cover {
    deductible: f64,
    layers: Vec<Band>,
}

/// What one year cost under its terms.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Year {
    /// Events.
    pub events: u32,
    /// What they cost above deductibles and below caps.
    pub counted: f64,
    /// What others paid of that.
    pub paid: f64,
}

impl Year {
    /// What was kept.
    pub fn kept(&self) -> f64 {
        self.counted - self.paid
    }
}

impl Cover {
    /// What counts of an event of which the cap was taken already.
    #[inline]
    pub(crate) fn counted(&self, cost: f64) -> f64 {
        (cost - self.deductible).max(0.0)
    }

    /// Whether nothing is taken over.
    #[inline]
    pub(crate) fn keeps_all(&self) -> bool {
        self.layers.is_empty()
    }

    /// Whether each event is settled by itself, because no layer has a limit of the year.
    pub fn event_by_event(&self) -> bool {
        self.layers.iter().all(|it| it.aggregate.is_infinite())
    }

    /// Adds what each layer pays for one event, up to its limit of the year.
    pub(crate) fn pay(&self, counted: f64, paid: &mut [f64]) {
        for (band, paid) in self.layers.iter().zip(paid) {
            *paid = (*paid + band.of_event(counted)).min(band.aggregate);
        }
    }

    /// How many layers there are.
    pub(crate) fn layers(&self) -> usize {
        self.layers.len()
    }

    /// The year of these costs.
    pub fn year(&self, costs: impl IntoIterator<Item = f64>) -> Year {
        let mut paid = vec![0.0; self.layers()];
        let mut year = Year::default();
        for cost in costs {
            let counted = self.counted(cost);
            year.events += 1;
            year.counted += counted;
            self.pay(counted, &mut paid);
        }
        year.paid = paid.iter().sum();
        year
    }

    /// Amounts after the deductible at which a layer begins or ends.
    fn edges(&self) -> Vec<f64> {
        let mut edges = vec![0.0];
        for it in &self.layers {
            edges.extend([it.retention, it.retention + it.limit]);
        }
        edges.retain(|it| it.is_finite());
        edges.sort_unstable_by(f64::total_cmp);
        edges.dedup();
        edges
    }

    /// The part of the next unit above `edge` that layers pay.
    fn paid_above(&self, edge: f64) -> f64 {
        self.layers.iter().filter(|it| it.retention <= edge && edge < it.retention + it.limit).map(|it| it.share).sum()
    }

    /// The largest cost of one event of which at most `kept` is kept; infinite when more cost keeps no more.
    pub(crate) fn reach(&self, kept: f64) -> f64 {
        let edges = self.edges();
        let (mut height, mut place) = (0.0, 0);
        loop {
            let (from, slope) = (edges[place], 1.0 - self.paid_above(edges[place]));
            let till = edges.get(place + 1).copied().unwrap_or(f64::INFINITY);
            let top = if slope > 0.0 { height + slope * (till - from) } else { height };
            if kept < top || till.is_infinite() {
                let further = if slope > 0.0 { (kept - height) / slope } else { f64::INFINITY };
                return self.deductible + from + further;
            }
            (height, place) = (top, place + 1);
        }
    }

    /// Mean and mean square of what is kept of one event, before limits of the year; infinite where the tail has none.
    pub(crate) fn kept_moments(&self, size: &Size) -> (f64, f64) {
        self.moments(size, |edge| 1.0 - self.paid_above(edge))
    }

    /// Piece by piece: between two edges the loss is `height + slope × (cost - edge)`, and moments of a line are moments of the cost.
    fn moments(&self, size: &Size, slope: impl Fn(f64) -> f64) -> (f64, f64) {
        let cap = size.cap();
        let mut edges: Vec<f64> =
            self.edges().into_iter().map(|it| it + self.deductible).filter(|it| *it < cap).collect();
        if edges.is_empty() {
            return (0.0, 0.0);
        }
        edges.push(cap);
        let (mut first, mut second, mut height) = (0.0, 0.0, 0.0);
        for pair in edges.windows(2) {
            let (from, till) = (pair[0], pair[1]);
            let slope = slope(from - self.deductible);
            let part = |k: i32| size.partial(k, till) - size.partial(k, from);
            let base = height - slope * from;
            let zero = part(0);
            // A flat piece without end has a mean even where the law has none.
            let (one, two) = if slope == 0.0 { (0.0, 0.0) } else { (part(1), part(2)) };
            first += base * zero + slope * one;
            second += base * base * zero + 2.0 * base * slope * one + slope * slope * two;
            first = if one.is_infinite() { f64::INFINITY } else { first };
            second = if two.is_infinite() { f64::INFINITY } else { second };
            height = if till.is_finite() { height + slope * (till - from) } else { height };
        }
        let above = if cap.is_finite() { 1.0 - size.partial(0, cap) } else { 0.0 };
        (first + height * above, second + height * height * above)
    }
}
