//! Every mistake in the form of a file at once: what cannot be read is told with its line and taken out, and reading goes on without it.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer, Error};

/// How many mistakes of one file are told at most; a file with more is of another format.
const AT_MOST: usize = 100;

/// What could be read of a file, and what was wrong with it.
pub(crate) struct Lenient<T> {
    /// The document without what was unknown in it; nothing where more than unknown keys had to be left out.
    pub value: Option<T>,
    /// Each mistake, with its line.
    pub mistakes: Vec<String>,
}

/// Reads a file in TOML; one without mistakes is read once and no more.
pub(crate) fn lenient<T: DeserializeOwned>(text: &str) -> Lenient<T> {
    match toml::from_str(text) {
        Ok(value) => Lenient { value: Some(value), mistakes: Vec::new() },
        Err(_) => mistaken(text),
    }
}

/// Reads a file with mistakes, and tells all of them.
fn mistaken<T: DeserializeOwned>(text: &str) -> Lenient<T> {
    let (mut mistakes, mut whole) = (Vec::new(), true);
    let (mut table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        let mistakes = errors.iter().take(AT_MOST).map(|it| said(text, it)).collect();
        return Lenient { value: None, mistakes };
    }
    while mistakes.len() < AT_MOST {
        match T::deserialize(Deserializer::from(table.clone())) {
            Ok(value) => return Lenient { value: whole.then_some(value), mistakes },
            Err(error) => {
                mistakes.push(said(text, &error));
                let Some(span) = error.span() else { break };
                // Where a key is too much it alone goes; only for what else is wrong its whole table does.
                if without_key(table.get_mut(), &span) {
                    continue;
                }
                whole = false;
                if !without_element(table.get_mut(), &span) {
                    break;
                }
            }
        }
    }
    Lenient { value: None, mistakes }
}

fn said(text: &str, error: &Error) -> String {
    let line = error.span().map(|it| 1 + text[..it.start.min(text.len())].matches('\n').count());
    match line {
        Some(line) => format!("line {line}: {}", error.message()),
        None => error.message().to_owned(),
    }
}

/// Takes out the key that stands at this place.
fn without_key(table: &mut DeTable, at: &Range<usize>) -> bool {
    let found = table.keys().find(|it| it.span() == *at).cloned();
    match found {
        Some(key) => table.remove(&key).is_some(),
        None => inner(table).any(|it| without_key(it, at)),
    }
}

/// Takes out the innermost table of a list, such as a node, in which this place lies.
fn without_element(table: &mut DeTable, at: &Range<usize>) -> bool {
    if inner(table).any(|it| without_element(it, at)) {
        return true;
    }
    let lists = table.iter_mut().filter_map(|(_, it)| match it.get_mut() {
        DeValue::Array(all) => Some(all),
        _ => None,
    });
    for all in lists {
        let holds = |it: &Spanned<DeValue>| it.get_ref().is_table() && within(it, at);
        if let Some(place) = all.iter().position(holds) {
            let others = all.iter().enumerate().filter(|it| it.0 != place);
            *all = others.map(|it| it.1.clone()).collect();
            return true;
        }
    }
    false
}

/// Whether a place lies in a value; a table with a header of its own spans the header alone, and what stands in it lies behind.
fn within(value: &Spanned<DeValue>, at: &Range<usize>) -> bool {
    let own = value.span();
    let covers = |it: Range<usize>| it.start <= at.start && at.end <= it.end;
    covers(own)
        || value
            .get_ref()
            .as_table()
            .is_some_and(|it| it.iter().any(|(key, value)| covers(key.span()) || within(value, at)))
}

/// The tables in a table, those of lists among them.
fn inner<'a, 'i>(table: &'a mut DeTable<'i>) -> impl Iterator<Item = &'a mut DeTable<'i>> {
    table.iter_mut().flat_map(|(_, it)| -> Vec<&'a mut DeTable<'i>> {
        match it.get_mut() {
            DeValue::Table(one) => vec![one],
            DeValue::Array(all) => all
                .iter_mut()
                .filter_map(|it| match it.get_mut() {
                    DeValue::Table(one) => Some(one),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        }
    })
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Row {
        id: String,
        of: Option<i64>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        row: Vec<Row>,
    }

    #[test]
    fn a_key_that_is_unknown_takes_nothing_else_with_it() {
        let written = "colour = 1\nrow = [{ id = \"a\", shape = 2 }, { id = \"b\" }]\n";
        let read = lenient::<File>(written);
        let row = |id: &str| Row { id: id.to_owned(), of: None };
        assert_eq!(read.value, Some(File { row: vec![row("a"), row("b")] }));
        assert_eq!(read.mistakes.len(), 2, "{:?}", read.mistakes);
    }

    #[test]
    fn what_is_wrong_otherwise_leaves_no_document_and_hides_no_other_mistake() {
        let read = lenient::<File>("[[row]]\nid = 1\n[[row]]\nid = \"b\"\nshape = 2\n[[row]]\nof = 3\n");
        assert_eq!((read.value, read.mistakes.len()), (None, 3), "{:?}", read.mistakes);
    }
}
