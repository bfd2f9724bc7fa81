//! What lies over the cells of a heat map: the line that parts those beyond it from the others, and arrows from cell to cell.

use crate::heat_map::{Cell, HeatMap};
use crate::scene::{Mark, Scene, Shape};

/// The left edge of the first column and the lower edge of the first row, with the width and the height of a cell.
pub(crate) type Frame = ((f64, f64), (f64, f64));

/// How far from the middle of a cell an arrow begins and ends, as a part of it.
const APART: f64 = 0.3;
/// Length of the head of an arrow in pixels.
const HEAD: f64 = 9.0;

/// The line between cells that lie beyond it and cells that do not; nothing where no line is named.
pub(crate) fn line(scene: &mut Scene, map: &HeatMap, ((left, bottom), (wide, tall)): Frame) {
    if map.line.is_empty() {
        return;
    }
    let at = |column: usize, row: usize| (left + wide * column as f64, bottom - tall * row as f64);
    let parts = |a: &Cell, b: &Cell| a.beyond != b.beyond;
    for cell in &map.cells {
        let (column, row) = (cell.column, cell.row);
        let next = |column: usize, row: usize| map.cells.iter().find(|it| it.column == column && it.row == row);
        if next(column + 1, row).is_some_and(|it| parts(cell, it)) {
            scene.draw(Mark::line("c-beyond", at(column + 1, row), at(column + 1, row + 1)).tip(&map.line));
        }
        if next(column, row + 1).is_some_and(|it| parts(cell, it)) {
            scene.draw(Mark::line("c-beyond", at(column, row + 1), at(column + 1, row + 1)).tip(&map.line));
        }
    }
}

/// Arrows from cell to cell; those from or to what is no cell of the map are left out.
pub(crate) fn arrows(scene: &mut Scene, map: &HeatMap, ((left, bottom), (wide, tall)): Frame) {
    let inside = |at: (usize, usize)| at.0 < map.columns.len() && at.1 < map.rows.len();
    let middle = |at: (usize, usize)| (left + wide * (at.0 as f64 + 0.5), bottom - tall * (at.1 as f64 + 0.5));
    for it in map.arrows.iter().filter(|it| it.from != it.to && inside(it.from) && inside(it.to)) {
        let (from, to) = (middle(it.from), middle(it.to));
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let long = dx.hypot(dy).max(1.0);
        let unit = (dx / long, dy / long);
        // As far apart as a cell is wide in this direction.
        let apart = APART * (wide * unit.0.abs() + tall * unit.1.abs());
        let (start, end) = (along(from, unit, apart), along(from, unit, long - apart));
        let name = |names: &[String], at: usize| names.get(at).cloned().unwrap_or_default();
        let place = |at: (usize, usize)| format!("{}, {}", name(&map.rows, at.1), name(&map.columns, at.0));
        let tip = format!("{}: {} → {}", it.count, place(it.from), place(it.to));
        scene.draw(Mark::line("c-arrow c-crosses", start, along(end, unit, -HEAD / 2.0)).tip(&tip).link(&it.link));
        let back = along(end, unit, -HEAD);
        let side = (-unit.1 * HEAD / 2.0, unit.0 * HEAD / 2.0);
        let points = vec![end, (back.0 + side.0, back.1 + side.1), (back.0 - side.0, back.1 - side.1)];
        scene.draw(Mark::new("c-head", Shape::Path { points, closed: true }).tip(tip));
    }
}

/// The point so far along a direction.
fn along(from: (f64, f64), unit: (f64, f64), far: f64) -> (f64, f64) {
    (from.0 + unit.0 * far, from.1 + unit.1 * far)
}
