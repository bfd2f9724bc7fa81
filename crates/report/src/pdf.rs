//! A document as PDF/A-2a: tagged, with its faces inside, so that it can be kept and read aloud for decades. The exporter checks what the
//! standard (ISO 19005-2, level A) asks for and refuses to write anything else.

use std::sync::LazyLock;

use typst::foundations::{Bytes, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::model::{Block, Document};
use crate::readable::{breakable, readable};
use crate::world::{Shop, Work};

/// Why a document cannot be written.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// What the document holds cannot be set.
    #[error("the document cannot be set as PDF: {0}; look at what it holds")]
    Unset(String),
    /// A fault of ours.
    #[error("documents cannot be set: {0}; this is a fault of the program, report it")]
    Own(String),
}

/// Faces and setting, opened with the first document.
static SHOP: LazyLock<Result<Shop, Error>> = LazyLock::new(Shop::open);

/// Colours of pictures on paper, where no theme stands behind them.
pub(crate) const PAPER: &str = include_str!("picture.css");

/// The document as the bytes of a PDF; the same document gives the same bytes.
pub fn write(document: &Document) -> Result<Vec<u8>, Error> {
    let shop = SHOP.as_ref().map_err(Clone::clone)?;
    let data = serde_json::to_vec(&on_paper(document, shop)).map_err(|it| Error::Own(it.to_string()))?;
    let identity = data.clone();
    let work = Work { shop, data: Bytes::new(data) };
    let set = typst::compile::<PagedDocument>(&work);
    // What was remembered for this document helps no other.
    typst::comemo::evict(0);
    let pages = set.output.map_err(|it| Error::Unset(first(&it)))?;
    let standards = PdfStandards::new(&[PdfStandard::A_2a]).map_err(|it| Error::Own(it.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(format!("{:032x}", typst::utils::hash128(&identity))),
        creator: Smart::Custom(Some("aims".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&pages, &options).map_err(|it| Error::Unset(first(&it)))
}

fn first(all: &[typst::diag::SourceDiagnostic]) -> String {
    all.first().map_or_else(|| "no reason is given".to_owned(), |it| it.message.to_string())
}

/// The document with texts that paper can show.
fn on_paper(document: &Document, shop: &Shop) -> Document {
    let mut document = document.clone();
    for block in document.sections.iter_mut().flat_map(|it| it.blocks.iter_mut()) {
        if let Block::Picture(it) = block {
            it.svg = painted(&it.svg);
        }
    }
    document.texts_mut().into_iter().for_each(|it| *it = readable(it, &|sign| shop.shows(sign)));
    for table in document.blocks_mut() {
        match table {
            Block::Table(it) => it.rows.iter_mut().flatten().for_each(|cell| {
                cell.text = breakable(&cell.text);
                cell.runs.iter_mut().for_each(|it| it.text = breakable(&it.text));
            }),
            Block::Paragraph { text, note } => [text, note].into_iter().for_each(|it| *it = breakable(it)),
            Block::Items { items } => items.iter_mut().for_each(|it| *it = breakable(it)),
            Block::Figures { .. } | Block::Lines { .. } | Block::Picture(_) => {}
        }
    }
    document
}

/// A picture with the colours of paper, behind its opening tag.
fn painted(svg: &str) -> String {
    match svg.split_once('>') {
        Some((head, rest)) if !svg.is_empty() => format!("{head}><style>{PAPER}</style>{rest}"),
        _ => svg.to_owned(),
    }
}
