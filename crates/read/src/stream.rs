//! What can be read once only, such as a pipe: copied once, piece by piece, into a nameless file beside the system's other temporary files, so that
//! what is hashed, looked at and measured are the same bytes.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use crate::error::Error;
use crate::place::Place;

/// The name under which programs read what is written to them.
pub(crate) const STANDARD: &str = "-";

/// Whether what lies under a path can be read once only.
pub(crate) fn is_stream(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|it| !it.is_file() && !it.is_dir())
}

/// What is written to this program.
pub(crate) fn standard() -> Result<Place, Error> {
    copied("standard input", std::io::stdin().lock())
}

/// A pipe or another device under a path.
pub(crate) fn piped(path: &Path) -> Result<Place, Error> {
    let name = path.display().to_string();
    let file = File::open(path).map_err(|it| Error::io(&name, &it))?;
    copied(&name, file)
}

fn copied(name: &str, mut from: impl Read) -> Result<Place, Error> {
    let said = |it: std::io::Error| Error::io(name, &it);
    let mut file = tempfile::NamedTempFile::new().map_err(said)?;
    std::io::copy(&mut from, &mut file).map_err(said)?;
    let path = file.into_temp_path();
    Ok(Place { name: name.to_owned(), path: path.to_path_buf(), fetched: Some(Arc::new(path)) })
}
