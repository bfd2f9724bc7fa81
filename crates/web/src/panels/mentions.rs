//! People who are mentioned in a text as `@` and their name or number: who they are, and the text with links to them.

use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::Html;
use crate::html::pick::{by_title, found, number_in};

/// The kind that can be mentioned, and the start of its numbers.
const PERSON: &str = "person";
/// Most mentions in one text that are looked up.
const MOST: usize = 10;
/// Most words of a name.
const WORDS: usize = 4;

/// Numbers of the people whom a text mentions; a name that several people have, or nobody, mentions no one.
pub(super) async fn resolve(call: &Call, text: &str) -> Result<Vec<String>, Failure> {
    let mut people: Vec<String> = Vec::new();
    for candidate in candidates(text).into_iter().take(MOST) {
        if let Some(person) = person(call, candidate).await?
            && !people.contains(&person)
        {
            people.push(person);
        }
    }
    Ok(people)
}

/// What follows each `@` that begins a word, up to the end of its line.
fn candidates(text: &str) -> Vec<&str> {
    let begins = |at: usize| text[..at].chars().next_back().is_none_or(|it| !it.is_alphanumeric());
    let places = text.match_indices('@').filter(|(at, _)| begins(*at));
    places.filter_map(|(at, _)| text[at + 1..].lines().next()).filter(|it| !it.trim().is_empty()).collect()
}

/// The person at the beginning of a text: by number, by the longest name that fits, or by a first name that only one has.
async fn person(call: &Call, text: &str) -> Result<Option<String>, Failure> {
    let plain = |it: &str| it.trim_end_matches(|it: char| !it.is_alphanumeric()).to_owned();
    let words: Vec<&str> = text.split_whitespace().take(WORDS).collect();
    let Some(first) = words.first().map(|it| plain(it)) else { return Ok(None) };
    let prefix = call.configuration.kind(PERSON)?.prefix.clone();
    if let Some(id) = number_in(&first) {
        return Ok(Some(id).filter(|it: &Id| it.prefix == prefix).map(|it| it.to_string()));
    }
    for count in (1..=words.len()).rev() {
        let name = plain(&words[..count].join(" "));
        if let Ok(one) = by_title(call, &[PERSON], &name).await? {
            return Ok(Some(one));
        }
    }
    let called =
        |title: &str| title.split_whitespace().next().is_some_and(|it| it.to_lowercase() == first.to_lowercase());
    let found = found(call, &[PERSON], &first).await?;
    let mut called = found.into_iter().filter(|it| called(&it.1)).map(|it| it.0);
    Ok(called.next().filter(|_| called.next().is_none()))
}

/// The text with a link for each mention of one of these people.
pub(super) fn linked(text: &str, people: &[(String, String)], keep: &str) -> Html {
    let mut parts: Vec<(&str, Option<&str>)> = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(found) = text[at..].find('@').map(|it| it + at) {
        let rest = &text[found + 1..];
        let named = people.iter().find_map(|(id, title)| Some((id, begins(rest, title).or_else(|| begins(rest, id))?)));
        at = found + 1;
        if let Some((id, length)) = named {
            parts.push((&text[from..found], None));
            parts.push((&text[found..found + 1 + length], Some(id)));
            at = found + 1 + length;
            from = at;
        }
    }
    parts.push((&text[from..], None));
    maud! {
        @for (text, person) in &parts {
            @match person { Some(id) => { a .mention href={ "/" (PERSON) "/" (id) (keep) } { (text) } }, None => (text) }
        }
    }
    .memoize()
}

/// How many bytes of a text a name takes with which it begins.
fn begins(text: &str, name: &str) -> Option<usize> {
    let head = text.get(..name.len()).filter(|_| !name.is_empty())?;
    let ends = text[name.len()..].chars().next().is_none_or(|it| !it.is_alphanumeric());
    (ends && head.to_lowercase() == name.to_lowercase()).then_some(name.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_may_be_a_mention() {
        assert_eq!(
            candidates("Hello @Lena Lead, see a@b.example\n(@PER-0001) @"),
            ["Lena Lead, see a@b.example", "PER-0001) @"]
        );
    }

    #[test]
    fn links_mentions_and_nothing_else() {
        let people = [("PER-0001".to_owned(), "Ann <b>".to_owned()), ("PER-0002".to_owned(), "Bo".to_owned())];
        let html = linked("@ann <b>: @Bob and @Bo, @PER-0001 <script>", &people, "");
        let wanted = "<a class=\"mention\" href=\"/person/PER-0001\">@ann &lt;b&gt;</a>: @Bob and \
                      <a class=\"mention\" href=\"/person/PER-0002\">@Bo</a>, \
                      <a class=\"mention\" href=\"/person/PER-0001\">@PER-0001</a> &lt;script&gt;";
        assert_eq!(html.into_inner(), wanted);
    }
}
