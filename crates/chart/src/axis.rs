//! The area between two axes: numbers to pixels, and the axes themselves.

use jiff::civil::Date;

use crate::scene::{Anchor, Mark, Scene};
use crate::text::{self, SMALL};
use crate::ticks::{Tick, dates, ticks};

/// What an axis counts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Axis {
    /// Its name, with the unit.
    pub label: String,
    /// Whether its numbers are days since the beginning of 1970.
    pub dates: bool,
}

impl Axis {
    /// An axis of numbers.
    pub fn numbers(label: &str) -> Axis {
        Axis { label: label.to_owned(), dates: false }
    }

    /// An axis of days.
    pub fn days(label: &str) -> Axis {
        Axis { label: label.to_owned(), dates: true }
    }

    /// A value of this axis as people read it.
    pub fn show(&self, value: f64) -> String {
        match self.dates {
            true => date(value).map_or_else(|| text::number(value), |it| it.to_string()),
            false => text::number(value),
        }
    }
}

/// The day that an axis counts so.
pub(crate) fn date(days: f64) -> Option<Date> {
    let in_range = days.is_finite() && days.abs() < 3_000_000.0;
    let span = jiff::Span::new().try_days(days.floor() as i64).ok().filter(|_| in_range)?;
    Date::constant(1970, 1, 1).checked_add(span).ok()
}

/// The area in which values are drawn.
#[derive(Debug, Clone)]
pub(crate) struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
    pub across: Vec<Tick>,
    pub up: Vec<Tick>,
    x: (f64, f64),
    y: (f64, f64),
}

impl Area {
    /// An area in a frame of this width, below `top`, of this height, for values between these ends.
    pub fn new(frame: f64, top: f64, height: f64, x: (f64, f64), y: (f64, f64), axis: &Axis) -> Area {
        let up = ticks(y.0, y.1, 5);
        let widest = up.iter().map(|it| text::width(&it.label, SMALL)).fold(0.0, f64::max);
        let (left, right) = (widest + 12.0, frame - 16.0);
        let most = ((right - left) / 90.0).max(2.0) as usize;
        let (across, x) = match axis.dates {
            true => {
                let ends = (date(x.0), date(x.1));
                let marks = ends.0.zip(ends.1).map(|(low, high)| dates(low, high, most)).unwrap_or_default();
                (marks, if x.1 > x.0 { x } else { (x.0 - 1.0, x.1 + 1.0) })
            }
            false => {
                let marks = ticks(x.0, x.1, most.min(8));
                let ends = ends(&marks);
                (marks, ends)
            }
        };
        let y = ends(&up);
        Area { left, top, right, bottom: top + height, across, up, x, y }
    }

    /// Where a value across stands.
    pub fn x(&self, value: f64) -> f64 {
        self.left + part(value, self.x) * (self.right - self.left)
    }

    /// Where a value upwards stands.
    pub fn y(&self, value: f64) -> f64 {
        self.bottom - part(value, self.y) * (self.bottom - self.top)
    }

    /// Draws both axes with their marks and names; the name of the upward one stands above it.
    pub fn axes(&self, scene: &mut Scene, across: &Axis, up: &Axis) {
        for tick in &self.up {
            let y = self.y(tick.at);
            scene.draw(Mark::line("c-grid", (self.left, y), (self.right, y)));
            scene.draw(Mark::note("c-note", (self.left - 6.0, y + 4.0), Anchor::End, &tick.label));
        }
        scene.draw(Mark::line("c-axis", (self.left, self.bottom), (self.right, self.bottom)));
        for tick in self.across.iter().filter(|it| (self.x.0..=self.x.1).contains(&it.at)) {
            let x = self.x(tick.at);
            scene.draw(Mark::line("c-axis", (x, self.bottom), (x, self.bottom + 4.0)));
            let half = text::width(&tick.label, SMALL) / 2.0;
            let (at, anchor) = match (x - half < 0.0, x + half > scene.width) {
                (true, _) => (2.0, Anchor::Start),
                (_, true) => (scene.width - 2.0, Anchor::End),
                _ => (x, Anchor::Middle),
            };
            scene.draw(Mark::note("c-note", (at, self.bottom + 18.0), anchor, &tick.label));
        }
        let up = text::fit(&up.label, SMALL, scene.width - 8.0);
        scene.draw(Mark::note("c-name", (2.0, self.top - 12.0), Anchor::Start, &up));
        let across = text::fit(&across.label, SMALL, self.right - self.left);
        scene.draw(Mark::note("c-name", (self.right, self.bottom + 36.0), Anchor::End, &across));
    }

    /// A whisker upwards from `low` to `high` at a value across, with ends.
    pub fn whisker(&self, scene: &mut Scene, class: &'static str, x: f64, low: f64, high: f64) {
        let (x, low, high) = (self.x(x), self.y(low), self.y(high));
        scene.draw(Mark::line(class, (x, low), (x, high)));
        for y in [low, high] {
            scene.draw(Mark::line(class, (x - 3.0, y), (x + 3.0, y)));
        }
    }
}

/// Room below an area for its marks and its name.
pub(crate) const BELOW: f64 = 46.0;

pub(crate) fn ends(marks: &[Tick]) -> (f64, f64) {
    let first = marks.first().map_or(0.0, |it| it.at);
    let last = marks.last().map_or(1.0, |it| it.at);
    if last > first { (first, last) } else { (first, first + 1.0) }
}

/// Where a value lies between two ends, from 0 to 1; in the middle where the ends meet.
pub(crate) fn part(value: f64, (low, high): Ends) -> f64 {
    // Halves first: the distance of two very large numbers is infinite. The half of the smallest number is 0.
    let half = high / 2.0 - low / 2.0;
    let part = match half > 0.0 {
        true => (value / 2.0 - low / 2.0) / half,
        false => (value - low) / (high - low),
    };
    if part.is_nan() { 0.5 } else { part.clamp(0.0, 1.0) }
}

/// The lower and the upper end of a scale.
pub(crate) type Ends = (f64, f64);

/// The smallest and the largest of values that are numbers.
pub(crate) fn range(values: impl Iterator<Item = f64>) -> Option<Ends> {
    values.filter(|it| it.is_finite()).fold(None, |range, it| match range {
        None => Some((it, it)),
        Some((low, high)) => Some((f64::min(low, it), f64::max(high, it))),
    })
}
