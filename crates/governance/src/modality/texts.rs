//! Texts of standards that an organisation has bought: files of its own in `config/texts/`, shown beside our words to those who are signed
//! in, and no part of the configuration, so that no export, bundle or catalog can hold them.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::{Aims, Error};

/// A file of texts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    /// How references to the framework begin, such as `ISO/IEC 42001`.
    framework: String,
    /// Texts by identifier.
    text: BTreeMap<String, String>,
}

/// Where the files lie below the data folder.
pub const FOLDER: &str = "config/texts";

impl Aims {
    /// The text of a node that the organisation has bought, where it put one there.
    ///
    /// Errors: a file that cannot be read or understood.
    pub async fn licensed_text(&self, prefix: &str, id: &str) -> Result<Option<String>, Error> {
        let (folder, prefix, id) = (self.0.home.join(FOLDER), prefix.to_owned(), id.to_owned());
        let read = tokio::task::spawn_blocking(move || text(&folder, &prefix, &id)).await;
        read.map_err(|it| Error::outside("reading texts", it))?
    }
}

fn text(folder: &Path, prefix: &str, id: &str) -> Result<Option<String>, Error> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(None) };
    let mut paths: Vec<_> = entries.filter_map(Result::ok).map(|it| it.path()).collect();
    paths.retain(|it| it.extension().is_some_and(|it| it == "toml"));
    paths.sort();
    for path in paths {
        let name = path.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
        let read = std::fs::read_to_string(&path).map_err(|it| Error::outside(&format!("reading `{name}`"), it))?;
        let texts: Texts = toml::from_str(&read)
            .map_err(|it| Error::input(format!("`{FOLDER}/{name}` cannot be understood: {}", it.message())))?;
        if let Some(found) = texts.text.get(id).filter(|_| texts.framework == prefix) {
            return Ok(Some(found.clone()));
        }
    }
    Ok(None)
}
