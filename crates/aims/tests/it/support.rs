//! What several tests need: running the program, and folders to run it in.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// Where the whole project lies.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A folder with a store, and the program to run on it.
pub struct Program {
    folder: TempDir,
}

/// How a run ended.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    /// The answer as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|cause| panic!("no JSON ({cause}): {} {}", self.out, self.err))
    }
}

impl Program {
    /// An empty folder.
    pub fn empty() -> Program {
        Program { folder: tempfile::tempdir().unwrap() }
    }

    /// A folder with an initialised store.
    pub fn ready() -> Program {
        let program = Program::empty();
        assert_eq!(program.run(&["init"]).code, 0);
        program
    }

    /// Where the store is.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A path beside the store.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A file beside the store, as an argument.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }

    /// Runs `aims … --data DATA`.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, "")
    }

    /// Runs `aims … --data DATA` with something on standard input.
    pub fn run_with(&self, arguments: &[&str], input: &str) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aims"));
        // What stands behind `--` is of another program.
        let (own, other) = arguments.split_at(arguments.iter().position(|it| *it == "--").unwrap_or(arguments.len()));
        command.args(own).arg("--data").arg(self.data()).args(other).current_dir(self.folder.path());
        command.env_remove("AIMS_DATA").env_remove("AIMS_STORE");
        let input_file = self.folder.path().join("stdin");
        std::fs::write(&input_file, input).unwrap();
        command.stdin(std::fs::File::open(&input_file).unwrap());
        told(command.output().unwrap())
    }

    /// Runs a command that must succeed, and gives its JSON.
    pub fn done(&self, arguments: &[&str]) -> Value {
        let arguments: Vec<&str> = arguments.iter().copied().chain(["--format", "json"]).collect();
        let run = self.run(&arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}{}", run.out, run.err);
        run.json()
    }

    /// Entries of the ledger.
    pub fn entries(&self) -> u64 {
        let run = self.run(&["verify", "--format", "json"]);
        run.json()["entries"].as_u64().unwrap()
    }
}

fn told(output: Output) -> Run {
    Run {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A server of the program, on a port of its own; killed when it goes.
pub struct Server {
    child: Child,
    /// Its address.
    pub url: String,
    /// Everything that it said when it began.
    pub said: Value,
}

impl Server {
    /// Runs `aims serve …` and waits until it listens.
    pub fn start(arguments: &[&str]) -> Server {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aims"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--format", "json"]).args(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut said = String::new();
        for line in BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok) {
            said.push_str(&line);
            if line == "}" {
                break;
            }
        }
        let said: Value = serde_json::from_str(&said).unwrap();
        Server { child, url: said["url"].as_str().expect("the server says where it listens").to_owned(), said }
    }

    /// Kills it in the middle of its work.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Types what a guide types, in its order, and compares every line that it shows with what the program says.
pub fn says_what_the_guide_shows(program: &Program, guide: &str, least: usize) {
    let guide = std::fs::read_to_string(root().join("docs/guide").join(guide)).unwrap();
    let mut shown = 0;
    for block in guide.split("```").filter(|it| it.trim_start().starts_with("$ aims ")) {
        let mut lines = block.trim_matches('\n').lines();
        let typed = lines.next().unwrap().trim_start_matches("$ aims ").replace('\'', "");
        let out = program.run(&typed.split_whitespace().collect::<Vec<_>>()).out;
        let mut rest = out.lines();
        for line in lines {
            assert!(rest.any(|it| it == line), "`{typed}` does not say: {line}\n{out}");
        }
        shown += 1;
    }
    assert!(shown > least, "the guide has examples");
}
