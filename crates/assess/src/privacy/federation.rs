//! Federated learning over a column that names the party, simulated and measured.

use measure::privacy::federated::{Federated, Setup, federated};
use measure::report::Line;
use read::Source;

use crate::Error;
use crate::data::{self, said};
use crate::plan::Privacy;
use crate::report::{Found, Note, Table};
use crate::run::Ask;

/// Simulates the parties of a column.
pub fn federation(
    found: &mut Found,
    [party, label]: [&str; 2],
    held_out: &Source,
    settings: &Privacy,
    ask: &Ask<'_>,
) -> Result<(), Error> {
    let source = ask.source()?;
    let [one, two] = [source, held_out].map(|it| data::table(it, &data::names(it), ask.threads));
    let (one, two) = (one?, two?);
    let (rows, held_out) = (data::batch(&one)?, data::batch(&two)?);
    let positive = ask.columns.positive.as_deref();
    let setup = Setup { rows: &rows, held_out: &held_out, party, label, positive, few: settings.few };
    found.rows = rows.rows() as u64;
    match federated(&setup, ask.draws.level).map_err(said)? {
        Ok(it) => told(found, party, it),
        Err(none) => found.lines.push(Line::new("federated_auc_loss", "", Err(none))),
    }
    Ok(())
}

fn told(found: &mut Found, party: &str, it: Federated) {
    found.lines.push(Line::new("federated_auc_loss", "", it.loss));
    for (name, gain) in it.gains {
        found.lines.push(Line::new("federated_auc_gain", name, gain));
    }
    let columns = ["model", "rows", "area under the curve", "membership inference advantage"];
    let mut table = Table::new("Models of the federation", &columns);
    for model in it.models {
        let name = format!("{} model", model.name);
        found.lines.push(Line::new("roc_auc", &name, model.area.clone()));
        found.lines.push(Line::new("membership_inference_advantage", &name, model.leak.clone()));
        table.rows.push(vec![model.name.into(), model.rows.into(), model.area.into(), model.leak.into()]);
    }
    found.tables.push(table);
    let sentence = "a simulation on rows that lie in one place: it says what the averaged model would be worth and tell, not \
                    that anybody kept the rows apart";
    found.notes.push(Note::new("federation", party, sentence));
    for name in it.left_out {
        found.notes.push(Note::new("left_out", party, format!("`{name}` has too few labelled rows to take part")));
    }
}
