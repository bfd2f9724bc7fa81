//! A card: a heading, one figure or a few lines, and what it is made from.

use hypertext::{maud_borrow as maud, prelude::*};

use crate::html::Html;

/// A card.
#[derive(Default)]
pub(crate) struct Card<'a> {
    pub title: &'a str,
    /// Where its title leads.
    pub href: Option<&'a str>,
    /// One number or word, large.
    pub figure: Option<&'a str>,
    pub body: Option<Html>,
    /// Denominator, date or source, small.
    pub foot: Option<&'a str>,
}

impl Card<'_> {
    /// The card.
    pub fn draw(&self) -> Html {
        maud! {
            section .card {
                header {
                    h2 {
                        @match self.href { Some(href) => { a href=(href) { (self.title) } }, None => (self.title) }
                    }
                }
                @if let Some(figure) = self.figure { p .figure { (figure) } }
                @if let Some(body) = &self.body { (body) }
                @if let Some(foot) = self.foot { footer { (foot) } }
            }
        }
        .memoize()
    }
}
