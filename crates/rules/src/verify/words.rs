//! The vocabulary: the same name must mean the same in all tables, and what one table yields another must know.

use super::{About, Inquiry};
use crate::model::{Form, Input, Table};
use crate::value::Value;

pub(super) fn ask(inquiry: &mut Inquiry<'_>) {
    for (place, one) in inquiry.tables.iter().enumerate() {
        for other in &inquiry.tables[place + 1..] {
            for input in different(one, other) {
                inquiry.tell(About {
                    tables: vec![one, other],
                    says: format!(
                        "tables `{}` and `{}` speak of `{}` with other types or values; they are not compared",
                        one.name, other.name, input.name
                    ),
                    mark: input.name.clone(),
                    ..About::default()
                });
            }
        }
    }
    for one in inquiry.tables {
        for other in inquiry.tables {
            handed_on(inquiry, one, other);
        }
    }
}

/// Whether any two of these tables speak of an input differently.
pub(super) fn differ(tables: &[&Table]) -> bool {
    (0..tables.len()).any(|a| (0..a).any(|b| different(tables[a], tables[b]).next().is_some()))
}

fn different<'a>(one: &'a Table, other: &'a Table) -> impl Iterator<Item = &'a Input> {
    one.inputs.iter().filter(|it| {
        let same = other.input(&it.name).map(|place| &other.inputs[place]);
        same.is_some_and(|same| same.domain != it.domain || same.optional != it.optional)
    })
}

/// What one table yields and another takes as an input.
fn handed_on(inquiry: &mut Inquiry<'_>, from: &Table, to: &Table) {
    for (place, output) in from.outputs.iter().enumerate() {
        let Some(axis) = to.input(&output.name) else { continue };
        let axis = &to.engine.space.axes[axis];
        for (row, said) in from.rows.iter().enumerate() {
            let value = &said.then[place];
            let (listed, missing) = (matches!(output.form, Form::List(_)), *value == Value::Missing);
            if listed || missing || axis.place(value).is_ok() {
                continue;
            }
            inquiry.tell(About {
                tables: vec![from, to],
                rows: vec![(from, row)],
                says: format!(
                    "row `{}` of `{}` says {} = {}, which is no value of the input of `{}`",
                    said.id,
                    from.name,
                    output.name,
                    value.bare(),
                    to.name
                ),
                cases: vec![from.engine.space.case(&from.engine.regions[row])],
                mark: to.name.clone(),
                ..About::default()
            });
        }
    }
}
