//! Models that rest on what a disposal destroyed, with one form to decide about several of them.

use hypertext::{maud_borrow as maud, prelude::*};

use super::Drawing;
use crate::failure::Failure;
use crate::html::{Html, parts, words};
use crate::pages::detail::View;

/// The panel; nothing where nobody has to decide.
pub(super) fn panel(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move { drawn(view).await })
}

async fn drawn(view: View<'_>) -> Result<Html, Failure> {
    let (call, id) = (view.call, &view.record.id);
    let open = call.aims().undecided_models(&call.actor, id).await?;
    if open.is_empty() {
        return Ok(maud! {}.memoize());
    }
    Ok(maud! {
        section .panel aria-labelledby="undecided" {
            h2 #undecided { (call.say("retention.undecided")) " (" (open.len()) ")" }
            p .help { (call.say("retention.undecided_help")) }
            form .narrow action={ "/retention/" (id.to_string()) "/decide" } method="post" {
                (parts::once())
                fieldset .field {
                    legend { (call.say("retention.models")) }
                    @for it in &open {
                        p { label { input type="checkbox" name="model" value=(it.id.to_string()); " " (it.title) " " span .number { (it.id.to_string()) } } }
                    }
                }
                div .field {
                    label for="decide-form" { (call.say("retention.stays_by")) }
                    select #decide-form name="form" { @for it in &call.configuration.libraries.retention.model_stays { option value=(it) { (words(it)) } } }
                }
                div .field {
                    label for="decide-reasons" { (call.say("retention.stays_because")) }
                    textarea #decide-reasons name="reasons" rows="3" required maxlength="5000" {}
                }
                p { label { input type="checkbox" name="sure" value="yes" required; " " (call.say("retention.sure")) } }
                button .main type="submit" { (call.say("retention.decide")) }
            }
        }
    }
    .memoize())
}
