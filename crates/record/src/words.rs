//! Small pieces of sentences that several messages share.

use serde_json::Value;

/// What a person wrote, in backticks and shortened, so that a message stays one readable line.
pub(crate) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let plain: String = text.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
    match plain.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("`{}…`", plain.get(..end).unwrap_or_default()),
        None => format!("`{plain}`"),
    }
}

/// The same for a value: a string as it stands, anything else as JSON.
pub(crate) fn quoted_value(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        other => quoted(&other.to_string()),
    }
}

/// `low, medium, high`, cut after a dozen so that a message stays readable.
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const MOST: usize = 12;
    let names: Vec<&str> = names.into_iter().collect();
    match names.len().saturating_sub(MOST) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names.iter().take(MOST).copied().collect::<Vec<_>>().join(", ")),
    }
}

/// The name most like `written`, when one is like enough to be what was meant.
pub(crate) fn nearest<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |text: &str| text.to_lowercase().replace([' ', '-', '_'], "");
    let written = plain(written);
    let close = |name: &'a str| (strsim::normalized_damerau_levenshtein(&written, &plain(name)), name);
    let best = names.into_iter().map(close).max_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|(likeness, _)| *likeness >= 0.6).map(|(_, name)| name)
}

/// `; did you mean \`x\`?` when something is close, otherwise the whole choice: `; the choices are …`.
pub(crate) fn instead(written: &str, what: &str, names: &[&str]) -> String {
    match nearest(written, names.iter().copied()) {
        Some(name) if names.len() > 12 => format!("; did you mean `{name}`?"),
        Some(name) => format!("; did you mean `{name}`? {what} are {}", listed(names.iter().copied())),
        None => format!("; {what} are {}", listed(names.iter().copied())),
    }
}

/// Whether `name` is written like `risk_owner2`: small letters, digits and single underscores, a letter first.
pub(crate) fn is_snake_case(name: &str) -> bool {
    let parts = || name.split('_');
    let allowed = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit();
    name.len() <= 60
        && name.bytes().next().is_some_and(|it| it.is_ascii_lowercase())
        && parts().all(|part| !part.is_empty() && part.bytes().all(allowed))
}
