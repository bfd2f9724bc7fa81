//! From a posted form to a report: files in a folder of their own, columns, a shipped plan.

use std::path::{Path, PathBuf};

use assess::asked::{Asked, BESIDE, Most};
use assess::columns::{Columns, PARTS};
use assess::plan::Plan;
use assess::report::Report;
use assess::{Error, Family, run};

use crate::failure::Failure;
use crate::language::Language;
use crate::multipart::{Posted, Upload};

/// Most rows that are measured for a browser; more are measured by the program, next to the data.
pub(super) const ROWS: u64 = 1_000_000;

/// Most rows times columns.
const CELLS: u64 = 50_000_000;

/// Most bytes of one file when it is unpacked: a small packed file can hold more than any machine has.
const UNPACKED: u64 = 512 << 20;

/// Threads of one measurement, so that the rest of the server stays quick; the report is the same with any number.
const THREADS: usize = 1;

/// Most letters of the name of a file, its end.
const NAME: usize = 120;

/// Why nothing was measured, and the field of the form that must be put right; blank where none is known.
pub(super) struct Wrong {
    field: &'static str,
    error: Error,
}

impl From<Wrong> for Failure {
    fn from(wrong: Wrong) -> Failure {
        match wrong.error {
            Error::Input(sentence) | Error::Missing(sentence) if !wrong.field.is_empty() => {
                Failure::from(Error::Input(sentence)).at(wrong.field)
            }
            error => error.into(),
        }
    }
}

/// Measures what came with the form by this plan; waits for the disk, and leaves nothing there.
pub(super) fn measured(
    family: &'static Family,
    posted: &Posted,
    plan: Plan,
    language: Language,
) -> Result<Report, Wrong> {
    let told = |error: Error| Wrong { field: blamed(family, posted, &error.to_string()), error };
    let failed = |cause| Error::failed(language.tell("measure.no_folder", &[("cause", &cause)]));
    let folder = tempfile::tempdir().map_err(|cause| told(failed(cause)))?;
    let report = asked(folder.path(), posted, language).and_then(|asked| {
        asked.check(family)?;
        run::measure(family, &asked, plan)
    });
    report.map_err(|it| told(without(folder.path(), it)))
}

/// The field that a sentence speaks of: whose text or file it names first, else whose option it names.
fn blamed(family: &Family, posted: &Posted, sentence: &str) -> &'static str {
    let named = |it: &str| (!it.is_empty()).then(|| sentence.find(&format!("`{it}`"))).flatten();
    let texts = |name: &str| posted.all(name).flat_map(str::lines).filter_map(|it| named(it.trim())).min();
    let files = |part: &str| {
        let own = posted.files.iter().filter(|it| it.field == part);
        own.filter_map(|it| named(&harmless(&it.name))).min()
    };
    let option = |name: &str| sentence.contains(&format!("--{}", name.replace('_', "-")));
    let taken = |it: &&str| family.takes.contains(it);
    let columns = || PARTS.iter().map(|it| it.name).filter(taken).chain(["seed", "as_of"]);
    let beside = || BESIDE.iter().copied().filter(taken).chain(["data"]);
    let by_text = columns().filter_map(|it| Some((texts(it)?, it)));
    let by_file = beside().filter_map(|it| Some((files(it)?, it)));
    let first = by_text.chain(by_file).min_by_key(|it| it.0).map(|it| it.1);
    first.or_else(|| columns().chain(beside()).find(|it| option(it))).unwrap_or_default()
}

/// What is asked, with every file written into the folder.
fn asked(folder: &Path, posted: &Posted, language: Language) -> Result<Asked, Error> {
    let mut columns = Columns::default();
    for part in PARTS {
        let typed = posted.all(part.name).flat_map(str::lines).map(str::to_owned);
        columns.set(part.name, typed)?;
    }
    let others = BESIDE.iter().map(|part| Ok((*part, written(folder, part, posted, language)?)));
    let text = |name: &str| posted.text(name).map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned);
    let wrong = |it: String| Error::input(language.tell("measure.no_seed", &[("seed", &it)]));
    Ok(Asked {
        files: written(folder, "data", posted, language)?,
        others: others.collect::<Result<_, Error>>()?,
        plan: text("plan"),
        quality_plan: text("quality_plan"),
        columns,
        seed: text("seed").map(|it| it.parse().map_err(|_| wrong(it))).transpose()?,
        threads: Some(THREADS),
        as_of: text("as_of"),
        most: Some(Most { rows: ROWS, cells: CELLS }),
        reading: reading(posted),
    })
}

/// The data of a posted form, written into a folder of their own, which goes with this.
pub(crate) struct Uploaded {
    folder: tempfile::TempDir,
    /// Where the files are.
    pub files: Vec<PathBuf>,
    /// The most of them that is measured here.
    pub most: Most,
}

/// Writes the data of a posted form; waits for the disk.
pub(crate) fn uploaded(posted: &Posted, language: Language) -> Result<Uploaded, Error> {
    let failed = |cause| Error::failed(language.tell("measure.no_folder", &[("cause", &cause)]));
    let folder = tempfile::tempdir().map_err(failed)?;
    let files = written(folder.path(), "data", posted, language).map_err(|it| without(folder.path(), it))?;
    let files = files.into_iter().map(PathBuf::from).collect();
    Ok(Uploaded { folder, files, most: Most { rows: ROWS, cells: CELLS } })
}

impl Uploaded {
    /// The same sentence without the folder, which means nothing to anybody.
    pub fn without(&self, error: governance::Error) -> governance::Error {
        let folder = format!("{}/data/", self.folder.path().display());
        match error {
            governance::Error::Input(sentence) => governance::Error::Input(sentence.replace(&folder, "")),
            governance::Error::Missing(sentence) => governance::Error::Missing(sentence.replace(&folder, "")),
            governance::Error::Problems(mut problems) => {
                problems.iter_mut().for_each(|it| it.message = it.message.replace(&folder, ""));
                governance::Error::Problems(problems)
            }
            other => other,
        }
    }
}

/// How text is read, as far as the form asks.
fn reading(posted: &Posted) -> assess::asked::Reading {
    let text = |name: &str| posted.text(name).map(str::trim).filter(|it| !it.is_empty());
    let lines = |name: &str| -> Vec<String> {
        let typed = text(name).into_iter().flat_map(str::lines).map(str::trim);
        typed.filter(|it| !it.is_empty()).map(str::to_owned).collect()
    };
    assess::asked::Reading {
        delimiter: text("delimiter").and_then(|it| if it == "tab" { Some('\t') } else { it.chars().next() }),
        decimal: text("decimal").and_then(|it| it.chars().next()),
        encoding: text("encoding").map(str::to_owned),
        nulls: lines("null"),
        text: lines("text"),
        day_first: text("days").map(|it| it == "day_first"),
        number_repeated: text("number_repeated").is_some(),
        ..Default::default()
    }
}

/// The files of a part, written; their paths.
fn written(folder: &Path, part: &str, posted: &Posted, language: Language) -> Result<Vec<String>, Error> {
    let own = folder.join(part);
    let failed = |cause: std::io::Error| Error::failed(language.tell("measure.not_written", &[("cause", &cause)]));
    let files: Vec<&Upload> = posted.files.iter().filter(|it| it.field == part).collect();
    let mut paths = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let place = if at == 0 { own.clone() } else { own.join(at.to_string()) };
        std::fs::create_dir_all(&place).map_err(failed)?;
        let path = place.join(harmless(&file.name));
        std::fs::write(&path, &file.bytes).map_err(failed)?;
        if !read::unpacks_within(&path, UNPACKED).map_err(|it| Error::input(it.to_string()))? {
            let told =
                language.tell("measure.too_much", &[("name", &harmless(&file.name)), ("most", &(UNPACKED >> 20))]);
            return Err(Error::input(told));
        }
        paths.push(path.display().to_string());
    }
    Ok(paths)
}

/// The name of a file without anything that a path, a pattern or a terminal would understand.
fn harmless(name: &str) -> String {
    let plain = |it: char| if it.is_alphanumeric() || "._-() ".contains(it) { it } else { '_' };
    let letters: Vec<char> = name.chars().map(plain).collect();
    let end: String = letters[letters.len().saturating_sub(NAME)..].iter().collect();
    if end.starts_with('.') { format!("_{end}") } else { end }
}

/// The same sentence without the folder, which means nothing to anybody.
fn without(folder: &Path, error: Error) -> Error {
    let mut folders = vec![format!("{}/data/", folder.display())];
    folders.extend(BESIDE.iter().map(|it| format!("{}/{it}/", folder.display())));
    let clean = |sentence: String| folders.iter().fold(sentence, |it, folder| it.replace(folder, ""));
    match error {
        Error::Input(sentence) => Error::Input(clean(sentence)),
        Error::Missing(sentence) => Error::Missing(clean(sentence)),
        Error::Failed(sentence) => Error::Failed(clean(sentence)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_nowhere() {
        for (name, plain) in
            [("..", "_.."), ("a*b[1]?.csv", "a_b_1__.csv"), (".env", "_.env"), ("März (2).csv", "März (2).csv")]
        {
            assert_eq!(harmless(name), plain);
        }
        assert!(harmless(&("x".repeat(500) + ".csv")).ends_with("x.csv"));
    }
}
