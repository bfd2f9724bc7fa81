//! The forms of a report, all from the one model: text, JSON, HTML, Markdown, JUnit.

pub mod html;
pub mod junit;
pub mod markdown;
pub mod picture;
pub mod text;

use super::report::Report;
use super::{number, verdict};
use crate::cli::OutputFormat;
use crate::exit::Failure;

/// A form of a report.
pub struct Form {
    /// Its name on the command line.
    pub format: OutputFormat,
    /// What it is for.
    pub summary: &'static str,
    /// Writes it; the flag says whether a terminal reads it.
    pub write: fn(&Report, bool) -> Result<String, Failure>,
}

/// Every form.
pub const FORMS: &[Form] = &[
    Form {
        format: OutputFormat::Text,
        summary: "for people at a terminal",
        write: |it, terminal| Ok(text::write(it, terminal)),
    },
    Form {
        format: OutputFormat::Json,
        summary: "everything, for programs, after a published schema",
        write: |it, _| json(it),
    },
    Form {
        format: OutputFormat::Html,
        summary: "one page with charts, for readers",
        write: |it, _| Ok(html::write(it)),
    },
    Form { format: OutputFormat::Markdown, summary: "for a pull request", write: |it, _| Ok(markdown::write(it)) },
    Form { format: OutputFormat::Junit, summary: "one test case a rule, for CI", write: |it, _| junit::write(it) },
];

/// The report in that form.
pub fn written(report: &Report, format: OutputFormat, terminal: bool) -> Result<String, Failure> {
    let lacking = || Failure::input("reports have no such form");
    let form = FORMS.iter().find(|it| it.format == format).ok_or_else(lacking)?;
    (form.write)(report, terminal)
}

/// The report as JSON, the form in which it is kept.
pub fn json(report: &Report) -> Result<String, Failure> {
    report.json().map_err(|it| Failure::failed(format!("the report cannot be written as JSON ({it})")))
}

/// What was measured of what, in a line.
pub fn title(report: &Report) -> String {
    let names: Vec<&str> = report.data.iter().filter(|it| it.role == "data").map(|it| it.name.as_str()).collect();
    match names.as_slice() {
        [one] => format!("{} of {one}", report.family),
        [first, rest @ ..] => format!("{} of {first} and {} more files", report.family, rest.len()),
        [] => report.family.to_owned(),
    }
}

/// The verdict of the whole in a sentence.
fn conclusion(report: &Report) -> String {
    verdict::sentence(report.overall.as_ref(), &report.rulings)
}

/// What was measured of what by what: pairs of a name and what it is.
fn origin(report: &Report) -> Vec<(String, String)> {
    let mut all = vec![("rows".to_owned(), number::rows(report.rows))];
    for it in &report.data {
        all.push((it.role.to_owned(), format!("{}, {} bytes, SHA-256 {}", it.name, number::rows(it.bytes), it.sha256)));
    }
    let columns = report.columns.iter().map(|(part, names)| ((*part).to_owned(), names.join(", ")));
    all.extend(columns);
    all.push(("plan".to_owned(), format!("{}, SHA-256 {}", report.plan.name, report.plan.sha256)));
    all.push(("engine".to_owned(), report.engine.clone()));
    all.push(("repeat".to_owned(), command(report)));
    all
}

/// The command that repeats the measurement, as a shell takes it.
pub fn command(report: &Report) -> String {
    let plain = |it: &str| !it.is_empty() && it.chars().all(|it| it.is_alphanumeric() || "-_./:=,@%+*?#".contains(it));
    let quoted = |it: &String| if plain(it) { it.clone() } else { format!("'{}'", it.replace('\'', "'\\''")) };
    report.repeat.iter().map(quoted).collect::<Vec<_>>().join(" ")
}

/// Headings of the table of rulings.
const RULINGS: [&str; 8] = ["verdict", "rule", "of", "wanted", "found", "interval", "n", "between"];

/// One row a ruling, the worst first.
fn rulings(report: &Report) -> Vec<[String; 8]> {
    let mut all: Vec<_> = report.rulings.iter().collect();
    all.sort_by_key(|it| std::cmp::Reverse(verdict::rank(&it.verdict)));
    let row = |it: &super::report::Ruling| {
        [
            verdict::word(&it.verdict).to_owned(),
            it.rule.clone(),
            it.of.clone(),
            it.wanted.clone(),
            number::value(&it.found),
            number::interval(&it.found),
            number::n(&it.found),
            it.between.as_ref().map(|it| it.join(" – ")).unwrap_or_default(),
        ]
    };
    all.into_iter().map(row).collect()
}

/// Headings of the table of numbers.
const LINES: [&str; 6] = ["metric", "of", "value", "interval", "n", "between"];

/// One row a number that the short forms show.
fn lines(report: &Report) -> Vec<[String; 6]> {
    let row = |it: &measure::report::Line| {
        [
            it.metric.clone(),
            it.of.clone(),
            number::value(&it.value),
            number::interval(&it.value),
            number::n(&it.value),
            it.between.as_ref().map(|it| it.join(" – ")).unwrap_or_default(),
        ]
    };
    report.shown().map(row).collect()
}

/// Headings of the table of tests.
const TESTS: [&str; 5] = ["question", "test", "p", "corrected p", "n"];

/// One row a test.
fn tests(report: &Report) -> Vec<[String; 5]> {
    let row = |it: &super::report::Test| {
        [
            it.question.clone(),
            it.tested.test.to_owned(),
            number::p_value(it.tested.p),
            it.adjusted.map(number::p_value).unwrap_or_default(),
            number::rows(it.tested.n),
        ]
    };
    report.tests.iter().map(row).collect()
}

/// A note in a line.
fn note(it: &super::report::Note) -> String {
    match it.of.as_str() {
        "" => it.sentence.clone(),
        of => format!("{of}: {}", it.sentence),
    }
}
