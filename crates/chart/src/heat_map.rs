//! A heat map: counts in the cells of two ordered scales. The level of a cell is a shade and its name, or where there is no room its letter; a line can part cells
//! from others, marks say what came into a cell and left it, and arrows from where to where.

use crate::over;
use crate::scene::{Anchor, Mark, Scene, Shape};
use crate::table::Table;
use crate::text::{self, SIZE, SMALL};
use crate::{Drawn, Undrawn, Words};

/// Counts in the cells of two ordered scales.
#[derive(Debug, Clone, Default)]
pub struct HeatMap {
    /// Name of the scale across.
    pub across: String,
    /// Name of the scale upwards.
    pub up: String,
    /// What is counted.
    pub unit: String,
    /// Steps across, from left to right.
    pub columns: Vec<String>,
    /// Steps upwards, from bottom to top.
    pub rows: Vec<String>,
    /// The levels of cells, from the least to the gravest.
    pub levels: Vec<String>,
    /// The cells; those that are missing are empty.
    pub cells: Vec<Cell>,
    /// What the line means that parts cells beyond it from the others; blank where none is drawn.
    pub line: String,
    /// What went from one cell to another.
    pub arrows: Vec<Arrow>,
}

/// What went from one cell to another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arrow {
    /// From which column and row, from 0.
    pub from: (usize, usize),
    /// To which.
    pub to: (usize, usize),
    /// How many things.
    pub count: u64,
    /// Where its rows are.
    pub link: String,
}

/// One cell.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// Step across, from 0.
    pub column: usize,
    /// Step upwards, from 0.
    pub row: usize,
    /// How many things are in it.
    pub count: u64,
    /// Its level, from 0.
    pub level: usize,
    /// Where its rows are.
    pub link: String,
    /// Whether it lies beyond the line.
    pub beyond: bool,
    /// How many things came into it.
    pub came: u64,
    /// How many left it.
    pub left: u64,
}

/// Most steps of a scale.
const MOST: usize = 12;
/// Classes of levels.
const LEVELS: [&str; 5] = ["c-h0", "c-h1", "c-h2", "c-h3", "c-h4"];

impl HeatMap {
    /// The picture.
    pub fn draw(&self, width: f64) -> Drawn {
        if self.columns.is_empty() || self.rows.is_empty() {
            return Err(Undrawn::Nothing);
        }
        let most = self.columns.len().max(self.rows.len());
        if most > MOST {
            return Err(Undrawn::TooMany(most, "chart.steps", MOST));
        }
        let narrow = width < 480.0;
        let longest = self.rows.iter().map(|it| text::width(it, SMALL)).fold(0.0, f64::max);
        let left = (longest + 12.0).min(width * if narrow { 0.28 } else { 0.3 }).max(24.0);
        let cell = ((width - left - 4.0) / self.columns.len() as f64).min(96.0);
        let tall = if narrow { 48.0 } else { 52.0 };
        let top = 26.0;
        let bottom = top + tall * self.rows.len() as f64;
        let mut scene = Scene::new(width, 0.0);
        scene.draw(Mark::note("c-name", (2.0, 12.0), Anchor::Start, &text::fit(&self.up, SMALL, width - 4.0)));
        for (row, name) in self.rows.iter().enumerate() {
            let y = bottom - tall * (row as f64 + 0.5) + 4.0;
            let short = text::fit(name, SMALL, left - 10.0);
            scene.draw(Mark::note("c-note", (left - 6.0, y), Anchor::End, &short).tip(name));
            for column in 0..self.columns.len() {
                let at = (left + cell * column as f64, bottom - tall * (row as f64 + 1.0));
                self.cell(&mut scene, column, row, at, (cell, tall));
            }
        }
        over::line(&mut scene, self, ((left, bottom), (cell, tall)));
        over::arrows(&mut scene, self, ((left, bottom), (cell, tall)));
        let below = self.names(&mut scene, left, bottom, cell);
        scene.height = self.levels(&mut scene, below);
        Ok(scene)
    }

    fn at(&self, column: usize, row: usize) -> Option<&Cell> {
        self.cells.iter().find(|it| it.column == column && it.row == row)
    }

    fn cell(&self, scene: &mut Scene, column: usize, row: usize, (x, y): (f64, f64), (wide, tall): (f64, f64)) {
        let Some(cell) = self.at(column, row) else {
            scene.draw(Mark::area("c-h c-hn", x + 1.0, y + 1.0, wide - 2.0, tall - 2.0));
            return;
        };
        let class = LEVELS[cell.level.min(LEVELS.len() - 1)];
        let level = self.levels.get(cell.level).map_or("", String::as_str);
        let tip = format!(
            "{} {}, {} {}: {} {} ({level})",
            self.across, self.columns[column], self.up, self.rows[row], cell.count, self.unit
        );
        scene.draw(Mark::area(class, x + 1.0, y + 1.0, wide - 2.0, tall - 2.0).tip(tip).link(&cell.link));
        let count = text::fit(&cell.count.to_string(), SIZE, wide - 6.0);
        let class = if cell.count == 0 { "c-ht c-quiet" } else { "c-ht c-count" };
        scene.draw(Mark::words(class, (x + wide / 2.0, y + tall / 2.0 + 1.0), Anchor::Middle, &count).link(&cell.link));
        let fits = text::width(level, SMALL) <= wide - 8.0;
        let name = if fits { level.to_owned() } else { letter(level) };
        scene.draw(Mark::note("c-ht c-note", (x + wide / 2.0, y + tall - 7.0), Anchor::Middle, &name));
        let marks = cell.marks();
        if !marks.is_empty() && text::width(&marks, SMALL) <= wide - 6.0 {
            let tip = format!("+{} −{}", cell.came, cell.left);
            scene.draw(Mark::note("c-ht c-note", (x + wide - 4.0, y + 14.0), Anchor::End, &marks).tip(tip));
        }
    }

    /// Names of the steps across, upright when they are long; returns where they end.
    fn names(&self, scene: &mut Scene, left: f64, bottom: f64, cell: f64) -> f64 {
        let longest = self.columns.iter().map(|it| text::width(it, SMALL)).fold(0.0, f64::max);
        let upright = longest > cell - 4.0;
        let room = longest.min(110.0);
        for (column, name) in self.columns.iter().enumerate() {
            let middle = left + cell * (column as f64 + 0.5);
            scene.draw(match upright {
                true => {
                    let text = text::fit(name, SMALL, room);
                    let y = bottom + 8.0 + text::width(&text, SMALL);
                    Mark::new("c-note", Shape::Upright { x: middle + 4.0, y, text }).tip(name)
                }
                false => Mark::note("c-note", (middle, bottom + 18.0), Anchor::Middle, name),
            });
        }
        let end = if upright { bottom + 12.0 + room } else { bottom + 24.0 };
        let name = text::fit(&self.across, SMALL, scene.width - left - 4.0);
        scene.draw(Mark::note("c-name", (left, end + 14.0), Anchor::Start, &name));
        end + 22.0
    }

    /// What the letters mean; returns where that ends.
    fn levels(&self, scene: &mut Scene, from: f64) -> f64 {
        let (mut x, mut y) = (2.0, from + 16.0);
        for (index, level) in self.levels.iter().enumerate() {
            let letter = letter(level);
            let said = text::fit(&format!("{letter} = {level}"), SMALL, scene.width - 28.0);
            let wide = 22.0 + text::width(&said, SMALL);
            if x > 2.0 && x + wide > scene.width {
                (x, y) = (2.0, y + 20.0);
            }
            scene.draw(Mark::area(LEVELS[index.min(LEVELS.len() - 1)], x, y - 11.0, 14.0, 14.0));
            scene.draw(Mark::note("c-note", (x + 20.0, y), Anchor::Start, &said));
            x += wide + 14.0;
        }
        if !self.line.is_empty() {
            let said = text::fit(&self.line, SMALL, scene.width - 28.0);
            y += 20.0;
            scene.draw(Mark::line("c-beyond", (2.0, y - 4.0), (18.0, y - 4.0)));
            scene.draw(Mark::note("c-note", (24.0, y), Anchor::Start, &said).tip(&self.line));
        }
        y + 10.0
    }

    /// Every cell, and behind them what went from one to another.
    pub fn table(&self, words: Words<'_>) -> Table {
        let lined = !self.line.is_empty();
        let moved = !self.arrows.is_empty() || self.cells.iter().any(|it| it.came + it.left > 0);
        let heads = [&self.up, &self.across, words.say("chart.level"), &self.unit].map(str::to_owned);
        let more = |of: bool, keys: &[&'static str]| -> Vec<String> {
            keys.iter().filter(|_| of).map(|it| words.say(it).to_owned()).collect()
        };
        let columns = heads.into_iter().chain(more(lined, &["chart.beyond"]));
        let columns: Vec<String> = columns.chain(more(moved, &["chart.came", "chart.left"])).collect();
        let mut table = Table { columns, ..Table::default() };
        let name = |names: &[String], at: usize| names.get(at).cloned().unwrap_or_else(|| at.to_string());
        for cell in &self.cells {
            let level = self.levels.get(cell.level).cloned().unwrap_or_default();
            let mut cells =
                vec![name(&self.rows, cell.row), name(&self.columns, cell.column), level, cell.count.to_string()];
            cells.extend(more(lined, &[if cell.beyond { "chart.yes" } else { "chart.no" }]));
            if moved {
                cells.extend([cell.came.to_string(), cell.left.to_string()]);
            }
            table.row(cells, &cell.link);
        }
        table
    }
}

impl Cell {
    /// What came and left, short; blank where nothing did.
    fn marks(&self) -> String {
        let sign = |sign: &str, count: u64| if count == 0 { String::new() } else { format!("{sign}{count}") };
        format!("{} {}", sign("+", self.came), sign("−", self.left)).trim().to_owned()
    }
}

/// The letter of a level.
fn letter(level: &str) -> String {
    level.chars().take(1).flat_map(char::to_uppercase).collect()
}
