//! The same document as HTML: the part that goes into a page of ours, and a file of its own that needs nothing else and prints well.

use hypertext::{Raw, maud_borrow as maud, prelude::*};

use crate::model::{Block, Cell, Document, Figure, Section, Table};

/// The style sheet of the file.
const STYLE: &str = include_str!("page.css");

type Html = Raw<String>;

/// Whether figures and cells lead to their rows: within the program they do, in a file that is sent away they would lead nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// They lead there.
    Kept,
    /// They are words alone.
    Dropped,
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
                    (Raw::dangerously_create(sections(document, Links::Dropped)))
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

/// The sections of a document, with headings of the second level.
pub fn sections(document: &Document, links: Links) -> String {
    let not_assessable = document.words.not_assessable.as_str();
    let all = maud! { @for it in &document.sections { (section(it, not_assessable, links)) } };
    all.render().into_inner()
}

fn section(it: &Section, not_assessable: &str, links: Links) -> Html {
    let class = if it.new_page { "new-page" } else { "same-page" };
    maud! {
        section class=(class) id=(it.anchor) {
            h2 dir="auto" { (it.title) }
            @for block in &it.blocks { (piece(block, not_assessable, links)) }
        }
    }
    .memoize()
}

fn piece(block: &Block, not_assessable: &str, links: Links) -> Html {
    maud! {
        @match block {
            Block::Paragraph { text, note } => {
                p dir="auto" { (text) }
                @if !note.is_empty() { p .note dir="auto" { (note) } }
            }
            Block::Items { items } => { ul { @for it in items { li dir="auto" { (it) } } } }
            Block::Figures { figures } => {
                dl .told { @for it in figures { (figure(it, not_assessable, links)) } }
            }
            Block::Table(it) => { (table(it, links)) }
            Block::Picture(it) => {
                figure {
                    div role="img" aria-label=(it.alternative) { (Raw::dangerously_create(it.svg.as_str())) }
                    @if !it.caption.is_empty() { figcaption dir="auto" { (it.caption) } }
                }
            }
        }
    }
    .memoize()
}

fn figure(it: &Figure, not_assessable: &str, links: Links) -> Html {
    let name = Cell::leading(it.name.as_str(), it.link.as_str());
    let why = format!("{not_assessable} {}", it.why);
    let beside = [&it.certainty, &it.moved, &it.source];
    maud! {
        div {
            dt dir="auto" { (leading(&name, links)) }
            @if it.value.is_empty() { dd { (why) } } @else { dd .value { (it.value) } }
            @for words in beside.into_iter().filter(|it| !it.is_empty()) { dd dir="auto" { (words) } }
        }
    }
    .memoize()
}

fn table(it: &Table, links: Links) -> Html {
    maud! {
        div .wide tabindex="0" role="region" aria-label=(it.caption) {
            table {
                @if !it.caption.is_empty() { caption { (it.caption) } }
                thead { tr { @for name in &it.head { th scope="col" { (name) } } } }
                tbody {
                    @for row in &it.rows { tr { @for cell in row { td dir="auto" { (leading(cell, links)) } } } }
                }
            }
        }
    }
    .memoize()
}

fn leading(cell: &Cell, links: Links) -> Html {
    let leads = links == Links::Kept && !cell.link.is_empty();
    maud! { @if leads { a href=(cell.link) { (cell.text) } } @else { (cell.text) } }.memoize()
}
