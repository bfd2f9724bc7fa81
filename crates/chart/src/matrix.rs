//! A matrix: how things in rows stand to things in columns; each cell is a sign with a word behind it.

use crate::scene::{Anchor, Mark, Scene, Shape};
use crate::table::Table;
use crate::text::{self, SIZE, SMALL};
use crate::{Drawn, Undrawn, Words};

/// Rows against columns.
#[derive(Debug, Clone, Default)]
pub struct Matrix {
    /// What the rows are.
    pub of: String,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The rows, each with one cell a column.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Its name.
    pub label: String,
    /// Its cells; `None` where nothing is said.
    pub cells: Vec<Option<Cell>>,
    /// Where its rows are.
    pub link: String,
}

/// One cell.
#[derive(Debug, Clone)]
pub struct Cell {
    /// How far it is so.
    pub grade: Grade,
    /// What is said, in a word or two.
    pub says: String,
    /// Where its rows are.
    pub link: String,
}

/// How far something is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grade {
    /// Wholly.
    Full,
    /// In part.
    Part,
    /// Not at all.
    None,
    /// Does not apply.
    Aside,
}

/// Every grade with its class and the key of what its sign means.
pub const GRADES: &[(Grade, &str, &str)] = &[
    (Grade::Full, "c-g0", "chart.wholly"),
    (Grade::Part, "c-g1", "chart.in_part"),
    (Grade::None, "c-g2", "chart.not"),
    (Grade::Aside, "c-g3", "chart.aside"),
];

/// The sign of a grade around a point.
fn sign(grade: Grade, x: f64, y: f64) -> Mark {
    let class = GRADES.iter().find(|it| it.0 == grade).map_or("c-g3", |it| it.1);
    Mark::new(
        class,
        match grade {
            Grade::Full => Shape::Sign { x, y, sign: 0 },
            Grade::Part => Shape::Sign { x, y, sign: 3 },
            Grade::None => Shape::Sign { x, y, sign: 5 },
            Grade::Aside => Shape::Path { points: vec![(x - 5.0, y), (x + 5.0, y)], closed: false },
        },
    )
}

/// Most rows and columns of one picture.
const MOST: usize = 80;
const CELL: f64 = 30.0;

impl Matrix {
    /// The picture; wider than asked for when there are many columns.
    pub fn draw(&self, width: f64, words: Words<'_>) -> Drawn {
        match (self.rows.len(), self.columns.len()) {
            (0, _) | (_, 0) => return Err(Undrawn::Nothing),
            (rows, columns) if rows.max(columns) > MOST => {
                return Err(Undrawn::TooMany(rows.max(columns), "chart.cells", MOST));
            }
            _ => {}
        }
        let longest = self.rows.iter().map(|it| text::width(&it.label, SIZE)).fold(0.0, f64::max);
        let left = longest.min(width * 0.4) + 12.0;
        let cell = ((width - left - 4.0) / self.columns.len() as f64).clamp(CELL, 90.0);
        let names = self.columns.iter().map(|it| text::width(it, SMALL)).fold(0.0, f64::max);
        let upright = names > cell - 4.0;
        let top = if upright { names.min(140.0) + 14.0 } else { 26.0 };
        let whole = (left + cell * self.columns.len() as f64 + 4.0).max(width.min(left + 8.0));
        let mut scene = Scene::new(whole.max(width), top + CELL * self.rows.len() as f64 + 8.0);
        for (column, name) in self.columns.iter().enumerate() {
            let middle = left + cell * (column as f64 + 0.5);
            scene.draw(match upright {
                true => {
                    let text = text::fit(name, SMALL, 140.0);
                    Mark::new("c-note", Shape::Upright { x: middle + 4.0, y: top - 6.0, text }).tip(name)
                }
                false => Mark::note("c-note", (middle, top - 10.0), Anchor::Middle, name),
            });
        }
        for (index, row) in self.rows.iter().enumerate() {
            self.row(&mut scene, row, (left, top + CELL * index as f64), cell);
        }
        scene.height += self.meanings(&mut scene, words);
        Ok(scene)
    }

    fn row(&self, scene: &mut Scene, row: &Row, (left, top): (f64, f64), cell: f64) {
        let label = text::fit(&row.label, SIZE, left - 10.0);
        scene.draw(Mark::line("c-grid", (2.0, top), (left + cell * self.columns.len() as f64, top)));
        scene.draw(Mark::words("c-label", (2.0, top + 20.0), Anchor::Start, &label).tip(&row.label).link(&row.link));
        for (column, name) in self.columns.iter().enumerate() {
            let Some(Some(said)) = row.cells.get(column) else { continue };
            let (x, y) = (left + cell * (column as f64 + 0.5), top + CELL / 2.0);
            let tip = format!("{}, {name}: {}", row.label, said.says);
            scene.draw(sign(said.grade, x, y).tip(tip).link(&said.link));
        }
    }

    /// What the signs mean that occur, below the rows; returns the height that this took.
    fn meanings(&self, scene: &mut Scene, words: Words<'_>) -> f64 {
        let occurs = |grade: Grade| self.rows.iter().flat_map(|it| &it.cells).flatten().any(|it| it.grade == grade);
        let (mut x, mut y) = (10.0, scene.height + 8.0);
        for (grade, _, key) in GRADES.iter().filter(|it| occurs(it.0)) {
            let meaning = words.say(key);
            let wide = 20.0 + text::width(meaning, SMALL);
            if x > 10.0 && x + wide > scene.width {
                (x, y) = (10.0, y + 20.0);
            }
            scene.draw(sign(*grade, x, y));
            scene.draw(Mark::note("c-note", (x + 12.0, y + 4.0), Anchor::Start, meaning));
            x += wide + 16.0;
        }
        y + 10.0 - scene.height
    }

    /// Every cell.
    pub fn table(&self) -> Table {
        let mut table = Table::new(&[&self.of]);
        table.columns.extend(self.columns.iter().cloned());
        for row in &self.rows {
            let cell =
                |at: usize| row.cells.get(at).and_then(Option::as_ref).map(|it| it.says.clone()).unwrap_or_default();
            let cells = std::iter::once(row.label.clone()).chain((0..self.columns.len()).map(cell)).collect();
            table.row(cells, &row.link);
        }
        table
    }
}
