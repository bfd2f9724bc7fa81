//! The second reading of text: cells become the values of a column, in the spelling that was settled.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, StringDictionaryBuilder, TimestampMicrosecondBuilder,
};
use arrow_array::types::UInt32Type;

use super::cell;
use super::look::Reading;
use crate::column::Kind;

/// A column that grows cell by cell.
pub(crate) struct Build<'a> {
    reading: &'a Reading,
    values: Values,
}

enum Values {
    Integer(Int64Builder),
    Number(Float64Builder),
    Flag(BooleanBuilder),
    Text(StringDictionaryBuilder<UInt32Type>),
    Date(Date32Builder),
    Moment(TimestampMicrosecondBuilder),
}

impl<'a> Build<'a> {
    /// An empty column.
    pub fn new(reading: &'a Reading) -> Build<'a> {
        let values = match reading.kind {
            Kind::Integer => Values::Integer(Int64Builder::new()),
            Kind::Number => Values::Number(Float64Builder::new()),
            Kind::Flag => Values::Flag(BooleanBuilder::new()),
            Kind::Text => Values::Text(StringDictionaryBuilder::new()),
            Kind::Date => Values::Date(Date32Builder::new()),
            Kind::Moment => Values::Moment(TimestampMicrosecondBuilder::new()),
        };
        Build { reading, values }
    }

    /// Adds a cell of CSV, where nothing and the settled words mean no value.
    pub fn cell(&mut self, cell: &str) -> bool {
        let null = cell.is_empty() || self.reading.nulls.iter().any(|it| it == cell);
        self.push((!null).then_some(cell))
    }

    /// Adds a value, or none; false when the text is not what was settled, because the file changed between readings.
    pub fn push(&mut self, text: Option<&str>) -> bool {
        let spelling = self.reading.spelling;
        let Some(text) = text else {
            self.null();
            return true;
        };
        match &mut self.values {
            Values::Text(values) => return values.append(text).is_ok(),
            Values::Integer(values) => text.trim().parse().map(|it| values.append_value(it)).ok(),
            Values::Number(values) => cell::number(text, spelling).map(|it| values.append_value(it)),
            Values::Flag(values) => cell::flag(text).map(|it| values.append_value(it)),
            Values::Date(values) => cell::date(text, spelling).map(|it| values.append_value(it)),
            Values::Moment(values) => cell::moment(text, spelling).map(|it| values.append_value(it)),
        }
        .is_some()
    }

    fn null(&mut self) {
        match &mut self.values {
            Values::Integer(values) => values.append_null(),
            Values::Number(values) => values.append_null(),
            Values::Flag(values) => values.append_null(),
            Values::Text(values) => values.append_null(),
            Values::Date(values) => values.append_null(),
            Values::Moment(values) => values.append_null(),
        }
    }

    /// The column so far; what follows is a new one.
    pub fn finish(&mut self) -> ArrayRef {
        match &mut self.values {
            Values::Integer(values) => Arc::new(values.finish()),
            Values::Number(values) => Arc::new(values.finish()),
            Values::Flag(values) => Arc::new(values.finish()),
            Values::Text(values) => Arc::new(values.finish()),
            Values::Date(values) => Arc::new(values.finish()),
            Values::Moment(values) => Arc::new(values.finish()),
        }
    }
}
