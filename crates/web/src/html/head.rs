//! The heading of a page: where it stands, what it is called, what can be done from here.

use hypertext::{maud_borrow as maud, prelude::*};

use crate::html::Html;
use crate::language::Language;

/// The heading of a page.
#[derive(Default)]
pub(crate) struct Heading<'a> {
    /// Pages above this one: address and name.
    pub crumbs: &'a [(String, String)],
    /// The number that stands before the title of a record.
    pub number: Option<&'a str>,
    pub title: &'a str,
    /// What stands below the title.
    pub lead: Option<Html>,
    /// Buttons beside it.
    pub acts: Option<Html>,
}

impl<'a> Heading<'a> {
    /// Only a title.
    pub fn of(title: &'a str) -> Heading<'a> {
        Heading { title, ..Heading::default() }
    }

    /// The heading.
    pub fn draw(&self, language: Language) -> Html {
        maud! {
            @if !self.crumbs.is_empty() {
                nav .crumbs aria-label=(language.say("page.crumbs")) {
                    ol { @for (to, name) in self.crumbs { li { a href=(to) { (name) } } } }
                }
            }
            div .heading {
                div {
                    h1 { @if let Some(number) = self.number { span .number { (number) } " " } (self.title) }
                    @if let Some(lead) = &self.lead { div .lead { (lead) } }
                }
                @if let Some(acts) = &self.acts { div .acts { (acts) } }
            }
        }
        .memoize()
    }
}
