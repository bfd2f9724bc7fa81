//! Searching for people: what a text finds, each with the place where it stands.

use record::{Document, Kind};
use serde_json::Value;
use store::Heading;

use crate::{Actor, Aims, Error};

/// Letters before and after the place that was found.
const AROUND: usize = 60;
/// Most records of one answer.
const MOST: u32 = 200;

/// A record that was found.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Found {
    /// Its head.
    pub record: Heading,
    /// The field in whose text a word stands, and the text around it; nothing when only number or title were found.
    pub place: Option<(String, String)>,
}

impl Aims {
    /// Records that a text finds, the best first, with the place where one of its words stands.
    pub async fn found(&self, actor: &Actor, text: &str, kinds: &[String], limit: u32) -> Result<Vec<Found>, Error> {
        let hits = self.search(actor, text, kinds, limit.min(MOST)).await?;
        let ids: Vec<_> = hits.iter().map(|it| it.record.id.clone()).collect();
        let rows = self.0.store.read_async(move |read| Ok::<_, Error>(read.records(&ids)?)).await?;
        let configuration = self.configuration();
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let place = |record: &Heading| {
            let row = rows.iter().find(|it| it.id == record.id)?;
            place(configuration.catalog.kind(&row.kind)?, &row.document, &words)
        };
        Ok(hits.into_iter().map(|it| Found { place: place(&it.record), record: it.record }).collect())
    }
}

/// The first field besides the title in whose text one of the words stands, and the text around it.
fn place(kind: &Kind, document: &Document, words: &[String]) -> Option<(String, String)> {
    let texts = kind.fields.iter().filter(|it| it.name != "title").filter_map(|it| {
        let text = document.get(&it.name).and_then(Value::as_str)?;
        Some((it.label.clone(), text))
    });
    texts.filter(|it| it.1.contains(' ')).find_map(|(label, text)| Some((label, around(text, words)?)))
}

/// The text around the first word that is found, without line breaks.
fn around(text: &str, words: &[String]) -> Option<String> {
    let letters: Vec<char> = text.chars().map(|it| if it.is_whitespace() { ' ' } else { it }).collect();
    let lower: Vec<char> = letters.iter().map(|it| it.to_lowercase().next().unwrap_or(*it)).collect();
    let stands = |word: &String| {
        let word: Vec<char> = word.chars().collect();
        let begins = |at: usize| at == 0 || !lower[at - 1].is_alphanumeric();
        (0..lower.len()).find(|at| lower[*at..].starts_with(&word) && begins(*at))
    };
    let at = words.iter().filter_map(stands).min()?;
    let (from, until) = (at.saturating_sub(AROUND), (at + AROUND).min(letters.len()));
    let cut: String = letters[from..until].iter().collect();
    let (before, after) = (if from > 0 { "…" } else { "" }, if until < letters.len() { "…" } else { "" });
    Some(format!("{before}{}{after}", cut.trim()))
}

#[cfg(test)]
mod tests {
    use super::around;

    #[test]
    fn shows_the_text_around_the_beginning_of_a_word() {
        let words = ["over".to_owned()];
        assert_eq!(around("It took over\nat noon", &words).as_deref(), Some("It took over at noon"));
        assert_eq!(around("moreover it did", &words), None);
        let long = format!("{} Overriding {}", "a".repeat(100), "b".repeat(100));
        let cut = around(&long, &words).unwrap();
        assert!(cut.starts_with('…') && cut.ends_with('…') && cut.contains("Overriding"));
    }
}
