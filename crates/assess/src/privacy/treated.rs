//! What a treatment cost: how much of each column was lost, row by row against the data before it.

use measure::privacy::utility::{entropy_loss, suppressed};
use measure::report::Line;
use measure::{Coded, Estimate, Undefined};
use read::Source;

use super::MOST_VALUES;
use crate::Error;
use crate::data::{self, said};
use crate::report::Found;
use crate::run::Ask;

/// Measures the columns that both files have.
pub fn treated(found: &mut Found, original: &Source, ask: &Ask<'_>) -> Result<(), Error> {
    let source = ask.source()?;
    let names: Vec<&str> = data::names(source).into_iter().filter(|it| original.position(it).is_ok()).collect();
    let (before, after) = (data::table(original, &names, ask.threads)?, data::table(source, &names, ask.threads)?);
    let (before, after) = (data::batch(&before)?, data::batch(&after)?);
    found.rows = after.rows() as u64;
    if before.rows() != after.rows() && ask.columns.label.is_some() {
        // What a task tells needs no pairs of rows.
        let none = Undefined::because("the treated data are not the rows of the original, one by one");
        found.lines.push(Line::new("entropy_loss", "", Err(none)));
        return Ok(());
    }
    if before.rows() != after.rows() {
        return Err(Error::input(format!(
            "the data have {} rows and the original {}; give the same rows in the same order",
            after.rows(),
            before.rows()
        )));
    }
    let coded = |batch: &'_ measure::Batch<'_>, name: &str| -> Result<(Vec<u32>, Vec<String>), Error> {
        let it = batch.column(name).and_then(|it| it.coded(MOST_VALUES)).map_err(said)?;
        Ok((it.codes.into_owned(), it.words.into_owned()))
    };
    let (mut originals, mut treated): (Vec<Coded<'_>>, Vec<Coded<'_>>) = (Vec::new(), Vec::new());
    for &name in &names {
        for (batch, all) in [(&before, &mut originals), (&after, &mut treated)] {
            let (codes, words) = coded(batch, name)?;
            all.push(Coded { name, codes: codes.into(), words: words.into() });
        }
    }
    let losses: Vec<_> =
        originals.iter().zip(&treated).map(|(one, two)| (one.name, entropy_loss(one, two, ask.draws))).collect();
    let known: Vec<f64> = losses.iter().filter_map(|it| it.1.as_ref().ok()).map(|it| it.value).collect();
    found.lines.push(Line::new("entropy_loss", "", Estimate::plain(mean(&known), found.rows)));
    found.lines.extend(losses.into_iter().map(|(name, loss)| Line::new("entropy_loss", name, loss)));
    found.lines.push(Line::new("suppressed_cells", "", suppressed(&originals, &treated)));
    Ok(())
}

/// The mean; not a number where there is none.
fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
