//! Things within things: each branch can be folded, without scripts.

use hypertext::{maud_borrow as maud, prelude::*};

use crate::html::Html;

/// A thing and what is within it.
pub(crate) struct Branch {
    pub label: Html,
    pub below: Vec<Branch>,
}

/// The branches, unfolded down to `depth`.
pub(crate) fn tree(branches: &[Branch], depth: usize) -> Html {
    maud! { ul .tree { @for branch in branches { (twig(branch, depth)) } } }.memoize()
}

fn twig(branch: &Branch, depth: usize) -> Html {
    let below: Vec<Html> = branch.below.iter().map(|it| twig(it, depth.saturating_sub(1))).collect();
    maud! {
        @if below.is_empty() {
            li .leaf { (branch.label) }
        } @else {
            li { details open[depth > 0] { summary { (branch.label) } ul { @for twig in &below { (twig) } } } }
        }
    }
    .memoize()
}
