//! Days in files: TOML has a way of its own to write them, JSON writes them as texts; both are read.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, de::Error};

/// A day as a file holds it.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a day is written as 2026-01-31")]
enum Written {
    Text(String),
    Native(toml::value::Datetime),
}

impl Written {
    fn day<E: Error>(&self) -> Result<Date, E> {
        let text = match self {
            Written::Text(text) => text.clone(),
            Written::Native(native) => native.to_string(),
        };
        text.parse().map_err(|_| E::custom(format!("`{text}` is no day; write it as 2026-01-31")))
    }
}

/// A day that must be there.
pub(crate) fn one<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    Written::deserialize(from)?.day()
}

/// A day that may be absent.
pub(crate) fn maybe<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    Option::<Written>::deserialize(from)?.map(|it| it.day()).transpose()
}
