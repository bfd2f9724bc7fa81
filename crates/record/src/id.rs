//! The number of a record: `RSK-0042`.

use std::fmt;
use std::str::FromStr;

/// A record's number: the prefix of its kind and a count from 1, written with at least four digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id {
    /// Prefix of the kind, two to four capital letters.
    pub prefix: String,
    /// Counts the records of the kind, from 1; never used twice.
    pub number: i64,
}

impl Id {
    /// The id of the `number`th record of the kind with this prefix.
    pub fn new(prefix: &str, number: i64) -> Id {
        Id { prefix: prefix.to_owned(), number }
    }
}

impl fmt::Display for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{:04}", self.prefix, self.number)
    }
}

impl FromStr for Id {
    type Err = String;

    /// Reads `RSK-0042`, `RSK-42` and `rsk-42` alike.
    fn from_str(text: &str) -> Result<Id, String> {
        let wrong = || format!("`{text}` is not a record's number; write it like `SYS-0001`");
        let (prefix, digits) = text.trim().split_once('-').ok_or_else(wrong)?;
        let letters = (2..=4).contains(&prefix.len()) && prefix.bytes().all(|it| it.is_ascii_alphabetic());
        let counts = (1..=15).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_digit());
        let number = digits.parse::<i64>().ok().filter(|it| letters && counts && *it > 0).ok_or_else(wrong)?;
        Ok(Id { prefix: prefix.to_ascii_uppercase(), number })
    }
}

impl serde::Serialize for Id {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Id {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Id, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
