//! Whether scales are fit to assess by, and whether matrices fit their scales.

use crate::reading::{Draft, Made, place};
use crate::words::{is_snake_case, listed};
use crate::{Fault, Matrix, Scale};

/// Notes every fault of scales and matrices.
pub(crate) fn examine(draft: &Draft, faults: &mut Vec<Fault>) {
    faults.extend(draft.scales.values().flat_map(scale_faults));
    faults.extend(draft.matrices.values().flat_map(|it| matrix_faults(it, draft)));
}

fn scale_faults(made: &Made<Scale>) -> Vec<Fault> {
    let scale = &made.value;
    let mut faults = Vec::new();
    let mut blame = |name: &str, message: String| faults.push(place(&made.from, None, name, message));
    if !is_snake_case(&scale.scale) {
        blame(
            &scale.scale,
            format!("scale `{}` is not written like `likelihood`; use small letters and `_`", scale.scale),
        );
    }
    if !(2..=100).contains(&scale.levels.len()) {
        blame(&scale.scale, format!("scale `{}` has {} levels; give it 2 to 100", scale.scale, scale.levels.len()));
    }
    for (index, level) in scale.levels.iter().enumerate() {
        let again = scale.levels.iter().take(index).any(|it| it.label.to_lowercase() == level.label.to_lowercase());
        if again || level.label.trim().is_empty() || level.label.trim().parse::<f64>().is_ok() {
            blame(
                &level.label,
                format!("label `{}` of level {} is blank, a number or given twice", level.label, index + 1),
            );
        }
        if level.meaning.trim().is_empty() {
            blame(&level.label, format!("level {} of scale `{}` lacks its meaning", index + 1, scale.scale));
        }
    }
    faults
}

fn matrix_faults(made: &Made<Matrix>, draft: &Draft) -> Vec<Fault> {
    let matrix = &made.value;
    let mut faults = Vec::new();
    let mut blame = |name: &str, message: String| faults.push(place(&made.from, None, name, message));
    let mut levels = |scale: &String| {
        let found = draft.scales.get(scale).map(|it| it.value.levels.len());
        if found.is_none() && !draft.unread.contains(scale) {
            let names: Vec<&str> = draft.scales.keys().map(String::as_str).collect();
            let known = listed(names);
            blame(scale, format!("matrix `{}` speaks of scale `{scale}`; the scales are {known}", matrix.matrix));
        }
        found
    };
    let (rows, columns) = (levels(&matrix.rows), levels(&matrix.columns));
    if let Some(rows) = rows.filter(|it| *it != matrix.cells.len()) {
        let given = matrix.cells.len();
        blame(
            &matrix.matrix,
            format!("matrix `{}` has {given} rows; scale `{}` has {rows} levels", matrix.matrix, matrix.rows),
        );
    }
    for (index, row) in matrix.cells.iter().enumerate() {
        if let Some(columns) = columns.filter(|it| *it != row.len()) {
            let message =
                format!("row {} has {} cells; scale `{}` has {columns} levels", index + 1, row.len(), matrix.columns);
            blame(&matrix.matrix, message);
        }
        if row.iter().any(|it| it.trim().is_empty()) {
            blame(
                &matrix.matrix,
                format!("row {} has a blank cell; write what follows from its two levels", index + 1),
            );
        }
    }
    faults
}
