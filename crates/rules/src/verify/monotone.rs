//! Monotone outcomes: of two cases that differ only in harm, the one with more harm must not have the milder outcome.
//!
//! Both cases are one point of a doubled space: inputs without a direction once, inputs with one twice. What the order forbids are
//! boxes there like the rows that win instead, so the proof is again a question of cover.

use super::{About, Inquiry};
use crate::cells::{Cells, Region, common};
use crate::model::{Form, Harm, Output, Policy, Table};
use crate::search::Exhausted;
use crate::value::{Case, Value};

pub(super) fn ask(inquiry: &mut Inquiry<'_>) {
    for table in inquiry.tables {
        let directed = table.inputs.iter().any(|it| it.harm.is_some());
        if !directed || matches!(table.policy, Policy::Collect(_)) {
            continue;
        }
        for output in (0..table.outputs.len()).filter(|it| table.outputs[*it].harm.is_some()) {
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
fn strictness(output: &Output, value: &Value) -> Option<i128> {
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
    let order = doubled.forbidden();
    let level: Vec<Option<i128>> =
        table.rows.iter().map(|it| strictness(&table.outputs[output], &it.then[output])).collect();
    for strict in 0..table.rows.len() {
        let before: Vec<Region> = doubled.rivals(strict, true);
        for mild in 0..table.rows.len() {
            if !matches!((level[strict], level[mild]), (Some(a), Some(b)) if a > b) {
                continue;
            }
            inquiry.search.spend(1)?;
            let (less, more) = (doubled.region(strict, true), doubled.region(mild, false));
            let Some(both) = common(&less, &more).filter(|it| doubled.possible(it)) else { continue };
            let after = doubled.rivals(mild, false);
            let others: Vec<&Region> = before.iter().chain(&after).chain(&order).collect();
            if let Some(part) = inquiry.search.hole(&both, &others)? {
                return Ok(Some(Broken { strict, mild, part }));
            }
        }
    }
    Ok(None)
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

    /// The boxes of the rows that keep a row from winning.
    fn rivals(&self, row: usize, less: bool) -> Vec<Region> {
        let own = &self.table.engine.regions[row];
        let near =
            crate::scene::rivals(self.table, row).filter(|it| crate::cells::meet(&self.table.engine.regions[*it], own));
        near.map(|it| self.region(it, less)).collect()
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

    /// Boxes in which the second case does not have more harm than the first, or only one of them misses an input.
    fn forbidden(&self) -> Vec<Region> {
        let (axes, mut boxes) = (self.table.inputs.len(), Vec::new());
        for (again, (axis, harm)) in self.directed.iter().enumerate() {
            let shape = &self.table.engine.space.axes[*axis];
            let last = shape.count - u32::from(shape.optional);
            let mut forbid = |less: Cells, more: Cells| {
                let mut region = self.whole.clone();
                (region[*axis], region[axes + again]) = (less, more);
                boxes.push(region);
            };
            for cut in 1..last {
                let (low, high) = (Cells::range(0, cut - 1), Cells::range(cut, last - 1));
                match harm {
                    Harm::More => forbid(high, low),
                    Harm::Less => forbid(low, high),
                }
            }
            if let Some(missing) = shape.missing() {
                let (gone, there) = (Cells::range(missing, missing), Cells::range(0, missing.saturating_sub(1)));
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
