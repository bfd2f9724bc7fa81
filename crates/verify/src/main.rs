//! `aims-verify`: verifies a bundle offline, without the rest of the program.

#![forbid(unsafe_code)]

use ledger::VerifierKey;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const USAGE: &str = "\
verifies a bundle of the ledger of an AI management system, offline

usage: aims-verify [options] BUNDLE

BUNDLE is a zip archive or a folder.

options:
  --vkey FILE|KEY    public key of the ledger, which you got by another way than the bundle; may be repeated
  --since FILE       an earlier checkpoint that you kept; nothing before it may have changed
  --format FORMAT    text (default) or json
  --codes            lists every code of a finding with its meaning
  --help, --version

exit code: 0 verified, 1 findings, 2 wrong use, 3 cannot read
";

/// What the command line asks for.
#[derive(Default)]
struct Asked {
    bundle: Option<PathBuf>,
    keys: Vec<VerifierKey>,
    since: Option<String>,
    json: bool,
}

/// Why there is no report.
enum Stop {
    Show(String),
    Wrong(String),
    Unreadable(String),
}

fn main() -> ExitCode {
    let outcome = ask(std::env::args().skip(1)).and_then(run);
    match outcome {
        Ok(code) => code,
        Err(Stop::Show(text)) => print(&text, ExitCode::SUCCESS),
        Err(Stop::Wrong(sentence)) => {
            eprintln!("aims-verify: {sentence}; see `aims-verify --help`");
            ExitCode::from(2)
        }
        Err(Stop::Unreadable(sentence)) => {
            eprintln!("aims-verify: {sentence}");
            ExitCode::from(3)
        }
    }
}

fn run(asked: Asked) -> Result<ExitCode, Stop> {
    let bundle = asked.bundle.ok_or_else(|| Stop::Wrong("a bundle is missing".to_owned()))?;
    let report = aims_verify::verify_bundle(&bundle, asked.keys, asked.since).map_err(Stop::Unreadable)?;
    let code = if report.ok() { ExitCode::SUCCESS } else { ExitCode::from(1) };
    let text = match asked.json {
        true => serde_json::to_string_pretty(&report).map_err(|it| Stop::Unreadable(it.to_string()))? + "\n",
        false => report.to_string(),
    };
    Ok(print(&text, code))
}

fn ask(mut words: impl Iterator<Item = String>) -> Result<Asked, Stop> {
    let mut asked = Asked::default();
    while let Some(word) = words.next() {
        let (option, joined) = match word.split_once('=') {
            Some((option, value)) if option.starts_with("--") => (option.to_owned(), Some(value.to_owned())),
            _ => (word, None),
        };
        let mut value =
            || joined.clone().or_else(|| words.next()).ok_or_else(|| Stop::Wrong(format!("`{option}` needs a value")));
        match option.as_str() {
            "--help" | "-h" => return Err(Stop::Show(USAGE.to_owned())),
            "--version" => return Err(Stop::Show(format!("aims-verify {}\n", env!("CARGO_PKG_VERSION")))),
            "--codes" => return Err(Stop::Show(codes())),
            "--vkey" => asked.keys.extend(keys(&value()?)?),
            "--since" => asked.since = Some(text(Path::new(&value()?))?),
            "--format" => {
                asked.json = match value()?.as_str() {
                    "json" => true,
                    "text" => false,
                    other => return Err(Stop::Wrong(format!("`{other}` is no format; use `text` or `json`"))),
                }
            }
            other if other.starts_with("--") => return Err(Stop::Wrong(format!("`{other}` is not known"))),
            other if asked.bundle.is_none() => asked.bundle = Some(PathBuf::from(other)),
            other => return Err(Stop::Wrong(format!("`{other}` is one bundle too many"))),
        }
    }
    Ok(asked)
}

/// Keys from the words themselves or from the file that they name.
fn keys(value: &str) -> Result<Vec<VerifierKey>, Stop> {
    if let Ok(key) = VerifierKey::parse(value) {
        return Ok(vec![key]);
    }
    let keys = VerifierKey::parse_all(&text(Path::new(value))?).map_err(|it| Stop::Unreadable(it.to_string()))?;
    if keys.is_empty() { Err(Stop::Unreadable(format!("`{value}` has no key"))) } else { Ok(keys) }
}

fn text(path: &Path) -> Result<String, Stop> {
    let unreadable = |why: String| Stop::Unreadable(format!("`{}` cannot be read: {why}", path.display()));
    let size = std::fs::metadata(path).map_err(|it| unreadable(it.to_string()))?.len();
    if size > 64 * 1024 {
        return Err(unreadable("it is too large for a key or checkpoint".to_owned()));
    }
    std::fs::read_to_string(path).map_err(|it| unreadable(it.to_string()))
}

fn codes() -> String {
    ledger::verify::CODES.iter().map(|(_, code, meaning)| format!("{code:24} {meaning}\n")).collect()
}

/// Prints; a reader that went away early changes nothing about the outcome.
fn print(text: &str, code: ExitCode) -> ExitCode {
    use std::io::Write;
    let _ = std::io::stdout().write_all(text.as_bytes());
    code
}
