//! The report for a terminal: the verdict first, then what led to it, then everything that is read side by side.

use std::fmt::Write;

use assess::form::{Grid, conclusion, lines, note, one_line, origin, rulings, tests, title};
use assess::number::sparkline;
use assess::report::{Figure, Report};

use crate::exit::verdict::{FAIL, PASS, code};
use crate::output;
use crate::table::{Table, shorten};

/// Characters of one cell that are shown; JSON holds all.
const WIDEST: usize = 60;

/// Rows of one table, and notes, that are shown; JSON holds all.
const SHOWN: usize = 30;

/// Examples of one rule that are shown.
const EXAMPLES: usize = 3;

/// Sparklines that are shown; every picture is in the HTML form.
const PICTURES: usize = 24;

/// The report as text, with colour and fitted to its width where a terminal reads it.
pub fn write(report: &Report, terminal: bool) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", one_line(&title(report)));
    let _ = writeln!(out, "{}", painted(&one_line(&conclusion(report)), report, terminal));
    section(&mut out, "", &rulings(report), terminal);
    for it in report.rulings.iter().filter(|it| !it.examples.is_empty()) {
        let shown: Vec<&str> = it.examples.iter().take(EXAMPLES).map(String::as_str).collect();
        let _ = writeln!(out, "  {}: {}", one_line(&it.title()), one_line(&shown.join("; ")));
    }
    section(&mut out, "", &lines(report), terminal);
    pictures(&mut out, report);
    for table in &report.tables {
        section(&mut out, &table.title, &Grid::of(table), terminal);
    }
    section(&mut out, "Tests", &tests(report), terminal);
    if !report.notes.is_empty() {
        out.push_str("\nNotes\n");
        report.notes.iter().take(SHOWN).for_each(|it| out.push_str(&format!("  {}\n", one_line(&note(it)))));
        out.push_str(&more(report.notes.len()));
    }
    out.push_str("\nOrigin\n");
    for row in origin(report).rows {
        let _ = writeln!(out, "  {:<10} {}", row[0], one_line(&row[1]));
    }
    out
}

/// The verdict in its colour, on a terminal only.
fn painted(sentence: &str, report: &Report, terminal: bool) -> String {
    let colour = match report.overall.as_ref().map(|it| code(Some(it))) {
        None => "1",
        Some(PASS) => "1;32",
        Some(FAIL) => "1;31",
        Some(_) => "1;33",
    };
    if terminal { format!("\u{1b}[{colour}m{sentence}\u{1b}[0m") } else { sentence.to_owned() }
}

/// A table under a heading; nothing when it has no rows.
fn section(out: &mut String, heading: &str, grid: &Grid, terminal: bool) {
    if grid.rows.is_empty() {
        return;
    }
    let cut = |it: &String| shorten(&one_line(it), WIDEST);
    let mut table = Table::new(grid.headers.iter().map(cut));
    for row in grid.rows.iter().take(SHOWN) {
        table.row(row.iter().map(cut));
    }
    out.push('\n');
    if !heading.is_empty() {
        let _ = writeln!(out, "{}", one_line(heading));
    }
    out.push_str(&table.render(output::width().filter(|_| terminal)));
    out.push_str(&more(grid.rows.len()));
}

/// What is not shown of a list.
fn more(all: usize) -> String {
    match all.checked_sub(SHOWN) {
        None | Some(0) => String::new(),
        Some(more) => format!("… and {more} more; --format json has all\n"),
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
