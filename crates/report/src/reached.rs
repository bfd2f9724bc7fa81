//! Documents whose figures and numbers of records lead to the program at an address, wherever the document is read.

use std::collections::BTreeMap;

use crate::model::{Block, Cell, Document, Run};

/// Where records are reached.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reached {
    /// The address of the program, such as `https://aims.example.org`.
    pub address: String,
    /// The path of each kind's records, by the prefix of their numbers.
    pub paths: BTreeMap<String, String>,
}

impl Document {
    /// The same document with its figures and every number of a record in a table leading to the program.
    pub fn reached(mut self, at: &Reached) -> Document {
        for block in self.blocks_mut() {
            match block {
                Block::Figures { figures } | Block::Lines { figures, .. } => {
                    figures.iter_mut().for_each(|it| it.link = at.whole(&it.link));
                }
                Block::Table(it) => it.rows.iter_mut().flatten().for_each(|it| at.cell(it)),
                Block::Paragraph { .. } | Block::Items { .. } | Block::Picture(_) => {}
            }
        }
        self
    }
}

impl Reached {
    fn whole(&self, link: &str) -> String {
        if link.starts_with('/') { format!("{}{link}", self.address) } else { link.to_owned() }
    }

    fn cell(&self, it: &mut Cell) {
        it.link = self.whole(&it.link);
        if it.link.is_empty() {
            let runs = self.runs(&it.text);
            it.runs = if runs.iter().any(|it| !it.link.is_empty()) { runs } else { Vec::new() };
        }
    }

    /// A text in pieces: numbers of records, each with its address, and what stands between them.
    fn runs(&self, text: &str) -> Vec<Run> {
        let (mut runs, mut done) = (Vec::new(), 0);
        for (start, end) in words(text) {
            let word = &text[start..end];
            let path = word.split_once('-').filter(|it| number(it.1)).and_then(|it| self.paths.get(it.0));
            if let Some(path) = path {
                runs.push(Run { text: text[done..start].to_owned(), link: String::new() });
                runs.push(Run { text: word.to_owned(), link: format!("{}{path}/{word}", self.address) });
                done = end;
            }
        }
        runs.push(Run { text: text[done..].to_owned(), link: String::new() });
        runs.retain(|it| !it.text.is_empty());
        runs
    }
}

fn number(text: &str) -> bool {
    text.len() >= 4 && text.bytes().all(|it| it.is_ascii_digit())
}

/// Where words of letters, digits and hyphens stand.
fn words(text: &str) -> Vec<(usize, usize)> {
    let (mut words, mut start) = (Vec::new(), None);
    for (at, sign) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = sign.is_alphanumeric() || sign == '-';
        match (start, inside) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                words.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// Whether a link leads somewhere wherever it is followed.
pub(crate) fn whole(link: &str) -> bool {
    link.starts_with("https://") || link.starts_with("http://")
}
