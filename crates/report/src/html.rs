//! The same document as HTML: the part that goes into a page of ours, and a file of its own that needs nothing else and prints well.

use hypertext::{Raw, maud_borrow as maud, prelude::*};

use crate::model::{Block, Cell, Document, Figure, Run, Section, Table};
use crate::reached::whole;

/// The style sheet of the file.
const STYLE: &str = include_str!("page.css");

type Html = Raw<String>;

/// Whether figures and cells lead to their rows: within the program they do, in a file that is sent away only where it is known at which address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// They lead there.
    Kept,
    /// Those of a whole address do, the others are words alone.
    Whole,
}

/// The document as a file of its own.
pub fn file(document: &Document) -> String {
    let page = maud! {
        !DOCTYPE
        html lang=(document.language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (document.title) }
                style { (Raw::dangerously_create(STYLE)) (Raw::dangerously_create(crate::pdf::PAPER)) }
            }
            body {
                main {
                    h1 dir="auto" { (document.title) }
                    (marks(document))
                    (front(document))
                    (Raw::dangerously_create(sections(document, Links::Whole)))
                }
            }
        }
    };
    page.render().into_inner() + "\n"
}

/// What stands below the title: what the document is about, and the marks that paper shows on each head.
fn marks(document: &Document) -> Html {
    let as_of = format!("{} {}", document.words.as_of, document.as_of);
    maud! {
        @if !document.subtitle.is_empty() { p dir="auto" { (document.subtitle) } }
        p .marks { (as_of) }
        @for (name, value) in &document.marks { p .marks { (name) " " (value) } }
    }
    .memoize()
}

/// What stands on the first page of paper.
fn front(document: &Document) -> Html {
    let how = How { title: &document.title, not_assessable: &document.words.not_assessable, links: Links::Whole };
    maud! { @for block in &document.front { (piece(block, how)) } }.memoize()
}

/// How the pieces of a section are drawn.
#[derive(Clone, Copy)]
struct How<'a> {
    /// Heading of the section, which names a table without words of its own.
    title: &'a str,
    /// Before the reason why there is no number.
    not_assessable: &'a str,
    links: Links,
}

/// The sections of a document, with headings of the second level.
pub fn sections(document: &Document, links: Links) -> String {
    let how = |it| How { title: section_title(it), not_assessable: &document.words.not_assessable, links };
    let all = maud! { @for it in &document.sections { (section(it, how(it))) } };
    all.render().into_inner()
}

fn section_title(it: &Section) -> &str {
    &it.title
}

fn section(it: &Section, how: How<'_>) -> Html {
    let class = if it.new_page { "new-page" } else { "same-page" };
    maud! {
        section class=(class) id=(it.anchor) {
            h2 dir="auto" { (it.title) }
            @for block in &it.blocks { (piece(block, how)) }
        }
    }
    .memoize()
}

fn piece(block: &Block, how: How<'_>) -> Html {
    maud! {
        @match block {
            Block::Paragraph { text, note } => {
                p dir="auto" { (text) }
                @if !note.is_empty() { p .note dir="auto" { (note) } }
            }
            Block::Items { items } => { ul { @for it in items { li dir="auto" { (it) } } } }
            Block::Figures { figures } => {
                dl .told { @for it in figures { (figure(it, how)) } }
            }
            Block::Lines { caption, figures } => {
                @if !caption.is_empty() { h2 .short dir="auto" { (caption) } }
                dl .lines { @for it in figures { (figure(it, how)) } }
            }
            Block::Table(it) => { (table(it, how)) }
            Block::Picture(it) => {
                figure {
                    div .wide tabindex="0" role="region" aria-label=(how.title) {
                        div role="img" aria-label=(it.alternative) { (Raw::dangerously_create(it.svg.as_str())) }
                    }
                    @if !it.caption.is_empty() { figcaption dir="auto" { (it.caption) } }
                }
            }
        }
    }
    .memoize()
}

fn figure(it: &Figure, how: How<'_>) -> Html {
    let name = Cell::leading(it.name.as_str(), it.link.as_str());
    let why = format!("{} {}", how.not_assessable, it.why);
    let beside = [&it.certainty, &it.moved, &it.source];
    maud! {
        div {
            dt dir="auto" { (leading(&name, how)) }
            @if it.value.is_empty() { dd { (why) } } @else { dd .value { (it.value) } }
            @for words in beside.into_iter().filter(|it| !it.is_empty()) { dd dir="auto" { (words) } }
        }
    }
    .memoize()
}

fn table(it: &Table, how: How<'_>) -> Html {
    let name = if it.caption.is_empty() { how.title } else { &it.caption };
    maud! {
        div .wide tabindex="0" role="region" aria-label=(name) {
            table {
                @if !it.caption.is_empty() { caption { (it.caption) } }
                thead { tr { @for name in &it.head { th scope="col" { (name) } } } }
                tbody {
                    @for row in &it.rows { tr { @for cell in row { td dir="auto" { (leading(cell, how)) } } } }
                }
            }
        }
    }
    .memoize()
}

fn leading(cell: &Cell, how: How<'_>) -> Html {
    let own = [Run { text: cell.text.clone(), link: cell.link.clone() }];
    let runs = if cell.runs.is_empty() { own.as_slice() } else { &cell.runs };
    let leads = |it: &Run| !it.link.is_empty() && (how.links == Links::Kept || whole(&it.link));
    maud! { @for it in runs { @if leads(it) { a href=(it.link) { (it.text) } } @else { (it.text) } } }.memoize()
}
