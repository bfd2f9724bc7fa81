//! What the face says, in the reader's language: every sentence stands in `data/messages/`, a file a language, a table a page.
//!
//! A text is said as it is, told with `{name}` filled in, or counted, with one form for each plural that the language has.
//! Names of kinds and fields come from the catalog; sentences of lower crates are said as they come.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::LazyLock;

use axum::http::{HeaderMap, header};
use serde::Deserialize;

/// A language that is shipped: its tag, its file, and which plural form a number takes.
struct Shipped {
    tag: &'static str,
    file: &'static str,
    plural: fn(u64) -> &'static str,
}

/// Every language; the first one speaks when no other is wanted.
const LANGUAGES: &[Shipped] = &[Shipped {
    tag: "en",
    file: include_str!("../../../data/messages/en.toml"),
    plural: |count| if count == 1 { "one" } else { "other" },
}];

/// A text, or its plural forms.
#[derive(Deserialize)]
#[serde(untagged)]
enum Text {
    Said(String),
    Counted(BTreeMap<String, String>),
}

/// The texts of a language by page and name.
type Pages = BTreeMap<String, BTreeMap<String, Text>>;

/// A file that cannot be read leaves its language silent; a test reads each one.
static TEXTS: LazyLock<Vec<Pages>> =
    LazyLock::new(|| LANGUAGES.iter().map(|it| toml::from_str(it.file).unwrap_or_default()).collect());

/// The language of a reader.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Language(usize);

impl Language {
    /// The language that the browser prefers among those that are shipped.
    pub fn of(headers: &HeaderMap) -> Language {
        let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|it| it.to_str().ok()).unwrap_or_default();
        let mut ranked: Vec<(f32, Language)> = wanted.split(',').filter_map(weighed).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        ranked.first().map_or_else(Language::default, |it| it.1)
    }

    /// Its tag, for the attribute `lang`.
    pub fn tag(self) -> &'static str {
        LANGUAGES.get(self.0).map_or("en", |it| it.tag)
    }

    /// The text of a key such as `list.new`; the key itself when there is none, so that a reader can report it.
    pub fn say(self, key: &'static str) -> &'static str {
        match self.text(key) {
            Some(Text::Said(text)) => text,
            _ => key,
        }
    }

    /// The text with its placeholders filled in.
    pub fn tell(self, key: &'static str, with: &[(&str, &dyn Display)]) -> String {
        filled(self.say(key), with)
    }

    /// The form of the text for a number, which stands where it says `{count}`.
    pub fn count(self, key: &'static str, count: u64) -> String {
        let form = LANGUAGES.get(self.0).map_or("other", |it| (it.plural)(count));
        match self.text(key) {
            Some(Text::Counted(forms)) => {
                let text = forms.get(form).or_else(|| forms.get("other")).map_or(key, String::as_str);
                filled(text, &[("count", &grouped(count))])
            }
            _ => key.to_owned(),
        }
    }

    /// The same with its other placeholders filled in.
    pub fn count_with(self, key: &'static str, count: u64, with: &[(&str, &dyn Display)]) -> String {
        filled(&self.count(key, count), with)
    }

    fn text(self, key: &str) -> Option<&'static Text> {
        let (page, name) = key.split_once('.')?;
        TEXTS.get(self.0)?.get(page)?.get(name)
    }
}

/// One preference of a browser, such as `de-AT;q=0.7`, where its language is shipped.
fn weighed(part: &str) -> Option<(f32, Language)> {
    let (tag, weight) = part.split_once(";q=").unwrap_or((part, "1"));
    let primary = tag.trim().split('-').next().unwrap_or_default();
    let at = LANGUAGES.iter().position(|it| it.tag.eq_ignore_ascii_case(primary))?;
    Some((weight.trim().parse().ok()?, Language(at)))
}

fn filled(text: &str, with: &[(&str, &dyn Display)]) -> String {
    with.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), &value.to_string()))
}

/// A whole number with a thin space between its thousands.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) && digits.len() > 4 {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_reads_and_has_the_same_keys() {
        let keys = |pages: &Pages| -> Vec<String> {
            pages.iter().flat_map(|(page, texts)| texts.keys().map(move |it| format!("{page}.{it}"))).collect()
        };
        let all: Vec<Vec<String>> = LANGUAGES.iter().map(|it| keys(&toml::from_str(it.file).unwrap())).collect();
        assert!(all[0].len() > 50);
        assert!(all.iter().all(|it| *it == all[0]));
    }

    #[test]
    fn the_browser_chooses_and_the_first_language_is_the_last_resort() {
        let of = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, text.parse().unwrap());
            Language::of(&headers).tag()
        };
        assert_eq!(of("en-GB,en;q=0.8"), "en");
        assert_eq!(of("xx, yy;q=nonsense"), "en");
        assert_eq!(Language::of(&HeaderMap::new()).tag(), "en");
    }

    #[test]
    fn numbers_and_names_stand_in_their_places() {
        assert_eq!(filled("{a} of {b}", &[("a", &1), ("b", &"two")]), "1 of two");
        assert_eq!(
            (grouped(999), grouped(4096), grouped(1_234_567)),
            ("999".into(), "4096".into(), "1\u{202f}234\u{202f}567".into())
        );
        assert_eq!(Language::default().count("list.records", 1), "1 record");
        assert_eq!(Language::default().say("nothing.here"), "nothing.here");
    }
}
