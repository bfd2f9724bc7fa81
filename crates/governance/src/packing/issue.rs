//! A pack as files, and a pack that is issued: its files are kept under their digests with a record that nobody changes any more.

use std::collections::BTreeSet;

use jiff::civil::Date;
use record::{Change, Document, Id};
use serde::Serialize;
use serde_json::{Value, json};

use super::REPORT;
use super::asks::Asks;
use super::pack::Pack;
use super::paper;
use super::period::Asked;
use super::tables::Rows;
use crate::aims::{Admission, Committed};
use crate::event::Event;
use crate::evidence::{StoredFile, digest_of};
use crate::libraries::Words;
use crate::{Actor, Aims, Error};

/// A form in which a pack or the papers of a review leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Pages, for reading and keeping.
    Pdf,
    /// A page of its own.
    Html,
    /// Data.
    Json,
}

/// Every form of a pack, with its ending.
pub const FORMS: &[(&str, Form)] = &[("pdf", Form::Pdf), ("html", Form::Html), ("json", Form::Json)];

/// The endings of what leaves as a workbook, on paper, as a page or as data, with their media types.
pub const FILES: &[(&str, &str)] = &[
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("pdf", "application/pdf"),
    ("html", "text/html; charset=utf-8"),
    ("json", "application/json"),
];

/// The media type of an ending; that of bytes of which nothing is known, where it is none.
pub fn media(ending: &str) -> &'static str {
    FILES.iter().find(|it| it.0 == ending).map_or("application/octet-stream", |it| it.1)
}

/// The media type of an ending, also of those that a file has beside the usual ones.
pub fn media_of(ending: &str, more: &[(&str, &'static str)]) -> &'static str {
    more.iter().find(|it| it.0 == ending).map_or_else(|| media(ending), |it| it.1)
}

/// That an ending is none of them, and what more there is to say.
pub(crate) fn no_form(ending: &str, of: &str, more: &str) -> Error {
    let known: Vec<&str> = FILES.iter().map(|it| it.0).collect();
    Error::Missing(format!("`{ending}` is no form of {of}; the forms are {}{more}", known.join(", ")))
}

impl std::str::FromStr for Form {
    type Err = Error;

    fn from_str(text: &str) -> Result<Form, Error> {
        let known = || FORMS.iter().map(|it| it.0).collect::<Vec<_>>().join(", ");
        let found = FORMS.iter().find(|it| it.0 == text).map(|it| it.1);
        found.ok_or_else(|| Error::Missing(format!("`{text}` is no form of a pack; the forms are {}", known())))
    }
}

impl Aims {
    /// A pack as a document, with the digest of its data.
    pub fn paper(&self, pack: &Pack) -> Result<(report::Document, Vec<u8>), Error> {
        let json = pack.to_json()?;
        let document = paper::document(pack, &self.configuration().libraries.packs, &digest_of(&json));
        Ok((document, json))
    }

    /// A pack as a file; that it left is entered in the ledger.
    pub async fn pack_file(&self, actor: &Actor, asked: &Asked, form: Form) -> Result<Vec<u8>, Error> {
        let pack = self.pack(actor, asked).await?;
        let (document, json) = self.paper(&pack)?;
        let bytes = self.formed(document, json, form).await?;
        self.enter(actor, Event::new("export").with("kind", REPORT).with("rows", pack.figures.len())).await?;
        Ok(bytes)
    }

    /// Freezes a pack: its files are kept with a record of what was issued, and nothing about it moves any more.
    pub async fn issue_pack(&self, actor: &Actor, asked: &Asked) -> Result<Committed, Error> {
        let may = self.require_create(actor, REPORT).await;
        self.denied(actor, may).await?;
        let pack = self.pack(actor, asked).await?;
        let (paper, json) = self.paper(&pack)?;
        let name = format!("{}-{}", pack.audience.name, pack.period.as_of);
        let pdf = self.put_file(actor, &format!("{name}.pdf"), self.set(paper).await?).await?;
        let data = self.put_file(actor, &format!("{name}.json"), json).await?;
        self.issue(actor, document(&pack, &pdf, &data), None).await
    }

    /// Makes the record of a report, issues it, and names it in the review that it is of, all or nothing.
    pub(super) async fn issue(
        &self,
        actor: &Actor,
        document: Document,
        named_in: Option<Id>,
    ) -> Result<Committed, Error> {
        let (this, who) = (self.clone(), actor.clone());
        let both = move |tx: &mut store::Write| {
            let who = this.with_roles(tx, &who)?;
            let create = Change::Create { kind: REPORT.to_owned(), state: None, document };
            let made = this.apply(tx, &who, &create, &Admission::default())?;
            let issued = this.move_on(tx, &who, &made.id, "issue", None)?;
            if let Some(id) = named_in {
                let set = Document::from_iter([("pack".to_owned(), Value::from(issued.id.to_string()))]);
                this.apply(tx, &who, &Change::Edit { id, base: None, set, why: None }, &Admission::default())?;
            }
            Ok(issued)
        };
        let outcome = self.0.store.write_async(both).await;
        self.denied(actor, outcome).await
    }
}

impl Aims {
    /// What was told in one of these forms; nothing where the ending is none of them.
    pub(crate) async fn filed(
        &self,
        ending: &str,
        told: &impl Serialize,
        leaves: impl FnOnce() -> Vec<sheet::Leaf>,
        document: impl FnOnce() -> report::Document,
    ) -> Result<Option<Vec<u8>>, Error> {
        Ok(Some(match ending {
            "xlsx" => sheet::write_workbook(&leaves()).map_err(|it| Error::input(it.to_string()))?,
            "json" => serde_json::to_vec_pretty(told).map_err(Error::input)?,
            "pdf" | "html" => self.formed(document(), Vec::new(), ending.parse()?).await?,
            _ => return Ok(None),
        }))
    }

    /// What was told as tables alone: as sheets, on paper under a title and what it is read for, or as data; nothing where the ending is no form.
    pub(crate) async fn filed_as_tables(
        &self,
        ending: &str,
        told: &impl Serialize,
        (said, titles, on): (&Words, (&str, &str), Date),
        tables: impl Fn() -> Vec<Rows>,
    ) -> Result<Option<Vec<u8>>, Error> {
        let leaves = || tables().into_iter().map(Rows::leaf).collect();
        let on_paper = || {
            let sections = tables().into_iter().map(|it| it.section(said.say("none"))).collect();
            paper::document_of(&self.configuration().libraries.packs, titles, on, sections)
        };
        self.filed(ending, told, leaves, on_paper).await
    }

    /// A document or its data in a form; setting pages takes a while, so it is done beside.
    pub(crate) async fn formed(&self, document: report::Document, data: Vec<u8>, form: Form) -> Result<Vec<u8>, Error> {
        Ok(match form {
            Form::Json => data,
            Form::Html => report::html::file(&self.reached(document)).into_bytes(),
            Form::Pdf => self.set(document).await?,
        })
    }

    /// Sets the pages of a document.
    pub(crate) async fn set(&self, document: report::Document) -> Result<Vec<u8>, Error> {
        let (doing, document) = ("setting the pages of a document", self.reached(document));
        let pages = tokio::task::spawn_blocking(move || report::pdf::write(&document)).await;
        pages.map_err(|it| Error::outside(doing, it))?.map_err(Error::input)
    }

    /// A document that leads back to the program, where its address is known.
    fn reached(&self, document: report::Document) -> report::Document {
        let Some(address) = self.address() else { return document };
        let kinds = &self.configuration().catalog;
        let paths = kinds.kinds().map(|it| (it.prefix.clone(), format!("/{}", it.kind))).collect();
        document.reached(&report::Reached { address: address.to_owned(), paths })
    }
}

/// The fields of an issued pack.
fn document(pack: &Pack, pdf: &StoredFile, data: &StoredFile) -> Document {
    let file = |file: &StoredFile, note: &str| json!({ "file": file, "note": note });
    let fields = [
        ("title", json!(format!("{} as of {}", pack.audience.title, pack.period.as_of))),
        ("form", json!("board_pack")),
        ("audience", json!(pack.audience.name)),
        ("from", json!(pack.period.from)),
        ("until", json!(pack.period.until)),
        ("as_of", json!(pack.period.as_of)),
        ("asks", json!(asked(&pack.asks))),
        ("access", json!(pack.access)),
        ("files", json!([file(pdf, "the pack as it is read"), file(data, "its data")])),
    ];
    let filled = fields.into_iter().filter(|it| it.1 != Value::Array(Vec::new()));
    filled.map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The records about which something is asked, each once.
fn asked(asks: &Asks) -> Vec<Id> {
    let mut seen = BTreeSet::new();
    asks.shown.iter().filter(|it| seen.insert(it.id.clone())).map(|it| it.id.clone()).collect()
}
