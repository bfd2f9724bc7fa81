//! The files of the demonstration, as they are written: TOML with relative days and names instead of numbers.

use std::collections::BTreeMap;
use std::path::PathBuf;

use assess::columns::Columns;
use rust_embed::RustEmbed;
use serde::Deserialize;

use super::acts::ActFile;
use crate::exit::Failure;

#[derive(RustEmbed)]
#[folder = "../../examples/demo"]
struct Embedded;

/// One file of the demonstration.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoFile {
    /// People with their accounts and roles.
    #[serde(default)]
    pub person: Vec<PersonFile>,
    /// Records, in the order in which they are entered.
    #[serde(default)]
    pub record: Vec<RecordFile>,
    /// Measurements of files that come with it.
    #[serde(default)]
    pub measure: Vec<MeasureFile>,
    /// Batches of files that come with it, sent to monitors.
    #[serde(default)]
    pub batch: Vec<BatchFile>,
    /// Acts of people after which the program enters what follows.
    #[serde(default)]
    pub act: Vec<ActFile>,
}

/// A file that is sent to a monitor on a day, for which it stands.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BatchFile {
    /// The monitor, as `@ref`.
    pub monitor: String,
    /// Who sends it.
    pub by: String,
    /// Day, counted from the day of loading.
    pub at: i64,
    /// The day for which it stands, where it is another.
    pub day: Option<i64>,
    /// The file.
    pub file: String,
}

/// A file that is measured on a day, and the record for which that is kept.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureFile {
    /// Record that it measures, as `@ref`.
    pub of: String,
    /// Who measures.
    pub by: String,
    /// Day, counted from the day of loading.
    pub at: i64,
    /// Family of measures.
    pub family: String,
    /// The file.
    pub file: String,
    /// The plan, where it is not that of the family: a shipped one or a file.
    pub plan: Option<String>,
    /// Other data by the part that they play.
    #[serde(default)]
    pub beside: BTreeMap<String, String>,
    /// Columns by the part that they play.
    #[serde(default)]
    pub columns: Columns,
}

/// Where the files are that come with an organisation.
#[derive(Debug, Clone)]
pub enum Files {
    /// Within the program.
    Embedded,
    /// In a folder.
    Folder(PathBuf),
}

impl Files {
    /// The bytes of a file.
    pub fn get(&self, name: &str) -> Result<Vec<u8>, Failure> {
        match self {
            Files::Embedded => attachment(name),
            Files::Folder(folder) => crate::assignment::read_file(&folder.join(name)),
        }
    }
}

/// A person who works there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonFile {
    /// Name by which other entries point here.
    #[serde(rename = "ref")]
    pub name_here: String,
    /// Name of the person.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Job title.
    pub job: String,
    /// Organisation unit, as `@ref`.
    pub unit: String,
    /// Line manager, as `@ref`.
    pub manager: Option<String>,
    /// Keys of the roles held.
    pub roles: Vec<String>,
    /// What the roles cover, as `@ref`; the whole organisation when absent.
    pub covers: Option<String>,
    /// Day from which the roles are held; that of loading when absent.
    pub since: Option<i64>,
    /// Days after which the roles end; never when absent.
    pub ends: Option<i64>,
    /// Whether the sign-in is shown.
    #[serde(default)]
    pub sign_in: bool,
}

/// A record and what happens to it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordFile {
    /// Name by which other entries point here.
    #[serde(rename = "ref")]
    pub name_here: String,
    /// Kind.
    pub kind: String,
    /// Who enters it; the operator when absent.
    pub by: Option<String>,
    /// Day, counted from the day of loading.
    pub at: i64,
    /// Fields.
    pub fields: toml::Table,
    /// Moves and edits, in their order.
    #[serde(default, rename = "move")]
    pub moves: Vec<Move>,
}

/// A move of a record, or an edit when it has no name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// Name of the transition.
    pub name: Option<String>,
    /// Who does it.
    pub by: String,
    /// Day, counted from the day of loading.
    pub at: i64,
    /// Fields that change with it.
    #[serde(default)]
    pub set: toml::Table,
    /// Why.
    pub why: Option<String>,
}

/// Every file of the demonstration, in order of their names.
pub fn files() -> Result<Vec<DemoFile>, Failure> {
    let mut names: Vec<_> = Embedded::iter().filter(|it| it.ends_with(".toml") && !it.contains('/')).collect();
    names.sort();
    names.iter().map(|name| embedded(name)).collect()
}

/// The bytes of a file that comes with the demonstration.
fn attachment(name: &str) -> Result<Vec<u8>, Failure> {
    let path = format!("files/{name}");
    let found = Embedded::get(&path).map(|it| it.data.into_owned());
    found.ok_or_else(|| Failure::failed(format!("the demonstration lacks its file `{path}`; build the program again")))
}

fn embedded(name: &str) -> Result<DemoFile, Failure> {
    let bytes = Embedded::get(name).map(|it| it.data.into_owned()).unwrap_or_default();
    DemoFile::parse(name, &String::from_utf8_lossy(&bytes))
}

impl DemoFile {
    /// The file with this text.
    pub fn parse(name: &str, text: &str) -> Result<DemoFile, Failure> {
        toml::from_str(text).map_err(|cause| {
            let fault = record::Fault::of_toml(name, text, &cause);
            Failure::failed(format!("the demonstration cannot be read: {fault}"))
        })
    }
}
