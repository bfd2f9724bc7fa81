//! The names of series above a picture, each with the sign, line or pattern by which it is known.

use crate::scene::{Anchor, Mark, Scene, Shape};
use crate::text::{self, SMALL};

/// How a series is known in a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    /// By a line and a sign.
    Line,
    /// By a sign alone.
    Sign,
    /// By a filled box.
    Box,
}

/// Classes of lines, signs and boxes by the number of their series.
pub(crate) const LINES: [&str; 6] = ["c-l0", "c-l1", "c-l2", "c-l3", "c-l4", "c-l5"];
pub(crate) const SIGNS: [&str; 6] = ["c-s0", "c-s1", "c-s2", "c-s3", "c-s4", "c-s5"];
pub(crate) const BOXES: [&str; 6] = ["c-b0", "c-b1", "c-b2", "c-b3", "c-b4", "c-b5"];

/// Most series that signs and lines tell apart.
pub(crate) const SERIES: usize = 6;

/// Draws the names of series in their order and returns the height that they took.
pub(crate) fn legend(scene: &mut Scene, names: &[&str], known: Known) -> f64 {
    let numbered: Vec<(usize, &str)> = names.iter().copied().enumerate().collect();
    legend_of(scene, &numbered, known)
}

/// Draws the names of series by their numbers and returns the height that they took.
pub(crate) fn legend_of(scene: &mut Scene, names: &[(usize, &str)], known: Known) -> f64 {
    let mut at = (2.0, 14.0);
    for (index, name) in names.iter().copied() {
        let room = scene.width - 44.0;
        let name = text::fit(name, SMALL, room);
        let wide = 34.0 + text::width(&name, SMALL);
        if at.0 > 2.0 && at.0 + wide > scene.width {
            at = (2.0, at.1 + 20.0);
        }
        key(scene, index, known, at);
        scene.draw(Mark::note("c-note", (at.0 + 28.0, at.1), Anchor::Start, &name));
        at.0 += wide + 14.0;
    }
    if names.is_empty() { 0.0 } else { at.1 + 10.0 }
}

fn key(scene: &mut Scene, index: usize, known: Known, (x, y): (f64, f64)) {
    let (series, middle) = (index % SERIES, y - 4.0);
    if known == Known::Box {
        scene.draw(Mark::area(BOXES[series], x, y - 11.0, 22.0, 13.0).pattern(index));
        return;
    }
    if known == Known::Line {
        scene.draw(Mark::line(LINES[series], (x, middle), (x + 22.0, middle)));
    }
    scene.draw(Mark::new(SIGNS[series], Shape::Sign { x: x + 11.0, y: middle, sign: index }));
}
