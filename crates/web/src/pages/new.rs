//! Making a record.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Change, Kind};

use crate::call::Call;
use crate::drafts::{self, Draft};
use crate::failure::Failure;
use crate::html::filled::{Filled, name_of};
use crate::html::head::Heading;
use crate::html::pick::Named;
use crate::html::{page, read};
use crate::pages::form::{Form, Sent, Step, inputs};
use crate::reply::Reply;

/// `GET /{kind}/new`; `?f.system=SYS-0001` fills a field beforehand, `?draft=yes` all of them from the draft.
pub(crate) async fn form(call: Call, Path(name): Path<String>) -> Reply {
    let kind = call.kind(&name)?;
    let names: Vec<String> = inputs(kind).into_iter().map(name_of).collect();
    let known: Vec<&str> = names.iter().map(String::as_str).chain(["draft"]).collect();
    call.query.only(&known)?;
    let draft = drafts::find(&call, kind, None).await?;
    if let (Some(_), Some(draft)) = (call.query.get("draft"), &draft) {
        return draw(&call, kind, Drawn::of(&draft.filled)).await;
    }
    let mut filled = Filled::default();
    for name in &names {
        if let Some(text) = call.query.get(name) {
            filled.add(name, text);
        }
    }
    draw(&call, kind, Drawn { draft: draft.as_ref(), ..Drawn::of(&filled) }).await
}

/// `POST /{kind}/new`
pub(crate) async fn create(call: Call, Path(name): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let kind = call.kind(&name)?;
    let mut sent = Sent::read(&call, body).await?;
    if let Some(step) = sent.step() {
        let find = if let Step::Find(name) = &step { Some(name.as_str()) } else { None };
        return draw(&call, kind, Drawn { find, ..Drawn::of(&sent.filled) }).await;
    }
    match made(&call, kind, &sent).await {
        Ok(id) => {
            drafts::forget(&call, kind, None).await?;
            Ok(page::see(&format!("/{}/{id}?done=made", kind.kind)))
        }
        Err(failure) if failure.status.is_server_error() => Err(failure),
        Err(failure) => draw(&call, kind, Drawn { failure: Some(&failure), ..Drawn::of(&sent.filled) }).await,
    }
}

/// Makes the record that the form describes.
async fn made(call: &Call, kind: &Kind, sent: &Sent) -> Result<record::Id, Failure> {
    let fields = inputs(kind);
    let named = Named::look_up(call, &fields, &sent.filled).await?;
    let read = read::read(&call.configuration.catalog, &fields, &sent.filled, &named);
    let mut document = read.map_err(governance::Error::Problems)?;
    document.retain(|_, value| !value.is_null());
    let change = Change::Create { kind: kind.kind.clone(), state: None, document };
    Ok(call.aims().commit(&call.actor, change, sent.key().as_deref()).await?.id)
}

/// What differs from one drawing of the form to the next.
struct Drawn<'a> {
    filled: &'a Filled,
    failure: Option<&'a Failure>,
    find: Option<&'a str>,
    draft: Option<&'a Draft>,
}

impl<'a> Drawn<'a> {
    fn of(filled: &'a Filled) -> Drawn<'a> {
        Drawn { filled, failure: None, find: None, draft: None }
    }
}

async fn draw(call: &Call, kind: &Kind, drawn: Drawn<'_>) -> Result<Response, Failure> {
    let Drawn { filled, failure, find, draft } = drawn;
    let form = Form { call, kind, id: None, filled, failure, base: None, beside: &[], find, draft };
    let form = form.draw().await?;
    let before = crate::panels::before_new(call, &kind.kind, filled).await?;
    let title = call.tell("form.new", &[("kind", &kind.label)]);
    let heading = Heading {
        crumbs: &[(format!("/{}", kind.kind), kind.plural.clone())],
        lead: Some(maud! { p { (kind.summary) } }.memoize()),
        ..Heading::of(&title)
    };
    let body = maud! { (heading.draw(call.language())) (before) (form) }.memoize();
    Ok(page::page_with(failure.map_or(StatusCode::OK, |it| it.status), call, &title, body))
}
