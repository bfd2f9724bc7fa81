//! Lays an organisation's folder over the shipped one.
//!
//! An overlay may add (fields, kinds, states, transitions, scales) under names that begin with `x_`, and it may tighten. It may
//! never remove, rename, retype or loosen, so that code, policies and reports that rely on the shipped shape stay right.

use serde::Deserialize;

use crate::extension::{Extension, extend};
use crate::reading::{Common, Draft, Made, Measure, Shelf, place, shelf};
use crate::{Fault, Field, Kind, Source};

/// Lays `sources` over the draft.
pub(crate) fn lay(draft: &mut Draft, sources: &[Source]) {
    for source in sources {
        match shelf(&source.path) {
            Some(Shelf::Kind) => lay_kind(draft, source),
            Some(Shelf::Scale) => lay_scale(draft, source),
            Some(Shelf::Common) | None => {}
        }
    }
    for source in sources.iter().filter(|it| matches!(shelf(&it.path), Some(Shelf::Common))) {
        if let Some(common) = draft.parse::<Common>(source) {
            let fields = common.fields;
            draft.faults.extend(names_of_others(source, &fields));
            draft.give_to_all(source, fields);
        }
    }
}

/// The key that tells an extension from a whole kind.
#[derive(Deserialize)]
struct Heading {
    extends: Option<String>,
}

fn lay_kind(draft: &mut Draft, source: &Source) {
    let Some(heading) = draft.parse::<Heading>(source) else { return };
    if heading.extends.is_some() {
        let Some(extension) = draft.parse::<Extension>(source) else { return };
        return extend(draft, source, extension);
    }
    let Some(mut kind) = draft.parse::<Kind>(source) else { return };
    let mut blame =
        |name: &str, message: String| draft.faults.push(Fault::about(&source.path, &source.text, name, message));
    if draft.kinds.contains_key(&kind.kind) {
        let message = format!("kind `{0}` is shipped already; write `extends = \"{0}\"` to add to it", kind.kind);
        return blame(&kind.kind, message);
    }
    if !kind.kind.starts_with("x_") {
        blame(&kind.kind, format!("an own kind's name begins with `x_`; call it `x_{}`", kind.kind));
    }
    if !kind.prefix.starts_with('X') {
        blame(&kind.prefix, format!("the prefix of an own kind begins with `X`; `{}` does not", kind.prefix));
    }
    let common = draft.shared.iter().filter(|it| kind.takes(it)).cloned().collect::<Vec<Field>>();
    kind.fields.extend(common);
    draft.add_kind(source, kind);
}

/// Faults of added fields whose names a later shipped kind might take.
pub(crate) fn names_of_others(source: &Source, fields: &[Field]) -> Vec<Fault> {
    let others = fields.iter().filter(|it| !it.name.starts_with("x_"));
    let fault = |field: &Field| {
        let message = format!("an own field's name begins with `x_`; call it `x_{}`", field.name);
        place(std::slice::from_ref(source), Some(&field.name), &field.name, message)
    };
    others.map(fault).collect()
}

fn lay_scale(draft: &mut Draft, source: &Source) {
    let about = |name: &str, message: String| Fault::about(&source.path, &source.text, name, message);
    match draft.parse_scale(source) {
        Some(Measure::Scale(scale)) => {
            let name = scale.scale.clone();
            match draft.scales.get_mut(&name) {
                None if !name.starts_with("x_") => {
                    draft
                        .faults
                        .push(about(&name, format!("an own scale's name begins with `x_`; call it `x_{name}`")));
                }
                None => {
                    draft.scales.insert(name, Made { value: scale, from: vec![source.clone()] });
                }
                Some(made) if scale.version <= made.value.version => {
                    let message =
                        format!("scale `{name}` is shipped as version {}; give yours a higher one", made.value.version);
                    draft.faults.push(about(&name, message));
                }
                Some(made) if scale.levels.len() != made.value.levels.len() => {
                    let (has, levels) = (scale.levels.len(), made.value.levels.len());
                    let message =
                        format!("scale `{name}` has {has} levels here and {levels} as shipped; keep {levels}");
                    draft.faults.push(about(&name, message));
                }
                Some(made) => {
                    made.value = scale;
                    made.from.push(source.clone());
                }
            }
        }
        Some(Measure::Matrix(matrix)) => {
            let name = matrix.matrix.clone();
            match draft.matrices.get_mut(&name) {
                None if !name.starts_with("x_") => {
                    draft
                        .faults
                        .push(about(&name, format!("an own matrix' name begins with `x_`; call it `x_{name}`")));
                }
                None => {
                    draft.matrices.insert(name, Made { value: matrix, from: vec![source.clone()] });
                }
                Some(made) => match matrix_difference(&made.value, &matrix) {
                    Some(message) => draft.faults.push(about(&name, message)),
                    None => {
                        made.value = matrix;
                        made.from.push(source.clone());
                    }
                },
            }
        }
        None => {}
    }
}

/// Why a matrix may not stand in the place of the shipped one.
fn matrix_difference(shipped: &crate::Matrix, own: &crate::Matrix) -> Option<String> {
    let name = &own.matrix;
    if own.version <= shipped.version {
        return Some(format!("matrix `{name}` is shipped as version {}; give yours a higher one", shipped.version));
    }
    if (&own.rows, &own.columns) != (&shipped.rows, &shipped.columns) {
        return Some(format!("matrix `{name}` combines `{}` and `{}`; keep them", shipped.rows, shipped.columns));
    }
    let known: Vec<&String> = shipped.cells.iter().flatten().collect();
    let other = own.cells.iter().flatten().find(|it| !known.contains(it))?;
    Some(format!("`{other}` is not an outcome of the shipped matrix `{name}`; use those that it has"))
}
