//! Files of libraries: TOML or JSON, a framework or a crosswalk.

use std::path::Path;

use library::{Crosswalk, Framework, Shelf};
use serde_json::Value;

use crate::exit::Failure;

/// What a file holds.
pub(super) enum Held {
    Framework(Box<Framework>),
    Crosswalk(Box<Crosswalk>),
}

impl Held {
    /// Where it lies in a configuration: in the place of what it takes the place of, if that is there.
    pub fn place(&self, shelf: &Shelf) -> String {
        let (frameworks, crosswalks) = shelf.paths();
        let known = match self {
            Held::Framework(it) => {
                let at = shelf.frameworks().iter().position(|of| of.urn == it.urn || of.prefix == it.prefix);
                at.and_then(|at| frameworks.get(at))
            }
            Held::Crosswalk(it) => {
                let at = shelf.crosswalks().iter().position(|of| of.urn == it.urn);
                at.and_then(|at| crosswalks.get(at))
            }
        };
        known.filter(|it| !it.is_empty()).cloned().unwrap_or_else(|| match self {
            Held::Framework(it) => format!("frameworks/{}.toml", it.name()),
            Held::Crosswalk(it) => format!("crosswalks/{}.toml", slug(&it.urn)),
        })
    }

    /// It as a file in TOML.
    pub fn text(&self) -> Result<String, Failure> {
        let text = match self {
            Held::Framework(it) => toml::to_string_pretty(it),
            Held::Crosswalk(it) => toml::to_string_pretty(it),
        };
        text.map_err(|it| Failure::input(format!("it cannot be written as TOML: {it}")))
    }
}

fn slug(urn: &str) -> String {
    let plain = urn.to_lowercase().replace(|it: char| !it.is_ascii_alphanumeric(), "-");
    plain.trim_start_matches("urn-").trim_matches('-').to_owned()
}

/// Reads a file: JSON where it ends so, else TOML; with relations it is a crosswalk.
pub(super) fn read(path: &Path) -> Result<Held, Failure> {
    let bytes = crate::assignment::read_file(path)?;
    let shown = path.display();
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::input(format!("`{shown}` is not text in UTF-8; save it as UTF-8 and repeat")))?;
    let json = path.extension().is_some_and(|it| it.eq_ignore_ascii_case("json"));
    let wrong = |it: String| Failure::input(format!("`{shown}` is no library: {}", it.trim_end()));
    match json {
        true => {
            let value: Value = serde_json::from_str(&text).map_err(|it| wrong(it.to_string()))?;
            match value.get("map").is_some() {
                true => serde_json::from_value(value).map(Held::Crosswalk).map_err(|it| wrong(it.to_string())),
                false => serde_json::from_value(value).map(Held::Framework).map_err(|it| wrong(it.to_string())),
            }
        }
        false => {
            let table: toml::Table = toml::from_str(&text).map_err(|it| wrong(it.to_string()))?;
            match table.contains_key("map") {
                true => toml::from_str(&text).map(Held::Crosswalk).map_err(|it| wrong(it.to_string())),
                false => toml::from_str(&text).map(Held::Framework).map_err(|it| wrong(it.to_string())),
            }
        }
    }
}
