//! What a command prints: text for people, JSON for programs, and nothing when the reader has gone away.

use std::io::{IsTerminal, Write};

use serde::Serialize;

use crate::table::Table;

/// Where a command's answer goes and in which form.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    /// Whether programs read it.
    pub json: bool,
    /// Whether remarks are left out.
    pub quiet: bool,
}

impl Output {
    /// Prints a line of the answer; in JSON output only [`Output::json`] prints.
    pub fn line(&self, line: impl AsRef<str>) {
        if !self.json {
            print(line.as_ref());
        }
    }

    /// Prints a remark that is not part of the answer, to standard error.
    pub fn remark(&self, line: impl AsRef<str>) {
        if !self.quiet && !self.json {
            complain(line.as_ref());
        }
    }

    /// Prints the answer as JSON, when JSON was asked for; gives whether it did.
    pub fn json(&self, answer: &impl Serialize) -> bool {
        if self.json {
            let text =
                serde_json::to_string_pretty(answer).unwrap_or_else(|cause| format!("{{\"error\": \"{cause}\"}}"));
            print(&text);
        }
        self.json
    }

    /// Prints a table that fits the terminal.
    pub fn table(&self, table: &Table) {
        if !self.json {
            print(table.render(width()).trim_end_matches('\n'));
        }
    }
}

/// Columns of the terminal, or `None` when the output goes to a file or another program.
pub fn width() -> Option<usize> {
    if !std::io::stdout().is_terminal() {
        return None;
    }
    terminal_size::terminal_size().map(|(terminal_size::Width(width), _)| usize::from(width))
}

/// Writes a line to standard output; a reader who has gone away is no failure.
pub fn print(line: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// Writes a line to standard error; a reader who has gone away is no failure.
pub fn complain(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// The ending of a file in lower case, by which its form is told; blank where it has none.
pub fn ending_of(path: &std::path::Path) -> String {
    path.extension().map(|it| it.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// Writes bytes to a file, or to standard output for `-`.
pub fn write_bytes(path: &std::path::Path, bytes: &[u8]) -> Result<(), crate::exit::Failure> {
    let written = match path.to_str() {
        Some("-") => std::io::stdout().lock().write_all(bytes).or(Ok(())),
        _ => std::fs::write(path, bytes),
    };
    written.map_err(|cause| {
        crate::exit::Failure::failed(format!("`{}` cannot be written ({cause}); choose another place", path.display()))
    })
}
