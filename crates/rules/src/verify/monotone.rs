//! Monotone outcomes: of two cases that differ only in harm, the one with more harm must not have the milder outcome.
//!
//! Both cases are one point of a doubled space: inputs without a direction once, inputs with one twice. What the order forbids are
//! boxes there like the rows that win instead, so the proof is again a question of cover.

use super::{About, Inquiry};
use crate::cells::{Cells, Region, common, inside, meet};
use crate::model::{Form, Harm, Output, Policy, Table};
use crate::search::Exhausted;
use crate::value::{Case, Value};

pub(super) fn ask(inquiry: &mut Inquiry<'_>) {
    for table in inquiry.tables {
        let directed = table.inputs.iter().any(|it| it.harm.is_some());
        if !directed {
            continue;
        }
        for output in (0..table.outputs.len()).filter(|it| table.outputs[*it].harm.is_some()) {
            if let Policy::Collect(how) = table.policy {
                super::collected::ask(inquiry, table, how, output);
                continue;
            }
            let name = &table.outputs[output].name;
            match prove(inquiry, table, output) {
                Ok(None) => {}
                Ok(Some(found)) => tell(inquiry, table, output, &found),
                Err(exhausted) => {
                    let what = format!("whether more harm ever gives a milder `{name}`");
                    inquiry.exhausted(&[table], &what, exhausted);
                }
            }
        }
    }
}

/// How strict an outcome is, where it has an order.
pub(super) fn strictness(output: &Output, value: &Value) -> Option<i128> {
    let place = match (&output.form, value) {
        (Form::Choice(values), Value::Word(word)) => values.iter().position(|it| it == word)? as i128,
        (_, Value::Number(it)) => it.0,
        (_, Value::Flag(it)) => i128::from(*it),
        _ => return None,
    };
    Some(if output.harm == Some(Harm::Less) { -place } else { place })
}

/// The milder and the stricter row, and a box of the doubled space.
struct Broken {
    strict: usize,
    mild: usize,
    part: Region,
}

fn prove(inquiry: &mut Inquiry<'_>, table: &Table, output: usize) -> Result<Option<Broken>, Exhausted> {
    let doubled = Doubled::of(table);
    let level: Vec<Option<i128>> =
        table.rows.iter().map(|it| strictness(&table.outputs[output], &it.then[output])).collect();
    let widest = doubled.widest(&level);
    let regions = &table.engine.regions;
    for mild in 0..table.rows.len() {
        let Some(own) = level[mild] else { continue };
        let rivals = doubled.rival_rows(mild);
        let near: Vec<&Region> = rivals.iter().map(|it| &regions[*it]).collect();
        for (level_of, above) in widest.iter().filter(|it| it.0 > own) {
            inquiry.search.spend(1)?;
            // First whether the milder row wins anywhere above all rows of that level, whether those win or not.
            let Some(both) = common(above, &regions[mild]) else { continue };
            if inquiry.search.hole(&both, &near)?.is_none() {
                continue;
            }
            let strict = (0..table.rows.len()).filter(|it| level[*it] == Some(*level_of));
            for strict in strict.filter(|it| inside(&doubled.above(&regions[*it]), above)) {
                if let Some(part) = exactly(inquiry, &doubled, strict, mild)? {
                    return Ok(Some(Broken { strict, mild, part }));
                }
            }
        }
    }
    Ok(None)
}

/// A box of pairs of cases of which the stricter row wins the one with less harm and the milder row the other.
fn exactly(
    inquiry: &mut Inquiry<'_>,
    doubled: &Doubled<'_>,
    strict: usize,
    mild: usize,
) -> Result<Option<Region>, Exhausted> {
    let (less, more) = (doubled.region(strict, true), doubled.region(mild, false));
    let Some(both) = common(&less, &more).filter(|it| doubled.possible(it)) else { return Ok(None) };
    let mut others: Vec<Region> = doubled.rival_rows(strict).into_iter().map(|it| doubled.region(it, true)).collect();
    others.extend(doubled.rival_rows(mild).into_iter().map(|it| doubled.region(it, false)));
    others.extend(doubled.forbidden(&both));
    inquiry.search.hole(&both, &others.iter().collect::<Vec<_>>())
}

/// The doubled space of a table: its axes for the case with less harm, then those with a direction again for the one with more.
struct Doubled<'a> {
    table: &'a Table,
    /// Axes with a direction, and which it is.
    directed: Vec<(usize, Harm)>,
    whole: Region,
}

impl<'a> Doubled<'a> {
    fn of(table: &'a Table) -> Doubled<'a> {
        let directed: Vec<(usize, Harm)> =
            table.inputs.iter().enumerate().filter_map(|(axis, it)| Some((axis, it.harm?))).collect();
        let mut whole = table.engine.space.whole();
        whole.extend(directed.iter().map(|it| table.engine.space.axes[it.0].full()));
        Doubled { table, directed, whole }
    }

    /// The box of a row, for the case with less harm or for the one with more.
    fn region(&self, row: usize, less: bool) -> Region {
        let (own, mut region) = (&self.table.engine.regions[row], self.whole.clone());
        let axes = own.len();
        for (axis, cells) in own.iter().enumerate() {
            match self.directed.iter().position(|it| it.0 == axis) {
                Some(again) if !less => region[axes + again] = cells.clone(),
                _ => region[axis] = cells.clone(),
            }
        }
        region
    }

    /// The rows that keep a row from winning.
    fn rival_rows(&self, row: usize) -> Vec<usize> {
        let regions = &self.table.engine.regions;
        crate::scene::rivals(self.table, row).filter(|it| meet(&regions[*it], &regions[row])).collect()
    }

    /// The cases of a box with as much harm or more.
    fn above(&self, region: &Region) -> Region {
        let mut above = region.clone();
        for (axis, harm) in &self.directed {
            let shape = &self.table.engine.space.axes[*axis];
            let missing = shape.missing().map_or_else(Cells::default, |it| Cells::range(it, it));
            let known = region[*axis].without(&missing);
            let reached = match harm {
                _ if known.is_empty() => Cells::default(),
                Harm::More => shape.full().without(&missing).and(&Cells::range(known.first(), u32::MAX - 1)),
                Harm::Less => Cells::range(0, known.last()),
            };
            let gone = region[*axis].and(&missing);
            above[*axis] = Cells::of(reached.ranges().iter().chain(gone.ranges()).copied().collect());
        }
        above
    }

    /// For each level of strictness the widest boxes above its rows.
    fn widest(&self, level: &[Option<i128>]) -> Vec<(i128, Region)> {
        let mut widest: Vec<(i128, Region)> = Vec::new();
        for (row, own) in level.iter().enumerate() {
            let Some(own) = *own else { continue };
            let above = self.above(&self.table.engine.regions[row]);
            if widest.iter().any(|it| it.0 == own && inside(&above, &it.1)) {
                continue;
            }
            widest.retain(|it| it.0 != own || !inside(&it.1, &above));
            widest.push((own, above));
        }
        widest
    }

    /// Whether a box can hold two cases in order at all, looking at each input alone.
    fn possible(&self, region: &Region) -> bool {
        let axes = self.table.inputs.len();
        self.directed.iter().enumerate().all(|(again, (axis, harm))| {
            let (less, more) = (&region[*axis], &region[axes + again]);
            match harm {
                Harm::More => less.first() <= more.last(),
                Harm::Less => less.last() >= more.first(),
            }
        })
    }

    /// Boxes in which the second case does not have more harm than the first, or only one of them misses an input; those that a
    /// box of pairs can meet.
    fn forbidden(&self, both: &Region) -> Vec<Region> {
        let (axes, mut boxes) = (self.table.inputs.len(), Vec::new());
        for (again, (axis, harm)) in self.directed.iter().enumerate() {
            let shape = &self.table.engine.space.axes[*axis];
            let last = shape.count - u32::from(shape.optional);
            let mut forbid = |less: Cells, more: Cells| {
                let mut region = self.whole.clone();
                (region[*axis], region[axes + again]) = (less, more);
                boxes.push(region);
            };
            let (less, more) = (&both[*axis], &both[axes + again]);
            let (low, high) = match harm {
                Harm::More => (more.first(), less.last()),
                Harm::Less => (less.first(), more.last()),
            };
            for cut in (low + 1..=high).filter(|it| *it < last) {
                let (below, from) = (Cells::range(0, cut - 1), Cells::range(cut, last - 1));
                match harm {
                    Harm::More => forbid(from, below),
                    Harm::Less => forbid(below, from),
                }
            }
            if let Some(missing) = shape.missing() {
                let (gone, there) =
                    (Cells::range(missing, missing), self.whole[*axis].without(&Cells::range(missing, missing)));
                forbid(gone.clone(), there.clone());
                forbid(there, gone);
            }
        }
        boxes
    }

    /// The two cases of a box, the one with less harm first.
    fn cases(&self, part: &Region) -> [Case; 2] {
        let space = &self.table.engine.space;
        let axes = space.axes.len();
        let (less, mut more) = (part[..axes].to_vec(), part[..axes].to_vec());
        for (again, (axis, _)) in self.directed.iter().enumerate() {
            more[*axis] = part[axes + again].clone();
        }
        [space.case(&less), space.case(&more)]
    }
}

fn tell(inquiry: &mut Inquiry<'_>, table: &Table, output: usize, found: &Broken) {
    let [less, more] = Doubled::of(table).cases(&found.part);
    let name = &table.outputs[output].name;
    let said = |row: usize| (table.rows[row].id.clone(), table.rows[row].then[output].bare());
    let ((strict, strict_value), (mild, mild_value)) = (said(found.strict), said(found.mild));
    inquiry.tell(About {
        tables: vec![table],
        rows: vec![(table, found.strict), (table, found.mild)],
        says: format!(
            "more harm gives a milder outcome: {name} = {strict_value} by row `{strict}`, but {mild_value} by row `{mild}` with more harm"
        ),
        cases: vec![less, more],
        mark: name.clone(),
        ..About::default()
    });
}
