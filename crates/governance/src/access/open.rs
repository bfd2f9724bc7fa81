//! Opening the data that are held here: for a purpose, under a grant in force, without the columns that it does not open, and into
//! the ledger whether it was opened or refused.
//!
//! What is known of the request becomes facts; `data/policies/access.cedar` decides. Serves ISO/IEC 42001 A.7.2 and 7.5.3.

use std::collections::HashSet;

use policy::{Action, Fact as Known, Refusal};
use record::Id;
use serde_json::json;
use store::{Read, RecordRow, Write};

use super::around::Around;
use super::grant;
use super::held::{self, Cells, Withheld};
use super::limits::Limits;
use super::{paper, same, trail};
use crate::data::{DATASET, VERSION};
use crate::event::Event;
use crate::evidence::StoredFile;
use crate::{Actor, Aims, Error};

/// Longest list of names in an entry of the ledger, in bytes.
const NAMES: usize = 2_000;

/// Form in which data are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Rows, to be shown or printed.
    Rows,
    /// Comma-separated values.
    Csv,
    /// An Office Open XML workbook.
    Xlsx,
    /// Pages to read and keep.
    Pdf,
    /// JSON that names what is withheld.
    Json,
    /// The file as it is held, which only a grant for all of it opens.
    Original,
}

/// Every form, with its name.
pub const FORMS: &[(&str, Form)] = &[
    ("rows", Form::Rows),
    ("csv", Form::Csv),
    ("xlsx", Form::Xlsx),
    ("pdf", Form::Pdf),
    ("json", Form::Json),
    ("original", Form::Original),
];

impl Form {
    /// The form of this name.
    pub fn of(name: &str) -> Result<Form, Error> {
        let names: Vec<&str> = FORMS.iter().map(|it| it.0).collect();
        let unknown = || Error::input(format!("`{name}` is no form of data; the forms are {}", names.join(", ")));
        FORMS.iter().find(|it| it.0 == name).map(|it| it.1).ok_or_else(unknown)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        FORMS.iter().find(|it| it.1 == self).map_or("rows", |it| it.0)
    }
}

/// Data that were opened.
#[derive(Debug)]
pub struct Opened {
    /// The version.
    pub version: RecordRow,
    /// The grant that opened it.
    pub grant: Id,
    /// The purpose, as the dataset spells it.
    pub purpose: String,
    /// Columns that are withheld, with their classes.
    pub withheld: Vec<Withheld>,
    /// The rows, masked.
    pub cells: Cells,
    /// Digest of the file that is held.
    pub digest: String,
    /// Name and bytes of the file, where it was asked for as it is.
    pub original: Option<(StoredFile, Vec<u8>)>,
    /// Place of the entry in the ledger.
    pub place: u64,
}

/// What was found out about a request before anything is opened.
struct Asked {
    version: RecordRow,
    dataset: RecordRow,
    file: Option<StoredFile>,
    purpose: String,
    /// The grants that open it, each with its fields.
    grants: Vec<RecordRow>,
    why_not: String,
}

impl Aims {
    /// Opens the data of a version for a purpose; both what is opened and what is refused is entered in the ledger.
    pub async fn open_data(&self, actor: &Actor, version: &Id, purpose: &str, form: Form) -> Result<Opened, Error> {
        let asked = match self.ask_to_open(actor, version, purpose, None).await {
            Ok(asked) => asked,
            Err((Error::Refused(refusals), Some(asked))) => {
                self.enter_unopened(actor, &asked, form, &refusals).await?;
                return Err(Error::Refused(refusals));
            }
            Err((error, _)) => return Err(error),
        };
        let gone =
            || Error::Missing(format!("`{version}` holds no file; its data are elsewhere, see where its dataset lies"));
        let file = asked.file.clone().ok_or_else(gone)?;
        let bytes = self.0.files.get(&file.digest).await?;
        let (path, name) = (self.0.files.path(&file.digest)?, file.name.clone());
        let read = move || (held::cells(&name, &bytes, path.as_deref()), bytes);
        let (cells, bytes) =
            tokio::task::spawn_blocking(read).await.map_err(|it| Error::outside("reading the data", it))?;
        let (grant, withheld, cells) = chosen(&self.configuration().libraries.access, &asked, cells, form)?;
        let place = self.enter_opened(actor, &asked, (&grant, form), &withheld, &cells).await?;
        Ok(Opened {
            grant: grant.id.clone(),
            purpose: asked.purpose,
            cells: cells.without(&withheld),
            withheld,
            digest: file.digest.clone(),
            original: (form == Form::Original).then_some((file, bytes)),
            version: asked.version,
            place,
        })
    }

    /// The version, if this person may see it and the policies let them open it for the purpose.
    async fn ask_to_open(
        &self,
        actor: &Actor,
        version: &Id,
        purpose: &str,
        grant: Option<Id>,
    ) -> Result<Asked, (Error, Option<Box<Asked>>)> {
        let (this, who, id, purpose) = (self.clone(), actor.clone(), version.clone(), purpose.to_owned());
        let look = move |read: &Read| Ok::<_, Error>(this.asked_to_open(read, &who, &id, &purpose, grant.as_ref()));
        self.0.store.read_async(look).await.unwrap_or_else(|error| Err((error, None)))
    }

    fn asked_to_open(
        &self,
        read: &Read,
        actor: &Actor,
        id: &Id,
        purpose: &str,
        grant: Option<&Id>,
    ) -> Result<Asked, (Error, Option<Box<Asked>>)> {
        let early = |error: Error| (error, None);
        let actor = self.with_roles(read, actor).map_err(early)?;
        let version = self.readable(read, &actor, id, None).map_err(early)?;
        let mut asked = self.known_of(read, &actor, version, purpose).map_err(early)?;
        if let Some(grant) = grant {
            asked.grants.retain(|it| it.id == *grant);
        }
        let first = asked.grants.first().map(|it| it.id.to_string()).unwrap_or_default();
        let told = [
            ("purpose", Known::Text(asked.purpose.clone())),
            ("data_grant", Known::Text(first)),
            ("no_grant", Known::Text(asked.why_not.clone())),
        ];
        match self.ask_with(read, &actor, Action::Open, &asked.version, &told) {
            Ok(()) => Ok(asked),
            Err(error) => Err((error, Some(Box::new(asked)))),
        }
    }

    /// What is known of a request to open a version.
    fn known_of(&self, read: &Read, actor: &Actor, version: RecordRow, purpose: &str) -> Result<Asked, Error> {
        let gone = || Error::Missing(format!("`{}` belongs to no dataset", version.id));
        let dataset =
            crate::data::lineage::targets(&version.document, "dataset").into_iter().next().ok_or_else(gone)?;
        let dataset = read.record(&dataset)?.ok_or_else(|| Error::no_record(&dataset))?;
        let at = self.snapshot(read, None);
        let around = Around::of_datasets(&at, std::slice::from_ref(&dataset))?;
        let known = grant::purposes(&dataset).into_iter().find(|it| same(it, purpose)).map(str::to_owned);
        let file = version.document.get("file").and_then(|it| serde_json::from_value(it.clone()).ok());
        let (grants, why_not) = opening(&around, actor, &dataset, known.as_deref(), purpose);
        let purpose = known.unwrap_or_else(|| purpose.trim().to_owned());
        Ok(Asked { version, dataset, file, purpose, grants, why_not })
    }

    /// Enters what is opened; asks again within the same transaction, so that no grant is revoked in between.
    async fn enter_opened(
        &self,
        actor: &Actor,
        asked: &Asked,
        (grant, form): (&RecordRow, Form),
        withheld: &[Withheld],
        cells: &Cells,
    ) -> Result<u64, Error> {
        let configuration = self.configuration();
        let limits = &configuration.libraries.access;
        let open = cells.headers.iter().filter(|name| {
            let class = grant::class_of(&asked.dataset, name);
            limits.is_restricted(class) && !withheld.iter().any(|it| it.field == **name)
        });
        let event = self
            .event(trail::OPENED, actor, asked, form)
            .about(&grant.id)
            .with("rows", cells.rows.len())
            .with("fields", names(open.map(String::as_str)))
            .with("withheld", names(withheld.iter().map(|it| it.field.as_str())));
        let (this, who, grant) = (self.clone(), actor.clone(), grant.id.clone());
        let (id, purpose) = (asked.version.id.clone(), asked.purpose.clone());
        let enter = move |tx: &mut Write| {
            this.asked_to_open(tx, &who, &id, &purpose, Some(&grant)).map_err(|it| it.0)?;
            let place = this.enter_in(tx, &who, &event)?;
            let rows = tx.records(std::slice::from_ref(&grant))?;
            crate::standing::refresh(&this, tx, &this.configuration(), &rows)?;
            Ok::<_, Error>(place)
        };
        self.0.store.write_async(enter).await
    }

    async fn enter_unopened(
        &self,
        actor: &Actor,
        asked: &Asked,
        form: Form,
        refusals: &[Refusal],
    ) -> Result<(), Error> {
        let policies: Vec<&str> = refusals.iter().map(|it| it.policy.as_str()).collect();
        let event = self.event(trail::REFUSED, actor, asked, form).about(&asked.version.id);
        self.enter_refused(actor, event.with("policies", policies.join(" "))).await
    }

    /// An entry of the trail; a purpose stands in it only where the dataset names it, since anything may be typed.
    fn event(&self, kind: &'static str, actor: &Actor, asked: &Asked, form: Form) -> Event {
        let known = grant::purposes(&asked.dataset).into_iter().any(|it| same(it, &asked.purpose));
        let said = match (known, asked.purpose.is_empty()) {
            (true, _) => asked.purpose.as_str(),
            (false, true) => "none",
            (false, false) => "another",
        };
        let event = Event::new(kind)
            .with("dataset", &asked.dataset.id)
            .with("version", &asked.version.id)
            .with("purpose", said)
            .with("form", form.name());
        match &actor.person {
            Some(person) => event.with("person", person),
            None => event,
        }
    }

    /// Refuses to hand out a file as it lies when it is the data of a version: these are opened for a purpose.
    pub(crate) fn ask_for_file(
        &self,
        read: &Read,
        actor: &Actor,
        record: &RecordRow,
        digest: &str,
    ) -> Result<(), Error> {
        self.ask_with(read, actor, Action::Open, record, &[])?;
        for version in holding(read, digest)?.iter().filter(|it| it.id != record.id) {
            self.ask_with(read, actor, Action::Open, version, &[])?;
        }
        Ok(())
    }
}

/// The grants that open a dataset to somebody for a purpose, or why none does.
fn opening(
    around: &Around,
    actor: &Actor,
    dataset: &RecordRow,
    known: Option<&str>,
    purpose: &str,
) -> (Vec<RecordRow>, String) {
    let none = |why: String| (Vec::new(), why);
    let Some(person) = &actor.person else {
        return none("the account belongs to no person, and grants are given to people and roles".to_owned());
    };
    let Some(known) = known else {
        let all = grant::purposes(dataset);
        let all = if all.is_empty() { "none".to_owned() } else { all.join(", ") };
        return none(format!("`{}` is no purpose of {}, which names {all}", purpose.trim(), dataset.id));
    };
    if let Some(it) = around.suspended(person) {
        return none(format!("{} suspends your access", it.breach));
    }
    let own: Vec<&RecordRow> = around.grants().filter(|it| around.holders(it, around.time).contains(person)).collect();
    let (fit, other): (Vec<&RecordRow>, Vec<&RecordRow>) =
        own.into_iter().partition(|it| same(grant::text(it, "purpose"), known));
    let (open, shut): (Vec<&RecordRow>, Vec<&RecordRow>) =
        fit.into_iter().partition(|it| grant::in_force(around, it).yes);
    if !open.is_empty() {
        return (open.into_iter().cloned().collect(), String::new());
    }
    if !shut.is_empty() {
        let why = |it: &&RecordRow| format!("{}: {}", it.id, grant::in_force(around, it).why);
        return none(shut.iter().map(why).collect::<Vec<_>>().join("; "));
    }
    match other.is_empty() {
        true => none(format!("nobody has given you access to {}", dataset.id)),
        false => {
            let why = |it: &&RecordRow| format!("{} is for `{}`", it.id, grant::text(it, "purpose"));
            none(format!("{}, not for `{known}`", other.iter().map(why).collect::<Vec<_>>().join("; ")))
        }
    }
}

/// The grant that withholds least, what it withholds, and the cells.
fn chosen(
    limits: &Limits,
    asked: &Asked,
    cells: Result<Cells, Error>,
    form: Form,
) -> Result<(RecordRow, Vec<Withheld>, Cells), Error> {
    let whole = |it: &&RecordRow| limits.restricted.iter().all(|class| grant::opens(limits, it, "", class));
    let cells = match (cells, form, asked.grants.iter().find(whole)) {
        (Ok(cells), _, _) => cells,
        // What cannot be read as columns is only given whole, under a grant for every class.
        (Err(_), Form::Original, Some(grant)) => {
            return Ok((grant.clone(), Vec::new(), Cells { headers: Vec::new(), rows: Vec::new() }));
        }
        (Err(error), _, _) => return Err(error),
    };
    let hidden = |grant: &RecordRow| -> Vec<Withheld> {
        let class = |name: &String| (name.clone(), grant::class_of(&asked.dataset, name).to_owned());
        let all = cells.headers.iter().map(class).filter(|(name, class)| !grant::opens(limits, grant, name, class));
        all.map(|(field, class)| Withheld { field, class }).collect()
    };
    let best = asked.grants.iter().map(|it| (it, hidden(it))).min_by_key(|it| it.1.len());
    let (grant, withheld) = best.ok_or_else(|| Error::input("no grant opens these data"))?;
    if form == Form::Pdf {
        paper::fits(cells.rows.len(), cells.headers.len())?;
    }
    if form == Form::Original && !withheld.is_empty() {
        let names: Vec<&str> = withheld.iter().map(|it| it.field.as_str()).collect();
        return Err(Error::input(format!(
            "{} does not open {}, so the file is not given as it is; ask for the form `csv`, in which they are withheld",
            grant.id,
            names.join(", ")
        )));
    }
    Ok((grant.clone(), withheld, cells))
}

/// Names for an entry, as many as fit.
fn names<'a>(all: impl Iterator<Item = &'a str>) -> String {
    let mut said = String::new();
    for name in all {
        if said.len() + name.len() > NAMES {
            return said + "; …";
        }
        if !said.is_empty() {
            said.push_str("; ");
        }
        said.push_str(&name.replace(';', " "));
    }
    said
}

/// The versions of datasets whose data these bytes are or were before they were replaced, whoever may see them.
pub(crate) fn holding(read: &Read, digest: &str) -> Result<Vec<RecordRow>, Error> {
    Ok(read.records(&read.ever_naming(VERSION, digest)?)?)
}

/// Digests of all data of versions, replaced ones too, which leave the store by [`Aims::open_data`] and in backups alone.
pub(crate) fn data_digests(read: &Read) -> Result<HashSet<String>, Error> {
    let mut found = HashSet::new();
    for document in read.documents_ever(VERSION)? {
        found.extend(document.get("file_digest").and_then(|it| it.as_str()).map(str::to_owned));
        document.values().for_each(|it| digests(it, &mut found));
    }
    Ok(found)
}

fn digests(value: &serde_json::Value, found: &mut HashSet<String>) {
    match value {
        serde_json::Value::Object(object) => {
            found.extend(object.get("digest").and_then(|it| it.as_str()).map(str::to_owned));
            object.values().for_each(|it| digests(it, found));
        }
        serde_json::Value::Array(items) => items.iter().for_each(|it| digests(it, found)),
        _ => {}
    }
}

impl Opened {
    /// The data in a form other than pages, with the media type and the ending of a file's name.
    pub(super) fn file(&self, form: Form) -> Result<(Vec<u8>, String, &'static str), Error> {
        let about = json!({
            DATASET: self.version.text("dataset"), "version": self.version.id, "purpose": self.purpose,
            "grant": self.grant, "digest": self.digest, "entry": self.place,
        });
        let plain = |media: &str| media.to_owned();
        Ok(match (form, &self.original) {
            (Form::Original, Some((file, bytes))) => (bytes.clone(), file.media.clone(), ""),
            (Form::Xlsx, _) => (
                self.cells.xlsx(&self.version.id.to_string())?,
                plain("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                ".xlsx",
            ),
            (Form::Csv, _) => (self.cells.csv(), plain("text/csv; charset=utf-8"), ".csv"),
            _ => (self.cells.json(about, &self.withheld)?, plain("application/json"), ".json"),
        })
    }
}
