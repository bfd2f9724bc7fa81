//! A small catalog with one kind that has a field of every type.

use record::{Catalog, Document, Fault, Kind, Source};
use serde_json::Value;

pub const COMMON: &str = r#"
[[field]]
name = "title"
type = "text"
required = true

[[field]]
name = "owner"
type = "link"
to = "party"
inverse = "owns"
expected = true
"#;

pub const PARTY: &str = r#"
kind = "party"
label = "Party"
plural = "Parties"
prefix = "PTY"
version = 1
summary = "Somebody who acts."
area = "People"
clauses = ["ISO/IEC 42001:5.3"]
columns = ["title", "state"]

[lifecycle]
initial = "active"
final = ["left"]
[[lifecycle.transition]]
name = "leave"
from = ["active"]
to = "left"
"#;

pub const THING: &str = r#"
kind = "thing"
label = "Thing"
plural = "Things"
prefix = "THG"
version = 1
summary = "Something with a field of every type."
area = "Things"
clauses = ["ISO/IEC 42001:8.1"]
columns = ["title", "level", "owner", "state", "number", "changed"]

[[field]]
name = "note"
type = "prose"
personal = true

[[field]]
name = "size"
type = "number"
min = -1
max = 10.5
unit = "m"

[[field]]
name = "ratio"
type = "number"

[[field]]
name = "people"
type = "count"
max = 5000000

[[field]]
name = "share"
type = "percent"

[[field]]
name = "price"
type = "money"

[[field]]
name = "begun"
type = "date"

[[field]]
name = "runs"
type = "period"

[[field]]
name = "open"
type = "flag"

[[field]]
name = "level"
type = "choice"
choices = ["low", "medium", "very_high"]
help = "How much it matters."

[[field]]
name = "colours"
type = "choices"
choices = ["red", "green", "blue"]

[[field]]
name = "odds"
type = "scale"
scale = "odds"

[[field]]
name = "party"
type = "link"
to = "party"
inverse = "things"

[[field]]
name = "related"
type = "links"
to = "any"

[[field]]
name = "proof"
type = "file"

[[field]]
name = "steps"
type = "table"
[[field.column]]
name = "what"
type = "text"
required = true
[[field.column]]
name = "due"
type = "date"
[[field.column]]
name = "by"
type = "link"
to = ["party", "thing"]

[[field]]
name = "every"
type = "duration"

[[field]]
name = "page"
type = "url"

[[field]]
name = "reason"
type = "prose"
required_when = { level = ["very_high"], open = ["true"], colours = ["blue"] }

[[field]]
name = "score"
type = "count"
computed = "thing.score"

[[field]]
name = "late"
type = "flag"
derived = "thing.late"

[lifecycle]
initial = "draft"
final = ["closed"]
[[lifecycle.transition]]
name = "submit"
from = ["draft"]
to = "in_review"
needs = ["note", "level"]
[[lifecycle.transition]]
name = "approve"
from = ["in_review"]
to = "approved"
[[lifecycle.transition]]
name = "close"
from = ["approved", "in_review"]
to = "closed"
reason = true
"#;

pub const ODDS: &str = r#"
scale = "odds"
label = "Odds"
version = 1
summary = "How often."
[[level]]
label = "Rare"
meaning = "Once in ten years."
[[level]]
label = "Often"
meaning = "Each month."
"#;

pub const GRID: &str = r#"
matrix = "grid"
rows = "odds"
columns = "odds"
version = 1
cells = [["low", "medium"], ["medium", "very_high"]]
"#;

/// The files of the small catalog.
pub fn base() -> Vec<Source> {
    vec![
        Source::new("kinds/_common.toml", COMMON),
        Source::new("kinds/party.toml", PARTY),
        Source::new("kinds/thing.toml", THING),
        Source::new("scales/odds.toml", ODDS),
        Source::new("scales/grid.toml", GRID),
        Source::new("policies/ignored.cedar", "no TOML at all ["),
    ]
}

/// The small catalog.
pub fn catalog() -> Catalog {
    with(&[])
}

/// The small catalog with an overlay.
pub fn with(overlay: &[(&str, &str)]) -> Catalog {
    Catalog::load(&base(), &sources(overlay)).unwrap_or_else(|faults| panic!("{}", lines(&faults)))
}

/// The faults of the small catalog after one replacement in one of its files.
pub fn faults_after(path: &str, from: &str, to: &str) -> String {
    let mut base = base();
    let source = base.iter_mut().find(|it| it.path == path).unwrap();
    assert!(source.text.contains(from), "`{from}` does not stand in {path}");
    source.text = source.text.replacen(from, to, 1);
    lines(&Catalog::load(&base, &[]).err().unwrap_or_default())
}

/// The faults of an overlay over the small catalog.
pub fn overlay_faults(path: &str, text: &str) -> String {
    lines(&Catalog::load(&base(), &sources(&[(path, text)])).err().unwrap_or_default())
}

fn sources(files: &[(&str, &str)]) -> Vec<Source> {
    files.iter().map(|(path, text)| Source::new(*path, *text)).collect()
}

fn lines(faults: &[Fault]) -> String {
    faults.iter().map(|it| it.to_string()).collect::<Vec<_>>().join("\n")
}

/// The kind with a field of every type.
pub fn thing(catalog: &Catalog) -> &Kind {
    catalog.kind("thing").unwrap()
}

/// A document from JSON.
pub fn document(value: Value) -> Document {
    value.as_object().cloned().unwrap()
}
