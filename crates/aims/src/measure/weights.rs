//! `aims measure represent --weights FILE`: the weight of each row, as a file that other programs read.

use std::fmt::Write;
use std::path::Path;

use assess::Family;
use measure::Undefined;

use crate::context::Context;
use crate::exit::Failure;
use crate::output::write_bytes;

/// Refuses the option for families that make no weights.
pub fn only(family: &Family, file: Option<&Path>) -> Result<(), Failure> {
    match file.filter(|_| !family.takes.contains(&"weights")) {
        None => Ok(()),
        Some(file) => Err(Failure::input(format!(
            "`{}` does nothing with `--weights {}`; leave it out",
            family.name,
            file.display()
        ))),
    }
}

/// Writes rows, counted from 1 as they stand in the data, with their weights, whose mean is 1.
pub fn write(context: &Context, file: &Path, weights: Option<&Result<Vec<f64>, Undefined>>) -> Result<(), Failure> {
    let weights = match weights {
        Some(Ok(weights)) => weights,
        Some(Err(none)) => {
            return Err(Failure::input(format!("no weights meet the reference, so none are written: {none}")));
        }
        None => return Err(Failure::input("no weights were made; leave out --weights")),
    };
    let mut text = "row,weight\n".to_owned();
    for (at, weight) in weights.iter().enumerate() {
        let _ = writeln!(text, "{},{weight}", at + 1);
    }
    write_bytes(file, text.as_bytes())?;
    context.output.remark(format!("wrote `{}`: {} weights", file.display(), weights.len()));
    Ok(())
}
