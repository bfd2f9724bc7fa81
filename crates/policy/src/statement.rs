//! Where each policy stands in its file: Cedar tells places of mistakes, but not of policies that are right.

/// One policy in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Statement<'a> {
    pub line: usize,
    pub text: &'a str,
}

/// The policies of a file in their order, without the comments between them.
pub(crate) fn statements(text: &str) -> Vec<Statement<'_>> {
    let mut found = Vec::new();
    let mut start = None;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '/' if letters.peek().is_some_and(|(_, next)| *next == '/') => {
                letters.by_ref().find(|(_, it)| *it == '\n');
            }
            '"' => {
                start.get_or_insert(at);
                while let Some((_, inside)) = letters.next() {
                    match inside {
                        '\\' => drop(letters.next()),
                        '"' => break,
                        _ => {}
                    }
                }
            }
            ';' => {
                let from = start.take().unwrap_or(at);
                found.push(Statement { line: place(text, from).0, text: &text[from..=at] });
            }
            space if space.is_whitespace() => {}
            _ => drop(start.get_or_insert(at)),
        }
    }
    found
}

/// Line and column of a byte of `text`, from 1.
pub(crate) fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at.min(text.len())).unwrap_or_default();
    let column = before.chars().rev().take_while(|it| *it != '\n').count() + 1;
    (before.matches('\n').count() + 1, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_skip_comments_and_strings() {
        let text = "// one; two\n@id(\"a;\\\"b\")\npermit (principal, action, resource);\n\n  // x\n  forbid(p); ";
        let found = statements(text);
        assert_eq!(found.iter().map(|it| it.line).collect::<Vec<_>>(), [2, 6]);
        assert_eq!(found[1].text, "forbid(p);");
        assert!(found[0].text.starts_with("@id(") && found[0].text.ends_with("resource);"));
    }

    #[test]
    fn place_counts_letters_not_bytes() {
        assert_eq!(place("äö\nüx", 7), (2, 2));
        assert_eq!(place("", 9), (1, 1));
    }
}
