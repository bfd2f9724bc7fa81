//! Bars: amounts side by side from a common zero, stacked by a second property, with intervals where they are estimates.

use crate::legend::{BOXES, Known, SERIES, legend};
use crate::scene::{Anchor, Mark, Scene, Shape};
use crate::table::Table;
use crate::text::{self, SIZE, SMALL};
use crate::ticks::{Tick, ticks};
use crate::{Drawn, Undrawn, Words, axis};

/// Bars, one a row.
#[derive(Debug, Clone, Default)]
pub struct Bars {
    /// What the rows are, such as `Stage`.
    pub of: String,
    /// What is counted, such as `AI systems`.
    pub unit: String,
    /// Names of the parts of which bars are made; one without a name when they have no parts.
    pub parts: Vec<String>,
    /// The bars, from top to bottom.
    pub bars: Vec<Bar>,
    /// A line that the bars are compared with, and its name.
    pub line: Option<(f64, String)>,
}

/// One bar.
#[derive(Debug, Clone, Default)]
pub struct Bar {
    /// Its name.
    pub label: String,
    /// Its amounts, one a part; what is missing or no number is left out.
    pub values: Vec<f64>,
    /// Interval of the first amount.
    pub interval: Option<(f64, f64)>,
    /// Where its rows are.
    pub link: String,
}

/// Most bars of one picture.
const MOST: usize = 60;

impl Bars {
    /// The picture.
    pub fn draw(&self, width: f64, words: Words<'_>) -> Drawn {
        let (low, high) = self.range()?;
        let names: Vec<&str> = self.parts.iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
        let mut scene = Scene::new(width, 0.0);
        let top = legend(&mut scene, if names.len() > 1 { &names } else { &[] }, Known::Box) + 8.0;
        let place = Place::new(self, width, top, (low, high), words);
        place.grid(&mut scene, self);
        for (index, bar) in self.bars.iter().enumerate() {
            place.bar(&mut scene, self, bar, index, words);
        }
        scene.height = place.bottom + 42.0;
        Ok(scene)
    }

    /// The ends of the scale, with zero in between; or why there is nothing to draw.
    fn range(&self) -> Result<(f64, f64), Undrawn> {
        if self.bars.is_empty() {
            return Err(Undrawn::Nothing);
        }
        if self.bars.len() > MOST {
            return Err(Undrawn::TooMany(self.bars.len(), "chart.bars", MOST));
        }
        if self.parts.len() > SERIES {
            return Err(Undrawn::TooMany(self.parts.len(), "chart.parts", SERIES));
        }
        let stacked = self.parts.len() > 1;
        if stacked && self.bars.iter().flat_map(|it| &it.values).any(|it| *it < 0.0) {
            return Err(Undrawn::Negative);
        }
        let ends = self.bars.iter().flat_map(|it| {
            let whole = if stacked { Some(it.total()) } else { it.values.first().copied() };
            let interval = it.interval.filter(|_| !stacked).map(|(low, high)| [low, high]);
            whole.into_iter().chain(interval.into_iter().flatten())
        });
        let (low, high) = axis::range(ends.chain(self.line.iter().map(|it| it.0))).ok_or(Undrawn::NoNumber)?;
        Ok((low.min(0.0), if high <= 0.0 && low >= 0.0 { 1.0 } else { high.max(0.0) }))
    }

    /// Every amount.
    pub fn table(&self, words: Words<'_>) -> Table {
        let name = |it: &String| if it.is_empty() { self.unit.clone() } else { it.clone() };
        let interval = self.bars.iter().any(|it| it.interval.is_some());
        let mut table = Table::new(&[&self.of]);
        table.columns.extend(self.parts.iter().map(name));
        table.columns.extend(["chart.from", "chart.to"].iter().filter(|_| interval).map(|it| words.say(it).to_owned()));
        for bar in &self.bars {
            let values = (0..self.parts.len()).map(|it| text::maybe(bar.values.get(it).copied()));
            let ends = text::ends(bar.interval).into_iter().filter(|_| interval);
            table.row(std::iter::once(bar.label.clone()).chain(values).chain(ends).collect(), &bar.link);
        }
        table
    }
}

impl Bar {
    fn total(&self) -> f64 {
        self.values.iter().filter(|it| it.is_finite()).sum()
    }

    fn says(&self, part: &str, value: f64, unit: &str, words: Words<'_>) -> String {
        let part = if part.is_empty() { String::new() } else { format!(", {part}") };
        format!("{}{part}: {}{}", self.label, text::with_unit(value, unit), words.interval(self.interval))
    }
}

/// Where bars stand: names beside them on wide pages, above them on narrow ones.
struct Place {
    narrow: bool,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    row: f64,
    marks: Vec<Tick>,
}

impl Bars {
    /// Whether all amounts are whole and none is an estimate, so that a mark between whole numbers would say nothing.
    fn counts(&self) -> bool {
        let whole = |it: &f64| it.fract() == 0.0;
        self.line.is_none() && self.bars.iter().all(|it| it.interval.is_none() && it.values.iter().all(whole))
    }
}

impl Place {
    fn new(bars: &Bars, width: f64, top: f64, (low, high): (f64, f64), words: Words<'_>) -> Place {
        let narrow = width < 480.0;
        let longest = bars.bars.iter().map(|it| text::width(&it.label, SIZE)).fold(0.0, f64::max);
        let left = if narrow { 4.0 } else { longest.min(width * 0.34) + 14.0 };
        let values = bars.bars.iter().map(|it| text::width(&bars.said(it, words), SMALL)).fold(0.0, f64::max);
        let right = width - (values + 12.0).min(width * 0.4);
        let row = if narrow { 44.0 } else { 28.0 };
        let mut marks = ticks(low, high, ((right - left) / 80.0).clamp(2.0, 6.0) as usize);
        if bars.counts() {
            marks.retain(|it| it.at.fract() == 0.0);
        }
        Place { narrow, left, right, top, bottom: top + row * bars.bars.len() as f64, row, marks }
    }

    fn x(&self, value: f64) -> f64 {
        self.left + axis::part(value, axis::ends(&self.marks)) * (self.right - self.left)
    }

    fn grid(&self, scene: &mut Scene, bars: &Bars) {
        for tick in &self.marks {
            let (x, class) = (self.x(tick.at), if tick.at == 0.0 { "c-axis" } else { "c-grid" });
            scene.draw(Mark::line(class, (x, self.top), (x, self.bottom)));
            let half = text::width(&tick.label, SMALL) / 2.0;
            scene.draw(Mark::note("c-note", (x.max(half + 1.0), self.bottom + 16.0), Anchor::Middle, &tick.label));
        }
        let unit = text::fit(&bars.unit, SMALL, scene.width - self.left - 4.0);
        scene.draw(Mark::note("c-name", (self.left, self.bottom + 34.0), Anchor::Start, &unit));
        if let Some((at, name)) = &bars.line {
            let x = self.x(*at);
            let tip = format!("{name}: {}", text::number(*at));
            scene.draw(Mark::line("c-limit", (x, self.top - 4.0), (x, self.bottom)).tip(tip));
        }
    }

    fn bar(&self, scene: &mut Scene, bars: &Bars, bar: &Bar, index: usize, words: Words<'_>) {
        let top = self.top + self.row * index as f64;
        let (label, bar_top) = match self.narrow {
            true => ((2.0, top + 15.0), top + 20.0),
            false => ((self.left - 8.0, top + self.row / 2.0 + 4.5), top + 5.0),
        };
        let (anchor, room) =
            if self.narrow { (Anchor::Start, scene.width - 4.0) } else { (Anchor::End, self.left - 12.0) };
        let name = text::fit(&bar.label, SIZE, room);
        scene.draw(Mark::words("c-label", label, anchor, &name).tip(&bar.label).link(&bar.link));
        let mut from = 0.0;
        for (part, value) in bar.values.iter().take(bars.parts.len()).enumerate() {
            if !value.is_finite() {
                continue;
            }
            let (a, b) = (self.x(from), self.x(from + value));
            let tip = bar.says(&bars.parts[part], *value, &bars.unit, words);
            let area = Mark::area(BOXES[part], a.min(b), bar_top, (b - a).abs(), 18.0);
            scene.draw(area.pattern(part).tip(tip).link(&bar.link));
            from += value;
        }
        let end = bar.interval.filter(|_| bars.parts.len() == 1).map(|it| self.interval(scene, it, bar_top + 9.0));
        let said = text::fit(&bars.said(bar, words), SMALL, scene.width - self.right - 8.0);
        let after = self.x(from.max(0.0)).max(end.unwrap_or(0.0)).min(self.right) + 6.0;
        scene.draw(Mark::note("c-note", (after, bar_top + 13.0), Anchor::Start, &said));
    }

    /// Draws an interval and returns where it ends.
    fn interval(&self, scene: &mut Scene, (low, high): (f64, f64), y: f64) -> f64 {
        if !low.is_finite() || !high.is_finite() {
            return 0.0;
        }
        let (low, high) = (self.x(low), self.x(high));
        scene.draw(Mark::line("c-whisker", (low, y), (high, y)));
        for x in [low, high] {
            let points = vec![(x, y - 4.0), (x, y + 4.0)];
            scene.draw(Mark::new("c-whisker", Shape::Path { points, closed: false }));
        }
        high
    }
}

impl Bars {
    /// The words after a bar.
    fn said(&self, bar: &Bar, words: Words<'_>) -> String {
        match (self.parts.len(), bar.values.first()) {
            (0 | 1, Some(value)) => match bar.interval {
                Some(ends) => text::estimate(*value, ends),
                None => text::number(*value),
            },
            (0 | 1, None) => words.say("chart.unknown").to_owned(),
            _ => text::number(bar.total()),
        }
    }
}
