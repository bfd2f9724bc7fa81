//! Whether synthetic rows copy the rows that they were made from, by the distance to the closest of these and of others.

use measure::privacy::synthetic::{Closeness, Records, closeness};
use measure::report::Line;
use measure::{Batch, Coded, Column, Estimate, Values};
use read::Source;

use super::codes::together;
use crate::Error;
use crate::data::{self, said};
use crate::report::{Found, Table, Test};
use crate::run::Ask;

/// Measures all columns of the synthetic data; the other files must have them as well.
pub fn copied(found: &mut Found, training: &Source, held_out: &Source, ask: &Ask<'_>) -> Result<(), Error> {
    let synthetic = ask.source()?;
    let names = data::names(synthetic);
    let [one, two, three] = [synthetic, training, held_out].map(|it| data::table(it, &names, ask.threads));
    let (one, two, three) = (one?, two?, three?);
    let batches = [data::batch(&one)?, data::batch(&two)?, data::batch(&three)?];
    found.rows = batches[0].rows() as u64;
    let (numeric, words): (Vec<&str>, Vec<&str>) = names.iter().partition(|it| is_numeric(&batches, it));
    let all: Vec<&Batch<'_>> = batches.iter().collect();
    let coded = words.iter().map(|name| together(&all, name)).collect::<Result<Vec<Vec<Coded<'_>>>, _>>()?;
    let numbers = |batch: &Batch<'_>| numeric.iter().map(|it| Ok(batch.column(it)?.numbers()?.into_owned())).collect();
    let numbers: Vec<Vec<Vec<f64>>> =
        batches.iter().map(numbers).collect::<Result<_, measure::ColumnError>>().map_err(said)?;
    let records = |table: usize| Records {
        numbers: numbers[table].iter().map(Vec::as_slice).collect(),
        codes: coded.iter().map(|it| it[table].codes.as_ref()).collect(),
    };
    let near = ask.section("privacy", &ask.plan.privacy)?.near;
    match closeness(&records(0), &records(1), &records(2), near, ask.draws.level) {
        Ok(it) => told(found, it, near),
        Err(none) => found.lines.push(Line::new("closer_to_training", "", Err(none))),
    }
    Ok(())
}

fn is_numeric(batches: &[Batch<'_>], name: &str) -> bool {
    let number = |it: &Column<'_>| !matches!(it.values, Values::Coded { .. } | Values::Flag(_));
    batches.iter().all(|batch| batch.column(name).is_ok_and(number))
}

fn told(found: &mut Found, it: Closeness, near: f64) {
    let n = found.rows;
    found.lines.push(Line::new("closer_to_training", "", it.closer_to_training));
    found.lines.push(Line::new("copied_share", "", it.copies.clone()));
    found.lines.push(Line::new("near_copy_share", "", it.near_copies.clone()));
    found.lines.push(Line::new("distance_to_closest_record", "", Estimate::plain(it.synthetic[0], n)));
    let question = "may synthetic rows lie as close to training rows as to held-out ones".to_owned();
    found.tests.push(Test { question, tested: it.chance, adjusted: None });
    let within = format!("near copies, within {near}");
    let columns = ["rows", "5th percentile of distances to training", "median", "copies of a training row", &within];
    let mut table = Table::new("How close rows lie to the training data", &columns);
    table.rows.push(vec![
        "synthetic".into(),
        it.synthetic[0].into(),
        it.synthetic[1].into(),
        it.copies.into(),
        it.near_copies.into(),
    ]);
    table.rows.push(vec![
        "held out".into(),
        it.held_out[0].into(),
        it.held_out[1].into(),
        "".into(),
        it.near_held_out.into(),
    ]);
    found.tables.push(table);
}
