//! Tables over common axes: every row as a box of elementary cells, and as bits for the quick answer.

use crate::axis::Axis;
use crate::cell::Test;
use crate::cells::{Cells, Region};
use crate::model::{Form, Input, Output, Policy, Row};
use crate::value::{Case, Value};

/// The axes of several inputs, which one table or several share.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Space {
    pub names: Vec<String>,
    pub axes: Vec<Axis>,
}

impl Space {
    /// The axes of the inputs of all these tables, cut where any of them cuts; the same name is the same input.
    pub fn of(tables: &[(&[Input], &[Row])]) -> Space {
        let mut space = Space::default();
        for (inputs, _) in tables {
            for input in *inputs {
                if space.names.contains(&input.name) {
                    continue;
                }
                let tests: Vec<&Test> = tables.iter().flat_map(|table| column(table, &input.name)).collect();
                space.axes.push(Axis::of(input, &tests));
                space.names.push(input.name.clone());
            }
        }
        space
    }

    /// The rows of a table as boxes.
    pub fn regions(&self, inputs: &[Input], rows: &[Row]) -> Vec<Region> {
        let place: Vec<Option<usize>> =
            self.names.iter().map(|name| inputs.iter().position(|it| &it.name == name)).collect();
        let cells = |row: &Row, axis: usize| match place[axis] {
            Some(column) => self.axes[axis].cells(&row.when[column]),
            None => self.axes[axis].full(),
        };
        rows.iter().map(|row| (0..self.axes.len()).map(|axis| cells(row, axis)).collect()).collect()
    }

    /// Every case.
    pub fn whole(&self) -> Region {
        self.axes.iter().map(Axis::full).collect()
    }

    /// A case of a box.
    pub fn case(&self, region: &[Cells]) -> Case {
        let mut case = Case::default();
        for ((name, axis), cells) in self.names.iter().zip(&self.axes).zip(region) {
            case.set(name, axis.sample(cells.first()));
        }
        case
    }

    /// What a box asks of each input that it does not leave open.
    pub fn told(&self, region: &[Cells]) -> Vec<(String, String)> {
        let all = self.names.iter().zip(&self.axes).zip(region);
        let bound = all.filter(|((_, axis), cells)| **cells != axis.full());
        let mut told: Vec<_> = bound.map(|((name, axis), cells)| (name.clone(), axis.told(cells))).collect();
        told.sort();
        told
    }
}

fn column<'a>(table: &(&'a [Input], &'a [Row]), name: &str) -> impl Iterator<Item = &'a Test> + use<'a> {
    let at = table.0.iter().position(|it| it.name == name);
    let rows = table.1;
    at.into_iter().flat_map(move |at| rows.iter().map(move |row| &row.when[at]))
}

/// What a table needs to answer quickly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Engine {
    pub space: Space,
    pub regions: Vec<Region>,
    /// Words of a set of rows.
    pub words: usize,
    /// For each axis and each of its cells the rows that hold there.
    pub bits: Vec<Vec<u64>>,
    /// Rows in the order in which they win.
    pub order: Vec<usize>,
}

impl Engine {
    pub fn new(inputs: &[Input], outputs: &[Output], rows: &[Row], policy: Policy) -> Engine {
        let space = Space::of(&[(inputs, rows)]);
        let regions = space.regions(inputs, rows);
        let words = rows.len().div_ceil(64);
        let mut bits: Vec<Vec<u64>> = space.axes.iter().map(|it| vec![0; it.count as usize * words]).collect();
        for (row, region) in regions.iter().enumerate() {
            for (axis, cells) in region.iter().enumerate() {
                cells.iter().for_each(|cell| bits[axis][cell as usize * words + row / 64] |= 1 << (row % 64));
            }
        }
        Engine { space, regions, words, bits, order: order(outputs, rows, policy) }
    }
}

/// Rows in the order in which they win: by the lists of the outputs where the policy says so, else as they stand.
fn order(outputs: &[Output], rows: &[Row], policy: Policy) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    if policy == Policy::Priority {
        order.sort_by_key(|row| rank(outputs, &rows[*row]));
    }
    order
}

/// Places of a row's outcomes in the lists of the outputs.
fn rank(outputs: &[Output], row: &Row) -> Vec<usize> {
    let place = |output: &Output, value: &Value| match (&output.form, value) {
        (Form::Choice(values), Value::Word(word)) => values.iter().position(|it| it == word),
        (Form::Choice(values), _) => Some(values.len()),
        _ => None,
    };
    outputs.iter().zip(&row.then).filter_map(|(output, value)| place(output, value)).collect()
}
