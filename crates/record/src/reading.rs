//! From configuration files to a draft of the catalog, with the memory of which file said what.
//!
//! Nothing is judged here beyond what a single file shows; `soundness` looks at the whole.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::{Fault, Field, Kind, Matrix, Scale, Source};

/// A value and the files from which it was made, the last one being the latest.
pub(crate) struct Made<T> {
    pub value: T,
    pub from: Vec<Source>,
}

/// A catalog in the making.
#[derive(Default)]
pub(crate) struct Draft {
    pub kinds: BTreeMap<String, Made<Kind>>,
    pub scales: BTreeMap<String, Made<Scale>>,
    pub matrices: BTreeMap<String, Made<Matrix>>,
    /// Names of the fields that every kind has.
    pub common: BTreeSet<String>,
    /// Those fields, for kinds that come later.
    pub shared: Vec<Field>,
    /// Names of files that could not be read, without their ending: what they would define is not reported as missing.
    pub unread: BTreeSet<String>,
    pub faults: Vec<Fault>,
}

/// `kinds/_common.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Common {
    #[serde(rename = "field", default)]
    pub fields: Vec<Field>,
}

/// What a path below the configuration's folder holds.
pub(crate) enum Shelf {
    Common,
    Kind,
    Scale,
}

/// What `path` holds, or nothing when it is no file of ours.
pub(crate) fn shelf(path: &str) -> Option<Shelf> {
    let (folder, file) = path.rsplit_once('/')?;
    let name = file.strip_suffix(".toml")?;
    match folder {
        "kinds" if name == "_common" => Some(Shelf::Common),
        "kinds" => Some(Shelf::Kind),
        "scales" => Some(Shelf::Scale),
        _ => None,
    }
}

/// The name of a file without folder and ending.
pub(crate) fn stem(path: &str) -> &str {
    let file = path.rsplit_once('/').map_or(path, |(_, file)| file);
    file.strip_suffix(".toml").unwrap_or(file)
}

impl Draft {
    /// Reads the files of one folder; each kind gets the common fields after its own.
    pub fn read(sources: &[Source]) -> Draft {
        let mut draft = Draft::default();
        for source in sources {
            match shelf(&source.path) {
                Some(Shelf::Kind) => draft.read_kind(source),
                Some(Shelf::Scale) => draft.read_scale(source),
                Some(Shelf::Common) | None => {}
            }
        }
        for source in sources.iter().filter(|it| matches!(shelf(&it.path), Some(Shelf::Common))) {
            if let Some(common) = draft.parse::<Common>(source) {
                draft.give_to_all(source, common.fields);
            }
        }
        draft
    }

    /// Parses a whole file, or notes the fault and that the file is unread.
    pub fn parse<T: DeserializeOwned>(&mut self, source: &Source) -> Option<T> {
        match toml::from_str(&source.text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.faults.push(Fault::of_toml(&source.path, &source.text, &error));
                self.unread.insert(stem(&source.path).to_owned());
                None
            }
        }
    }

    fn read_kind(&mut self, source: &Source) {
        let Some(kind) = self.parse::<Kind>(source) else { return };
        self.add_kind(source, kind);
    }

    /// Adds a whole new kind; its file carries its name.
    pub fn add_kind(&mut self, source: &Source, kind: Kind) {
        let name = kind.kind.clone();
        if name != stem(&source.path) {
            let message = format!("the file of kind `{name}` is named `{name}.toml`; rename the file or the kind");
            self.faults.push(Fault::about(&source.path, &source.text, &name, message));
        }
        if let Some(other) = self.kinds.get(&name) {
            let file = other.from.first().map(|it| it.path.clone()).unwrap_or_default();
            let message = format!("kind `{name}` is also defined in `{file}`; give one of them another name");
            return self.faults.push(Fault::about(&source.path, &source.text, &name, message));
        }
        self.kinds.insert(name, Made { value: kind, from: vec![source.clone()] });
    }

    /// Appends fields to each kind that does not declare them itself.
    pub fn give_to_all(&mut self, source: &Source, fields: Vec<Field>) {
        self.common.extend(fields.iter().map(|it| it.name.clone()));
        self.shared.extend(fields.iter().cloned());
        for made in self.kinds.values_mut() {
            for field in &fields {
                match made.value.field(&field.name) {
                    Some(own) if own.ty.name() != field.ty.name() => {
                        let (name, ty, common) = (&own.name, own.ty.name(), field.ty.name());
                        let message = format!("field `{name}` is a {common} in every kind and cannot be a {ty} here");
                        self.faults.push(place(&made.from, Some(name), name, message));
                    }
                    None if made.value.takes(field) => made.value.fields.push(field.clone()),
                    Some(_) | None => {}
                }
            }
            made.from.push(source.clone());
        }
    }

    fn read_scale(&mut self, source: &Source) {
        match self.parse_scale(source) {
            Some(Measure::Scale(scale)) => {
                let made = Made { value: scale, from: vec![source.clone()] };
                let name = made.value.scale.clone();
                if self.scales.insert(name.clone(), made).is_some() {
                    let message = format!("scale `{name}` is defined twice; give one of them another name");
                    self.faults.push(Fault::about(&source.path, &source.text, &name, message));
                }
            }
            Some(Measure::Matrix(matrix)) => {
                let made = Made { value: matrix, from: vec![source.clone()] };
                let name = made.value.matrix.clone();
                if self.matrices.insert(name.clone(), made).is_some() {
                    let message = format!("matrix `{name}` is defined twice; give one of them another name");
                    self.faults.push(Fault::about(&source.path, &source.text, &name, message));
                }
            }
            None => {}
        }
    }

    /// Parses a file below `scales/`, which says by its first key what it is.
    pub fn parse_scale(&mut self, source: &Source) -> Option<Measure> {
        let table = self.parse::<toml::Table>(source)?;
        if table.contains_key("scale") {
            self.parse(source).map(Measure::Scale)
        } else if table.contains_key("matrix") {
            self.parse(source).map(Measure::Matrix)
        } else {
            let message = "neither `scale` nor `matrix` is given; begin the file with `scale = \"name\"`";
            self.faults.push(Fault::of_file(&source.path, message));
            self.unread.insert(stem(&source.path).to_owned());
            None
        }
    }
}

/// What a file below `scales/` defines.
pub(crate) enum Measure {
    Scale(Scale),
    Matrix(Matrix),
}

/// A fault about `name` in the block of the field or transition `block`, or anywhere when no block is given.
///
/// The latest of the files that speak of it is blamed.
pub(crate) fn place(from: &[Source], block: Option<&str>, name: &str, message: impl Into<String>) -> Fault {
    let message = message.into();
    let found = from.iter().rev().find_map(|source| Some((source, line_of(&source.text, block, name)?)));
    match (found, from.first()) {
        (Some((source, (line, column))), _) => Fault { file: source.path.clone(), line, column, message },
        (None, Some(source)) => Fault::of_file(&source.path, message),
        (None, None) => Fault::of_file("", message),
    }
}

/// Line and column of `name` in quotes, after the line that opens `block` and before the next block.
fn line_of(text: &str, block: Option<&str>, name: &str) -> Option<(usize, usize)> {
    let quoted = format!("\"{name}\"");
    let mut lines = text.lines().enumerate();
    let Some(block) = block else {
        return lines.find_map(|(index, line)| Some((index + 1, line.find(&quoted)? + 1)));
    };
    let opening = format!("\"{block}\"");
    let opens = |line: &str| {
        let key = line.split('=').next().unwrap_or_default().trim();
        ["name", "field", "transition"].contains(&key) && line.contains(&opening)
    };
    let (index, line) = lines.find(|(_, line)| opens(line))?;
    let start = (index + 1, line.find(&opening)? + 1);
    if block == name {
        return Some(start);
    }
    let inside = lines.take_while(|(_, line)| !line.starts_with("[[") || line.contains(".column]]"));
    Some(inside.filter_map(|(index, line)| Some((index + 1, line.find(&quoted)? + 1))).next().unwrap_or(start))
}
