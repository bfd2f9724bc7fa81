//! A folder for one piece of work, removed when it is done with.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::exit::Failure;

static COUNT: AtomicU64 = AtomicU64::new(0);

/// A folder below the system's folder for temporary files.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// A new, empty folder.
    pub fn make() -> Result<Folder, Failure> {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("aims-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path)
            .map_err(|cause| Failure::failed(format!("`{}` cannot be created ({cause})", path.display())))?;
        Ok(Folder(path))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
