//! A forest plot: estimates with their intervals beside lines that they are compared with.

use crate::scene::{Anchor, Mark, Scene, Shape};
use crate::table::Table;
use crate::text::{self, SIZE, SMALL};
use crate::ticks::{Tick, ticks};
use crate::{Drawn, Undrawn, Words, axis};

/// Estimates, one a row.
#[derive(Debug, Clone, Default)]
pub struct Forest {
    /// What the rows are, such as `Group`.
    pub of: String,
    /// What is estimated, with its unit.
    pub measure: String,
    /// The estimates, from top to bottom.
    pub rows: Vec<Estimate>,
    /// Lines that they are compared with, and their names.
    pub lines: Vec<(f64, String)>,
}

/// One estimate.
#[derive(Debug, Clone, Default)]
pub struct Estimate {
    /// What it is about.
    pub label: String,
    /// The estimate; no number when it could not be made.
    pub value: f64,
    /// Its interval; one without is drawn hollow and says so.
    pub interval: Option<(f64, f64)>,
    /// On how many cases it stands.
    pub n: Option<u64>,
    /// Where its rows are.
    pub link: String,
}

/// Most rows of one picture.
const MOST: usize = 60;

impl Estimate {
    fn ends(&self) -> Option<(f64, f64)> {
        self.interval.filter(|it| it.0.is_finite() && it.1.is_finite())
    }

    /// Estimate and interval in words.
    fn said(&self, words: Words<'_>) -> String {
        match (self.value.is_finite(), self.ends()) {
            (false, _) => words.say("chart.no_estimate").to_owned(),
            (true, Some(ends)) => text::estimate(self.value, ends),
            (true, None) => format!("{} ({})", text::number(self.value), words.say("chart.no_interval")),
        }
    }
}

impl Forest {
    /// The picture.
    pub fn draw(&self, width: f64, words: Words<'_>) -> Drawn {
        let (low, high) = self.range()?;
        let narrow = width < 480.0;
        let widest = |it: &dyn Fn(&Estimate) -> f64| self.rows.iter().map(it).fold(0.0, f64::max);
        let said = widest(&|it| text::width(&it.said(words), SMALL));
        let (left, right) = match narrow {
            true => (12.0, width - 12.0),
            false => {
                let labels = widest(&|it| text::width(&it.label, SIZE)).min(width * 0.3);
                (labels + 22.0, width - said.min(width * 0.36) - 22.0)
            }
        };
        let marks = ticks(low, high, ((right - left) / 70.0).clamp(2.0, 7.0) as usize);
        let place = Place { narrow, left, right, top: 30.0, row: if narrow { 56.0 } else { 30.0 }, marks };
        let mut scene = Scene::new(width, 0.0);
        let bottom = place.top + place.row * self.rows.len() as f64;
        place.grid(&mut scene, self, bottom);
        for (index, row) in self.rows.iter().enumerate() {
            place.row(&mut scene, row, index, words);
        }
        scene.height = bottom + 42.0;
        Ok(scene)
    }

    fn range(&self) -> Result<(f64, f64), Undrawn> {
        match self.rows.len() {
            0 => return Err(Undrawn::Nothing),
            rows if rows > MOST => return Err(Undrawn::TooMany(rows, "chart.estimates", MOST)),
            _ => {}
        }
        if self.rows.iter().all(|it| !it.value.is_finite()) {
            return Err(Undrawn::NoNumber);
        }
        let ends = self.rows.iter().flat_map(|it| {
            let (low, high) = it.ends().unwrap_or((it.value, it.value));
            [it.value, low, high]
        });
        axis::range(ends.chain(self.lines.iter().map(|it| it.0))).ok_or(Undrawn::NoNumber)
    }

    /// Every estimate.
    pub fn table(&self, words: Words<'_>) -> Table {
        let mut table = Table::new(&[&self.of, &self.measure, words.say("chart.from"), words.say("chart.to"), "n"]);
        for row in &self.rows {
            let [low, high] = text::ends(row.interval);
            let n = row.n.map(|it| it.to_string()).unwrap_or_default();
            table.row(vec![row.label.clone(), text::number(row.value), low, high, n], &row.link);
        }
        for (at, name) in &self.lines {
            table.row(vec![name.clone(), text::number(*at), String::new(), String::new(), String::new()], "");
        }
        table.without_empty_columns()
    }
}

/// Where estimates stand: words beside them on wide pages, above them on narrow ones.
struct Place {
    narrow: bool,
    left: f64,
    right: f64,
    top: f64,
    row: f64,
    marks: Vec<Tick>,
}

impl Place {
    fn x(&self, value: f64) -> f64 {
        self.left + axis::part(value, axis::ends(&self.marks)) * (self.right - self.left)
    }

    fn grid(&self, scene: &mut Scene, forest: &Forest, bottom: f64) {
        for tick in &self.marks {
            let x = self.x(tick.at);
            scene.draw(Mark::line("c-grid", (x, self.top), (x, bottom)));
            scene.draw(Mark::note(
                "c-note",
                (self.inside(scene, x, &tick.label), bottom + 16.0),
                Anchor::Middle,
                &tick.label,
            ));
        }
        scene.draw(Mark::line("c-axis", (self.left, bottom), (self.right, bottom)));
        let measure = text::fit(&forest.measure, SMALL, scene.width - self.left - 4.0);
        scene.draw(Mark::note("c-name", (self.left, bottom + 34.0), Anchor::Start, &measure));
        for (at, name) in forest.lines.iter().filter(|it| it.0.is_finite()) {
            let x = self.x(*at);
            let said = text::fit(&format!("{name} {}", text::number(*at)), SMALL, scene.width - 8.0);
            scene.draw(Mark::line("c-limit", (x, self.top - 6.0), (x, bottom)).tip(&said));
            scene.draw(Mark::note("c-note", (self.inside(scene, x, &said), self.top - 12.0), Anchor::Middle, &said));
        }
    }

    /// The middle of words that must not leave the frame.
    fn inside(&self, scene: &Scene, x: f64, words: &str) -> f64 {
        let half = text::width(words, SMALL) / 2.0 + 1.0;
        x.clamp(half, (scene.width - half).max(half))
    }

    fn row(&self, scene: &mut Scene, row: &Estimate, index: usize, words: Words<'_>) {
        let top = self.top + self.row * index as f64;
        let y = if self.narrow { top + 44.0 } else { top + self.row / 2.0 };
        let tip =
            format!("{}: {}{}", row.label, row.said(words), row.n.map(|it| format!(", n = {it}")).unwrap_or_default());
        if self.narrow {
            let label = text::fit(&row.label, SIZE, scene.width - 4.0);
            scene.draw(Mark::words("c-label", (2.0, top + 16.0), Anchor::Start, &label).tip(&tip).link(&row.link));
            scene.draw(Mark::note(
                "c-note",
                (2.0, top + 32.0),
                Anchor::Start,
                &text::fit(&row.said(words), SMALL, scene.width - 4.0),
            ));
        } else {
            let label = text::fit(&row.label, SIZE, self.left - 22.0);
            scene.draw(
                Mark::words("c-label", (self.left - 12.0, y + 4.5), Anchor::End, &label).tip(&tip).link(&row.link),
            );
            let said = text::fit(&row.said(words), SMALL, scene.width - self.right - 14.0);
            scene.draw(Mark::note("c-note", (self.right + 10.0, y + 4.0), Anchor::Start, &said));
        }
        if !row.value.is_finite() {
            return;
        }
        if let Some((low, high)) = row.ends() {
            let (low, high) = (self.x(low), self.x(high));
            scene.draw(Mark::line("c-whisker", (low, y), (high, y)));
            for x in [low, high] {
                scene.draw(Mark::line("c-whisker", (x, y - 5.0), (x, y + 5.0)));
            }
        }
        let class = if row.ends().is_some() { "c-s0" } else { "c-hollow" };
        scene.draw(Mark::new(class, Shape::Sign { x: self.x(row.value), y, sign: 1 }).tip(tip).link(&row.link));
    }
}
