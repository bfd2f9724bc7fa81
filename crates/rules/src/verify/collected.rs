//! Monotone outcomes of tables whose rows are collected: their sum, number, greatest or least must not become milder with more harm.
//!
//! The order of cases is made of single steps: one input goes to its next cell, and everything else stays. So it is enough to look at each
//! such step, at every sort of case that the rows which may matter tell apart. Where no row hits, sum and number are 0; a greatest or least
//! value there is none, and over such a gap nothing is proved by single steps.

use super::{About, Inquiry, monotone};
use crate::cells::{Cells, Region};
use crate::model::{Collect, Harm, Table};
use crate::search::Exhausted;

/// A step to more harm after which the outcome is milder: a box with the case before, one with the case after.
type Step = [Region; 2];

/// Looks at one output of a table whose rows are collected.
pub(super) fn ask(inquiry: &mut Inquiry<'_>, table: &Table, how: Collect, output: usize) {
    if how == Collect::List {
        return;
    }
    let name = &table.outputs[output].name;
    let what = format!("whether more harm ever gives a milder `{name}`");
    let found = gap(inquiry, table, how).and_then(|gap| match gap {
        true => {
            inquiry.unsettled(&[table], format!("{what} is not settled: some cases have none; let a row decide them"));
            Ok(None)
        }
        false => prove(inquiry, table, how, output),
    });
    match found {
        Ok(None) => {}
        Ok(Some(found)) => tell(inquiry, table, name, &found),
        Err(exhausted) => inquiry.exhausted(&[table], &what, exhausted),
    }
}

/// Whether there are cases without a greatest or least value.
fn gap(inquiry: &mut Inquiry<'_>, table: &Table, how: Collect) -> Result<bool, Exhausted> {
    if matches!(how, Collect::Sum | Collect::Count) {
        return Ok(false);
    }
    let regions: Vec<&Region> = table.engine.regions.iter().collect();
    Ok(inquiry.search.hole(&table.engine.space.whole(), &regions)?.is_some())
}

fn prove(inquiry: &mut Inquiry<'_>, table: &Table, how: Collect, output: usize) -> Result<Option<Step>, Exhausted> {
    // By strictness, so that where less is stricter the greatest value is the least strict.
    let how = match (how, table.outputs[output].harm) {
        (Collect::Max, Some(Harm::Less)) => Collect::Min,
        (Collect::Min, Some(Harm::Less)) => Collect::Max,
        (how, _) => how,
    };
    let worth: Vec<Option<i128>> = table
        .rows
        .iter()
        .map(|it| match how {
            Collect::Count => Some(if table.outputs[output].harm == Some(Harm::Less) { -1 } else { 1 }),
            _ => monotone::strictness(&table.outputs[output], &it.then[output]),
        })
        .collect();
    for (axis, harm) in table.inputs.iter().enumerate().filter_map(|(axis, it)| Some((axis, it.harm?))) {
        let shape = &table.engine.space.axes[axis];
        let last = shape.count - u32::from(shape.optional);
        for below in 0..last.saturating_sub(1) {
            let (from, to) = match harm {
                Harm::More => (below, below + 1),
                Harm::Less => (below + 1, below),
            };
            if let Some(found) = step(inquiry, table, (how, &worth), (axis, from, to))? {
                return Ok(Some(found));
            }
        }
    }
    Ok(None)
}

/// One step of one input, at every sort of case that tells the rows apart which may matter.
fn step(
    inquiry: &mut Inquiry<'_>,
    table: &Table,
    (how, worth): (Collect, &[Option<i128>]),
    (axis, from, to): (usize, u32, u32),
) -> Result<Option<Step>, Exhausted> {
    let regions = &table.engine.regions;
    let at = |row: usize, cell: u32| regions[row][axis].meets(&Cells::range(cell, cell));
    // Of sums and counts only what comes or goes matters; the greatest and the least depend on what stays too.
    let moves = |row: &usize| at(*row, from) != at(*row, to);
    let rows: Vec<usize> = match how {
        Collect::Sum | Collect::Count => (0..regions.len()).filter(moves).collect(),
        _ if (0..regions.len()).any(|it| moves(&it)) => (0..regions.len()).collect(),
        _ => Vec::new(),
    };
    if rows.is_empty() {
        return Ok(None);
    }
    let sorts: Vec<Vec<u32>> =
        (0..table.inputs.len()).map(|it| if it == axis { vec![from] } else { told_apart(table, &rows, it) }).collect();
    let mut place = vec![0; sorts.len()];
    loop {
        inquiry.search.spend(1)?;
        let case: Region = sorts.iter().zip(&place).map(|(cells, at)| Cells::range(cells[*at], cells[*at])).collect();
        let with = |cell: u32| {
            let mut case = case.clone();
            case[axis] = Cells::range(cell, cell);
            case
        };
        let outcome = |case: &Region| {
            let hit = rows.iter().filter(|&&row| regions[row].iter().zip(case).all(|(own, cell)| own.meets(cell)));
            collected(how, hit.filter_map(|row| worth[*row]))
        };
        let (before, after) = (with(from), with(to));
        if outcome(&before).zip(outcome(&after)).is_some_and(|(before, after)| after < before) {
            return Ok(Some([before, after]));
        }
        // The next sort of case, as an odometer counts.
        let Some(next) = (0..place.len()).find(|&it| place[it] + 1 < sorts[it].len()) else { return Ok(None) };
        place[next] += 1;
        place[..next].fill(0);
    }
}

/// What rows come to together, as strictness.
fn collected(how: Collect, worth: impl Iterator<Item = i128>) -> Option<i128> {
    match how {
        Collect::Sum | Collect::Count => Some(worth.sum()),
        Collect::Max => worth.max(),
        Collect::Min => worth.min(),
        Collect::List => None,
    }
}

/// One cell of an input for each way in which these rows take its cells.
fn told_apart(table: &Table, rows: &[usize], axis: usize) -> Vec<u32> {
    let regions = &table.engine.regions;
    let takes = |cell: u32| -> Vec<bool> {
        rows.iter().map(|row| regions[*row][axis].meets(&Cells::range(cell, cell))).collect()
    };
    let mut seen: Vec<Vec<bool>> = Vec::new();
    let cells = 0..table.engine.space.axes[axis].count;
    cells
        .filter(|&cell| {
            let own = takes(cell);
            let new = !seen.contains(&own);
            if new {
                seen.push(own);
            }
            new
        })
        .collect()
}

fn tell(inquiry: &mut Inquiry<'_>, table: &Table, name: &str, found: &Step) {
    let cases = found.each_ref().map(|it| table.engine.space.case(it));
    let regions = &table.engine.regions;
    let hits = |row: &usize, case: &Region| regions[*row].iter().zip(case).all(|(own, cell)| own.meets(cell));
    let moved = (0..regions.len()).filter(|it| hits(it, &found[0]) != hits(it, &found[1]));
    let said: Vec<String> = cases
        .iter()
        .map(|it| table.evaluate(it).ok().and_then(|it| Some(it.value(name)?.bare())).unwrap_or_else(|| "0".to_owned()))
        .collect();
    inquiry.tell(About {
        tables: vec![table],
        rows: moved.map(|it| (table, it)).collect(),
        says: format!("more harm gives a milder outcome: {name} = {}, but {} with more harm", said[0], said[1]),
        cases: cases.to_vec(),
        mark: name.to_owned(),
        ..About::default()
    });
}
