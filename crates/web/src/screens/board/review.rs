//! The papers of a management review on its page: inputs with what is missing and what is proposed, as files, and frozen. Serves
//! ISO/IEC 42001 9.3.

use axum::body::Body;
use axum::extract::Path;
use governance::packing::issue::{FORMS, media};
use governance::packing::{REPORT, REVIEW};
use hypertext::{Raw, maud_borrow as maud, prelude::*};
use report::html::{Links, sections};

use crate::call::Call;
use crate::html::parts;
use crate::pages::detail::View;
use crate::pages::form::Sent;
use crate::panels::Drawing;
use crate::reply::{self, Reply};

/// The panel on the page of a review.
pub(crate) fn panel(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let (call, id) = (view.call, &view.record.id);
        let review = call.aims().management_review(&call.actor, id).await?;
        let document = call.aims().review_paper(&review)?.0;
        let titles = review.missing.join("; ");
        Ok(maud! {
            section .panel aria-labelledby="papers" {
                h2 #papers { (call.say("management_review.title")) }
                @if review.missing.is_empty() { p { (call.say("management_review.complete")) } }
                @else { p .notice { (call.tell("management_review.missing", &[("titles", &titles)])) } }
                p .no-print {
                    (call.say("management_review.files")) " "
                    @for (ending, _) in FORMS {
                        a .button href={ "/management-reviews/" (id.to_string()) "/papers." (ending) } { (ending.to_uppercase()) } " "
                    }
                }
                form .inline.no-print action={ "/management-reviews/" (id.to_string()) "/issue" } method="post" {
                    (parts::once())
                    button type="submit" { (call.say("management_review.issue")) }
                }
                div .pack { (Raw::<_>::dangerously_create(sections(&document, Links::Kept))) }
            }
        }
        .memoize())
    })
}

/// `GET /management-reviews/{id}/papers.pdf`
pub(crate) async fn file(call: Call, Path((id, name)): Path<(String, String)>) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(REVIEW)?, &id)?;
    let ending = name.rsplit_once('.').map_or(name.as_str(), |it| it.1);
    let form = ending.parse()?;
    let bytes = call.aims().review_file(&call.actor, &id, form).await?;
    Ok(reply::file(&format!("{id}-{name}"), media(ending), bytes))
}

/// `POST /management-reviews/{id}/issue`: freezes the papers.
pub(crate) async fn issue(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    Sent::read(&call, body).await?;
    let id = call.id(call.kind(REVIEW)?, &id)?;
    let issued = call.aims().issue_review(&call.actor, &id).await?;
    Ok(crate::html::page::see(&format!("/{REPORT}/{}?done=saved", issued.id)))
}
