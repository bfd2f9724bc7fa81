//! Versions of data entered from files: by the digest of their bytes, with the step that made them and what it took in.
//!
//! The same bytes are entered once, so a pipeline may say the same again. Reading files and running programs is left to those
//! who ask. Serves ISO/IEC 42001 A.7.5.

use record::{Change, Document, Id};
use serde_json::{Value, json};
use store::{Condition, Query, Read, RecordRow, Visible};

use super::VERSION;
use super::chain::short;
use crate::{Actor, Aims, Error};

/// What was made, by which step, from what.
#[derive(Debug, Clone, Default)]
pub struct Capture {
    /// Name of what was made, such as that of a file.
    pub name: String,
    /// Its digest, such as `sha256:…`.
    pub digest: String,
    /// How many rows it has.
    pub rows: Option<u64>,
    /// Its columns, each with what its values are, where it can be read.
    pub columns: Vec<(String, String)>,
    /// What part of the work it serves.
    pub split: Option<String>,
    /// The step that made it; what came in from outside has none.
    pub step: Option<Step>,
    /// Names and digests of what the step took in.
    pub inputs: Vec<(String, String)>,
}

/// A step by which data were made.
#[derive(Debug, Clone, Default)]
pub struct Step {
    /// What was done.
    pub name: String,
    /// Program and version.
    pub tool: Option<String>,
    /// Settings.
    pub parameters: Option<String>,
}

/// The version that stands for the bytes.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Captured {
    /// Its number.
    pub id: Id,
    /// Whether it was entered now; else it was there.
    pub made: bool,
    /// The versions from which it was made.
    pub from: Vec<Id>,
}

impl Aims {
    /// Enters a version of a dataset, or finds the one that has these bytes.
    pub async fn capture(&self, actor: &Actor, dataset: &Id, what: Capture) -> Result<Captured, Error> {
        let record = self.record(actor, dataset, &crate::Moment::Now).await?;
        let from = self.inputs(actor, &what.inputs).await?;
        let (this, who, digest) = (self.clone(), actor.clone(), what.digest.clone());
        let here = self
            .0
            .store
            .read_async(move |read| {
                let who = this.with_roles(read, &who)?;
                this.with_digest(read, &who, &digest)
            })
            .await?;
        let same = |it: &&RecordRow| it.text("dataset") == Some(&dataset.to_string());
        if let Some(known) = here.iter().find(same) {
            return Ok(Captured { id: known.id.clone(), made: false, from });
        }
        let title = record.document.get("title").and_then(Value::as_str).unwrap_or_default();
        let document = self.document(dataset, title, &what, &from);
        let change = Change::Create { kind: VERSION.to_owned(), state: None, document };
        Ok(Captured { id: self.commit(actor, change, None).await?.id, made: true, from })
    }

    /// The newest versions with the bytes of these inputs, each a name and a digest.
    ///
    /// Errors: an input of which no version is recorded.
    pub async fn inputs(&self, actor: &Actor, inputs: &[(String, String)]) -> Result<Vec<Id>, Error> {
        let (this, who, inputs) = (self.clone(), actor.clone(), inputs.to_vec());
        let found = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            inputs.iter().map(|(name, digest)| this.input(read, &who, name, digest)).collect::<Result<Vec<Id>, Error>>()
        };
        self.0.store.read_async(found).await
    }

    /// The fields of a new version.
    fn document(&self, dataset: &Id, title: &str, what: &Capture, from: &[Id]) -> Document {
        let mut document = Document::new();
        let mut say = |name: &str, value: Value| document.insert(name.to_owned(), value);
        say("title", json!(format!("{title}: {}, {}", what.name, short(&what.digest))));
        say("dataset", json!(dataset));
        say("file_digest", json!(what.digest));
        say("produced_on", json!(self.clock().to_string().get(..10)));
        what.rows.into_iter().for_each(|it| drop(say("rows", json!(it))));
        if !what.columns.is_empty() {
            let row = |it: &(String, String)| json!({ "column": it.0, "type": it.1 });
            say("schema", what.columns.iter().map(row).collect());
        }
        what.split.iter().for_each(|it| drop(say("split", json!(it))));
        if !from.is_empty() {
            say("derived_from", json!(from));
        }
        if let Some(step) = &what.step {
            let taken: Vec<&str> = what.inputs.iter().map(|it| it.1.as_str()).collect();
            let mut row = json!({ "step": step.name, "digest_out": what.digest });
            let cells = [("tool", step.tool.clone()), ("parameters", step.parameters.clone())];
            cells
                .into_iter()
                .filter_map(|(name, text)| Some((name, text?)))
                .for_each(|(name, text)| row[name] = json!(text));
            if !taken.is_empty() {
                row["digest_in"] = json!(taken.join(" "));
            }
            say("steps", json!([row]));
        }
        document
    }

    /// The newest version with the bytes of an input.
    fn input(&self, read: &Read, actor: &Actor, name: &str, digest: &str) -> Result<Id, Error> {
        let found = self.with_digest(read, actor, digest)?.pop();
        let unknown = || {
            let digest = short(digest);
            Error::Missing(format!("no version has the bytes of `{name}` ({digest}); record it first, without a step"))
        };
        found.map(|it| it.id).ok_or_else(unknown)
    }

    /// Versions with this digest that somebody may see, in the order of their numbers.
    fn with_digest(&self, read: &Read, actor: &Actor, digest: &str) -> Result<Vec<RecordRow>, Error> {
        let same = Condition::is("file_digest", digest);
        let mut rows = read.list(&Query { conditions: vec![same], limit: 100, ..Query::of(VERSION, Visible::All) })?;
        let (units, configuration) = (self.units(read, actor)?, self.configuration());
        rows.retain(|it| self.may_read_heading(&units, &configuration, actor, &it.heading()));
        rows.sort_by(|one, other| one.id.cmp(&other.id));
        Ok(rows)
    }
}
