//! Answers that may be missing, as data: what was found, else `{ "why_not": "…" }` with the sentence that says why.

use serde::{Serialize, Serializer};

#[derive(Serialize)]
#[serde(untagged)]
enum Answered<'a, T> {
    Found(&'a T),
    Missing { why_not: &'a str },
}

/// Writes what was found, or why there is nothing.
pub(crate) fn or_why<T: Serialize, S: Serializer>(found: &Result<T, String>, to: S) -> Result<S::Ok, S::Error> {
    let answered = match found {
        Ok(found) => Answered::Found(found),
        Err(why) => Answered::Missing { why_not: why },
    };
    answered.serialize(to)
}
