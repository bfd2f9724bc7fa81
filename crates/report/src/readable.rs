//! Texts that paper can show: signs without a shape in our faces are written by their number, what turns text round unseen is left out,
//! and words longer than a line may break.

/// Letters after which an unbroken word may go on in the next line.
const UNBROKEN: usize = 24;
/// Where a line may break inside a word; it has no width.
const BREAK: char = '\u{200b}';

/// The text as paper shows it, where `shown` tells which signs have a shape.
pub(crate) fn readable(text: &str, shown: &dyn Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\n' | '\t' => out.push(' '),
            it if it.is_control() || turns(it) || has_no_place(it) => {}
            it if it == BREAK || (shown(it) && !is_private(it)) => out.push(it),
            it => out.push_str(&format!("[U+{:04X}]", it as u32)),
        }
    }
    out
}

/// The same with places to break in words that no line could hold.
pub(crate) fn breakable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = 0;
    for sign in text.chars() {
        run = if sign.is_whitespace() || sign == BREAK || sign == '-' { 0 } else { run + 1 };
        // A mark above or below a letter stays with it.
        if run > UNBROKEN && sign.is_alphanumeric() {
            out.push(BREAK);
            run = 1;
        }
        out.push(sign);
    }
    out
}

/// Whether a sign only turns what follows round, so that it would be read otherwise than it is written.
fn turns(sign: char) -> bool {
    matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether archives forbid a sign altogether.
fn has_no_place(sign: char) -> bool {
    matches!(sign, '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

fn is_private(sign: char) -> bool {
    matches!(sign, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_shape_is_written_by_its_number_and_what_turns_text_round_is_gone() {
        let shown = |it: char| it.is_ascii();
        assert_eq!(readable("a\u{202e}b\u{0}c 中\te", &shown), "abc [U+4E2D] e");
        assert_eq!(readable("\u{e000}", &|_| true), "[U+E000]");
    }

    #[test]
    fn only_words_that_no_line_could_hold_may_break_anywhere() {
        let word = "x".repeat(30);
        assert_eq!(breakable(&word).chars().filter(|it| *it == BREAK).count(), 1);
        assert_eq!(breakable("plain words of a usual length"), "plain words of a usual length");
    }
}
