//! Tables of text that fit the terminal.

pub use assess::form::one_line;
use governance::lacking::{Gap, Sorts};

/// Rows under headers.
#[derive(Debug, Default, Clone)]
pub struct Table {
    headers: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Space between columns.
const GAP: &str = "  ";
/// No column is squeezed below this many characters.
const LEAST: usize = 6;

impl Table {
    /// A table with these headers.
    pub fn new<S: Into<String>>(headers: impl IntoIterator<Item = S>) -> Table {
        Table { headers: headers.into_iter().map(|it| one_line(&it.into())).collect(), rows: Vec::new() }
    }

    /// What is missing, each with what to do about it.
    pub fn of_gaps(all: &[Gap], sorts: &Sorts) -> Table {
        let mut table = Table::new(["gap", "what", "next"]);
        for it in all {
            table.row([it.sort.replace('_', " "), it.says.clone(), it.next(sorts).to_owned()]);
        }
        table
    }

    /// Adds a row; missing cells are blank.
    pub fn row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) -> &mut Table {
        let mut cells: Vec<String> = cells.into_iter().map(|cell| one_line(&cell.into())).collect();
        cells.resize(self.headers.len(), String::new());
        self.rows.push(cells);
        self
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table as text; with a `width`, the widest columns are shortened until a line fits.
    pub fn render(&self, width: Option<usize>) -> String {
        let mut widths: Vec<usize> = self.headers.iter().map(|header| length(header)).collect();
        for row in &self.rows {
            for (index, cell) in row.iter().enumerate() {
                widths[index] = widths[index].max(length(cell));
            }
        }
        if let Some(width) = width {
            squeeze(&mut widths, width);
        }
        let mut text = line(&self.headers.iter().map(|it| it.to_uppercase()).collect::<Vec<_>>(), &widths);
        for row in &self.rows {
            text.push_str(&line(row, &widths));
        }
        text
    }
}

fn squeeze(widths: &mut [usize], width: usize) {
    let room = width.saturating_sub(GAP.len() * widths.len().saturating_sub(1));
    while widths.iter().sum::<usize>() > room {
        let Some(widest) = widths.iter_mut().max() else { return };
        if *widest <= LEAST {
            return;
        }
        *widest -= 1;
    }
}

fn line(cells: &[String], widths: &[usize]) -> String {
    let cells = cells.iter().zip(widths).map(|(cell, width)| {
        let cut = shorten(cell, *width);
        let blanks = " ".repeat(width.saturating_sub(length(&cut)));
        format!("{cut}{blanks}")
    });
    format!("{}\n", cells.collect::<Vec<_>>().join(GAP).trim_end())
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// `text` in at most `width` characters, with a sign where something was left out.
pub fn shorten(text: &str, width: usize) -> String {
    if length(text) <= width {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(width.saturating_sub(1)).collect();
    cut.push('…');
    cut
}

/// `text` without control characters other than line breaks and tabs.
pub fn harmless(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_fits_the_width_and_shows_what_it_cut() {
        let mut table = Table::new(["number", "title"]);
        table.row(["SYS-0001", "a title that is much longer than the terminal is wide"]);
        let text = table.render(Some(30));
        assert!(text.lines().all(|line| line.chars().count() <= 30), "{text}");
        assert!(text.contains('…'));
        assert!(!table.render(None).contains('…'));
    }

    #[test]
    fn a_value_cannot_steer_the_terminal() {
        assert_eq!(one_line("red \u{1b}[31m\nnext"), "red [31m next");
        assert_eq!(harmless("a\u{1b}[2J\nb"), "a[2J\nb");
    }
}
