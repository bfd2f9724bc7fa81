//! Measuring data: the command as people run it, each beside the bare decoding of its files, and other libraries where there are any.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::machine::{Spent, ended};
use crate::row;

/// Environment variable that names a Python in which Evidently and Fairlearn are installed.
const PEERS: &str = "AIMS_BENCH_PYTHON";
/// What they are asked; beside the file, since it is theirs.
const ASKED: &str = include_str!("peers.py");

/// The greatest exit code of `aims measure` that is a verdict and no failure.
const VERDICTS: i32 = 2;

/// Every measurement: its name, the files that its decoding reads, the arguments, and the bar.
const RUNS: &[(&str, &str, &[&str], &str)] = &[
    ("profile", "decode", &["profile", "a.parquet"], "1 s, 512 MB"),
    ("drift against the other file", "decode_both", &["drift", "b.parquet", "--reference", "a.parquet"], "2 s, 512 MB"),
    ("drift against a summary", "decode", &["drift", "b.parquet", "--reference", "a.json"], "1 s, 512 MB"),
    (
        "fairness, 15 intersections, 10,000 resamples",
        "decode_scored",
        &[
            "fairness",
            "scored.parquet",
            "--label",
            "label",
            "--prediction",
            "prediction",
            "--group",
            "g",
            "--group",
            "h",
            "--plan",
            "fairness.toml",
        ],
        "0.2 s after reading, 512 MB",
    ),
    ("45 rules of quality", "decode", &["quality", "a.parquet", "--plan", "alone.toml"], "0.5 s after reading, 512 MB"),
    ("45 rules beside all else of quality", "decode", &["quality", "a.parquet", "--plan", "rules.toml"], "512 MB"),
    (
        "drift of 350,000 rows, 800 columns",
        "wide_decode",
        &["drift", "wide_b.parquet", "--reference", "wide_a.parquet"],
        "60 s",
    ),
];

/// Runs all of them; `reading` is the example of crate `read` that makes files and decodes them.
pub fn measure(program: &str, reading: &str, folder: &Path) -> Result<(), String> {
    let decoded = |what: &str| spent(Command::new(reading).args([what, "."]).current_dir(folder), 0);
    decoded("make")?;
    let written = |name: &str, text: &str| std::fs::write(folder.join(name), text).map_err(|it| it.to_string());
    written("rules.toml", &rules())?;
    written("alone.toml", &format!("{}[quality]\nnear_rows = 0\nrules_alone = true\n", rules()))?;
    written(
        "fairness.toml",
        "name = \"bench\"\nfamily = \"fairness\"\nresamples = 10000\n[fairness]\ndepth = 2\ninterval = \"wilson\"\nbins = 10\n",
    )?;
    let command = |arguments: &[&str]| {
        let mut command = Command::new(program);
        command.args(["measure"]).args(arguments).args(["--format", "json"]).current_dir(folder);
        command
    };
    spent(&mut command(&["summarise", "a.parquet", "--out", "a.json"]), 0)?;
    for (name, files, arguments, bar) in RUNS {
        let bare = decoded(files)?;
        let whole = spent(&mut command(arguments), VERDICTS)?;
        row(name, &format!("{whole}; decoding its files alone {bare}"), bar);
    }
    let bare = decoded("long_decode")?;
    let hundred: Vec<&str> = ["summarise"].into_iter().chain(std::iter::repeat_n("narrow.parquet", 100)).collect();
    let mut long = command(&hundred);
    let whole = spent(long.args(["--out", "long.json"]), 0)?;
    row("summary of 100,000,000 rows, 4 columns", &format!("{whole}; decoding them alone {bare}"), "bounded memory");
    peers(folder)
}

/// Forty-five rules over the twenty columns.
fn rules() -> String {
    let mut text = "name = \"bench\"\nfamily = \"quality\"\n".to_owned();
    let mut rule = |fields: String| {
        let _ = write!(text, "[[rule]]\nname = \"{}\"\n{fields}\n", fields.replace(['"', '\n', '\\'], " "));
    };
    for at in 0..12 {
        rule(format!("check = \"not_null\"\ncolumn = \"n{at}\"\nmostly = 0.9"));
        rule(format!("check = \"range\"\ncolumn = \"n{at}\"\nlow = -1000\nhigh = 100000"));
    }
    for at in 0..8 {
        rule(format!("check = \"matches\"\ncolumn = \"w{at}\"\npattern = \"^word [0-9]+$\""));
        rule(format!("check = \"length\"\ncolumn = \"w{at}\"\nlow = 6\nhigh = 8"));
    }
    rule("check = \"rows\"\nlow = 1".to_owned());
    rule("check = \"mean\"\ncolumn = \"n0\"\nlow = -1\nhigh = 1".to_owned());
    rule("check = \"unique\"\ncolumn = \"n0\"\nmostly = 0.9".to_owned());
    rule("check = \"unique_together\"\ncolumns = [\"n0\", \"w0\"]\nmostly = 0.9".to_owned());
    rule("check = \"greater\"\ncolumn = \"n1\"\nother = \"n0\"\nmostly = 0.1".to_owned());
    text
}

/// Other libraries on the same files; left out, and said so, where no Python is named.
fn peers(folder: &Path) -> Result<(), String> {
    let Some(python) = std::env::var_os(PEERS) else {
        row("Evidently, Fairlearn", &format!("left out: {PEERS} names no Python that has them"), "");
        return Ok(());
    };
    for (what, name) in [
        ("drift", "Evidently's DataDriftPreset on the same two files"),
        ("fairness", "Fairlearn's MetricFrame with 3 of its resamples"),
    ] {
        let run = spent(Command::new(&python).args(["-c", ASKED, what]).current_dir(folder), 0)?;
        row(name, &run.to_string(), "");
    }
    Ok(())
}

/// What a command took; a greater exit code than `most` is a failure.
fn spent(command: &mut Command, most: i32) -> Result<Spent, String> {
    let child =
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().map_err(|it| format!("{command:?}: {it}"))?;
    ended(child, most).map_err(|why| format!("{command:?}: {why}"))
}
