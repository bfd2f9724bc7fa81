//! The list of records of any kind: filtered, counted, sorted, paged, with chosen columns and saved views.
//!
//! Everything that it shows is in its address, so a list can be kept, sent and exported as it stands.

pub(crate) mod columns;
pub(crate) mod facets;
mod filter;
mod rows;
pub(crate) mod views;

use axum::extract::Path;
use axum::http::StatusCode;
use governance::{Listing, Page};
use hypertext::{maud_borrow as maud, prelude::*};
use record::Kind;

use crate::api::list::moment;
use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::icon::icon;
use crate::html::{Html, page, parts};
use crate::query::Query;
use crate::reply::Reply;

/// Rows of one page.
pub(crate) const ROWS: u64 = 50;

const KNOWN: &[&str] = &["filter", "sort", "page", "retired", "as_of", "columns", "done"];

/// What a list shows, as its address says it.
pub(super) struct Asked<'a> {
    pub call: &'a Call,
    pub kind: &'a Kind,
    pub listing: Listing,
    /// Page, from 1.
    pub at: u64,
    /// Columns after number and title.
    pub columns: Vec<String>,
}

/// The page of a kind that the query of an address asks for, and its listing, filtered and sorted.
pub(crate) fn paged(call: &Call, kind: &str) -> Result<(u64, Listing), Failure> {
    let at = call.query.count("page", 1, 1_000_000)?.unwrap_or(1);
    let listing = Listing {
        filter: call.query.get("filter").unwrap_or_default().to_owned(),
        sort: call.query.list("sort"),
        limit: u32::try_from(ROWS).unwrap_or(50),
        offset: (at - 1) * ROWS,
        ..Listing::of(kind)
    };
    Ok((at, listing))
}

impl<'a> Asked<'a> {
    /// What the query of an address asks for.
    fn read(call: &'a Call, kind: &'a Kind, columns: Vec<String>) -> Result<Asked<'a>, Failure> {
        let (at, page) = paged(call, &kind.kind)?;
        let listing = Listing { retired: call.query.flag("retired")?, moment: moment(call)?, ..page };
        Ok(Asked { call, kind, listing, at, columns })
    }

    /// The address of this list with other values in its query.
    pub fn address(&self, changes: &[(&str, &str)]) -> String {
        format!("/{}?{}", self.kind.kind, self.query(changes)).trim_end_matches('?').to_owned()
    }

    /// The address of the counts of a field in this list.
    pub fn counts(&self, field: &str) -> String {
        format!("/{}/counts?{}", self.kind.kind, self.query(&[("page", ""), ("of", field)]))
    }

    fn query(&self, changes: &[(&str, &str)]) -> String {
        let changed = |query: Query, change: &(&str, &str)| Query::read(Some(&query.with(change.0, change.1)));
        let plain = changed(self.call.query.clone(), &("of", ""));
        changes.iter().fold(plain, changed).with("done", "")
    }
}

/// `GET /{kind}`
pub(crate) async fn list(call: Call, Path(name): Path<String>) -> Reply {
    let kind = call.kind(&name)?;
    call.query.only(KNOWN)?;
    let asked = Asked::read(&call, kind, columns::chosen(&call, kind).await?)?;
    // A filter with a mistake keeps its text and says what is wrong above an empty list.
    let (rows, failure) = match call.aims().list(&call.actor, &asked.listing).await.map_err(Failure::from) {
        Ok(rows) => (rows, None),
        Err(failure) if failure.status == StatusCode::BAD_REQUEST => (Page::default(), Some(failure)),
        Err(failure) => return Err(failure),
    };
    draw(&asked, &rows, failure).await
}

async fn draw(asked: &Asked<'_>, rows: &Page, failure: Option<Failure>) -> Reply {
    let call = asked.call;
    let may_create = call.aims().may_create(&call.actor, &asked.kind.kind).await?;
    let views = views::tabs(asked).await?;
    let body = maud! {
        (heading(asked, rows.total, may_create))
        (parts::done(call.query.get("done").map(|_| call.say("list.changed"))))
        (views)
        (filter::tools(asked))
        @if let Some(failure) = &failure { (parts::alert(call.language(), failure)) }
        @else { (rows::rows(asked, rows, may_create)) }
    };
    let status = failure.as_ref().map_or(StatusCode::OK, |it| it.status);
    Ok(page::page_with(status, call, &asked.kind.plural, body.memoize()))
}

fn heading(asked: &Asked<'_>, total: u64, may_create: bool) -> Html {
    let Asked { call, kind, .. } = asked;
    let lead = maud! {
        (call.count("list.records", total)) " · " (kind.summary) " "
        a href={ "/kinds/" (kind.kind) } { (call.say("list.reference")) }
    };
    let acts = maud! {
        a .button href={ "/import?kind=" (kind.kind) } { (icon("import")) (call.say("list.import")) }
        @if may_create { a .button.main href={ "/" (kind.kind) "/new" } data-key="c" { (icon("add")) (call.tell("list.new", &[("kind", &kind.label)])) } }
    };
    let crumbs = [("/go".to_owned(), parts::area(call.language(), &kind.area))];
    let heading = Heading {
        crumbs: &crumbs,
        lead: Some(lead.memoize()),
        acts: Some(acts.memoize()),
        ..Heading::of(&kind.plural)
    };
    heading.draw(call.language())
}
