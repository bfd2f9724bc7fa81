//! A timeline: spans and days of things, how late they may become, and where today is.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::legend::{BOXES, Known, SERIES, legend_of};
use crate::scene::{Anchor, Mark, Scene, Shape};
use crate::table::Table;
use crate::text::{self, SIZE, SMALL};
use crate::ticks::{dates, day};
use crate::{Drawn, Undrawn, Words};

/// Rows over time.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    /// What the rows are.
    pub of: String,
    /// The rows, from top to bottom.
    pub rows: Vec<Row>,
    /// The day that is marked as today.
    pub today: Option<Date>,
}

/// One row.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Its name.
    pub label: String,
    /// Its spans.
    pub spans: Vec<Span>,
    /// Its days.
    pub days: Vec<Day>,
    /// Where its record is.
    pub link: String,
}

/// A stretch of time.
#[derive(Debug, Clone)]
pub struct Span {
    /// First day.
    pub from: Date,
    /// Last day, or the likely one.
    pub to: Date,
    /// How late it may become, such as the day that holds in eight cases of ten.
    pub late: Option<Date>,
    /// What it is.
    pub label: String,
    /// Which sort of span, from 0, for its colour and pattern.
    pub sort: usize,
}

/// A day on which something happens.
#[derive(Debug, Clone)]
pub struct Day {
    /// The day.
    pub on: Date,
    /// What happens.
    pub label: String,
}

/// Most rows of one picture.
const MOST: usize = 80;

impl Timeline {
    /// The picture.
    pub fn draw(&self, width: f64, words: Words<'_>) -> Drawn {
        if self.rows.len() > MOST {
            return Err(Undrawn::TooMany(self.rows.len(), "chart.rows", MOST));
        }
        let (low, high) = self.range().ok_or(Undrawn::Nothing)?;
        let narrow = width < 480.0;
        let longest = self.rows.iter().map(|it| text::width(&it.label, SIZE)).fold(0.0, f64::max);
        let left = if narrow { 8.0 } else { longest.min(width * 0.32) + 14.0 };
        let mut scene = Scene::new(width, 0.0);
        let sorts = self.sorts();
        let above = legend_of(&mut scene, if sorts.len() > 1 { &sorts } else { &[] }, Known::Box);
        let place = Place {
            narrow,
            left,
            right: width - 14.0,
            top: above + 30.0,
            row: if narrow { 44.0 } else { 30.0 },
            low,
            high,
        };
        let bottom = place.top + place.row * self.rows.len() as f64;
        scene.height = bottom + 26.0;
        place.grid(&mut scene, bottom);
        for (index, row) in self.rows.iter().enumerate() {
            place.row(&mut scene, row, index, words);
        }
        if let Some(today) = self.today.filter(|it| (low..=high).contains(&day(*it))) {
            let (x, said) = (place.x(day(today)), words.say("chart.today"));
            scene.draw(Mark::line("c-today", (x, place.top - 8.0), (x, bottom)).tip(format!("{said}, {today}")));
            let half = text::width(said, SMALL) / 2.0 + 1.0;
            scene.draw(Mark::note("c-strong", (x.clamp(half, width - half), place.top - 12.0), Anchor::Middle, said));
        }
        Ok(scene)
    }

    /// Sorts of spans with the words for them, in order.
    fn sorts(&self) -> Vec<(usize, &str)> {
        let spans = self.rows.iter().flat_map(|it| &it.spans);
        let sorts: BTreeMap<usize, &str> = spans.map(|it| (it.sort, it.label.as_str())).collect();
        sorts.into_iter().collect()
    }

    /// First and last day, with a little room.
    fn range(&self) -> Option<(f64, f64)> {
        let spans = self.rows.iter().flat_map(|it| &it.spans).flat_map(|it| [Some(it.from), Some(it.to), it.late]);
        let days = self.rows.iter().flat_map(|it| &it.days).map(|it| Some(it.on));
        let all: Vec<f64> = spans.chain(days).flatten().map(day).collect();
        let (low, high) = crate::axis::range(all.into_iter())?;
        // Today is shown when it is not too far from what happens.
        let near = |it: f64| (high - low + 30.0) * 2.0 > (it - low).abs().max((it - high).abs());
        let today = self.today.map(day).filter(|it| near(*it));
        let (low, high) = (low.min(today.unwrap_or(low)), high.max(today.unwrap_or(high)));
        let room = ((high - low) * 0.03).max(1.0).floor();
        Some((low - room, high + room))
    }

    /// Every span and day.
    pub fn table(&self, words: Words<'_>) -> Table {
        let [what, from, to, latest] = ["chart.what", "chart.from", "chart.to", "chart.latest"].map(|it| words.say(it));
        let mut table = Table::new(&[&self.of, what, from, to, latest]);
        for row in &self.rows {
            for span in &row.spans {
                let late = span.late.map(|it| it.to_string()).unwrap_or_default();
                let cells =
                    vec![row.label.clone(), span.label.clone(), span.from.to_string(), span.to.to_string(), late];
                table.row(cells, &row.link);
            }
            for day in &row.days {
                let cells =
                    vec![row.label.clone(), day.label.clone(), day.on.to_string(), String::new(), String::new()];
                table.row(cells, &row.link);
            }
        }
        table.without_empty_columns()
    }
}

/// Where rows stand: names beside them on wide pages, above them on narrow ones.
struct Place {
    narrow: bool,
    left: f64,
    right: f64,
    top: f64,
    row: f64,
    low: f64,
    high: f64,
}

impl Place {
    fn x(&self, days: f64) -> f64 {
        self.left + ((days - self.low) / (self.high - self.low)).clamp(0.0, 1.0) * (self.right - self.left)
    }

    fn grid(&self, scene: &mut Scene, bottom: f64) {
        let ends = crate::axis::date(self.low).zip(crate::axis::date(self.high));
        let most = ((self.right - self.left) / 90.0).max(2.0) as usize;
        for tick in ends.map(|(low, high)| dates(low, high, most)).unwrap_or_default() {
            let x = self.x(tick.at);
            scene.draw(Mark::line("c-grid", (x, self.top), (x, bottom)));
            let half = text::width(&tick.label, SMALL) / 2.0 + 1.0;
            let at = x.clamp(half, scene.width - half);
            scene.draw(Mark::note("c-note", (at, bottom + 16.0), Anchor::Middle, &tick.label));
        }
        scene.draw(Mark::line("c-axis", (self.left, bottom), (self.right, bottom)));
    }

    fn row(&self, scene: &mut Scene, row: &Row, index: usize, words: Words<'_>) {
        let top = self.top + self.row * index as f64;
        let y = if self.narrow { top + 30.0 } else { top + self.row / 2.0 };
        let (at, anchor, room) = match self.narrow {
            true => ((2.0, top + 15.0), Anchor::Start, scene.width - 4.0),
            false => ((self.left - 8.0, y + 4.5), Anchor::End, self.left - 12.0),
        };
        let label = text::fit(&row.label, SIZE, room);
        scene.draw(Mark::words("c-label", at, anchor, &label).tip(&row.label).link(&row.link));
        for span in &row.spans {
            self.span(scene, row, span, y, words);
        }
        for it in &row.days {
            let tip = format!("{}: {}, {}", row.label, it.label, it.on);
            let sign = Shape::Sign { x: self.x(day(it.on)), y, sign: 2 };
            scene.draw(Mark::new("c-s1", sign).tip(tip).link(&row.link));
        }
    }

    fn span(&self, scene: &mut Scene, row: &Row, span: &Span, y: f64, words: Words<'_>) {
        let (from, to) = (self.x(day(span.from)), self.x(day(span.to) + 1.0));
        let late = span.late.map(|it| words.tell("chart.late", &[("day", &it)])).unwrap_or_default();
        let tip = format!("{}: {}, {}{late}", row.label, span.label, words.between(&span.from, &span.to));
        let area = Mark::area(BOXES[span.sort % SERIES], from.min(to), y - 8.0, (to - from).abs().max(2.0), 16.0);
        scene.draw(area.pattern(span.sort).tip(&tip).link(&row.link));
        if let Some(late) = span.late {
            let late = self.x(day(late) + 1.0);
            scene.draw(Mark::line("c-whisker", (to.min(late), y), (to.max(late), y)).tip(tip));
            scene.draw(Mark::line("c-whisker", (late, y - 6.0), (late, y + 6.0)));
        }
    }
}
