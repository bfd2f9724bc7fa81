//! Along which rows of several tables a row of one can win: what each table before it says must be what the row asks for.
//!
//! A table with one winner passes on what its row says. One that counts passes on what all rows that hit make together, so which of them
//! hit is decided row by row; where that takes too much work nothing is said.

use crate::cells::{Cells, Region, common};
use crate::graph;
use crate::model::{Collect, Policy, Table};
use crate::number::Number;
use crate::scene::Scene;
use crate::search::{Exhausted, Search};
use crate::value::Value;

/// Whether a row wins for any case that the tables before it allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reached {
    Surely,
    /// Only where a table before it contradicts itself, or says nothing for reasons that were not followed.
    Perhaps,
    Never,
}

/// Whether a row of the first table of a scene wins for a case that the other tables allow.
pub(super) fn reached(search: &mut Search, scene: &Scene<'_>, row: usize) -> Result<Reached, Exhausted> {
    let start = Way {
        region: scene.regions[0][row].clone(),
        rivals: scene.rival_regions(0, row),
        chosen: vec![(0, vec![row])],
        settled: Vec::new(),
        counting: None,
        sure: true,
    };
    let (mut waiting, mut found) = (vec![start], Reached::Never);
    while let Some(way) = waiting.pop() {
        search.spend(way.rivals.len() + 1)?;
        if let Some(counting) = way.counting.clone() {
            waiting.extend(way.count_on(search, scene, counting)?);
            continue;
        }
        match way.open(scene) {
            Some(axis) => waiting.extend(way.through(scene, axis)),
            None if search.hole(&way.region, &way.rivals)?.is_none() => {}
            None if way.sure => return Ok(Reached::Surely),
            None => found = Reached::Perhaps,
        }
    }
    Ok(found)
}

/// Rows that win or hit together, and the cases for which they do.
#[derive(Clone)]
struct Way<'a> {
    region: Region,
    rivals: Vec<&'a Region>,
    /// For each table that was looked at the rows that win, or all that hit where it counts.
    chosen: Vec<(usize, Vec<usize>)>,
    /// Axes whose value comes from a table that was looked at.
    settled: Vec<usize>,
    /// A table of which it is being decided, row by row, what hits.
    counting: Option<Counting>,
    /// Whether the cases are exactly those, and not perhaps too many.
    sure: bool,
}

/// A table that counts, whose first rows were looked at.
#[derive(Clone)]
struct Counting {
    place: usize,
    next: usize,
    hits: Vec<usize>,
    /// The axis whose value is wanted, and the output that gives it.
    axis: usize,
    output: usize,
}

impl<'a> Way<'a> {
    /// An axis whose value comes from a table of which it is not settled yet.
    fn open(&self, scene: &Scene<'_>) -> Option<usize> {
        let taken = |name: &str| self.chosen.iter().any(|it| scene.tables[it.0].input(name).is_some());
        let yielded = |name: &str| scene.tables.iter().any(|it| it.output(name).is_some());
        let names = scene.space.names.iter().enumerate();
        let mut open = names.filter(|(axis, name)| !self.settled.contains(axis) && taken(name) && yielded(name));
        open.next().map(|it| it.0)
    }

    /// The ways on: one for each row that yields a value of the axis, and those where nothing yields one that may be missing.
    fn through(&self, scene: &'a Scene<'_>, axis: usize) -> Vec<Way<'a>> {
        let mut ways = self.without_value(scene, axis);
        for (place, table) in scene.tables.iter().enumerate() {
            let Some(output) = table.output(&scene.space.names[axis]) else { continue };
            match (self.chosen.iter().find(|it| it.0 == place), table.policy) {
                (_, Policy::Collect(Collect::List)) => {}
                (Some((_, rows)), _) => ways.extend(self.with_value(scene, axis, &said(table, output, rows))),
                (None, Policy::Collect(_)) => {
                    let counting = Counting { place, next: 0, hits: Vec::new(), axis, output };
                    ways.push(Way { counting: Some(counting), ..self.clone() });
                }
                (None, _) => {
                    let win = (0..table.rows.len()).filter_map(|row| self.with_winner(scene, place, row));
                    ways.extend(win.filter_map(|it| {
                        let rows = it.chosen.last().map(|it| it.1.clone()).unwrap_or_default();
                        it.with_value(scene, axis, &said(table, output, &rows))
                    }));
                }
            }
        }
        ways
    }

    /// The way on which a row of a table wins too.
    fn with_winner(&self, scene: &'a Scene<'_>, place: usize, row: usize) -> Option<Way<'a>> {
        let region = common(&self.region, &scene.regions[place][row])?;
        let mut way = Way { region, ..self.clone() };
        way.rivals.extend(scene.rival_regions(place, row));
        way.chosen.push((place, vec![row]));
        Some(way)
    }

    /// The way on which an axis has a value, where it can.
    fn with_value(&self, scene: &Scene<'_>, axis: usize, value: &Value) -> Option<Way<'a>> {
        let cell = scene.space.axes[axis].place(value).ok()?;
        let mut way = self.clone();
        way.region[axis] = way.region[axis].and(&Cells::range(cell, cell));
        way.settled.push(axis);
        (!way.region[axis].is_empty()).then_some(way)
    }

    /// The ways on which no table yields a value, which then is missing.
    fn without_value(&self, scene: &'a Scene<'_>, axis: usize) -> Vec<Way<'a>> {
        let (name, missing) = (&scene.space.names[axis], Value::Missing);
        let yielding: Vec<usize> =
            (0..scene.tables.len()).filter(|it| scene.tables[*it].output(name).is_some()).collect();
        let Some(silent) = scene.space.axes[axis].missing().and_then(|_| self.with_value(scene, axis, &missing)) else {
            return Vec::new();
        };
        let perhaps = Way { sure: false, ..silent.clone() };
        if yielding.iter().any(|place| self.chosen.iter().any(|it| it.0 == *place)) {
            return vec![perhaps];
        }
        let waits = |place: &usize| graph::sources(&scene.tables, *place).next().is_some();
        let clashes = |place: &usize| matches!(scene.tables[*place].policy, Policy::Unique | Policy::Any);
        let mut nothing_hits = Way { sure: silent.sure && !yielding.iter().any(waits), ..silent };
        yielding.iter().for_each(|it| nothing_hits.rivals.extend(&scene.regions[*it]));
        let more = yielding.iter().any(|it| waits(it) || clashes(it));
        more.then_some(perhaps).into_iter().chain([nothing_hits]).collect()
    }

    /// The ways on which the next row of a table that counts hits and does not; at its last the value is known.
    fn count_on(&self, search: &mut Search, scene: &'a Scene<'_>, at: Counting) -> Result<Vec<Way<'a>>, Exhausted> {
        let table = scene.tables[at.place];
        let done = at.next == table.rows.len();
        if search.hole(&self.region, &self.rivals)?.is_none()
            || !self.in_reach(scene, &at)
            || done && at.hits.is_empty()
        {
            return Ok(Vec::new());
        }
        if done {
            let mut way = Way { counting: None, ..self.clone() };
            way.chosen.push((at.place, at.hits.clone()));
            return Ok(way.with_value(scene, at.axis, &said(table, at.output, &at.hits)).into_iter().collect());
        }
        let row = &scene.regions[at.place][at.next];
        let mut misses = Way { counting: Some(Counting { next: at.next + 1, ..at.clone() }), ..self.clone() };
        misses.rivals.push(row);
        let Some(region) = common(&self.region, row) else { return Ok(vec![misses]) };
        let mut hits = at.hits.clone();
        hits.push(at.next);
        let counting = Some(Counting { next: at.next + 1, hits, ..at });
        Ok(vec![misses, Way { region, counting, ..self.clone() }])
    }

    /// The cells of an axis that no rival takes, whatever the other inputs are.
    fn wanted(&self, axis: usize) -> Cells {
        let covers = |rival: &&&Region| (0..rival.len()).all(|it| it == axis || self.region[it].within(&rival[it]));
        self.rivals.iter().filter(covers).fold(self.region[axis].clone(), |left, rival| left.without(&rival[axis]))
    }

    /// Whether the sum can still come to lie where it is wanted, by the most and the least that the rows left can add.
    fn in_reach(&self, scene: &Scene<'_>, at: &Counting) -> bool {
        let table = scene.tables[at.place];
        if table.policy != Policy::Collect(Collect::Sum) {
            return true;
        }
        let wanted = self.wanted(at.axis);
        let Some((low, high)) = scene.space.axes[at.axis].between(&wanted) else { return !wanted.is_empty() };
        let number = |row: usize| match table.rows[row].then[at.output] {
            Value::Number(it) => it.0,
            _ => 0,
        };
        let sum: i128 = at.hits.iter().map(|it| number(*it)).sum();
        let left = || (at.next..table.rows.len()).map(number);
        let (least, most) = (left().filter(|it| *it < 0).sum::<i128>(), left().filter(|it| *it > 0).sum::<i128>());
        Number(sum + most) >= low && Number(sum + least) <= high
    }
}

/// What a table says of an output when these rows win, or hit where it counts.
fn said(table: &Table, output: usize, rows: &[usize]) -> Value {
    let one = || rows.first().map_or(Value::Missing, |row| table.rows[*row].then[output].clone());
    match table.policy {
        Policy::Collect(how) => table.collected(how, rows).swap_remove(output).1,
        _ => one(),
    }
}
