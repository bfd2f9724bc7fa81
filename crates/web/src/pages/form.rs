//! What the forms for new and for standing records share.

use axum::body::Body;
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Field, Kind, Problem};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::Html;
use crate::html::filled::Filled;
use crate::html::parts;
use crate::html::pick::Picks;
use crate::html::widget::Widgets;
use crate::multipart::{Posted, posted};
use crate::reply;

/// A form that somebody sent.
pub(crate) struct Sent {
    /// All of it.
    pub posted: Posted,
    /// What its fields hold, with uploaded files already stored.
    pub filled: Filled,
}

impl Sent {
    /// Reads a form and stores the files in it.
    pub async fn read(call: &Call, body: Body) -> Result<Sent, Failure> {
        let settings = &call.app.settings;
        let posted = posted(&call.headers, body, settings.body_limit, settings.file_limit).await?;
        let mut filled = Filled::posted(&posted);
        for file in posted.files.iter().filter(|it| it.field.starts_with("f.")) {
            let stored = call.aims().put_file(&call.actor, &file.name, file.bytes.to_vec()).await?;
            filled.upload(&file.field, &reply::value(&stored)?);
        }
        Ok(Sent { posted, filled })
    }

    /// The key by which a form sent twice does its work once.
    pub fn key(&self) -> Option<String> {
        let once = self.posted.text("once")?;
        let fits = once.len() == 32 && once.bytes().all(|it| it.is_ascii_hexdigit());
        fits.then(|| format!("form-{once}"))
    }

    /// The version that the form was made from.
    pub fn base(&self) -> Option<i64> {
        self.posted.text("base")?.parse().ok()
    }

    /// Whether only more rows are wanted.
    pub fn wants_rows(&self) -> bool {
        self.posted.text("more").is_some()
    }

    /// The reason that was given.
    pub fn why(&self) -> Option<String> {
        self.posted.text("why").map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned)
    }
}

/// The fields that people fill in.
pub(crate) fn inputs(kind: &Kind) -> Vec<&Field> {
    kind.fields.iter().filter(|it| it.is_input()).collect()
}

/// A form to draw.
pub(crate) struct Form<'a> {
    pub call: &'a Call,
    pub kind: &'a Kind,
    /// Where it is sent.
    pub action: String,
    /// What it holds.
    pub filled: &'a Filled,
    /// What is wrong with it.
    pub problems: &'a [Problem],
    /// The version from which it was made; none for a new record.
    pub base: Option<i64>,
    /// What stands below single fields, by name.
    pub beside: &'a [(String, Html)],
}

impl Form<'_> {
    /// The form with all fields in their sections.
    pub async fn draw(&self) -> Result<Html, Failure> {
        let fields = inputs(self.kind);
        let picks = Picks::load(self.call, &fields).await?;
        let widgets = Widgets {
            catalog: &self.call.configuration.catalog,
            filled: self.filled,
            problems: self.problems,
            form: "",
        };
        let beside = |field: &Field| self.beside.iter().find(|it| it.0 == field.name).map(|it| it.1.clone());
        let sections = sections(&fields);
        let html = maud! {
            form .record action=(self.action) method="post" enctype="multipart/form-data" {
                (parts::once())
                @if let Some(base) = self.base { input type="hidden" name="base" value=(base); }
                (picks.lists(&fields))
                @for (heading, fields) in &sections {
                    section {
                        @if !heading.is_empty() { h2 { (heading) } }
                        @for field in fields { (widgets.field(field, beside(field))) }
                    }
                }
                @if self.base.is_some() {
                    div .field {
                        label for="why" { "Why" }
                        p #why-help .help { "A reason that the history shows; optional for most changes." }
                        input #why type="text" name="why" maxlength="500" aria-describedby="why-help";
                    }
                }
                div .actions {
                    button .main type="submit" { "Save" }
                    " " a href={ "/" (self.kind.kind) } { "Cancel" }
                }
            }
        };
        Ok(html.memoize())
    }
}

/// Fields under their headings, in the order of the kind.
pub(crate) fn sections<'a>(fields: &[&'a Field]) -> Vec<(&'a str, Vec<&'a Field>)> {
    let mut sections: Vec<(&str, Vec<&Field>)> = Vec::new();
    for field in fields {
        match (&field.section, sections.last_mut()) {
            (Some(heading), Some((last, list))) if last == heading => list.push(field),
            (Some(heading), _) => sections.push((heading, vec![field])),
            (None, Some((_, list))) => list.push(field),
            (None, None) => sections.push(("", vec![field])),
        }
    }
    sections
}
