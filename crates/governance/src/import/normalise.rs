//! Which choice a value means: by its name, a known spelling, or words that leave no doubt; otherwise none.

use super::spellings::Spellings;
use super::words::{alike, content, plain, stems};

/// A list of names that a field can hold, made ready to be compared with many values.
pub(crate) struct Choices {
    names: Vec<Name>,
    spellings: Spellings,
}

struct Name {
    name: String,
    plain: String,
    words: Vec<String>,
}

/// Words that turn a sentence round.
const NEGATIONS: [&str; 6] = ["no", "not", "never", "without", "non", "cannot"];

/// A single word decides only in values as short as this.
const SHORT: usize = 5;

/// Longer values are prose, in which words stand by chance.
const LONG: usize = 40;

impl Choices {
    /// The choices of a field, or the states of a lifecycle when `field` is `state`.
    pub fn new(kind: &str, field: &str, names: &[&str]) -> Choices {
        let name = |it: &&str| Name { name: (*it).to_owned(), plain: plain(it), words: content(it) };
        Choices { names: names.iter().map(name).collect(), spellings: Spellings::of(kind, field, names) }
    }

    /// The name that a value spells exactly, apart from case, punctuation and known spellings.
    pub fn exactly(&self, value: &str) -> Option<&str> {
        let value = plain(value);
        let named = self.names.iter().find(|it| it.plain == value).map(|it| it.name.as_str());
        named.or_else(|| self.spellings.find(&value))
    }

    /// The name that a value means without doubt.
    pub fn choose(&self, value: &str) -> Option<&str> {
        if value.trim().is_empty() || self.names_two(value) {
            return None;
        }
        self.exactly(value)
            .or_else(|| self.by_words(value))
            .or_else(|| self.by_head(value))
            .or_else(|| self.mistyped(value))
    }

    /// Whether two parts of the value mean different names, so that neither is what the value means.
    fn names_two(&self, value: &str) -> bool {
        let parts = || value.split([';', '\n', '|']).map(str::trim).filter(|it| !it.is_empty());
        let mut found = parts().filter_map(|it| self.exactly(it).or_else(|| self.by_words(it)));
        parts().nth(1).is_some() && found.next().is_some_and(|first| found.any(|it| it != first))
    }

    /// The one name all of whose words stand in the value, and with it those of every other such name.
    fn by_words(&self, value: &str) -> Option<&str> {
        let head = value.split_once(": ").map_or(value, |(head, _)| head);
        let (words, all) = (content(head), stems(head));
        if words.len() > LONG {
            return None;
        }
        let negated = |words: &[String]| words.iter().any(|it| NEGATIONS.contains(&it.as_str()));
        let (turned, stands) = (negated(&all), |word: &String| words.iter().any(|it| alike(it, word)));
        let fits = |it: &&Name| match it.words.len() {
            0 => false,
            1 if words.len() > SHORT => false,
            _ => it.words.iter().all(stands) && turned == negated(&it.words),
        };
        let fitting: Vec<&Name> = self.names.iter().filter(fits).collect();
        let most = fitting.iter().max_by_key(|it| it.words.len())?;
        let covered = |it: &&&Name| it.words.iter().all(|word| most.words.contains(word));
        let equal = fitting.iter().filter(|it| it.words.len() == most.words.len()).count();
        (equal == 1 && fitting.iter().all(|it| covered(&it))).then_some(most.name.as_str())
    }

    /// `Yes – and so on`, where no other name goes on after the same word.
    fn by_head(&self, value: &str) -> Option<&str> {
        let end = [" – ", " - ", " — ", ": ", ". ", ", ", "; "].iter().filter_map(|it| value.find(it)).min()?;
        let head = plain(value.get(..end)?);
        let found = self.names.iter().find(|it| it.plain == head)?;
        let first = head.split(' ').next().unwrap_or_default();
        let rivals = self.names.iter().filter(|it| it.plain.split(' ').next() == Some(first)).count();
        (rivals == 1).then_some(found.name.as_str())
    }

    /// The one name that differs by a slip of the keyboard.
    fn mistyped(&self, value: &str) -> Option<&str> {
        let value = plain(value);
        let close = |it: &&Name| value.len() >= 5 && strsim::normalized_damerau_levenshtein(&value, &it.plain) >= 0.85;
        let mut close = self.names.iter().filter(close);
        close.next().filter(|_| close.next().is_none()).map(|it| it.name.as_str())
    }
}

/// The parts of a cell that holds several choices: a JSON array, or text between separators.
pub(crate) fn split(cell: &str, separators: &[String]) -> Vec<String> {
    if let Some(array) =
        cell.trim().strip_prefix('[').and_then(|_| serde_json::from_str::<Vec<String>>(cell.trim()).ok())
    {
        return array;
    }
    let mut parts = vec![cell.to_owned()];
    for separator in separators.iter().filter(|it| !it.is_empty()) {
        parts = parts.iter().flat_map(|it| it.split(separator.as_str())).map(str::to_owned).collect();
    }
    parts.into_iter().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect()
}

/// What stands between choices in the spreadsheets of the world.
pub(crate) const SEPARATORS: [&str; 4] = [",", ";", "\n", "|"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_chosen_by_name_spelling_and_words_and_never_by_chance() {
        let origin =
            Choices::new("ai_system", "origin", &["in_house", "contracted", "in_house_and_contracted", "bought"]);
        for (value, name) in [
            ("In-House", Some("in_house")),
            ("Developed with contracting resources.", Some("contracted")),
            ("Developed with both contracting and in-house resources.", Some("in_house_and_contracted")),
            ("No contract/external resources used in development.", Some("in_house")),
            ("Not contracted", None),
            ("contarcted", Some("contracted")),
            ("Commercial off-the-shelf", Some("bought")),
            ("We do not know yet", None),
            ("", None),
        ] {
            assert_eq!(origin.choose(value), name, "{value}");
        }
        let fallback = Choices::new("x", "y", &["yes", "no", "no_not_operationally_practical"]);
        assert_eq!(
            fallback.choose("No – it is not operationally practical to offer this."),
            Some("no_not_operationally_practical")
        );
        assert_eq!(fallback.choose("No – nobody has asked for one so far, as far as is known."), None);
        let level = Choices::new("x", "y", &["limited", "complete", "partially_complete"]);
        assert_eq!(
            level.choose("Documentation has been partially completed: some is complete"),
            Some("partially_complete")
        );
        assert_eq!(level.choose("limited or complete"), None);
        assert_eq!(level.choose("Limited; partially complete"), None);
        assert_eq!(level.choose("complete; complete"), Some("complete"));
    }

    #[test]
    fn several_choices_in_a_cell_are_told_apart() {
        let separators = SEPARATORS.map(str::to_owned);
        assert_eq!(split("[\"Age\",\"Sex/Gender, other\"]", &separators), ["Age", "Sex/Gender, other"]);
        assert_eq!(split("Age; Sex/Gender,\nOther", &separators), ["Age", "Sex/Gender", "Other"]);
    }
}
