//! Impossible deadlines: steps that take longer together than a table allows for all of them, in the same case.

use super::{About, Inquiry};
use crate::cells::common;
use crate::model::{Clock, Policy, Table};
use crate::period::Period;
use crate::scene::Scene;
use crate::search::Exhausted;
use crate::value::Value;

/// A table, a row of it and how long its step takes.
type Step = (usize, usize, Period);
type Steps = Vec<Step>;

/// Names of the clocks that tables speak of.
fn clocks(tables: &[&Table]) -> Vec<String> {
    let mut names: Vec<String> =
        tables.iter().flat_map(|it| &it.outputs).filter_map(|it| it.clock.as_ref().map(|it| it.0.clone())).collect();
    names.sort();
    names.dedup();
    names
}

pub(super) fn ask(inquiry: &mut Inquiry<'_>) {
    for clock in clocks(inquiry.tables) {
        let on = |it: &&&Table| it.outputs.iter().any(|it| it.clock.as_ref().is_some_and(|it| it.0 == clock));
        let single = |it: &&&Table| !matches!(it.policy, Policy::Collect(_));
        let tables: Vec<&Table> = inquiry.tables.iter().filter(on).filter(single).copied().collect();
        if super::words::differ(&tables) {
            continue;
        }
        let scene = Scene::of(&tables);
        if let Err(exhausted) = look(inquiry, &scene, &clock) {
            inquiry.exhausted(
                &tables,
                &format!("whether the steps on the clock `{clock}` fit, beyond those told,"),
                exhausted,
            );
        }
    }
}

/// What a row says of a clock: how long its steps take, and how long all may take.
fn said(table: &Table, row: usize, clock: &str, means: Clock) -> Option<Period> {
    let on = |it: &(usize, &crate::model::Output)| it.1.clock.as_ref().is_some_and(|it| it.0 == clock && it.1 == means);
    let places = table.outputs.iter().enumerate().filter(on).map(|it| it.0);
    let periods =
        places.filter_map(|it| if let Value::Period(it) = table.rows[row].then[it] { Some(it) } else { None });
    match means {
        Clock::Takes => periods.reduce(Period::and),
        Clock::Allows => periods.reduce(|a, b| if a.surely_exceeds(b) { b } else { a }),
    }
}

/// For each row that allows a time, every smallest set of rows of different tables that takes longer.
fn look(inquiry: &mut Inquiry<'_>, scene: &Scene<'_>, clock: &str) -> Result<(), Exhausted> {
    let (mut told, mut open) = (0, 0);
    for (place, table) in scene.tables.iter().enumerate() {
        for row in 0..table.rows.len() {
            let Some(allowed) = said(table, row, clock, Clock::Allows) else { continue };
            // The step that a row takes itself counts with the others, and it wins whenever its limit holds.
            let own = said(table, row, clock, Clock::Takes).into_iter().map(|it| (place, row, it)).collect();
            let mut waiting: Vec<(Steps, usize)> = vec![(own, 0)];
            while let Some((steps, next)) = waiting.pop() {
                inquiry.search.spend(steps.len() + 1)?;
                if !feasible(inquiry, scene, (place, row), &steps)? {
                    continue;
                }
                if sum(&steps).surely_exceeds(allowed) {
                    let smaller = (0..steps.len()).any(|it| sum(&without(&steps, it)).surely_exceeds(allowed));
                    if !smaller {
                        if inquiry.enough(&scene.tables, told) {
                            return Ok(());
                        }
                        told += 1;
                        tell(inquiry, scene, (place, row), &steps, clock, allowed)?;
                    }
                    continue;
                }
                if sum(&steps).may_exceed(allowed)
                    && !(0..steps.len()).any(|it| sum(&without(&steps, it)).may_exceed(allowed))
                {
                    open += 1;
                    if open <= inquiry.limits.faults {
                        let says = format!(
                            "{}; in some months that is too short, so write both in days",
                            said_of(scene, (place, row), &steps, clock, allowed)
                        );
                        inquiry.unsettled(&scene.tables, says);
                    }
                }
                for other in (next..scene.tables.len()).filter(|it| *it != place) {
                    let rows = 0..scene.tables[other].rows.len();
                    let steps_of =
                        rows.filter_map(|it| Some((other, it, said(scene.tables[other], it, clock, Clock::Takes)?)));
                    waiting.extend(steps_of.map(|it| ([steps.as_slice(), &[it]].concat(), other + 1)));
                }
            }
        }
    }
    Ok(())
}

fn sum(steps: &[Step]) -> Period {
    steps.iter().fold(Period::default(), |sum, it| sum.and(it.2))
}

fn without(steps: &[Step], place: usize) -> Steps {
    steps.iter().enumerate().filter(|it| it.0 != place).map(|it| *it.1).collect()
}

/// A part of the cases in which all these rows win.
fn part(
    inquiry: &mut Inquiry<'_>,
    scene: &Scene<'_>,
    limit: (usize, usize),
    steps: &[Step],
) -> Result<Option<crate::cells::Region>, Exhausted> {
    let (mut region, mut rivals) = (scene.regions[limit.0][limit.1].clone(), scene.rival_regions(limit.0, limit.1));
    for (place, row, _) in steps {
        let Some(both) = common(&region, &scene.regions[*place][*row]) else { return Ok(None) };
        region = both;
        rivals.extend(scene.rival_regions(*place, *row));
    }
    inquiry.search.hole(&region, &rivals)
}

fn feasible(
    inquiry: &mut Inquiry<'_>,
    scene: &Scene<'_>,
    limit: (usize, usize),
    steps: &[Step],
) -> Result<bool, Exhausted> {
    Ok(part(inquiry, scene, limit, steps)?.is_some())
}

/// What steps take beside what a row allows.
fn said_of(scene: &Scene<'_>, limit: (usize, usize), steps: &[Step], clock: &str, allowed: Period) -> String {
    let name = |place: usize, row: usize| {
        format!("row `{}` of `{}`", scene.tables[place].rows[row].id, scene.tables[place].name)
    };
    let told: Vec<String> = steps.iter().map(|it| format!("{} takes {}", name(it.0, it.1), it.2)).collect();
    format!("{}, but {} allows {allowed} for `{clock}`", told.join(" and "), name(limit.0, limit.1))
}

fn tell(
    inquiry: &mut Inquiry<'_>,
    scene: &Scene<'_>,
    limit: (usize, usize),
    steps: &[Step],
    clock: &str,
    allowed: Period,
) -> Result<(), Exhausted> {
    let Some(part) = part(inquiry, scene, limit, steps)? else { return Ok(()) };
    let mut rows = vec![limit];
    rows.extend(steps.iter().map(|it| (it.0, it.1)).filter(|it| *it != limit));
    let mut places: Vec<usize> = rows.iter().map(|it| it.0).collect();
    places.sort_unstable();
    places.dedup();
    inquiry.tell(About {
        tables: places.iter().map(|it| scene.tables[*it]).collect(),
        rows: rows.iter().map(|it| (scene.tables[it.0], it.1)).collect(),
        says: said_of(scene, limit, steps, clock, allowed),
        cases: vec![scene.space.case(&part)],
        region: scene.space.told(&part),
        mark: clock.to_owned(),
    });
    Ok(())
}
