//! The lineage of a version of data or of a model on its page, with the way to measuring it.

use hypertext::{maud_borrow as maud, prelude::*};

use super::Drawing;
use crate::failure::Failure;
use crate::html::Html;
use crate::pages::detail::View;
use crate::screens::data::lineage;

/// The panel.
pub(super) fn panel(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move { drawn(view).await })
}

async fn drawn(view: View<'_>) -> Result<Html, Failure> {
    let (call, id) = (view.call, &view.record.id);
    let (_, around) = call.aims().lineage(&call.actor, id).await?;
    let figure = lineage::figure_of(call, &around, id);
    Ok(maud! {
        p { a .button href={ "/measure?for=" (id.to_string()) } { (call.say("data.measure")) } }
        (figure)
    }
    .memoize())
}
