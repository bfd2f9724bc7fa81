//! Things within things. What is within stands below its label, which may lead elsewhere, so nothing is folded.

use hypertext::{maud_borrow as maud, prelude::*};

use crate::html::Html;

/// A thing and what is within it.
pub(crate) struct Branch {
    pub label: Html,
    pub below: Vec<Branch>,
}

/// The branches, each with those within it.
pub(crate) fn tree(branches: &[Branch]) -> Html {
    maud! { ul .tree { @for branch in branches { (twig(branch)) } } }.memoize()
}

fn twig(branch: &Branch) -> Html {
    let below: Vec<Html> = branch.below.iter().map(twig).collect();
    maud! { li { (branch.label) @if !below.is_empty() { ul { @for twig in &below { (twig) } } } } }.memoize()
}
