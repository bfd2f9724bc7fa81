//! The report for a terminal: the verdict first, then what led to it, then everything that is read side by side.

use std::fmt::Write;

use super::{LINES, RULINGS, TESTS, conclusion, lines, note, origin, rulings, tests, title};
use crate::measure::number::sparkline;
use crate::measure::report::{Cell, Figure, Report};
use crate::output;
use crate::table::{Table, one_line, shorten};

/// Characters of one cell that are shown; JSON holds all.
const WIDEST: usize = 60;

/// Rows of one table that are shown; JSON holds all.
const SHOWN: usize = 30;

/// Sparklines that are shown; every picture is in the HTML form.
const PICTURES: usize = 24;

/// The report as text, with colour and fitted to its width where a terminal reads it.
pub fn write(report: &Report, terminal: bool) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", one_line(&title(report)));
    let _ = writeln!(out, "{}", painted(&one_line(&conclusion(report)), report, terminal));
    section(&mut out, "", &RULINGS, rulings(report), terminal);
    for it in report.rulings.iter().filter(|it| !it.examples.is_empty()) {
        let shown: Vec<&str> = it.examples.iter().take(3).map(String::as_str).collect();
        let _ = writeln!(out, "  {}: {}", one_line(&it.rule), one_line(&shown.join("; ")));
    }
    section(&mut out, "", &LINES, lines(report), terminal);
    pictures(&mut out, report);
    for table in &report.tables {
        let headers: Vec<&str> = table.columns.iter().map(String::as_str).collect();
        section(&mut out, &table.title, &headers, table.rows.iter().map(|row| row.iter().map(Cell::words)), terminal);
    }
    section(&mut out, "Tests", &TESTS, tests(report), terminal);
    if !report.notes.is_empty() {
        out.push_str("\nNotes\n");
        for it in &report.notes {
            let _ = writeln!(out, "  {}", one_line(&note(it)));
        }
    }
    out.push_str("\nOrigin\n");
    for (name, what) in origin(report) {
        let _ = writeln!(out, "  {name:<10} {}", one_line(&what));
    }
    out
}

/// The verdict in its colour, on a terminal only.
fn painted(sentence: &str, report: &Report, terminal: bool) -> String {
    let colour = match crate::measure::verdict::code(report.overall.as_ref()) {
        _ if report.overall.is_none() => "1",
        crate::exit::verdict::PASS => "1;32",
        crate::exit::verdict::FAIL => "1;31",
        _ => "1;33",
    };
    if terminal { format!("\u{1b}[{colour}m{sentence}\u{1b}[0m") } else { sentence.to_owned() }
}

/// A table under a heading, without columns that hold nothing.
fn section<R>(out: &mut String, title: &str, headers: &[&str], rows: impl IntoIterator<Item = R>, terminal: bool)
where
    R: IntoIterator<Item = String>,
{
    let rows: Vec<Vec<String>> = rows.into_iter().map(|it| it.into_iter().collect()).collect();
    if rows.is_empty() {
        return;
    }
    let kept: Vec<usize> = (0..headers.len()).filter(|&at| rows.iter().any(|row| !row[at].is_empty())).collect();
    let mut table = Table::new(kept.iter().map(|&at| shorten(headers[at], WIDEST)));
    for row in rows.iter().take(SHOWN) {
        table.row(kept.iter().map(|&at| shorten(&one_line(&row[at]), WIDEST)));
    }
    out.push('\n');
    if !title.is_empty() {
        let _ = writeln!(out, "{}", one_line(title));
    }
    out.push_str(&table.render(output::width().filter(|_| terminal)));
    if rows.len() > SHOWN {
        let _ = writeln!(out, "… and {} more; --format json has all", rows.len() - SHOWN);
    }
}

/// Counts as sparklines, one a line.
fn pictures(out: &mut String, report: &Report) {
    let counts = report.figures.iter().filter_map(|it| match it {
        Figure::Counts { title, series, .. } => Some((title, series)),
        _ => None,
    });
    let counts: Vec<_> = counts.collect();
    if counts.is_empty() {
        return;
    }
    out.push_str("\nShapes\n");
    let width = counts.iter().take(PICTURES).map(|it| it.0.chars().count()).max().unwrap_or(0).min(WIDEST);
    for (title, series) in counts.iter().take(PICTURES) {
        let drawn: Vec<String> =
            series.iter().map(|(name, counts)| format!("{name} ▕{}▏", sparkline(counts))).collect();
        let _ = writeln!(out, "  {:<width$}  {}", shorten(&one_line(title), WIDEST), drawn.join("  "));
    }
    if counts.len() > PICTURES {
        let _ = writeln!(out, "  … and {} more; --format html has all", counts.len() - PICTURES);
    }
}
