//! Keeping a form that is not finished: by its button, or by a script while somebody types.

use axum::body::Body;
use axum::extract::Path;
use axum::http::header;
use record::{Id, Kind};

use crate::call::Call;
use crate::drafts;
use crate::failure::Failure;
use crate::html::page;
use crate::pages::form::Sent;
use crate::reply::{self, Reply};

/// `POST /{kind}/{id}/draft`, with `new` for the number of a record that is not made yet.
pub(crate) async fn keep(call: Call, Path((kind, id)): Path<(String, String)>, body: Body) -> Reply {
    call.query.only(&[])?;
    let kind = call.kind(&kind)?;
    let id = number(&call, kind, &id)?;
    let sent = Sent::read(&call, body).await?;
    let form = address(kind, id.as_ref());
    if sent.posted.text("discard").is_some() {
        drafts::forget(&call, kind, id.as_ref()).await?;
        return Ok(page::see(&form));
    }
    let holds = (&sent.filled, sent.base());
    drafts::keep(call.aims(), &call.actor, kind, id.as_ref(), holds).await?;
    let script = call.headers.get(header::ACCEPT).is_some_and(|it| it.as_bytes() == b"application/json");
    Ok(if script { reply::done() } else { page::see(&format!("{form}?draft=kept")) })
}

fn number(call: &Call, kind: &Kind, id: &str) -> Result<Option<Id>, Failure> {
    if id == "new" { Ok(None) } else { call.id(kind, id).map(Some) }
}

/// Where a form stands.
pub(crate) fn address(kind: &Kind, id: Option<&Id>) -> String {
    match id {
        Some(id) => format!("/{}/{id}/edit", kind.kind),
        None => format!("/{}/new", kind.kind),
    }
}
