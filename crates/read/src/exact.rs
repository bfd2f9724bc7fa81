//! Whole numbers in typed files that a number cannot hold exactly: identifiers, whose column is read as words.
//!
//! Text is looked at cell by cell before it is read; a typed file says its sorts itself, so only the columns that could
//! hold such numbers are looked at: by the statistics of Parquet where they are, else by reading them.

use std::collections::BTreeSet;

use arrow_array::cast::AsArray;
use arrow_array::types::Decimal128Type;
use arrow_array::{Array, ArrayRef};
use arrow_cast::{CastOptions, cast_with_options};
use arrow_schema::{DataType, Fields};

use crate::column::{Field, Kind};
use crate::error::Error;
use crate::notice::Notice;
use crate::parquet;
use crate::scan::leaf;
use crate::source::{Content, Opened};

/// The least whole number whose neighbour a double cannot tell from it.
const LONG: u128 = 1 << f64::MANTISSA_DIGITS;

/// The most digits of a decimal type of 128 bits, into which every sort of whole number fits that is not longer.
const DIGITS: u8 = 38;

/// The names of the columns of a typed file that hold such numbers.
pub(crate) fn long(opened: &Opened, types: &Fields) -> Result<Vec<String>, Error> {
    let may = |it: &&Field| type_at(types, &it.path).is_some_and(may_be_long);
    let asked: Vec<&Field> = opened.fields.iter().filter(may).collect();
    let mut long = vec![false; asked.len()];
    let mut unsure: Vec<usize> = Vec::new();
    for (at, field) in asked.iter().enumerate() {
        match by_statistics(&opened.content, field) {
            Some(found) => long[at] = found,
            None => unsure.push(at),
        }
    }
    by_reading(opened, &asked, &unsure, &mut long)?;
    Ok(asked.iter().zip(&long).filter(|it| *it.1).map(|it| it.0.name.clone()).collect())
}

/// Makes words of these columns of a file.
pub(crate) fn as_words(names: &BTreeSet<String>, fields: &mut [Field]) {
    fields.iter_mut().filter(|it| names.contains(&it.name)).for_each(|it| it.kind = Kind::Text);
}

/// Says of which columns words were made.
pub(crate) fn told<'a>(names: &'a BTreeSet<String>, fields: &'a [Field]) -> impl Iterator<Item = Notice> + 'a {
    let says = "values have more digits than a number holds exactly, so that all are kept as words";
    fields.iter().filter(|it| names.contains(&it.name)).map(move |it| Notice::of(&it.name, "long_digits", says))
}

/// The type of a column within its groups.
fn type_at<'a>(types: &'a Fields, path: &[usize]) -> Option<&'a DataType> {
    let (first, within) = path.split_first()?;
    match (types.get(*first)?.data_type(), within) {
        (found, []) => Some(found),
        (DataType::Struct(inner), within) => type_at(inner, within),
        _ => None,
    }
}

/// Whether values of that type may be whole numbers of more digits than a number holds exactly.
fn may_be_long(data: &DataType) -> bool {
    match data {
        DataType::Int64 | DataType::UInt64 => true,
        DataType::Decimal64(digits, 0) | DataType::Decimal128(digits, 0) | DataType::Decimal256(digits, 0) => {
            u32::from(*digits) > f64::DIGITS
        }
        DataType::Dictionary(_, value) => may_be_long(value),
        _ => false,
    }
}

/// What the statistics of every row group say; `None` where one has none.
fn by_statistics(content: &Content, field: &Field) -> Option<bool> {
    let Content::Parquet(metadata) = content else { return None };
    let [root] = field.path.as_slice() else { return None };
    let ends = parquet::ends(metadata, *root)?;
    Some(ends.iter().any(is_long))
}

/// Reads the columns that nothing else tells about.
fn by_reading(opened: &Opened, asked: &[&Field], unsure: &[usize], long: &mut [bool]) -> Result<(), Error> {
    if unsure.is_empty() {
        return Ok(());
    }
    let mut roots: Vec<usize> = unsure.iter().map(|&at| asked[at].path[0]).collect();
    roots.dedup();
    for part in 0..opened.parts() {
        opened.typed(part, &roots, |batch| {
            unsure.iter().for_each(|&at| long[at] |= is_long(&leaf(&batch, &roots, asked[at]).0));
            Ok(())
        })?;
    }
    Ok(())
}

/// Whether a value is at or beyond [`LONG`].
fn is_long(array: &ArrayRef) -> bool {
    let whole = DataType::Decimal128(DIGITS, 0);
    // What does not fit becomes no value, and is long for certain.
    let Ok(cast) = cast_with_options(array, &whole, &CastOptions::default()) else { return false };
    let values = cast.as_primitive::<Decimal128Type>();
    let lost = values.null_count() > array.logical_nulls().map_or(0, |it| it.null_count());
    lost || values.iter().flatten().any(|it| it.unsigned_abs() >= LONG)
}
