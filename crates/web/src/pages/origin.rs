//! The row of a file from which a record came, with its cells as they stood.

use hypertext::{maud_borrow as maud, prelude::*};

use crate::pages::detail::View;
use crate::panels::Drawing;

/// The original cells; nothing for a record that was not imported.
pub(crate) fn panel(view: View<'_>) -> Drawing<'_> {
    let call = view.call;
    let html = maud! {
        @if let Some(origin) = &view.record.origin {
            details .panel {
                summary { (call.tell("detail.origin", &[("batch", &origin.batch), ("line", &origin.line)])) }
                div .scroll role="region" tabindex="0" aria-label=(call.say("detail.cells")) {
                    table {
                        thead { tr { th scope="col" { (call.say("detail.column")) } th scope="col" { (call.say("detail.cell")) } } }
                        tbody { @for (header, cell) in &origin.cells { tr { th scope="row" { (header) } td .prose { (cell) } } } }
                    }
                }
            }
        }
    };
    let html = html.memoize();
    Box::pin(async move { Ok(html) })
}
