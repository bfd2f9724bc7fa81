//! Which way harm goes in tables of a scheme: as the shipped ones say it, so that nobody has it unproved by leaving it out, or turned round.

use rules::{Form, Harm, Table};

use super::shipped::{shipped, tables};

/// Purposes of tables that grade AI systems by harm.
pub(crate) const GRADED: &[&str] = &["tiering", "legal_class"];

/// What a table of a scheme says otherwise of harm than the shipped tables of that scheme and their words; nothing where it agrees.
pub(crate) fn turned(table: &Table, scheme: &str) -> Option<String> {
    let known: Vec<&Table> = tables().iter().filter(|it| it.0 == scheme).map(|it| &it.1.table).collect();
    let output = |name: &str| known.iter().flat_map(|it| &it.outputs).find(|it| it.name == name);
    let outcome = table.outputs.iter().find_map(|own| {
        let of = output(&own.name)?;
        let harm = of.harm.filter(|it| own.harm != Some(*it)).map(|it| unsaid(&own.name, it));
        harm.or_else(|| reordered(&own.name, &of.form, &own.form))
    });
    let asked = |name: &str| {
        let words = shipped().vocabulary.inputs.iter().find(|it| it.name == name).and_then(|it| it.harm);
        words.or_else(|| known.iter().flat_map(|it| &it.inputs).find(|it| it.name == name)?.harm)
    };
    outcome.or_else(|| {
        let wrong =
            |own: &rules::Input| asked(&own.name).filter(|it| own.harm != Some(*it)).map(|it| unsaid(&own.name, it));
        table.inputs.iter().find_map(wrong)
    })
}

fn unsaid(name: &str, harm: Harm) -> String {
    let word = if harm == Harm::More { "more" } else { "less" };
    format!(
        "`{name}` must say `harm = \"{word}\"`, as in the shipped tables; without it nobody proves that more harm never gives a milder outcome"
    )
}

/// Values of an outcome in another order than the shipped one, which goes from the mildest or from the gravest on.
fn reordered(name: &str, shipped: &Form, own: &Form) -> Option<String> {
    let (Form::Choice(known), Form::Choice(values)) = (shipped, own) else { return None };
    let places: Vec<usize> = values.iter().filter_map(|it| known.iter().position(|of| of == it)).collect();
    let falls = places.windows(2).any(|it| it[1] < it[0]);
    falls.then(|| format!("`{name}` must list its values in the order of the shipped tables: {}", known.join(", ")))
}
