//! Tabs as links: the server draws the one that is asked for, so each has an address and works without scripts.

use hypertext::{maud_borrow as maud, prelude::*};

use crate::html::Html;
use crate::language::grouped;

/// One tab.
pub(crate) struct Tab {
    pub href: String,
    pub label: String,
    /// How much is behind it.
    pub count: Option<u64>,
    /// Whether it is the one that is shown.
    pub here: bool,
}

/// A row of tabs, named for those who do not see it.
pub(crate) fn tabs(name: &str, tabs: &[Tab]) -> Html {
    maud! {
        nav .tabs aria-label=(name) {
            @for tab in tabs {
                a href=(tab.href) aria-current=[tab.here.then_some("page")] {
                    (tab.label) @if let Some(count) = tab.count { " " span .count { (grouped(count)) } }
                }
            }
        }
    }
    .memoize()
}
