//! How much room words take, guessed from the widths of letters in common typefaces; rather too much than too little.

/// Size of ordinary words in a picture, in pixels.
pub const SIZE: f64 = 13.0;
/// Size of words on axes and in notes, in pixels.
pub const SMALL: f64 = 12.0;

/// Width of a text in pixels.
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * size
}

/// Width of a letter as a part of the size.
fn em(letter: char) -> f64 {
    match letter {
        'i' | 'l' | 'j' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.30,
        't' | 'f' | 'r' | ' ' | '(' | ')' | '[' | ']' | '-' | '/' => 0.40,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.96,
        '0'..='9' => 0.60,
        'A'..='Z' => 0.72,
        'a'..='z' => 0.58,
        it if it.is_ascii() => 0.62,
        it if (it as u32) < 0x1100 => 0.70,
        _ => 1.10,
    }
}

/// The text, cut with `…` where it would take more than `room` pixels.
pub fn fit(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut left = room - width("…", size);
    let mut cut = String::new();
    for letter in text.chars() {
        left -= em(letter) * size;
        if left < 0.0 {
            break;
        }
        cut.push(letter);
    }
    format!("{}…", cut.trim_end())
}

/// The text in up to `most` lines of `room` pixels, broken between words where there are any; the last one is cut.
pub fn lines(text: &str, size: f64, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.len() - 1;
        let longer = match lines[last].is_empty() {
            true => word.to_owned(),
            false => format!("{} {word}", lines[last]),
        };
        match width(&longer, size) <= room || lines[last].is_empty() || lines.len() == most {
            true => lines[last] = longer,
            false => lines.push(word.to_owned()),
        }
    }
    lines.iter().map(|it| fit(it, size, room)).collect()
}

/// A number with every digit that it has, and no more; a dash for what is none.
pub fn number(value: f64) -> String {
    match value.is_finite() {
        true if value == 0.0 => "0".to_owned(),
        true if !(1e-9..1e15).contains(&value.abs()) => format!("{value:e}"),
        true => format!("{value}"),
        false => "–".to_owned(),
    }
}

/// A number that may be missing.
pub fn maybe(value: Option<f64>) -> String {
    value.map_or_else(String::new, number)
}

/// Both ends of an interval, as two cells; blank where there is none.
pub fn ends(interval: Option<(f64, f64)>) -> [String; 2] {
    interval.map_or_else(Default::default, |(low, high)| [number(low), number(high)])
}

/// An estimate with its interval behind it.
pub fn estimate(value: f64, (low, high): (f64, f64)) -> String {
    format!("{} ({}–{})", number(value), number(low), number(high))
}

/// A number with its unit.
pub fn with_unit(value: f64, unit: &str) -> String {
    match unit {
        "" => number(value),
        "%" => format!("{}%", number(value)),
        unit => format!("{} {unit}", number(value)),
    }
}
