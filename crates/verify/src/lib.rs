//! Opens a bundle, an archive or a folder, within limits, and has the ledger verify it.
//!
//! What is checked is decided in the ledger; here is only how to read. Nothing is ever extracted or written.

#![forbid(unsafe_code)]

mod archive;
mod folder;
mod limits;

use ledger::VerifierKey;
use ledger::verify::Report;
use std::path::Path;

/// Verifies the bundle at `path`; without `keys` those inside the bundle count, and the report says so.
///
/// `since` is the text of an earlier checkpoint. The error is a sentence: the bundle could not be read at all.
pub fn verify_bundle(path: &Path, keys: Vec<VerifierKey>, since: Option<String>) -> Result<Report, String> {
    let kind = std::fs::metadata(path).map_err(|it| format!("`{}` cannot be opened: {it}", path.display()))?;
    if kind.is_dir() {
        folder::verify(path, keys, since)
    } else if kind.is_file() {
        archive::verify(path, keys, since)
    } else {
        Err(format!("`{}` is neither a file nor a folder; pass a bundle", path.display()))
    }
}
