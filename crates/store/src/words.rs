//! Words, so that both databases and a past moment find the same records: lower case, without accents, cut at
//! everything that is neither letter nor digit.

use serde_json::Value;

use crate::{Derived, RecordRow, Scalar, Term};

/// Characters of a term's text.
const TERM: usize = 200;
/// Characters of one word; what is longer is cut.
const WORD: usize = 60;
/// Words of one record that are searched.
const WORDS: usize = 20_000;

/// The text by which terms are compared: lower case, at most 200 characters.
pub(crate) fn term_text(text: &str) -> String {
    text.trim().chars().flat_map(char::to_lowercase).take(TERM).collect()
}

/// The words of a text, in their order.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut word = String::new();
    let mut length = 0;
    for letter in text.chars().flat_map(char::to_lowercase).chain([' ']) {
        if ('\u{300}'..='\u{36f}').contains(&letter) {
            continue;
        }
        if letter.is_alphanumeric() {
            if length < WORD {
                plain_letter(letter, &mut word);
            }
            length += 1;
        } else if !word.is_empty() {
            found.push(std::mem::take(&mut word));
            length = 0;
            if found.len() == WORDS {
                break;
            }
        }
    }
    found
}

/// Appends a lower-case letter of the Latin script without its accent, any other as it is.
fn plain_letter(letter: char, out: &mut String) {
    let plain = match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' => "a",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        _ => return out.push(letter),
    };
    out.push_str(plain);
}

/// What PostgreSQL stores for a search: every word with its places, those of the title weighing more.
pub(crate) fn weighted(title: &[String], body: &[String]) -> String {
    let mut places: std::collections::BTreeMap<&str, Vec<String>> = std::collections::BTreeMap::new();
    let all = title.iter().map(|it| (it, "A")).chain(body.iter().map(|it| (it, "")));
    for (index, (word, weight)) in all.enumerate() {
        let held = places.entry(word).or_default();
        if held.len() < 200 {
            held.push(format!("{}{weight}", (index + 1).min(16_383)));
        }
    }
    places.iter().map(|(word, held)| format!("'{word}':{}", held.join(","))).collect::<Vec<_>>().join(" ")
}

/// The words of title and body under which search keeps a record: its number and title, and what was derived.
pub(crate) fn searched(record: &RecordRow, derived: &Derived) -> (Vec<String>, Vec<String>) {
    let mut title = words(&record.id.to_string());
    title.extend(words(&record.title));
    (title, words(&derived.search))
}

impl Term {
    /// The terms of one JSON value of a field: one for a single value, one for each of a list, none for other shapes.
    pub fn of(field: &str, value: &Value) -> Vec<Term> {
        let one = |text: String, number| vec![Term { field: field.to_owned(), text: term_text(&text), number }];
        match value {
            Value::String(text) if text.trim().is_empty() => Vec::new(),
            Value::String(text) => one(text.clone(), None),
            Value::Number(number) => one(number.to_string(), number.as_f64()),
            Value::Bool(flag) => one(flag.to_string(), None),
            Value::Array(items) => {
                items.iter().filter(|it| !it.is_object()).flat_map(|it| Term::of(field, it)).collect()
            }
            Value::Object(parts) => {
                let part = |name: &str| parts.get(name).and_then(Value::as_str);
                match (part("amount"), part("from"), part("name")) {
                    (Some(amount), _, _) => one(amount.to_owned(), amount.parse().ok()),
                    (_, Some(from), _) => one(from.to_owned(), None),
                    (_, _, Some(name)) => one(name.to_owned(), None),
                    _ => Vec::new(),
                }
            }
            Value::Null => Vec::new(),
        }
    }
}

impl Derived {
    /// What can be derived without knowing the kind: every value as a term, every text searched, no links.
    pub fn plain(record: &RecordRow) -> Derived {
        let terms = record.document.iter().flat_map(|(field, value)| Term::of(field, value)).collect();
        let mut search = String::new();
        record.document.values().for_each(|it| texts(it, &mut search));
        Derived { links: Vec::new(), terms, search }
    }
}

/// Every text within a value, a line each.
fn texts(value: &Value, out: &mut String) {
    match value {
        Value::String(text) => {
            out.push_str(text);
            out.push('\n');
        }
        Value::Array(items) => items.iter().for_each(|it| texts(it, out)),
        Value::Object(parts) => parts.values().for_each(|it| texts(it, out)),
        _ => {}
    }
}

impl From<&str> for Scalar {
    fn from(text: &str) -> Scalar {
        Scalar::Text(text.to_owned())
    }
}

impl From<f64> for Scalar {
    fn from(number: f64) -> Scalar {
        Scalar::Number(number)
    }
}
