//! The query of an address: names and values, each name known and given once.

use std::str::FromStr;

use crate::failure::Failure;

/// The address of the list of a kind with a filter; of the whole list where it is blank.
pub(crate) fn list(kind: &str, filter: &str) -> String {
    let encoded: String = url::form_urlencoded::byte_serialize(filter.as_bytes()).collect();
    if filter.is_empty() { format!("/{kind}") } else { format!("/{kind}?filter={encoded}") }
}

/// The query of an address.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads what stands after the question mark.
    pub fn read(text: Option<&str>) -> Query {
        let pairs = url::form_urlencoded::parse(text.unwrap_or_default().as_bytes());
        Query(pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    /// Refuses names that are not among `known`, and names given twice.
    pub fn only(&self, known: &[&str]) -> Result<(), Failure> {
        let list = || match known.is_empty() {
            true => "this address takes none".to_owned(),
            false => format!("this address knows {}", known.join(", ")),
        };
        for (index, (name, _)) in self.0.iter().enumerate() {
            if !known.contains(&name.as_str()) {
                return Err(Failure::input(format!("`{name}` is not a known query parameter; {}", list())));
            }
            if self.0[..index].iter().any(|(before, _)| before == name) {
                return Err(Failure::input(format!("query parameter `{name}` is given twice; give it once")));
            }
        }
        Ok(())
    }

    /// The value of a name; an empty one counts as not given.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(it, value)| it == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// The values of a name, between commas.
    pub fn list(&self, name: &str) -> Vec<String> {
        let text = self.get(name).unwrap_or_default();
        text.split(',').map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect()
    }

    /// A value read as `T`, or a sentence that says what `name` takes.
    pub fn parse<T: FromStr>(&self, name: &str, takes: &str) -> Result<Option<T>, Failure> {
        let Some(text) = self.get(name) else { return Ok(None) };
        let wrong = |_| Failure::input(format!("`{name}={text}` cannot be read; it takes {takes}"));
        text.parse().map(Some).map_err(wrong)
    }

    /// A whole number in a range.
    pub fn count(&self, name: &str, from: u64, to: u64) -> Result<Option<u64>, Failure> {
        let takes = format!("a whole number from {from} to {to}");
        match self.parse::<u64>(name, &takes)? {
            Some(number) if !(from..=to).contains(&number) => {
                Err(Failure::input(format!("`{name}={number}` is out of range; it takes {takes}")))
            }
            other => Ok(other),
        }
    }

    /// Yes or no; no when not given.
    pub fn flag(&self, name: &str) -> Result<bool, Failure> {
        match self.get(name) {
            None | Some("false" | "no" | "0") => Ok(false),
            Some("true" | "yes" | "1" | "on") => Ok(true),
            Some(other) => Err(Failure::input(format!("`{name}={other}` cannot be read; it takes true or false"))),
        }
    }

    /// The same query with one name set, or taken away when `value` is empty, as it stands in an address.
    pub fn with(&self, name: &str, value: &str) -> String {
        let kept = self.0.iter().filter(|(it, text)| it != name && !text.is_empty());
        let mut out = url::form_urlencoded::Serializer::new(String::new());
        out.extend_pairs(kept.map(|(it, text)| (it.as_str(), text.as_str())));
        if !value.is_empty() {
            out.append_pair(name, value);
        }
        out.finish()
    }
}
