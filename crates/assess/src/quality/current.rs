//! How many rows are young enough, by a column of days or moments, at the moment that is asked for.

use measure::quality::characteristics::{CURRENTNESS, current_rows, currentness};
use measure::report::Line;
use measure::{Batch, Measured, Undefined};
use read::{Kind, Source};

use crate::Error;
use crate::data::said;
use crate::plan::{Current, Quality};
use crate::run::Ask;

/// Microseconds of a day.
const DAY: f64 = 86_400_000_000.0;

/// The currentness of each column that the plan names.
pub(super) fn lines(source: &Source, settings: &Quality, ask: &Ask<'_>) -> Result<Vec<Line>, Error> {
    let one = |it: &Current| Ok(Line::new(CURRENTNESS.id, &it.column, of(source, it, ask)?));
    settings.current.iter().map(one).collect()
}

fn of(source: &Source, asked: &Current, ask: &Ask<'_>) -> Result<Measured, Error> {
    let (name, days) = (&asked.column, asked.days);
    let place = source.position(name).map_err(said)?;
    if !(0.0..f64::INFINITY).contains(&days) {
        return Err(Error::input(format!("`current` of the plan gives `{name}` {days} days; give a number from 0")));
    }
    let Some(now) = ask.moment else {
        let why = "no day or moment was given for which currentness is asked; give it with --as-of";
        return Ok(Err(Undefined::because(why)).into());
    };
    // A column of days counts whole days, as freshness does.
    let from = match source.fields().get(place).map(|it| it.kind) {
        Some(Kind::Date) => (now as f64 / DAY).floor() - days,
        Some(Kind::Moment) => now as f64 - days * DAY,
        _ => return Ok(Err(Undefined::because(format!("`{name}` holds neither days nor moments"))).into()),
    };
    let step = |sums: &mut (u64, u64), batch: &Batch<'_>| {
        let found = batch.columns().iter().map(|it| current_rows(it, from));
        *sums = found.fold(*sums, |sums, it| (sums.0 + it.0, sums.1 + it.1));
    };
    let merge = |sums: &mut (u64, u64), more: (u64, u64)| *sums = (sums.0 + more.0, sums.1 + more.1);
    let counted = source.scan(&[vec![place]], ask.threads, |_| (0, 0), step, merge).map_err(said)?;
    Ok(currentness(counted.into_iter().next().unwrap_or_default()))
}
