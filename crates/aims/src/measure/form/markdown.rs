//! The report for a pull request: verdict, rulings and numbers; everything else folded away.

use std::fmt::Write;

use super::{LINES, RULINGS, TESTS, conclusion, lines, note, origin, rulings, tests, title};
use crate::measure::report::{Cell, Report};
use crate::measure::verdict;

/// Rows of one table that are shown; JSON holds all.
const SHOWN: usize = 60;

/// The report as Markdown.
pub fn write(report: &Report) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "## {}\n", plain(&title(report)));
    let sign = match report.overall.as_ref().map(|it| verdict::code(Some(it))) {
        None => "",
        Some(crate::exit::verdict::PASS) => "✅ ",
        Some(crate::exit::verdict::FAIL) => "❌ ",
        Some(_) => "⚠️ ",
    };
    let _ = writeln!(out, "**{sign}{}**\n", plain(&conclusion(report)));
    table(&mut out, &RULINGS, rulings(report));
    table(&mut out, &LINES, lines(report));
    for note_ in &report.notes {
        let _ = writeln!(out, "- {}", plain(&note(note_)));
    }
    if !report.tests.is_empty() {
        out.push_str("\n<details><summary>Tests</summary>\n\n");
        table(&mut out, &TESTS, tests(report));
        out.push_str("</details>\n");
    }
    if !report.tables.is_empty() {
        out.push_str("\n<details><summary>Tables</summary>\n\n");
        for it in &report.tables {
            let _ = writeln!(out, "**{}**\n", plain(&it.title));
            let headers: Vec<&str> = it.columns.iter().map(String::as_str).collect();
            table(&mut out, &headers, it.rows.iter().map(|row| row.iter().map(Cell::words)));
        }
        out.push_str("</details>\n");
    }
    out.push_str("\n<details><summary>Origin</summary>\n\n");
    table(&mut out, &["", ""], origin(report).into_iter().map(|(name, what)| [name, what]));
    out.push_str("</details>\n");
    out
}

/// A table without columns that hold nothing.
fn table<R>(out: &mut String, headers: &[&str], rows: impl IntoIterator<Item = R>)
where
    R: IntoIterator<Item = String>,
{
    let rows: Vec<Vec<String>> = rows.into_iter().map(|it| it.into_iter().collect()).collect();
    if rows.is_empty() {
        return;
    }
    let kept: Vec<usize> = (0..headers.len()).filter(|&at| rows.iter().any(|row| !row[at].is_empty())).collect();
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let _ = writeln!(out, "{}", line(kept.iter().map(|&at| plain(headers[at])).collect()));
    let _ = writeln!(out, "{}", line(kept.iter().map(|_| "---".to_owned()).collect()));
    for row in rows.iter().take(SHOWN) {
        let _ = writeln!(out, "{}", line(kept.iter().map(|&at| plain(&row[at])).collect()));
    }
    if rows.len() > SHOWN {
        let _ = writeln!(out, "\n… and {} more in the JSON form", rows.len() - SHOWN);
    }
    out.push('\n');
}

/// Words without a meaning in Markdown or HTML.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for letter in crate::table::one_line(text).chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '|' | '*' | '[' | ']' | '\\' | '#' | '~' => {
                out.push('\\');
                out.push(letter);
            }
            _ => out.push(letter),
        }
    }
    out
}
