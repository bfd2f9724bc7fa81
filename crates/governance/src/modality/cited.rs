//! Which nodes of libraries a text cites: whole references such as `ISO/IEC 42001:6.1.3` anywhere, short ones where they cannot be
//! anything else.

use library::Shelf;

use super::STANDARD;

/// Words that may stand beside numbers of clauses.
const BESIDE: [&str; 9] = ["clause", "clauses", "control", "controls", "annex", "and", "of", "iso/iec", "42001"];

/// The references that a text cites, in their order, each once, with the name of the standard in front.
pub fn cited(shelf: &Shelf, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text.to_owned();
    for framework in shelf.frameworks() {
        // An edition such as `:2023` belongs to the name and is no identifier.
        let (name, edition) = (&framework.prefix, &framework.edition.name);
        rest = rest.replace(&format!("{name}:{edition}"), &format!("{name} "));
        for sign in [":", " "] {
            let name = format!("{}{sign}", framework.prefix);
            while let Some(at) = rest.find(&name) {
                let after = &rest[at + name.len()..];
                let id = known_or_first(after, |id| framework.node(id).is_some());
                let Some(id) = id.filter(|it| sign == ":" || looks_numbered(it) || framework.node(it).is_some()) else {
                    rest.replace_range(at..at + name.len(), " ");
                    continue;
                };
                found.push((at, format!("{}:{id}", framework.prefix)));
                let blank = " ".repeat(name.len() + id.len());
                rest.replace_range(at..at + name.len() + id.len(), &blank);
            }
        }
    }
    found.extend(short(&rest).into_iter().map(|(at, id)| (at, format!("{STANDARD}:{id}"))));
    found.sort();
    let mut all: Vec<String> = Vec::new();
    for (_, reference) in found {
        if !all.contains(&reference) {
            all.push(reference);
        }
    }
    all
}

/// The longest beginning that is a known identifier, else the first word.
fn known_or_first(text: &str, known: impl Fn(&str) -> bool) -> Option<String> {
    let line = text.split([',', ';', '\n']).next().unwrap_or_default();
    let ends = line.char_indices().map(|it| it.0).chain([line.len()]);
    let longest = ends.filter(|it| known(line[..*it].trim_end()) && !continues(&line[*it..])).last();
    let first = line.split_whitespace().next().map(trimmed).filter(|it| !it.is_empty());
    longest.map(|it| line[..it].trim_end().to_owned()).filter(|it| !it.is_empty()).or(first.map(str::to_owned))
}

/// Whether what follows belongs to the same number.
fn continues(rest: &str) -> bool {
    let mut letters = rest.chars();
    match letters.next() {
        Some('.') => letters.next().is_some_and(|it| it.is_ascii_digit()),
        Some(it) => it.is_ascii_digit(),
        None => false,
    }
}

/// Short references of the standard with their places: of annexes anywhere, of clauses where the whole text is nothing else.
fn short(text: &str) -> Vec<(usize, String)> {
    let words: Vec<(usize, &str)> = text
        .split(|it: char| it.is_whitespace() || ",;()".contains(it))
        .map(|it| (it.as_ptr() as usize - text.as_ptr() as usize, trimmed(it)))
        .filter(|it| !it.1.is_empty())
        .collect();
    let alone =
        words.iter().all(|it| numbered(it.1) || annexed(it.1) || BESIDE.contains(&it.1.to_lowercase().as_str()));
    let cited = words.into_iter().filter(|it| annexed(it.1) || (alone && numbered(it.1)));
    cited.map(|(at, it)| (at, it.to_uppercase())).collect()
}

fn trimmed(word: &str) -> &str {
    word.trim_matches(|it: char| ".:\"'`[]".contains(it))
}

/// `A.6.2.4`: a letter of an annex and at least one number.
fn annexed(word: &str) -> bool {
    let mut parts = word.split('.');
    let letter = parts.next().is_some_and(|it| matches!(it, "A" | "B" | "C" | "D"));
    let numbers: Vec<&str> = parts.collect();
    letter && !numbers.is_empty() && numbers.iter().all(|it| digits(it))
}

/// `6.1.3` or `10`: numbers of which the first is a clause.
fn numbered(word: &str) -> bool {
    let numbers: Vec<&str> = word.split('.').collect();
    numbers.iter().all(|it| digits(it)) && numbers[0].parse::<u8>().is_ok_and(|it| (4..=10).contains(&it))
}

fn looks_numbered(word: &str) -> bool {
    numbered(word) || annexed(word)
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.len() <= 3 && text.bytes().all(|it| it.is_ascii_digit())
}
