//! The monitors of something else: a block on the pages of AI systems and datasets, and a panel on those of other kinds.

use governance::monitoring::KIND;
use governance::monitoring::whole::Watching;
use hypertext::{maud_borrow as maud, prelude::*};

use super::tone;
use crate::call::Call;
use crate::failure::Failure;
use crate::html::{Html, badge, parts, words};
use crate::pages::detail::View;
use crate::panels::Drawing;

/// The monitors, each with how it stands and why; nothing where there is none.
pub(crate) fn block(call: &Call, monitors: &[Watching]) -> Html {
    maud! {
        @if !monitors.is_empty() {
            section .panel aria-labelledby="monitors" {
                h2 #monitors { (call.say("monitor.drift_of")) }
                ul .signs {
                    @for it in monitors {
                        li {
                            span class={ "light " (tone(it.standing.word).class()) } {
                                a href={ "/" (KIND) "/" (it.monitor.id.to_string()) } { (it.monitor.id.to_string()) " " (it.monitor.title) }
                                " " (badge::badge(tone(it.standing.word), &words(it.standing.word)))
                            }
                            p { (parts::sentence(&it.standing.why)) }
                        }
                    }
                }
            }
        }
    }
    .memoize()
}

/// The panel.
pub(crate) fn panel(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move { drawn(view).await })
}

async fn drawn(view: View<'_>) -> Result<Html, Failure> {
    let monitors = view.call.aims().monitors_of(&view.call.actor, vec![view.record.id.clone()]).await?;
    Ok(block(view.call, &monitors))
}
