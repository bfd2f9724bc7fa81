//! Measurements of files that come with an organisation: made anew by the engine, never written down.

use std::path::Path;

use assess::asked::{Asked, BESIDE};
use assess::report::Report;

use super::file::{Files, MeasureFile};
use crate::exit::Failure;
use crate::selftest::Folder;

/// The report on a file.
pub fn report(files: &Files, of: &MeasureFile) -> Result<Report, Failure> {
    let folder = Folder::make()?;
    let written = |name: &String| written(folder.path(), files, name);
    let mut others = Vec::new();
    for part in BESIDE {
        let named = of.beside.get(*part).map(written).transpose()?;
        others.push((*part, named.into_iter().collect()));
    }
    // A plan that comes as a file ends like one; any other is shipped.
    let plan =
        of.plan.as_ref().map(|it| if it.ends_with(".toml") { written(it) } else { Ok(it.clone()) }).transpose()?;
    let asked = Asked {
        files: vec![written(&of.file)?],
        others,
        plan,
        columns: of.columns.clone(),
        threads: Some(1),
        ..Asked::default()
    };
    Ok(assess::run::run(assess::family(&of.family)?, &asked)?)
}

pub(super) fn written(folder: &Path, files: &Files, name: &str) -> Result<String, Failure> {
    let path = folder.join(name.rsplit('/').next().unwrap_or(name));
    let failed = |cause: std::io::Error| Failure::failed(format!("`{name}` cannot be written ({cause})"));
    std::fs::write(&path, files.get(name)?).map_err(failed)?;
    Ok(path.display().to_string())
}
