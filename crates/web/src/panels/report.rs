//! The way from a measurement to the report that it keeps, with its charts.

use hypertext::{maud_borrow as maud, prelude::*};

use super::Drawing;
use crate::pages::detail::View;

/// The panel; nothing where no report in a form that programs read is kept.
pub(super) fn panel(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let (call, record) = (view.call, view.record);
        let media = record.document.get("report").and_then(|it| it["media"].as_str());
        let readable = media == Some("application/json");
        Ok(maud! {
            @if readable {
                p { a .button href={ "/measured/" (record.id.to_string()) } { (call.say("measure.read_report")) } }
            }
        }
        .memoize())
    })
}
