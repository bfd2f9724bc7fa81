//! A bundle as a folder. Only regular files below it are read; symbolic links are not followed.

use crate::limits::{self, Budget, MOST_BYTES};
use ledger::bundle::{self, BLOBS, RECORDS, VERSIONS};
use ledger::verify::{Members, Report, source_of_members};
use ledger::{LedgerError, VerifierKey};
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;

/// Folders below `tile/entries` that a ledger of 2^64 entries has; what goes along is as deep at most.
const DEPTH: usize = 8;

/// Verifies the bundle in the folder.
pub fn verify(folder: &Path, keys: Vec<VerifierKey>, since: Option<String>) -> Result<Report, String> {
    let budget = Budget::new(MOST_BYTES);
    let mut names = Vec::new();
    for below in ["tile/entries", bundle::BESIDE] {
        walk(folder, below, DEPTH, &mut names).map_err(|it| it.to_string())?;
    }
    let read = |name: &str, most: usize| match open(folder, name)? {
        Some(file) => limits::whole(name, budget.counted(file), most).map(Some),
        None => Ok(None),
    };
    let long = |name: &str| -> Result<Option<Box<dyn BufRead + '_>>, String> {
        let file = open(folder, name).map_err(|it| it.to_string())?;
        Ok(file.map(|it| Box::new(BufReader::new(budget.counted(it))) as Box<dyn BufRead>))
    };
    let members = Members {
        names,
        read: &read,
        versions: long(VERSIONS)?,
        records: long(RECORDS)?,
        blobs: long(BLOBS)?,
        content: Box::new(|it| match open(folder, &bundle::blob_path(it))? {
            Some(file) => limits::digest(budget.counted(file)).map(Some),
            None => Ok(None),
        }),
    };
    let source = source_of_members(members, keys, since).map_err(|it| it.to_string())?;
    Ok(ledger::verify::verify(source))
}

/// Opens a regular file; `None` when there is none.
fn open(folder: &Path, name: &str) -> Result<Option<File>, LedgerError> {
    let path = folder.join(name);
    let wrong = |why: String| LedgerError::Bundle(format!("`{name}` cannot be read: {why}"));
    match fs::symlink_metadata(&path) {
        Err(error) if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(wrong(error.to_string())),
        Ok(it) if !it.is_file() => Err(wrong("it is not a regular file".to_owned())),
        Ok(_) => File::open(&path).map(Some).map_err(|it| wrong(it.to_string())),
    }
}

/// Collects the names of the files below a folder of the bundle.
fn walk(folder: &Path, below: &str, depth: usize, names: &mut Vec<String>) -> Result<(), LedgerError> {
    let wrong = |it: std::io::Error| LedgerError::Bundle(format!("`{below}` cannot be read: {it}"));
    let list = match fs::read_dir(folder.join(below)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        list => list.map_err(wrong)?,
    };
    for entry in list {
        let entry = entry.map_err(wrong)?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let (name, kind) = (format!("{below}/{name}"), entry.file_type().map_err(wrong)?);
        if kind.is_dir() && depth > 0 {
            walk(folder, &name, depth - 1, names)?;
        } else if kind.is_file() {
            names.push(name);
        }
    }
    Ok(())
}
