//! Opened data as pages to read and keep: who opened what for which purpose at the head, what is withheld, and the masked rows.

use report::Document;
use report::model::{Block, Section};

use super::open::{Form, Opened};
use crate::libraries::Words;
use crate::packing::paper::document_of;
use crate::packing::tables::Rows;
use crate::{Aims, Error};

/// Most cells that pages take; what is larger is read as a file and not on paper.
const CELLS: usize = 50_000;

const SAID: [&str; 10] =
    ["title", "about", "none", "grant", "purpose", "digest", "entry", "rows", "withheld", "nothing_withheld"];

/// Words without which no page can be written.
pub(super) fn words() -> &'static [&'static str] {
    &SAID
}

/// Refuses more than pages take, before anything counts as opened.
pub(super) fn fits(rows: usize, columns: usize) -> Result<(), Error> {
    match rows.saturating_mul(columns) {
        ..=CELLS => Ok(()),
        _ => Err(Error::input(format!(
            "{rows} rows of {columns} columns are too many for pages, which take {CELLS} cells; ask for the form `csv` or `xlsx`"
        ))),
    }
}

impl Aims {
    /// Opened data in a form, with the media type and the ending of a file's name.
    pub async fn opened_file(&self, opened: &Opened, form: Form) -> Result<(Vec<u8>, String, &'static str), Error> {
        match form {
            Form::Pdf => Ok((self.set(self.opened_pages(opened)).await?, "application/pdf".to_owned(), ".pdf")),
            form => opened.file(form),
        }
    }

    fn opened_pages(&self, opened: &Opened) -> Document {
        let configuration = self.configuration();
        let libraries = &configuration.libraries;
        let document = document_of(
            &libraries.packs,
            (libraries.access.words.say("title"), format!("{} · {}", opened.version.id, opened.version.title)),
            self.today(),
            vec![section(&libraries.access.words, opened)],
        );
        Document { marks: marks(&libraries.access.words, opened), ..document }
    }
}

fn marks(said: &Words, opened: &Opened) -> Vec<(String, String)> {
    let (grant, place) = (opened.grant.to_string(), opened.place.to_string());
    let all = [("purpose", opened.purpose.as_str()), ("grant", &grant), ("digest", &opened.digest), ("entry", &place)];
    all.into_iter().map(|(key, value)| (said.say(key).to_owned(), value.to_owned())).collect()
}

fn section(said: &Words, opened: &Opened) -> Section {
    let names: Vec<String> = opened.withheld.iter().map(|it| format!("{} ({})", it.field, it.class)).collect();
    let withheld = match names.is_empty() {
        true => said.say("nothing_withheld").to_owned(),
        false => format!("{}: {}", said.say("withheld"), names.join(", ")),
    };
    let paragraph = |text: String| Block::Paragraph { text, note: String::new() };
    let head: Vec<&str> = opened.cells.headers.iter().map(String::as_str).collect();
    let rows = Rows::said(str::to_owned, said.say("rows"), &head, opened.cells.rows.clone());
    let mut section = rows.section(said.say("none"));
    section.blocks.insert(0, paragraph(withheld));
    section.blocks.insert(0, paragraph(said.say("about").to_owned()));
    section
}
