//! A picture as a list of marks within a frame; knows nothing of SVG, so that tests can look at the marks themselves.

use crate::text::{self, SIZE, SMALL};

/// A picture.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scene {
    /// Width of the frame in pixels.
    pub width: f64,
    /// Height of the frame in pixels.
    pub height: f64,
    /// What is drawn, from back to front.
    pub marks: Vec<Mark>,
}

/// One thing that is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Its shape.
    pub shape: Shape,
    /// Classes of the style sheet, from the program's own list.
    pub class: &'static str,
    /// Pattern that fills it: 0 for none, else one of [`PATTERNS`].
    pub pattern: usize,
    /// What it stands for, in full words.
    pub tip: String,
    /// Where its rows are; an address on this server.
    pub link: String,
}

/// How many patterns there are beside plain.
pub const PATTERNS: usize = 5;

/// A shape, in pixels from the upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A rectangle.
    Box {
        /// Left edge.
        x: f64,
        /// Upper edge.
        y: f64,
        /// From left to right.
        width: f64,
        /// From top to bottom.
        height: f64,
    },
    /// A line through points.
    Path {
        /// The points.
        points: Vec<(f64, f64)>,
        /// Whether it surrounds an area.
        closed: bool,
    },
    /// A small sign around a point.
    Sign {
        /// Middle, from the left.
        x: f64,
        /// Middle, from the top.
        y: f64,
        /// Which one: each number is another sign.
        sign: usize,
    },
    /// Words on a baseline.
    Text {
        /// Their point, from the left.
        x: f64,
        /// Baseline, from the top.
        y: f64,
        /// Which end of the words stands at the point.
        anchor: Anchor,
        /// The words.
        text: String,
        /// Whether they are small.
        small: bool,
    },
    /// Small words that read upwards from their point.
    Upright {
        /// Baseline, from the left.
        x: f64,
        /// Where they begin, from the top.
        y: f64,
        /// The words.
        text: String,
    },
}

/// Which end of words stands at their point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// The beginning.
    Start,
    /// The middle.
    Middle,
    /// The end.
    End,
}

/// Half the size of a sign.
pub const SIGN: f64 = 5.0;

impl Mark {
    /// A mark of a class.
    pub fn new(class: &'static str, shape: Shape) -> Mark {
        Mark { shape, class, pattern: 0, tip: String::new(), link: String::new() }
    }

    /// A straight line.
    pub fn line(class: &'static str, from: (f64, f64), to: (f64, f64)) -> Mark {
        Mark::new(class, Shape::Path { points: vec![from, to], closed: false })
    }

    /// A rectangle.
    pub fn area(class: &'static str, x: f64, y: f64, width: f64, height: f64) -> Mark {
        Mark::new(class, Shape::Box { x, y, width: width.max(0.0), height: height.max(0.0) })
    }

    /// Words.
    pub fn words(class: &'static str, at: (f64, f64), anchor: Anchor, text: &str) -> Mark {
        Mark::new(class, Shape::Text { x: at.0, y: at.1, anchor, text: text.to_owned(), small: false })
    }

    /// Small words.
    pub fn note(class: &'static str, at: (f64, f64), anchor: Anchor, text: &str) -> Mark {
        Mark::new(class, Shape::Text { x: at.0, y: at.1, anchor, text: text.to_owned(), small: true })
    }

    /// With the words that say what it stands for.
    pub fn tip(mut self, tip: impl Into<String>) -> Mark {
        self.tip = tip.into();
        self
    }

    /// With the address of its rows; anything but an address on this server is left out.
    pub fn link(mut self, link: &str) -> Mark {
        if link.starts_with('/') && !link.starts_with("//") {
            self.link = link.to_owned();
        }
        self
    }

    /// Filled with a pattern.
    pub fn pattern(mut self, pattern: usize) -> Mark {
        self.pattern = pattern % (PATTERNS + 1);
        self
    }

    /// The box around it: left, top, right, bottom.
    pub fn bounds(&self) -> (f64, f64, f64, f64) {
        match &self.shape {
            Shape::Box { x, y, width, height } => (*x, *y, x + width, y + height),
            Shape::Sign { x, y, .. } => (x - SIGN, y - SIGN, x + SIGN, y + SIGN),
            Shape::Text { x, y, anchor, text, small } => {
                let size = if *small { SMALL } else { SIZE };
                let wide = text::width(text, size);
                let left = match anchor {
                    Anchor::Start => *x,
                    Anchor::Middle => x - wide / 2.0,
                    Anchor::End => x - wide,
                };
                (left, y - size * 0.8, left + wide, y + size * 0.25)
            }
            Shape::Upright { x, y, text } => (x - SMALL * 0.8, y - text::width(text, SMALL), x + SMALL * 0.25, *y),
            Shape::Path { points, .. } => points.iter().fold(
                (f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY),
                |(left, top, right, bottom), (x, y)| (left.min(*x), top.min(*y), right.max(*x), bottom.max(*y)),
            ),
        }
    }

    fn moved(mut self, dx: f64, dy: f64) -> Mark {
        match &mut self.shape {
            Shape::Box { x, y, .. }
            | Shape::Sign { x, y, .. }
            | Shape::Text { x, y, .. }
            | Shape::Upright { x, y, .. } => (*x, *y) = (*x + dx, *y + dy),
            Shape::Path { points, .. } => points.iter_mut().for_each(|it| *it = (it.0 + dx, it.1 + dy)),
        }
        self
    }
}

impl Scene {
    /// An empty frame.
    pub fn new(width: f64, height: f64) -> Scene {
        Scene { width, height, marks: Vec::new() }
    }

    /// Draws one more mark, before the others.
    pub fn draw(&mut self, mark: Mark) {
        self.marks.push(mark);
    }

    /// Draws another picture into this one.
    pub fn place(&mut self, other: Scene, dx: f64, dy: f64) {
        self.marks.extend(other.marks.into_iter().map(|it| it.moved(dx, dy)));
    }
}
