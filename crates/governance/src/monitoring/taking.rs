//! A batch goes in: the baseline of its day and the plan are fetched, it is measured, and its measurement is entered together with the
//! alert that follows from it, or nothing is.
//!
//! The command, the page and the interface for programs all come here. The same bytes are entered once. Whether this person may
//! send a batch, and whether the monitor takes one, is asked of the policies before anything is measured and again when it is
//! entered. Serves ISO/IEC 42001 9.1 and A.6.2.6.

use std::path::{Path, PathBuf};

use assess::asked::Most;
use assess::batch::{self as assessed, Measured};
use assess::plan::Plan;
use jiff::civil::Date;
use record::{Change, Document, Id};
use serde_json::{Value, json};
use store::{Read, RecordRow, Write};

use super::batches::{Batch, batches};
use super::settings::Settings;
use super::standing::standing;
use super::{BATCH, KIND};
use crate::aims::Admission;
use crate::due::blocking;
use crate::evidence::StoredFile;
use crate::{Actor, Aims, Error};

/// The cause that names a batch with fewer rows than its monitor expects.
pub(super) const THIN: &str = "thin";

/// A batch as it is sent.
#[derive(Debug, Clone)]
pub struct Sent {
    /// Its files.
    pub files: Vec<PathBuf>,
    /// The day for which it stands; today without it.
    pub day: Option<Date>,
    /// The most that is measured; without it, any number of rows.
    pub most: Option<Most>,
    /// Threads that work; all cores without it.
    pub threads: Option<usize>,
}

/// What came of a batch.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Taken {
    /// The measurement.
    pub id: Id,
    /// Whether it was entered now; else these bytes were there.
    pub made: bool,
    /// The verdict of the measurement.
    pub verdict: String,
    /// How the monitor stands now.
    pub standing: String,
    /// What that follows from.
    pub why: String,
    /// The alert that was raised by it.
    pub raised: Option<Id>,
}

/// A monitor and what is known before a batch is measured.
struct Before {
    monitor: RecordRow,
    settings: Settings,
    batches: Vec<Batch>,
    plan_of_record: Option<StoredFile>,
    /// The summary that a measurement carries as the baseline.
    carried: Option<StoredFile>,
}

impl Before {
    /// Whoever sends it: a monitor that is not active expects no batch.
    fn takes_batches(&self) -> Result<(), Error> {
        match self.settings.state.as_str() {
            "active" => Ok(()),
            state => Err(Error::problem(
                "",
                format!(
                    "the monitor is {state}, and only an active one takes batches; activate it or let it go on first"
                ),
            )),
        }
    }
}

impl Aims {
    /// Measures a batch of a monitor and enters it.
    ///
    /// Errors: a monitor that takes no batch, a day that is older than the newest batch or lies ahead, files that cannot be
    /// measured or have no column of the baseline.
    pub async fn take_batch(&self, actor: &Actor, id: &Id, sent: Sent) -> Result<Taken, Error> {
        let before = self.before(actor, id).await?;
        let files: Vec<String> = sent.files.iter().map(|it| it.display().to_string()).collect();
        let named = files.clone();
        let digest = blocking(move || assessed::digest(&named).map_err(|it| unfit("", it))).await?;
        if let Some(known) = before.batches.iter().find(|it| it.digest == digest) {
            return Ok(known_already(known, &before, self.clock()));
        }
        self.allowed(actor, &before.settings).await?;
        before.takes_batches()?;
        let day = self.day(&sent, &before)?;
        let folder = tempfile::tempdir().map_err(|cause| Error::outside("making a folder for the baseline", cause))?;
        let (batch, compared_with) = self.prepared(&before, folder.path(), files, day, &sent).await?;
        let own = format!("{}/", folder.path().display());
        let measured = blocking(move || assessed::measured(&batch).map_err(|it| unfit(&own, it))).await?;
        self.enter_batch(actor, &before, day, &compared_with, measured).await
    }

    /// The monitor, as far as this person may see it, with its batches.
    async fn before(&self, actor: &Actor, id: &Id) -> Result<Before, Error> {
        let (this, actor, id) = (self.clone(), actor.clone(), id.clone());
        let read = move |read: &Read| {
            let actor = this.with_roles(read, &actor)?;
            let monitor = this.readable(read, &actor, &id, None)?;
            if monitor.kind != KIND {
                return Err(Error::Missing(format!("`{id}` is no monitor; `aims list monitor` shows them")));
            }
            let settings = Settings::of(&monitor);
            let batches = batches(&this.snapshot(read, None), &[&id])?.remove(&id).unwrap_or_default();
            let plan_of_record = file_of(read, settings.plan_record.as_ref(), "file")?;
            let carried = file_of(read, settings.carrier.as_ref(), "summary")?;
            Ok::<_, Error>(Before { monitor, settings, batches, plan_of_record, carried })
        };
        self.0.store.read_async(read).await
    }

    /// Refuses early what would be refused when it is entered.
    async fn allowed(&self, actor: &Actor, settings: &Settings) -> Result<(), Error> {
        let mut document = Document::new();
        document.insert("title".to_owned(), json!("a batch"));
        document.insert("monitor".to_owned(), json!(settings.id));
        // What will stand there once it is measured.
        ["engine", "data_digest"]
            .iter()
            .for_each(|it| drop(document.insert((*it).to_owned(), json!("to be measured"))));
        let change = Change::Create { kind: BATCH.to_owned(), state: Some("recorded".to_owned()), document };
        match self.preview_found(actor, change).await {
            Err(Error::Refused(refusals)) => {
                self.enter_denial(actor, &refusals).await?;
                Err(Error::Refused(refusals))
            }
            Err(error) => Err(error),
            Ok(_) => Ok(()),
        }
    }

    /// The day of the batch, which is not before that of the newest one, and not ahead.
    fn day(&self, sent: &Sent, before: &Before) -> Result<Date, Error> {
        let (today, newest) = (self.today(), before.batches.last());
        let day = sent.day.unwrap_or(today);
        if day > today {
            return Err(Error::problem(
                "batch_on",
                format!("{day} lies ahead; give the day for which the batch stands"),
            ));
        }
        let same = before.batches.iter().any(|it| it.day == day);
        match newest.filter(|it| it.day > day && !same) {
            None => Ok(day),
            Some(newest) => Err(Error::problem(
                "batch_on",
                format!(
                    "{day} is older than the newest batch, {} of {}; send batches in the order of their days",
                    newest.id, newest.day
                ),
            )),
        }
    }

    /// Everything that is needed to measure, with the files of the monitor in this folder.
    async fn prepared(
        &self,
        before: &Before,
        folder: &Path,
        files: Vec<String>,
        day: Date,
        sent: &Sent,
    ) -> Result<(assessed::Batch, String), Error> {
        let settings = &before.settings;
        let carried = || Some(("baseline", before.carried.as_ref()?));
        let none = || nothing_to_compare(settings, day);
        let (compared_with, baseline) = settings.baseline_on(day).or_else(carried).ok_or_else(none)?;
        let plan = self.plan(before).await?;
        let every = settings
            .schedule
            .clone()
            .ok_or_else(|| Error::problem("schedule", "is blank; say how often a batch comes"))?;
        let label = plan.columns.label.clone().filter(|_| settings.labels_by(day, self.today()).is_some());
        let batch = assessed::Batch {
            files,
            baseline: vec![self.written(folder, baseline).await?],
            plan,
            day,
            every,
            awaited: label.into_iter().collect(),
            most: sent.most,
            threads: sent.threads,
        };
        Ok((batch, compared_with.to_owned()))
    }

    /// The plan of the monitor, complete, with its plan of quality.
    async fn plan(&self, before: &Before) -> Result<Plan, Error> {
        let file = before.settings.plan.as_ref().or(before.plan_of_record.as_ref());
        let text = match file {
            Some(file) => Some(self.text(file).await?),
            None => None,
        };
        let mut plan = assessed::plan(file.map_or("the plan", |it| &it.name), text.as_deref())?;
        if let Some(file) = &before.settings.quality {
            plan.quality_plan = Some(Box::new(assessed::quality_plan(&file.name, &self.text(file).await?)?));
        }
        Ok(plan)
    }

    async fn text(&self, file: &StoredFile) -> Result<String, Error> {
        let bytes = self.0.files.get(&file.digest).await?;
        String::from_utf8(bytes)
            .map_err(|_| Error::input(format!("`{}` is not text in UTF-8; save it as UTF-8", file.name)))
    }

    /// A stored file in this folder, under its own name; its path.
    async fn written(&self, folder: &Path, file: &StoredFile) -> Result<String, Error> {
        let bytes = self.0.files.get(&file.digest).await?;
        let path = folder.join(file.name.rsplit(['/', '\\']).next().unwrap_or("baseline"));
        std::fs::write(&path, bytes).map_err(|cause| Error::outside("writing the baseline", cause))?;
        Ok(path.display().to_string())
    }

    /// Enters what was measured and the alert that follows from it, in one transaction.
    async fn enter_batch(
        &self,
        actor: &Actor,
        before: &Before,
        day: Date,
        compared_with: &str,
        measured: Measured,
    ) -> Result<Taken, Error> {
        let whole = assess::form::json(&measured.report)?.into_bytes();
        let file = self.put_file(actor, "drift.json", whole).await?;
        let mut document = fields(before, day, compared_with, &measured);
        document.insert("report".to_owned(), json!(file));
        document.insert("measured_on".to_owned(), json!(self.today().to_string()));
        let (this, who, monitor) = (self.clone(), actor.clone(), before.settings.id.clone());
        let outcome = self.0.store.write_async(move |tx| this.enter_batch_in(tx, &who, &monitor, &document)).await;
        if let Err(Error::Refused(refusals)) = &outcome {
            self.enter_denial(actor, refusals).await?;
        }
        outcome
    }

    fn enter_batch_in(&self, tx: &mut Write, actor: &Actor, id: &Id, document: &Document) -> Result<Taken, Error> {
        let actor = self.with_roles(tx, actor)?;
        let at = |tx: &Write| Ok::<_, Error>(batches(&self.snapshot(tx, None), &[id])?.remove(id).unwrap_or_default());
        let digest = document.get("data_digest").and_then(Value::as_str).unwrap_or_default();
        let known = at(tx)?.into_iter().find(|it| it.digest == digest).map(|it| it.id);
        let (entered, made) = match known {
            Some(known) => (known, false),
            None => {
                let change = Change::Create {
                    kind: BATCH.to_owned(),
                    state: Some("recorded".to_owned()),
                    document: document.clone(),
                };
                (self.apply(tx, &actor, &change, &Admission::found())?.id, true)
            }
        };
        let monitor = tx.record(id)?.ok_or_else(|| Error::no_record(id))?;
        let now = standing(&Settings::of(&monitor), &at(tx)?, self.clock());
        let raised = self.raise(tx, &monitor, &now, Some(&entered))?;
        let verdict = document.get("verdict").and_then(Value::as_str).unwrap_or_default().to_owned();
        Ok(Taken { id: entered, made, verdict, standing: now.word.to_owned(), why: now.why, raised })
    }
}

/// A file that another record holds in a field.
fn file_of(read: &Read, id: Option<&Id>, field: &str) -> Result<Option<StoredFile>, Error> {
    let row = id.map(|it| read.record(it)).transpose()?.flatten();
    Ok(row.and_then(|it| serde_json::from_value(it.document.get(field)?.clone()).ok()))
}

/// Why a batch of a day has no baseline.
fn nothing_to_compare(settings: &Settings, day: Date) -> Error {
    match &settings.carrier {
        Some(carrier) => Error::problem(
            "baseline_by",
            format!("{carrier} carries no summary; add what `aims measure summarise` writes to its field `summary`"),
        ),
        None => Error::problem(
            "baseline_file",
            format!(
                "is blank and no season holds {day}, so there is nothing to compare with; add the file of a baseline"
            ),
        ),
    }
}

/// The fields of the measurement of a batch.
fn fields(before: &Before, day: Date, compared_with: &str, measured: &Measured) -> Document {
    let mut document = assess::kept::fields(&measured.report);
    let mut say = |name: &str, value: Value| document.insert(name.to_owned(), value);
    say("title", json!(format!("{}: batch of {day}", before.monitor.title)));
    say("monitor", json!(before.settings.id));
    say("batch_on", json!(day.to_string()));
    say("compared_with", json!(compared_with));
    say("promise", json!(measured.promise.rule));
    say("promised", json!(measured.promise.alpha));
    say("level", json!(measured.level));
    before.settings.watches.iter().for_each(|it| drop(say("of", json!(it))));
    before.settings.plan_record.iter().for_each(|it| drop(say("plan", json!(it))));
    let inherited = ["unit", "access", "owner"];
    inherited.iter().for_each(|name| drop(before.monitor.document.get(*name).map(|it| say(name, it.clone()))));
    let rows = measured.report.rows;
    if let Some(least) = before.settings.rows.filter(|it| rows < *it) {
        let sentence = format!("{rows} rows came where at least {least} are expected");
        let mut causes = document.get("causes").and_then(Value::as_array).cloned().unwrap_or_default();
        causes.push(json!({ "cause": THIN, "sentence": sentence }));
        document.insert("causes".to_owned(), json!(causes));
    }
    document
}

/// What is said of bytes that were sent before.
fn known_already(known: &Batch, before: &Before, now: jiff::Timestamp) -> Taken {
    let standing = standing(&before.settings, &before.batches, now);
    let (id, verdict) = (known.id.clone(), known.verdict.clone());
    Taken { id, made: false, verdict, standing: standing.word.to_owned(), why: standing.why, raised: None }
}

/// Data that cannot be measured or compared are a problem of the batch, told without the folder of the baseline.
fn unfit(folder: &str, error: assess::Error) -> Error {
    match error {
        assess::Error::Input(sentence) => Error::problem("", sentence.replace(folder, "")),
        other => other.into(),
    }
}

impl From<assess::Error> for Error {
    fn from(error: assess::Error) -> Error {
        match error {
            assess::Error::Input(sentence) => Error::Input(sentence),
            assess::Error::Missing(sentence) => Error::Missing(sentence),
            assess::Error::Failed(sentence) => Error::Outside(sentence),
        }
    }
}
