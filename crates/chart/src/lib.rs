//! Charts, drawn on the server as accessible SVG: data in, marks out, and never a number that the data do not hold.
//!
//! Each form is one file: a struct of data, its picture at a width, and its twin, a table with every datum. Where a picture
//! would lie or say nothing (no data, nothing finite, more than an eye can take) a sentence stands in its place and the table
//! stays. Colours are classes that follow the page's theme; every colour is joined by a shape, a pattern or a word. Leaves
//! pages, links and headings to those who show them. Serves ISO/IEC 42001 9.1.

pub mod axis;
pub mod bars;
pub mod forest;
pub mod graph;
pub mod heat_map;
pub mod lanes;
pub mod layers;
pub mod legend;
pub mod lines;
pub mod matrix;
pub mod mosaic;
pub mod multiples;
pub(crate) mod over;
pub mod scatter;
pub mod scene;
pub mod svg;
pub mod table;
pub mod text;
pub mod ticks;
pub mod timeline;
pub mod words;

use crate::scene::Scene;
use crate::table::Table;
pub use crate::words::{Undrawn, Words};

/// Width of a picture on a wide page, in pixels.
pub const WIDE: f64 = 720.0;
/// Width of a picture on a telephone, in pixels.
pub const NARROW: f64 = 284.0;

/// A form of chart.
pub struct Form {
    /// Its name.
    pub name: &'static str,
    /// What it shows, and when to choose it.
    pub summary: &'static str,
}

/// Every form of chart.
pub const CHARTS: &[Form] = &[
    Form {
        name: "bars",
        summary: "amounts side by side, stacked by a second property, with intervals where they are estimates",
    },
    Form {
        name: "lines",
        summary: "values over time or another measure, with intervals, limits and markers of changes",
    },
    Form {
        name: "heat_map",
        summary: "counts in the cells of two ordered scales, such as likelihood and consequence, with a line between cells and what moved",
    },
    Form { name: "forest", summary: "estimates with their intervals beside a line that they are compared with" },
    Form { name: "scatter", summary: "two values of each thing, and which things no other beats in both" },
    Form { name: "matrix", summary: "how things in rows stand to things in columns" },
    Form { name: "timeline", summary: "spans and days of things, with how late they may become" },
    Form { name: "graph", summary: "what comes from what, or depends on what, in layers" },
    Form { name: "lanes", summary: "who has what in hand, and what is handed over from one to another" },
    Form { name: "mosaic", summary: "groups by parts: how large each group is, and how it is made up" },
    Form { name: "multiples", summary: "many small line charts on one scale" },
];

/// A chart with its words.
#[derive(Debug, Clone)]
pub struct Chart {
    /// Heading.
    pub title: String,
    /// What it shows, in a sentence or two, for those who do not see it too.
    pub description: String,
    /// The data.
    pub plot: Plot,
}

/// The data of a chart, by its form.
#[derive(Debug, Clone)]
pub enum Plot {
    /// Amounts.
    Bars(bars::Bars),
    /// Values over a measure.
    Lines(lines::Lines),
    /// Counts in cells.
    HeatMap(heat_map::HeatMap),
    /// Estimates with intervals.
    Forest(forest::Forest),
    /// Two values of each thing.
    Scatter(scatter::Scatter),
    /// Rows against columns.
    Matrix(matrix::Matrix),
    /// Spans and days.
    Timeline(timeline::Timeline),
    /// Nodes and arrows.
    Graph(graph::Graph),
    /// Things in the lanes of whoever has them in hand.
    Lanes(lanes::Lanes),
    /// Groups by parts.
    Mosaic(mosaic::Mosaic),
    /// Small line charts.
    Multiples(multiples::Multiples),
}

/// A picture, or why there is none.
pub type Drawn = Result<Scene, Undrawn>;

impl Plot {
    /// The name of its form, as in [`CHARTS`].
    pub fn form(&self) -> &'static str {
        match self {
            Plot::Bars(_) => "bars",
            Plot::Lines(_) => "lines",
            Plot::HeatMap(_) => "heat_map",
            Plot::Forest(_) => "forest",
            Plot::Scatter(_) => "scatter",
            Plot::Matrix(_) => "matrix",
            Plot::Timeline(_) => "timeline",
            Plot::Graph(_) => "graph",
            Plot::Lanes(_) => "lanes",
            Plot::Mosaic(_) => "mosaic",
            Plot::Multiples(_) => "multiples",
        }
    }

    /// The picture at about this width in pixels; some forms become wider when they must.
    pub fn draw(&self, width: f64, words: Words<'_>) -> Drawn {
        match self {
            Plot::Bars(it) => it.draw(width, words),
            Plot::Lines(it) => it.draw(width, words),
            Plot::HeatMap(it) => it.draw(width),
            Plot::Forest(it) => it.draw(width, words),
            Plot::Scatter(it) => it.draw(width, words),
            Plot::Matrix(it) => it.draw(width, words),
            Plot::Timeline(it) => it.draw(width, words),
            Plot::Graph(it) => it.draw(width, words),
            Plot::Lanes(it) => it.draw(width, words),
            Plot::Mosaic(it) => it.draw(width),
            Plot::Multiples(it) => it.draw(width, words),
        }
    }

    /// Every datum as a table.
    pub fn table(&self, words: Words<'_>) -> Table {
        match self {
            Plot::Bars(it) => it.table(words),
            Plot::Lines(it) => it.table(words),
            Plot::HeatMap(it) => it.table(words),
            Plot::Forest(it) => it.table(words),
            Plot::Scatter(it) => it.table(words),
            Plot::Matrix(it) => it.table(),
            Plot::Timeline(it) => it.table(words),
            Plot::Graph(it) => it.table(words),
            Plot::Lanes(it) => it.table(words),
            Plot::Mosaic(it) => it.table(words),
            Plot::Multiples(it) => it.table(words),
        }
    }
}
