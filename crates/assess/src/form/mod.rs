//! The forms of a report, all from the one model: JSON, HTML, Markdown, JUnit, and tables in words for pages and terminals.

pub mod html;
pub mod junit;
pub mod markdown;
pub mod picture;
mod words;

pub use words::english;

use measure::Measured;
use measure::report::Line;

use super::report::{Cell, Report, Ruling, Table, Test};
use super::{number, verdict};
use crate::Error;

/// A form of a report.
pub struct Form {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub summary: &'static str,
    /// Ending of files in it.
    pub ending: &'static str,
    /// Its media type.
    pub media: &'static str,
    /// Writes it.
    pub write: fn(&Report) -> Result<String, Error>,
}

/// Every form of which files are made.
pub const FORMS: &[Form] = &[
    Form {
        name: "json",
        summary: "everything, for programs, after a published schema",
        ending: "json",
        media: "application/json",
        write: json,
    },
    Form {
        name: "html",
        summary: "one page with charts, for readers",
        ending: "html",
        media: "text/html; charset=utf-8",
        write: |it| Ok(html::write(it)),
    },
    Form {
        name: "markdown",
        summary: "for a pull request",
        ending: "md",
        media: "text/markdown; charset=utf-8",
        write: |it| Ok(markdown::write(it)),
    },
    Form {
        name: "junit",
        summary: "one test case a rule, for CI",
        ending: "xml",
        media: "application/xml",
        write: junit::write,
    },
];

/// The form of that name.
pub fn form(name: &str) -> Result<&'static Form, Error> {
    let known = || FORMS.iter().map(|it| format!("`{}`", it.name)).collect::<Vec<_>>().join(", ");
    let found = FORMS.iter().find(|it| it.name == name);
    found.ok_or_else(|| Error::missing(format!("reports have no form `{name}`; the forms are {}", known())))
}

/// The report as JSON, the form in which it is kept.
pub fn json(report: &Report) -> Result<String, Error> {
    report.json().map_err(|it| Error::failed(format!("the report cannot be written as JSON ({it})")))
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
pub fn conclusion(report: &Report) -> String {
    verdict::sentence(report.overall.as_ref(), &report.rulings)
}

/// What was measured of what by what.
pub fn origin(report: &Report) -> Grid {
    let mut all = vec![("rows".to_owned(), number::rows(report.rows))];
    for it in &report.data {
        all.push((it.role.to_owned(), format!("{}, {} bytes, SHA-256 {}", it.name, number::rows(it.bytes), it.sha256)));
    }
    all.extend(report.columns.iter().map(|(part, names)| ((*part).to_owned(), names.join(", "))));
    all.push(("plan".to_owned(), format!("{}, SHA-256 {}", report.plan.name, report.plan.sha256)));
    all.push(("engine".to_owned(), report.engine.clone()));
    all.push(("repeat".to_owned(), command(report)));
    Grid::new("Origin", &["what", "which"], all.into_iter().map(|(name, what)| vec![name, what]))
}

/// The command that repeats the measurement, as a shell takes it.
pub fn command(report: &Report) -> String {
    let plain = |it: &str| !it.is_empty() && it.chars().all(|it| it.is_alphanumeric() || "-_./:=,@%+*?#".contains(it));
    let quoted = |it: &String| if plain(it) { it.clone() } else { format!("'{}'", it.replace('\'', "'\\''")) };
    report.repeat.iter().map(quoted).collect::<Vec<_>>().join(" ")
}

/// A table in words, without columns that hold nothing.
pub struct Grid {
    /// Heading.
    pub title: String,
    /// Headings of the columns.
    pub headers: Vec<String>,
    /// Rows of as many cells.
    pub rows: Vec<Vec<String>>,
}

impl Grid {
    /// A table of these rows, without columns that are blank in all of them.
    pub fn new(title: &str, headers: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Grid {
        let rows: Vec<Vec<String>> = rows.collect();
        let holds = |at: usize| rows.iter().any(|row| row.get(at).is_some_and(|it| !it.is_empty()));
        let kept: Vec<usize> = (0..headers.len()).filter(|&at| holds(at)).collect();
        let pick = |row: &Vec<String>| kept.iter().map(|&at| row.get(at).cloned().unwrap_or_default()).collect();
        Grid {
            title: title.to_owned(),
            headers: kept.iter().map(|&at| headers[at].to_owned()).collect(),
            rows: rows.iter().map(pick).collect(),
        }
    }

    /// A table of the report.
    pub fn of(table: &Table) -> Grid {
        let headers: Vec<&str> = table.columns.iter().map(String::as_str).collect();
        Grid::new(&table.title, &headers, table.rows.iter().map(|row| row.iter().map(Cell::words).collect()))
    }
}

/// What was held against a limit or a rule, the worst first.
pub fn rulings(report: &Report) -> Grid {
    let mut all: Vec<_> = report.rulings.iter().collect();
    all.sort_by_key(|it| std::cmp::Reverse(it.verdict.rank()));
    let row = |it: &Ruling| {
        let words = [verdict::word(&it.verdict), &it.alone(), &it.of, &it.wanted].map(str::to_owned);
        words.into_iter().chain(found(&it.found, it.between.as_ref())).collect()
    };
    let headers = ["verdict", "rule", "of", "wanted", "found", "interval", "n", "between"];
    Grid::new("Rules", &headers, all.into_iter().map(row))
}

/// The numbers that the short forms show.
pub fn lines(report: &Report) -> Grid {
    let row = |it: &Line| {
        [it.metric.clone(), it.of.clone()].into_iter().chain(found(&it.value, it.between.as_ref())).collect()
    };
    Grid::new("Numbers", &["metric", "of", "value", "interval", "n", "between"], report.shown().map(row))
}

/// A number, its interval, its rows, and the groups that drive it.
fn found(it: &Measured, between: Option<&[String; 2]>) -> [String; 4] {
    [number::value(it), number::interval(it), number::n(it), between.map(|it| it.join(" – ")).unwrap_or_default()]
}

/// Every test.
pub fn tests(report: &Report) -> Grid {
    let row = |it: &Test| {
        let (p, adjusted) = (number::p_value(it.tested.p), it.adjusted.map(number::p_value).unwrap_or_default());
        vec![it.question.clone(), it.tested.test.to_owned(), p, adjusted, number::rows(it.tested.n)]
    };
    Grid::new("Tests", &["question", "test", "p", "corrected p", "n"], report.tests.iter().map(row))
}

/// A note in a line.
pub fn note(it: &super::report::Note) -> String {
    match it.of.as_str() {
        "" => it.sentence.clone(),
        of => format!("{of}: {}", it.sentence),
    }
}

/// `text` without line breaks and control characters, so that a value cannot steer what shows it.
pub fn one_line(text: &str) -> String {
    let clean = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    clean.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
