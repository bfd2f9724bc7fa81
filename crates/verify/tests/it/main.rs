//! The program as its users run it, and a verifier by somebody else beside it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail by panicking")]

#[path = "../../../ledger/tests/it/synthetic.rs"]
mod synthetic;

mod foreign;
mod hostile;
mod program;

use std::io::Write;
use std::path::Path;
use std::process::Command;
use synthetic::Bundle;

/// Exit code, output and errors of the program.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_aims-verify")).args(arguments).output().unwrap();
    let text = |it: Vec<u8>| String::from_utf8(it).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn vkey() -> String {
    synthetic::key().verifier().to_string()
}

fn write_folder(folder: &Path, bundle: &Bundle) {
    for (name, bytes) in bundle {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

fn write_zip(path: &Path, bundle: &Bundle) {
    let mut zip = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
    for (name, bytes) in bundle {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
}
