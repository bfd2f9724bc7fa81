//! From Arrow arrays to the columns that are measured, without a copy where the layouts agree.
//!
//! Numbers, flags, dates, moments, codes and validity are lent as they lie; the words of a dictionary are copied once a
//! dictionary, narrower integers and decimals once a batch.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type, TimestampMicrosecondType, UInt32Type};
use arrow_array::{Array, ArrayRef, StringArray};
use arrow_buffer::{BooleanBuffer, NullBuffer, ScalarBuffer};
use arrow_cast::{CastOptions, cast_with_options};
use arrow_schema::{DataType, TimeUnit};
use measure::{Bits, Column, Values};

use crate::error::Error;

/// The sorts of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Whole numbers.
    Integer,
    /// Numbers with a fraction.
    Number,
    /// True or false.
    Flag,
    /// Words.
    Text,
    /// Days.
    Date,
    /// Moments in UTC.
    Moment,
}

/// A column of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name; a field within a group has the group's name and a point before its own.
    pub name: String,
    /// Its sort.
    pub kind: Kind,
    /// Where it stands: the column of the file, then the fields within.
    pub(crate) path: Vec<usize>,
}

/// The sort of an Arrow type; `None` for what cannot be measured as a column.
pub(crate) fn kind_of(data: &DataType) -> Option<Kind> {
    Some(match data {
        DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::Int64 => Kind::Integer,
        DataType::UInt8 | DataType::UInt16 | DataType::UInt32 => Kind::Integer,
        DataType::UInt64 | DataType::Float16 | DataType::Float32 | DataType::Float64 => Kind::Number,
        DataType::Decimal32(..) | DataType::Decimal64(..) => Kind::Number,
        DataType::Decimal128(..) | DataType::Decimal256(..) => Kind::Number,
        DataType::Boolean => Kind::Flag,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => Kind::Text,
        DataType::Date32 | DataType::Date64 => Kind::Date,
        DataType::Timestamp(..) => Kind::Moment,
        DataType::Dictionary(_, value) => return kind_of(value),
        _ => return None,
    })
}

/// The sort that holds the values of both; `None` when there is none.
pub(crate) fn joined(one: Kind, other: Kind) -> Option<Kind> {
    match (one, other) {
        (one, other) if one == other => Some(one),
        (Kind::Integer, Kind::Number) | (Kind::Number, Kind::Integer) => Some(Kind::Number),
        _ => None,
    }
}

/// The Arrow type in which a sort is lent.
fn target(kind: Kind, data: &DataType) -> DataType {
    match (kind, data) {
        (Kind::Integer, _) => DataType::Int64,
        (Kind::Number, _) => DataType::Float64,
        (Kind::Flag, _) => DataType::Boolean,
        (Kind::Text, _) => words(),
        (Kind::Date, _) => DataType::Date32,
        // with its zone the value stays the same moment
        (Kind::Moment, DataType::Timestamp(_, zone)) => DataType::Timestamp(TimeUnit::Microsecond, zone.clone()),
        (Kind::Moment, _) => DataType::Timestamp(TimeUnit::Microsecond, None),
    }
}

/// The Arrow type of words.
pub(crate) fn words() -> DataType {
    DataType::Dictionary(Box::new(DataType::UInt32), Box::new(DataType::Utf8))
}

/// A column of a batch, held as long as it is lent.
#[derive(Debug)]
pub(crate) struct Held {
    pub values: Store,
    pub valid: Option<NullBuffer>,
}

#[derive(Debug)]
pub(crate) enum Store {
    Integer(ScalarBuffer<i64>),
    Number(ScalarBuffer<f64>),
    Flag(BooleanBuffer),
    Text(ScalarBuffer<u32>, Arc<Vec<String>>),
    Date(ScalarBuffer<i32>),
    Moment(ScalarBuffer<i64>),
}

/// The dictionary of the batch before, since the next one mostly has the same.
#[derive(Default)]
pub(crate) struct Dictionary(Option<(ArrayRef, Arc<Vec<String>>)>);

impl Dictionary {
    fn words(&mut self, values: &ArrayRef) -> Arc<Vec<String>> {
        if let Some((known, words)) = &self.0
            && Arc::ptr_eq(known, values)
        {
            return words.clone();
        }
        let strings: &StringArray = values.as_string();
        let words = Arc::new(strings.iter().map(|it| it.unwrap_or_default().to_owned()).collect());
        self.0 = Some((values.clone(), Arc::clone(&words)));
        words
    }
}

/// Holds an array as a column of that sort; `parents` says where the groups around it have a value.
pub(crate) fn hold(
    array: &ArrayRef,
    parents: Option<NullBuffer>,
    kind: Kind,
    dictionary: &mut Dictionary,
    place: &str,
) -> Result<Held, Error> {
    let target = target(kind, array.data_type());
    let strict = CastOptions { safe: false, ..CastOptions::default() };
    let array = match *array.data_type() == target {
        true => array.clone(),
        false => cast_with_options(array, &target, &strict).map_err(|it| Error::damaged(place, it))?,
    };
    let values = match kind {
        Kind::Integer => Store::Integer(array.as_primitive::<Int64Type>().values().clone()),
        Kind::Number => Store::Number(array.as_primitive::<Float64Type>().values().clone()),
        Kind::Flag => Store::Flag(array.as_boolean().values().clone()),
        Kind::Date => Store::Date(array.as_primitive::<Date32Type>().values().clone()),
        Kind::Moment => Store::Moment(array.as_primitive::<TimestampMicrosecondType>().values().clone()),
        Kind::Text => {
            let coded = array.as_dictionary::<UInt32Type>();
            Store::Text(coded.keys().values().clone(), dictionary.words(coded.values()))
        }
    };
    let valid = NullBuffer::union(parents.as_ref(), array.logical_nulls().as_ref());
    Ok(Held { values, valid: valid.filter(|it| it.null_count() > 0) })
}

impl Held {
    /// The column, lent; `None` when its bitmaps are shorter than they say.
    pub fn lend<'a>(&'a self, name: &'a str) -> Option<Column<'a>> {
        let values = match &self.values {
            Store::Integer(values) => Values::Integer(values),
            Store::Number(values) => Values::Number(values),
            Store::Date(values) => Values::Date(values),
            Store::Moment(values) => Values::Moment(values),
            Store::Text(codes, words) => Values::Coded { codes, words },
            Store::Flag(bits) => Values::Flag(Bits::new(bits.values(), bits.offset(), bits.len())?),
        };
        let valid = match &self.valid {
            Some(it) => Some(Bits::new(it.validity(), it.offset(), it.len())?),
            None => None,
        };
        Some(Column { name, values, valid })
    }
}
