//! What a generalised word stands for: bands of numbers, masks, sets, and everything.
//!
//! Treated data say `20-39` where the original says 33. A model that learned from treated data can be asked about original rows
//! once each value is put into the narrowest word that covers it, or, where all words are bands of numbers, once each band is
//! put at its middle: bands of one column may overlap, and then no word is the one that covers. What covers nothing stays
//! without a word.

use std::collections::HashMap;

use crate::column::Coded;

/// What a word of treated data stands for.
#[derive(Debug, Clone, PartialEq)]
enum Meaning {
    /// Everything.
    All,
    /// Numbers from one end to the other; whether the ends belong to it.
    Band { low: f64, high: f64, closed: (bool, bool) },
    /// Words that begin like this one, with `*` for any character.
    Mask(String),
    /// Any of these words.
    Any(Vec<String>),
    /// Itself.
    Itself,
}

impl Meaning {
    fn of(word: &str) -> Meaning {
        let word = word.trim();
        let inside = word.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
        if word == "*" {
            return Meaning::All;
        }
        if let Some(inside) = inside {
            return Meaning::Any(inside.split([',', '|']).map(|it| it.trim().to_owned()).collect());
        }
        match band(word) {
            Some(band) => band,
            None if word.contains('*') => Meaning::Mask(word.to_owned()),
            None => Meaning::Itself,
        }
    }

    fn covers(&self, original: &str) -> bool {
        match self {
            Meaning::All => true,
            Meaning::Band { low, high, closed } => original
                .parse::<f64>()
                .is_ok_and(|it| (*low < it || closed.0 && it == *low) && (it < *high || closed.1 && it == *high)),
            Meaning::Mask(mask) => masked(mask, original),
            Meaning::Any(words) => words.iter().any(|it| it == original),
            Meaning::Itself => false,
        }
    }

    /// How much it stands for; the narrowest is the best.
    fn breadth(&self) -> (u8, f64) {
        match self {
            Meaning::Itself => (0, 0.0),
            Meaning::Any(words) => (1, words.len() as f64),
            Meaning::Band { low, high, .. } => (2, high - low),
            Meaning::Mask(mask) => (3, mask.chars().filter(|it| *it == '*').count() as f64),
            Meaning::All => (4, 0.0),
        }
    }
}

/// `20-39`, `20..39`, `[20, 40)`, `[20, 40[`, `<30`, `>=30` and their like.
fn band(word: &str) -> Option<Meaning> {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|it| it.is_finite());
    for (sign, below, closed) in [("<=", true, true), (">=", false, true), ("<", true, false), (">", false, false)] {
        if let Some(end) = word.strip_prefix(sign) {
            let end = number(end)?;
            let (low, high) = if below { (f64::NEG_INFINITY, end) } else { (end, f64::INFINITY) };
            return Some(Meaning::Band { low, high, closed: (closed, closed) });
        }
    }
    let brackets = word.starts_with(['[', '(', ']']) && word.ends_with([']', ')', '[']);
    if brackets {
        let (low, high) = word.get(1..word.len() - 1)?.split_once([',', ';'])?;
        let closed = (word.starts_with('['), word.ends_with(']'));
        return Some(Meaning::Band { low: number(low)?, high: number(high)?, closed });
    }
    // The first character may be the sign of a number.
    let cut = |sign: &str| {
        let at = word.get(1..)?.find(sign)? + 1;
        Some((number(word.get(..at)?)?, number(word.get(at + sign.len()..)?)?))
    };
    let (low, high) = cut("..").or_else(|| cut("-")).filter(|it| it.0 <= it.1)?;
    Some(Meaning::Band { low, high, closed: (true, true) })
}

/// Whether a mask fits a word; a `*` at the end stands for any rest.
fn masked(mask: &str, word: &str) -> bool {
    let head = mask.trim_end_matches('*');
    let fits = head.chars().zip(word.chars()).all(|(a, b)| a == '*' || a == b);
    fits && head.chars().count() <= word.chars().count()
}

/// The number for which a treated word stands among numbers: itself, or the middle of its band; `None` for any other word.
pub(super) fn middle(word: &str) -> Option<f64> {
    let plain = word.trim().parse::<f64>().ok().filter(|it| it.is_finite());
    plain.or_else(|| match Meaning::of(word) {
        Meaning::Band { low, high, .. } => Some(0.5 * (low + high)).filter(|it| it.is_finite()),
        _ => None,
    })
}

/// The code of the narrowest treated word that covers each original word; the code for no word where none does.
pub(super) fn covering(original: &[String], treated: &Coded<'_>) -> Vec<u32> {
    let exact: HashMap<&str, u32> = treated.words.iter().map(String::as_str).zip(0..).collect();
    let mut general: Vec<(Meaning, u32)> = treated.words.iter().map(|it| Meaning::of(it)).zip(0..).collect();
    general.retain(|it| it.0 != Meaning::Itself);
    let breadth = |it: &(Meaning, u32)| it.0.breadth();
    general.sort_by(|a, b| breadth(a).partial_cmp(&breadth(b)).unwrap_or(std::cmp::Ordering::Equal));
    let broad = |word: &str| general.iter().find(|it| it.0.covers(word)).map(|it| it.1);
    let of = |word: &String| exact.get(word.as_str()).copied().or_else(|| broad(word)).unwrap_or(treated.missing());
    original.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_narrowest_word_that_covers_a_value_is_taken() {
        let words: Vec<String> =
            ["*", "20-39", "[40, 60)", "<20", "{flu, cold}", "-5..5", "33", ">=60"].map(str::to_owned).into();
        let treated = Coded { name: "it", codes: Vec::new().into(), words: (&words).into() };
        let asked = ["33", "34", "40", "59.5", "60", "19", "cold", "-3", "asthma", "20"].map(str::to_owned);
        let found: Vec<&str> = covering(&asked, &treated).iter().map(|&it| words[it as usize].as_str()).collect();
        let wanted = ["33", "20-39", "[40, 60)", "[40, 60)", ">=60", "<20", "{flu, cold}", "-5..5", "*", "20-39"];
        assert_eq!(found, wanted);
        assert_eq!(
            ["33", "20-39", "[40, 60)", "<20", "*"].map(middle),
            [Some(33.0), Some(29.5), Some(50.0), None, None]
        );
        assert!(masked("101**", "10115") && masked("1*1*", "101") && !masked("101**", "20095"));
        let none = Coded { name: "it", codes: Vec::new().into(), words: vec!["flu".to_owned()].into() };
        assert_eq!(covering(&["cold".to_owned()], &none), [1], "the code for no word");
    }
}
