//! The dossier of an AI system: everything its page has, one after the other on one page, to print or to hand over.

use axum::extract::Path;
use governance::surroundings::SYSTEM;
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::html::page;
use crate::html::page::Sheet;
use crate::reply::Reply;
use crate::screens::lights;
use crate::screens::system::{tabs, with};

/// `GET /system/{id}/dossier`
pub(crate) async fn dossier(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(SYSTEM)?, &id)?;
    with(&call, &id, |view| {
        let (call, title) = (view.call, format!("{id} {}", view.around.system.title));
        let body = maud! {
            div .dossier {
                h1 { span .number { (id.to_string()) } " " (view.around.system.title) }
                p .help .no-print { (call.say("system.dossier_help")) " " a href=(view.address()) { (call.say("system.back")) } }
                (tabs::all_fields(view))
                (lights::all(call, view.signs))
                @for tab in &tabs::TABS[1..] { ((tab.draw)(view)) }
            }
        };
        let sheet = Sheet { version: Some(view.around.system.version), digest: None };
        page::sheet(axum::http::StatusCode::OK, call, &title, body.memoize(), sheet)
    })
    .await
}
