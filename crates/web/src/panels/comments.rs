//! Comments on a record of any kind.

use axum::body::Body;
use axum::extract::Path;
use governance::{Listing, Moment, Record};
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Change, Document};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::{Html, moment, page, parts};
use crate::pages::detail;
use crate::pages::form::Sent;
use crate::reply::Reply;

/// The kind of comments.
pub(crate) const KIND: &str = "comment";
/// The field that names the record commented on, and the one that holds what is said.
const ABOUT: &str = "about";
const BODY: &str = "body";

/// Comments on a record, oldest first, and a form for one more.
pub(crate) async fn panel(call: &Call, record: &Record) -> Result<Html, Failure> {
    if call.configuration.catalog.kind(KIND).is_none() || record.kind == KIND {
        return Ok(maud! {}.memoize());
    }
    let listing = Listing { filter: format!("{ABOUT}:{}", record.id), limit: 200, ..Listing::of(KIND) };
    let comments = call.aims().list(&call.actor, &listing).await?;
    let text = |document: &Document| document.get(BODY).and_then(|it| it.as_str()).unwrap_or_default().to_owned();
    let owner = |document: &Document| {
        let id = document.get("owner").and_then(|it| it.as_str()).unwrap_or_default();
        comments.titles.get(id).map_or_else(|| id.to_owned(), |it| it.1.clone())
    };
    let html = maud! {
        section .panel aria-labelledby="comments" {
            h2 #comments { "Comments" }
            @for row in &comments.rows {
                article .comment {
                    p .help {
                        a href={ "/" (KIND) "/" (row.id.to_string()) } { (row.id.to_string()) } " " (owner(&row.document))
                        ", " (moment(&row.created)) " " (parts::state(call, &row.kind, &row.state, row.retired))
                    }
                    div .prose { (text(&row.document)) }
                }
            }
            form action={ "/" (record.kind) "/" (record.id.to_string()) "/comments" } method="post" {
                (parts::once())
                div .field {
                    label for="comment" { "New comment" }
                    textarea #comment name="body" rows="3" maxlength="100000" required {}
                }
                button type="submit" { "Comment" }
            }
        }
    };
    Ok(html.memoize())
}

/// `POST /{kind}/{id}/comments`
pub(crate) async fn add(call: Call, Path((kind, id)): Path<(String, String)>, body: Body) -> Reply {
    call.query.only(&[])?;
    let kind = call.kind(&kind)?;
    let id = call.id(kind, &id)?;
    let sent = Sent::read(&call, body).await?;
    let said = sent.posted.text("body").unwrap_or_default().replace("\r\n", "\n");
    let mut document =
        Document::from_iter([(ABOUT.to_owned(), id.to_string().into()), (BODY.to_owned(), said.trim_end().into())]);
    // Who may not read the record may not read what is said about it.
    let about = call.aims().record(&call.actor, &id, &Moment::Now).await?;
    for field in ["access", "unit"] {
        document.extend(about.document.get(field).map(|it| (field.to_owned(), it.clone())));
    }
    if let Some(person) = &call.actor.person {
        document.insert("owner".to_owned(), person.to_string().into());
    }
    let change = Change::Create { kind: KIND.to_owned(), state: None, document };
    match call.aims().commit(&call.actor, change, sent.key().as_deref()).await {
        Ok(_) => Ok(page::see(&format!("/{}/{id}?done=commented", kind.kind))),
        Err(error) => match Failure::from(error) {
            failure if failure.status.is_client_error() => {
                detail::draw(&call, kind, &id, Moment::Now, Some(&failure)).await
            }
            failure => Err(failure),
        },
    }
}
