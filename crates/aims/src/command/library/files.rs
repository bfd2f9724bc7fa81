//! Files of libraries: a framework or a crosswalk in TOML or JSON, or a catalog or mapping collection of OSCAL.

use std::path::Path;

use clap::Args;
use library::oscal::{self, Given};
use library::{Crosswalk, Framework, Shelf};
use serde_json::Value;
use toml::Table;

use crate::exit::Failure;

/// What a catalog of OSCAL may leave unsaid.
#[derive(Debug, Default, Args)]
pub(super) struct Unsaid {
    /// How references of an OSCAL catalog begin, such as `NIST SP 800-53`, where it does not say so itself
    #[arg(long, value_name = "TEXT")]
    prefix: Option<String>,
    /// The state or union in which it is law, such as `EU`; repeat for several, leave out for a standard
    #[arg(long = "jurisdiction", value_name = "CODE")]
    jurisdictions: Vec<String>,
}

impl Unsaid {
    /// What was said of it.
    pub fn given(&self) -> Given {
        Given { prefix: self.prefix.clone(), jurisdictions: self.jurisdictions.clone() }
    }
}

/// A file of a library.
pub(super) struct Held {
    /// What it holds.
    pub what: What,
    /// It as it was written, where that was in TOML.
    text: Option<String>,
}

/// What a file holds.
pub(super) enum What {
    Framework(Box<Framework>),
    Crosswalk(Box<Crosswalk>),
    /// Something with mistakes in its form, and where it would lie.
    Unread(String),
}

impl Held {
    fn framework(it: Framework) -> Held {
        Held { what: What::Framework(Box::new(it)), text: None }
    }

    fn crosswalk(it: Crosswalk) -> Held {
        Held { what: What::Crosswalk(Box::new(it)), text: None }
    }

    /// Where it lies in a configuration: in the place of what it takes the place of, if that is there.
    pub fn place(&self, shelf: &Shelf) -> String {
        let (frameworks, crosswalks) = shelf.paths();
        let known = match &self.what {
            What::Unread(place) => return place.clone(),
            What::Framework(it) => {
                let at = shelf.frameworks().iter().position(|of| of.urn == it.urn || of.prefix == it.prefix);
                at.and_then(|at| frameworks.get(at))
            }
            What::Crosswalk(it) => {
                let at = shelf.crosswalks().iter().position(|of| of.urn == it.urn);
                at.and_then(|at| crosswalks.get(at))
            }
        };
        known.filter(|it| !it.is_empty()).cloned().unwrap_or_else(|| match &self.what {
            What::Framework(it) => format!("frameworks/{}.toml", it.name()),
            What::Crosswalk(it) => format!("crosswalks/{}.toml", slug(&it.urn)),
            What::Unread(place) => place.clone(),
        })
    }

    /// It as a file in TOML.
    pub fn text(&self) -> Result<String, Failure> {
        let text = match (&self.text, &self.what) {
            (Some(text), _) => return Ok(text.clone()),
            (None, What::Framework(it)) => toml::to_string_pretty(it),
            (None, What::Crosswalk(it)) => toml::to_string_pretty(it),
            (None, What::Unread(_)) => return Ok(String::new()),
        };
        text.map_err(|it| Failure::input(format!("it cannot be written as TOML: {it}")))
    }
}

fn slug(urn: &str) -> String {
    let plain = urn.to_lowercase().replace(|it: char| !it.is_ascii_alphanumeric(), "-");
    plain.trim_start_matches("urn-").trim_matches('-').to_owned()
}

/// Reads a file: JSON where it ends so, ours or of OSCAL, else TOML; with relations it is a crosswalk.
pub(super) fn read(path: &Path, shelf: &Shelf, given: &Given) -> Result<Held, Failure> {
    let bytes = crate::assignment::read_file(path)?;
    let shown = path.display();
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::input(format!("`{shown}` is not text in UTF-8; save it as UTF-8 and repeat")))?;
    let json = path.extension().is_some_and(|it| it.eq_ignore_ascii_case("json"));
    let wrong = |it: String| Failure::input(format!("`{shown}` is no library: {}", it.trim_end()));
    match json {
        true => {
            let value: Value = serde_json::from_str(&text).map_err(|it| wrong(it.to_string()))?;
            of_json(value, shelf, given).map_err(wrong)
        }
        false => of_toml(path, text).map_err(wrong),
    }
}

fn of_json(value: Value, shelf: &Shelf, given: &Given) -> Result<Held, String> {
    let said = |it: serde_json::Error| it.to_string();
    let has = |key: &str| value.get(key).is_some();
    match () {
        () if has("catalog") => oscal::framework(&value, given).map(Held::framework).map_err(|it| it.to_string()),
        () if has("mapping-collection") => {
            oscal::crosswalk(&value, shelf).map(Held::crosswalk).map_err(|it| it.to_string())
        }
        () if has("map") => serde_json::from_value(value).map(Held::crosswalk).map_err(said),
        () => serde_json::from_value(value).map(Held::framework).map_err(said),
    }
}

/// A file in TOML as it stands. Where it cannot be read, it keeps its name, so that every mistake can be told at its line.
fn of_toml(path: &Path, text: String) -> Result<Held, String> {
    let table: Table = toml::from_str(&text).map_err(|it| it.to_string())?;
    let stem = path.file_stem().map(|it| slug(&it.to_string_lossy())).unwrap_or_default();
    let what = match table.contains_key("map") {
        true => toml::from_str(&text).map_or_else(|_| What::Unread(format!("crosswalks/{stem}.toml")), What::Crosswalk),
        false => {
            toml::from_str(&text).map_or_else(|_| What::Unread(format!("frameworks/{stem}.toml")), What::Framework)
        }
    };
    Ok(Held { what, text: Some(text) })
}
