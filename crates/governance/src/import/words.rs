//! Words of headers, values and choices, made comparable: small letters, no punctuation, no endings.

/// Text with the white space at its ends removed and that inside it reduced to single spaces.
pub(crate) fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same, with line breaks kept, because lists of choices stand one a line.
pub(crate) fn tidy_lines(text: &str) -> String {
    text.lines().map(tidy).filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Small letters and digits, everything else a single space; `&` counts as the word `and`.
pub(crate) fn plain(text: &str) -> String {
    let spelled = text.replace('&', " and ").replace(['’', '\''], "");
    let letters = spelled.chars().map(|it| if it.is_alphanumeric() { it } else { ' ' });
    tidy(&letters.flat_map(char::to_lowercase).collect::<String>())
}

/// The stems of all words.
pub(crate) fn stems(text: &str) -> Vec<String> {
    plain(text).split(' ').filter(|it| !it.is_empty()).map(stem).collect()
}

/// The stems of the words that carry meaning.
pub(crate) fn content(text: &str) -> Vec<String> {
    const EMPTY: [&str; 48] = [
        "a", "an", "the", "of", "in", "on", "for", "to", "is", "are", "be", "been", "it", "its", "and", "or", "by",
        "at", "as", "has", "have", "had", "was", "were", "that", "this", "these", "with", "if", "do", "doe", "any",
        "your", "you", "our", "from", "what", "which", "how", "who", "when", "whether", "will", "can", "could",
        "there", "their", "s",
    ];
    stems(text).into_iter().filter(|it| !EMPTY.contains(&it.as_str())).collect()
}

/// A word without the endings of number and tense, in one of the spellings that English has for it.
fn stem(word: &str) -> String {
    let word =
        word.replace("isation", "ization").replace("ising", "izing").replace("ised", "ized").replace("ise", "ize");
    const ENDINGS: [&str; 11] = ["ically", "ingly", "ing", "ied", "ies", "edly", "ed", "ly", "es", "s", "e"];
    let long = |bare: &&str| bare.chars().count() >= 4;
    let cut = |word: &str| ENDINGS.iter().find_map(|it| word.strip_suffix(it).filter(long)).unwrap_or(word).to_owned();
    // Twice, for plurals of forms such as `meetings`.
    let cut = cut(&cut(&word));
    match cut == word && word.len() == 4 && word.ends_with('s') && !word.ends_with("ss") {
        true => word.trim_end_matches('s').to_owned(),
        false => cut,
    }
}

/// Whether two stems mean the same word, one of them perhaps mistyped.
pub(crate) fn alike(one: &str, other: &str) -> bool {
    one == other || (one.len().min(other.len()) >= 6 && strsim::normalized_damerau_levenshtein(one, other) >= 0.84)
}

/// What a person wrote, in backticks, shortened and on one line.
pub(crate) fn quoted(text: &str) -> String {
    const LONGEST: usize = 80;
    let flat: String = text.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
    match flat.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("`{}…`", flat.get(..end).unwrap_or_default()),
        None => format!("`{flat}`"),
    }
}
