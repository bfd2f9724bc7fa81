//! Going on after a session ended in the middle of a form.
//!
//! The form of a record becomes a draft of whoever signed in and is shown again; anything else is shown as it was sent, with
//! a button that sends it. Nothing is done before that button is pressed.

use axum::http::StatusCode;
use axum::response::Response;
use governance::Actor;
use hypertext::{maud_borrow as maud, prelude::*};

use crate::App;
use crate::drafts;
use crate::failure::Failure;
use crate::frame::random_hex;
use crate::html::filled::Filled;
use crate::html::{page, words};
use crate::reader::Reader;
use crate::unsent::Unsent;

/// Where a form that was sent to `path` goes on.
pub(crate) async fn resume(
    app: &App,
    reader: Reader,
    actor: &Actor,
    path: &str,
    unsent: Unsent,
) -> Result<Response, Failure> {
    let configuration = app.aims.configuration();
    let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    let target = match parts.as_slice() {
        [kind, "new"] => configuration.catalog.kind(kind).map(|it| (it, None)),
        [kind, "new", "draft"] => configuration.catalog.kind(kind).map(|it| (it, None)),
        [kind, id, "edit" | "draft"] => {
            let kind = configuration.catalog.kind(kind);
            kind.and_then(|it| Some((it, Some(id.parse().ok().filter(|id: &record::Id| id.prefix == it.prefix)?))))
        }
        _ => None,
    };
    let Some((kind, id)) = target else { return Ok(again(reader, path, &unsent)) };
    let posted = unsent.posted();
    let base = posted.text("base").and_then(|it| it.parse().ok());
    drafts::keep(&app.aims, actor, kind, id.as_ref(), (&Filled::posted(&posted), base)).await?;
    Ok(page::see(&format!("{}?draft=back", crate::pages::draft::address(kind, id.as_ref()))))
}

/// What was sent, to be looked at and sent again.
fn again(reader: Reader, path: &str, unsent: &Unsent) -> Response {
    let shown = |name: &str| !matches!(name, "once" | "base" | "with");
    let body = maud! {
        h1 { (reader.say("resume.title")) }
        p { (reader.say("resume.lead")) }
        form action=(path) method="post" enctype="multipart/form-data" {
            input type="hidden" name="once" value=(random_hex(16));
            @for (name, text) in unsent.texts.iter().filter(|it| it.0 != "once") {
                input type="hidden" name=(name) value=(text);
            }
            dl {
                @for (name, text) in unsent.texts.iter().filter(|(name, text)| shown(name) && !text.is_empty()) {
                    dt { (words(name.trim_start_matches("f."))) } dd .prose { (text) }
                }
            }
            p .actions {
                button .main type="submit" { (reader.say("resume.send")) }
                a .button href="/" { (reader.say("resume.leave")) }
            }
        }
    }
    .memoize();
    page::bare(reader, StatusCode::OK, reader.say("resume.title"), body)
}
