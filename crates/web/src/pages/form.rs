//! What the forms for new and for standing records share: what was sent, and the form that asks for it.

use axum::body::Body;
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Field, Id, Kind, Problem};

use crate::call::Call;
use crate::drafts::Draft;
use crate::failure::Failure;
use crate::html::filled::{Filled, name_of};
use crate::html::pick::{Picks, found, kinds_of};
use crate::html::widget::Widgets;
use crate::html::{Html, moment, parts, toast, words};
use crate::multipart::{Posted, posted};
use crate::reply;

/// A form that somebody sent.
pub(crate) struct Sent {
    /// All of it.
    pub posted: Posted,
    /// What its fields hold, with uploaded files already stored.
    pub filled: Filled,
}

/// Why a form was sent other than to save it.
pub(crate) enum Step {
    /// For more rows in a table.
    Rows,
    /// To search for the record that a link input means.
    Find(String),
    /// A found record was taken into its input.
    Chosen,
}

impl Sent {
    /// Reads a form and stores the files in it.
    pub async fn read(call: &Call, body: Body) -> Result<Sent, Failure> {
        let settings = &call.app.settings;
        let posted = posted(&call.headers, body, settings.body_limit, settings.file_limit).await?;
        let mut sent = Sent { filled: Filled::posted(&posted), posted };
        for file in sent.posted.files.iter().filter(|it| it.field.starts_with("f.")) {
            let stored = call.aims().put_file(&call.actor, &file.name, file.bytes.to_vec()).await?;
            sent.filled.upload(&file.field, &reply::value(&stored)?);
        }
        Ok(sent)
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

    /// The step that was asked for instead of saving; a record that was chosen is in its input then.
    pub fn step(&mut self) -> Option<Step> {
        if self.posted.text("more").is_some() {
            return Some(Step::Rows);
        }
        if let Some(name) = self.posted.text("find") {
            return Some(Step::Find(name.to_owned()));
        }
        let (name, record) = self.posted.text("choose")?.split_once('=')?;
        self.filled.choose(name, record);
        Some(Step::Chosen)
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
    /// The record; none for a new one.
    pub id: Option<&'a Id>,
    /// What it holds.
    pub filled: &'a Filled,
    /// What is wrong with it.
    pub failure: Option<&'a Failure>,
    /// The version from which it was made; none for a new record.
    pub base: Option<i64>,
    /// What stands below single fields, by name.
    pub beside: &'a [(String, Html)],
    /// A link input for which somebody searches.
    pub find: Option<&'a str>,
    /// A draft of this form that is not what it holds.
    pub draft: Option<&'a Draft>,
}

impl Form<'_> {
    /// What is wrong, whether there is a draft, and the form with all fields in their sections.
    pub async fn draw(&self) -> Result<Html, Failure> {
        let fields = inputs(self.kind);
        let picks = Picks::load(self.call, &fields).await?;
        let found = self.found(&fields).await?;
        let widgets = Widgets {
            language: self.call.language(),
            catalog: &self.call.configuration.catalog,
            filled: self.filled,
            problems: self.failure.map_or(&[], |it| &it.problems),
            form: "",
            found: self.find.map(|name| (name, found.as_slice())),
        };
        let beside = |field: &Field| self.beside.iter().find(|it| it.0 == field.name).map(|it| it.1.clone());
        let sections = sections(&fields);
        let (action, draft) = (crate::pages::draft::address(self.kind, self.id), self.draft_address());
        let html = maud! {
            @if let Some(failure) = self.failure { (self.summary(failure, &widgets)) }
            (self.draft_notice(&draft))
            form .record action=(action) method="post" enctype="multipart/form-data" data-draft=(draft) {
                // The first button is the one that Enter presses; it must be the one that saves.
                button .hidden type="submit" tabindex="-1" aria-hidden="true" { (self.call.say("form.save")) }
                (parts::once())
                @if let Some(base) = self.base { input type="hidden" name="base" value=(base); }
                (picks.lists(&fields))
                @for (heading, fields) in &sections {
                    section {
                        @if !heading.is_empty() { h2 { (heading) } }
                        @for field in fields { (widgets.field(field, beside(field))) }
                    }
                }
                (self.why())
                (self.acts(&draft))
            }
        };
        Ok(html.memoize())
    }

    /// The records that a search in a link input finds.
    async fn found(&self, fields: &[&Field]) -> Result<Vec<(String, String)>, Failure> {
        let field = self.find.and_then(|name| fields.iter().find(|it| name_of(it) == name));
        match field {
            Some(field) => found(self.call, &kinds_of(&field.ty), self.filled.sought(&name_of(field))).await,
            None => Ok(Vec::new()),
        }
    }

    fn draft_address(&self) -> String {
        let id = self.id.map_or_else(|| "new".to_owned(), Id::to_string);
        format!("/{}/{id}/draft", self.kind.kind)
    }

    /// What is wrong, each with a link to its field.
    fn summary(&self, failure: &Failure, widgets: &Widgets<'_>) -> Html {
        if failure.problems.is_empty() {
            return parts::alert(self.call.language(), failure);
        }
        let label =
            |problem: &Problem| self.kind.field(&problem.field).map(|it| (widgets.id(&name_of(it)), it.label.clone()));
        maud! {
            div .alert role="alert" {
                h2 { (failure.said(self.call.language())) }
                ul {
                    @for problem in &failure.problems {
                        li {
                            @match label(problem) {
                                Some((id, label)) => { a href={ "#" (id) } { (label) } ": " (problem.message) },
                                None => { @if !problem.field.is_empty() { (words(&problem.field)) ": " } (problem.message) },
                            }
                        }
                    }
                }
            }
        }
        .memoize()
    }

    /// What became of the draft, or that there is one.
    fn draft_notice(&self, address: &str) -> Html {
        let call = self.call;
        let told = match call.query.get("draft") {
            Some("kept") => Some(call.say("form.kept")),
            Some("back") => Some(call.say("form.back")),
            _ => None,
        };
        let page = crate::pages::draft::address(self.kind, self.id);
        maud! {
            (toast::toast(told))
            @if let Some(draft) = self.draft {
                form .notice.actions action=(address) method="post" {
                    span { (call.tell("form.has_draft", &[("time", &moment(&draft.kept))])) }
                    a .button href={ (page) "?draft=yes" } { (call.say("form.go_on")) }
                    button type="submit" name="discard" value="yes" { (call.say("form.discard")) }
                }
            }
        }
        .memoize()
    }

    fn why(&self) -> Html {
        let call = self.call;
        maud! {
            @if self.base.is_some() {
                div .field {
                    label for="why" { (call.say("form.why")) }
                    p #why-help .help { (call.say("form.why_help")) }
                    input #why type="text" name="why" maxlength="500" aria-describedby="why-help";
                }
            }
        }
        .memoize()
    }

    fn acts(&self, draft: &str) -> Html {
        let call = self.call;
        let back = self.id.map_or_else(|| format!("/{}", self.kind.kind), |id| format!("/{}/{id}", self.kind.kind));
        maud! {
            div .actions.bar {
                button .main type="submit" { (call.say("form.save")) }
                button type="submit" formaction=(draft) formnovalidate { (call.say("form.keep")) }
                a .button.plain href=(back) { (call.say("form.cancel")) }
                span .help role="status" data-draft-status data-kept=(call.say("form.autosaved")) data-lost=(call.say("form.not_autosaved")) {}
            }
        }
        .memoize()
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
