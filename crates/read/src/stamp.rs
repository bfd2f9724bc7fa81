//! Which bytes were read: the digest of a file, and the stamp by which a change during the reading is noticed.
//!
//! The stamp holds length, times of change and the file's own number, so neither writing, nor renaming another file over
//! it, nor setting back a modification time goes unseen. Serves the record of data provenance, ISO/IEC 42001 A.7.5.

use std::fs::{File, Metadata};
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::error::Error;

/// What a file looked like when its digest was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stamp {
    length: u64,
    times: [i64; 4],
    number: u64,
}

/// The digest of a file, its length, and its stamp.
pub(crate) fn digest(path: &Path, name: &str) -> Result<(String, u64, Stamp), Error> {
    let mut file = File::open(path).map_err(|it| Error::io(name, &it))?;
    let before = of(&file.metadata().map_err(|it| Error::io(name, &it))?);
    let (mut hash, mut bytes, mut room) = (Sha256::new(), 0, vec![0; 1 << 18]);
    loop {
        match file.read(&mut room).map_err(|it| Error::io(name, &it))? {
            0 => break,
            read => {
                bytes += read as u64;
                hash.update(&room[..read]);
            }
        }
    }
    match before.length == bytes && before == stamp(path, name)? {
        true => Ok((hex(&hash.finalize()), bytes, before)),
        false => Err(Error::Changed(name.to_owned())),
    }
}

/// The digest of a file, in hexadecimal.
///
/// Errors: a file that cannot be read, or that changes meanwhile.
pub fn digest_of(path: &Path) -> Result<String, Error> {
    Ok(digest(path, &path.display().to_string())?.0)
}

/// The stamp of what lies under `path` now.
pub(crate) fn stamp(path: &Path, name: &str) -> Result<Stamp, Error> {
    std::fs::metadata(path).map(|it| of(&it)).map_err(|_| Error::Changed(name.to_owned()))
}

/// One digest for several files: that of the file where there is one, else that of their digests in order.
pub fn together<'a>(mut digests: impl ExactSizeIterator<Item = &'a str>) -> String {
    match (digests.len(), digests.next()) {
        (1, Some(only)) => only.to_owned(),
        (_, first) => {
            let mut hash = Sha256::new();
            first.into_iter().chain(digests).for_each(|it| hash.update(format!("{it}\n")));
            hex(&hash.finalize())
        }
    }
}

#[cfg(unix)]
fn of(metadata: &Metadata) -> Stamp {
    use std::os::unix::fs::MetadataExt;
    let times = [metadata.mtime(), metadata.mtime_nsec(), metadata.ctime(), metadata.ctime_nsec()];
    Stamp { length: metadata.len(), times, number: metadata.ino() }
}

#[cfg(not(unix))]
fn of(metadata: &Metadata) -> Stamp {
    let modified = metadata.modified().ok().and_then(|it| it.duration_since(std::time::UNIX_EPOCH).ok());
    let since = modified.unwrap_or_default();
    Stamp { length: metadata.len(), times: [since.as_secs() as i64, i64::from(since.subsec_nanos()), 0, 0], number: 0 }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}
