//! The page of a record: what it holds, what follows from it, what links to it, what can be done, and what became of it,
//! now or as of any past moment.

mod facts;
mod inverse;
mod moments;
mod rail;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use governance::history::Past;
use governance::{Moment, Record};
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Id, Kind};

use crate::api::list::moment;
use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::page::Sheet;
use crate::html::value::Shown;
use crate::html::{Html, moment as time, page, parts};
use crate::pages::{history, moves};
use crate::panels::{self, Place};
use crate::reply::Reply;
use crate::screens;

/// A record on its page, as every part of the page sees it.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub call: &'a Call,
    pub kind: &'a Kind,
    pub record: &'a Record,
    /// Every version, newest first.
    pub versions: &'a [Past],
    pub moment: Moment,
    /// Whether it is shown as of a past moment, so that nothing can be done with it.
    pub past: bool,
    /// A comment that could not be added, so that nobody writes it twice.
    pub said: Option<&'a str>,
    /// What every link of the page carries on, such as `?as_of=2026-03-01`.
    pub keep: &'a str,
}

impl View<'_> {
    /// How values of the record are shown.
    pub fn shown(&self) -> Shown<'_> {
        Shown {
            language: self.call.language(),
            catalog: &self.call.configuration.catalog,
            titles: &self.record.titles,
            keep: self.keep,
        }
    }

    /// Where the page stands, without moment.
    pub fn address(&self) -> String {
        format!("/{}/{}", self.kind.kind, self.record.id)
    }

    /// What people call the record.
    pub fn title(&self) -> &str {
        self.record.document.get("title").and_then(|it| it.as_str()).unwrap_or_default()
    }
}

/// What went wrong with something that was sent from the page.
#[derive(Clone, Copy)]
pub(crate) struct Trouble<'a> {
    pub failure: &'a Failure,
    /// The comment that was sent, if it was one.
    pub said: Option<&'a str>,
}

/// `GET /{kind}/{id}`; `?version=3` leads to the moment at which that version came to be.
pub(crate) async fn detail(call: Call, Path((kind, id)): Path<(String, String)>) -> Reply {
    let kind = call.kind(&kind)?;
    let id = call.id(kind, &id)?;
    if let Some(own) = screens::own(&call, &kind.kind) {
        call.query.only(own.query)?;
        return (own.draw)(&call, &id).await;
    }
    call.query.only(&["as_of", "done", "version", screens::GENERIC])?;
    if let Some(version) = call.query.count("version", 1, i64::MAX as u64)? {
        return moments::of_version(&call, kind, &id, version).await;
    }
    draw(&call, kind, &id, moment(&call)?, None).await
}

/// The page of a record, with what went wrong above it when something did.
pub(crate) async fn draw(
    call: &Call,
    kind: &Kind,
    id: &Id,
    moment: Moment,
    trouble: Option<Trouble<'_>>,
) -> Result<Response, Failure> {
    let failure = trouble.map(|it| it.failure);
    let record = call.aims().record(&call.actor, id, &moment).await?;
    let versions = call.aims().history(&call.actor, id).await?;
    let keep = call.keep();
    let past = moment != Moment::Now;
    let said = trouble.and_then(|it| it.said);
    let view = View { call, kind, record: &record, versions: &versions, moment, past, said, keep: &keep };
    let moves = moves::Moves::of(&view).await?;
    let [main, side] = [panels::draw(view, Place::Main).await?, panels::draw(view, Place::Side).await?];
    let past = history::panel(&view).await?;
    let body = maud! {
        (heading(&view, moves.may_edit()))
        (parts::done(done(call)))
        @if let Some(failure) = failure { (parts::alert(call.language(), failure)) }
        (moments::notice(&view))
        (rail::rail(&view, &moves))
        div .record-page {
            div {
                (facts::incomplete(&view))
                (facts::standing(&view))
                (facts::fields(&view))
                (inverse::lists(&view))
                (main)
                (past)
            }
            aside aria-label=(call.say("detail.beside")) {
                (moves.draw(&view))
                (moments::chooser(&view))
                (side)
            }
        }
    }
    .memoize();
    let status = failure.map_or(StatusCode::OK, |it| it.status);
    let digest = versions.iter().find(|it| it.version == record.version).map(|it| it.commitment.clone());
    let sheet = Sheet { version: Some(record.version), digest: digest.as_deref() };
    Ok(page::sheet(status, call, &format!("{} {}", record.id, view.title()), body, sheet))
}

/// What was just done, from a fixed list.
fn done(call: &Call) -> Option<&'static str> {
    let key = match call.query.get("done")? {
        "made" => "detail.made",
        "saved" => "detail.saved",
        "same" => "detail.same",
        "moved" => "detail.moved",
        "retired" => "detail.retired",
        "restored" => "detail.restored",
        "commented" => "detail.commented",
        "settled" => "detail.settled",
        "filed" => "detail.filed",
        _ => return None,
    };
    Some(call.say(key))
}

fn heading(view: &View<'_>, may_edit: bool) -> Html {
    let View { call, kind, record, .. } = view;
    let (id, address) = (record.id.to_string(), view.address());
    let lead = maud! {
        div .facts {
            (parts::state(call, &record.kind, &record.state, record.retired))
            span { (kind.label) }
            span { (call.tell("detail.version", &[("version", &record.version)])) }
            span { (call.tell("detail.changed", &[("time", &time(&record.changed))])) }
        }
    };
    let acts = maud! {
        @if may_edit { a .button.main href={ (address) "/edit" } { (call.say("detail.edit")) } }
        a .button href={ (address) "/history" } { (call.say("detail.history")) }
    };
    Heading {
        crumbs: &[(format!("/{}{}", kind.kind, view.keep), kind.plural.clone())],
        number: Some(&id),
        title: view.title(),
        lead: Some(lead.memoize()),
        acts: Some(acts.memoize()),
    }
    .draw(call.language())
}
