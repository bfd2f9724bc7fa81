//! Whether a document is one that its kind allows.
//!
//! A change is refused only for problems that it introduces and for fields that it touches: what an older, looser kind let
//! in stays until somebody touches it, and shows as incomplete meanwhile.

use std::io;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::soundness::fields_instead;
use crate::words::quoted;
use crate::{Catalog, Document, Field, Kind, is_blank, valid};

/// Most bytes of a document as JSON.
const LARGEST: usize = 1024 * 1024;

/// What is wrong with a document or a change, in one sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Name of the field; `kind`, `state`, `transition`, `why` when it is about those; empty when about the whole record.
    pub field: String,
    /// One sentence, lower case, no full stop.
    pub message: String,
}

impl Problem {
    /// A problem of one field.
    pub fn of(field: impl Into<String>, message: impl Into<String>) -> Problem {
        Problem { field: field.into(), message: message.into() }
    }
}

/// The problems that a change from `before` to `after` introduces, in the order of the kind's fields.
pub fn check(catalog: &Catalog, kind: &Kind, before: Option<&Document>, after: &Document) -> Vec<Problem> {
    let was = |name: &str| before.and_then(|it| it.get(name));
    let mut problems = Vec::new();
    for (name, _) in after.iter().filter(|(name, value)| kind.field(name).is_none() && was(name) != Some(value)) {
        problems.push(Problem::of(name, no_field(kind, name)));
    }
    for field in &kind.fields {
        match after.get(&field.name) {
            Some(_) if field.derived.is_some() => {
                let message = "the program answers it when asked and never stores it; leave it out";
                problems.push(Problem::of(&field.name, message));
            }
            Some(value) if was(&field.name) != Some(value) => {
                let messages = valid::faults(catalog, field, value);
                problems.extend(messages.into_iter().map(|it| Problem::of(&field.name, it)));
            }
            Some(_) => {}
            None => {
                let lacked = |document: &Document| demanded(field, document).filter(|_| lacks(document, field));
                if let Some(message) = lacked(after).filter(|_| before.and_then(lacked).is_none()) {
                    problems.push(Problem::of(&field.name, message));
                }
            }
        }
    }
    problems.extend(kind.fields.iter().filter_map(|it| out_of_order(it, before, after)));
    problems.extend(too_large(before, after));
    problems
}

/// A day that lies before the one before which it cannot lie, where the change made it so.
fn out_of_order(field: &Field, before: Option<&Document>, after: &Document) -> Option<Problem> {
    let first = field.not_before.as_ref()?;
    let days = |it: &Document| Some((it.get(first)?.as_str()?.to_owned(), it.get(&field.name)?.as_str()?.to_owned()));
    let (from, day) = days(after).filter(|it| before.and_then(days).as_ref() != Some(it))?;
    (day < from).then(|| Problem::of(&field.name, format!("{day} lies before `{first}`, {from}; mend one of them")))
}

/// Days of what has happened that lie after `last`, where the change made them so.
pub fn ahead(kind: &Kind, before: Option<&Document>, after: &Document, last: Date) -> Vec<Problem> {
    let one = |field: &Field| {
        let value = after.get(&field.name).filter(|it| before.and_then(|of| of.get(&field.name)) != Some(*it))?;
        let day: Date = value.as_str()?.parse().ok().filter(|it| *it > last)?;
        Some(Problem::of(&field.name, format!("{day} lies ahead; give the day on which it was")))
    };
    kind.fields.iter().filter(|it| it.past).filter_map(one).collect()
}

/// The fields that ought to be filled and are not, in the order of the kind's fields.
pub fn incomplete(kind: &Kind, document: &Document) -> Vec<Problem> {
    let expected = |field: &Field| field.expected.then(|| "a value is expected".to_owned());
    let lacking = kind.fields.iter().filter(|it| it.is_input() && lacks(document, it));
    lacking.filter_map(|it| Some(Problem::of(&it.name, demanded(it, document).or_else(|| expected(it))?))).collect()
}

/// The sentence for a name that is none of the kind's fields.
pub(crate) fn no_field(kind: &Kind, name: &str) -> String {
    format!("`{}` has no field {}{}", kind.kind, quoted(name), fields_instead(kind, name))
}

/// Whether a field has no value.
pub(crate) fn lacks(document: &Document, field: &Field) -> bool {
    document.get(&field.name).is_none_or(is_blank)
}

/// Why a document must have a value for this field; nothing when it need not.
pub(crate) fn demanded(field: &Field, document: &Document) -> Option<String> {
    if field.required {
        return Some("a value is required".to_owned());
    }
    let holds = |(other, values): (&String, &Vec<String>)| {
        let value = values.iter().find(|it| holds(document.get(other), it))?;
        Some(format!("a value is required when `{other}` is `{value}`"))
    };
    field.required_when.iter().find_map(holds)
}

/// Whether a value is, or contains, this word of `required_when`.
fn holds(value: Option<&Value>, word: &str) -> bool {
    match value {
        Some(Value::String(text)) => text == word,
        Some(Value::Array(items)) => items.iter().any(|it| holds(Some(it), word)),
        Some(Value::Bool(flag)) => (if *flag { "true" } else { "false" }) == word,
        Some(Value::Number(number)) => number.to_string() == word,
        Some(Value::Null | Value::Object(_)) | None => false,
    }
}

/// The problem of a document that grew beyond what the store takes.
fn too_large(before: Option<&Document>, after: &Document) -> Option<Problem> {
    let size = size(after);
    let introduced = size > LARGEST && before.is_none_or(|it| self::size(it) < size);
    let message =
        || format!("the record would have {size} bytes; the most is {LARGEST}, so attach long texts as files");
    introduced.then(|| Problem::of("", message()))
}

/// Bytes of a document as JSON.
fn size(document: &Document) -> usize {
    /// Counts what is written to it.
    struct Count(usize);
    impl io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut count = Count(0);
    // Counting cannot fail; were it to, the document would be refused as too large.
    serde_json::to_writer(&mut count, document).map_or(usize::MAX, |()| count.0)
}
