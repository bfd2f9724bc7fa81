//! The report for a pull request: verdict, rulings and numbers; everything else folded away.

use std::fmt::Write;

use measure::Verdict;

use super::{Grid, conclusion, lines, note, origin, rulings, tests, title};
use crate::report::Report;

/// Rows of one table that are shown; JSON holds all.
const SHOWN: usize = 60;

/// The report as Markdown.
pub fn write(report: &Report) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "## {}\n", plain(&title(report)));
    let sign = match &report.overall {
        None => "",
        Some(Verdict::Pass) => "✅ ",
        Some(Verdict::Fail) => "❌ ",
        Some(_) => "⚠️ ",
    };
    let _ = writeln!(out, "**{sign}{}**\n", plain(&conclusion(report)));
    table(&mut out, &rulings(report));
    table(&mut out, &lines(report));
    for it in &report.notes {
        let _ = writeln!(out, "- {}", plain(&note(it)));
    }
    folded(&mut out, "Tests", &[tests(report)]);
    folded(&mut out, "Tables", &report.tables.iter().map(Grid::of).collect::<Vec<_>>());
    folded(&mut out, "Origin", &[origin(report)]);
    out
}

/// Tables that open when somebody wants to see them.
fn folded(out: &mut String, heading: &str, grids: &[Grid]) {
    if grids.iter().all(|it| it.rows.is_empty()) {
        return;
    }
    let _ = writeln!(out, "\n<details><summary>{heading}</summary>\n");
    for grid in grids {
        if grid.title != heading {
            let _ = writeln!(out, "**{}**\n", plain(&grid.title));
        }
        table(out, grid);
    }
    out.push_str("</details>\n");
}

fn table(out: &mut String, grid: &Grid) {
    if grid.rows.is_empty() {
        return;
    }
    let line = |cells: &[String]| format!("| {} |", cells.iter().map(|it| plain(it)).collect::<Vec<_>>().join(" | "));
    let _ = writeln!(out, "{}", line(&grid.headers));
    let _ = writeln!(out, "|{}", " --- |".repeat(grid.headers.len()));
    for row in grid.rows.iter().take(SHOWN) {
        let _ = writeln!(out, "{}", line(row));
    }
    if grid.rows.len() > SHOWN {
        let _ = writeln!(out, "\n… and {} more in the JSON form", grid.rows.len() - SHOWN);
    }
    out.push('\n');
}

/// Words without a meaning in Markdown or HTML.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for letter in super::one_line(text).chars() {
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
