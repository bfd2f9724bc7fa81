//! Small multiples: many small line charts on one scale, so that eyes can compare them.

use crate::axis::Ends;
use crate::lines::Lines;
use crate::scene::{Anchor, Mark, Scene};
use crate::table::Table;
use crate::text::{self, SIZE};
use crate::{Drawn, Undrawn, Words, axis};

/// Small line charts.
#[derive(Debug, Clone, Default)]
pub struct Multiples {
    /// What each one is about, such as `AI system`.
    pub of: String,
    /// Name and lines of each.
    pub panels: Vec<(String, Lines)>,
}

/// Most charts of one picture.
const MOST: usize = 36;

impl Multiples {
    /// The picture: as many beside each other as fit.
    pub fn draw(&self, width: f64, words: Words<'_>) -> Drawn {
        match self.panels.len() {
            0 => return Err(Undrawn::Nothing),
            panels if panels > MOST => return Err(Undrawn::TooMany(panels, "chart.panels", MOST)),
            _ => {}
        }
        let ranges: Vec<_> = self.panels.iter().filter_map(|it| it.1.ranges().ok()).collect();
        let whole = |pick: fn(&(Ends, Ends)) -> Ends| {
            axis::range(ranges.iter().map(pick).flat_map(|(low, high)| [low, high])).unwrap_or((0.0, 1.0))
        };
        let (x, y) = (whole(|it| it.0), whole(|it| it.1));
        let columns = ((width / 230.0).floor() as usize).clamp(1, self.panels.len());
        let each = width / columns as f64 - 6.0;
        let (mut scene, mut top) = (Scene::new(width, 0.0), 0.0);
        for row in self.panels.chunks(columns) {
            let mut tallest: f64 = 0.0;
            for (column, (name, lines)) in row.iter().enumerate() {
                let left = (each + 6.0) * column as f64;
                let name = text::fit(name, SIZE, each - 4.0);
                scene.draw(Mark::words("c-strong", (left + 2.0, top + 16.0), Anchor::Start, &name));
                match lines.ranges().and_then(|_| lines.draw_on(each, 110.0, (x, y), words)) {
                    Ok(small) => {
                        tallest = tallest.max(small.height);
                        scene.place(small, left, top + 20.0);
                    }
                    Err(why) => {
                        let why = text::fit(&why.said(words), text::SMALL, each - 4.0);
                        scene.draw(Mark::note("c-note", (left + 2.0, top + 40.0), Anchor::Start, &why));
                        tallest = tallest.max(40.0);
                    }
                }
            }
            top += tallest + 30.0;
        }
        scene.height = top;
        Ok(scene)
    }

    /// Every point of every chart.
    pub fn table(&self, words: Words<'_>) -> Table {
        let mut whole = Table::new(&[&self.of]);
        for (name, lines) in &self.panels {
            let table = lines.table(words);
            for column in &table.columns {
                if !whole.columns[1..].contains(column) {
                    whole.columns.push(column.clone());
                }
            }
            for (row, link) in table.rows.iter().zip(&table.links) {
                let cell = |column: &String| table.columns.iter().position(|it| it == column).map(|at| row[at].clone());
                let cells = whole.columns[1..].iter().map(|it| cell(it).unwrap_or_default());
                whole.rows.push(std::iter::once(name.clone()).chain(cells).collect());
                whole.links.push(link.clone());
            }
        }
        let wide = whole.columns.len();
        whole.rows.iter_mut().for_each(|it| it.resize(wide, String::new()));
        whole
    }
}
