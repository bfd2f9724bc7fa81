//! Backups: the store, its configuration and its files in one archive, and back. Serves ISO/IEC 42001 7.5.3.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::Serialize;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::event::Event;
use crate::{Actor, Aims, Error};

/// What a backup or a restoration did.
#[derive(Debug, Clone, Serialize)]
pub struct BackupReport {
    /// The archive, or the folder that was restored.
    pub path: PathBuf,
    /// Files in it.
    pub files: u64,
    /// Bytes before compression.
    pub bytes: u64,
    /// Entries of the ledger; 0 after a restoration, which opens no store.
    pub entries: u64,
    /// Whether a new signing key was made, since neither the caller nor the archive brought one.
    pub new_key: bool,
}

/// Folders of the home that belong into a backup.
const FOLDERS: [&str; 2] = ["config", "blobs"];
/// Files of the home that belong into a backup; the signing key is not one of them.
const FILES: [&str; 2] = ["signed_head", "aims.toml"];

impl Aims {
    /// Writes an archive while the store is in use. The signing key stays out, unless asked for.
    pub async fn backup(&self, actor: &Actor, path: &Path, with_key: bool) -> Result<BackupReport, Error> {
        self.require(actor, "backup").await?;
        if path.exists() {
            return Err(Error::input(format!("`{}` exists; name a new file", path.display())));
        }
        self.enter(actor, Event::new("backup").with("key", with_key)).await?;
        let checkpoint = self.checkpoint().await?;
        let (this, path) = (self.clone(), path.to_owned());
        let work = move || this.write_backup(&path, with_key, &checkpoint);
        tokio::task::spawn_blocking(work).await.map_err(|it| Error::outside("making the backup", it))?
    }

    /// A backup without the signing key as an open file that has no name any more, so that nothing of it stays behind.
    pub async fn backup_file(&self, actor: &Actor) -> Result<File, Error> {
        self.nameless("backup", async |path| self.backup(actor, path, false).await.map(drop)).await
    }

    /// A file that is written beside the store and opened, and has no name any more when it is handed over.
    pub(crate) async fn nameless(
        &self,
        what: &str,
        write: impl AsyncFnOnce(&Path) -> Result<(), Error>,
    ) -> Result<File, Error> {
        let path = self.0.home.join(format!(".{what}-{}", self.secret::<8>()));
        let made = write(&path).await;
        let opened =
            made.and_then(|()| File::open(&path).map_err(|it| Error::outside(&format!("opening the {what}"), it)));
        // What cannot be removed is a file whose name says what it is.
        let _ = fs::remove_file(&path);
        opened
    }

    fn write_backup(&self, path: &Path, with_key: bool, checkpoint: &str) -> Result<BackupReport, Error> {
        let beside = path.with_extension("unfinished");
        let copy = self.0.home.join(format!(".copy-{}", self.secret::<8>()));
        let finished = self.write_archive(&beside, &copy, with_key, checkpoint);
        // What cannot be removed is an unfinished file with a name that says so.
        let _ = fs::remove_file(&copy);
        match finished {
            Ok((files, bytes)) => {
                let entries = self.0.store.read(|read| Ok::<_, Error>(read.head()?.size))?;
                fs::rename(&beside, path).map_err(|it| Error::outside("finishing the backup", it))?;
                Ok(BackupReport { path: path.to_owned(), files, bytes, entries, new_key: false })
            }
            Err(error) => {
                let _ = fs::remove_file(&beside);
                Err(error)
            }
        }
    }

    fn write_archive(
        &self,
        archive: &Path,
        copy: &Path,
        with_key: bool,
        checkpoint: &str,
    ) -> Result<(u64, u64), Error> {
        let failed = |it: std::io::Error| Error::outside("writing the backup", it);
        self.0.store.backup_to(copy)?;
        let mut zip = ZipWriter::new(File::create(archive).map_err(failed)?);
        let mut written = (0, 0);
        add(&mut zip, "aims.db", copy, &mut written)?;
        for folder in FOLDERS {
            add_folder(&mut zip, &self.0.home, &self.0.home.join(folder), &mut written)?;
        }
        let key = with_key.then_some("ledger.key");
        for name in FILES.into_iter().chain(key).filter(|it| self.0.home.join(it).is_file()) {
            add(&mut zip, name, &self.0.home.join(name), &mut written)?;
        }
        zip.start_file("checkpoint", SimpleFileOptions::default()).map_err(|it| failed(it.into()))?;
        zip.write_all(checkpoint.as_bytes()).map_err(failed)?;
        zip.finish().map_err(|it| failed(it.into()))?.sync_all().map_err(failed)?;
        Ok(written)
    }
}

/// Unpacks an archive into a folder that does not exist yet. The signing key comes from `key`, from the archive, or is new.
pub fn restore(archive: &Path, home: &Path, key: Option<&Path>, seed: &[u8; 32]) -> Result<BackupReport, Error> {
    if fs::read_dir(home).is_ok_and(|mut it| it.next().is_some()) {
        return Err(Error::input(format!("`{}` is not empty; restore into a new folder", home.display())));
    }
    let file =
        File::open(archive).map_err(|it| Error::input(format!("`{}` cannot be read: {it}", archive.display())))?;
    let not_ours = |_| Error::input(format!("`{}` is not a backup, or it is damaged", archive.display()));
    let mut zip = ZipArchive::new(file).map_err(not_ours)?;
    fs::create_dir_all(home).map_err(|it| Error::outside(&format!("making `{}`", home.display()), it))?;
    let (mut files, mut bytes) = (0, 0);
    for index in 0..zip.len() {
        let mut member = zip.by_index(index).map_err(not_ours)?;
        let outside = || {
            Error::input(format!(
                "the backup holds `{}`, which lies outside of it; it was tampered with",
                name_of(&member)
            ))
        };
        let name = member.enclosed_name().ok_or_else(outside)?;
        let target = home.join(name);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(|it| Error::outside("restoring", it))?;
        }
        let mut out = File::create(&target).map_err(|it| Error::outside("restoring", it))?;
        bytes += std::io::copy(&mut member, &mut out).map_err(|it| Error::outside("restoring", it))?;
        out.sync_all().map_err(|it| Error::outside("restoring", it))?;
        files += 1;
    }
    let new_key = take_key(home, key, seed)?;
    Ok(BackupReport { path: home.to_owned(), files, bytes, entries: 0, new_key })
}

/// Puts the key in its place; tells whether it is a new one, made when neither the caller nor the archive brought it.
fn take_key(home: &Path, key: Option<&Path>, seed: &[u8; 32]) -> Result<bool, Error> {
    let place = home.join("ledger.key");
    if let Some(key) = key {
        fs::copy(key, &place).map_err(|it| Error::outside(&format!("copying `{}`", key.display()), it))?;
    }
    if place.is_file() {
        return Ok(false);
    }
    let checkpoint = fs::read_to_string(home.join("checkpoint")).unwrap_or_default();
    let origin = checkpoint.lines().next().unwrap_or("aims/ledger").to_owned();
    crate::key::LogKey::create(home, &origin, seed)?;
    Ok(true)
}

fn name_of<R: std::io::Read>(member: &zip::read::ZipFile<'_, R>) -> String {
    member.name().map(|it| it.into_owned()).unwrap_or_default()
}

fn add(zip: &mut ZipWriter<File>, name: &str, path: &Path, written: &mut (u64, u64)) -> Result<(), Error> {
    let failed = |it: std::io::Error| Error::outside(&format!("backing up `{name}`"), it);
    zip.start_file(name, SimpleFileOptions::default().large_file(true)).map_err(|it| failed(it.into()))?;
    written.1 += std::io::copy(&mut File::open(path).map_err(failed)?, zip).map_err(failed)?;
    written.0 += 1;
    Ok(())
}

fn add_folder(zip: &mut ZipWriter<File>, home: &Path, folder: &Path, written: &mut (u64, u64)) -> Result<(), Error> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    let mut paths: Vec<_> = entries.filter_map(Result::ok).map(|it| it.path()).collect();
    paths.sort();
    for path in paths {
        let name = path.strip_prefix(home).unwrap_or(&path).to_string_lossy().into_owned();
        match path.is_dir() {
            true => add_folder(zip, home, &path, written)?,
            false => add(zip, &name, &path, written)?,
        }
    }
    Ok(())
}
