//! From names to files: globs, folders, single files, pipes and object stores.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::Error;
use crate::format::ENDINGS;
use crate::{remote, stream};

/// One file of data, on this machine or fetched to it.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The name as people know it.
    pub name: String,
    /// Where its bytes lie.
    pub path: PathBuf,
    /// Keeps the fetched copy until nobody reads it any more.
    #[expect(dead_code, reason = "held only so that the copy is deleted when the last reader lets go")]
    pub fetched: Option<Arc<tempfile::TempPath>>,
}

/// A name without folders, for what is kept: a report says the same wherever the files lie.
pub fn base(name: &str) -> &str {
    name.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or(name)
}

/// The files behind `name`, in the order of their names; a name may stand twice and is then read twice.
pub(crate) fn places(name: &str, store: &[(String, String)]) -> Result<Vec<Place>, Error> {
    if let Some((scheme, _)) = name.split_once("://")
        && scheme.len() > 1
    {
        return remote::fetch(name, store);
    }
    let path = Path::new(name);
    if name == stream::STANDARD {
        return Ok(vec![stream::standard()?]);
    }
    if stream::is_stream(path) {
        return Ok(vec![stream::piped(path)?]);
    }
    if path.is_dir() {
        return folder(path, name);
    }
    if path.exists() || !name.contains(['*', '?', '[']) {
        return Ok(vec![local(path)]);
    }
    let wrong = |why: String| Error::Setting(format!("`{name}` is not a pattern of names: {why}"));
    let mut found = Vec::new();
    for path in glob::glob(name).map_err(|it| wrong(it.to_string()))? {
        let path = path.map_err(|it| Error::io(name, it.error()))?;
        match path.is_dir() {
            true => found.extend(folder(&path, name).unwrap_or_default()),
            false => found.push(local(&path)),
        }
    }
    some(found, name)
}

/// The data files of a folder and of the folders in it, without hidden ones and notes of other programs.
fn folder(path: &Path, name: &str) -> Result<Vec<Place>, Error> {
    let mut found = Vec::new();
    collect(path, &mut found).map_err(|it| Error::io(name, &it))?;
    found.sort();
    some(found.iter().map(|it| local(it)).collect(), name)
}

fn collect(path: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(path)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match name.starts_with(['.', '_']) {
            true => {}
            false if path.is_dir() => collect(&path, found)?,
            false if is_data(&name) => found.push(path),
            false => {}
        }
    }
    Ok(())
}

/// Whether a name ends like a data file, packed or not.
pub(crate) fn is_data(name: &str) -> bool {
    let name = name.to_lowercase();
    let plain = [".gz", ".gzip", ".zst", ".zstd"].iter().find_map(|it| name.strip_suffix(it)).unwrap_or(&name);
    plain.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

fn local(path: &Path) -> Place {
    Place { name: path.display().to_string(), path: path.to_owned(), fetched: None }
}

pub(crate) fn some(found: Vec<Place>, name: &str) -> Result<Vec<Place>, Error> {
    match found.is_empty() {
        true => Err(Error::Nothing(name.to_owned())),
        false => Ok(found),
    }
}
