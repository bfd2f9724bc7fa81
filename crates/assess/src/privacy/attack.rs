//! Attacks on membership: what a score of each row tells of who was in the training data.

use measure::Measured;
use measure::privacy::membership::membership;
use measure::report::Line;
use measure::roles::{UNKNOWN, binary_of};

use crate::Error;
use crate::columns::single;
use crate::data::{self, said};
use crate::plan::Privacy;
use crate::report::Found;
use crate::run::Ask;

/// What an attack score tells of who was in the training data.
pub fn attacked(found: &mut Found, member: &str, settings: &Privacy, ask: &Ask<'_>) -> Result<(), Error> {
    let lacking = || Error::input("name the column of attack scores with --score; higher speaks for membership");
    let score = single(&ask.columns.score, "score", "privacy")?.ok_or_else(lacking)?;
    let table = data::table(ask.source()?, &[member, score], ask.threads)?;
    let batch = data::batch(&table)?;
    let members = binary_of(&batch, member, None).map_err(said)?.classes;
    let scores = batch.column(score).and_then(|it| it.numbers()).map_err(said)?;
    let known = || scores.iter().zip(&members).filter(|it| !it.0.is_nan() && *it.1 != UNKNOWN);
    let side = |of: u8| known().filter(|it| *it.1 == of).map(|it| *it.0).collect::<Vec<f64>>();
    found.rows = batch.rows() as u64;
    let attack = membership(&side(1), &side(0), settings.few, ask.draws.level);
    let [advantage, area, rate] = match attack {
        Ok(it) => [it.advantage, it.area, it.true_positive_rate],
        Err(none) => [(); 3].map(|()| Measured::Undefined(none.clone())),
    };
    found.lines.push(Line::new("membership_inference_advantage", "", advantage));
    found.lines.push(Line::new("roc_auc", "attack on membership", area));
    found.lines.push(Line::new("membership_true_positive_rate", "", rate));
    Ok(())
}
