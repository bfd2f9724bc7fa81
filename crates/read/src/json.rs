//! JSON Lines: one object a line; objects within become columns named with a point, lists their own JSON text, and whole
//! numbers that would be rounded words.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};

use arrow_array::ArrayRef;
use serde_json::Value;

use crate::error::Error;
use crate::format::{Packing, unpacked};
use crate::object::Told;
use crate::place::Place;
use crate::scan::ROWS;
use crate::text::build::Build;
use crate::text::cell::{self, Spellings};
use crate::text::look::{Look, Reading};

/// Looks at every value; the number of rows.
pub(crate) fn look(place: &Place, packing: Packing, looks: &mut BTreeMap<String, Look>) -> Result<u64, Error> {
    let mut rows = 0;
    each(place, packing, |line, row| {
        rows += 1;
        flatten("", row, &mut |name, value| {
            let look = match looks.get_mut(name) {
                Some(look) => look,
                None => looks.entry(name.to_owned()).or_default(),
            };
            match value {
                Value::Null => {}
                Value::String(text) if !is_long(text) => look.note(cell::spellings(text) & cell::TIMES, text, line),
                Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                    let text = text(value).unwrap_or_default();
                    look.note(cell::spellings(&text) & PLAIN, &text, line);
                }
                list => look.note(0, &list.to_string(), line),
            }
        });
        Ok(())
    })?;
    Ok(rows)
}

/// Reads the columns at `wanted` of `names`, in pieces of at most `ROWS` rows.
pub(crate) fn columns(
    place: &Place,
    packing: Packing,
    names: &[&str],
    readings: &[Reading],
    wanted: &[usize],
    mut piece: impl FnMut(Vec<ArrayRef>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut builds: Vec<Build> = wanted.iter().map(|&at| Build::new(&readings[at])).collect();
    let slot: BTreeMap<&str, usize> = wanted.iter().enumerate().map(|(slot, &at)| (names[at], slot)).collect();
    let mut rows = 0;
    each(place, packing, |_, row| {
        let mut texts: Vec<Option<String>> = vec![None; builds.len()];
        flatten("", row, &mut |name, value| {
            if let Some(&slot) = slot.get(name) {
                texts[slot] = text(value);
            }
        });
        for (build, text) in builds.iter_mut().zip(&texts) {
            if !build.push(text.as_deref()) {
                return Err(Error::Changed(place.name.clone()));
            }
        }
        rows += 1;
        match rows % ROWS {
            0 => piece(builds.iter_mut().map(Build::finish).collect()),
            _ => Ok(()),
        }
    })?;
    match rows % ROWS {
        0 => Ok(()),
        _ => piece(builds.iter_mut().map(Build::finish).collect()),
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// Every leaf of an object, under its path.
fn flatten(prefix: &str, row: &serde_json::Map<String, Value>, take: &mut impl FnMut(&str, &Value)) {
    for (key, value) in row {
        let path = match prefix {
            "" => key.clone(),
            prefix => format!("{prefix}.{key}"),
        };
        match value {
            Value::Object(within) => flatten(&path, within, take),
            leaf => take(&path, leaf),
        }
    }
}

fn each(
    place: &Place,
    packing: Packing,
    mut take: impl FnMut(u64, &serde_json::Map<String, Value>) -> Result<(), Error>,
) -> Result<(), Error> {
    let file = File::open(&place.path).map_err(|it| Error::io(&place.name, &it))?;
    let bytes = unpacked(file, packing).map_err(|it| Error::io(&place.name, &it))?;
    let (mut lines, mut line, mut number) = (BufReader::new(bytes), String::new(), 0);
    loop {
        line.clear();
        number += 1;
        let wrong = |why: String| Error::Row { place: place.name.clone(), line: number, why };
        if lines.read_line(&mut line).map_err(|it| not_text(place, number, &it))? == 0 {
            return Ok(());
        }
        let text = line.trim().trim_start_matches('\u{FEFF}');
        match serde_json::from_str(&exact(text)) {
            _ if text.is_empty() => {}
            Ok(Told(Value::Object(row))) => take(number, &row)?,
            Ok(_) => return Err(wrong("one JSON object stands on each line, and this is none".to_owned())),
            Err(error) if error.is_eof() => {
                return Err(wrong("the object is not complete, so the line was cut short".to_owned()));
            }
            // a column of its place is no part of what a person reads
            Err(error) if error.is_data() => {
                let why = error.to_string();
                return Err(wrong(why.split(" at line ").next().unwrap_or_default().to_owned()));
            }
            Err(error) => return Err(wrong(format!("not JSON at character {}", error.column()))),
        }
    }
}

/// How JSON spells flags and numbers.
const PLAIN: Spellings = cell::FLAG | cell::INTEGER | cell::POINT | cell::LONG;

/// The most digits of a whole number that is read as it stands; a longer one would be rounded.
const DIGITS: usize = 19;

/// The line with quotation marks around whole numbers of more digits, so that they stay words.
fn exact(line: &str) -> Cow<'_, str> {
    let (bytes, mut quoted, mut copied, mut at) = (line.as_bytes(), String::new(), 0, 0);
    while at < bytes.len() {
        let from = at;
        match bytes[at] {
            b'"' => at = after_text(bytes, at + 1),
            b'-' | b'0'..=b'9' => {
                let is_number = |it: &u8| it.is_ascii_digit() || b"+-.eE".contains(it);
                at += bytes[at..].iter().take_while(|it| is_number(it)).count();
                if is_long(&line[from..at]) {
                    quoted.extend([&line[copied..from], "\"", &line[from..at], "\""]);
                    copied = at;
                }
            }
            _ => at += 1,
        }
    }
    match copied {
        0 => Cow::Borrowed(line),
        _ => Cow::Owned(quoted + &line[copied..]),
    }
}

/// Whether it is a whole number of more digits.
fn is_long(number: &str) -> bool {
    let digits = number.trim_start_matches('-');
    digits.len() > DIGITS && digits.bytes().all(|it| it.is_ascii_digit())
}

/// The place behind the quotation mark that ends a text.
fn after_text(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() {
        match bytes[at] {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    at
}

fn not_text(place: &Place, line: u64, error: &std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::InvalidData => {
            Error::Row { place: place.name.clone(), line, why: "not UTF-8, which JSON Lines are".to_owned() }
        }
        _ => Error::io(&place.name, error),
    }
}
