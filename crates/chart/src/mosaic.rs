//! A mosaic: groups by parts, each row as high as the group is large, each box as wide as its part of the group.
//!
//! A group that is too small to be read is an empty frame with words, never a colour.

use crate::legend::{BOXES, Known, SERIES, legend};
use crate::scene::{Anchor, Mark, Scene};
use crate::table::Table;
use crate::text::{self, SIZE, SMALL};
use crate::{Drawn, Undrawn, Words};

/// Groups by parts.
#[derive(Debug, Clone, Default)]
pub struct Mosaic {
    /// What the rows are, such as `Group`.
    pub of: String,
    /// What is counted, such as `rows`.
    pub unit: String,
    /// The parts, from left to right.
    pub parts: Vec<String>,
    /// The groups, from top to bottom.
    pub rows: Vec<Row>,
    /// What stands in the frame of a group that is too small.
    pub small: String,
}

/// One group.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Its name.
    pub label: String,
    /// Counts, one a part.
    pub counts: Vec<u64>,
    /// Whether it is large enough to be read.
    pub enough: bool,
}

/// Most groups of one picture.
const MOST: usize = 40;
/// The height that all rows share beyond the least of each.
const HEIGHT: f64 = 200.0;
/// The least height of a row.
const LEAST: f64 = 18.0;

impl Row {
    fn total(&self) -> f64 {
        self.counts.iter().map(|it| *it as f64).sum()
    }
}

impl Mosaic {
    /// The picture.
    pub fn draw(&self, width: f64) -> Drawn {
        match (self.rows.len(), self.parts.len()) {
            (0, _) | (_, 0) => return Err(Undrawn::Nothing),
            (rows, _) if rows > MOST => return Err(Undrawn::TooMany(rows, "chart.groups", MOST)),
            (_, parts) if parts > SERIES => return Err(Undrawn::TooMany(parts, "chart.parts", SERIES)),
            _ => {}
        }
        let names: Vec<&str> = self.parts.iter().map(String::as_str).collect();
        let mut scene = Scene::new(width, 0.0);
        let mut top = legend(&mut scene, &names, Known::Box) + 8.0;
        let narrow = width < 480.0;
        let longest = self.rows.iter().map(|it| text::width(&it.label, SIZE)).fold(0.0, f64::max);
        let left = if narrow { 2.0 } else { longest.min(width * 0.34) + 12.0 };
        let all: f64 = self.rows.iter().map(Row::total).sum();
        for row in &self.rows {
            let height = LEAST + HEIGHT * row.total() / all.max(1.0);
            top = self.row(&mut scene, row, (left, top, height), narrow) + 8.0;
        }
        scene.height = top;
        Ok(scene)
    }

    /// Draws one group and returns where it ends.
    fn row(&self, scene: &mut Scene, row: &Row, (left, top, height): (f64, f64, f64), narrow: bool) -> f64 {
        let room = if narrow { scene.width - 4.0 } else { left - 10.0 };
        let (at, anchor, top) = match narrow {
            true => ((2.0, top + 14.0), Anchor::Start, top + 20.0),
            false => ((left - 8.0, top + height / 2.0 + 4.5), Anchor::End, top),
        };
        let total = row.total();
        let whole = format!("{}: {} {}", row.label, total, self.unit);
        scene.draw(Mark::words("c-label", at, anchor, &text::fit(&row.label, SIZE, room)).tip(&whole));
        let right = scene.width - 2.0;
        if !row.enough || total == 0.0 {
            scene.draw(Mark::area("c-h c-hn", left, top, right - left, height).tip(format!("{whole}, {}", self.small)));
            let said = text::fit(&self.small, SMALL, right - left - 12.0);
            scene.draw(Mark::note("c-note", (left + 6.0, top + height / 2.0 + 4.0), Anchor::Start, &said));
            return top + height;
        }
        let mut from = left;
        for (part, count) in row.counts.iter().take(self.parts.len()).enumerate() {
            let share = *count as f64 / total;
            let wide = share * (right - left);
            let tip = format!("{}, {}: {count} {} ({:.1} %)", row.label, self.parts[part], self.unit, 100.0 * share);
            scene.draw(Mark::area(BOXES[part], from, top, wide, height).pattern(part).tip(tip));
            from += wide;
        }
        top + height
    }

    /// Every count.
    pub fn table(&self, words: Words<'_>) -> Table {
        let mut table = Table::new(&[&self.of]);
        table.columns.extend(self.parts.iter().cloned());
        table.columns.push(words.say("chart.note").to_owned());
        for row in &self.rows {
            let counts = (0..self.parts.len()).map(|it| row.counts.get(it).map(u64::to_string).unwrap_or_default());
            let note = if row.enough { String::new() } else { self.small.clone() };
            table.row(std::iter::once(row.label.clone()).chain(counts).chain([note]).collect(), "");
        }
        table.without_empty_columns()
    }
}
