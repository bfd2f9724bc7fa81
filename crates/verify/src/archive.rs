//! A bundle as a zip archive. Nothing is extracted; members are read by name, within a budget.

use crate::limits::{self, ALLOWANCE, Budget, MOST_BYTES, MOST_MEMBERS, MOST_RATIO};
use ledger::bundle::{self, BLOBS, RECORDS, VERSIONS};
use ledger::verify::{Members, Report, source_of_members};
use ledger::{LedgerError, VerifierKey};
use std::cell::RefCell;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use zip::ZipArchive;
use zip::result::ZipError;

type Archive = ZipArchive<BufReader<File>>;

/// Verifies the bundle in the archive.
pub fn verify(path: &Path, keys: Vec<VerifierKey>, since: Option<String>) -> Result<Report, String> {
    let size = std::fs::metadata(path).map_err(|it| format!("`{}` cannot be read: {it}", path.display()))?.len();
    let budget = Budget::new(MOST_BYTES.min(ALLOWANCE.saturating_add(size.saturating_mul(MOST_RATIO))));
    let mut first = open(path)?;
    let names = names(&mut first, path)?;
    // Each long member streams beside the others, and an archive serves one reader at a time.
    let (mut one, mut two, mut three) = (open(path)?, open(path)?, open(path)?);
    let shared = RefCell::new(first);
    let read = |name: &str, most: usize| match shared.borrow_mut().by_name(name) {
        Ok(file) => limits::whole(name, budget.counted(file), most).map(Some),
        Err(ZipError::FileNotFound) => Ok(None),
        Err(error) => Err(unreadable(name, &error)),
    };
    let members = Members {
        names,
        read: &read,
        versions: long(&mut one, VERSIONS, &budget)?,
        records: long(&mut two, RECORDS, &budget)?,
        blobs: long(&mut three, BLOBS, &budget)?,
        content: Box::new(|it| {
            let name = bundle::blob_path(it);
            match shared.borrow_mut().by_name(&name) {
                Ok(file) => limits::digest(budget.counted(file)).map(Some),
                Err(ZipError::FileNotFound) => Ok(None),
                Err(error) => Err(unreadable(&name, &error)),
            }
        }),
    };
    let source = source_of_members(members, keys, since).map_err(|it| it.to_string())?;
    Ok(ledger::verify::verify(source))
}

fn open(path: &Path) -> Result<Archive, String> {
    let file = File::open(path).map_err(|it| format!("`{}` cannot be opened: {it}", path.display()))?;
    ZipArchive::new(BufReader::new(file)).map_err(|it| {
        format!("`{}` is not a zip archive that can be read ({it}); ask for a new bundle", path.display())
    })
}

/// The names of all members, unless the archive is made to mislead.
fn names(archive: &mut Archive, path: &Path) -> Result<Vec<String>, String> {
    let path = path.display();
    if archive.len() > MOST_MEMBERS {
        return Err(format!("`{path}` has more than {MOST_MEMBERS} members; it is no bundle"));
    }
    if archive.has_duplicate_names() {
        return Err(format!("`{path}` has two members of one name; ask for a new bundle"));
    }
    match archive.has_overlapping_files() {
        Ok(false) => {}
        Ok(true) => return Err(format!("`{path}` has members that overlap; ask for a new bundle")),
        Err(error) => return Err(format!("`{path}` cannot be read: {error}; ask for a new bundle")),
    }
    Ok(archive.file_names().filter_map(Result::ok).map(|it| it.into_owned()).collect())
}

fn long<'a>(archive: &'a mut Archive, name: &str, budget: &'a Budget) -> Result<Option<Box<dyn BufRead + 'a>>, String> {
    match archive.by_name(name) {
        Ok(file) => Ok(Some(Box::new(BufReader::new(budget.counted(file))))),
        Err(ZipError::FileNotFound) => Ok(None),
        Err(error) => Err(unreadable(name, &error).to_string()),
    }
}

fn unreadable(name: &str, error: &ZipError) -> LedgerError {
    LedgerError::Bundle(format!("`{name}` cannot be read: {error}"))
}
