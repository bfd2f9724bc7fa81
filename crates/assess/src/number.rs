//! Numbers as people read them: four digits that count, intervals in brackets, and bars of blocks for counts.

use measure::estimate::Limit;
use measure::{Estimate, Measured};

/// Digits that count.
const DIGITS: i32 = 4;

/// The heights of a sparkline.
const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A number with four digits that count; a whole one with all of them.
pub fn number(value: f64) -> String {
    let size = value.abs();
    match () {
        () if value == f64::INFINITY => "∞".to_owned(),
        () if value == f64::NEG_INFINITY => "−∞".to_owned(),
        () if value == 0.0 => "0".to_owned(),
        () if value.fract() == 0.0 && size < 1e15 => format!("{value:.0}"),
        () if !(1e-4..1e7).contains(&size) => format!("{value:.*e}", DIGITS as usize - 1),
        () => {
            let decimals = (DIGITS - 1 - size.log10().floor() as i32).max(0) as usize;
            let text = format!("{value:.decimals$}");
            match text.contains('.') {
                true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
                false => text,
            }
        }
    }
}

/// Rows with a sign between thousands.
pub fn rows(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A p-value; one that is too small to matter by how much says so.
pub fn p_value(p: f64) -> String {
    if p < 1e-4 { "< 0.0001".to_owned() } else { number(p) }
}

/// The value, or a dash.
pub fn value(measured: &Measured) -> String {
    measured.get().map_or_else(|_| "–".to_owned(), |it| number(it.value))
}

/// The interval, a blank where the number estimates nothing, or why there is no number.
pub fn interval(measured: &Measured) -> String {
    match measured.get() {
        Ok(Estimate { interval: Some(it), .. }) => format!("[{}, {}]", number(it.low), number(it.high)),
        Ok(_) => String::new(),
        Err(none) => none.why.to_string(),
    }
}

/// Value and interval in one cell.
pub fn estimate(measured: &Measured) -> String {
    match measured.get() {
        Ok(_) => format!("{} {}", value(measured), interval(measured)).trim_end().to_owned(),
        Err(none) => none.why.to_string(),
    }
}

/// The rows that a number rests on.
pub fn n(measured: &Measured) -> String {
    measured.get().map_or_else(|_| String::new(), |it| rows(it.n))
}

/// A limit in words.
pub fn limit(limit: Limit) -> String {
    match limit {
        Limit::AtMost(most) => format!("at most {}", number(most)),
        Limit::AtLeast(least) => format!("at least {}", number(least)),
        Limit::Within(least, most) => format!("{} to {}", number(least), number(most)),
    }
}

/// Counts as a row of blocks, the largest the highest.
pub fn sparkline(counts: &[u64]) -> String {
    let most = counts.iter().max().copied().unwrap_or(0).max(1);
    let block = |count: &u64| match count {
        0 => '·',
        _ => BLOCKS[((count * BLOCKS.len() as u64).div_ceil(most) as usize - 1).min(BLOCKS.len() - 1)],
    };
    counts.iter().map(block).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_four_digits_that_count() {
        let cases =
            [(0.0, "0"), (20798.0, "20798"), (0.21338, "0.2134"), (0.5, "0.5"), (1234.56, "1235"), (-12.345, "-12.35")];
        cases.iter().for_each(|(value, text)| assert_eq!(number(*value), *text));
        assert_eq!(
            (number(1.5e-7), number(1.23456e9), rows(1234567)),
            ("1.500e-7".into(), "1234560000".into(), "1,234,567".into())
        );
    }

    #[test]
    fn a_sparkline_shows_nothing_as_nothing_and_the_most_as_the_highest() {
        assert_eq!(sparkline(&[0, 1, 4, 8]), "·▁▄█");
        assert_eq!(sparkline(&[]), "");
    }
}
