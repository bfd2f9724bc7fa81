//! From a file of a tool to attempts. Which tool wrote it is found by looking at it; a file that cannot be read whole is refused whole, with the place.
//!
//! - `garak`: its report as JSON Lines. `promptfoo`: its results as JSON. `pyrit`: results of attacks and exports of its memory. `inspect`: its log as JSON, or as `packed`.
//! - `table`: anybody's CSV, XLSX or JSON, also of nothing but what monitors saw. `json`: where a file breaks off, and what stands in it.
//!
//! No format says what the organisation's monitors saw; a table brings that in beside.

mod garak;
mod inspect;
mod json;
mod packed;
mod promptfoo;
mod pyrit;
mod table;

use jiff::civil::Date;
use record::Id;
use serde_json::Value;

use super::attempt::Attempt;
use super::library::Challenging;
use crate::Error;

/// What writes files of attempts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tool {
    /// NVIDIA garak.
    Garak,
    /// promptfoo.
    Promptfoo,
    /// Microsoft PyRIT.
    Pyrit,
    /// Inspect of the UK AI Security Institute.
    Inspect,
    /// Anybody, as a plain table.
    Table,
}

impl Tool {
    /// Every tool.
    pub const ALL: [Tool; 5] = [Tool::Garak, Tool::Promptfoo, Tool::Pyrit, Tool::Inspect, Tool::Table];

    /// Its name, as records write it.
    pub fn name(self) -> &'static str {
        match self {
            Tool::Garak => "garak",
            Tool::Promptfoo => "promptfoo",
            Tool::Pyrit => "pyrit",
            Tool::Inspect => "inspect",
            Tool::Table => "table",
        }
    }

    /// The tool of a name.
    ///
    /// Errors: a name that none has.
    pub fn of(name: &str) -> Result<Tool, Error> {
        let known = Tool::ALL.into_iter().find(|it| it.name() == name);
        let says = || {
            let all = Tool::ALL.map(Tool::name).join(", ");
            Error::problem("tool", format!("`{name}` is no tool whose files are read; the tools are {all}"))
        };
        known.ok_or_else(says)
    }
}

/// A file that is to be read.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The tool that somebody says wrote it.
    pub tool: Option<Tool>,
    /// Which score of an Inspect log means that an attack succeeded, such as `match=C`.
    pub success: Option<String>,
}

/// What a file holds.
#[derive(Debug, Clone)]
pub struct Found {
    /// What wrote it.
    pub tool: Tool,
    /// The version that it names.
    pub version: Option<String>,
    /// The day that it names.
    pub on: Option<Date>,
    /// Every try, in the order of the file.
    pub tries: Vec<Attempt>,
    /// Risks that it names itself, with the place.
    pub risks: Vec<(Id, String)>,
    /// Days that it names, with the place.
    pub days: Vec<(Date, String)>,
    /// What was read how, and what it does not tell.
    pub notes: Vec<String>,
}

impl Found {
    fn of(tool: Tool) -> Found {
        Found {
            tool,
            version: None,
            on: None,
            tries: Vec::new(),
            risks: Vec::new(),
            days: Vec::new(),
            notes: Vec::new(),
        }
    }
}

/// What a file is, by what stands in it.
enum Content {
    Garak(String),
    Promptfoo(Value),
    Pyrit(Vec<Value>),
    Inspect(Value),
    Rows(Vec<Value>),
    Cells,
}

impl Content {
    fn tool(&self) -> Tool {
        match self {
            Content::Garak(_) => Tool::Garak,
            Content::Promptfoo(_) => Tool::Promptfoo,
            Content::Pyrit(_) => Tool::Pyrit,
            Content::Inspect(_) => Tool::Inspect,
            Content::Rows(_) | Content::Cells => Tool::Table,
        }
    }
}

/// A sentence about the file.
fn refused(says: impl Into<String>) -> Error {
    Error::problem("file", says.into())
}

/// Reads a file.
///
/// Errors: a file that is empty, breaks off, is none of these, or is another tool's than was said; attempts that are not told whole.
pub fn read(given: &Given, by: &Challenging) -> Result<Found, Error> {
    if given.bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(refused(format!("`{}` is empty; write the file anew, and bring that in", given.name)));
    }
    let content = content(given)?;
    let tool = content.tool();
    if let Some(said) = given.tool.filter(|it| *it != tool) {
        let says = format!(
            "is a file of {}, not of {}; leave the tool out, or bring the other file in",
            tool.name(),
            said.name()
        );
        return Err(refused(format!("`{}` {says}", given.name)));
    }
    if let (Some(_), true) = (&given.success, tool != Tool::Inspect) {
        let says = format!(
            "`{}` is a file of {}, which says itself what succeeded; leave `success` out",
            given.name,
            tool.name()
        );
        return Err(Error::problem("success", says));
    }
    let found = match content {
        Content::Garak(text) => garak::read(&text)?,
        Content::Promptfoo(it) => promptfoo::read(&it, by)?,
        Content::Pyrit(rows) => pyrit::read(&rows)?,
        Content::Inspect(it) => inspect::read(&it, given.success.as_deref())?,
        Content::Rows(rows) => table::of_rows(&rows, by)?,
        Content::Cells => table::of_cells(&given.bytes, &given.name, by)?,
    };
    match found.tries.is_empty() {
        true => Err(refused(format!("`{}` holds no attempt; bring in the file of a run that ended", given.name))),
        false => Ok(found),
    }
}

/// What a file is.
fn content(given: &Given) -> Result<Content, Error> {
    let name = &given.name;
    if packed::is_one(&given.bytes, name) {
        return Ok(Content::Inspect(packed::unpacked(&given.bytes, name)?));
    }
    let bytes = given.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&given.bytes);
    let first = bytes.iter().find(|it| !it.is_ascii_whitespace());
    if !matches!(first, Some(b'{' | b'[')) {
        return Ok(Content::Cells);
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|it| refused(format!("`{name}` is no UTF-8 at byte {}; write it as UTF-8", it.valid_up_to())))?;
    if let Some(entry) = json::first_line(text) {
        if entry["entry_type"].is_string() {
            return Ok(Content::Garak(text.to_owned()));
        }
        if entry["attempt_seq"].is_number() && entry["detector"].is_string() {
            let says = "is a hit log of garak, which holds nothing but attacks that succeeded, so no share can be told; bring in its report, `….report.jsonl`";
            return Err(refused(format!("`{name}` {says}")));
        }
    }
    of_json(json::whole(text, name)?, name)
}

/// What a whole JSON value is.
fn of_json(whole: Value, name: &str) -> Result<Content, Error> {
    let is_promptfoo = whole["results"]["results"].is_array() && whole["results"]["stats"].is_object();
    if is_promptfoo {
        return Ok(Content::Promptfoo(whole));
    }
    if whole["eval"]["task"].is_string() && whole["status"].is_string() {
        return Ok(Content::Inspect(whole));
    }
    let rows = match whole {
        Value::Array(rows) => Some(rows),
        Value::Object(mut all) => {
            ["attempts", "attacks", "attack_results"].iter().find_map(|key| match all.remove(*key) {
                Some(Value::Array(rows)) => Some(rows),
                _ => None,
            })
        }
        _ => None,
    };
    let Some(rows) = rows else {
        let says = "is JSON of none of these: a report of garak, results of promptfoo, an export of PyRIT, a log of Inspect, or a list of attempts; see the guide for what each looks like";
        return Err(refused(format!("`{name}` {says}")));
    };
    let pyrit =
        |it: &Value| it["conversation_id"].is_string() && (it["role"].is_string() || it["objective"].is_string());
    Ok(match rows.first().is_some_and(pyrit) {
        true => Content::Pyrit(rows),
        false => Content::Rows(rows),
    })
}
