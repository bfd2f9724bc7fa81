//! Values on their way into a statement and out of a row, the same for both databases.

use std::borrow::Cow;
use std::error::Error;

use jiff::Timestamp;
use record::Id;
use rusqlite::types::{ToSqlOutput, ValueRef};
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, private::BytesMut};

use crate::StoreError;

/// A value that a statement takes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Param<'a> {
    Null,
    Int(i64),
    Real(f64),
    Text(Cow<'a, str>),
    Bytes(Cow<'a, [u8]>),
}

impl Param<'_> {
    /// The same value with nothing borrowed.
    pub(crate) fn into_owned(self) -> Param<'static> {
        match self {
            Param::Null => Param::Null,
            Param::Int(number) => Param::Int(number),
            Param::Real(number) => Param::Real(number),
            Param::Text(text) => Param::Text(Cow::Owned(text.into_owned())),
            Param::Bytes(bytes) => Param::Bytes(Cow::Owned(bytes.into_owned())),
        }
    }
}

/// Makes a parameter of anything that can be one.
pub(crate) fn p<'a>(value: impl Into<Param<'a>>) -> Param<'a> {
    value.into()
}

impl<'a> From<&'a str> for Param<'a> {
    /// PostgreSQL cannot hold U+0000 in text, so neither database gets it.
    fn from(text: &'a str) -> Param<'a> {
        match text.contains('\0') {
            true => Param::Text(Cow::Owned(text.replace('\0', "\u{fffd}"))),
            false => Param::Text(Cow::Borrowed(text)),
        }
    }
}

impl<'a> From<&'a String> for Param<'a> {
    fn from(text: &'a String) -> Param<'a> {
        Param::from(text.as_str())
    }
}

impl From<String> for Param<'_> {
    fn from(text: String) -> Self {
        Param::Text(Cow::Owned(if text.contains('\0') { text.replace('\0', "\u{fffd}") } else { text }))
    }
}

impl From<&Id> for Param<'_> {
    fn from(id: &Id) -> Self {
        Param::Text(Cow::Owned(id.to_string()))
    }
}

impl<'a> From<&'a [u8]> for Param<'a> {
    fn from(bytes: &'a [u8]) -> Param<'a> {
        Param::Bytes(Cow::Borrowed(bytes))
    }
}

impl From<i64> for Param<'_> {
    fn from(number: i64) -> Self {
        Param::Int(number)
    }
}

impl From<u64> for Param<'_> {
    /// Places and sizes stay far below the limit, which only keeps the conversion total.
    fn from(number: u64) -> Self {
        Param::Int(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<bool> for Param<'_> {
    fn from(flag: bool) -> Self {
        Param::Int(i64::from(flag))
    }
}

impl From<f64> for Param<'_> {
    fn from(number: f64) -> Self {
        Param::Real(number)
    }
}

impl From<Timestamp> for Param<'_> {
    fn from(time: Timestamp) -> Self {
        Param::Int(time.as_millisecond())
    }
}

impl From<&serde_json::Value> for Param<'_> {
    fn from(value: &serde_json::Value) -> Self {
        Param::Text(Cow::Owned(value.to_string()))
    }
}

impl<'a, T: Into<Param<'a>>> From<Option<T>> for Param<'a> {
    fn from(value: Option<T>) -> Param<'a> {
        value.map_or(Param::Null, Into::into)
    }
}

impl rusqlite::ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Param::Null => ValueRef::Null,
            Param::Int(number) => ValueRef::Integer(*number),
            Param::Real(number) => ValueRef::Real(*number),
            Param::Text(text) => ValueRef::Text(text.as_bytes()),
            Param::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl ToSql for Param<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Param::Null => Ok(IsNull::Yes),
            Param::Int(number) if *ty == Type::FLOAT8 => (*number as f64).to_sql(ty, out),
            Param::Int(number) if *ty == Type::INT4 => i32::try_from(*number)?.to_sql(ty, out),
            Param::Int(number) => number.to_sql(ty, out),
            Param::Real(number) => number.to_sql(ty, out),
            Param::Text(text) => text.as_ref().to_sql(ty, out),
            Param::Bytes(bytes) => bytes.as_ref().to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    fn to_sql_checked(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        let fits = match self {
            Param::Null => true,
            Param::Int(_) => [Type::INT8, Type::INT4, Type::FLOAT8].contains(ty),
            Param::Real(_) => *ty == Type::FLOAT8,
            Param::Text(_) => [Type::TEXT, Type::VARCHAR].contains(ty),
            Param::Bytes(_) => *ty == Type::BYTEA,
        };
        if fits { ToSql::to_sql(self, ty, out) } else { Err(format!("a value does not fit the type {ty}").into()) }
    }
}

/// A value that a row holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Real(f64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Value {
    /// Copies a value of SQLite.
    pub(crate) fn of(value: ValueRef<'_>) -> Value {
        match value {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => Value::Int(number),
            ValueRef::Real(number) => Value::Real(number),
            ValueRef::Text(bytes) => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
            ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
        }
    }
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Value, Box<dyn Error + Sync + Send>> {
        Ok(match *ty {
            Type::INT8 => Value::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Value::Int(i64::from(i32::from_sql(ty, raw)?)),
            Type::BOOL => Value::Int(i64::from(bool::from_sql(ty, raw)?)),
            Type::FLOAT8 => Value::Real(f64::from_sql(ty, raw)?),
            Type::FLOAT4 => Value::Real(f64::from(f32::from_sql(ty, raw)?)),
            Type::BYTEA => Value::Bytes(raw.to_vec()),
            _ => Value::Text(<&str>::from_sql(&Type::TEXT, raw)?.to_owned()),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Value, Box<dyn Error + Sync + Send>> {
        Ok(Value::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// A row that is read from its first column to its last.
pub(crate) struct Row {
    values: std::vec::IntoIter<Value>,
}

impl Row {
    pub(crate) fn new(values: Vec<Value>) -> Row {
        Row { values: values.into_iter() }
    }

    fn next(&mut self) -> Value {
        self.values.next().unwrap_or(Value::Null)
    }

    pub(crate) fn opt_text(&mut self) -> Result<Option<String>, StoreError> {
        match self.next() {
            Value::Null => Ok(None),
            Value::Text(text) => Ok(Some(text)),
            other => Err(StoreError::damaged(format!("it holds {} where text belongs", sort_of(&other)))),
        }
    }

    pub(crate) fn text(&mut self) -> Result<String, StoreError> {
        self.opt_text()?.ok_or_else(|| StoreError::damaged("it holds nothing where text belongs"))
    }

    /// Text where the empty one stands for nothing.
    pub(crate) fn filled(&mut self) -> Result<Option<String>, StoreError> {
        Ok(self.opt_text()?.filter(|it| !it.is_empty()))
    }

    pub(crate) fn opt_int(&mut self) -> Result<Option<i64>, StoreError> {
        match self.next() {
            Value::Null => Ok(None),
            Value::Int(number) => Ok(Some(number)),
            other => Err(StoreError::damaged(format!("it holds {} where an integer belongs", sort_of(&other)))),
        }
    }

    pub(crate) fn int(&mut self) -> Result<i64, StoreError> {
        self.opt_int()?.ok_or_else(|| StoreError::damaged("it holds nothing where an integer belongs"))
    }

    pub(crate) fn opt_size(&mut self) -> Result<Option<u64>, StoreError> {
        Ok(self.opt_int()?.map(|it| u64::try_from(it).unwrap_or(0)))
    }

    pub(crate) fn size(&mut self) -> Result<u64, StoreError> {
        Ok(u64::try_from(self.int()?).unwrap_or(0))
    }

    pub(crate) fn flag(&mut self) -> Result<bool, StoreError> {
        Ok(self.int()? != 0)
    }

    pub(crate) fn opt_real(&mut self) -> Result<Option<f64>, StoreError> {
        match self.next() {
            Value::Null => Ok(None),
            Value::Real(number) => Ok(Some(number)),
            Value::Int(number) => Ok(Some(number as f64)),
            other => Err(StoreError::damaged(format!("it holds {} where a number belongs", sort_of(&other)))),
        }
    }

    pub(crate) fn bytes(&mut self) -> Result<Vec<u8>, StoreError> {
        match self.next() {
            Value::Bytes(bytes) => Ok(bytes),
            other => Err(StoreError::damaged(format!("it holds {} where bytes belong", sort_of(&other)))),
        }
    }

    pub(crate) fn hash(&mut self) -> Result<ledger::Hash, StoreError> {
        self.bytes()?.try_into().map_err(|_| StoreError::damaged("a hash does not have 32 bytes"))
    }

    pub(crate) fn opt_time(&mut self) -> Result<Option<Timestamp>, StoreError> {
        self.opt_int()?.map(moment).transpose()
    }

    pub(crate) fn time(&mut self) -> Result<Timestamp, StoreError> {
        moment(self.int()?)
    }

    pub(crate) fn id(&mut self) -> Result<Id, StoreError> {
        self.text()?.parse().map_err(StoreError::Damaged)
    }

    pub(crate) fn opt_id(&mut self) -> Result<Option<Id>, StoreError> {
        self.filled()?.map(|it| it.parse().map_err(StoreError::Damaged)).transpose()
    }

    /// JSON of any shape.
    pub(crate) fn json<T: serde::de::DeserializeOwned>(&mut self) -> Result<T, StoreError> {
        serde_json::from_str(&self.text()?).map_err(|it| StoreError::damaged(format!("its JSON is broken: {it}")))
    }
}

fn moment(milliseconds: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(milliseconds).map_err(|_| StoreError::damaged("a time is out of range"))
}

/// What a value is, in words.
fn sort_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Int(_) => "an integer",
        Value::Real(_) => "a number",
        Value::Text(_) => "text",
        Value::Bytes(_) => "bytes",
    }
}
