//! How much a header resembles a field: by the words they share, weighed by how rare each is among the headers.

use std::collections::HashMap;

use record::Field;

use super::words::{alike, content, plain};

/// The headers of a table, with the weight of their words.
pub(crate) struct Headers {
    words: Vec<Vec<String>>,
    plain: Vec<String>,
    weights: HashMap<String, f64>,
    count: f64,
}

/// The words that name something: each name plain, and its words.
pub(crate) struct Names(Vec<(String, Vec<String>)>);

/// From this score on a header names a field.
pub(crate) const NAMED: f64 = 0.5;

/// Words of this weight together leave little doubt.
const TELLING: f64 = 7.0;

impl Names {
    /// The name, label and aliases of a field.
    pub fn of(field: &Field) -> Names {
        let own = [field.name.as_str(), field.label.as_str()].into_iter();
        Names::from(own.chain(field.aliases.iter().map(String::as_str)))
    }

    /// These names.
    pub fn from<'a>(names: impl Iterator<Item = &'a str>) -> Names {
        let mut known: Vec<(String, Vec<String>)> = names.map(|it| (plain(it), content(it))).collect();
        known.sort();
        known.dedup();
        Names(known)
    }
}

impl Headers {
    pub fn new(headers: &[sheet::Header]) -> Headers {
        let words: Vec<Vec<String>> = headers.iter().map(|it| content(&it.text)).collect();
        let mut seen: HashMap<String, f64> = HashMap::new();
        for header in &words {
            let mut once = header.clone();
            once.sort();
            once.dedup();
            once.into_iter().for_each(|it| *seen.entry(it).or_default() += 1.0);
        }
        let count = headers.len() as f64;
        let weights = seen.into_iter().map(|(word, often)| (word, (1.0 + count / often).ln())).collect();
        Headers { words, plain: headers.iter().map(|it| plain(&it.text)).collect(), weights, count }
    }

    fn weight(&self, word: &str) -> f64 {
        self.weights.get(word).copied().unwrap_or((1.0 + self.count).ln())
    }

    /// From 0 to 1: how much the header at `index` resembles the best of the names.
    pub fn score(&self, index: usize, names: &Names) -> f64 {
        names.0.iter().map(|name| self.score_of(index, name)).fold(0.0, f64::max)
    }

    fn score_of(&self, index: usize, (name, name_words): &(String, Vec<String>)) -> f64 {
        let (Some(header), Some(text)) = (self.words.get(index), self.plain.get(index)) else { return 0.0 };
        if text == name {
            return 1.0;
        }
        if header.is_empty() || name_words.is_empty() {
            return 0.0;
        }
        let total = |words: &[String]| words.iter().map(|it| self.weight(it)).sum::<f64>();
        let shared: Vec<String> =
            name_words.iter().filter(|it| header.iter().any(|word| alike(it, word))).cloned().collect();
        let found = total(&shared);
        let of_name = found / total(name_words);
        let of_header = (found / total(header)).min(1.0);
        // The words in one piece say more than the same words scattered.
        let whole = f64::from(u8::from(text.contains(name.as_str())));
        let telling = (found / TELLING.min(0.7 * self.count.ln_1p() * 2.0)).min(1.0);
        of_name.powi(3) * (0.3 + 0.35 * of_header + 0.25 * telling + 0.08 * whole)
    }

    /// Whether the header asks to explain the answer in the column before.
    pub fn explains_previous(&self, index: usize) -> bool {
        self.plain.get(index).is_some_and(|text| {
            let asks = ["explain", "specify", "describe", "details"].iter().any(|it| text.contains(it));
            asks && text.starts_with("if ") && text.split(' ').count() <= 8
        })
    }
}
