//! Access on the pages of records: the form that opens the data of a version, and how far a review of grants is.

use governance::access::review::FORM;
use hypertext::{maud_borrow as maud, prelude::*};
use serde_json::Value;

use super::Drawing;
use crate::failure::Failure;
use crate::html::Html;
use crate::pages::detail::View;
use crate::screens::access::{open, review};

/// The form that opens the data of a version, where they are held here.
pub(super) fn data(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move { data_drawn(view).await })
}

async fn data_drawn(view: View<'_>) -> Result<Html, Failure> {
    let text = |name: &str| view.record.document.get(name).and_then(Value::as_str);
    let held = view.record.document.get("file").is_some_and(Value::is_object);
    let Some(dataset) = text("dataset").and_then(|it| it.parse().ok()).filter(|_| held) else {
        return Ok(maud! {}.memoize());
    };
    let purposes = view.call.aims().purposes(&view.call.actor, &dataset).await?;
    Ok(open::form(view.call, &view.record.id, &purposes))
}

/// How far a review of grants is.
pub(super) fn progress(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move { progress_drawn(view).await })
}

async fn progress_drawn(view: View<'_>) -> Result<Html, Failure> {
    let form = view.record.document.get("form").and_then(Value::as_str);
    if form != Some(FORM) {
        return Ok(maud! {}.memoize());
    }
    let campaign = view.call.aims().access_review(&view.call.actor, &view.record.id).await?;
    Ok(review::progress(view.call, &campaign))
}
